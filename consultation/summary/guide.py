"""The first sheet of overblik.xlsx: what the file is, what each sheet holds, and how one is sent back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from consultation.lib.dates import MINUTE
from consultation.summary.words import counted
from consultation.summary.xlsx import Row, Sheet

Data = Mapping[str, Any]

NAME = "Læs her"
SNAPSHOT = "Øjebliksbillede"
KEY = "Nøgle"
"""Heads the column that a position is known by when a sheet comes back."""
_KEY_LETTER = "S"
_NOTES = (
    (
        "Lange tekster",
        "En celle rummer højst 32.767 tegn. En længere tekst går videre i rækkerne nedenunder, hvor den første celle "
        "er gentaget. Intet er skåret væk.",
    ),
    (
        "Datoer",
        "Datoer og klokkeslæt er dansk tid. I kolonnerne med ISO 8601 står det nøjagtige tidspunkt i UTC. Hvor kun "
        "dagen er kendt, står kun dagen.",
    ),
    ("Formler", "Der er ingen formler, links eller henvisninger til andre filer. Det, folk har skrevet, er tekst."),
    (
        "Private oplysninger",
        "Teksterne er dem, der er offentlige. Svar, der ikke vises, har et nummer og en status, men ingen tekst.",
    ),
    (
        "Til medarbejdere",
        "Bemærkning og Indstilling i arket Synspunkter kan rettes her og læses ind igen: gem som .xlsx, og vælg filen "
        "under Synspunkter, Regneark. Systemet kender en række på kolonnen Nøgle. Det viser alle ændringer, før noget "
        "bliver gemt, og sletter aldrig noget, fordi en række mangler.",
    ),
)


def row_key(position: str | int) -> str:
    """ "S12": how a position is known in a sheet that goes out and comes back; no program makes it a number."""
    return f"{_KEY_LETTER}{position}"


def sheet(package: Data, snapshot: Data, counts: Iterable[tuple[str, int]], sheets: Sequence[Sheet]) -> Sheet:
    """`counts` are the numbers in words, `sheets` those that follow."""
    rows = [*_facts(package["consultation"], snapshot), *counts, *_contents(sheets), *_NOTES]
    return Sheet(NAME, ("Emne", "Oplysning"), rows, (36, 100), left=True)


def _facts(consultation: Data, snapshot: Data) -> Iterator[Row]:
    yield "Hvad er filen?", f"Overblik over høringen {consultation['title']}: hvert svar og hvad der skete med det."
    if consultation["case_number"]:
        yield "Sagsnummer", consultation["case_number"]
    yield "Høringen åbnede", datetime.fromisoformat(consultation["opens_at"])
    yield "Svarfrist", datetime.fromisoformat(consultation["closes_at"]) - MINUTE
    yield SNAPSHOT, snapshot["id"]
    yield "Øjebliksbilledet er fra", made_at(snapshot)
    provisional = "KLADDE. Udgaven er foreløbig, og tallene kan ændre sig."
    yield "Udgave", provisional if snapshot["provisional"] else "Endelig"


def made_at(snapshot: Data) -> datetime:
    """When a snapshot was made, by what manifest.json says of it."""
    return datetime.strptime(snapshot["made_at"], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def _contents(sheets: Sequence[Sheet]) -> Iterator[Row]:
    for one in sheets:
        yield f"Arket {one.name}", f"{one.about} {counted(len(one.rows), 'række', 'rækker')}."
