"""Writes of questions to a colleague: asked with what one would decide, parked until another takes it (R29, R36)."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from consultation import audit
from consultation.errors import Conflict, Invalid
from consultation.models import QueueEntry, SecondOpinion
from consultation.moderation import claims, marking, queries, rules
from consultation.moderation.queries import Material
from consultation.vocabulary import DecisionKind, Reason


def ask_colleague(
    session: Session,
    actor: str,
    now: datetime,
    response_id: int,
    text: str,
    *,
    version_number: int,
    kind: DecisionKind | None = None,
    reason: Reason | None = None,
    asked_id: int | None = None,
) -> SecondOpinion:
    """Parks the response with a question; `kind` is what this person would decide, `asked_id` whom they ask.

    Invalid: `opinion` is "missing" (no words), `asked` is "self" or "unknown" (no moderator here). Conflict as in
    `marking.begin`.
    """
    material = marking.begin(session, actor, now, response_id, version_number)
    faults = {} if text.strip() else {"opinion": "missing"}
    if asked_id is not None and asked_id == rules.staff_id_of(actor):
        faults["asked"] = "self"
    elif asked_id is not None and not queries.is_moderator(session, material.response.authority_id, asked_id):
        faults["asked"] = "unknown"
    if faults:
        raise Invalid("the question is not complete", errors=faults)
    return park(session, actor, now, material, text.strip(), kind, reason, asked_id)


def park(
    session: Session,
    actor: str,
    now: datetime,
    material: Material,
    text: str,
    kind: DecisionKind | None,
    reason: Reason | None,
    asked_id: int | None = None,
) -> SecondOpinion:
    """Lets the response go to a colleague with what this person would decide."""
    response = material.response
    row = SecondOpinion(
        authority_id=response.authority_id,
        response_id=response.id,
        version_id=material.standing.version.id,
        kind=kind,
        reason=reason if kind is DecisionKind.WITHHOLD else None,
        redaction_set_id=material.set_id,
        text=text,
        asked_id=asked_id,
        by=actor,
        at=now,
    )
    session.add(row)
    session.flush()
    values = {"opinion_id": row.id, "parked_id": rules.staff_id_of(actor), "assigned_id": asked_id}
    session.execute(update(QueueEntry).where(QueueEntry.response_id == response.id).values(**values))
    audit.note(session, response, actor, now, "opinion.asked", opinion=row.id, kind=kind.value if kind else None)
    claims.release_response(session, actor, now, response)
    return row


def withdraw_question(session: Session, actor: str, now: datetime, response_id: int) -> None:
    """Takes the question back; the response is free again. Conflict: this person has none standing."""
    response = queries.lock_response(session, response_id)
    entry = queries.find_entry(session, response_id)
    if entry is None or entry.opinion_id is None or entry.parked_id != rules.staff_id_of(actor):
        raise Conflict("no question of this person stands", cause="opinion")
    audit.note(session, response, actor, now, "opinion.withdrawn", opinion=entry.opinion_id)
    entry.opinion_id = entry.parked_id = entry.assigned_id = None
    session.flush()
