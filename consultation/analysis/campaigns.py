"""Groups of identical answers (R39): exact equality of what was written, so that every count can be checked by hand."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from consultation.lib.text import skeleton
from consultation.vocabulary import GroupKind


class Group(NamedTuple):
    """At least two responses that say the same, by number, in the order of the numbers; the first represents them."""

    numbers: tuple[str, ...]
    kind: GroupKind = GroupKind.IDENTICAL


def whole(answers: Iterable[tuple[str, str]]) -> str:
    """One text of a response's answers, each a (what it answers, text); equal only if said of the same things."""
    return "\n\n".join(f"{about}\n{text}" for about, text in sorted(answers) if text.strip())


def groups(texts: Mapping[str, str]) -> tuple[Group, ...]:
    """Groups of responses with the same text, given by response number; blank texts are in none.

    Same means equal skeletons: case, spaces and punctuation apart. Order: each group by its first number, "2" before
    "10" before "E-1". A response is in one group or in none; whoever leaves changes nothing for the others.
    """
    same: defaultdict[str, list[str]] = defaultdict(list)
    for number in sorted(texts, key=in_order):
        if bones := skeleton(texts[number]):
            same[bones].append(number)
    return tuple(Group(tuple(numbers)) for numbers in same.values() if len(numbers) > 1)


def in_order(number: str) -> tuple[str, int, str]:
    """Sorts response numbers as people count: 2, 10, E-1, E-2."""
    digits = re.search(r"\d+$", number)
    return (number[: digits.start()], int(digits[0]), number) if digits else (number, 0, number)
