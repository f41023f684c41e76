"""How longer texts of the administration should be worded (analysis.md): warnings with their place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.analysis.prose import Known, ProseFault, faults, readability

KNOWN = Known(frozenset({"Karen Prøvesen"}), {"svar": frozenset({105, 12}), "punkter": frozenset({1094})})


def found(text: str) -> list[tuple[ProseFault, str]]:
    return [(one.fault, one.words) for one in faults(text, KNOWN)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Byrådet besluttede det den [dato].", [(ProseFault.PLACEHOLDER, "[dato]")]),
        ("Det siger karen  prøvesen.".replace("  ", " "), [(ProseFault.PRIVATE_NAME, "karen prøvesen")]),
        ("Der er kommet 104 svar.", [(ProseFault.OTHER_NUMBER, "104 svar")]),
        ("Der er kommet 105 svar med 1.094 punkter.", []),
        ("Der er kommet 105 høringssvar.", []),
        ("Der er 7 afsendere.", []),
        ("Borgerne ønsker mere tid.", [(ProseFault.WITHOUT_NUMBER, "Borgerne ønsker")]),
        ("Borgerne ønsker mere tid (svar nr. 3 og 9).", []),
        ("Rådet er imod grænsen. Det står i pkt. 8.3.", []),
        ("Familierne ønsker flere døgn.", []),
        ("Mange er imod.", [(ProseFault.VAGUE, "Mange")]),
        ("Det er desværre dyrt.", [(ProseFault.LOADED, "desværre")]),
        ("Som nævnt ovenfor er det dyrt.", [(ProseFault.DANGLING, "nævnt ovenfor")]),
        ("Det er dyrt.\n\nSom nævnt ovenfor er det dyrt.", []),
        ("Se nedenfor.\n\nDet er dyrt.", []),
        ("Det er dyrt. Se nedenfor.", [(ProseFault.DANGLING, "Se nedenfor")]),
    ],
)
def test_a_text_is_warned_about(text: str, expected: list[tuple[ProseFault, str]]) -> None:
    assert found(text) == expected


def test_a_long_sentence_is_told_as_a_whole() -> None:
    text = f"Kort. {'ord ' * 35}slut."
    assert [one.fault for one in faults(text, KNOWN)] == [ProseFault.LONG_SENTENCE]


@given(st.text("abc Mange 104 svar [dato].\n", max_size=60))
def test_every_warning_is_about_the_words_at_its_place(text: str) -> None:
    assert all(text[one.start : one.end] == one.words for one in faults(text, KNOWN))


def test_a_short_text_has_no_lix() -> None:
    assert (readability("Kort tekst."), readability("Det er en let tekst at læse. " * 10)) == (None, 7)
