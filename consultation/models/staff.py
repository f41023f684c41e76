"""Staff: accounts, roles, sessions, one-time links, and reading of originals."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from consultation.models.base import Base, Instant, Owned, owned, word
from consultation.vocabulary import AccessPurpose, Language, Role


class Staff(Owned, Base):
    """`email` is folded to lower case; a person works for one authority per account."""

    __tablename__ = "staff"
    __table_args__ = owned()

    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str | None]
    totp_secret: Mapped[str | None]
    language: Mapped[Language] = mapped_column(word(Language, "language"), default=Language.DANISH)
    shortcuts: Mapped[bool] = mapped_column(default=True)
    demo: Mapped[bool] = mapped_column(default=False)
    disabled_at: Mapped[datetime | None] = mapped_column(Instant)


class StaffRole(Owned, Base):
    __tablename__ = "staff_role"
    __table_args__ = owned(
        Index(
            "uq_staff_role_current",
            "staff_id",
            "role",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        staff_id="staff",
    )

    staff_id: Mapped[int]
    role: Mapped[Role] = mapped_column(word(Role, "role"))
    granted_by: Mapped[str]
    from_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class StaffSession(Owned, Base):
    """A signed-in browser; absolute life 10 hours, ended on the server (A4)."""

    __tablename__ = "staff_session"
    __table_args__ = owned(staff_id="staff")

    token_hash: Mapped[str] = mapped_column(unique=True)
    staff_id: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)


class StaffLink(Owned, Base):
    """A one-time link: purpose "invite" sets password and code generator."""

    __tablename__ = "staff_link"
    __table_args__ = owned(staff_id="staff")

    token_hash: Mapped[str] = mapped_column(unique=True)
    staff_id: Mapped[int]
    purpose: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class TotpUsed(Owned, Base):
    """A code counts once (A4)."""

    __tablename__ = "totp_used"
    __table_args__ = owned(UniqueConstraint("staff_id", "step"), staff_id="staff")

    staff_id: Mapped[int]
    step: Mapped[int]


class Throttle(Base):
    """Failed tries per scope ("sign_in") and key within a window's number."""

    __tablename__ = "throttle"
    __table_args__ = (UniqueConstraint("scope", "key", "window"), Index(None, "scope", "window"))

    id: Mapped[int] = mapped_column(primary_key=True)
    scope: Mapped[str]
    key: Mapped[str]
    window: Mapped[int]
    count: Mapped[int]


class Access(Owned, Base):
    """Reading an original: who, what, why, and until when (made by POST)."""

    __tablename__ = "access"
    __table_args__ = owned(
        CheckConstraint("(response_id IS NULL) <> (package_id IS NULL)", name="one_subject"),
        CheckConstraint("from_at < until_at", name="window"),
        staff_id="staff",
        response_id="response",
        package_id="package",
    )

    staff_id: Mapped[int]
    response_id: Mapped[int | None]
    package_id: Mapped[int | None]
    purpose: Mapped[AccessPurpose] = mapped_column(word(AccessPurpose, "purpose"))
    from_at: Mapped[datetime] = mapped_column(Instant)
    until_at: Mapped[datetime] = mapped_column(Instant)
