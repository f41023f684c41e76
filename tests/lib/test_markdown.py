"""HTML back to Markdown: the same HTML again, or nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consultation.lib.html import from_markdown, sanitise
from consultation.lib.markdown import canonical, closing_note, to_markdown, without_closing_note

WORDS = st.text("ab æ*_[]()<>&#-+.1`|\\!~\"'", max_size=10)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>Et <strong>to</strong></p>\n<p>tre <em>fire</em></p>", "Et **to**\n\ntre *fire*"),
        ("<p>a<br>b</p>", "a\\\nb"),
        ("<p>snake_case &amp; 3. april</p>", "snake_case & 3. april"),
        ("<p>1. maj</p>", "1\\. maj"),
        ("<h3>Børn</h3><p>Ja.</p>", "### Børn\n\nJa."),
        ('<p><a href="https://lov.example/x">loven</a></p>', "[loven](https://lov.example/x)"),
        (
            '<ol start="3"><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ol>',
            "3. a\n   - b\n   - c\n4. d",
        ),
        (
            '<table><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td>1 | 2</td></tr></tbody></table>',
            "| A |\n| --- |\n| 1 \\| 2 |",
        ),
    ],
)
def test_what_markdown_can_say_becomes_markdown(html: str, markdown: str) -> None:
    assert to_markdown(html) == markdown


@pytest.mark.parametrize(
    "html",
    [
        '<p>a<sup><a href="#fn_1" id="fn_1_til">1</a></sup></p>',
        '<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>',
        '<figure><img src="/billeder/abcdefgh234567ab" alt="x"></figure>',
        '<ol type="a"><li>x</li></ol>',
        "<p>H<sub>2</sub>O</p>",
    ],
)
def test_what_it_cannot_say_stays_html(html: str) -> None:
    assert to_markdown(html) is None


@settings(max_examples=200)
@given(
    st.lists(st.tuples(st.sampled_from(["p", "h3", "li", "strong", "em", "br", "ul", "a", "td"]), WORDS), max_size=6)
)
def test_nothing_is_lost_on_the_way_there_and_back(pieces: list[tuple[str, str]]) -> None:
    html = sanitise("".join(f"<{tag}>{text}</{tag}>" for tag, text in pieces))
    markdown = to_markdown(html)
    if markdown is not None:
        assert canonical(from_markdown(markdown)) == canonical(html)


def test_only_a_last_paragraph_in_italics_is_a_note_on_all_texts() -> None:
    assert closing_note("Tekst.\n\n*Et eksempel.*\n") == "Et eksempel."
    assert closing_note("*Et eksempel.*\n\nTekst.") == ""
    assert closing_note("Tekst med *vægt*") == ""


def test_a_text_without_its_closing_note() -> None:
    assert without_closing_note("Tekst.\n\n*Et eksempel.*\n") == "Tekst."
    assert without_closing_note("Tekst med *vægt*") == "Tekst med *vægt*"
