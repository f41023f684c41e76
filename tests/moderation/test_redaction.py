import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.moderation.redaction import Span, apply, find_all, leftovers, merge, pieces
from consultation.vocabulary import FindingKind

CPR, NAME, PHONE = FindingKind.CPR, FindingKind.PERSON_NAME, FindingKind.PHONE
SPANS = st.lists(
    st.builds(
        lambda start, length, kind: Span(start, start + length, kind),
        st.integers(0, 30),
        st.integers(0, 9),
        st.sampled_from(FindingKind),
    )
)


def label(kind: FindingKind) -> str:
    return {CPR: "[CPR-nummer fjernet]", NAME: "[navn fjernet]"}.get(kind, "[fjernet]")


def test_overlapping_spans_become_one_of_the_gravest_kind() -> None:
    spans = [Span(5, 9, PHONE), Span(0, 3, NAME), Span(8, 12, CPR), Span(20, 20, CPR), Span(12, 14, NAME)]
    assert merge(spans) == (Span(0, 3, NAME), Span(5, 12, CPR), Span(12, 14, NAME))


def test_a_name_is_graver_than_the_address_that_holds_it() -> None:
    assert merge([Span(0, 20, FindingKind.EMAIL), Span(0, 4, NAME)]) == (Span(0, 20, NAME),)


@given(SPANS)
def test_merging_keeps_exactly_the_characters_that_were_marked(spans: list[Span]) -> None:
    merged = merge(spans)
    marked = {at for span in spans for at in range(span.start, span.end)}
    assert [at for span in merged for at in range(span.start, span.end)] == sorted(marked)
    assert merge(merged) == merged


def test_R30_a_label_stands_in_the_place_of_what_is_gone() -> None:
    text = "👩‍🦽 Anna (010231-4123) bor her."
    spans = [Span(*find_all(text, "Anna")[0], NAME), Span(*find_all(text, "010231-4123")[0], CPR)]
    assert apply(text, spans, label) == "👩‍🦽 [navn fjernet] ([CPR-nummer fjernet]) bor her."


def test_a_text_without_spans_is_untouched() -> None:
    assert apply("Åse", [], label) == "Åse"


@pytest.mark.parametrize("span", [Span(-1, 2, CPR), Span(2, 5, CPR)])
def test_a_span_beyond_the_text_is_a_mistake(span: Span) -> None:
    with pytest.raises(ValueError):
        apply("Åse.", [span], label)


@given(st.text("abcde ", min_size=40, max_size=60), SPANS)
def test_R30_nothing_is_left_but_what_was_not_marked(text: str, spans: list[Span]) -> None:
    marked = {at for span in spans for at in range(span.start, span.end)}
    assert apply(text, spans, lambda _: "") == "".join(char for at, char in enumerate(text) if at not in marked)


@pytest.mark.parametrize(
    ("text", "needle", "places"),
    [
        ("min nabo og min\n  nabo", "min nabo", [(0, 8), (12, 22)]),
        ("min nabo", " min\tnabo ", [(0, 8)]),
        ("Anna anna ANNA", "anna", [(5, 9)]),
        ("aaa", "aa", [(0, 2), (1, 3)]),
        ("(a.b) axb", "(a.b)", [(0, 5)]),
        ("bolig", "bo", [(0, 2)]),
        ("tekst", "  ", []),
        ("tekst", "findes ikke", []),
    ],
)
def test_every_occurrence_of_words_is_found(text: str, needle: str, places: list[tuple[int, int]]) -> None:
    assert find_all(text, needle) == tuple(places)


LEFT = [
    ("Ring til Anna Testesen.", "Anna Testesen"),
    ("ring til ANNA  TESTESEN.", "Anna Testesen"),
    ("Anna\nTestesen", "Anna Testesen"),
    ("An\u00adna Test\u200besen", "Anna Testesen"),
    (unicodedata.normalize("NFD", "Åse Prøve"), "Åse Prøve"),
    ("\uff21nna Testesen", "Anna Testesen"),
    ("nr. 0102314123", "010231-4123"),
    ("01 02 31 – 41 23", "010231-4123"),
    ("\u0660\u0661\u0660\u0662\u0663\u0661-\u0664\u0661\u0662\u0663", "010231-4123"),
    ("10102314123", "010231-4123"),
    ("tlf. 20 12 34 56", "+45 20123456"),
    ("+4520123456", "20 12 34 56"),
    ("Prøvevej12", "Prøvevej 12"),
    ("bo @ test.example", "bo@test.example"),
    ("en (meget) privat ting", "(meget)"),
]


@pytest.mark.parametrize(("public", "removed"), LEFT)
def test_R30_what_was_removed_is_found_in_every_form(public: str, removed: str) -> None:
    assert leftovers(public, ["noget helt andet", removed, removed]) == (removed,)


@pytest.mark.parametrize(
    ("public", "removed"),
    [
        ("Vi bor i en bolig.", "Bo"),
        ("Vi har 12 ting og 34 andre og 56.", "123456"),
        ("Den 20. oktober er der 12 ting.", "20 12 34 56"),
        ("Prøvevej 123", "Prøvevej 12"),
        ("Alt er væk", "  "),
        ("", "Anna"),
    ],
)
def test_R30_other_words_are_no_leftovers(public: str, removed: str) -> None:
    assert leftovers(public, [removed]) == ()


@given(st.text("abc 12345678-.", min_size=10, max_size=40), st.integers(0, 5), st.integers(1, 5))
def test_R30_a_removed_string_that_stands_elsewhere_is_reported(text: str, start: int, length: int) -> None:
    removed = text[start : start + length]
    public = f"{apply(text, [Span(start, start + length, CPR)], lambda _: ' ')} | {removed} |"
    assert leftovers(public, [removed]) == ((removed,) if removed.strip() else ())


def test_a_text_is_cut_at_its_marks() -> None:
    assert pieces("Anna bor her", [(5, 8, 2), (0, 4, 1)]) == [("Anna", 1), (" ", None), ("bor", 2), (" her", None)]


def test_a_mark_within_another_is_shown_and_so_is_the_other() -> None:
    assert pieces("a 010231-4123@x b", [(2, 15, "mail"), (2, 13, "cpr")]) == [
        ("a ", None),
        ("010231-4123", "cpr"),
        ("@x", "mail"),
        (" b", None),
    ]


@given(st.text(), st.lists(st.tuples(st.integers(-3, 20), st.integers(-3, 20), st.integers())))
def test_the_pieces_are_the_whole_text(text: str, marks: list[tuple[int, int, int]]) -> None:
    cut = pieces(text, marks)
    assert "".join(part for part, _ in cut) == text
    assert all(part for part, _ in cut)


@pytest.mark.parametrize(
    "left",
    [
        "Skrevet af Opdigtet, Bjørn.",
        "Skrevet af opdigtet bjørn.",
        "Skrevet af Bjoern Opdigtet.",
        "Skrevet af Bjørn Opdig-\ntet.",
        "Skrevet af Bjo\u0308rn Opdigtet.".replace("o\u0308", "\u00f8"),
        "Skrevet af BJØRN\nOPDIGTET",
    ],
)
def test_R30_a_name_is_left_in_whatever_order_and_spelling(left: str) -> None:
    assert leftovers(left, ["Bjørn Opdigtet"]) == ("Bjørn Opdigtet",)


@pytest.mark.parametrize("other", ["Bjørnen er opdigtet.", "Opdigtet af Bjørn", "bjørne-opdigtet"])
def test_R30_other_words_are_not_taken_for_the_name(other: str) -> None:
    assert leftovers(other, ["Bjørn Opdigtet"]) == ()
