"""`consultation analysis …`."""

import json

import click

from consultation.commands import tools
from consultation.consultations.queries import get_by_slug
from consultation.moderation import group_queries, grouping


@click.group("analysis")
def command() -> None:
    """Groups of answers."""


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
