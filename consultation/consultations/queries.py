"""Reads of consultations, drafts and their texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, bindparam, exists, func, select
from sqlalchemy.orm import Session, joinedload

from consultation.consultations import deadlines, states
from consultation.consultations.asked import Asked, Words, read_options
from consultation.consultations.deadlines import Calendar, DeadlineWarning
from consultation.consultations.succession import Part
from consultation.errors import Closed, NotFound
from consultation.lib.text import danish_key, fold
from consultation.models import (
    AuthorityText,
    Blob,
    ClosureDay,
    Consultation,
    Deadline,
    Document,
    Draft,
    DraftVersion,
    HeardParty,
    Illustration,
    Milestone,
    Outage,
    Question,
    Section,
    SectionLink,
    SectionText,
    ShortestPeriod,
    Snapshot,
    WarningReason,
)
from consultation.vocabulary import ConsultationKind, SectionFate, State

# Made once, for every page asks them: making a statement takes longer than asking it

_FIRST_FINAL = (
    select(Snapshot.at)
    .where(Snapshot.consultation_id == bindparam("consultation_id"), Snapshot.provisional.is_(False))
    .order_by(Snapshot.seq)
    .limit(1)
)
_DECIDES = select(Milestone.id).where(
    Milestone.consultation_id == bindparam("consultation_id"), Milestone.decides, Milestone.outcome != ""
)
_DECIDED = select(_FIRST_FINAL.scalar_subquery(), _DECIDES.exists())
"""When it was frozen, and whether it is decided."""
_DEADLINES = (
    select(Deadline)
    .where(Deadline.consultation_id == bindparam("consultation_id"), Deadline.heard_party_id.is_(None))
    .order_by(Deadline.seq)
)
_MILESTONES = (
    select(Milestone)
    .where(Milestone.consultation_id == bindparam("consultation_id"))
    .order_by(Milestone.on, Milestone.id)
)
_DRAFTS = (
    select(Draft, DraftVersion)
    .join(DraftVersion, DraftVersion.draft_id == Draft.id)
    .where(Draft.consultation_id == bindparam("consultation_id"), DraftVersion.final.is_(False))
    .order_by(Draft.number, DraftVersion.published_at.is_(None), DraftVersion.number.desc())
)
_DOCUMENTS = (
    select(Document)
    .where(Document.consultation_id == bindparam("consultation_id"), Document.withdrawn_at.is_(None))
    .order_by(Document.position)
)
_ALL_QUESTIONS = (
    select(Question, Draft.number)
    .outerjoin(Draft, Draft.id == Question.draft_id)
    .where(Question.consultation_id == bindparam("consultation_id"))
    .order_by(Question.code.is_not(None), func.coalesce(Draft.number, 0), Question.position, Question.id)
)
_QUESTIONS = _ALL_QUESTIONS.where(Question.code.is_(None))
_HAS_QUESTIONS = select(
    exists().where(Question.consultation_id == bindparam("consultation_id"), Question.code.is_(None))
)
_HEARD = select(HeardParty).where(HeardParty.consultation_id == bindparam("consultation_id")).order_by(HeardParty.id)
_VISIBLE = select(Consultation).where(
    Consultation.published_at.is_not(None), Consultation.visible_from <= bindparam("now")
)
_WITH_AUTHORITY = joinedload(Consultation.authority)
_VISIBLE_AT = _VISIBLE.where(Consultation.slug == bindparam("slug")).options(_WITH_AUTHORITY)
_BY_ID = select(Consultation).where(Consultation.id == bindparam("id")).options(_WITH_AUTHORITY)


@dataclass(frozen=True)
class DraftText:
    """A draft and one version of it."""

    draft: Draft
    version: DraftVersion


def acts_of(session: Session, consultation: Consultation) -> states.Acts:
    """Everything that decides a consultation's state, in one statement."""
    frozen_at, is_decided = session.execute(_DECIDED, {"consultation_id": consultation.id}).one()
    return states.Acts(
        published_at=consultation.published_at,
        visible_from=consultation.visible_from,
        opens_at=consultation.opens_at,
        closes_at=consultation.closes_at,
        cancelled_at=consultation.cancelled_at,
        archived_at=consultation.archived_at,
        frozen_at=frozen_at,
        decided=bool(is_decided),
    )


def state_of(session: Session, consultation: Consultation, now: datetime) -> State:
    return states.state_at(acts_of(session, consultation), now)


