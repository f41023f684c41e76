"""What citizens, organisations and a heard party do, and letters that come in."""

from datetime import datetime

from sqlalchemy.orm import Session

from consultation.errors import Closed, Conflict, DomainError, Invalid
from consultation.models import Appeal, HeardParty, Response, Unsent
from consultation.moderation import queries as moderation
from consultation.responses import appealing, formkeys, operations, unsent
from consultation.responses.content import WHOLE, AnswerContent, Content
from consultation.responses.operations import Received
from consultation.vocabulary import By, Channel, DecisionKind, Language, Precision, Reason, Series, Status
from tests import factories
from tests.states.expected import Answer, Complaint, Form, Text
from tests.states.stage import Stage

REASON = "Afsenderen har bedt om det."


class Senders(Stage):
    def fetch_form(self, *, heard: bool, found: bool) -> Form:
        """Nothing is on the server yet, but the key proves when the form was fetched."""
        signed = formkeys.issue(self.settings.secret_key, self.consultation_id, self.now)
        form = Form(signed, self.now, self.new_text(found), heard)
        self.it.forms.append(form)
        return form

    def save_form(self, form: Form) -> None:
        allowed = form.saved or self.it.may_send(form.begun_at, self.now)
        self.attempt(lambda session: self.save(session, form), None if allowed else Closed)
        form.saved = allowed

    def send_form(self, form: Form) -> Answer | None:
        """Once; the same form again gives the same receipt for ever (C3)."""
        allowed = form.sent is not None or self.it.may_send(form.begun_at, self.now)
        received = self.attempt(lambda session: self.send(session, form), None if allowed else Closed)
        if received is None:
            self.tally["refused to send"] += 1
            return None
        form.saved = True
        if form.sent is not None:
            self.check_repeated(received, form.sent)
            return None
        if form.heard:
            self.replace_no_remarks()
        form.sent = self.note_received(received, self.it.lane(self.now), form.text, heard=form.heard)
        self.tally[f"sent {form.sent.series.value}"] += 1
        return form.sent

    def register_letter(self, arrived: datetime, *, found: bool) -> Answer:
        """A letter has a date and no clock; staff register it whenever it is found."""
        arrived = min(arrived, self.now).replace(hour=11, minute=0, second=0, microsecond=0)
        text = self.new_text(found)
        sent = factories.submission(
            text.words,
            received_at=arrived,
            channel=Channel.LETTER,
            precision=Precision.DAY,
            source="modtagelsesstempel",
            actor=self.moderators[0],
        )
        received = self.do(
            lambda session: operations.send_response(session, self.settings, self.now, self.row(session), sent)
        )
        answer = self.note_received(received, self.it.lane_of_day(arrived), text)
        answer.letter = True
        self.tally[f"letter {answer.series.value}"] += 1
        return answer

    def say_no_remarks(self) -> Answer | None:
        """The heard party's one press; where it has answered, the receipt of that answer."""
        allowed = self.it.may_send(None, self.now)
        received = self.attempt(self.send_no_remarks, None if allowed else Closed)
        standing = [answer for answer in self.it.answers if answer.heard and not answer.withdrawn]
        if received is None:
            return None
        if standing:
            self.check_repeated(received, standing[-1])
            return None
        answer = self.note_received(received, self.it.lane(self.now), None, heard=True)
        answer.decide(DecisionKind.PUBLISH)
        answer.shown_from = self.now
        self.tally["no remarks"] += 1
        return answer

    def correct(self, answer: Answer) -> None:
        text = self.new_text(found=bool(answer.version % 2))
        content = Content((AnswerContent(text.words),))
        mends = answer.may_mend(self.now) and not self.it.frozen
        refusal = Conflict if answer.withdrawn or answer.no_remarks else None if mends else self.closed_to_senders
        act = self.on(
            answer,
            lambda session, row: operations.correct_response(
                session, self.settings, self.now, row, factories.sender(), content
            ),
        )
        if self.attempt(act, refusal) is not None:
            self.tally["corrected after a decision"] += answer.status is not Status.AWAITING
            self.tally["corrected"] += 1
            self.tally["mended after the deadline"] += not self.it.open_to_senders(self.now)
            answer.correct(text)
            assert self.do(lambda session: self.assigned(session, answer)) == answer.assigned

    def assigned(self, session: Session, answer: Answer) -> str | None:
        """Who is to take it, of those that wait."""
        entry = moderation.find_entry(session, answer.id)
        return f"staff:{entry.assigned_id}" if entry is not None and entry.assigned_id else None

    def complain(self, answer: Answer) -> None:
        """About what was decided; never twice about one decision, and not about what takes nothing."""
        answer = self.it.newest(lambda one: one.may_complain(self.now), answer)
        known = any(one.decision == answer.decisions for one in answer.complaints)
        takes = answer.status in {Status.WITHHELD, Status.REDACTED} and answer.reason is not Reason.NOT_CONFIRMED
        refusal = None if answer.may_complain(self.now) else Closed if takes and not known else Conflict
        act = self.on(
            answer, lambda session, row: appealing.appeal(session, "sender", self.now, row, "Det er forkert.")
        )
        self.attempt(act, refusal)
        if refusal is None:
            answer.complaints.append(Complaint(answer.decisions, answer.deciders))
            self.tally["complained"] += 1

    def correct_what_is_withheld(self, answer: Answer) -> None:
        self.correct(self.it.newest(lambda one: one.may_mend(self.now), answer))

    def correct_what_is_shown(self, answer: Answer) -> None:
        self.correct(self.it.newest(lambda one: one.is_shown and not one.no_remarks, answer))

    def make_complaint(self, session: Session, row: Response) -> Appeal:
        return appealing.appeal(session, "sender", self.now, row, "Det er forkert.")

    def withdraw(self, answer: Answer) -> None:
        """By the sender, until the deadline; twice is once."""
        act = self.on(answer, lambda session, row: operations.withdraw_response(session, self.now, row))
        refusal = None if answer.withdrawn else self.closed_to_senders
        self.attempt(act, refusal)
        if refusal is None:
            self.note_withdrawn(answer, "the sender")

    def register_withdrawal_of_what_is_treated(self, answer: Answer) -> None:
        self.register_withdrawal(self.it.newest(lambda one: bool(one.points) and not one.withdrawn, answer))

    def register_withdrawal(self, answer: Answer, reason: str = REASON) -> None:
        """By staff at the sender's request, with a reason, after the deadline too."""
        act = self.on(
            answer,
            lambda session, row: operations.withdraw_response(
                session, self.now, row, by=By.STAFF, actor=self.sara, reason=reason
            ),
        )
        refusal = None if answer.withdrawn or reason.strip() else Invalid
        self.attempt(act, refusal)
        if refusal is None:
            self.note_withdrawn(answer, "staff")

    def withdraw_for_no_reason(self, answer: Answer) -> None:
        self.register_withdrawal(answer, " ")

    @property
    def closed_to_senders(self) -> type[DomainError] | None:
        return None if self.it.open_to_senders(self.now) else Closed

    def save(self, session: Session, form: Form) -> Unsent:
        """As the pages do: begun once, saved, with who answers."""
        key = formkeys.read(self.settings.secret_key, form.signed, self.consultation_id)
        assert key is not None
        heard = session.get_one(HeardParty, self.heard_id) if form.heard else None
        row, _ = unsent.begin(session, self.settings, self.now, self.row(session), key, Language.DANISH, heard)
        if row.response_id is None:
            typed = {WHOLE: unsent.Typed(form.text.words)}
            unsent.save_texts(session, self.now, row, typed, window="1", base=None)
            if heard is None:
                unsent.save_about(session, row, vars(factories.sender()))
        return row

    def send(self, session: Session, form: Form) -> Received:
        return unsent.send(session, self.settings, self.now, self.now, self.save(session, form))

    def send_no_remarks(self, session: Session) -> Received:
        heard = session.get_one(HeardParty, self.heard_id)
        return unsent.send_no_remarks(session, self.settings, self.now, self.now, heard)

    def note_received(self, received: Received, series: Series, text: Text | None, *, heard: bool = False) -> Answer:
        response, late = received.response, series is Series.LATE
        answer = Answer(
            response.id, received.token, series, self.it.next_seq(series), text, response.received_at, late, heard
        )
        assert (received.repeated, received.number) == (False, answer.number)
        self.it.answers.append(answer)
        return answer

    def note_withdrawn(self, answer: Answer, by: str) -> None:
        if not answer.withdrawn:
            self.tally[f"withdrawn by {by}"] += 1
            self.tally["withdrawn with points"] += bool(answer.points)
            answer.withdraw()

    def check_repeated(self, received: Received, answer: Answer) -> None:
        known = (answer.id, answer.number, answer.token)
        assert (received.response.id, received.number, received.token) == known
        assert received.repeated
        self.tally["sent again"] += 1
        self.tally["sent again after the deletion"] += self.now >= self.it.forgotten_at

    def replace_no_remarks(self) -> None:
        """An answer of the party with remarks takes the place of its "ingen bemærkninger"."""
        for answer in self.it.answers:
            if answer.no_remarks and not answer.withdrawn:
                answer.withdraw()
                self.tally["no remarks replaced"] += 1
