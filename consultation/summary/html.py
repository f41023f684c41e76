"""A paper as one accessible HTML page to download: nothing is fetched and nothing runs (R52, O5)."""

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import escape

from consultation.summary import charts
from consultation.summary.document import (
    Bullets,
    Chart,
    Document,
    Facts,
    Heading,
    Inline,
    Marked,
    Paragraph,
    Passage,
    Quote,
    Table,
    Text,
)
from consultation.summary.html_style import STYLE
from consultation.summary.soundness import require_sound
from consultation.summary.structure import (
    Caption,
    Captioned,
    Printed,
    contents,
    heading_line,
    held,
    lines,
    listed_captions,
    printed,
    run_words,
    table_rows,
)
from consultation.summary.wording import WORDS


def write(document: Document) -> bytes:
    """The paper as UTF-8. Its title is the one h1, a heading of level 1 is an h2. ValueError where it is unsound."""
    require_sound(document)
    words = WORDS[document.language]
    policy = f"default-src 'none'; style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'"
    page = (
        f'<!doctype html>\n<html lang="{document.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_escaped(document.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#_paper">{_escaped(words.skip)}</a>\n'
        f"<header>\n{_stamp(document)}<p>{_escaped(document.authority)}</p>\n<h1>{_escaped(document.title)}</h1>\n"
        f'{_facts(document.front.facts)}</header>\n{_contents(document)}<main id="_paper" tabindex="-1">\n'
        f"{''.join(_block(block, document.language) for block in printed(document))}</main>\n"
        f"<footer>\n<p>{_escaped(words.snapshot.format(snapshot=document.snapshot))}</p>\n</footer>\n</body>\n</html>\n"
    )
    return page.encode()


def _stamp(document: Document) -> str:
    return f'<p class="stamp">{WORDS[document.language].provisional}</p>\n' if document.provisional else ""


def _contents(document: Document) -> str:
    if not document.front.contents:
        return ""
    entries = "".join(
        f'<li class="level-{heading.level}"><a href="#{_escaped(heading.anchor)}">{_escaped(heading_line(heading))}</a>'
        "</li>\n"
        for heading in contents(document)
    )
    captions = "".join(
        f'<li><a href="#{_escaped(caption.anchor)}">{_text(caption.line)}</a></li>\n'
        for caption in listed_captions(document)
    )
    words = WORDS[document.language]
    return _listing("contents", words.contents, entries) + (
        _listing("captions", words.captions, captions) * bool(captions)
    )


def _listing(key: str, title: str, entries: str) -> str:
    # No anchor of a paper begins with a stroke, so these ids are free.
    listed = f"<ul>\n{entries}</ul>\n" if entries else ""
    return f'<nav aria-labelledby="_{key}">\n<h2 id="_{key}">{title}</h2>\n{listed}</nav>\n'


def _block(block: Printed, language: str) -> str:
    match block:
        case Heading():
            written = _heading(block)
        case Paragraph(content, style):
            written = f'<p class="{style}">{_inline(content)}</p>'
        case Bullets(items, ordered):
            written = _list("ol" if ordered else "ul", items)
        case Quote(text, source):
            written = _quote(text, source)
        case Facts(rows):
            written = _facts(rows)
        case Captioned(shown, caption):
            written = _table(shown, caption, language) if isinstance(shown, Table) else _chart(shown, caption)
        case Marked():
            written = _marked(block)
    return f"{written}\n"


def _heading(heading: Heading) -> str:
    tag = f"h{heading.level + 1}"
    return f'<{tag} id="{_escaped(heading.anchor)}">{_escaped(heading_line(heading))}</{tag}>'


def _list(tag: str, items: Iterable[Inline]) -> str:
    return f"<{tag}>\n{_each('li', map(_inline, items))}</{tag}>"


def _quote(text: str, source: Inline) -> str:
    quoted = f"<blockquote><p>{_text(text)}</p></blockquote>"
    return f"<figure>\n{quoted}\n<figcaption>{_inline(source)}</figcaption>\n</figure>"


def _facts(rows: tuple[tuple[str, Inline], ...]) -> str:
    pairs = "".join(f"<div><dt>{_escaped(label)}</dt><dd>{_inline(value)}</dd></div>\n" for label, value in rows)
    return f"<dl>\n{pairs}</dl>\n" if pairs else ""


def _chart(chart: Chart, caption: Caption) -> str:
    """As wide as its place; its table comes right after it."""
    key = _escaped(caption.anchor)
    drawing = charts.drawn(charts.bars(chart), said=charts.described(key, caption.line, chart.about))
    return f'<figure class="chart" id="{key}">\n<figcaption>{_text(caption.line)}</figcaption>\n{drawing}\n</figure>'


def _table(table: Table, caption: Caption, language: str) -> str:
    name = _escaped(caption.anchor)
    columns = "".join(f'<th scope="col"{_aligned(n, table)}>{_text(text)}</th>' for n, text in enumerate(table.header))
    names = [f' id="{_escaped(anchor)}"' for anchor in table.anchors] or [""] * max(1, len(table.rows))
    rows = "".join(
        f"<tr{name}>{_row(row, table)}</tr>\n" for name, row in zip(names, table_rows(table, language), strict=True)
    )
    return (
        f'<div class="wide" role="region" aria-labelledby="{name}" tabindex="0">\n<table>\n'
        f'<caption id="{name}">{_text(caption.line)}</caption>\n<thead>\n<tr>{columns}</tr>\n</thead>\n'
        f"<tbody>\n{rows}</tbody>\n</table>\n</div>"
    )


def _row(row: tuple[Inline, ...], table: Table) -> str:
    cells = []
    for column, cell in enumerate(row):
        heads = table.row_headers and column == 0
        tag, scope = ("th", ' scope="row"') if heads else ("td", "")
        cells.append(f"<{tag}{scope}{_aligned(column, table)}>{_inline(cell)}</{tag}>")
    return "".join(cells)


def _marked(block: Marked) -> str:
    words = "".join(map(_passage, block.passages))
    notes = f"<ul>\n{_each('li', map(_inline, block.notes))}</ul>" if block.notes else ""
    return f'<div class="marked"><p>{words}</p>\n{notes}</div>'


def _passage(passage: Passage) -> str:
    """The marks are drawn by the style, so that they are neither copied nor read aloud."""
    begins = "".join(f'<span class="begin" data-point="{_escaped(number)}"></span>' for number in passage.begins)
    return begins + _text(passage.text) + '<span class="end"></span>' * passage.ends


def _aligned(column: int, table: Table) -> str:
    return ' class="number"' if column in table.numeric else ""


def _each(tag: str, parts: Iterable[str]) -> str:
    return "".join(f"<{tag}>{part}</{tag}>\n" for part in parts)


def _inline(content: Inline) -> str:
    return "".join(map(_run, content))


def _run(run: Text) -> str:
    written = _text(held(run_words(run)))
    written = f"<strong>{written}</strong>" if run.bold else written
    written = f"<em>{written}</em>" if run.italic else written
    written = f'<span lang="{_escaped(run.language)}">{written}</span>' if run.language else written
    return f'<a href="{_escaped(run.target)}">{written}</a>' if run.target is not None else written


def _text(text: str) -> str:
    return "<br>".join(_escaped(line) for line in lines(text))


def _escaped(text: str) -> str:
    return escape(text)
