"""Writes of responses: received once, corrected by new versions, withdrawn; numbers never come twice (R18-R24).

Order of locks, the same everywhere: number series or the response, counters once, the consultation, the audit's head.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from consultation import audit, jobs, throttle
from consultation.config import Settings
from consultation.consultations import numbering
from consultation.consultations.states import is_on_time
from consultation.errors import Closed, Conflict, Invalid, NotFound
from consultation.lib import tokens
from consultation.models import (
    Consultation,
    HeardParty,
    NumberSeries,
    Response,
    ResponseParty,
    ResponseVersion,
    table_of,
)
from consultation.responses import (
    confirming,
    figures,
    formkeys,
    lateness,
    links,
    mending,
    queries,
    queueing,
    rules,
    sending,
    standing,
    suspicion,
    versions,
)
from consultation.responses.content import AnswerContent, Content, Place, PlaceKey, Proof, Submission
from consultation.responses.rules import Sender
from consultation.vocabulary import By, Channel, QuestionKind, Series

SENDER = "sender"
_CLOSES_AT = select(table_of(Consultation).c.closes_at).where(table_of(Consultation).c.id == bindparam("of"))


@dataclass(frozen=True)
class Received:
    """A response that is stored; `token` opens its private page, `repeated` says that it was stored before (C3).

    `token` is "" where the form no longer leads there: staff have given the sender a new link since.
    """

    response: Response
    token: str
    repeated: bool = False

    @property
    def number(self) -> str:
        return rules.number_label(self.response.series, self.response.seq)


def send_response(
    session: Session,
    settings: Settings,
    now: datetime,
    consultation: Consultation,
    sent: Submission,
    places: Mapping[PlaceKey, Place] | None = None,
) -> Received:
    """Stores a response with everything it causes: number, counters, tombstone, log, scan and receipt.

    Whether sending is allowed now is for the caller: letters are registered late, forms are not sent late without
    ground. `places` (queries.places_of) saves a query where many are sent in one go. Invalid has codes by field.
    """
    places = places or queries.places_of(session, consultation.id)
    sent = replace(sent, content=sent.content.without_unchanged(places))
    check(sent.sender, sent.content, places)
    notice_id = _notice_id(session, consultation, sent)
    numbers = lock_numbers(session, consultation)  # one sends at a time from here on
    token = formkeys.own_token(settings.secret_key, consultation.id, sent.form_key)
    known = queries.find_by_form_key(session, consultation.id, sent.form_key)
    if known is not None:
        return _again(session, settings, known)
    signs = _suspicion(session, settings, now, sent)
    response = _add_response(
        session, now, consultation, sent, token, numbers, places, notice_text_id=notice_id, suspicion=signs
    )
    _complete(session, settings, now, consultation, response, sent)
    if response.unconfirmed:
        confirming.begin(session, settings, now, consultation, response)
    elif sent.receipt:
        sending.queue_receipt(session, settings, now, consultation, response, token, sent, places)
    return Received(response, token)


def received_again(session: Session, settings: Settings, consultation: Consultation, form_key: str) -> Received:
    """The receipt of a form that has been sent. NotFound where it has not."""
    known = queries.find_by_form_key(session, consultation.id, form_key)
    if known is None:
        raise NotFound("this form has not been sent")
    return _again(session, settings, known)


def _again(session: Session, settings: Settings, known: Response) -> Received:
    """The form does not open a link that staff gave after a check: who has the form may be who the link was lost to."""
    token = None if links.serial_of(session, known.id) else links.find_token(session, settings, known)
    return Received(known, token or "", repeated=True)


def correct_response(
    session: Session, settings: Settings, now: datetime, response: Response, sender: Sender, content: Content
) -> ResponseVersion:
    """A new version by the sender, before the deadline (R21); what was public is hidden until it is looked at again.

    The same words again give the same version. Raises Closed, Conflict and Invalid.
    """
    places = queries.places_of(session, response.consultation_id)
    content = content.without_unchanged(places)
    check(sender, content, places)
    queries.lock(session, response)
    before = queries.standing_of(session, response)
    if response.withdrawn_at is not None or response.no_remarks or queries.find_erased_at(session, response.id):
        raise Conflict("a withdrawn or erased response, or one without remarks, is not corrected")
    if not mending.may_mend(session, before, now):
        _check_open_to_sender(session, response, now)
    if queries.sender_of(before.version) == sender and queries.content_of(session, before.version) == content:
        return before.version
    key = versions.corrected_key(session, settings, sender, response, before.version)
    changes = versions.sender_change(session, response, before.version.sender_key, key)
    version = versions.add_version(session, response, before.version.number + 1, now, key, sender, content)
    changes.update(standing.reopen(session, now, before, version))
    queueing.renew(session, response, mending.find_decider(session, before.decision))
    figures.add(session, response.consultation_id, changes)
    audit.note(session, response, SENDER, now, "response.corrected", version=version.number)
    versions.owe_scan(session, now, version)
    sending.queue_corrected(
        session, settings, now, response, version, links.find_token(session, settings, response) or ""
    )
    return version


def withdraw_response(
    session: Session, now: datetime, response: Response, *, by: By = By.SENDER, actor: str = SENDER, reason: str = ""
) -> None:
    """Takes the response back (R21). Withdrawing twice is withdrawing once.

    The sender until the deadline (Closed); afterwards staff at the sender's request, with a reason (Invalid).
    """
    queries.lock(session, response)
    if response.withdrawn_at is not None:
        return
    if by is By.STAFF and not reason.strip():
        raise Invalid("a reason is needed", errors={"reason": "missing"})
    if by is By.SENDER:
        _check_open_to_sender(session, response, now)
    figures.add(session, response.consultation_id, _withdraw(session, now, response, by, actor, reason.strip()))
    jobs.enqueue(session, sending.WITHDRAWN, now, response_id=response.id)


def join_party(
    session: Session, actor: str, now: datetime, response: Response, heard: HeardParty, reason: str = ""
) -> None:
    """Says that a response speaks for a heard party; joining twice is joining once."""
    if heard.consultation_id != response.consultation_id:
        raise Conflict("the party belongs to another consultation")
    known = select(ResponseParty.id).where(
        ResponseParty.response_id == response.id, ResponseParty.heard_party_id == heard.id
    )
    queries.lock(session, response)
    if session.scalar(known) is None:
        _join(session, response, heard.id, actor, reason)
        lateness.judge(session, now, response)
        audit.note(session, response, actor, now, "response.party_joined", heard_party=heard.id)
        session.flush()


def check(sender: Sender, content: Content, places: Mapping[PlaceKey, Place]) -> None:
    """Raises Invalid: codes "missing" and "format" by field of the sender, and of the text, sections and choices."""
    faults = rules.sender_faults(sender)
    if content.is_empty:
        faults["text"] = "missing"
    if any(answer.place not in places for answer in content.answers):
        faults["sections"] = "unknown"
    if len({answer.place for answer in content.answers}) != len(content.answers):
        faults["sections"] = "twice"
    if any(not _may_be_chosen(answer, places.get(answer.place)) for answer in content.answers):
        faults["choices"] = "unknown"
    if any(not _has_quote(answer, places.get(answer.place)) for answer in content.answers):
        faults["quote"] = "unknown"
    if faults:
        raise Invalid("the response is not complete", errors=faults)


def _has_quote(answer: AnswerContent, place: Place | None) -> bool:
    """What an answer says it is about stands in the draft."""
    return place is None or place.has_quote(answer.quote, answer.quote_start)


def _may_be_chosen(answer: AnswerContent, place: Place | None) -> bool:
    """Choices are those that the question offers, and one at most where it asks for one."""
    if not answer.choices:
        return True
    asked = place.asked if place else None
    if asked is None or (asked.kind is QuestionKind.SINGLE and len(answer.choices) > 1):
        return False
    return len(asked.chosen(answer.choices)) == len(set(answer.choices)) == len(answer.choices)


def _check_open_to_sender(session: Session, response: Response, now: datetime) -> None:
    consultation = session.get_one(Consultation, response.consultation_id)
    closes_at = queries.closes_at_for(session, consultation, queries.find_heard_party_id(session, response.id))
    if consultation.cancelled_at is not None or closes_at is None or not is_on_time(now, closes_at):
        raise Closed("the deadline has passed")


def lock_numbers(session: Session, consultation: Consultation) -> dict[Series, NumberSeries]:
    """The numbers, held to the end: nobody moves the deadline meanwhile, and the consultation has the one in force."""
    numbers = numbering.lock_numbers(session, consultation)
    set_committed_value(consultation, "closes_at", session.scalar(_CLOSES_AT, {"of": consultation.id}))
    return numbers


def _notice_id(session: Session, consultation: Consultation, sent: Submission) -> int | None:
    """The version of the privacy notice that whoever sends here has read (R25)."""
    if sent.channel is not Channel.PORTAL:
        return None
    notice = queries.find_text(session, consultation.authority_id, queries.PRIVACY_SHORT, sent.language)
    return notice.id if notice else None


def _suspicion(session: Session, settings: Settings, now: datetime, sent: Submission) -> str:
    """Counts the sender, and tells what speaks against them (B1). Counted behind the number's lock: the row of a
    library's address would be a second line to stand in, and a longer one."""
    if sent.traces is None:
        return ""
    told = {
        "from_source": (sent.traces.source, suspicion.SOURCE_WINDOW),
        "from_email": (sent.sender.email.casefold(), suspicion.EMAIL_WINDOW),
    }
    counted = {
        name: (tokens.keyed_hash(settings.secret_key, name, value), window)
        for name, (value, window) in told.items()
        if value
    }
    numbers = dict.fromkeys(told, 0) | throttle.count_each(session, now, counted)
    found = suspicion.signs(
        trapped=sent.traces.trapped, begun_at=sent.traces.begun_at, received_at=sent.received_at, **numbers
    )
    return suspicion.written(found)


