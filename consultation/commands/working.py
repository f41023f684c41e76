"""`consultation work`."""

import signal
import threading

import click

from consultation import clock, worker
from consultation.commands import tools
from consultation.database import make_engine


@click.command("work")
@click.option("--once", is_flag=True, help="Do what is due, then stop.")
def command(once: bool) -> None:
    """Runs the jobs: mails, scans, papers."""
    settings = tools.settings()
    engine = make_engine(settings.database_url)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    try:
        if once:
            worker.begin(engine, clock.now())
            while worker.run_once(engine, settings, clock.now()):
                pass
        else:
            worker.run_forever(engine, settings, stop)
    finally:
        engine.dispose()
