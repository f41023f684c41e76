"""What is worth a look before sending out, and stands in nobody's way (interface.md 3.13). Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from consultation.consultations.deadlines import last_day
from consultation.consultations.rules import PlannedParty
from consultation.lib.text import sentences
from consultation.vocabulary import PartyKind

SUGGESTED = (PartyKind.MARGINALISED_COUNCIL, PartyKind.USER_COUNCIL, PartyKind.CODETERMINATION)
"""Suggested on the social field, beside the two that must be settled (R10)."""
REPORT_READY = timedelta(days=11)
"""The agenda of the committee closes six to ten days before the meeting (domain.md 6)."""
FEWEST_DAYS, DAYS_A_DRAFT = 14, 2
LONG_SENTENCE = 35
"""Words."""

_ANSWERING = re.compile(r"\b(kan (du )?(svare|indgives|indsendes)|(skriv|send) (et|dit) (hørings)?svar)\b")
_ABOVE = re.compile(r"\b(nævnt ovenfor|ovennævnte?|se ovenfor)\b")
_HERE = re.compile(r"\[\s*(klik )?(her|link|læs mere)\s*\]\(")


@dataclass(frozen=True)
class Look:
    """One thing to look at; `values` fill its sentence."""

    code: str
    part: str
    number: int | None = None
    days: int = 0
    on: date | None = None


@dataclass(frozen=True)
class Passage:
    """A text as the editor wrote it; `number` is its draft's, `first` says that nothing stands above it."""

    part: str
    source: str
    number: int | None = None
    first: bool = False


@dataclass(frozen=True)
class Material:
    """What is looked at."""

    passages: tuple[Passage, ...]
    parties: tuple[PlannedParty, ...]
    drafts: int
    closes_at: datetime | None
    committee_on: date | None
    council_on: date | None
    only_files: int


def worth_a_look(material: Material) -> tuple[Look, ...]:
    return (
        *_calendar(material),
        *_parties(material.parties),
        *(Look("only_file", "dokumenter") for _file in range(min(material.only_files, 1))),
        *dict.fromkeys(look for passage in material.passages for look in _passage(passage)),
    )


def _calendar(material: Material) -> Iterable[Look]:
    if material.closes_at is None or material.committee_on is None:
        return
    deadline_on = last_day(material.closes_at)
    ready_on = material.committee_on - REPORT_READY
    days = (ready_on - deadline_on).days
    if material.committee_on <= deadline_on:
        yield Look("committee_before_deadline", "frist")
    elif days < max(FEWEST_DAYS, DAYS_A_DRAFT * material.drafts):
        yield Look("report_short", "frist", number=material.drafts, days=max(days, 0), on=ready_on)
    if material.council_on is not None and material.council_on < material.committee_on:
        yield Look("council_before_committee", "frist")


def _parties(parties: tuple[PlannedParty, ...]) -> Iterable[Look]:
    known = {party.kind for party in parties}
    yield from (Look(kind.value, "parter") for kind in SUGGESTED if kind not in known)


def _passage(passage: Passage) -> Iterable[Look]:
    text = passage.source.casefold()
    if _ANSWERING.search(text):
        yield Look("answering", passage.part, passage.number)
    if passage.first and _ABOVE.search(text):
        yield Look("above", passage.part, passage.number)
    if _HERE.search(text):
        yield Look("link_here", passage.part, passage.number)
    if any(len(one.text.split()) > LONG_SENTENCE for one in sentences(passage.source)):
        yield Look("long_sentences", passage.part, passage.number)
