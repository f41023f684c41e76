"""Every table of the path from draft to committee report."""

import sqlalchemy as sa
from alembic import op

from consultation.models.base import Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "authority",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=True),
        sa.Column("base_url", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "municipality",
                "region",
                "ministry",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("accent", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("dpo", sa.String(), nullable=False),
        sa.Column("accessibility_url", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authority")),
        sa.UniqueConstraint("host", name=op.f("uq_authority_host")),
        sa.UniqueConstraint("slug", name=op.f("uq_authority_slug")),
    )
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("columns", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.CheckConstraint("columns LIKE ',%,'", name=op.f("ck_erasure_columns_listed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("arguments", sa.Text(), nullable=False),
        sa.Column("unique_key", sa.String(), nullable=True),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "done", "dead", name="state", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("unique_key", name=op.f("uq_job_unique_key")),
    )
    op.create_index("ix_job_next", "job", ["state", "due_at", "id"], unique=False)
    op.create_table(
        "outage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_at", Instant(), nullable=False),
        sa.Column("to_at", Instant(), nullable=False),
        sa.Column("causes", sa.String(), nullable=False),
        sa.CheckConstraint("from_at < to_at", name=op.f("ck_outage_takes_time")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outage")),
    )
    op.create_index(op.f("ix_outage_to_at"), "outage", ["to_at"], unique=False)
    op.create_table(
        "throttle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("window", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_throttle")),
        sa.UniqueConstraint("scope", "key", "window", name=op.f("uq_throttle_scope_key_window")),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_audit_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sa.UniqueConstraint("authority_id", "seq", name=op.f("uq_audit_authority_id_seq")),
    )
    op.create_index(op.f("ix_audit_authority_id_subject"), "audit", ["authority_id", "subject"], unique=False)
    op.create_table(
        "audit_head",
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_audit_head_authority_id")),
        sa.PrimaryKeyConstraint("authority_id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "authority_text",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column(
            "language",
            sa.Enum("da", "en", name="language", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_authority_text_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authority_text")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_authority_text_authority_id_id")),
        sa.UniqueConstraint(
            "authority_id",
            "kind",
            "code",
            "language",
            "version",
            name=op.f("uq_authority_text_authority_id_kind_code_language_version"),
        ),
    )
    op.create_table(
        "blob",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("erased_at", Instant(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_blob_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blob")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_blob_authority_id_id")),
        sa.UniqueConstraint("authority_id", "sha256", name=op.f("uq_blob_authority_id_sha256")),
    )
    op.create_table(
        "closure_day",
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_closure_day_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closure_day")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_closure_day_authority_id_id")),
        sa.UniqueConstraint("authority_id", "on", name=op.f("uq_closure_day_authority_id_on")),
    )
    op.create_table(
        "consultation",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "quality_standard",
                "policy",
                "municipal_plan",
                "local_plan",
                "minor_local_plan",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.Column("lead", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("meaning", sa.Text(), nullable=False),
        sa.Column("easy_read", sa.Text(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("contact_name", sa.String(), nullable=False),
        sa.Column("contact_department", sa.String(), nullable=False),
        sa.Column("contact_email", sa.String(), nullable=False),
        sa.Column("contact_phone", sa.String(), nullable=False),
        sa.Column(
            "publication_mode",
            sa.Enum(
                "continuous",
                "after_deadline",
                "with_agenda",
                "not_public",
                name="publication_mode",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("publication_reason", sa.String(), nullable=False),
        sa.Column(
            "name_rule",
            sa.Enum(
                "full_name",
                "name_postcode",
                "citizen_postcode",
                name="name_rule",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "login_mode",
            sa.Enum(
                "open", "confirmed", "identity", name="login_mode", native_enum=False, create_constraint=True, length=30
            ),
            nullable=False,
        ),
        sa.Column("visible_from", Instant(), nullable=True),
        sa.Column("opens_at", Instant(), nullable=True),
        sa.Column("closes_at", Instant(), nullable=True),
        sa.Column("responses_public_at", Instant(), nullable=True),
        sa.Column("published_at", Instant(), nullable=True),
        sa.Column("cancelled_at", Instant(), nullable=True),
        sa.Column("cancelled_reason", sa.String(), nullable=False),
        sa.Column("archived_at", Instant(), nullable=True),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column(
            "follow_up",
            sa.Enum("supplementary", "renewed", name="follow_up", native_enum=False, create_constraint=True, length=30),
            nullable=True,
        ),
        sa.Column("follow_up_reason", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "cancelled_at IS NULL OR cancelled_reason <> ''", name=op.f("ck_consultation_cancelled_has_reason")
        ),
        sa.CheckConstraint(
            "follow_up IS NULL OR follow_up_reason <> ''", name=op.f("ck_consultation_follow_up_has_reason")
        ),
        sa.CheckConstraint(
            "published_at IS NULL OR (title <> '' AND lead <> '' AND body <> '' AND meaning <> '' AND case_number <> '' AND contact_name <> '' AND contact_department <> '')",
            name=op.f("ck_consultation_published_is_complete"),
        ),
        sa.CheckConstraint(
            "published_at IS NULL OR publication_mode <> 'with_agenda' OR responses_public_at IS NOT NULL",
            name=op.f("ck_consultation_agenda_mode_has_time"),
        ),
        sa.CheckConstraint("(follows_id IS NULL) = (follow_up IS NULL)", name=op.f("ck_consultation_follows_in_a_way")),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_consultation_opens_before_it_closes")),
        sa.CheckConstraint(
            "published_at IS NULL OR (opens_at IS NOT NULL AND closes_at IS NOT NULL AND visible_from IS NOT NULL)",
            name=op.f("ck_consultation_published_has_times"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "follows_id"],
            ["consultation.authority_id", "consultation.id"],
            name=op.f("fk_consultation_authority_id_follows_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_consultation_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_consultation_authority_id_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_consultation_slug")),
    )
    op.create_index(op.f("ix_consultation_follows_id"), "consultation", ["follows_id"], unique=False)
    op.create_table(
        "link_request",
        sa.Column("email", sa.String(), nullable=False),
        sa.Column(
            "language",
            sa.Enum("da", "en", name="language", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_link_request_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_request")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_link_request_authority_id_id")),
    )
    op.create_table(
        "party",
        sa.Column(
            "kind",
            sa.Enum(
                "disability_council",
                "senior_council",
                "marginalised_council",
                "user_council",
                "codetermination",
                "organisation",
                "authority",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("cvr", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_party_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
        sa.UniqueConstraint("authority_id", "cvr", name=op.f("uq_party_authority_id_cvr")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_party_authority_id_id")),
        sa.UniqueConstraint("authority_id", "name", name=op.f("uq_party_authority_id_name")),
    )
    op.create_table(
        "shortest_period",
        sa.Column(
            "kind",
            sa.Enum(
                "quality_standard",
                "policy",
                "municipal_plan",
                "local_plan",
                "minor_local_plan",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("days > 0 AND source <> ''", name=op.f("ck_shortest_period_has_days_and_source")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_shortest_period_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shortest_period")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_shortest_period_authority_id_id")),
    )
    op.create_table(
        "staff",
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("totp_secret", sa.String(), nullable=True),
        sa.Column(
            "language",
            sa.Enum("da", "en", name="language", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("shortcuts", sa.Boolean(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("disabled_at", Instant(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_staff_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_staff_authority_id_id")),
        sa.UniqueConstraint("email", name=op.f("uq_staff_email")),
    )
    op.create_table(
        "answer_group",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("identical", name="kind", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "consultation_id"],
            ["consultation.authority_id", "consultation.id"],
            name=op.f("fk_answer_group_authority_id_consultation_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_answer_group_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_group")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_answer_group_authority_id_id")),
        sa.UniqueConstraint("key", name=op.f("uq_answer_group_key")),
    )
    op.create_index(op.f("ix_answer_group_consultation_id"), "answer_group", ["consultation_id"], unique=False)
    op.create_table(
        "blob_scan",
        sa.Column("blob_id", sa.Integer(), nullable=False),
        sa.Column("tool", sa.String(), nullable=False),
        sa.Column(
            "result",
            sa.Enum("clean", "infected", name="result", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "blob_id"],
            ["blob.authority_id", "blob.id"],
            name=op.f("fk_blob_scan_authority_id_blob_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_blob_scan_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blob_scan")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_blob_scan_authority_id_id")),
    )
    op.create_index(op.f("ix_blob_scan_blob_id"), "blob_scan", ["blob_id"], unique=False)
    op.create_table(
        "blob_text",
        sa.Column("blob_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("readable", sa.Boolean(), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "blob_id"],
            ["blob.authority_id", "blob.id"],
            name=op.f("fk_blob_text_authority_id_blob_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_blob_text_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blob_text")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_blob_text_authority_id_id")),
        sa.UniqueConstraint("blob_id", name=op.f("uq_blob_text_blob_id")),
    )
    op.create_index(op.f("ix_blob_text_blob_id"), "blob_text", ["blob_id"], unique=False)
    op.create_table(
        "document",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "cover_letter",
                "background",
                "decision",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column(
            "language",
            sa.Enum("da", "en", name="language", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("blob_id", sa.Integer(), nullable=True),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", Instant(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("blob_id IS NOT NULL OR html <> '' OR url <> ''", name=op.f("ck_document_has_content")),
        sa.ForeignKeyConstraint(
            ["authority_id", "blob_id"], ["blob.authority_id", "blob.id"], name=op.f("fk_document_authority_id_blob_id")
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "consultation_id"],
            ["consultation.authority_id", "consultation.id"],
            name=op.f("fk_document_authority_id_consultation_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_document_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_document_authority_id_id")),
        sa.UniqueConstraint("consultation_id", "position", name=op.f("uq_document_consultation_id_position")),
    )
    op.create_index(op.f("ix_document_blob_id"), "document", ["blob_id"], unique=False)
    op.create_index(op.f("ix_document_consultation_id"), "document", ["consultation_id"], unique=False)
    op.create_table(
        "draft",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("small_group", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "consultation_id"],
            ["consultation.authority_id", "consultation.id"],
            name=op.f("fk_draft_authority_id_consultation_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_draft_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_draft_authority_id_id")),
        sa.UniqueConstraint("consultation_id", "number", name=op.f("uq_draft_consultation_id_number")),
    )
    op.create_index(op.f("ix_draft_consultation_id"), "draft", ["consultation_id"], unique=False)
    op.create_table(
        "figure",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"], name=op.f("fk_figure_consultation_id")),
        sa.PrimaryKeyConstraint("consultation_id", "name", name=op.f("pk_figure")),
    )
    op.create_table(
        "heard_party",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column(
            "basis",
            sa.Enum(
                "statutory", "invited", "other", name="basis", native_enum=False, create_constraint=True, length=30
            ),
            nullable=False,
        ),
        sa.Column("legal_ground", sa.String(), nullable=False),
        sa.Column("opt_out_reason", sa.Text(), nullable=True),
        sa.Column("token_hash", sa.String(), nullable=True),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("sent_by", sa.String(), nullable=True),
        sa.Column(
            "sent_way",
            sa.Enum(
                "mail",
                "digital_post",
                "letter",
                "handed_over",
                name="sent_way",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column(
            "delivery",
            sa.Enum(
                "pending",
                "sent",
                "delivered",
                "failed",
                name="delivery",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("waived_reason", sa.Text(), nullable=True),
        sa.Column("removed_at", Instant(), nullable=True),
        sa.Column("removed_reason", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("delivery <> 'sent' OR sent_at IS NOT NULL", name=op.f("ck_heard_party_sent_has_time")),
        sa.CheckConstraint(
            "removed_at IS NULL OR removed_reason IS NOT NULL", name=op.f("ck_heard_party_removed_has_reason")
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "consultation_id"],
            ["consultation.authority_id", "consultation.id"],
            name=op.f("fk_heard_party_authority_id_consultation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "party_id"],
            ["party.authority_id", "party.id"],
            name=op.f("fk_heard_party_authority_id_party_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_heard_party_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heard_party")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_heard_party_authority_id_id")),
        sa.UniqueConstraint("consultation_id", "party_id", name=op.f("uq_heard_party_consultation_id_party_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_heard_party_token_hash")),
    )
    op.create_index(op.f("ix_heard_party_consultation_id"), "heard_party", ["consultation_id"], unique=False)
    op.create_index(op.f("ix_heard_party_party_id"), "heard_party", ["party_id"], unique=False)
    op.create_table(
        "illustration",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("blob_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "blob_id"],
            ["blob.authority_id", "blob.id"],
            name=op.f("fk_illustration_authority_id_blob_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "consultation_id"],
            ["consultation.authority_id", "consultation.id"],
            name=op.f("fk_illustration_authority_id_consultation_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_illustration_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_illustration")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_illustration_authority_id_id")),
        sa.UniqueConstraint("key", name=op.f("uq_illustration_key")),
    )
    op.create_index(op.f("ix_illustration_blob_id"), "illustration", ["blob_id"], unique=False)
    op.create_index(op.f("ix_illustration_consultation_id"), "illustration", ["consultation_id"], unique=False)
    op.create_table(
        "import_batch",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "consultation_id"],
            ["consultation.authority_id", "consultation.id"],
            name=op.f("fk_import_batch_authority_id_consultation_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_import_batch_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_import_batch_authority_id_id")),
        sa.UniqueConstraint("consultation_id", "sha256", name=op.f("uq_import_batch_consultation_id_sha256")),
    )
    op.create_index(op.f("ix_import_batch_consultation_id"), "import_batch", ["consultation_id"], unique=False)
    op.create_table(
        "milestone",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "sent_out",
                "committee",
                "council",
                "in_force",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("agenda_on", sa.Date(), nullable=True),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("decides", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "consultation_id"],
            ["consultation.authority_id", "consultation.id"],
            name=op.f("fk_milestone_authority_id_consultation_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_milestone_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_milestone_authority_id_id")),
        sa.UniqueConstraint("consultation_id", "kind", "on", name=op.f("uq_milestone_consultation_id_kind_on")),
    )
    op.create_index(op.f("ix_milestone_consultation_id"), "milestone", ["consultation_id"], unique=False)
    op.create_table(
        "number_series",
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column(
            "series",
            sa.Enum("on_time", "late", name="series", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("next", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "consultation_id"],
            ["consultation.authority_id", "consultation.id"],
            name=op.f("fk_number_series_authority_id_consultation_id"),
        ),
        sa.PrimaryKeyConstraint("consultation_id", "series", name=op.f("pk_number_series")),
    )
    op.create_table(
        "remark",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "consultation_id"],
            ["consultation.authority_id", "consultation.id"],
            name=op.f("fk_remark_authority_id_consultation_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_remark_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_remark_authority_id_id")),
        sa.UniqueConstraint("consultation_id", "number", name=op.f("uq_remark_consultation_id_number")),
    )
    op.create_index(op.f("ix_remark_consultation_id"), "remark", ["consultation_id"], unique=False)
    op.create_table(
        "rendition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("number_label", sa.String(), nullable=False),
        sa.Column("sort_number", sa.Integer(), nullable=False),
        sa.Column("decision_seq", sa.Integer(), nullable=False),
        sa.Column("redacted", sa.Boolean(), nullable=False),
        sa.Column("shown_name", sa.String(), nullable=False),
        sa.Column(
            "capacity",
            sa.Enum(
                "citizen",
                "relative",
                "guardian",
                "organisation",
                "council",
                "employee",
                "authority",
                name="capacity",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("under_18", sa.Boolean(), nullable=False),
        sa.Column("received_on", sa.String(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("drafts", sa.String(), nullable=False),
        sa.Column("visible_from", Instant(), nullable=False),
        sa.Column("hidden_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"], name=op.f("fk_rendition_consultation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rendition")),
    )
    op.create_index(op.f("ix_rendition_key"), "rendition", ["key"], unique=False)
    op.create_index("ix_rendition_list", "rendition", ["consultation_id", "sort_number"], unique=False)
    op.create_index(
        "uq_rendition_key_shown",
        "rendition",
        ["key"],
        unique=True,
        sqlite_where=sa.text("hidden_at IS NULL"),
        postgresql_where=sa.text("hidden_at IS NULL"),
    )
    op.create_index(
        "uq_rendition_number_shown",
        "rendition",
        ["consultation_id", "number_label"],
        unique=True,
        sqlite_where=sa.text("hidden_at IS NULL"),
        postgresql_where=sa.text("hidden_at IS NULL"),
    )
    op.create_table(
        "report_text",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("chapter", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("base_number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "consultation_id"],
            ["consultation.authority_id", "consultation.id"],
            name=op.f("fk_report_text_authority_id_consultation_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_report_text_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_text")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_report_text_authority_id_id")),
        sa.UniqueConstraint(
            "consultation_id", "chapter", "number", name=op.f("uq_report_text_consultation_id_chapter_number")
        ),
    )
    op.create_index(op.f("ix_report_text_consultation_id"), "report_text", ["consultation_id"], unique=False)
    op.create_table(
        "response",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column(
            "series",
            sa.Enum("on_time", "late", name="series", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("external_ref", sa.String(), nullable=True),
        sa.Column(
            "channel",
            sa.Enum(
                "portal",
                "letter",
                "email",
                "digital_post",
                "phone",
                "meeting",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column(
            "received_precision",
            sa.Enum(
                "second",
                "minute",
                "day",
                name="received_precision",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("received_source", sa.String(), nullable=False),
        sa.Column("registered_at", Instant(), nullable=False),
        sa.Column("registered_by", sa.String(), nullable=True),
        sa.Column(
            "language",
            sa.Enum("da", "en", name="language", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("commitment", sa.String(), nullable=False),
        sa.Column("suspicion", sa.String(), nullable=False),
        sa.Column("no_remarks", sa.Boolean(), nullable=False),
        sa.Column("hide_requested", sa.Boolean(), nullable=False),
        sa.Column("notice_text_id", sa.Integer(), nullable=True),
        sa.Column(
            "login_mode",
            sa.Enum(
                "open", "confirmed", "identity", name="login_mode", native_enum=False, create_constraint=True, length=30
            ),
            nullable=False,
        ),
        sa.Column("confirm_hash", sa.String(), nullable=True),
        sa.Column("confirmed_at", Instant(), nullable=True),
        sa.Column(
            "confirmed_by",
            sa.Enum("sender", "staff", name="confirmed_by", native_enum=False, create_constraint=True, length=30),
            nullable=True,
        ),
        sa.Column("confirmed_reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", Instant(), nullable=True),
        sa.Column(
            "withdrawn_by",
            sa.Enum("sender", "staff", name="withdrawn_by", native_enum=False, create_constraint=True, length=30),
            nullable=True,
        ),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "channel <> 'portal' OR registered_by IS NULL", name=op.f("ck_response_portal_is_unregistered")
        ),
        sa.CheckConstraint(
            "confirmed_by <> 'staff' OR confirmed_reason <> ''", name=op.f("ck_response_admitted_has_reason")
        ),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by IS NULL)", name=op.f("ck_response_confirmed_by_someone")
        ),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name=op.f("ck_response_withdrawn_by_someone")
        ),
        sa.CheckConstraint("seq > 0", name=op.f("ck_response_seq_positive")),
        sa.ForeignKeyConstraint(
            ["authority_id", "consultation_id"],
            ["consultation.authority_id", "consultation.id"],
            name=op.f("fk_response_authority_id_consultation_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_response_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_response_authority_id_id")),
        sa.UniqueConstraint("confirm_hash", name=op.f("uq_response_confirm_hash")),
        sa.UniqueConstraint("consultation_id", "external_ref", name=op.f("uq_response_consultation_id_external_ref")),
        sa.UniqueConstraint("consultation_id", "form_key", name=op.f("uq_response_consultation_id_form_key")),
        sa.UniqueConstraint("consultation_id", "series", "seq", name=op.f("uq_response_consultation_id_series_seq")),
        sa.UniqueConstraint("key", name=op.f("uq_response_key")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_response_token_hash")),
    )
    op.create_index(op.f("ix_response_consultation_id"), "response", ["consultation_id"], unique=False)
    op.create_table(
        "snapshot",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "consultation_id"],
            ["consultation.authority_id", "consultation.id"],
            name=op.f("fk_snapshot_authority_id_consultation_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_snapshot_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_snapshot_authority_id_id")),
        sa.UniqueConstraint("consultation_id", "seq", name=op.f("uq_snapshot_consultation_id_seq")),
    )
    op.create_index(op.f("ix_snapshot_consultation_id"), "snapshot", ["consultation_id"], unique=False)
    op.create_table(
        "staff_link",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "staff_id"],
            ["staff.authority_id", "staff.id"],
            name=op.f("fk_staff_link_authority_id_staff_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_staff_link_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_link")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_staff_link_authority_id_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_staff_link_token_hash")),
    )
    op.create_index(op.f("ix_staff_link_staff_id"), "staff_link", ["staff_id"], unique=False)
    op.create_table(
        "staff_role",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "moderator",
                "subject_owner",
                "secretary",
                "editor",
                "administrator",
                "auditor",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("granted_by", sa.String(), nullable=False),
        sa.Column("from_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "staff_id"],
            ["staff.authority_id", "staff.id"],
            name=op.f("fk_staff_role_authority_id_staff_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_staff_role_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_role")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_staff_role_authority_id_id")),
    )
    op.create_index(op.f("ix_staff_role_staff_id"), "staff_role", ["staff_id"], unique=False)
    op.create_index(
        "uq_staff_role_current",
        "staff_role",
        ["staff_id", "role"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "staff_session",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "staff_id"],
            ["staff.authority_id", "staff.id"],
            name=op.f("fk_staff_session_authority_id_staff_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_staff_session_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_session")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_staff_session_authority_id_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_staff_session_token_hash")),
    )
    op.create_index(op.f("ix_staff_session_staff_id"), "staff_session", ["staff_id"], unique=False)
    op.create_table(
        "theme",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("withdrawn_at", Instant(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "consultation_id"],
            ["consultation.authority_id", "consultation.id"],
            name=op.f("fk_theme_authority_id_consultation_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_theme_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_theme_authority_id_id")),
        sa.UniqueConstraint("consultation_id", "title", name=op.f("uq_theme_consultation_id_title")),
    )
    op.create_index(op.f("ix_theme_consultation_id"), "theme", ["consultation_id"], unique=False)
    op.create_table(
        "tombstone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("number_label", sa.String(), nullable=False),
        sa.Column("sort_number", sa.Integer(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "published",
                "redacted",
                "withheld",
                "withdrawn",
                "awaiting",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("reason_code", sa.String(), nullable=False),
        sa.CheckConstraint("status IN ('withheld', 'withdrawn', 'awaiting')", name=op.f("ck_tombstone_not_shown")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"], name=op.f("fk_tombstone_consultation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tombstone")),
        sa.UniqueConstraint("consultation_id", "number_label", name=op.f("uq_tombstone_consultation_id_number_label")),
        sa.UniqueConstraint("key", name=op.f("uq_tombstone_key")),
    )
    op.create_table(
        "totp_used",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "staff_id"],
            ["staff.authority_id", "staff.id"],
            name=op.f("fk_totp_used_authority_id_staff_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_totp_used_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_totp_used")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_totp_used_authority_id_id")),
        sa.UniqueConstraint("staff_id", "step", name=op.f("uq_totp_used_staff_id_step")),
    )
    op.create_index(op.f("ix_totp_used_staff_id"), "totp_used", ["staff_id"], unique=False)
    op.create_table(
        "claim",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("until_at", Instant(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "response_id"],
            ["response.authority_id", "response.id"],
            name=op.f("fk_claim_authority_id_response_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "staff_id"],
            ["staff.authority_id", "staff.id"],
            name=op.f("fk_claim_authority_id_staff_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_claim_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_claim_authority_id_id")),
        sa.UniqueConstraint("response_id", name=op.f("uq_claim_response_id")),
    )
    op.create_index(op.f("ix_claim_response_id"), "claim", ["response_id"], unique=False)
    op.create_index(op.f("ix_claim_staff_id"), "claim", ["staff_id"], unique=False)
    op.create_table(
        "deadline",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("heard_party_id", sa.Integer(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("closes_at", Instant(), nullable=False),
        sa.Column("shown_local", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "consultation_id"],
            ["consultation.authority_id", "consultation.id"],
            name=op.f("fk_deadline_authority_id_consultation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "heard_party_id"],
            ["heard_party.authority_id", "heard_party.id"],
            name=op.f("fk_deadline_authority_id_heard_party_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_deadline_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_deadline_authority_id_id")),
        sa.UniqueConstraint(
            "consultation_id", "heard_party_id", "seq", name=op.f("uq_deadline_consultation_id_heard_party_id_seq")
        ),
    )
    op.create_index(op.f("ix_deadline_consultation_id"), "deadline", ["consultation_id"], unique=False)
    op.create_index(op.f("ix_deadline_heard_party_id"), "deadline", ["heard_party_id"], unique=False)
    op.create_index(
        "uq_deadline_all",
        "deadline",
        ["consultation_id", "seq"],
        unique=True,
        sqlite_where=sa.text("heard_party_id IS NULL"),
        postgresql_where=sa.text("heard_party_id IS NULL"),
    )
    op.create_table(
        "draft_import",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("taken_at", Instant(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "draft_id"],
            ["draft.authority_id", "draft.id"],
            name=op.f("fk_draft_import_authority_id_draft_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_draft_import_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_import")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_draft_import_authority_id_id")),
    )
    op.create_index(op.f("ix_draft_import_draft_id"), "draft_import", ["draft_id"], unique=False)
    op.create_table(
        "draft_version",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("published_at", Instant(), nullable=True),
        sa.Column("change_list", sa.Text(), nullable=False),
        sa.Column("legal_refs", sa.Text(), nullable=False),
        sa.Column("easy_read", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "draft_id"],
            ["draft.authority_id", "draft.id"],
            name=op.f("fk_draft_version_authority_id_draft_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_draft_version_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_version")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_draft_version_authority_id_id")),
        sa.UniqueConstraint("draft_id", "number", name=op.f("uq_draft_version_draft_id_number")),
    )
    op.create_index(op.f("ix_draft_version_draft_id"), "draft_version", ["draft_id"], unique=False)
    op.create_table(
        "group_member",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "group_id"],
            ["answer_group.authority_id", "answer_group.id"],
            name=op.f("fk_group_member_authority_id_group_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "response_id"],
            ["response.authority_id", "response.id"],
            name=op.f("fk_group_member_authority_id_response_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_group_member_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_member")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_group_member_authority_id_id")),
        sa.UniqueConstraint("response_id", name=op.f("uq_group_member_response_id")),
    )
    op.create_index(op.f("ix_group_member_group_id"), "group_member", ["group_id"], unique=False)
    op.create_index(op.f("ix_group_member_response_id"), "group_member", ["response_id"], unique=False)
    op.create_table(
        "late_admission",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("admitted", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_late_admission_has_reason")),
        sa.ForeignKeyConstraint(
            ["authority_id", "response_id"],
            ["response.authority_id", "response.id"],
            name=op.f("fk_late_admission_authority_id_response_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_late_admission_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_admission")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_late_admission_authority_id_id")),
    )
    op.create_index(op.f("ix_late_admission_response_id"), "late_admission", ["response_id"], unique=False)
    op.create_table(
        "link_issue",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("checked", sa.Text(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("checked <> ''", name=op.f("ck_link_issue_has_check")),
        sa.CheckConstraint("serial > 0", name=op.f("ck_link_issue_serial_positive")),
        sa.ForeignKeyConstraint(
            ["authority_id", "response_id"],
            ["response.authority_id", "response.id"],
            name=op.f("fk_link_issue_authority_id_response_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_link_issue_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_issue")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_link_issue_authority_id_id")),
        sa.UniqueConstraint("response_id", "serial", name=op.f("uq_link_issue_response_id_serial")),
    )
    op.create_index(op.f("ix_link_issue_response_id"), "link_issue", ["response_id"], unique=False)
    op.create_table(
        "message",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=True),
        sa.Column("event_key", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column(
            "language",
            sa.Enum("da", "en", name="language", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "sent",
                "kept",
                "letter",
                "failed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
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
    )
    op.create_index(op.f("ix_message_consultation_id"), "message", ["consultation_id"], unique=False)
    op.create_index("ix_message_recipient", "message", [sa.literal_column("lower(recipient)")], unique=False)
    op.create_index(op.f("ix_message_response_id"), "message", ["response_id"], unique=False)
    op.create_table(
        "package",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "snapshot_id"],
            ["snapshot.authority_id", "snapshot.id"],
            name=op.f("fk_package_authority_id_snapshot_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_package_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_package_authority_id_id")),
        sa.UniqueConstraint("key", name=op.f("uq_package_key")),
    )
    op.create_index(op.f("ix_package_snapshot_id"), "package", ["snapshot_id"], unique=False)
    op.create_table(
        "question",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column(
            "code",
            sa.Enum("good", "bad", "change", name="code", native_enum=False, create_constraint=True, length=30),
            nullable=True,
        ),
        sa.Column(
            "kind",
            sa.Enum("single", "multiple", "text", name="kind", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "code IS NULL OR (draft_id IS NULL AND kind = 'text')", name=op.f("ck_question_easy_is_free_text")
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_question_asks")),
        sa.ForeignKeyConstraint(
            ["authority_id", "consultation_id"],
            ["consultation.authority_id", "consultation.id"],
            name=op.f("fk_question_authority_id_consultation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "draft_id"],
            ["draft.authority_id", "draft.id"],
            name=op.f("fk_question_authority_id_draft_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_question_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_question_authority_id_id")),
        sa.UniqueConstraint("consultation_id", "code", name=op.f("uq_question_consultation_id_code")),
    )
    op.create_index(op.f("ix_question_consultation_id"), "question", ["consultation_id"], unique=False)
    op.create_index(op.f("ix_question_draft_id"), "question", ["draft_id"], unique=False)
    op.create_table(
        "remark_version",
        sa.Column("remark_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("base_number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "remark_id"],
            ["remark.authority_id", "remark.id"],
            name=op.f("fk_remark_version_authority_id_remark_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_remark_version_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark_version")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_remark_version_authority_id_id")),
        sa.UniqueConstraint("remark_id", "number", name=op.f("uq_remark_version_remark_id_number")),
    )
    op.create_index(op.f("ix_remark_version_remark_id"), "remark_version", ["remark_id"], unique=False)
    op.create_table(
        "response_contact",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "response_id"],
            ["response.authority_id", "response.id"],
            name=op.f("fk_response_contact_authority_id_response_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_response_contact_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_contact")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_response_contact_authority_id_id")),
    )
    op.create_index(op.f("ix_response_contact_response_id"), "response_contact", ["response_id"], unique=False)
    op.create_table(
        "response_party",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("heard_party_id", sa.Integer(), nullable=True),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("cvr", sa.String(), nullable=False),
        sa.Column("joined_by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "heard_party_id IS NOT NULL OR organisation <> ''", name=op.f("ck_response_party_speaks_for_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "heard_party_id"],
            ["heard_party.authority_id", "heard_party.id"],
            name=op.f("fk_response_party_authority_id_heard_party_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "response_id"],
            ["response.authority_id", "response.id"],
            name=op.f("fk_response_party_authority_id_response_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_response_party_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_party")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_response_party_authority_id_id")),
        sa.UniqueConstraint("response_id", "heard_party_id", name=op.f("uq_response_party_response_id_heard_party_id")),
    )
    op.create_index(op.f("ix_response_party_heard_party_id"), "response_party", ["heard_party_id"], unique=False)
    op.create_index(op.f("ix_response_party_response_id"), "response_party", ["response_id"], unique=False)
    op.create_index(
        "uq_response_party_named",
        "response_party",
        ["response_id", "organisation"],
        unique=True,
        sqlite_where=sa.text("heard_party_id IS NULL"),
        postgresql_where=sa.text("heard_party_id IS NULL"),
    )
    op.create_table(
        "response_version",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column(
            "by",
            sa.Enum("sender", "staff", name="by", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column(
            "capacity",
            sa.Enum(
                "citizen",
                "relative",
                "guardian",
                "organisation",
                "council",
                "employee",
                "authority",
                name="capacity",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("cvr", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("on_behalf_of", sa.String(), nullable=False),
        sa.Column("helper_name", sa.String(), nullable=False),
        sa.Column("under_18", sa.Boolean(), nullable=False),
        sa.Column("protected", sa.Boolean(), nullable=False),
        sa.Column("follow", sa.Boolean(), nullable=False),
        sa.Column("sender_key", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "response_id"],
            ["response.authority_id", "response.id"],
            name=op.f("fk_response_version_authority_id_response_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_response_version_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_version")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_response_version_authority_id_id")),
        sa.UniqueConstraint("response_id", "number", name=op.f("uq_response_version_response_id_number")),
    )
    op.create_index(op.f("ix_response_version_response_id"), "response_version", ["response_id"], unique=False)
    op.create_index(op.f("ix_response_version_sender_key"), "response_version", ["sender_key"], unique=False)
    op.create_table(
        "section",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("anchor", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "draft_id"],
            ["draft.authority_id", "draft.id"],
            name=op.f("fk_section_authority_id_draft_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_section_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_section_authority_id_id")),
        sa.UniqueConstraint("draft_id", "anchor", name=op.f("uq_section_draft_id_anchor")),
    )
    op.create_index(op.f("ix_section_draft_id"), "section", ["draft_id"], unique=False)
    op.create_table(
        "unsent",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("begun_at", Instant(), nullable=False),
        sa.Column(
            "language",
            sa.Enum("da", "en", name="language", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("heard_party_id", sa.Integer(), nullable=True),
        sa.Column("trapped", sa.Boolean(), nullable=False),
        sa.Column("easy", sa.Boolean(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("remind_to", sa.String(), nullable=False),
        sa.Column("lead_code_hash", sa.String(), nullable=True),
        sa.Column("delete_on", sa.Date(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "consultation_id"],
            ["consultation.authority_id", "consultation.id"],
            name=op.f("fk_unsent_authority_id_consultation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "heard_party_id"],
            ["heard_party.authority_id", "heard_party.id"],
            name=op.f("fk_unsent_authority_id_heard_party_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "response_id"],
            ["response.authority_id", "response.id"],
            name=op.f("fk_unsent_authority_id_response_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_unsent_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsent")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_unsent_authority_id_id")),
        sa.UniqueConstraint("form_key", name=op.f("uq_unsent_form_key")),
        sa.UniqueConstraint("lead_code_hash", name=op.f("uq_unsent_lead_code_hash")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_unsent_token_hash")),
    )
    op.create_index(op.f("ix_unsent_consultation_id"), "unsent", ["consultation_id"], unique=False)
    op.create_index(op.f("ix_unsent_heard_party_id"), "unsent", ["heard_party_id"], unique=False)
    op.create_index(op.f("ix_unsent_response_id"), "unsent", ["response_id"], unique=False)
    op.create_table(
        "access",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=True),
        sa.Column("package_id", sa.Integer(), nullable=True),
        sa.Column(
            "purpose",
            sa.Enum(
                "moderation",
                "analysis",
                "compilation",
                "complaint",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("from_at", Instant(), nullable=False),
        sa.Column("until_at", Instant(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(response_id IS NULL) <> (package_id IS NULL)", name=op.f("ck_access_one_subject")),
        sa.CheckConstraint("from_at < until_at", name=op.f("ck_access_window")),
        sa.ForeignKeyConstraint(
            ["authority_id", "package_id"],
            ["package.authority_id", "package.id"],
            name=op.f("fk_access_authority_id_package_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "response_id"],
            ["response.authority_id", "response.id"],
            name=op.f("fk_access_authority_id_response_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "staff_id"],
            ["staff.authority_id", "staff.id"],
            name=op.f("fk_access_authority_id_staff_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_access_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_access_authority_id_id")),
    )
    op.create_index(op.f("ix_access_package_id"), "access", ["package_id"], unique=False)
    op.create_index(op.f("ix_access_response_id"), "access", ["response_id"], unique=False)
    op.create_index(op.f("ix_access_staff_id"), "access", ["staff_id"], unique=False)
    op.create_table(
        "answer",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("draft_version_id", sa.Integer(), nullable=True),
        sa.Column("section_id", sa.Integer(), nullable=True),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("choices", sa.String(), nullable=False),
        sa.Column(
            "stance",
            sa.Enum(
                "support", "neutral", "oppose", name="stance", native_enum=False, create_constraint=True, length=30
            ),
            nullable=True,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("proposed_text", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "section_id IS NULL OR draft_version_id IS NOT NULL", name=op.f("ck_answer_section_has_version")
        ),
        sa.CheckConstraint("section_id IS NULL OR question_id IS NULL", name=op.f("ck_answer_section_or_question")),
        sa.ForeignKeyConstraint(
            ["authority_id", "draft_version_id"],
            ["draft_version.authority_id", "draft_version.id"],
            name=op.f("fk_answer_authority_id_draft_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "question_id"],
            ["question.authority_id", "question.id"],
            name=op.f("fk_answer_authority_id_question_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "section_id"],
            ["section.authority_id", "section.id"],
            name=op.f("fk_answer_authority_id_section_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "version_id"],
            ["response_version.authority_id", "response_version.id"],
            name=op.f("fk_answer_authority_id_version_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_answer_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_answer_authority_id_id")),
        sa.UniqueConstraint("version_id", "position", name=op.f("uq_answer_version_id_position")),
    )
    op.create_index(op.f("ix_answer_draft_version_id"), "answer", ["draft_version_id"], unique=False)
    op.create_index(op.f("ix_answer_question_id"), "answer", ["question_id"], unique=False)
    op.create_index(op.f("ix_answer_section_id"), "answer", ["section_id"], unique=False)
    op.create_index(op.f("ix_answer_version_id"), "answer", ["version_id"], unique=False)
    op.create_table(
        "attachment",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("blob_id", sa.Integer(), nullable=False),
        sa.Column("original_name", sa.String(), nullable=False),
        sa.Column("alt", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "blob_id"],
            ["blob.authority_id", "blob.id"],
            name=op.f("fk_attachment_authority_id_blob_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "version_id"],
            ["response_version.authority_id", "response_version.id"],
            name=op.f("fk_attachment_authority_id_version_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_attachment_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_attachment_authority_id_id")),
        sa.UniqueConstraint("version_id", "position", name=op.f("uq_attachment_version_id_position")),
    )
    op.create_index(op.f("ix_attachment_blob_id"), "attachment", ["blob_id"], unique=False)
    op.create_index(op.f("ix_attachment_version_id"), "attachment", ["version_id"], unique=False)
    op.create_table(
        "message_delivery",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("delivered", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "message_id"],
            ["message.authority_id", "message.id"],
            name=op.f("fk_message_delivery_authority_id_message_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_message_delivery_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_delivery")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_message_delivery_authority_id_id")),
    )
    op.create_index(op.f("ix_message_delivery_message_id"), "message_delivery", ["message_id"], unique=False)
    op.create_table(
        "package_file",
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("blob_id", sa.Integer(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "blob_id"],
            ["blob.authority_id", "blob.id"],
            name=op.f("fk_package_file_authority_id_blob_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "package_id"],
            ["package.authority_id", "package.id"],
            name=op.f("fk_package_file_authority_id_package_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_package_file_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_file")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_package_file_authority_id_id")),
        sa.UniqueConstraint("package_id", "name", name=op.f("uq_package_file_package_id_name")),
    )
    op.create_index(op.f("ix_package_file_blob_id"), "package_file", ["blob_id"], unique=False)
    op.create_index(op.f("ix_package_file_package_id"), "package_file", ["package_id"], unique=False)
    op.create_table(
        "position",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("section_id", sa.Integer(), nullable=True),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("remark_id", sa.Integer(), nullable=True),
        sa.Column(
            "recommended_outcome",
            sa.Enum(
                "accepted",
                "partly",
                "not_accepted",
                "noted",
                "out_of_scope",
                name="recommended_outcome",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column(
            "decided_outcome",
            sa.Enum(
                "accepted",
                "partly",
                "not_accepted",
                "noted",
                "out_of_scope",
                name="decided_outcome",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("section_id IS NULL OR draft_id IS NOT NULL", name=op.f("ck_position_section_has_draft")),
        sa.ForeignKeyConstraint(
            ["authority_id", "consultation_id"],
            ["consultation.authority_id", "consultation.id"],
            name=op.f("fk_position_authority_id_consultation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "draft_id"],
            ["draft.authority_id", "draft.id"],
            name=op.f("fk_position_authority_id_draft_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "remark_id"],
            ["remark.authority_id", "remark.id"],
            name=op.f("fk_position_authority_id_remark_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "section_id"],
            ["section.authority_id", "section.id"],
            name=op.f("fk_position_authority_id_section_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "theme_id"],
            ["theme.authority_id", "theme.id"],
            name=op.f("fk_position_authority_id_theme_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_position_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_position_authority_id_id")),
    )
    op.create_index(op.f("ix_position_consultation_id"), "position", ["consultation_id"], unique=False)
    op.create_index(op.f("ix_position_draft_id"), "position", ["draft_id"], unique=False)
    op.create_index(op.f("ix_position_remark_id"), "position", ["remark_id"], unique=False)
    op.create_index(op.f("ix_position_section_id"), "position", ["section_id"], unique=False)
    op.create_index(op.f("ix_position_theme_id"), "position", ["theme_id"], unique=False)
    op.create_index(
        "uq_position_rank",
        "position",
        ["consultation_id", sa.literal_column("coalesce(draft_id, 0)"), "rank"],
        unique=True,
    )
    op.create_table(
        "redaction_set",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "version_id"],
            ["response_version.authority_id", "response_version.id"],
            name=op.f("fk_redaction_set_authority_id_version_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_redaction_set_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redaction_set")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_redaction_set_authority_id_id")),
        sa.UniqueConstraint("version_id", "seq", name=op.f("uq_redaction_set_version_id_seq")),
    )
    op.create_index(op.f("ix_redaction_set_version_id"), "redaction_set", ["version_id"], unique=False)
    op.create_table(
        "rendition_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rendition_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("draft_number", sa.Integer(), nullable=True),
        sa.Column("version_number", sa.Integer(), nullable=True),
        sa.Column("anchor", sa.String(), nullable=False),
        sa.Column("printed_number", sa.String(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("choices", sa.String(), nullable=False),
        sa.Column(
            "stance",
            sa.Enum(
                "support", "neutral", "oppose", name="stance", native_enum=False, create_constraint=True, length=30
            ),
            nullable=True,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("proposed_text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_rendition_part_question_id")),
        sa.ForeignKeyConstraint(["rendition_id"], ["rendition.id"], name=op.f("fk_rendition_part_rendition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rendition_part")),
        sa.UniqueConstraint("rendition_id", "position", name=op.f("uq_rendition_part_rendition_id_position")),
    )
    op.create_table(
        "section_link",
        sa.Column("from_version_id", sa.Integer(), nullable=False),
        sa.Column("to_version_id", sa.Integer(), nullable=False),
        sa.Column("from_section_id", sa.Integer(), nullable=False),
        sa.Column("to_section_id", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "unchanged",
                "moved",
                "changed",
                "split",
                "gone",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(to_section_id IS NULL) = (status = 'gone')", name=op.f("ck_section_link_gone_leads_nowhere")
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "from_section_id"],
            ["section.authority_id", "section.id"],
            name=op.f("fk_section_link_authority_id_from_section_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "from_version_id"],
            ["draft_version.authority_id", "draft_version.id"],
            name=op.f("fk_section_link_authority_id_from_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "to_section_id"],
            ["section.authority_id", "section.id"],
            name=op.f("fk_section_link_authority_id_to_section_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "to_version_id"],
            ["draft_version.authority_id", "draft_version.id"],
            name=op.f("fk_section_link_authority_id_to_version_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_section_link_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section_link")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_section_link_authority_id_id")),
    )
    op.create_index(op.f("ix_section_link_from_section_id"), "section_link", ["from_section_id"], unique=False)
    op.create_index(op.f("ix_section_link_from_version_id"), "section_link", ["from_version_id"], unique=False)
    op.create_index(op.f("ix_section_link_to_section_id"), "section_link", ["to_section_id"], unique=False)
    op.create_index(op.f("ix_section_link_to_version_id"), "section_link", ["to_version_id"], unique=False)
    op.create_index(
        "uq_section_link",
        "section_link",
        ["to_version_id", "from_section_id", sa.literal_column("coalesce(to_section_id, 0)")],
        unique=True,
    )
    op.create_table(
        "section_text",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("printed_number", sa.String(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("locked_reason", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("parent_id IS NULL OR parent_id <> id", name=op.f("ck_section_text_not_its_own_parent")),
        sa.ForeignKeyConstraint(
            ["authority_id", "parent_id"],
            ["section_text.authority_id", "section_text.id"],
            name=op.f("fk_section_text_authority_id_parent_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "section_id"],
            ["section.authority_id", "section.id"],
            name=op.f("fk_section_text_authority_id_section_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "version_id"],
            ["draft_version.authority_id", "draft_version.id"],
            name=op.f("fk_section_text_authority_id_version_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_section_text_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section_text")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_section_text_authority_id_id")),
        sa.UniqueConstraint("version_id", "position", name=op.f("uq_section_text_version_id_position")),
        sa.UniqueConstraint("version_id", "printed_number", name=op.f("uq_section_text_version_id_printed_number")),
        sa.UniqueConstraint("version_id", "section_id", name=op.f("uq_section_text_version_id_section_id")),
    )
    op.create_index(op.f("ix_section_text_parent_id"), "section_text", ["parent_id"], unique=False)
    op.create_index(op.f("ix_section_text_section_id"), "section_text", ["section_id"], unique=False)
    op.create_index(op.f("ix_section_text_version_id"), "section_text", ["version_id"], unique=False)
    op.create_table(
        "unsent_author",
        sa.Column("unsent_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("joined_at", Instant(), nullable=False),
        sa.Column("removed_at", Instant(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "unsent_id"],
            ["unsent.authority_id", "unsent.id"],
            name=op.f("fk_unsent_author_authority_id_unsent_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_unsent_author_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsent_author")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_unsent_author_authority_id_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_unsent_author_token_hash")),
    )
    op.create_index(op.f("ix_unsent_author_unsent_id"), "unsent_author", ["unsent_id"], unique=False)
    op.create_table(
        "unsent_file",
        sa.Column("unsent_id", sa.Integer(), nullable=False),
        sa.Column("blob_id", sa.Integer(), nullable=False),
        sa.Column("original_name", sa.String(), nullable=False),
        sa.Column("alt", sa.String(), nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "blob_id"],
            ["blob.authority_id", "blob.id"],
            name=op.f("fk_unsent_file_authority_id_blob_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "unsent_id"],
            ["unsent.authority_id", "unsent.id"],
            name=op.f("fk_unsent_file_authority_id_unsent_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_unsent_file_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsent_file")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_unsent_file_authority_id_id")),
    )
    op.create_index(op.f("ix_unsent_file_blob_id"), "unsent_file", ["blob_id"], unique=False)
    op.create_index(op.f("ix_unsent_file_unsent_id"), "unsent_file", ["unsent_id"], unique=False)
    op.create_table(
        "unsent_part",
        sa.Column("unsent_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("section_id", sa.Integer(), nullable=True),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("choices", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "stance",
            sa.Enum(
                "support", "neutral", "oppose", name="stance", native_enum=False, create_constraint=True, length=30
            ),
            nullable=True,
        ),
        sa.Column("proposed_text", sa.Text(), nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "section_id IS NULL OR version_id IS NOT NULL", name=op.f("ck_unsent_part_section_has_version")
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "question_id"],
            ["question.authority_id", "question.id"],
            name=op.f("fk_unsent_part_authority_id_question_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "section_id"],
            ["section.authority_id", "section.id"],
            name=op.f("fk_unsent_part_authority_id_section_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "unsent_id"],
            ["unsent.authority_id", "unsent.id"],
            name=op.f("fk_unsent_part_authority_id_unsent_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "version_id"],
            ["draft_version.authority_id", "draft_version.id"],
            name=op.f("fk_unsent_part_authority_id_version_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_unsent_part_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsent_part")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_unsent_part_authority_id_id")),
    )
    op.create_index(op.f("ix_unsent_part_question_id"), "unsent_part", ["question_id"], unique=False)
    op.create_index(op.f("ix_unsent_part_section_id"), "unsent_part", ["section_id"], unique=False)
    op.create_index(op.f("ix_unsent_part_unsent_id"), "unsent_part", ["unsent_id"], unique=False)
    op.create_index(op.f("ix_unsent_part_version_id"), "unsent_part", ["version_id"], unique=False)
    op.create_index(
        "uq_unsent_part_place",
        "unsent_part",
        [
            "unsent_id",
            sa.literal_column("coalesce(version_id, 0)"),
            sa.literal_column("coalesce(section_id, 0)"),
            sa.literal_column("coalesce(question_id, 0)"),
        ],
        unique=True,
    )
    op.create_table(
        "warning_reason",
        sa.Column("deadline_id", sa.Integer(), nullable=False),
        sa.Column(
            "code",
            sa.Enum(
                "short",
                "weekend",
                "holiday",
                "closure",
                "july",
                "christmas",
                name="code",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "deadline_id"],
            ["deadline.authority_id", "deadline.id"],
            name=op.f("fk_warning_reason_authority_id_deadline_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_warning_reason_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warning_reason")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_warning_reason_authority_id_id")),
        sa.UniqueConstraint("deadline_id", "code", name=op.f("uq_warning_reason_deadline_id_code")),
    )
    op.create_index(op.f("ix_warning_reason_deadline_id"), "warning_reason", ["deadline_id"], unique=False)
    op.create_table(
        "change",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("section_text_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "consultation_id"],
            ["consultation.authority_id", "consultation.id"],
            name=op.f("fk_change_authority_id_consultation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "section_text_id"],
            ["section_text.authority_id", "section_text.id"],
            name=op.f("fk_change_authority_id_section_text_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_change_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_change_authority_id_id")),
    )
    op.create_index(op.f("ix_change_consultation_id"), "change", ["consultation_id"], unique=False)
    op.create_index(op.f("ix_change_section_text_id"), "change", ["section_text_id"], unique=False)
    op.create_table(
        "decision",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
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
            nullable=False,
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
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("second_by", sa.String(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("effective_at", Instant(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(kind = 'withhold') = (reason IS NOT NULL)", name=op.f("ck_decision_withheld_has_reason")),
        sa.CheckConstraint("second_by IS NULL OR second_by <> by", name=op.f("ck_decision_second_is_another")),
        sa.ForeignKeyConstraint(
            ["authority_id", "redaction_set_id"],
            ["redaction_set.authority_id", "redaction_set.id"],
            name=op.f("fk_decision_authority_id_redaction_set_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "response_id"],
            ["response.authority_id", "response.id"],
            name=op.f("fk_decision_authority_id_response_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "version_id"],
            ["response_version.authority_id", "response_version.id"],
            name=op.f("fk_decision_authority_id_version_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_decision_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_decision_authority_id_id")),
        sa.UniqueConstraint("response_id", "seq", name=op.f("uq_decision_response_id_seq")),
    )
    op.create_index(op.f("ix_decision_redaction_set_id"), "decision", ["redaction_set_id"], unique=False)
    op.create_index(op.f("ix_decision_response_id"), "decision", ["response_id"], unique=False)
    op.create_index(op.f("ix_decision_version_id"), "decision", ["version_id"], unique=False)
    op.create_table(
        "finding",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "cpr",
                "email",
                "phone",
                "address",
                "health",
                "person_name",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("sure", sa.Boolean(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("detector", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.CheckConstraint('0 <= start AND start < "end"', name=op.f("ck_finding_span")),
        sa.ForeignKeyConstraint(
            ["authority_id", "answer_id"],
            ["answer.authority_id", "answer.id"],
            name=op.f("fk_finding_authority_id_answer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "version_id"],
            ["response_version.authority_id", "response_version.id"],
            name=op.f("fk_finding_authority_id_version_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_finding_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_finding_authority_id_id")),
    )
    op.create_index(op.f("ix_finding_answer_id"), "finding", ["answer_id"], unique=False)
    op.create_index(op.f("ix_finding_version_id"), "finding", ["version_id"], unique=False)
    op.create_index(
        "uq_finding_place",
        "finding",
        ["version_id", sa.literal_column("coalesce(answer_id, 0)"), "place", "kind", "start", "end"],
        unique=True,
    )
    op.create_table(
        "point",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", Instant(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "position_id"],
            ["position.authority_id", "position.id"],
            name=op.f("fk_point_authority_id_position_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "response_id"],
            ["response.authority_id", "response.id"],
            name=op.f("fk_point_authority_id_response_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_point_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_point_authority_id_id")),
        sa.UniqueConstraint("response_id", "seq", name=op.f("uq_point_response_id_seq")),
    )
    op.create_index(op.f("ix_point_position_id"), "point", ["position_id"], unique=False)
    op.create_index(op.f("ix_point_response_id"), "point", ["response_id"], unique=False)
    op.create_table(
        "published_annex",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "consultation_id"],
            ["consultation.authority_id", "consultation.id"],
            name=op.f("fk_published_annex_authority_id_consultation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "file_id"],
            ["package_file.authority_id", "package_file.id"],
            name=op.f("fk_published_annex_authority_id_file_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_published_annex_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_annex")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_published_annex_authority_id_id")),
        sa.UniqueConstraint("consultation_id", "name", name=op.f("uq_published_annex_consultation_id_name")),
    )
    op.create_index(op.f("ix_published_annex_consultation_id"), "published_annex", ["consultation_id"], unique=False)
    op.create_index(op.f("ix_published_annex_file_id"), "published_annex", ["file_id"], unique=False)
    op.create_table(
        "redaction",
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "cpr",
                "email",
                "phone",
                "address",
                "health",
                "person_name",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.CheckConstraint('0 <= start AND start < "end"', name=op.f("ck_redaction_span")),
        sa.ForeignKeyConstraint(
            ["authority_id", "answer_id"],
            ["answer.authority_id", "answer.id"],
            name=op.f("fk_redaction_authority_id_answer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "set_id"],
            ["redaction_set.authority_id", "redaction_set.id"],
            name=op.f("fk_redaction_authority_id_set_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_redaction_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redaction")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_redaction_authority_id_id")),
    )
    op.create_index(op.f("ix_redaction_answer_id"), "redaction", ["answer_id"], unique=False)
    op.create_index(op.f("ix_redaction_set_id"), "redaction", ["set_id"], unique=False)
    op.create_table(
        "unsent_contribution",
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("section_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.Column("inserted_at", Instant(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "section_id IS NULL OR version_id IS NOT NULL", name=op.f("ck_unsent_contribution_section_has_version")
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "author_id"],
            ["unsent_author.authority_id", "unsent_author.id"],
            name=op.f("fk_unsent_contribution_authority_id_author_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "section_id"],
            ["section.authority_id", "section.id"],
            name=op.f("fk_unsent_contribution_authority_id_section_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "version_id"],
            ["draft_version.authority_id", "draft_version.id"],
            name=op.f("fk_unsent_contribution_authority_id_version_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_unsent_contribution_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsent_contribution")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_unsent_contribution_authority_id_id")),
    )
    op.create_index(op.f("ix_unsent_contribution_author_id"), "unsent_contribution", ["author_id"], unique=False)
    op.create_index(op.f("ix_unsent_contribution_section_id"), "unsent_contribution", ["section_id"], unique=False)
    op.create_index(op.f("ix_unsent_contribution_version_id"), "unsent_contribution", ["version_id"], unique=False)
    op.create_index(
        "uq_unsent_contribution_place",
        "unsent_contribution",
        ["author_id", sa.literal_column("coalesce(version_id, 0)"), sa.literal_column("coalesce(section_id, 0)")],
        unique=True,
    )
    op.create_table(
        "unsent_save",
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("proposed_text", sa.Text(), nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "part_id"],
            ["unsent_part.authority_id", "unsent_part.id"],
            name=op.f("fk_unsent_save_authority_id_part_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_unsent_save_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsent_save")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_unsent_save_authority_id_id")),
    )
    op.create_index(op.f("ix_unsent_save_part_id"), "unsent_save", ["part_id"], unique=False)
    op.create_table(
        "change_position",
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id", "change_id"],
            ["change.authority_id", "change.id"],
            name=op.f("fk_change_position_authority_id_change_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "position_id"],
            ["position.authority_id", "position.id"],
            name=op.f("fk_change_position_authority_id_position_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_change_position_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_position")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_change_position_authority_id_id")),
        sa.UniqueConstraint("change_id", "position_id", name=op.f("uq_change_position_change_id_position_id")),
    )
    op.create_index(op.f("ix_change_position_change_id"), "change_position", ["change_id"], unique=False)
    op.create_index(op.f("ix_change_position_position_id"), "change_position", ["position_id"], unique=False)
    op.create_table(
        "finding_answer",
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum("keep", "redact", name="answer", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("second_by", sa.String(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("second_by IS NULL OR second_by <> by", name=op.f("ck_finding_answer_second_is_another")),
        sa.ForeignKeyConstraint(
            ["authority_id", "finding_id"],
            ["finding.authority_id", "finding.id"],
            name=op.f("fk_finding_answer_authority_id_finding_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_finding_answer_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_answer")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_finding_answer_authority_id_id")),
        sa.UniqueConstraint("finding_id", "seq", name=op.f("uq_finding_answer_finding_id_seq")),
    )
    op.create_index(op.f("ix_finding_answer_finding_id"), "finding_answer", ["finding_id"], unique=False)
    op.create_table(
        "passage",
        sa.Column("point_id", sa.Integer(), nullable=True),
        sa.Column(
            "no_point_reason",
            sa.Enum(
                "greeting",
                "background",
                "repeated",
                "quotes_draft",
                "outside",
                name="no_point_reason",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("splitter", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("removed_at", Instant(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(point_id IS NULL) <> (no_point_reason IS NULL)", name=op.f("ck_passage_point_or_reason")),
        sa.CheckConstraint('0 <= start AND start < "end"', name=op.f("ck_passage_span")),
        sa.ForeignKeyConstraint(
            ["authority_id", "answer_id"],
            ["answer.authority_id", "answer.id"],
            name=op.f("fk_passage_authority_id_answer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "point_id"],
            ["point.authority_id", "point.id"],
            name=op.f("fk_passage_authority_id_point_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_passage_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
        sa.UniqueConstraint(
            "answer_id", "start", "end", "point_id", name=op.f("uq_passage_answer_id_start_end_point_id")
        ),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_passage_authority_id_id")),
    )
    op.create_index(op.f("ix_passage_answer_id"), "passage", ["answer_id"], unique=False)
    op.create_index(op.f("ix_passage_point_id"), "passage", ["point_id"], unique=False)


def downgrade() -> None:
    if op.get_bind().scalar(sa.text("SELECT count(*) FROM response")):
        raise RuntimeError("a database that holds responses is not taken down (M1)")

    op.drop_index(op.f("ix_passage_point_id"), table_name="passage")
    op.drop_index(op.f("ix_passage_answer_id"), table_name="passage")
    op.drop_table("passage")
    op.drop_index(op.f("ix_finding_answer_finding_id"), table_name="finding_answer")
    op.drop_table("finding_answer")
    op.drop_index(op.f("ix_change_position_position_id"), table_name="change_position")
    op.drop_index(op.f("ix_change_position_change_id"), table_name="change_position")
    op.drop_table("change_position")
    op.drop_index(op.f("ix_unsent_save_part_id"), table_name="unsent_save")
    op.drop_table("unsent_save")
    op.drop_index("uq_unsent_contribution_place", table_name="unsent_contribution")
    op.drop_index(op.f("ix_unsent_contribution_version_id"), table_name="unsent_contribution")
    op.drop_index(op.f("ix_unsent_contribution_section_id"), table_name="unsent_contribution")
    op.drop_index(op.f("ix_unsent_contribution_author_id"), table_name="unsent_contribution")
    op.drop_table("unsent_contribution")
    op.drop_index(op.f("ix_redaction_set_id"), table_name="redaction")
    op.drop_index(op.f("ix_redaction_answer_id"), table_name="redaction")
    op.drop_table("redaction")
    op.drop_index(op.f("ix_published_annex_file_id"), table_name="published_annex")
    op.drop_index(op.f("ix_published_annex_consultation_id"), table_name="published_annex")
    op.drop_table("published_annex")
    op.drop_index(op.f("ix_point_response_id"), table_name="point")
    op.drop_index(op.f("ix_point_position_id"), table_name="point")
    op.drop_table("point")
    op.drop_index("uq_finding_place", table_name="finding")
    op.drop_index(op.f("ix_finding_version_id"), table_name="finding")
    op.drop_index(op.f("ix_finding_answer_id"), table_name="finding")
    op.drop_table("finding")
    op.drop_index(op.f("ix_decision_version_id"), table_name="decision")
    op.drop_index(op.f("ix_decision_response_id"), table_name="decision")
    op.drop_index(op.f("ix_decision_redaction_set_id"), table_name="decision")
    op.drop_table("decision")
    op.drop_index(op.f("ix_change_section_text_id"), table_name="change")
    op.drop_index(op.f("ix_change_consultation_id"), table_name="change")
    op.drop_table("change")
    op.drop_index(op.f("ix_warning_reason_deadline_id"), table_name="warning_reason")
    op.drop_table("warning_reason")
    op.drop_index("uq_unsent_part_place", table_name="unsent_part")
    op.drop_index(op.f("ix_unsent_part_version_id"), table_name="unsent_part")
    op.drop_index(op.f("ix_unsent_part_unsent_id"), table_name="unsent_part")
    op.drop_index(op.f("ix_unsent_part_section_id"), table_name="unsent_part")
    op.drop_index(op.f("ix_unsent_part_question_id"), table_name="unsent_part")
    op.drop_table("unsent_part")
    op.drop_index(op.f("ix_unsent_file_unsent_id"), table_name="unsent_file")
    op.drop_index(op.f("ix_unsent_file_blob_id"), table_name="unsent_file")
    op.drop_table("unsent_file")
    op.drop_index(op.f("ix_unsent_author_unsent_id"), table_name="unsent_author")
    op.drop_table("unsent_author")
    op.drop_index(op.f("ix_section_text_version_id"), table_name="section_text")
    op.drop_index(op.f("ix_section_text_section_id"), table_name="section_text")
    op.drop_index(op.f("ix_section_text_parent_id"), table_name="section_text")
    op.drop_table("section_text")
    op.drop_index("uq_section_link", table_name="section_link")
    op.drop_index(op.f("ix_section_link_to_version_id"), table_name="section_link")
    op.drop_index(op.f("ix_section_link_to_section_id"), table_name="section_link")
    op.drop_index(op.f("ix_section_link_from_version_id"), table_name="section_link")
    op.drop_index(op.f("ix_section_link_from_section_id"), table_name="section_link")
    op.drop_table("section_link")
    op.drop_table("rendition_part")
    op.drop_index(op.f("ix_redaction_set_version_id"), table_name="redaction_set")
    op.drop_table("redaction_set")
    op.drop_index("uq_position_rank", table_name="position")
    op.drop_index(op.f("ix_position_theme_id"), table_name="position")
    op.drop_index(op.f("ix_position_section_id"), table_name="position")
    op.drop_index(op.f("ix_position_remark_id"), table_name="position")
    op.drop_index(op.f("ix_position_draft_id"), table_name="position")
    op.drop_index(op.f("ix_position_consultation_id"), table_name="position")
    op.drop_table("position")
    op.drop_index(op.f("ix_package_file_package_id"), table_name="package_file")
    op.drop_index(op.f("ix_package_file_blob_id"), table_name="package_file")
    op.drop_table("package_file")
    op.drop_index(op.f("ix_message_delivery_message_id"), table_name="message_delivery")
    op.drop_table("message_delivery")
    op.drop_index(op.f("ix_attachment_version_id"), table_name="attachment")
    op.drop_index(op.f("ix_attachment_blob_id"), table_name="attachment")
    op.drop_table("attachment")
    op.drop_index(op.f("ix_answer_version_id"), table_name="answer")
    op.drop_index(op.f("ix_answer_section_id"), table_name="answer")
    op.drop_index(op.f("ix_answer_question_id"), table_name="answer")
    op.drop_index(op.f("ix_answer_draft_version_id"), table_name="answer")
    op.drop_table("answer")
    op.drop_index(op.f("ix_access_staff_id"), table_name="access")
    op.drop_index(op.f("ix_access_response_id"), table_name="access")
    op.drop_index(op.f("ix_access_package_id"), table_name="access")
    op.drop_table("access")
    op.drop_index(op.f("ix_unsent_response_id"), table_name="unsent")
    op.drop_index(op.f("ix_unsent_heard_party_id"), table_name="unsent")
    op.drop_index(op.f("ix_unsent_consultation_id"), table_name="unsent")
    op.drop_table("unsent")
    op.drop_index(op.f("ix_section_draft_id"), table_name="section")
    op.drop_table("section")
    op.drop_index(op.f("ix_response_version_sender_key"), table_name="response_version")
    op.drop_index(op.f("ix_response_version_response_id"), table_name="response_version")
    op.drop_table("response_version")
    op.drop_index(
        "uq_response_party_named",
        table_name="response_party",
        sqlite_where=sa.text("heard_party_id IS NULL"),
        postgresql_where=sa.text("heard_party_id IS NULL"),
    )
    op.drop_index(op.f("ix_response_party_response_id"), table_name="response_party")
    op.drop_index(op.f("ix_response_party_heard_party_id"), table_name="response_party")
    op.drop_table("response_party")
    op.drop_index(op.f("ix_response_contact_response_id"), table_name="response_contact")
    op.drop_table("response_contact")
    op.drop_index(op.f("ix_remark_version_remark_id"), table_name="remark_version")
    op.drop_table("remark_version")
    op.drop_index(op.f("ix_question_draft_id"), table_name="question")
    op.drop_index(op.f("ix_question_consultation_id"), table_name="question")
    op.drop_table("question")
    op.drop_index(op.f("ix_package_snapshot_id"), table_name="package")
    op.drop_table("package")
    op.drop_index(op.f("ix_message_response_id"), table_name="message")
    op.drop_index("ix_message_recipient", table_name="message")
    op.drop_index(op.f("ix_message_consultation_id"), table_name="message")
    op.drop_table("message")
    op.drop_index(op.f("ix_link_issue_response_id"), table_name="link_issue")
    op.drop_table("link_issue")
    op.drop_index(op.f("ix_late_admission_response_id"), table_name="late_admission")
    op.drop_table("late_admission")
    op.drop_index(op.f("ix_group_member_response_id"), table_name="group_member")
    op.drop_index(op.f("ix_group_member_group_id"), table_name="group_member")
    op.drop_table("group_member")
    op.drop_index(op.f("ix_draft_version_draft_id"), table_name="draft_version")
    op.drop_table("draft_version")
    op.drop_index(op.f("ix_draft_import_draft_id"), table_name="draft_import")
    op.drop_table("draft_import")
    op.drop_index(
        "uq_deadline_all",
        table_name="deadline",
        sqlite_where=sa.text("heard_party_id IS NULL"),
        postgresql_where=sa.text("heard_party_id IS NULL"),
    )
    op.drop_index(op.f("ix_deadline_heard_party_id"), table_name="deadline")
    op.drop_index(op.f("ix_deadline_consultation_id"), table_name="deadline")
    op.drop_table("deadline")
    op.drop_index(op.f("ix_claim_staff_id"), table_name="claim")
    op.drop_index(op.f("ix_claim_response_id"), table_name="claim")
    op.drop_table("claim")
    op.drop_index(op.f("ix_totp_used_staff_id"), table_name="totp_used")
    op.drop_table("totp_used")
    op.drop_table("tombstone")
    op.drop_index(op.f("ix_theme_consultation_id"), table_name="theme")
    op.drop_table("theme")
    op.drop_index(op.f("ix_staff_session_staff_id"), table_name="staff_session")
    op.drop_table("staff_session")
    op.drop_index(
        "uq_staff_role_current",
        table_name="staff_role",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index(op.f("ix_staff_role_staff_id"), table_name="staff_role")
    op.drop_table("staff_role")
    op.drop_index(op.f("ix_staff_link_staff_id"), table_name="staff_link")
    op.drop_table("staff_link")
    op.drop_index(op.f("ix_snapshot_consultation_id"), table_name="snapshot")
    op.drop_table("snapshot")
    op.drop_index(op.f("ix_response_consultation_id"), table_name="response")
    op.drop_table("response")
    op.drop_index(op.f("ix_report_text_consultation_id"), table_name="report_text")
    op.drop_table("report_text")
    op.drop_index(
        "uq_rendition_number_shown",
        table_name="rendition",
        sqlite_where=sa.text("hidden_at IS NULL"),
        postgresql_where=sa.text("hidden_at IS NULL"),
    )
    op.drop_index(
        "uq_rendition_key_shown",
        table_name="rendition",
        sqlite_where=sa.text("hidden_at IS NULL"),
        postgresql_where=sa.text("hidden_at IS NULL"),
    )
    op.drop_index("ix_rendition_list", table_name="rendition")
    op.drop_index(op.f("ix_rendition_key"), table_name="rendition")
    op.drop_table("rendition")
    op.drop_index(op.f("ix_remark_consultation_id"), table_name="remark")
    op.drop_table("remark")
    op.drop_table("number_series")
    op.drop_index(op.f("ix_milestone_consultation_id"), table_name="milestone")
    op.drop_table("milestone")
    op.drop_index(op.f("ix_import_batch_consultation_id"), table_name="import_batch")
    op.drop_table("import_batch")
    op.drop_index(op.f("ix_illustration_consultation_id"), table_name="illustration")
    op.drop_index(op.f("ix_illustration_blob_id"), table_name="illustration")
    op.drop_table("illustration")
    op.drop_index(op.f("ix_heard_party_party_id"), table_name="heard_party")
    op.drop_index(op.f("ix_heard_party_consultation_id"), table_name="heard_party")
    op.drop_table("heard_party")
    op.drop_table("figure")
    op.drop_index(op.f("ix_draft_consultation_id"), table_name="draft")
    op.drop_table("draft")
    op.drop_index(op.f("ix_document_consultation_id"), table_name="document")
    op.drop_index(op.f("ix_document_blob_id"), table_name="document")
    op.drop_table("document")
    op.drop_index(op.f("ix_blob_text_blob_id"), table_name="blob_text")
    op.drop_table("blob_text")
    op.drop_index(op.f("ix_blob_scan_blob_id"), table_name="blob_scan")
    op.drop_table("blob_scan")
    op.drop_index(op.f("ix_answer_group_consultation_id"), table_name="answer_group")
    op.drop_table("answer_group")
    op.drop_table("staff")
    op.drop_table("shortest_period")
    op.drop_table("party")
    op.drop_table("link_request")
    op.drop_index(op.f("ix_consultation_follows_id"), table_name="consultation")
    op.drop_table("consultation")
    op.drop_table("closure_day")
    op.drop_table("blob")
    op.drop_table("authority_text")
    op.drop_table("audit_head")
    op.drop_index(op.f("ix_audit_authority_id_subject"), table_name="audit")
    op.drop_table("audit")
    op.drop_table("throttle")
    op.drop_index(op.f("ix_outage_to_at"), table_name="outage")
    op.drop_table("outage")
    op.drop_index("ix_job_next", table_name="job")
    op.drop_table("job")
    op.drop_table("erasure")
    op.drop_table("authority")
