"""`consultation analysis …`."""

import json

import click

from consultation.analysis import grouping
from consultation.commands import tools
from consultation.consultations.queries import get_by_slug


@click.group("analysis")
def command() -> None:
    """Groups of answers."""


@command.command("group")
@click.argument("slug")
def group(slug: str) -> None:
    """Groups of identical answers as JSON lines: kind, numbers, references, senders."""
    with tools.database() as (session, _):
        for row in grouping.group_rows(session, get_by_slug(session, slug)):
            click.echo(json.dumps(row, ensure_ascii=False))
        session.commit()
