"""`consultation db …`."""

import click

from consultation import schema
from consultation.commands import tools
from consultation.database import make_engine


@click.group("db")
def command() -> None:
    """The database's shape."""


@command.command("upgrade")
def upgrade() -> None:
    """Brings the database to the shape this code needs."""
    schema.upgrade(tools.settings().database_url)


@command.command("check")
def check() -> None:
    """Whether the database has the shape this code needs."""
    engine = make_engine(tools.settings().database_url)
    found, needed = schema.current(engine), schema.newest()
    engine.dispose()
    if found != needed:
        tools.fail(f"The database is at revision {found}, this code needs {needed}. Run: consultation db upgrade")
    click.echo(f"revision {found}")
