"""The paper as PDF: every word in order, no text that steers the print, the same bytes."""

import io
import re
from collections.abc import Iterable
from dataclasses import replace

import pikepdf
import pypdfium2  # type: ignore[import-untyped] # - it ships no types
import pytest

from consultation.summary import pdf, pdf_check
from consultation.summary.document import Bullets, Heading, Marked, Paragraph, Passage, Table, plain
from consultation.summary.readback import without_pages
from consultation.summary.structure import captions, headings, words_in_order
from consultation.summary.wording import WORDS
from tests.summary.fresh import digest, in_fresh_process
from tests.summary.papers import COPIES, FLOWING, LITERAL, PAPER, PROVISIONAL, flow_of, paper_of

RIGHT_EDGE = (210 - 21) / 25.4 * 72
LEFT_EDGE = 23 / 25.4 * 72


def squeezed(text: str) -> str:
    return "".join(text.split())


def missing_in_order(texts: Iterable[str], whole: str) -> list[str]:
    """Those of `texts` that do not stand in `whole` after the one before; page edges may stand between."""
    place, missing = 0, []
    for text in texts:
        found = whole.find(text, place)
        if found < 0:
            missing.append(text)
        else:
            place = found + len(text)
    return missing


def test_R41_every_word_stands_in_the_pdf_in_order() -> None:
    whole = squeezed(without_pages(pdf_check.text(pdf.write(PAPER))))
    words = [squeezed(word) for text in words_in_order(PAPER) for word in text.splitlines()]
    assert missing_in_order(words, whole) == []


@pytest.mark.parametrize("text", LITERAL)
def test_O4_a_text_is_printed_as_it_is_written(text: str) -> None:
    document = paper_of(text)
    printed = pdf.write(document)
    # The picture of a chart repeats the name of a bar, as far as it has room.
    assert squeezed(pdf_check.text(printed)).count(squeezed(text)) in {COPIES, COPIES + 1}
    assert pdf_check.faults(printed, "da") == ()


def test_O4_a_very_long_text_is_printed_whole() -> None:
    text = " ".join(f"ord{number}" for number in range(6_000))
    whole = squeezed(pdf_check.text(pdf.write(flow_of(text))))
    assert missing_in_order(map(squeezed, text.split() * FLOWING), whole) == []


def test_O4_signs_without_a_glyph_are_written_as_their_name() -> None:
    printed = pdf_check.text(pdf.write(paper_of("Tak 🙂\ufe0f, \ufeffπ og ✓")))
    assert "Tak [slightly smiling face], π og ✓" in printed


def test_O4_a_letter_with_its_accent_apart_is_printed() -> None:
    assert pdf_check.faults(pdf.write(paper_of("e\u0301 a\u030a שלום Привет مرحبا 漢字 \U000e0041")), "da") == ()


@pytest.mark.parametrize(
    "word", ["A" * 200, "NEEEEEJ" * 9, "x@" + "y" * 90 + ".example", "0123456789" * 12, "kvalitetsstandard" * 2]
)
def test_no_word_runs_out_of_its_cell(word: str) -> None:
    narrow = Table("Smal", ("A", "B"), ((plain("a"), plain(word)),), widths=(6, 1))
    blocks = (Heading(1, "Tekster", "tekster"), narrow)
    opened = pypdfium2.PdfDocument(pdf.write(replace(PAPER, blocks=blocks)))
    reader = opened[1].get_textpage()
    right = max(reader.get_charbox(number)[2] for number in range(reader.count_chars()))
    opened.close()
    assert right <= RIGHT_EDGE


