"""How alike two texts are, by their words: the same on every machine, and with a reason (analysis.md). Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from math import log, sqrt

IN_A_ROW = 5
"""So many words in a row are somebody's wording; fewer are a phrase that many use."""
_WORD = re.compile(r"[^\W_]+")
_STEM = 6
"""Danish words are told apart by their beginning: forløb, forløbet, forløbene."""
_SHORTEST = 3
_EVERYWHERE = re.compile(
    r"""all[et]|altid|andre|anden|andet|at|bare|blev|bliver?|bør|da|de|dem|den(?:ne)?|der|deres|derfor|det|dette|dig|dog
    |du|efter|eller|ellers|en|end|er|et|flere|for|fra|får?|gøre?|hans?|har|havde|have|helt|hende|her|hun|hvad|hver|hvis
    |hvor|hvordan|hvorfor|ham|i|ikke|ind|jeg|jer|jeres|kan|kun|kunne|man|mange|med|meget|mere|men|mig|min|mit|mod|må|ned
    |nogen|noget|nogle|nu|når|og|også|om|op|os|over|på|samt|selv|sig|sine?|sit|skal|skulle|som|så|sådan|til|ud|under|uden
    |var|ved|vi|vil|ville|vores|være|været""",
    re.VERBOSE,
)

Vector = Mapping[str, float]


@lru_cache(maxsize=1024)
def folded(text: str) -> str:
    """The words alone, in small letters with one blank between, and one at either end."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def has_words(text: str, words: str) -> bool:
    """Whether these words stand in a row in the text, whatever is between them; none are nowhere."""
    wanted = folded(words)
    return bool(wanted.strip()) and wanted in folded(text)


def shared_row(text: str, words: str) -> str:
    """The first `IN_A_ROW` words in a row of `words` that the text has too; "" for none."""
    whole, own = folded(text), folded(words).split()
    rows = (" ".join(own[at : at + IN_A_ROW]) for at in range(len(own) - IN_A_ROW + 1))
    return next((row for row in rows if f" {row} " in whole), "")


def terms(text: str) -> Counter[str]:
    """What a text is about: its words by their beginnings, and each two in a row, without those that say nothing."""
    told = (word for word in folded(text).split() if len(word) >= _SHORTEST and not _EVERYWHERE.fullmatch(word))
    words = [word[:_STEM] for word in told]
    return Counter([*words, *(f"{one} {other}" for one, other in pairwise(words))])


class Weights:
    """How much each term tells: the fewer of the texts have it, the more."""

    def __init__(self, texts: Iterable[Counter[str]]) -> None:
        rows = list(texts)
        found = Counter(term for row in rows for term in row)
        self._all = len(rows)
        self._found = found

    def vector(self, text: Counter[str]) -> dict[str, float]:
        """Of length one."""
        found = {term: (1 + log(count)) * self._weight(term) for term, count in text.items()}
        length = sqrt(sum(value * value for value in found.values()))
        return {term: value / length for term, value in found.items()} if length else {}

    def _weight(self, term: str) -> float:
        return log((1 + self._all) / (1 + self._found[term])) + 1


def cosine(one: Vector, other: Vector) -> float:
    """0 for nothing in common, 1 for the same; summed in one order, so that no machine rounds otherwise."""
    return sum(one[term] * other[term] for term in sorted(one) if term in other)


def best(scores: Sequence[tuple[float, int]], most: int) -> list[tuple[float, int]]:
    """The highest first, those that are equal in the order of their places."""
    return sorted(scores, key=lambda one: (-one[0], one[1]))[:most]
