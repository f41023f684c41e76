"""A template of an authority is taken apart: what could act is refused, what is kept was written by us (I5, O3)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from consultation.lib.wordfile.docx import checking
from consultation.lib.wordfile.docx.letterhead import cleaned
from consultation.lib.wordfile.docx.places import CONTENT, EDITION, SNAPSHOT
from consultation.lib.wordfile.templates import Problem, TemplateError, read_template
from tests.summary.templates import (
    MAIN,
    Parts,
    changed,
    in_front,
    kept,
    packed,
    parts_of,
    related,
    replaced,
    start,
)

FILES = Path(__file__).with_name("files")
OFFICE = "http://schemas.openxmlformats.org"


def checked(*changes: Callable[[Parts], None]) -> object:
    """What the process says of our template with these changes, without the process."""
    return checking._answer(changed(*changes)).get("problems", [])


def taken(*changes: Callable[[Parts], None]) -> Parts:
    template, problems = cleaned(changed(*changes))
    assert problems == []
    return parts_of(template)


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def field(instruction: str) -> str:
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end")]
    half = len(instruction) // 2
    cut = "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in (instruction[:half], instruction[half:]))
    return f"<w:p>{marks[0]}{cut}{marks[1]}</w:p>"


def added(name: str, content: bytes = b"x") -> Callable[[Parts], None]:
    return lambda parts: parts.update({name: content})


def drawing(uri: str, inner: str = "", alt: str = "Logo") -> str:
    return (
        f'<w:p xmlns:wp="{OFFICE}/drawingml/2006/wordprocessingDrawing" xmlns:a="{OFFICE}/drawingml/2006/main">'
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="L" descr="{alt}"/><a:graphic><a:graphicData uri="{uri}">'
        f"{inner}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


DATE = "<w:instrText>DATE</w:instrText>"
FAULTS: dict[str, tuple[tuple[Callable[[Parts], None], ...], str, str]] = {
    "macros": ((added("word/vbaProject.bin"),), "active", ""),
    "a link out of the file": ((related("hyperlink", "https://a.example/", "out"),), "external", "hyperlink"),
    "a picture from outside": ((related("image", "https://a.example/x.png", "out"),), "external", "image"),
    "a file in the file": ((related("oleObject", "embeddings/a.bin"),), "object", "oleObject"),
    "another document": ((related("aFChunk", "a.html"),), "object", "aFChunk"),
    "an object": ((in_front("<w:p><w:r><w:object/></w:r></w:p>"),), "object", ""),
    "a diagram": ((in_front(drawing("http://diagram.example")),), "object", ""),
    "a field that reads a file": ((in_front(field("INCLUDETEXT /etc/x")),), "field", "INCLUDETEXT /etc/x"),
    "a page number that reads a file": ((in_front(field("PAGE INCLUDETEXT x")),), "field", "PAGE INCLUDETEXT x"),
    "a field that asks the network": ((in_front(field("DDEAUTO c:\\\\x")),), "field", "DDEAUTO c:\\\\x"),
    "a simple field": ((in_front('<w:p><w:fldSimple w:instr=" AUTHOR "/></w:p>'),), "field", "AUTHOR"),
    "a field without an end": (
        (in_front(f'<w:p><w:r><w:fldChar w:fldCharType="begin"/>{DATE}</w:r></w:p>'),),
        "field",
        "DATE",
    ),
    "a change nobody approved": ((in_front('<w:p><w:ins w:id="1"><w:r/></w:ins></w:p>'),), "changes", ""),
    "a note": ((in_front('<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'),), "note", ""),
    "two sections": ((in_front("<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"),), "sections", "2"),
    "no room for a table": ((replaced(MAIN, 'w:left="1304"', 'w:left="6000"'),), "narrow", ""),
    "a picture without words": ((in_front(drawing("u", "<a:blip/>", " ")),), "alt", ""),
    "a place that is misspelt": ((replaced(MAIN, "{{titel}}", "{{title}}"),), "misspelt", "title titel"),
    "a place that is not known": ((in_front(paragraph("{{borgmester}}")),), "unknown", "borgmester"),
    "half a place": ((in_front(paragraph("{{titel")),), "half", "{{titel"),
    "no place for the paper": ((replaced(MAIN, "{{indhold}}", ""),), "no_content", ""),
    "two places for the paper": ((in_front(paragraph("{{indhold}}")),), "content_twice", ""),
    "the paper inside a sentence": ((replaced(MAIN, "{{indhold}}", "Her: {{indhold}}"),), "content_place", ""),
    "the paper in the footer": ((replaced("word/footer", "{{myndighed}}", "{{indhold}}"),), "content_place", ""),
    "no place for KLADDE": ((replaced("word/header", "{{udgave}}", ""),), "no_edition_default", ""),
    "no place for KLADDE in front": ((replaced("word/header", "{{udgave}}", ""),), "no_edition_first", ""),
    "no place for the snapshot": ((replaced("word/header", "{{oejebliksbillede}}", ""),), "no_snapshot", ""),
}


@pytest.mark.parametrize("name", FAULTS)
def test_O3_what_a_template_may_not_have_is_named(name: str) -> None:
    changes, code, words = FAULTS[name]
    found = checked(*changes)
    assert isinstance(found, list)
    assert (code, words) in found


OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(("content", "code"), [(b"", "broken"), (b"PK\x03\x04", "broken"), (OLD_WORD, "locked")])
def test_I5_what_is_no_word_file_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(TemplateError) as refused:
        read_template(content)
    assert refused.value.problems == [Problem(code)]


def test_I5_entities_and_a_dtd_are_refused() -> None:
    bomb = replaced(MAIN, "<w:body>", "<w:body>")

    def with_dtd(parts: Parts) -> None:
        bomb(parts)
        parts[MAIN] = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + parts[MAIN].split(b"?>", 1)[1]

    with pytest.raises(TemplateError, match="broken"):
        read_template(changed(with_dtd))


def test_our_own_template_is_taken_and_the_same_each_time() -> None:
    assert read_template(start()) == kept()
    assert read_template(kept()) == kept()


def test_what_is_kept_has_only_the_parts_of_a_letterhead() -> None:
    more = ("customXml/item1.xml", "docProps/app.xml", "word/comments.xml")
    names = set(taken(*map(added, more)))
    assert names == set(parts_of(kept()))
    assert not [name for name in names if "custom" in name or "docProps" in name]


def test_a_place_that_word_has_cut_is_mended() -> None:
    cut = "{{</w:t></w:r><w:proofErr/><w:r><w:rPr><w:b/></w:rPr><w:t>Ti</w:t></w:r><w:r><w:t>tel }}"
    found = taken(replaced(MAIN, "{{titel}}", cut))[MAIN].decode()
    assert ">{{titel}}<" in found


@pytest.mark.parametrize("instruction", ["PAGE", "PAGE   \\* MERGEFORMAT", "NUMPAGES  \\* Arabic  \\* MERGEFORMAT"])
def test_page_numbers_as_word_writes_them_are_kept(instruction: str) -> None:
    assert taken(in_front(field(instruction)))


def test_numbering_and_language_of_the_template_do_not_come_along() -> None:
    styles = replaced("word/styles.xml", "<w:outlineLvl", '<w:numPr><w:numId w:val="3"/></w:numPr><w:outlineLvl')
    found = taken(styles)["word/styles.xml"]
    assert b"numPr" not in found
    assert b"w:lang" not in found


def test_only_the_first_choice_of_an_alternative_is_kept_and_the_old_one_is_no_fault() -> None:
    xml = (
        '<w:p xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>'
        '<mc:Choice Requires="wps"><w:r><w:t>ny</w:t></w:r></mc:Choice>'
        "<mc:Fallback><w:r><w:pict/><w:t>gammel</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>"
    )
    found = taken(in_front(xml))[MAIN].decode()
    assert ">ny<" in found
    assert "gammel" not in found
    assert "pict" not in found


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(TemplateError) as refused:
        read_template(changed(*(FAULTS[name][0][0] for name in ("a note", "an object", "half a place"))))
    assert {problem.code for problem in refused.value.problems} == {"note", "object", "half"}


def test_a_fault_is_told_with_its_words() -> None:
    with pytest.raises(TemplateError) as refused:
        read_template(changed(*FAULTS["a field that reads a file"][0]))
    assert refused.value.problems == [Problem("field", "INCLUDETEXT /etc/x")]


def test_I5_a_bomb_is_met_by_the_limits() -> None:
    parts = parts_of(start())
    parts[MAIN] = parts[MAIN].replace(b"<w:body>", b"<w:body>" + b"<w:p/>" * 5_000_000)
    with pytest.raises(TemplateError, match="too_large"):
        read_template(packed(parts))


def test_a_template_that_another_program_has_saved_is_taken() -> None:
    """files/template.docx is ours, opened and saved by LibreOffice."""
    found = parts_of(read_template((FILES / "template.docx").read_bytes()))
    words = b"".join(content for name, content in found.items() if name.startswith("word/") and name.endswith(".xml"))
    assert all(f"{{{{{name}}}}}".encode() in words for name in (CONTENT, EDITION, SNAPSHOT, "titel", "myndighed"))
    assert b"python-docx" not in words
    assert set(found) <= set(parts_of(kept())) | {"word/theme/theme1.xml"}
