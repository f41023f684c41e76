"""Attachment bytes by content: written and synced before a row speaks of them (D3)."""

import hashlib
import os
import tempfile
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consultation.errors import NotFound
from consultation.lib.tokens import new_token
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
        else:
            path.touch()  # it is put now, and nobody tidies it away
        return name

    def get(self, sha256: str) -> bytes:
        """Raises NotFound where the bytes are gone, and Conflict-free: content is checked against its name."""
        if not sha256:
            raise NotFound("the stored file is erased")
        try:
            content = self._path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise NotFound("the stored file is missing") from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise NotFound("the stored file is damaged")
        return content

    def remove(self, sha256: str) -> None:
        """The bytes are gone when it returns; they may have been before."""
        path = self._path(sha256)
        path.unlink(missing_ok=True)
        if path.parent.exists():
            _sync(path.parent)

    def tidy(self, known: Collection[str], before: datetime) -> None:
        """Removes what is not known and was last put before this instant: half written, or forgotten on the way."""
        for path in self._folder.glob("*/*"):
            if path.name not in known and path.stat().st_mtime < before.timestamp():
                path.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / name

    def _write(self, path: Path, content: bytes) -> None:
        descriptor, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
        _sync(path.parent)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Copies(Store):
    """Public copies, in a folder of their own, under names that tell nothing of what is in them (P2)."""

    def put(self, content: bytes) -> str:
        """Durable when it returns. Returns the key; the same content twice has two."""
        key = new_token()
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        self._write(path, content)
        return key

    def get(self, key: str) -> bytes:
        """Raises NotFound where the bytes are gone."""
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError as error:
            raise NotFound("the copy is gone") from error


def keep(session: Session, store: Store, authority_id: int, content: bytes, media_type: str) -> Blob:
    """The blob of this content in this authority, stored now if it is new."""
    sha256 = store.put(content)
    known = select(Blob).where(
        Blob.authority_id == authority_id, Blob.sha256 == sha256, Blob.erased_at.is_(None)
    )  # what was erased may come again, as another row
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
