"""What those who follow are told, once at each address for an event, and never before the public may know (R48, P7)."""

from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy.orm import Session

from consultation.config import Settings
from consultation.consultations.queries import state_of
from consultation.models import Consultation
from consultation.notifications import news, queries, subscribing
from consultation.notifications.messages import About
from consultation.responses import outbox
from consultation.responses.receipts import Words
from consultation.vocabulary import State

_AHEAD = frozenset({State.PLANNED, State.OPEN})


def tell(
    session: Session,
    settings: Settings,
    now: datetime,
    consultation: Consultation,
    event: str,
    words_of: Callable[[About], Words],
    same_as: Collection[str] = (),
) -> None:
    """Owes each follower a mail; not who has one about this event, or about one of `same_as`, as a respondent say."""
    if consultation.visible_from is None or now < consultation.visible_from:
        return
    told = queries.list_told(session, [event, *same_as])
    for row in queries.list_followers(session, consultation):
        if row.email in told:
            continue
        told.add(row.email)
        words = words_of(queries.about_of(settings, consultation, row.language))
        words = news.with_way_out(words, subscribing.following_of(session, settings, row))
        outbox.queue_to_follower(session, settings, now, row, consultation.id, event=event, words=words)


def tell_published(session: Session, settings: Settings, now: datetime, *, consultation_id: int) -> None:
    """The job: a new consultation can be seen. Who heard of it as one that follows another is not told twice (R8)."""
    row = session.get_one(Consultation, consultation_id)
    state, closes_at = state_of(session, row, now), row.closes_at
    if state not in _AHEAD or closes_at is None:
        return
    opens_at = row.opens_at if state is State.PLANNED else None
    event, known = f"published:{row.id}", f"follow_up_published:{row.id}"
    tell(session, settings, now, row, event, lambda about: news.published(about, opens_at, closes_at), [known])


def tell_opened(session: Session, settings: Settings, now: datetime, *, consultation_id: int) -> None:
    """The job: one that was sent out earlier is open."""
    row = session.get_one(Consultation, consultation_id)
    closes_at = row.closes_at
    if state_of(session, row, now) is State.OPEN and closes_at is not None:
        tell(session, settings, now, row, f"opened:{row.id}", lambda about: news.opened(about, closes_at))


def tell_closing_soon(
    session: Session, settings: Settings, now: datetime, *, consultation_id: int, closes_at: str
) -> None:
    """The job: nothing where the deadline is another by now, or nobody can answer."""
    row = session.get_one(Consultation, consultation_id)
    until = row.closes_at
    if until is None or until.isoformat() != closes_at or state_of(session, row, now) is not State.OPEN:
        return
    event = f"closing_soon:{row.id}:{closes_at}"
    tell(session, settings, now, row, event, lambda about: news.closing_soon(about, until))
