"""Whether what is answered to a position is approved, by whom, and for which words (domain.md 6). Pure.

An approval holds for one revision of the position and one text of its remark; whatever is changed later needs another.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from consultation.vocabulary import ApprovalStep


class Standing(StrEnum):
    """`AGAIN`: it was approved, or sent back, and is another now. `LATER`: a step before it comes first."""

    MISSING = "missing"
    LATER = "later"
    GRANTED = "granted"
    AGAIN = "again"
    RETURNED = "returned"


WAITING = frozenset({Standing.MISSING, Standing.AGAIN})
"""Where an approval is wanted; what was sent back waits for who writes."""


@dataclass(frozen=True)
class Words:
    """What is approved: the position's revision, and the text of its remark by id."""

    revision: int
    remark_version: int | None


@dataclass(frozen=True)
class Given:
    """One act of approval, or of sending back with a note."""

    step: ApprovalStep
    words: Words
    granted: bool
    note: str
    by: str
    at: datetime


def required(*, owner: bool, director: bool) -> tuple[ApprovalStep, ...]:
    """The steps that a consultation asks for, in their order."""
    asked = {ApprovalStep.SUBJECT_OWNER: owner, ApprovalStep.DIRECTOR: director}
    return tuple(step for step in ApprovalStep if asked[step])


def newest(acts: Iterable[Given], step: ApprovalStep) -> Given | None:
    """The last act of one step; acts in order of time."""
    found = [act for act in acts if act.step is step]
    return found[-1] if found else None


def standing(acts: Iterable[Given], step: ApprovalStep, now: Words) -> Standing:
    act = newest(acts, step)
    if act is None:
        return Standing.MISSING
    if act.words != now:
        return Standing.AGAIN
    return Standing.GRANTED if act.granted else Standing.RETURNED


def standings(acts: Iterable[Given], steps: Iterable[ApprovalStep], now: Words) -> dict[ApprovalStep, Standing]:
    """How each step stands; `steps` in their order: the director approves what the subject owner has approved."""
    found: dict[ApprovalStep, Standing] = {}
    done, turn = list(acts), True
    for step in steps:
        stands = standing(done, step, now)
        found[step] = Standing.LATER if stands in WAITING and not turn else stands
        turn = turn and stands is Standing.GRANTED
    return found


def lacking(acts: Iterable[Given], steps: Iterable[ApprovalStep], now: Words) -> tuple[ApprovalStep, ...]:
    """The steps that are not granted for what stands there now."""
    done = list(acts)
    return tuple(step for step in steps if standing(done, step, now) is not Standing.GRANTED)
