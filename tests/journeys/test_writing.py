"""Nothing typed is lost, whatever happens meanwhile (R22, U06, U09, U10, interface.md 4.2)."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.conftest import Clock
from tests.journeys.conftest import Site
from tests.journeys.test_citizen import OPEN, WORDS
from tests.journeys.walking import Walker

pytestmark = pytest.mark.browser

Walks = Callable[..., Walker]
MORE = " Og så skal man kunne ringe om natten."
KEPT = "() => Object.keys(localStorage).filter((key) => key.startsWith('hoering:'))"


def test_R22_who_loses_the_network_and_closes_the_browser_comes_back_and_sends(walks: Walks) -> None:
    before = walks("network")
    before.go(f"{OPEN}/besvar?udkast=1")
    text = before.page.locator("#text")
    text.fill(WORDS)
    before.page.locator("#stance-1").focus()
    before.sees(re.compile(r"Gemt kl\. 13\.00"))
    link = before.page.url
    before.lose_network()
    text.press_sequentially(MORE)
    before.page.locator("#stance-1").focus()
    before.sees("Ikke gemt siden 13.00. Vi prøver igen.")
    before.look("offline")
    kept = before.page.context.storage_state()
    before.page.context.close()
    after = walks("network-back", kept=kept)
    after.go(link)
    expect(after.page.locator("#text")).to_have_value(WORDS + MORE)
    after.sees(re.compile("Gemt kl"))
    assert after.page.evaluate(KEPT) == []
    after.press("Næste: om dig")
    _sends(after)
    after.sees(MORE.strip())


def _sends(citizen: Walker) -> None:
    citizen.choose("Privatperson")
    citizen.page.locator("#name").fill("Karen Prøvesen")
    citizen.page.locator("#postcode").fill("8900")
    citizen.press("Næste: gennemse")
    citizen.press(re.compile("^Send svar"))
    citizen.reads_heading("Vi har modtaget dit svar")


def test_U09_the_deadline_is_spoken_and_passes_while_one_writes(walks: Walks, site: Site, at: Clock) -> None:
    at.now = site.closes_at("demo-aaben") - timedelta(minutes=31)
    citizen = walks("deadline")
    citizen.page.clock.install()
    citizen.go(f"{OPEN}/besvar?udkast=1")
    spoken = citizen.page.locator("#tid-tilbage")
    expect(spoken).to_have_text("")
    for forward, words in (
        ("01:01", "Der er 30 minutter tilbage."),
        ("20:00", "Der er 10 minutter tilbage."),
        ("05:00", "Der er 5 minutter tilbage."),
        ("04:00", "Der er 1 minut tilbage."),
        ("01:00", "Fristen er udløbet. Du kan stadig sende. Svaret bliver mærket modtaget efter fristen."),
    ):
        citizen.page.clock.fast_forward(forward)
        expect(spoken).to_have_text(words)
    citizen.page.clock.resume()
    at.now += timedelta(minutes=31)
    citizen.page.locator("#text").fill(WORDS)
    citizen.press("Næste: om dig")
    citizen.look("about-late")
    _sends(citizen)
    citizen.sees("Modtaget efter fristen.")


def test_private_data_are_pointed_out_while_typing_and_nothing_is_stopped(walks: Walks) -> None:
    citizen = walks("revealing")
    citizen.go(f"{OPEN}/besvar?udkast=1&afsnit=hvor-laenge")
    expect(citizen.page.locator("#text-hvor-laenge")).to_be_focused()
    notice = citizen.page.locator("#text-hvor-laenge-privat")
    for text, words in (
        ("Mit nummer er 010132-4123.", "Det ligner et CPR-nummer."),
        ("Min søn Mikkel har autisme.", "Det ligner noget om en andens sygdom."),
        ("Ring på 22 33 44 55.", "Det ligner et telefonnummer."),
    ):
        citizen.page.locator("#text-hvor-laenge").fill(text)
        expect(notice).to_contain_text(words)
    citizen.look("revealing")
    citizen.page.locator("#text-hvor-laenge").fill("Ni måneder er for kort tid.")
    expect(notice).to_have_text("")


def test_U10_the_button_says_that_it_is_sending_and_a_second_press_is_no_second_answer(
    walks: Walks, site: Site
) -> None:
    citizen = walks("twice")
    citizen.go(f"{OPEN}/besvar?udkast=1")
    citizen.page.locator("#text").fill(WORDS)
    citizen.press("Næste: om dig")
    citizen.choose("Privatperson")
    citizen.page.locator("#name").fill("Karen Prøvesen")
    citizen.page.locator("#postcode").fill("8900")
    citizen.press("Næste: gennemse")
    citizen.page.evaluate("document.addEventListener('submit', (event) => event.preventDefault())")  # no answer comes
    citizen.page.get_by_role("button", name="Send svar").click()
    sending = citizen.page.get_by_role("button", name="Sender …")
    expect(sending).to_have_attribute("aria-disabled", "true")
    expect(sending).to_have_js_property("disabled", False)
    citizen.page.reload()
    citizen.press("Send svar")
    citizen.reads_heading("Vi har modtaget dit svar")
    citizen.page.go_back()
    citizen.reads_heading(re.compile("Dette svar er sendt, nr"))
    citizen.look("sent-back")


def test_U01_a_section_is_answered_from_the_reading_page_by_keyboard_alone(walks: Walks) -> None:
    """Four pages after the draft, four required fields, and nothing but keys (U16)."""
    citizen = walks("section-by-keyboard")
    citizen.go(f"{OPEN}/udkast/1")
    _reaches(citizen, re.compile("^Svar på dette afsnit.*Hvor længe"))
    with citizen.page.expect_navigation():
        citizen.key("Enter")
    expect(citizen.page.locator("#text-hvor-laenge")).to_be_focused()
    citizen.page.keyboard.type("Ni måneder er for kort tid.")
    _presses(citizen, "Næste: om dig")
    _reaches(citizen, "citizen")
    citizen.key("Space")
    _types(citizen, "name", "Karen Prøvesen")
    _types(citizen, "postcode", "8900")
    with citizen.page.expect_navigation():
        citizen.key("Enter")
    citizen.reads_heading("Gennemse og send")
    _presses(citizen, "Send svar")
    citizen.reads_heading("Vi har modtaget dit svar")
    citizen.sees("Ni måneder er for kort tid.")


_HERE = """() => {
    const one = document.activeElement;
    return [one.textContent.replace(/\\s+/g, " ").trim(), one.value ?? "", one.name ?? ""];
}"""
_MOST_KEYS = 150


def _reaches(person: Walker, wanted: str | re.Pattern[str]) -> None:
    """Tabs until the focus is on what has these words, this value or this name."""
    for _ in range(_MOST_KEYS):
        person.key("Tab")
        words = [text.replace("\N{NO-BREAK SPACE}", " ") for text in person.page.evaluate(_HERE)]
        if any(re.search(wanted, text) if isinstance(wanted, re.Pattern) else text == wanted for text in words):
            return
    pytest.fail(f"{wanted} is not reached by {_MOST_KEYS} tabs")


def _presses(person: Walker, words: str) -> None:
    _reaches(person, words)
    with person.page.expect_navigation():
        person.key("Enter")


def _types(person: Walker, field: str, words: str) -> None:
    _reaches(person, field)
    person.page.keyboard.type(words)


def test_questions_that_are_not_for_the_one_who_answers_are_hidden(walks: Walks) -> None:
    citizen = walks("about-fields")
    citizen.go(f"{OPEN}/besvar?udkast=1")
    citizen.page.locator("#text").fill(WORDS)
    citizen.press("Næste: om dig")
    shown = {name: citizen.page.locator(f"#{name}") for name in ("organisation", "cvr", "on_behalf_of")}
    for field in shown.values():
        expect(field).to_be_visible()
    citizen.choose("Privatperson")
    for field in shown.values():
        expect(field).to_be_hidden()
    citizen.choose("Pårørende")
    expect(shown["on_behalf_of"]).to_be_visible()
    citizen.choose("Råd (handicapråd, ældreråd, brugerråd)")
    expect(shown["cvr"]).to_be_visible()
    expect(shown["on_behalf_of"]).to_be_hidden()
