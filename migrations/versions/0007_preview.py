"""Links by which others see a consultation before it is sent out, and remarks on its drafts until then."""

import sqlalchemy as sa
from alembic import op

from consultation.models.base import Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "preview_link",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("may_remark", sa.Boolean(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("withdrawn_at", Instant(), nullable=True),
        sa.Column("withdrawn_by", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name=op.f("ck_preview_link_withdrawn_by_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "consultation_id"],
            ["consultation.authority_id", "consultation.id"],
            name=op.f("fk_preview_link_authority_id_consultation_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_preview_link_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preview_link")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_preview_link_authority_id_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_preview_link_token_hash")),
    )
    op.create_index(op.f("ix_preview_link_consultation_id"), "preview_link", ["consultation_id"], unique=False)
    op.create_table(
        "review_remark",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=True),
        sa.Column("link_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("handled", "not_taken", name="outcome", native_enum=False, create_constraint=True, length=30),
            nullable=True,
        ),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(link_id IS NULL) = (\"by\" <> 'preview')", name=op.f("ck_review_remark_by_staff_or_link")),
        sa.CheckConstraint("section_id IS NOT NULL OR place = ''", name=op.f("ck_review_remark_place_of_section")),
        sa.CheckConstraint(
            "(outcome IS NULL) = (answered_at IS NULL) AND (outcome IS NULL) = (answered_by IS NULL)",
            name=op.f("ck_review_remark_answered_by_somebody"),
        ),
        *(
            sa.ForeignKeyConstraint(
                ["authority_id", column],
                [f"{table}.authority_id", f"{table}.id"],
                name=op.f(f"fk_review_remark_authority_id_{column}"),
            )
            for column, table in _REFERENCES.items()
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_review_remark_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_remark")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_review_remark_authority_id_id")),
        sa.UniqueConstraint("form_key", name=op.f("uq_review_remark_form_key")),
    )
    for column in _REFERENCES:
        op.create_index(op.f(f"ix_review_remark_{column}"), "review_remark", [column], unique=False)


_REFERENCES = {
    "consultation_id": "consultation",
    "draft_id": "draft",
    "section_id": "section",
    "link_id": "preview_link",
}


def downgrade() -> None:
    op.drop_table("review_remark")
    op.drop_table("preview_link")
