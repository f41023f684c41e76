"""The checks of every page bite."""

from collections.abc import Callable

import pytest

from tests.journeys.crawling import danish_words
from tests.journeys.walking import Walker

_PLANT = """(html) => {
    document.querySelector("main").insertAdjacentHTML("beforeend", html);
    console.error("planted");
}"""
PLANTED = {
    "axe image-alt": '<img src="/static/favicon.svg">',
    "px wide": '<p class="hs-planted"><svg width="2000" height="10" role="img" aria-label="wide"></svg></p>',
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
