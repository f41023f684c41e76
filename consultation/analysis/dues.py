"""When the work on responses and positions is due, counted back from the committee's agenda (domain.md 6). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from consultation.consultations.deadlines import Step


@dataclass(frozen=True)
class Dues:
    """By when responses are divided, remarks written, and the director has approved; None while no meeting is known."""

    divided: date | None = None
    answered: date | None = None
    approved: date | None = None


def proposed(steps: Iterable[Step]) -> Dues:
    """Of `deadlines.count_back`; nothing is due after the agenda closes, however early that is."""
    on = {step.code: step.on for step in steps}
    if "agenda_closes" not in on:
        return Dues()
    last = on["agenda_closes"]
    return Dues(*(min(on[code], last) for code in ("points", "remarks", "director")))


def days_late(due_on: date | None, today: date, *, done: bool) -> int:
    """How many days something that is not done is over its date; 0 for what is in time, done, or without a date."""
    if done or due_on is None:
        return 0
    return max((today - due_on).days, 0)


@dataclass(frozen=True)
class Work:
    """One thing to do: `staff_id` None where it is nobody's, `gone` where whose it is works here no more."""

    key: str
    staff_id: int | None
    gone: bool
    due_on: date | None
    done: bool


def in_order(work: Iterable[Work]) -> list[Work]:
    """What a colleague left behind first, then by date, what has none last; what is done is not among them."""
    left = [one for one in work if not one.done]
    return sorted(left, key=lambda one: (not one.gone, one.due_on or date.max))


@dataclass(frozen=True)
class Load:
    """What one person has: how many things, how many are left, how many late. `staff_id` None: nobody's."""

    staff_id: int | None
    given: int
    left: int
    late: int


def loads(work: Iterable[Work], today: date) -> list[Load]:
    """A row for each person, by id, and last what is nobody's; what somebody left behind is nobody's."""
    found: dict[int | None, list[Work]] = {}
    for one in work:
        found.setdefault(None if one.gone else one.staff_id, []).append(one)
    return [
        Load(
            staff_id,
            len(rows),
            sum(not one.done for one in rows),
            sum(days_late(one.due_on, today, done=one.done) > 0 for one in rows),
        )
        for staff_id, rows in sorted(found.items(), key=lambda item: (item[0] is None, item[0] or 0))
    ]


def mine(work: Iterable[Work], staff_id: int) -> list[Work]:
    return [one for one in in_order(work) if one.staff_id == staff_id]
