"""What the machine expects: the rules of states.md said once more, apart from the product's own code."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from consultation.vocabulary import AppealOutcome, DecisionKind, PublicationMode, Reason, Series, State, Status

DENMARK = ZoneInfo("Europe/Copenhagen")
MINUTE = timedelta(minutes=1)
LATE_SENDING = timedelta(days=30)
CONFIRM_TIME = timedelta(hours=24)
UNDO_TIME = timedelta(minutes=5)
DESK_LIFE = timedelta(minutes=30)
COMPLAINT_DAYS, MENDING_DAYS = 28, 14
MENDABLE = frozenset(Reason) - {Reason.REQUESTED, Reason.FALSE_SENDER, Reason.NOT_CONFIRMED}
LETTERS = str.maketrans("0123456789", "abcdefghij")


def end_of_day(instant: datetime, days: int) -> datetime:
    """When the day ends in Denmark that comes so many days after that of the instant."""
    day = instant.astimezone(DENMARK).date() + timedelta(days=days + 1)
    return datetime(day.year, day.month, day.day, tzinfo=DENMARK)


class Words:
    """Canaries: words that stand nowhere else, none of them within another, also when a search has cut endings off."""

    def __init__(self) -> None:
        self._made = 0

    def new(self) -> str:
        self._made += 1
        return f"zq{str(self._made).zfill(5).translate(LETTERS)}x"


@dataclass(frozen=True)
class Text:
    """One version of an answer: a word for everybody, one that a person takes out, an address that a machine finds."""

    opinion: str
    neighbour: str
    email: str

    @property
    def words(self) -> str:
        found = f" Skriv til {self.email}." if self.email else ""
        return f"Seks uger er for kort tid, {self.opinion}. Spørg {self.neighbour} om det.{found}"

    @property
    def canaries(self) -> tuple[str, ...]:
        return (self.opinion, self.neighbour, *((self.email,) if self.email else ()))


@dataclass
class Form:
    """A form as a browser has it: `key` from the moment it was fetched, `sent` once it has been."""

    signed: str
    begun_at: datetime
    text: Text
    heard: bool
    saved: bool = False
    sent: "Answer | None" = None


@dataclass
class Proposal:
    """What one has left to a colleague; `stale` where the public text is another since."""

    by: str
    kind: DecisionKind | None
    reason: Reason | None
    stale: bool = False

    def agrees(self, actor: str, kind: DecisionKind, reason: Reason | None) -> bool:
        same_text = kind is DecisionKind.WITHHOLD or not self.stale
        return self.by != actor and (self.kind, self.reason) == (kind, reason) and same_text


@dataclass
class Complaint:
    """About the decision with this number, made by these."""

    decision: int
    deciders: tuple[str, ...]
    outcome: AppealOutcome | None = None

    @property
    def answered(self) -> bool:
        return self.outcome is not None


@dataclass
class Answer:
    """A response as the machine knows it; of two who decided, the first stands first."""

    id: int
    token: str
    series: Series
    seq: int
    text: Text | None
    arrived: datetime
    late: bool
    heard: bool = False
    letter: bool = False
    status: Status = Status.AWAITING
    reason: Reason | None = None
    version: int = 1
    decisions: int = 0
    shown_from: datetime | None = None
    marked: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)
    earlier: set[str] = field(default_factory=set)
    points: set[int] = field(default_factory=set)
    points_made: int = 0
    admitted: bool | None = None
    unconfirmed: bool = False
    desk: tuple[str, datetime] | None = None
    proposal: "Proposal | None" = None
    deciders: tuple[str, ...] = ()
    decided_at: datetime | None = None
    complaints: list["Complaint"] = field(default_factory=list)
    barred: set[str] = field(default_factory=set)
    assigned: str | None = None

    @property
    def number(self) -> str:
        return str(self.seq) if self.series is Series.ON_TIME else f"E-{self.seq}"

    @property
    def no_remarks(self) -> bool:
        return self.text is None

    @property
    def withdrawn(self) -> bool:
        return self.status is Status.WITHDRAWN

    @property
    def undecided(self) -> bool:
        """Whether the address that a machine finds waits for a person's answer."""
        email = self.text.email if self.text else ""
        return bool(email) and email not in self.marked | self.kept

    @property
    def bucket(self) -> str:
        reason = f".{self.reason.value}" if self.reason else ""
        lane = "late" if self.late else "on_time"
        return f"{lane}.{self.status.value}{reason}"

    @property
    def is_shown(self) -> bool:
        return self.status in {Status.PUBLISHED, Status.REDACTED}

    @property
    def considered(self) -> bool:
        return not self.withdrawn and not self.unconfirmed and (not self.late or bool(self.admitted))

    def public_words(self, now: datetime) -> set[str]:
        """The canaries that the public may meet at this instant."""
        if not self.is_shown or self.text is None or self.shown_from is None or now < self.shown_from:
            return set()
        return set(self.text.canaries) - self.marked

    def canaries(self) -> set[str]:
        """Every canary that was ever sent in with it."""
        return self.earlier | set(self.text.canaries if self.text else ())

    def is_free_for(self, actor: str, now: datetime) -> bool:
        """Nobody else has it, and this person has not left it to a colleague."""
        if self.proposal is not None and self.proposal.by == actor:
            return False
        return self.desk is None or self.desk[0] == actor or self.desk[1] <= now

    def may_follow(self, kind: DecisionKind) -> bool:
        if kind is DecisionKind.REOPEN:
            return self.is_shown or self.status is Status.WITHHELD
        if kind is DecisionKind.WITHHOLD:
            return self.is_shown or self.status is Status.AWAITING
        return self.status is Status.AWAITING

    def decide(
        self,
        kind: DecisionKind,
        reason: Reason | None = None,
        now: datetime | None = None,
        deciders: tuple[str, ...] = (),
    ) -> None:
        by_kind = {
            DecisionKind.PUBLISH: Status.PUBLISHED,
            DecisionKind.PUBLISH_REDACTED: Status.REDACTED,
            DecisionKind.WITHHOLD: Status.WITHHELD,
            DecisionKind.REOPEN: Status.AWAITING,
        }
        self.status, self.reason = by_kind[kind], reason
        self.decisions += 1
        self.proposal, self.decided_at, self.deciders = None, now, deciders
        self.assigned = None
        self.shown_from = now + UNDO_TIME if self.is_shown and now else None

    def correct(self, text: Text) -> None:
        """Everything about the earlier words is void, and they may never be public again."""
        self.earlier = self.canaries()
        self.text, self.marked, self.kept, self.proposal = text, set(), set(), None
        self.version += 1
        if self.status is not Status.AWAITING and not self.unconfirmed:
            came_from = self.deciders[0] if self.status is Status.WITHHELD and self.deciders else None
            self.decide(DecisionKind.REOPEN)
            self.assigned = came_from

    def answer_finding(self, *, keep: bool) -> None:
        """Of the address that a machine found."""
        assert self.text is not None
        self.marked.discard(self.text.email)
        self.kept.discard(self.text.email)
        (self.kept if keep else self.marked).add(self.text.email)
        self.note_another_text()

    def note_another_text(self) -> None:
        """What a colleague has proposed was about other words."""
        if self.proposal is not None:
            self.proposal.stale = True

    def may_complain(self, now: datetime) -> bool:
        """About the newest decision, where it takes something: once, for four weeks."""
        takes = self.status in {Status.WITHHELD, Status.REDACTED} and self.reason is not Reason.NOT_CONFIRMED
        known = any(one.decision == self.decisions for one in self.complaints)
        return takes and not known and self.decided_at is not None and now < end_of_day(self.decided_at, COMPLAINT_DAYS)

    def may_mend(self, now: datetime) -> bool:
        """What is withheld for a reason that other words do away with, for two weeks."""
        mendable = self.status is Status.WITHHELD and self.reason in MENDABLE
        return mendable and self.decided_at is not None and now < end_of_day(self.decided_at, MENDING_DAYS)

    def withdraw(self) -> None:
        self.status, self.reason, self.shown_from, self.proposal = Status.WITHDRAWN, None, None, None


