"""A tree of themes; who divides, answers and approves; standard remarks; quotes picked; templates of the papers (R37)."""

import sqlalchemy as sa
from alembic import op

from consultation.models.base import Instant

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_ROLES = ("moderator", "subject_owner", "secretary", "editor", "administrator", "auditor")
_ACTS = ("made", "changed", "split", "merged", "removed", "restored", "decided")
_ONE_SUBJECT = "(response_id IS NULL) <> (position_id IS NULL)"
_TABLES = (
    *("paper_template", "suggestion", "quote_pick", "wording_answer", "standard_use", "standard_remark_version"),
    *("standard_remark", "approval", "assignment", "position_event"),
)


def upgrade() -> None:
    _roles_become(*_ROLES, "director", before=_ROLES)
    with op.batch_alter_table("theme", copy_from=_theme()) as batch:
        batch.drop_constraint(op.f("uq_theme_consultation_id_title"), type_="unique")
        batch.add_column(sa.Column("parent_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("main_rank", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_theme_authority_id_parent_id"),
            "theme",
            ["authority_id", "parent_id"],
            ["authority_id", "id"],
        )
        batch.create_check_constraint(op.f("ck_theme_not_its_own_parent"), "parent_id <> id")
    op.create_index(op.f("ix_theme_parent_id"), "theme", ["parent_id"], unique=False)
    op.create_index(
        "uq_theme_title", "theme", ["consultation_id", sa.text("coalesce(parent_id, 0)"), "title"], unique=True
    )
    op.add_column("position", sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False))
    op.add_column("position", sa.Column("removed", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("change", sa.Column("removed", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("package", sa.Column("places", sa.Text(), server_default="{}", nullable=False))
    for name in ("owner_approval", "director_approval"):
        op.add_column("consultation", sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False))
    _handling()
    _standard()
    _help()


def _handling() -> None:
    _create(
        "position_event",
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("act", _words("act", *_ACTS), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.Text(), nullable=False),
        *_who(),
        position_id="position",
        other_id="position",
    )
    _create(
        "assignment",
        sa.Column("response_id", sa.Integer(), nullable=True),
        sa.Column("position_id", sa.Integer(), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        *_who(),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.CheckConstraint(_ONE_SUBJECT, name=op.f("ck_assignment_one_subject")),
        response_id="response",
        position_id="position",
        staff_id="staff",
    )
    for subject in ("response", "position"):
        _one_standing(f"uq_assignment_{subject}", "assignment", [f"{subject}_id"], "ended_at IS NULL")
    _create(
        "approval",
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("step", _words("step", "subject_owner", "director"), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("remark_version_id", sa.Integer(), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *_who(),
        position_id="position",
        remark_version_id="remark_version",
    )


def _standard() -> None:
    _create(
        "standard_remark",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("withdrawn_at", Instant(), nullable=True),
        sa.UniqueConstraint("authority_id", "number", name=op.f("uq_standard_remark_authority_id_number")),
    )
    _create(
        "standard_remark_version",
        sa.Column("standard_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("base_number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        *_who(),
        sa.UniqueConstraint("standard_id", "number", name=op.f("uq_standard_remark_version_standard_id_number")),
        standard_id="standard_remark",
    )
    _create(
        "standard_use",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("remark_id", sa.Integer(), nullable=False),
        *_who(),
        sa.UniqueConstraint("version_id", "remark_id", name=op.f("uq_standard_use_version_id_remark_id")),
        version_id="standard_remark_version",
        remark_id="remark",
    )


def _help() -> None:
    _create(
        "wording_answer",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("fault", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        *_who(),
        consultation_id="consultation",
    )
    _create(
        "quote_pick",
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        *_who(),
        sa.Column("removed_at", Instant(), nullable=True),
        position_id="position",
        passage_id="passage",
    )
    _one_standing("uq_quote_pick_passage", "quote_pick", ["position_id", "passage_id"], "removed_at IS NULL")
    _create(
        "suggestion",
        sa.Column("response_id", sa.Integer(), nullable=True),
        sa.Column("position_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.CheckConstraint(_ONE_SUBJECT, name=op.f("ck_suggestion_one_subject")),
        sa.UniqueConstraint("response_id", name=op.f("uq_suggestion_response_id")),
        sa.UniqueConstraint("position_id", name=op.f("uq_suggestion_position_id")),
        response_id="response",
        position_id="position",
    )
    _create(
        "paper_template",
        sa.Column("blob_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        *_who(),
        sa.Column("withdrawn_at", Instant(), nullable=True),
        sa.Column("withdrawn_by", sa.String(), nullable=True),
        blob_id="blob",
    )


def downgrade() -> None:
    """Themes below others stand beside them again, and one that would bear a used title gets its number behind it."""
    for table in _TABLES:
        op.drop_table(table)
    for name in ("director_approval", "owner_approval"):
        op.drop_column("consultation", name)
    if op.get_bind().dialect.name == "sqlite":  # a guard that names the column; all are made again at the end
        op.execute("DROP TRIGGER IF EXISTS guard_package_update")
    op.drop_column("package", "places")
    op.drop_column("change", "removed")
    op.drop_column("position", "removed")
    op.drop_column("position", "revision")
    op.execute(
        "UPDATE theme SET title = title || ' ' || id WHERE EXISTS (SELECT 1 FROM theme AS other WHERE other.id < theme.id"
        " AND other.consultation_id = theme.consultation_id AND other.title = theme.title)"
    )
    op.drop_index("uq_theme_title", table_name="theme")
    op.drop_index(op.f("ix_theme_parent_id"), table_name="theme")
    with op.batch_alter_table("theme", copy_from=_theme(tree=True)) as batch:
        batch.drop_constraint(op.f("ck_theme_not_its_own_parent"), type_="check")
        batch.drop_constraint(op.f("fk_theme_authority_id_parent_id"), type_="foreignkey")
        batch.drop_column("main_rank")
        batch.drop_column("parent_id")
        batch.create_unique_constraint(op.f("uq_theme_consultation_id_title"), ["consultation_id", "title"])
    op.execute("DELETE FROM staff_role WHERE role = 'director'")
    _roles_become(*_ROLES, before=(*_ROLES, "director"))


def _roles_become(*roles: str, before: tuple[str, ...]) -> None:
    with op.batch_alter_table("staff_role", copy_from=_staff_role(*before)) as batch:
        batch.drop_constraint(op.f("ck_staff_role_role"), type_="check")
        batch.create_check_constraint(op.f("ck_staff_role_role"), sa.column("role").in_(roles))


def _staff_role(*roles: str) -> sa.Table:
    """The table as it stands before, with everything that a rewrite in SQLite must keep."""
    return sa.Table(
        "staff_role",
        sa.MetaData(naming_convention={"ck": "ck_%(table_name)s_%(constraint_name)s"}),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("granted_by", sa.String(), nullable=False),
        sa.Column("from_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(sa.column("role").in_(roles), name=op.f("ck_staff_role_role")),
        sa.ForeignKeyConstraint(
            ["authority_id", "staff_id"],
            ["staff.authority_id", "staff.id"],
            name=op.f("fk_staff_role_authority_id_staff_id"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_staff_role_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_role")),
        sa.UniqueConstraint("authority_id", "id", name=op.f("uq_staff_role_authority_id_id")),
        sa.Index(op.f("ix_staff_role_staff_id"), "staff_id"),
        sa.Index(
            "uq_staff_role_current",
            "staff_id",
            "role",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )


def _theme(*, tree: bool = False) -> sa.Table:
    own = (
        (
            sa.Column("parent_id", sa.Integer(), nullable=True),
            sa.Column("main_rank", sa.Integer(), nullable=True),
            sa.CheckConstraint("parent_id <> id", name=op.f("ck_theme_not_its_own_parent")),
            sa.ForeignKeyConstraint(
                ["authority_id", "parent_id"],
                ["theme.authority_id", "theme.id"],
                name=op.f("fk_theme_authority_id_parent_id"),
            ),
        )
        if tree
        else (sa.UniqueConstraint("consultation_id", "title", name=op.f("uq_theme_consultation_id_title")),)
    )
    return sa.Table(
        "theme",
        sa.MetaData(naming_convention={"ck": "ck_%(table_name)s_%(constraint_name)s"}),
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
        sa.Index(op.f("ix_theme_consultation_id"), "consultation_id"),
        *own,
    )


def _who() -> tuple[sa.Column[str], sa.Column[Instant]]:
    return sa.Column("by", sa.String(), nullable=False), sa.Column("at", Instant(), nullable=False)


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=30)


def _one_standing(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, unique=True, sqlite_where=where, postgresql_where=where)


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
