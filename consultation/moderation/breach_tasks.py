"""What has to be done about a breach of personal data security, by whom and when (GDPR 33 and 34). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from consultation.vocabulary import BreachEntryKind, BreachOutcome, BreachTask, Role

TIME_TO_REPORT = timedelta(hours=72)
"""From when the authority knows until Datatilsynet must have heard of it (GDPR 33, 1)."""


@dataclass(frozen=True)
class Duty:
    """Who does it, within which time of the discovery. `always`: it cannot be said not to be needed."""

    role: Role
    within: timedelta
    always: bool = False


DUTIES: Mapping[BreachTask, Duty] = {
    BreachTask.TAKEN_DOWN: Duty(Role.MODERATOR, timedelta(0), always=True),
    BreachTask.COPIES: Duty(Role.SECRETARY, timedelta(hours=24)),
    BreachTask.ASSESSED: Duty(Role.SECRETARY, timedelta(hours=24), always=True),
    BreachTask.DPO: Duty(Role.SECRETARY, timedelta(hours=24)),
    BreachTask.SUPERVISOR: Duty(Role.SECRETARY, TIME_TO_REPORT),
    BreachTask.PERSONS: Duty(Role.SECRETARY, TIME_TO_REPORT),
    BreachTask.CAUSE: Duty(Role.SECRETARY, timedelta(days=14), always=True),
}
SETTLED = frozenset({BreachEntryKind.DONE, BreachEntryKind.NOT_NEEDED})
States = Mapping[BreachTask, BreachEntryKind]
"""What the newest entry says of each task; a task without one is open."""


def is_overdue(due_at: datetime, states: States, now: datetime) -> bool:
    """Whether the time to report is over and nothing says that it was done or need not be."""
    return now >= due_at and BreachTask.SUPERVISOR not in states


def settle_faults(task: BreachTask, kind: BreachEntryKind, text: str) -> dict[str, str]:
    """What is wrong with saying so, by field. That nothing need be done is always reasoned (GDPR 33, 5)."""
    if kind is not BreachEntryKind.NOT_NEEDED:
        return {}
    if DUTIES[task].always:
        return {"state": "always"}
    return {} if text else {"text": "missing"}


def close_faults(outcome: BreachOutcome | None, reason: str, states: States) -> dict[str, str]:
    """What closing lacks, by field. What was no breach leaves no duties; all else is settled first."""
    faults = {} if reason else {"closed_reason": "missing"}
    if outcome is None:
        return faults | {"outcome": "missing"}
    if outcome is BreachOutcome.NO_BREACH:
        return faults
    if any(task not in states for task in DUTIES):
        return faults | {"outcome": "open_tasks"}
    reported = states[BreachTask.SUPERVISOR] is BreachEntryKind.DONE
    if (outcome is BreachOutcome.REPORTED) is not reported:
        return faults | {"outcome": "not_reported" if not reported else "was_reported"}
    return faults
