"""Words explained in place: the text is the same, the first use leads to its meaning."""

import html as html_module
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.lib.glossary import explain
from consultation.lib.html import sanitise
from consultation.lib.regions import in_regions

WORDS = {"aflastning": "Hjælp til den, der passer dig.", "botilbud": "Et hjem med hjælp.", "bo": "At have sit hjem."}


def text_of(markup: str) -> str:
    return html_module.unescape(re.sub(r'<(?:[^>"]|"[^"]*")*>', "", markup))


def test_the_first_use_in_a_section_leads_to_its_explanation() -> None:
    html, used = explain("<p>Aflastning er godt. Aflastning igen, i et botilbud.</p>", WORDS, "hvem")
    assert html == (
        '<p><a class="hs-word" href="#ord_hvem_1" id="ord_hvem_1_her">Aflastning</a> er godt. Aflastning igen, i et '
        '<a class="hs-word" href="#ord_hvem_2" id="ord_hvem_2_her">botilbud</a>.</p>'
    )
    assert [(one.word, one.meaning, one.id) for one in used] == [
        ("aflastning", WORDS["aflastning"], "ord_hvem_1"),
        ("botilbud", WORDS["botilbud"], "ord_hvem_2"),
    ]


@pytest.mark.parametrize("form", ["aflastningen", "Aflastningens", "aflastninger", "aflastningernes", "AFLASTNING"])
def test_forms_of_a_word_are_the_word(form: str) -> None:
    assert f">{form}</a>" in explain(f"<p>Din {form}.</p>", WORDS, "x")[0]


@pytest.mark.parametrize(("word", "form"), [("hjem", "hjemmets"), ("konkret vurdering", "konkrete vurderinger")])
def test_doubled_consonants_and_several_words(word: str, form: str) -> None:
    assert f">{form}</a>" in explain(f"<p>Et {form}.</p>", {word: "x"}, "x")[0]


@pytest.mark.parametrize(
    "html",
    [
        "<h3>Aflastning</h3>",
        '<p><a href="/x">aflastning</a></p>',
        "<p>aflastningsordning, aflastning-x, boligen, &bo; abo</p>",
        "<p>Ord uden forklaring</p>",
    ],
)
def test_headings_links_and_longer_words_stay_as_they_are(html: str) -> None:
    assert explain(html, WORDS, "x") == (html, ())


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<h3>", "</h3>", "<a href='/x'>", "</a>", "aflastning", "bo", " ", "&", "<"])
    )
)
def test_no_letter_is_added_or_lost(pieces: list[str]) -> None:
    html = sanitise("".join(pieces))
    marked, used = explain(html, WORDS, "x")
    assert text_of(marked) == text_of(html)
    assert len({one.word for one in used}) == len(used) == marked.count("hs-word")


def test_a_table_scrolls_in_a_region_with_a_name_of_its_own() -> None:
    table = "<table><tbody><tr><td>1</td></tr></tbody></table>"
    html = in_regions(f"<p>a</p>{table}{table}<table><caption>Priser</caption></table>", "Hvem?", "Tabel")
    assert re.findall('aria-label="([^"]+)"', html) == ["Tabel: Hvem?", "Tabel: Hvem? 2", "Tabel: Priser"]
    assert html.count('<table class="table table--compact">') == html.count("</div>") == 3
