"""Databases as they are after months: many responses, put in at the speed of the database.

The rows are those that the operations write, with the same columns filled; only the log is left out, whose length no
page depends on. `demo load --responses N` makes the same by the operations themselves, and has a row of its own.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from typing import Any

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from consultation.database import make_engine
from consultation.demo import texts
from consultation.lib import tokens
from consultation.models import (
    Answer,
    Base,
    Consultation,
    Decision,
    Finding,
    Job,
    Message,
    NumberSeries,
    QueueEntry,
    RedactionSet,
    Rendition,
    RenditionPart,
    Response,
    ResponseVersion,
    Throttle,
    Tombstone,
    Unsent,
    UnsentPart,
    table_of,
)
from consultation.moderation.operations import NOTICE
from consultation.responses import figures, formkeys, queries, sending, versions
from consultation.responses.content import Place, PlaceKey
from consultation.responses.outbox import DELIVER
from consultation.responses.risk import RISKS, Risk
from consultation.responses.suspicion import EMAIL_WINDOW
from consultation.vocabulary import (
    By,
    Capacity,
    Channel,
    DecisionKind,
    FindingKind,
    JobState,
    Language,
    MessageState,
    Precision,
    Series,
    Stance,
    Status,
)
from tests import factories
from tests.bench.databases import Database

SLUG = "hjaelp-i-hverdagen"
DRAFTS = 15
"""As many as the consultation that the demo reproduces."""
_CHUNK = 1_000
_DAY = timedelta(days=1)
_ANSWERS = 2
_FOUND_IN = 5
"""One response in so many names somebody."""


@dataclass
class _Rows:
    """Rows to come, by table, and the next free id of each."""

    session: Session
    rows: dict[type[Base], list[dict[str, Any]]] = field(default_factory=dict)
    ids: dict[type[Base], Iterator[int]] = field(default_factory=dict)

    def add(self, model: Any, **values: Any) -> int:
        """The id that the row will have."""
        if model not in self.ids:
            last = self.session.scalar(select(model.id).order_by(model.id.desc()).limit(1))
            self.ids[model] = count((last or 0) + 1)
        number = next(self.ids[model])
        self.rows.setdefault(model, []).append({"id": number, **values})
        return number

    def write(self) -> None:
        for model, rows in self.rows.items():
            self.session.execute(insert(table_of(model)), rows)
        self.rows.clear()

    def close(self) -> None:
        """The database gives the next ids itself again."""
        if self.session.get_bind().dialect.name == "postgresql":
            for model in self.ids:
                name = model.__tablename__
                self.session.execute(
                    text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))")
                )
        self.session.commit()
        self.session.connection().exec_driver_sql("ANALYZE")
        self.session.commit()


@dataclass(frozen=True)
class Filled:
    """What the writers of rows need to know about the consultation."""

    session: Session
    consultation: Consultation
    places: list[tuple[PlaceKey, Place]]
    sentences: list[str]
    now: datetime


def open_consultation(session: Session) -> Consultation:
    """One that is open by the real clock, with as many drafts as a large one has."""
    now = datetime.now(UTC)
    owner = factories.authority(session)
    row = factories.consultation(
        session, owner, SLUG, opens_at=now - 30 * _DAY, closes_at=now + 10 * _DAY, drafts=DRAFTS
    )
    session.commit()
    return row


def opened(database: Database) -> Session:
    """A session of the measurement's own; the caller closes it with `close`."""
    return Session(make_engine(database.url), expire_on_commit=False)


def close(session: Session) -> None:
    engine = session.get_bind()
    session.close()
    engine.dispose()  # type: ignore[union-attr]  # - it was made with an engine


def fill(session: Session, consultation: Consultation, many: int, *, published: bool) -> None:
    """So many responses more: published long ago, or waiting for a decision."""
    world = _world(session, consultation)
    series = session.get_one(NumberSeries, (consultation.id, Series.ON_TIME))
    rows, numbers = _Rows(session), iter(range(series.next, series.next + many))
    while chunk := list(islice(numbers, _CHUNK)):
        for seq in chunk:
            _response(rows, world, random.Random(seq), seq, published=published)
        rows.write()
    series.next += many
    status = Status.PUBLISHED if published else Status.AWAITING
    figures.add(session, consultation.id, {figures.bucket(False, status): many, "senders": many})
    rows.close()


