"""What a sheet that came back would change, and where somebody wrote here in the meantime (C2). Pure."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from consultation.summary.guide import row_key
from consultation.summary.returned import Came, Fault, Line, Problem, text_of
from consultation.summary.words import OUTCOMES
from consultation.summary.worksheet import Standing
from consultation.vocabulary import Outcome


class Part(StrEnum):
    REMARK = "remark"
    OUTCOME = "outcome"


class Clash(StrEnum):
    """Why an edit is not taken unless a person says so."""

    CHANGED = "changed"
    """It was changed here since the sheet was made, or nobody can tell."""
    SHARED = "shared"
    """The remark answers other positions too, and the sheet does not say the same for them all."""


@dataclass(frozen=True)
class Base:
    """What stood in the sheet when it was made."""

    remark: str
    outcome: Outcome | None


@dataclass(frozen=True)
class Edit:
    """One cell that is to change. `old` is what stands here now, `new` what the sheet says, `base` what it said when it
    was made, None where that is not known; an outcome is its word. `others` are the numbers of the other positions
    that have the same remark."""

    position: Standing
    part: Part
    old: str
    new: str
    base: str | None
    clash: Clash | None = None
    others: tuple[str, ...] = ()

    @property
    def token(self) -> str:
        """What a person has seen and ticked: another one once anything of it is another."""
        seen = [self.position.key, self.part, self.old, self.new, self.clash, self.others]
        seen.append(f"{self.position.remark_number}.{self.position.remark_version}")
        return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:20]


@dataclass(frozen=True)
class Plan:
    """`missing` are the numbers of positions that the sheet does not have; they stay as they are."""

    edits: tuple[Edit, ...]
    problems: tuple[Problem, ...]
    missing: tuple[str, ...]

    @property
    def clear(self) -> tuple[Edit, ...]:
        return tuple(edit for edit in self.edits if edit.clash is None)


def plan(came: Came, standing: Sequence[Standing], elsewhere: Mapping[str, Fault], bases: Mapping[str, Base]) -> Plan:
    """`elsewhere` says of keys that are not among those standing why not, and `bases` are by key what was in the sheet;
    a position that it lacks is one of which that is not known."""
    known = {row_key(one.key): one for one in standing}
    edits: list[Edit] = []
    problems = list(came.problems)
    for line in came.lines:
        one = known.get(line.key)
        if one is None:
            problems.append(Problem(line.row, elsewhere.get(line.key, Fault.UNKNOWN), line.key))
            continue
        if line.new_text is not None and line.new_text != text_of(one.new_text):
            problems.append(Problem(line.row, Fault.NEW_TEXT, one.label))
        edits.extend(_edits(line, one, bases.get(line.key)))
    missing = tuple(one.label for one in standing if row_key(one.key) not in came.keys) if came.keys else ()
    return Plan(tuple(_shared(edits, standing)), tuple(problems), missing)


def _edits(line: Line, one: Standing, base: Base | None) -> Iterator[Edit]:
    """An empty cell changes nothing, nor does one that says what it said when it went out."""
    old = text_of(one.remark)
    was = None if base is None else text_of(base.remark)
    if line.remark not in ("", old, was):
        yield Edit(one, Part.REMARK, one.remark, line.remark, was, None if was == old else Clash.CHANGED)
    if line.outcome is None or line.outcome is one.outcome or (base is not None and line.outcome is base.outcome):
        return
    clash = None if base is not None and base.outcome is one.outcome else Clash.CHANGED
    was = None if base is None else word(base.outcome)
    yield Edit(one, Part.OUTCOME, word(one.outcome), word(line.outcome), was, clash)


def word(outcome: Outcome | None) -> str:
    """As it stands in the sheet; "" for none."""
    return OUTCOMES[outcome] if outcome else ""


def _shared(edits: Iterable[Edit], standing: Sequence[Standing]) -> Iterator[Edit]:
    """The edits; those of a remark are marked that would change it where the sheet says something else."""
    edits = list(edits)
    wanted = {edit.position.key: edit.new for edit in edits if edit.part is Part.REMARK}
    users: dict[int, list[Standing]] = {}
    for one in standing:
        if one.remark_number is not None:
            users.setdefault(one.remark_number, []).append(one)
    for edit in edits:
        own = edit.position
        others = [one for one in users.get(own.remark_number or 0, ()) if one.key != own.key]
        if edit.part is Part.OUTCOME or not others:
            yield edit
            continue
        agreed = all(wanted.get(one.key) == edit.new for one in others)
        yield replace(edit, clash=edit.clash if agreed else Clash.SHARED, others=tuple(one.label for one in others))
