"""`consultation summary …`."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import clock
from consultation.accounts.queries import roles_of
from consultation.commands import tools
from consultation.consultations.queries import get_by_slug
from consultation.database import make_engine
from consultation.errors import Refused
from consultation.models import Consultation, Staff
from consultation.responses.queries import get_response, list_responses
from consultation.summary import journalising, making, operations, verify
from consultation.vocabulary import JournalReason, Role


@click.group("summary")
def command() -> None:
    """The committee's papers."""


@command.command("compile")
@click.argument("slug")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--provisional", is_flag=True, help="Stamped KLADDE where something is missing.")
def compile_command(slug: str, out: Path, provisional: bool) -> None:
    """Freezes what stands now, if it has changed, and writes the papers into a folder."""
    with tools.database() as (session, settings):
        consultation = get_by_slug(session, slug)
        snapshot = operations.freeze(session, settings, "system", clock.now(), consultation, provisional=provisional)
        session.commit()
        if operations.broken_log(session, consultation.authority_id):
            raise Refused("the log is broken", gaps=("consultation audit verify says where",))
        made = making.papers_of(snapshot)
        files = {**made.files, **made.closed}
        _write(out, files.items())
        for name in files:
            click.echo(name)


@command.command("journal")
@click.argument("slug")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--by", required=True, metavar="EMAIL", help="The secretary who answers for having taken them.")
@click.option("--reason", required=True, type=click.Choice([one.value for one in JournalReason]))
@click.option("--number", default="", help="One response alone; without it all of them.")
def journal_command(slug: str, out: Path, by: str, reason: str, number: str) -> None:
    """Writes a folder for each response as it came, with metadata and checksums, for the case system (R49)."""
    with tools.database() as (session, settings):
        consultation = get_by_slug(session, slug)
        one = [get_response(session, consultation.id, number)] if number else None
        found = one or list_responses(session, consultation.id)
        actor, why = _secretary(session, consultation, by), JournalReason(reason)
        journalising.open_for_journal(session, actor, clock.now(), consultation, found, why)
        ids = [row.id for row in found]
        session.commit()
        engine = make_engine(settings.database_url)
        _write(out, journalising.folders(engine, tools.store(settings), ids))
        engine.dispose()
        click.echo(f"{len(ids)} responses written", err=True)


def _write(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    for name, content in files:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _secretary(session: Session, consultation: Consultation, email: str) -> str:
    """Refused for anybody but a secretary of the consultation's authority."""
    row = session.scalars(select(Staff).where(Staff.email == email.casefold())).one_or_none()
    if row is None or row.authority_id != consultation.authority_id or Role.SECRETARY not in roles_of(session, row.id):
        raise Refused("only a secretary of this authority takes responses out", gaps=(email,))
    return f"staff:{row.id}"


@command.command("verify")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def verify_command(folder: Path) -> None:
    """Checksums, counts, quotations, private words and accessibility of a package."""
    faults = verify.faults(folder)
    for fault in faults:
        click.echo(fault)
    if faults:
        sys.exit(tools.FAILED)
    click.echo("the package is sound", err=True)
