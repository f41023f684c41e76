"""The few pieces of WordprocessingML that a paper needs, as text. Every word is escaped, so that none is markup."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from consultation.summary.docx_styles import ACCENT, HAIR, NAMESPACE, SHADE, TEXT_WIDTH, style_id
from consultation.summary.structure import lines

TAB = "<w:r><w:tab/></w:r>"
_EMU = 9525
"""English metric units to a CSS pixel."""
TWENTIETHS = 15
"""Twentieths of a point to a CSS pixel."""
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
NAMESPACES = (
    f'{NAMESPACE} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="{_PICTURE}" '
    'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"'
)


@dataclass(frozen=True)
class Lines:
    """A paragraph: `content` is made of runs. `list_number` is a list of the numbering part, `after` the space below it
    where that is another than its style's."""

    style: str
    content: str = ""
    keep_next: bool = False
    page_before: bool = False
    list_number: int | None = None
    right: bool = False
    after: int | None = None

    def xml(self) -> str:
        """The properties stand in the order that the schema demands."""
        apart = ' w:before="0"' * self.page_before + (f' w:after="{self.after}"' if self.after is not None else "")
        numbered = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{self.list_number}"/></w:numPr>'
        properties = (
            f'<w:pStyle w:val="{style_id(self.style)}"/>',
            "<w:keepNext/>" if self.keep_next else "",
            "<w:pageBreakBefore/>" if self.page_before else "",
            numbered if self.list_number is not None else "",
            f"<w:spacing{apart}/>" if apart else "",
            '<w:jc w:val="right"/>' if self.right else "",
        )
        return f"<w:p><w:pPr>{''.join(properties)}</w:pPr>{self.content}</w:p>"


@dataclass(frozen=True)
class Row:
    """`whole` keeps the row on one page."""

    cells: Sequence[Lines]
    whole: bool = True


@dataclass(frozen=True)
class Grid:
    """A table over the width of the text, `across`; the first row is repeated on each page where `header` is set.
    `about` is the text that a screen reader says before it."""

    style: str
    widths: tuple[int, ...]
    rows: Sequence[Row]
    header: bool = False
    row_headers: bool = False
    about: str = ""
    across: int = TEXT_WIDTH

    def xml(self) -> str:
        columns = [self.across * width // sum(self.widths) for width in self.widths]
        look = f'w:firstRow="{int(self.header)}" w:firstColumn="{int(self.row_headers)}" w:noHBand="1" w:noVBand="1"'
        about = f'<w:tblCaption w:val="{_escaped(self.about)}"/>' if self.about else ""
        properties = (
            f'<w:tblStyle w:val="{style_id(self.style)}"/><w:tblW w:w="{self.across}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0000" {look} w:lastRow="0" w:lastColumn="0"/>{about}'
        )
        measures = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
        rows = (_row(row, columns, header=self.header and number == 0) for number, row in enumerate(self.rows))
        return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{measures}</w:tblGrid>{''.join(rows)}</w:tbl>"


def runs(
    text: str, *, bold: bool = False, italic: bool = False, style: str = "", language: str = "", frame: int = 0
) -> str:
    """`text` as one run with its line breaks and tabs. Neighbours with the same `frame` above 0 share one."""
    named = f'<w:rStyle w:val="{style_id(style)}"/>' if style else ""
    framed = f'<w:bdr w:val="single" w:sz="{4 * frame}" w:space="0" w:color="{ACCENT}"/>' if frame else ""
    spoken = f'<w:lang w:val="{_escaped(language)}"/>' if language else ""
    properties = f"{named}{'<w:b/>' * bold}{'<w:i/>' * italic}{framed}{spoken}"
    inner = "<w:br/>".join(_literal(line) for line in lines(text))
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{inner}</w:r>"


def field(instruction: str, result: str, style: str = "") -> str:
    """A field with the result that is shown until a program computes it anew. Never made of a person's words (O3)."""
    return f"{field_start(instruction)}{runs(result, style=style)}{FIELD_END}"


def field_start(instruction: str) -> str:
    """The beginning of a field whose result follows and ends with FIELD_END."""
    code = f'<w:instrText xml:space="preserve"> {instruction} </w:instrText>'
    return f"{_mark('begin')}<w:r>{code}</w:r>{_mark('separate')}"


def link(bookmark: str, content: str) -> str:
    """A jump inside the paper."""
    return f'<w:hyperlink w:anchor="{bookmark}" w:history="1">{content}</w:hyperlink>'


def bookmarked(bookmark: str, number: int, content: str) -> str:
    """The place that links and page numbers point to; `number` is unique in the paper."""
    start = f'<w:bookmarkStart w:id="{number}" w:name="{bookmark}"/>'
    return f'{start}{content}<w:bookmarkEnd w:id="{number}"/>'


def bookmark_name(kind: str, number: int, anchor: str) -> str:
    """A name that Word takes: at most 40 letters, digits and strokes, beginning with a letter."""
    return f"{kind}{number}_{re.sub('[^A-Za-z0-9]', '_', anchor)[:30]}"


def picture(number: int, name: str, about: str, size: tuple[int, int], relations: tuple[str, str]) -> str:
    """A drawing in the line. `size` is in CSS pixels, `relations` lead to its bitmap and to its vectors; a program that
    knows no vectors shows the bitmap. `about` is its alternative text."""
    across, high = (length * _EMU for length in size)
    bitmap, vectors = relations
    told = f'id="{number}" name="{_escaped(name)}" descr="{_escaped(about)}"'
    frame = f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{across}" cy="{high}"/></a:xfrm>'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{across}" cy="{high}"/>'
        f'<wp:docPr {told}/><a:graphic><a:graphicData uri="{_PICTURE}"><pic:pic>'
        f"<pic:nvPicPr><pic:cNvPr {told}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{bitmap}"><a:extLst><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">'
        f'<asvg:svgBlip r:embed="{vectors}"/></a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr>{frame}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _escaped(text: str) -> str:
    return html.escape(text)


def _literal(line: str) -> str:
    parts = (f'<w:t xml:space="preserve">{_escaped(part)}</w:t>' if part else "" for part in line.split("\t"))
    return "<w:tab/>".join(parts)


def _mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


FIELD_END = _mark("end")


def _row(row: Row, columns: list[int], *, header: bool) -> str:
    shade = f'<w:tcBorders><w:bottom w:val="single" w:sz="6" w:color="{HAIR}"/></w:tcBorders>' if header else ""
    shade += f'<w:shd w:val="clear" w:color="auto" w:fill="{SHADE}"/>' if header else ""
    properties = f"<w:trPr>{'<w:cantSplit/>' * row.whole}{'<w:tblHeader/>' * header}</w:trPr>"
    filled = (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{cell.xml()}</w:tc>'
        for cell, width in zip(row.cells, columns, strict=True)
    )
    return f"<w:tr>{properties}{''.join(filled)}</w:tr>"
