"""What the public can search. An installation that has texts owes the job that writes the entries."""

import sqlalchemy as sa
from alembic import op

from consultation import clock
from consultation.models.base import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_REBUILD = "search.rebuild"


def upgrade() -> None:
    op.create_table(
        "search_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "consultation",
                "draft",
                "section",
                "document",
                "response",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("visible_from", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"], name=op.f("fk_search_entry_consultation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("kind", "subject_id", name=op.f("uq_search_entry_kind_subject_id")),
        sa.UniqueConstraint("sort_key", name=op.f("uq_search_entry_sort_key")),
    )
    op.create_index("ix_search_entry_consultation_id", "search_entry", ["consultation_id"], unique=False)
    _index_words()
    _owe_entries()


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM job WHERE name = :name AND state = 'waiting'").bindparams(name=_REBUILD))
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_index")
    op.drop_table("search_entry")


def _index_words() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE INDEX ix_search_entry_words ON search_entry"
            " USING gin (array_to_tsvector(string_to_array(words, ' '))) WITH (fastupdate = off)"
        )
        return
    op.execute(
        "CREATE VIRTUAL TABLE search_index USING fts5("
        "words, content='search_entry', content_rowid='id', detail=none, prefix='3', tokenize='ascii')"
    )
    for statement in (
        "CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN"
        " INSERT INTO search_index (rowid, words) VALUES (new.id, new.words); END",
        "CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN"
        " INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', old.id, old.words); END",
        "CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN"
        " INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', old.id, old.words);"
        " INSERT INTO search_index (rowid, words) VALUES (new.id, new.words); END",
    ):
        op.get_bind().exec_driver_sql(statement)


def _owe_entries() -> None:
    """By the running system and in small steps, so that nobody waits for the write lock meanwhile."""
    statement = sa.text(
        "INSERT INTO job (name, arguments, due_at, tries, last_error, state)"
        " SELECT :name, '{}', :now, 0, '', 'waiting'"
        " WHERE EXISTS (SELECT 1 FROM consultation WHERE published_at IS NOT NULL)"
    )
    now = sa.bindparam("now", clock.now(), Instant())
    op.execute(statement.bindparams(sa.bindparam("name", _REBUILD), now))
