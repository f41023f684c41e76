"""A consultation as it stands at the instant of one page: state, meetings, what may be shown. Pure but for its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from consultation.consultations import states
from consultation.lib.dates import local
from consultation.models import Consultation, Milestone
from consultation.vocabulary import MilestoneKind, State

MEETINGS = frozenset({MilestoneKind.COMMITTEE, MilestoneKind.COUNCIL})


@dataclass(frozen=True)
class Case:
    """Everything on a page asks here, so that no two parts of it can be of different states (R3)."""

    consultation: Consultation
    acts: states.Acts
    milestones: Sequence[Milestone]
    now: datetime

    @property
    def state(self) -> State:
        return states.state_at(self.acts, self.now)

    @property
    def is_open(self) -> bool:
        return self.state is State.OPEN

    @property
    def is_decided(self) -> bool:
        """Whether pages may speak of outcomes: the deciding meeting's is recorded, and nothing has overtaken it."""
        return self.acts.decided and self.state in {State.DECIDED, State.ARCHIVED}

    @property
    def shows_responses(self) -> bool:
        row = self.consultation
        return states.responses_are_public(row.publication_mode, row.closes_at, row.responses_public_at, self.now)

    @property
    def today(self) -> date:
        return local(self.now).date()

    @property
    def decision(self) -> Milestone | None:
        """The meeting that decides: the one that has, else the one that will."""
        deciding = [milestone for milestone in self.milestones if milestone.decides]
        return next((one for one in deciding if one.outcome), deciding[-1] if deciding else None)

    @property
    def next_meeting(self) -> Milestone | None:
        """The first meeting still ahead, or the last there was."""
        meetings = [one for one in self.milestones if one.kind in MEETINGS]
        ahead = [one for one in meetings if one.on >= self.today and not one.outcome]
        return ahead[0] if ahead else (meetings[-1] if meetings else None)