@dataclass
class Case:
    """One consultation as the machine knows it; instants are aware, `closes_at` is exclusive."""

    visible_from: datetime
    opens_at: datetime
    closes_at: datetime
    mode: PublicationMode
    agenda_at: datetime | None
    answers: list[Answer] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    two_person: bool = False
    cancelled: bool = False
    frozen: bool = False
    decided: bool = False

    @property
    def forgotten_at(self) -> datetime:
        """When what nobody has sent is deleted, and nothing begun before is taken any more."""
        return self.closes_at + LATE_SENDING

    @property
    def given_up_at(self) -> datetime:
        """When an address can no longer be confirmed for what was sent in time."""
        return self.closes_at + CONFIRM_TIME

    def confirm_until(self, answer: Answer) -> datetime:
        return max(answer.arrived, self.closes_at) + CONFIRM_TIME

    def give_up(self, now: datetime) -> int:
        """What nobody has confirmed in time counts as withheld. Gives how many they are now."""
        waiting = (each for each in self.answers if each.unconfirmed and each.status is Status.AWAITING)
        lost = [each for each in waiting if now >= self.confirm_until(each)]
        for answer in lost:
            answer.decide(DecisionKind.WITHHOLD, Reason.NOT_CONFIRMED)
        return len(lost)

    def state(self, now: datetime) -> State:
        if now < self.visible_from:
            return State.UNPUBLISHED
        if self.cancelled:
            return State.CANCELLED
        if now < self.opens_at:
            return State.PLANNED
        if now < self.closes_at:
            return State.OPEN
        if self.decided:
            return State.DECIDED
        return State.UNDER_CONSIDERATION if self.frozen else State.CLOSED

    def may_send(self, begun_at: datetime | None, now: datetime) -> bool:
        """While open; or begun before the close, for 30 days, until the first final snapshot."""
        state = self.state(now)
        begun = begun_at is not None and begun_at < self.closes_at
        return state is State.OPEN or (state is State.CLOSED and begun and now < self.forgotten_at)

    def open_to_senders(self, now: datetime) -> bool:
        """Whether who has sent may still correct and withdraw."""
        return not self.cancelled and now < self.closes_at

    def forget_overdue_forms(self, now: datetime) -> None:
        """What was sent keeps its key, so that the same form gives the same receipt for ever."""
        for form in self.forms:
            form.saved = form.saved and (form.sent is not None or now < self.forgotten_at)

    def lane(self, received_at: datetime) -> Series:
        return Series.ON_TIME if received_at < self.closes_at else Series.LATE

    def lane_of_day(self, received_at: datetime) -> Series:
        """A letter is on time on the date that people read as the deadline."""
        last_day = (self.closes_at - MINUTE).astimezone(DENMARK).date()
        return Series.ON_TIME if received_at.astimezone(DENMARK).date() <= last_day else Series.LATE

    def judge_again(self) -> int:
        """By a deadline that was moved; the number stays. Gives how many are on time after all."""
        saved = [each for each in self.answers if each.late and self.lane_of(each) is Series.ON_TIME]
        for answer in saved:
            answer.late = False
        return len(saved)

    def lane_of(self, answer: Answer) -> Series:
        return (self.lane_of_day if answer.letter else self.lane)(answer.arrived)

    def next_seq(self, series: Series) -> int:
        return 1 + sum(answer.series is series for answer in self.answers)

    def shows_responses(self, now: datetime) -> bool:
        if self.mode is PublicationMode.CONTINUOUS:
            return True
        if self.mode is PublicationMode.AFTER_DEADLINE:
            return now >= self.closes_at
        return self.agenda_at is not None and now >= self.agenda_at

    def figures(self) -> dict[str, int]:
        """The counters as they should stand, without those of senders."""
        counted = Counter(answer.bucket for answer in self.answers)
        counted["unconfirmed"] = sum(one.unconfirmed and one.status is Status.AWAITING for one in self.answers)
        counted["no_remarks"] = sum(answer.no_remarks and not answer.withdrawn for answer in self.answers)
        complaints = [one for answer in self.answers for one in answer.complaints]
        counted["appeals.made"] = len(complaints)
        counted.update(f"appeals.{one.outcome.value}" for one in complaints if one.outcome)
        return {name: value for name, value in counted.items() if value}

    def newest(self, wanted: Callable[[Answer], bool], otherwise: Answer) -> Answer:
        """Where something is worth doing; chance alone would seldom come upon it."""
        return next((answer for answer in reversed(self.answers) if wanted(answer)), otherwise)

    def canaries(self) -> set[str]:
        return {word for answer in self.answers for word in answer.canaries()}

    def points(self) -> set[str]:
        """The labels of the points that count."""
        return {f"{answer.number}.{seq}" for answer in self.answers if answer.considered for seq in answer.points}
