"""Reminders of an answer that is not sent, 48 and 6 hours before the deadline, for who left an address (4.2).

A reminder is owed for a mark and a deadline, and judged when it is due: by the deadline then in force, and only while
the answer is there and unsent. It holds the link and the deadline, never a word of the answer.
"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import jobs
from consultation.config import Settings
from consultation.consultations.states import state_at
from consultation.models import Consultation, Unsent
from consultation.responses import formkeys, outbox, queries, receipts, sending
from consultation.vocabulary import State

MARKS = (48, 6)
"""Hours before the deadline."""
REMIND = "responses.remind_unsent"
"""The job that reminds; arguments: unsent_id, hours, and closes_at as ISO 8601."""


def reminds(now: datetime, closes_at: datetime | None) -> bool:
    """Whether a reminder is still to come before this deadline."""
    return closes_at is not None and now < closes_at - timedelta(hours=min(MARKS))


def remind_at(session: Session, now: datetime, unsent: Unsent, email: str) -> None:
    """Reminders go to this address from now on; one whose time has passed is left out."""
    unsent.remind_to = email
    session.flush()
    _owe(session, now, unsent)


def stop_reminding(session: Session, unsent: Unsent) -> None:
    """No more reminders; what is owed finds no address."""
    unsent.remind_to = ""
    session.flush()


def owe_again(session: Session, now: datetime, consultation_id: int) -> None:
    """After a move of the deadline: reminders before the new one, to all who left an address."""
    waiting = select(Unsent).where(
        Unsent.consultation_id == consultation_id, Unsent.remind_to != "", Unsent.response_id.is_(None)
    )
    for unsent in session.scalars(waiting.order_by(Unsent.id)).all():
        _owe(session, now, unsent)


def remind(session: Session, settings: Settings, now: datetime, *, unsent_id: int, hours: int, closes_at: str) -> None:
    """The job. Nothing where the answer is sent, deleted or no longer asked for, or nobody may answer any more."""
    unsent = session.get(Unsent, unsent_id)
    if unsent is None or unsent.response_id is not None or not unsent.remind_to:
        return
    consultation = session.get_one(Consultation, unsent.consultation_id)
    acts = queries.acts_for(session, consultation, unsent.heard_party_id)
    if state_at(acts, now) is not State.OPEN or acts.closes_at is None:
        return
    if acts.closes_at.isoformat() != closes_at:
        _owe(session, now, unsent)
        return
    if any(now >= acts.closes_at - timedelta(hours=later) for later in MARKS if later < hours):
        return  # a worker that was away this long: the later reminder says it
    token = formkeys.find_unsent_token(settings.secret_keys, unsent.form_key, unsent.token_hash)
    if token is None:
        return  # made with a key that we have no more: a link that opens nothing helps nobody (M3)
    link = sending.unsent_address(settings, consultation, token, unsent.language)
    outbox.queue_mail(
        session,
        settings,
        now,
        consultation,
        event=f"unsent_reminder:{unsent.id}:{hours}:{closes_at}",
        recipient=unsent.remind_to,
        words=receipts.reminder_words(
            unsent.language, consultation.title, link, acts.closes_at, consultation.authority.name
        ),
        language=unsent.language,
    )


def _owe(session: Session, now: datetime, unsent: Unsent) -> None:
    consultation = session.get_one(Consultation, unsent.consultation_id)
    closes_at = queries.closes_at_for(session, consultation, unsent.heard_party_id)
    if closes_at is None:
        return
    for hours in MARKS:
        due = closes_at - timedelta(hours=hours)
        if due > now:
            at = closes_at.isoformat()
            key = f"{REMIND}:{unsent.id}:{hours}:{at}"
            jobs.enqueue(session, REMIND, due, unique_key=key, unsent_id=unsent.id, hours=hours, closes_at=at)
