"""`consultation erase`."""

from collections.abc import Iterable
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import clock, erasing, erasures
from consultation.commands import tools
from consultation.config import Settings
from consultation.database import make_engine
from consultation.erasures import Line
from consultation.errors import NotFound
from consultation.models import Consultation, Response
from consultation.responses import queries


@click.command("erase")
@click.argument("wanted", metavar="RESPONSE", required=False)
@click.option("--reason", default="", help="Why the bytes must go; kept in the ledger. Not what the response said.")
@click.option("--dry-run", is_flag=True, help="Only lists what would go.")
@click.option("--replay", is_flag=True, help="After a restore: takes down and erases again what the ledger says.")
@click.option("--ledger", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Another ledger's file.")
def command(wanted: str | None, reason: str, ledger: Path | None, *, dry_run: bool, replay: bool) -> None:
    """Erases what a response says: SLUG/NUMBER, for example randers-2019/17, or its key (P4).

    Number, counts, decisions and the ledger stay. Backups are not reached: they expire by their own policy.
    """
    if replay == bool(wanted) or (wanted and not (reason.strip() or dry_run)):
        raise click.UsageError("give a RESPONSE and --reason, or --replay")
    with tools.database(writes=not dry_run) as (session, known):
        if replay:
            _replay(session, known, ledger or erasures.path_of(known), dry_run=dry_run)
        else:
            _erase(session, known, _found(session, wanted or ""), reason.strip(), dry_run=dry_run)


def _found(session: Session, wanted: str) -> Response:
    slug, _, label = wanted.rpartition("/")
    if slug:
        row = session.scalars(select(Consultation).where(Consultation.slug == slug)).one_or_none()
        if row is not None:
            return queries.get_response(session, row.id, label.upper())
    elif (found := session.scalars(select(Response).where(Response.key == label)).one_or_none()) is not None:
        return found
    raise NotFound("no such response")


def _erase(session: Session, known: Settings, response: Response, reason: str, *, dry_run: bool) -> None:
    if dry_run:
        plan = erasing.plan_of(session, response)
        _tell(plan.lines())
        erasing.check(plan)
        return
    now = clock.now()
    decision = queries.newest_decision(session, response.id)
    plan = erasing.erase(session, erasing.SYSTEM, now, response, reason)
    code = decision.reason.value if decision and decision.reason else ""
    if plan.erased_at is None:  # before the commit: a line too many does no harm, one too few does
        erasures.append(known, Line(erasures.ERASED, response.key, plan.label, code, reason, erasing.SYSTEM, now))
    session.commit()
    _tell(plan.lines())
    _check(_clear(session, known, plan.files))


def _replay(session: Session, known: Settings, file: Path, *, dry_run: bool) -> None:
    ledger = erasures.read(file)
    failed = [f"line {number} cannot be read" for number in ledger.unreadable]
    lines = erasing.unapplied(session, ledger.lines)
    _tell(_words(line) for line in lines)
    if lines and not dry_run:
        done = erasing.replay(session, clock.now(), lines)
        failed += [f"{_words(line)}: {why}" for line, why in done.failed]
        failed += _clear(session, known, done.files)
    _check(failed)


def _words(line: Line) -> str:
    return f"{line.act} {line.number} {line.at:%Y-%m-%d}"


def _clear(session: Session, known: Settings, files: Iterable[str]) -> list[str]:
    """The bytes; returns what could not be taken away."""
    session.close()
    engine = make_engine(known.database_url)
    left = erasing.clear(engine, tools.store(known), tools.copies(known), clock.now(), files)
    engine.dispose()
    return ["not all bytes are gone yet:", *left] if left else []


def _check(failed: list[str]) -> None:
    """What could not be done ends the command with 1."""
    if failed:
        tools.fail("\n".join(failed))


def _tell(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
