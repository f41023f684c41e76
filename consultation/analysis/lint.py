"""How a position's title should be worded (analysis.md, domain.md 4.2): warnings, never blocks. Pure."""

import re
from collections.abc import Iterable
from enum import StrEnum

from consultation.lib.text import fold

DIRECTIONS = ("Ønske om", "Modstand mod", "Støtte til", "Bekymring for", "Forslag om", "Krav om")
"""A title begins with one of these, then names one thing."""
FOR, AGAINST = "Støtte til", "Modstand mod"
MOST_WORDS = 12


class Fault(StrEnum):
    """What a title may be warned about."""

    DIRECTION = "direction"
    LENGTH = "length"
    VAGUE = "vague"
    LOADED = "loaded"
    PLACEHOLDER = "placeholder"
    PRIVATE_NAME = "private_name"


_DIRECTION = re.compile("|".join(rf"{words}\b" for words in DIRECTIONS))
_WISH = re.compile(r"(?:Ønske|Forslag|Krav) om flere\b")
VAGUE = re.compile(r"\b(?:flere|mange|adskillige|talrige|visse|de fleste|en del|en række|utallige)\b", re.IGNORECASE)
LOADED = re.compile(
    r"""\b(?:absurd\w*|desværre|dybt|fantastisk\w*|glimrende|grotesk\w*|heldigvis|hetz\w*|hjerteløs\w*|håbløs\w*
    |katastrof\w*|kynisk\w*|latterlig\w*|naturligvis|rimeligvis|selvfølgelig\w*|selvklart|skammelig\w*|skandal\w*
    |svigt\w*|tydeligvis|uacceptab\w*|uanstændig\w*|uhyrlig\w*|umenneskelig\w*|urimelig\w*|uværdig\w*
    |vanvittig\w*|åbenbart|åbenlys\w*)\b""",
    re.IGNORECASE | re.VERBOSE,
)
PLACEHOLDERS = re.compile(
    r"\b[xX]{2,}\b|\bTODO\b|\[(?![^\]\n]*fjernet\])[^\]\n]*[^\W\d_][^\]\n]*\]|\{[^{}\n]*[^\W\d_][^{}\n]*\}"
)
""" "xx", "TODO", "[dato]", "{frist}"; what a redaction leaves ("[navn fjernet]") and "[...]" are none (R44)."""
_PLACEHOLDER = re.compile(rf"{PLACEHOLDERS.pattern}|^\W*$")


def faults(title: str, private_names: Iterable[str] = ()) -> tuple[Fault, ...]:
    """What is unlucky about a title, in the order of Fault.

    "Flere" counts people where an exact number belongs; right after "Ønske om" it is what is wished for.
    `private_names` are names of private persons, who are not named in the report.
    """
    found = {
        Fault.DIRECTION: not _DIRECTION.match(title),
        Fault.LENGTH: len(title.split()) > MOST_WORDS,
        Fault.VAGUE: bool(VAGUE.search(_WISH.sub("", title))),
        Fault.LOADED: bool(LOADED.search(title)),
        Fault.PLACEHOLDER: bool(_PLACEHOLDER.search(title)),
        Fault.PRIVATE_NAME: bool(names_in(title, private_names)),
    }
    return tuple(fault for fault in Fault if found[fault])


def are_opposed(titles: Iterable[str]) -> bool:
    """Whether some are for and some against: opposite views never stand in one position (analysis.md)."""
    found = list(titles)
    return all(any(title.startswith(way) for title in found) for way in (FOR, AGAINST))


def names_in(text: str, private_names: Iterable[str]) -> list[str]:
    """The names that stand in a text, of persons with more than one name; case, accents and spaces apart."""
    words = f" {_words(text)} "
    return sorted(name for name in private_names if " " in (folded := _words(name)) and f" {folded} " in words)


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold(text)))
