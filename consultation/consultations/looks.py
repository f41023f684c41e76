"""What is worth a look before sending out, and stands in nobody's way (interface.md 3.13). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from consultation.consultations.deadlines import last_day
from consultation.consultations.linting import DraftTexts, Passage, Surroundings, of_draft, of_text
from consultation.consultations.rules import PlannedParty
from consultation.vocabulary import PartyKind

SUGGESTED = (PartyKind.MARGINALISED_COUNCIL, PartyKind.USER_COUNCIL, PartyKind.CODETERMINATION)
"""Suggested on the social field, beside the two that must be settled (R10)."""
REPORT_READY = timedelta(days=11)
"""The agenda of the committee closes six to ten days before the meeting (domain.md 6)."""
REMARKS = "bemaerkninger"
"""The page of remarks before sending out, which is no part of the consultation's texts."""
FEWEST_DAYS, DAYS_A_DRAFT = 14, 2


@dataclass(frozen=True)
class Look:
    """One thing to look at; `values` fill its sentence."""

    code: str
    part: str
    number: int | None = None
    days: int = 0
    on: date | None = None
    value: str = ""


@dataclass(frozen=True)
class Material:
    """What is looked at."""

    texts: tuple[tuple[str, Passage], ...]
    """The consultation's own, each with the part that it is written in."""
    drafts: tuple[tuple[int, DraftTexts], ...]
    """By their numbers."""
    documents: tuple[str, ...]
    """Their titles."""
    easy: bool
    individual: bool
    parties: tuple[PlannedParty, ...]
    closes_at: datetime | None
    committee_on: date | None
    council_on: date | None
    only_files: int
    open_remarks: tuple[tuple[int, int], ...] = ()
    """(number of a draft, how many remarks on it before sending out nobody has answered)."""


def worth_a_look(material: Material) -> tuple[Look, ...]:
    return (
        *_calendar(material),
        *_parties(material.parties),
        *(Look("only_file", "dokumenter") for _file in range(min(material.only_files, 1))),
        *_texts(material),
        *(Look("open_remarks", REMARKS, number, value=str(count)) for number, count in material.open_remarks),
    )


def _calendar(material: Material) -> Iterable[Look]:
    if material.closes_at is None or material.committee_on is None:
        return
    deadline_on = last_day(material.closes_at)
    ready_on = material.committee_on - REPORT_READY
    days = (ready_on - deadline_on).days
    if material.committee_on <= deadline_on:
        yield Look("committee_before_deadline", "frist")
    elif days < max(FEWEST_DAYS, DAYS_A_DRAFT * len(material.drafts)):
        yield Look("report_short", "frist", number=len(material.drafts), days=max(days, 0), on=ready_on)
    if material.council_on is not None and material.council_on < material.committee_on:
        yield Look("council_before_committee", "frist")


def _parties(parties: tuple[PlannedParty, ...]) -> Iterable[Look]:
    known = {party.kind for party in parties}
    yield from (Look(kind.value, "parter") for kind in SUGGESTED if kind not in known)


def _texts(material: Material) -> Iterable[Look]:
    around = Surroundings(frozenset(str(number) for number, _texts in material.drafts), material.documents)
    if not material.easy:
        yield Look("no_easy", "betydning")
    found = ((part, one) for part, passage in material.texts for one in of_text(passage, around))
    yield from dict.fromkeys(Look(one.code, part, value=one.value) for part, one in found)
    for number, draft in material.drafts:
        for one in of_draft(draft, around, individual=material.individual):
            yield Look(one.code, "udkast", number, value=one.value)
