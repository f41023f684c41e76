"""Letters that say the same, or nearly: which belong together, and what each adds (R39, analysis.md). Pure.

A letter is compared with the one that leads its group and with no other, so that nobody comes into a group through a
third. Who leads follows from the letters alone, whatever the order in which they came: the one that has come most
often, by doublings, and among equals the one whose mark is first. So one that comes or goes changes little.
"""

import heapq
import re
from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import pairwise
from math import ceil
from typing import NamedTuple, Protocol

from consultation.lib.text import skeleton
from consultation.vocabulary import GroupKind

LENGTH = 5
"""Words in a row that are one shingle."""
FEWEST = 7
"""Shingles that two letters must share: fewer than eleven words in a row are a phrase that many use. With five, a
short letter that is such a phrase led all who use it: precision .74 on labelled letters; with seven .99."""
MANY = 15
SHORT = 40
"""Words under which a letter is short, and must be in the other to a larger part."""
_SHARE, _SHORT_SHARE, _HALF = 0.30, 0.60, 0.50
_SMALL = SHORT - LENGTH + 1
"""Shingles under which a letter is short."""
_BITS = (1 << 62) - 1
_FACTORS = tuple(int.from_bytes(blake2b(bytes([n]), digest_size=8).digest(), "big") | 1 for n in range(LENGTH))
_BLOCK = re.compile(r"\S+")

Rank = tuple[int, str]
Span = tuple[int, int]


class Letter(NamedTuple):
    """A text that somebody has sent: its mark, how many have sent it, and the shingles that are its own."""

    mark: str
    copies: int
    shingles: Collection[int]


class Place(NamedTuple):
    """The letter that leads the group of another, and how many shingles they share; itself and all where it leads."""

    leader: str
    shared: int


def rank(copies: int, mark: str) -> Rank:
    """The first leads. By doublings, so that a letter that comes once more seldom changes anything."""
    return -copies.bit_length(), mark


def needed(one: int, other: int) -> int:
    """How many shingles two letters of so many must share to be alike (analysis.md)."""
    smaller = min(one, other)
    share = _SHORT_SHARE if smaller < _SMALL else _SHARE
    return max(FEWEST, min(MANY, ceil(share * smaller)))


def kind_of(own: int, leading: int, shared: int) -> GroupKind:
    """How a letter that is not the same is like the one that leads: half of the shorter one is the same, or less."""
    return GroupKind.TEMPLATE if shared >= _HALF * min(own, leading) else GroupKind.NEAR


def group_kind(*, equal: bool, responses: int, near: int) -> GroupKind:
    """What a group is called: where its letters are not all equal, as most of them are."""
    if equal:
        return GroupKind.IDENTICAL
    return GroupKind.NEAR if near * 2 > responses else GroupKind.TEMPLATE


def whole(answers: Iterable[tuple[str, str]]) -> str:
    """One text of a response's answers, each a (what it answers, text); equal only if said of the same things."""
    return "\n\n".join(f"{about}\n{text}" for about, text in sorted(answers) if text.strip())


def in_order(number: str) -> tuple[str, int, str]:
    """Sorts response numbers as people count: 2, 10, E-1, E-2."""
    digits = re.search(r"\d+$", number)
    return (number[: digits.start()], int(digits[0]), number) if digits else (number, 0, number)


# Words and shingles


