"""Attachment bytes by content: written and synced before a row speaks of them (D3)."""

import hashlib
import os
import tempfile
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consultation.errors import NotFound
from consultation.models import Blob


class Store:
    """Files in a folder, named by the SHA-256 of their content; a name never gets other content."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes) -> str:
        """Durable when it returns; the same content twice is one file. Returns the SHA-256 in hex."""
        name = hashlib.sha256(content).hexdigest()
        path = self._path(name)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._write(path, content)
        return name

    def get(self, sha256: str) -> bytes:
        """Raises NotFound where the bytes are gone, and Conflict-free: content is checked against its name."""
        try:
            content = self._path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise NotFound("the stored file is missing") from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise NotFound("the stored file is damaged")
        return content

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / name

    def _write(self, path: Path, content: bytes) -> None:
        descriptor, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def keep(session: Session, store: Store, authority_id: int, content: bytes, media_type: str) -> Blob:
    """The blob of this content in this authority, stored now if it is new."""
    sha256 = store.put(content)
    known = select(Blob).where(Blob.authority_id == authority_id, Blob.sha256 == sha256)
    blob = session.scalars(known).one_or_none()
    if blob is not None:
        return blob
    try:
        with session.begin_nested():
            blob = Blob(authority_id=authority_id, sha256=sha256, size=len(content), media_type=media_type)
            session.add(blob)
    except IntegrityError:  # another sent the same at the same moment
        return session.scalars(known).one()
    return blob
