"""Our own template for DOCX: the parts that python-docx's template fills with another house's styles (R41, R52).

Plain XML texts: styles, list numbering, settings. Sizes are half points, distances twentieths of a point. A style that
Word knows has Word's name, which Word shows in its own language; the others have Danish ones, as people edit them.
"""

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_INK, ACCENT, _SOFT, HAIR, SHADE, _WARNING = "1F2933", "173F5F", "52606D", "C3CCD5", "EAF0F5", "9B1C1C"

TEXT_WIDTH = 9411
SECTION = (
    f'<w:sectPr {NAMESPACE}><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1470" w:right="1191" w:bottom="1380" '
    'w:left="1304" w:header="737" w:footer="624" w:gutter="0"/><w:cols w:space="708"/></w:sectPr>'
)

BULLET_LIST = 1
PARAGRAPH_END = 140
"""The space below a paragraph, and below a list."""


def _style(
    kind: str, name: str, paragraph: str = "", run: str = "", *, based_on: str = "Normal", after: str = ""
) -> str:
    head = (
        f'<w:style w:type="{kind}" w:styleId="{style_id(name)}"><w:name w:val="{name}"/><w:basedOn w:val="{based_on}"/>'
    )
    follower = f'<w:next w:val="{after}"/>' if after else ""
    body = "".join(f"<w:{tag}>{inner}</w:{tag}>" for tag, inner in (("pPr", paragraph), ("rPr", run)) if inner)
    return f'{head}{follower}<w:uiPriority w:val="1"/><w:qFormat/>{body}</w:style>'


def style_id(name: str) -> str:
    """The id under which a paragraph names its style: "heading 1" is "Heading1"."""
    plain = name.translate(_PLAIN_LETTERS)
    return "".join(part[:1].upper() + part[1:] for part in plain.split())


_PLAIN_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


def _heading(level: int, size: int, before: int, after: int, extra: str = "<w:b/>") -> str:
    paragraph = (
        f'<w:keepNext/><w:keepLines/><w:suppressAutoHyphens/><w:spacing w:before="{before}" w:after="{after}" '
        f'w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="{level - 1}"/>'
    )
    run = f'{extra}<w:color w:val="{ACCENT}"/><w:sz w:val="{size}"/>'
    return _style("paragraph", f"heading {level}", paragraph, run, after="Normal")


def _contents_entry(name: str, across: int, apart: tuple[int, int], indent: int, run: str = "") -> str:
    before, after = apart
    tab = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{across}"/></w:tabs>'
    space = f'<w:spacing w:before="{before}" w:after="{after}"/><w:ind w:left="{indent}"/>'
    return _style("paragraph", name, tab + space, run)


def _quote(name: str, run: str, *, keep: str, before: int, after: int) -> str:
    rule = f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="9" w:color="{HAIR}"/></w:pBdr>'
    spacing = f'<w:spacing w:before="{before}" w:after="{after}"/><w:ind w:left="284"/>'
    return _style("paragraph", name, keep + rule + spacing, run)


def _running(name: str, rule: str = "") -> str:
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>'
    return _style(
        "paragraph", name, f'{rule}{tab}<w:spacing w:after="0"/>', f'<w:color w:val="{_SOFT}"/><w:sz w:val="17"/>'
    )


def _table_style(name: str, borders: str, high: int) -> str:
    edges = (("top", high), ("left", 70), ("bottom", high), ("right", 70))
    margins = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in edges)
    properties = f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
    return (
        f'<w:style w:type="table" w:styleId="{style_id(name)}"><w:name w:val="{name}"/><w:basedOn w:val="NormalTable"/>'
        f'<w:uiPriority w:val="1"/>{properties}</w:style>'
    )


def _border(side: str, size: int, color: str) -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{color}"/>'


_BOXED = _border("top", 6, ACCENT) + _border("bottom", 6, ACCENT)
_RULED = _border("top", 8, ACCENT) + _border("bottom", 4, HAIR) + _border("insideH", 4, HAIR)


def styles(language: str, across: int = TEXT_WIDTH) -> str:
    """All styles; `language` is a tag like "da-DK" and holds for every word, `across` is how wide the text is."""
    defaults = (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>'
        f'<w:color w:val="{_INK}"/><w:sz w:val="20"/><w:szCs w:val="20"/>'
        f'<w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="{language}"/></w:rPr></w:rPrDefault>'
        f'<w:pPrDefault><w:pPr><w:spacing w:after="{PARAGRAPH_END}" w:line="269" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault>"
        "</w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        "<w:pPr><w:widowControl/><w:suppressAutoHyphens/></w:pPr>"
        f'<w:rPr><w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="{language}"/></w:rPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="NormalTable"><w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/></w:style>'
    )
    return f"<w:styles {NAMESPACE}>{defaults}{''.join(_named_styles(across))}</w:styles>"


