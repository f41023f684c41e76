"""People whose browser shows less or otherwise: enlarged, spaced, in forced colours, without scripts or fonts."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Request, ViewportSize

from tests.conftest import Clock
from tests.journeys.listening import EarWalker
from tests.journeys.test_section import WHILE_OPEN, answers_the_section
from tests.journeys.walking import Walker

pytestmark = pytest.mark.browser

Walks = Callable[..., Walker]
ENLARGED = ViewportSize(width=320, height=256)
"""What a window of 1280 x 1024 px holds at 400 %."""
SPACED = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height:1.5 !important; letter-spacing:.12em !important; word-spacing:.16em !important; }
        p { margin-bottom:2em !important; }`);
    document.adoptedStyleSheets = [sheet];
    return [...document.querySelectorAll("button, .button, .badge, summary, label, th, td")].filter((one) =>
        one.clientHeight > 1 && one.scrollHeight > one.clientHeight + 1 && getComputedStyle(one).display !== "inline"
    ).map((one) => `text spills out of ${one.outerHTML.slice(0, 120)}`);
}"""
"""WCAG 1.4.12, put on the page that is looked at."""
FORCED = """() => {
    const faults = [];
    const drawn = (look) => look.borderTopStyle !== "none" && parseFloat(look.borderTopWidth) >= 1
        && look.borderTopColor !== look.backgroundColor;
    for (const one of document.querySelectorAll(".button, .form-input, .form-select")) {
        if (one.checkVisibility() && !drawn(getComputedStyle(one))) { faults.push(`no border: ${one.outerHTML}`); }
    }
    return faults;
}"""
FONTS = re.compile(r"\.(woff2?|ttf|eot)$")
MOST_BYTES = 320_000


def test_U16_the_whole_path_at_400_percent_with_text_spacing(walks: Walks, at: Clock) -> None:
    at.now = WHILE_OPEN
    citizen = walks("enlarged", "narrow", device_scale_factor=4)
    citizen.page.set_viewport_size(ENLARGED)
    citizen.also = SPACED
    answers_the_section(citizen)


def test_U16_the_whole_path_in_forced_colours(walks: Walks, at: Clock) -> None:
    at.now = WHILE_OPEN
    citizen = walks("forced", "narrow", forced_colors="active")
    assert citizen.page.evaluate("matchMedia('(forced-colors: active)').matches")
    citizen.also = FORCED
    answers_the_section(citizen)


def test_U16_the_whole_path_by_ear(walks: Walks, at: Clock) -> None:
    at.now = WHILE_OPEN
    citizen = walks("heard", "ears")
    assert isinstance(citizen, EarWalker)
    answers_the_section(citizen)
    assert citizen.heard == [
        "link: Svar på dette afsnit : Gruppeforløb",
        "textbox: Dit svar på afsnittet",
        "button: Næste: om dig",
        "radio: Privatperson",
        "textbox: Navn",
        "textbox: Postnummer",
        "button: Næste: gennemse",
        "button: Send svar",
    ]


def test_U16_an_error_is_the_first_thing_that_is_heard_and_stands_at_its_field(walks: Walks, at: Clock) -> None:
    at.now = WHILE_OPEN
    citizen = walks("corrected", "ears")
    assert isinstance(citizen, EarWalker)
    citizen.go("/hoeringer/randers-2019/besvar?udkast=8")
    citizen.write_in("#text", "Et halvt år er for længe.")
    citizen.press("Næste: om dig")
    citizen.choose("Privatperson")
    citizen.write_in("#name", "Karen Prøvesen")
    citizen.write_in("#postcode", "89")
    citizen.press("Næste: gennemse")
    citizen.look("about")
    summary = citizen.ear.focused()
    assert (summary.role, summary.name) == ("alert", "Der er 1 ting, du skal rette")
    wrong = [one for one in citizen.ear.everything() if one.state.get("invalid") == "true"]
    assert [(one.name, one.description) for one in wrong] == [
        ("Postnummer", "Fejl: Postnummeret skal have fire cifre, for eksempel 8900")
    ]


@pytest.mark.parametrize("address", ["/besvar", "/besvar?udkast=8"], ids=["check box", "radio button"])
def test_U16_what_is_chosen_is_seen_in_forced_colours(walks: Walks, at: Clock, address: str) -> None:
    """Checked marks are drawn as backgrounds by the design system, which forced colours take away."""
    at.now = WHILE_OPEN
    citizen = walks("chosen", forced_colors="active")
    citizen.go(f"/hoeringer/randers-2019{address}")
    signs = citizen.page.locator("main input[type=checkbox] + label, main input[type=radio] + label")
    before = [_sign(citizen.page, signs.nth(number)) for number in range(2)]
    assert before[0] == before[1]
    signs.first.click()
    citizen.page.evaluate("document.activeElement.blur()")
    citizen.page.mouse.move(0, 0)
    assert _sign(citizen.page, signs.first) != before[0]


def _sign(page: Page, label: Locator) -> bytes:
    """A picture of the box or circle before a label's words."""
    label.scroll_into_view_if_needed()
    box = label.bounding_box()
    assert box is not None
    return page.screenshot(clip={"x": box["x"] + 4, "y": box["y"] + 4, "width": 16, "height": 16})


def test_U19_the_whole_path_where_scripts_are_blocked(walks: Walks, at: Clock) -> None:
    """They are asked for and do not come: another thing than a browser that has none."""
    at.now = WHILE_OPEN
    citizen = walks("blocked", "narrow")
    blocked: list[str] = []
    citizen.page.on("requestfailed", lambda request: blocked.append(request.url))
    citizen.page.route("**/*.js*", lambda route: route.abort())
    with citizen.expecting_to_hear("ERR_FAILED"):
        answers_the_section(citizen)
    assert blocked


@pytest.mark.parametrize("address", ["/", "/hoeringer/randers-2019", "/hoeringer/randers-2019/udkast/8"])
def test_U31_a_first_page_is_small_with_its_fonts(walks: Walks, at: Clock, address: str) -> None:
    at.now = WHILE_OPEN
    reader = walks("first-page")
    arrived: dict[str, Request] = {}
    reader.page.on("requestfinished", lambda request: arrived.update({request.url: request}))
    reader.go(address)
    reader.page.wait_for_load_state("networkidle")
    assert any(FONTS.search(url) for url in arrived)
    sizes = {url: request.sizes()["responseBodySize"] for url, request in arrived.items()}
    assert sum(sizes.values()) <= MOST_BYTES, sizes


def test_U31_a_page_is_read_and_used_before_its_fonts_are_here(walks: Walks, at: Clock) -> None:
    at.now = WHILE_OPEN
    reader = walks("fontless")
    reader.page.route(FONTS, lambda _route: None)  # neither answered nor refused
    with reader.page.expect_request(FONTS):
        reader.page.goto("/hoeringer/randers-2019", wait_until="domcontentloaded")
    assert _faces(reader.page) == {"swap"}
    reader.page.get_by_role("link", name="Skriv et høringssvar").click(no_wait_after=True)
    reader.reads_heading("Hvad vil du svare på?")


def _faces(page: Page) -> set[str]:
    """What is shown while a font that the page asked for is on its way."""
    return set(page.evaluate("[...document.fonts].filter((one) => one.status === 'loading').map((one) => one.display)"))
