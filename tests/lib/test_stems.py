"""Danish words as a search compares them: whatever is found in the index is found in the text, and the other way."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from snowballstemmer.danish_stemmer import DanishStemmer

from consultation.lib.stems import LONGEST, MOST_CHARACTERS, SHORTEST_STEM, Term, terms, tidy, words

LETTERS = "aabdegiklnorstæøåé"
WORDS = st.text(LETTERS, min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Støtte og STØTTE", ["støtte", "og"]),
        ("A\u030abenra\u030a", ["åbenrå"]),
        ("Aabenraa", ["aabenraa", "åbenraa", "åbenrå"]),
        ("dataansvarlig", ["dataansvarlig", "datånsvarlig"]),
        ("sam\u00advær\u200bspladsen", ["samværspladsen"]),
        ("§ 83 a, stk. 2.1", ["83", "a", "stk", "2", "1"]),
        ("ét_to–tre/fire", ["ét", "to", "tre", "fire"]),
        ("Straße", ["strasse"]),
        ("!?… \u202e*()&|:'\"", []),
        ("", []),
    ],
)
def test_a_text_has_its_words_once_in_their_folded_form(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ledsagelsen", [("ledsag", False)]),
        ("LEDSAGELSERNE", [("ledsag", False)]),
        ("Aabenraa", [("åbenrå", False)]),
        ("bo i 15", [("bo", True), ("i", True), ("15", True)]),
        ("støtten støtte", [("støt", False)]),
        ('NEAR( "; drop table', [("near", False), ("drop", False), ("tabl", False)]),
        (":* & | !", []),
        ("", []),
    ],
)
def test_a_query_is_the_stems_of_its_words_and_its_short_words_whole(
    query: str, expected: list[tuple[str, bool]]
) -> None:
    assert [(term.text, term.whole) for term in terms(query)] == expected


@given(WORDS)
def test_a_stem_is_the_beginning_of_its_word(word: str) -> None:
    """What the whole search rests on: the index holds words, the query asks for beginnings."""
    assert word.startswith(DanishStemmer().stemWord(word))


@given(st.text(LETTERS, min_size=3, max_size=12), st.integers(3, 12))
def test_a_word_half_typed_is_found(word: str, typed: int) -> None:
    """From three letters on, aa being one; but for three a in a row, of which nobody can say where the å is."""
    assume("aaa" not in word and len(word[:typed].replace("aa", "å")) >= SHORTEST_STEM)
    assert all(_found(term, words(word)) for term in terms(word[:typed]))


@given(st.lists(WORDS, max_size=8), WORDS)
def test_the_index_and_the_text_agree_on_what_is_found(text: list[str], query: str) -> None:
    line = " ".join(text)
    for term in terms(query):
        in_text = re.search(rf"(?<![^\W_]){term.pattern}", tidy(line), re.IGNORECASE)
        assert bool(in_text) == _found(term, words(line))


def _found(term: Term, known: list[str]) -> bool:
    return any(word == term.text if term.whole else word.startswith(term.text) for word in known)


@given(st.text())
def test_I1_no_text_is_too_strange(text: str) -> None:
    assert all(word and len(word) <= LONGEST and not re.search(r"""[\s"'\\_]""", word) for word in words(text))
    assert all(term.text and len(term.text) <= LONGEST for term in terms(text))


def test_the_words_of_a_text_are_bounded() -> None:
    many = " ".join(str(number) for number in range(10**9, 10**9 + 50_000))
    assert sum(len(word) + 1 for word in words(many)) <= MOST_CHARACTERS
    assert words("a" * 1000) == ["a" * LONGEST, "å" * (LONGEST // 2)]


def test_threads_do_not_disturb_each_other() -> None:
    queries = ["ledsagelsen", "børnenes", "hjælpemidlerne", "aldersgrænsen"] * 200
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(terms, queries)) == [terms(query) for query in queries]
