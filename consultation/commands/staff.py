"""`consultation staff …`."""

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import clock
from consultation.accounts import operations as accounts
from consultation.commands import tools
from consultation.models import Authority
from consultation.vocabulary import Role


@click.group("staff")
def command() -> None:
    """Accounts."""


@command.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", "roles", required=True, multiple=True, type=click.Choice([role.value for role in Role]))
@click.option("--authority", "slug", default="", help="Its short name; needed where there are several.")
def add(email: str, name: str, roles: tuple[str, ...], slug: str) -> None:
    """Makes an account and prints its one-time link."""
    with tools.database() as (session, settings):
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
