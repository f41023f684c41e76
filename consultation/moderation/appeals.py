"""Writes and reads of complaints: answered by somebody who did not make the decision, and told to the author."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consultation import audit, jobs
from consultation.config import Settings
from consultation.errors import Conflict, Invalid, NotAllowed, NotFound
from consultation.models import Appeal, AppealAnswer, Consultation, Decision, QueueEntry, Response
from consultation.moderation import appeal_words, claims, operations, queries, rules
from consultation.responses import links, sending
from consultation.responses import queries as responses
from consultation.responses.rules import number_label
from consultation.vocabulary import AppealOutcome, DecisionKind, Status

TELL = "moderation.appeal_answered"
"""The job that tells the author what came of a complaint; arguments: answer_id."""


@dataclass(frozen=True)
class Waiting:
    """A complaint without an answer; `own`: this person made the decision that it is about."""

    appeal: Appeal
    decision: Decision
    number: str
    slug: str
    title: str
    own: bool


def list_open(session: Session, authority_id: int, actor: str, consultation_id: int | None = None) -> list[Waiting]:
    """Complaints that nobody has answered, oldest first."""
    query = (
        select(Appeal, Decision, Response, Consultation)
        .join(Decision, Decision.id == Appeal.decision_id)
        .join(Response, Response.id == Appeal.response_id)
        .join(Consultation, Consultation.id == Response.consultation_id)
        .outerjoin(AppealAnswer, AppealAnswer.appeal_id == Appeal.id)
        .where(Appeal.authority_id == authority_id, AppealAnswer.id.is_(None))
        .order_by(Appeal.at, Appeal.id)
    )
    if consultation_id is not None:
        query = query.where(Response.consultation_id == consultation_id)
    return [
        Waiting(
            appeal=appeal,
            decision=decision,
            number=number_label(response.series, response.seq),
            slug=consultation.slug,
            title=consultation.title,
            own=rules.decided_by(actor, decision.by, decision.second_by),
        )
        for appeal, decision, response, consultation in session.execute(query)
    ]


def list_of_response(session: Session, response_id: int) -> Sequence[tuple[Appeal, AppealAnswer | None]]:
    """Every complaint about a response, oldest first."""
    rows = session.execute(
        select(Appeal, AppealAnswer)
        .outerjoin(AppealAnswer, AppealAnswer.appeal_id == Appeal.id)
        .where(Appeal.response_id == response_id)
        .order_by(Appeal.id)
    )
    return [(appeal, answer) for appeal, answer in rows]


def answer_appeal(
    session: Session, actor: str, now: datetime, appeal_id: int, outcome: AppealOutcome, reason: str
) -> AppealAnswer:
    """Lets the decision stand, or opens the response again for another review; the author is told why.

    NotAllowed: this person made the decision. Conflict: it is answered, or decided anew meanwhile. Invalid: `reason`.
    """
    row = session.get(Appeal, appeal_id)
    if row is None:
        raise NotFound("no such complaint")
    response = queries.lock_response(session, row.response_id)
    decision = session.get_one(Decision, row.decision_id)
    claims.check_impartial(session, actor, response)
    if rules.decided_by(actor, decision.by, decision.second_by):
        raise NotAllowed("another person answers a complaint", cause="own_decision")
    if session.scalar(select(AppealAnswer.id).where(AppealAnswer.appeal_id == appeal_id)) is not None:
        raise Conflict("the complaint is answered", cause="appeal_answered")
    if not reason.strip():
        raise Invalid("a reason is needed", errors={"answer_reason": "missing"})
    answer = AppealAnswer(
        authority_id=row.authority_id, appeal_id=row.id, outcome=outcome, reason=reason.strip(), by=actor, at=now
    )
    session.add(answer)
    session.flush()
    audit.note(session, response, actor, now, "appeal.answered", appeal=row.id, outcome=outcome.value)
    if outcome is AppealOutcome.OPENED:
        _open_again(session, actor, now, response, decision)
    jobs.enqueue(session, TELL, now, unique_key=f"{TELL}:{answer.id}", answer_id=answer.id)
    return answer


def _open_again(session: Session, actor: str, now: datetime, response: Response, decision: Decision) -> None:
    """It waits again, for who answered the complaint, as does a text corrected since: who decided may not do it again.

    Nothing where it is withdrawn, or has a newer decision.
    """
    standing = responses.standing_of(session, response)
    newest = standing.decision is not None and standing.decision.id == decision.id
    if standing.status is Status.WITHDRAWN or not (newest or standing.status is Status.AWAITING):
        return
    if newest:
        operations.decide(session, actor, now, response.id, decision.seq, standing.version.number, DecisionKind.REOPEN)
    waits = update(QueueEntry).where(QueueEntry.response_id == response.id)
    session.execute(waits.values(assigned_id=rules.staff_id_of(actor)))


def tell_author(session: Session, settings: Settings, now: datetime, *, answer_id: int) -> None:
    """The job: owes the author a mail, or a letter, on what came of the complaint."""
    answer = session.get_one(AppealAnswer, answer_id)
    appeal = session.get_one(Appeal, answer.appeal_id)
    response = session.get_one(Response, appeal.response_id)
    if response.withdrawn_at is not None:
        return
    consultation, version = (
        session.get_one(Consultation, response.consultation_id),
        responses.newest_version(session, response.id),
    )
    token = links.find_token(session, settings, response)
    words = appeal_words.words_of(
        response.language,
        number_label(response.series, response.seq),
        consultation.title,
        answer.outcome,
        answer.reason,
        sending.own_address(settings, consultation, token, response.language) if token else "",
        consultation.authority.name,
        consultation.authority.dpo,
    )
    sending.tell(
        session,
        settings,
        now,
        consultation,
        response,
        event=f"appeal:{answer.id}",
        words=words,
        email=responses.email_of(session, version),
        letter_to=sending.postal_of(responses.sender_of(version)),
    )
