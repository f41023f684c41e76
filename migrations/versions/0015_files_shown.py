"""Findings and redactions in files, the rule that each goes by, and public copies that are made anew."""

import re
from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

from consultation.models import guards
from consultation.models.base import Instant

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_FOREIGN = "CONSTRAINT fk_{table}_authority_id_attachment_id FOREIGN KEY(authority_id, attachment_id)"
_FOREIGN += " REFERENCES attachment (authority_id, id)"
_ONE_TARGET = {
    "finding": "answer_id IS NULL OR attachment_id IS NULL",
    "redaction": "(answer_id IS NULL) <> (attachment_id IS NULL)",
}
_UNIQUE = "CREATE UNIQUE INDEX uq_finding_place ON finding (version_id, coalesce(answer_id, 0),{} place, kind, start,"
_UNIQUE += ' "end")'
_KINDS = ("cpr", "email", "phone", "iban", "address", "health", "religion", "union", "offence", "person_name", "other")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table, rule in _ONE_TARGET.items():
            _rewrite(table, _with_attachment(table, rule))
        _rewrite("blob_text", [("uq_blob_text_blob_id UNIQUE (blob_id)", f"{_TEXTS} UNIQUE (blob_id, method)")])
        op.execute("DROP INDEX uq_finding_place")
    else:
        for table, rule in _ONE_TARGET.items():
            op.execute(f"ALTER TABLE {table} ADD COLUMN attachment_id INTEGER")
            op.execute(f"ALTER TABLE {table} ADD {_FOREIGN.format(table=table)}")
            op.execute(f"ALTER TABLE {table} ADD CONSTRAINT ck_{table}_one_target CHECK ({rule})")
        op.execute("ALTER TABLE redaction ALTER COLUMN answer_id DROP NOT NULL")
        op.execute("ALTER TABLE blob_text DROP CONSTRAINT uq_blob_text_blob_id")
        op.execute(f"ALTER TABLE blob_text ADD CONSTRAINT {_TEXTS} UNIQUE (blob_id, method)")
        op.execute("DROP INDEX uq_finding_place")
    op.execute(_UNIQUE.format(" coalesce(attachment_id, 0),"))
    for table in _ONE_TARGET:
        op.create_index(op.f(f"ix_{table}_attachment_id"), table, ["attachment_id"])
    op.execute("ALTER TABLE redaction ADD COLUMN basis VARCHAR DEFAULT '' NOT NULL")
    _make_tables()
    op.execute("UPDATE queue_entry SET rank = rank + 1 WHERE rank >= 4")  # a new risk: what is less grave moves down


_TEXTS = "uq_blob_text_blob_id_method"


def _with_attachment(table: str, rule: str) -> list[tuple[str, str]]:
    """What changes in the text of a table, whatever else stands in it."""
    required = "INTEGER NOT NULL" if table == "redaction" else "INTEGER"
    added = f"CONSTRAINT ck_{table}_one_target CHECK ({rule}), {_FOREIGN.format(table=table)}, "
    return [
        (f"answer_id {required},", "answer_id INTEGER, attachment_id INTEGER,"),
        (f"CONSTRAINT pk_{table} ", f"{added}CONSTRAINT pk_{table} "),
    ]


def _rewrite(table: str, changes: Iterable[tuple[str, str]]) -> None:
    """SQLite cannot change a constraint: the table is written anew from its own text, and its indexes after it."""
    bind = op.get_bind()
    sql, *indexes = bind.scalars(
        sa.text(
            "SELECT sql FROM sqlite_master WHERE tbl_name = :table AND type IN ('table', 'index') AND sql IS NOT NULL"
            " ORDER BY type = 'index', name"
        ),
        {"table": table},
    ).all()
    changed = re.sub(r"\s+", " ", sql)
    for old, new in changes:
        if old not in changed:
            raise RuntimeError(f"{table} is not as it was: {old!r} is missing")
        changed = changed.replace(old, new, 1)
    columns = ", ".join(f'"{row[1]}"' for row in bind.exec_driver_sql(f"PRAGMA table_info({table})"))
    bind.exec_driver_sql(re.sub(rf'CREATE TABLE "?{table}"?', f"CREATE TABLE {table}_new", changed, count=1))
    kept = [row[1] for row in bind.exec_driver_sql(f"PRAGMA table_info({table}_new)")]
    columns = ", ".join(one for one in columns.split(", ") if one.strip('"') in kept)
    bind.exec_driver_sql(f"INSERT INTO {table}_new ({columns}) SELECT {columns} FROM {table}")  # noqa: S608 - our own words
    bind.exec_driver_sql(f"DROP TABLE {table}")
    bind.exec_driver_sql(f"ALTER TABLE {table}_new RENAME TO {table}")
    for index in indexes:
        bind.exec_driver_sql(index)


