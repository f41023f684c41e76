"""Reads of groups: which there are, who is in one, and what its members say (R39)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from consultation.errors import NotFound
from consultation.models import (
    Answer,
    AnswerGroup,
    Consultation,
    GroupEvent,
    GroupMember,
    Letter,
    Response,
    ResponseVersion,
)
from consultation.responses.rules import number_label

_ALONE = 1
_NAMED_AT_ONCE = 1_000


@dataclass(frozen=True)
class Member:
    """A response of a group; `equal` where it says the same as the text that is shown for the group."""

    response: Response
    letter_id: int
    near: bool
    by: str

    @property
    def number(self) -> str:
        return number_label(self.response.series, self.response.seq)


class Key(NamedTuple):
    """The place of a group in the list: how many it has, and its id."""

    responses: int
    group_id: int


def list_groups(
    session: Session,
    consultation_id: int,
    *,
    limit: int | None = None,
    after: Key | None = None,
    before: Key | None = None,
) -> Sequence[AnswerGroup]:
    """Those with two members or more, the largest first; from the counters, not from the responses.

    All of them, or `limit` after or (in reverse) before a place.
    """
    size, group_id = AnswerGroup.responses, AnswerGroup.id
    rows = select(AnswerGroup).where(AnswerGroup.consultation_id == consultation_id, size > _ALONE).limit(limit)
    if before is not None:
        larger = (size > before.responses) | ((size == before.responses) & (group_id < before.group_id))
        return session.scalars(rows.where(larger).order_by(size, group_id.desc())).all()
    if after is not None:
        rows = rows.where((size < after.responses) | ((size == after.responses) & (group_id > after.group_id)))
    return session.scalars(rows.order_by(size.desc(), group_id)).all()


def has_groups(session: Session, consultation_id: int) -> bool:
    """Whether any response is like another."""
    one = select(AnswerGroup.id).where(AnswerGroup.consultation_id == consultation_id, AnswerGroup.responses > _ALONE)
    return session.scalar(one.limit(1)) is not None


def get_group(session: Session, consultation: Consultation, key: str) -> AnswerGroup:
    """NotFound for the key of another consultation's group."""
    row = session.scalars(
        select(AnswerGroup).where(AnswerGroup.consultation_id == consultation.id, AnswerGroup.key == key)
    ).one_or_none()
    if row is None:
        raise NotFound("no such group")
    return row


def empty_group() -> NotFound:
    """Everybody has left it."""
    return NotFound("the group is empty")


def find_group(session: Session, response_id: int) -> AnswerGroup | None:
    """The group that a response is in; None where it stands alone."""
    return session.scalars(
        select(AnswerGroup)
        .join(GroupMember, GroupMember.group_id == AnswerGroup.id)
        .where(GroupMember.response_id == response_id, AnswerGroup.responses > _ALONE)
    ).one_or_none()


def groups_of(session: Session, response_ids: Sequence[int]) -> dict[int, AnswerGroup]:
    """Response -> its group, for those that do not stand alone; at most as many as a page has."""
    rows = session.execute(
        select(GroupMember.response_id, AnswerGroup)
        .join(AnswerGroup, AnswerGroup.id == GroupMember.group_id)
        .where(GroupMember.response_id.in_(response_ids), AnswerGroup.responses > _ALONE)
    )
    return {row.response_id: row.AnswerGroup for row in rows}


def list_members(
    session: Session, group: AnswerGroup, *, after: int = 0, limit: int | None = None, unlike: int | None = None
) -> list[Member]:
    """In the order in which they came, from behind one on; `unlike` leaves out those with this letter."""
    query = (
        select(Response, GroupMember.letter_id, GroupMember.near, GroupMember.by)
        .join(GroupMember, GroupMember.response_id == Response.id)
        .where(GroupMember.group_id == group.id, GroupMember.response_id > after)
        .order_by(GroupMember.response_id)
        .limit(limit)
    )
    if unlike is not None:
        query = query.where(GroupMember.letter_id != unlike)
    return [Member(*row) for row in session.execute(query)]


def list_numbers(session: Session, group: AnswerGroup) -> list[str]:
    """Every number of the group, as people count."""
    rows = session.execute(
        select(Response.series, Response.seq)
        .join(GroupMember, GroupMember.response_id == Response.id)
        .where(GroupMember.group_id == group.id)
        .order_by(Response.series.desc(), Response.seq)
    )
    return [number_label(series, seq) for series, seq in rows]


