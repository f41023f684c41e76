"""Word files as sections: text and order equal, nothing dropped in silence, and hostile files refused in time."""

import io
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from consultation.lib import wordfile
from consultation.lib.html import sanitise, to_text
from consultation.lib.wordfile import ReadFile, UnreadableFileError, read
from consultation.lib.wordfile.reading import read_here
from tests.lib import word
from tests.lib.word import box, docx, drawing, field, li, p, r, tbl, tc, tr

LIBREOFFICE = Path(__file__).with_name("files") / "libreoffice.docx"
LISTS = word.numbering(("decimal", "%1."), ("lowerLetter", "%2)"), ("bullet", "•"))


def picture(kind: str = "PNG", size: tuple[int, int] = (4, 2)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind)
    return out.getvalue()


def squeezed(text: str) -> str:
    return "".join(text.replace("\xad", "").split())


def runs_of(content: bytes) -> list[str]:
    """Every run of text in every part that people can read, in order, deleted ones too."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    parts = ("document", "footnotes", "endnotes", "comments", "header", "footer")
    names = [name for kind in parts for name in archive.namelist() if re.fullmatch(rf"word/{kind}\d*\.xml", name)]
    return [
        squeezed(one.text or "")
        for name in names
        for one in ET.fromstring(archive.read(name)).iter()
        if one.tag.rsplit("}", 1)[-1] in {"t", "delText"} and (one.text or "").strip()
    ]


def taken(found: ReadFile) -> str:
    return squeezed("".join(f"{one.number} {one.heading} {to_text(sanitise(one.html))}" for one in found.sections))


def lost(content: bytes) -> list[str]:
    """Runs that stand neither in the sections nor in the report."""
    found = read_here(content)
    kept, reported = taken(found), squeezed("".join(one.text for one in found.left_out))
    return [run for run in runs_of(content) if run not in kept and run not in reported]


def html_of(*body: str, **parts: str | bytes) -> str:
    named = {f"word/{name}.xml": content for name, content in parts.items()}
    (section,) = read_here(docx(*body, parts=named)).sections
    return section.html.strip()


def codes(*body: str, **parts: str | bytes) -> list[tuple[str, str]]:
    named = {f"word/{name}.xml": content for name, content in parts.items()}
    return [(one.code, one.text) for one in read_here(docx(*body, parts=named)).left_out]


# Headings


def test_headings_become_sections_in_two_levels_and_typed_numbers_are_theirs() -> None:
    found = read_here(
        docx(
            p("Først lidt om udkastet."),
            p("3 Hvem?", "Overskrift1"),
            p("Du."),
            p("3.2 Hvor længe?", "Overskrift2"),
            p("Seks uger."),
            p("Små grupper", "Overskrift3"),
            p("Også."),
            p("4. Pris", "Egen"),
        )
    )
    assert [(one.level, one.number, one.heading) for one in found.sections] == [
        (1, "", ""),
        (1, "3", "Hvem?"),
        (2, "3.2", "Hvor længe?"),
        (1, "4", "Pris"),
    ]
    assert found.sections[2].html == "<p>Seks uger.</p>\n<h4>Små grupper</h4>\n<p>Også.</p>\n"


def test_a_first_heading_alone_on_its_level_is_the_title_and_is_told() -> None:
    found = read_here(docx(p("Aflastning", "Overskrift1"), p("Hvem?", "Overskrift2"), p("Du."), p("x", "Overskrift3")))
    assert [(one.level, one.heading) for one in found.sections] == [(1, "Hvem?"), (2, "x")]
    assert [(one.code, one.text) for one in found.left_out] == [("title", "Aflastning")]


def test_numbers_that_word_counts_are_printed() -> None:
    heads = word.numbering(("decimal", "%1"), ("decimal", "%1.%2"), start=2)
    mark = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr>'
    body = (
        p("Hvem?", "Overskrift1", properties=mark.format(0)),
        p("Børn", "Overskrift2", properties=mark.format(1)),
        p("Pris", "Overskrift1", properties=mark.format(0)),
    )
    found = read_here(docx(*body, parts={"word/numbering.xml": heads}))
    assert [(one.number, one.heading) for one in found.sections] == [("2", "Hvem?"), ("2.2", "Børn"), ("3", "Pris")]


def test_a_year_or_an_amount_is_no_number() -> None:
    found = read_here(docx(p("2030-planen", "Overskrift1"), p("10 kr. i gebyr", "Overskrift1")))
    assert [(one.number, one.heading) for one in found.sections] == [("", "2030-planen"), ("", "10 kr. i gebyr")]


# Lists, tables, inline


def test_lists_nest_and_go_on_where_they_stopped() -> None:
    body = (li("et"), li("a", 1), li("b", 1), li("to"), p("Imellem."), li("tre"), li("begynder igen", 0, 2))
    assert html_of(*body, numbering=LISTS).replace("\n", "") == (
        '<ol><li>et<ol type="a"><li>a</li><li>b</li></ol></li><li>to</li></ol><p>Imellem.</p>'
        '<ol start="3"><li>tre</li></ol><ol><li>begynder igen</li></ol>'
    )


def test_a_number_that_says_more_than_its_place_is_kept_as_words() -> None:
    legal = word.numbering(("decimal", "§ %1."), ("decimal", "%1.%2"))
    assert html_of(li("Formål"), li("Støtte", 1), numbering=legal) == "<p>§ 1. Formål</p>\n<p>1.1 Støtte</p>"


def test_merged_cells_become_spans_and_heads_say_what_they_head() -> None:
    table = tbl(
        tr(tc("Ydelse", 2), tc("Pris"), properties="<w:tblHeader/>"),
        tr(tc("Mad", merge="restart"), tc("Morgen"), tc("10")),
        tr(tc("", merge="continue"), tc("Aften"), tc(tbl(tr(tc("indre"), tc("celler"))) + p())),
    )
    assert html_of(p("Tabel 1", "Billedtekst"), table) == (
        '<table><caption>Tabel 1</caption><thead><tr><th scope="col" colspan="2">Ydelse</th><th scope="col">Pris</th>'
        '</tr></thead><tbody><tr><td rowspan="2">Mad</td><td>Morgen</td><td>10</td></tr>'
        "<tr><td>Aften</td><td><p>indre</p>\n<p>celler</p></td></tr></tbody></table>"
    )
    assert [code for code, _text in codes(table)] == ["nested_table"]


def test_a_first_column_in_bold_heads_its_rows_and_a_table_without_heads_is_told() -> None:
    bold = p(xml=r("Mad", "<w:b/>"))
    assert '<th scope="row">Mad</th><td>10</td>' in html_of(
        tbl(tr(tc("Ydelse"), tc("Pris")), tr(tc(bold), tc("10")), look="0020")
    )
    assert codes(tbl(tr(tc("a"), tc("b")))) == [("table_head", "")]


def test_a_frame_of_one_cell_is_its_text() -> None:
    assert html_of(tbl(tr(tc("Husk")))) == "<p>Husk</p>"
    assert codes(tbl(tr(tc("Husk")))) == [("frame", "")]


def test_emphasis_links_breaks_and_soft_hyphens() -> None:
    xml = (
        r("Kvali\xadtet ")
        + r("er ", "<w:b/>")
        + r("vigtig", "<w:b/><w:i/>")
        + r("2", '<w:vertAlign w:val="subscript"/>')
    )
    xml += '<w:r><w:rPr><w:rStyle w:val="Strk"/></w:rPr><w:t>stærk</w:t><w:br/><w:t>ny</w:t><w:noBreakHyphen/></w:r>'
    assert html_of(p(xml=xml)) == (
        "<p>Kvalitet <strong>er </strong><strong><em>vigtig</em></strong><sub>2</sub>"
        "<strong>stærk<br>ny\u2011</strong></p>"
    )


def test_smart_tags_controls_and_insertions_are_only_holders() -> None:
    xml = f"<w:smartTag>{r('Prøve')}</w:smartTag><w:sdt><w:sdtPr/><w:sdtContent>{r('stad')}</w:sdtContent></w:sdt>"
    body = f"<w:sdt><w:sdtContent>{p(xml=xml + '<w:ins>' + r(' ny') + '</w:ins>')}</w:sdtContent></w:sdt>"
    assert html_of(body) == "<p>Prøvestad ny</p>"


def test_links_lead_to_https_and_mail_and_headings_and_nowhere_else() -> None:
    body = (
        p("Pris", "Overskrift1", xml='<w:bookmarkStart w:name="_Ref9"/>' + r("Pris")),
        p(
            xml=f'<w:hyperlink r:id="a">{r("lov")}</w:hyperlink><w:hyperlink r:id="b">{r("farlig")}</w:hyperlink>'
            f'<w:hyperlink w:anchor="_Ref9">{r("pris")}</w:hyperlink>'
            + field('HYPERLINK "https://x.example/"', r("felt"))
        ),
    )
    found = read_here(docx(*body, links={"a": "https://lov.example/", "b": "javascript:alert(1)"}))
    assert found.sections[0].names == ("_Ref9",)
    assert found.sections[0].html == (
        '<p><a href="https://lov.example/">lov</a>farlig<a href="#wordfile:_Ref9">pris</a><a href="https://x.example/">felt</a></p>\n'
    )
    assert [(one.code, one.text) for one in found.left_out] == [("link", "javascript:alert(1)")]


# Notes and figures


def test_notes_stand_below_their_section_with_a_way_back() -> None:
    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    content = docx(
        p("Et", "Overskrift1"),
        p(xml=r("a") + mark.format(7) + r("b") + mark.format(7)),
        p("To", "Overskrift1"),
        p(xml=r("c") + '<w:r><w:endnoteReference w:id="7"/></w:r>'),
        parts={
            "word/footnotes.xml": word.notes("footnote", n7="Fodnote.", n8="Glemt."),
            "word/endnotes.xml": word.notes("endnote", n7="Slutnote."),
        },
    )
    found = read_here(content)
    assert found.sections[0].html == (
        '<p>a<sup><a href="#fn_1" id="fn_1_til">1</a></sup>b<sup><a href="#fn_1">1</a></sup></p>\n'
        '<p id="fn_1"><a href="#fn_1_til">Note 1</a>: Fodnote.</p>\n'
    )
    assert found.sections[1].html.endswith('<p id="fn_2"><a href="#fn_2_til">Note 2</a>: Slutnote.</p>\n')
    assert [(one.code, one.text) for one in found.left_out] == [("unused_note", "Glemt.")]
    assert sanitise(found.sections[0].html) == found.sections[0].html


def test_a_note_of_a_heading_has_no_place_and_is_told_with_its_words() -> None:
    content = docx(
        p("Et", "Overskrift1", xml=r("Et") + '<w:r><w:footnoteReference w:id="7"/></w:r>'),
        p(xml=r("a") + '<w:r><w:footnoteReference w:id="8"/></w:r>'),
        parts={"word/footnotes.xml": word.notes("footnote", n7="Om et.", n8="Om a.")},
    )
    found = read_here(content)
    assert found.sections[0].html.endswith('<p id="fn_1"><a href="#fn_1_til">Note 1</a>: Om a.</p>\n')
    assert [(one.code, one.text) for one in found.left_out] == [("note_in_heading", "Om et.")]


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_pictures_keep_their_alternative_text_and_caption(kind: str) -> None:
    content = docx(
        p(xml=f"<w:r>{drawing('image1', 'To personer')}</w:r>"),
        p(xml=r("Figur ") + field("SEQ Figur", r("1")), style="Billedtekst"),
        parts={"word/media/image1.png": picture(kind)},
    )
    found = read_here(content)
    assert found.sections[0].html == (
        '<figure><img src="wordfile:0" alt="To personer"><figcaption>Figur 1</figcaption></figure>\n'
    )
    assert found.pictures[0].media_type == f"image/{kind.lower()}"
    assert found.left_out == ()


def test_I6_what_a_camera_hid_in_a_picture_does_not_come_along() -> None:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Rikkes hjem"
    Image.new("RGB", (4, 4)).save(out, "JPEG", exif=exif)
    found = read_here(docx(p(xml=f"<w:r>{drawing('image1')}</w:r>"), parts={"word/media/image1.png": out.getvalue()}))
    assert b"Rikkes" in out.getvalue()
    assert b"Rikkes" not in found.pictures[0].content


@pytest.mark.parametrize(
    ("make", "left_out"),
    [
        (picture, [("alt", "")]),
        (lambda: b"\x01\x00\x00\x00 emf", [("picture_format", "image1.png")]),
        (lambda: picture(size=(5000, 5000)), [("picture_format", "image1.png")]),
    ],
)
def test_a_picture_without_words_or_of_another_kind_is_told(
    make: Callable[[], bytes], left_out: list[tuple[str, str]]
) -> None:
    file = docx(p(xml=f"<w:r>{drawing('image1')}</w:r>"), parts={"word/media/image1.png": make()})
    assert [(one.code, one.text) for one in read_here(file).left_out] == left_out


# What is left out, and said

HEAD = tr(tc("a"), tc("b"), properties="<w:tblHeader/>")


@pytest.mark.parametrize(
    ("body", "code", "text"),
    [
        (p(xml=r("a") + "<w:del><w:r><w:delText>slettet</w:delText></w:r></w:del>"), "deleted", "slettet"),
        (f"<w:moveFrom>{p('flyttet')}</w:moveFrom>", "deleted", "flyttet"),
        (tbl(HEAD, tr(tc("væk"), tc("nu"), properties="<w:del/>"), HEAD), "deleted", "væk nu"),
        (p(xml=f"<w:r>{box('I en boks', 'To')}</w:r>"), "text_box", "I en boks To"),
        (p(xml=r("skjult", "<w:vanish/>")), "hidden", "skjult"),
        (p(xml=r("streget", "<w:strike/>")), "struck", "streget"),
        (p(xml=field("PAGE", r("7"))), "page_number", "7"),
        (p(xml=field('TOC \\o "1-3"', r("Hvem? "), field("PAGEREF x", r("2")))), "contents", "Hvem? 2"),
        (p(xml=field("REF _Ref1 \\h", r("afsnit 3"))), "reference", "afsnit 3"),
        (p(xml=field("DATE", r("1. maj"))), "field", "1. maj"),
        (p(xml='<w:fldSimple w:instr="AUTHOR">' + r("Rikke") + "</w:fldSimple>"), "field", "Rikke"),
        (p(xml="<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>"), "equation", "x+1"),
        (p(xml="<w:r><w:object><o:OLEObject/></w:object></w:r>"), "object", ""),
        (p(xml='<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'), "symbol", "Wingdings F0FE"),
        (p(xml=f"<w:r>{drawing('', 'En pil')}</w:r>"), "shape", "En pil"),
        (p(xml=f"<w:r>{drawing('ukendt', 'Foto')}</w:r>"), "picture_elsewhere", "Foto"),
        ("<w:altChunk/>", "embedded", ""),
        (p(xml=f"<w:noget>{r('ukendt')}</w:noget>"), "unknown", "ukendt"),
        (p(xml=f'<w:hyperlink w:anchor="_x">{r("der")}</w:hyperlink>'), "inner_link", "_x"),
        (p("Kvalitetsstandard", "Titel"), "title", "Kvalitetsstandard"),
    ],
)
def test_what_is_left_out_is_named_with_its_place(body: str, code: str, text: str) -> None:
    content = docx(p("1 Hvem?", "Overskrift1"), body, p("Til sidst."))
    (one,) = read_here(content).left_out
    assert (one.code, one.place, one.text) == (code, "1 Hvem?", text)
    assert lost(content) == []


def test_comments_headers_and_footers_are_named() -> None:
    content = docx(
        p("Hvem?", "Overskrift1"),
        p(xml=r("Du.") + '<w:r><w:commentReference w:id="1"/></w:r>'),
        parts={
            "word/comments.xml": word.comments(c1="Er det rigtigt?", c2="Løs kommentar"),
            "word/header1.xml": word.part("hdr", "Prøvestad Kommune"),
            "word/footer1.xml": word.part("ftr", "Side 1"),
        },
    )
    assert [(one.code, one.place, one.text) for one in read_here(content).left_out] == [
        ("comment", "Hvem?", "Er det rigtigt?"),
        ("comment", "", "Løs kommentar"),
        ("header", "", "Prøvestad Kommune"),
        ("footer", "", "Side 1"),
    ]
    assert lost(content) == []


def test_a_deleted_paragraph_mark_joins_what_it_parted() -> None:
    assert html_of(p("Et ", properties="<w:rPr><w:del/></w:rPr>"), p("to.")) == "<p>Et to.</p>"
    assert html_of(p("Alene", properties="<w:rPr><w:del/></w:rPr>")) == "<p>Alene</p>"


# Whole files


def test_a_file_of_libreoffice_has_equal_text_and_order_and_nothing_is_dropped_in_silence() -> None:
    content = LIBREOFFICE.read_bytes()
    found = read(content)
    assert lost(content) == []
    assert [(one.level, one.number, one.heading) for one in found.sections] == [
        (1, "1", "Hvem kan få ledsagelse?"),
        (2, "1.1", "Unge under 18 år"),
        (1, "2", "Hvad koster det?"),
    ]
    assert [one.code for one in found.left_out] == ["deleted", "comment", "header", "footer"]
    body = [run for run in runs_of(content) if run in taken(found)]
    at, text = 0, taken(found)
    for run in body[: body.index("Vi ser altid på, hvad netop du har brug for.".replace(" ", ""))]:
        at = text.index(run, at)
    assert '<td rowspan="2">Ledsagelse</td>' in found.sections[2].html
    assert "<li>til fritid\n<ul>\n<li>sport</li>" in found.sections[0].html
    assert "timer om måneden" in found.sections[1].html


def test_a_file_of_python_docx_has_equal_text_and_order() -> None:
    file = python_docx.Document()
    file.add_heading("Hvem?", 1)
    file.add_paragraph("Du kan få ").add_run("hjælp").bold = True
    file.add_paragraph("et", style="List Bullet")
    file.add_paragraph("to", style="List Bullet 2")
    file.add_heading("Pris", 2)
    table = file.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Ydelse"
    table.cell(1, 0).text, table.cell(1, 1).text = "Mad", "10"
    out = io.BytesIO()
    file.save(out)
    found = read(out.getvalue())
    assert lost(out.getvalue()) == []
    assert taken(found) == "".join(runs_of(out.getvalue()))
    assert [(one.level, one.heading) for one in found.sections] == [(1, "Hvem?"), (2, "Pris")]
    assert "<li>et</li>" in found.sections[0].html


TEXTS = st.text("abcæøå <>&\"'.,", min_size=1, max_size=12).map(
    lambda text: text.replace("&", "&amp;").replace("<", "&lt;")
)
PIECES = st.one_of(
    TEXTS.map(p),
    TEXTS.map(lambda text: p(text, "Overskrift1")),
    TEXTS.map(lambda text: p(text, "Overskrift2")),
    st.tuples(TEXTS, st.integers(0, 8)).map(lambda pair: li(*pair)),
    st.tuples(TEXTS, TEXTS).map(lambda pair: tbl(tr(tc(pair[0], 2)), tr(tc(pair[1]), tc("x", merge="continue")))),
    TEXTS.map(lambda text: p(xml=f"<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>")),
    TEXTS.map(lambda text: p(xml=f"<w:r>{box(text)}</w:r>")),
    TEXTS.map(lambda text: p(xml=field("REF x", r(text)))),
    TEXTS.map(lambda text: p(xml='<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + r(text))),
    TEXTS.map(lambda text: p(text, properties="<w:rPr><w:del/></w:rPr>")),
)


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=8))
def test_no_run_is_dropped_in_silence_whatever_stands_beside_it(body: list[str]) -> None:
    content = docx(*body, parts={"word/numbering.xml": LISTS})
    found = read_here(content)
    for one in found.sections:
        assert sanitise(one.html) == one.html
    assert lost(content) == []


# Hostile files


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><w:document xmlns:w="{}"><w:body><w:p/></w:body></w:document>'
)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: b"", "broken"),
        (lambda: b"%PDF-1.7", "broken"),
        (lambda: word.zipped({"a.txt": "a"}), "broken"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "locked"),
        (lambda: docx(p("a"), parts={"word/vbaProject.bin": b"x"}), "active"),
        (lambda: docx(document="<w:document"), "broken"),
        (lambda: docx(document=LAUGHS.format(word.W)), "broken"),
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
        (lambda: docx(document=LAUGHS.format(word.W)), "broken"),
        (lambda: docx(p("a"), parts={"word/vbaProject.bin": b"x"}), "active"),
        (lambda: docx(p("a" * 30_000_000)), "too_large"),
        (lambda: word.zipped({f"{n}": "" for n in range(3001)}), "too_large"),
        (lambda: docx(*["<w:tbl><w:tr><w:tc>" * 3000 + "</w:tc></w:tr></w:tbl>" * 3000]), "too_large"),
    ],
)
def test_I5_a_bomb_is_refused_and_why_is_told_by_the_process_that_reads(make: Callable[[], bytes], code: str) -> None:
    content = make()
    with pytest.raises(UnreadableFileError) as refused:
        read(content)
    assert refused.value.code == code


def test_I5_a_reader_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wordfile, "WALL_SECONDS", 0.001)
    with pytest.raises(UnreadableFileError) as refused:
        read(LIBREOFFICE.read_bytes())
    assert refused.value.code == "too_large"


def test_a_picture_is_read_in_the_process_that_can_open_nothing() -> None:
    file = docx(p(xml=f"<w:r>{drawing('image1', 'To')}</w:r>"), parts={"word/media/image1.png": picture("JPEG")})
    assert read(file).pictures[0].media_type == "image/jpeg"


def test_I5_the_reader_may_use_little_and_write_nothing() -> None:
    told = "import resource as r; from consultation.lib.wordfile.__main__ import limit; limit(); "
    told += "print([r.getrlimit(one)[0] for one in (r.RLIMIT_CPU, r.RLIMIT_AS, r.RLIMIT_FSIZE, r.RLIMIT_NOFILE)])"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"[5, {256 * 2**20}, 0, 3]"
