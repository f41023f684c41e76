"""`consultation summary …`."""

import sys
from pathlib import Path

import click

from consultation import clock
from consultation.commands import tools
from consultation.consultations.queries import get_by_slug
from consultation.errors import Refused
from consultation.summary import making, operations, verify


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
        for name, content in {**made.files, **made.closed}.items():
            target = out / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            click.echo(name)


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
