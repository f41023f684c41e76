"""Groups of responses that are nearly the same. What was grouped before is grouped anew, by a job."""

import json

import sqlalchemy as sa
from alembic import op

from consultation import clock
from consultation.models.base import Instant

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_REGROUP = "moderation.regroup"


def upgrade() -> None:
    op.drop_table("group_member")
    op.drop_table("answer_group")
    _create(
        "letter",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("shingles", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("leader_id", sa.Integer(), nullable=True),
        sa.Column("shared", sa.Integer(), nullable=False),
        sa.UniqueConstraint("consultation_id", "mark", name=op.f("uq_letter_consultation_id_mark")),
        consultation_id="consultation",
        leader_id="letter",
    )
    op.create_table(
        "shingle",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column("hash", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"], name=op.f("fk_shingle_consultation_id")),
        sa.PrimaryKeyConstraint("consultation_id", "leads", "hash", "letter_id", name=op.f("pk_shingle")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "letter_index",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("drafts", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"], name=op.f("fk_letter_index_consultation_id")),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_letter_index")),
    )
    _create(
        "answer_group",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", _words("kind", "identical", "template", "near"), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.String(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("responses", "senders", "identical", "near")),
        sa.Column("confirmed_by", sa.String(), nullable=True),
        sa.Column("confirmed_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "(confirmed_by IS NULL) = (confirmed_at IS NULL)", name=op.f("ck_answer_group_confirmed_by_somebody")
        ),
        sa.UniqueConstraint("key", name=op.f("uq_answer_group_key")),
        consultation_id="consultation",
        letter_id="letter",
    )
    op.create_index("ix_answer_group_largest", "answer_group", ["consultation_id", "responses", "id"])
    _create(
        "group_member",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("sender_key", sa.String(), nullable=False),
        sa.Column("near", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.UniqueConstraint("response_id", name=op.f("uq_group_member_response_id")),
        group_id="answer_group",
        response_id="response",
        version_id="response_version",
        letter_id="letter",
    )
    op.create_index("ix_group_member_page", "group_member", ["group_id", "response_id"])
    op.create_index("ix_group_member_equal", "group_member", ["group_id", "letter_id"])
    op.create_index("ix_group_member_sender", "group_member", ["group_id", "sender_key"])
    _create(
        "group_event",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("act", _words("act", "confirmed", "split_out", "moved"), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=True),
        sa.Column("to_group_id", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(response_id IS NULL) = (act = 'confirmed')", name=op.f("ck_group_event_of_group_or_response")
        ),
        sa.CheckConstraint("reason <> '' OR act = 'confirmed'", name=op.f("ck_group_event_has_reason")),
        group_id="answer_group",
        response_id="response",
        to_group_id="answer_group",
    )
    _owe_grouping()


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM job WHERE name = :name AND state = 'waiting'").bindparams(name=_REGROUP))
    for table in ("group_event", "group_member", "answer_group", "letter_index", "shingle", "letter"):
        op.drop_table(table)
    _create(
        "answer_group",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", _words("kind", "identical"), nullable=False),
        sa.UniqueConstraint("key", name=op.f("uq_answer_group_key")),
        consultation_id="consultation",
    )
    _create(
        "group_member",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.UniqueConstraint("response_id", name=op.f("uq_group_member_response_id")),
        group_id="answer_group",
        response_id="response",
    )


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=30)


def _create(table: str, *items: sa.schema.SchemaItem, **references: str) -> None:
    """A table of one authority, as `models.base.owned` describes it."""
    op.create_table(
        table,
        *(item for item in items if isinstance(item, sa.Column)),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        *(item for item in items if not isinstance(item, sa.Column)),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f(f"fk_{table}_authority_id")),
        *(
            sa.ForeignKeyConstraint(
                ["authority_id", column],
                [f"{other}.authority_id", f"{other}.id"],
                name=op.f(f"fk_{table}_authority_id_{column}"),
            )
            for column, other in references.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("authority_id", "id", name=op.f(f"uq_{table}_authority_id_id")),
    )
    for column in references:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def _owe_grouping() -> None:
    """Every consultation that has responses is grouped by the worker."""
    jobs = sa.table("job", *map(sa.column, ("name", "arguments", "tries", "last_error", "state")), _DUE)
    rows = op.get_bind().execute(sa.text("SELECT DISTINCT consultation_id FROM response ORDER BY 1")).scalars().all()
    owed = {"name": _REGROUP, "due_at": clock.now(), "tries": 0, "last_error": "", "state": "waiting"}
    if rows:
        op.bulk_insert(jobs, [{**owed, "arguments": json.dumps({"consultation_id": row})} for row in rows])


_DUE: sa.ColumnClause[object] = sa.column("due_at", Instant())
