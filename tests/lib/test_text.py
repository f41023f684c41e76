import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.lib.text import (
    TextError,
    clean,
    clean_line,
    danish_key,
    fold,
    lix,
    paragraphs,
    sentences,
    skeleton,
)

ANY_TEXT = st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
PIECES = st.lists(
    st.sampled_from(
        ["a", "Å", "ord", "kl.", "§ 85.", "1.", ".", "!", "?", "...", '"', "»", "\n", "\n\n", " ", "- ", "\u00a0", "7"]
    )
).map("".join)


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in sentences(text)]


@pytest.mark.parametrize(
    ("given_text", "stored"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\vb\fc\x85d", "a\nb\nc\nd"),
        ("A\u030a", "Å"),
        ("a\tb", "a\tb"),
        ("a\x01\x1b\x7f\x9fb", "ab"),
        ("a\ufffe\ufdd0\U0010ffffb", "ab"),
        ("a\u200b\u202eb", "a\u200b\u202eb"),
        ("  a ", "  a "),
    ],
)
def test_D4_there_is_one_normalisation(given_text: str, stored: str) -> None:
    assert clean(given_text) == stored


@given(ANY_TEXT)
def test_D4_normalising_twice_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize(
    ("text", "code"), [("a\0b", "nul"), ("a\ud800b", "surrogate"), ("a" + "\u0301" * 10_001, "marks")]
)
def test_I2_what_no_database_can_hold_is_refused(text: str, code: str) -> None:
    with pytest.raises(TextError) as refusal:
        clean(text)
    assert refusal.value.code == code


def test_I4_ten_thousand_marks_are_kept_in_a_body() -> None:
    assert len(clean("x" + "\u0301" * 10_000)) == 10_001


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Anna\u202egnp", "bidi"),
        ("Anna\u200fTest", "bidi"),
        ("An\u200bna", "invisible"),
        ("An\u00adna", "invisible"),
        ("\u3164", "invisible"),
        ("Zalgo" + "\u0301" * 6, "marks"),
        ("R\u0430nders", "mixed_script"),
        ("a\0", "nul"),
    ],
)
def test_I4_a_name_that_deceives_is_refused(text: str, code: str) -> None:
    with pytest.raises(TextError) as refusal:
        clean_line(text)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  Anna \r\n\t Testesen\u00a0Prøve ", "Anna Testesen Prøve"),
        ("Ängström-Ødegård O’Test", "Ängström-Ødegård O’Test"),
        ("Нина Тестова", "Нина Тестова"),
        ("Nguyễn Thị Prøve", "Nguyễn Thị Prøve"),
        ("", ""),
    ],
)
def test_a_name_is_one_trimmed_line(text: str, line: str) -> None:
    assert clean_line(text) == line


