"""Confirming an e-mail address: asked for by mail, done by a press of a button, in time or not (R13, T7, B3)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from consultation import audit, jobs, throttle
from consultation.config import Settings
from consultation.consultations.deadlines import in_force
from consultation.errors import Closed, Conflict, Invalid, NotFound
from consultation.lib.tokens import hash_token, keyed_hash
from consultation.models import Consultation, Response
from consultation.parties import queries as parties
from consultation.responses import (
    confirmation,
    figures,
    formkeys,
    links,
    outbox,
    queries,
    queueing,
    rules,
    sending,
    standing,
    versions,
)
from consultation.responses.content import Submission
from consultation.vocabulary import By, Reason, Status

WITHHOLD = "moderation.withhold_unconfirmed"
"""The job that withholds what nobody has confirmed in time; arguments: response_id."""
NOT_ME = "not_me"
"""Why a response is withdrawn that the address's owner did not send."""
DAY = timedelta(days=1)
MOST_MAILS, MOST_ASKED = 5, 10
"""Mails that one address gets in a day, and times that one response may ask (B3)."""


def begin(session: Session, settings: Settings, now: datetime, consultation: Consultation, response: Response) -> None:
    """Asks the sender of a new response, and owes what happens when nobody answers."""
    jobs.enqueue(session, WITHHOLD, until(session, response), response_id=response.id)
    _ask(session, settings, now, consultation, response)


def ask_again(session: Session, settings: Settings, now: datetime, response: Response, email: str) -> bool:
    """The mail once more, to another address where the first was wrong; the link in the earlier mail then dies.

    False where the address has had its mails for today. Raises Closed, and Conflict where there is nothing to confirm.
    """
    queries.lock(session, response)
    _check_waits(session, now, response)
    consultation = session.get_one(Consultation, response.consultation_id)
    if email != queries.newest_version(session, response.id).email:
        _change_address(session, settings, now, response, email)
    return _ask(session, settings, now, consultation, response)


def confirm(session: Session, settings: Settings, now: datetime, received_at: datetime, response: Response) -> None:
    """The owner of the address pressed the button; pressing twice is pressing once. Closed where it is too late.

    `received_at` is when the press was here (T6). The receipt with all that was sent follows by mail (states.md).
    """
    queries.lock(session, response)
    if not response.unconfirmed or response.withdrawn_at is not None:
        return
    _check_waits(session, received_at, response)
    _let_in(session, now, response, By.SENDER)
    audit.note(session, response, standing.SENDER, now, "response.confirmed")
    _send_receipt(session, settings, now, response)


def disown(session: Session, now: datetime, received_at: datetime, response: Response) -> None:
    """The owner of the address did not send this: it is withdrawn, and stays in the case (B3). Closed: too late."""
    queries.lock(session, response)
    if not response.unconfirmed or response.withdrawn_at is not None:
        return
    _check_waits(session, received_at, response)
    figures.add(session, response.consultation_id, standing.withdraw(session, now, response, By.SENDER, NOT_ME))
    audit.note(session, response, standing.SENDER, now, "response.withdrawn", by=By.SENDER.value)


def admit(session: Session, actor: str, now: datetime, response: Response, reason: str) -> None:
    """Staff take a response in without a confirmed address (states.md). Invalid without a reason; Conflict."""
    if not reason.strip():
        raise Invalid("a reason is needed", errors={"reason": "missing"})
    queries.lock(session, response)
    _check_unconfirmed(session, response)
    _let_in(session, now, response, By.STAFF, reason.strip())
    audit.note(session, response, actor, now, "response.admitted")


def get_by_token(session: Session, token: str) -> Response:
    """The response behind a link to confirm. NotFound, the same for every wrong one (A2)."""
    found = queries.find_by_confirm_hash(session, hash_token(token))
    if found is None:
        raise NotFound("no such response")
    return found


def until(session: Session, response: Response) -> datetime:
    """Until when, exclusive, the address can be confirmed, by the deadline now in force for the sender."""
    consultation = session.get_one(Consultation, response.consultation_id)
    closes_at = queries.closes_at_for(session, consultation, queries.find_heard_party_id(session, response.id))
    return rules.confirm_until(response.received_at, closes_at or response.received_at)


