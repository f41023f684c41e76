"""Responses with files, read, decided on and copied as the worker does it: what tests of files begin with."""

from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import clock, worker
from consultation.models import Consultation, Rendition, RenditionFile, Response
from consultation.moderation import file_marking, marking, operations, renditions
from consultation.responses import filing, reading, whole
from consultation.responses.content import AnswerContent, Content, FileContent
from consultation.responses.reading import ReadFile
from consultation.storage import Copies
from consultation.vocabulary import DecisionKind, FileAct, FindingAnswer
from consultation.worker import HANDLERS, Handler
from tests import factories
from tests.factories import NOW
from tests.moderation import desk

_OURS = {
    name: handler if name in {operations.READ_FILE, renditions.COPY_FILE} else Handler(lambda *_given, **_ids: None)
    for name, handler in HANDLERS.items()
}
"""What reads and copies files; everything else that is owed is done by doing nothing."""


def received(
    app: Flask,
    session: Session,
    owner: Consultation,
    files: dict[str, bytes],
    text: str = "Se filen.",
    *,
    proposed: str = "",
    alt: str = "",
    **given: Any,
) -> Response:
    """A response with these files, by name; nobody has read them yet. `given` are other fields of a Submission."""
    kept = []
    for name, content in files.items():
        read = reading.read(name, content)
        assert isinstance(read, ReadFile), (name, read)
        blob = filing.keep(session, app.config["SETTINGS"], app.extensions["store"], NOW, owner.authority_id, read)
        kept.append(FileContent(blob.id, name, blob.size, blob.sha256, alt))
    said = Content((AnswerContent(text, proposed_text=proposed),) if text else (), tuple(kept))
    response = factories.response(session, owner, factories.submission(content=said, **given))
    operations.scan_response(session, NOW, response.id)
    session.commit()
    return response


def work(app: Flask, session: Session) -> None:
    """Does what is owed now."""
    session.commit()
    while worker.run_once(app.extensions["engine"], app.config["SETTINGS"], clock.now(), _OURS):
        pass
    session.expire_all()


def redact_all(session: Session, actor: str, response: Response) -> None:
    """Every finding that would be public goes; every file is read by eye."""
    material = desk.material(session, response)
    for found in material.undecided:
        marking.answer_finding(session, actor, NOW, response.id, found.finding.id, FindingAnswer.REDACT)
    for file in desk.material(session, response).files:
        if file.awaits_person:
            file_marking.say(session, actor, NOW, response.id, file.position, FileAct.READ)
    session.commit()


def publish(app: Flask, session: Session, actor: str, response: Response) -> None:
    """Decided by somebody who has seen everything, and copied."""
    redacted = desk.material(session, response).is_redacted
    desk.decide(session, actor, response, DecisionKind.PUBLISH_REDACTED if redacted else DecisionKind.PUBLISH)
    work(app, session)


def shown(session: Session, response: Response) -> list[RenditionFile]:
    """The files as the public has them."""
    query = (
        select(RenditionFile)
        .join(Rendition, Rendition.id == RenditionFile.rendition_id)
        .where(Rendition.key == response.key, Rendition.hidden_at.is_(None))
        .order_by(RenditionFile.position)
    )
    return list(session.scalars(query))


def words_of(content: bytes) -> str:
    """All that anybody can read in a copy, shown or not."""
    kind = "pdf" if content.startswith(b"%PDF") else "png" if content.startswith(b"\x89PNG") else "jpg"
    read = whole.read(f"kopi.{kind}", content)
    assert isinstance(read, ReadFile)
    return read.text


def copy_of(app: Flask, row: RenditionFile) -> bytes:
    copies = app.extensions["copies"]
    assert isinstance(copies, Copies)
    return copies.get(row.key)
