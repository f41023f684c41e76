"""What of a letter its group shares, and what its sender has added, word by word. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, Protocol

from consultation.moderation import campaigns
from consultation.moderation.campaigns import Reader, Span


class Piece(NamedTuple):
    """A stretch of a text; `own` where the others do not say it."""

    text: str
    own: bool


Marked = tuple[Piece, ...]
"""A whole text in pieces."""


class Stored(Protocol):
    """A letter as it is kept."""

    @property
    def id(self) -> int: ...
    @property
    def shingles(self) -> bytes: ...


@dataclass(frozen=True)
class Compared:
    """The texts of the response that stands for a group, and of each other, with what is their own."""

    shared: Sequence[Marked]
    texts: Mapping[int, Sequence[Marked]]


def marked(text: str, own: Iterable[Span]) -> Marked:
    """A text cut where somebody's own words begin and end."""
    spans = set(own)
    cuts = sorted({0, len(text), *(at for span in spans for at in span)})
    return tuple(Piece(text[start:end], (start, end) in spans) for start, end in pairwise(cuts))


def comparison(
    reader: Reader, letter: Stored, others: Iterable[Stored], texts: Mapping[int, Sequence[str]], first: int
) -> Compared:
    """`texts` are those of some responses, `first` is the one that consists of the letter.

    In the letter itself those words are its own which fewer than half of the others have.
    """
    shingles = campaigns.unpacked(letter.shingles)
    common = campaigns.support(shingles, (campaigns.unpacked(one.shingles) for one in others if one.id != letter.id))
    whole = frozenset(shingles)
    return Compared(
        [marked(text, reader.own(text, common or whole)) for text in texts.get(first, ())],
        {
            response_id: [marked(text, reader.own(text, whole)) for text in said]
            for response_id, said in texts.items()
            if response_id != first
        },
    )
