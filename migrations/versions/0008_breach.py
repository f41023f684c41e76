"""Breaches of personal data security with their clock, papers taken off the page again, and the ledger by its rows."""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

from consultation.models.base import Instant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_REASONS = (
    *("person", "sensitive", "protected", "requested", "unlawful", "abuse", "advert", "false_sender", "off_topic"),
    "not_confirmed",
)


def upgrade() -> None:
    op.create_table(
        "breach",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("reason", _word("reason", *_REASONS), nullable=False),
        sa.Column("found_at", Instant(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=False),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("outcome", _word("outcome", "reported", "no_risk", "no_breach"), nullable=True),
        sa.Column("closed_reason", sa.Text(), nullable=False),
        *_owned("breach", {"consultation_id": "consultation"}),
        sa.CheckConstraint("found_at < due_at", name=op.f("ck_breach_due_after_found")),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (outcome IS NULL) AND (closed_at IS NULL) = (closed_by IS NULL)",
            name=op.f("ck_breach_closed_whole"),
        ),
        sa.CheckConstraint("closed_at IS NULL OR closed_reason <> ''", name=op.f("ck_breach_closed_has_reason")),
        sa.UniqueConstraint("authority_id", "seq", name=op.f("uq_breach_authority_id_seq")),
    )
    op.create_index("ix_breach_open", "breach", ["authority_id", "closed_at", "due_at"], unique=False)
    op.create_index(op.f("ix_breach_consultation_id"), "breach", ["consultation_id"], unique=False)
    _tables_of_a_breach()
    op.create_table(
        "annex_withdrawal",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("annex_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        *_owned("annex_withdrawal", _WITHDRAWN),
        sa.UniqueConstraint("annex_id", name=op.f("uq_annex_withdrawal_annex_id")),
    )
    for column in _WITHDRAWN:
        op.create_index(op.f(f"ix_annex_withdrawal_{column}"), "annex_withdrawal", [column], unique=False)
    op.create_index("ix_erasure_row", "erasure", ["table_name", "row_id"], unique=False)


_WITHDRAWN = {"consultation_id": "consultation", "annex_id": "published_annex", "response_id": "response"}


def _tables_of_a_breach() -> None:
    exposed = {"breach_id": "breach", "response_id": "response", "decision_id": "decision"}
    op.create_table(
        "breach_response",
        *(sa.Column(column, sa.Integer(), nullable=False) for column in exposed),
        sa.Column("shown_from", Instant(), nullable=False),
        sa.Column("hidden_at", Instant(), nullable=False),
        *_owned("breach_response", exposed),
        sa.CheckConstraint("shown_from < hidden_at", name=op.f("ck_breach_response_was_shown")),
        sa.UniqueConstraint("breach_id", "decision_id", name=op.f("uq_breach_response_breach_id_decision_id")),
    )
    for column in exposed:
        op.create_index(op.f(f"ix_breach_response_{column}"), "breach_response", [column], unique=False)
    op.create_table(
        "breach_entry",
        sa.Column("breach_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", _word("kind", "done", "not_needed", "wording", "note"), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        *_owned("breach_entry", {"breach_id": "breach"}),
        sa.UniqueConstraint("breach_id", "seq", name=op.f("uq_breach_entry_breach_id_seq")),
    )
    op.create_index(op.f("ix_breach_entry_breach_id"), "breach_entry", ["breach_id"], unique=False)


def _word(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=30)


def _owned(table: str, references: Mapping[str, str]) -> list[sa.schema.SchemaItem]:
    """What every table of an authority has."""
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                ["authority_id", column],
                [f"{other}.authority_id", f"{other}.id"],
                name=op.f(f"fk_{table}_authority_id_{column}"),
            )
            for column, other in references.items()
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f(f"fk_{table}_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("authority_id", "id", name=op.f(f"uq_{table}_authority_id_id")),
    ]


def downgrade() -> None:
    op.drop_index("ix_erasure_row", table_name="erasure")
    for table in ("annex_withdrawal", "breach_entry", "breach_response", "breach"):
        op.drop_table(table)
