"""R47: agreed changes are put in place in a section as it is stored; what cannot be placed is left to a person."""

import pytest

from consultation.analysis.amending import Edit
from consultation.analysis.placing import differing, place, stands


def test_R47_old_words_give_way_to_new_ones_whatever_the_line_breaks() -> None:
    placed = place("Du kan få hjælp i\nhøjst seks uger.", "", [Edit(1, "hjælp i højst seks", "hjælp i otte")])
    assert (placed.source, placed.left) == ("Du kan få hjælp i\notte uger.", ())


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Korte forløb, hvis nej", "Korte forløb, hvis nej. Spørg os", "- **Korte forløb**, hvis nej. Spørg os\n"),
        ("forløb, hvis nej", "forløb", None),
        ("hvis nej", "hvis ja", "- **Korte forløb**, hvis ja\n"),
        ("Korte forløb, hvis", "Lange forløb, hvis", None),
        ("nej", "nej\n- **Lange**, hvis ja", "- **Korte forløb**, hvis nej\n- **Lange**, hvis ja\n"),
    ],
)
def test_R47_emphasis_stays_where_no_word_of_it_goes(before: str, after: str, expected: str | None) -> None:
    source = "- **Korte forløb**, hvis nej\n"
    placed = place(source, "", [Edit(1, before, after)])
    assert (placed.source, len(placed.left)) == ((source, 1) if expected is None else (expected, 0))


def test_R47_one_change_after_the_other() -> None:
    edits = [Edit(1, "seks uger", "otte uger"), Edit(2, "én gang", "to gange")]
    assert place("Højst seks uger, én gang.", "", edits).source == "Højst otte uger, to gange."


@pytest.mark.parametrize("source", ["Seks uger, og igen seks uger, fra seks uger.", "Fire uger.", "*seks* uger"])
def test_R47_words_that_do_not_stand_there_once_are_left_to_a_person(source: str) -> None:
    edit = Edit(1, "seks uger", "otte uger")
    placed = place(source, "", [edit])
    assert (placed.source, placed.left) == (source, (edit,))


def test_R47_in_a_text_from_a_file_no_tag_is_touched() -> None:
    html = '<p>A &amp; B i <em>højst</em> seks uger<img alt="fire uger" src="x"></p>'
    edits = [Edit(1, "A & B i", "A < B i"), Edit(2, "højst seks", "syv"), Edit(3, "fire uger", "x")]
    placed = place("", html, edits)
    assert placed.html == '<p>A &lt; B i <em>højst</em> seks uger<img alt="fire uger" src="x"></p>'
    assert [one.id for one in placed.left] == [2, 3]


def test_R47_several_lines_in_a_text_from_a_file_are_left_to_a_person() -> None:
    assert place("", "<p>Seks uger.</p>", [Edit(1, "Seks uger.", "Otte uger.\n\nEn gang.")]).left


def test_words_stand_whatever_the_blanks_and_nothing_stands_nowhere() -> None:
    assert stands("a  b\nc", "b c")
    assert stands("a\nb c", "- a\n- **b** c")
    assert not stands("a b", "b c")
    assert not stands("a b", " ")


def test_R47_only_the_paragraphs_that_differ_are_told() -> None:
    assert differing("Ens.\nSeks uger.\n\nOgså ens.", "Ens.\nOtte uger.\nOgså ens.\nNyt.") == (
        "Seks uger.",
        "Otte uger.\nNyt.",
    )
