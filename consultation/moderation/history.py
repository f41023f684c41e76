"""What has happened to a response, in order and in words, for who moderates it (R34)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.accounts.queries import names
from consultation.models import BulkProposal, Decision, Response, ResponseVersion, SecondOpinion
from consultation.moderation import appeals, bulk_proposals, queries
from consultation.moderation.labels import APPEAL_OUTCOMES, proposal_words
from consultation.web.labels import DECISIONS, REASONS


@dataclass(frozen=True)
class Event:
    """Something that happened: when, what, who did it, and the words that were written with it."""

    at: datetime
    what: str
    who: str
    text: str = ""


@dataclass(frozen=True)
class _Raw:
    at: datetime
    what: str
    by: str
    second_by: str = ""
    text: str = ""


def told(session: Session, response: Response) -> list[Event]:
    """Versions, questions to colleagues and decisions, oldest first."""
    raw = sorted(
        [
            *_versions(session, response),
            *(_asked(row) for row in queries.list_opinions(session, response.id)),
            *(_proposed(row) for row in bulk_proposals.list_of_response(session, response.id)),
            *(_decided(row) for row in queries.list_decisions(session, response.id)),
            *_complained(session, response),
        ],
        key=lambda one: one.at,
    )
    people = names(session, {actor for one in raw for actor in (one.by, one.second_by) if actor})
    return [Event(one.at, one.what, _who(one, people), one.text) for one in raw]


def _versions(session: Session, response: Response) -> Iterator[_Raw]:
    rows = session.scalars(
        select(ResponseVersion).where(ResponseVersion.response_id == response.id).order_by(ResponseVersion.number)
    )
    for row in rows:
        what = _("Rettet, version %(number)s", number=row.number) if row.number > 1 else _("Modtaget")
        yield _Raw(row.at, str(what), row.by.value)


def _asked(row: SecondOpinion) -> _Raw:
    asked = _("Bad en kollega om at vurdere svaret")
    proposed = f": {DECISIONS[row.kind]}" if row.kind else ""
    reason = f" ({REASONS[row.reason]})" if row.reason else ""
    return _Raw(row.at, f"{asked}{proposed}{reason}", row.by, text=row.text)


def _proposed(row: BulkProposal) -> _Raw:
    what = _(
        "Tog stilling sammen med flere ens svar, og bad en kollega om at gøre det samme: %(what)s",
        what=proposal_words(row),
    )
    return _Raw(row.at, str(what), row.by)


def _complained(session: Session, response: Response) -> Iterator[_Raw]:
    for row, answer in appeals.list_of_response(session, response.id):
        yield _Raw(row.at, str(_("Klage over afgørelsen")), row.by, text=row.text)
        if answer is not None:
            what = str(_("Svar på klagen: %(outcome)s", outcome=APPEAL_OUTCOMES[answer.outcome]))
            yield _Raw(answer.at, what, answer.by, text=answer.reason)


def _decided(row: Decision) -> _Raw:
    reason = f" ({REASONS[row.reason]})" if row.reason else ""
    return _Raw(row.at, f"{DECISIONS[row.kind]}{reason}", row.by, row.second_by or "")


def _who(one: _Raw, people: dict[str, str]) -> str:
    told = {"sender": _("afsenderen"), "staff": _("en medarbejder")}
    first = people.get(one.by) or str(told.get(one.by, _("systemet")))
    if not one.second_by:
        return first
    return str(_("%(first)s og %(second)s", first=first, second=people.get(one.second_by, one.second_by)))
