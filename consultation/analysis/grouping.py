"""What it means for a point that others say the same: it was made on the shared text and holds for each (R39)."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.analysis import queries
from consultation.analysis.spans import Span, counterpart
from consultation.models import Answer, Response


def lock_members(session: Session, response: Response) -> list[Response]:
    """The response and the others with its text, locked in one order, so that no two acts wait for each other."""
    ids = [response.id, *(member.id for member in queries.alike(session, response))]
    locked = session.scalars(
        select(Response)
        .where(Response.id.in_(ids))
        .order_by(Response.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    return [row for row in locked if row.id != response.id and row.withdrawn_at is None]


def same_spans(
    session: Session, response: Response, others: Sequence[Response], spans: Sequence[Span]
) -> list[tuple[Response, list[Span]]]:
    """The other members in whose texts all of these words stand, each with the spans in its own answers."""
    own = _texts(session, response)
    found = []
    for member in others:
        theirs = _texts(session, member)
        moved = [_moved(span, own, theirs) for span in spans]
        if all(moved):
            found.append((member, [span for span in moved if span is not None]))
    return found


def _texts(session: Session, response: Response) -> list[Answer]:
    answers = queries.answers_of(session, response.id)
    return sorted(answers, key=lambda one: (one.draft_version_id or 0, one.section_id or 0, one.question_id or 0))


def _moved(span: Span, own: Sequence[Answer], theirs: Sequence[Answer]) -> Span | None:
    at = next((index for index, answer in enumerate(own) if answer.id == span.answer_id), None)
    if at is None or len(own) != len(theirs):
        return None
    place = counterpart(span.start, span.end, own[at].text, theirs[at].text)
    return Span(theirs[at].id, *place) if place else None
