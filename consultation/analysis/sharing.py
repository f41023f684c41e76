"""Where the words of one response stand in another, so that a point on them counts for both (R39). Pure.

Sentences are the same in whatever case and with whatever spaces; what an answer is about must be the same too.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from consultation.analysis.spans import Span
from consultation.lib.text import Sentence, sentences, skeleton

_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Text:
    """An answer: what it is about, by ids, and what it says."""

    answer_id: int
    about: tuple[int | None, ...]
    text: str

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return sentences(self.text)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Each sentence's letters and digits: sentences that are the same have the same."""
        return tuple(_LETTERS.sub("", unicodedata.normalize("NFKC", one.text).casefold()) for one in self.sentences)


def in_other(spans: Sequence[Span], own: Sequence[Text], theirs: Sequence[Text]) -> list[Span | None]:
    """For each span the one of the other response that says the same of the same; None where none does."""
    return [_moved(span, own, theirs) for span in spans]


def _moved(span: Span, own: Sequence[Text], theirs: Sequence[Text]) -> Span | None:
    mine = next((one for one in own if one.answer_id == span.answer_id), None)
    for other in theirs:
        if mine is not None and other.about == mine.about:
            place = counterpart(span.start, span.end, mine, other)
            if place:
                return Span(other.answer_id, *place)
    return None


def counterpart(start: int, end: int, own: Text, theirs: Text) -> tuple[int, int] | None:
    """Where the same sentences stand in another text; None where they do not.

    A stretch within a sentence is the same stretch, where the sentence is spelt the same, else the whole sentence. A
    sentence that is said twice is the first time the first, the second time the second.
    """
    if own.text == theirs.text:
        return start, end
    touched = [at for at, one in enumerate(own.sentences) if one.start < end and start < one.end]
    if not touched:
        return None
    first, last = touched[0], touched[-1]
    nth = sum(at < first for at in _places(own, first, last, own))
    places = _places(own, first, last, theirs)
    if nth >= len(places):
        return None
    begins, ends = theirs.sentences[places[nth]], theirs.sentences[places[nth] + last - first]
    return _carried(start, own.sentences[first], begins, begins.start), _carried(
        end, own.sentences[last], ends, ends.end
    )


def _places(own: Text, first: int, last: int, theirs: Text) -> list[int]:
    """At which sentences of a text these of another begin, word for word."""
    length = last - first + 1
    keys, wanted = theirs.keys, own.keys[first : last + 1]
    found = (at for at in range(len(keys) - length + 1) if keys[at : at + length] == wanted)
    return [at for at in found if all(_same(own.sentences[first + n], theirs.sentences[at + n]) for n in range(length))]


def _same(one: Sentence, other: Sentence) -> bool:
    return one.text == other.text or skeleton(one.text) == skeleton(other.text)


def _carried(at: int, mine: Sentence, other: Sentence, edge: int) -> int:
    inside = mine.start < at < mine.end and mine.text == other.text
    return other.start + at - mine.start if inside else edge
