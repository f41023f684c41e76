"""A long paper set in parts: it reads, leads and counts as one paper, however it is divided."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from tempfile import TemporaryFile

import pikepdf
import pytest

from consultation.lib import binding, typeset
from consultation.summary import pdf, pdf_check, pdf_data, pdf_parts, pdf_tags
from consultation.summary.document import Block, Bullets, Document, Heading, Paragraph, Table, Text, plain
from consultation.summary.parts import parts
from consultation.summary.pdf import Laid
from consultation.summary.readback import without_pages
from consultation.summary.structure import contents, heading_line, headings, words_in_order
from consultation.summary.wording import WORDS
from tests.summary.fresh import in_fresh_process
from tests.summary.papers import PAPER, PROVISIONAL
from tests.summary.test_pdf import flat, missing_in_order, squeezed

pytestmark = pytest.mark.slow
ALL = 1_000_000
ENGLISH = replace(PAPER, language="en")
BARE = replace(PAPER, front=replace(PAPER.front, contents=False))
DANISH = ((PAPER, 700), (PAPER, 4_000), (PROVISIONAL, 4_000), (BARE, 700))


@pytest.fixture(scope="module", params=[*DANISH, (ENGLISH, 4_000)])
def divided(request: pytest.FixtureRequest) -> tuple[Document, Laid]:
    document, letters = request.param
    return document, pdf.laid_out(document, letters)


def opened(laid: Laid) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(laid.content))


def register(names: int) -> Document:
    """A paper that ends in a register of so many lines, each with the page of its place, some before it, some after."""
    chapters = [Heading(1, f"Kapitel {at}", f"kapitel-{at}") for at in range(1, 5)]
    lines = tuple(
        (*plain(f"Navn nr. {at}"), Text("her", target=f"#kapitel-{at % 4 + 1}", named=True)) for at in range(names)
    )
    blocks = [block for chapter in chapters for block in (chapter, Paragraph(plain("Et afsnit med ord i. " * 40)))]
    return replace(PAPER, blocks=(*blocks[:4], Bullets(lines), *blocks[4:]))


def kinds(laid: Laid) -> list[str]:
    with opened(laid) as paper:
        return [str(element["/S"]) for element in pdf_tags.elements(paper.Root.StructTreeRoot)]


def test_R52_it_is_tagged_whole_and_names_itself(divided: tuple[Document, Laid]) -> None:
    document, laid = divided
    assert pdf_check.faults(laid.content, document.language) == ()
    with opened(laid) as paper:
        assert paper.check_pdf_syntax() == []
        assert len(paper.pages) == laid.count


@pytest.mark.parametrize("divided", DANISH, indirect=True)
def test_R41_every_word_stands_in_it_in_order(divided: tuple[Document, Laid]) -> None:
    document, laid = divided
    whole = squeezed(without_pages(pdf_check.text(laid.content)))
    words = [squeezed(word) for text in words_in_order(document) for word in text.splitlines()]
    assert missing_in_order(words, whole) == []


def test_R52_its_structure_is_that_of_the_paper_set_whole(divided: tuple[Document, Laid]) -> None:
    document, laid = divided
    assert kinds(laid) == kinds(pdf.laid_out(document, ALL))


def test_R41_each_page_ends_in_its_number_and_all_but_the_first_begin_with_the_title(
    divided: tuple[Document, Laid],
) -> None:
    document, laid = divided
    said, made_of = WORDS[document.language].page, WORDS[document.language].snapshot
    for number, text in enumerate(pdf_check.page_texts(laid.content), 1):
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        assert lines[-1] == f"{document.authority} {said.format(page=number, pages=laid.count)}"
        head = f"{document.title} {made_of.format(snapshot=document.snapshot)}"
        assert lines[1 if document.provisional else 0].startswith(head) is (number > 1)


def test_the_provisional_paper_says_so_on_each_page_of_its_parts() -> None:
    laid = pdf.laid_out(PROVISIONAL, 300)
    assert all(text.count(WORDS["da"].provisional) == 1 for text in pdf_check.page_texts(laid.content))


def test_R41_a_heading_stands_on_the_page_that_is_told(divided: tuple[Document, Laid]) -> None:
    document, laid = divided
    texts = [squeezed(text) for text in pdf_check.page_texts(laid.content)]
    for heading in headings(document):
        assert squeezed(heading_line(heading)) in texts[laid.pages[heading.anchor] - 1]
    pages = [laid.pages[heading.anchor] for heading in headings(document)]
    assert pages == sorted(pages)


def test_R41_the_list_of_contents_says_the_page_of_each_heading(divided: tuple[Document, Laid]) -> None:
    document, laid = divided
    front = pdf_check.page_texts(laid.content)[0]
    lines = [re.sub(r"[ .\u2060]+(?=\d+$)", " ", line) for line in front.splitlines()]
    told = [f"{heading_line(heading)} {laid.pages[heading.anchor]}" for heading in contents(document)]
    assert [line for line in lines if line in told] == told


def test_R52_bookmarks_nest_and_lead_as_in_the_paper_set_whole(divided: tuple[Document, Laid]) -> None:
    document, laid = divided
    with opened(laid) as paper:
        found = [item.title for item in flat(paper)]
        places = named(paper)
        pages = [places[str(item.destination)] for item in flat(paper)]
    assert found == [heading_line(heading) for heading in headings(document)]
    assert pages == [laid.pages[heading.anchor] for heading in headings(document)]
    assert depths(laid) == depths(pdf.laid_out(document, ALL))
    assert unfolded(laid) == unfolded(pdf.laid_out(document, ALL))


def unfolded(laid: Laid) -> list[int]:
    """How many each bookmark says to have below, less than 0 where they are folded; from the outline's own on."""
    with opened(laid) as paper:
        waiting, found = [paper.Root.Outlines], list[int]()
        while waiting:
            item = waiting.pop()
            found.append(int(item.get("/Count", 0)))
            waiting += [item[key] for key in ("/Next", "/First") if key in item]
    return found


