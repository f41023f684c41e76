"""What has been entered of a consultation, read as the plan that the rules judge."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation.consultations import looks, queries, reviews, rules
from consultation.consultations.deadlines import Step, count_back
from consultation.consultations.linting import DraftTexts, Passage
from consultation.lib.html import from_markdown
from consultation.models import Consultation, SectionText
from consultation.vocabulary import ConsultationKind, MilestoneKind

OWN_TEXTS = (("lead", "grundoplysninger"), ("body", "grundoplysninger"), ("meaning", "betydning"))
"""The consultation's own texts, and the part that each is written in."""


def plan_of(session: Session, consultation: Consultation) -> rules.Plan:
    reasons = queries.list_reasons_in_force(session, consultation.id)
    return rules.Plan(
        texts={name: getattr(consultation, name) for name in rules.TEXT_PARTS},
        shortest=queries.shortest_period(session, consultation.authority_id, consultation.kind),
        calendar=queries.calendar_of(session, consultation.authority_id),
        opens_at=consultation.opens_at,
        closes_at=consultation.closes_at,
        reasons=frozenset(row.code for row in reasons if row.reason),
        mode=consultation.publication_mode,
        responses_public_at=consultation.responses_public_at,
        publication_reason=consultation.publication_reason,
        milestones=frozenset(row.kind for row in queries.list_milestones(session, consultation.id)),
        documents=len(queries.list_documents(session, consultation.id)),
        drafts=tuple(_draft(session, text) for text in queries.list_drafts(session, consultation.id)),
        parties=_parties(session, consultation),
    )


def counted_back(session: Session, consultation: Consultation) -> tuple[Step, ...]:
    """What must be done when for the paper to reach the committee; nothing while its meeting has no date."""
    meeting = next(
        (one for one in queries.list_milestones(session, consultation.id) if one.kind is MilestoneKind.COMMITTEE), None
    )
    if meeting is None:
        return ()
    shortest = queries.shortest_period(session, consultation.authority_id, consultation.kind)
    return count_back(shortest, queries.calendar_of(session, consultation.authority_id), meeting.on, meeting.agenda_on)


def material_of(session: Session, consultation: Consultation) -> looks.Material:
    """The same, and its texts, for what is worth a look."""
    drafts = queries.list_drafts(session, consultation.id)
    meetings = {row.kind: row.on for row in queries.list_milestones(session, consultation.id)}
    documents = queries.list_documents(session, consultation.id)
    return looks.Material(
        texts=tuple((part, Passage(from_markdown(getattr(consultation, name)))) for name, part in OWN_TEXTS),
        drafts=tuple((one.draft.number, _texts(session, one)) for one in drafts),
        documents=tuple(row.title for row in documents),
        easy=bool(consultation.easy_read.strip()),
        individual=consultation.kind is ConsultationKind.QUALITY_STANDARD,
        parties=_parties(session, consultation),
        closes_at=consultation.closes_at,
        committee_on=meetings.get(MilestoneKind.COMMITTEE),
        council_on=meetings.get(MilestoneKind.COUNCIL),
        only_files=sum(1 for row in documents if row.blob_id is not None and not row.html),
        open_remarks=tuple(reviews.count_open(session, consultation.id).items()),
    )


def _texts(session: Session, text: queries.DraftText) -> DraftTexts:
    rows = queries.list_sections(session, text.version.id)
    passages = (
        (row.printed_number, Passage(row.html, first=at == 1, last=at == len(rows))) for at, row in enumerate(rows, 1)
    )
    return DraftTexts(tuple(passages), bool(text.version.easy_read.strip()))


def _parties(session: Session, consultation: Consultation) -> tuple[rules.PlannedParty, ...]:
    return tuple(
        rules.PlannedParty(
            heard.party.kind,
            heard.opt_out_reason is None and heard.removed_at is None,
            heard.opt_out_reason or "",
        )
        for heard in queries.list_heard(session, consultation.id)
    )


def _draft(session: Session, text: queries.DraftText) -> rules.PlannedDraft:
    count, empty = session.execute(
        select(func.count(SectionText.id), func.count(SectionText.id).filter(SectionText.text == "")).where(
            SectionText.version_id == text.version.id
        )
    ).one()
    return rules.PlannedDraft(text.draft.number, text.draft.title, count, empty)
