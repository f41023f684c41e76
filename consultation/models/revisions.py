"""The revision of a consultation rises with every write that the public can see; page cache and ETags stand on it.

Which rows the public can see is the lists below, and whoever writes one raises the revision by it, when the
transaction commits. New responses are not among them: their number is shown with the time it was counted, and a flood
of them empties no cache (performance.md).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, event, or_, select, update
from sqlalchemy.orm import Session, aliased

from consultation.models import pending
from consultation.models.analysis import (
    Change,
    ChangePosition,
    Point,
    Position,
    Remark,
    RemarkVersion,
    Theme,
    VersionCause,
)
from consultation.models.authority import Authority, AuthorityText
from consultation.models.base import Base
from consultation.models.breach import AnnexWithdrawal
from consultation.models.consultation import Consultation, Deadline, Document, Milestone, MilestoneOutcome
from consultation.models.draft import Draft, DraftVersion
from consultation.models.party import HeardParty, Party
from consultation.models.public import DraftFile, Rendition, RenditionFile, Tombstone
from consultation.models.question import Question
from consultation.models.response import LateAdmission, Response, ResponseParty
from consultation.models.summary import PublishedAnnex, Snapshot

_OF_CONSULTATION = ("consultation_id", Consultation)
_OF_AUTHORITY = ("authority_id", Authority)
SHOWN: Mapping[type[Base], tuple[str, type[Base]]] = {
    AnnexWithdrawal: _OF_CONSULTATION,
    Authority: ("id", Authority),
    AuthorityText: _OF_AUTHORITY,
    Change: _OF_CONSULTATION,
    ChangePosition: ("change_id", Change),
    Consultation: ("id", Consultation),
    Deadline: _OF_CONSULTATION,
    Document: _OF_CONSULTATION,
    Draft: _OF_CONSULTATION,
    DraftFile: _OF_CONSULTATION,
    DraftVersion: ("draft_id", Draft),
    HeardParty: _OF_CONSULTATION,
    LateAdmission: ("response_id", Response),
    Milestone: _OF_CONSULTATION,
    MilestoneOutcome: ("milestone_id", Milestone),
    Party: _OF_AUTHORITY,
    Point: ("response_id", Response),
    Position: _OF_CONSULTATION,
    PublishedAnnex: _OF_CONSULTATION,
    Question: _OF_CONSULTATION,
    Remark: _OF_CONSULTATION,
    RemarkVersion: ("remark_id", Remark),
    Rendition: _OF_CONSULTATION,
    RenditionFile: ("rendition_id", Rendition),
    Response: _OF_CONSULTATION,
    ResponseParty: ("response_id", Response),
    Snapshot: _OF_CONSULTATION,
    Theme: _OF_CONSULTATION,
    Tombstone: _OF_CONSULTATION,
    VersionCause: _OF_CONSULTATION,
}
"""Table -> its column that names a consultation, an authority or a row of a consultation, and the table of that row."""
COUNTED_WHEN_NEW = frozenset({Response, Tombstone})
_RAISED = "revisions"
_Later = aliased(Consultation)


@event.listens_for(Session, "after_flush")
def _notice(session: Session, _context: object) -> None:
    _note(session, (row for row in session.new if type(row) not in COUNTED_WHEN_NEW))
    _note(session, (row for row in session.dirty if session.is_modified(row)))
    _note(session, session.deleted)


def _note(session: Session, rows: Iterable[Any]) -> None:
    for row in rows:
        if (place := SHOWN.get(type(row))) is not None:
            column, owner = place
            pending.note(session, _RAISED, (owner, getattr(row, column)))


@event.listens_for(Session, "before_commit", insert=True)  # the end of the log's chain is locked after all other rows
def _raise(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    found: dict[type[Any], set[int]] = {}
    for owner, row_id in pending.take(session, _RAISED):
        found.setdefault(owner, set()).add(row_id)
    if found:
        session.execute(
            update(Consultation)
            .where(or_(*(_of(owner, ids) for owner, ids in found.items())))
            .values(revision=Consultation.revision + 1)
            .execution_options(synchronize_session=False)
        )


def _of(owner: type[Any], ids: set[int]) -> ColumnElement[bool]:
    if owner is Consultation:  # the pages of a consultation and of one that follows it speak of each other (R8)
        earlier = select(_Later.follows_id).where(_Later.id.in_(ids), _Later.follows_id.is_not(None))
        return or_(Consultation.id.in_(ids), Consultation.id.in_(earlier), Consultation.follows_id.in_(ids))
    if owner is Authority:
        return Consultation.authority_id.in_(ids)
    return Consultation.id.in_(select(owner.consultation_id).where(owner.id.in_(ids)))
