"""A paper as DOCX from our own template: real headings, lists and table headers, always the same bytes (O3, R45)."""

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section

from consultation.lib import typeset
from consultation.summary import charts, docx_styles
from consultation.summary.document import Chart, Document
from consultation.summary.docx_body import Body, numbered_lists
from consultation.summary.docx_xml import NAMESPACES, TAB, Lines, field, runs
from consultation.summary.soundness import require_sound
from consultation.summary.wording import WORDS
from consultation.summary.zipped import steady

# python-docx's start file also carries a picture, another house's theme and data, and the name of its program.
_KEPT_PARTS = ("/styles", "/settings", "/numbering", "/officeDocument", "/core-properties")
_PROPERTY_LIMIT = 255


def write(document: Document, pages: Mapping[str, int] | None = None) -> bytes:
    """The paper as DOCX. `pages` (anchor -> page, as the PDF has them) stands in the contents list until the reader's
    program counts its own pages; without it the numbers are empty until then. ValueError where the paper is unsound."""
    require_sound(document)
    word = _template(document)
    _describe(word, document)
    _fill_edges(word.sections[0], document)
    section = word.element.body.sectPr
    body = Body(document, pages or {}, _pictures(word, document)).xml()
    for element in _parsed(f"<w:body {NAMESPACES}>{body}</w:body>"):
        section.addprevious(element)
    written = io.BytesIO()
    word.save(written)
    return steady(written.getvalue())


def _template(document: Document) -> WordDocument:
    word = docx.Document()
    for relations in (word.part.package.rels, word.part.rels):
        for key in [key for key, relation in relations.items() if not relation.reltype.endswith(_KEPT_PARTS)]:
            del relations[key]
    _refill(word.styles.element, docx_styles.styles(f"{document.language}-{WORDS[document.language].region}"))
    _refill(word.part.numbering_part.element, docx_styles.numbering(numbered_lists(document)))
    _refill(word.settings.element, docx_styles.settings())
    _refill(word.element.body.sectPr, docx_styles.SECTION)
    return word


def _pictures(word: WordDocument, document: Document) -> list[tuple[str, str]]:
    """The charts as parts of the file: the bitmap and the vectors of each, by the names of their relations."""
    found = [charts.bars(block) for block in document.blocks if isinstance(block, Chart)]
    printable = [tuple(replace(bar, name=typeset.drawable(bar.name)) for bar in bars) for bars in found]
    bitmaps = typeset.pictures([charts.drawn(bars, charts.PAPER_WIDTH) for bars in printable])
    return [
        (
            _part(word, f"/word/media/figur-{number}.png", "image/png", bitmap),
            _part(
                word,
                f"/word/media/figur-{number}.svg",
                "image/svg+xml",
                charts.drawn(bars, charts.PAPER_WIDTH).encode(),
            ),
        )
        for number, (bars, bitmap) in enumerate(zip(found, bitmaps, strict=True), start=1)
    ]


def _part(word: WordDocument, name: str, kind: str, content: bytes) -> str:
    part = Part(PackURI(name), kind, content, word.part.package)
    return word.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)


def _parsed(xml: str) -> list[BaseOxmlElement]:
    return list(parse_xml(xml))


def _refill(element: BaseOxmlElement, xml: str) -> None:
    for child in list(element):
        element.remove(child)
    element.extend(_parsed(xml))


def _describe(word: WordDocument, document: Document) -> None:
    made = datetime.fromisoformat(document.made_at).astimezone(UTC).replace(tzinfo=None)
    about = word.core_properties
    about.title = document.title[:_PROPERTY_LIMIT]
    about.author = about.last_modified_by = document.authority[:_PROPERTY_LIMIT]
    about.created = about.modified = made
    about.language, about.identifier = document.language, document.snapshot
    about.comments, about.revision = "", 1


def _fill_edges(section: Section, document: Document) -> None:
    words = WORDS[document.language]
    section.different_first_page_header_footer = True
    stamp = [Lines("Kladdestempel", runs(words.provisional))] if document.provisional else []
    snapshot = runs(words.snapshot.format(snapshot=document.snapshot))
    before, between, after = map(runs, re.split(r"{pages?}", words.page))
    number = f"{before}{field('PAGE', '1')}{between}{field('NUMPAGES', '1')}{after}"
    title = Lines("header", f"{runs(document.title)}{TAB}{snapshot}")
    foot = Lines("footer", f"{runs(document.authority)}{TAB}{number}")
    for edge, filling in (
        (section.first_page_header, stamp or [Lines("Kladdestempel")]),
        (section.header, [*stamp, title]),
        (section.first_page_footer, [foot]),
        (section.footer, [foot]),
    ):
        edge.is_linked_to_previous = False
        _refill(edge.part.element, f"<w:hdr {docx_styles.NAMESPACE}>{''.join(line.xml() for line in filling)}</w:hdr>")
