"""Files that hide a word: the set of bad redactions (P5), made as people and programs make them."""

import io
from collections.abc import Callable

import docx
import openpyxl
import pikepdf
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

from tests import samples

WORD = "Mellemnavnet Kvistgaardsen"
"""What nobody must find."""
SAID = "Rampen mangler."


def _pdf(content: str, change: Callable[[pikepdf.Pdf], object] = lambda _pdf: None) -> bytes:
    def written(made: pikepdf.Pdf) -> None:
        made.pages[0].Contents = made.make_stream(content.encode("cp1252"))
        change(made)

    return samples.pdf("x", written)


def _line(words: str, height: int, before: str = "0 g") -> str:
    return f"{before} BT /F1 12 Tf 10 {height} Td ({words}) Tj ET\n"


def black_box() -> bytes:
    return _pdf(_line(SAID, 150) + _line(WORD, 100) + "0 g 5 92 250 20 re f")


def black_annotation() -> bytes:
    """A box that lies upon the page as a comment."""

    def cover(made: pikepdf.Pdf) -> None:
        look = made.make_stream(b"0 g 0 0 250 20 re f")
        look.Type, look.Subtype, look.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, pikepdf.Array([0, 0, 250, 20])
        box = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Square,
            Rect=[5, 92, 255, 112],
            F=4,
            AP=pikepdf.Dictionary(N=look),
        )
        made.pages[0].Annots = pikepdf.Array([made.make_indirect(box)])

    return _pdf(_line(SAID, 150) + _line(WORD, 100), cover)


def white_text() -> bytes:
    return _pdf(_line(SAID, 150) + _line(WORD, 100, "1 g"))


def crop_box() -> bytes:
    def cropped(made: pikepdf.Pdf) -> None:
        made.pages[0].CropBox = pikepdf.Array([0, 120, 300, 200])

    return _pdf(_line(SAID, 150) + _line(WORD, 100), cropped)


def ocr_layer() -> bytes:
    """A scan on which the word is painted over, with the words that the scanner had read before."""

    def scanned(made: pikepdf.Pdf) -> None:
        _add_scan(made, _photograph([SAID], black=(40, 300, 900, 380)))

    content = "q 300 0 0 200 0 0 cm /Scan Do Q\n" + _line(SAID, 165, "3 Tr") + _line(WORD, 110, "3 Tr")
    return _pdf(content, scanned)


def letters_and_picture(written: list[str], pictured: list[str]) -> bytes:
    """Letters at the top of a page, and beneath them a picture in which other words can be read."""

    def shown(made: pikepdf.Pdf) -> None:
        _add_scan(made, _photograph(pictured))

    lines = "".join(_line(words, 180 - 20 * at) for at, words in enumerate(written))
    return _pdf(f"q 150 0 0 100 10 10 cm /Scan Do Q\n{lines}", shown)


def _add_scan(made: pikepdf.Pdf, picture: Image.Image) -> None:
    scan = made.make_stream(picture.tobytes())
    scan.Type, scan.Subtype, scan.ColorSpace = pikepdf.Name.XObject, pikepdf.Name.Image, pikepdf.Name.DeviceGray
    scan.Width, scan.Height, scan.BitsPerComponent = *picture.size, 8
    made.pages[0].Resources.XObject = pikepdf.Dictionary(Scan=scan)


def _photograph(lines: list[str], black: tuple[int, int, int, int] | None = None) -> Image.Image:
    picture = Image.new("L", (1200, 800), 255)
    pen = ImageDraw.Draw(picture)
    font = ImageFont.load_default(60)
    for number, words in enumerate(lines):
        pen.text((60, 60 + 160 * number), words, fill=0, font=font)
    if black:
        pen.rectangle(black, fill=0)
    return picture


def embedded_file() -> bytes:
    def enclosed(made: pikepdf.Pdf) -> None:
        made.attachments["journal.txt"] = WORD.encode()

    return _pdf(_line(SAID, 150), enclosed)


def metadata() -> bytes:
    def described(made: pikepdf.Pdf) -> None:
        made.docinfo["/Author"] = WORD
        with made.open_metadata() as about:
            about["dc:description"] = WORD

    return _pdf(_line(SAID, 150), described)


def comment_in_pdf() -> bytes:
    def commented(made: pikepdf.Pdf) -> None:
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents=WORD)
        made.pages[0].Annots = pikepdf.Array([made.make_indirect(note)])

    return _pdf(_line(SAID, 150), commented)


