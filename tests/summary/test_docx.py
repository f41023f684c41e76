"""The paper as DOCX: every word in order, real structure, only our fields, the same bytes."""

import io
import re
import zipfile
from dataclasses import replace
from functools import cache
from xml.etree import ElementTree

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from consultation.summary import docx as writer
from consultation.summary.document import Bullets, Facts, Heading, Paragraph, plain
from consultation.summary.structure import captions, contents, heading_line, headings, listed_captions, words_in_order
from consultation.summary.wording import WORDS
from tests.summary.fresh import digest, in_fresh_process
from tests.summary.papers import COPIES, FLOWING, LITERAL, PAPER, PICTURED, PROVISIONAL, flow_of, paper_of

REFERRED = 3
"""Headings and captions of the paper whose number is referred to."""
PAGES = {heading.anchor: number for number, heading in enumerate(headings(PAPER), start=11)}
OUR_FIELDS = re.compile(
    r"PAGE|NUMPAGES|PAGEREF [hc]\d+_\w+ \\h|TOC \\o \"1-2\" \\h \\z \\u|TOC \\h \\z \\c \"(?:Tabel|Figur)\""
    r"|SEQ (?:Tabel|Figur) \\\* ARABIC|REF n\d+_\w+ \\h"
)


@cache
def ours() -> bytes:
    return writer.write(PAPER)


def opened(document: bytes) -> WordDocument:
    return docx.Document(io.BytesIO(document))


def parts(document: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if not name.endswith(".png")}


def words(xml: str) -> str:
    """The text of a part, with a space for what separates words."""
    separating = {qn("w:br"), qn("w:tab"), qn("w:p")}
    root = ElementTree.fromstring(xml.encode())
    for run in root.iter(qn("w:r")):
        style = run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}")
        if style is not None and style.get(qn("w:val")) == "Sidehenvisning":
            run.clear()
    nodes = root.iter()
    pieces = [
        " " if node.tag in separating else node.text or "" for node in nodes if node.tag in {qn("w:t"), *separating}
    ]
    return " ".join("".join(pieces).split())


def instructions(document: bytes) -> list[str]:
    xml = (text for name, text in parts(document).items() if name.startswith("word/"))
    return [str(found).strip() for text in xml for found in re.findall(r"<w:instrText[^>]*>(.*?)</w:instrText>", text)]


def test_R41_every_word_stands_in_the_docx_in_order() -> None:
    expected = " ".join(" ".join(words_in_order(PAPER)).split())
    assert words(parts(ours())["word/document.xml"]) == expected


def test_O3_a_very_long_text_is_written_whole() -> None:
    text = " ".join(f"ord{number}" for number in range(6_000))
    assert words(parts(writer.write(flow_of(text)))["word/document.xml"]).count(text) == FLOWING


@pytest.mark.parametrize("text", [*LITERAL, "smil 🙂 漢字 \u202e\u0645\u0631\u062d"])
def test_O3_a_text_is_written_as_it_is(text: str) -> None:
    written = writer.write(paper_of(text))
    assert words(parts(written)["word/document.xml"]).count(text) == COPIES
    assert all(OUR_FIELDS.fullmatch(instruction.replace("&quot;", '"')) for instruction in instructions(written))


def test_O3_only_our_fields_stand_in_it() -> None:
    found = set(instructions(ours()))
    assert all(OUR_FIELDS.fullmatch(instruction) for instruction in found)
    assert {"PAGE", "NUMPAGES"} < found


def test_O3_nothing_outside_is_related_and_no_stranger_is_named() -> None:
    found = parts(ours())
    whole = "".join(found.values())
    assert "TargetMode" not in whole
    assert "python" not in whole.lower()
    assert not [name for name in found if re.search("thumbnail|customXml|theme|app.xml", name)]


def test_R52_headings_are_headings_with_their_level() -> None:
    found = [
        (paragraph.text, paragraph.style.name)
        for paragraph in opened(ours()).paragraphs
        if paragraph.style is not None and str(paragraph.style.name).startswith("Heading")
    ]
    assert found == [(heading_line(heading), f"Heading {heading.level}") for heading in headings(PAPER)]


def test_R52_header_rows_are_marked_and_repeated() -> None:
    tables = opened(ours()).tables
    headed = [table for table in tables if table._tbl.findall(f".//{qn('w:tblHeader')}")]
    assert [table.rows[0].cells[0].text for table in headed] == ["Afsendertype", "Pkt.", "Pkt."]
    assert all(len(table._tbl.findall(f".//{qn('w:tblHeader')}")) == 1 for table in headed)


