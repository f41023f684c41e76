"""Who stands with whom: groups of responses whose texts are nearly the same, kept as each one comes (R39).

What comes costs what its own text costs. The result is that of `rebuild` at any time, whatever came in which order;
what a person has decided about a response stays until its sender corrects it.
"""

import sys
from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Delete, Select, bindparam, case, delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from consultation.config import Settings
from consultation.consultations.asked import read_choices
from consultation.lib.text import skeleton
from consultation.lib.tokens import keyed_hash, new_key
from consultation.models import (
    Answer,
    AnswerGroup,
    BulkAct,
    BulkProposal,
    Consultation,
    Draft,
    DraftVersion,
    GroupEvent,
    GroupMember,
    Letter,
    LetterIndex,
    Response,
    ResponseVersion,
    SectionText,
    table_of,
)
from consultation.moderation import campaigns, shelving
from consultation.moderation.campaigns import Reader
from consultation.moderation.shelving import Shelf
from consultation.responses import crowds, figures
from consultation.vocabulary import GroupKind

IDENTICAL = "identical"
"""The counter of responses whose text another has too: "heraf Z enslydende" (R39)."""
_LOCK = text(
    "INSERT INTO letter_index (consultation_id, key, drafts) VALUES (:of, '', '')"
    " ON CONFLICT (consultation_id) DO NOTHING"
)
_GROUPS, _MEMBERS = table_of(AnswerGroup), table_of(GroupMember)
_COUNT = (
    update(_GROUPS)
    .where(_GROUPS.c.id == bindparam("of"))
    .values({name: bindparam(name) for name in ("responses", "senders", "identical", "near", "kind")})
)
_CHUNK = 5_000
_MOST_READERS = 4
_readers: dict[tuple[int, str, str], Reader] = {}
"""Drafts that were read lately: they are longer than what somebody writes about them."""


@dataclass(frozen=True)
class _Said:
    """What a response consists of: the mark of the whole, equal only if said of the same things; and its texts."""

    bones: str
    texts: tuple[str, ...]


# The jobs


def group_response(session: Session, settings: Settings, _now: datetime, *, response_id: int) -> None:
    """The job "moderation.group", owed when a response has come, is corrected or withdrawn."""
    response = session.get(Response, response_id)
    if response is None:
        return
    consultation = session.get_one(Consultation, response.consultation_id)
    reader, is_new = _begin(session, settings, consultation)
    try:
        if is_new:
            _rebuild(session, settings, consultation, reader)
        else:
            _Desk(session, consultation).place(response, settings, reader)
    except campaigns.Crowded:
        _rebuild(session, settings, consultation, reader)


def regroup(session: Session, settings: Settings, _now: datetime, *, consultation_id: int) -> None:
    """The job "moderation.regroup", owed where many have come at once."""
    rebuild(session, settings, session.get_one(Consultation, consultation_id))


def forget(session: Session, response: Response) -> None:
    """For `erase`: whatever tells of the response's words goes, and who stood with it stands with the others (P4)."""
    consultation = session.get_one(Consultation, response.consultation_id)
    lock(session, consultation)
    _Desk(session, consultation, most=sys.maxsize).take_out(response)


def rebuild(session: Session, settings: Settings, consultation: Consultation) -> None:
    """All groups anew, from what is written now."""
    reader, _ = _begin(session, settings, consultation)
    _rebuild(session, settings, consultation, reader)


