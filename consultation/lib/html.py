"""The only door to bleach: HTML that editors may write, and its way to plain text."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore

_TABLE = ("table", "caption", "thead", "tbody", "tr", "th", "td")
_FIGURE = ("figcaption", "figure", "img")
_INLINE = ("a", "br", "em", "strong", "sub", "sup")
TAGS = frozenset(("blockquote", "h2", "h3", "h4", "li", "ol", "p", "ul", *_INLINE, *_TABLE, *_FIGURE))
PICTURES = "/billeder/"
"""Where the pictures of texts are, each below a key of its own; no other picture is shown."""

_HREF = re.compile(r"https://|mailto:|#|/(?![/\\])")
_WITHOUT_WORDS = re.compile(r"<(script|style)(?=[\s/>])", re.IGNORECASE | re.ASCII)
_LEVELS = {"h1": "h2", "h5": "h4", "h6": "h4"}
_BLOCKS = frozenset(
    ["blockquote", "br", "caption", "figcaption", "figure", "h2", "h3", "h4", "li", "ol", "p", "table", "td", "th"]
) | {"tr", "ul"}
_VALUES = {
    ("a", "href"): _HREF,
    ("a", "id"): re.compile(r"fn_[1-9]\d{0,3}_til\Z", re.ASCII),
    ("p", "id"): re.compile(r"fn_[1-9]\d{0,3}\Z", re.ASCII),
    ("img", "alt"): re.compile(""),
    ("img", "src"): re.compile(rf"{PICTURES}[a-z2-7]{{16}}\Z"),
    ("ol", "start"): re.compile(r"[1-9]\d{0,3}\Z", re.ASCII),
    ("ol", "type"): re.compile(r"[1aAiI]\Z"),
    ("th", "scope"): re.compile(r"(col|row)\Z"),
    **{(tag, name): re.compile(r"[1-9]\d?\Z", re.ASCII) for tag in ("td", "th") for name in ("colspan", "rowspan")},
}
"""What an attribute may say; every other one goes. An id has an underscore, which no word in an address has."""


def sanitise(html: str) -> str:
    """Keeps headings, paragraphs, lists, tables, emphasis, quotations, notes, own pictures and safe links.

    Of other tags only their text stays. A link may lead to https, mailto, a place on the page or a path of this site,
    nowhere else: bleach's own list of protocols lets `javascript:1` and `//evil` through. What stands inside script
    and style is dropped, and so is a picture that is not one of ours.
    """
    from bleach.sanitizer import Cleaner  # noqa: PLC0415 - 4 MB, for whoever writes; what is read is clean already

    filters: list[Any] = [_OwnPictures]
    return Cleaner(tags=TAGS, attributes=_allowed, strip=True, filters=filters).clean(_without_scripts(html))


@lru_cache(256)
def from_markdown(md: str) -> str:
    """CommonMark with tables, without HTML, images and code. Headings go from h2 to h4, table heads have a scope."""
    return sanitise(_markdown().render(md))


def to_text(html: str) -> str:
    """The words of sanitised HTML in their order: a block on a line of its own, text otherwise as it stands."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = ("".join(reader.parts)).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def _allowed(tag: str, name: str, value: str) -> bool:
    allowed = _VALUES.get((tag, name))
    return allowed is not None and bool(allowed.match(value))


class _OwnPictures:
    """A step of bleach: drops pictures that are none of ours, and gives each of ours an alternative text."""

    def __init__(self, source: Iterable[dict[str, Any]]) -> None:
        self._source = source

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for token in self._source:
            if token.get("name") != "img":
                yield token
            elif (None, "src") in token["data"]:
                token["data"].setdefault((None, "alt"), "")
                yield token


def _without_scripts(html: str) -> str:
    """Without what bleach would show as text; an element that never ends takes the rest with it, as in browsers."""
    kept, at = [], 0
    while start := _WITHOUT_WORDS.search(html, at):
        kept.append(html[at : start.start()])
        end = re.compile(rf"</{start[1]}(?=[\s/>])[^>]*>?", re.IGNORECASE | re.ASCII).search(html, start.end())
        if end is None:
            return "".join(kept)
        at = end.end()
    return "".join(kept) + html[at:]


def _house_style(state: "StateCore") -> None:
    """h1 belongs to the page, and a heading in a table says what it heads."""
    for token in state.tokens:
        token.tag = _LEVELS.get(token.tag, token.tag)
        if token.type == "th_open":
            token.attrs = {"scope": "col"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's signature
        self._break_at(tag)

    def handle_endtag(self, tag: str) -> None:
        self._break_at(tag)

    def handle_data(self, data: str) -> None:
        self.parts.append(data.replace("\n", " "))

    def _break_at(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")


@cache
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # noqa: PLC0415 - as above

    made = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "code", "fence", "backticks"])
    made.core.ruler.push("house_style", _house_style)
    return made
