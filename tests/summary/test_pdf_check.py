"""Each check of a PDF bites: a sound file passes, and one planted fault is named."""

import io
from collections.abc import Callable

import pikepdf
import pytest
import typst
from pikepdf import Array, Dictionary, Name, Pdf

from consultation.summary import pdf, pdf_check
from tests.summary.papers import PAPER

FRAME = '#set document(title: "Papir")\n#set text(lang: "da")\n'
TABLE = "#table(columns: 1, table.header[A], [b])"


def compiled(body: str, frame: str = FRAME) -> bytes:
    made = typst.compile((frame + body).encode(), format="pdf", ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return made


def changed(change: Callable[[Pdf], object]) -> bytes:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf.write(PAPER))) as opened:
        change(opened)
        opened.save(written)
    return written.getvalue()


def test_a_paper_of_ours_has_no_fault() -> None:
    assert pdf_check.faults(pdf.write(PAPER), "da") == ()


def test_R52_a_file_in_another_language_is_named() -> None:
    assert "language is da-DK" in pdf_check.faults(pdf.write(PAPER), "en")


def test_R52_a_file_without_language_is_named() -> None:
    assert "language is none" in pdf_check.faults(changed(lambda file: file.Root.__delitem__("/Lang")), "da")


def test_R52_a_file_that_does_not_call_itself_accessible_is_named() -> None:
    assert "does not call itself PDF/UA-1" in pdf_check.faults(compiled("= A"), "da")


def test_R52_a_file_without_title_is_named() -> None:
    assert "no title" in pdf_check.faults(compiled("= A", frame=""), "da")


@pytest.mark.parametrize(
    ("key", "fault"),
    [
        ("/MarkInfo", "not marked as tagged"),
        ("/ViewerPreferences", "title is not displayed"),
        ("/StructTreeRoot", "no structure tree"),
        ("/Outlines", "no bookmarks"),
    ],
)
def test_R52_what_is_taken_out_of_the_file_is_named(key: str, fault: str) -> None:
    assert fault in pdf_check.faults(changed(lambda file: file.Root.__delitem__(key)), "da")


def test_R52_a_table_without_header_is_named() -> None:
    assert "table without header cells" in pdf_check.faults(compiled("#table(columns: 1, [a])"), "da")
    assert "table without header cells" not in pdf_check.faults(compiled(TABLE), "da")


def test_R52_a_skipped_heading_is_named() -> None:
    assert "heading of level 3 after 1" in pdf_check.faults(compiled("= A\n=== B"), "da")


def test_R52_a_picture_without_words_is_named() -> None:
    picture = "#figure(rect(), {alt})"
    assert "figure without alternative text" in pdf_check.faults(compiled(picture.format(alt="")), "da")
    assert "figure without alternative text" not in pdf_check.faults(compiled(picture.format(alt='alt: "Kort"')), "da")


def without_font(file: Pdf) -> None:
    for item in file.objects:
        if isinstance(item, Dictionary) and item.get("/Type") == "/FontDescriptor":
            for key in ("/FontFile2", "/FontFile3"):
                if key in item:
                    del item[key]


def test_R52_a_font_that_is_not_in_the_file_is_named() -> None:
    assert any("is not embedded" in fault for fault in pdf_check.faults(changed(without_font), "da"))


def script(file: Pdf) -> None:
    file.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def launch(file: Pdf) -> None:
    action = Dictionary(S=Name.Launch, F="x")
    file.pages[0].Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 1, 1], A=action)])


def enclosure(file: Pdf) -> None:
    file.attachments["x.txt"] = b"x"


@pytest.mark.parametrize(
    ("plant", "fault"),
    [
        (script, "holds /OpenAction"),
        (script, "holds /JS"),
        (launch, "holds /Launch"),
        (enclosure, "holds /EmbeddedFiles"),
    ],
)
def test_O4_what_could_act_is_named(plant: Callable[[Pdf], object], fault: str) -> None:
    assert fault in pdf_check.faults(changed(plant), "da")


def test_the_words_come_back_without_the_hyphens_of_line_ends() -> None:
    narrow = "#set text(hyphenate: true)\n#box(width: 2cm)[specialundervisningsfaciliteter]"
    assert "specialundervisningsfaciliteter" in pdf_check.text(compiled(narrow))