def lock(session: Session, consultation: Consultation) -> LetterIndex:
    """One groups at a time, and so does a person who parts a group."""
    session.execute(_LOCK, {"of": consultation.id})
    return session.scalars(
        select(LetterIndex)
        .where(LetterIndex.consultation_id == consultation.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _begin(session: Session, settings: Settings, consultation: Consultation) -> tuple[Reader, bool]:
    """The reader; and whether all must be read anew, for the key or the drafts are others."""
    row = lock(session, consultation)
    key, drafts = keyed_hash(settings.secret_key, "letters", "")[:16], _drafts_sign(session, consultation.id)
    is_new = (row.key, row.drafts) != (key, drafts)
    row.key, row.drafts = key, drafts
    return _reader(session, settings, consultation.id, drafts), is_new


def _drafts_sign(session: Session, consultation_id: int) -> str:
    ids = session.scalars(_versions(consultation_id).with_only_columns(DraftVersion.id).order_by(DraftVersion.id))
    return ",".join(map(str, ids))


def _versions(consultation_id: int) -> Select[DraftVersion]:
    """Every version that has been sent out."""
    return (
        select(DraftVersion)
        .join(Draft, Draft.id == DraftVersion.draft_id)
        .where(Draft.consultation_id == consultation_id, DraftVersion.published_at.is_not(None))
    )


def reader_of(session: Session, settings: Settings, consultation_id: int) -> Reader:
    """For who shows what a letter adds."""
    return _reader(session, settings, consultation_id, _drafts_sign(session, consultation_id))


def _reader(session: Session, settings: Settings, consultation_id: int, drafts: str) -> Reader:
    at = (consultation_id, drafts, settings.secret_key)
    if at not in _readers:
        texts = session.scalars(
            select(SectionText.text).where(
                SectionText.version_id.in_(_versions(consultation_id).with_only_columns(DraftVersion.id))
            )
        )
        key = bytes.fromhex(keyed_hash(settings.secret_key, "shingles", ""))
        while len(_readers) >= _MOST_READERS:
            _readers.pop(next(iter(_readers)), None)
        _readers[at] = Reader(key, texts)
    return _readers[at]


# What is written

_SAID = (
    Answer.draft_version_id,
    Answer.section_id,
    Answer.question_id,
    Answer.stance,
    Answer.choices,
    Answer.text,
    Answer.proposed_text,
)


def _said(rows: Iterable[Any]) -> _Said | None:
    """None where nobody said anything."""
    answers = list(rows)
    chosen = ";".join(sorted(f"{one.question_id}={one.choices}" for one in answers if read_choices(one.choices)))
    whole = campaigns.whole(
        (f"{one.draft_version_id}/{one.section_id}/{one.question_id}/{one.stance}/{kind}/{chosen}", words)
        for one in answers
        for kind, words in (("text", one.text), ("proposed", one.proposed_text))
    )
    bones = skeleton(whole)
    return _Said(bones, tuple(words for one in answers for words in (one.text, one.proposed_text))) if bones else None


def _mark(settings: Settings, said: _Said) -> str:
    return keyed_hash(settings.secret_key, "letter", said.bones)


def _written(session: Session, consultation_id: int) -> Iterator[Any]:
    """What the newest version of each response says, withdrawn ones apart: as columns, for there may be very many."""
    newest = (
        select(ResponseVersion.response_id, func.max(ResponseVersion.number).label("number"))
        .group_by(ResponseVersion.response_id)
        .subquery()
    )
    query = (
        select(Response.id.label("response_id"), ResponseVersion.id.label("version_id"), ResponseVersion.sender_key)
        .add_columns(*_SAID)
        .join(ResponseVersion, ResponseVersion.response_id == Response.id)
        .join(newest, (newest.c.response_id == Response.id) & (newest.c.number == ResponseVersion.number))
        .join(Answer, Answer.version_id == ResponseVersion.id)
        .where(Response.consultation_id == consultation_id, Response.withdrawn_at.is_(None))
        .order_by(Response.id, Answer.position)
    )
    with closing(session.execute(query.execution_options(yield_per=1000))) as rows:
        yield from rows


# One at a time


class _Desk:
    """The groups of one consultation while one response is placed in them."""

    def __init__(self, session: Session, consultation: Consultation, most: int = campaigns.MOST_AT_ONCE) -> None:
        self.session = session
        self.consultation = consultation
        self.most = most
        self.shelf = Shelf(session, consultation)
        self.touched: set[int] = set()
        self.equal = 0

    def place(self, response: Response, settings: Settings, reader: Reader) -> None:
        """Puts the response where its newest words belong; nothing where it stands there."""
        member = self.session.scalars(select(GroupMember).where(GroupMember.response_id == response.id)).one_or_none()
        version = None if response.withdrawn_at is not None else _newest(self.session, response.id)
        if member is not None and version is not None and member.version_id == version.id:
            return
        if member is not None:
            self._leave(member)
        if version is not None and (said := self._read(version)) is not None:
            self._join(version, _mark(settings, said), reader.shingles(said.texts))
        self._count_up()

    def take_out(self, response: Response) -> None:
        """Nothing of the response is left here."""
        member = self.session.scalars(select(GroupMember).where(GroupMember.response_id == response.id)).one_or_none()
        if member is not None:
            self._leave(member)
            self._count_up()

    def _count_up(self) -> None:
        count_again(self.session, self.touched)
        _sweep(self.session, self.touched)
        figures.add(self.session, self.consultation.id, {IDENTICAL: self.equal})

    def _read(self, version: ResponseVersion) -> _Said | None:
        rows = select(*_SAID).where(Answer.version_id == version.id).order_by(Answer.position)
        return _said(self.session.execute(rows))

    def _join(self, version: ResponseVersion, mark: str, shingles: Collection[int]) -> None:
        letter = self.shelf.find(mark) or self.shelf.add(mark, shingles)
        self._count(letter, 1)
        group = self._group(letter.leader_id or letter.id)
        near = self.shelf.is_near(letter)
        changes = _joining(self.session, group, letter.id, version.sender_key, near=near)
        self.session.add(
            GroupMember(
                authority_id=version.authority_id,
                group_id=group.id,
                response_id=version.response_id,
                version_id=version.id,
                letter_id=letter.id,
                sender_key=version.sender_key,
                near=near,
            )
        )
        self.session.flush()
        _change(self.session, group, changes)

    def _leave(self, member: GroupMember) -> None:
        letter, group = self.session.get_one(Letter, member.letter_id), member.group_id
        self.session.delete(member)
        self.session.flush()
        self.touched.add(group)
        self._count(letter, -1)

    def _count(self, letter: Letter, by: int) -> None:
        """One more says this, or one less: who stands where follows from how many say it, by doublings."""
        before = letter.copies
        letter.copies += by
        self.equal += crowds.equal(letter.copies) - crowds.equal(before)
        self.session.flush()
        if letter.copies.bit_length() == before.bit_length():
            return
        followers = self.shelf.followers(letter.id) if by < 0 else []
        if letter.copies == 0:
            self.shelf.hide(letter)
        self._rehome(campaigns.settle(self.shelf, [*followers, *([letter.id] if letter.copies else [])], self.most))
        if letter.copies == 0:
            self._point(letter.id, None)
            self.session.delete(letter)
            self.session.flush()

    def _rehome(self, changed: Mapping[int, int | None]) -> None:
        """The responses of letters that have another leader go to that one's group, but those that a person placed."""
        for letter_id, before in changed.items():
            letter = self.session.get_one(Letter, letter_id)
            leader = letter.leader_id or letter_id
            group = self._group(leader, before)
            moved = self.session.scalars(
                select(GroupMember).where(
                    GroupMember.letter_id == letter_id, GroupMember.by == "", GroupMember.group_id != group.id
                )
            ).all()
            for member in moved:
                self.touched |= {member.group_id, group.id}
                member.group_id, member.near = group.id, self.shelf.is_near(letter)
        self.session.flush()

    def _group(self, leader_id: int, before: int | None = None) -> AnswerGroup:
        """The group of a letter that leads; that of the letter which led before where there is none yet."""
        found = self._led_by(leader_id)
        if found is None and before is not None and not self._leads(before) and (found := self._led_by(before)):
            found.letter_id = leader_id
            self.session.flush()
        return found or self._new_group(leader_id)

    def _led_by(self, leader_id: int) -> AnswerGroup | None:
        return self.session.scalars(
            select(AnswerGroup).where(AnswerGroup.letter_id == leader_id, AnswerGroup.made_by == "")
        ).one_or_none()

    def _leads(self, letter_id: int) -> bool:
        letter = self.session.get(Letter, letter_id)
        return letter is not None and letter.copies > 0 and letter.leader_id == letter_id

    def _new_group(self, leader_id: int) -> AnswerGroup:
        row = AnswerGroup(
            authority_id=self.consultation.authority_id,
            consultation_id=self.consultation.id,
            key=new_key(),
            kind=GroupKind.IDENTICAL,
            letter_id=leader_id,
        )
        self.session.add(row)
        self.session.flush()
        return row

    def _point(self, letter_id: int, to: int | None) -> None:
        self.session.execute(update(AnswerGroup).where(AnswerGroup.letter_id == letter_id).values(letter_id=to))


def _newest(session: Session, response_id: int) -> ResponseVersion | None:
    return session.scalars(
        select(ResponseVersion)
        .where(ResponseVersion.response_id == response_id)
        .order_by(ResponseVersion.number.desc())
        .limit(1)
    ).one_or_none()


def _joining(session: Session, group: AnswerGroup, letter_id: int, sender_key: str, *, near: bool) -> Mapping[str, int]:
    """What one more does to a group's counters: found by key, for the group may be very large."""
    of = GroupMember.group_id == group.id
    same = len(session.scalars(select(GroupMember.id).where(of, GroupMember.letter_id == letter_id).limit(2)).all())
    known = session.scalar(select(GroupMember.id).where(of, GroupMember.sender_key == sender_key).limit(1))
    return {
        "responses": 1,
        "senders": int(known is None),
        "identical": {0: 0, 1: 2}.get(same, 1),
        "near": int(near),
    }


def _change(session: Session, group: AnswerGroup, changes: Mapping[str, int]) -> None:
    for name, by in changes.items():
        setattr(group, name, getattr(group, name) + by)
    letters = session.scalars(
        select(GroupMember.letter_id).where(GroupMember.group_id == group.id).distinct().limit(2)
    ).all()
    group.kind = campaigns.group_kind(equal=len(letters) < 2, responses=group.responses, near=group.near)  # noqa: PLR2004 - two letters are not equal
    session.flush()


def count_again(session: Session, group_ids: Iterable[int]) -> None:
    """The counters of groups from their members."""
    ids = sorted(group_ids)
    for at in range(0, len(ids), _CHUNK):
        chunk = ids[at : at + _CHUNK]
        found = count(session, GroupMember.group_id.in_(chunk))
        rows = [{"of": one, **found.get(one, Counted()).values()} for one in chunk]
        session.connection().execute(_COUNT, rows)
    if ids:
        session.expire_all()


@dataclass(frozen=True)
class Counted:
    """The counters of one group."""

    responses: int = 0
    senders: int = 0
    identical: int = 0
    near: int = 0
    letters: int = 0

    def values(self) -> dict[str, object]:
        kind = campaigns.group_kind(equal=self.letters < 2, responses=self.responses, near=self.near)  # noqa: PLR2004 - two letters are not equal
        return {**{name: value for name, value in vars(self).items() if name != "letters"}, "kind": kind}


def count(session: Session, which: ColumnElement[bool]) -> dict[int, Counted]:
    """Group -> its counters, from the members that are meant."""
    of = GroupMember.group_id
    near = func.sum(case((GroupMember.near, 1), else_=0))
    totals = session.execute(
        select(of, func.count(), func.count(GroupMember.sender_key.distinct()), near).where(which).group_by(of)
    )
    sizes = (
        select(of.label("of"), func.count().label("copies")).where(which).group_by(of, GroupMember.letter_id).subquery()
    )
    alone = func.sum(func.nullif(sizes.c.copies, 1))
    equal = session.execute(select(sizes.c.of, alone, func.count()).group_by(sizes.c.of))
    letters = {row[0]: (row[1] or 0, row[2]) for row in equal}
    return {row[0]: Counted(row[1], row[2], letters[row[0]][0], row[3] or 0, letters[row[0]][1]) for row in totals}


def recount(session: Session, consultation_id: int) -> dict[str, int]:
    """The counter of equal responses from who stands where; `consultation doctor` compares it with what is kept."""
    rows = session.scalars(
        select(GroupMember.letter_id)
        .join(AnswerGroup, AnswerGroup.id == GroupMember.group_id)
        .where(AnswerGroup.consultation_id == consultation_id)
    )
    found = crowds.identical(rows)
    return {IDENTICAL: found} if found else {}


def wrong_counters(session: Session, consultation_id: int) -> list[int]:
    """Groups whose counters are not those of their members."""
    of = select(AnswerGroup).where(AnswerGroup.consultation_id == consultation_id)
    ids = of.with_only_columns(AnswerGroup.id)
    counted = count(session, GroupMember.group_id.in_(ids))
    names = ("responses", "senders", "identical", "near", "kind")
    return [
        row.id
        for row in session.scalars(of)
        if {name: getattr(row, name) for name in names} != counted.get(row.id, Counted()).values()
    ]


def _sweep(session: Session, group_ids: Iterable[int]) -> None:
    """Groups that nobody is in any more and that no person has decided about are gone."""
    ids = sorted(group_ids)
    for at in range(0, len(ids), _CHUNK):
        session.execute(_empty().where(_GROUPS.c.id.in_(ids[at : at + _CHUNK])))


def _empty() -> Delete:
    told = select(GroupEvent.id).where(GroupEvent.group_id == _GROUPS.c.id)
    received = select(GroupEvent.id).where(GroupEvent.to_group_id == _GROUPS.c.id)
    acted = select(BulkAct.id).where(BulkAct.group_id == _GROUPS.c.id)
    proposed = select(BulkProposal.id).where(BulkProposal.group_id == _GROUPS.c.id)
    members = select(_MEMBERS.c.id).where(_MEMBERS.c.group_id == _GROUPS.c.id)
    kept = (one.exists() for one in (told, received, acted, proposed, members))
    return delete(_GROUPS).where(_GROUPS.c.made_by == "", *(~one for one in kept))


# All at once


@dataclass(frozen=True)
class _Home:
    """Where a response stood before everything was read anew."""

    group_id: int
    version_id: int
    by: str
    machine_made: bool


@dataclass(frozen=True)
class _Came:
    """A response as it was read."""

    response_id: int
    version_id: int
    sender_key: str
    mark: str


def _rebuild(session: Session, settings: Settings, consultation: Consultation, reader: Reader) -> None:
    session.flush()
    homes = _homes(session, consultation.id)
    _clear(session, consultation)
    came, letters = _read_all(session, settings, consultation, reader)
    ids = shelving.fill(session, consultation, letters)
    stand = {
        row.id: row
        for row in session.execute(
            select(Letter.id, Letter.leader_id, Letter.shared, Letter.size).where(
                Letter.consultation_id == consultation.id
            )
        )
    }
    leaders = {one.response_id: stand[ids[one.mark]].leader_id for one in came}
    groups = _groups_of(session, consultation, leaders, homes)
    rows = []
    for one in came:
        home, letter = homes.get(one.response_id), stand[ids[one.mark]]
        kept = home if home is not None and home.by and home.version_id == one.version_id else None
        rows.append(
            {
                "authority_id": consultation.authority_id,
                "group_id": kept.group_id if kept else groups[letter.leader_id],
                "response_id": one.response_id,
                "version_id": one.version_id,
                "letter_id": letter.id,
                "sender_key": one.sender_key,
                "near": _is_near(letter, stand),
                "by": kept.by if kept else "",
            }
        )
    for at in range(0, len(rows), _CHUNK):
        session.execute(insert(_MEMBERS), rows[at : at + _CHUNK])
    of = _GROUPS.c.consultation_id == consultation.id
    session.execute(_empty().where(of))
    count_again(session, session.scalars(select(_GROUPS.c.id).where(of)))
    equal = crowds.identical(one.mark for one in came)
    figures.add(session, consultation.id, {IDENTICAL: equal - figures.read(session, consultation.id).get(IDENTICAL, 0)})
    session.expire_all()


def _homes(session: Session, consultation_id: int) -> dict[int, _Home]:
    rows = session.execute(
        select(_MEMBERS.c.response_id, _MEMBERS.c.group_id, _MEMBERS.c.version_id, _MEMBERS.c.by, _GROUPS.c.made_by)
        .join(_GROUPS, _GROUPS.c.id == _MEMBERS.c.group_id)
        .where(_GROUPS.c.consultation_id == consultation_id)
    )
    return {row.response_id: _Home(row.group_id, row.version_id, row.by, not row.made_by) for row in rows}


def _clear(session: Session, consultation: Consultation) -> None:
    groups = select(_GROUPS.c.id).where(_GROUPS.c.consultation_id == consultation.id)
    session.execute(delete(_MEMBERS).where(_MEMBERS.c.group_id.in_(groups)))
    session.execute(update(_GROUPS).where(_GROUPS.c.consultation_id == consultation.id).values(letter_id=None))
    for row in [row for row in session if isinstance(row, Letter | GroupMember)]:
        session.expunge(row)
    shelving.clear(session, consultation)


def _read_all(
    session: Session, settings: Settings, consultation: Consultation, reader: Reader
) -> tuple[list[_Came], list[campaigns.Letter]]:
    came: list[_Came] = []
    shingles: dict[str, Sequence[int]] = {}
    for _, answers in groupby(_written(session, consultation.id), key=lambda row: row.response_id):
        rows = list(answers)
        if (said := _said(rows)) is None:
            continue
        mark = _mark(settings, said)
        if mark not in shingles:
            shingles[mark] = array("Q", reader.shingles(said.texts))
        came.append(_Came(rows[0].response_id, rows[0].version_id, rows[0].sender_key, mark))
    copies = Counter(one.mark for one in came)
    return came, [campaigns.Letter(mark, copies[mark], own) for mark, own in shingles.items()]


def _is_near(letter: Any, stand: Mapping[int, Any]) -> bool:
    leader = stand[letter.leader_id]
    if leader.id == letter.id:
        return False
    return campaigns.kind_of(letter.size, leader.size, letter.shared) is GroupKind.NEAR


def _groups_of(
    session: Session, consultation: Consultation, leaders: Mapping[int, int], homes: Mapping[int, _Home]
) -> dict[int, int]:
    """Letter that leads -> its group: the one in which most of its responses stood before, else a new one."""
    votes: Counter[tuple[int, int]] = Counter()
    for response_id, leader in leaders.items():
        home = homes.get(response_id)
        if home is not None and home.machine_made:
            votes[leader, home.group_id] += 1
    found: dict[int, int] = {}
    taken: set[int] = set()
    for (leader, group), _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0])):
        if leader not in found and group not in taken:
            found[leader] = group
            taken.add(group)
    pairs = [{"one": group, "letter": leader} for leader, group in found.items()]
    statement = update(_GROUPS).where(_GROUPS.c.id == bindparam("one")).values(letter_id=bindparam("letter"))
    if pairs:
        session.connection().execute(statement, pairs)
    return found | _add_groups(
        session, consultation, [one for one in dict.fromkeys(leaders.values()) if one not in found]
    )


def _add_groups(session: Session, consultation: Consultation, leaders: Sequence[int]) -> dict[int, int]:
    owner = {"authority_id": consultation.authority_id, "consultation_id": consultation.id, "made_by": ""}
    counters = {"responses": 0, "senders": 0, "identical": 0, "near": 0}
    rows = [
        {**owner, **counters, "key": new_key(), "kind": GroupKind.IDENTICAL, "letter_id": leader} for leader in leaders
    ]
    for at in range(0, len(rows), _CHUNK):
        session.execute(insert(_GROUPS), rows[at : at + _CHUNK])
    known = session.execute(
        select(_GROUPS.c.letter_id, _GROUPS.c.id).where(
            _GROUPS.c.consultation_id == consultation.id, _GROUPS.c.made_by == "", _GROUPS.c.letter_id.is_not(None)
        )
    )
    return {row.letter_id: row.id for row in known}
