"""The letters of a consultation as rows: found by their shingles, taken in and out, and moved to who leads them."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from consultation.models import Consultation, Letter, Shingle, table_of
from consultation.moderation import campaigns
from consultation.moderation.campaigns import Known, Rank
from consultation.vocabulary import GroupKind

_LETTERS, _SHINGLES = table_of(Letter), table_of(Shingle)
_CHUNK = 10_000
_SHARED = (
    select(_SHINGLES.c.letter_id, func.count().label("shared"))
    .where(
        _SHINGLES.c.consultation_id == bindparam("consultation_id"),
        _SHINGLES.c.leads == bindparam("leads"),
        _SHINGLES.c.hash.in_(bindparam("hashes", expanding=True)),
    )
    .group_by(_SHINGLES.c.letter_id)
    .having(func.count() >= campaigns.FEWEST)
    .subquery()
)
_ALIKE = select(
    _LETTERS.c.id, _LETTERS.c.mark, _LETTERS.c.copies, _LETTERS.c.size, _LETTERS.c.leader_id, _SHARED.c.shared
).join(_SHARED, _SHARED.c.letter_id == _LETTERS.c.id)
_LEAD = (
    update(_SHINGLES)
    .where(
        _SHINGLES.c.consultation_id == bindparam("of"),
        _SHINGLES.c.letter_id == bindparam("letter"),
        _SHINGLES.c.hash.in_(bindparam("hashes", expanding=True)),
    )
    .values(leads=bindparam("lead"))
)


class Shelf:
    """`campaigns.Shelf` in the database. A letter's cost is its own: it is looked up by its own shingles."""

    def __init__(self, session: Session, consultation: Consultation) -> None:
        self._session = session
        self._consultation = consultation

    @cached_property
    def _of(self) -> int:
        return self._consultation.id

    def known(self, letter: int) -> Known:
        row = self._get(letter)
        return Known(letter, _rank(row), row.leader_id, row.size)

    def alike(self, letter: int, *, leading: bool) -> Iterable[Known]:
        own = self._get(letter)
        if own.size < campaigns.FEWEST:
            return []
        asked = {"consultation_id": self._of, "leads": leading, "hashes": list(campaigns.unpacked(own.shingles))}
        rows = self._session.execute(_ALIKE, asked)
        return [
            Known(row.id, campaigns.rank(row.copies, row.mark), row.leader_id, row.shared)
            for row in rows
            if row.id != letter and row.shared >= campaigns.needed(own.size, row.size)
        ]

    def stand(self, letter: int, leader: int, shared: int) -> None:
        row = self._get(letter)
        if (row.leader_id == letter) is not (leader == letter):
            self._lead(row, leads=leader == letter)
        row.leader_id, row.shared = leader, shared
        self._session.flush()

    def find(self, mark: str) -> Letter | None:
        return self._session.scalars(
            select(Letter).where(Letter.consultation_id == self._of, Letter.mark == mark)
        ).one_or_none()

    def add(self, mark: str, shingles: Iterable[int]) -> Letter:
        """A letter that nobody has sent before; it stands nowhere yet."""
        found = sorted(shingles)
        row = Letter(
            authority_id=self._consultation.authority_id,
            consultation_id=self._of,
            mark=mark,
            copies=0,
            shingles=campaigns.packed(found),
            size=len(found),
            shared=0,
        )
        self._session.add(row)
        self._session.flush()
        same = {"consultation_id": self._of, "leads": False, "letter_id": row.id}
        if found:
            self._session.execute(insert(_SHINGLES), [{**same, "hash": number} for number in found])
        return row

    def followers(self, letter: int) -> list[int]:
        """The letters that it leads."""
        return list(self._session.scalars(select(Letter.id).where(Letter.leader_id == letter, Letter.id != letter)))

    def hide(self, row: Letter) -> None:
        """Nobody says this any more: it is found no longer."""
        hashes = list(campaigns.unpacked(row.shingles))
        if hashes:
            gone = (_SHINGLES.c.consultation_id == self._of) & (_SHINGLES.c.letter_id == row.id)
            self._session.execute(delete(_SHINGLES).where(gone, _SHINGLES.c.hash.in_(hashes)))

    def is_near(self, row: Letter) -> bool:
        """Whether it is less than half the same as the letter that leads it."""
        if row.leader_id is None or row.leader_id == row.id:
            return False
        return campaigns.kind_of(row.size, self._get(row.leader_id).size, row.shared) is GroupKind.NEAR

    def _get(self, letter: int) -> Letter:
        return self._session.get_one(Letter, letter)

    def _lead(self, row: Letter, *, leads: bool) -> None:
        hashes = list(campaigns.unpacked(row.shingles))
        if hashes:
            self._session.execute(_LEAD, {"of": self._of, "letter": row.id, "lead": leads, "hashes": hashes})


