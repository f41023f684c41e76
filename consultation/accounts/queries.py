"""Reads of staff accounts."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import throttle
from consultation.accounts import rules
from consultation.errors import NotFound
from consultation.lib.tokens import hash_token
from consultation.models import Staff, StaffLink, StaffRole, StaffSession
from consultation.vocabulary import Role


def find_by_email(session: Session, email: str) -> Staff | None:
    return session.scalars(
        select(Staff).where(Staff.email == email.strip().casefold(), Staff.disabled_at.is_(None))
    ).one_or_none()


def roles_of(session: Session, staff_id: int) -> frozenset[Role]:
    found = select(StaffRole.role).where(StaffRole.staff_id == staff_id, StaffRole.ended_at.is_(None))
    return frozenset(session.scalars(found))


def find_signed_in(session: Session, token: str, now: datetime) -> tuple[Staff, StaffSession] | None:
    """Whose live session this is; a disabled account has none (A4)."""
    row = session.execute(
        select(Staff, StaffSession)
        .join(StaffSession, StaffSession.staff_id == Staff.id)
        .where(StaffSession.token_hash == hash_token(token), Staff.disabled_at.is_(None))
    ).one_or_none()
    if row is None or not rules.is_alive(row[1].made_at, row[1].revoked_at, now):
        return None
    return row[0], row[1]


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
