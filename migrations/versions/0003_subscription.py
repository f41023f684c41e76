"""Following by mail, when outcomes were written down, and subjects as main groups of KLE."""

import sqlalchemy as sa
from alembic import op

from consultation.models.base import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_MAIN_GROUPS = "00 01 02 03 04 05 06 07 08 09 13 14 15 17 18 19 20 24 27 28 29 32"


def upgrade() -> None:
    op.create_table(
        "subscription",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column(
            "language",
            sa.Enum("da", "en", name="language", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("confirmed_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("subject = '' OR consultation_id IS NULL", name=op.f("ck_subscription_one_scope")),
        sa.ForeignKeyConstraint(
            ["authority_id", "consultation_id"],
            ["consultation.authority_id", "consultation.id"],
            name=op.f("fk_subscription_authority_id_consultation_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_subscription_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_subscription_authority_id_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_subscription_token_hash")),
    )
    op.create_index(op.f("ix_subscription_consultation_id"), "subscription", ["consultation_id"], unique=False)
    op.create_index(
        "uq_subscription_followed",
        "subscription",
        ["authority_id", "subject", sa.literal_column("coalesce(consultation_id, 0)"), "email"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "milestone_outcome",
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "milestone_id"],
            ["milestone.authority_id", "milestone.id"],
            name=op.f("fk_milestone_outcome_authority_id_milestone_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_milestone_outcome_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone_outcome")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_milestone_outcome_authority_id_id")),
    )
    op.create_index(op.f("ix_milestone_outcome_milestone_id"), "milestone_outcome", ["milestone_id"], unique=False)
    with op.batch_alter_table("message", copy_from=_message(followers=False)) as batch:
        batch.alter_column("consultation_id", existing_type=sa.Integer(), nullable=True)
        batch.add_column(sa.Column("subscription_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_message_authority_id_subscription_id"),
            "subscription",
            ["authority_id", "subscription_id"],
            ["authority_id", "id"],
        )
        batch.create_index(op.f("ix_message_subscription_id"), ["subscription_id"])
    _subjects_become_main_groups()


def downgrade() -> None:
    op.execute(
        "DELETE FROM message_delivery WHERE message_id IN (SELECT id FROM message WHERE subscription_id IS NOT NULL)"
    )
    op.execute("DELETE FROM message WHERE subscription_id IS NOT NULL")
    with op.batch_alter_table("message", copy_from=_message(followers=True)) as batch:
        batch.drop_index(op.f("ix_message_subscription_id"))
        batch.drop_constraint(op.f("fk_message_authority_id_subscription_id"), type_="foreignkey")
        batch.drop_column("subscription_id")
        batch.alter_column("consultation_id", existing_type=sa.Integer(), nullable=False)
    op.drop_table("milestone_outcome")
    op.drop_table("subscription")


def _subjects_become_main_groups() -> None:
    """ "27.00.00" is about main group 27; what is no number that we have words for is no subject."""
    known = ", ".join(f"'{code}'" for code in _MAIN_GROUPS.split())
    op.execute("UPDATE consultation SET subject = substr(subject, 1, 2) WHERE subject <> ''")
    op.execute(f"UPDATE consultation SET subject = '' WHERE subject NOT IN ({known})")  # noqa: S608 - the codes above


def _message(*, followers: bool) -> sa.Table:
    """The table as it stands before, with everything that a rewrite in SQLite must keep."""
    words = {"native_enum": False, "create_constraint": True, "length": 30}
    states = ("queued", "sent", "kept", "letter", "failed")
    subscription = [
        sa.Column("subscription_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["authority_id", "subscription_id"],
            ["subscription.authority_id", "subscription.id"],
            name=op.f("fk_message_authority_id_subscription_id"),
        ),
        sa.Index(op.f("ix_message_subscription_id"), "subscription_id"),
    ]
    return sa.Table(
        "message",
        sa.MetaData(naming_convention={"ck": "ck_%(table_name)s_%(constraint_name)s"}),
        sa.Column("consultation_id", sa.Integer(), nullable=followers),
        sa.Column("response_id", sa.Integer(), nullable=True),
        sa.Column("event_key", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("language", sa.Enum("da", "en", name="language", **words), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("state", sa.Enum(*states, name="state", **words), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "consultation_id"],
            ["consultation.authority_id", "consultation.id"],
            name=op.f("fk_message_authority_id_consultation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "response_id"],
            ["response.authority_id", "response.id"],
            name=op.f("fk_message_authority_id_response_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_message_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_message_authority_id_id")),
        sa.UniqueConstraint("event_key", "recipient", name=op.f("uq_message_event_key_recipient")),
        sa.UniqueConstraint("message_id", name=op.f("uq_message_message_id")),
        sa.Index(op.f("ix_message_consultation_id"), "consultation_id"),
        sa.Index("ix_message_recipient", sa.text("lower(recipient)")),
        sa.Index(op.f("ix_message_response_id"), "response_id"),
        *(subscription if followers else []),
    )
