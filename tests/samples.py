"""Small files of every kind that is taken, made as the programs of citizens make them."""

import io
import zipfile
from collections.abc import Callable

import pikepdf
from PIL import Image

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES, DOCUMENT = "[Content_Types].xml", "word/document.xml"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def pdf(
    words: str = "Vi har brug for rampen.",
    change: Callable[[pikepdf.Pdf], object] | None = None,
    *,
    packing: bool = True,
) -> bytes:
    """One page that says these words; `change(pdf)` may do something to it before it is written.

    Not `packing` writes each part as it is, where else each is packed once, also one that was packed more often.
    """
    made = pikepdf.new()
    made.add_blank_page(page_size=(300, 200))
    page = made.pages[0]
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    said = b"BT /F1 12 Tf 10 100 Td (" + words.encode("cp1252") + b") Tj ET" if words else b""
    page.Contents = made.make_stream(said)
    if change is not None:
        change(made)
    file = io.BytesIO()
    made.save(file, deterministic_id=True, compress_streams=packing)
    return file.getvalue()


def locked_pdf(owner: str, user: str) -> bytes:
    """A PDF that asks for the password `user` where it is not empty."""
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as made:
        made.save(file, encryption=pikepdf.Encryption(owner=owner, user=user))
    return file.getvalue()


def with_notes(made: pikepdf.Pdf) -> None:
    """A comment, a field that is filled in, and a file within the file."""
    box = [0, 0, 20, 20]
    comment = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=box, Contents="Ring til mig")
    field = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, Rect=box, V="Prøvevej 2")
    fields = pikepdf.Array([made.make_indirect(field)])
    made.pages[0].Annots = pikepdf.Array([made.make_indirect(comment), fields[0]])
    made.Root.AcroForm = pikepdf.Dictionary(Fields=fields)
    made.attachments["regnskab.txt"] = b"tal"


def archive(parts: dict[str, bytes | str], first: str = "") -> bytes:
    """A zip file with these entries; `first` is stored without packing, as OpenDocument wants it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_STORED if name == first else zipfile.ZIP_DEFLATED)
    return file.getvalue()


def word_part(body: str, root: str = "document") -> str:
    """The XML of one part of a Word file: document, hdr, comments …"""
    return f'<w:{root} xmlns:w="{W}">{body}</w:{root}>'


def paragraph(words: str, properties: str = "") -> str:
    return f"<w:p><w:r>{properties}<w:t>{words}</w:t></w:r></w:p>"


def docx(body: str = paragraph("Vi har brug for rampen."), parts: dict[str, bytes | str] | None = None) -> bytes:
    """A Word file; `parts` join the usual ones, or stand in their place."""
    usual: dict[str, bytes | str] = {TYPES: types(), DOCUMENT: word_part(body)}
    return archive(usual | (parts or {}))


def types() -> str:
    """What a Word file says it is made of."""
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{DOCX}.main+xml"/></Types>'
    )


def odt_content(body: str, styles: str = "") -> str:
    """The XML of an OpenDocument text."""
    spaces = "".join(f' xmlns:{name}="{_OFFICE}:{name}:1.0"' for name in ("office", "text", "style"))
    return (
        f"<office:document-content{spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def odt(
    body: str = "<text:p>Vi har brug for rampen.</text:p>",
    styles: str = "",
    parts: dict[str, bytes | str] | None = None,
) -> bytes:
    """An OpenDocument text; `parts` join the usual ones, or stand in their place."""
    usual: dict[str, bytes | str] = {"mimetype": ODT, "content.xml": odt_content(body, styles)}
    return archive(usual | (parts or {}), first="mimetype")


def picture(kind: str, size: tuple[int, int] = (16, 16)) -> bytes:
    """ "PNG" or "JPEG"."""
    file = io.BytesIO()
    Image.new("RGB", size, (20, 90, 160)).save(file, kind)
    return file.getvalue()
