"""Finding personal data in texts: how much of what a person has marked, and how fast beside one plain pattern."""

import re
import time
from collections.abc import Callable, Iterator
from functools import cache
from statistics import median

from consultation.moderation import detectors
from tests.bench.results import Row
from tests.bench.scale import Scale
from tests.labelled import LATER, Hit, labelled
from tests.labelled.kinds import KINDS, PRECISION, RECALL
from tests.labelled.scoring import Score, score

SPEED = 0.02
_PLAIN = re.compile(r"\d{6}-?\d{4}|\d\d(?: ?\d\d){3}|[\w.+-]+@[\w.-]+\.\w+|\w+(?:vej|gade) \d+")
_DATABASE = "-"


def measure(scale: Scale) -> Iterator[Row]:
    texts = list(labelled())
    yield from _kind("cpr, sure", score(texts, _find, "cpr", sure_only=True), PRECISION["cpr"], None)
    for kind in KINDS.values():
        yield from _kind(kind, score(texts, _find, kind), PRECISION.get(kind), RECALL.get(kind))
    later = list(labelled(LATER))
    for kind in KINDS.values():
        yield from _kind(f"in later texts, {kind}", score(later, _find, kind), None, None)
    yield _speed([text.text for text in texts], scale.rounds)


@cache
def _find(text: str) -> tuple[Hit, ...]:
    return tuple(
        Hit(KINDS[one.kind], one.sure, one.start, one.end) for one in detectors.scan(text) if one.kind in KINDS
    )


def _kind(kind: str, found: Score, precision: float | None, recall: float | None) -> Iterator[Row]:
    yield _share(f"findings, {kind}: precision", found.precision, precision, found.found, found.alarms)
    yield _share(f"findings, {kind}: recall", found.recall, recall, found.marked, found.missed)


def _share(work: str, share: float, target: float | None, of: int, which: list[str]) -> Row:
    words = "told" if target is None else f">= {target}"
    return Row(work, _DATABASE, share, None, f"of {of}", words, target is None or share >= target, "; ".join(which))


def _speed(texts: list[str], rounds: int) -> Row:
    """Both in turn, so that what else the machine does strikes both."""
    signs = sum(map(len, texts))
    product, plain = [], []
    for _ in range(max(rounds, 3)):
        product.append(signs / _seconds(texts, detectors.scan))
        plain.append(signs / _seconds(texts, _PLAIN.findall))
    ours, least = median(product), median(plain)
    met = ours >= SPEED * least
    return Row("findings: signs looked through", _DATABASE, ours, least, "/s", f">= {SPEED}", met)


def _seconds(texts: list[str], look: Callable[[str], object]) -> float:
    begun = time.perf_counter()
    for text in texts:
        look(text)
    return time.perf_counter() - begun
