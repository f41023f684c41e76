"""Decisions are found by when they were made: a moderator's last minutes and last days, however many there are."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_decision_at"), "decision", ["at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_decision_at"), table_name="decision")
