"""Which words of a draft an answer is about: marked while reading or writing, by mouse, by keyboard, or typed (R2)."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.walking import Walker

pytestmark = pytest.mark.browser

Walks = Callable[..., Walker]
DRAFT = "/hoeringer/demo-aaben/udkast/1"
ANSWER = "/hoeringer/demo-aaben/besvar?udkast=1&afsnit=hvad"
REGION = "[data-marking='quote-hvad'] [data-text]"
FIELD = "#quote-hvad"
READ, WRITTEN = "rydder op i stuen", "en telefonlinje"
MISTAKE = "Ordene står ikke i afsnit 2. Kopiér dem fra afsnittet, eller lad feltet stå tomt."
ENDS = """([region, words]) => {
    const walker = document.createTreeWalker(document.querySelector(region), NodeFilter.SHOW_TEXT);
    while (walker.nextNode() && !walker.currentNode.data.includes(words));
    const range = document.createRange(), at = walker.currentNode.data.indexOf(words);
    walker.currentNode.parentElement.scrollIntoView({ block: "center" });
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + words.length);
    const boxes = [...range.getClientRects()], first = boxes[0], last = boxes.at(-1);
    return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
}"""


def drags_over(citizen: Walker, region: str, words: str) -> None:
    """With the mouse, from the first letter to the last."""
    left, top, right, bottom = citizen.page.evaluate(ENDS, [region, words])
    citizen.page.mouse.move(left, top)
    citizen.page.mouse.down()
    citizen.page.mouse.move(right, bottom, steps=4)
    citizen.page.mouse.up()


def sends(citizen: Walker, words: str) -> None:
    """From the page to write on to the receipt; each page names the words."""
    citizen.write_in("#text-hvad", "Det skal også gælde køkkenet.")
    citizen.press("Næste: om dig")
    citizen.choose("Privatperson")
    citizen.write_in("#name", "Karen Prøvesen")
    citizen.write_in("#postcode", "0000")
    citizen.press("Næste: gennemse")
    citizen.sees(f"Om ordene: »{words}«")
    citizen.look("review")
    citizen.press("Send svar")
    citizen.sees(f"Om ordene: »{words}«")
    citizen.look("receipt")


def field(citizen: Walker) -> Locator:
    return citizen.page.locator(FIELD)


@pytest.mark.parametrize("mode", ["script", "narrow"])
def test_R2_words_marked_in_the_draft_come_along_to_the_answer(walks: Walks, mode: str) -> None:
    citizen = walks("marking", mode)
    citizen.go(DRAFT)
    beside = citizen.page.get_by_role("link", name="Svar på de markerede ord")
    expect(beside).to_be_hidden()
    expect(citizen.page.get_by_text("Vil du svare på bestemte ord? Markér dem i teksten.")).to_be_visible()
    drags_over(citizen, "[data-text=svar_hvad]", READ)
    expect(beside).to_be_visible()
    citizen.look("draft")
    own = citizen.page.locator("#svar_hvad").get_attribute("href") or ""
    assert parse_qs(urlsplit(own).query)["ord"] == [READ]
    citizen.follow("Svar på de markerede ord")
    expect(field(citizen)).to_have_value(READ)
    citizen.look("write")
    sends(citizen, READ)


def test_R2_the_links_are_as_before_when_nothing_is_marked(walks: Walks) -> None:
    citizen = walks("unmarking", "script")
    citizen.go(DRAFT)
    own = citizen.page.locator("#svar_hvad")
    before = own.get_attribute("href") or ""
    drags_over(citizen, "[data-text=svar_hvad]", READ)
    beside = citizen.page.get_by_role("link", name="Svar på de markerede ord")
    expect(beside).to_be_visible()
    citizen.key("Escape")
    expect(beside).to_be_hidden()
    assert own.get_attribute("href") == before
    citizen.page.evaluate("() => getSelection().selectAllChildren(document.querySelector('.hs-sections'))")
    citizen.page.wait_for_timeout(400)
    expect(beside).to_be_hidden()


@pytest.mark.parametrize("mode", ["script", "narrow"])
def test_R2_words_marked_while_writing_are_put_into_the_field(walks: Walks, mode: str) -> None:
    citizen = walks("marking-writing", mode)
    citizen.go(ANSWER)
    citizen.open("Læs afsnittet")
    button = citizen.page.get_by_role("button", name="Brug de markerede ord")
    button.click()
    citizen.sees("Markér først nogle ord i teksten.")
    drags_over(citizen, REGION, WRITTEN)
    button.click()
    expect(field(citizen)).to_have_value(WRITTEN)
    citizen.sees("Ordene står i feltet nu.")
    citizen.look("write")
    sends(citizen, WRITTEN)


def test_R2_the_second_place_of_the_words_is_meant_where_it_is_marked(walks: Walks) -> None:
    citizen = walks("marking-twice", "script")
    citizen.go(ANSWER)
    citizen.open("Læs afsnittet")
    citizen.page.evaluate(
        """(region) => {
            const last = document.querySelector(region).querySelectorAll("p")[1].firstChild;
            const at = last.data.indexOf("en vejleder");
            getSelection().setBaseAndExtent(last, at, last, at + 2);
        }""",
        REGION,
    )
    citizen.page.get_by_role("button", name="Brug de markerede ord").click()
    expect(field(citizen)).to_have_value("en")
    place = int(citizen.page.locator("[name='nth-hvad']").input_value())
    citizen.write_in("#text-hvad", "Det skal også gælde køkkenet.")
    citizen.press("Næste: om dig")
    citizen.press("Tilbage")
    assert citizen.page.locator("[name='nth-hvad']").input_value() == str(place) != "1"


def test_U16_words_are_marked_by_keyboard_alone(walks: Walks) -> None:
    citizen = walks("marking", "keys")
    citizen.go(ANSWER)
    citizen.open("Læs afsnittet")
    reach = getattr(citizen, "reach")  # noqa: B009 - only who has no mouse reaches
    reach(citizen.page.locator(REGION))
    for key in ["ArrowRight"] * 3 + ["Shift+ArrowRight"] * 4 + ["Shift+ArrowLeft"]:
        citizen.key(key)
    citizen.activate(citizen.page.get_by_role("button", name="Brug de markerede ord"))
    expect(field(citizen)).to_have_value("kommer på besøg og")
    sends(citizen, "kommer på besøg og")


def test_U16_the_sections_link_takes_words_along_that_the_keyboard_marked(walks: Walks) -> None:
    """Browsers mark by keyboard in a text with their caret browsing; what they have marked is all the same."""
    citizen = walks("marking-read", "keys")
    citizen.go(DRAFT)
    citizen.page.evaluate(
        """() => {
            const text = document.querySelector("[data-text=svar_hvad] p").lastChild;
            getSelection().setBaseAndExtent(text, 1, text, 7);
        }"""
    )
    expect(citizen.page.get_by_role("link", name="Svar på de markerede ord")).to_be_visible()
    citizen.activate(citizen.page.locator("#svar_hvad"))
    expect(field(citizen)).to_have_value("kommer")


@pytest.mark.parametrize("mode", ["no-script"])
def test_R2_without_script_the_words_are_copied_or_typed(walks: Walks, mode: str) -> None:
    citizen = walks("marking", mode)
    citizen.go(DRAFT)
    expect(citizen.page.get_by_text("Svar på de markerede ord")).to_have_count(0)
    citizen.go(ANSWER)
    expect(citizen.page.get_by_role("button", name="Brug de markerede ord")).to_have_count(0)
    citizen.write_in(FIELD, "rydder op i køkkenet")
    citizen.write_in("#text-hvad", "Det skal også gælde køkkenet.")
    citizen.press("Næste: om dig")
    citizen.sees(MISTAKE)
    expect(field(citizen)).to_have_value("rydder op i køkkenet")
    citizen.look("mistake")
    citizen.write_in(FIELD, READ)
    sends(citizen, READ)
