"""`consultation responses …`."""

import json
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import clock
from consultation.commands import tools
from consultation.consultations.queries import get_by_slug
from consultation.errors import Refused
from consultation.lib.sheetfile import read_table
from consultation.lib.tables import TableError
from consultation.models import Staff
from consultation.moderation import bulk
from consultation.responses import importing


@click.group("responses")
def command() -> None:
    """Responses from other systems."""


@command.command("import")
@click.argument("slug")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Checks every row and stores none.")
@click.option("--publish", is_flag=True, help="Publishes rows without findings, in the name of --by.")
@click.option("--by", default="", metavar="EMAIL", help="The moderator who answers for having read them.")
def import_file(slug: str, file: Path, dry_run: bool, publish: bool, by: str) -> None:
    """Takes in every row of a .jsonl, .csv or .xlsx file, or none."""
    if publish and not by:
        raise click.UsageError("--publish needs --by EMAIL")
    with tools.database() as (session, settings):
        consultation = get_by_slug(session, slug)
        actor = _actor(session, by) if by else "system"
        try:
            rows = read_table(file.read_bytes(), file.name)
        except TableError as error:
            raise Refused("nothing was imported", gaps=error.problems) from error
        done = importing.import_responses(
            session, settings, tools.store(settings), actor, clock.now(), consultation, rows, file.parent
        )
        if publish:
            bulk.publish_clean(session, actor, clock.now(), [one.response_id for one in done])
        if dry_run:
            session.rollback()
        else:
            session.commit()
        for one in done:
            click.echo(json.dumps({"row": one.row, "reference": one.reference, "number": one.number}))
        click.echo(f"{len(done)} rows {'would be ' if dry_run else ''}imported", err=True)


def _actor(session: Session, email: str) -> str:
    found = session.scalars(select(Staff).where(Staff.email == email.casefold())).one_or_none()
    if found is None:
        raise click.UsageError(f"{email} has no account")
    return f"staff:{found.id}"
