"""R1, R5, R10: what stands in the way of sending out, named one by one; T2: times that are no deadline."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from consultation.consultations import labels, rules
from consultation.consultations.deadlines import SHORTEST, Calendar
from consultation.lib.dates import closing_instant, opening_instant
from consultation.vocabulary import ConsultationKind, MilestoneKind, PartyKind, PublicationMode, WarningCode
from tests.factories import NOW

OPENS = opening_instant(date(2026, 3, 9), time(9, 0))
CLOSES = closing_instant(date(2026, 4, 14), time(23, 59))
HEARD = tuple(rules.PlannedParty(kind, True, "") for kind in rules.MUST_BE_SETTLED)
COMPLETE = rules.Plan(
    texts=dict.fromkeys(rules.TEXT_PARTS, "ord"),
    shortest=SHORTEST[ConsultationKind.QUALITY_STANDARD],
    calendar=Calendar(),
    opens_at=OPENS,
    closes_at=CLOSES,
    reasons=frozenset(),
    mode=PublicationMode.CONTINUOUS,
    responses_public_at=None,
    publication_reason="",
    milestones=frozenset({MilestoneKind.COMMITTEE, MilestoneKind.COUNCIL}),
    documents=1,
    drafts=(rules.PlannedDraft(1, "Støtte", 3, 0),),
    parties=HEARD,
)


def _codes(plan: rules.Plan, now: datetime = NOW) -> list[str]:
    return [gap.code for gap in rules.missing(plan, now)]


def test_R1_nothing_is_missing_of_a_complete_plan() -> None:
    assert _codes(COMPLETE) == []


@pytest.mark.parametrize("field", rules.TEXT_PARTS)
def test_R1_each_missing_text_is_named(field: str) -> None:
    assert _codes(replace(COMPLETE, texts=COMPLETE.texts | {field: " \n"})) == [field]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"opens_at": None}, "opens_at"),
        ({"closes_at": None}, "closes_at"),
        ({"mode": None}, "publication_mode"),
        ({"mode": PublicationMode.WITH_AGENDA}, "responses_public_at"),
        ({"mode": PublicationMode.NOT_PUBLIC}, "publication_reason"),
        ({"documents": 0}, "documents"),
        ({"drafts": ()}, "drafts"),
        ({"drafts": (rules.PlannedDraft(1, "Støtte", 0, 0),)}, "draft_sections"),
        ({"drafts": (rules.PlannedDraft(1, "Støtte", 3, 1),)}, "draft_empty_sections"),
        ({"milestones": frozenset({MilestoneKind.COUNCIL})}, "committee_date"),
        ({"milestones": frozenset({MilestoneKind.COMMITTEE})}, "council_date"),
        ({"opens_at": CLOSES}, "opens_after_closing"),
    ],
)
def test_R1_each_missing_thing_is_named(change: dict[str, Any], code: str) -> None:
    assert _codes(replace(COMPLETE, **change)) == [code]


def test_R1_a_deadline_that_has_passed_is_named() -> None:
    assert _codes(COMPLETE, CLOSES) == ["closes_in_past"]


@pytest.mark.parametrize("kind", [PartyKind.DISABILITY_COUNCIL, PartyKind.SENIOR_COUNCIL])
def test_R10_each_council_is_included_or_opted_out(kind: PartyKind) -> None:
    others = tuple(party for party in HEARD if party.kind is not kind)
    assert _codes(replace(COMPLETE, parties=others)) == [kind.value]
    opted_out = rules.PlannedParty(kind, False, "Udkastene handler om børn.")
    assert _codes(replace(COMPLETE, parties=(*others, opted_out))) == []


def test_R10_opting_everyone_out_leaves_nobody_to_hear() -> None:
    nobody = tuple(rules.PlannedParty(kind, False, "Fordi.") for kind in rules.MUST_BE_SETTLED)
    assert _codes(replace(COMPLETE, parties=nobody)) == ["parties"]


def test_R5_the_period_counts_from_when_people_could_answer() -> None:
    """A plan with an old opening, sent out late, has only the days that are left."""
    opened_long_ago = replace(COMPLETE, opens_at=datetime(2026, 1, 1, 8, 0, tzinfo=UTC))
    assert _codes(opened_long_ago, datetime(2026, 4, 1, 8, 0, tzinfo=UTC)) == ["reason_short"]


def test_R5_each_warning_needs_its_own_reason() -> None:
    sunday = replace(COMPLETE, closes_at=closing_instant(date(2026, 4, 5), time(23, 59)))
    assert _codes(sunday) == ["reason_short", "reason_weekend", "reason_holiday"]
    said = frozenset({WarningCode.WEEKEND, WarningCode.SHORT})
    assert _codes(replace(sunday, reasons=said)) == ["reason_holiday"]
    assert _codes(replace(sunday, reasons=frozenset(WarningCode))) == []


def test_every_gap_has_a_sentence() -> None:
    empty = replace(
        COMPLETE,
        texts={},
        opens_at=None,
        closes_at=None,
        mode=None,
        milestones=frozenset(),
        documents=0,
        drafts=(),
        parties=(),
    )
    assert {gap.code for gap in rules.missing(empty, NOW)} <= set(labels._MISSING)


@pytest.mark.parametrize("on", [date(2027, 10, 31), date(2026, 10, 25)])
def test_T2_the_hour_that_comes_twice_has_words(on: date) -> None:
    with pytest.raises(ValueError, match="ambiguous"):
        closing_instant(on, time(2, 30))
    assert "ambiguous" in labels.TIMES
