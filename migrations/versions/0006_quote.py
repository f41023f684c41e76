"""Which of a draft's own words an answer is about."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_WITH_START = ("answer", "unsent_part")
_QUOTE = "quote TEXT DEFAULT '' NOT NULL"
_HAS_SECTION = "CONSTRAINT ck_{table}_quote_has_section CHECK (quote = '' OR section_id IS NOT NULL)"
_STARTS = {
    "answer": "CONSTRAINT ck_answer_quote_has_start CHECK ((quote = '') = (quote_start IS NULL))"
    " CONSTRAINT ck_answer_quote_start_in_text CHECK (quote_start >= 0)",
    "unsent_part": "CONSTRAINT ck_unsent_part_start_has_quote"
    " CHECK (quote_start IS NULL OR (quote_start >= 0 AND quote <> ''))",
}
"""Each constraint stands with its column: so SQLite takes it without writing a guarded table anew."""


def upgrade() -> None:
    op.execute(f"ALTER TABLE rendition_part ADD COLUMN {_QUOTE}")
    for table in _WITH_START:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {_QUOTE} {_HAS_SECTION.format(table=table)}")
        op.execute(f"ALTER TABLE {table} ADD COLUMN quote_start INTEGER {_STARTS[table]}")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":  # a trigger that names a column holds it; guards are made again
        op.execute("DROP TRIGGER IF EXISTS guard_answer_update")
    for table in _WITH_START:
        op.drop_column(table, "quote_start")
        op.drop_column(table, "quote")
    op.drop_column("rendition_part", "quote")
