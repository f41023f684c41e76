"""Taking down what everybody could read: one act, from page, data, search, feeds and papers at once (R35)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from consultation import audit, jobs
from consultation.consultations.states import responses_are_public
from consultation.models import (
    AnnexWithdrawal,
    Breach,
    Consultation,
    Decision,
    Package,
    PackageFile,
    PublishedAnnex,
    Rendition,
    Response,
    Snapshot,
)
from consultation.moderation import breaches, operations, queries, rules
from consultation.moderation.breaches import Exposed
from consultation.vocabulary import DecisionKind, PublicationMode, Reason

NOTE = "erasures.note_takedown"
"""The job that writes it where a restored backup finds it (K3); arguments: decision_id."""
WITHOUT_RESPONSES = frozenset({"hoeringsbrev.pdf", "hoerte-parter.pdf"})
"""Open papers in which no word of a response stands."""


@dataclass(frozen=True)
class Seen:
    """A response as the person saw it who takes it down: the locks of the decision (C1)."""

    response_id: int
    decision_seq: int
    version_number: int


def take_down(session: Session, actor: str, now: datetime, seen: Seen, reason: Reason) -> Breach | None:
    """Withholds what is shown, takes the papers with it off the page, and opens a breach.

    None where nobody could have read it yet. Raises as `operations.decide`.
    """
    return take_down_all(session, actor, now, [seen], reason)


def take_down_all(session: Session, actor: str, now: datetime, seen: Sequence[Seen], reason: Reason) -> Breach | None:
    """Several in one act, with one breach: all or none."""
    exposed = [one for each in seen if (one := withhold(session, actor, now, each, reason)) is not None]
    return breaches.open_breach(session, actor, now, reason, exposed) if exposed else None


def withhold(session: Session, actor: str, now: datetime, seen: Seen, reason: Reason) -> Exposed | None:
    """The same without a breach; what of it everybody could read, None where nobody could."""
    response = queries.lock_response(session, seen.response_id)
    shown_from = _shown_from(session, response, now)
    decision = operations.decide(
        session, actor, now, response.id, seen.decision_seq, seen.version_number, DecisionKind.WITHHOLD, reason
    )
    _withdraw_annexes(session, actor, now, response)
    if decision is None:
        return None  # nothing was shown, and a colleague has to decide the same (R36)
    jobs.enqueue(session, NOTE, now, unique_key=f"{NOTE}:{decision.id}", decision_id=decision.id)
    return Exposed(response, decision, shown_from) if shown_from is not None else None


def _shown_from(session: Session, response: Response, now: datetime) -> datetime | None:
    """Since when everybody could read it; None where nobody could."""
    row = session.get_one(Consultation, response.consultation_id)
    if not responses_are_public(row.publication_mode, row.closes_at, row.responses_public_at, now):
        return None
    shown = session.scalars(
        select(Rendition.visible_from).where(
            Rendition.key == response.key, Rendition.hidden_at.is_(None), Rendition.visible_from < now
        )
    ).one_or_none()
    if shown is None:
        return None
    opened = {
        PublicationMode.AFTER_DEADLINE: row.closes_at,
        PublicationMode.WITH_AGENDA: row.responses_public_at,
    }.get(row.publication_mode or PublicationMode.CONTINUOUS)
    since = max(shown, opened) if opened is not None else shown
    return since if since < now else None


def _withdraw_annexes(session: Session, actor: str, now: datetime, response: Response) -> None:
    """Every paper on the page that was frozen after the response was published; the next snapshot is without it."""
    published = (
        select(Decision.id)
        .where(Decision.response_id == response.id, Decision.kind.in_(rules.PUBLISHES), Decision.at <= Snapshot.at)
        .exists()
    )
    gone = exists().where(AnnexWithdrawal.annex_id == PublishedAnnex.id)
    laid = (
        select(PublishedAnnex)
        .join(PackageFile, PackageFile.id == PublishedAnnex.file_id)
        .join(Package, Package.id == PackageFile.package_id)
        .join(Snapshot, Snapshot.id == Package.snapshot_id)
        .where(
            PublishedAnnex.consultation_id == response.consultation_id,
            PackageFile.name.not_in(WITHOUT_RESPONSES),
            published,
            ~gone,
        )
        .order_by(PublishedAnnex.id)
    )
    for annex in session.scalars(laid).all():
        session.add(
            AnnexWithdrawal(
                authority_id=annex.authority_id,
                consultation_id=annex.consultation_id,
                annex_id=annex.id,
                response_id=response.id,
                at=now,
            )
        )
        audit.note(session, annex, actor, now, "annex.withdrawn")
    session.flush()
