import pytest

from tests.labelled import Hit, read
from tests.labelled.scoring import score

TEXTS = [read("a", "⟦name:Ole⟧ og ⟦name:Ida⟧ har nr. ⟦cpr?:1⟧"), read("b", "Bo ved åen")]


def test_precision_and_recall_count_marks_and_findings_that_share_a_character() -> None:
    given = {TEXTS[0].text: [Hit("name", True, 2, 5), Hit("cpr", True, 0, 3)], TEXTS[1].text: [Hit("name", True, 0, 2)]}
    found = score(TEXTS, given.__getitem__, "name")
    assert (found.recall, found.precision) == (0.5, 0.5)
    assert found.missed == ["a: 'Ida'"]
    assert found.alarms == ["b: '[Bo] ved åen'"]


@pytest.mark.parametrize(("sure_only", "marked"), [(False, 1), (True, 0)])
def test_what_is_only_possible_can_be_left_out(sure_only: bool, marked: int) -> None:
    assert score(TEXTS, lambda _text: [], "cpr", sure_only=sure_only).marked == marked


def test_where_nothing_is_marked_and_nothing_found_all_is_well() -> None:
    found = score(TEXTS, lambda _text: [], "phone")
    assert (found.recall, found.precision) == (1.0, 1.0)
