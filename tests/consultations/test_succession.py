"""R7: what became of each section in a new version, as a table; the answers follow."""

import pytest

from consultation.consultations.succession import Fate, Part, compared, fates
from consultation.vocabulary import SectionFate

WHO = "Du kan få hjælpen, hvis du er over 18 år og har varigt nedsat funktionsevne. Kommunen vurderer det konkret."
LONG = (
    "Forløbet varer højst seks uger og begynder den dag, hvor du får besked. "
    "Er der behov for det, kan forløbet forlænges én gang med fire uger. "
    "Du betaler ikke selv for hjælpen, men du betaler for dine egne materialer og din transport."
)
TIME = (
    "Forløbet varer højst seks uger og begynder den dag, hvor du får besked. "
    "Er der behov for det, kan forløbet forlænges én gang med fire uger."
)
PRICE = "Du betaler ikke selv for hjælpen, men du betaler for dine egne materialer og din transport."
OTHER = "Aflastning gives i weekender og i ferier efter aftale med den, som har bevilget den."
OLD = [
    Part("hvem", "1", "Hvem?", WHO),
    Part("hvor-laenge", "2", "Hvor længe?", LONG),
    Part("hvornaar", "3", "Hvornår?", OTHER),
]


@pytest.mark.parametrize(
    ("case", "new", "expected"),
    [
        ("nothing changed", OLD, "unchanged:hvem unchanged:hvor-laenge unchanged:hvornaar"),
        (
            "renumbered",
            [
                Part("nyt", "1", "Formål", "Standarden beskriver, hvad du kan vente."),
                Part("hvem", "2", "Hvem?", WHO),
                *OLD[1:],
            ],
            "moved:hvem unchanged:hvor-laenge unchanged:hvornaar",
        ),
        (
            "rewritten",
            [Part("hvem", "1", "Hvem?", WHO.replace("over 18 år", "fyldt 16 år")), *OLD[1:]],
            "changed:hvem unchanged:hvor-laenge unchanged:hvornaar",
        ),
        (
            "new heading alone",
            [Part("hvem", "1", "Hvem kan få hjælpen?", WHO), *OLD[1:]],
            "changed:hvem unchanged:hvor-laenge unchanged:hvornaar",
        ),
        (
            "split, keeping its word in the address for one half",
            [
                OLD[0],
                Part("hvor-laenge", "2", "Hvor længe?", TIME),
                Part("pris", "3", "Hvad koster det?", PRICE),
                Part("hvornaar", "4", "Hvornår?", OTHER),
            ],
            "unchanged:hvem split:hvor-laenge,pris moved:hvornaar",
        ),
        (
            "split into two new ones",
            [
                OLD[0],
                Part("tid", "2", "Tid", TIME),
                Part("pris", "3", "Pris", PRICE),
                Part("hvornaar", "4", "Hvornår?", OTHER),
            ],
            "unchanged:hvem split:tid,pris moved:hvornaar",
        ),
        ("deleted", OLD[:2], "unchanged:hvem unchanged:hvor-laenge gone:"),
        (
            "moved under another word",
            [*OLD[:2], Part("tider", "3", "Tider", OTHER + " Du kan selv foreslå dage.")],
            "unchanged:hvem unchanged:hvor-laenge moved:tider",
        ),
        (
            "deleted, with another in its place",
            [
                *OLD[:2],
                Part("klage", "3", "Klage", "Du kan klage inden fire uger til den, der har truffet afgørelsen."),
            ],
            "unchanged:hvem unchanged:hvor-laenge gone:",
        ),
        ("everything gone", [], "gone: gone: gone:"),
        (
            "spaces and line breaks are no change",
            [Part("hvem", "1", "Hvem?", WHO.replace(" ", "\n")), *OLD[1:]],
            "unchanged:hvem unchanged:hvor-laenge unchanged:hvornaar",
        ),
    ],
)
def test_R7_what_became_of_each_section(case: str, new: list[Part], expected: str) -> None:
    assert " ".join(f"{fate.status}:{','.join(fate.to)}" for fate in fates(OLD, new)) == expected, case


def test_R7_a_section_that_is_nobodys_is_new() -> None:
    new = [*OLD, Part("klage", "4", "Klage", "Du kan klage inden fire uger.")]
    assert tuple(one.anchor for one in compared(OLD, new) if one.status is None) == ("klage",)


def test_R7_an_empty_section_is_not_found_everywhere() -> None:
    empty = [Part("tom", "1", "Tom", "")]
    assert fates(empty, OLD) == (Fate("tom", SectionFate.GONE),)