class Reader:
    """Reads texts as shingles: numbers made of five words in a row, under a key, so that they tell no words (P2).

    `drafts` are texts that people quote: what stands there is nobody's own, and is nobody's sign of copying another.
    """

    def __init__(self, key: bytes, drafts: Iterable[str] = ()) -> None:
        self._key = key
        self._known: dict[str, tuple[int, ...]] = {}
        self.drafts: frozenset[int] = frozenset()
        self.drafts = self.shingles(drafts)

    def shingles(self, texts: Iterable[str]) -> frozenset[int]:
        """Those of some texts, each read for itself, without the drafts'."""
        found: set[int] = set()
        for text in texts:
            found.update(_numbers(self._words(text)))
        return frozenset(found - self.drafts)

    def own(self, text: str, shared: Collection[int]) -> tuple[Span, ...]:
        """Where in a text the words stand that are in none of these shingles, nor in the drafts."""
        words = list(self._placed(text))
        covered = [False] * len(words)
        for at, number in enumerate(_numbers([number for number, _ in words])):
            if number in shared or number in self.drafts:
                covered[at : at + LENGTH] = [True] * LENGTH
        return tuple(_runs(words, covered))

    def _words(self, text: str) -> list[int]:
        found: list[int] = []
        for block in text.split():
            found.extend(self._known.get(block) or self._learn(block))
        return found

    def _placed(self, text: str) -> Iterator[tuple[int, Span]]:
        """A block without blanks may be several words: "og/eller"."""
        for block in _BLOCK.finditer(text):
            yield from ((number, block.span()) for number in self._known.get(block[0]) or self._learn(block[0]))

    def _learn(self, block: str) -> tuple[int, ...]:
        made = (blake2b(word.encode(), digest_size=8, key=self._key).digest() for word in skeleton(block).split())
        found = self._known[block] = tuple(int.from_bytes(one, "big") for one in made)
        return found


def _numbers(words: Sequence[int]) -> list[int]:
    k0, k1, k2, k3, k4 = _FACTORS
    rows = zip(words, words[1:], words[2:], words[3:], words[4:], strict=False)
    return [(a * k0 + b * k1 + c * k2 + d * k3 + e * k4) >> 7 & _BITS for a, b, c, d, e in rows]


def _runs(words: Sequence[tuple[int, Span]], covered: Sequence[bool]) -> Iterator[Span]:
    edges = [0, *(at for at in range(1, len(words)) if covered[at] is not covered[at - 1]), len(words)]
    for first, after in pairwise(edges):
        if first < after and not covered[first]:
            yield words[first][1][0], words[after - 1][1][1]


def packed(shingles: Collection[int]) -> bytes:
    """As a column holds them."""
    return array("Q", sorted(shingles)).tobytes()


def unpacked(raw: bytes) -> Sequence[int]:
    found = array("Q")
    found.frombytes(raw)
    return found


# All at once


def gather(letters: Iterable[Letter]) -> dict[str, Place]:
    """The place of every letter, by mark. Each is compared with those that lead already: the cost is linear.

    For two letters that are alike something rare must be the same too: of a letter's shingles those that most leaders
    have are not looked up, as many as can be left out without missing anyone.
    """
    ranked = sorted(letters, key=lambda one: rank(one.copies, one.mark))
    leaders = _Leaders(_Repeated([one.shingles for one in ranked]))
    return {letter.mark: leaders.place(letter) for letter in ranked}


