"""`consultation moderation …`."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import click
from sqlalchemy import select

from consultation import clock
from consultation.commands import tools
from consultation.models import Authority
from consultation.moderation import detectors, holding, queries
from consultation.moderation.detectors import Found
from consultation.moderation.own_words import OwnWord
from consultation.responses import reading
from consultation.responses.reading import ReadFile, RefusedFile
from consultation.site.queries import get_authority

_COLUMNS = ("kind", "sure", "start", "end", "text")
_TEXT = frozenset({"", "txt"})
"""Endings of what is read as it stands; other files go through the reader."""
_SLUG = click.option("--authority", "slug", metavar="SLUG", help="The authority whose own words count as well.")


@click.group("moderation")
def command() -> None:
    """Personal data in texts."""


@command.command("scan")
@click.argument("file", type=click.File("rb"))
@_SLUG
def scan(file: BinaryIO, slug: str | None) -> None:
    """Findings in a text, a PDF or an office file as JSON lines: kind, sure, start, end, text; in a file also part.

    Ends with 1 where nothing could be read, with 3 where only some could: pages that are pictures, files in the file.
    """
    own = _own_words(slug) if slug else ()
    name = Path(getattr(file, "name", "-")).name
    kind = reading.kind_of(name)
    if kind in _TEXT or kind not in reading.KINDS:
        _print(detectors.scan(_decoded(name, file.read()), own))
        return
    read = reading.read(name, file.read(reading.LARGEST_FILE + 1))
    if isinstance(read, RefusedFile):
        tools.fail(f"{name} cannot be read: {read.fault}")
    _print(detectors.scan(read.text, own), read)
    if not read.readable:
        click.echo(f"{name} holds more than could be read: {', '.join(sorted(read.notes)) or 'pictures'}", err=True)
        sys.exit(tools.REFUSED)


@command.command("rescan")
@click.option("--authority", "slug", metavar="SLUG", help="Only this authority's responses.")
def rescan(slug: str | None) -> None:
    """Owes another look through all that waits, for detectors that have learnt something. Adds, removes nothing."""
    with tools.database() as (session, _):
        owners = [get_authority(session, slug)] if slug else session.scalars(select(Authority)).all()
        for owner in owners:
            holding.owe_rescan(session, clock.now(), owner.id)
        session.commit()
        click.echo(f"owed to {len(owners)}", err=True)


def _own_words(slug: str) -> tuple[OwnWord, ...]:
    with tools.database(writes=False) as (session, _):
        return queries.own_words(session, get_authority(session, slug).id)


def _decoded(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        tools.fail(f"{name} is no text in UTF-8: octet {error.start}")


def _print(found: Sequence[Found], read: ReadFile | None = None) -> None:
    names = list(_parts(read)) if read else []
    for one in found:
        row: dict[str, object] = {column: getattr(one, column) for column in _COLUMNS}
        if read:
            row["part"] = next((name for name, start, end in names if start <= one.start < end), "")
        click.echo(json.dumps(row, ensure_ascii=False))


def _parts(read: ReadFile) -> Iterator[tuple[str, int, int]]:
    """ "page 3", "comment 1": each with where it begins and ends."""
    counted: Counter[str] = Counter()
    for part, start, end, _page in read.parts:
        counted[part] += 1
        yield f"{part} {counted[part]}", start, end
