"""`consultation …`: each command a few lines around one operation. Exit codes: 0 done, 1 failed, 2 usage, 3 refused."""

import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consultation import audit, clock, doctor, jobs, schema, search_index, serve, worker
from consultation.accounts import operations as accounts
from consultation.analysis import grouping
from consultation.config import Settings, SettingsError, read
from consultation.consultations.queries import get_by_slug
from consultation.database import NotDurableError, check_durable, make_engine
from consultation.demo import crowd, loader
from consultation.errors import DomainError, Invalid, Refused
from consultation.lib.tables import Problem, TableError, read_rows
from consultation.models import AuditHead, Authority, Staff
from consultation.moderation import bulk, detectors
from consultation.responses import importing
from consultation.storage import Store
from consultation.summary import making, operations, verify
from consultation.vocabulary import Role

FAILED, REFUSED = 1, 3


@click.group()
def main() -> None:
    """Public consultations: drafts with deadlines, moderated responses, one committee-ready summary."""


def _settings() -> Settings:
    try:
        return read(os.environ)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def _database(*, writes: bool = True) -> Iterator[tuple[Session, Settings]]:
    """A session of one command. A refusal by a rule ends with 3, another with 1, each in a sentence."""
    settings = _settings()
    engine = make_engine(settings.database_url)
    try:
        with Session(engine if writes else engine.execution_options(writes=False)) as session:
            yield session, settings
    except Refused as error:
        _refuse(error)
    except DomainError as error:
        _fail(f"{error.message} {_details(error)}".strip())
    finally:
        engine.dispose()


def _details(error: DomainError) -> str:
    told = {**error.details, **(error.errors if isinstance(error, Invalid) else {})}
    return json.dumps(told, ensure_ascii=False, default=str) if told else ""


def _refuse(error: Refused) -> None:
    click.echo(f"{error.message}:", err=True)
    for gap in error.gaps:
        click.echo(f"  {_gap(gap)}", err=True)
    sys.exit(REFUSED)


def _gap(gap: object) -> str:
    if isinstance(gap, Problem):
        return f"row {gap.row}, field {gap.field or '-'}: {gap.code}"
    return str(getattr(gap, "text", gap))


