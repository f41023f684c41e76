"""What one person would decide about many equal responses, until another decides the same (R36)."""

import sqlalchemy as sa
from alembic import op

from consultation.models.base import Instant

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_REASONS = (
    *("person", "sensitive", "protected", "requested", "unlawful", "abuse", "advert", "false_sender", "off_topic"),
    "not_confirmed",
)


def upgrade() -> None:
    _create(
        "bulk_proposal",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("kind", _words("kind", "publish", "publish_redacted", "withhold", "reopen"), nullable=False),
        sa.Column("reason", _words("reason", *_REASONS), nullable=True),
        sa.Column("redaction_set_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("withdrawn_at", Instant(), nullable=True),
        sa.CheckConstraint("kind <> 'reopen'", name=op.f("ck_bulk_proposal_proposes_an_end")),
        sa.CheckConstraint(
            "(kind = 'withhold') = (reason IS NOT NULL)", name=op.f("ck_bulk_proposal_withheld_has_reason")
        ),
        group_id="answer_group",
        redaction_set_id="redaction_set",
    )
    _create(
        "bulk_proposed",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("decision_seq", sa.Integer(), nullable=False),
        sa.UniqueConstraint("proposal_id", "response_id", name=op.f("uq_bulk_proposed_proposal_id_response_id")),
        proposal_id="bulk_proposal",
        response_id="response",
        version_id="response_version",
    )


def downgrade() -> None:
    for table in ("bulk_proposed", "bulk_proposal"):
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
