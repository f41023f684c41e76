"""A paper as one accessible HTML page to download: nothing is fetched and nothing runs (R52, O5)."""

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import escape

from consultation.summary.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Inline,
    PageBreak,
    Paragraph,
    Quote,
    Table,
    Text,
)
from consultation.summary.html_style import STYLE
from consultation.summary.soundness import require_sound
from consultation.summary.structure import contents, heading_line, lines, run_words, table_rows
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
        f"<header>\n{_stamp(document)}<p>{_escaped(document.authority)}</p>\n<h1>{_escaped(document.title)}</h1>\n"
        f"{_facts(document.front.facts)}</header>\n{_contents(document)}<main>\n"
        f"{''.join(_block(block, number, document.language) for number, block in enumerate(document.blocks))}</main>\n"
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
    # No anchor of a paper begins with a stroke, so these ids are free.
    title = f'<h2 id="_contents">{WORDS[document.language].contents}</h2>'
    listed = f"<ul>\n{entries}</ul>\n" if entries else ""
    return f'<nav aria-labelledby="_contents">\n{title}\n{listed}</nav>\n'


def _block(block: Block, number: int, language: str) -> str:
    match block:
        case Heading():
            tag = f"h{block.level + 1}"
            written = f'<{tag} id="{_escaped(block.anchor)}">{_escaped(heading_line(block))}</{tag}>'
        case Paragraph(content, style):
            written = f'<p class="{style}">{_inline(content)}</p>'
        case Bullets(items, ordered):
            tag = "ol" if ordered else "ul"
            written = f"<{tag}>\n{_each('li', map(_inline, items))}</{tag}>"
        case Quote(text, source):
            quoted = f"<blockquote><p>{_text(text)}</p></blockquote>"
            written = f"<figure>\n{quoted}\n<figcaption>{_inline(source)}</figcaption>\n</figure>"
        case Facts(rows):
            written = _facts(rows)
        case Table():
            written = _table(block, number, language)
        case PageBreak():
            written = '<div class="page"></div>'
    return f"{written}\n"


def _facts(rows: tuple[tuple[str, Inline], ...]) -> str:
    pairs = "".join(f"<div><dt>{_escaped(label)}</dt><dd>{_inline(value)}</dd></div>\n" for label, value in rows)
    return f"<dl>\n{pairs}</dl>\n" if pairs else ""


def _table(table: Table, number: int, language: str) -> str:
    name = f"_table-{number}"
    columns = "".join(f'<th scope="col"{_aligned(n, table)}>{_text(text)}</th>' for n, text in enumerate(table.header))
    rows = "".join(f"<tr>{_row(row, table)}</tr>\n" for row in table_rows(table, language))
    return (
        f'<div class="wide" role="region" aria-labelledby="{name}" tabindex="0">\n<table>\n'
        f'<caption id="{name}">{_text(table.caption)}</caption>\n<thead>\n<tr>{columns}</tr>\n</thead>\n'
        f"<tbody>\n{rows}</tbody>\n</table>\n</div>"
    )


def _row(row: tuple[Inline, ...], table: Table) -> str:
    cells = []
    for column, cell in enumerate(row):
        heads = table.row_headers and column == 0
        tag, scope = ("th", ' scope="row"') if heads else ("td", "")
        cells.append(f"<{tag}{scope}{_aligned(column, table)}>{_inline(cell)}</{tag}>")
    return "".join(cells)


def _aligned(column: int, table: Table) -> str:
    return ' class="number"' if column in table.numeric else ""


def _each(tag: str, parts: Iterable[str]) -> str:
    return "".join(f"<{tag}>{part}</{tag}>\n" for part in parts)


def _inline(content: Inline) -> str:
    return "".join(map(_run, content))


def _run(run: Text) -> str:
    written = _text(run_words(run))
    written = f"<strong>{written}</strong>" if run.bold else written
    written = f"<em>{written}</em>" if run.italic else written
    return f'<a href="{_escaped(run.target)}">{written}</a>' if run.target is not None else written


def _text(text: str) -> str:
    return "<br>".join(_escaped(line) for line in lines(text))


def _escaped(text: str) -> str:
    return escape(text)
