"""Which draft and section some words are about, and on what the guess rests (R37, analysis.md)."""

import pytest

from consultation.analysis.guessing import Asked, Basis, Draft, Guess, Place, Section, certain, guess, mentions

LENGTH = Section(
    32, "3.2", "Hvor længe varer det?", "Et forløb varer seks uger og kan ikke forlænges uden en ny ansøgning."
)
WHO = Section(31, "3.1", "Hvem kan få hjælpen?", "Alle over 18 år kan få hjælpen.")
PRICE = Section(111, "3.2", "Hvad koster det?", "Det er gratis.")
EIGHT = Draft(8, 8, "Udviklende hjemmebesøg", (WHO, LENGTH))
ELEVEN = Draft(11, 11, "Ledsagelse til voksne", (PRICE,))
DRAFTS = (EIGHT, ELEVEN)


def asked(words: str, chosen: tuple[Place, ...] = (), response: tuple[Place, ...] = ()) -> tuple[Guess, ...]:
    return guess(Asked(words, chosen, response or chosen, DRAFTS))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("pkt. 3.2 i udkast 8", [(8, "3.2")]),
        ("udkast 8, afsnit 3.2", [(8, "3.2")]),
        ("standard nr. 8", [(8, "")]),
        ("Kvalitetsstandarden 8 er god", [(8, "")]),
        ("udkast 8 og 11", [(8, ""), (11, "")]),
        ("afsnit 3.2.", [(None, "3.2")]),
        ("kapitel 4 og udkast 8", [(None, "4"), (8, "")]),
        ("udkast 2019, standarden 123 og punktum 4", []),
        ("Standarden er 8 timer", []),
    ],
)
def test_a_place_is_named_by_its_number(words: str, expected: list[tuple[int | None, str]]) -> None:
    assert [(one.draft, one.section) for one in mentions(words)] == expected


@pytest.mark.parametrize(
    ("words", "chosen", "response", "expected"),
    [
        ("Det er for kort.", ((8, 31),), (), Guess(8, 31, Basis.ANSWERED)),
        ("pkt. 3.2 i udkast 8 er uklart", (), (), Guess(8, 32, Basis.NUMBER, "pkt. 3.2 i udkast 8")),
        ("Afsnit 3.2 er uklart", ((11, None),), (), Guess(11, 111, Basis.NUMBER, "Afsnit 3.2")),
        ("Afsnit 3.2 er uklart", (), ((8, None),), Guess(8, 32, Basis.NUMBER, "Afsnit 3.2")),
        ("Udkast 11 er godt", (), (), Guess(11, None, Basis.NUMBER, "Udkast 11")),
        ("Udkast 11, afsnit 9 er godt", (), (), Guess(11, None, Basis.NUMBER, "Udkast 11, afsnit 9")),
        ("Om ‘Ledsagelse til voksne’ mener vi", (), (), Guess(11, None, Basis.TITLE, "Ledsagelse til voksne")),
        ("Under hvor længe varer det står", (), (), Guess(8, 32, Basis.TITLE, "Hvor længe varer det?")),
        (
            "At den kan ikke forlænges uden en ny er skidt",
            (),
            (),
            Guess(8, 32, Basis.QUOTED, "kan ikke forlænges uden en"),
        ),
        ("Det er for kort.", ((8, None),), (), Guess(8, None, Basis.ONLY)),
        ("Det er for kort.", (), ((8, None), (8, 31)), Guess(8, None, Basis.ONLY)),
    ],
)
def test_the_strongest_sign_is_filled_in(
    words: str, chosen: tuple[Place, ...], response: tuple[Place, ...], expected: Guess
) -> None:
    found = asked(words, chosen, response)
    assert certain(found) == expected == found[0]


def test_two_drafts_named_are_two_choices_and_no_certainty() -> None:
    found = asked("Udkast 8 og udkast 11 hører sammen.")
    assert [(one.draft_id, one.words) for one in found] == [(8, "Udkast 8"), (11, "udkast 11")]
    assert certain(found) is None


def test_a_section_that_two_drafts_have_is_two_choices() -> None:
    found = asked("Afsnit 3.2 er uklart.")
    assert [(one.draft_id, one.section_id) for one in found] == [(8, 32), (11, 111)]
    assert certain(found) is None


def test_two_sections_of_one_draft_are_its_draft() -> None:
    found = asked("Afsnit 3.1 og afsnit 3.2 er uklare.", ((8, None),))
    assert [one.section_id for one in found] == [31, 32]
    assert certain(found) == Guess(8, None, Basis.NUMBER, "Afsnit 3.1")


def test_the_section_that_was_answered_stays_first_and_what_is_named_stands_beside_it() -> None:
    found = asked("Som i udkast 11.", ((8, 31),))
    assert [(one.draft_id, one.basis) for one in found] == [(8, Basis.ANSWERED), (11, Basis.NUMBER)]
    assert certain(found) == found[0]


def test_another_draft_than_the_one_answered_is_never_certain() -> None:
    found = asked("Udkast 11 er bedre.", ((8, None),))
    assert [(one.draft_id, one.basis) for one in found] == [(11, Basis.NUMBER), (8, Basis.ONLY)]
    assert certain(found) is None


@pytest.mark.parametrize("words", ["Det er for kort.", "Ledsagelse er godt.", "Hjælpen er god."])
def test_nothing_is_guessed_where_nothing_points(words: str) -> None:
    assert asked(words, (), ((8, None), (11, None))) == ()
    assert certain(()) is None


def test_a_section_that_is_gone_since_is_answered_by_its_draft() -> None:
    assert asked("Det er for kort.", ((8, 4711),)) == (Guess(8, None, Basis.ONLY),)
