"""The draft's own words that an answer is about: found in its section, whatever spaces stand between them (R2)."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from consultation.responses.quoting import Quote, find, found, nth_of, stands

WORDS = st.lists(st.text("abåéæø.–\u0301", min_size=1, max_size=4), min_size=1, max_size=12).map(
    lambda words: [unicodedata.normalize("NFC", word) for word in words]
)
BLANKS = st.sampled_from([" ", "\n", "\n\n", "\N{NO-BREAK SPACE}", "\t "])


@st.composite
def sections(draw: st.DrawFn) -> tuple[str, str]:
    """A text, and a run of its words as somebody copies them: other spaces, other forms of the same letters."""
    words = draw(WORDS)
    text = unicodedata.normalize("NFC", "".join(word + draw(BLANKS) for word in words))
    parts = text.split()
    first = draw(st.integers(0, len(parts) - 1))
    taken = parts[first : draw(st.integers(first, len(parts) - 1)) + 1]
    copied = draw(BLANKS).join(taken)
    return text, draw(st.sampled_from([copied, unicodedata.normalize("NFD", copied), f"\n {copied}  "]))


@given(sections())
def test_R2_what_was_copied_is_found_as_the_draft_has_it(case: tuple[str, str]) -> None:
    text, copied = case
    quote = find(text, copied)
    assert quote is not None
    assert text[quote.start : quote.start + len(quote.words)] == quote.words
    assert quote.words.split() == unicodedata.normalize("NFC", copied).split()
    assert stands(text, *quote)


@given(sections())
def test_R2_each_place_of_the_words_is_known_by_its_number(case: tuple[str, str]) -> None:
    text, copied = case
    places = [quote for nth in range(1, 20) if (quote := find(text, copied, nth)) and nth_of(text, quote) == nth]
    assert places[0] == find(text, copied) == find(text, copied, 99)
    assert [nth_of(text, quote) for quote in places] == list(range(1, len(places) + 1))
    assert [quote.start for quote in places] == sorted({quote.start for quote in places})


@given(st.text(), st.text())
def test_R2_what_is_found_stands_there_and_what_is_not_is_kept_as_typed(text: str, typed: str) -> None:
    text = unicodedata.normalize("NFC", text)
    words, start = found(text, typed)
    assert stands(text, words, start) is (start is not None or not words)
    if start is None:
        assert words == (typed if typed.strip() else "")
        assert not typed.strip() or " ".join(unicodedata.normalize("NFC", typed).split()) not in " ".join(text.split())


def test_R2_the_second_place_is_meant_where_the_page_says_so() -> None:
    text = "Seks uger. Efter seks uger\nbegynder nye seks\nuger."
    assert find(text, "seks uger") == Quote("seks uger", 17)
    assert find(text, "seks uger", 2) == Quote("seks\nuger", 40)


def test_R2_other_words_letters_or_ends_do_not_stand_there() -> None:
    text = "Et forløb varer højst seks uger."
    assert [find(text, words) for words in ("", "  ", "højest", "Seks uger", "uger. Og")] == [None] * 5
    assert not stands(text, "seks uger", 0)
    assert not stands(text, "seks uger", None)
    assert not stands(text, "", 3)
    assert not stands(text, " seks", 21)
    assert not stands(text, "seks", -10)
