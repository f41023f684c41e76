"""What was judged to need no remark, sentence by sentence with the reason: counted and listed, never silently absent
(R38, anchors.md section 6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from consultation.analysis import queries
from consultation.analysis.spans import Piece, shown
from consultation.models import Access, Answer, Passage, Response, ResponseVersion
from consultation.moderation.composition import TEXT, Spot
from consultation.moderation.queries import Material, materials_of
from consultation.responses.rules import number_label
from consultation.vocabulary import AccessPurpose, NoPointReason, Status

PAGE = 50
_SHOWN = frozenset({Status.PUBLISHED, Status.REDACTED})


@dataclass(frozen=True)
class Settled:
    """A passage without a point. `pieces` are the words that this person may read, None where they are closed."""

    id: int
    number: str
    reason: NoPointReason
    by: str
    pieces: tuple[Piece, ...] | None


def count_by_reason(session: Session, consultation_id: int) -> dict[NoPointReason, int]:
    """How many passages of responses that count were judged so, by reason, in the order of the vocabulary."""
    rows = _settled(consultation_id).with_only_columns(Passage.no_point_reason, func.count())
    counts = {reason: count for reason, count in session.execute(rows.group_by(Passage.no_point_reason))}  # noqa: C416 - rows are no pairs to the type checker
    return {reason: counts[reason] for reason in NoPointReason if reason in counts}


def list_settled(
    session: Session,
    consultation_id: int,
    staff_id: int,
    now: datetime,
    *,
    reason: NoPointReason | None = None,
    after: int = 0,
) -> list[Settled]:
    """A page of them by id, and one more where there is a next page."""
    rows = _settled(consultation_id).where(Passage.id > after).order_by(Passage.id).limit(PAGE + 1)
    if reason is not None:
        rows = rows.where(Passage.no_point_reason == reason)
    found = session.execute(rows).all()
    readable = _readable(session, [response for _passage, response in found], staff_id, now)
    return [_one(passage, response, readable[response.id]) for passage, response in found]


def _settled(consultation_id: int) -> Select[Passage, Response]:
    return (
        select(Passage, Response)
        .join(Answer, Answer.id == Passage.answer_id)
        .join(ResponseVersion, ResponseVersion.id == Answer.version_id)
        .join(Response, Response.id == ResponseVersion.response_id)
        .where(
            *queries.are_to_divide(consultation_id), Passage.removed_at.is_(None), Passage.no_point_reason.is_not(None)
        )
    )


def _readable(
    session: Session, rows: Sequence[Response], staff_id: int, now: datetime
) -> dict[int, tuple[Material, bool]]:
    """Response -> its material, and whether this person may read the original now."""
    unique = list({row.id: row for row in rows}.values())
    open_now = set(
        session.scalars(
            select(Access.response_id).where(
                Access.staff_id == staff_id,
                Access.purpose != AccessPurpose.CONTACT,
                Access.from_at <= now,
                Access.until_at > now,
            )
        )
    )
    materials = materials_of(session, unique)
    return {row.id: (material, row.id in open_now) for row, material in zip(unique, materials, strict=True)}


def _one(passage: Passage, response: Response, readable: tuple[Material, bool]) -> Settled:
    material, original = readable
    reason = passage.no_point_reason
    if reason is None:
        raise ValueError("a passage with a point is not settled")
    label = number_label(response.series, response.seq)
    if not original and material.standing.status not in _SHOWN:
        return Settled(passage.id, label, reason, passage.by, None)
    text = next((one.text for one in material.answers if one.id == passage.answer_id), None)
    removed = () if original else material.removals.decided.get(Spot(passage.answer_id, TEXT), ())
    pieces = None if text is None else shown(text, passage.start, passage.end, removed)
    return Settled(passage.id, label, reason, passage.by, pieces)
