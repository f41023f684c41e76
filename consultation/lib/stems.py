"""Danish words as a search compares them: folded words in the index, stems of the query as beginnings of words. Pure.

A stem is always the beginning of its word, so a query's stem finds every inflection, every compound that begins so, and
a word half typed. Only queries are stemmed: another version of the stemmer leaves the index as good as it was.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 40
"""Characters of a word that count; longer ones are no words, and the databases have limits."""
MOST_CHARACTERS = 200_000
"""Of all different words of a text together, which is within what PostgreSQL takes (1 MB) in every script."""
SHORTEST_STEM = 3
"""Shorter words of a query, such as "bo" and "15", are found whole only: as beginnings they would be everywhere."""
MOST_AA = 4
"""Places with aa in a word, each of which may be the end of what somebody has typed so far; words have fewer."""
_WORD = re.compile(r"[^\W_]+")
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")


@dataclass(frozen=True)
class Term:
    """One word of a query, folded and with å for aa: the beginning of a word, or with `whole` a word."""

    text: str
    whole: bool

    @property
    def pattern(self) -> str:
        """A regular expression for a word that it finds, from where the word begins; case is left to its flags."""
        beginning = re.escape(self.text).replace("å", "(?:å|aa)")
        return beginning + (r"(?![^\W_])" if self.whole else r"[^\W_]*+")


def tidy(text: str) -> str:
    """NFC in one line without invisible characters, which would part words and turn their order."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def words(text: str) -> list[str]:
    """Every different word once, folded; one with aa also with å: Aabenraa is found as Åbenrå, and half of either."""
    forms = dict.fromkeys(form for word in _WORD.findall(tidy(text)) for form in _forms(word))
    left, kept = MOST_CHARACTERS, []
    for form in forms:
        left -= len(form) + 1
        if left < 0:
            break
        kept.append(form)
    return kept


def terms(query: str) -> tuple[Term, ...]:
    """What a query asks for; all of it has to be found. () where it has no word."""
    from snowballstemmer.danish_stemmer import DanishStemmer  # noqa: PLC0415 - 4 MB that only a search needs

    stemmer = DanishStemmer()  # it keeps the word it works on, so that threads cannot share one
    found: dict[Term, None] = {}
    for word in _WORD.findall(tidy(query)):
        folded = _forms(word)[-1]
        short = len(folded) < SHORTEST_STEM
        found[Term(folded if short else stemmer.stemWord(folded), short)] = None
    return tuple(found)


@lru_cache(maxsize=16_384)
def _forms(word: str) -> tuple[str, ...]:
    """The folded word, then with å for its first aa, for its first two, and so on; the last has it for all.

    Who has typed "Aabenra" asks for "åbenra", which is the beginning of neither "aabenraa" nor "åbenrå".
    """
    parts = unicodedata.normalize("NFC", word.casefold())[:LONGEST].split("aa")
    if len(parts) - 1 > MOST_AA:
        return "aa".join(parts), "å".join(parts)
    return tuple("aa".join(["å".join(parts[: done + 1]), *parts[done + 1 :]]) for done in range(len(parts)))
