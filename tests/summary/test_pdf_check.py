"""Each check of a PDF bites: a sound file passes, and one planted fault is named."""

import io
from collections.abc import Callable
from functools import cache

import pikepdf
import pytest
import typst
from pikepdf import Array, Dictionary, Name, Pdf

from consultation.summary import pdf, pdf_check, pdf_tags
from tests.summary.papers import PAPER

FRAME = '#set document(title: "Papir")\n#set text(lang: "da")\n'
TABLE = "#table(columns: 1, table.header[A], [b])"


def compiled(body: str, frame: str = FRAME) -> bytes:
    made = typst.compile((frame + body).encode(), format="pdf", ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return made


@cache
def ours() -> bytes:
    return pdf.write(PAPER)


def changed(change: Callable[[Pdf], object]) -> bytes:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(ours())) as opened:
        change(opened)
        opened.save(written)
    return written.getvalue()


def test_a_paper_of_ours_has_no_fault() -> None:
    assert pdf_check.faults(ours(), "da") == ()


def test_R52_a_file_in_another_language_is_named() -> None:
    assert "language is da-DK" in pdf_check.faults(ours(), "en")


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


# Everything on a page is tagged or an artifact, and every tag says what it must


def drawn(content: bytes) -> Callable[[Pdf], object]:
    return lambda file: file.pages[1].contents_add(content)


def first(file: Pdf, kind: str) -> Dictionary:
    return next(one for one in pdf_tags.elements(file.Root.StructTreeRoot) if one["/S"] == kind)


def tagged(kind: str, change: Callable[[Dictionary], object]) -> Callable[[Pdf], object]:
    return lambda file: change(first(file, kind))


def without(key: str) -> Callable[[Dictionary], object]:
    return lambda element: element.__delitem__(key)


def named(kind: str) -> Callable[[Dictionary], object]:
    return lambda element: element.__setitem__("/S", Name(kind))


def link(file: Pdf) -> Dictionary:
    found = next(one for page in file.pages for one in page.obj.get("/Annots", Array()))
    assert isinstance(found, Dictionary)
    return found


def forgotten(file: Pdf) -> None:
    """The page's place in the tree of parents leads nowhere."""
    file.pages[1].obj.StructParents = 9_999


def unnamed_letters(file: Pdf) -> None:
    for item in file.objects:
        if isinstance(item, Dictionary) and item.get("/Subtype") == "/Type0":
            del item["/ToUnicode"]


UNTAGGED: dict[str, tuple[Callable[[Pdf], object], str]] = {
    "a shape": (drawn(b"0 0 9 9 re f"), "page 2: content is neither tagged nor an artifact"),
    "a mark without meaning": (
        drawn(b"/Span BMC 0 0 9 9 re f EMC"),
        "page 2: content is neither tagged nor an artifact",
    ),
    "a picture": (drawn(b"/Im0 Do"), "page 2: content is neither tagged nor an artifact"),
    "a mark of no tag": (drawn(b"/P <</MCID 999>> BDC 0 0 9 9 re f EMC"), "page 2: content 999 belongs to no tag"),
    "a mark again": (drawn(b"/P <</MCID 0>> BDC 0 0 9 9 re f EMC"), "page 2: two contents have one number"),
    "a mark without end": (drawn(b"/Artifact BMC 0 0 9 9 re f"), "page 2: marks begin that do not end"),
    "an end without mark": (drawn(b"EMC"), "page 2: marks end that did not begin"),
    "a tag in an artifact": (
        drawn(b"/Artifact BMC /P <</MCID 998>> BDC 0 0 9 9 re f EMC EMC"),
        "page 2: an artifact and a tag lie in each other",
    ),
    "a page outside the tree": (forgotten, "page 2: content 0 belongs to no tag"),
    "another order": (lambda file: file.pages[1].obj.__delitem__("/Tabs"), "page 2: tab order is not that of the tags"),
    "a silent link": (lambda file: link(file).__delitem__("/Contents"), "link without words"),
    "a link outside the tree": (lambda file: link(file).__delitem__("/StructParent"), "link without tag"),
    "another annotation": (lambda file: link(file).__setitem__("/Subtype", Name.Stamp), "annotation /Stamp"),
    "a tag without link": (tagged("/Link", without("/K")), "link tag without link"),
    "a header cell of nothing": (tagged("/TH", without("/A")), "header cell without scope"),
    "a silent picture": (tagged("/Figure", without("/Alt")), "figure without alternative text"),
    "a table of paragraphs": (tagged("/TR", named("/P")), "/P in /T"),
    "a list of paragraphs": (tagged("/LI", named("/P")), "/P in /L"),
    "an item without body": (tagged("/LBody", named("/P")), "/P in /LI"),
    "a skipped heading": (tagged("/H2", named("/H3")), "heading of level 3 after 1"),
    "a tag of our own": (tagged("/P", named("/Sentence")), "unknown tag /Sentence"),
    "letters without names": (unnamed_letters, "does not say which letters it has"),
}


@pytest.mark.parametrize("name", UNTAGGED)
def test_R52_what_is_untagged_or_wrongly_tagged_is_named(name: str) -> None:
    plant, fault = UNTAGGED[name]
    assert any(fault in found for found in pdf_check.faults(changed(plant), "da"))


def test_R52_a_table_without_any_header_cell_is_named() -> None:
    def spoil(file: Pdf) -> None:
        for element in pdf_tags.elements(first(file, "/Table")):
            if element["/S"] == "/TH":
                element.S = Name.TD

    assert "table without header cells" in pdf_check.faults(changed(spoil), "da")