@pytest.mark.parametrize(("language", "tag"), [("da", "da-DK"), ("en", "en-GB")])
def test_R52_the_language_holds_for_every_word(language: str, tag: str) -> None:
    assert f'<w:lang w:val="{tag}"' in parts(writer.write(replace(PAPER, language=language)))["word/styles.xml"]


def test_the_contents_list_has_the_pages_it_is_given() -> None:
    listed = [
        p.text for p in opened(writer.write(PAPER, PAGES)).paragraphs if str(p.style and p.style.name).startswith("toc")
    ]
    assert listed == [f"{heading_line(heading)}\t{PAGES[heading.anchor]}" for heading in contents(PAPER)]


def test_every_link_and_every_field_leads_to_a_bookmark() -> None:
    xml = parts(ours())["word/document.xml"]
    bookmarks = re.findall(r'<w:bookmarkStart w:id="\d+" w:name="(\w{1,40})"/>', xml)
    assert len(bookmarks) == len(set(bookmarks)) == len(headings(PAPER)) + len(captions(PAPER)) + REFERRED
    assert {*re.findall(r'w:anchor="(\w+)"', xml), *re.findall(r"REF (\w+)", xml)} <= set(bookmarks)


def test_fields_are_begun_and_ended_as_often() -> None:
    xml = "".join(parts(ours()).values())
    kinds = [xml.count(f'w:fldCharType="{kind}"') for kind in ("begin", "separate", "end")]
    assert len(set(kinds)) == 1


def test_every_numbered_list_begins_at_one() -> None:
    listed = Bullets((plain("a"), plain("b")), ordered=True)
    found = parts(writer.write(replace(PAPER, blocks=(listed, Paragraph(plain("x")), listed))))
    used = re.findall(r'<w:ilvl w:val="0"/><w:numId w:val="(\d+)"/>', found["word/document.xml"])
    restarted = re.findall(
        r'<w:num w:numId="(\d+)"><w:abstractNumId w:val="1"/><w:lvlOverride', found["word/numbering.xml"]
    )
    assert used == ["2", "2", "3", "3"]
    assert restarted == ["2", "3"]


def test_a_page_begins_with_what_follows_the_list_of_contents() -> None:
    blocks = (Heading(1, "Første", "a"), Heading(1, "Anden", "b"))
    found = opened(writer.write(replace(PAPER, blocks=blocks)))
    begins = [p.text for p in found.paragraphs if p._p.find(f".//{qn('w:pageBreakBefore')}") is not None]
    assert begins == ["Første"]


def test_the_provisional_paper_says_so_in_words_on_each_page() -> None:
    section = opened(writer.write(PROVISIONAL)).sections[0]
    for edge in (section.header, section.first_page_header):
        assert edge.paragraphs[0].text == WORDS["da"].provisional
    assert WORDS["da"].provisional not in "".join(parts(ours()).values())


def test_the_page_edges_name_paper_snapshot_and_page() -> None:
    section = opened(ours()).sections[0]
    assert section.header.paragraphs[0].text == f"{PAPER.title}\tØjebliksbillede {PAPER.snapshot}"
    assert section.footer.paragraphs[0].text == f"{PAPER.authority}\tSide 1 af 1"


def test_R45_title_authority_and_time_are_the_papers_own() -> None:
    about = opened(ours()).core_properties
    assert (about.title, about.author, about.last_modified_by) == (PAPER.title, PAPER.authority, PAPER.authority)
    assert {about.created.isoformat(), about.modified.isoformat()} == {PAPER.made_at}


def test_a_very_long_title_is_printed_whole() -> None:
    title = "Kvalitetsstandard " * 20
    assert title.strip() in words(parts(writer.write(replace(PAPER, title=title)))["word/document.xml"])


def test_a_paper_that_no_writer_can_print_is_refused() -> None:
    with pytest.raises(ValueError, match="character"):
        writer.write(replace(PAPER, blocks=(Paragraph(plain("\x0c")),)))


def test_R45_the_bytes_are_the_same_in_another_zone_language_and_process() -> None:
    code = (
        "from consultation.summary import docx;"
        "from tests.summary.papers import PAPER; write = lambda: docx.write(PAPER)"
    )
    assert in_fresh_process(code, "Pacific/Apia") == digest(writer.write(PAPER))


