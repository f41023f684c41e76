"""Pure decisions before a consultation is sent out: what is missing, and what a deadline needs a reason for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import holidays

from consultation.lib.dates import MINUTE, local
from consultation.vocabulary import ConsultationKind, MilestoneKind, PartyKind, PublicationMode

SHORTEST_DAYS = {ConsultationKind.QUALITY_STANDARD: 28, ConsultationKind.OTHER: 28}
"""Days that suit the matter: four weeks under normal circumstances (R5)."""

MUST_BE_SETTLED = (PartyKind.DISABILITY_COUNCIL, PartyKind.SENIOR_COUNCIL)
"""Councils that are included, or opted out with a reason, on the social field (R10)."""

JULY = 7
CHRISTMAS = ((12, 22), (1, 2))


@dataclass(frozen=True)
class Missing:
    """One thing that stands in the way; `part` is the page where it is mended."""

    code: str
    part: str
    number: int | None = None


@dataclass(frozen=True)
class Plan:
    """What has been entered of a consultation that is not sent out yet."""

    texts: dict[str, str]
    kind: ConsultationKind
    opens_at: datetime | None
    closes_at: datetime | None
    deadline_reason: str
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
    elif not plan.deadline_reason.strip() and deadline_warnings(plan.kind, max(plan.opens_at, now), plan.closes_at):
        yield Missing("deadline_reason", "frist")


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


def deadline_warnings(kind: ConsultationKind, opens_at: datetime, closes_at: datetime) -> tuple[str, ...]:
    """Codes of what a deadline needs a written reason for (R5): short, weekend, holiday, july, christmas."""
    first, last = local(opens_at).date(), local(closes_at - MINUTE).date()
    warnings = []
    if period_days(opens_at, closes_at) < SHORTEST_DAYS[kind]:
        warnings.append("short")
    if last.weekday() >= 5:  # noqa: PLR2004 - Saturday and Sunday
        warnings.append("weekend")
    if last in holidays.country_holidays("DK", categories=("public", "optional")):
        warnings.append("holiday")
    if last.month == JULY:
        warnings.append("july")
    if is_christmas(last):
        warnings.append("christmas")
    return tuple(warnings) if first <= last else ()


def is_christmas(on: date) -> bool:
    return (on.month, on.day) >= CHRISTMAS[0] or (on.month, on.day) <= CHRISTMAS[1]


def period_days(opens_at: datetime, closes_at: datetime) -> int:
    """Days of the period as they are counted in the report: from the opening's date to the deadline's."""
    return (local(closes_at - MINUTE).date() - local(opens_at).date()).days


def proposed_agenda_time(council_on: date) -> date:
    """Four weekdays before the council's meeting, when its agenda is public (states.md)."""
    on, left = council_on, 4
    while left:
        on -= timedelta(days=1)
        left -= on.weekday() < 5  # noqa: PLR2004 - Monday to Friday
    return on


def may_move_deadline(closes_at: datetime, new: datetime, *, has_final_snapshot: bool) -> bool:
    """Once sent out, a deadline moves forward only, and no more when a final snapshot exists (states.md)."""
    return new > closes_at and not has_final_snapshot
