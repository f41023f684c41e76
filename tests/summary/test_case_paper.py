"""The sagsfremstilling: seven headings, at most two pages, whole sentences, and plain text to copy (R41)."""

import io
import re
from dataclasses import replace
from itertools import pairwise

import pypdfium2  # type: ignore[import-untyped] # - it ships no types
import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from consultation.accounts import operations as accounts
from consultation.summary import pdf, plain_text
from consultation.summary.case_paper import OWN_ROOM, ROOM, case_paper, too_long
from consultation.summary.document import Bullets, Document, Heading, Paragraph
from consultation.summary.fitting import cut, height
from consultation.summary.gaps import gaps
from consultation.summary.inputs import Inputs, ReportText, Theme
from consultation.summary.selection import Selection
from consultation.vocabulary import Role
from tests import factories
from tests.conftest import Clock
from tests.databases import Once
from tests.summary.case import CHAPTERS, READY, Case, case
from tests.summary.sample import sample
from tests.summary.test_report_summary import crowd

HEADINGS = ["Resumé", "Indstilling", "Sagsfremstilling", "Lovgrundlag", "Økonomi", "Høring", "Bilag"]
SENTENCE = "Forvaltningen har læst svarene og foreslår, at standarden bliver ændret på dette sted. "


def paper(inputs: Inputs) -> Document:
    return case_paper(Selection(inputs))


def lines(document: Document) -> list[str]:
    return plain_text.write(document).splitlines()


def written(**chapters: str) -> tuple[ReportText, ...]:
    return tuple(ReportText(chapter, text) for chapter, text in chapters.items())


def test_it_has_the_headings_of_an_agenda_system_and_no_others() -> None:
    assert [block.text for block in paper(sample()).blocks if isinstance(block, Heading)] == HEADINGS


def test_it_is_made_of_headings_paragraphs_and_lists_alone() -> None:
    assert {type(block) for block in paper(sample()).blocks} == {Heading, Paragraph, Bullets}


def test_no_heading_stands_without_words_even_where_nothing_is_written() -> None:
    blocks = paper(crowd(texts=())).blocks
    empty = [one for one, after in pairwise(blocks) if type(one) is type(after) is Heading]
    assert empty == []


def test_main_themes_stand_with_their_numbers() -> None:
    assert "- »Timetal«: 5 svar fra 4 afsendere, heraf 3 enslydende, samlet i 2 synspunkter." in lines(paper(sample()))


def test_all_positions_stand_where_there_is_room() -> None:
    found = lines(paper(sample()))
    assert "Svarene er samlet i 6 synspunkter. De er:" in found
    assert sum("pkt." in line for line in found) == 6
    assert not [line for line in found if "mere står i" in line]


@pytest.mark.parametrize(("count", "begins"), [(0, "Svarene har ingen synspunkter."), (1, "Det er:"), (2, "De er:")])
def test_none_one_and_two_positions_are_said_rightly(count: int, begins: str) -> None:
    found = lines(paper(crowd(*((f"Ønske om {number}", 1) for number in range(count)))))
    assert [line for line in found if line.endswith(begins)]


def test_what_there_is_no_room_for_is_counted() -> None:
    found = lines(paper(crowd(*((f"Ønske om nummer {number}", 1) for number in range(80)))))
    shown = sum("pkt." in line for line in found)
    assert f"{80 - shown} synspunkter mere står i høringsnotatet." in found
    assert 1 < shown < 80


def test_a_small_voice_against_a_large_one_is_never_left_out() -> None:
    many = [(f"Ønske om nummer {number}", 9) for number in range(80)]
    inputs = crowd(*many, ("Støtte til seks uger", 1), ("Modstand mod seks uger", 7))
    found = "\n".join(lines(paper(inputs)))
    assert "Støtte til seks uger" in found
    assert "Modstand mod seks uger" in found


def test_a_long_list_of_numbers_is_told_as_a_number() -> None:
    inputs = crowd(("Ønske om mere", 80))
    apart = tuple(point for point in inputs.points if int(point.response) % 2)
    found = "\n".join(lines(paper(replace(inputs, points=apart))))
    assert "Standard 1: Ønske om mere, pkt. 1.1 (40 svar)." in found


# Two pages


def pages(document: Document) -> int:
    opened = pypdfium2.PdfDocument(io.BytesIO(pdf.write(document)))
    try:
        return len(opened)
    finally:
        opened.close()


