"""Several proposed changes of one section's text in place (R37); pure."""

import pytest

from consultation.analysis.amending import Edit, amended, lost, new_text, overlapping

TEXT = "Du kan få hjælp i højst seks uger. Hjælpen er gratis. Ring til os."
LONGER = Edit(1, "højst seks uger", "højst tolv uger")
PRICE = Edit(2, "gratis", "gratis for alle")
GONE = Edit(3, "på biblioteket", "på rådhuset")


def test_R37_all_changes_stand_in_their_places_and_nothing_else_is_touched() -> None:
    found = amended(TEXT, [PRICE, LONGER])
    assert [one.edit for one in found] == [None, 1, None, 2, None]
    assert "".join(piece.text for one in found for piece in one.pieces if piece.kind != "added") == TEXT
    assert new_text(TEXT, [PRICE, LONGER]) == (
        "Du kan få hjælp i højst tolv uger. Hjælpen er gratis for alle. Ring til os."
    )


def test_R37_a_section_without_changes_is_one_stretch() -> None:
    assert [one.edit for one in amended(TEXT, [])] == [None]
    assert amended("", []) == ()


@pytest.mark.parametrize(
    ("before", "overlaps"),
    [("højst seks", True), ("seks uger. Hjælpen", True), ("Du kan få hjælp i ", False), (". Hjælpen er", False)],
)
def test_R37_two_changes_of_the_same_words_are_found(before: str, overlaps: bool) -> None:
    assert bool(overlapping(TEXT, [LONGER, Edit(4, before, "")])) is overlaps


def test_R37_words_that_do_not_stand_there_once_are_lost() -> None:
    assert lost(TEXT, [LONGER, GONE, Edit(5, "er", "var")]) == (GONE, Edit(5, "er", "var"))
    assert [one.edit for one in amended(TEXT, [GONE, LONGER])] == [None, 1, None]
