"""What a reader may stumble over in Danish texts, each with texts that look alike and are fine."""

import pytest

from consultation.consultations.linting import DraftTexts, Passage, Surroundings, of_draft, of_text
from consultation.lib.html import from_markdown

AROUND = Surroundings(frozenset({"1", "2"}), ("Høringsbrev", "Bilag 1: Priser", "Bilag A"), frozenset())
FINE = "Vi laver altid en konkret, individuel vurdering af dit behov."


def codes(markdown: str, *, first: bool = False, last: bool = False) -> list[str]:
    return [f"{one.code} {one.value}".strip() for one in of_text(Passage(from_markdown(markdown), first, last), AROUND)]


def draft(*texts: str, easy: bool = True, individual: bool = True) -> list[str]:
    sections = tuple((str(at), Passage(from_markdown(text))) for at, text in enumerate(texts, 1))
    return [
        f"{one.code} {one.value}".strip() for one in of_draft(DraftTexts(sections, easy), AROUND, individual=individual)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Du kan svare indtil den 14. april.",
        "Høringssvar skal sendes til kommunen.",
        "Send dine bemærkninger til os.",
        "Skriv et høringssvar på siden.",
        "Høringsfristen er den 20. oktober.",
        "Fristen for at svare er i morgen.",
        "Bemærkninger sendes til forvaltningen.",
    ],
)
def test_words_of_answering_do_not_hold_when_the_deadline_has_passed(text: str) -> None:
    assert codes(text) == ["answering"]


@pytest.mark.parametrize(
    "text", ["Vi svarer dig inden en uge.", "Du kan klage til Ankestyrelsen.", "Fristen er fire uger."]
)
def test_other_words_about_answers_are_fine(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "first", "last", "found"),
    [
        ("Som nævnt ovenfor gælder det alle.", True, False, ["above"]),
        ("Ovenstående gælder alle.", True, False, ["above"]),
        ("Reglen er klar.\n\nSom nævnt ovenfor gælder det alle.", True, False, []),
        ("Som nævnt ovenfor gælder det alle.", False, False, []),
        ("Priserne er nævnt nedenfor.", False, True, ["below"]),
        ("Se nedenfor.\n\n- 10 kr.", False, True, []),
        ("Rummet ovenpå er tomt.", True, True, []),
    ],
)
def test_above_and_below_have_something_there(text: str, first: bool, last: bool, found: list[str]) -> None:
    assert codes(text, first=first, last=last) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Se bilag 3 og bilag 1.", ["no_annex 3"]),
        ("Se Bilag B.", ["no_annex B"]),
        ("Se bilag A.", []),
        ("Jf. bilag 2 til bekendtgørelsen.", []),
        ("Det står i udkast 7.", ["no_draft 7"]),
        ("Det står i udkast 2.", []),
    ],
)
def test_references_to_annexes_and_drafts_lead_somewhere(text: str, found: list[str]) -> None:
    assert codes(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Se afsnit 7.", ["no_section 7"]),
        ("Se afsnit 2.", []),
        ("Se afsnit 2.1.", ["no_section 2.1"]),
        ("Se afsnit 9 i bekendtgørelsen.", []),
        ("Se afsnit 9 i udkast 2.", []),
    ],
)
def test_references_to_sections_lead_somewhere(text: str, found: list[str]) -> None:
    assert draft(FINE, text) == found


@pytest.mark.parametrize("words", ["her", "Her", "klik her", "læs mere", "**her**"])
def test_a_link_says_where_it_leads(words: str) -> None:
    assert codes(f"Læs [{words}](https://eksempel.example).") == ["link_here"]
    assert codes("Læs [loven her](https://eksempel.example).") == []


def test_a_picture_without_words_is_named() -> None:
    bare = '<img src="/billeder/abcdefgh234567ab" alt="{}">'
    assert [one.code for one in of_text(Passage(bare.format("")), AROUND)] == ["alt"]
    assert [one.code for one in of_text(Passage(bare.format("To personer")), AROUND)] == []


def test_long_sentences_are_named() -> None:
    assert codes("Vi " + "skriver " * 40 + "for langt.") == ["long_sentences"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Afgørelsen beror på en konkret og individuel vurdering.", []),
        ("Vi vurderer hver ansøgning individuelt.", []),
        ("Du får hjælp i seks uger.", ["individual"]),
        ("Vi vurderer det. Dit individ er vigtigt.", ["individual"]),
    ],
)
def test_a_standard_says_that_each_case_is_assessed(text: str, found: list[str]) -> None:
    assert draft(text) == found
    assert draft(text, individual=False) == []


def test_a_hard_text_is_told_with_its_lix() -> None:
    hard = (
        "Kommunalbestyrelsen tilvejebringer foranstaltninger vedrørende rehabilitering. Vi vurderer individuelt. " * 8
    )
    assert draft(hard) == ["lix 92"]
    assert draft(" ".join([FINE] * 8)) == []
    assert draft(hard[:100] + FINE) == []


def test_R54_a_missing_easy_version_is_named() -> None:
    assert draft(FINE, easy=False) == ["no_easy"]
