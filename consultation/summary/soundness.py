"""What a paper must be before any writer prints it; a fault is a mistake in a builder, never in a person's text."""

import re
from collections.abc import Iterator

from consultation.summary.charts import MOST_BARS, bars
from consultation.summary.document import Bullets, Chart, Document, Table
from consultation.summary.structure import Captioned, anchors, captions, headings, inlines, printed, words_in_order
from consultation.summary.wording import WORDS

DEEPEST_HEADING = 4
_ANCHOR = re.compile("[A-Za-z][A-Za-z0-9._-]*")
# A control character or half a surrogate pair can stand in no XML file; they are refused at the door (I2).
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def require_sound(document: Document) -> None:
    """ValueError where a builder made a paper that no writer can print: a skipped heading level, an anchor twice, a
    link to nowhere, a row of the wrong width, a character that XML forbids."""
    if faults := tuple(_faults(document)):
        raise ValueError("; ".join(faults))


def _faults(document: Document) -> Iterator[str]:
    if document.language not in WORDS:
        yield f"language {document.language}"
        return
    yield from _heading_faults(document)
    yield from _anchor_faults(document)
    if any(isinstance(block, Bullets) and not block.items for block in document.blocks):
        yield "a list of nothing"
    tables = (shown.block for shown in printed(document) if isinstance(shown, Captioned))
    if uneven := [
        f"table {one.caption!r}: uneven rows" for one in tables if isinstance(one, Table) and _is_uneven(one)
    ]:
        yield from uneven
        return
    charts = [block for block in document.blocks if isinstance(block, Chart)]
    for chart in charts:
        yield from _chart_faults(chart)
    yield from _target_faults(document)
    for text in (*words_in_order(document), *(chart.about for chart in charts), document.snapshot):
        if found := _ILLEGAL.search(text):
            yield f"character {found[0]!r} in {text[:40]!r}"


def _heading_faults(document: Document) -> Iterator[str]:
    before = 0
    for heading in headings(document):
        if not 1 <= heading.level <= min(before + 1, DEEPEST_HEADING):
            yield f"heading {heading.text!r}: level {heading.level} after {before}"
        before = heading.level


def _anchor_faults(document: Document) -> Iterator[str]:
    seen = set[str]()
    for caption in captions(document):
        if caption.anchor in seen or not _ANCHOR.fullmatch(caption.anchor.removeprefix("_")):
            yield f"anchor {caption.anchor!r} of a caption"
        seen.add(caption.anchor)
    for anchor in anchors(document):
        if not _ANCHOR.fullmatch(anchor):
            yield f"anchor {anchor!r}"
        if anchor in seen:
            yield f"anchor {anchor!r} twice"
        seen.add(anchor)


def _chart_faults(chart: Chart) -> Iterator[str]:
    table = chart.table
    if not table.numeric or min(table.numeric) == 0 or chart.column not in table.numeric:
        yield f"chart {chart.caption!r}: no names or no numbers"
    elif not 0 < len(table.rows) <= MOST_BARS:
        yield f"chart {chart.caption!r}: {len(table.rows)} bars"
    else:
        try:
            bars(chart)
        except ValueError as error:
            yield f"chart {chart.caption!r}: {error}"
    if not chart.about.strip():
        yield f"chart {chart.caption!r}: says nothing to who cannot see it"


def _target_faults(document: Document) -> Iterator[str]:
    places = {f"#{anchor}" for anchor in anchors(document)}
    places |= {f"#{caption.anchor}" for caption in captions(document)}
    for run in (run for content in inlines(document) for run in content):
        inside = run.target is not None and run.target in places
        if run.target is not None and not run.target.startswith("https://") and not inside:
            yield f"target {run.target!r} is nowhere"
        if run.named and not (inside and run.text):
            yield f"reference to {run.target!r} has no words"


def _is_uneven(table: Table) -> bool:
    columns = len(table.header)
    named = not table.anchors or len(table.anchors) == len(table.rows)
    return not columns or not named or {len(table.widths), *map(len, table.rows)} != {columns}