def _world(session: Session, consultation: Consultation) -> Filled:
    places = [(key, place) for key, place in queries.places_of(session, consultation.id).items() if key.section_id]
    said = texts.names()["sentences"]
    return Filled(session, consultation, places, [one for stance in said.values() for one in stance], datetime.now(UTC))


def _response(rows: _Rows, world: Filled, dice: random.Random, seq: int, *, published: bool) -> None:
    owner, consultation_id, key = world.consultation.authority_id, world.consultation.id, tokens.new_key()
    at = world.now - timedelta(days=dice.randint(2, 29), seconds=dice.randint(0, 86_000))
    response_id = rows.add(
        Response,
        authority_id=owner,
        consultation_id=consultation_id,
        series=Series.ON_TIME,
        seq=seq,
        late=False,
        key=key,
        form_key=f"filled:{seq}",
        channel=Channel.PORTAL,
        received_at=at,
        received_precision=Precision.MINUTE,
        registered_at=at,
        token_hash=tokens.hash_token(key),
        nonce=tokens.new_nonce(),
        commitment=tokens.hash_token(f"commitment {key}"),
    )
    version_id = rows.add(
        ResponseVersion,
        authority_id=owner,
        response_id=response_id,
        number=1,
        at=at,
        by=By.SENDER,
        capacity=Capacity.CITIZEN,
        name=f"Prøve Prøvesen {seq}",
        email=f"svar{seq}@post.example",
        postcode="8900",
        sender_key=tokens.hash_token(f"sender {key}"),
    )
    answers = [
        (rows.add(Answer, **_answer(owner, version_id, number, place, said)), place, said)
        for number, (place, said) in enumerate(_said(world, dice), 1)
    ]
    rows.add(Job, **_job(versions.SCAN, version_id, "version_id", at))
    _message(rows, world, response_id, seq, at)
    set_id = rows.add(RedactionSet, authority_id=owner, version_id=version_id, seq=1, by="system", at=at)
    found = rows.add(Finding, **_finding(owner, version_id, answers[0][0])) if seq % _FOUND_IN == 0 else None
    public = {"consultation_id": consultation_id, "key": key, "number_label": str(seq), "sort_number": seq}
    if not published:
        rows.add(Tombstone, **public, late=False, status=Status.AWAITING)
        _waiting(rows, world, response_id, at, found)
        return
    decision_id = rows.add(
        Decision,
        authority_id=owner,
        response_id=response_id,
        version_id=version_id,
        seq=1,
        kind=DecisionKind.PUBLISH,
        redaction_set_id=set_id,
        by="staff:1",
        at=at + _DAY,
        effective_at=at + _DAY,
    )
    rows.add(Job, **_job(NOTICE, decision_id, "decision_id", at))
    rendition_id = rows.add(Rendition, **public, **_shown(at, found))
    for number, (_id, (_key, place), said) in enumerate(answers, 1):
        rows.add(RenditionPart, **_part(rendition_id, number, place, said))


