"""Reminders of heard parties that have not answered: one mail a press to each that still can (R12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation import audit
from consultation.config import Settings
from consultation.consultations.deadlines import in_force
from consultation.consultations.queries import own_deadline
from consultation.models import Consultation, HeardParty, Message
from consultation.notifications import messages, queries
from consultation.parties.queries import list_heard_with_answers
from consultation.responses import outbox
from consultation.responses.receipts import Words
from consultation.vocabulary import Language, PartyOutcome

REMINDED = "party_reminder"


@dataclass(frozen=True)
class Silent:
    """A party that was asked, can still answer and has not; `until` is exclusive, `reminded_at` the last reminder."""

    heard: HeardParty
    until: datetime
    reminded_at: datetime | None = None


def list_silent(session: Session, consultation: Consultation, now: datetime) -> list[Silent]:
    """In the order of the list; nobody whose deadline has passed, and nobody of a cancelled consultation."""
    if consultation.closes_at is None or consultation.opens_at is None or now < consultation.opens_at:
        return []
    if consultation.published_at is None or consultation.cancelled_at is not None:
        return []
    found = []
    for row in list_heard_with_answers(session, consultation.id):
        one, asked = row.heard, row.heard.sent_at is not None and not row.heard.opt_out_reason
        until = in_force(consultation.closes_at, own_deadline(session, one.id))
        if asked and one.removed_at is None and row.outcome is PartyOutcome.NO_ANSWER and until and now < until:
            found.append(Silent(one, until, _last(session, one)))
    return found


def words_for(settings: Settings, consultation: Consultation, silent: Silent) -> Words:
    """The mail to this party."""
    about = queries.about_of(settings, consultation, Language.DANISH)
    return messages.party_reminded(about, silent.heard.party.name, silent.until)


def remind_silent(
    session: Session, settings: Settings, actor: str, now: datetime, consultation: Consultation, press: str
) -> Sequence[Silent]:
    """Owes each that has an address one mail for this press of the button; returns those who were reminded.

    The same `press` again reminds nobody: a mail is one for an event and a recipient (R48).
    """
    known = Message.event_key.like(f"{REMINDED}:%:{press}")
    if session.scalar(select(Message.id).where(Message.consultation_id == consultation.id, known).limit(1)):
        return []
    reminded = [one for one in list_silent(session, consultation, now) if one.heard.party.email]
    for one in reminded:
        outbox.queue_mail(
            session,
            settings,
            now,
            consultation,
            event=f"{REMINDED}:{one.heard.id}:{press}",
            recipient=one.heard.party.email or "",
            words=words_for(settings, consultation, one),
        )
    if reminded:
        audit.note(session, consultation, actor, now, "parties.reminded", count=len(reminded))
    session.flush()
    return reminded


def _last(session: Session, heard: HeardParty) -> datetime | None:
    mine = Message.event_key.like(f"{REMINDED}:{heard.id}:%")
    return session.scalar(
        select(func.max(Message.made_at)).where(Message.consultation_id == heard.consultation_id, mine)
    )
