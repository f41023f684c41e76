"""Word files by hand, as Word itself writes them: the XML of the body, and whatever parts a test needs."""

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_KINDS = {
    "word/styles.xml": "styles",
    "word/numbering.xml": "numbering",
    "word/footnotes.xml": "footnotes",
    "word/endnotes.xml": "endnotes",
    "word/comments.xml": "comments",
    "word/header1.xml": "header",
    "word/footer1.xml": "footer",
}
STYLES = f"""<w:styles {SPACES}>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Overskrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Overskrift2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Overskrift3"><w:name w:val="heading 3"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Egen"><w:name w:val="Egen overskrift"/><w:basedOn w:val="Overskrift1"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Billedtekst"><w:name w:val="caption"/></w:style>
<w:style w:type="character" w:styleId="Strk"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
</w:styles>"""


def numbering(*levels: tuple[str, str], start: int = 1) -> str:
    """One list, numId 1, with a (format, label) for each level; numId 2 is the same list begun again."""
    rows = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{label}"/></w:lvl>'
        for at, (form, label) in enumerate(levels)
    )
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    return (
        f'<w:numbering {SPACES}><w:abstractNum w:abstractNumId="0">{rows}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{again}</w:num></w:numbering>'
    )


def p(text: str = "", style: str = "", *, properties: str = "", xml: str = "") -> str:
    """A paragraph of plain text, or of `xml`."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{xml or r(text)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def li(text: str, level: int = 0, use: int = 1) -> str:
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{use}"/></w:numPr>')


def tc(content: str, span: int = 1, merge: str = "") -> str:
    """A cell; merge: "", "restart" or "continue"."""
    merged = {"": "", "restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}[merge]
    inner = content if content.startswith("<") else p(content)
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{merged}</w:tcPr>{inner}</w:tc>'


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str, look: str = "0000") -> str:
    return f'<w:tbl><w:tblPr><w:tblLook w:val="{look}"/></w:tblPr>{"".join(rows)}</w:tbl>'


def field(instruction: str, *result: str) -> str:
    """A field as Word writes it: in runs with marks."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{"".join(result)}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def drawing(key: str, alt: str = "", inside: str = "") -> str:
    picture = f'<pic:pic><pic:blipFill><a:blip r:embed="{key}"/></pic:blipFill></pic:pic>' if key else ""
    return (
        f'<w:drawing><wp:inline><wp:docPr id="1" name="Billede" descr="{alt}"/><a:graphic><a:graphicData>'
        f"{picture}{inside}</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def box(*texts: str) -> str:
    """A text box, once for new readers and once for old ones."""
    inner = "".join(p(text) for text in texts)
    held = f"<w:txbxContent>{inner}</w:txbxContent>"
    new = drawing("", "", f"<wps:wsp><wps:txbx>{held}</wps:txbx></wps:wsp>")
    old = f"<w:pict><v:shape><v:textbox>{held}</v:textbox></v:shape></w:pict>"
    return (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{new}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>"
    )


def notes(tag: str, **texts: str) -> str:
    """The part of footnotes ("footnote") or endnotes: key -> text; its separators come first, as in Word."""
    rows = "".join(
        f'<w:{tag} w:id="{key.lstrip("n")}"><w:p><w:r><w:{tag}Ref/></w:r>{r(" " + text)}</w:p></w:{tag}>'
        for key, text in texts.items()
    )
    separator = f'<w:{tag} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{tag}>'
    return f"<w:{tag}s {SPACES}>{separator}{rows}</w:{tag}s>"


def comments(**texts: str) -> str:
    rows = "".join(
        f'<w:comment w:id="{key.lstrip("c")}" w:author="Rikke Redprøve">{p(text)}</w:comment>'
        for key, text in texts.items()
    )
    return f"<w:comments {SPACES}>{rows}</w:comments>"


def part(tag: str, *texts: str) -> str:
    """A header ("hdr") or a footer ("ftr")."""
    return f"<w:{tag} {SPACES}>{''.join(p(text) for text in texts)}</w:{tag}>"


def docx(
    *body: str,
    parts: Mapping[str, str | bytes] | None = None,
    links: Mapping[str, str] | None = None,
    styles: str = STYLES,
    document: str = "",
) -> bytes:
    """The file. parts: names to content, those of Word related by themselves and pictures by their names without
    ending; links: keys to addresses."""
    given: dict[str, str | bytes] = {"word/styles.xml": styles, **(parts or {})}
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "".join(
        f'<Relationship Id="{name.rsplit("/", 1)[-1].split(".")[0]}" Type="{kinds}/{_KINDS.get(name, "image")}" '
        f'Target="{name.removeprefix("word/")}"/>'
        for name in given
    ) + "".join(
        f'<Relationship Id="{key}" Type="{kinds}/hyperlink" Target="{address}" TargetMode="External"/>'
        for key, address in (links or {}).items()
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    around = "".join(
        f'<w:{kind}Reference w:type="default" r:id="{kind}1"/>'
        for kind in ("header", "footer")
        if f"word/{kind}1.xml" in given
    )
    content = "".join(body) + f"<w:sectPr>{around}</w:sectPr>"
    files: dict[str, str | bytes] = {
        "_rels/.rels": f'<Relationships xmlns="{space}"><Relationship Id="r" Type="{kinds}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": document or f"<w:document {SPACES}><w:body>{content}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{space}">{relations}</Relationships>',
        **given,
    }
    return zipped(files)


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()