@st.composite
def consultations(draw: st.DrawFn) -> Inputs:
    """Of any size, with texts of any length."""
    begins = st.sampled_from(["Støtte til", "Modstand mod", "Bekymring for", "Ønske om"])
    length = st.integers(1, 60)
    titles = [
        (f"{draw(begins)} {'noget meget langt ' * draw(st.integers(1, 5))}nummer {number}", draw(st.integers(0, 9)))
        for number in range(draw(st.integers(0, 40)))
    ]
    themes = tuple(
        Theme("a" if number == 0 else f"t{number}", f"Tema {number} " + "med langt navn " * draw(st.integers(0, 4)),
              main=number + 1)
        for number in range(draw(st.integers(0, 6)))
    )  # fmt: skip
    texts = written(
        summary=SENTENCE * draw(length), recommendation=SENTENCE * draw(length), legal_basis=SENTENCE * draw(length),
        economy="\n\n".join([SENTENCE] * draw(length)),
    )  # fmt: skip
    return crowd(*titles, themes=themes or (Theme("a", "Tid"),), texts=texts)


@given(consultations())
@settings(max_examples=25)
def test_R41_no_consultation_takes_more_room_than_two_pages(inputs: Inputs) -> None:
    document = paper(inputs)
    assert height(document.blocks) <= ROOM
    found = lines(document)
    endings = [line for line in found[: found.index("Bilag")] if line and line not in HEADINGS]
    assert [line for line in endings if not re.search(r"[.:?!]$", line.strip())] == []


def test_R41_a_full_one_is_two_pages_as_it_is_set() -> None:
    texts = written(summary=SENTENCE * 60, recommendation=SENTENCE * 8, legal_basis=SENTENCE * 8, economy=SENTENCE * 8)
    inputs = crowd(*((f"Ønske om nummer {number}", 3) for number in range(60)), texts=texts)
    assert pages(paper(inputs)) == 2


def test_the_summary_is_cut_after_a_whole_sentence_and_says_where_the_rest_is() -> None:
    found = lines(paper(crowd(("Ønske om mere", 1), texts=written(summary=SENTENCE * 80))))
    assert "Resten står i høringsnotatets sammenfatning." in found


@pytest.mark.parametrize("room", [0, 1, 2.7, 5, 100])
def test_a_text_is_cut_between_sentences_alone(room: float) -> None:
    text = "Første sætning er her. Anden er længere, og den går videre end en linje kan gå. Tredje slutter."
    found = cut(text, room, "Mere.")
    assert found == text or found.removesuffix("Mere.").strip() in {
        "", "Første sætning er her.", "Første sætning er her. Anden er længere, og den går videre end en linje kan gå.",
    }  # fmt: skip


def test_what_stands_in_no_other_paper_is_refused_where_it_is_too_long() -> None:
    texts = written(summary="Kort.", recommendation=SENTENCE * 12, legal_basis=SENTENCE * 12, economy=SENTENCE * 12)
    inputs = replace(sample(), texts=texts)
    assert too_long(inputs) == ("indstillingen", "lovgrundlaget", "økonomien")
    (gap,) = [gap for gap in gaps(inputs) if gap.kind == "too_long"]
    assert gap.text == (
        "Indstillingen, Lovgrundlaget og Økonomien fylder tilsammen for meget til sagsfremstillingen: "
        f"højst {OWN_ROOM} linjer"
    )
    assert "Teksten er for lang til sagsfremstillingen og skal kortes af." in lines(paper(inputs))
    assert not [gap for gap in gaps(sample()) if gap.kind == "too_long"]


# The page to copy from


def test_the_page_has_the_same_words_as_plain_text_and_as_paragraphs(
    store: Session, once: Once, at: Clock, app: Flask
) -> None:
    at.now = READY
    made: Case = once(store, case)
    person = factories.staff(made.session, made.consultation.authority, Role.SECRETARY, "Sekretær Prøve")
    token = accounts.open_session(made.session, READY, person)
    address = f"/intern/hoeringer/{made.consultation.slug}/rapport"
    made.session.commit()
    client = app.test_client()
    client.set_cookie("staff", token)
    page = client.get(f"{address}/sagsfremstilling").get_data(as_text=True)
    field = re.search(r"<textarea[^>]*readonly[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert field is not None
    about = "»Hjælp i hverdagen«, 2 udkast fra Prøvestad Kommune, har været i høring."
    assert field[1].startswith(f"Resumé\n\n{about} Der er modtaget 3 svar fra 3 afsendere.")
    assert [line for line in field[1].splitlines() if line in HEADINGS] == HEADINGS
    for text in (CHAPTERS["legal_basis"], CHAPTERS["economy"], CHAPTERS["recommendation"]):
        assert text in field[1]
        assert page.count(text.removeprefix("- ")) == 2
    assert f'href="{address}/sagsfremstilling"' in client.get(address).get_data(as_text=True)
