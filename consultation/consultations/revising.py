"""Writes of a new version of a draft while the consultation runs: begun, written, sent out or thrown away (R7)."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from consultation import audit, jobs, search_index
from consultation.consultations import downloads, drafting, queries
from consultation.consultations.queries import DraftText
from consultation.consultations.succession import fates
from consultation.errors import Closed, Conflict, Invalid
from consultation.models import Consultation, DraftVersion, SectionLink, SectionText
from consultation.vocabulary import State

OPEN_TO_CHANGE = frozenset({State.PLANNED, State.OPEN})


def begin_version(session: Session, actor: str, now: datetime, consultation: Consultation, number: int) -> DraftVersion:
    """The next version, with the texts of the newest; the one that is begun, if it is.

    Closed where nobody can answer any more: a new version then belongs in a renewed consultation (R8).
    """
    _check_open(session, now, consultation)
    found = queries.get_draft(session, consultation.id, number)
    pending = queries.find_pending_version(session, found.draft.id)
    if pending is not None:
        return pending
    version = DraftVersion(
        authority_id=found.draft.authority_id,
        draft_id=found.draft.id,
        number=queries.last_number(session, found.draft.id) + 1,
        legal_refs=found.version.legal_refs,
        easy_read=found.version.easy_read,
    )
    session.add(version)
    session.flush()
    texts = drafting.inputs_of(queries.list_sections(session, found.version.id))
    drafting.write_sections(session, actor, now, consultation, version, texts)
    return version


def discard_version(session: Session, actor: str, now: datetime, consultation: Consultation, number: int) -> None:
    """Throws away what nobody has seen."""
    found = queries.get_draft(session, consultation.id, number)
    pending = queries.find_pending_version(session, found.draft.id)
    if pending is None:
        return
    delete_version(session, pending)
    audit.note(session, consultation, actor, now, "draft.version_discarded", draft=number)
    session.flush()


def delete_version(session: Session, version: DraftVersion) -> None:
    """A version that was never sent out, with its sections."""
    own = delete(SectionText).where(SectionText.version_id == version.id)
    session.execute(own.where(SectionText.parent_id.is_not(None)))
    session.execute(own)
    session.delete(version)


def publish_version(
    session: Session, actor: str, now: datetime, consultation: Consultation, number: int, change_list: str
) -> DraftVersion:
    """Sends the new version out with its list of changes; what became of each section is written down for ever.

    Invalid errors "change_list" (required), "sections" (empty, same); Closed as `begin_version`; Conflict where none
    is begun.
    """
    _check_open(session, now, consultation)
    old = queries.get_draft(session, consultation.id, number)
    pending = queries.find_pending_version(session, old.draft.id)
    if pending is None:
        raise Conflict("no new version is begun")
    _check_whole(session, old, pending, change_list)
    link_sections(session, old.version, pending)
    pending.change_list, pending.published_at = change_list.strip(), now
    session.flush()
    search_index.write_texts(session, consultation)
    audit.note(session, consultation, actor, now, "draft.version_published", draft=number, version=pending.number)
    jobs.enqueue(session, "notifications.draft_replaced", now, version_id=pending.id)
    downloads.owe_draft_files(session, now, consultation.id, [number, 0])
    return pending


def _check_open(session: Session, now: datetime, consultation: Consultation) -> None:
    if queries.state_of(session, consultation, now) not in OPEN_TO_CHANGE:
        raise Closed("nobody can answer a new version now")


def _check_whole(session: Session, old: DraftText, pending: DraftVersion, change_list: str) -> None:
    if not change_list.strip():
        raise Invalid("a list of changes is needed", errors={"change_list": "required"})
    sections = queries.list_sections(session, pending.id)
    if not sections or any(not one.text.strip() for one in sections):
        raise Invalid("a section has no text", errors={"sections": "empty"})
    before = queries.list_sections(session, old.version.id)
    same_words = [_words(one) for one in sections] == [_words(one) for one in before]
    if same_words and _beside(pending) == _beside(old.version):
        raise Invalid("nothing is changed", errors={"sections": "same"})


def _words(section: SectionText) -> tuple[str, str, str, str]:
    return section.section.anchor, section.printed_number, section.heading, section.source or section.html


def _beside(version: DraftVersion) -> tuple[str, str]:
    return version.legal_refs, version.easy_read


def link_sections(session: Session, old: DraftVersion, new: DraftVersion) -> None:
    """Writes down for ever what became of each section."""
    before, after = (queries.list_sections(session, version.id) for version in (old, new))
    ids = {one.section.anchor: one.section_id for one in (*before, *after)}
    for fate in fates(queries.parts_of(before), queries.parts_of(after)):
        for anchor in fate.to or ("",):
            session.add(
                SectionLink(
                    authority_id=new.authority_id,
                    from_version_id=old.id,
                    to_version_id=new.id,
                    from_section_id=ids[fate.anchor],
                    to_section_id=ids.get(anchor),
                    status=fate.status,
                )
            )
    session.flush()
