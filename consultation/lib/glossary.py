"""Words that the authority explains, marked where a section first uses them. Pure, over sanitised HTML.

The word itself becomes the link to its explanation: no letter is added, so that a quotation stays a quotation.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

_TAG = re.compile(r'(<(?:[^>"]|"[^"]*")*>)')
_NAME = re.compile(r"<(/?)(\w+)")
_NEVER_IN = frozenset({"a", "h2", "h3", "h4", "sup", "caption"})
_ENDING = r"(?:e|en|er|et|n|ne|ene|r|rne|erne|t)?s?"
"""What most Danish nouns, verbs and adjectives end in."""
_CONSONANTS = "bdfgklmnprst"


@dataclass(frozen=True)
class Explained:
    """A word that a section uses, where its explanation is (`id`), and what it means."""

    word: str
    meaning: str
    id: str


def explain(html: str, words: Mapping[str, str], section: str) -> tuple[str, tuple[Explained, ...]]:
    """`html` with the first use of each word as a link to "#ord_SECTION_N", and the explanations in that order.

    `words` are the authority's: word -> meaning. Words in headings and links stay as they are.
    """
    if not words:
        return html, ()
    pattern = _pattern(words)
    marked = _Marked(words, section)
    parts, inside = _TAG.split(html), 0
    for at, part in enumerate(parts):
        if at % 2:
            inside += _enters(part)
        elif not inside:
            parts[at] = pattern.sub(marked.first, part)
    return "".join(parts), tuple(marked.found)


class _Marked:
    """Those found so far."""

    def __init__(self, words: Mapping[str, str], section: str) -> None:
        self._words, self._section = list(words.items()), section
        self._seen: set[int] = set()
        self.found: list[Explained] = []

    def first(self, match: re.Match[str]) -> str:
        index = int((match.lastgroup or "w0")[1:])
        if index in self._seen:
            return match[0]
        self._seen.add(index)
        word, meaning = self._words[index]
        one = Explained(word, meaning, f"ord_{self._section}_{len(self.found) + 1}")
        self.found.append(one)
        return f'<a class="hs-word" href="#{one.id}" id="{one.id}_her">{match[0]}</a>'


def _pattern(words: Mapping[str, str]) -> re.Pattern[str]:
    """One alternative a word, longest first, so that "botilbud" is found before "bo"."""
    order = sorted(enumerate(words), key=lambda pair: -len(pair[1]))
    forms = "|".join(f"(?P<w{index}>{_form(word)})" for index, word in order)
    return re.compile(rf"(?<![\w&#;-])(?:{forms})(?![\w-])", re.IGNORECASE)


def _form(word: str) -> str:
    return r"\s+".join(_inflected(part) for part in word.split())


def _inflected(part: str) -> str:
    """ "hjem" is in "hjemmets", "borger" in "borgerne", "ydelse" in "ydelserne"."""
    last = part[-1:].casefold()
    doubled = f"{last}?" if last in _CONSONANTS else ""
    return re.escape(escape(part, quote=False)) + rf"(?:{doubled}{_ENDING})"


def _enters(tag: str) -> int:
    """1 for the start of an element whose words are left alone, -1 for its end."""
    name = _NAME.match(tag)
    if name is None or name[2] not in _NEVER_IN:
        return 0
    return -1 if name[1] else 1
