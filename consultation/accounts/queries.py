"""Reads of staff accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from consultation import throttle
from consultation.accounts import rules
from consultation.errors import NotFound
from consultation.lib.tokens import hash_token
from consultation.models import Authority, Staff, StaffLink, StaffRole, StaffSession
from consultation.vocabulary import Role

_SIGNED_IN = (
    select(Staff, StaffSession, Authority, StaffRole.role)
    .join(StaffSession, StaffSession.staff_id == Staff.id)
    .join(Authority, Authority.id == Staff.authority_id)
    .outerjoin(StaffRole, and_(StaffRole.staff_id == Staff.id, StaffRole.ended_at.is_(None)))
    .where(StaffSession.token_hash == bindparam("token_hash"), Staff.disabled_at.is_(None))
)
"""A row for each role, or one without. Built once, as every staff page begins with it."""


@dataclass(frozen=True)
class SignedIn:
    """A live session of an account that is not disabled."""

    staff: Staff
    session: StaffSession
    authority: Authority
    roles: frozenset[Role]


def find_by_email(session: Session, email: str) -> Staff | None:
    return session.scalars(
        select(Staff).where(Staff.email == email.strip().casefold(), Staff.disabled_at.is_(None))
    ).one_or_none()


def roles_of(session: Session, staff_id: int) -> frozenset[Role]:
    found = select(StaffRole.role).where(StaffRole.staff_id == staff_id, StaffRole.ended_at.is_(None))
    return frozenset(session.scalars(found))


def find_signed_in(session: Session, token: str, now: datetime) -> SignedIn | None:
    """Whose live session this is, read at once; a disabled account has none (A4)."""
    rows = session.execute(_SIGNED_IN, {"token_hash": hash_token(token)}).all()
    if not rows:
        return None
    staff, found, authority, _ = rows[0]
    if not rules.is_alive(found.made_at, found.revoked_at, now):
        return None
    return SignedIn(staff, found, authority, frozenset(filter(None, (row.role for row in rows))))


def get_link(session: Session, token: str, now: datetime) -> tuple[StaffLink, Staff]:
    """An unused invitation and its account; NotFound for any other token."""
    row = session.execute(
        select(StaffLink, Staff)
        .join(Staff, Staff.id == StaffLink.staff_id)
        .where(StaffLink.token_hash == hash_token(token), StaffLink.used_at.is_(None), StaffLink.expires_at > now)
    ).one_or_none()
    if row is None:
        raise NotFound("no such invitation")
    return row[0], row[1]


def count_failures(session: Session, key: str, now: datetime) -> int:
    return throttle.read(session, "sign_in", key, now, rules.THROTTLE_WINDOW)


def list_demo_staff(session: Session) -> Sequence[Staff]:
    """One account per role and authority, with a button each in a local run."""
    return session.scalars(select(Staff).where(Staff.demo, Staff.disabled_at.is_(None)).order_by(Staff.id)).all()


def list_staff(session: Session, authority_id: int) -> list[tuple[Staff, frozenset[Role]]]:
    people = session.scalars(select(Staff).where(Staff.authority_id == authority_id).order_by(Staff.name))
    return [(person, roles_of(session, person.id)) for person in people]


def get_staff(session: Session, authority_id: int, staff_id: int) -> Staff:
    """An account of this authority; NotFound for any other."""
    staff = session.get(Staff, staff_id)
    if staff is None or staff.authority_id != authority_id:
        raise NotFound("no such account")
    return staff


def names(session: Session, actors: set[str]) -> dict[str, str]:
    """Actor ("staff:12") -> name, for showing who did what."""
    ids = {int(actor.removeprefix("staff:")) for actor in actors if actor.startswith("staff:")}
    rows = session.execute(select(Staff.id, Staff.name).where(Staff.id.in_(ids)))
    return {f"staff:{row.id}": row.name for row in rows}
