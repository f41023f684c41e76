"""What was shown and has been taken down: its author is told since when it stood there, and when it went (R32, R35)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.consultations.states import responses_are_public
from consultation.models import Consultation, Decision
from consultation.vocabulary import DecisionKind, PublicationMode

_PUBLISHES = frozenset({DecisionKind.PUBLISH, DecisionKind.PUBLISH_REDACTED})


def shown_from(session: Session, consultation: Consultation, decision: Decision) -> datetime | None:
    """Since when everybody could read what a decision to withhold took down; None where nobody could."""
    before = session.scalars(
        select(Decision).where(Decision.response_id == decision.response_id, Decision.seq == decision.seq - 1)
    ).one_or_none()
    if decision.kind is not DecisionKind.WITHHOLD or before is None or before.kind not in _PUBLISHES:
        return None
    since = public_from(consultation, before)
    mode, closes_at, public_at = (
        consultation.publication_mode,
        consultation.closes_at,
        consultation.responses_public_at,
    )
    was_public = since < decision.at and responses_are_public(mode, closes_at, public_at, decision.at)
    return since if was_public else None


def public_from(consultation: Consultation, decision: Decision) -> datetime:
    """From when what a decision shows stands on the page: its own time, or later when the responses are opened."""
    opened = {
        PublicationMode.AFTER_DEADLINE: consultation.closes_at,
        PublicationMode.WITH_AGENDA: consultation.responses_public_at,
    }
    mode = consultation.publication_mode
    return max(decision.effective_at, (mode and opened.get(mode)) or decision.effective_at)
