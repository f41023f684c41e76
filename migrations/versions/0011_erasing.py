"""Content that is erased: its hash goes with it, the same content may come again, and its number says so in public."""

import sqlalchemy as sa
from alembic import op

from consultation.models.base import Instant

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_ONCE = "uq_blob_authority_id_sha256"
_STANDING = sa.text("erased_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("blob", copy_from=_blob(erasable=False)) as batch:
        batch.drop_constraint(op.f(_ONCE), type_="unique")
        batch.create_index("uq_blob_content", ["authority_id", "sha256"], unique=True, **_where())
    op.add_column("tombstone", sa.Column("erased_on", sa.String(), nullable=False, server_default=""))


def _where() -> dict[str, sa.TextClause]:
    return {"sqlite_where": _STANDING, "postgresql_where": _STANDING}


def _blob(*, erasable: bool) -> sa.Table:
    """The table as it stands before, with everything that a rewrite in SQLite must keep."""
    content = (
        sa.Index("uq_blob_content", "authority_id", "sha256", unique=True, **_where())
        if erasable
        else sa.UniqueConstraint("authority_id", "sha256", name=op.f(_ONCE))
    )
    return sa.Table(
        "blob",
        sa.MetaData(naming_convention={"ck": "ck_%(table_name)s_%(constraint_name)s"}),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("erased_at", Instant(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_blob_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blob")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_blob_authority_id_id")),
        content,
    )


def downgrade() -> None:
    """What is erased has no hash any more; the rows get one apart, so that the old rule holds."""
    op.drop_column("tombstone", "erased_on")
    op.execute("UPDATE blob SET sha256 = 'erased-' || id WHERE erased_at IS NOT NULL")
    with op.batch_alter_table("blob", copy_from=_blob(erasable=True)) as batch:
        batch.drop_index("uq_blob_content")
        batch.create_unique_constraint(op.f(_ONCE), ["authority_id", "sha256"])
