"""The files in `files` that LibreOffice wrote, and what it made them from.

`.venv/bin/python -m tests.lib.libreoffice` makes them anew; it needs soffice (Debian: libreoffice-writer-nogui).
"""

import io
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import docx as python_docx
from PIL import Image

from tests.lib import opendocument as odf
from tests.lib import word
from tests.lib.word import li, p, r, tbl, tc, tr

FILES = Path(__file__).with_name("files")
_PARTS = {"header1": "header", "footnotes": "footnotes", "endnotes": "endnotes", "comments": "comments"}
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
    + "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        f'wordprocessingml.{kind}+xml"/>'
        for name, kind in {"document": "document.main", "styles": "styles", "numbering": "numbering", **_PARTS}.items()
    )
    + "</Types>"
)
_MANIFEST = (
    '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" m:version="1.3">'
    f'<m:file-entry m:full-path="/" m:media-type="{odf.KIND}"/>'
    '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/>'
    '<m:file-entry m:full-path="styles.xml" m:media-type="text/xml"/>'
    '<m:file-entry m:full-path="Pictures/a.png" m:media-type="image/png"/></m:manifest>'
)

_GRID = '<w:tblGrid><w:gridCol w:w="3000"/><w:gridCol w:w="3000"/><w:gridCol w:w="3000"/></w:tblGrid>'


def _picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 4), "blue").save(out, "PNG")
    return out.getvalue()


def from_word() -> bytes:
    """A Word file with all that a draft may have."""
    mark = '<w:r><w:{}Reference w:id="2"/></w:r>'
    changed = 'w:id="9" w:author="Rikke Redprøve" w:date="2030-01-01T10:00:00Z"'
    return word.docx(
        p("1 Hvem kan få støtte?", "Overskrift1"),
        p(xml=r("Du kan få ") + r("støtte", "<w:b/>") + r(" i ") + r("hverdagen", "<w:i/>") + mark.format("footnote")),
        li("mad"),
        li("morgen", 1),
        li("til børn", 2),
        li("aften", 1),
        li("gåture"),
        p("1.1 Unge", "Overskrift2"),
        p(
            xml=r("Op til 15 timer")
            + f"<w:ins {changed}>{r(' om måneden')}</w:ins>"
            + f'<w:del {changed}><w:r><w:delText xml:space="preserve"> om ugen</w:delText></w:r></w:del>'
            + r(".")
            + mark.format("endnote")
        ),
        li("endnu en ting"),
        p("2 Pris", "Overskrift1"),
        tbl(
            tr(tc("Ydelse", 2), tc("Pris"), properties="<w:tblHeader/>"),
            tr(tc("Mad", merge="restart"), tc("Morgen"), tc("10 kr.")),
            tr(tc("", merge="continue"), tc("Aften"), tc("20 kr.")),
        ).replace("</w:tblPr>", f"</w:tblPr>{_GRID}"),
        p(
            xml=r("Se ")
            + f'<w:hyperlink r:id="lov">{r("loven")}</w:hyperlink>'
            + r(", og spørg")
            + r("hemmeligt", "<w:vanish/>")
            + r(".")
        ),
        p(xml=r("Kvali\xadtet") + r("2", '<w:vertAlign w:val="superscript"/>')),
        links={"lov": "https://lov.example/"},
        parts={
            "[Content_Types].xml": _TYPES,
            "word/numbering.xml": word.numbering(("decimal", "%1."), ("lowerLetter", "%2)"), ("bullet", "•")),
            "word/footnotes.xml": word.notes("footnote", n2="Se loven."),
            "word/endnotes.xml": word.notes("endnote", n2="Fra 2030."),
            "word/header1.xml": word.part("hdr", "Prøvestad Kommune"),
        },
    )


