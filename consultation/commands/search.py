"""`consultation search …`."""

import click

from consultation import clock, jobs, search_index
from consultation.commands import tools


@click.group("search")
def command() -> None:
    """What the public can search."""


@command.command("rebuild")
def search_rebuild() -> None:
    """Has the worker write every entry anew, in small steps; `doctor` tells when they are as they should be."""
    with tools.database() as (session, _):
        jobs.enqueue(session, search_index.REBUILD, clock.now())
        session.commit()
    click.echo("The worker writes all entries anew (consultation work).", err=True)
