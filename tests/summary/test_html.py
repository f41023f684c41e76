"""The paper as one HTML page: every word in order, well-formed, nothing runs, nothing is fetched."""

import re
from dataclasses import replace
from xml.etree.ElementTree import Element

import html5lib
import pytest

from consultation.summary import html
from consultation.summary.structure import words_in_order
from consultation.summary.wording import WORDS
from tests.summary.fresh import digest, in_fresh_process
from tests.summary.papers import COPIES, LITERAL, PAPER, PROVISIONAL, paper_of

SVG = "{http://www.w3.org/2000/svg}"
HTML = "{http://www.w3.org/1999/xhtml}"


def parsed(page: bytes) -> Element:
    tree = html5lib.HTMLParser(strict=True).parse(page.decode())
    assert isinstance(tree, Element)
    return tree


def words(element: Element) -> str:
    """The words of an element, without what pictures repeat and the way past the contents."""
    for parent in element.iter():
        for child in list(parent):
            if child.tag == f"{SVG}svg" or child.get("class") == "skip":
                child.clear()
    return " ".join(" ".join(element.itertext()).split())


def test_R41_every_word_stands_on_the_page_in_order() -> None:
    body = parsed(html.write(PAPER)).find(f"{HTML}body")
    assert body is not None
    snapshot = WORDS["da"].snapshot.format(snapshot=PAPER.snapshot)
    expected = " ".join(" ".join((*words_in_order(PAPER), snapshot)).split())
    assert re.sub(r"\s", "", words(body)) == re.sub(r"\s", "", expected)


@pytest.mark.parametrize("text", [*LITERAL, "\u202eenglsh \u0645\u0631\u062d \u05d0\u05d1"])
def test_O5_a_text_is_shown_as_it_is_written(text: str) -> None:
    tree = parsed(html.write(paper_of(text)))
    assert words(tree).count(text) == COPIES
    assert not [element.tag for element in tree.iter() if element.tag in {f"{HTML}script", f"{HTML}img", f"{HTML}b"}]


def test_O5_nothing_is_fetched_and_nothing_runs() -> None:
    page = html.write(PAPER).decode()
    assert "default-src 'none'; style-src 'sha256-" in page
    assert not re.search(r"<(script|link|img|iframe|object)|\bsrc=|\bon\w+=|style=\"|@import|url\(", page)


def test_R52_language_title_and_one_h1() -> None:
    tree = parsed(html.write(PAPER))
    assert tree.get("lang") == "da"
    assert [words(element) for element in tree.iter(f"{HTML}title")] == [PAPER.title]
    assert [words(element) for element in tree.iter(f"{HTML}h1")] == [PAPER.title]


def test_R52_each_table_has_a_caption_and_header_cells_with_scope() -> None:
    tables = list(parsed(html.write(PAPER)).iter(f"{HTML}table"))
    assert [words(caption) for table in tables for caption in table.iter(f"{HTML}caption")] == [
        "Tabel 1: Svar fordelt på afsendertype",
        "Tabel 2: Bemærkninger til standard 8, Praktisk hjælp",
        "Tabel 3: Uden for høringen",
    ]
    assert {header.get("scope") for table in tables for header in table.iter(f"{HTML}th")} == {"col", "row"}


def test_R52_every_link_inside_the_page_and_every_name_leads_somewhere() -> None:
    tree = parsed(html.write(PAPER))
    ids = [found for element in tree.iter() if (found := element.get("id"))]
    inside = [found[1:] for element in tree.iter(f"{HTML}a") if (found := element.get("href", "")).startswith("#")]
    named = [found for element in tree.iter() if (found := element.get("aria-labelledby"))]
    assert len(ids) == len(set(ids))
    assert {*inside, *named} <= set(ids)


def test_the_provisional_paper_says_so_in_words() -> None:
    assert WORDS["da"].provisional in words(parsed(html.write(PROVISIONAL)))
    assert WORDS["da"].provisional not in words(parsed(html.write(PAPER)))


def test_a_paper_that_no_writer_can_print_is_refused() -> None:
    with pytest.raises(ValueError, match="language"):
        html.write(replace(PAPER, language="xx"))


def test_R45_the_bytes_are_the_same_in_another_process() -> None:
    code = (
        "from consultation.summary import html;"
        "from tests.summary.papers import PAPER; write = lambda: html.write(PAPER)"
    )
    assert in_fresh_process(code, "Pacific/Apia") == digest(html.write(PAPER))
