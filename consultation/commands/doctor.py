"""`consultation doctor`."""

import sys

import click

from consultation import clock, doctor
from consultation.commands import tools
from consultation.database import make_engine


@click.command("doctor")
def command() -> None:
    """Configuration, durability, counters against recount, clock, jobs and storage; 1 on a fault."""
    settings = tools.settings()
    engine = make_engine(settings.database_url)
    checks = doctor.examine(engine, settings, clock.now())
    engine.dispose()
    for one in checks:
        click.echo(f"{'ok   ' if one.sound else 'FAULT'} {one.name}: {one.words}")
    if not all(one.sound for one in checks):
        sys.exit(tools.FAILED)
