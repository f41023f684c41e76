"""`consultation analysis …`."""

import json
from pathlib import Path

import click
from sqlalchemy.orm import Session

from consultation import clock
from consultation.commands import tools
from consultation.consultations.queries import get_by_slug
from consultation.errors import Refused
from consultation.lib.sheetfile import Page, read_book
from consultation.lib.tables import TableError
from consultation.models import Consultation
from consultation.moderation import group_queries, grouping
from consultation.summary import taking_in
from consultation.summary.edits import Plan


@click.group("analysis")
def command() -> None:
    """Groups of answers, and remarks from a sheet."""


@command.command("group")
@click.argument("slug")
def group(slug: str) -> None:
    """Groups all anew, and prints them as JSON lines: key, kind, numbers, references, responses, senders, identical."""
    with tools.database() as (session, settings):
        consultation = get_by_slug(session, slug)
        grouping.rebuild(session, settings, consultation)
        session.commit()
        for row in group_queries.list_groups(session, consultation.id):
            told = {
                "key": row.key,
                "kind": row.kind.value,
                "numbers": group_queries.list_numbers(session, row),
                "references": group_queries.references_of(session, row),
                "responses": row.responses,
                "senders": row.senders,
                "identical": row.identical,
            }
            click.echo(json.dumps(told, ensure_ascii=False))


@command.command("import")
@click.argument("slug")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Shows every change and conflict, and stores none.")
def import_file(slug: str, file: Path, dry_run: bool) -> None:
    """Takes remarks and outcomes from a returned sheet or overblik.xlsx: all of them, or none where one conflicts.

    Prints each change, conflict and problem as a JSON line. A conflict is settled on the page.
    """
    with tools.database(writes=not dry_run) as (session, _settings):
        consultation = get_by_slug(session, slug)
        pages = _pages(file)
        plan = taking_in.plan_of(session, consultation, pages)
        _tell(plan)
        if plan.problems or len(plan.clear) < len(plan.edits):
            raise Refused("nothing was imported: the sheet has conflicts or problems")
        if not dry_run:
            _take_in(session, consultation, pages, plan)
        click.echo(f"{len(plan.edits)} changes {'would be ' if dry_run else ''}imported", err=True)


def _pages(file: Path) -> list[Page]:
    try:
        return read_book(file.read_bytes())
    except TableError as error:
        raise Refused("nothing was imported", gaps=error.problems) from error


def _take_in(session: Session, consultation: Consultation, pages: list[Page], plan: Plan) -> None:
    taking_in.take_in(session, "system", clock.now(), consultation, pages, {edit.token for edit in plan.edits})
    session.commit()


def _tell(plan: Plan) -> None:
    for edit in plan.edits:
        told = {"position": edit.position.label, "part": edit.part, "old": edit.old, "new": edit.new}
        if edit.clash:
            told |= {"conflict": edit.clash, "base": edit.base or ""}
        click.echo(json.dumps(told, ensure_ascii=False))
    for problem in plan.problems:
        click.echo(
            json.dumps({"row": problem.row, "problem": problem.fault, "about": problem.about}, ensure_ascii=False)
        )
    if plan.missing:
        click.echo(json.dumps({"missing": plan.missing}, ensure_ascii=False))
