"""The authority's own template for its papers: the newest one is in force until it is withdrawn (R41)."""

from base64 import b64encode
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import audit, storage
from consultation.errors import NotFound
from consultation.models import Blob, PaperTemplate
from consultation.storage import Store

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Kept(NamedTuple):
    row: PaperTemplate
    blob: Blob


def list_templates(session: Session, authority_id: int) -> list[Kept]:
    """Every template that the authority has had, newest first."""
    query = select(PaperTemplate, Blob).join(Blob, Blob.id == PaperTemplate.blob_id)
    rows = session.execute(query.where(PaperTemplate.authority_id == authority_id).order_by(PaperTemplate.id.desc()))
    return [Kept(row, blob) for row, blob in rows]


def find_in_force(session: Session, authority_id: int) -> Kept | None:
    """The newest, unless it has been withdrawn: then the papers are written into ours."""
    newest = next(iter(list_templates(session, authority_id)), None)
    return newest if newest is not None and newest.row.withdrawn_at is None else None


def as_input(session: Session, store: Store, authority_id: int) -> str:
    """The template in force as a snapshot holds it; "" for ours."""
    found = find_in_force(session, authority_id)
    return "" if found is None else b64encode(store.get(found.blob.sha256)).decode("ascii")


def put_in_force(
    session: Session, store: Store, actor: str, now: datetime, authority_id: int, name: str, content: bytes
) -> PaperTemplate:
    """Keeps a template that has been checked (lib/wordfile/templates.py) and uses it from now on."""
    blob = storage.keep(session, store, authority_id, content, MEDIA_TYPE)
    row = PaperTemplate(authority_id=authority_id, blob_id=blob.id, name=name, by=actor, at=now)
    session.add(row)
    session.flush()
    audit.note(session, row, actor, now, "template.put_in_force")
    return row


def withdraw(session: Session, actor: str, now: datetime, authority_id: int) -> None:
    """Goes back to our template. NotFound where it is in use already."""
    found = find_in_force(session, authority_id)
    if found is None:
        raise NotFound("no template is in force")
    for row, _blob in list_templates(session, authority_id):
        if row.withdrawn_at is None:
            row.withdrawn_at, row.withdrawn_by = now, actor
    session.flush()
    audit.note(session, found.row, actor, now, "template.withdrawn")