def _rank(row: Letter) -> Rank:
    return campaigns.rank(row.copies, row.mark)


def clear(session: Session, consultation: Consultation) -> None:
    """No letters at all; groups and members no longer name one."""
    of = consultation.id
    session.execute(delete(_SHINGLES).where(_SHINGLES.c.consultation_id == of))
    session.execute(update(_LETTERS).where(_LETTERS.c.consultation_id == of).values(leader_id=None))
    session.execute(delete(_LETTERS).where(_LETTERS.c.consultation_id == of))


def fill(session: Session, consultation: Consultation, letters: Iterable[campaigns.Letter]) -> dict[str, int]:
    """All letters at once, each where `gather` puts it; none may be there yet. Returns their ids by mark."""
    rows = {letter.mark: letter for letter in letters}
    places = campaigns.gather(rows.values())
    ids = _add_all(session, consultation, rows, places)
    leaders = [{"one": ids[mark], "leader": ids[place.leader]} for mark, place in places.items()]
    for at in range(0, len(leaders), _CHUNK):
        statement = update(_LETTERS).where(_LETTERS.c.id == bindparam("one")).values(leader_id=bindparam("leader"))
        session.connection().execute(statement, leaders[at : at + _CHUNK])
    _add_shingles(session, consultation, rows, places, ids)
    return ids


def _add_all(
    session: Session,
    consultation: Consultation,
    letters: dict[str, campaigns.Letter],
    places: dict[str, campaigns.Place],
) -> dict[str, int]:
    owner = {"authority_id": consultation.authority_id, "consultation_id": consultation.id, "leader_id": None}
    rows = [
        {
            **owner,
            "mark": one.mark,
            "copies": one.copies,
            "shingles": campaigns.packed(one.shingles),
            "size": len(one.shingles),
            "shared": places[one.mark].shared,
        }
        for one in letters.values()
    ]
    for at in range(0, len(rows), _CHUNK):
        session.execute(insert(_LETTERS), rows[at : at + _CHUNK])
    known = session.execute(select(_LETTERS.c.mark, _LETTERS.c.id).where(_LETTERS.c.consultation_id == consultation.id))
    return {row.mark: row.id for row in known}


def _add_shingles(
    session: Session,
    consultation: Consultation,
    letters: dict[str, campaigns.Letter],
    places: dict[str, campaigns.Place],
    ids: dict[str, int],
) -> None:
    rows = (
        (consultation.id, places[mark].leader == mark, number, ids[mark])
        for mark, letter in letters.items()
        for number in letter.shingles
    )
    connection = session.connection()
    cursor: Any = connection.connection.cursor()  # as the driver knows it: there are millions of rows
    if connection.dialect.name == "postgresql":
        with cursor.copy(_COPY) as copy:
            for row in rows:
                copy.write_row(row)
    else:
        cursor.executemany(_INSERT, rows)
    cursor.close()


_COPY = "COPY shingle (consultation_id, leads, hash, letter_id) FROM STDIN"
_INSERT = "INSERT INTO shingle (consultation_id, leads, hash, letter_id) VALUES (?, ?, ?, ?)"
