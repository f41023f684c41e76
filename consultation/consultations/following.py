"""Reads of consultations that supplement or renew an earlier one (R8): each leads to the other once it may be seen."""

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from consultation.errors import NotFound
from consultation.models import Consultation

_RELATED = (
    select(Consultation)
    .where(
        (Consultation.follows_id == bindparam("id")) | (Consultation.id == bindparam("follows_id")),
        Consultation.published_at.is_not(None),
        Consultation.visible_from <= bindparam("now"),
    )
    .order_by(Consultation.id)
)
"""Made once: every page asks it."""


def find_followed(session: Session, consultation: Consultation) -> Consultation | None:
    """The earlier one that this one supplements or renews."""
    return session.get(Consultation, consultation.follows_id) if consultation.follows_id is not None else None


def list_related(session: Session, consultation: Consultation, now: datetime) -> list[Consultation]:
    """The one it follows and those that follow it, oldest first; none that the public does not see yet (P7)."""
    asked = {"id": consultation.id, "follows_id": consultation.follows_id, "now": now}
    return list(session.scalars(_RELATED, asked))


def list_followers(session: Session, consultation: Consultation) -> list[Consultation]:
    """All that supplement or renew it, those that are not sent out included, oldest first."""
    rows = session.scalars(
        select(Consultation).where(Consultation.follows_id == consultation.id).order_by(Consultation.id)
    )
    return list(rows)


def list_sent_out(session: Session, authority_id: int) -> list[Consultation]:
    """The authority's own that have been sent out, in whatever state they are now, newest first."""
    rows = session.scalars(
        select(Consultation)
        .where(Consultation.authority_id == authority_id, Consultation.published_at.is_not(None))
        .order_by(Consultation.id.desc())
    )
    return list(rows)


def get_sent_out(session: Session, authority_id: int, slug: str) -> Consultation:
    for row in list_sent_out(session, authority_id):
        if row.slug == slug:
            return row
    raise NotFound("no such consultation that is sent out")
