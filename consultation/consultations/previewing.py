"""Writes of the links by which others see a consultation before it is sent out."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from consultation import audit
from consultation.consultations import previews, reviews
from consultation.errors import Closed, Invalid
from consultation.lib.dates import local
from consultation.lib.tokens import hash_token, new_token
from consultation.models import Consultation, PreviewLink


def make_link(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    name: str,
    ends_on: date,
    *,
    may_remark: bool,
) -> tuple[PreviewLink, str]:
    """A link that opens to the end of the day, and its secret, which is stored nowhere (A2).

    Closed once sent out. Invalid has "past" or "late" for `ends_on`, "required" for `name`.
    """
    check_not_sent_out(session, consultation)
    if not name.strip():
        raise Invalid("a link is for somebody", errors={"name": "required"})
    if fault := previews.end_fault(ends_on, local(now).date()):
        raise Invalid("a link ends in good time", errors={"ends_on": fault})
    token = new_token()
    row = PreviewLink(
        authority_id=consultation.authority_id,
        consultation_id=consultation.id,
        token_hash=hash_token(token),
        name=name.strip(),
        may_remark=may_remark,
        ends_at=previews.end_of(ends_on),
        by=actor,
        at=now,
    )
    session.add(row)
    session.flush()
    fields = {"link": row.id, "may_remark": may_remark, "ends_at": row.ends_at}
    audit.note(session, consultation, actor, now, "preview.made", **fields)
    return row, token


def hold_sending_out(session: Session, consultation: Consultation) -> None:
    """Sending out waits for this transaction, or has come first; `published_at` is what it is now."""
    session.refresh(consultation, ["published_at"], with_for_update={"key_share": True})


def check_not_sent_out(session: Session, consultation: Consultation) -> None:
    """Closed once sent out; held back until this transaction has ended."""
    hold_sending_out(session, consultation)
    if consultation.published_at is not None:
        raise Closed("the consultation is sent out; everybody can see it")


def withdraw_link(session: Session, actor: str, now: datetime, consultation: Consultation, link_id: int) -> None:
    """It opens nothing from now on; one that has been withdrawn stays as it is. What was written by it is kept."""
    row = reviews.get_link_of(session, consultation, link_id)
    session.refresh(row, with_for_update=True)
    if row.withdrawn_at is not None:
        return
    row.withdrawn_at, row.withdrawn_by = now, actor
    session.flush()
    audit.note(session, consultation, actor, now, "preview.withdrawn", link=row.id)
