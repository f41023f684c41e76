"""More kinds of findings, account numbers as one of them, and an authority's own words to be held for a look."""

import sqlalchemy as sa
from alembic import op

from consultation.models import guards
from consultation.models.base import Instant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_OLD = ("cpr", "email", "phone", "address", "health", "person_name", "other")
_NEW = ("cpr", "email", "phone", "iban", "address", "health", "religion", "union", "offence", "person_name", "other")
_ADDED = "'iban', 'religion', 'union', 'offence'"
_TABLES = ("finding", "redaction")
_SENSITIVE = 2
"""The rank that sensitive words take, before other findings."""


def upgrade() -> None:
    op.create_table(
        "held_word",
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*_NEW, name="kind", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("words <> '' AND key <> ''", name=op.f("ck_held_word_has_words")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name=op.f("ck_held_word_ended_by_somebody")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_held_word_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_word")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_held_word_authority_id_id")),
    )
    op.create_index(
        "uq_held_word_key",
        "held_word",
        ["authority_id", "key"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    _unguarded()
    for table in _TABLES:
        _set_kinds(table, _OLD, _NEW)
    op.execute("UPDATE finding SET kind = 'iban' WHERE detector = 'iban'")
    op.execute(f"UPDATE queue_entry SET rank = rank + 1 WHERE rank >= {_SENSITIVE}")  # noqa: S608 - the constant above


def downgrade() -> None:
    _unguarded()
    op.execute(f"UPDATE queue_entry SET rank = rank - 1 WHERE rank > {_SENSITIVE}")  # noqa: S608 - the constant above
    for table in _TABLES:  # what the older code has no word for is something else that may not be shown
        op.execute(f"UPDATE {table} SET kind = 'other' WHERE kind IN ({_ADDED})")  # noqa: S608 - the constants above
        _set_kinds(table, _NEW, _OLD)
    op.drop_table("held_word")


def _unguarded() -> None:
    """The guards are made again when the migration is done."""
    for name in guards.names(op.get_bind()):
        op.execute(f"DROP TRIGGER {name}")


def _set_kinds(table: str, before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """Writes the table anew in SQLite, whose CHECKs cannot be changed, from its own text: columns stay as they are."""
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f(f"ck_{table}_kind"), table, type_="check")
        op.create_check_constraint(op.f(f"ck_{table}_kind"), table, sa.column("kind").in_(after))
        return
    written = sa.text(
        "SELECT type, sql FROM sqlite_master WHERE tbl_name = :table AND sql IS NOT NULL ORDER BY type DESC"
    )
    (_, whole), *indexes = op.get_bind().execute(written, {"table": table}).all()
    moved = whole.replace(table, f"{table}_moved", 1).replace(_listed(before), _listed(after), 1)
    op.execute(moved)
    op.execute(f"INSERT INTO {table}_moved SELECT * FROM {table}")  # noqa: S608 - one of the tables above
    op.drop_table(table)
    op.rename_table(f"{table}_moved", table)
    for _, index in indexes:
        op.execute(index)


def _listed(words: tuple[str, ...]) -> str:
    return "kind IN (" + ", ".join(f"'{word}'" for word in words) + ")"