def named(paper: pikepdf.Pdf) -> dict[str, int]:
    """Name of a place -> its page."""
    numbers = {page.obj.objgen: number for number, page in enumerate(paper.pages, 1)}
    return {str(name): numbers[place[0].objgen] for name, place in pikepdf.NameTree(paper.Root.Names.Dests).items()}


def depths(laid: Laid) -> list[int]:
    def walk(items: list[pikepdf.OutlineItem], depth: int) -> Iterator[int]:
        for item in items:
            yield depth
            yield from walk(item.children, depth + 1)

    with opened(laid) as paper, paper.open_outline() as outline:
        return list(walk(outline.root, 1))


def links(laid: Laid) -> list[tuple[int, str, str]]:
    """Page, where it leads and what is said of it, of each link within the paper."""
    with opened(laid) as paper:
        return [
            (number, str(link.Dest), str(link.Contents))
            for number, page in enumerate(paper.pages, 1)
            for link in page.obj.get("/Annots", ())
            if "/Dest" in link
        ]


def test_R52_links_lead_across_parts_and_say_where() -> None:
    laid = pdf.laid_out(PAPER, 300)
    with opened(laid) as paper:
        places = named(paper)
    found = links(laid)
    assert {name for _page, name, _said in found} >= {"aendringer", "figur-afsendere", "tabel-afsendere", "svar-17"}
    assert {(places[name], said) for _page, name, said in found if name == "aendringer"} == {
        (laid.pages["aendringer"], f"3 Bemærkninger og ændringer (side\N{NO-BREAK SPACE}{laid.pages['aendringer']})")
    }
    assert any(places[name] != page for page, name, _said in found)
    assert not re.search(rb"paper:", b"".join(_addresses(laid)))


def _addresses(laid: Laid) -> Iterator[bytes]:
    with opened(laid) as paper:
        for page in paper.pages:
            yield from (bytes(link.A.URI) for link in page.obj.get("/Annots", ()) if "/A" in link)


def test_R52_header_cells_have_names_of_their_own() -> None:
    table = Table("Tal", ("A", "B"), ((plain("a"), plain("b")),), widths=(1, 1), row_headers=True)
    tables = [(Heading(1, f"Kapitel {at}", f"k{at}"), replace(table, caption=f"Tal {at}")) for at in range(3)]
    laid = pdf.laid_out(replace(PAPER, blocks=tuple(block for pair in tables for block in pair)), 10)
    with opened(laid) as paper:
        found = list(pdf_tags.elements(paper.Root.StructTreeRoot))
        names = [str(element.ID) for element in found if "/ID" in element]
        said = {str(name) for element in found for one in element.get("/A", ()) for name in one.get("/Headers", ())}
        assert [str(name) for name in pikepdf.NameTree(paper.Root.StructTreeRoot.IDTree)] == sorted(names)
    assert len(set(names)) == len(names) == 3 * 2
    assert said <= set(names)


def test_R52_a_paper_without_tables_has_no_names_of_cells() -> None:
    with opened(pdf.laid_out(register(3), 300)) as paper:
        assert "/IDTree" not in paper.Root.StructTreeRoot


@pytest.mark.parametrize("listed", [True, False])
def test_R41_the_front_page_says_pages_of_parts_after_it(*, listed: bool) -> None:
    document = register(3)
    front = replace(document.front, contents=listed, facts=(("Se", (Text("sidst", target="#kapitel-4", named=True),)),))
    laid = pdf.laid_out(replace(document, front=front), 300)
    said = re.sub(r"\s+", " ", pdf_check.page_texts(laid.content)[0])
    assert f"sidst (side {laid.pages['kapitel-4']})" in said


