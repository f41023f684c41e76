"""Words that some texts use more than others do (analysis.md)."""

from consultation.analysis.overuse import overused, sentences_with

DAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag")
OTHERS = [f"Hjælpen er for lille hver {day} {time}." for day in DAYS for time in ("morgen", "aften", "nat", "igen")]
BUS = [f"Bussen kører ikke {day}, og hjælpen er for lille." for day in DAYS]


def test_what_is_said_here_and_not_elsewhere_stands_out() -> None:
    found = overused(BUS, OTHERS)
    assert {one.word for one in found} >= {"bussen", "kører", "ikke"}
    assert not {one.word for one in found} & {"hjælpen", "for", "lille", "mandag"}
    assert next((one.here, one.elsewhere) for one in found if one.word == "bussen") == (6, 0)


def test_a_text_that_many_sent_counts_once() -> None:
    assert overused(["Bussen kører ikke."] * 50, OTHERS) == []


def test_nothing_stands_out_without_anything_to_compare_with_or_of_nothing() -> None:
    assert overused([], OTHERS) == []
    assert overused([], []) == []


def test_sentences_with_the_word_are_of_different_responses() -> None:
    rows = [
        ("1", "Bussen kører."),
        ("1", "Bussen igen."),
        ("2", "Bussen kører."),
        ("3", "En bus."),
        ("4", "Min bussen?"),
    ]
    assert sentences_with("bussen", rows, 3) == [("1", "Bussen kører."), ("4", "Min bussen?")]
    assert sentences_with("bussen", rows, 1) == [("1", "Bussen kører.")]