def incremental_update() -> bytes:
    """The word stood there; the page was changed, and what it was before is still in the file."""
    before = _pdf(_line(SAID, 150) + _line(WORD, 100))
    stream = _line(SAID, 150).encode("cp1252")
    with pikepdf.open(io.BytesIO(before)) as known:
        number = known.pages[0].Contents.objgen[0]
        size, root = int(known.trailer.Size), known.Root.objgen[0]
    place = len(before) + 1
    begun = before.rfind(b"startxref") + len(b"startxref")
    earlier = int(before[begun : before.rfind(b"%%EOF")])
    added = b"\n%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (number, len(stream), stream)
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    return before + added + table % (number, place, size, root, earlier, len(before) + len(added))


# Word


def _docx(change: Callable[["docx.document.Document"], object]) -> bytes:
    made = docx.Document()
    made.add_paragraph(SAID)
    change(made)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def word_comment() -> bytes:
    return _docx(lambda made: made.add_comment(made.paragraphs[0].runs, WORD, author="Prøve"))


def hidden_run() -> bytes:
    def hide(made: "docx.document.Document") -> None:
        made.add_paragraph().add_run(WORD).font.hidden = True

    return _docx(hide)


def white_run() -> bytes:
    def whiten(made: "docx.document.Document") -> None:
        made.add_paragraph().add_run(WORD).font.color.rgb = docx.shared.RGBColor(255, 255, 255)

    return _docx(whiten)


def tracked_deletion() -> bytes:
    def delete(made: "docx.document.Document") -> None:
        gone, run, words = OxmlElement("w:del"), OxmlElement("w:r"), OxmlElement("w:delText")
        gone.set(qn("w:id"), "1")
        gone.set(qn("w:author"), "Prøve")
        words.text = WORD
        run.append(words)
        gone.append(run)
        made.add_paragraph()._p.append(gone)

    return _docx(delete)


def word_properties() -> bytes:
    def describe(made: "docx.document.Document") -> None:
        made.core_properties.author = WORD

    return _docx(describe)


def very_hidden_sheet() -> bytes:
    """A workbook in a Word file; on their own they are not taken."""
    book = openpyxl.Workbook()
    book.create_sheet("Ark")["A1"] = SAID
    sheet = book.create_sheet("Skjult")
    sheet["A1"], sheet.sheet_state = WORD, "veryHidden"
    file = io.BytesIO()
    book.save(file)
    return samples.docx(samples.paragraph(SAID), {"word/embeddings/ark.xlsx": file.getvalue()})


# Pictures


def photograph(lines: list[str]) -> bytes:
    """These words as somebody would photograph them."""
    file = io.BytesIO()
    _photograph(lines).save(file, "PNG")
    return file.getvalue()


def exif() -> bytes:
    return photographed(WORD)


def photographed(word: str) -> bytes:
    """A picture whose camera says the word."""
    picture = _photograph([SAID]).convert("RGB")
    about = picture.getexif()
    about[0x010E] = about[0x013B] = word  # what it shows, and who took it
    file = io.BytesIO()
    picture.save(file, "JPEG", exif=about, quality=90)
    return file.getvalue()


def png_text() -> bytes:
    about = PngImagePlugin.PngInfo()
    about.add_text("Comment", WORD)
    file = io.BytesIO()
    _photograph([SAID]).save(file, "PNG", pnginfo=about)
    return file.getvalue()


SET: dict[str, tuple[str, Callable[[], bytes]]] = {
    "black box": ("a.pdf", black_box),
    "black box as a comment": ("a.pdf", black_annotation),
    "white text": ("a.pdf", white_text),
    "OCR layer": ("a.pdf", ocr_layer),
    "crop box": ("a.pdf", crop_box),
    "embedded file": ("a.pdf", embedded_file),
    "metadata": ("a.pdf", metadata),
    "comment in a PDF": ("a.pdf", comment_in_pdf),
    "incremental update": ("a.pdf", incremental_update),
    "comment": ("a.docx", word_comment),
    "hidden run": ("a.docx", hidden_run),
    "white run": ("a.docx", white_run),
    "tracked deletion": ("a.docx", tracked_deletion),
    "properties": ("a.docx", word_properties),
    "veryHidden sheet": ("a.docx", very_hidden_sheet),
    "EXIF": ("a.jpg", exif),
    "text in a PNG": ("a.png", png_text),
}
