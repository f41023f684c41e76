"""What waits for a moderator as rows in their order, and indexes for what pages ask for by key."""

import sqlalchemy as sa
from alembic import op

from consultation.models.base import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_WAITING = """
INSERT INTO queue_entry (authority_id, consultation_id, response_id, rank, received_at)
SELECT r.authority_id, r.consultation_id, r.id,
  CASE
    WHEN trim(replace(r.suspicion, 'source', '')) <> '' THEN 4
    WHEN r.suspicion LIKE '%source%' AND (r.login_mode = 'open' OR (r.login_mode = 'confirmed' AND r.confirmed_at IS NULL)) THEN 4
    WHEN EXISTS (SELECT 1 FROM finding f WHERE f.version_id = v.id AND f.kind = 'cpr' AND f.sure) THEN 0
    WHEN EXISTS (SELECT 1 FROM finding f WHERE f.version_id = v.id AND f.kind = 'cpr') THEN 1
    WHEN EXISTS (SELECT 1 FROM finding f WHERE f.version_id = v.id) THEN 2
    ELSE 3
  END,
  r.received_at
FROM response r JOIN response_version v ON v.response_id = r.id
WHERE r.withdrawn_at IS NULL
  AND (r.login_mode <> 'confirmed' OR r.confirmed_at IS NOT NULL)
  AND v.number = (SELECT max(n.number) FROM response_version n WHERE n.response_id = r.id)
  AND coalesce((SELECT d.kind FROM decision d WHERE d.response_id = r.id ORDER BY d.seq DESC LIMIT 1), 'reopen') = 'reopen'
"""
"""Everything that awaits a decision, with the rank of the gravest finding in its newest version; held ones last."""


def upgrade() -> None:
    op.create_table(
        "queue_entry",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("rank >= 0", name=op.f("ck_queue_entry_rank_positive")),
        sa.ForeignKeyConstraint(
            ["authority_id", "consultation_id"],
            ["consultation.authority_id", "consultation.id"],
            name=op.f("fk_queue_entry_authority_id_consultation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "response_id"],
            ["response.authority_id", "response.id"],
            name=op.f("fk_queue_entry_authority_id_response_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_queue_entry_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_entry")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_queue_entry_authority_id_id")),
        sa.UniqueConstraint("response_id", name=op.f("uq_queue_entry_response_id")),
    )
    op.create_index(op.f("ix_queue_entry_consultation_id"), "queue_entry", ["consultation_id"])
    op.create_index(op.f("ix_queue_entry_response_id"), "queue_entry", ["response_id"])
    op.create_index("ix_queue_entry_next", "queue_entry", ["consultation_id", "rank", "received_at", "response_id"])
    op.execute(_WAITING)
    op.create_index("ix_tombstone_list", "tombstone", ["consultation_id", "sort_number"])
    op.create_index("ix_rendition_newest", "rendition", ["consultation_id", "visible_from", "sort_number"])
    op.create_index(op.f("ix_throttle_scope_window"), "throttle", ["scope", "window"])


def downgrade() -> None:
    op.drop_index(op.f("ix_throttle_scope_window"), table_name="throttle")
    op.drop_index("ix_rendition_newest", table_name="rendition")
    op.drop_index("ix_tombstone_list", table_name="tombstone")
    op.drop_table("queue_entry")