def numbers_of(session: Session, response_ids: Sequence[int]) -> dict[int, str]:
    """Response -> its number; so many at a time as a statement may name."""
    found: dict[int, str] = {}
    for at in range(0, len(response_ids), _NAMED_AT_ONCE):
        part = response_ids[at : at + _NAMED_AT_ONCE]
        rows = session.execute(select(Response.id, Response.series, Response.seq).where(Response.id.in_(part)))
        found |= {row.id: number_label(row.series, row.seq) for row in rows}
    return found


def shared_letter(session: Session, group: AnswerGroup) -> Letter | None:
    """The text that most members send unchanged; among equals the one that leads, then the one that came first."""
    row = session.execute(
        select(GroupMember.letter_id, func.count().label("copies"), func.min(GroupMember.response_id).label("first"))
        .where(GroupMember.group_id == group.id)
        .group_by(GroupMember.letter_id)
        .order_by(func.count().desc(), (GroupMember.letter_id != (group.letter_id or 0)), "first")
        .limit(1)
    ).first()
    return session.get(Letter, row.letter_id) if row else None


def count_equal(session: Session, group: AnswerGroup, letter: Letter) -> int:
    """How many members consist of this letter: where it stands in this group alone, as many as have sent it."""
    of = (GroupMember.group_id == group.id, GroupMember.letter_id == letter.id)
    return session.scalar(select(func.count()).select_from(GroupMember).where(*of)) or 0


def first_with(session: Session, group: AnswerGroup, letter: Letter) -> Response:
    """The first member that sent this letter: its words stand for all of them."""
    return session.scalars(
        select(Response)
        .join(GroupMember, GroupMember.response_id == Response.id)
        .where(GroupMember.group_id == group.id, GroupMember.letter_id == letter.id)
        .order_by(GroupMember.response_id)
        .limit(1)
    ).one()


def texts_of(session: Session, response_ids: Iterable[int]) -> dict[int, list[str]]:
    """Response -> the texts of its newest version that are not empty, in order."""
    ids = list(response_ids)
    newest = (
        select(ResponseVersion.response_id, func.max(ResponseVersion.number).label("number"))
        .where(ResponseVersion.response_id.in_(ids))
        .group_by(ResponseVersion.response_id)
        .subquery()
    )
    rows = session.execute(
        select(ResponseVersion.response_id, Answer.text, Answer.proposed_text)
        .join(newest, newest.c.response_id == ResponseVersion.response_id)
        .join(Answer, Answer.version_id == ResponseVersion.id)
        .where(ResponseVersion.number == newest.c.number)
        .order_by(ResponseVersion.response_id, Answer.position)
    )
    found: dict[int, list[str]] = {one: [] for one in ids}
    for response_id, text, proposed in rows:
        found[response_id] += [words for words in (text, proposed) if words.strip()]
    return found


def some_letters(session: Session, group: AnswerGroup, most: int) -> Sequence[Letter]:
    """Different letters of the group, those that came first."""
    few = (
        select(GroupMember.letter_id)
        .where(GroupMember.group_id == group.id)
        .group_by(GroupMember.letter_id)
        .order_by(func.min(GroupMember.response_id))
        .limit(most)
    )
    return session.scalars(select(Letter).where(Letter.id.in_(few))).all()


def list_events(session: Session, group: AnswerGroup) -> Sequence[tuple[GroupEvent, str]]:
    """What people have decided about it, newest first, each with the number of the response that it is about."""
    rows = session.execute(
        select(GroupEvent, Response.series, Response.seq)
        .outerjoin(Response, Response.id == GroupEvent.response_id)
        .where(or_(GroupEvent.group_id == group.id, GroupEvent.to_group_id == group.id))
        .order_by(GroupEvent.id.desc())
    )
    return [(event, number_label(series, seq) if seq else "") for event, series, seq in rows]


def references_of(session: Session, group: AnswerGroup) -> list[str]:
    """The references of the members that were imported."""
    rows = session.scalars(
        select(Response.external_ref)
        .join(GroupMember, GroupMember.response_id == Response.id)
        .where(GroupMember.group_id == group.id, Response.external_ref.is_not(None))
        .order_by(Response.series.desc(), Response.seq)
    )
    return [one for one in rows if one]