def test_fold_makes_case_form_and_spaces_equal() -> None:
    assert fold("  ANNA  A\u030aGE\n") == fold("anna åge") != fold("anna aage")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Nej  tak!", "nej, tak"), ("\uff2eej tak", "»Nej tak.«"), ("ne\u00adj\u200b tak", "Nej\ntak"), ("ﬁre", "FIRE")],
)
def test_I4_the_skeleton_ignores_case_punctuation_and_what_cannot_be_seen(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Ja", "Nej"), ("👍", "👎"), ("5 €", "5 $"), ("hus båd", "husbåd"), ("1,5", "15")]
)
def test_the_skeleton_keeps_what_means_something(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@given(ANY_TEXT)
def test_the_skeleton_of_a_skeleton_is_itself(text: str) -> None:
    assert skeleton(skeleton(text)) == skeleton(text)


def test_M3_danish_order() -> None:
    names = ["Åse", "Aage", "Zara", "Ærø", "Ørsted", "Anna", "Ägge", "Éva"]
    assert sorted(names, key=danish_key) == ["Anna", "Éva", "Zara", "Ägge", "Ærø", "Ørsted", "Aage", "Åse"]


def test_paragraphs_are_the_parts_between_blank_lines() -> None:
    assert paragraphs("\n\nEn\nlinje\n \t\n\nTo\n\n") == ("En\nlinje", "To")
    assert paragraphs(" \n ") == ()


def test_lix_counts_words_per_sentence_and_long_words() -> None:
    assert lix("Det er let. Det er kommunalbestyrelsen.") == 3 + 17
    assert lix("  ") == 0


@pytest.mark.parametrize(
    "expected",
    [
        ["Jeg synes, at bl.a. rengøring, f.eks. hver 14. dag, er for lidt.", "Det er alt."],
        ["Vi mødes kl. 8.00 i nr. 7, ca. 5 minutter fra pkt. 3 i stk. 2."],
        ["Det gælder støv, vask mv.", "Vi vil også have hjælp osv.", "Tak."],
        ["Det koster 200 kr.", "Jeg bor i nr. 7.", "Vi er 12.", "Er det nok?", "Nej!"],
        [
            "Se § 85. Stk. 2 gælder.",
            "Det følger af § 85.",
            "Fristen er den 20. oktober 2019.",
            "Den 1. December var det sådan.",
        ],
        ["§ 85. Kommunen skal tilbyde hjælp.", "Stk. 2. Den må ikke sige nej."],
        ["1. Jeg mener nej.", "2. Jeg mener ja."],
        ["Hun sagde »Nej!« og gik.", "Han sagde »Ja.«", "Så gik de."],
        ["vi vil ikke!", "det er for lidt.", "hvad nu?"],
        ["H. C. Testesen m.fl. skrev dr. Prøve et brev.", "(Det kom frem.)", "Og så …", "Ingenting."],
        ["Pris: 1.234,50 kr. pr. gang.", "Se www.kommune.example for mere."],
    ],
)
def test_sentences_on_one_line(expected: list[str]) -> None:
    assert texts(" ".join(expected)) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["Kære byråd,", "Jeg skriver om udkast 8", "Venlig hilsen", "Anna Test"],
        ["Vi ønsker:", "- mere tid", "- flere folk", "• ro", "3) støj", "a) lys"],
        ["Et afsnit uden punktum", "\nendnu et afsnit", "\n \n et tredje"],
    ],
)
def test_line_breaks_list_items_and_paragraphs_end_a_sentence(expected: list[str]) -> None:
    assert texts("\n".join(expected)) == [part.strip() for part in expected]


def test_a_line_that_a_mail_program_broke_is_still_one_sentence() -> None:
    wrapped = (
        "Vi har i mange år boet med en datter, som får hjælp hver uge af\nRanders Kommune, og det\ner vi glade for."
    )
    assert texts(wrapped) == [wrapped]


ABBREVIATIONS = (
    "bl.a. f.eks. kl. nr. ca. pkt. stk. jf. dvs. evt. hhv. ift. mht. inkl. vedr. pga. tlf. kap. art. litr. pr. hr. fr."
)


@pytest.mark.parametrize("short", ABBREVIATIONS.split())
def test_an_abbreviation_does_not_end_a_sentence(short: str) -> None:
    assert texts(f"Det gælder {short} Randers og ({short} 7) i dag.") == [
        f"Det gælder {short} Randers og ({short} 7) i dag."
    ]


@pytest.mark.parametrize("short", ["mv.", "osv.", "m.m.", "m.fl.", "kr.", "o.l.", "etc.", "pct."])
def test_an_abbreviation_that_may_be_last_ends_a_sentence_before_a_capital(short: str) -> None:
    assert texts(f"Vi fik 5 {short} om ugen, 6 {short} Det er nok.") == [
        f"Vi fik 5 {short} om ugen, 6 {short}",
        "Det er nok.",
    ]


def test_offsets_are_code_points() -> None:
    text = " 👩‍🦽 Nej.  Ja\u030a. "
    assert [(s.start, s.end) for s in sentences(text)] == [(1, 9), (11, 15)]


@given(st.one_of(ANY_TEXT, PIECES))
def test_every_character_that_is_not_blank_lies_in_exactly_one_sentence(text: str) -> None:
    found = sentences(text)
    covered = [at for sentence in found for at in range(sentence.start, sentence.end)]
    assert len(covered) == len(set(covered))
    assert {at for at, char in enumerate(text) if not char.isspace()} <= set(covered)
    assert covered == sorted(covered)
    assert all(s.text == text[s.start : s.end] and s.text == s.text.strip() != "" for s in found)
