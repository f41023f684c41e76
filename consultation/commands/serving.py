"""`consultation serve`: the supervisor stays small, for it lives as long as the server."""

import click

from consultation import serve
from consultation.commands import tools
from consultation.database import NotDurableError, check_durable, make_engine


@click.command("serve")
@click.option("--processes", default=2, show_default=True, type=click.IntRange(1, 64))
@click.option("--bind", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT")
def command(processes: int, bind: str) -> None:
    """The production server; the jobs run in `consultation work`."""
    host, _, port = bind.rpartition(":")
    if not host or not port.isdigit():
        raise click.UsageError("--bind takes HOST:PORT")
    start(host, int(port), processes=processes, with_worker=False)


def start(host: str, port: int, *, processes: int, with_worker: bool) -> None:
    settings = tools.settings()
    try:
        engine = make_engine(settings.database_url)
        check_durable(engine)
        engine.dispose()
        listener = serve.listen(host.strip("[]"), port)
    except (NotDurableError, serve.PortTakenError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"http://{host}:{port}/", err=True)
    serve.Supervisor(settings, listener, processes, worker=with_worker).run()