def test_R43_no_line_of_a_response_begins_with_a_blank() -> None:
    """The mark of a point is bound to its last word, which comes to begin a line at some of these lengths."""
    texts = [f"{'ord ' * count}og et tilsidst." for count in range(10, 26)]
    blocks = tuple(Marked((Passage(text, ("1",), 1),), (plain("1.1 → pkt. 1.1"),)) for text in texts)
    opened = pypdfium2.PdfDocument(pdf.write(replace(PAPER, blocks=(Heading(1, "Svar", "svar"), *blocks))))
    page = opened[1].get_textpage()
    words = [found.start() for found in re.finditer("tilsidst", page.get_text_range())]
    starts = [page.get_charbox(at)[0] for at in words]
    opened.close()
    begins = [start - LEFT_EDGE for start in starts if start < LEFT_EDGE + 8]
    assert begins
    assert max(begins) < 1


def test_R41_the_pages_of_the_headings_are_those_of_the_bookmarks() -> None:
    with pikepdf.open(io.BytesIO(pdf.write(PAPER))) as opened:
        marked = [opened_page(opened, item) for item in flat(opened)]
    pages = pdf.laid_out(PAPER).pages
    assert [page for _, page in marked] == [pages[heading.anchor] for heading in headings(PAPER)]
    assert list(pages)[len(marked) :] == [caption.anchor for caption in captions(PAPER)]


def flat(opened: pikepdf.Pdf) -> list[pikepdf.OutlineItem]:
    found: list[pikepdf.OutlineItem] = []
    with opened.open_outline() as outline:
        waiting = list(outline.root)
        while waiting:
            item = waiting.pop(0)
            found.append(item)
            waiting = [*item.children, *waiting]
    return found[1:] if found[0].title == WORDS["da"].contents else found


def opened_page(opened: pikepdf.Pdf, item: pikepdf.OutlineItem) -> tuple[str, int]:
    destination = item.destination
    assert isinstance(destination, pikepdf.Array)
    return item.title, opened.pages.index(pikepdf.Page(destination[0])) + 1


def test_the_provisional_paper_says_so_in_words_on_each_page() -> None:
    printed, pages = pdf_check.text(pdf.write(PROVISIONAL)), max(pdf.laid_out(PROVISIONAL).pages.values())
    assert printed.count(WORDS["da"].provisional) == pages
    assert WORDS["da"].provisional not in pdf_check.text(pdf.write(PAPER))


def test_an_english_paper_has_english_words() -> None:
    printed = pdf.write(replace(PAPER, language="en"))
    assert pdf_check.faults(printed, "en") == ()
    assert "Contents" in pdf_check.text(printed)


@pytest.mark.parametrize(
    "blocks",
    [
        (Heading(2, "Spring", "spring"),),
        (Heading(1, "A", "a"), Heading(1, "B", "a")),
        (Heading(1, "A", "med mellemrum"),),
        (Paragraph((replace(plain("x")[0], target="#ingen"),)),),
        (Paragraph((replace(plain("x")[0], target="javascript:1"),)),),
        (Bullets(()),),
        (Paragraph(plain("\x0b")),),
        (Paragraph(plain("\ud800")),),
    ],
)
def test_a_paper_that_no_writer_can_print_is_refused(blocks: tuple[Heading | Paragraph | Bullets, ...]) -> None:
    with pytest.raises(ValueError, match=r"level|anchor|target|character|nothing"):
        pdf.write(replace(PAPER, blocks=blocks))


def test_R45_the_only_time_in_the_file_is_the_papers_own() -> None:
    with pikepdf.open(io.BytesIO(pdf.write(PAPER))) as opened:
        about = {key: str(opened.docinfo[key]) for key in ("/Title", "/Author", "/CreationDate", "/ModDate")}
    assert about.pop("/Title") == PAPER.title
    assert about.pop("/Author") == PAPER.authority
    assert {time[:16] for time in about.values()} == {"D:20191114093000"}


def test_R45_the_bytes_are_the_same_in_another_zone_language_and_process() -> None:
    code = (
        "from consultation.summary import pdf; from tests.summary.papers import PAPER; write = lambda: pdf.write(PAPER)"
    )
    assert in_fresh_process(code, "Pacific/Apia") == digest(pdf.write(PAPER))
