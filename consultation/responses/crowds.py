"""How many responses, from how many senders, and how many of them say the same (R39): counted and told here alone.

Pages, groups, papers, spreadsheet and data all call these. Counters that are kept as responses come are checked
against them by `consultation doctor`. Pure.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable
from typing import NamedTuple

from consultation.lib.dates import number
from consultation.vocabulary import Language


class Crowd(NamedTuple):
    """`identical` are those whose text another of them has too, word for word."""

    responses: int
    senders: int
    identical: int = 0


def senders(keys: Iterable[str]) -> int:
    """How many senders are behind some responses (states.md says who is one sender)."""
    return len(set(keys))


def equal(copies: int) -> int:
    """How many of so many responses with one text have the text of another: all of them, or none."""
    return copies if copies > 1 else 0


def identical(texts: Iterable[Hashable]) -> int:
    """How many of some responses say what another of them says; each is given by whatever names its text."""
    return sum(map(equal, Counter(texts).values()))


def identical_among(numbers: Collection[str], groups: Iterable[Collection[str]]) -> int:
    """The same where texts are known as groups of response numbers."""
    wanted = set(numbers)
    return sum(equal(len(wanted.intersection(group))) for group in groups)


def words(crowd: Crowd, language: Language | str) -> str:
    """ "1.000 svar fra 987 afsendere, heraf 957 enslydende", "1,000 responses from 987 senders, 957 of them identical".

    Where none says what another says, the last part is left out.
    """
    told = [number(one, language) for one in crowd]
    if Language(language) is Language.ENGLISH:
        response, sender = _form(crowd.responses, "response"), _form(crowd.senders, "sender")
        alike = f", {told[2]} of them identical" if crowd.identical else ""
        return f"{told[0]} {response} from {told[1]} {sender}{alike}"
    sender = "afsender" if crowd.senders == 1 else "afsendere"
    alike = f", heraf {told[2]} enslydende" if crowd.identical else ""
    return f"{told[0]} svar fra {told[1]} {sender}{alike}"


def _form(count: int, word: str) -> str:
    return word if count == 1 else f"{word}s"