def get_by_slug(session: Session, slug: str) -> Consultation:
    """Any consultation; pages ask `get_visible` or `get_of_authority` instead. NotFound."""
    found = session.scalars(select(Consultation).where(Consultation.slug == slug)).one_or_none()
    if found is None:
        raise NotFound("no such consultation")
    return found


def get_visible(session: Session, slug: str, now: datetime) -> Consultation:
    """A consultation that the public may see; before `visible_from` it looks like any unknown address (P7)."""
    found = session.scalars(_VISIBLE_AT, {"slug": slug, "now": now}).one_or_none()
    if found is None:
        raise NotFound("no such consultation")
    return found


def get_with_authority(session: Session, consultation_id: int) -> Consultation:
    """A consultation that is known to exist, with its authority, in one statement."""
    return session.scalars(_BY_ID, {"id": consultation_id}).one()


def get_of_authority(session: Session, authority_id: int, slug: str) -> Consultation:
    """A consultation of this authority; another's looks like an unknown one."""
    found = get_by_slug(session, slug)
    if found.authority_id != authority_id:
        raise NotFound("no such consultation")
    return found


def list_of_authority(session: Session, authority_id: int) -> Sequence[Consultation]:
    """All of an authority's, newest first."""
    return session.scalars(
        select(Consultation).where(Consultation.authority_id == authority_id).order_by(Consultation.id.desc())
    ).all()


def list_drafts(session: Session, consultation_id: int) -> Sequence[DraftText]:
    """The drafts in order, each with its newest published version; before sending out, with the newest one.

    That is the text of the consultation, which the responses are about; see `adopted_versions` for what came of it.
    """
    rows = session.execute(_DRAFTS, {"consultation_id": consultation_id})
    newest: dict[int, DraftText] = {}
    for draft, version in rows:
        newest.setdefault(draft.id, DraftText(draft, version))
    return list(newest.values())


def get_draft(session: Session, consultation_id: int, number: int) -> DraftText:
    found = [text for text in list_drafts(session, consultation_id) if text.draft.number == number]
    if not found:
        raise NotFound("no such draft")
    return found[0]


def get_editable_draft(session: Session, consultation: Consultation, number: int) -> DraftText:
    """The draft in the version that may be written: before sending out its only one, afterwards a begun new one (R7),
    be it a replacement or the text that is to be adopted (R47).

    Closed where the newest version has been sent out.
    """
    found = get_draft(session, consultation.id, number)
    if found.version.published_at is None:
        return found
    pending = find_pending_version(session, found.draft.id) or find_begun_final(session, found.draft.id)
    if pending is None:
        raise Closed("the newest version is sent out; its texts are frozen (R7)")
    return DraftText(found.draft, pending)


def find_pending_version(session: Session, draft_id: int) -> DraftVersion | None:
    """The replacement that is not sent out, if one is begun."""
    return _find_begun(session, draft_id, final=False)


def find_begun_final(session: Session, draft_id: int) -> DraftVersion | None:
    """The text to be adopted that is not on the page yet, if one is begun (R47)."""
    return _find_begun(session, draft_id, final=True)


def _find_begun(session: Session, draft_id: int, *, final: bool) -> DraftVersion | None:
    begun = select(DraftVersion).where(DraftVersion.draft_id == draft_id, DraftVersion.published_at.is_(None))
    return session.scalars(begun.where(DraftVersion.final.is_(final))).one_or_none()


def adopted_versions(session: Session, consultation_id: int) -> dict[int, DraftVersion]:
    """Draft -> the text that was adopted, once it is on the page (R47)."""
    rows = session.scalars(
        select(DraftVersion)
        .join(Draft, Draft.id == DraftVersion.draft_id)
        .where(Draft.consultation_id == consultation_id, DraftVersion.final, DraftVersion.published_at.is_not(None))
        .order_by(DraftVersion.number)
    )
    return {row.draft_id: row for row in rows}


def last_number(session: Session, draft_id: int) -> int:
    """The highest number that a version of the draft has."""
    return session.scalar(select(func.max(DraftVersion.number)).where(DraftVersion.draft_id == draft_id)) or 0


def list_versions(session: Session, draft_id: int) -> Sequence[DraftVersion]:
    """Those that have been sent out or adopted, oldest first."""
    return session.scalars(
        select(DraftVersion)
        .where(DraftVersion.draft_id == draft_id, DraftVersion.published_at.is_not(None))
        .order_by(DraftVersion.number)
    ).all()


def parts_of(sections: Sequence[SectionText]) -> list[Part]:
    """Sections as their succession is judged."""
    return [Part(one.section.anchor, one.printed_number, one.heading, one.text) for one in sections]


