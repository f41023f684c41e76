import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.moderation.sensitive import find
from consultation.vocabulary import FindingKind

HEALTH, RELIGION, UNION, OFFENCE = FindingKind.HEALTH, FindingKind.RELIGION, FindingKind.UNION, FindingKind.OFFENCE


def told(text: str) -> list[tuple[FindingKind, str]]:
    return [(one.kind, text[one.start : one.end]) for one in find(text)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Min mor har demens.", HEALTH, "demens"),
        ("Jeg fik brystkræft i maj.", HEALTH, "brystkræft"),
        ("Han har en senhjerneskade", HEALTH, "senhjerneskade"),
        ("Hun sidder i kørestol.", HEALTH, "sidder i kørestol"),
        ("Min søn er doev.", HEALTH, "doev"),
        ("My son has autism.", HEALTH, "autism"),
        ("I have schizophrenia.", HEALTH, "schizophrenia"),
        ("Vi har to børn med epilepsi.", HEALTH, "epilepsi"),
        ("Som muslim vil jeg gerne spørges.", RELIGION, "muslim"),
        ("Min mor er Jehovas Vidne.", RELIGION, "Jehovas Vidne"),
        ("Jeg er medlem af FOA.", UNION, "medlem af FOA"),
        ("Min søster er i 3F nu.", UNION, "er i 3F"),
        ("Vores tillidsmand sagde det.", UNION, "tillidsmand"),
        ("Jeg er ikke organiseret.", UNION, "ikke organiseret"),
        ("Min nabo er dømt for vold.", OFFENCE, "dømt for vold"),
        ("Han har siddet inde.", OFFENCE, "siddet inde"),
        ("Hun blev politianmeldt.", OFFENCE, "politianmeldt"),
    ],
)
def test_R28_what_is_told_of_somebody_is_found(text: str, kind: FindingKind, words: str) -> None:
    assert told(text) == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "Borgere med demens har brug for ro.",
        "Jeg arbejder med borgere med demens og epilepsi.",
        "Demensområdet og handicappolitikken. Jeg er enig.",
        "Jeg har talt med Hjerneskadeforeningen.",
        "Jeg kan bekræfte det. Ikrafttrædelsen er for tidlig.",
        "Sygeplejersken kom. Jeg var hjemme.",
        "Jeg så et eksempel på et gangstativ.",
        "Muslimske og kristne borgere har samme ret.",
        "Fagforeningerne bør høres.",
        "FOA Prøvestad takker for høringen.",
        "Dagen var godt organiseret, synes jeg.",
        "Jeg synes, at ordningen er dømt til at mislykkes.",
        "Jeg kalder det misbrug af kørselsordningen og en økonomisk straf.",
        "Indhenter I straffeattest? Det spørger jeg om.",
        "Her i kommunen er kræft og demens på dagsordenen.",
    ],
)
def test_talk_of_groups_and_subjects_is_left_alone(text: str) -> None:
    assert told(text) == []


def test_somebody_who_is_named_in_the_sentence_counts_like_who_says_i() -> None:
    text = "Zorica har demens. Demens er svært."
    assert [(one.start, one.kind) for one in find(text, [0])] == [(11, HEALTH)]
    assert list(find(text)) == []


@given(st.lists(st.sampled_from(["jeg ", "demens ", "medlem af FOA ", "dømt for vold", "İ", ". ", "\n", "S", "ß"])))
def test_what_is_found_lies_in_order_within_the_text_and_does_not_overlap(pieces: list[str]) -> None:
    text, at = "".join(pieces), 0
    for one in find(text):
        assert at <= one.start < one.end <= len(text)
        at = one.end
