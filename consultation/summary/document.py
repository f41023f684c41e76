"""The document model: what a paper says, apart from how DOCX, PDF and HTML write it (R41, R52).

Builders return a Document; every writer renders each block, so that all formats hold the same words in the same order.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """A run of plain text. `target` is an anchor of this document ("#svar-17") or an https address.

    With `named`, its words are what the target is called ("kapitel 7"), and on paper they give the page; without words
    it has them from `structure.named`; where it is `unlinked`, paper gives the page and no link: for bullets that are a
    register of thousands. `language` is given where it is another than the paper's.
    """

    text: str
    bold: bool = False
    italic: bool = False
    target: str | None = None
    named: bool = False
    unlinked: bool = False
    language: str = ""


Inline = tuple[Text, ...]


@dataclass(frozen=True)
class Heading:
    """Level 1-4; levels never skip. `anchor` is unique in the document and becomes bookmark, label and id: a letter,
    then letters, digits, ".", "_" and "-"."""

    level: int
    text: str
    anchor: str
    number: str = ""


@dataclass(frozen=True)
class Paragraph:
    """`style` is one of "body", "lead", "note", and "about" for a note that stays with what it is about, below it."""

    content: Inline
    style: str = "body"


@dataclass(frozen=True)
class Bullets:
    items: tuple[Inline, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Quote:
    """Verbatim words of a rendition and where they stand ("Svar nr. 17"). Line breaks are kept."""

    text: str
    source: Inline


@dataclass(frozen=True)
class Facts:
    """Label and value pairs: case number, dates."""

    rows: tuple[tuple[str, Inline], ...]


@dataclass(frozen=True)
class Table:
    """`widths` are relative column widths. The header row repeats on each page; the first column heads its row
    when `row_headers` is set. Cells hold inline content; a line break in a Text is a line break in the cell. The
    caption is numbered where it is printed; `anchor` is given where the text refers to the table; `anchors` name the
    rows, one each, where other places refer to them."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Inline, ...], ...]
    widths: tuple[int, ...]
    row_headers: bool = False
    numeric: tuple[int, ...] = ()
    anchor: str = ""
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chart:
    """Bars of the whole numbers in one column of `table`, which is printed after it: no chart says what its table does
    not. A bar is named by the cells before the first column of numbers. `about` is the picture in one sentence."""

    caption: str
    about: str
    table: Table
    column: int
    anchor: str = ""


@dataclass(frozen=True)
class Passage:
    """A stretch of words between marks: the numbers of the marks that begin before it, and how many end behind it."""

    text: str
    begins: tuple[str, ...] = ()
    ends: int = 0


@dataclass(frozen=True)
class Marked:
    """A paragraph of a response, whole and in its own words, and the margin notes on the passages that end in it.

    A mark is drawn and is no text: what is copied or read aloud are the writer's words, then the notes.
    """

    passages: tuple[Passage, ...]
    notes: tuple[Inline, ...] = ()


Block = Heading | Paragraph | Bullets | Quote | Facts | Table | Chart | Marked


@dataclass(frozen=True)
class Front:
    """The front page: facts above the contents list, which holds headings down to the level `depth`."""

    facts: tuple[tuple[str, Inline], ...]
    contents: bool = True
    depth: int = 2


@dataclass(frozen=True)
class Document:
    """`made_at` is ISO 8601 UTC, the document's only date; `provisional` stamps KLADDE in words on each page."""

    title: str
    authority: str
    language: str
    snapshot: str
    made_at: str
    front: Front
    blocks: tuple[Block, ...]
    provisional: bool = False
    case_number: str = ""


def plain(*texts: str) -> Inline:
    """Inline content of unformatted runs."""
    return tuple(Text(text) for text in texts)
