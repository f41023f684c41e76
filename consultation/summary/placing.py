"""Where in the report a gap shows: under the heading of its position or chapter (interface.md 6, Preview)."""

from collections.abc import Iterable

from consultation.summary.blocks import anchor
from consultation.summary.document import Document
from consultation.summary.gaps import Gap
from consultation.summary.structure import headings

TOP = ""
"""What belongs to no one heading stands before the report."""

_CHAPTERS = {
    "summary": ("sammenfatning",),
    "recommendation": ("indstilling", "sammenfatning"),
    "main_themes": ("hovedtemaer",),
    "information": ("information", "hoeringen"),
    "general": ("generelle-bemaerkninger",),
    "process": ("videre-proces",),
}


def placed(document: Document, gaps: Iterable[Gap]) -> dict[str, list[Gap]]:
    """Anchor of a heading, or TOP -> the gaps that are said there."""
    there = {heading.anchor for heading in headings(document)}
    found: dict[str, list[Gap]] = {}
    for gap in gaps:
        place = next((one for one in _wanted(gap) if one in there), TOP)
        found.setdefault(place, []).append(gap)
    return found


def _wanted(gap: Gap) -> tuple[str, ...]:
    if gap.link_hint == "position":
        draft = gap.subject.partition(".")[0]
        return anchor("pkt", gap.subject), f"standard-{draft}", "generelle-bemaerkninger" if draft == "0" else TOP
    if gap.link_hint == "parties":
        return ("hoerte-parter",)
    return _CHAPTERS.get(gap.subject, ())
