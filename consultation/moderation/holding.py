"""An authority's own words, to be held for a look: put on the list, taken off, and looked for again in what waits."""

import json
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consultation import audit, jobs
from consultation.config import Settings
from consultation.errors import Conflict, Invalid, NotFound
from consultation.lib.text import clean
from consultation.models import HeldWord, Job, QueueEntry
from consultation.moderation import operations, own_words, queries
from consultation.vocabulary import FindingKind, JobState

RESCAN = "moderation.rescan"
"""The job that looks again through everything that waits at an authority; arguments: authority_id, after."""
WAIT = timedelta(minutes=1)
"""Words are put on a list one after the other: what waits is looked through once."""
MOST_WORDS = 500
BATCH = 25
"""Responses in one transaction, so that nobody waits for the whole of it."""


def hold_word(
    session: Session, actor: str, now: datetime, authority_id: int, words: str, kind: FindingKind
) -> HeldWord:
    """Puts words on the list and owes a look through all that waits.

    Invalid: `words` is "missing" (nothing to look for) or "many"; Conflict: they are on it already.
    """
    typed = " ".join(clean(words).split())
    key = own_words.key_of(typed)
    if not key:
        raise Invalid("no words", errors={"words": "missing"})
    known = {row.key for row in queries.list_held_words(session, authority_id)}
    if key in known:
        raise Conflict("the words are held already", cause="held")
    if len(known) >= MOST_WORDS:
        raise Invalid("the list is full", errors={"words": "many"})
    row = HeldWord(authority_id=authority_id, words=typed, key=key, kind=kind, by=actor, at=now)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as error:  # another wrote the same at the same moment
        raise Conflict("the words are held already", cause="held") from error
    audit.note(session, row, actor, now, "held_word.added", kind=kind.value)
    owe_rescan(session, now, authority_id)
    return row


def release_word(session: Session, actor: str, now: datetime, authority_id: int, word_id: int) -> None:
    """Takes words off the list; what was found stays until a person clears it. NotFound: not on it."""
    row = session.scalars(
        select(HeldWord)
        .where(HeldWord.id == word_id, HeldWord.authority_id == authority_id, HeldWord.ended_at.is_(None))
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFound("no such words")
    row.ended_at, row.ended_by = now, actor
    session.flush()
    audit.note(session, row, actor, now, "held_word.ended")


def owe_rescan(session: Session, now: datetime, authority_id: int) -> None:
    """Once, however often it is asked for before it begins."""
    begins = json.dumps({"after": 0, "authority_id": authority_id}, sort_keys=True)
    owed = select(Job.id).where(Job.name == RESCAN, Job.state == JobState.WAITING, Job.due_at > now)
    if session.scalars(owed.where(Job.arguments == begins)).first() is None:
        jobs.enqueue(session, RESCAN, now + WAIT, authority_id=authority_id, after=0)


def rescan(session: Session, _settings: Settings, now: datetime, *, authority_id: int, after: int) -> None:
    """The job: a few of those that wait, and the rest is owed. Rows are added, none removed (R28).

    Nobody is passed over who comes in meanwhile: a new response is looked through with the words of its time.
    """
    waiting = select(QueueEntry.response_id).where(
        QueueEntry.authority_id == authority_id, QueueEntry.response_id > after
    )
    found = session.scalars(waiting.order_by(QueueEntry.response_id).limit(BATCH)).all()
    for response_id in found:
        operations.scan_response(session, now, response_id)
    if len(found) == BATCH:
        jobs.enqueue(session, RESCAN, now, authority_id=authority_id, after=found[-1])
