"""The history of a position, told: what each act changed, from what to what; and two edits of the same one (C2). Pure.

`said` is what a position said, as its history keeps it: positions.said_of.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from consultation.vocabulary import PositionAct

Said = Mapping[str, Any]
Place = tuple[int | None, int | None]

FIELDS = ("title", "draft", "section", "theme", "remark", "recommended", "decided", "changes")
"""What is told by "from" and "to"; points are told by those that came and went."""
CAME, WENT = "came", "went"
"""Beside what a position said: the ids of points that were moved into it, or out of it."""


@dataclass(frozen=True)
class Event:
    """A row of the history; `other` is the position it was split from, merged with, or restored out of."""

    id: int
    act: PositionAct
    other: int | None
    before: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Turn:
    """One field that became another."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Step:
    """One act with all it changed; `came` and `went` are ids of points, `places` (draft, section) before and after.

    `moved` are the points that the act moved, `outward` whether out of the position.
    """

    event: Event
    turns: tuple[Turn, ...]
    came: tuple[int, ...]
    went: tuple[int, ...]
    places: tuple[Place, Place]
    moved: tuple[int, ...] = ()
    outward: bool = False


def steps(events: Sequence[Event], now: str) -> tuple[Step, ...]:
    """Newest first. `now` is what the position says today; what an act made of it is what the next one found."""
    found = [json.loads(event.before) for event in events]
    after = [*found[1:], json.loads(now)]
    told = [_step(event, old, new) for event, old, new in zip(events, found, after, strict=True)]
    return tuple(reversed(told))


def _step(event: Event, old: Said, new: Said) -> Step:
    if event.act is PositionAct.MADE:
        return Step(event, (), (), (), (place_of(new), place_of(new)))
    before, after = old.get("points", []), new.get("points", [])
    return Step(
        event,
        tuple(Turn(name, old.get(name), new.get(name)) for name in FIELDS if old.get(name) != new.get(name)),
        tuple(one for one in after if one not in before),
        tuple(one for one in before if one not in after),
        (place_of(old), place_of(new)),
        moved_by(old),
        WENT in old,
    )


def moved_by(said: Said) -> tuple[int, ...]:
    """The points that an act moved, by what the history keeps of it; none for other acts."""
    return tuple(said.get(WENT, said.get(CAME, ())))


def place_of(said: Said) -> Place:
    return said.get("draft"), said.get("section")


def said_at(befores: Iterable[str], revision: int) -> Said | None:
    """What a position said at a revision that has been left since; None where no event knows."""
    found = (json.loads(before) for before in befores)
    return next((said for said in found if said.get("revision") == revision), None)


@dataclass(frozen=True)
class Clash:
    """A field that two people leave different: `proposes_mine` unless only the other one touched it."""

    field: str
    theirs: Any
    mine: Any
    proposes_mine: bool


def clashes(base: Said, theirs: Said, mine: Said) -> tuple[Clash, ...]:
    """The fields in which both versions differ, in the order of `mine`; `base` is what both began with."""
    return tuple(
        Clash(name, theirs[name], mine[name], proposes_mine=mine[name] != base.get(name))
        for name in mine
        if mine[name] != theirs[name]
    )
