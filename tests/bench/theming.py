"""Suggesting themes and quotations: how often the right theme is among the first three, how much five passages say."""

import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import mean, pstdev
from typing import NamedTuple

from consultation.analysis import representatives
from consultation.demo import texts
from consultation.learning import BEST, Model, Suggested, Tagged
from tests.bench.results import Row
from tests.bench.scale import Scale
from tests.labelled.themed import Themed, themed

AIM = 0.92
"""analysis.md, after 200 tagged points: measured there on other texts, and told here beside what these give."""
LEAST = 0.7
"""After 200, so that what stands is not lost unseen."""
_DATABASE = "-"
_ORDERS = 10
_SURE = (0, 30, 50, 70, 101)
_DRAWS, _SEED = 500, 60
_FEW = representatives.FEW


class Judged(NamedTuple):
    """What is suggested of `rest` when `tagged` are tagged, and the seconds that took."""

    tagged: Sequence[Themed]
    rest: Sequence[Themed]
    found: Sequence[list[Suggested]]
    seconds: float

    @property
    def most_frequent(self) -> list[str]:
        return [theme for theme, _times in Counter(one.theme for one in self.tagged).most_common(BEST)]


def measure(_scale: Scale) -> Iterator[Row]:
    points = themed()
    titles = dict(enumerate(sorted({point.theme for point in points})))
    for count in (100, 200):
        judged = [_judged(titles, order, _drafts(), count) for order in _orders(points)]
        yield from (_share(titles, judged, best) for best in (1, BEST))
        yield _sureness(titles, judged)
        alone = [_judged(titles, order, [], count) for order in _orders(points)]
        yield _share(titles, alone, BEST, " where no draft is known")
    yield from _quotations(points)


def _drafts() -> list[str]:
    """The real consultation's, on what the labelled points are about; no point is quoted from them."""
    paragraphs = []
    for draft in texts.drafts("randers-2019"):
        paragraphs.append(f"{draft['title']} {draft['heading']}")
        paragraphs += [f"{one['heading']} {one['text']}" for one in draft["sections"]]
    return paragraphs


def _orders(points: Sequence[Themed]) -> Iterator[Sequence[Themed]]:
    """In which they are tagged: as they stand, then drawn by lot."""
    lot = random.Random(_SEED)
    yield points
    for _ in range(_ORDERS - 1):
        yield lot.sample(points, len(points))


def _judged(titles: dict[int, str], points: Sequence[Themed], drafts: Sequence[str], count: int) -> Judged:
    """The first of the labelled points teach, all that come after them are asked."""
    ids = {title: theme for theme, title in titles.items()}
    tagged, rest = points[:count], points[count:]
    asked = [one.text for one in rest]
    begun = time.process_time()
    model = Model(titles, [Tagged(ids[one.theme], one.text) for one in tagged], drafts, asked)
    found = list(model.suggest(asked))
    return Judged(tagged, rest, found, time.process_time() - begun)


def _share(titles: dict[int, str], judged: Sequence[Judged], best: int, where: str = "") -> Row:
    count = len(judged[0].tagged)
    ours = [_right(titles, one, best) for one in judged]
    plain = mean(point.theme in one.most_frequent[:best] for one in judged for point in one.rest)
    either = mean(_right(titles, one, best, either=True) for one in judged)
    is_ruled = (count, best, where) == (200, BEST, "")
    return Row(
        f"themes: right among the first {best} after {count} points{where}",
        _DATABASE,
        mean(ours),
        plain,
        "",
        f">= {LEAST}, aim {AIM}" if is_ruled else "told",
        not is_ruled or mean(ours) >= LEAST,
        f"mean of {len(ours)} orders, ± {pstdev(ours):.3f}, {ours[0]:.3f} in the first; {either:.3f} where the other "
        f"theme that would do counts too; {mean(one.seconds for one in judged):.1f} s",
    )


def _right(titles: dict[int, str], judged: Judged, best: int, *, either: bool = False) -> float:
    return mean(
        bool({titles[one.theme] for one in found[:best]} & {point.theme, *(point.others if either else ())})
        for point, found in zip(judged.rest, judged.found, strict=True)
    )


def _sureness(titles: dict[int, str], judged: Sequence[Judged]) -> Row:
    """What it says of its first suggestion, beside how often that is right."""
    first = [
        (found[0].percent, titles[found[0].theme] == point.theme)
        for one in judged
        for point, found in zip(one.rest, one.found, strict=True)
        if found
    ]
    bands = [[row for row in first if low <= row[0] < high] for low, high in pairwise(_SURE)]
    told = (f"{mean(row[0] for row in band):.0f} %: {mean(row[1] for row in band):.0%}" for band in bands if band)
    return Row(
        f"themes: how sure it says it is after {len(judged[0].tagged)}, beside right",
        _DATABASE,
        mean(percent / 100 for percent, _right in first),
        mean(right for _percent, right in first),
        "",
        "told",
        True,
        "told and right, from the least sure: " + ", ".join(told),
    )


# Quotations


def _quotations(points: Sequence[Themed]) -> Iterator[Row]:
    """Five quotations for each labelled theme: how much of what its passages are about they say."""
    themes = [[one.text for one in points if one.theme == theme] for theme in sorted({one.theme for one in points})]
    chosen = [[one.at for one in representatives.representatives(texts)] for texts in themes]
    ours = mean(covered(texts, own) for texts, own in zip(themes, chosen, strict=True))
    words = mean(len(texts[at].split()) for texts, own in zip(themes, chosen, strict=True) for at in own)
    by_lot = mean(_by_lot(texts) for texts in themes)
    longest = mean(covered(texts, sorted(range(len(texts)), key=lambda at: -len(texts[at]))[:_FEW]) for texts in themes)
    work = "quotations: said by five of what a theme is about"
    usual = mean(len(point.text.split()) for point in points)
    lengths = f"mean of {_DRAWS} draws; they have {words:.1f} words, passages {usual:.1f}"
    yield Row(f"{work}, beside by lot", _DATABASE, ours, by_lot, "", "> 1", ours > by_lot, lengths)
    yield Row(f"{work}, beside the five longest", _DATABASE, ours, longest, "", "> 1", ours > longest)


def covered(texts: Sequence[str], chosen: Iterable[int]) -> float:
    """The share of a theme's words, each as often as passages use it, that the chosen ones use; two must use it."""
    used = Counter(word for text in texts for word in set(representatives.stems(text)))
    shared = {word: times for word, times in used.items() if times > 1}
    said = {word for at in chosen for word in representatives.stems(texts[at])}
    return sum(times for word, times in shared.items() if word in said) / sum(shared.values())


def _by_lot(texts: Sequence[str]) -> float:
    lot = random.Random(_SEED)
    return mean(covered(texts, lot.sample(range(len(texts)), _FEW)) for _ in range(_DRAWS))
