"""`consultation audit …`."""

import json
import sys
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import chain
from consultation.chain import Head
from consultation.commands import tools
from consultation.models import AuditHead, Authority


@click.group("audit")
def command() -> None:
    """The log."""


@command.command("verify")
@click.option("--checkpoint", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def audit_verify(checkpoint: Path | None) -> None:
    """Whether the log is whole; prints each chain's head, which is the checkpoint to keep elsewhere.

    A checkpoint is that line of JSON, or a daily mail that holds it, as it was saved.
    """
    kept = _read(checkpoint) if checkpoint else {}
    with tools.database(writes=False) as (session, _):
        faults = []
        for owner in session.scalars(select(Authority).order_by(Authority.id)).all():
            known = [Head(*kept[owner.slug])] if owner.slug in kept else []
            faults += [f"{owner.slug}: {fault}" for fault in chain.faults(session, owner.id, known)]
        for fault in faults:
            click.echo(fault, err=True)
        if faults:
            sys.exit(tools.FAILED)
        click.echo(json.dumps(_heads(session), sort_keys=True))


def _read(file: Path) -> dict[str, tuple[int, str]]:
    """Slug -> line and hash. A file without a checkpoint is wrong use: nothing would be checked against it."""
    for line in (file.read_text(encoding="utf-8"), *file.read_text(encoding="utf-8").splitlines()):
        try:
            found = json.loads(line)
            return {str(slug): (int(seq), str(value)) for slug, (seq, value) in found.items()}
        except (ValueError, TypeError, AttributeError):
            continue
    raise click.BadParameter("holds no checkpoint", param_hint="--checkpoint")


def _heads(session: Session) -> dict[str, tuple[int, str]]:
    rows = session.execute(
        select(Authority.slug, AuditHead.seq, AuditHead.hash).join(AuditHead, AuditHead.authority_id == Authority.id)
    )
    return {row.slug: (row.seq, row.hash) for row in rows}
