"""What has changed between two snapshots, in one line each (R45)."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from consultation.summary.inputs import Inputs
from consultation.summary.words import CHAPTER_TITLES

Named = tuple[str, Callable[[Any], str]]

_BY_NAME: dict[str, Named] = {
    "drafts": ("Udkast {}", lambda row: str(row.number)),
    "responses": ("Svar nr. {}", lambda row: row.number),
    "parties": ("Den hørte part {}", lambda row: row.name),
    "points": ("Punkt {}", lambda row: row.number),
    "positions": ("Pkt. {}", lambda row: row.number),
    "questions": ("Spørgsmål {}", lambda row: str(row.number)),
    "texts": ("Teksten i {}", lambda row: CHAPTER_TITLES[row.chapter]),
}
"""Lists whose rows have a name of their own."""

_AS_A_WHOLE = {
    "authority": "Oplysningerne om myndigheden er ændret",
    "consultation": "Høringens oplysninger eller frist er ændret",
    "groups": "Grupperne af ens svar er ændret",
    "campaigns": "Grupperne af svar, der ligner hinanden, er ændret",
    "themes": "Temaerne er ændret",
    "no_points": "Antallet af sætninger uden bemærkning er ændret",
    "milestones": "Møder og milepæle er ændret",
}


def differences(before: Inputs, after: Inputs) -> tuple[str, ...]:
    """A sentence for each thing that came, went or changed; empty where only the snapshots' own marks differ."""
    named = (line for part, (words, name) in _BY_NAME.items() for line in _named(before, after, part, words, name))
    whole = (words for part, words in _AS_A_WHOLE.items() if getattr(before, part) != getattr(after, part))
    return (*named, *whole)


def _named(before: Inputs, after: Inputs, part: str, words: str, name: Callable[[Any], str]) -> Iterator[str]:
    old, new = _by_name(getattr(before, part), name), _by_name(getattr(after, part), name)
    for key in (*old, *(key for key in new if key not in old)):
        line = words.format(key)
        if key not in new:
            yield f"{line} er taget ud"
        elif key not in old:
            yield f"{line} er kommet til"
        elif old[key] != new[key]:
            yield f"{line} er ændret"


def _by_name(rows: Iterable[Any], name: Callable[[Any], str]) -> dict[str, list[Any]]:
    """Two rows may have one name: two councils, say, that are called the same."""
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(name(row), []).append(row)
    return found
