import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.moderation.names import find


def named(text: str) -> list[str]:
    return [text[one.start : one.end] for one in find(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Jeg talte med Kirsten i går.", ["Kirsten"]),
        ("Det var Anne-Grethe Prøvedal, der kom.", ["Anne-Grethe Prøvedal"]),
        ("Emils mor ringede.", ["Emils"]),
        ("Karl von Prøve og Elias H. var der.", ["Karl von Prøve", "Elias H."]),
        ("Min kone GRETHE kan det ikke.", ["GRETHE"]),
        ("Min nabo Zorica får hjælp.", ["Zorica"]),
        ("Vores sagsbehandler, Xenon Prøvedal, svarer ikke.", ["Xenon Prøvedal"]),
        ("En dreng, der hedder Quirin.", ["Quirin"]),
        ("Hr. Mikkelprøve råber.", ["Mikkelprøve"]),
        ("Familierne Prøve, Testdal og Brix skriver.", ["Prøve, Testdal og Brix"]),
        ("Tak.\nMed venlig hilsen\nZorica Prøvedal\nformand", ["Zorica Prøvedal"]),
        ("Mvh Zorica", ["Zorica"]),
        ("På vegne af Prøverådet\nT. Z. Prøvedal, formand", ["T. Z. Prøvedal"]),
        ("Navn: Zorica Prøvedal", ["Zorica Prøvedal"]),
        ("My neighbour Zorica is alone.", ["Zorica"]),
    ],
)
def test_a_name_is_found(text: str, names: list[str]) -> None:
    assert named(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Bo sammen, spise sammen.",
        "Hans mor kom for sent.",
        "Per dag bruger de to timer. August er lang.",
        "I maj og august er der lukket.",
        "Livet er kort. Liv og glade dage.",
        "Borgmester Ulla Prøvedal har lovet det.",
        "byrådsmedlem Karna Prøvedal sagde nej",
        "Karna Prøvedal (Lokallisten) sagde nej.",
        "Kirsten Marie Centret og Villa Anna er ens.",
        "Sankt Hans og Sankt Peders Kirke.",
        "Med venlig hilsen\nÆldrerådet i Prøve Kommune",
        "Mvh.\nBestyrelsen\nPårørendeforeningen Sammen",
        "Downs Syndrom, Alzheimers Sygdom",
        "FOA og HK i SFO fra DH",
        "Min datter, CPR-nummer følger, er 9 år.",
        "Vi begynder med Adam og Eva igen.",
        "Sundhedsstyrelsen og Social- og Ældreministeriet",
        "karen@proeve.example",
    ],
)
def test_a_capital_letter_makes_no_name(text: str) -> None:
    assert named(text) == []


def test_a_name_that_is_a_word_is_believed_where_more_speaks_for_it() -> None:
    assert named("Min nabo Bo kan ikke gå.") == ["Bo"]
    assert named("Bo Prøvedal kan ikke gå.") == ["Bo Prøvedal"]
    assert named("Det sagde Bo også.") == ["Bo"]


@given(st.text(st.sampled_from("Bo Anna,.\n-h i l s e n mvhÆ")))
def test_names_lie_in_order_within_the_text_and_do_not_overlap(text: str) -> None:
    at = 0
    for one in find(text):
        assert at <= one.start < one.end <= len(text)
        at = one.end
