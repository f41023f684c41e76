"""The pure decisions of moderation, as truth tables."""

import pytest

from consultation.moderation import rules
from consultation.moderation.rules import FindingState
from consultation.responses.risk import Risk, risk_of
from consultation.vocabulary import DecisionKind, FindingAnswer, FindingKind, Reason, Status

PUBLISH, REDACTED, WITHHOLD, REOPEN = (
    DecisionKind.PUBLISH,
    DecisionKind.PUBLISH_REDACTED,
    DecisionKind.WITHHOLD,
    DecisionKind.REOPEN,
)
KEEP, REDACT = FindingAnswer.KEEP, FindingAnswer.REDACT


@pytest.mark.parametrize(
    ("kind", "sure", "answer", "seconded", "state"),
    [
        (FindingKind.CPR, True, None, False, FindingState.OPEN),
        (FindingKind.CPR, True, REDACT, False, FindingState.REDACTED),
        (FindingKind.CPR, True, KEEP, False, FindingState.PROPOSED),
        (FindingKind.CPR, True, KEEP, True, FindingState.KEPT),
        (FindingKind.CPR, False, KEEP, False, FindingState.KEPT),
        (FindingKind.PHONE, True, KEEP, False, FindingState.KEPT),
        (FindingKind.PHONE, True, None, False, FindingState.OPEN),
    ],
)
def test_R29_only_two_persons_keep_a_sure_cpr_number(
    kind: FindingKind, sure: bool, answer: FindingAnswer | None, seconded: bool, state: FindingState
) -> None:
    assert rules.finding_state(kind, sure=sure, answer=answer, seconded=seconded) is state


@pytest.mark.parametrize(
    ("kind", "reason", "fault"),
    [
        (FindingKind.HEALTH, "", "missing"),
        (FindingKind.EMAIL, "", "missing"),
        (FindingKind.OTHER, "", None),
        (FindingKind.HEALTH, "nobody", None),
        (FindingKind.OTHER, "because", "unknown"),
    ],
)
def test_what_could_identify_somebody_is_kept_with_a_coded_reason(
    kind: FindingKind, reason: str, fault: str | None
) -> None:
    assert rules.keep_fault(kind, reason) == fault


@pytest.mark.parametrize(
    ("status", "allowed"),
    [
        (Status.AWAITING, {PUBLISH, REDACTED, WITHHOLD}),
        (Status.PUBLISHED, {WITHHOLD, REOPEN}),
        (Status.REDACTED, {WITHHOLD, REOPEN}),
        (Status.WITHHELD, {REOPEN}),
        (Status.WITHDRAWN, set()),
    ],
)
def test_which_decision_may_follow(status: Status, allowed: set[DecisionKind]) -> None:
    assert {kind for kind in DecisionKind if rules.may_follow(kind, status)} == allowed


@pytest.mark.parametrize(
    ("kind", "reason", "seen", "marked", "faults"),
    [
        (PUBLISH, None, True, False, {}),
        (PUBLISH, None, False, False, {"seen": "missing"}),
        (PUBLISH, None, True, True, {"kind": "has_marks"}),
        (REDACTED, None, True, True, {}),
        (REDACTED, None, False, False, {"seen": "missing", "kind": "no_marks"}),
        (WITHHOLD, None, True, False, {"reason": "missing"}),
        (WITHHOLD, Reason.ABUSE, False, True, {}),
        (REOPEN, None, False, True, {}),
    ],
)
def test_what_a_decision_needs(
    kind: DecisionKind, reason: Reason | None, seen: bool, marked: bool, faults: dict[str, str]
) -> None:
    assert rules.decision_faults(kind, reason, seen=seen, marked=marked) == faults


@pytest.mark.parametrize(
    ("kinds", "risk"),
    [
        ([], Risk.NONE),
        ([(FindingKind.PHONE, True)], Risk.OTHER),
        ([(FindingKind.PHONE, True), (FindingKind.UNION, False)], Risk.SENSITIVE),
        ([(FindingKind.HEALTH, False), (FindingKind.CPR, False)], Risk.POSSIBLE_CPR),
        ([(FindingKind.PHONE, True), (FindingKind.CPR, False)], Risk.POSSIBLE_CPR),
        ([(FindingKind.CPR, False), (FindingKind.CPR, True)], Risk.CPR),
    ],
)
def test_the_gravest_finding_is_the_risk(kinds: list[tuple[FindingKind, bool]], risk: Risk) -> None:
    assert risk_of(kinds) is risk


@pytest.mark.parametrize(
    ("concerned", "partial"),
    [
        (["maja@staff.example"], True),
        (["Maja@Staff.example"], True),
        (["", "karen@proeve.example"], False),
        ([], False),
    ],
)
def test_who_wrote_it_does_not_decide_on_it(concerned: list[str], partial: bool) -> None:
    assert rules.is_partial("maja@staff.example", concerned) is partial


def test_each_kind_has_a_label_of_its_own_but_those_whose_label_would_tell_what_stood_there() -> None:
    silent = {FindingKind.RELIGION, FindingKind.UNION, FindingKind.OFFENCE}
    assert len({rules.LABELS[kind] for kind in silent}) == 1
    assert len({rules.LABELS[kind] for kind in FindingKind}) == len(FindingKind) - len(silent) + 1


@pytest.mark.parametrize(
    ("actor", "staff_id"), [("staff:12", 12), ("system", None), ("sender", None), ("staff:x", None)]
)
def test_who_is_a_person(actor: str, staff_id: int | None) -> None:
    assert rules.staff_id_of(actor) == staff_id
