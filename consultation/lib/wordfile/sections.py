"""Blocks as sections: the file's headings in the two levels that a draft has; deeper ones stay in the text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from consultation.lib.wordfile import ReadSection
from consultation.lib.wordfile.blocks import Block, Figure, Heading, Note, Paragraph, Runs, Table
from consultation.lib.wordfile.html import html_of, notes_in, notes_of


def sections_of(blocks: Sequence[Block], notes: dict[int, Note]) -> tuple[list[ReadSection], list[str]]:
    """The sections; and the words of a first heading that is the title of the whole."""
    blocks = _captioned(blocks)
    title, blocks = _title(blocks)
    levels = sorted({block.level for block in blocks if isinstance(block, Heading)})
    sections: list[ReadSection] = []
    seen: set[str] = set()
    head, inner = Heading(0, ""), list[Block]()
    for block in blocks:
        if isinstance(block, Heading) and levels.index(block.level) < 2:  # noqa: PLR2004 - sections have two levels
            sections += _section(head, inner, levels, notes, seen, first=not sections)
            head, inner = block, []
        else:
            inner.append(block)
    return [*sections, *_section(head, inner, levels, notes, seen, first=not sections)], title


def _title(blocks: Sequence[Block]) -> tuple[list[str], Sequence[Block]]:
    """A heading of its own level that stands first and right before the next one names the file, not a section."""
    heads = [block for block in blocks if isinstance(block, Heading)]
    if len(heads) < 2 or blocks[0] is not heads[0]:  # noqa: PLR2004 - a title and a section
        return [], blocks
    alone = all(other.level > heads[0].level for other in heads[1:])
    if alone and blocks[1] is heads[1] and not heads[0].number:
        return [heads[0].text], blocks[1:]
    return [], blocks


def _section(
    head: Heading, inner: Sequence[Block], levels: Sequence[int], notes: dict[int, Note], seen: set[str], *, first: bool
) -> list[ReadSection]:
    if not head.level and not inner:
        return []
    level = 1 if first or not head.level else levels.index(head.level) + 1
    body = html_of(inner, level)
    used = [notes[number] for number in dict.fromkeys(notes_in(inner)) if f"fn_{number}_til" not in seen]
    return [ReadSection(level, head.text, head.number, _once(body, seen) + notes_of(used), head.names)]


def _once(html: str, seen: set[str]) -> str:
    """A note that is referred to again is the same note: only the first place is the way back."""

    def first(found: re.Match[str]) -> str:
        known = found[1] in seen
        seen.add(found[1])
        return "" if known else found[0]

    return re.sub(r' id="(fn_\d+_til)"', first, html)


def _captioned(blocks: Iterable[Block]) -> list[Block]:
    """Captions go to the figure before them, or to the table before or after them."""
    found: list[Block] = []
    waiting: Runs = ()
    for block in blocks:
        if waiting and isinstance(block, Table) and not block.caption:
            found.append(replace(block, caption=waiting))
            waiting = ()
            continue
        if waiting:
            found.append(Paragraph(waiting))
            waiting = ()
        last = found[-1] if found else None
        if isinstance(block, Paragraph) and block.caption:
            if isinstance(last, Figure | Table) and not last.caption:
                found[-1] = replace(last, caption=block.runs)
            else:
                waiting = block.runs
        else:
            found.append(block)
    return [*found, Paragraph(waiting)] if waiting else found