def _add_response(
    session: Session,
    now: datetime,
    consultation: Consultation,
    sent: Submission,
    token: str,
    numbers: dict[Series, NumberSeries],
    places: Mapping[PlaceKey, Place],
    **known: int | str | None,
) -> Response:
    """`known` are values of its row."""
    closes_at = queries.closes_at_for(session, consultation, sent.heard_party_id)
    lane = rules.series_of(sent.received_at, sent.precision, closes_at) if closes_at else Series.ON_TIME
    seq = numbers[lane].next
    numbers[lane].next += 1
    proof = Proof(tokens.new_nonce(), rules.number_label(lane, seq), sent.received_at)
    response = Response(
        authority_id=consultation.authority_id,
        consultation_id=consultation.id,
        series=lane,
        seq=seq,
        late=lane is Series.LATE,
        key=tokens.new_key(),
        form_key=sent.form_key,
        external_ref=sent.external_ref,
        channel=sent.channel,
        received_at=sent.received_at,
        received_precision=sent.precision,
        received_source=sent.source,
        registered_at=now,
        registered_by=None if sent.channel is Channel.PORTAL else sent.actor,
        language=sent.language,
        token_hash=tokens.hash_token(token),
        nonce=proof.nonce,
        commitment=proof.commitment(sent.sender, sent.content, places),
        no_remarks=sent.content.no_remarks,
        hide_requested=sent.content.hide_requested,
        login_mode=sent.login_mode,
        **known,
    )
    session.add(response)
    session.flush()
    return response