def _fail(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(FAILED)


def _store(settings: Settings) -> Store:
    return Store(settings.data_dir / "files")


# Running


@main.command("run")
def run() -> None:
    """Migrates, loads the demo on the first start, and serves with one worker (HOST, PORT)."""
    settings = _settings()
    schema.upgrade(settings.database_url)
    with _database() as (session, _):
        if settings.local and session.scalar(select(Authority.id).limit(1)) is None:
            click.echo("Loading the demo, once …", err=True)
            loader.load(session, settings, _store(settings), clock.now())
            session.commit()
    _serve(os.environ.get("HOST") or "127.0.0.1", int(os.environ.get("PORT") or 8000), processes=1, with_worker=True)


@main.command("serve")
@click.option("--processes", default=2, show_default=True, type=click.IntRange(1, 64))
@click.option("--bind", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT")
def serve_command(processes: int, bind: str) -> None:
    """The production server; the jobs run in `consultation work`."""
    host, _, port = bind.rpartition(":")
    if not host or not port.isdigit():
        raise click.UsageError("--bind takes HOST:PORT")
    _serve(host, int(port), processes=processes, with_worker=False)


def _serve(host: str, port: int, *, processes: int, with_worker: bool) -> None:
    settings = _settings()
    try:
        engine = make_engine(settings.database_url)
        check_durable(engine)
        engine.dispose()
        listener = serve.listen(host.strip("[]"), port)
    except (NotDurableError, serve.PortTakenError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"http://{host}:{port}/", err=True)
    serve.Supervisor(settings, listener, processes, worker=with_worker).run()


@main.command("work")
@click.option("--once", is_flag=True, help="Do what is due, then stop.")
def work(once: bool) -> None:
    """Runs the jobs: mails, scans, papers."""
    settings = _settings()
    engine = make_engine(settings.database_url)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    try:
        if once:
            while worker.run_once(engine, settings, clock.now()):
                pass
        else:
            worker.run_forever(engine, settings, stop)
    finally:
        engine.dispose()


# Data


@main.group("db")
def database() -> None:
    """The database's shape."""


@database.command("upgrade")
def upgrade() -> None:
    """Brings the database to the shape this code needs."""
    schema.upgrade(_settings().database_url)


@database.command("check")
def check() -> None:
    """Whether the database has the shape this code needs."""
    engine = make_engine(_settings().database_url)
    found, needed = schema.current(engine), schema.newest()
    engine.dispose()
    if found != needed:
        _fail(f"The database is at revision {found}, this code needs {needed}. Run: consultation db upgrade")
    click.echo(f"revision {found}")


@main.group("demo")
def demo() -> None:
    """Demo data."""


@demo.command("load")
@click.option(
    "--responses", "extra", default=0, type=click.IntRange(0, 100_000), help="Generated responses to demo-lukket."
)
@click.option("--seed", default=1, show_default=True)
def load(extra: int, seed: int) -> None:
    """The Randers consultation of 2019 and four others, into an empty database."""
    with _database() as (session, settings):
        now, store = clock.now(), _store(settings)
        loader.load(session, settings, store, now)
        session.commit()
        for done in crowd.grow(session, settings, store, now, extra, seed) if extra else ():
            session.commit()
            _progress(done, extra)


def _progress(done: int, whole: int) -> None:
    """A line that counts, on a terminal; nothing in a pipe."""
    if sys.stderr.isatty():
        click.echo(f"\r{done:,} of {whole:,}", err=True, nl=done == whole)


@main.group("staff")
def staff() -> None:
    """Accounts."""


@staff.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", "roles", required=True, multiple=True, type=click.Choice([role.value for role in Role]))
@click.option("--authority", "slug", default="", help="Its short name; needed where there are several.")
def add(email: str, name: str, roles: tuple[str, ...], slug: str) -> None:
    """Makes an account and prints its one-time link."""
    with _database() as (session, settings):
        owner = _authority(session, slug)
        chosen = [Role(role) for role in roles]
        _staff, token = accounts.invite_staff(session, "system", clock.now(), owner.id, email, name, chosen)
        session.commit()
        click.echo(f"{settings.base_url}/intern/invitation/{token}")


def _authority(session: Session, slug: str) -> Authority:
    rows = session.scalars(select(Authority).order_by(Authority.id)).all()
    found = [row for row in rows if not slug or row.slug == slug]
    if len(found) != 1:
        names = ", ".join(row.slug for row in rows) or "none"
        raise click.UsageError(f"Name one authority with --authority; there are: {names}")
    return found[0]


@main.group("responses")
def responses() -> None:
    """Responses from other systems."""


@responses.command("import")
@click.argument("slug")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Checks every row and stores none.")
@click.option("--publish", is_flag=True, help="Publishes rows without findings, in the name of --by.")
@click.option("--by", default="", metavar="EMAIL", help="The moderator who answers for having read them.")
def import_file(slug: str, file: Path, dry_run: bool, publish: bool, by: str) -> None:
    """Takes in every row of a .jsonl or .csv file, or none."""
    if publish and not by:
        raise click.UsageError("--publish needs --by EMAIL")
    with _database() as (session, settings):
        consultation = get_by_slug(session, slug)
        actor = _actor(session, by) if by else "system"
        try:
            rows = read_rows(file, file.name)
        except TableError as error:
            raise Refused("nothing was imported", gaps=error.problems) from error
        done = importing.import_responses(
            session, settings, _store(settings), actor, clock.now(), consultation, rows, file.parent
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


# Moderation and analysis


@main.group("moderation")
def moderation() -> None:
    """Personal data in texts."""


@moderation.command("scan")
@click.argument("file", type=click.File("r", encoding="utf-8"))
def scan(file: TextIO) -> None:
    """Findings in a text as JSON lines: kind, sure, start, end, text."""
    for found in detectors.scan(file.read()):
        row = {name: getattr(found, name) for name in ("kind", "sure", "start", "end", "text")}
        click.echo(json.dumps(row, ensure_ascii=False))


@main.group("analysis")
def analysis() -> None:
    """Groups of answers."""


@analysis.command("group")
@click.argument("slug")
def group(slug: str) -> None:
    """Groups of identical answers as JSON lines: kind, numbers, references, senders."""
    with _database() as (session, _):
        for row in grouping.group_rows(session, get_by_slug(session, slug)):
            click.echo(json.dumps(row, ensure_ascii=False))
        session.commit()


# The papers


@main.group("summary")
def summary() -> None:
    """The committee's papers."""


@summary.command("compile")
@click.argument("slug")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--provisional", is_flag=True, help="Stamped KLADDE where something is missing.")
def compile_command(slug: str, out: Path, provisional: bool) -> None:
    """Freezes what stands now, if it has changed, and writes the papers into a folder."""
    with _database() as (session, settings):
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


@summary.command("verify")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def verify_command(folder: Path) -> None:
    """Checksums, counts, quotations, private words and accessibility of a package."""
    faults = verify.faults(folder)
    for fault in faults:
        click.echo(fault)
    if faults:
        sys.exit(FAILED)
    click.echo("the package is sound", err=True)


# Search


@main.group("search")
def search_group() -> None:
    """What the public can search."""


@search_group.command("rebuild")
def search_rebuild() -> None:
    """Has the worker write every entry anew, in small steps; `doctor` tells when they are as they should be."""
    with _database() as (session, _):
        jobs.enqueue(session, search_index.REBUILD, clock.now())
        session.commit()
    click.echo("The worker writes all entries anew (consultation work).", err=True)


# Trust


@main.group("audit")
def audit_group() -> None:
    """The log."""


@audit_group.command("verify")
@click.option("--checkpoint", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def audit_verify(checkpoint: Path | None) -> None:
    """Whether the log is whole; prints each chain's head, which is the checkpoint to keep elsewhere."""
    kept = json.loads(checkpoint.read_text(encoding="utf-8")) if checkpoint else {}
    with _database(writes=False) as (session, _):
        faults = []
        for owner in session.scalars(select(Authority).order_by(Authority.id)).all():
            known = kept.get(owner.slug)
            faults += [f"{owner.slug}: {fault}" for fault in audit.faults(session, owner.id, known and tuple(known))]
        for fault in faults:
            click.echo(fault, err=True)
        if faults:
            sys.exit(FAILED)
        click.echo(json.dumps(_heads(session), sort_keys=True))


def _heads(session: Session) -> dict[str, tuple[int, str]]:
    rows = session.execute(
        select(Authority.slug, AuditHead.seq, AuditHead.hash).join(AuditHead, AuditHead.authority_id == Authority.id)
    )
    return {row.slug: (row.seq, row.hash) for row in rows}


@main.command("doctor")
def doctor_command() -> None:
    """Configuration, durability, counters against recount, clock, jobs and storage; 1 on a fault."""
    settings = _settings()
    engine: Engine = make_engine(settings.database_url)
    checks = doctor.examine(engine, settings, clock.now())
    engine.dispose()
    for one in checks:
        click.echo(f"{'ok   ' if one.sound else 'FAULT'} {one.name}: {one.words}")
    if not all(one.sound for one in checks):
        sys.exit(FAILED)


if __name__ == "__main__":
    main()
