"""Reads of the public read model: published responses, and the numbers that stand for those not shown (R33)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    bindparam,
    cast,
    exists,
    false,
    func,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from consultation.consultations.asked import read_choices
from consultation.errors import NotFound
from consultation.models import Rendition, RenditionFile, RenditionPart, Tombstone
from consultation.responses import rules
from consultation.vocabulary import Capacity, Status

WHOLE = 0
"""The number that stands for "the whole" where drafts are chosen."""
NOTHING = -1
"""The one for responses that say nothing: a party without remarks."""
_WAS_SHOWN = Rendition.hidden_at.is_not(None) & (Rendition.visible_from < Rendition.hidden_at)
_SHOWN = (Status.PUBLISHED, Status.REDACTED)
_NOT_TO_BE_SHOWN = (Status.WITHHELD, Status.WITHDRAWN)


def _is_shown(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """The public may read it now: its time has come, nobody has hidden it, and no tombstone stands against it."""
    return Rendition.hidden_at.is_(None) & (Rendition.visible_from <= now) & ~_has_stone()


def _has_stone() -> ColumnElement[bool]:
    return exists().where(Tombstone.key == Rendition.key, Tombstone.status.in_(_NOT_TO_BE_SHOWN))


# Made once, for every page asks them: making a statement takes longer than asking it

_NOW = bindparam("now", type_=Rendition.visible_from.type)
_NEWEST = (
    select(Rendition)
    .where(Rendition.consultation_id == bindparam("consultation_id"), _is_shown(_NOW))
    .order_by(Rendition.visible_from.desc(), Rendition.sort_number.desc())
)
_NEXT_APPEARANCE = select(func.min(Rendition.visible_from)).where(
    Rendition.consultation_id == bindparam("consultation_id"),
    Rendition.visible_from > _NOW,
    Rendition.hidden_at.is_(None),
)
_PARTS = (
    select(RenditionPart)
    .where(RenditionPart.rendition_id.in_(bindparam("rendition_ids", expanding=True)))
    .order_by(RenditionPart.rendition_id, RenditionPart.position)
)
_FILES = (
    select(RenditionFile)
    .where(RenditionFile.rendition_id.in_(bindparam("rendition_ids", expanding=True)))
    .order_by(RenditionFile.rendition_id, RenditionFile.position)
)


@dataclass(frozen=True)
class Filter:
    """Which responses a list is about; empty means all numbers, tombstones too. `anchor` is a section of the draft.

    `said` names those in which the public reads the same words (Rendition.said). `reasons` are the coded ones of
    withheld responses; only those that may be told apart in public (`choosing`).
    """

    draft: int | None = None
    capacity: Capacity | None = None
    status: Status | None = None
    anchor: str = ""
    late: bool | None = None
    reasons: frozenset[str] | None = None
    said: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Filter()

    @property
    def is_of_shown(self) -> bool:
        """Asks about what only a response has that is shown."""
        return self.draft is not None or self.capacity is not None or self.status in _SHOWN


@dataclass(frozen=True)
class Row:
    """One number of the list. `rendition` is there when it may be read now; `reason` is the coded one of a withheld.

    `corrected` says that an earlier text was shown and a new one awaits its decision, or the five minutes after it.
    """

    number: str
    sort_number: int
    late: bool
    status: Status
    rendition: Rendition | None = None
    parts: tuple[RenditionPart, ...] = ()
    reason: str = ""
    corrected: bool = False
    files: tuple[RenditionFile, ...] = ()


@dataclass(frozen=True)
class Span:
    """A page of the list by key: after or before this sort number, at most `limit` rows."""

    limit: int
    after: int | None = None
    before: int | None = None


def list_rows(
    session: Session, consultation_id: int, now: datetime, chosen: Filter, span: Span, *, folded: bool = False
) -> list[Row]:
    """Every number once, in order (in reverse where the span has `before`).

    Four statements, however many rows, and one where there are some whose time has not come.
    `folded` leaves out those whose words are read under an earlier number (interface.md 5.1).
    """
    keys = _keys(consultation_id, now, chosen)
    if folded:
        keys = [keys[0].where(~_is_folded(now)), *keys[1:]]
    listed = union_all(*(_within(branch, span) for branch in keys)).subquery()
    order = _in_order(listed.c.sort_number, span)
    query = select(listed.c.rendition_id, listed.c.tombstone_id).order_by(order).limit(span.limit)
    return _rows(session, session.execute(query).all(), now)


def _is_folded(now: datetime) -> ColumnElement[bool]:
    """Shown, and the same words stand under an earlier number that is shown; late ones under late ones."""
    earlier = aliased(Rendition)
    first = exists().where(
        earlier.consultation_id == Rendition.consultation_id,
        earlier.said == Rendition.said,
        earlier.late == Rendition.late,
        earlier.sort_number < Rendition.sort_number,
        earlier.hidden_at.is_(None),
        earlier.visible_from <= now,
    )
    return (Rendition.said != "") & (Rendition.visible_from <= now) & first


def count_equal(session: Session, consultation_id: int, rows: Iterable[Row], now: datetime) -> dict[str, int]:
    """How many are shown with the words of each of these rows, where there are more than one."""
    said = {row.rendition.said for row in rows if row.rendition is not None and row.rendition.said}
    found = session.execute(
        select(Rendition.said, func.count())
        .where(Rendition.consultation_id == consultation_id, Rendition.said.in_(said), _is_shown(now))
        .group_by(Rendition.said)
    )
    return {words: number for words, number in found if number > 1}


def find_said(session: Session, consultation_id: int, label: str, now: datetime, *, folded: bool = False) -> str:
    """What names the words of the response with this number; "" where none are shown, or it is not `folded`."""
    read = rules.read_label(rules.typed_label(label))
    if read is None:
        return ""
    shown = select(Rendition.said).where(
        Rendition.consultation_id == consultation_id, Rendition.sort_number == rules.sort_number(*read), _is_shown(now)
    )
    return session.scalar(shown.where(_is_folded(now)) if folded else shown) or ""


def _within(keys: Select[int, int, int], span: Span) -> Select[int, int, int]:
    """As many of one kind as the page can need, found by key: without this all of them would be read and sorted."""
    number = keys.selected_columns.sort_number
    if span.before is not None:
        keys = keys.where(number < span.before)
    elif span.after is not None:
        keys = keys.where(number > span.after)
    page = keys.order_by(_in_order(number, span)).limit(span.limit).subquery()
    return select(page.c.sort_number, page.c.rendition_id, page.c.tombstone_id)


def _in_order(number: ColumnElement[int], span: Span) -> ColumnElement[int]:
    return number.desc() if span.before is not None else number.asc()


def list_newest(session: Session, consultation_id: int, now: datetime, limit: int) -> list[Row]:
    """The responses shown last, newest first."""
    shown = session.scalars(_NEWEST.limit(limit), {"consultation_id": consultation_id, "now": now}).all()
    return _with_words(session, shown)


def next_appearance(session: Session, consultation_id: int, now: datetime) -> datetime | None:
    """When the next response that is decided on will be shown (states.md, five minutes)."""
    return session.scalar(_NEXT_APPEARANCE, {"consultation_id": consultation_id, "now": now})


def last_appearance(session: Session, consultation_id: int, now: datetime) -> datetime | None:
    """When a response last appeared by the clock."""
    return session.scalar(
        select(func.max(Rendition.visible_from)).where(
            Rendition.consultation_id == consultation_id, Rendition.visible_from <= now, Rendition.hidden_at.is_(None)
        )
    )


def list_of_ids(session: Session, now: datetime, ids: Sequence[int]) -> dict[int, Row]:
    """Those of these renditions that may be read now, as far as they alone tell; two statements."""
    shown = session.scalars(select(Rendition).where(Rendition.id.in_(ids), _is_shown(now))).all()
    return {row.id: found for row, found in zip(shown, _with_words(session, shown), strict=True)}


def get_row(session: Session, consultation_id: int, key: str, now: datetime) -> Row | None:
    """The response at this address, without words where it was shown and awaits a new decision.

    None where it was shown and is not to be any more (410). NotFound where nobody could read it yet.
    """
    rows = session.scalars(
        select(Rendition).where(Rendition.consultation_id == consultation_id, Rendition.key == key)
    ).all()
    standing = next((row for row in rows if row.hidden_at is None), None)
    stone = find_tombstone(session, consultation_id, key)
    barred = stone is not None and stone.status in _NOT_TO_BE_SHOWN
    if standing is not None and standing.visible_from <= now and not barred:
        return _with_words(session, [standing])[0]
    if not any(row.visible_from < row.hidden_at if row.hidden_at else row.visible_from <= now for row in rows):
        raise NotFound("no such response")
    if barred or (stone is not None and stone.erased_on):
        return None
    if standing is not None:
        return _pending(standing, corrected=True)
    return _stones(session, [stone.id])[stone.id] if stone is not None else None


def find_tombstone(session: Session, consultation_id: int, key: str) -> Tombstone | None:
    return session.scalars(
        select(Tombstone).where(Tombstone.consultation_id == consultation_id, Tombstone.key == key)
    ).one_or_none()


def find_sort_number(session: Session, consultation_id: int, label: str) -> int | None:
    """Where the number "17" or "E-3" stands in the list; None where it is no number of this consultation."""
    read = rules.read_label(rules.typed_label(label))
    if read is None:
        return None
    number = rules.sort_number(*read)
    listed = union_all(_rendition_keys(consultation_id), _tombstone_keys(consultation_id)).subquery()
    return session.scalar(select(listed.c.sort_number).where(listed.c.sort_number == number).limit(1))


def neighbours(session: Session, row: Rendition, now: datetime) -> tuple[Rendition | None, Rendition | None]:
    """The responses shown before and after this one."""
    shown = select(Rendition).where(Rendition.consultation_id == row.consultation_id, _is_shown(now)).limit(1)
    before = shown.where(Rendition.sort_number < row.sort_number).order_by(Rendition.sort_number.desc())
    after = shown.where(Rendition.sort_number > row.sort_number).order_by(Rendition.sort_number)
    return session.scalars(before).one_or_none(), session.scalars(after).one_or_none()


def list_parts(session: Session, rendition_ids: Sequence[int]) -> dict[int, tuple[RenditionPart, ...]]:
    """The parts of each response, in order."""
    found: dict[int, list[RenditionPart]] = {}
    for part in session.scalars(_PARTS, {"rendition_ids": rendition_ids}):
        found.setdefault(part.rendition_id, []).append(part)
    return {rendition_id: tuple(parts) for rendition_id, parts in found.items()}


def list_files(session: Session, rendition_ids: Sequence[int]) -> dict[int, tuple[RenditionFile, ...]]:
    """The files of each response, in order."""
    found: dict[int, list[RenditionFile]] = {}
    for row in session.scalars(_FILES, {"rendition_ids": rendition_ids}):
        found.setdefault(row.rendition_id, []).append(row)
    return {rendition_id: tuple(files) for rendition_id, files in found.items()}


def count_answered(session: Session, consultation_id: int, now: datetime) -> defaultdict[int, Counter[tuple[int, ...]]]:
    """Question -> choices -> how many of the answers that the public may read now chose just these."""
    rows = session.execute(
        select(RenditionPart.question_id, RenditionPart.choices, func.count())
        .join(Rendition, Rendition.id == RenditionPart.rendition_id)
        .where(Rendition.consultation_id == consultation_id, RenditionPart.question_id.is_not(None), _is_shown(now))
        .group_by(RenditionPart.question_id, RenditionPart.choices)
    )
    found: defaultdict[int, Counter[tuple[int, ...]]] = defaultdict(Counter)
    for question_id, choices, count in rows:
        if question_id is not None:
            found[question_id][read_choices(choices)] += count
    return found


def _keys(consultation_id: int, now: datetime, chosen: Filter) -> list[Select[int, int, int]]:
    """Sort number, and the rendition or the tombstone that it leads to; of each kind apart."""
    shown, stones = _rendition_keys(consultation_id), _tombstone_keys(consultation_id)
    if chosen.late is not None:
        shown, stones = shown.where(Rendition.late.is_(chosen.late)), stones.where(Tombstone.late.is_(chosen.late))
    if chosen.said:
        return [shown.where(Rendition.said == chosen.said, Rendition.visible_from <= now)]
    if chosen.is_of_shown:
        return [_filtered(shown, now, chosen)]
    if chosen.reasons is not None:
        withheld = (Tombstone.status == Status.WITHHELD) & Tombstone.reason_code.in_(chosen.reasons)
        return [stones.where(withheld)]
    if chosen.status is not None:
        shown, stones = shown.where(Rendition.visible_from > now), stones.where(Tombstone.status == chosen.status)
    return [stones] if chosen.status in _NOT_TO_BE_SHOWN else [shown, stones]


def _rendition_keys(consultation_id: int) -> Select[int, int, int]:
    """Renditions whose time has not come are listed too: their number awaits (states.md, five minutes)."""
    return select(
        Rendition.sort_number.label("sort_number"),
        Rendition.id.label("rendition_id"),
        cast(null(), Integer).label("tombstone_id"),
    ).where(Rendition.consultation_id == consultation_id, Rendition.hidden_at.is_(None), ~_has_stone())


def _tombstone_keys(consultation_id: int) -> Select[int, int, int]:
    replaced = exists().where(Rendition.key == Tombstone.key, Rendition.hidden_at.is_(None))
    return select(
        Tombstone.sort_number.label("sort_number"),
        cast(null(), Integer).label("rendition_id"),
        Tombstone.id.label("tombstone_id"),
    ).where(Tombstone.consultation_id == consultation_id, Tombstone.status.in_(_NOT_TO_BE_SHOWN) | ~replaced)


def _filtered(query: Select[int, int, int], now: datetime, chosen: Filter) -> Select[int, int, int]:
    query = query.where(Rendition.visible_from <= now)
    if chosen.status is not None:
        query = query.where(Rendition.redacted.is_(chosen.status is Status.REDACTED))
        query = query if chosen.status in _SHOWN else query.where(false())
    if chosen.capacity is not None:
        query = query.where(Rendition.capacity == chosen.capacity)
    if chosen.draft is not None:
        parts = exists().where(RenditionPart.rendition_id == Rendition.id)
        query = query.where(~parts if chosen.draft == NOTHING else parts.where(_is_about(chosen)))
    return query


def _is_about(chosen: Filter) -> ColumnElement[bool]:
    if chosen.draft == WHOLE:
        return RenditionPart.draft_number.is_(None)
    about = RenditionPart.draft_number == chosen.draft
    return about & (RenditionPart.anchor == chosen.anchor) if chosen.anchor else about


def _rows(session: Session, keys: Iterable[Sequence[int | None]], now: datetime) -> list[Row]:
    pairs = [(key[0], key[1]) for key in keys]
    renditions = {
        row.id: row
        for row in session.scalars(select(Rendition).where(Rendition.id.in_([one for one, _ in pairs if one])))
    }
    shown = [row.id for row in renditions.values() if row.visible_from <= now]
    stones = _stones(session, [one for _, one in pairs if one])
    parts, files = list_parts(session, shown), list_files(session, shown)
    again = _shown_before(session, [row.key for row in renditions.values() if row.visible_from > now])
    rows = []
    for rendition_id, stone_id in pairs:
        if rendition_id is None:
            rows.append(stones[stone_id or 0])
        elif rendition_id in shown:
            rows.append(_shown(renditions[rendition_id], parts.get(rendition_id, ()), files.get(rendition_id, ())))
        else:
            rows.append(_pending(renditions[rendition_id], corrected=renditions[rendition_id].key in again))
    return rows


def _stones(session: Session, ids: Sequence[int]) -> dict[int, Row]:
    if not ids:
        return {}
    was_shown = exists().where(Rendition.key == Tombstone.key, _WAS_SHOWN)
    found = session.execute(select(Tombstone, was_shown).where(Tombstone.id.in_(ids)))
    return {
        stone.id: Row(
            stone.number_label,
            stone.sort_number,
            stone.late,
            stone.status,
            reason=stone.reason_code,
            corrected=bool(was) and stone.status is Status.AWAITING,
        )
        for stone, was in found
    }


def _shown_before(session: Session, keys: Sequence[str]) -> frozenset[str]:
    """Of these, those that the public could read before."""
    if not keys:
        return frozenset()
    return frozenset(session.scalars(select(Rendition.key).where(Rendition.key.in_(keys), _WAS_SHOWN)))


def _with_words(session: Session, shown: Sequence[Rendition]) -> list[Row]:
    ids = [row.id for row in shown]
    parts, files = list_parts(session, ids), list_files(session, ids)
    return [_shown(row, parts.get(row.id, ()), files.get(row.id, ())) for row in shown]


def _shown(row: Rendition, parts: tuple[RenditionPart, ...], files: tuple[RenditionFile, ...]) -> Row:
    status = Status.REDACTED if row.redacted else Status.PUBLISHED
    return Row(row.number_label, row.sort_number, row.late, status, row, parts, files=files)


def _pending(row: Rendition, *, corrected: bool) -> Row:
    return Row(row.number_label, row.sort_number, row.late, Status.AWAITING, corrected=corrected)