def list_links(session: Session, from_version_id: int) -> Sequence[SectionLink]:
    """What became of this version's sections in the next one that could be answered."""
    return session.scalars(
        select(SectionLink)
        .join(DraftVersion, DraftVersion.id == SectionLink.to_version_id)
        .where(SectionLink.from_version_id == from_version_id, DraftVersion.final.is_(False))
        .order_by(SectionLink.id)
    ).all()


def follow_section(session: Session, version_id: int, section_id: int) -> tuple[SectionFate, tuple[int, ...]]:
    """What became of a section of this version in the newest one: the gravest thing that happened, and its sections.

    A section of the newest version is unchanged, and its own.
    """
    status = SectionFate.UNCHANGED
    here: tuple[int, ...] = (section_id,)
    while links := list_links(session, version_id):
        mine = [link for link in links if link.from_section_id in here]
        version_id = links[0].to_version_id
        status = max([status, *(link.status for link in mine)], key=list(SectionFate).index)
        here = tuple(dict.fromkeys(link.to_section_id for link in mine if link.to_section_id is not None))
    return status, here


def list_sections(session: Session, version_id: int) -> Sequence[SectionText]:
    """The sections of a version in reading order."""
    return session.scalars(
        select(SectionText).where(SectionText.version_id == version_id).order_by(SectionText.position)
    ).all()


def list_deadlines(session: Session, consultation_id: int) -> Sequence[Deadline]:
    """The deadlines for all, as they were set, oldest first."""
    return session.scalars(_DEADLINES, {"consultation_id": consultation_id}).all()


def list_since_sent_out(session: Session, consultation: Consultation) -> Sequence[Deadline]:
    """The deadline for all that the consultation was sent out with, and those that followed it."""
    rows, sent_out = list_deadlines(session, consultation.id), consultation.published_at
    before = [one for one in rows if sent_out is not None and one.at <= sent_out]
    return [*before[-1:], *rows[len(before) :]]


def find_party_deadline(session: Session, heard_party_id: int) -> Deadline | None:
    """The heard party's own deadline now in force; None where it has the same as all."""
    return next(iter(list_party_deadlines(session, heard_party_id)), None)


def own_deadline(session: Session, heard_party_id: int | None) -> datetime | None:
    """When that is, exclusive; None where it has the same as all, or for who is no party."""
    own = find_party_deadline(session, heard_party_id) if heard_party_id is not None else None
    return own.closes_at if own else None


def list_party_deadlines(session: Session, heard_party_id: int) -> Sequence[Deadline]:
    """The heard party's own, newest first."""
    return session.scalars(
        select(Deadline).where(Deadline.heard_party_id == heard_party_id).order_by(Deadline.seq.desc())
    ).all()


def list_reasons(session: Session, deadline_id: int) -> Sequence[WarningReason]:
    """What the deadline needed reasons for, with the reasons, in the order they were found."""
    return session.scalars(
        select(WarningReason).where(WarningReason.deadline_id == deadline_id).order_by(WarningReason.id)
    ).all()


def list_reasons_in_force(session: Session, consultation_id: int) -> Sequence[WarningReason]:
    """Those of the deadline for all as it was set last; none where it is not set."""
    newest = list_deadlines(session, consultation_id)[-1:]
    return list_reasons(session, newest[0].id) if newest else ()


def reason_of(row: WarningReason) -> tuple[DeadlineWarning, str]:
    """The row as the engine has it."""
    return DeadlineWarning(row.code, row.days, row.least, row.name), row.reason


def calendar_of(session: Session, authority_id: int) -> Calendar:
    """When this authority is at work."""
    return Calendar({row.on: row.name for row in list_closure_days(session, authority_id)})


def minutes_down(session: Session, consultation: Consultation, now: datetime) -> int:
    """Minutes of the last day before the deadline in which the site was down (V4); 0 while that day is ahead."""
    if consultation.closes_at is None:
        return 0
    rows = session.execute(
        select(Outage.from_at, Outage.to_at).where(
            Outage.to_at > consultation.closes_at - deadlines.LAST_DAY, Outage.from_at < consultation.closes_at
        )
    )
    return deadlines.minutes_down([(row.from_at, row.to_at) for row in rows], consultation.closes_at, now)


def list_closure_days(session: Session, authority_id: int) -> Sequence[ClosureDay]:
    return session.scalars(
        select(ClosureDay).where(ClosureDay.authority_id == authority_id).order_by(ClosureDay.on)
    ).all()


def get_closure_day(session: Session, authority_id: int, closure_id: int) -> ClosureDay:
    """A closed day of this authority; NotFound for any other."""
    row = session.get(ClosureDay, closure_id)
    if row is None or row.authority_id != authority_id:
        raise NotFound("no such day")
    return row


