"""The author's complaint about a decision on their response: in their own words, answered by another person."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from consultation import audit
from consultation.errors import Closed, Conflict, Invalid
from consultation.lib.dates import end_of_day
from consultation.models import Appeal, AppealAnswer, Decision, Response, ResponseVersion
from consultation.responses import queries
from consultation.responses.queries import Standing
from consultation.vocabulary import AppealOutcome, DecisionKind, Reason

APPEALED_WITHIN = 28
"""Whole days after that of the decision, as is usual for complaints in Danish administration."""
ABOUT = frozenset({DecisionKind.WITHHOLD, DecisionKind.PUBLISH_REDACTED})
"""Decisions that take something from the author."""


@dataclass(frozen=True)
class Complaint:
    """A complaint as its author sees it: the decision that it is about, and the number of the version decided on."""

    appeal: Appeal
    answer: AppealAnswer | None
    about: Decision
    version: int

    @property
    def opened(self) -> bool:
        """It has led to another review."""
        return self.answer is not None and self.answer.outcome is AppealOutcome.OPENED


def appealed_until(standing: Standing) -> datetime | None:
    """Until when the author can complain about the newest decision; None where there is nothing to complain about."""
    decision = standing.decision
    return until(decision.kind, decision.reason, decision.at) if decision is not None else None


def until(kind: DecisionKind, reason: Reason | None, at: datetime) -> datetime | None:
    """The same for a decision made at an instant; exclusive."""
    if kind not in ABOUT or reason is Reason.NOT_CONFIRMED:
        return None
    return end_of_day(at, APPEALED_WITHIN)


def find_appeal(session: Session, standing: Standing) -> tuple[Appeal, AppealAnswer | None] | None:
    """The complaint about the newest decision, and its answer where it has one."""
    if standing.decision is None:
        return None
    row = session.execute(
        select(Appeal, AppealAnswer)
        .outerjoin(AppealAnswer, AppealAnswer.appeal_id == Appeal.id)
        .where(Appeal.decision_id == standing.decision.id)
    ).one_or_none()
    return (row[0], row[1]) if row is not None else None


def find_latest(session: Session, response_id: int) -> Complaint | None:
    """The newest complaint about any decision on a response, for its author to see."""
    row = session.execute(
        select(Appeal, AppealAnswer, Decision, ResponseVersion.number)
        .join(Decision, Decision.id == Appeal.decision_id)
        .join(ResponseVersion, ResponseVersion.id == Decision.version_id)
        .outerjoin(AppealAnswer, AppealAnswer.appeal_id == Appeal.id)
        .where(Appeal.response_id == response_id)
        .order_by(Appeal.id.desc())
        .limit(1)
    ).one_or_none()
    return Complaint(*row) if row is not None else None


def is_decided(session: Session, version: ResponseVersion) -> bool:
    """Whether a person has decided about these words, be it that it does not hold any more."""
    made = exists().where(
        Decision.version_id == version.id,
        Decision.kind != DecisionKind.REOPEN,
        Decision.reason.is_distinct_from(Reason.NOT_CONFIRMED),
    )
    return bool(session.scalar(select(made)))


def may_appeal(session: Session, standing: Standing, now: datetime) -> bool:
    """Whether the author can complain now: in time, about a decision that restricts, and not twice about one."""
    ends = appealed_until(standing)
    return ends is not None and now < ends and find_appeal(session, standing) is None


def appeal(session: Session, actor: str, now: datetime, response: Response, text: str) -> Appeal:
    """Notes the complaint; "sender", or the staff who had it by telephone or letter. Whatever time staff note it.

    Closed: too late. Conflict: there is one already, or nothing to complain about. Invalid: `appeal` is "missing".
    """
    queries.lock(session, response)
    standing = queries.standing_of(session, response)
    ends = appealed_until(standing)
    if ends is None or standing.decision is None or find_appeal(session, standing) is not None:
        raise Conflict("there is nothing to complain about, or a complaint already", cause="appealed")
    if actor == "sender" and now >= ends:
        raise Closed("the time for complaints has passed")
    if not text.strip():
        raise Invalid("no words", errors={"appeal": "missing"})
    row = Appeal(
        authority_id=response.authority_id,
        response_id=response.id,
        decision_id=standing.decision.id,
        text=text.strip(),
        by=actor,
        at=now,
    )
    session.add(row)
    session.flush()
    audit.note(session, response, actor, now, "appeal.made", appeal=row.id)
    return row
