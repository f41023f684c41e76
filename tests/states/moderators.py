"""What two moderators do, each with a page that may be old, and the machine that looks before them."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.orm import Session

from consultation.errors import Conflict, DomainError, Refused
from consultation.models import Response
from consultation.moderation import marking, operations, queries
from consultation.vocabulary import DecisionKind, FindingAnswer, FindingKind, Reason, Status
from tests.states.expected import DESK_LIFE, Answer
from tests.states.stage import Stage

T = TypeVar("T")
WHY_KEPT = {FindingAnswer.KEEP: "public", FindingAnswer.REDACT: ""}
PUBLISHES = (DecisionKind.PUBLISH, DecisionKind.PUBLISH_REDACTED)
REASONS = tuple(reason for reason in Reason if reason is not Reason.NOT_CONFIRMED)


class Moderators(Stage):
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
        self.withhold(self.it.newest(lambda one: one.is_shown, answer), who)

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
        for seen, version in ((answer.decisions - 1, answer.version), (answer.decisions, answer.version - 1)):
            self.attempt(self.decision(answer, actor, act, Reason.ABUSE, seen, version), Conflict)
        self.tally["decided on an old page"] += 1

    def decide(self, answer: Answer, who: int, kind: DecisionKind, reason: Reason | None = None) -> bool:
        """Whether it was decided, by somebody who has seen everything as it stands."""
        actor = self.moderators[who]
        refusal: type[DomainError] | None = None
        if not answer.is_free_for(actor, self.now) or not answer.may_follow(kind):
            refusal = Conflict
        elif kind in PUBLISHES and answer.undecided:
            refusal = Refused
        self.attempt(self.decision(answer, actor, kind, reason, answer.decisions, answer.version), refusal)
        if refusal is None:
            answer.decide(kind, reason, self.now)
            answer.desk = None if answer.desk and answer.desk[0] == actor else answer.desk
            self.tally[f"decided {kind.value}"] += 1
        return refusal is None

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
        self.attempt(self.by_number(act, actor, answer, **given), None if allowed else Conflict)
        if allowed:
            answer.desk = (actor, self.now + DESK_LIFE)
        return allowed

    def by_number(
        self, act: Callable[..., T], actor: str, answer: Answer, /, **given: object
    ) -> Callable[[Session], T]:
        return lambda session: act(session, actor, self.now, answer.id, **given)

    def found(self, session: Session, row: Response) -> list[int]:
        return [one.finding.id for one in queries.material_of(session, row).findings]
