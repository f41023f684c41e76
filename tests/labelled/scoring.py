"""How well a machine finds what a person has marked: precision, recall, what it missed and what was none."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tests.labelled import Hit, Labelled

NEAR = 25
"""Code points shown around a false alarm, without which nobody sees why it is one."""


@dataclass
class Score:
    """One kind over all texts. A mark is found, and a finding is right, when the two share a character."""

    marked: int = 0
    seen: int = 0
    found: int = 0
    right: int = 0
    missed: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.seen / self.marked if self.marked else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0


def score(
    texts: Iterable[Labelled], find: Callable[[str], Iterable[Hit]], kind: str, *, sure_only: bool = False
) -> Score:
    """With `sure_only` just what is marked as sure and found as sure."""
    total = Score()
    for text in texts:
        marked = [hit for hit in text.hits if hit.kind == kind and (hit.is_sure or not sure_only)]
        found = [hit for hit in find(text.text) if hit.kind == kind and (hit.is_sure or not sure_only)]
        missed = [hit for hit in marked if not _meets(hit, found)]
        alarms = [hit for hit in found if not _meets(hit, marked)]
        total.marked += len(marked)
        total.seen += len(marked) - len(missed)
        total.found += len(found)
        total.right += len(found) - len(alarms)
        total.missed += [f"{text.name}: {text.words(hit)!r}" for hit in missed]
        total.alarms += [f"{text.name}: {_around(text, hit)!r}" for hit in alarms]
    return total


def _meets(hit: Hit, others: Iterable[Hit]) -> bool:
    return any(hit.start < other.end and other.start < hit.end for other in others)


def _around(text: Labelled, hit: Hit) -> str:
    before, after = text.text[max(0, hit.start - NEAR) : hit.start], text.text[hit.end : hit.end + NEAR]
    return f"{before}[{text.words(hit)}]{after}"
