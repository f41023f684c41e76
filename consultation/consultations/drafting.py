"""Writes of drafts, their sections and the documents beside them, until the consultation is sent out (R2, R7)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from consultation import audit
from consultation.consultations import queries
from consultation.consultations.sections import SectionInput, next_number, printed_numbers
from consultation.errors import Closed, NotFound
from consultation.lib.html import from_markdown, sanitise, to_text
from consultation.models import Consultation, Document, Draft, DraftVersion, Section, SectionText
from consultation.vocabulary import DocumentKind


def add_draft(
    session: Session, actor: str, now: datetime, consultation: Consultation, title: str, heading: str = ""
) -> DraftVersion:
    """The next numbered draft with an empty first version."""
    _check_open_for_editing(consultation)
    last = session.scalar(select(func.max(Draft.number)).where(Draft.consultation_id == consultation.id)) or 0
    draft = Draft(
        authority_id=consultation.authority_id,
        consultation_id=consultation.id,
        number=last + 1,
        title=title,
        heading=heading,
    )
    session.add(draft)
    session.flush()
    version = DraftVersion(authority_id=draft.authority_id, draft_id=draft.id, number=1)
    session.add(version)
    audit.note(session, consultation, actor, now, "draft.saved", draft=draft.number)
    session.flush()
    return version


def edit_draft(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    number: int,
    *,
    title: str,
    heading: str,
    small_group: bool,
    legal_refs: str,
    easy_read: str = "",
) -> None:
    """Title and place in the list are frozen once sent out; a new version has only texts of its own (R7)."""
    text = queries.get_editable_draft(session, consultation, number)
    if consultation.published_at is None:
        text.draft.title, text.draft.heading, text.draft.small_group = title, heading, small_group
    text.version.legal_refs, text.version.easy_read = legal_refs, easy_read
    audit.note(session, consultation, actor, now, "draft.saved", draft=number)
    session.flush()


def write_sections(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    version: DraftVersion,
    sections: Sequence[SectionInput],
) -> None:
    """Replaces the sections of a version that is not sent out. Anchors stay whose they are; numbers are given here.

    Invalid names the anchor that stands twice or has a parent that is not before it.
    """
    if version.published_at is not None:
        raise Closed("a published version never changes")
    numbers = printed_numbers(sections)
    session.execute(delete(SectionText).where(SectionText.version_id == version.id, SectionText.parent_id.is_not(None)))
    session.execute(delete(SectionText).where(SectionText.version_id == version.id))
    rows: dict[str, SectionText] = {}
    for position, given in enumerate(sections, 1):
        html = from_markdown(given.source) if given.source.strip() else sanitise(given.html)
        rows[given.anchor] = SectionText(
            authority_id=version.authority_id,
            version_id=version.id,
            section_id=_section_id(session, version, given.anchor),
            parent_id=rows[given.parent].id if given.parent else None,
            position=position,
            printed_number=numbers[given.anchor],
            heading=given.heading,
            source=given.source,
            html=html,
            text=to_text(html),
            locked_reason=given.locked_reason,
        )
        session.add(rows[given.anchor])
        session.flush()
    audit.note(session, consultation, actor, now, "draft.saved", draft=version.draft.number)


def inputs_of(sections: Sequence[SectionText]) -> list[SectionInput]:
    """Stored sections as they would be written again; a number that counting gives is left to counting."""
    anchors = {one.id: one.section.anchor for one in sections}
    inputs: list[SectionInput] = []
    last: dict[str, int] = {}
    numbers = {one.section.anchor: one.printed_number for one in sections}
    for one in sections:
        parent = anchors.get(one.parent_id or 0, "")
        counted, _next = next_number("", numbers.get(parent, ""), last.get(parent, 0))
        number = "" if counted == one.printed_number else one.printed_number
        _number, last[parent] = next_number(number, numbers.get(parent, ""), last.get(parent, 0))
        given = SectionInput(one.section.anchor, parent, one.heading, one.source, number, one.html, one.locked_reason)
        inputs.append(given)
    return inputs


def _section_id(session: Session, version: DraftVersion, anchor: str) -> int:
    row = session.scalars(
        select(Section).where(Section.draft_id == version.draft_id, Section.anchor == anchor)
    ).one_or_none()
    if row is None:
        row = Section(authority_id=version.authority_id, draft_id=version.draft_id, anchor=anchor)
        session.add(row)
        session.flush()
    return row.id


def save_document(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    kind: DocumentKind,
    *,
    title: str,
    slug: str,
    source: str = "",
    url: str = "",
    blob_id: int | None = None,
) -> Document:
    """A document of the consultation; one with the same slug is replaced while nothing is sent out."""
    _check_open_for_editing(consultation)
    rows = select(Document).where(Document.consultation_id == consultation.id)
    row = session.scalars(rows.where(Document.slug == slug)).one_or_none()
    if row is None:
        last = session.scalar(select(func.max(Document.position)).where(Document.consultation_id == consultation.id))
        row = Document(
            authority_id=consultation.authority_id, consultation_id=consultation.id, slug=slug, position=(last or 0) + 1
        )
        session.add(row)
    row.kind, row.title, row.url, row.blob_id = kind, title, url, blob_id
    row.html = from_markdown(source) if source else ""
    session.flush()
    audit.note(session, consultation, actor, now, "document.saved", document=row.id)
    return row


def remove_document(session: Session, actor: str, now: datetime, consultation: Consultation, document_id: int) -> None:
    """Takes a document away while nothing is sent out."""
    _check_open_for_editing(consultation)
    row = session.get(Document, document_id)
    if row is None or row.consultation_id != consultation.id:
        raise NotFound("no such document")
    session.delete(row)
    session.flush()
    audit.note(session, consultation, actor, now, "document.removed", document=document_id)


def _check_open_for_editing(consultation: Consultation) -> None:
    if consultation.published_at is not None:
        raise Closed("the consultation is sent out; its texts are frozen (R7)")
