"""Reading originals for a journal package is a purpose of its own (R49, R57)."""

import sqlalchemy as sa
from alembic import op

from consultation.models import guards

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_OLD = ("moderation", "analysis", "compilation", "complaint", "contact")
_NEW = ("moderation", "analysis", "compilation", "journal", "complaint", "contact")


def upgrade() -> None:
    _unguarded()
    _set_purposes(_OLD, _NEW)


def downgrade() -> None:
    """The older code has one word for all that is made of responses."""
    _unguarded()
    op.execute("UPDATE access SET purpose = 'compilation' WHERE purpose = 'journal'")
    _set_purposes(_NEW, _OLD)


def _unguarded() -> None:
    """The guards are made again when the migration is done."""
    for name in guards.names(op.get_bind()):
        op.execute(f"DROP TRIGGER {name}")


def _set_purposes(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """Writes the table anew in SQLite, whose CHECKs cannot be changed, from its own text."""
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_access_purpose"), "access", type_="check")
        op.create_check_constraint(op.f("ck_access_purpose"), "access", sa.column("purpose").in_(after))
        return
    written = sa.text(
        "SELECT type, sql FROM sqlite_master WHERE tbl_name = 'access' AND sql IS NOT NULL ORDER BY type DESC"
    )
    (_, whole), *indexes = op.get_bind().execute(written).all()
    op.execute(whole.replace("access", "access_moved", 1).replace(_listed(before), _listed(after), 1))
    op.execute("INSERT INTO access_moved SELECT * FROM access")
    op.drop_table("access")
    op.rename_table("access_moved", "access")
    for _, index in indexes:
        op.execute(index)


def _listed(words: tuple[str, ...]) -> str:
    return "purpose IN (" + ", ".join(f"'{word}'" for word in words) + ")"
