"""Writes of messages: what the mail server said, and messages about events that concern many."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import audit, jobs
from consultation.config import Settings
from consultation.consultations.deadlines import in_force
from consultation.consultations.queries import own_deadline, state_of
from consultation.lib.tokens import hash_token, new_token
from consultation.models import (
    Authority,
    Consultation,
    Deadline,
    Draft,
    DraftVersion,
    HeardParty,
    Message,
    MessageDelivery,
    Milestone,
    Subscription,
)
from consultation.notifications import delivery, followers, messages, news, queries, subscribing
from consultation.notifications.delivery import Outcome, Parcel
from consultation.notifications.messages import About
from consultation.notifications.queries import Reader
from consultation.responses import outbox, rules, sending
from consultation.responses.receipts import Words
from consultation.vocabulary import Delivery, Language, MessageState, State

INVITED = "invited"
DEADLINE_MOVED = "deadline_moved"
GIVE_UP = timedelta(days=4)
"""As long as mail servers themselves try."""
LONGEST_PAUSE = timedelta(minutes=5)
"""So that all have left within ten minutes of the mail server's return (D6)."""


# Delivery: handed over first, without a transaction; what the server said is written afterwards


def hand_over(session: Session, settings: Settings, *, message_id: int) -> Outcome | None:
    """Gives an owed mail to the mail server; None where it has gone, or there is no server. Writes nothing."""
    parcel = parcel_of(session, settings, message_id)
    session.rollback()  # a slow server holds no snapshot of ours
    if parcel is None or settings.mail_url is None:
        return None
    return delivery.hand_over(settings.mail_url, parcel)


def parcel_of(session: Session, settings: Settings, message_id: int) -> Parcel | None:
    """The mail that is owed, as plain values."""
    message = session.get(Message, message_id)
    if message is None or message.state is not MessageState.QUEUED:
        return None
    authority = session.get_one(Authority, message.authority_id)
    return Parcel(
        sender=authority.email,
        sender_name=authority.name,
        recipient=message.recipient,
        subject=message.subject,
        body=message.body,
        message_id=message.message_id,
        language=message.language.value,
        made_at=message.made_at,
        unsubscribe=_way_out(session, settings, authority, message),
    )


def _way_out(session: Session, settings: Settings, owner: Authority, message: Message) -> str:
    """The address at which who follows stops by one press (RFC 8058); "" for other mails."""
    if message.subscription_id is None:
        return ""
    return subscribing.find_link(settings, owner, session.get_one(Subscription, message.subscription_id))


def note_delivery(
    session: Session, _settings: Settings, now: datetime, *, message_id: int, prepared: Outcome | None
) -> None:
    """Writes what the server said; what cannot be delivered now is owed again, later and later (D6)."""
    message, outcome = session.get(Message, message_id), prepared
    if message is None or message.state is not MessageState.QUEUED:
        return
    if outcome is None:
        message.state = MessageState.KEPT
        return
    given_up = outcome.delivered is None and now - message.made_at > GIVE_UP
    if outcome.delivered is None and not given_up:
        _owe_again(session, now, message)
    elif outcome.delivered:
        message.state, message.sent_at = MessageState.SENT, now
        _note_party(session, message, Delivery.DELIVERED)
    else:
        message.state = MessageState.FAILED
        _note_party(session, message, Delivery.FAILED)
        kind = message.event_key.partition(":")[0]
        audit.note(session, message, "system", now, "message.failed", kind=kind)
    _keep_answer(session, now, message, outcome)
    session.flush()


def _owe_again(session: Session, now: datetime, message: Message) -> None:
    waited = now - message.made_at
    pause = min(max(waited / 4, timedelta(seconds=10)), LONGEST_PAUSE)
    jobs.enqueue(session, outbox.DELIVER, now + pause, message_id=message.id)


def _keep_answer(session: Session, now: datetime, message: Message, outcome: Outcome) -> None:
    """The same answer again is not written again: a server may be down for a day."""
    if outcome.delivered is None and queries.last_answer(session, message.id) == outcome.answer:
        return
    session.add(
        MessageDelivery(
            authority_id=message.authority_id,
            message_id=message.id,
            delivered=bool(outcome.delivered),
            answer=outcome.answer,
            at=now,
        )
    )


def _note_party(session: Session, message: Message, delivery: Delivery) -> None:
    """A letter to a heard party that does not arrive is a red alert (R11)."""
    kind, _, rest = message.event_key.partition(":")
    if kind == INVITED:
        heard = session.get_one(HeardParty, int(rest.partition(":")[0]))
        heard.delivery = delivery


def mark_letters_posted(session: Session, actor: str, now: datetime, consultation_id: int, ids: set[int]) -> int:
    """The printed letters have gone to the post; those that came since stay. Returns how many."""
    posted = [letter for letter in queries.list_letters(session, consultation_id) if letter.id in ids]
    for letter in posted:
        letter.state, letter.sent_at = MessageState.SENT, now
        audit.note(session, letter, actor, now, "message.posted", kind=letter.event_key.partition(":")[0])
    session.flush()
    return len(posted)


