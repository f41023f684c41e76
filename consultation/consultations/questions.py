"""Writes of guiding questions, until the consultation is sent out; then they are frozen as the drafts are (R7)."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from consultation import audit
from consultation.consultations import asked
from consultation.consultations.asked import QuestionInput
from consultation.errors import Closed, Invalid, NotFound
from consultation.models import Consultation, Draft, Question
from consultation.vocabulary import QuestionKind


def easy_questions(authority_id: int, consultation_id: int) -> list[Question]:
    """The three of the easy path, which every consultation has from the beginning (interface.md 4.4)."""
    return [
        Question(
            authority_id=authority_id,
            consultation_id=consultation_id,
            code=code,
            kind=QuestionKind.TEXT,
            position=position,
            text=danish,
            text_en=english,
        )
        for position, (code, (danish, english)) in enumerate(asked.EASY.items(), 1)
    ]


def get_question(session: Session, consultation: Consultation, question_id: int) -> Question:
    """One of the editor's own. NotFound for another consultation's, and for those of the easy path."""
    row = session.get(Question, question_id)
    if row is None or row.consultation_id != consultation.id or row.code is not None:
        raise NotFound("no such question")
    return row


def add_question(
    session: Session, actor: str, now: datetime, consultation: Consultation, given: QuestionInput
) -> Question:
    """The last question. Invalid has the codes of `asked.faults`, and "unknown" for a draft of another consultation."""
    row = Question(authority_id=consultation.authority_id, consultation_id=consultation.id, position=0)
    row.position = 1 + (session.scalar(select(func.max(Question.position)).where(_own(consultation))) or 0)
    _write(session, consultation, row, given)
    session.add(row)
    session.flush()
    audit.note(session, consultation, actor, now, "question.saved", question=row.id)
    return row


def edit_question(
    session: Session, actor: str, now: datetime, consultation: Consultation, question_id: int, given: QuestionInput
) -> None:
    """Other words, another kind, another place. Invalid as in `add_question`."""
    row = get_question(session, consultation, question_id)
    _write(session, consultation, row, given)
    session.flush()
    audit.note(session, consultation, actor, now, "question.saved", question=row.id)


def remove_question(session: Session, actor: str, now: datetime, consultation: Consultation, question_id: int) -> None:
    _check_open(consultation)
    session.delete(get_question(session, consultation, question_id))
    session.flush()
    audit.note(session, consultation, actor, now, "question.removed", question=question_id)


def move_question(
    session: Session, actor: str, now: datetime, consultation: Consultation, question_id: int, *, up: bool
) -> None:
    """Changes places with the one before or after it among those about the same; the outermost stays."""
    _check_open(consultation)
    row = get_question(session, consultation, question_id)
    same = select(Question).where(_own(consultation), Question.draft_id.is_not_distinct_from(row.draft_id))
    order = list(session.scalars(same.order_by(Question.position, Question.id)))
    at = order.index(row)
    to = min(max(at - 1 if up else at + 1, 0), len(order) - 1)
    row.position, order[to].position = order[to].position, row.position
    session.flush()
    audit.note(session, consultation, actor, now, "question.saved", question=row.id)


def _own(consultation: Consultation) -> ColumnElement[bool]:
    return (Question.consultation_id == consultation.id) & Question.code.is_(None)


def _write(session: Session, consultation: Consultation, row: Question, given: QuestionInput) -> None:
    _check_open(consultation)
    faults = asked.faults(given)
    if given.draft_id is not None:
        draft = session.get(Draft, given.draft_id)
        if draft is None or draft.consultation_id != consultation.id:
            faults["draft"] = "unknown"
    if faults:
        raise Invalid("the question cannot be asked", errors=faults)
    row.kind, row.draft_id = given.kind, given.draft_id
    row.text, row.text_en = given.words.da, given.words.en
    row.options = asked.write_options(given.options)


def _check_open(consultation: Consultation) -> None:
    if consultation.published_at is not None:
        raise Closed("the consultation is sent out; its questions are frozen (R7)")