def shortest_period(session: Session, authority_id: int, kind: ConsultationKind) -> deadlines.ShortestPeriod:
    """The authority's own for this kind of consultation, else what holds for everybody (R5)."""
    standard = deadlines.SHORTEST[kind]
    own = session.scalars(
        select(ShortestPeriod)
        .where(ShortestPeriod.authority_id == authority_id, ShortestPeriod.kind == kind)
        .order_by(ShortestPeriod.id.desc())
        .limit(1)
    ).one_or_none()
    return deadlines.ShortestPeriod(own.days, own.source, standard.by_law) if own else standard


def warnings_of(
    session: Session, now: datetime, consultation: Consultation, closes_at: datetime
) -> tuple[DeadlineWarning, ...]:
    """What this deadline would need reasons for; before sending out, the days begin now at the earliest (R5)."""
    opens_at = consultation.opens_at or now
    if consultation.published_at is None:
        opens_at = max(opens_at, now)
    shortest = shortest_period(session, consultation.authority_id, consultation.kind)
    return deadlines.warnings(shortest, calendar_of(session, consultation.authority_id), opens_at, closes_at)


def list_milestones(session: Session, consultation_id: int) -> Sequence[Milestone]:
    return session.scalars(_MILESTONES, {"consultation_id": consultation_id}).all()


def get_milestone(session: Session, consultation_id: int, milestone_id: int) -> Milestone:
    row = session.get(Milestone, milestone_id)
    if row is None or row.consultation_id != consultation_id:
        raise NotFound("no such meeting")
    return row


def list_anchors(session: Session, draft_id: int) -> set[str]:
    """The words that sections of this draft have ever had; they are frozen."""
    return set(session.scalars(select(Section.anchor).where(Section.draft_id == draft_id)))


def list_documents(session: Session, consultation_id: int) -> Sequence[Document]:
    return session.scalars(_DOCUMENTS, {"consultation_id": consultation_id}).all()


def list_questions(session: Session, consultation_id: int, *, with_easy: bool = False) -> list[Asked]:
    """The guiding questions: about the whole first, then by draft, in the editor's order; the easy path's last."""
    rows = session.execute(_ALL_QUESTIONS if with_easy else _QUESTIONS, {"consultation_id": consultation_id})
    return [asked_of(row, number) for row, number in rows]


def has_questions(session: Session, consultation_id: int) -> bool:
    """Whether there are any beside the easy path's."""
    return bool(session.scalar(_HAS_QUESTIONS, {"consultation_id": consultation_id}))


def asked_of(row: Question, draft_number: int | None) -> Asked:
    """A stored question as plain values."""
    words = Words(row.text, row.text_en)
    return Asked(row.id, row.kind, words, read_options(row.options), draft_number, row.code)


def list_heard(session: Session, consultation_id: int) -> Sequence[HeardParty]:
    """The consultation's heard parties, opted out and removed ones included, in the order they were listed."""
    return session.scalars(_HEARD, {"consultation_id": consultation_id}).all()


def list_words(session: Session, authority_id: int) -> dict[str, str]:
    """The authority's words and what each means, in Danish order."""
    return _newest_texts(session, authority_id, "glossary")


def list_law_names(session: Session, authority_id: int) -> dict[str, str]:
    """The authority's laws and where each can be read, in Danish order."""
    return _newest_texts(session, authority_id, "law")


def list_laws(session: Session, authority_id: int) -> dict[str, str]:
    """The same by folded names, as lib.legal looks them up."""
    return {fold(law): address for law, address in list_law_names(session, authority_id).items()}


def _newest_texts(session: Session, authority_id: int, kind: str) -> dict[str, str]:
    """Code -> the newest body; one that is empty has been taken off."""
    rows = session.scalars(
        select(AuthorityText)
        .where(AuthorityText.authority_id == authority_id, AuthorityText.kind == kind)
        .order_by(AuthorityText.version)
    )
    newest = {row.code: row.body for row in rows}
    return {code: newest[code] for code in sorted(newest, key=danish_key) if newest[code]}


def find_illustration(session: Session, key: str) -> Illustration | None:
    return session.scalars(select(Illustration).where(Illustration.key == key)).one_or_none()


def get_blob(session: Session, blob_id: int) -> Blob:
    return session.get_one(Blob, blob_id)


def _visible(now: datetime) -> Select[Consultation]:
    return select(Consultation).where(Consultation.published_at.is_not(None), Consultation.visible_from <= now)
