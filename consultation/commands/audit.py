"""`consultation audit …`."""

import json
import sys
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import audit
from consultation.commands import tools
from consultation.models import AuditHead, Authority


@click.group("audit")
def command() -> None:
    """The log."""


@command.command("verify")
@click.option("--checkpoint", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def audit_verify(checkpoint: Path | None) -> None:
    """Whether the log is whole; prints each chain's head, which is the checkpoint to keep elsewhere."""
    kept = json.loads(checkpoint.read_text(encoding="utf-8")) if checkpoint else {}
    with tools.database(writes=False) as (session, _):
        faults = []
        for owner in session.scalars(select(Authority).order_by(Authority.id)).all():
            known = kept.get(owner.slug)
            faults += [f"{owner.slug}: {fault}" for fault in audit.faults(session, owner.id, known and tuple(known))]
        for fault in faults:
            click.echo(fault, err=True)
        if faults:
            sys.exit(tools.FAILED)
        click.echo(json.dumps(_heads(session), sort_keys=True))


def _heads(session: Session) -> dict[str, tuple[int, str]]:
    rows = session.execute(
        select(Authority.slug, AuditHead.seq, AuditHead.hash).join(AuditHead, AuditHead.authority_id == Authority.id)
    )
    return {row.slug: (row.seq, row.hash) for row in rows}
