"""The rows of one version of a response, and who its sender is counted as."""

from collections import Counter
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from consultation import jobs
from consultation.config import Settings
from consultation.consultations.asked import write_choices
from consultation.lib.tokens import keyed_hash
from consultation.models import Answer, Attachment, Response, ResponseVersion, table_of
from consultation.responses import queries, rules
from consultation.responses.content import Content
from consultation.responses.rules import Sender
from consultation.vocabulary import ORGANISED, By, LoginMode

SCAN = "moderation.scan"
"""The job that looks for what may identify a person (R28); arguments: version_id."""
GROUP = "moderation.group"
"""The job that puts a response with those that say the same (R39); arguments: response_id."""
_ADD_ANSWERS = insert(table_of(Answer))


def sender_key(session: Session, settings: Settings, sender: Sender, response: Response, identity: str = "") -> str:
    """Who this sender is counted as: an HMAC, public nowhere (states.md). After a change of keys it is the one that
    the consultation knows them by, so that nobody is counted twice (M3)."""
    who = rules.sender_identity(sender, response.form_key, response.login_mode, identity)
    made, *earlier = (keyed_hash(key, "sender", who) for key in settings.secret_keys)
    return next((key for key in earlier if queries.knows_key(session, response.consultation_id, key)), made)


def corrected_key(
    session: Session, settings: Settings, sender: Sender, response: Response, before: ResponseVersion
) -> str:
    """The same after a correction; whom an identity provider has named stays that person."""
    named = response.login_mode is LoginMode.IDENTITY and before.capacity not in ORGANISED
    if named and sender.capacity not in ORGANISED:
        return before.sender_key
    return sender_key(session, settings, sender, response)


def sender_change(session: Session, response: Response, before: str, after: str) -> Counter[str]:
    """What another sender on a new version does to the number of senders."""
    if before == after:
        return Counter()
    known = [queries.knows_sender(session, response.consultation_id, key, response.id) for key in (before, after)]
    return Counter(senders=int(known[0]) - int(known[1]))


def add_version(
    session: Session, response: Response, number: int, now: datetime, key: str, sender: Sender, content: Content
) -> ResponseVersion:
    """Version, answers and attachments, as they were sent; none of them changes afterwards."""
    version = ResponseVersion(
        authority_id=response.authority_id,
        response_id=response.id,
        number=number,
        at=now,
        by=By.SENDER if response.registered_by is None else By.STAFF,
        follow=content.follow,
        sender_key=key,
        **vars(sender),
    )
    session.add(version)
    session.flush()
    if content.answers:
        session.execute(_ADD_ANSWERS, _answers(version, content))
    session.add_all(_attachments(version, content))
    session.flush()
    return version


def owe_scan(session: Session, now: datetime, version: ResponseVersion) -> None:
    """Every version is looked through once."""
    jobs.enqueue(session, SCAN, now, unique_key=f"{SCAN}:{version.id}", version_id=version.id)


def _answers(version: ResponseVersion, content: Content) -> list[dict[str, object]]:
    return [
        {
            "authority_id": version.authority_id,
            "version_id": version.id,
            "position": position,
            "draft_version_id": answer.version_id,
            "section_id": answer.section_id,
            "question_id": answer.question_id,
            "choices": write_choices(answer.choices),
            "stance": answer.stance,
            "text": answer.text,
            "proposed_text": answer.proposed_text,
            "quote": answer.quote,
            "quote_start": answer.quote_start,
        }
        for position, answer in enumerate(content.answers, 1)
    ]


def _attachments(version: ResponseVersion, content: Content) -> list[Attachment]:
    return [
        Attachment(
            authority_id=version.authority_id,
            version_id=version.id,
            position=position,
            blob_id=file.blob_id,
            original_name=file.name,
            alt=file.alt,
        )
        for position, file in enumerate(content.files, 1)
    ]
