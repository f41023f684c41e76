"""Drafts to download."""

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from consultation.models.base import Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MAKE = "site.make_draft_files"


def upgrade() -> None:
    op.create_table(
        "draft_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("draft_number", sa.Integer(), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("easy", sa.Boolean(), nullable=False),
        sa.Column("blob_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["blob_id"], ["blob.id"], name=op.f("fk_draft_file_blob_id")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"], name=op.f("fk_draft_file_consultation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_file")),
        sa.UniqueConstraint(
            "consultation_id",
            "draft_number",
            "version_number",
            "easy",
            name=op.f("uq_draft_file_consultation_id_draft_number_version_number_easy"),
        ),
    )
    _owe_papers()


def _owe_papers() -> None:
    """Of what was sent out before there was this table."""
    sent_out = sa.table("consultation", sa.column("id", sa.Integer), sa.column("published_at", Instant))
    draft = sa.table("draft", sa.column("consultation_id", sa.Integer), sa.column("number", sa.Integer))
    job = sa.table(
        "job",
        *(sa.column(name, sa.String) for name in ("name", "arguments", "state", "last_error")),
        sa.column("tries", sa.Integer),
        sa.column("due_at", Instant),
    )
    whole = sa.select(sent_out.c.id, sa.literal(0).label("number")).where(sent_out.c.published_at.is_not(None))
    each = (
        sa.select(sent_out.c.id, draft.c.number)
        .join(draft, draft.c.consultation_id == sent_out.c.id)
        .where(sent_out.c.published_at.is_not(None))
    )
    now = datetime.now(UTC)
    owed = {"name": MAKE, "state": "waiting", "last_error": "", "tries": 0, "due_at": now}
    rows = op.get_bind().execute(sa.union_all(each, whole)).all()
    op.bulk_insert(job, [owed | {"arguments": json.dumps({"consultation_id": a, "draft": b})} for a, b in rows])


def downgrade() -> None:
    op.execute(f"DELETE FROM job WHERE name = '{MAKE}'")  # noqa: S608 - the constant above
    op.drop_table("draft_file")
