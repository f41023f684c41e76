"""What two moderators do, each with a page that may be old, and the machine that looks before them."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.errors import Conflict, DomainError, NotAllowed, Refused
from consultation.models import Appeal, Response
from consultation.moderation import appeals, marking, operations, opinions, queries, takedown
from consultation.moderation.takedown import Seen
from consultation.vocabulary import AppealOutcome, DecisionKind, FindingAnswer, FindingKind, Reason, Status
from tests.states.expected import DESK_LIFE, Answer, Proposal
from tests.states.senders import Senders

T = TypeVar("T")
WHY_KEPT = {FindingAnswer.KEEP: "public", FindingAnswer.REDACT: ""}
WITHHOLD = DecisionKind.WITHHOLD
PUBLISHES = (DecisionKind.PUBLISH, DecisionKind.PUBLISH_REDACTED)
REASONS = tuple(reason for reason in Reason if reason is not Reason.NOT_CONFIRMED)


class Moderators(Senders):
    def scan(self, answer: Answer, who: int = 0) -> None:
        """As the worker does, whenever it comes to it; a second look finds nothing more."""
        found = [self.do(lambda session: operations.scan_response(session, self.now, answer.id)) for _ in range(2)]
        assert found[1] == 0
        self.tally["scanned"] += 1

    def take(self, answer: Answer, who: int) -> None:
        actor = self.moderators[who]
        free = answer.is_free_for(actor, self.now)
        self.attempt(self.by_number(operations.take_response, actor, answer), None if free else Conflict)
        if free:
            answer.desk = (actor, self.now + DESK_LIFE)

    def mark(self, answer: Answer, who: int) -> None:
        """A person takes a word out that no machine knows."""
        word = answer.text.neighbour if answer.text else ""
        if word and self.at_the_desk(answer, who, marking.mark_words, words=word, kind=FindingKind.PERSON_NAME):
            answer.marked.add(word)
            answer.note_another_text()
            self.tally["marked"] += 1

    def keep(self, answer: Answer, who: int) -> None:
        self.answer_findings(answer, who, FindingAnswer.KEEP)

    def take_out(self, answer: Answer, who: int) -> None:
        self.answer_findings(answer, who, FindingAnswer.REDACT)

    def answer_findings(self, answer: Answer, who: int, reply: FindingAnswer) -> None:
        """What the machine has found so far: nothing, or the address."""
        act = marking.answer_finding
        for finding in self.do(self.on(answer, self.found)):
            if self.at_the_desk(answer, who, act, finding_id=finding, answer=reply, reason=WHY_KEPT[reply]):
                answer.answer_finding(keep=reply is FindingAnswer.KEEP)
                self.tally[f"finding answered {reply.value}"] += 1

    def publish(self, answer: Answer, who: int) -> None:
        self.decide(answer, who, DecisionKind.PUBLISH_REDACTED if answer.marked else DecisionKind.PUBLISH)

    def publish_marked(self, answer: Answer, who: int) -> None:
        self.publish(self.it.newest(lambda one: bool(one.marked) and one.status is Status.AWAITING, answer), who)

    def take_down(self, answer: Answer, who: int) -> None:
        """Everything of it at once, with a breach where somebody could have read it (R35)."""
        answer = self.it.newest(lambda one: one.is_shown, answer)
        was_shown, actor = answer.is_shown, self.moderators[who]
        seen = Seen(answer.id, answer.decisions, answer.version)
        refusal = self.refusal(answer, actor, WITHHOLD)
        self.attempt(lambda session: takedown.take_down(session, actor, self.now, seen, Reason.PERSON), refusal)
        if refusal is None:
            self.note_decided(answer, actor, WITHHOLD, Reason.PERSON)
            self.tally["taken down"] += was_shown

    def ask_colleague(self, answer: Answer, who: int) -> None:
        """Left to the other, with what one would do."""
        given = {"text": "Hvad synes du?", "version_number": answer.version, "kind": WITHHOLD, "reason": Reason.ABUSE}
        if self.at_the_desk(answer, who, opinions.ask_colleague, **given):
            answer.proposal, answer.desk = Proposal(self.moderators[who], WITHHOLD, Reason.ABUSE), None
            self.tally["asked a colleague"] += 1

    def finish(self, answer: Answer) -> None:
        """By as many as it takes, of those who may decide on it; nobody waits for a colleague any more."""
        for who in (0, 1):
            if answer.proposal is not None and answer.proposal.by == self.moderators[who]:
                self.take_back(answer, who)
        able = [who for who in (0, 1) if self.moderators[who] not in answer.barred]
        for who in able[:1]:
            self.keep(answer, who)
        for who in able if self.it.two_person else able[:1]:
            self.publish(answer, who)

    def take_question_back(self, answer: Answer, who: int) -> None:
        actor = self.moderators[who]
        self.take_back(self.it.newest(lambda one: one.proposal is not None and one.proposal.by == actor, answer), who)

    def take_back(self, answer: Answer, who: int) -> None:
        actor = self.moderators[who]
        asked = answer.proposal is not None and answer.proposal.by == actor
        self.attempt(self.by_number(opinions.withdraw_question, actor, answer), None if asked else Conflict)
        if asked:
            answer.proposal = None
            self.tally["question taken back"] += 1

    def treat_complaint(self, answer: Answer, who: int) -> None:
        """From the decision over the complaint to its answer by the other."""
        self.withhold(answer, who)
        self.complain(answer)
        (self.open_again if answer.decisions % 2 else self.let_stand)(answer, 1 - who)

    def agree(self, answer: Answer, who: int) -> None:
        """Both decide the same, one after the other."""
        for one in (who, 1 - who):
            self.publish(answer, one)

    def mend_late(self, answer: Answer, who: int) -> None:
        """What is withheld is mended when the deadline has passed."""
        self.withhold(answer, who)
        self.come_to("closes_at", before=False)
        self.correct(self.it.newest(lambda one: one.may_mend(self.now), answer))

    def let_stand(self, answer: Answer, who: int) -> None:
        self.answer_complaint(answer, who, AppealOutcome.UPHELD)

    def open_again(self, answer: Answer, who: int) -> None:
        self.answer_complaint(answer, who, AppealOutcome.OPENED)

    def answer_complaint(self, answer: Answer, who: int, outcome: AppealOutcome) -> None:
        """By another than those who decided; what is opened again is decided by another too."""
        actor = self.moderators[who]
        answer = self.it.newest(lambda one: any(not each.answered for each in one.complaints), answer)
        if not answer.complaints:
            return
        about = answer.complaints[-1]
        opens = outcome is AppealOutcome.OPENED and about.decision == answer.decisions and not answer.withdrawn
        refusal: type[DomainError] | None = None
        if actor in answer.barred.union(about.deciders):
            refusal = NotAllowed
        elif about.answered or (opens and not answer.is_free_for(actor, self.now)):
            refusal = Conflict
        self.attempt(lambda session: self.answer_newest(session, actor, answer, outcome), refusal)
        if refusal is None:
            about.outcome = outcome
            self.tally[f"complaint {outcome.value}"] += 1
            if outcome is AppealOutcome.OPENED:
                answer.barred.update(about.deciders)
            if opens:
                answer.decide(DecisionKind.REOPEN, now=self.now, deciders=(actor,))
                answer.desk = None if answer.desk and answer.desk[0] == actor else answer.desk

    def answer_newest(self, session: Session, actor: str, answer: Answer, outcome: AppealOutcome) -> object:
        row = session.scalars(select(Appeal).where(Appeal.response_id == answer.id).order_by(Appeal.id.desc())).first()
        assert row is not None
        return appeals.answer_appeal(session, actor, self.now, row.id, outcome, "Derfor.")

    def withhold(self, answer: Answer, who: int) -> None:
        """Before publication, or as a takedown after it; at once."""
        was_shown, reason = answer.is_shown, REASONS[answer.decisions % len(REASONS)]
        if self.decide(answer, who, DecisionKind.WITHHOLD, reason):
            self.tally["taken down"] += was_shown

    def reopen(self, answer: Answer, who: int) -> None:
        """Undoing within five minutes is the same act as reopening later."""
        in_time = answer.shown_from is not None and self.now < answer.shown_from
        if self.decide(answer, who, DecisionKind.REOPEN):
            self.tally["undone in time"] += in_time

    def publish_and_undo(self, answer: Answer, who: int) -> None:
        self.publish(answer, who)
        self.reopen(answer, who)

    def decide_on_an_old_page(self, answer: Answer, who: int) -> None:
        """Another has decided since, or the sender has corrected, or it is not yet what the page says (C1)."""
        actor, act = self.moderators[who], DecisionKind.WITHHOLD
        refusal = NotAllowed if actor in answer.barred else Conflict
        for seen, version in ((answer.decisions - 1, answer.version), (answer.decisions, answer.version - 1)):
            self.attempt(self.decision(answer, actor, act, Reason.ABUSE, seen, version), refusal)
        self.tally["decided on an old page"] += 1

    def decide(self, answer: Answer, who: int, kind: DecisionKind, reason: Reason | None = None) -> bool:
        """Whether it was decided, by somebody who has seen everything as it stands."""
        actor = self.moderators[who]
        refusal = self.refusal(answer, actor, kind)
        self.attempt(self.decision(answer, actor, kind, reason, answer.decisions, answer.version), refusal)
        return refusal is None and self.note_decided(answer, actor, kind, reason)

    def refusal(self, answer: Answer, actor: str, kind: DecisionKind) -> type[DomainError] | None:
        if actor in answer.barred:
            return NotAllowed
        if not answer.is_free_for(actor, self.now) or not answer.may_follow(kind):
            return Conflict
        return Refused if kind in PUBLISHES and answer.undecided else None

    def note_decided(self, answer: Answer, actor: str, kind: DecisionKind, reason: Reason | None) -> bool:
        """Whether it is decided now; where two are needed, the first has left it to another (R36)."""
        answer.desk = None if answer.desk and answer.desk[0] == actor else answer.desk
        deciders: tuple[str, ...] = (actor,)
        if self.it.two_person and answer.status is Status.AWAITING and kind is not DecisionKind.REOPEN:
            first = answer.proposal
            if first is None or not first.agrees(actor, kind, reason):
                answer.proposal = Proposal(actor, kind, reason)
                self.tally["left to a second person"] += 1
                return False
            deciders = (first.by, actor)
            self.tally["decided by two"] += 1
        answer.decide(kind, reason, self.now, deciders)
        self.tally[f"decided {kind.value}"] += 1
        return True

    def decision(
        self, answer: Answer, actor: str, kind: DecisionKind, reason: Reason | None, seen: int, version: int
    ) -> Callable[[Session], object]:
        return self.by_number(
            operations.decide,
            actor,
            answer,
            expected_seq=seen,
            version_number=version,
            kind=kind,
            reason=reason,
            seen=True,
        )

    def at_the_desk(self, answer: Answer, who: int, act: Callable[..., object], /, **given: object) -> bool:
        """Whether it was done: only while the response awaits, and is on nobody else's desk."""
        actor = self.moderators[who]
        allowed = answer.status is Status.AWAITING and answer.is_free_for(actor, self.now)
        refusal = NotAllowed if actor in answer.barred else None if allowed else Conflict
        self.attempt(self.by_number(act, actor, answer, **given), refusal)
        allowed = refusal is None
        if allowed:
            answer.desk = (actor, self.now + DESK_LIFE)
        return allowed

    def by_number(
        self, act: Callable[..., T], actor: str, answer: Answer, /, **given: object
    ) -> Callable[[Session], T]:
        return lambda session: act(session, actor, self.now, answer.id, **given)

    def found(self, session: Session, row: Response) -> list[int]:
        return [one.finding.id for one in queries.material_of(session, row).findings]