def test_why_a_long_paper_cannot_be_set_is_said() -> None:
    made = datetime.fromisoformat(PAPER.made_at)
    with typeset.laying_out(pdf_parts.TEMPLATE, "paper", "place") as lay_out:
        with pytest.raises(typeset.UnsettableError, match='does not contain key "words"'):
            lay_out({}, made)
        assert lay_out(pdf_data.whole(PAPER, *parts(PAPER)), made)[0].startswith(b"%PDF")


def test_why_parts_cannot_be_bound_is_said() -> None:
    made = datetime.fromisoformat(PAPER.made_at)
    feet = {**pdf_data.feet(PAPER), "first": 1, "count": 1, "total": 1}
    with TemporaryFile() as empty, pytest.raises(typeset.UnsettableError, match=r"\Apikepdf\.[^\n]*trailer dictionary"):
        binding.bind([binding.Part(empty, range(1), feet)], {}, [], pdf_parts.TEMPLATE, made)


def test_R41_a_paper_of_two_parts_flows_on_undivided() -> None:
    (whole,) = parts(PAPER, ALL)
    assert len(parts(PAPER, whole.weight // 2 + 1)) == 1
    assert len(parts(PAPER, whole.weight // 2 - 1)) > 1


def test_R43_a_register_begins_a_part_and_what_stands_before_it_is_in_another() -> None:
    here = (Text("her", target="#langt", named=True),)
    chapters: dict[str, Block] = {
        "Langt": Paragraph(plain("Ord. " * 900)),
        "Kort": Bullets((plain("Ord."),)),
        "Register": Bullets((here,)),
    }
    blocks = tuple(block for title, held in chapters.items() for block in (Heading(1, title, title.lower()), held))
    divided = parts(replace(PAPER, blocks=blocks), 2_000)
    assert [block.text for part in divided for block in part.blocks if isinstance(block, Heading)] == list(chapters)
    assert len(divided) == len(chapters)


def test_R41_headings_that_fill_pages_are_left_out_of_the_parts_below_them() -> None:
    long = "Et meget langt navn på et kapitel. " * 40
    above = [Heading(level, f"Niveau {level}. {long}", f"over-{level}") for level in (1, 2, 3)]
    below = [
        block for at in range(4) for block in (Heading(4, f"Sidst {at}", f"sidst-{at}"), Paragraph(plain("Ord. " * 90)))
    ]
    document = replace(PAPER, blocks=(*above, *below))
    laid = pdf.laid_out(document, 100)
    assert pdf_check.faults(laid.content, "da") == ()
    assert (
        squeezed(pdf_check.text(laid.content)).count(squeezed(above[2].text)) == 1
    )  # in the contents, and where it is
    assert laid.count <= pdf.laid_out(document, ALL).count + 5


def test_R41_pages_settle_where_a_number_would_move_what_it_tells_of() -> None:
    piece = pdf_parts._Piece(lambda _told: {}, io.BytesIO(), frozenset({"a"}), told={"a": "100"})
    assert pdf_parts._told(piece, {"a": 99}, held=False) == {"a": "99"}
    assert pdf_parts._told(piece, {"a": 99}, held=True) == {"a": "\u200799"}


def test_R43_a_register_longer_than_a_part_says_the_pages_before_and_after_it() -> None:
    document = register(200)
    laid = pdf.laid_out(document, 2_000)
    assert pdf_check.faults(laid.content, "da") == ()
    said = re.findall(r"Navn nr\. (\d+)her \(side (\d+)\)", re.sub(r"\s+", " ", pdf_check.text(laid.content)))
    assert [(int(at), int(page)) for at, page in said] == [
        (at, laid.pages[f"kapitel-{at % 4 + 1}"]) for at in range(200)
    ]
    assert kinds(laid).count("/LI") == 200
    assert len([kind for kind, _ in groupby(kinds(laid)) if kind == "/L"]) > 1


def test_R45_the_bytes_of_a_paper_in_parts_are_the_same_in_another_zone_language_and_process() -> None:
    code = (
        "from consultation.summary import pdf; from tests.summary.papers import PAPER; "
        "write = lambda: pdf.laid_out(PAPER, 300).content"
    )
    assert in_fresh_process(code, "Pacific/Apia") == in_fresh_process(code, "Europe/Copenhagen")


def test_R45_the_only_times_and_description_are_the_papers_own() -> None:
    laid = pdf.laid_out(PAPER, 300)
    with opened(laid) as paper:
        assert str(paper.docinfo["/CreationDate"])[:16] == "D:20191114093000"
        with paper.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            assert metadata["dc:title"] == PAPER.title
            assert metadata["{http://ns.adobe.com/xap/1.0/t/pg/}NPages"] == str(laid.count)
