"""Questions to a colleague, notes, complaints, who is to take what, and consultations in which decisions take two."""

import sqlalchemy as sa
from alembic import op

from consultation.models.base import Instant

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "note",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "response_id"],
            ["response.authority_id", "response.id"],
            name=op.f("fk_note_authority_id_response_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_note_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_note_authority_id_id")),
    )
    op.create_index(op.f("ix_note_response_id"), "note", ["response_id"], unique=False)
    op.create_table(
        "second_opinion",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "publish",
                "publish_redacted",
                "withhold",
                "reopen",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "person",
                "sensitive",
                "protected",
                "requested",
                "unlawful",
                "abuse",
                "advert",
                "false_sender",
                "off_topic",
                "not_confirmed",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("redaction_set_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_id", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'withhold') = (reason IS NOT NULL) OR kind IS NULL",
            name=op.f("ck_second_opinion_withheld_has_reason"),
        ),
        sa.CheckConstraint("kind IS NULL OR kind <> 'reopen'", name=op.f("ck_second_opinion_proposes_an_end")),
        sa.ForeignKeyConstraint(
            ["authority_id", "asked_id"],
            ["staff.authority_id", "staff.id"],
            name=op.f("fk_second_opinion_authority_id_asked_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "redaction_set_id"],
            ["redaction_set.authority_id", "redaction_set.id"],
            name=op.f("fk_second_opinion_authority_id_redaction_set_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "response_id"],
            ["response.authority_id", "response.id"],
            name=op.f("fk_second_opinion_authority_id_response_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "version_id"],
            ["response_version.authority_id", "response_version.id"],
            name=op.f("fk_second_opinion_authority_id_version_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_second_opinion_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_opinion")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_second_opinion_authority_id_id")),
    )
    op.create_index(op.f("ix_second_opinion_asked_id"), "second_opinion", ["asked_id"], unique=False)
    op.create_index(op.f("ix_second_opinion_redaction_set_id"), "second_opinion", ["redaction_set_id"], unique=False)
    op.create_index(op.f("ix_second_opinion_response_id"), "second_opinion", ["response_id"], unique=False)
    op.create_index(op.f("ix_second_opinion_version_id"), "second_opinion", ["version_id"], unique=False)
    op.create_table(
        "appeal",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "decision_id"],
            ["decision.authority_id", "decision.id"],
            name=op.f("fk_appeal_authority_id_decision_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "response_id"],
            ["response.authority_id", "response.id"],
            name=op.f("fk_appeal_authority_id_response_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_appeal_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_appeal_authority_id_id")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_appeal_decision_id")),
    )
    op.create_index(op.f("ix_appeal_decision_id"), "appeal", ["decision_id"], unique=False)
    op.create_index(op.f("ix_appeal_response_id"), "appeal", ["response_id"], unique=False)
    op.create_table(
        "appeal_answer",
        sa.Column("appeal_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("upheld", "opened", name="outcome", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "appeal_id"],
            ["appeal.authority_id", "appeal.id"],
            name=op.f("fk_appeal_answer_authority_id_appeal_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_appeal_answer_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal_answer")),
        sa.UniqueConstraint("appeal_id", name=op.f("uq_appeal_answer_appeal_id")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_appeal_answer_authority_id_id")),
    )
    op.create_index(op.f("ix_appeal_answer_appeal_id"), "appeal_answer", ["appeal_id"], unique=False)
    op.add_column("consultation", sa.Column("two_person", sa.Boolean(), server_default=sa.false(), nullable=False))
    _make_queue(assigned=True)


def downgrade() -> None:
    _make_queue(assigned=False)
    op.drop_column("consultation", "two_person")
    for table in ("appeal_answer", "appeal", "second_opinion", "note"):
        op.drop_table(table)


_KEPT = "authority_id, consultation_id, response_id, rank, received_at"


def _make_queue(*, assigned: bool) -> None:
    """The queue anew with the rows that it has; SQLite adds no reference to a table that is there."""
    op.execute(f"CREATE TABLE queue_kept AS SELECT {_KEPT} FROM queue_entry")  # noqa: S608 - the columns above
    op.drop_table("queue_entry")
    references = {"consultation_id": "consultation", "response_id": "response"}
    if assigned:
        references |= {"assigned_id": "staff", "opinion_id": "second_opinion", "parked_id": "staff"}
    op.create_table(
        "queue_entry",
        *(sa.Column(column, sa.Integer(), nullable=column in _OPTIONAL) for column in references),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("rank >= 0", name=op.f("ck_queue_entry_rank_positive")),
        *_parked(assigned=assigned),
        *(
            sa.ForeignKeyConstraint(
                ["authority_id", column],
                [f"{table}.authority_id", f"{table}.id"],
                name=op.f(f"fk_queue_entry_authority_id_{column}"),
            )
            for column, table in references.items()
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_queue_entry_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_entry")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_queue_entry_authority_id_id")),
        sa.UniqueConstraint("response_id", name=op.f("uq_queue_entry_response_id")),
    )
    for column in references:
        op.create_index(op.f(f"ix_queue_entry_{column}"), "queue_entry", [column])
    order = ["rank", "received_at", "response_id"]
    op.create_index("ix_queue_entry_next", "queue_entry", ["consultation_id", *order])
    if assigned:
        op.create_index("ix_queue_entry_of", "queue_entry", ["consultation_id", "assigned_id", *order])
    op.execute(f"INSERT INTO queue_entry ({_KEPT}) SELECT {_KEPT} FROM queue_kept")  # noqa: S608 - the columns above
    op.drop_table("queue_kept")


_OPTIONAL = frozenset({"assigned_id", "opinion_id", "parked_id"})


def _parked(*, assigned: bool) -> list[sa.CheckConstraint]:
    if not assigned:
        return []
    rule = "(opinion_id IS NULL) = (parked_id IS NULL)"
    return [sa.CheckConstraint(rule, name=op.f("ck_queue_entry_parked_by_somebody"))]
