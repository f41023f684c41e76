"""Writes of staff accounts: invitation, activation, sign-in and sign-out (A4)."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consultation import audit, throttle
from consultation.accounts import queries, rules
from consultation.errors import Conflict, Invalid, NotAllowed
from consultation.lib.tokens import hash_token, new_token
from consultation.models import Claim, QueueEntry, Staff, StaffLink, StaffRole, StaffSession, TotpUsed
from consultation.vocabulary import Role

COST = RFC_9106_LOW_MEMORY
"""Of guessing a password, and of each sign-in: 64 MB and three passes (Argon2id)."""
_hasher = PasswordHasher.from_parameters(COST)
STEP_SECONDS = 30


def invite_staff(
    session: Session, actor: str, now: datetime, authority_id: int, email: str, name: str, roles: Iterable[Role]
) -> tuple[Staff, str]:
    """A new account and the token of its one-time link. Conflict where the address has an account."""
    email = email.strip().casefold()
    if session.scalar(select(Staff.id).where(Staff.email == email)) is not None:
        raise Conflict("the address has an account")
    staff = Staff(authority_id=authority_id, email=email, name=name.strip())
    session.add(staff)
    session.flush()
    wanted = sorted(set(roles))
    for role in wanted:
        session.add(StaffRole(authority_id=authority_id, staff_id=staff.id, role=role, granted_by=actor, from_at=now))
    token = new_token()
    session.add(
        StaffLink(
            authority_id=authority_id,
            token_hash=hash_token(token),
            staff_id=staff.id,
            purpose="invite",
            expires_at=now + rules.INVITE_LIFE,
        )
    )
    audit.note(session, staff, actor, now, "staff.invited", roles=[role.value for role in wanted])
    session.flush()
    return staff, token


def activate_staff(session: Session, now: datetime, token: str, password: str, secret: str, code: str) -> Staff:
    """Sets password and code generator by the one-time link. Invalid names the field."""
    link, staff = queries.get_link(session, token, now)
    if fault := rules.password_fault(password, staff.email):
        raise Invalid("password", errors={"password": fault})
    if _step_of(secret, code, now) is None:
        raise Invalid("code", errors={"code": "wrong"})
    staff.password_hash, staff.totp_secret = _hasher.hash(password), secret
    link.used_at = now
    audit.note(session, staff, f"staff:{staff.id}", now, "staff.activated")
    session.flush()
    return staff


def sign_in(session: Session, now: datetime, email: str, password: str, code: str) -> str:
    """The token of a new session. NotAllowed, the same for every cause, so that it tells nobody which.

    The caller commits in both cases: a failure is counted against this account only.
    """
    key = hash_token(email.strip().casefold())
    if rules.is_throttled(queries.count_failures(session, key, now)):
        raise NotAllowed("throttled", reason="throttled")
    staff = queries.find_by_email(session, email)
    step = _step_of(staff.totp_secret, code, now) if staff and staff.totp_secret else None
    if not _password_fits(staff, password) or staff is None or step is None or not _use_step(session, staff, step):
        _count_failure(session, key, now)
        raise NotAllowed("e-mail, password or code is wrong", reason="wrong")
    return open_session(session, now, staff)


def open_session(session: Session, now: datetime, staff: Staff) -> str:
    """A new session for an account that has proved who it is; returns its token."""
    token = new_token()
    session.add(
        StaffSession(authority_id=staff.authority_id, token_hash=hash_token(token), staff_id=staff.id, made_at=now)
    )
    audit.note(session, staff, f"staff:{staff.id}", now, "staff.signed_in")
    session.flush()
    return token


def sign_out(session: Session, now: datetime, token: str) -> None:
    found = queries.find_signed_in(session, token, now)
    if found is not None:
        found.session.revoked_at = now
        audit.note(session, found.staff, f"staff:{found.staff.id}", now, "staff.signed_out")
        session.flush()


def disable_staff(session: Session, actor: str, now: datetime, staff: Staff) -> None:
    """Ends the account and every session of it at once; what was theirs to review is everybody's (states.md)."""
    staff.disabled_at = now
    session.execute(delete(Claim).where(Claim.staff_id == staff.id))
    session.execute(update(QueueEntry).where(QueueEntry.assigned_id == staff.id).values(assigned_id=None))
    alive = select(StaffSession).where(StaffSession.staff_id == staff.id, StaffSession.revoked_at.is_(None))
    for signed_in in session.scalars(alive):
        signed_in.revoked_at = now
    audit.note(session, staff, actor, now, "staff.disabled")
    session.flush()


def set_shortcuts(session: Session, staff_id: int, *, on: bool) -> None:
    """Single keys on the desks, for this account, until it says otherwise (WCAG 2.1.4)."""
    session.get_one(Staff, staff_id).shortcuts = on
    session.flush()


def _password_fits(staff: Staff | None, password: str) -> bool:
    """Takes the same work for an unknown account as for a known one (A4)."""
    known = staff.password_hash if staff and staff.password_hash else None
    nobody = _hash_of_nobody()
    try:
        _hasher.verify(known or nobody, password)
    except (VerificationError, InvalidHashError):
        return False
    return known is not None


@cache
def _hash_of_nobody() -> str:
    """Made at the first sign-in, whoever it is: its work is the same for all, and no command waits for it."""
    return _hasher.hash("nobody has this password")


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step whose code this is: the present one, the one before or the one after."""
    digits = "".join(code.split())
    present = int(now.timestamp()) // STEP_SECONDS
    generator = pyotp.TOTP(secret)
    fitting = (step for step in (present, present - 1, present + 1) if generator.generate_otp(step) == digits)
    return next(fitting, None)


def _use_step(session: Session, staff: Staff, step: int) -> bool:
    """A code counts once."""
    try:
        with session.begin_nested():
            session.add(TotpUsed(authority_id=staff.authority_id, staff_id=staff.id, step=step))
    except IntegrityError:
        return False
    return True


def _count_failure(session: Session, key: str, now: datetime) -> None:
    throttle.count(session, "sign_in", key, now, rules.THROTTLE_WINDOW)