def _waiting(rows: _Rows, world: Filled, response_id: int, at: datetime, found: int | None) -> None:
    """In the moderators' queue; and its sender's address has been counted today, as in a day on which all came."""
    rows.add(
        QueueEntry,
        authority_id=world.consultation.authority_id,
        consultation_id=world.consultation.id,
        response_id=response_id,
        rank=RISKS.index(Risk.OTHER if found is not None else Risk.NONE),
        received_at=at,
    )
    window = int(world.now.timestamp() // EMAIL_WINDOW.total_seconds())
    rows.add(Throttle, scope="from_email", key=tokens.hash_token(f"mail {response_id}"), window=window, count=1)


def _said(world: Filled, dice: random.Random) -> list[tuple[tuple[PlaceKey, Place], str]]:
    chosen = dice.sample(world.places, _ANSWERS)
    return [(place, " ".join(dice.sample(world.sentences, 3))) for place in chosen]


def _answer(owner: int, version_id: int, position: int, place: tuple[PlaceKey, Place], said: str) -> dict[str, Any]:
    return {
        "authority_id": owner,
        "version_id": version_id,
        "position": position,
        "draft_version_id": place[0].version_id,
        "section_id": place[0].section_id,
        "stance": Stance.NEUTRAL,
        "text": said,
    }


def _job(name: str, number: int, argument: str, at: datetime) -> dict[str, Any]:
    return {
        "name": name,
        "arguments": json.dumps({argument: number}),
        "unique_key": f"{name}:{number}",
        "due_at": at,
        "tries": 1,
        "state": JobState.DONE,
    }


def _message(rows: _Rows, world: Filled, response_id: int, seq: int, at: datetime) -> None:
    message_id = rows.add(
        Message,
        authority_id=world.consultation.authority_id,
        consultation_id=world.consultation.id,
        response_id=response_id,
        event_key=f"{sending.EVENT}:{response_id}",
        recipient=f"svar{seq}@post.example",
        language=Language.DANISH,
        subject="Kvittering for dit svar",
        body="Vi har modtaget dit svar. " * 40,
        message_id=f"<filled-{response_id}@proeve.example>",
        state=MessageState.SENT,
        made_at=at,
        sent_at=at,
    )
    rows.add(Job, **_job(DELIVER, message_id, "message_id", at))


def _finding(owner: int, version_id: int, answer_id: int) -> dict[str, Any]:
    return {
        "authority_id": owner,
        "version_id": version_id,
        "answer_id": answer_id,
        "place": "text",
        "kind": FindingKind.PERSON_NAME,
        "sure": False,
        "start": 0,
        "end": 4,
        "detector": "filled",
    }


def _shown(at: datetime, found: int | None) -> dict[str, Any]:
    return {
        "decision_seq": 1,
        "redacted": found is not None,
        "shown_name": "8900",
        "capacity": Capacity.CITIZEN,
        "received_on": at.date().isoformat(),
        "late": False,
        "visible_from": at + _DAY,
    }


def _part(rendition_id: int, position: int, place: Place, said: str) -> dict[str, Any]:
    return {
        "rendition_id": rendition_id,
        "position": position,
        "draft_number": place.draft_number,
        "version_number": place.version_number,
        "anchor": place.anchor,
        "printed_number": place.printed_number,
        "heading": place.heading,
        "stance": Stance.NEUTRAL,
        "text": said,
    }


def ready_to_send(session: Session, secret: str, consultation: Consultation, many: int) -> list[str]:
    """Answers of three texts each, of which only the press of "Send" is left; the secrets of their links."""
    world, rows, links = _world(session, consultation), _Rows(session), []
    for _ in range(many):
        key = tokens.new_token()
        links.append(formkeys.unsent_token(secret, key))
        about = {"capacity": "citizen", "name": "Karen Prøvesen", "postcode": "8900", "email": f"{key}@post.example"}
        unsent_id = rows.add(
            Unsent,
            authority_id=consultation.authority_id,
            consultation_id=consultation.id,
            token_hash=tokens.hash_token(links[-1]),
            form_key=key,
            begun_at=world.now - timedelta(hours=1),
            about=json.dumps(about),
            delete_on=(world.now + 40 * _DAY).date(),
        )
        for place, said in _three(world):
            rows.add(
                UnsentPart,
                authority_id=consultation.authority_id,
                unsent_id=unsent_id,
                version_id=place.version_id,
                section_id=place.section_id,
                text=said,
                saved_at=world.now,
            )
    rows.write()
    rows.close()
    return links


def _three(world: Filled) -> list[tuple[PlaceKey, str]]:
    """About a draft and two of its sections."""
    dice = random.Random()
    version_id = dice.choice(world.places)[0].version_id
    sections = [key for key, _ in world.places if key.version_id == version_id]
    places = [PlaceKey(version_id), *sections[:2]]
    return [(place, " ".join(dice.sample(world.sentences, 3))) for place in places]
