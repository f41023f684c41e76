"""What is told of a snapshot that differs from the one before (R45)."""

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import pytest

from consultation.summary.differences import About, Difference, differences
from consultation.summary.inputs import Group, Inputs, Question, ReportText
from consultation.vocabulary import GroupKind, Outcome, QuestionKind, Status
from tests.summary import sample

BEFORE = sample.sample()
Change = Callable[[Inputs], Inputs]


def told(after: Inputs, before: Inputs = BEFORE) -> list[str]:
    return [one.words for one in differences(before, after)]


def test_R45_nothing_is_told_where_only_the_marks_of_the_snapshots_differ() -> None:
    after = replace(BEFORE, snapshot=replace(BEFORE.snapshot, id="9", seq=9, previous="8"))
    assert differences(BEFORE, after) == ()


def _row(part: str, index: int, **values: Any) -> Change:
    def change(inputs: Inputs) -> Inputs:
        rows = list(getattr(inputs, part))
        rows[index] = replace(rows[index], **values)
        changed: dict[str, Any] = {part: tuple(rows)}
        return replace(inputs, **changed)

    return change


def _without(part: str, index: int) -> Change:
    def change(inputs: Inputs) -> Inputs:
        rows = getattr(inputs, part)
        changed: dict[str, Any] = {part: (*rows[:index], *rows[index + 1 :])}
        return replace(inputs, **changed)

    return change


FIRST, POINT, POSITION = BEFORE.responses[0], BEFORE.points[0], BEFORE.positions[0]


@pytest.mark.parametrize(
    ("change", "about", "words"),
    [
        (_without("responses", 0), About.RESPONSES, f"Svar nr. {FIRST.number} er taget ud"),
        (_row("responses", 0, status=Status.AWAITING), About.RESPONSES, f"Svar nr. {FIRST.number} var "),
        (_row("responses", 0, late=not FIRST.late), About.RESPONSES, f"Svar nr. {FIRST.number} er nu "),
        (_row("responses", 0, admitted=False), About.RESPONSES, "er ikke optaget i behandlingen"),
        (_row("responses", 0, files=("ny.pdf",)), About.RESPONSES, "har en ny offentlig udgave"),
        (_row("responses", 0, open_sentences=3), About.RESPONSES, "sætninger uden punkt"),
        (_row("responses", 0, sort_name="z"), About.RESPONSES, "Oplysningerne om svar nr."),
        (_without("points", 0), About.POINTS, f"Punkt {POINT.number} er taget ud"),
        (_row("points", 0, position=None), About.POINTS, f"Punkt {POINT.number} er flyttet: uden synspunkt"),
        (_row("points", 0, quotes=("andre ord",)), About.POINTS, f"Punkt {POINT.number} har andre ord fra svaret"),
        (_without("positions", 0), About.POSITIONS, f"Pkt. {POSITION.number} er taget ud"),
        (
            _row("positions", 0, title="Ønske om noget andet"),
            About.POSITIONS,
            "har et nyt resumé: Ønske om noget andet",
        ),
        (_row("positions", 0, theme=None), About.POSITIONS, "står et andet sted"),
        (_row("positions", 0, remark="En anden bemærkning."), About.REMARKS, f"til pkt. {POSITION.number} er ændret"),
        (
            _row("positions", 0, recommended=Outcome.OUT_OF_SCOPE),
            About.REMARKS,
            f"Indstillingen til pkt. {POSITION.number} er »Uden for høringen«, før",
        ),
        (
            _row("positions", 0, decided=Outcome.NOTED),
            About.REMARKS,
            f"Beslutningen om pkt. {POSITION.number} er »Taget til efterretning«",
        ),
        (_row("drafts", 0, title="Et andet navn"), About.REST, f"Udkast {BEFORE.drafts[0].number} er ændret"),
        (_without("parties", 0), About.REST, f"Den hørte part {BEFORE.parties[0].name} er taget ud"),
        (_row("milestones", 0, body="Et andet udvalg"), About.REST, "Møder og milepæle er ændret"),
    ],
)
def test_R45_each_thing_that_changed_is_told_where_it_belongs(change: Change, about: About, words: str) -> None:
    found = differences(BEFORE, change(BEFORE))
    assert any(words in one.words for one in found if one.about is about), found


def test_R45_the_numbers_are_told_before_and_after() -> None:
    after = replace(BEFORE, responses=BEFORE.responses[1:])
    counts = len(BEFORE.responses)
    assert f"Modtagne svar: {counts} før, {counts - 1} nu" in told(after)


def test_R45_a_position_that_only_has_another_number_is_not_told_as_new() -> None:
    keyed = replace(BEFORE, positions=tuple(replace(row, key=f"k{at}") for at, row in enumerate(BEFORE.positions)))
    first = keyed.positions[0]
    after = replace(
        keyed,
        positions=(replace(first, number="9.9"), *keyed.positions[1:]),
        points=tuple(replace(one, position="9.9") if one.position == first.number else one for one in keyed.points),
    )
    assert told(after, keyed) == [f"Nye numre til synspunkter, der fandtes før: {first.number} er nu 9.9"]


def test_R46_an_earlier_title_is_for_staff_alone() -> None:
    old = _row("positions", 0, title="Modstand mod Ragnfred Opdigts forslag")(BEFORE)
    found = differences(old, BEFORE)
    assert [one.was for one in found if one.was] == ["Modstand mod Ragnfred Opdigts forslag"]
    assert not any("Ragnfred" in one.words for one in found)


OTHERS: dict[str, Any] = {
    "authority": replace(BEFORE.authority, name="En anden kommune"),
    "consultation": replace(BEFORE.consultation, lead="En anden indledning."),
    "campaigns": (Group("1", GroupKind.NEAR, ("1", "2")),),
    "template": "UEs=",
    "questions": (Question(1, None, QuestionKind.TEXT, "Er nogen glemt?"),),
}


@pytest.mark.parametrize("part", [one.name for one in fields(Inputs) if one.name != "snapshot"])
def test_R45_nothing_that_the_papers_are_made_of_changes_in_silence(part: str) -> None:
    value = getattr(BEFORE, part)
    other = OTHERS.get(part) or value[:-1]
    assert other != value
    assert differences(BEFORE, replace(BEFORE, **{part: other}))


def test_R45_a_text_that_was_written_is_told() -> None:
    after = replace(BEFORE, texts=tuple(row for row in BEFORE.texts if row.chapter != "economy"))
    assert Difference(About.TEXTS, "Teksten i økonomien er taget ud") in differences(BEFORE, after)
    longer = replace(after, texts=(*after.texts, ReportText("economy", "Ny tekst.")))
    assert Difference(About.TEXTS, "Teksten i økonomien er skrevet") in differences(after, longer)


def test_R45_positions_that_were_decided_the_same_way_are_told_in_one_sentence() -> None:
    after = replace(BEFORE, positions=tuple(replace(row, decided=Outcome.NOTED) for row in BEFORE.positions))
    decided = [words for words in told(after) if words.startswith("Beslutning")]
    assert len(decided) < len(BEFORE.positions)
    assert all(row.number in " ".join(decided) for row in BEFORE.positions if row.decided is not Outcome.NOTED)
