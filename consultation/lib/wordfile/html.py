"""Blocks as the HTML that lib.html keeps: nested lists, tables with heads, figures, notes with ways back."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from consultation.lib.wordfile.blocks import Block, Cell, Figure, Heading, Item, Note, Paragraph, Run, Runs, Table

_HEADS = {1: "h3", 2: "h4"}
"""Level of the section -> what a heading inside it is."""


def html_of(blocks: Sequence[Block], level: int = 1) -> str:
    parts, at = [], 0
    while at < len(blocks):
        block = blocks[at]
        if isinstance(block, Item):
            items = _items(blocks, at)
            parts.append(_lists(items))
            at += len(items)
        else:
            parts.append(_one(block, level))
            at += 1
    return "".join(f"{part}\n" for part in parts if part)


def notes_of(notes: Iterable[Note]) -> str:
    """The notes below a section, each with the way back to where it is referred to."""
    return "".join(f"{_note(note)}\n" for note in notes)


def notes_in(blocks: Iterable[Block]) -> Iterator[int]:
    """The numbers that are referred to, in their order."""
    for block in blocks:
        if isinstance(block, Paragraph | Item):
            yield from (run.note for run in block.runs if run.note)
        elif isinstance(block, Figure):
            yield from (run.note for run in block.caption if run.note)
        elif isinstance(block, Table):
            yield from (run.note for run in block.caption if run.note)
            yield from (number for row in block.rows for cell in row for number in notes_in(cell.blocks))


def _one(block: Block, level: int) -> str:
    match block:
        case Paragraph(runs):
            return f"<p>{inline(runs)}</p>"
        case Heading(_level, text):
            return f"<{_HEADS[level]}>{escape(text, quote=False)}</{_HEADS[level]}>"
        case Figure(picture, alt, caption):
            below = f"<figcaption>{inline(caption)}</figcaption>" if caption else ""
            return f'<figure><img src="wordfile:{picture}" alt="{escape(alt)}">{below}</figure>'
        case Table():
            return _table(block)
        case Item():
            return _lists([block])


def _items(blocks: Sequence[Block], at: int) -> list[Item]:
    items: list[Item] = []
    for block in blocks[at:]:
        if not isinstance(block, Item):
            break
        items.append(block)
    return items


def _lists(items: Sequence[Item]) -> str:
    parts, at = [], 0
    while at < len(items):
        part, at = _list(items, at)
        parts.append(part)
    return "\n".join(parts)


def _list(items: Sequence[Item], at: int) -> tuple[str, int]:
    """One list from here on, with what is deeper inside its items; and where it ends."""
    first, lines, value = items[at], list[str](), items[at].value
    while at < len(items) and items[at].depth >= first.depth:
        item = items[at]
        if item.depth > first.depth:
            below, at = _list(items, at)
            lines[-1] += f"\n{below}"
            continue
        if item.kind != first.kind or (item.kind and item.value != value):
            break
        lines.append(inline(item.runs))
        value, at = value + 1, at + 1
    body = "".join(f"<li>{line}</li>\n" for line in lines)
    tag = "ol" if first.kind else "ul"
    return f"<{tag}{_counted(first)}>\n{body}</{tag}>", at


def _counted(first: Item) -> str:
    kind = f' type="{first.kind}"' if first.kind not in {"", "1"} else ""
    return kind + (f' start="{first.value}"' if first.kind and first.value != 1 else "")


def _table(table: Table) -> str:
    heads = _head_rows(table)
    caption = f"<caption>{inline(table.caption)}</caption>" if table.caption else ""
    head = f"<thead>{_rows(table.rows[:heads])}</thead>" if heads else ""
    return f"<table>{caption}{head}<tbody>{_rows(table.rows[heads:])}</tbody></table>"


def _head_rows(table: Table) -> int:
    """How many rows are heads throughout and can stand apart, because no cell of theirs reaches further down."""
    heads = 0
    for row in table.rows[:-1]:
        if not row or any(cell.head != "col" for cell in row):
            break
        heads += 1
    apart = all(at + cell.rowspan <= heads for at, row in enumerate(table.rows[:heads]) for cell in row)
    return heads if apart else 0


def _rows(rows: Iterable[Sequence[Cell]]) -> str:
    return "".join(f"<tr>{''.join(_cell(cell) for cell in row)}</tr>" for row in rows)


def _cell(cell: Cell) -> str:
    tag = "th" if cell.head and cell.blocks else "td"
    scope = f' scope="{cell.head}"' if tag == "th" else ""
    spans = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    spans += f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    return f"<{tag}{scope}{spans}>{_content(cell)}</{tag}>"


def _content(cell: Cell) -> str:
    if len(cell.blocks) == 1 and isinstance(cell.blocks[0], Paragraph):
        runs = cell.blocks[0].runs
        return inline(tuple(_unbold(run) for run in runs) if cell.head else runs)
    return html_of(cell.blocks).rstrip("\n")


def _unbold(run: Run) -> Run:
    return Run(run.text, italic=run.italic, raised=run.raised, href=run.href, note=run.note)


def _note(note: Note) -> str:
    first, *rest = note.blocks or [Paragraph(())]
    back = f'<a href="#fn_{note.number}_til">Note {note.number}</a>: '
    if not isinstance(first, Paragraph):
        first, rest = Paragraph(()), [first, *rest]
    opening = f'<p id="fn_{note.number}">{back}{inline(first.runs)}</p>'
    return "\n".join([opening, html_of(rest).rstrip("\n")]).rstrip("\n")


def inline(runs: Runs) -> str:
    """Runs of one kind together; blanks at the ends of a paragraph are no text."""
    parts: list[tuple[Run, str]] = []
    for run in _trimmed(runs):
        if parts and not run.note and not parts[-1][0].note and _kind(parts[-1][0]) == _kind(run):
            parts[-1] = (run, parts[-1][1] + run.text)
        else:
            parts.append((run, run.text))
    return "".join(_formatted(run, text) for run, text in parts)


def _trimmed(runs: Runs) -> Runs:
    kept = list(runs)
    while kept and not kept[0].text.strip():
        kept.pop(0)
    while kept and not kept[-1].text.strip():
        kept.pop()
    if not kept:
        return ()
    kept[0] = _with_text(kept[0], kept[0].text.lstrip())
    kept[-1] = _with_text(kept[-1], kept[-1].text.rstrip())
    return tuple(kept)


def _with_text(run: Run, text: str) -> Run:
    return Run(text, run.bold, run.italic, run.raised, run.href, run.note)


def _kind(run: Run) -> tuple[object, ...]:
    return run.bold, run.italic, run.raised, run.href


def _formatted(run: Run, text: str) -> str:
    if run.note:
        return f'<sup><a href="#fn_{run.note}" id="fn_{run.note}_til">{run.note}</a></sup>'
    html = escape(text, quote=False).replace("\n", "<br>")
    if not text.strip():
        return html
    for on, tag in ((run.raised != "", run.raised), (run.italic, "em"), (run.bold, "strong")):
        html = f"<{tag}>{html}</{tag}>" if on else html
    return f'<a href="{escape(run.href)}">{html}</a>' if run.href else html
