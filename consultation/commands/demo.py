"""`consultation demo …`."""

import sys

import click

from consultation import clock
from consultation.commands import tools
from consultation.demo import crowd, loader


@click.group("demo")
def command() -> None:
    """Demo data."""


@command.command("load")
@click.option(
    "--responses", "extra", default=0, type=click.IntRange(0, 100_000), help="Generated responses to demo-lukket."
)
@click.option("--seed", default=1, show_default=True)
def load(extra: int, seed: int) -> None:
    """The Randers consultation of 2019 and four others, into an empty database."""
    with tools.database() as (session, settings):
        now, store = clock.now(), tools.store(settings)
        loader.load(session, settings, store, now)
        session.commit()
        for done in crowd.grow(session, settings, store, now, extra, seed) if extra else ():
            session.commit()
            _progress(done, extra)


def _progress(done: int, whole: int) -> None:
    """A line that counts, on a terminal; nothing in a pipe."""
    if sys.stderr.isatty():
        click.echo(f"\r{done:,} of {whole:,}", err=True, nl=done == whole)
