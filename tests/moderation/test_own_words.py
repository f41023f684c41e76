import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.moderation.detectors import OWN_WORD, scan
from consultation.moderation.own_words import OwnWord, key_of
from consultation.vocabulary import FindingKind

OTHER = FindingKind.OTHER


def held(text: str, *words: str) -> list[str]:
    own = [OwnWord(word, OTHER) for word in words]
    return [one.text for one in scan(text, own) if one.detector == OWN_WORD]


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Vi bor i Kroghuset.", "kroghuset", ["Kroghuset"]),
        ("KROGHUSET!", "Kroghuset", ["KROGHUSET"]),
        ("den  lange\nbænk ved åen", "Den lange bænk", ["den  lange\nbænk"]),
        ("Kro\u00adghuset", "kroghuset", ["Kro\u00adghuset"]),
        ("kroghusets beboere", "kroghuset", []),
        ("kroghusets beboere", "kroghuset*", ["kroghusets"]),
        ("gamle kroghuset", "roghuset", []),
        ("a.b og axb", "a.b", ["a.b"]),
        ("(x) og (y)", "(y)", ["(y)"]),
        ("på Skole–hjem nu", "Skole–hjem", ["Skole–hjem"]),
        ("på Skole-hjem nu", "Skole–hjem", ["Skole-hjem"]),
        ("på Skole–hjemmet", "skole-hjem*", ["Skole–hjemmet"]),
        ("i Huset·Nord ja", "Huset·Nord", ["Huset·Nord"]),
        ("i ①huset ja", "①huset", ["①huset"]),
        ("hos Jørgensen", "Jørgen\u00adsen", ["Jørgensen"]),
    ],
)
def test_R28_an_authority_s_own_words_are_found_whole_whatever_their_case_and_spaces(
    text: str, words: str, found: list[str]
) -> None:
    assert held(text, words) == found


def test_of_two_that_begin_at_one_place_the_longer_is_found() -> None:
    assert held("Kroghuset ved åen", "kroghuset", "kroghuset ved åen") == ["Kroghuset ved åen"]


def test_own_words_are_of_the_kind_that_the_authority_says() -> None:
    (found,) = scan("De bor i Kroghuset.", [OwnWord("kroghuset", FindingKind.HEALTH)])
    assert (found.kind, found.sure) == (FindingKind.HEALTH, False)


@pytest.mark.parametrize(
    ("typed", "key"),
    [("  Kro  Huset ", "kro huset"), ("bosted*", "bosted*"), ("*", ""), (" ", ""), ("Skole–hjem", "skole-hjem")],
)
def test_what_two_entries_have_in_common(typed: str, key: str) -> None:
    assert key_of(typed) == key


@given(st.text(max_size=9).filter(key_of))
def test_whatever_is_on_the_list_is_found_where_it_stands(words: str) -> None:
    assert held(f"Her er {words} igen.", words)