def _named_styles(across: int) -> tuple[str, ...]:
    soft = f'<w:color w:val="{_SOFT}"/>'
    cell = '<w:suppressAutoHyphens w:val="0"/><w:spacing w:after="0" w:line="256" w:lineRule="auto"/>'
    title = '<w:keepNext/><w:spacing w:before="240" w:after="360" w:line="228" w:lineRule="auto"/>'
    return (
        _style("paragraph", "Title", title, f'<w:b/><w:color w:val="{ACCENT}"/><w:sz w:val="46"/>'),
        _style("paragraph", "Subtitle", '<w:spacing w:before="120"/>', soft),
        _heading(1, 32, 440, 160),
        _heading(2, 26, 340, 120),
        _heading(3, 22, 260, 100),
        _heading(4, 21, 220, 80, "<w:i/>"),
        _style("paragraph", "TOC Heading", '<w:keepNext/><w:spacing w:before="360" w:after="120"/>', _CONTENTS_TITLE),
        _contents_entry("toc 1", across, (80, 20), 0, "<w:b/>"),
        _contents_entry("toc 2", across, (0, 20), 284),
        _contents_entry("table of figures", across, (0, 0), 0, '<w:sz w:val="17"/>'),
        _style("paragraph", "Manchet", '<w:spacing w:after="160"/>', '<w:sz w:val="24"/>'),
        _style("paragraph", "Note", "", f'{soft}<w:sz w:val="17"/>'),
        _style("paragraph", "Margennote", '<w:ind w:left="567"/>', f'{soft}<w:sz w:val="18"/>'),
        _style("paragraph", "List Bullet", '<w:spacing w:after="60"/>'),
        _style("paragraph", "List Number", '<w:spacing w:after="60"/>'),
        _quote("Quote", "", keep="", before=100, after=60),
        _quote("Citatkilde", f'{soft}<w:sz w:val="19"/>', keep="<w:keepLines/>", before=0, after=200),
        _style(
            "paragraph", "caption", '<w:keepNext/><w:spacing w:before="180" w:after="80"/>', '<w:b/><w:sz w:val="19"/>'
        ),
        _style("paragraph", "Figur", '<w:spacing w:after="160"/>'),
        _style("paragraph", "Tabeltekst", cell, '<w:sz w:val="17"/>'),
        _style("paragraph", "Tabelhoved", f"<w:keepNext/>{cell}", _TABLE_HEADER),
        _style("paragraph", "Faktanavn", '<w:spacing w:after="0"/>', soft),
        _style("paragraph", "Faktaværdi", '<w:spacing w:after="0"/>'),
        _style(
            "paragraph", "Efter tabel", '<w:spacing w:after="100" w:line="60" w:lineRule="exact"/>', '<w:sz w:val="8"/>'
        ),
        _running("header", f"<w:pBdr>{_border('bottom', 4, HAIR)}</w:pBdr>"),
        _running("footer"),
        _style(
            "paragraph",
            "Kladdestempel",
            '<w:spacing w:after="60"/>',
            f'<w:b/><w:color w:val="{_WARNING}"/><w:sz w:val="19"/>',
        ),
        _style("character", "Sidehenvisning", based_on="DefaultParagraphFont"),
        _style("character", "Hyperlink", "", _LINK, based_on="DefaultParagraphFont"),
        _table_style("Papirtabel", _RULED, 45),
        _table_style("Faktatabel", _BOXED, 25),
    )


_CONTENTS_TITLE = f'<w:b/><w:color w:val="{ACCENT}"/><w:sz w:val="32"/>'
_TABLE_HEADER = f'<w:b/><w:color w:val="{ACCENT}"/><w:sz w:val="17"/>'
_LINK = f'<w:color w:val="{ACCENT}"/><w:u w:val="single"/>'


def numbering(numbered_lists: int) -> str:
    """Bullets, and one list of numbers for each that begins at 1: BULLET_LIST + 1, + 2 and so on."""
    lists = "".join(
        f'<w:num w:numId="{BULLET_LIST + number}"><w:abstractNumId w:val="1"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for number in range(1, numbered_lists + 1)
    )
    return (
        f'<w:numbering {NAMESPACE}><w:abstractNum w:abstractNumId="0">{_level("bullet", "•")}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1">{_level("decimal", "%1.")}</w:abstractNum>'
        f'<w:num w:numId="{BULLET_LIST}"><w:abstractNumId w:val="0"/></w:num>{lists}</w:numbering>'
    )


def _level(form: str, text: str) -> str:
    return (
        '<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="454" w:hanging="284"/></w:pPr></w:lvl>'
    )


def settings() -> str:
    """Hyphenation is on for narrow cells; the style of all other text turns it off."""
    mode = "http://schemas.microsoft.com/office/word"
    return (
        f'<w:settings {NAMESPACE}><w:autoHyphenation/><w:defaultTabStop w:val="567"/><w:compat>'
        f'<w:compatSetting w:name="compatibilityMode" w:uri="{mode}" w:val="15"/></w:compat></w:settings>'
    )