def note_printing(session: Session, actor: str, now: datetime, consultation: Consultation, count: int) -> None:
    """Letters with names and addresses were taken as a file."""
    audit.note(session, consultation, actor, now, "letters.printed", count=count)
    session.flush()


def note_opening(session: Session, actor: str, now: datetime, message: Message) -> None:
    """A message was read by staff: it has an address, and a receipt has the whole response (R57)."""
    audit.note(session, message, actor, now, "message.opened", kind=message.event_key.partition(":")[0])
    session.flush()


# Events that concern many


def tell_deadline_moved(session: Session, settings: Settings, now: datetime, *, deadline_id: int) -> None:
    """Everyone who has answered hears of the new deadline (R6)."""
    deadline = session.get_one(Deadline, deadline_id)
    earlier = session.scalar(
        select(Deadline.closes_at).where(
            Deadline.consultation_id == deadline.consultation_id,
            Deadline.heard_party_id.is_(None),
            Deadline.seq == deadline.seq - 1,
        )
    )
    if earlier is None:
        return
    consultation = session.get_one(Consultation, deadline.consultation_id)
    for reader in queries.list_readers(session, consultation.id):
        response = reader.response
        now_on_time = rules.has_come_in_time(
            response.received_at, response.received_precision, earlier, deadline.closes_at
        )
        words = messages.deadline_moved(
            queries.about_of(settings, consultation, response.language),
            rules.number_label(response.series, response.seq),
            earlier,
            deadline.closes_at,
            deadline.reason,
            now_on_time=now_on_time,
        )
        _tell(session, settings, now, consultation, reader, f"{DEADLINE_MOVED}:{deadline.id}", words)
    _tell_parties(session, settings, now, consultation, earlier, deadline)
    new, reason = deadline.closes_at, deadline.reason
    event = f"{DEADLINE_MOVED}:{deadline.id}"
    words_of = partial(news.deadline_moved, old=earlier, new=new, reason=reason)
    followers.tell(session, settings, now, consultation, event, words_of)


def _tell_parties(
    session: Session, settings: Settings, now: datetime, consultation: Consultation, earlier: datetime, new: Deadline
) -> None:
    """Those who were asked hear it too; not who has a later deadline of its own, nor twice at one address (R6)."""
    about = queries.about_of(settings, consultation, Language.DANISH)
    for heard in queries.list_asked(session, consultation.id):
        own = in_force(earlier, own_deadline(session, heard.id))
        if heard.party.email is None or own is None or own >= new.closes_at:
            continue
        words = messages.deadline_moved_party(about, heard.party.name, own, new.closes_at, new.reason)
        event = f"{DEADLINE_MOVED}:{new.id}"
        outbox.queue_mail(session, settings, now, consultation, event=event, recipient=heard.party.email, words=words)


def tell_draft_replaced(session: Session, settings: Settings, now: datetime, *, version_id: int) -> None:
    """Who has answered the draft or the whole, and every party that was asked, hears of its new version (R7)."""
    version = session.get_one(DraftVersion, version_id)
    draft = session.get_one(Draft, version.draft_id)
    consultation, event = session.get_one(Consultation, draft.consultation_id), f"draft_replaced:{version.id}"
    for reader in queries.list_readers_of_draft(session, draft):
        response = reader.response
        about = queries.about_of(settings, consultation, response.language)
        number = rules.number_label(response.series, response.seq)
        words = messages.draft_replaced(about, _draft_words(draft, response.language), version.change_list, number)
        _tell(session, settings, now, consultation, reader, event, words)
    about = queries.about_of(settings, consultation, Language.DANISH)
    words = messages.draft_replaced(about, _draft_words(draft, Language.DANISH), version.change_list, "")
    for heard in queries.list_asked(session, consultation.id):
        if heard.party.email is not None:
            outbox.queue_mail(
                session, settings, now, consultation, event=event, recipient=heard.party.email, words=words
            )

    def news_of(about: About) -> Words:
        return news.draft_replaced(about, _draft_words(draft, about.language), version.change_list)

    followers.tell(session, settings, now, consultation, event, news_of)


def _draft_words(draft: Draft, language: Language) -> str:
    return f"{'Draft' if language is Language.ENGLISH else 'Udkast'} {draft.number}, {draft.title},"


def tell_party_deadline(session: Session, settings: Settings, now: datetime, *, deadline_id: int) -> None:
    """A party that has got its letter hears that it has more time (R6)."""
    deadline = session.get_one(Deadline, deadline_id)
    heard = session.get_one(HeardParty, deadline.heard_party_id)
    if heard.sent_at is None or heard.removed_at is not None or heard.party.email is None:
        return
    consultation = session.get_one(Consultation, deadline.consultation_id)
    words = messages.party_deadline_set(
        queries.about_of(settings, consultation, Language.DANISH), heard.party.name, deadline.closes_at, deadline.reason
    )
    event = f"party_deadline_set:{deadline.id}"
    outbox.queue_mail(session, settings, now, consultation, event=event, recipient=heard.party.email, words=words)