def from_python_docx() -> bytes:
    """A Word file as python-docx writes it, in the styles of its template."""
    file = python_docx.Document()
    file.add_heading("Hvem?", 1)
    file.add_paragraph("Du kan få ").add_run("hjælp").bold = True
    for words, style in (
        ("et", "List Bullet"),
        ("to", "List Bullet 2"),
        ("tre", "List Number"),
        ("fire", "List Number"),
    ):
        file.add_paragraph(words, style=style)
    file.add_heading("Pris", 2)
    table = file.add_table(rows=3, cols=2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Ydelse"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Mad"
    table.cell(1, 1).text, table.cell(2, 1).text = "10", "20"
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def by_hand() -> bytes:
    """An OpenDocument text with what LibreOffice has in a way of its own: counted headings, captions in frames, lists
    that go on, hidden sections, tables of contents."""
    place = 'text:anchor-type="{}" svg:width="6cm" svg:height="4cm"'
    image = odf.image(alt="Indgangen", about="Døren med rampe", values=place.format("as-char"))
    outline = odf.levels(("1", "."), ("1", "."), shown=2, tag="text:outline-level-style")
    contents = f"{odf.p('Indhold')}{odf.p('1. Formål 1')}"
    sequence = '<text:sequence text:ref-name="ref1" text:name="Illustration" style:num-format="1">1</text:sequence>'
    link = '<text:a xlink:type="simple" xlink:href="{}">{}</text:a>'
    inserted = '<text:change-start text:change-id="ct0"/>hver dag<text:change-end text:change-id="ct0"/>'
    deleted = '<text:change text:change-id="ct1"/>'

    def frame(inner: str) -> str:
        return odf.p(odf.box(inner).replace("<draw:frame>", f"<draw:frame {place.format('paragraph')}>"))

    return odf.odt(
        odf.changes(ct1=" om ugen"),
        odf.p("Kvalitetsstandard for støtte", "Title"),
        '<text:table-of-content text:name="Indhold"><text:table-of-content-source text:outline-level="2"/>'
        f"<text:index-body>{contents}</text:index-body></text:table-of-content>",
        odf.h('Formål<text:bookmark text:name="formaal"/>'),
        odf.p(
            f"Vi støtter {odf.span('T1', 'borgere')} i {odf.span('T2', 'hverdagen')}{odf.note('Se loven.')} og "
            f"H{odf.span('T5', '2')}O."
        ),
        odf.ol(
            odf.li("Først", odf.ol(odf.li("lille a"), odf.li("lille b"), name="")),
            odf.li(odf.p("Så"), odf.p("med en linje mere")),
            values='xml:id="liste1"',
        ),
        odf.p("Imellem listerne."),
        odf.ol(odf.li("Til sidst"), values='text:continue-list="liste1"'),
        odf.h("Hvem", 2),
        odf.p(f"Unge kan få hjælp {inserted}{deleted}{odf.comment('Passer det?')}."),
        frame(odf.p(f"{image}Figur {sequence}: Indgangen til huset", "Illustration")),
        odf.p(f"Se {link.format('#1.Formål|outline', 'afsnit 1')} og {link.format('https://lov.example/', 'loven')}."),
        odf.h("Pris"),
        odf.tbl(
            odf.tr(odf.tc("Mad", rows=2), odf.tc("Morgen"), odf.tc("10 kr.")),
            odf.tr(odf.covered(), odf.tc("Aften"), odf.tc("20 kr.")),
            head=odf.tr(odf.tc("Ydelse", 2), odf.covered(), odf.tc("Pris")),
        ),
        odf.p(f"{odf.span('T3', 'Spørg Rikke.')}Den er {odf.span('T4', 'ti ')}tyve{odf.note('2030.', 'endnote')}."),
        f'<text:section text:name="Intern" text:display="none">{odf.p("Kun til os.")}</text:section>',
        frame(odf.p("Tekst i en boks.")),
        odf.p('Ord<text:line-break/>på<text:tab/>nye   <text:s text:c="3"/>linjer og Kvali\xadtet.'),
        odf.p("Fedt afsnit", "Fed"),
        parts={"Pictures/a.png": _picture(), "META-INF/manifest.xml": _MANIFEST},
        styles=f"<text:outline-style>{outline}</text:outline-style>",
        around=f"<style:header>{odf.p('Prøvestad Kommune')}</style:header>",
    )


SOURCES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "libreoffice": ("docx", (FILES / "libreoffice.docx").read_bytes),
    "from-word": ("docx", from_word),
    "from-python-docx": ("docx", from_python_docx),
    "by-hand": ("odt", by_hand),
}
"""What LibreOffice opened: the kind of file, and its content; it wrote the OpenDocument text of this name."""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, (kind, make) in SOURCES.items():
            source = Path(folder, f"{name}.{kind}")
            source.write_bytes(make())
            profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
            command = ["soffice", profile, "--headless", "--convert-to", "odt", "--outdir", str(FILES), str(source)]
            subprocess.run(command, check=True, stdout=sys.stderr)


if __name__ == "__main__":
    main()
