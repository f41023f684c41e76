"""OpenDocument texts as sections: text and order equal, nothing dropped in silence, hostile files refused in time."""

import base64
import io
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from consultation.lib.html import sanitise, to_text
from consultation.lib.wordfile import ReadFile, UnreadableFileError, read
from consultation.lib.wordfile.reading import read_here
from tests.lib import libreoffice, opendocument
from tests.lib.opendocument import (
    box,
    changes,
    comment,
    covered,
    h,
    image,
    levels,
    li,
    note,
    odt,
    ol,
    p,
    part,
    span,
    tbl,
    tc,
    tr,
)
from tests.lib.word import zipped

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
ABOUT = re.compile(r"creator$|date$|-initials$|note-citation$|}date-string$|index-title-template$")
"""Elements that say who changed something and when, numbers that are counted anew, and how an index would be made."""


def picture(kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 2), "red").save(out, kind)
    return out.getvalue()


PICTURES: dict[str, str | bytes] = {"Pictures/a.png": picture()}


def squeezed(text: str) -> str:
    return "".join(text.replace("\xad", "").split())


def pieces_of(content: bytes) -> list[str]:
    """Every piece of text in what people can read, in order, deleted ones too."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    found: list[str] = []
    for name, where in (("content.xml", "body"), ("styles.xml", "master-styles")):
        tree = ET.fromstring(archive.read(name))
        for top in (one for one in tree if one.tag.endswith(f"}}{where}")):
            _gather(top, found)
    apart = [part for piece in found for part in re.split("([\ue000-\uf8ff])", piece)]  # such signs are told one by one
    return [squeezed(piece) for piece in apart if piece.strip()]


def _gather(element: ET.Element, found: list[str]) -> None:
    if not ABOUT.search(element.tag):
        found.append(element.text or "")
        for child in element:
            _gather(child, found)
            found.append(child.tail or "")


def taken(found: ReadFile) -> str:
    return squeezed("".join(f"{one.number} {one.heading} {to_text(sanitise(one.html))}" for one in found.sections))


def lost(content: bytes) -> list[str]:
    """Pieces of text that stand neither in the sections nor in the report."""
    found = read_here(content)
    everywhere = taken(found) + squeezed("".join(one.text for one in found.left_out))
    everywhere += squeezed(unescape("".join(re.findall(r'alt="([^"]*)"', "".join(one.html for one in found.sections)))))
    everywhere += "".join(chr(int(f"0x{one.text[2:]}", 0)) for one in found.left_out if one.code == "symbol")
    return [piece for piece in pieces_of(content) if piece not in everywhere]


def html_of(*body: str, **given: str) -> str:
    (section,) = read_here(odt(*body, parts=PICTURES, **given)).sections
    assert sanitise(section.html) == section.html or "wordfile:" in section.html
    return section.html.strip()


def codes(*body: str) -> list[tuple[str, str]]:
    return [(one.code, one.text) for one in read_here(odt(*body, parts=PICTURES)).left_out]


# Headings


def test_headings_by_level_and_by_style_become_sections() -> None:
    found = read_here(
        odt(
            p("Først lidt om udkastet."),
            h("3 Hvem?"),
            p("Du."),
            p("3.2 Hvor længe?", "Overskrift_20_2"),
            p("Seks uger."),
            h("Små grupper", 3),
            p("Også."),
            p("4. Pris", "Egen"),
            p("Ingen overskrift", "Brødtekst"),
        )
    )
    assert [(one.level, one.number, one.heading) for one in found.sections] == [
        (1, "", ""),
        (1, "3", "Hvem?"),
        (2, "3.2", "Hvor længe?"),
        (1, "4", "Pris"),
    ]
    assert found.sections[2].html == "<p>Seks uger.</p>\n<h4>Små grupper</h4>\n<p>Også.</p>\n"
    assert found.sections[3].html == "<p>Ingen overskrift</p>\n"


def test_numbers_that_are_counted_for_headings_are_printed() -> None:
    counted = levels(("1", ""), ("1", ""), start=2, shown=2, tag="text:outline-level-style")
    outline = f"<text:outline-style>{counted}</text:outline-style>"
    body = (h("Hvem?"), h("Børn", 2), h("Uden", 1, 'text:is-list-header="true"'), h("Pris"), h("Nyt", 2))
    found = read_here(odt(*body, styles=outline))
    assert [(one.number, one.heading) for one in found.sections] == [
        *(("2", "Hvem?"), ("2.2", "Børn"), ("", "Uden"), ("3", "Pris"), ("3.2", "Nyt"))
    ]


def test_headings_may_stand_in_lists() -> None:
    legal = f'<text:list-style style:name="L9">{levels(("1", "."), ("1", "."), shown=2)}</text:list-style>'
    body = ol(li(h("Hvem?"), ol(li(h("Børn", 2)), name="")), name="L9", values='xml:id="l9"')
    more = ol(li(h("Pris")), name="L9", values='text:continue-list="l9"')
    found = read_here(odt(body, p("Fra 0."), more, styles=legal))
    assert [(one.number, one.heading) for one in found.sections] == [("1", "Hvem?"), ("1.1", "Børn"), ("2", "Pris")]


def test_a_title_is_told_and_no_section() -> None:
    content = odt(p("Kvalitetsstandard", "Title"), h("Hvem?"), p("Du."))
    assert [(one.code, one.text) for one in read_here(content).left_out] == [("title", "Kvalitetsstandard")]


# Lists


def test_lists_nest_and_go_on_where_they_stopped() -> None:
    body = (
        ol(li("et", ol(li("a"), li("b"), name="")), li("to"), values='xml:id="x"'),
        p("Imellem."),
        ol(li("tre"), values='text:continue-list="x"'),
        ol(li("fire"), values='text:continue-numbering="true"'),
        p("Imellem."),
        ol(li("begynder igen", ol(li("punkt", ol(li("dybt"), name="")), name=""))),
        ol(li("ni", values='text:start-value="9"')),
    )
    assert html_of(*body).replace("\n", "") == (
        '<ol><li>et<ol type="a"><li>a</li><li>b</li></ol></li><li>to</li></ol><p>Imellem.</p>'
        '<ol start="3"><li>tre</li><li>fire</li></ol><p>Imellem.</p>'
        '<ol><li>begynder igen<ol type="a"><li>punkt<ul><li>dybt</li></ul></li></ol></li></ol>'
        '<ol start="9"><li>ni</li></ol>'
    )


def test_an_item_of_several_paragraphs_is_one_item() -> None:
    body = ol("<text:list-header>" + p("Overskrift") + "</text:list-header>", li(p("et"), p("mere")), li("to"))
    assert html_of(body).replace("\n", "") == "<p>Overskrift</p><ol><li>et<br>mere</li><li>to</li></ol>"


def test_an_item_without_words_of_its_own_has_no_number() -> None:
    assert html_of(ol(li(ol(li("a"), name="")), li("et"))).replace("\n", "") == (
        '<ol type="a"><li>a</li></ol><ol><li>et</li></ol>'
    )


@pytest.mark.parametrize(
    ("level", "label"),
    [
        ('style:num-format="1" style:num-prefix="§ " style:num-suffix="."', "§ 1."),
        ('style:num-format="1" loext:num-list-format="Bilag %1%"', "Bilag 1"),
        ('style:num-format="" style:num-prefix="NB"', "NB"),
    ],
)
def test_a_number_that_says_more_than_its_place_is_kept_as_words(level: str, label: str) -> None:
    own = f'<text:list-style style:name="L8"><text:list-level-style-number text:level="1" {level}/></text:list-style>'
    assert html_of(ol(li("Formål"), name="L8"), styles=own) == f"<p>{label} Formål</p>"


def test_a_paragraph_may_be_numbered_by_itself() -> None:
    one = '<text:numbered-paragraph text:list-id="x" text:level="1" text:style-name="L1">{}</text:numbered-paragraph>'
    assert html_of(one.format(p("et")), one.format(p("to"))) == "<ol>\n<li>et</li>\n<li>to</li>\n</ol>"


# Tables


def test_merged_cells_become_spans_and_heads_say_what_they_head() -> None:
    inner = tbl(tr(tc("indre"), tc("celler")))
    table = tbl(
        tr(tc("Mad", rows=2), tc("Morgen"), tc("10")),
        tr(covered("gemt"), tc("Aften"), tc(inner)),
        head=tr(tc("Ydelse", 2), covered(), tc("Pris")),
    )
    assert html_of(p("Tabel 1", "Caption"), table) == (
        '<table><caption>Tabel 1</caption><thead><tr><th scope="col" colspan="2">Ydelse</th><th scope="col">Pris</th>'
        '</tr></thead><tbody><tr><td rowspan="2">Mad</td><td>Morgen</td><td>10</td></tr>'
        "<tr><td>Aften</td><td><p>indre</p>\n<p>celler</p></td></tr></tbody></table>"
    )
    assert codes(table) == [("hidden", "gemt"), ("nested_table", "")]


def test_heads_are_also_seen_by_style_by_bold_letters_and_by_columns() -> None:
    head = '<th scope="col">a</th>'
    assert head in html_of(tbl(tr(tc(p("a", "Table_20_Heading")), tc()), tr(tc("b"), tc("c"))))
    assert head in html_of(tbl(tr(tc(p("a", "Fed"))), tr(tc("b"))))
    column = "<table:table-header-columns><table:table-column/></table:table-header-columns>"
    table = f"<table:table>{column}{tr(tc('a'), tc('b'))}{tr(tc('c'), tc('d'))}</table:table>"
    assert '<th scope="row">c</th><td>d</td>' in html_of(table)
    assert codes(tbl(tr(tc("a"), tc("b")))) == [("table_head", "")]


def test_cells_and_rows_that_repeat_are_written_out_within_reason() -> None:
    table = tbl(
        tr(tc("x", values='table:number-columns-repeated="2"'), values='table:number-rows-repeated="2"'),
        tr(tc("y", values='table:number-columns-repeated="999999999"')),
    )
    html = html_of(table)
    assert html.count("<tr><td>x</td><td>x</td></tr>") == 2
    assert html.count("<td>y</td>") == 99


def test_a_frame_of_one_cell_is_its_text() -> None:
    assert html_of(tbl(tr(tc("Husk")))) == "<p>Husk</p>"
    assert codes(tbl(tr(tc("Husk")))) == [("frame", "")]


# Letters, links, notes and figures


def test_emphasis_breaks_blanks_and_soft_hyphens() -> None:
    body = p(
        f"Kvali\xadtet {span('T1', 'er ' + span('T2', 'vigtig'))}{span('T5', '2')}{span('T6', '3')}"
        f'<text:s text:c="900000000"/>nu<text:tab/>{span("Strong", "stærk<text:line-break/>ny")}\n   linje'
        "<text:soft-page-break/>."
    )
    assert html_of(body) == (
        "<p>Kvalitet <strong>er </strong><strong><em>vigtig</em></strong><sub>2</sub><sup>3</sup> nu "
        "<strong>stærk<br>ny</strong> linje.</p>"
    )
    assert html_of(p("alt er fedt", "Fed")) == "<p><strong>alt er fedt</strong></p>"


def test_links_lead_to_https_and_mail_and_headings_and_nowhere_else() -> None:
    link = '<text:a xlink:href="{}">{}</text:a>'
    body = (
        h('<text:bookmark-start text:name="_Ref9"/>Pris<text:bookmark-end text:name="_Ref9"/>'),
        p(
            link.format("https://lov.example/", "lov")
            + link.format("javascript:alert(1)", "farlig")
            + link.format("#_Ref9", "pris")
            + link.format("#Pris%7Coutline", "også")
        ),
    )
    found = read_here(odt(*body))
    assert {"_Ref9", "Pris|outline"} <= set(found.sections[0].names)
    assert found.sections[0].html == (
        '<p><a href="https://lov.example/">lov</a>farlig<a href="#wordfile:_Ref9">pris</a>'
        '<a href="#wordfile:Pris|outline">også</a></p>\n'
    )
    assert [(one.code, one.text) for one in found.left_out] == [("link", "javascript:alert(1)")]


def test_notes_stand_below_their_section_with_a_way_back() -> None:
    content = odt(
        p("Alt" + note("Om alt."), "Title"),
        h("Et" + note("Om et.")),
        p("a" + note("Fodnote.") + "b"),
        h("To"),
        p("c" + note("Slutnote.", "endnote")),
    )
    found = read_here(content)
    assert found.sections[0].html == (
        '<p>a<sup><a href="#fn_1" id="fn_1_til">1</a></sup>b</p>\n'
        '<p id="fn_1"><a href="#fn_1_til">Note 1</a>: Fodnote.</p>\n'
    )
    assert found.sections[1].html.endswith('<p id="fn_2"><a href="#fn_2_til">Note 2</a>: Slutnote.</p>\n')
    assert [(one.code, one.text) for one in found.left_out] == [
        ("note_in_heading", "Om alt."),
        ("title", "Alt"),
        ("note_in_heading", "Om et."),
    ]
    assert lost(content) == []


def test_pictures_keep_their_alternative_text_and_their_caption() -> None:
    inside = p(image(alt="To", about="To personer") + "Figur " + "<text:sequence>1</text:sequence>", "Illustration")
    html = '<figure><img src="wordfile:0" alt="To. To personer"><figcaption>Figur 1</figcaption></figure>'
    assert html_of(p(box(inside))) == html
    assert html_of(p(image(alt="To", about="To personer")), p("Figur 1", "Caption")) == html
    assert codes(p(image(values='loext:decorative="true"'))) == []
    assert codes(p(image())) == [("alt", "")]


def test_a_picture_in_two_formats_is_one_picture_and_one_within_the_text_is_read() -> None:
    both = (
        '<draw:frame><draw:image xlink:href="a.svg"/><draw:image xlink:href="./Pictures/a.png"/><svg:desc>x</svg:desc>'
    )
    found = read_here(odt(p(f"{both}</draw:frame>"), parts={**PICTURES, "a.svg": "<svg/>"}))
    assert (len(found.pictures), found.left_out) == (1, ())
    data = f"<draw:image><office:binary-data>{base64.b64encode(picture()).decode()}</office:binary-data></draw:image>"
    found = read_here(odt(p(f"<draw:frame>{data}<svg:desc>x</svg:desc></draw:frame>")))
    assert (len(found.pictures), found.left_out) == (1, ())


# What is left out, and said

FIELD = "<text:{0}>x</text:{0}>"
CHART = part(
    "document-content",
    f"<office:body><office:chart><chart:chart><chart:title>{p('Antal')}</chart:title></chart:chart></office:chart>"
    "</office:body>",
)
MATH = '<math:math xmlns:math="http://www.w3.org/1998/Math/MathML"><math:mi>x</math:mi></math:math>'
OBJECT = '<draw:frame><draw:object xlink:href="./{}"/><draw:image xlink:href="./Pictures/a.png"/></draw:frame>'
SHEET = part("document-content", "<office:body>" + p("Celle") + "</office:body>")


@pytest.mark.parametrize(
    ("body", "code", "text"),
    [
        (changes(ct1="slettet") + p('a<text:change text:change-id="ct1"/>b'), "deleted", "slettet"),
        (p("a" + comment("Er det rigtigt?") + "b"), "comment", "Er det rigtigt?"),
        (p(span("T3", "skjult")), "hidden", "skjult"),
        (p("skjult " + note("også"), "Skjult"), "hidden", "skjult også"),
        (p('<text:hidden-paragraph text:is-hidden="true"/>skjult'), "hidden", "skjult"),
        (p('<text:hidden-text text:string-value="skjult" text:is-hidden="true"/>'), "hidden", "skjult"),
        (f'<text:section text:display="none">{p("a")}{p("b")}</text:section>', "hidden", "a b"),
        (
            f'<text:section text:display="condition" text:is-hidden="true">{p("a")}</text:section>',
            "hidden",
            "a",
        ),
        (
            f'<text:section><text:section-source xlink:href="https://x.example/a.odt"/>{p("a")}</text:section>',
            "linked",
            "https://x.example/a.odt",
        ),
        (p(span("T4", "streget")), "struck", "streget"),
        (p(FIELD.format("page-number")), "page_number", "x"),
        (p('<text:bookmark-ref text:reference-format="page">7</text:bookmark-ref>'), "page_number", "7"),
        (p(FIELD.format("bookmark-ref")), "reference", "x"),
        (p(FIELD.format("date")), "field", "x"),
        (p('<text:drop-down><text:label text:value="x"/>x</text:drop-down>'), "field", "x"),
        (
            f"<text:table-of-content><text:index-body>{p('Hvem? 2')}</text:index-body></text:table-of-content>",
            "contents",
            "Hvem? 2",
        ),
        (p('<text:alphabetical-index-mark text:string-value="støtte"/>a'), "contents", "støtte"),
        (p(OBJECT.format("Object 1")), "chart", "Antal"),
        (p(OBJECT.format("Object 2")), "equation", "x"),
        (p(OBJECT.format("Object%203")), "object", "Celle"),
        (p(OBJECT.format("Object 4")), "object", "./Object 4"),
        (p(box(p("I en boks"), p("To"))), "text_box", "I en boks To"),
        (p(f"<draw:custom-shape>{p('I en pil')}</draw:custom-shape>"), "text_box", "I en pil"),
        (p("<draw:line><svg:title>En pil</svg:title></draw:line>"), "shape", "En pil"),
        (f"<draw:g><draw:line/><svg:title>To pile</svg:title></draw:g>{p('a')}", "shape", "To pile"),
        (p(image("https://x.example/a.png", "Foto")), "picture_elsewhere", "Foto"),
        (p(image("../a.png", "Foto")), "picture_elsewhere", "Foto"),
        (p(image("broken.png", "Foto")), "picture_format", "Foto"),
        (p(f'<draw:a xlink:href="https://x.example/">{image(alt="x")}</draw:a>'), "picture_link", "https://x.example/"),
        (p('<text:a xlink:href="#Tabel1%7Ctable">tabellen</text:a>'), "inner_link", "Tabel1|table"),
        (p("\uf0fea"), "symbol", "U+F0FE"),
        (p(f"<text:noget>{span('T1', 'ukendt')}</text:noget>"), "unknown", "ukendt"),
        (p("<text:noget/>a"), "unknown", "text:noget"),
        (f"<text:noget>{p('ukendt')}</text:noget>", "unknown", "ukendt"),
        ("løst", "unknown", "løst"),
        (ol("<text:list-item>løst</text:list-item>"), "unknown", "løst"),
        (
            p("<text:ruby><text:ruby-base>a</text:ruby-base><text:ruby-text>b</text:ruby-text></text:ruby>"),
            "unknown",
            "b",
        ),
        (
            '<office:forms><form:form><form:checkbox xml:id="c1" form:label="Ja"/></form:form></office:forms>'
            + p('<draw:control draw:control="c1"/>'),
            "form",
            "Ja",
        ),
        (p("Kvalitetsstandard", "Title"), "title", "Kvalitetsstandard"),
    ],
)
def test_what_is_left_out_is_named_with_its_place(body: str, code: str, text: str) -> None:
    parts: dict[str, str | bytes] = {
        **PICTURES,
        "Object 1/content.xml": CHART,
        "Object 2/content.xml": MATH,
        "Object 3/content.xml": SHEET,
        "broken.png": b"GIF89a",
    }
    content = odt(h("1 Hvem?"), body, p("Til sidst."), parts=parts)
    (one,) = read_here(content).left_out
    assert (one.code, one.place, one.text) == (code, "1 Hvem?", text)
    assert lost(content) == []


def test_the_caption_of_a_picture_that_cannot_be_kept_is_told() -> None:
    content = odt(p("a" + box(p(image("broken.png", "Foto") + "Figur 1"))), parts={"broken.png": b"GIF89a"})
    assert [(one.code, one.text) for one in read_here(content).left_out] == [
        ("picture_format", "Foto"),
        ("text_box", "Figur 1"),
    ]


def test_what_was_put_in_with_tracked_changes_stays_and_what_was_deleted_is_told_once() -> None:
    tracked = changes(ct1="gammelt", ct2="uden mærke")
    body = 'Et <text:change-start text:change-id="ct0"/>nyt<text:change-end text:change-id="ct0"/> ord'
    content = odt(tracked, h("Hvem?"), p(f'{body}<text:change text:change-id="ct1"/>.'))
    found = read_here(content)
    assert found.sections[0].html == "<p>Et nyt ord.</p>\n"
    assert [(one.code, one.place, one.text) for one in found.left_out] == [
        ("deleted", "Hvem?", "gammelt"),
        ("deleted", "", "uden mærke"),
    ]


def test_headers_and_footers_are_named_once() -> None:
    around = f"<style:header>{p('Prøvestad Kommune')}</style:header><style:footer>{p('Side 1')}</style:footer>"
    around += f"<style:header-left>{p('Prøvestad Kommune')}</style:header-left>"
    content = odt(h("Hvem?"), p("Du."), around=around)
    assert [(one.code, one.place, one.text) for one in read_here(content).left_out] == [
        ("header", "", "Prøvestad Kommune"),
        ("footer", "", "Side 1"),
    ]
    assert lost(content) == []


# Whole files


def told(found: ReadFile) -> list[tuple[object, ...]]:
    return [(one.level, one.number, one.heading, one.html) for one in found.sections]


@pytest.mark.parametrize("name", libreoffice.SOURCES)
def test_a_file_of_libreoffice_has_the_text_and_the_order_of_its_source(name: str) -> None:
    content = (libreoffice.FILES / f"{name}.odt").read_bytes()
    found, source = read(content), read_here(libreoffice.SOURCES[name][1]())
    assert lost(content) == []
    assert taken(found) == taken(source)
    assert [one[:3] for one in told(found)] == [one[:3] for one in told(source)]


@pytest.mark.parametrize("name", ["libreoffice", "from-word", "by-hand"])
def test_a_file_of_libreoffice_has_the_lists_cells_notes_and_report_of_its_source(name: str) -> None:
    found = read_here((libreoffice.FILES / f"{name}.odt").read_bytes())
    source = read_here(libreoffice.SOURCES[name][1]())
    assert told(found) == told(source)
    assert found.left_out == source.left_out
    assert [one.media_type for one in found.pictures] == [one.media_type for one in source.pictures]


def test_what_libreoffice_wrote_is_whole() -> None:
    found = read_here((libreoffice.FILES / "by-hand.odt").read_bytes())
    assert [(one.number, one.heading) for one in found.sections] == [("1", "Formål"), ("1.1", "Hvem"), ("2", "Pris")]
    first, second, third = (one.html.replace("\n", "") for one in found.sections)
    assert '<li>Først<ol type="a"><li>lille a</li><li>lille b</li></ol></li><li>Så<br>med en linje mere</li>' in first
    assert '<ol start="3"><li>Til sidst</li></ol>' in first
    assert 'alt="Indgangen. Døren med rampe"><figcaption>Figur 1: Indgangen til huset</figcaption>' in second
    assert "Unge kan få hjælp hver dag." in second
    assert '<th scope="col" colspan="2">Ydelse</th>' in third
    assert '<td rowspan="2">Mad</td>' in third
    assert [(one.code, one.place, one.text) for one in found.left_out] == [
        ("title", "", "Kvalitetsstandard for støtte"),
        ("contents", "", "Indhold 1. Formål 1"),
        ("deleted", "1.1 Hvem", "om ugen"),
        ("comment", "1.1 Hvem", "Passer det?"),
        ("hidden", "2 Pris", "Spørg Rikke."),
        ("struck", "2 Pris", "ti"),
        ("hidden", "2 Pris", "Kun til os."),
        ("text_box", "2 Pris", "Tekst i en boks."),
        ("header", "", "Prøvestad Kommune"),
    ]


TEXTS = st.text("abcæøå <>&\"'.,\xad\uf0a7", min_size=1, max_size=12).map(
    lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
)
INSIDE: st.SearchStrategy[str] = st.deferred(
    lambda: st.one_of(
        TEXTS,
        st.tuples(st.sampled_from(["T1", "T2", "T3", "T4", "T6"]), INSIDE).map(lambda pair: span(*pair)),
        TEXTS.map(note),
        TEXTS.map(comment),
        TEXTS.map(lambda text: box(p(text))),
        TEXTS.map(lambda text: image(alt=text)),
        TEXTS.map(lambda text: box(p(image(alt="x") + text))),
        st.tuples(st.sampled_from(["date", "page-number", "bookmark-ref", "meta", "noget", "sequence"]), TEXTS).map(
            lambda pair: f"<text:{pair[0]}>{pair[1]}</text:{pair[0]}>"
        ),
        TEXTS.map(lambda text: f'<text:a xlink:href="https://x.example/">{text}</text:a>'),
        st.sampled_from(["<text:s/>", "<text:tab/>", "<text:line-break/>", '<text:change text:change-id="ct1"/>']),
        st.tuples(INSIDE, INSIDE).map("".join),
    )
)
BLOCKS: st.SearchStrategy[str] = st.deferred(
    lambda: st.one_of(
        INSIDE.map(p),
        st.tuples(INSIDE, st.sampled_from(["Egen", "Fed", "Skjult", "Title", "Caption"])).map(lambda pair: p(*pair)),
        st.tuples(INSIDE, st.integers(1, 4)).map(lambda pair: h(*pair)),
        st.lists(BLOCKS, max_size=3).map(lambda inner: ol(li(*inner))),
        st.lists(BLOCKS, max_size=2).map(lambda inner: tbl(tr(tc("".join(inner) or p()), tc("x")), tr(covered("y")))),
        st.lists(BLOCKS, max_size=2).map(lambda inner: f"<text:section>{''.join(inner)}</text:section>"),
        st.lists(BLOCKS, max_size=2).map(lambda inner: f"<text:noget>{''.join(inner)}</text:noget>"),
        TEXTS,
    )
)


@settings(max_examples=200)
@given(st.lists(BLOCKS, max_size=6))
def test_no_text_is_dropped_in_silence_whatever_stands_beside_it(body: list[str]) -> None:
    content = odt(changes(ct1="slettet"), *body, parts=PICTURES)
    for one in read_here(content).sections:
        plain = re.sub(r"<img[^>]*>", "", one.html)
        assert sanitise(plain) == plain
    assert lost(content) == []


# Hostile files


LAUGHS = f'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>{part("document-content", "")}'
OUTSIDE = f'<!DOCTYPE x SYSTEM "https://x.example/x.dtd">{part("document-content", "")}'
LOCKED = (
    '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry><m:encryption-data/>'
    "</m:file-entry></m:manifest>"
)
REPEATED = tr(tc("x", values='table:number-columns-repeated="99"'), values='table:number-rows-repeated="99"')
LISTENER = "<office:event-listeners><script:event-listener/></office:event-listeners>"


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: zipped({"mimetype": opendocument.KIND}), "broken"),
        (lambda: odt(p("a"), parts={"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "broken"),
        (lambda: odt(content="<office:document-content"), "broken"),
        (lambda: odt(content=LAUGHS), "broken"),
        (lambda: odt(content=OUTSIDE), "broken"),
        (lambda: odt(p("a"), parts={"styles.xml": LAUGHS}), "broken"),
        (lambda: odt(p(OBJECT.format("Object 1")), parts={"Object 1/content.xml": LAUGHS}), "broken"),
        (lambda: odt(p("a"), parts={"META-INF/manifest.xml": LOCKED}), "locked"),
        (lambda: odt(p("a"), parts={"Basic/Standard/script-lb.xml": "<a/>"}), "active"),
        (lambda: odt(p("a"), parts={"Scripts/python/a.py": "x"}), "active"),
        (lambda: odt(p(f"<text:a>{LISTENER}a</text:a>")), "active"),
        (lambda: odt(p("<text:script>x</text:script>")), "active"),
    ],
)
def test_I5_a_file_that_is_none_or_could_act_is_refused(make: Callable[[], bytes], code: str) -> None:
    content = make()
    with pytest.raises(UnreadableFileError) as refused:
        read_here(content)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: odt(content=LAUGHS), "broken"),
        (lambda: odt(p(f"<text:a>{LISTENER}a</text:a>")), "active"),
        (lambda: odt(p("a" * 30_000_000)), "too_large"),
        (lambda: odt(p(image()), parts={"Pictures/a.png": bytes(30_000_000)}), "too_large"),
        (lambda: odt(p("a"), parts={f"{n}": "" for n in range(3001)}), "too_large"),
        (lambda: odt("<text:section>" * 3000 + "</text:section>" * 3000), "too_large"),
        (lambda: odt(p("<text:span>" * 3000 + "</text:span>" * 3000)), "too_large"),
        (lambda: odt(tbl(*[REPEATED] * 3000)), "too_large"),
    ],
)
def test_I5_a_bomb_is_refused_and_why_is_told_by_the_process_that_reads(make: Callable[[], bytes], code: str) -> None:
    content = make()
    with pytest.raises(UnreadableFileError) as refused:
        read(content)
    assert refused.value.code == code


def test_a_picture_is_read_in_the_process_that_can_open_nothing() -> None:
    assert read(odt(p(image(alt="To")), parts=PICTURES)).pictures[0].media_type == "image/png"


def test_a_file_without_text_has_no_sections() -> None:
    found = read_here(odt(content=part("document-content", "<office:body><office:drawing/></office:body>")))
    assert (found.sections, [one.code for one in found.left_out]) == ((), ["empty"])
