"""From our HTML back to Markdown, where that loses nothing: so that what came from a file can be edited (R1)."""

import re
from html.parser import HTMLParser

from consultation.lib.html import from_markdown

_INLINE = {"strong": "**", "em": "*"}
_HEADINGS = {"h2": "##", "h3": "###", "h4": "####"}
_HOLDERS = frozenset(["ul", "ol", "table", "thead", "tbody", "tr"])
_BLOCKS = frozenset(["p", "li", "th", "td", *_HOLDERS, *_HEADINGS])
_ALWAYS = re.compile(r"([\\*`<\[\]|]|&(?=#?\w+;)|(?<!\w)_|_(?!\w))")
_EVERYTHING = re.compile(r"([!-/:-@\[-`{-~])")
_AT_START = re.compile(r"^(\s*)([#+>-]|\d+[.)])", re.MULTILINE)
_CLOSING_NOTE = re.compile(r"(?:\A|\n\n)\*([^*\n]+)\*\s*\Z")


def closing_note(markdown: str) -> str:
    """What a text says last, if that is a paragraph all in italics: a note on texts, such as "example"."""
    found = _CLOSING_NOTE.search(markdown.strip())
    return found[1].strip() if found else ""


def without_closing_note(markdown: str) -> str:
    """The text before its closing note."""
    return _CLOSING_NOTE.sub("", markdown.strip())


def to_markdown(html: str) -> str | None:
    """Markdown that becomes this very HTML again, None where there is none: notes, pictures, merged cells."""
    for escape in (_some, _all):
        writer = _Writer(escape)
        writer.feed(html)
        writer.close()
        markdown = writer.written()
        if canonical(from_markdown(markdown)) == canonical(html):
            return markdown
    return None


def canonical(html: str) -> list[str]:
    """Tags and words in their order; blanks beside a block are nothing."""
    parts = [part for part in re.split(r'(<(?:[^>"]|"[^"]*")*>)', html) if part]
    kept: list[str] = []
    for at, part in enumerate(parts):
        if part.startswith("<"):
            kept.append(part)
            continue
        text = re.sub(r"\s+", " ", part)
        text = text.lstrip() if at == 0 or _is_block(parts[at - 1]) else text
        text = text.rstrip() if at == len(parts) - 1 or _is_block(parts[at + 1]) else text
        if text:
            kept.append(text)
    return kept


def _is_block(tag: str) -> bool:
    name = re.match(r"</?(\w+)", tag)
    return name is not None and (name[1] in _BLOCKS or name[1] == "br")


def _some(text: str) -> str:
    return _AT_START.sub(_escaped_start, _ALWAYS.sub(r"\\\1", text))


def _escaped_start(found: re.Match[str]) -> str:
    mark = found[2]
    return f"{found[1]}{mark[:-1]}\\{mark[-1]}"


def _all(text: str) -> str:
    return _EVERYTHING.sub(r"\\\1", text)


class _Writer(HTMLParser):
    """Writes Markdown line by line; `_lists` holds the mark of each open list."""

    def __init__(self, escape: object) -> None:
        super().__init__(convert_charrefs=True)
        self._escape = escape
        self._blocks: list[str] = []
        self._line = ""
        self._lists: list[tuple[str, int]] = []
        self._indents: list[str] = []
        self._links: list[str] = []
        self._rows: list[list[str]] = []

    def written(self) -> str:
        self._end_line()
        return "\n".join(self._blocks).strip("\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in {"ul", "ol"}:
            self._begin_list(tag, int(given.get("start") or 1))
        elif tag == "li":
            self._begin_item()
        elif tag == "tr":
            self._rows.append([])
        elif tag in _HEADINGS:
            self._line = f"{_HEADINGS[tag]} "
        else:
            self._begin_inline(tag, given.get("href") or "")

    def _begin_inline(self, tag: str, href: str) -> None:
        self._line += _INLINE.get(tag, "")
        if tag == "br":
            self._line += "\\\n" + "".join(self._indents)
        elif tag == "a":
            self._links.append(href)
            self._line += "["

    def _begin_list(self, tag: str, start: int) -> None:
        self._end_line()
        if not self._lists:
            self._blocks.append("")
        self._lists.append((tag, start))
        self._indents.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in _INLINE:
            self._line += _INLINE[tag]
        elif tag == "a":
            self._line += f"]({self._links.pop() if self._links else ''})"
        elif tag in {"p", *_HEADINGS}:
            self._end_line()
            self._blocks.append("")
        elif tag == "li":
            self._end_line()
        elif tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
            self._indents.pop()
            if not self._lists:
                self._blocks.append("")
        else:
            self._end_of_table(tag)

    def _end_of_table(self, tag: str) -> None:
        if tag in {"th", "td"} and self._rows:
            self._rows[-1].append(self._line.strip())
            self._line = ""
        elif tag == "thead" and self._rows:
            self._rows.append(["---"] * len(self._rows[0]))
        elif tag == "table":
            self._blocks += [f"| {' | '.join(row)} |" for row in self._rows]
            self._blocks.append("")
            self._rows = []

    def handle_data(self, data: str) -> None:
        text = re.sub(r"\s+", " ", data)
        if text.strip() or self._line:
            at_start = not self._line.strip() or self._line.endswith("\n")
            self._line += self._escaped(text, at_start=at_start)

    def _escaped(self, text: str, *, at_start: bool) -> str:
        if self._escape is _all:
            return _all(text)
        return _some(text) if at_start else _ALWAYS.sub(r"\\\1", text)

    def _begin_item(self) -> None:
        self._end_line()
        if not self._lists:
            return
        kind, number = self._lists[-1]
        mark = f"{number}. " if kind == "ol" else "- "
        self._line = "".join(self._indents[:-1]) + mark
        self._lists[-1] = kind, number + 1
        self._indents[-1] = " " * len(mark)

    def _end_line(self) -> None:
        if self._line.strip():
            self._blocks.append(self._line.rstrip(" "))
        self._line = ""
