"""Acts that decide many responses, petitions with their signatures, and which public responses say the same."""

import sqlalchemy as sa
from alembic import op

from consultation.models.base import Instant

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_REASONS = (
    *("person", "sensitive", "protected", "requested", "unlawful", "abuse", "advert", "false_sender", "off_topic"),
    "not_confirmed",
)


def upgrade() -> None:
    _create(
        "bulk_act",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("kind", _words("kind", "publish", "publish_redacted", "withhold", "reopen"), nullable=False),
        sa.Column("reason", _words("reason", *_REASONS), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(kind = 'reopen') = (undoes_id IS NOT NULL)", name=op.f("ck_bulk_act_undoes_an_act")),
        sa.CheckConstraint("(kind = 'withhold') = (reason IS NOT NULL)", name=op.f("ck_bulk_act_withheld_has_reason")),
        sa.UniqueConstraint("undoes_id", name=op.f("uq_bulk_act_undoes_id")),
        group_id="answer_group",
        undoes_id="bulk_act",
    )
    _create(
        "bulk_decision",
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.UniqueConstraint("decision_id", name=op.f("uq_bulk_decision_decision_id")),
        act_id="bulk_act",
        decision_id="decision",
    )
    _create(
        "petition",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("signatures", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.CheckConstraint("signatures >= 0", name=op.f("ck_petition_signatures_counted")),
        sa.CheckConstraint("source <> ''", name=op.f("ck_petition_has_source")),
        sa.UniqueConstraint("response_id", "seq", name=op.f("uq_petition_response_id_seq")),
        response_id="response",
    )
    op.add_column("rendition", sa.Column("signatures", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column("rendition", sa.Column("said", sa.String(), server_default=sa.text("''"), nullable=False))
    op.create_index("ix_rendition_said", "rendition", ["consultation_id", "said", "sort_number"])


def downgrade() -> None:
    op.drop_index("ix_rendition_said", table_name="rendition")
    op.drop_column("rendition", "said")
    op.drop_column("rendition", "signatures")
    for table in ("petition", "bulk_decision", "bulk_act"):
        op.drop_table(table)


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
