"""The checks of every page bite."""

from collections.abc import Callable

import pytest

from tests.journeys.crawling import danish_words, dead_controls
from tests.journeys.walking import Walker

_PLANT = """(html) => {
    document.querySelector("main").insertAdjacentHTML("beforeend", html);
    console.error("planted");
}"""
PLANTED = {
    "axe image-alt": '<img src="/static/favicon.svg">',
    "px wide": '<p class="hs-planted"><svg width="2000" height="10" role="img" aria-label="wide"></svg></p>',
    "axe target-size": "<p><button type='button'>i</button><button type='button'>j</button></p>",
    "planted": "<p>A script complains.</p>",
    "violates": '<p style="color:red">Inline</p>',
}


@pytest.mark.browser
@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_seen(walks: Callable[..., Walker], fault: str) -> None:
    walker = walks("planted")
    walker.go("/hjaelp")
    walker.page.evaluate(_PLANT, PLANTED[fault])
    walker.look("faulty")
    seen, walker.faults = walker.faults, []
    assert any(fault in one for one in seen)


def test_a_danish_word_is_seen_where_nothing_says_that_it_is_danish() -> None:
    page = '<body><p lang="da">Gem, og tag næste</p><p>Gem, og tag næste</p><p>Save and take the next</p></body>'
    assert danish_words(page) == ["Gem, og tag næste"]


def test_what_people_wrote_is_no_untranslated_word() -> None:
    page = "<body><p>Draft 2: Støtte og hjælp (4)</p><p>Bekræft og hjælp</p></body>"
    assert danish_words(page, ["Støtte og hjælp"]) == ["Bekræft og hjælp"]


@pytest.mark.parametrize(
    ("control", "fault"),
    [
        ('<a href="#">Mere</a>', "leads nowhere"),
        ('<a href="#gone">Mere</a>', "leads nowhere"),
        ("<a>Mere</a>", "leads nowhere"),
        ('<button type="button">Vis</button>', "waits for a script"),
        ("<button>Gem</button>", "waits for a script"),
        ('<label>Søg<input name="q"></label>', "is sent by nothing"),
        ('<form method="post"><button type="button">Gem</button></form>', "has no button that sends it"),
        ('<p onclick="open()">Mere</p>', "script in an attribute"),
    ],
)
def test_U19_a_dead_control_is_seen(control: str, fault: str) -> None:
    assert dead_controls(f"<body>{control}</body>")[0].startswith(fault)


def test_U19_what_works_without_script_is_no_dead_control() -> None:
    page = (
        '<body><a href="#svar">Svar</a><h2 id="svar">Svar</h2><input readonly value="x"><button type="button" hidden>K'
        '</button><form method="post"><input name="q"><select name="s"></select><button>Gem</button></form></body>'
    )
    assert dead_controls(page) == []
