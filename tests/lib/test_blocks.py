from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from consultation.lib.blocks import Setting, blocks_of
from consultation.lib.elements import pictures_in, tree_of
from consultation.lib.html import TAGS, sanitise, to_text

SETTING = Setting(link=lambda href: href, place=lambda name: name)
HTML = st.lists(
    st.sampled_from(
        [" ", "\n", "ord", "æøå ", "&amp;", '<img src="/billeder/abcdefgh234567ab" alt="Et hus">']
        + [f"<{tag}>" for tag in sorted(TAGS - {"img"})]
        + [f"</{tag}>" for tag in sorted(TAGS - {"img"})]
        + ['<td colspan="3">', '<th rowspan="2">', '<a href="#her">', '<p id="fn_1">', '<ol start="4" type="a">']
    ),
    max_size=60,
).map("".join)


def blocks(html: str) -> list[dict[str, Any]]:
    return blocks_of(tree_of(sanitise(html)).inside, SETTING)


def words(value: Any) -> str:
    """The text of blocks in their order, without what pictures show."""
    if isinstance(value, list):
        return "".join(map(words, value))
    if not isinstance(value, dict):
        return ""
    if value.get("kind") == "text":
        return str(value["text"])
    order = ("caption", "content", "inside", "items", "cells", "blocks")
    return "".join(words(value.get(name, [])) for name in order)


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(HTML)
def test_R52_no_word_is_lost_and_none_changes_its_place(html: str) -> None:
    """But captions, which stand above a table and below a picture wherever they were written."""
    found, wanted = squeezed(words(blocks(html))), squeezed(to_text(sanitise(html)))
    assert sorted(found) == sorted(wanted)
    if "caption" not in html:
        assert found == wanted


@given(HTML)
def test_R52_no_picture_is_lost(html: str) -> None:
    shown = str(blocks(html)).count("'picture':")
    assert shown == len(list(pictures_in(tree_of(sanitise(html)))))


def test_blanks_are_what_a_browser_shows() -> None:
    (found,) = blocks("<p>  Et\n<strong> ord </strong> og  <em>et</em> <br> til </p>")
    assert words(found["content"]) == "Et ord og et" + "til"


def test_a_list_keeps_how_it_counts_and_what_is_inside_its_items() -> None:
    (found,) = blocks('<ol start="3" type="a"><li>Et<ul><li>Dybt</li></ul></li><li>To</li></ol>')
    assert (found["start"], found["numbering"], len(found["items"])) == (3, "a.", 2)
    assert [one["kind"] for one in found["items"][0]] == ["paragraph", "list"]


def test_a_picture_in_a_sentence_stands_by_itself_with_its_words_around_it() -> None:
    found = blocks('<p>Før <em><img src="/billeder/abcdefgh234567ab" alt="Et hus"></em> efter</p>')
    assert [one["kind"] for one in found] == ["paragraph", "figure", "paragraph"]
    assert found[1]["alt"] == "Et hus"


def test_the_caption_of_a_figure_belongs_to_its_picture() -> None:
    html = '<figure><img src="/billeder/abcdefgh234567ab" alt="Et hus"><figcaption>Figur 1</figcaption></figure>'
    (found,) = blocks(html)
    assert words(found["caption"]) == "Figur 1"


def test_a_column_is_as_wide_as_what_stands_in_it() -> None:
    (found,) = blocks(
        "<table><tr><th>Nr.</th><th>Hvad</th></tr><tr><td>1</td><td>Et langt svar på det</td></tr></table>"
    )
    assert found["widths"][0] < found["widths"][1]
