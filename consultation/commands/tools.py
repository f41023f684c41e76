"""What the commands share: settings, a session whose errors are told in sentences, and the exit codes.

0 done, 1 failed, 2 usage, 3 refused.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import click
from sqlalchemy.orm import Session

from consultation.config import Settings, SettingsError, read
from consultation.database import make_engine
from consultation.errors import DomainError, Invalid, Refused
from consultation.lib.tables import Problem
from consultation.storage import Copies, Store

FAILED, REFUSED = 1, 3


def settings() -> Settings:
    try:
        return read(os.environ)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def database(*, writes: bool = True) -> Iterator[tuple[Session, Settings]]:
    """A session of one command. A refusal by a rule ends with 3, another with 1, each in a sentence."""
    known = settings()
    engine = make_engine(known.database_url)
    try:
        with Session(engine if writes else engine.execution_options(writes=False)) as session:
            yield session, known
    except Refused as error:
        _refuse(error)
    except DomainError as error:
        fail(f"{error.message} {_details(error)}".strip())
    finally:
        engine.dispose()


def _details(error: DomainError) -> str:
    told = {**error.details, **(error.errors if isinstance(error, Invalid) else {})}
    return json.dumps(told, ensure_ascii=False, default=str) if told else ""


def _refuse(error: Refused) -> None:
    click.echo(f"{error.message}:", err=True)
    for gap in error.gaps:
        click.echo(f"  {_gap(gap)}", err=True)
    sys.exit(REFUSED)


def _gap(gap: object) -> str:
    if isinstance(gap, Problem):
        return f"row {gap.row}, field {gap.field or '-'}: {gap.code}"
    return str(getattr(gap, "text", gap))


def fail(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(FAILED)


def store(known: Settings) -> Store:
    return Store(known.data_dir / "files")


def copies(known: Settings) -> Copies:
    """Of the files of responses, for everybody."""
    return Copies(known.data_dir / "public")