def until_of(session: Session, consultation: Consultation, rows: Sequence[Response]) -> dict[int, datetime]:
    """Response -> the same, for many of a consultation; in two statements however many they are."""
    heard = queries.heard_party_ids(session, [row.id for row in rows])
    own = parties.own_deadlines(session, consultation.id)
    closes_at = {row.id: in_force(consultation.closes_at, own.get(heard.get(row.id, 0))) for row in rows}
    return {row.id: rules.confirm_until(row.received_at, closes_at[row.id] or row.received_at) for row in rows}


def _check_unconfirmed(session: Session, response: Response) -> None:
    """Conflict where there is nothing to confirm, or what it says is erased: nobody could decide on it (P4)."""
    if not response.unconfirmed or response.withdrawn_at is not None:
        raise Conflict("there is nothing to confirm")
    erased_at = queries.find_erased_at(session, response.id)
    if erased_at is not None:
        raise Conflict("its content is erased", cause="erased", at=erased_at)


def _check_waits(session: Session, at: datetime, response: Response) -> None:
    _check_unconfirmed(session, response)
    if at >= until(session, response):
        raise Closed("the time to confirm has passed")


def _let_in(session: Session, now: datetime, response: Response, by: By, reason: str = "") -> None:
    """It waits for a moderator like any other; one withheld for this alone comes back."""
    before = queries.standing_of(session, response)
    response.confirmed_at, response.confirmed_by, response.confirmed_reason = now, by, reason
    session.flush()
    changes: Counter[str] = Counter()
    if before.status is Status.AWAITING:
        changes[figures.UNCONFIRMED] -= 1
        queueing.enter(session, response)
    elif before.decision is not None and before.decision.reason is Reason.NOT_CONFIRMED:
        changes = standing.reopen(session, now, before, before.version, standing.SYSTEM)
    figures.add(session, response.consultation_id, changes)


def _ask(session: Session, settings: Settings, now: datetime, consultation: Consultation, response: Response) -> bool:
    """Owes the mail with the link, and makes this link the one that counts."""
    version = queries.newest_version(session, response.id)
    email = version.email
    asked = throttle.count(session, "confirm_response", str(response.id), now, DAY)
    address = keyed_hash(settings.secret_key, "throttle", email.casefold())
    if asked > MOST_ASKED or throttle.count(session, "confirm_address", address, now, DAY) > MOST_MAILS:
        return False
    token = formkeys.confirm_token(settings.secret_key, consultation.id, response.form_key, email)
    response.confirm_hash = hash_token(token)
    session.flush()
    places = queries.places_of(session, consultation.id)
    link = sending.confirm_address(settings, consultation, token, response.language)
    receipt = sending.receipt_of(
        consultation, response, link, queries.content_of(session, version), places, version.organisation
    )
    outbox.queue_mail(
        session,
        settings,
        now,
        consultation,
        event=f"confirm:{response.id}:{now.astimezone(UTC):%Y%m%d}:{asked}",
        recipient=email,
        words=confirmation.words_of(receipt, until(session, response)),
        language=response.language,
        response=response,
    )
    return True


def _change_address(session: Session, settings: Settings, now: datetime, response: Response, email: str) -> None:
    """A new version with the same words: versions are never changed."""
    before = queries.newest_version(session, response.id)
    sender = replace(queries.sender_of(before), email=email)
    content = queries.content_of(session, before)
    key = versions.corrected_key(session, settings, sender, response, before)
    changes = versions.sender_change(session, response, before.sender_key, key)
    version = versions.add_version(session, response, before.number + 1, now, key, sender, content)
    figures.add(session, response.consultation_id, changes)
    audit.note(session, response, standing.SENDER, now, "response.corrected", version=version.number)
    versions.owe_scan(session, now, version)


def _send_receipt(session: Session, settings: Settings, now: datetime, response: Response) -> None:
    consultation = session.get_one(Consultation, response.consultation_id)
    places = queries.places_of(session, consultation.id)
    version = queries.newest_version(session, response.id)
    content = queries.content_of(session, version)
    token = links.find_token(session, settings, response) or ""
    sent = Submission(queries.sender_of(version), content, response.form_key, response.received_at)
    whole = confirmation.whole_words([(places[one.place], one) for one in content.answers], content, response.language)
    sending.queue_receipt(session, settings, now, consultation, response, token, sent, places, whole=whole)
