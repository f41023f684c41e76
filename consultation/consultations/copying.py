"""A new consultation with the texts of an earlier one; one that supplements or renews it says why (R8)."""

import re
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import audit
from consultation.consultations import drafting, queries
from consultation.consultations.operations import create_consultation
from consultation.errors import Conflict, Invalid
from consultation.lib.html import PICTURES
from consultation.lib.markdown import without_closing_note
from consultation.lib.tokens import new_key
from consultation.models import Blob, Consultation, Document, Illustration, Question
from consultation.parties import operations as parties
from consultation.vocabulary import DocumentKind, FollowUp

COPIED = (
    *("lead", "meaning", "easy_read", "subject"),
    *("contact_name", "contact_department", "contact_email", "contact_phone"),
    *("publication_mode", "publication_reason", "name_rule", "login_mode", "two_person"),
    *("owner_approval", "director_approval"),
)
"""What is copied as it stands. Dates, the case number and the English title belong to the earlier case."""
_PICTURE = re.compile(rf'src="{re.escape(PICTURES)}([^"]+)"')


def copy_consultation(
    session: Session,
    actor: str,
    now: datetime,
    source: Consultation,
    title: str,
    follow_up: FollowUp | None = None,
    reason: str = "",
) -> Consultation:
    """A consultation that is not sent out, with texts, drafts, documents and parties of one that is.

    Nothing of what people answered, of when anything was, or of what was decided comes along. With `follow_up` the new
    one refers to `source`, and `reason` is the assessment that is printed; Invalid where it is missing.
    """
    if source.published_at is None:
        raise Conflict("only what has been sent out is copied")
    if follow_up is not None and not reason.strip():
        raise Invalid("an assessment is needed", errors={"reason": "required"})
    copy = create_consultation(session, actor, now, source.authority_id, title, source.kind)
    for name in COPIED:
        setattr(copy, name, getattr(source, name))
    copy.body = without_closing_note(source.body)
    if follow_up is not None:
        copy.follows_id, copy.follow_up, copy.follow_up_reason = source.id, follow_up, reason.strip()
    session.flush()
    pictures = _Pictures(session, source, copy)
    drafts = _copy_drafts(session, actor, now, source, copy, pictures)
    _copy_questions(session, source, copy, drafts)
    _copy_documents(session, source, copy, pictures)
    _copy_parties(session, actor, now, source, copy)
    kind = follow_up.value if follow_up is not None else "copy"
    audit.note(session, copy, actor, now, "consultation.copied", source=source.id, follow_up=kind)
    session.flush()
    return copy


class _Pictures:
    """The pictures of the earlier texts under addresses of the copy's own: theirs are public only with their case."""

    def __init__(self, session: Session, source: Consultation, copy: Consultation) -> None:
        self.session, self.copy = session, copy
        rows = session.scalars(select(Illustration).where(Illustration.consultation_id == source.id))
        self.known = {row.key: row.blob_id for row in rows}
        self.keys: dict[str, str] = {}

    def moved(self, html: str) -> str:
        """The text with the copy's own addresses."""
        return _PICTURE.sub(lambda found: f'src="{PICTURES}{self._key(found[1])}"', html)

    def _key(self, key: str) -> str:
        if key in self.known and key not in self.keys:
            row = Illustration(
                authority_id=self.copy.authority_id,
                consultation_id=self.copy.id,
                blob_id=self.known[key],
                key=new_key(),
            )
            self.session.add(row)
            self.keys[key] = row.key
        return self.keys.get(key, key)


def _copy_drafts(
    session: Session, actor: str, now: datetime, source: Consultation, copy: Consultation, pictures: _Pictures
) -> dict[int, int]:
    """Each draft as it was sent out last; anchors keep their words, so that a link to a section reads the same (R2).

    Returns the old draft's id -> the new one's.
    """
    drafts: dict[int, int] = {}
    for text in queries.list_drafts(session, source.id):
        if text.version.published_at is None:
            continue
        version = drafting.add_draft(session, actor, now, copy, text.draft.title, text.draft.heading)
        drafts[text.draft.id] = version.draft_id
        version.draft.small_group = text.draft.small_group
        version.legal_refs, version.easy_read = text.version.legal_refs, text.version.easy_read
        inputs = drafting.inputs_of(queries.list_sections(session, text.version.id))
        moved = [replace(one, html=pictures.moved(one.html)) for one in inputs]
        drafting.write_sections(session, actor, now, copy, version, moved)
    return drafts


def _copy_questions(session: Session, source: Consultation, copy: Consultation, drafts: dict[int, int]) -> None:
    """The editor's own; the copy has those of the easy path from the beginning."""
    rows = select(Question).where(Question.consultation_id == source.id, Question.code.is_(None))
    for row in session.scalars(rows.order_by(Question.position, Question.id)).all():
        if row.draft_id is not None and row.draft_id not in drafts:
            continue
        session.add(
            Question(
                authority_id=copy.authority_id,
                consultation_id=copy.id,
                draft_id=drafts[row.draft_id] if row.draft_id is not None else None,
                kind=row.kind,
                position=row.position,
                text=row.text,
                text_en=row.text_en,
                options=row.options,
            )
        )
    session.flush()


def _copy_documents(session: Session, source: Consultation, copy: Consultation, pictures: _Pictures) -> None:
    """Texts, links and files; not decisions of the earlier case, nor files whose bytes are erased."""
    for position, row in enumerate(_documents(session, source), 1):
        session.add(
            Document(
                authority_id=copy.authority_id,
                consultation_id=copy.id,
                kind=row.kind,
                title=row.title,
                language=row.language,
                slug=row.slug,
                blob_id=row.blob_id,
                html=pictures.moved(row.html),
                url=row.url,
                position=position,
            )
        )
    session.flush()


def _documents(session: Session, source: Consultation) -> list[Document]:
    rows = [row for row in queries.list_documents(session, source.id) if row.kind is not DocumentKind.DECISION]
    files = [row.blob_id for row in rows if row.blob_id is not None]
    erased = set(session.scalars(select(Blob.id).where(Blob.id.in_(files), Blob.erased_at.is_not(None))))
    return [row for row in rows if row.blob_id not in erased]


def _copy_parties(session: Session, actor: str, now: datetime, source: Consultation, copy: Consultation) -> None:
    """Who is heard, and who is not and why; when each was asked, and its link, belong to the earlier one (R9, R10)."""
    for heard in queries.list_heard(session, source.id):
        if heard.removed_at is not None or heard.party.ended_at is not None:
            continue
        if heard.opt_out_reason is None:
            parties.include_party(session, actor, now, copy, heard.party, heard.basis, heard.legal_ground)
        else:
            row = parties.opt_out_party(session, actor, now, copy, heard.party, heard.basis, heard.opt_out_reason)
            row.legal_ground = heard.legal_ground
    session.flush()
