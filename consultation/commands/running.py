"""`consultation run`: everything at once, to try it."""

import os

import click
from sqlalchemy import select

from consultation import clock, schema
from consultation.commands import serving, tools
from consultation.demo import loader
from consultation.models import Authority


@click.command("run")
def command() -> None:
    """Migrates, loads the demo on the first start, and serves with one worker (HOST, PORT)."""
    settings = tools.settings()
    schema.upgrade(settings.database_url)
    with tools.database() as (session, _):
        if settings.local and session.scalar(select(Authority.id).limit(1)) is None:
            click.echo("Loading the demo, once …", err=True)
            loader.load(session, settings, tools.store(settings), clock.now())
            session.commit()
    serving.start(
        os.environ.get("HOST") or "127.0.0.1", int(os.environ.get("PORT") or 8000), processes=1, with_worker=True
    )
