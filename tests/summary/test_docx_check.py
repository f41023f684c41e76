"""Each check of a DOCX bites: a sound file passes, and one planted fault is named (R52, O3)."""

from collections.abc import Callable
from functools import cache

import pytest

from consultation.lib.wordfile.templates import read_template
from consultation.summary import docx, docx_check, pdf
from tests.summary.papers import PAPER, PROVISIONAL
from tests.summary.templates import MAIN, Parts, changed, kept, packed, parts_of, replaced

STYLES, CORE = "word/styles.xml", "docProps/core.xml"
OUTSIDE = '<Relationship TargetMode="External"/></Relationships>'


@cache
def sound() -> bytes:
    return docx.write(PAPER, pdf.laid_out(PAPER).pages)


def spoiled(*changes: Callable[[Parts], None]) -> bytes:
    parts = parts_of(sound())
    for change in changes:
        change(parts)
    return packed(parts)


def once(part: str, before: str, after: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        assert before.encode() in parts[part], before
        parts[part] = parts[part].replace(before.encode(), after.encode(), 1)

    return change


def field(instruction: str, result: str = "x") -> str:
    marks = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}
    code = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return f"{marks['begin']}{code}{marks['separate']}<w:r><w:t>{result}</w:t></w:r>{marks['end']}"


def in_body(xml: str) -> Callable[[Parts], None]:
    return once(MAIN, "<w:sectPr", f"<w:p>{xml}</w:p><w:sectPr")


FAULTS: dict[str, tuple[Callable[[Parts], None], str]] = {
    "a skipped heading": (once(MAIN, 'w:pStyle w:val="Heading2"', 'w:pStyle w:val="Heading3"'), "level 3 after 1"),
    "a table without header row": (once(MAIN, "<w:tblHeader/>", ""), "table without header row"),
    "a table that says nothing": (replaced(MAIN, "w:tblCaption", "w:tblOther"), "table without alternative text"),
    "another language": (once(STYLES, 'w:lang w:val="da-DK"', 'w:lang w:val="en-US"'), "language is en-US"),
    "no language": (once(STYLES, "<w:lang ", "<w:other "), "language is none"),
    "no language among the properties": (once(CORE, "<dc:language>da<", "<dc:language><"), "among the properties"),
    "no title": (once(CORE, f"<dc:title>{PAPER.title}<", "<dc:title><"), "no title"),
    "a silent picture": (replaced(MAIN, "descr=", "about="), "picture without alternative text"),
    "a link out of the file": (
        once("word/_rels/document.xml.rels", "</Relationships>", OUTSIDE),
        "leads out of the file",
    ),
    "macros": (lambda parts: parts.update({"word/vbaProject.bin": b""}), "holds word/vbaProject.bin"),
    "a field that fetches": (in_body(field("INCLUDEPICTURE x")), "field INCLUDEPICTURE x"),
    "a simple field": (in_body('<w:fldSimple w:instr=" AUTHOR "/>'), "field AUTHOR"),
    "a field without end": (in_body('<w:r><w:fldChar w:fldCharType="begin"/></w:r>'), "field without end"),
    "a reference to nothing": (in_body(field(r"REF n99_x \h")), r"field leads nowhere: REF n99_x \h"),
    "a field that was not computed": (in_body(field(r"SEQ Tabel \* ARABIC", "")), "field without result"),
    "a number out of order": (in_body(field(r"SEQ Tabel \* ARABIC", "9")), "Tabel 9 is number 4"),
    "other contents": (once(MAIN, "1 Sammenfatning</w:t>", "1 Resumé</w:t>"), "contents list is not the headings"),
    "another caption": (once(MAIN, ": Uden for høringen<", ": Andet<"), "figures is not the captions"),
    "an entry without a page": (once(MAIN, '<w:t xml:space="preserve">2</w:t>', ""), "listed without a page"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_R52_O3_a_planted_fault_is_named(name: str) -> None:
    change, fault = FAULTS[name]
    assert any(fault in found for found in docx_check.faults(spoiled(change), "da"))


def test_R52_a_paper_of_ours_has_no_fault() -> None:
    assert docx_check.faults(sound(), "da") == ()


def test_R52_a_paper_in_a_template_has_no_fault() -> None:
    assert docx_check.faults(docx.write(PROVISIONAL, pdf.laid_out(PAPER).pages, kept()), "da") == ()


def test_R52_page_numbers_as_word_writes_them_are_no_fault() -> None:
    template = read_template(changed(replaced("word/footer", "> PAGE <", "> PAGE   \\* MERGEFORMAT <")))
    assert docx_check.faults(docx.write(PAPER, pdf.laid_out(PAPER).pages, template), "da") == ()


def test_R52_a_paper_in_another_language_is_named() -> None:
    assert "language is da-DK" in docx_check.faults(sound(), "en")