def tell_cancelled(session: Session, settings: Settings, now: datetime, *, consultation_id: int) -> None:
    """Everyone who has answered hears that the consultation is cancelled (states.md)."""
    consultation = session.get_one(Consultation, consultation_id)
    for reader in queries.list_readers(session, consultation.id):
        response = reader.response
        words = messages.cancelled(
            queries.about_of(settings, consultation, response.language),
            rules.number_label(response.series, response.seq),
            consultation.cancelled_reason,
        )
        _tell(session, settings, now, consultation, reader, f"cancelled:{consultation.id}", words)
    words_of = partial(news.cancelled, reason=consultation.cancelled_reason)
    followers.tell(session, settings, now, consultation, f"cancelled:{consultation.id}", words_of)
    subscribing.owe_end(session, now, consultation.id)


def _tell(
    session: Session,
    settings: Settings,
    now: datetime,
    consultation: Consultation,
    reader: Reader,
    event: str,
    words: Words,
) -> None:
    """By mail, else as a letter (states.md, respondent without e-mail)."""
    sending.tell(
        session,
        settings,
        now,
        consultation,
        reader.response,
        event=event,
        words=words,
        email=reader.email,
        letter_to=reader.letter_to,
    )


def tell_outcome(session: Session, settings: Settings, now: datetime, *, milestone_id: int) -> None:
    """Who was asked, and who follows, hears once what the deciding meeting decided (R47, R48).

    Who has answered hears of their own points by the secretary's act (`telling`).
    """
    meeting = session.get_one(Milestone, milestone_id)
    consultation, event = session.get_one(Consultation, meeting.consultation_id), f"outcome:{meeting.id}"
    if not meeting.decides or not meeting.outcome or state_of(session, consultation, now) is not State.DECIDED:
        return
    words = messages.decided(queries.about_of(settings, consultation, Language.DANISH), meeting.outcome)
    for heard in queries.list_asked(session, consultation.id):
        if heard.party.email is not None:
            outbox.queue_mail(
                session, settings, now, consultation, event=event, recipient=heard.party.email, words=words
            )
    words_of = partial(news.decided, outcome=meeting.outcome)
    followers.tell(session, settings, now, consultation, event, words_of)
    subscribing.owe_end(session, now, consultation.id)


def tell_follow_up(session: Session, settings: Settings, now: datetime, *, consultation_id: int) -> None:
    """Who answered or was asked in the earlier consultation hears of the new one, once at each address (R8, R48)."""
    new = session.get_one(Consultation, consultation_id)
    if new.follows_id is None or new.follow_up is None or new.closes_at is None or new.cancelled_at is not None:
        return
    earlier, event = session.get_one(Consultation, new.follows_id), f"follow_up_published:{new.id}"
    what = (earlier.title, new.follow_up, new.follow_up_reason, new.closes_at)
    told: set[str] = set()
    for reader in queries.list_readers(session, earlier.id):
        address, response = (reader.email or reader.letter_to).casefold(), reader.response
        if address not in told:
            number = rules.number_label(response.series, response.seq)
            words = messages.follow_up_published(queries.about_of(settings, new, response.language), *what, number)
            _tell(session, settings, now, new, reader, event, words)
        told.add(address)
    words = messages.follow_up_published(queries.about_of(settings, new, Language.DANISH), *what, "")
    for heard in queries.list_asked(session, earlier.id):
        if heard.party.email is not None and heard.party.email.casefold() not in told:
            outbox.queue_mail(session, settings, now, new, event=event, recipient=heard.party.email, words=words)
            told.add(heard.party.email.casefold())


def invite_party(session: Session, settings: Settings, now: datetime, *, heard_party_id: int) -> None:
    """Writes to a heard party; the link in the mail is made here and replaces an earlier one (interface.md 4.3)."""
    heard = session.get_one(HeardParty, heard_party_id)
    consultation = session.get_one(Consultation, heard.consultation_id)
    if heard.party.email is None or heard.removed_at is not None or consultation.closes_at is None:
        return
    token = new_token()
    heard.token_hash = hash_token(token)
    link = f"{outbox.base_url(settings, consultation)}/part/{token}"
    until = in_force(consultation.closes_at, own_deadline(session, heard.id)) or consultation.closes_at
    words = messages.invited(queries.about_of(settings, consultation, Language.DANISH), heard.party.name, until, link)
    event = f"{INVITED}:{heard.id}:{now:%Y%m%d%H%M%S%f}"
    outbox.queue_mail(session, settings, now, consultation, event=event, recipient=heard.party.email, words=words)
