"""What was marked and answered in the text that was read, marked and answered in its equals too."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from consultation import audit
from consultation.models import FindingDecision, Redaction, RedactionSet
from consultation.moderation import queries
from consultation.moderation.bulk_plans import SYSTEM, is_marked
from consultation.moderation.composition import Spot
from consultation.moderation.queries import Found, Mark, Material


def mark_alike(
    session: Session, actor: str, now: datetime, first: Material, rows: Sequence[Material]
) -> Sequence[Material]:
    """The same responses with the findings answered and the words marked as in the first one."""
    others = [row for row in rows if row.response.id != first.response.id]
    if not is_marked(first) or not others:
        return rows
    answers = {_place(first, found.spot, found): found for found in first.findings}
    session.add_all(
        _answered(found, answers[_place(row, found.spot, found)].answer, actor, now)
        for row in others
        for found in row.findings
        if _needs_answer(answers[_place(row, found.spot, found)])
    )
    sets = [_next_set(row, actor, now) for row in others]
    session.add_all(sets)
    session.flush()
    session.add_all(
        _redaction(first, row, newest, mark) for row, newest in zip(others, sets, strict=True) for mark in first.marks
    )
    session.flush()
    for row, newest in zip(others, sets, strict=True):
        _note_marks(session, actor, now, row, newest, answers)
    return queries.materials_of(session, [row.response for row in rows])


def _place(row: Material, spot: Spot, found: Found) -> tuple[int, str, str, int, int]:
    places = {answer.id: at for at, answer in enumerate(row.answers)}
    one = found.finding
    return places.get(spot.answer_id or 0, -1), spot.place, one.kind.value, one.start, one.end


def _needs_answer(first: Found) -> bool:
    return first.answer is not None and first.answer.by != SYSTEM


def _answered(found: Found, answer: FindingDecision | None, actor: str, now: datetime) -> FindingDecision:
    if answer is None:
        raise ValueError("the finding is not answered")
    return FindingDecision(
        authority_id=found.finding.authority_id,
        finding_id=found.finding.id,
        seq=found.answer.seq + 1 if found.answer else 1,
        answer=answer.answer,
        reason=answer.reason,
        by=actor,
        at=now,
    )


def _next_set(row: Material, actor: str, now: datetime) -> RedactionSet:
    return RedactionSet(
        authority_id=row.response.authority_id,
        version_id=row.standing.version.id,
        seq=row.set_seq + 1,
        by=actor,
        at=now,
    )


def _redaction(first: Material, row: Material, newest: RedactionSet, mark: Mark) -> Redaction:
    at = next(place for place, answer in enumerate(first.answers) if answer.id == mark.spot.answer_id)
    return Redaction(
        authority_id=row.response.authority_id,
        set_id=newest.id,
        answer_id=row.answers[at].id,
        place=mark.spot.place,
        start=mark.span.start,
        end=mark.span.end,
        kind=mark.span.reason_kind,
        basis=mark.basis,
    )


def _note_marks(
    session: Session,
    actor: str,
    now: datetime,
    row: Material,
    newest: RedactionSet,
    answers: Mapping[tuple[int, str, str, int, int], Found],
) -> None:
    for found in row.findings:
        first = answers[_place(row, found.spot, found)]
        if first.answer is not None and first.answer.by != SYSTEM:
            told = {"finding": found.finding.id, "answer": first.answer.answer.value}
            audit.note(session, row.response, actor, now, "finding.answered", **told)
    audit.note(session, row.response, actor, now, "redaction.marked", set=newest.seq)
