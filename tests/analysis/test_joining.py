"""Which positions a point may join: by agreement, and by likeness (analysis.md)."""

import pytest

from consultation.analysis.joining import Agreement, Alike, Known, Named, agreements, alike

SENDERS = {"3": "Randers Handicapråd", "9": "Foreningen Fælles Trin", "12": "Ældrerådet i Randers Kommune"}
LONGER = Known(
    1,
    "Ønske om længere forløb uden ny ansøgning",
    (
        ("3.1", "Seks uger er for kort tid, og forløbet skal kunne forlænges."),
        ("9.2", "Forlæng forløbet til tolv uger."),
    ),
)
PRICE = Known(2, "Modstand mod betaling for materialer", (("4.1", "Fyrre kroner er mange penge for mig."),))
EMPTY = Known(3, "Ønske om lørdagsåbent", ())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Jeg er enig med svar nr. 12.", [(Named.NUMBER, "12")]),
        ("Vi er helt enige i høringssvar E-3 og 4", [(Named.NUMBER, "E-3"), (Named.NUMBER, "4")]),
        ("Jeg er enig med Handicaprådet.", [(Named.SENDER, "3")]),
        ("Vi tilslutter os Handicaprådets og Ældrerådets svar", [(Named.SENDER, "3"), (Named.SENDER, "12")]),
        ("Vi bakker fuldt op om Fælles Trin", [(Named.SENDER, "9")]),
        ("Jeg er enig i ovenstående.", [(Named.ABOVE, "")]),
        ("Svar nr. 12 er forkert.", []),
        ("Jeg er uenig med svar nr. 12.", []),
        ("Jeg er enig med min nabo.", []),
        ("Vi er enige om det fælles mål.", []),
        ("Vi er enige med kommunen og en forening.", []),
        ("Vi er enige! Handicaprådet skal høres.", []),
    ],
)
def test_who_somebody_says_to_agree_with(words: str, expected: list[tuple[Named, str]]) -> None:
    assert [(one.named, one.label) for one in agreements(words, SENDERS)] == expected


def test_an_agreement_says_whom_it_means() -> None:
    assert agreements("Jeg er enig med Handicaprådet", SENDERS) == [Agreement(Named.SENDER, "3", "Randers Handicapråd")]


def test_a_position_that_says_nearly_the_same_says_on_which_points_that_rests() -> None:
    (found,) = alike("Forløbet på seks uger skal kunne forlænges.", [PRICE, LONGER, EMPTY])
    assert (found.id, found.points) == (1, ("3.1", "9.2"))
    assert 20 <= found.percent < 100


def test_the_same_words_are_a_hundred_percent() -> None:
    assert alike("Fyrre kroner er mange penge for mig.", [LONGER, PRICE]) == [Alike(2, 100, ("4.1",))]


def test_a_title_alone_rests_on_no_point() -> None:
    assert [(one.id, one.points) for one in alike("Vi vil have lørdagsåbent.", [LONGER, EMPTY])] == [(3, ())]


def test_the_most_alike_comes_first_and_what_shares_nothing_does_not_come() -> None:
    words = "Seks uger er for kort tid. Forløbet skal kunne forlænges. Fyrre kroner er mange penge."
    assert [one.id for one in alike(words, [EMPTY, PRICE, LONGER])] == [1, 2]
    assert alike("Noget helt andet om parkering.", [EMPTY, PRICE, LONGER]) == []


@pytest.mark.parametrize("words", ["", "og det er", "￼￼￼"])
def test_words_that_say_nothing_are_like_nothing(words: str) -> None:
    assert alike(words, [LONGER, PRICE, EMPTY]) == []
