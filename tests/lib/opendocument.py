"""OpenDocument texts by hand, as LibreOffice writes them: the XML of the body, and the styles and parts of a test."""

from collections.abc import Mapping

from tests.lib.word import zipped

KIND = "application/vnd.oasis.opendocument.text"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = (
    "".join(
        f' xmlns:{name}="{_OASIS}:{name}:1.0"'
        for name in ("office", "text", "style", "table", "form", "script", "chart")
    )
    + f' xmlns:draw="{_OASIS}:drawing:1.0" xmlns:svg="{_OASIS}:svg-compatible:1.0"'
    f' xmlns:fo="{_OASIS}:xsl-fo-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:math="http://www.w3.org/1998/Math/MathML"'
    ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
)


def style(name: str, properties: str = "", *, parent: str = "", family: str = "paragraph", values: str = "") -> str:
    """A style; properties: those of its letters."""
    above = f' style:parent-style-name="{parent}"' if parent else ""
    letters = f"<style:text-properties {properties}/>" if properties else ""
    return f'<style:style style:name="{name}" style:family="{family}"{above} {values}>{letters}</style:style>'


def levels(*forms: tuple[str, str], start: int = 1, shown: int = 1, tag: str = "text:list-level-style-number") -> str:
    """One level for each (format, suffix); the format "•" is a bullet."""
    return "".join(
        f'<text:list-level-style-bullet text:level="{at}" text:bullet-char="•"/>'
        if form == "•"
        else f'<{tag} text:level="{at}" style:num-format="{form}" style:num-suffix="{suffix}" '
        f'text:start-value="{start}" text:display-levels="{min(shown, at)}"/>'
        for at, (form, suffix) in enumerate(forms, 1)
    )


STYLES = (
    style("Standard")
    + style("Heading", parent="Standard")
    + style("Heading_20_1", parent="Heading", values='style:default-outline-level="1" style:display-name="Heading 1"')
    + style("Heading_20_2", parent="Heading", values='style:default-outline-level="2" style:display-name="Heading 2"')
    + style("Overskrift_20_2", parent="Heading")
    + style("Title", parent="Heading")
    + style("Caption", parent="Standard")
    + style("Illustration", parent="Caption")
    + style("Table_20_Heading", parent="Standard")
    + style("Strong", 'fo:font-weight="bold"', family="text")
    + '<text:list-style style:name="L1">'
    + levels(("1", "."), ("a", ")"), ("•", ""))
    + "</text:list-style>"
)
AUTOMATIC = (
    style("Egen", parent="Heading_20_1")
    + style("Brødtekst", parent="Heading_20_1", values='style:default-outline-level=""')
    + style("Fed", 'fo:font-weight="bold"', parent="Standard")
    + style("Skjult", 'text:display="none"', parent="Standard")
    + style("T1", 'fo:font-weight="bold"', family="text")
    + style("T2", 'fo:font-style="italic"', family="text")
    + style("T3", 'text:display="none"', family="text")
    + style("T4", 'style:text-line-through-style="solid"', family="text")
    + style("T5", 'style:text-position="sub 58%"', family="text")
    + style("T6", 'style:text-position="33% 58%"', family="text")
)


def p(xml: str = "", name: str = "Standard") -> str:
    return f'<text:p text:style-name="{name}">{xml}</text:p>'


def h(xml: str, level: int = 1, values: str = "") -> str:
    return f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}" {values}>{xml}</text:h>'


def span(name: str, xml: str) -> str:
    return f'<text:span text:style-name="{name}">{xml}</text:span>'


def li(*inner: str, values: str = "") -> str:
    """An item of paragraphs and lists; plain words are a paragraph."""
    held = "".join(one if one.startswith("<") else p(one) for one in inner)
    return f"<text:list-item {values}>{held}</text:list-item>"


def ol(*items: str, name: str = "L1", values: str = "") -> str:
    named = f'text:style-name="{name}"' if name else ""
    return f"<text:list {named} {values}>{''.join(items)}</text:list>"


def tc(xml: str = "", columns: int = 1, rows: int = 1, values: str = "") -> str:
    spans = f'table:number-columns-spanned="{columns}"' if columns > 1 else ""
    spans += f' table:number-rows-spanned="{rows}"' if rows > 1 else ""
    return f"<table:table-cell {spans} {values}>{xml if xml.startswith('<') else p(xml)}</table:table-cell>"


def covered(xml: str = "", values: str = "") -> str:
    return f"<table:covered-table-cell {values}>{p(xml) if xml else ''}</table:covered-table-cell>"


def tr(*cells: str, values: str = "") -> str:
    return f"<table:table-row {values}>{''.join(cells)}</table:table-row>"


def tbl(*rows: str, head: str = "") -> str:
    heads = f"<table:table-header-rows>{head}</table:table-header-rows>" if head else ""
    return f'<table:table><table:table-column table:number-columns-repeated="3"/>{heads}{"".join(rows)}</table:table>'


def note(xml: str, kind: str = "footnote") -> str:
    return (
        f'<text:note text:note-class="{kind}"><text:note-citation>9</text:note-citation>'
        f"<text:note-body>{xml if xml.startswith('<') else p(xml)}</text:note-body></text:note>"
    )


def comment(words: str) -> str:
    who = "<dc:creator>Rikke Redprøve</dc:creator><dc:date>2030-01-01T10:00:00</dc:date>"
    return f"<office:annotation>{who}{p(words)}</office:annotation>"


def image(name: str = "Pictures/a.png", alt: str = "", about: str = "", values: str = "") -> str:
    said = (f"<svg:title>{alt}</svg:title>" if alt else "") + (f"<svg:desc>{about}</svg:desc>" if about else "")
    return f'<draw:frame {values}><draw:image xlink:href="{name}"/>{said}</draw:frame>'


def box(*paragraphs: str) -> str:
    return f"<draw:frame><draw:text-box>{''.join(paragraphs)}</draw:text-box></draw:frame>"


def changes(**deleted: str) -> str:
    """The words that were deleted, by the keys of their marks; and a text that was put in, "ct0"."""
    who = (
        "<office:change-info><dc:creator>Rikke Redprøve</dc:creator><dc:date>2030-01-01</dc:date></office:change-info>"
    )
    regions = "".join(
        f'<text:changed-region xml:id="{key}"><text:deletion>{who}{p(words)}</text:deletion></text:changed-region>'
        for key, words in deleted.items()
    )
    inserted = f'<text:changed-region xml:id="ct0"><text:insertion>{who}</text:insertion></text:changed-region>'
    return f"<text:tracked-changes>{inserted}{regions}</text:tracked-changes>"


def part(root: str, xml: str) -> str:
    return f"<office:{root}{SPACES}>{xml}</office:{root}>"


def odt(
    *body: str,
    parts: Mapping[str, str | bytes] | None = None,
    styles: str = "",
    automatic: str = "",
    around: str = "",
    content: str = "",
) -> bytes:
    """The file. styles and automatic join the usual ones; around: headers and footers; content: instead of the body."""
    usual: dict[str, str | bytes] = {
        "mimetype": KIND,
        "content.xml": content
        or part(
            "document-content",
            f"<office:automatic-styles>{AUTOMATIC}{automatic}</office:automatic-styles>"
            f"<office:body><office:text>{''.join(body)}</office:text></office:body>",
        ),
        "styles.xml": part(
            "document-styles",
            f"<office:styles>{STYLES}{styles}</office:styles><office:master-styles>"
            f'<style:master-page style:name="Standard">{around}</style:master-page></office:master-styles>',
        ),
    }
    return zipped(usual | dict(parts or {}))
