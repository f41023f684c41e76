"""Points that are moved are a step of its own in the history of positions (R37)."""

import sqlalchemy as sa
from alembic import op

from consultation.models import guards

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_OLD = ("made", "changed", "split", "merged", "removed", "restored", "decided")
_NEW = ("made", "changed", "split", "merged", "moved", "removed", "restored", "decided")


def upgrade() -> None:
    _unguarded()
    _set_acts(_OLD, _NEW)


def downgrade() -> None:
    """The older code has one word for what is corrected and for points that are moved."""
    _unguarded()
    op.execute("UPDATE position_event SET act = 'changed' WHERE act = 'moved'")
    _set_acts(_NEW, _OLD)


def _unguarded() -> None:
    """The guards are made again when the migration is done."""
    for name in guards.names(op.get_bind()):
        op.execute(f"DROP TRIGGER {name}")


def _set_acts(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """Writes the table anew in SQLite, whose CHECKs cannot be changed, from its own text."""
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_position_event_act"), "position_event", type_="check")
        op.create_check_constraint(op.f("ck_position_event_act"), "position_event", sa.column("act").in_(after))
        return
    written = sa.text(
        "SELECT type, sql FROM sqlite_master WHERE tbl_name = 'position_event' AND sql IS NOT NULL ORDER BY type DESC"
    )
    (_, whole), *indexes = op.get_bind().execute(written).all()
    op.execute(whole.replace("position_event", "position_event_moved", 1).replace(_listed(before), _listed(after), 1))
    op.execute("INSERT INTO position_event_moved SELECT * FROM position_event")
    op.drop_table("position_event")
    op.rename_table("position_event_moved", "position_event")
    for _, index in indexes:
        op.execute(index)


def _listed(words: tuple[str, ...]) -> str:
    return "act IN (" + ", ".join(f"'{word}'" for word in words) + ")"
