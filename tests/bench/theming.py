"""Suggesting themes and quotations: how often the right theme is among the first three, how much five passages say."""

import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from statistics import mean

from consultation.analysis import representatives
from consultation.learning import BEST, Model, Suggested, Tagged
from tests.bench.results import Row
from tests.bench.scale import Scale
from tests.labelled.themed import Themed, themed

AIM = 0.92
"""analysis.md, after 200 tagged points: measured there on other texts, and told here beside what these give."""
LEAST = 0.6
"""After 200, so that what stands is not lost unseen."""
_DATABASE = "-"
_DRAWS, _SEED = 500, 60


def measure(_scale: Scale) -> Iterator[Row]:
    points = themed()
    titles = dict(enumerate(sorted({point.theme for point in points})))
    for tagged in (100, 200):
        yield from _after(titles, points[:tagged], points[tagged:])
    yield from _quotations(points)


def _after(titles: dict[int, str], tagged: Sequence[Themed], rest: Sequence[Themed]) -> Iterator[Row]:
    """The first of the labelled points teach, all that come after them are asked."""
    ids = {title: theme for theme, title in titles.items()}
    begun = time.perf_counter()
    model = Model(titles, [Tagged(ids[one.theme], one.text) for one in tagged], [one.text for one in rest])
    found = [model.suggest(one.text) for one in rest]
    taken = time.perf_counter() - begun
    for best in (1, BEST):
        ours = mean(
            bool(_right(titles, suggested[:best], {one.theme})) for one, suggested in zip(rest, found, strict=True)
        )
        yield _share(
            len(tagged), best, ours, _most_frequent(tagged, rest, best), _detail(titles, rest, found, best, taken)
        )
    yield _sureness(len(tagged), titles, rest, found)


def _share(tagged: int, best: int, ours: float, plain: float, detail: str) -> Row:
    is_ruled = (tagged, best) == (200, BEST)
    target = f">= {LEAST}, aim {AIM}" if is_ruled else "told"
    work = f"themes: right among the first {best} after {tagged} points"
    return Row(work, _DATABASE, ours, plain, "", target, not is_ruled or ours >= LEAST, detail)


def _detail(
    titles: dict[int, str], rest: Sequence[Themed], found: Sequence[list[Suggested]], best: int, taken: float
) -> str:
    either = mean(
        bool(_right(titles, suggested[:best], {one.theme, *one.others}))
        for one, suggested in zip(rest, found, strict=True)
    )
    return f"{len(rest)} points asked; {either:.3f} where the other theme that would do counts too; {taken:.1f} s"


def _right(titles: dict[int, str], suggested: Sequence[Suggested], themes: set[str]) -> set[str]:
    return {titles[one.theme] for one in suggested} & themes


def _most_frequent(tagged: Sequence[Themed], rest: Sequence[Themed], best: int) -> float:
    """How often it is one of those that were tagged most."""
    most = {theme for theme, _times in Counter(one.theme for one in tagged).most_common(best)}
    return mean(one.theme in most for one in rest)


def _sureness(tagged: int, titles: dict[int, str], rest: Sequence[Themed], found: Sequence[list[Suggested]]) -> Row:
    """What it says of its first suggestion, beside how often that is right."""
    first = [(one, suggested[0]) for one, suggested in zip(rest, found, strict=True) if suggested]
    told = mean(suggested.percent / 100 for _one, suggested in first)
    right = mean(titles[suggested.theme] == one.theme for one, suggested in first)
    sure = [(one, suggested) for one, suggested in first if suggested.percent >= 50]
    held = sum(titles[suggested.theme] == one.theme for one, suggested in sure)
    detail = f"of those told with 50 % or more, {held} of {len(sure)} are right"
    return Row(
        f"themes: how sure it says it is after {tagged}, beside right", _DATABASE, told, right, "", "told", True, detail
    )


# Quotations


def _quotations(points: Sequence[Themed]) -> Iterator[Row]:
    """Five quotations for each labelled theme: how much of what its passages are about they say."""
    themes = [[one.text for one in points if one.theme == theme] for theme in sorted({one.theme for one in points})]
    ours = mean(covered(texts, [one.at for one in representatives.representatives(texts)]) for texts in themes)
    by_lot = mean(_by_lot(texts) for texts in themes)
    first = mean(covered(texts, range(representatives.FEW)) for texts in themes)
    work = "quotations: said by five of what a theme is about"
    yield Row(f"{work}, beside by lot", _DATABASE, ours, by_lot, "", "> 1", ours > by_lot, f"mean of {_DRAWS} draws")
    yield Row(f"{work}, beside the first five", _DATABASE, ours, first, "", "> 1", ours > first)


def covered(texts: Sequence[str], chosen: Iterable[int]) -> float:
    """The share of a theme's words, each as often as passages use it, that the chosen ones use; two must use it."""
    used = Counter(word for text in texts for word in set(representatives.stems(text)))
    shared = {word: times for word, times in used.items() if times > 1}
    said = {word for at in chosen for word in representatives.stems(texts[at])}
    return sum(times for word, times in shared.items() if word in said) / sum(shared.values())


def _by_lot(texts: Sequence[str]) -> float:
    lot = random.Random(_SEED)
    return mean(covered(texts, lot.sample(range(len(texts)), representatives.FEW)) for _ in range(_DRAWS))