def _make_tables() -> None:
    _table(
        "attachment_text",
        {"attachment_id": "attachment", "blob_text_id": "blob_text"},
        sa.Column("at", Instant(), nullable=False),
        sa.UniqueConstraint("attachment_id", name=op.f("uq_attachment_text_attachment_id")),
    )
    _table(
        "attachment_act",
        {"attachment_id": "attachment"},
        sa.Column("act", _words("act", "read", "show_name", "hide_name"), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
    )
    _table(
        "attachment_copy",
        {"decision_id": "decision", "attachment_id": "attachment"},
        sa.Column("result", _words("result", "pictured", "written", "leftovers", "failed"), nullable=False),
        sa.Column("left", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.UniqueConstraint("decision_id", "attachment_id", name=op.f("uq_attachment_copy_decision_id_attachment_id")),
    )
    _table(
        "file_mark",
        {"set_id": "redaction_set", "attachment_id": "attachment"},
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("page", "x", "y", "width", "height")),
        sa.Column("kind", _words("kind", *_KINDS), nullable=False),
        sa.Column("basis", _words("basis", "dbl_11", "gdpr_9", "dbl_8", "gdpr_5", "fvl_27", "ohl_2"), nullable=False),
        sa.CheckConstraint("(page IS NULL) = (x IS NULL)", name=op.f("ck_file_mark_page_has_box")),
        sa.CheckConstraint(
            "page IS NULL OR (page > 0 AND x >= 0 AND y >= 0 AND width > 0 AND height > 0"
            " AND x + width <= 1000 AND y + height <= 1000)",
            name=op.f("ck_file_mark_box_on_page"),
        ),
    )
    op.create_table(
        "rendition_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rendition_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", _words("state", "waiting", "shown", "held", "left_out"), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("alt", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("(key <> '') = (state = 'shown')", name=op.f("ck_rendition_file_shown_has_bytes")),
        sa.ForeignKeyConstraint(["rendition_id"], ["rendition.id"], name=op.f("fk_rendition_file_rendition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rendition_file")),
        sa.UniqueConstraint("rendition_id", "position", name=op.f("uq_rendition_file_rendition_id_position")),
    )


def _words(column: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=column, native_enum=False, create_constraint=True, length=30)


def _table(name: str, references: dict[str, str], *items: sa.Column | sa.Constraint) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        *(sa.Column(column, sa.Integer(), nullable=False) for column in references),
        *items,
        *(
            sa.ForeignKeyConstraint(
                ["authority_id", column],
                [f"{table}.authority_id", f"{table}.id"],
                name=op.f(f"fk_{name}_authority_id_{column}"),
            )
            for column, table in references.items()
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f(f"fk_{name}_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("authority_id", "id", name=op.f(f"uq_{name}_authority_id_id")),
    )
    for column in references:
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column])


def downgrade() -> None:
    """What was found and taken out in files goes with them; what was read in a job too."""
    op.execute("UPDATE queue_entry SET rank = rank - 1 WHERE rank > 4")
    for table in ("rendition_file", "file_mark", "attachment_copy", "attachment_act", "attachment_text"):
        op.drop_table(table)
    _let_delete()
    op.execute(
        "DELETE FROM finding_answer WHERE finding_id IN (SELECT id FROM finding WHERE attachment_id IS NOT NULL)"
    )
    for table in _ONE_TARGET:
        op.execute(f"DELETE FROM {table} WHERE attachment_id IS NOT NULL")  # noqa: S608 - our own words
        op.drop_index(op.f(f"ix_{table}_attachment_id"), table)
    op.execute("DELETE FROM blob_text WHERE method LIKE 'whole %'")
    op.drop_column("redaction", "basis")
    op.execute("DROP INDEX uq_finding_place")
    _forget_attachments()
    op.execute(_UNIQUE.format(""))


def _let_delete() -> None:
    """Without the guards, which are made again at the end."""
    for name in guards.names(op.get_bind()):
        op.execute(f"DROP TRIGGER {name}")


def _forget_attachments() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table, rule in _ONE_TARGET.items():
            _rewrite(table, [(new, old) for old, new in reversed(_with_attachment(table, rule))])
        _rewrite("blob_text", [(f"{_TEXTS} UNIQUE (blob_id, method)", "uq_blob_text_blob_id UNIQUE (blob_id)")])
        return
    for table in _ONE_TARGET:
        op.drop_column(table, "attachment_id")
    op.execute("ALTER TABLE redaction ALTER COLUMN answer_id SET NOT NULL")
    op.execute(f"ALTER TABLE blob_text DROP CONSTRAINT {_TEXTS}")
    op.execute("ALTER TABLE blob_text ADD CONSTRAINT uq_blob_text_blob_id UNIQUE (blob_id)")