class _Repeated:
    """Whether more than one letter has a shingle, nearly: some that one alone has pass, and nothing else goes wrong.

    Most shingles of most letters are in no other. To keep them all would take a gigabyte for 100,000 letters.
    """

    _MOST_PLACES = 1 << 26
    _FOR_EACH = 32
    """Places for a shingle, so that few meet by chance; few letters do not wait for a table of eight megabytes."""

    def __init__(self, letters: Collection[Collection[int]]) -> None:
        wanted = 8 + self._FOR_EACH * sum(map(len, letters))
        self._places = min(self._MOST_PLACES, 1 << wanted.bit_length())
        self._once, self._again = bytearray(self._places // 8), bytearray(self._places // 8)
        for letter in letters:
            for number in letter:
                at, bit = (number & self._places - 1) >> 3, 1 << (number & 7)
                if self._once[at] & bit:
                    self._again[at] |= bit
                else:
                    self._once[at] |= bit

    def among(self, letter: Iterable[int]) -> list[int]:
        again, most = self._again, self._places - 1
        return [number for number in letter if again[(number & most) >> 3] >> (number & 7) & 1]


class _Leaders:
    """Letters that lead, found by their shingles; by their sizes apart, for the smaller need fewer in common."""

    _SIZES = (0, 14, 20, 24, _SMALL, 44, 47)
    """From so many shingles on: what is needed rises within each, so the smallest needs the fewest."""

    def __init__(self, repeated: _Repeated) -> None:
        self._repeated = repeated
        self._leaders: list[tuple[str, int, frozenset[int]]] = []
        self._shelves: list[defaultdict[int, list[int]]] = [defaultdict(list) for _ in self._SIZES]

    def place(self, letter: Letter) -> Place:
        """With the first of them that is alike; they stand in the order of their rank. Else it leads."""
        size, own = len(letter.shingles), frozenset(self._repeated.among(letter.shingles))
        if len(own) < FEWEST:
            return Place(letter.mark, size)
        sized = zip(self._SIZES, self._shelves, strict=True)
        found = set().union(*(_candidates(shelf, own, needed(size, least)) for least, shelf in sized))
        for at in sorted(found):
            mark, theirs, known = self._leaders[at]
            shared = len(own & known)
            if shared >= needed(size, theirs):
                return Place(mark, shared)
        self._add(letter.mark, size, own)
        return Place(letter.mark, size)

    def _add(self, mark: str, size: int, own: frozenset[int]) -> None:
        shelf = self._shelves[bisect_right(self._SIZES, size) - 1]
        for number in own:
            shelf[number].append(len(self._leaders))
        self._leaders.append((mark, size, own))


def _candidates(shelf: Mapping[int, Sequence[int]], own: Collection[int], least: int) -> set[int]:
    """Everyone who can share so many with it: who does has one of the rarer, when the `least - 1` commonest are out."""
    met = [shelf[number] for number in own if number in shelf]
    if len(met) < least:
        return set()
    met.sort(key=len)
    return {at for leaders in met[: len(met) - least + 1] for at in leaders}


# One at a time


class Known(NamedTuple):
    """A letter on the shelf that is alike: its rank, who leads it now, and how many shingles they share."""

    letter: int
    rank: Rank
    leader: int | None
    shared: int


class Shelf(Protocol):
    """Letters that are stored, by id."""

    def known(self, letter: int) -> Known:
        """This one; `shared` are all its shingles."""
        ...

    def alike(self, letter: int, *, leading: bool) -> Iterable[Known]:
        """The other letters that are alike: those that lead, or those that do not."""
        ...

    def stand(self, letter: int, leader: int, shared: int) -> None:
        """From now on it stands there."""
        ...


class Crowded(Exception):  # noqa: N818 - no error: a hint that `gather` takes less
    """More letters are concerned than are worth while one by one."""


MOST_AT_ONCE = 1_000


def settle(shelf: Shelf, moved: Iterable[int], most: int = MOST_AT_ONCE) -> dict[int, int | None]:
    """Finds the places of letters that are new or have another rank, and of those that this concerns.

    Leaves every letter where `gather` would put it. Returns who has another leader now, and who led it before.
    Raises Crowded, half done, where more than `most` letters are concerned: one in a thousand that come.
    """
    risen = set(moved)
    waiting = [(shelf.known(one).rank, one) for one in risen]
    heapq.heapify(waiting)
    changed: dict[int, int | None] = {}
    done: set[int] = set()
    while waiting:
        own_rank, letter = heapq.heappop(waiting)
        if letter in done:
            continue
        done.add(letter)
        if len(done) > most:
            raise Crowded
        here = shelf.known(letter)
        ahead = (one for one in shelf.alike(letter, leading=True) if one.rank < own_rank)
        first = min(ahead, key=lambda one: one.rank, default=None)
        leader, shared = (first.letter, first.shared) if first else (letter, here.shared)
        if leader != here.leader:
            changed[letter] = here.leader
        shelf.stand(letter, leader, shared)
        if (leader == letter and (here.leader != letter or letter in risen)) or here.leader == letter != leader:
            stays = letter if leader == here.leader == letter else None
            for other in _concerned(shelf, letter, own_rank):
                if stays is None or other.leader != stays:
                    heapq.heappush(waiting, (other.rank, other.letter))
    return changed


def _concerned(shelf: Shelf, letter: int, own_rank: Rank) -> Iterator[Known]:
    """Who may stand elsewhere when this letter begins to lead, comes forward, or leads no longer."""
    for leading in (True, False):
        yield from (one for one in shelf.alike(letter, leading=leading) if one.rank > own_rank)


def support(own: Sequence[int], others: Iterable[Collection[int]]) -> frozenset[int]:
    """Those of a letter's shingles that at least half of some others have too: what a group shares."""
    wanted, counts, number = frozenset(own), Counter[int](), 0
    for other in others:
        counts.update(wanted.intersection(other))
        number += 1
    return frozenset(one for one, times in counts.items() if times * 2 >= number)
