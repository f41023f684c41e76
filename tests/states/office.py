"""What editor and secretary do with the consultation itself."""

from datetime import date

from consultation.consultations import operations as consultations
from consultation.consultations import scheduling
from consultation.errors import Conflict, DomainError, Invalid
from consultation.responses import lateness
from consultation.vocabulary import MilestoneKind, PublicationMode
from tests.factories import REASONS
from tests.states.expected import Answer
from tests.states.stage import AGENDA, DAY, Stage


class Office(Stage):
    def set_deadline(self, days: int) -> None:
        """Forward only; after the close it is a reopening, until a final snapshot exists."""
        new = max(self.it.closes_at, self.now) + days * DAY
        refusal: type[DomainError] | None = None
        if self.it.cancelled or self.it.frozen:
            refusal = Conflict
        elif new <= max(self.it.closes_at, self.now):
            refusal = Invalid
        move = self.by_sara(scheduling.move_deadline, closes_at=new, reason="Flere beder om tid.", reasons=REASONS)
        self.attempt(move, refusal)
        if refusal is None:
            self.tally["reopened" if self.now >= self.it.closes_at else "deadline moved"] += 1
            self.it.closes_at = new

    def cancel(self, _days: int) -> None:
        act = self.by_sara(consultations.cancel_consultation, reason="Sagen er trukket tilbage.")
        self.attempt(act, Conflict if self.it.cancelled else None)
        self.it.cancelled = True
        self.tally["cancelled"] += 1

    def set_agenda_time(self, days: int) -> None:
        public_at = AGENDA + days * DAY
        allowed = self.it.mode is PublicationMode.WITH_AGENDA
        act = self.by_sara(consultations.set_agenda_time, public_at=public_at)
        self.attempt(act, None if allowed else Conflict)
        if allowed:
            self.it.agenda_at = public_at
            self.tally["agenda time moved"] += 1

    def meet(self, _days: int) -> None:
        self.record_meeting("")

    def decide_case(self, _days: int) -> None:
        """By the council's outcome; what pages say of it waits for the deadline."""
        self.record_meeting("Vedtaget.")

    def record_meeting(self, outcome: str) -> None:
        self.do(
            self.by_sara(
                consultations.save_milestone,
                kind=MilestoneKind.COUNCIL,
                on=date(2026, 6, 1),
                body="Byrådet",
                outcome=outcome,
                decides=True,
            )
        )
        self.it.decided = bool(outcome)
        self.tally["meeting recorded"] += 1

    def decide_late(self, answer: Answer, *, admitted: bool) -> None:
        act = self.on(
            answer,
            lambda session, row: lateness.decide_late(
                session, self.sara, self.now, row, admitted=admitted, reason="Posten var forsinket."
            ),
        )
        late = answer.late
        self.attempt(act, None if late else Conflict)
        if late:
            answer.admitted = admitted
            self.tally["late one admitted" if admitted else "late one not admitted"] += 1

    def admit(self, answer: Answer) -> None:
        self.decide_late(self.it.newest(is_late, answer), admitted=True)

    def not_admit(self, answer: Answer) -> None:
        self.decide_late(self.it.newest(is_late, answer), admitted=False)

    def decide_any(self, answer: Answer) -> None:
        self.decide_late(answer, admitted=True)


def is_late(answer: Answer) -> bool:
    return answer.late