def _complete(
    session: Session,
    settings: Settings,
    now: datetime,
    consultation: Consultation,
    response: Response,
    sent: Submission,
) -> None:
    """Everything that follows a number: version, party, counters, tombstone or rendition, scan, log."""
    key = versions.sender_key(session, settings, sent.sender, response, sent.identity)
    changes = Counter(senders=int(not queries.knows_sender(session, consultation.id, key)))
    version = versions.add_version(session, response, 1, now, key, sent.sender, sent.content)
    if sent.heard_party_id is not None:
        _join(session, response, sent.heard_party_id, sent.actor)
        changes.update(_replace_no_remarks(session, now, response, sent))
    _join_named(session, response, sent)
    if response.no_remarks:
        changes.update(standing.publish_no_remarks(session, now, consultation, version, sent.sender))
    else:
        changes.update(standing.await_decision(session, response))
        versions.owe_scan(session, now, version)
    figures.add(session, consultation.id, changes)
    event = "response.received" if response.channel is Channel.PORTAL else "response.registered"
    number = rules.number_label(response.series, response.seq)
    audit.note(session, response, sent.actor, now, event, number=number, channel=response.channel.value)


def _join(session: Session, response: Response, heard_party_id: int, actor: str, reason: str = "") -> None:
    session.add(
        ResponseParty(
            authority_id=response.authority_id,
            response_id=response.id,
            heard_party_id=heard_party_id,
            joined_by=actor,
            reason=reason,
        )
    )


def _join_named(session: Session, response: Response, sent: Submission) -> None:
    session.add_all(
        ResponseParty(
            authority_id=response.authority_id,
            response_id=response.id,
            organisation=other.organisation,
            cvr=other.cvr,
            joined_by=sent.actor,
        )
        for other in sent.together
    )


def _replace_no_remarks(session: Session, now: datetime, response: Response, sent: Submission) -> Counter[str]:
    """A later answer of a party takes the place of its "ingen bemærkninger" (states.md)."""
    changes: Counter[str] = Counter()
    for earlier in queries.list_of_party(session, sent.heard_party_id or 0):
        if earlier.no_remarks and earlier.withdrawn_at is None and earlier.id != response.id:
            changes.update(_withdraw(session, now, earlier, By.SENDER, sent.actor, ""))
    return changes


def _withdraw(session: Session, now: datetime, response: Response, by: By, actor: str, reason: str) -> Counter[str]:
    audit.note(session, response, actor, now, "response.withdrawn", by=by.value)
    jobs.enqueue(session, versions.GROUP, now, response_id=response.id)
    return standing.withdraw(session, now, response, by, reason)
