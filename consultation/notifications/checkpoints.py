"""The daily check of every log, whose end leaves the house by mail (L2): who has the mail can show a later change."""

from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import chain, jobs
from consultation.chain import Head
from consultation.clock import COPENHAGEN
from consultation.config import Settings
from consultation.lib.dates import local
from consultation.models import Authority, Staff, StaffRole
from consultation.notifications.log_words import head_words
from consultation.responses import outbox
from consultation.vocabulary import Role

CHECK = "notifications.check_logs"
"""The job that checks every log; it owes the next day's."""
CHECKED_AT = time(4)
"""In Copenhagen, when nobody works."""
_TOLD = (Role.AUDITOR, Role.ADMINISTRATOR)

Checked = dict[int, tuple[Head, int | None]]
"""By authority: the end of its log, and the first bad entry where there is one."""


def owe(session: Session, now: datetime) -> None:
    """Owes the next check, once however many workers ask."""
    today = local(now).date()
    begins = datetime.combine(today, CHECKED_AT, COPENHAGEN)
    due = begins if begins > now else datetime.combine(today + timedelta(days=1), CHECKED_AT, COPENHAGEN)
    jobs.enqueue(session, CHECK, due, unique_key=f"{CHECK}:{local(due).date().isoformat()}")


def check(session: Session, _settings: Settings) -> Checked:
    """Reads every log that has grown from its beginning; writes nothing."""
    found: Checked = {}
    for authority_id in session.scalars(select(Authority.id)).all():
        if chain.has_grown(session, authority_id):
            faults = chain.faults(session, authority_id)
            found[authority_id] = (chain.head_of(session, authority_id), faults[0].seq if faults else None)
    return found


def keep(session: Session, settings: Settings, now: datetime, *, prepared: Checked) -> None:
    """Stores what the check came to, and mails it to auditors and administrators."""
    for authority_id, (head, bad_seq) in prepared.items():
        authority = session.get_one(Authority, authority_id)
        row = chain.keep(session, now, authority, head, bad_seq)
        for staff in _told(session, authority_id):
            words = head_words(staff.language, authority.name, authority.slug, (head.seq, head.hash), now, bad_seq)
            event = f"{chain.HEAD_MAIL}:{row.id}"
            outbox.queue_to_staff(session, settings, now, authority, staff, event=event, words=words)
    owe(session, now)


def _told(session: Session, authority_id: int) -> list[Staff]:
    rows = session.scalars(
        select(Staff)
        .join(StaffRole, StaffRole.staff_id == Staff.id)
        .where(
            StaffRole.authority_id == authority_id,
            StaffRole.role.in_(_TOLD),
            StaffRole.ended_at.is_(None),
            Staff.disabled_at.is_(None),
        )
        .order_by(Staff.id)
        .distinct()
    )
    return list(rows)
