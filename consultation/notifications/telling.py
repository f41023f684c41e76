"""What each respondent hears of their own points: to whom it goes and how, what stands in the way, and the sending,
which is the secretary's act (R48)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import audit, jobs
from consultation.analysis import outcomes
from consultation.analysis import queries as analysis
from consultation.analysis.figures import board_of
from consultation.analysis.outcomes import Said
from consultation.config import Settings
from consultation.consultations.queries import list_drafts, list_milestones, state_of
from consultation.errors import Invalid, Refused
from consultation.models import Consultation, Message, Response
from consultation.notifications import queries
from consultation.notifications.outcome_words import Decision, Heard, NewText, OwnPoint, own_outcome
from consultation.notifications.queries import Reader
from consultation.responses import queries as responses
from consultation.responses import sending
from consultation.responses.receipts import Words
from consultation.vocabulary import MessageState, State, Status

OWN_OUTCOME = "own_outcome"
TELL = "notifications.tell_own_outcomes"
"""The job; arguments: consultation_id."""
LATE = ":late"
"""The end of the event of a response that was not taken in."""
_SHOWN = frozenset({Status.PUBLISHED, Status.REDACTED})


class Way(StrEnum):
    """How a respondent hears. `waits`: the response itself awaits a decision, and the message awaits that."""

    MAIL = "mail"
    LETTER = "letter"
    NOBODY = "nobody"
    WAITS = "waits"


class Gap(StrEnum):
    """What must be done before anything is sent."""

    MEETING = "meeting"
    UNDIVIDED = "undivided"
    WITHOUT_POSITION = "without_position"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Told:
    """A response, how its sender hears, and the newest message of this kind that was made, if any."""

    reader: Reader
    way: Way
    heard: Heard
    points: tuple[OwnPoint, ...]
    shown: bool
    message: Message | None

    @property
    def number(self) -> str:
        return responses.number_of(self.reader.response)

    @property
    def is_due(self) -> bool:
        return self.message is None and self.way in {Way.MAIL, Way.LETTER}


def gaps(session: Session, now: datetime, consultation: Consultation) -> dict[Gap, int]:
    """What lacks, with how much of it; nothing where the messages can go."""
    if state_of(session, consultation, now) is not State.DECIDED:
        return {Gap.MEETING: 1}
    board = board_of(session, consultation)
    found = {
        Gap.UNDIVIDED: len(board.undivided),
        Gap.WITHOUT_POSITION: sum(one.position is None for one in board.points),
        Gap.UNDECIDED: len(analysis.list_undecided(session, consultation.id)),
    }
    return {gap: count for gap, count in found.items() if count}


def list_told(session: Session, consultation: Consultation) -> list[Told]:
    """Every response that stands, in the order of coming in. The caller sees to it that nothing lacks."""
    readers = queries.list_readers(session, consultation.id)
    standings = {one.response.id: one for one in responses.standings_of(session, [one.response for one in readers])}
    admitted = {key: row.admitted for key, row in responses.newest_admissions(session, consultation.id).items()}
    said = outcomes.list_decided(session, consultation.id, list_drafts(session, consultation.id))
    points = outcomes.decided_by_response(session, consultation.id, said)
    made = _messages(session, consultation.id)
    found = []
    for reader in readers:
        own = reader.response
        taken_in = admitted.get(own.id) if own.late else True
        waits = taken_in is None or standings[own.id].status is Status.AWAITING
        heard = heard_of(own, points.get(own.id, ()), taken_in=bool(taken_in))
        told = tuple(own_point(one) for one in points.get(own.id, ()))
        shown = standings[own.id].status in _SHOWN
        message = _about(made.get(own.id), heard)
        found.append(Told(reader, _way(reader, waits=waits), heard, told, shown, message))
    return found


def _about(message: Message | None, heard: Heard) -> Message | None:
    """Who heard that it came too late, and was let in afterwards, has not heard of the points yet."""
    overtaken = message is not None and message.event_key.endswith(LATE) and heard is not Heard.TOO_LATE
    return None if overtaken else message


def _event_of(one: Told) -> str:
    late = LATE if one.heard is Heard.TOO_LATE else ""
    return f"{OWN_OUTCOME}:{one.reader.response.id}{late}"


def heard_of(response: Response, points: Sequence[Said], *, taken_in: bool) -> Heard:
    """What became of a response as a whole."""
    if not taken_in:
        return Heard.TOO_LATE
    if response.no_remarks:
        return Heard.NO_REMARKS
    return Heard.POINTS if points else Heard.NOTHING_TO_ANSWER


def own_point(said: Said) -> OwnPoint:
    """A decided position as a respondent is told of it."""
    changes = (
        NewText(one.draft_number, f"{one.printed_number} {one.heading}".strip(), one.after) for one in said.changes
    )
    return OwnPoint(said.label, said.title, said.outcome, said.remark, tuple(changes))


def _way(reader: Reader, *, waits: bool) -> Way:
    if not reader.email and not reader.letter_to:
        return Way.NOBODY
    if waits:
        return Way.WAITS
    return Way.MAIL if reader.email else Way.LETTER


def _messages(session: Session, consultation_id: int) -> dict[int, Message]:
    """Response -> the newest message with its outcome."""
    rows = session.scalars(
        select(Message)
        .where(Message.consultation_id == consultation_id, Message.event_key.startswith(f"{OWN_OUTCOME}:"))
        .order_by(Message.id)
    )
    return {row.response_id: row for row in rows if row.response_id is not None}


def count_due(told: Sequence[Told]) -> Mapping[Way, int]:
    """How many would be told by mail and by letter, cannot be told, and wait; who has been told is in none."""
    return Counter(one.way for one in told if one.message is None)


def words_of(session: Session, settings: Settings, consultation: Consultation, told: Told) -> Words:
    """The message as it is sent."""
    meeting = next(row for row in list_milestones(session, consultation.id) if row.decides and row.outcome)
    decision = Decision(meeting.body, meeting.on, meeting.outcome)
    about = queries.about_of(settings, consultation, told.reader.response.language)
    return own_outcome(about, told.number, decision, told.heard, told.points, shown=told.shown)


def owe(session: Session, actor: str, now: datetime, consultation: Consultation, press: str) -> int:
    """The secretary's act: a job sends to everybody who has not been told. Returns to how many.

    The same `press` again owes nothing more, and the job tells nobody twice. Refused with what lacks.
    """
    if lacks := gaps(session, now, consultation):
        raise Refused("not everything is decided", tuple(lacks))
    due = sum(one.is_due for one in list_told(session, consultation))
    if due:
        audit.note(session, consultation, actor, now, "outcomes.sent", count=due)
        key = f"{TELL}:{consultation.id}:{press}"
        jobs.enqueue(session, TELL, now, unique_key=key, consultation_id=consultation.id)
    session.flush()
    return due


def tell(session: Session, settings: Settings, now: datetime, *, consultation_id: int) -> None:
    """The job. Two of them at once take turns, and the second finds everybody told."""
    held = select(Consultation).where(Consultation.id == consultation_id).with_for_update(key_share=True)
    consultation = session.scalars(held).one()
    if gaps(session, now, consultation):
        return
    for one in list_told(session, consultation):
        if one.is_due:
            _send(session, settings, now, consultation, one, _event_of(one))


def send_again(
    session: Session,
    settings: Settings,
    actor: str,
    now: datetime,
    consultation: Consultation,
    message: Message,
    *,
    by_letter: bool,
) -> None:
    """What did not arrive once more, to the address that is known now, or as a letter.

    Invalid, with "unknown" for "address", where there is none, and "sent" for "message" where it is no such message or
    has been sent again already.
    """
    told = {one.reader.response.id: one for one in list_told(session, consultation)}.get(message.response_id or 0)
    if told is None or told.message is not message or message.state is not MessageState.FAILED:
        raise Invalid("it did not fail", errors={"message": "sent"})
    reader = told.reader
    email = "" if by_letter else reader.email
    if not email and not reader.letter_to:
        raise Invalid("no address is known", errors={"address": "unknown"})
    event = f"{OWN_OUTCOME}:{reader.response.id}:{message.id}"
    _send(session, settings, now, consultation, told, event, email)
    audit.note(session, message, actor, now, "message.sent_again", by_letter=by_letter)
    session.flush()


def _send(
    session: Session,
    settings: Settings,
    now: datetime,
    consultation: Consultation,
    told: Told,
    event: str,
    email: str | None = None,
) -> None:
    sending.tell(
        session,
        settings,
        now,
        consultation,
        told.reader.response,
        event=event,
        words=words_of(session, settings, consultation, told),
        email=told.reader.email if email is None else email,
        letter_to=told.reader.letter_to,
    )
