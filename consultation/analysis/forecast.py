"""Whether the work is done in time: what is left, at the pace of the last working days, against the agenda. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from consultation.consultations.deadlines import Calendar

WINDOW = 10
"""Working days that the pace is measured over, before today."""
HORIZON = 250
"""Working days ahead that a forecast is made for; beyond a year it says nothing."""
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Forecast:
    """`done` were finished within WINDOW; `ready_on` is None where nothing moves, `due_on` where no meeting is known.

    `days_late` counts calendar days after `due_on`, negative where there is time to spare, None where it is unknown.
    """

    left: int
    done: int
    ready_on: date | None
    due_on: date | None

    @property
    def days_late(self) -> int | None:
        if self.ready_on is None or self.due_on is None:
            return None
        return (self.ready_on - self.due_on).days


def window_begins(calendar: Calendar, today: date) -> date:
    """The first day that the pace is measured over."""
    return calendar.working_day_before(today, WINDOW)


def forecast(calendar: Calendar, today: date, due_on: date | None, left: int, done: int) -> Forecast:
    """When `left` are finished, if `done` were in the last WINDOW working days; what is left today is not begun."""
    return Forecast(left, done, _ready_on(calendar, today, left, done), due_on)


def _ready_on(calendar: Calendar, today: date, left: int, done: int) -> date | None:
    if not left:
        return today
    days = -(-left * WINDOW // done) if done else HORIZON + 1
    if days > HORIZON:
        return None
    on = today
    while days:
        on += _DAY
        days -= calendar.is_working_day(on)
    return on
