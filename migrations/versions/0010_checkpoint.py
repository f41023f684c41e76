"""What checks of the whole log came to, and contact data as a purpose of its own for reading."""

import sqlalchemy as sa
from alembic import op

from consultation.models.base import Instant
from consultation.models.words import change_words

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_PURPOSES = ("moderation", "analysis", "compilation", "complaint")


def upgrade() -> None:
    op.create_table(
        "checkpoint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("bad_seq", sa.Integer(), nullable=True),
        sa.CheckConstraint("seq >= 0", name=op.f("ck_checkpoint_seq_counts")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_checkpoint_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkpoint")),
    )
    op.create_index(op.f("ix_checkpoint_authority_id_at"), "checkpoint", ["authority_id", "at"], unique=False)
    change_words(op.get_bind(), "access", "purpose", (*_PURPOSES, "contact"))


def downgrade() -> None:
    """Who saw contact data stays in the log; the row itself says "moderation"."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER IF EXISTS guard_access_update")
    else:
        op.execute("DROP TRIGGER IF EXISTS guard_access_update ON access")
    op.execute("UPDATE access SET purpose = 'moderation' WHERE purpose = 'contact'")
    change_words(op.get_bind(), "access", "purpose", _PURPOSES)
    op.drop_table("checkpoint")
