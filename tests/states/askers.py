"""What becomes of answers whose sender is asked to confirm an e-mail address (states.md, B3)."""

from consultation.errors import Closed, Conflict, DomainError
from consultation.responses import confirming, operations
from consultation.vocabulary import DecisionKind, LoginMode, Status
from tests import factories
from tests.states.expected import Answer
from tests.states.senders import Senders


class Asked(Senders):
    def send_unconfirmed(self, *, found: bool) -> Answer | None:
        """Received at once, from an address that nobody has used before."""
        if not self.it.may_send(None, self.now):
            return None
        text = self.new_text(found)
        by = factories.sender(email=f"{self.words.new()}@proeve.example")
        sent = factories.submission(text.words, received_at=self.now, sender=by, login_mode=LoginMode.CONFIRMED)
        received = self.do(
            lambda session: operations.send_response(session, self.settings, self.now, self.row(session), sent)
        )
        answer = self.note_received(received, self.it.lane(self.now), text)
        answer.unconfirmed = True
        self.tally["sent unconfirmed"] += 1
        return answer

    def confirm(self, answer: Answer) -> bool:
        """The press of the button; whether the answer waits for a moderator by it."""
        waits = answer.unconfirmed and not answer.withdrawn
        act = self.on(answer, lambda session, row: confirming.confirm(session, self.settings, self.now, self.now, row))
        self.attempt(act, self.too_late(answer) if waits else None)
        return waits and self.too_late(answer) is None and self.note_let_in(answer, "confirmed")

    def disown(self, answer: Answer) -> bool:
        waits = answer.unconfirmed and not answer.withdrawn
        act = self.on(answer, lambda session, row: confirming.disown(session, self.now, self.now, row))
        self.attempt(act, self.too_late(answer) if waits else None)
        if waits and self.too_late(answer) is None:
            self.note_withdrawn(answer, "the owner of the address")
        return False

    def admit_unconfirmed(self, answer: Answer) -> bool:
        waits = answer.unconfirmed and not answer.withdrawn
        act = self.on(
            answer,
            lambda session, row: confirming.admit(session, self.moderators[0], self.now, row, "Har ringet."),
        )
        self.attempt(act, None if waits else Conflict)
        return waits and self.note_let_in(answer, "taken in without")

    def correct_unconfirmed(self, answer: Answer) -> bool:
        self.correct(answer)
        return False

    def withdraw_unconfirmed(self, answer: Answer) -> bool:
        self.withdraw(answer)
        return False

    def too_late(self, answer: Answer) -> type[DomainError] | None:
        return Closed if self.now >= self.it.confirm_until(answer) else None

    def note_let_in(self, answer: Answer, how: str) -> bool:
        answer.unconfirmed = False
        if answer.status is Status.WITHHELD:
            answer.decide(DecisionKind.REOPEN)
        self.tally[how] += 1
        return True
