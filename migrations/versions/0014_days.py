"""How long the first decision on each response took, as counters (R33)."""

from collections import Counter

import sqlalchemy as sa
from alembic import op

from consultation.models.base import Instant

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_FIRST = sa.text(
    "SELECT response.consultation_id, response.received_at, decision.at FROM response"
    " JOIN decision ON decision.response_id = response.id AND decision.seq = 1"
    " WHERE NOT response.no_remarks AND coalesce(decision.reason, '') <> 'not_confirmed'"
).columns(sa.column("consultation_id"), sa.column("received_at", Instant()), sa.column("at", Instant()))
_ADD = sa.text("INSERT INTO figure (consultation_id, name, value) VALUES (:consultation_id, :name, :value)")


def upgrade() -> None:
    counts = Counter(
        (row.consultation_id, f"days.{max((row.at - row.received_at).days, 0)}")
        for row in op.get_bind().execute(_FIRST)
    )
    rows = [{"consultation_id": one, "name": name, "value": value} for (one, name), value in sorted(counts.items())]
    if rows:
        op.get_bind().execute(_ADD, rows)
    op.create_index("ix_rendition_capacity", "rendition", ["consultation_id", "capacity", "sort_number"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_rendition_capacity", table_name="rendition")
    op.execute("DELETE FROM figure WHERE name LIKE 'days.%'")
