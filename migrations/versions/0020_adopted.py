"""Minutes of meetings, and the texts that were adopted, each change with its position or the reason for it (R47)."""

import sqlalchemy as sa
from alembic import op

from consultation.models.base import Instant

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_REFERENCES = {
    "consultation_id": "consultation",
    "version_id": "draft_version",
    "section_id": "section",
    "position_id": "position",
}


def upgrade() -> None:
    op.add_column("draft_version", sa.Column("final", sa.Boolean(), server_default=sa.false(), nullable=False))
    for table in ("milestone", "milestone_outcome"):
        op.add_column(table, sa.Column("protocol", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.create_table(
        "version_cause",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=True),
        sa.Column("position_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(position_id IS NULL) = (reason <> '')", name=op.f("ck_version_cause_position_or_reason")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_version_cause_authority_id")),
        *(
            sa.ForeignKeyConstraint(
                ["authority_id", column],
                [f"{other}.authority_id", f"{other}.id"],
                name=op.f(f"fk_version_cause_authority_id_{column}"),
            )
            for column, other in _REFERENCES.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version_cause")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_version_cause_authority_id_id")),
    )
    for column in _REFERENCES:
        op.create_index(op.f(f"ix_version_cause_{column}"), "version_cause", [column], unique=False)
    places = [sa.text("coalesce(section_id, 0)"), sa.text("coalesce(position_id, 0)")]
    op.create_index("uq_version_cause", "version_cause", ["version_id", *places], unique=True)


def downgrade() -> None:
    """An adopted text stays as the newest version of its draft."""
    op.drop_table("version_cause")
    if op.get_bind().dialect.name == "sqlite":  # a guard that names the column; all are made again at the end
        op.execute("DROP TRIGGER IF EXISTS guard_milestone_outcome_update")
    for table in ("milestone_outcome", "milestone"):
        op.drop_column(table, "protocol")
    op.drop_column("draft_version", "final")
