"""A paper in the authority's own template: its styles and letterhead, our words, every check still true (R41, O3)."""

import io
import re
from base64 import b64encode
from dataclasses import replace
from functools import cache

import docx as library
import pytest
from docx.document import Document as WordDocument

from consultation.lib.wordfile.templates import read_template
from consultation.summary import docx, readback
from consultation.summary.compiler import compile_package
from consultation.summary.structure import words_in_order
from consultation.summary.verify import faults
from consultation.summary.wording import WORDS
from tests.summary.fresh import digest, in_fresh_process
from tests.summary.papers import LITERAL, PAPER, PROVISIONAL, paper_of
from tests.summary.sample import sample
from tests.summary.templates import MAIN, changed, in_front, kept, parts_of, replaced
from tests.summary.test_docx import OUR_FIELDS, instructions

OWN_HEADING = (
    '<w:style w:type="paragraph" w:styleId="Overskrift1"><w:name w:val="heading 1"/>'
    '<w:rPr><w:color w:val="00FF00"/></w:rPr></w:style>'
)


@cache
def danish() -> bytes:
    """A template of a Danish Word: other ids, a style of its own, margins of its own, and no style of ours but one."""

    def foreign(parts: dict[str, bytes]) -> None:
        start = parts["word/styles.xml"].decode()
        head = re.match(r".*?<w:styles[^>]*>", start, re.DOTALL)
        assert head
        parts["word/styles.xml"] = f"{head[0]}{OWN_HEADING}</w:styles>".encode()

    narrow = replaced(MAIN, 'w:left="1304"', 'w:left="2304"')
    return read_template(changed(foreign, narrow, in_front("<w:p><w:r><w:t>Sag {{sagsnummer}}</w:t></w:r></w:p>")))


def opened(document: bytes) -> WordDocument:
    return library.Document(io.BytesIO(document))


def test_R41_every_word_of_the_paper_stands_in_its_place() -> None:
    written = docx.write(PAPER, {}, kept())
    authority, title, *rest = words_in_order(PAPER)
    own = "".join("".join(readback.word_blocks(written)).split())
    lists = {WORDS["da"].contents, WORDS["da"].captions}
    wanted = [text for text in rest if text not in lists]
    assert all("".join(text.split()) in own for text in wanted if not text[:1].isdigit())
    assert title not in "".join(readback.word_blocks(written))
    assert [authority, title] == [line for line in readback.front_words(written).split("\n") if line]


def test_R41_the_places_are_filled() -> None:
    paper = replace(PROVISIONAL, case_number="27.00-G01")
    section = opened(docx.write(paper, {}, danish())).sections[0]
    assert section.first_page_header.paragraphs[0].text == WORDS["da"].provisional
    assert section.header.paragraphs[1].text == f"{PAPER.title}\tØjebliksbillede {PAPER.snapshot}"
    assert "Sag 27.00-G01" in readback.front_words(docx.write(paper, {}, danish()))


def test_a_final_paper_says_that_it_is_final() -> None:
    section = opened(docx.write(PAPER, {}, kept())).sections[0]
    assert section.header.paragraphs[0].text == WORDS["da"].final


def test_the_styles_of_the_template_win_and_missing_ones_are_added() -> None:
    found = opened(docx.write(PAPER, {}, danish()))
    (first,) = [one for one in found.paragraphs if one.text == "1 Sammenfatning"]
    assert first.style is not None
    assert (first.style.style_id, first.style.name) == ("Overskrift1", "Heading 1")
    assert {"Tabeltekst", "Manchet", "Citatkilde"} <= {style.name for style in found.styles}
    used = {paragraph.style.style_id for paragraph in found.paragraphs if paragraph.style}
    assert used <= {style.style_id for style in found.styles}


def test_tables_are_as_wide_as_the_text_of_the_template() -> None:
    section = opened(danish()).sections[0]
    assert section.page_width is not None
    room = section.page_width - (section.left_margin or 0) - (section.right_margin or 0)
    for table in opened(docx.write(PAPER, {}, danish())).tables:
        assert sum(column.width or 0 for column in table.columns) <= room


@pytest.mark.parametrize("text", [*LITERAL, "{{indhold}} {{udgave}}"])
def test_O3_a_text_that_looks_like_a_place_is_written_as_it_is(text: str) -> None:
    paper = replace(paper_of(text), title=f"Om {text}")
    written = docx.write(paper, {}, danish())
    squeezed = " ".join("\n".join(readback.word_blocks(written)).split())
    assert " ".join(text.split()) in squeezed
    assert " ".join(f"Om {text}".split()) in " ".join(readback.front_words(written).split())
    assert all(OUR_FIELDS.fullmatch(found.replace("&quot;", '"')) for found in instructions(written))


@pytest.mark.slow
def test_R45_the_template_is_part_of_the_snapshot_and_the_package_is_sound() -> None:
    inputs = replace(sample(), template=b64encode(danish()).decode())
    made = compile_package(inputs)
    assert faults({**made.files, **made.closed}) == ()
    assert b"Overskrift1" in parts_of(made.files["hoeringsnotat.docx"])["word/styles.xml"]
    assert made.files["hoeringsnotat.pdf"] == compile_package(sample()).files["hoeringsnotat.pdf"]


def test_R45_a_provisional_package_in_a_template_says_KLADDE() -> None:
    inputs = sample()
    inputs = replace(inputs, template=b64encode(kept()).decode(), snapshot=replace(inputs.snapshot, provisional=True))
    made = compile_package(inputs)
    assert faults({**made.files, **made.closed}) == ()


def test_R45_the_bytes_are_the_same_in_another_process() -> None:
    code = (
        "from consultation.summary import docx; from tests.summary.papers import PAPER;"
        "from tests.summary.templates import kept; write = lambda: docx.write(PAPER, {}, kept())"
    )
    assert in_fresh_process(code, "Pacific/Apia") == digest(docx.write(PAPER, {}, kept()))
