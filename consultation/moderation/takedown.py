"""Taking down what everybody could read: one act, from page, data, search, feeds and papers at once (R35)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
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
    response = queries.lock_response(session, seen.response_id)
    since = shown_from(session, [response], now).get(response.id)
    decision = operations.decide(
        session, actor, now, response.id, seen.decision_seq, seen.version_number, DecisionKind.WITHHOLD, reason
    )
    follow(session, actor, now, [response], [decision] if decision is not None else [])
    if decision is None or since is None:  # where a colleague has to decide the same, nothing was shown (R36)
        return None
    return breaches.open_breach(session, actor, now, reason, [Exposed(response, decision, since)])


def follow(
    session: Session, actor: str, now: datetime, responses: Sequence[Response], decisions: Sequence[Decision]
) -> None:
    """What a takedown causes beside its decisions: papers come off the page, and restored backups hear of it."""
    _withdraw_annexes(session, actor, now, responses)
    jobs.enqueue_many(session, NOTE, now, "decision_id", [one.id for one in decisions])


def shown_from(session: Session, responses: Sequence[Response], now: datetime) -> dict[int, datetime]:
    """Response of one consultation -> since when everybody could read it; without those that nobody could."""
    row = session.get_one(Consultation, responses[0].consultation_id)
    if not responses_are_public(row.publication_mode, row.closes_at, row.responses_public_at, now):
        return {}
    opened = {
        PublicationMode.AFTER_DEADLINE: row.closes_at,
        PublicationMode.WITH_AGENDA: row.responses_public_at,
    }.get(row.publication_mode or PublicationMode.CONTINUOUS)
    ids = {one.key: one.id for one in responses}
    shown = session.execute(
        select(Rendition.key, Rendition.visible_from).where(
            Rendition.key.in_(ids), Rendition.hidden_at.is_(None), Rendition.visible_from < now
        )
    )
    since = {ids[one.key]: max(one.visible_from, opened or one.visible_from) for one in shown}
    return {response_id: at for response_id, at in since.items() if at < now}


def _withdraw_annexes(session: Session, actor: str, now: datetime, responses: Sequence[Response]) -> None:
    """Every paper on the page that was frozen after one was published; the next snapshot is without them."""
    first = (
        select(func.min(Decision.response_id))
        .where(
            Decision.response_id.in_([one.id for one in responses]),
            Decision.kind.in_(rules.PUBLISHES),
            Decision.at <= Snapshot.at,
        )
        .correlate(Snapshot)
        .scalar_subquery()
    )
    gone = exists().where(AnnexWithdrawal.annex_id == PublishedAnnex.id)
    laid = (
        select(PublishedAnnex, first)
        .join(PackageFile, PackageFile.id == PublishedAnnex.file_id)
        .join(Package, Package.id == PackageFile.package_id)
        .join(Snapshot, Snapshot.id == Package.snapshot_id)
        .where(
            PublishedAnnex.consultation_id == responses[0].consultation_id,
            PackageFile.name.not_in(WITHOUT_RESPONSES),
            first.is_not(None),
            ~gone,
        )
        .order_by(PublishedAnnex.id)
    )
    for annex, response_id in session.execute(laid).all():
        session.add(
            AnnexWithdrawal(
                authority_id=annex.authority_id,
                consultation_id=annex.consultation_id,
                annex_id=annex.id,
                response_id=response_id,
                at=now,
            )
        )
        audit.note(session, annex, actor, now, "annex.withdrawn")
    session.flush()
