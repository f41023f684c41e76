"""Sections that were read in: words in addresses survive new headings, order and numbers."""

import pytest

from consultation.consultations.matching import Incoming, Known, keeps_numbers, placed
from consultation.consultations.sections import SectionInput, printed_numbers

KNOWN = (
    Known("hvem", "1", "Hvem kan få hjælpen?", "Du kan få ledsagelse, når du ikke kan færdes alene."),
    Known("unge", "1.1", "Unge", "Unge fra 12 år."),
    Known("pris", "2", "Hvad koster det?", "Det er gratis.", "Prisen følger af loven."),
)


def read(*headings: tuple[int, str, str], texts: tuple[str, ...] = ()) -> tuple[list[SectionInput], list[Incoming]]:
    incoming = [Incoming(level, heading, number, "x") for level, heading, number in headings]
    words = list(texts) or [""] * len(incoming)
    return placed(incoming, KNOWN, {"gammelt-ord"}, words), incoming


def anchors(*headings: tuple[int, str, str], texts: tuple[str, ...] = ()) -> list[str]:
    return [one.anchor for one in read(*headings, texts=texts)[0]]


def test_the_same_heading_keeps_its_word_wherever_it_stands_and_however_it_is_numbered() -> None:
    found = anchors((1, "Hvad koster  det?", "7"), (1, "HVEM kan få hjælpen?", "8"), (2, "Nyt", "8.1"))
    assert found == ["pris", "hvem", "nyt"]


def test_a_new_heading_at_the_same_number_keeps_the_word_when_the_text_is_much_the_same() -> None:
    text = "Du kan få ledsagelse, når du ikke kan gå alene."
    assert anchors((1, "Hvem har ret?", ""), texts=(text,)) == ["hvem"]
    assert anchors((1, "Hvem har ret?", ""), texts=("Noget helt andet om klager.",)) == ["hvem-har-ret"]


def test_a_word_that_was_ever_used_is_given_to_nobody_else() -> None:
    assert anchors((1, "Gammelt ord", "")) == ["gammelt-ord-2"]
    assert anchors((1, "Unge", ""), (1, "Unge", "")) == ["unge", "unge-2"]


def test_a_section_keeps_its_lock() -> None:
    (one,), _incoming = read((1, "Hvad koster det?", ""))
    assert one.locked_reason == "Prisen følger af loven."


@pytest.mark.parametrize(
    ("headings", "numbers", "kept"),
    [
        ([(1, "a", ""), (2, "b", ""), (1, "c", "")], ["1", "1.1", "2"], True),
        ([(1, "a", "3"), (2, "b", "3.2"), (1, "c", "4")], ["3", "3.2", "4"], True),
        ([(1, "Indledning", ""), (1, "a", "1"), (1, "b", "2")], ["0", "1", "2"], True),
        ([(1, "a", "1"), (1, "b", ""), (1, "c", "2")], ["1", "2", "3"], False),
        ([(2, "a", "")], ["1"], True),
    ],
)
def test_numbers_of_the_file_are_printed_where_each_stands_once(
    headings: list[tuple[int, str, str]], numbers: list[str], kept: bool
) -> None:
    inputs, incoming = read(*headings)
    printed = printed_numbers(inputs)
    assert list(printed.values()) == numbers
    assert keeps_numbers(incoming, inputs, printed) is kept


def test_links_within_the_file_lead_to_the_section_here() -> None:
    linked = '<p><a href="#wordfile:_Ref1">se her</a> <a href="#wordfile:_Ref2">og der</a></p>'
    incoming = [Incoming(1, "A", "", "", linked), Incoming(1, "Pris", "", "", "", ("_Ref1",))]
    assert placed(incoming, (), (), ["", ""])[0].html == '<p><a href="#pris">se her</a> og der</p>'
