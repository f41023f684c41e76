"""Reads of answers to drafts that have a newer version: what became of the section each is about (R7)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation.consultations.queries import follow_section
from consultation.models import DraftVersion
from consultation.responses import queries
from consultation.responses.content import Place
from consultation.vocabulary import SectionFate


@dataclass(frozen=True)
class Carried:
    """An answer to an older version. `fate` None: it is about the draft as a whole. `quote`: words of that version."""

    place: Place
    fate: SectionFate | None
    quote: str = ""


def list_carried(session: Session, version_id: int) -> Sequence[Carried]:
    """The answers of a response's version whose draft has been replaced since; none where all are the newest."""
    found = []
    for answer, place in queries.list_placed(session, version_id):
        if answer.draft_version_id is None or not _is_replaced(session, answer.draft_version_id):
            continue
        fate = None
        if answer.section_id is not None:
            fate, _sections = follow_section(session, answer.draft_version_id, answer.section_id)
        found.append(Carried(place, fate, answer.quote))
    return found


def _is_replaced(session: Session, version_id: int) -> bool:
    version = session.get_one(DraftVersion, version_id)
    newest = select(func.max(DraftVersion.number)).where(
        DraftVersion.draft_id == version.draft_id,
        DraftVersion.published_at.is_not(None),
        DraftVersion.final.is_(False),
    )
    return version.number < (session.scalar(newest) or 0)