# Captions, references, pictures


def test_R41_captions_are_counted_by_word_and_the_number_is_stored() -> None:
    written = writer.write(PAPER, PAGES)
    xml = parts(written)["word/document.xml"]
    stored = re.findall(r"SEQ (\w+) \\\* ARABIC </w:instrText></w:r><w:r>.*?</w:r><w:r><w:t[^>]*>(\d+)</w:t>", xml)
    assert stored == [("Figur", "1"), ("Tabel", "1"), ("Tabel", "2"), ("Tabel", "3")]
    shown = [p.text for p in opened(written).paragraphs if p.style is not None and p.style.name == "Caption"]
    assert shown == [caption.line for caption in captions(PAPER)]


def test_R41_a_reference_says_name_and_page_of_what_it_refers_to() -> None:
    (line,) = [p.text for p in opened(writer.write(PAPER, PAGES)).paragraphs if p.text.startswith("Tallene er")]
    page = PAGES["aendringer"]
    assert f"ændringerne står i kapitel 3 (side\N{NO-BREAK SPACE}{page})" in line
    assert f"»Begrundelse« (side\N{NO-BREAK SPACE}{PAGES['begrundelse']})" in line


def test_R41_the_list_of_tables_and_figures_has_their_pages() -> None:
    pages = {**PAGES, **{caption.anchor: number for number, caption in enumerate(captions(PAPER), start=31)}}
    listed = [
        p.text
        for p in opened(writer.write(PAPER, pages)).paragraphs
        if p.style is not None and p.style.name == "table of figures"
    ]
    assert listed == [f"{caption.line}\t{pages[caption.anchor]}" for caption in listed_captions(PAPER)]


def test_R52_a_picture_is_vectors_with_a_bitmap_beside_and_says_what_it_shows() -> None:
    written = ours()
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        kinds = {name: archive.read(name)[:4] for name in archive.namelist() if name.startswith("word/media/")}
    assert kinds == {"word/media/figur-1.png": b"\x89PNG", "word/media/figur-1.svg": b"<svg"}
    xml = parts(written)["word/document.xml"]
    assert f'descr="{PICTURED.about}"' in xml
    assert "svgBlip" in xml


def test_R52_foreign_words_are_marked_and_no_others() -> None:
    xml = parts(ours())["word/document.xml"]
    assert re.findall(r'<w:lang w:val="([^"]+)"/></w:rPr><w:t[^>]*>([^<]*)<', xml) == [("en-GB", "easy read")]


def test_headings_captions_and_lines_that_introduce_stay_with_what_follows() -> None:
    found = opened(writer.write(replace(PAPER, blocks=(Paragraph(plain("Det gælder:")), Paragraph(plain("Slut."))))))
    kept = [p.text for p in found.paragraphs if p.paragraph_format.keep_with_next]
    assert kept == ["Det gælder:"]
    styles = {style.name: style for style in opened(ours()).styles}
    assert all(styles[name].paragraph_format.keep_with_next for name in ("Heading 1", "Heading 4", "Caption"))
    assert styles["Normal"].paragraph_format.widow_control


def test_facts_and_a_short_list_stay_whole_and_a_long_list_does_not() -> None:
    short, long = (Bullets(tuple(plain(f"Punkt {number}") for number in range(count))) for count in (3, 30))
    facts = Facts((("Fra", plain("1.")), ("Til", plain("2.")), ("Længde", plain("3."))))
    found = opened(writer.write(replace(PAPER, blocks=(Heading(1, "A", "a"), short, long, facts)), PAGES))
    kept = [bool(p.paragraph_format.keep_with_next) for p in found.paragraphs if p.text.startswith("Punkt")]
    assert kept == [True, True, False, *([False] * 30)]
    rows = found.tables[-1].rows
    assert [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in rows] == [True, True, False]


def test_a_small_table_stays_whole_and_a_large_one_does_not() -> None:
    tables = opened(ours()).tables
    small = next(table for table in tables if table.rows[0].cells[0].text == "Afsendertype")
    large = next(table for table in tables if len(table.rows) > len(small.rows) + len(PAPER.front.facts))
    kept = [
        [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows[1:]]
        for table in (small, large)
    ]
    assert kept[0] == [True, True, None]
    assert set(kept[1]) == {None}
