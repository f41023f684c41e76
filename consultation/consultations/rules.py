"""Pure decisions before a consultation is sent out: what is missing (R1, R5, R10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from consultation.consultations import deadlines
from consultation.consultations.deadlines import Calendar, ShortestPeriod
from consultation.vocabulary import MilestoneKind, PartyKind, PublicationMode, WarningCode

MUST_BE_SETTLED = (PartyKind.DISABILITY_COUNCIL, PartyKind.SENIOR_COUNCIL)
"""Councils that are included, or opted out with a reason, on the social field (R10)."""


@dataclass(frozen=True)
class Missing:
    """One thing that stands in the way; `part` is the page where it is mended."""

    code: str
    part: str
    number: int | None = None


@dataclass(frozen=True)
class Plan:
    """What has been entered of a consultation that is not sent out yet.

    `reasons` are the warnings about the deadline that a reason is written for.
    """

    texts: dict[str, str]
    shortest: ShortestPeriod
    calendar: Calendar
    opens_at: datetime | None
    closes_at: datetime | None
    reasons: frozenset[WarningCode]
    mode: PublicationMode | None
    responses_public_at: datetime | None
    publication_reason: str
    milestones: frozenset[MilestoneKind]
    documents: int
    drafts: tuple["PlannedDraft", ...]
    parties: tuple["PlannedParty", ...]


@dataclass(frozen=True)
class PlannedDraft:
    number: int
    title: str
    sections: int
    empty_sections: int


@dataclass(frozen=True)
class PlannedParty:
    kind: PartyKind
    included: bool
    opt_out_reason: str


TEXT_PARTS = {
    "title": "grundoplysninger",
    "lead": "grundoplysninger",
    "case_number": "grundoplysninger",
    "contact_name": "grundoplysninger",
    "contact_department": "grundoplysninger",
    "contact_email": "grundoplysninger",
    "contact_phone": "grundoplysninger",
    "body": "grundoplysninger",
    "meaning": "betydning",
}


def missing(plan: Plan, now: datetime) -> tuple[Missing, ...]:
    """Everything that blocks sending out at this instant, in the order of the parts (R1, R5, R10)."""
    return (
        *(Missing(field, part) for field, part in TEXT_PARTS.items() if not plan.texts.get(field, "").strip()),
        *_missing_drafts(plan.drafts),
        *_missing_times(plan, now),
        *_missing_meetings(plan.milestones),
        *_missing_mode(plan),
        *_missing_parties(plan.parties),
        *(() if plan.documents else (Missing("documents", "dokumenter"),)),
    )


def _missing_drafts(drafts: tuple[PlannedDraft, ...]) -> Iterable[Missing]:
    if not drafts:
        yield Missing("drafts", "udkast")
    for draft in drafts:
        if not draft.sections:
            yield Missing("draft_sections", "udkast", draft.number)
        elif draft.empty_sections:
            yield Missing("draft_empty_sections", "udkast", draft.number)


def _missing_times(plan: Plan, now: datetime) -> Iterable[Missing]:
    if plan.opens_at is None:
        yield Missing("opens_at", "frist")
    if plan.closes_at is None:
        yield Missing("closes_at", "frist")
    if plan.opens_at is None or plan.closes_at is None:
        return
    if plan.closes_at <= now:
        yield Missing("closes_in_past", "frist")
    elif plan.opens_at >= plan.closes_at:
        yield Missing("opens_after_closing", "frist")
    else:
        found = deadlines.warnings(plan.shortest, plan.calendar, max(plan.opens_at, now), plan.closes_at)
        yield from (Missing(f"reason_{one.code}", "frist") for one in found if one.code not in plan.reasons)


def _missing_meetings(milestones: frozenset[MilestoneKind]) -> Iterable[Missing]:
    if MilestoneKind.COMMITTEE not in milestones:
        yield Missing("committee_date", "frist")
    if MilestoneKind.COUNCIL not in milestones:
        yield Missing("council_date", "frist")


def _missing_mode(plan: Plan) -> Iterable[Missing]:
    if plan.mode is None:
        yield Missing("publication_mode", "offentliggoerelse")
    elif plan.mode is PublicationMode.WITH_AGENDA and plan.responses_public_at is None:
        yield Missing("responses_public_at", "offentliggoerelse")
    elif plan.mode is PublicationMode.NOT_PUBLIC and not plan.publication_reason.strip():
        yield Missing("publication_reason", "offentliggoerelse")


def _missing_parties(parties: tuple[PlannedParty, ...]) -> Iterable[Missing]:
    if not any(party.included for party in parties):
        yield Missing("parties", "parter")
    settled = {party.kind for party in parties if party.included or party.opt_out_reason.strip()}
    for kind in MUST_BE_SETTLED:
        if kind not in settled:
            yield Missing(kind.value, "parter")
