"""When the next response is shown, found without reading them all."""

from alembic import op

revision = "0006"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_rendition_appearance", "rendition", ["consultation_id", "visible_from"])


def downgrade() -> None:
    op.drop_index("ix_rendition_appearance", table_name="rendition")
