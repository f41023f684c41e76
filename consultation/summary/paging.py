"""On which page of the papers a response and a position stand, for whoever asks where one went."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from consultation.summary.blocks import anchor
from consultation.summary.document import Document, Heading
from consultation.summary.selection import Row
from consultation.summary.words import SOME_NUMBERS, listed_numbers

COMPILED, REPORT = "samlede-hoeringssvar.pdf", "hoeringsnotat.pdf"
_HEADED = re.compile(rf"Svar nr\. ({SOME_NUMBERS}):")


@dataclass(frozen=True)
class Pages:
    """Response number -> its page in COMPILED, position number -> its page in REPORT; none for what is not there.

    `answered` is response number -> the numbers of the positions that count it; `counts` is how many pages each open
    PDF has, by its name.
    """

    responses: Mapping[str, int] = field(default_factory=dict)
    positions: Mapping[str, int] = field(default_factory=dict)
    answered: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)


def pages_of(compiled: Document, rows: tuple[Row, ...], places: Mapping[str, Mapping[str, int]]) -> Pages:
    """`places` are the pages of the headings of both papers, by file and anchor."""
    responses = {}
    for block in compiled.blocks:
        found = _HEADED.match(block.text) if isinstance(block, Heading) else None
        if found is not None and isinstance(block, Heading):
            page = places[COMPILED][block.anchor]
            responses.update(dict.fromkeys(listed_numbers(found[1]), page))
    printed = {row.position.number: places[REPORT].get(anchor("pkt", row.position.number)) for row in rows}
    answered: dict[str, tuple[str, ...]] = {}
    for row in rows:
        for number in row.numbers:
            answered[number] = (*answered.get(number, ()), row.position.number)
    return Pages(responses, {number: page for number, page in printed.items() if page is not None}, answered)
