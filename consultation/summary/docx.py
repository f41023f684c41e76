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
from docx.opc.part import Part, XmlPart
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section

from consultation.lib import typeset
from consultation.lib.wordfile.docx.places import CONTENT, EDITION, NAMES, SNAPSHOT
from consultation.summary import charts, docx_styles, docx_template
from consultation.summary.document import Chart, Document, Front
from consultation.summary.docx_body import Body, numbered_lists
from consultation.summary.docx_xml import NAMESPACES, TAB, Lines, field, runs
from consultation.summary.soundness import require_sound
from consultation.summary.wording import WORDS
from consultation.summary.zipped import steady

# python-docx's start file also carries a picture, another house's theme and data, and the name of its program.
_KEPT_PARTS = ("/styles", "/settings", "/numbering", "/officeDocument", "/core-properties")
_PROPERTY_LIMIT = 255
_EMU_TO_TWENTIETH = 635
_EDGES = (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER)


def write(document: Document, pages: Mapping[str, int] | None = None, template: bytes = b"") -> bytes:
    """The paper as DOCX, in the authority's `template` or else in ours. `pages` (anchor -> page, as the PDF has them)
    stand in the contents list until the reader's program counts its own; without them the numbers are empty until then.
    ValueError where the paper is unsound."""
    require_sound(document)
    word = docx.Document(io.BytesIO(template)) if template else _ours(document)
    _refill(word.part.numbering_part.element, docx_styles.numbering(numbered_lists(document)))
    _refill(word.settings.element, docx_styles.settings())
    _describe(word, document)
    fill = _fill_template if template else _fill_ours
    fill(word, document, pages or {})
    return _saved(word)


def start() -> bytes:
    """Our template as a file that an authority can change: every place, and every style under its own name."""
    places = {name: f"{{{{{name}}}}}" for name in NAMES}
    pattern = Document(places["titel"], places["myndighed"], "da", "", "1980-01-01T00:00:00Z", Front((), False), ())
    word = _ours(pattern)
    _refill(word.part.numbering_part.element, docx_styles.numbering(0))
    _refill(word.settings.element, docx_styles.settings())
    _describe(word, replace(pattern, title="Skabelon", authority=""))
    _fill_edges(word.sections[0], pattern, places[SNAPSHOT], places[EDITION])
    lines = [Lines("Subtitle", runs(places["myndighed"])), Lines("Title", runs(places["titel"]))]
    for element in _parsed(_body("".join(line.xml() for line in (*lines, Lines("Normal", runs(places[CONTENT])))))):
        word.element.body.sectPr.addprevious(element)
    return _saved(word)


def _saved(word: WordDocument) -> bytes:
    written = io.BytesIO()
    word.save(written)
    return steady(written.getvalue())


def _body(xml: str) -> str:
    return f"<w:body {NAMESPACES}>{xml}</w:body>"


def _ours(document: Document) -> WordDocument:
    word = docx.Document()
    for relations in (word.part.package.rels, word.part.rels):
        for key in [key for key, relation in relations.items() if not relation.reltype.endswith(_KEPT_PARTS)]:
            del relations[key]
    _refill(word.styles.element, docx_styles.styles(_tag(document)))
    _refill(word.element.body.sectPr, docx_styles.SECTION)
    return word


def _tag(document: Document) -> str:
    return f"{document.language}-{WORDS[document.language].region}"


def _fill_ours(word: WordDocument, document: Document, pages: Mapping[str, int]) -> None:
    words = WORDS[document.language]
    stamp = words.provisional if document.provisional else ""
    _fill_edges(word.sections[0], document, words.snapshot.format(snapshot=document.snapshot), stamp)
    for element in _parsed(_body(Body(document, pages, _pictures(word, document)).xml())):
        word.element.body.sectPr.addprevious(element)


def _fill_template(word: WordDocument, document: Document, pages: Mapping[str, int]) -> None:
    section, body = word.sections[0], word.element.body
    across = sum(filter(None, (section.page_width,))) - sum(filter(None, (section.left_margin, section.right_margin)))
    width = across // _EMU_TO_TWENTIETH
    ids = docx_template.join_styles(word.styles.element, _parsed(docx_styles.styles(_tag(document), width)))
    titled = not docx_template.prints_title(body)
    made = Body(document, pages, _pictures(word, document), width, titled=titled)
    elements = _parsed(_body(made.xml()))
    place, written = docx_template.place_of(body), docx_template.values(document)
    for part in (body, *_edges(word)):
        docx_template.fill(part, written)
    for element in elements:
        docx_template.rename(element, ids)
    docx_template.insert(place, elements)


def _edges(word: WordDocument) -> list[BaseOxmlElement]:
    """The headers and footers of the template."""
    relations = (one for one in word.part.rels.values() if one.reltype in _EDGES)
    return [one.target_part.element for one in relations if isinstance(one.target_part, XmlPart)]


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


def _fill_edges(section: Section, document: Document, snapshot: str, edition: str) -> None:
    words = WORDS[document.language]
    section.different_first_page_header_footer = True
    stamp = [Lines("Kladdestempel", runs(edition))] if edition else []
    before, between, after = map(runs, re.split(r"{pages?}", words.page))
    number = f"{before}{field('PAGE', '1')}{between}{field('NUMPAGES', '1')}{after}"
    title = Lines("header", f"{runs(document.title)}{TAB}{runs(snapshot)}")
    foot = Lines("footer", f"{runs(document.authority)}{TAB}{number}")
    for edge, filling in (
        (section.first_page_header, stamp or [Lines("Kladdestempel")]),
        (section.header, [*stamp, title]),
        (section.first_page_footer, [foot]),
        (section.footer, [foot]),
    ):
        edge.is_linked_to_previous = False
        _refill(edge.part.element, f"<w:hdr {docx_styles.NAMESPACE}>{''.join(line.xml() for line in filling)}</w:hdr>")
