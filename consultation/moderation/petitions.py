"""Petitions: how many have signed a response, registered by staff with where it is to be seen (R39).

Signatures are told beside the numbers of responses and senders, and are counted in neither.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import audit
from consultation.errors import Invalid
from consultation.models import Petition, Rendition
from consultation.moderation import queries


def register(
    session: Session, actor: str, now: datetime, response_id: int, signatures: int | None, source: str
) -> Petition:
    """The newest number counts; what is shown tells it at once. Invalid: `signatures` "format", `source` "missing"."""
    faults = {} if signatures is not None and 0 <= signatures < _MOST else {"signatures": "format"}
    faults |= {} if source.strip() else {"source": "missing"}
    if faults or signatures is None:
        raise Invalid("how many, and where it is to be seen", errors=faults)
    response = queries.lock_response(session, response_id)
    known = list_petitions(session, response.id)
    row = Petition(
        authority_id=response.authority_id,
        response_id=response.id,
        seq=known[-1].seq + 1 if known else 1,
        signatures=signatures,
        source=source.strip(),
        by=actor,
        at=now,
    )
    session.add(row)
    shown = select(Rendition).where(Rendition.key == response.key, Rendition.hidden_at.is_(None))
    for rendition in session.scalars(shown):
        rendition.signatures = signatures
    audit.note(session, response, actor, now, "petition.registered", signatures=signatures)
    session.flush()
    return row


_MOST = 100_000_000


def list_petitions(session: Session, response_id: int) -> Sequence[Petition]:
    """Every number that was registered, oldest first."""
    return session.scalars(select(Petition).where(Petition.response_id == response_id).order_by(Petition.seq)).all()
