"""Nothing typed is lost, whatever happens meanwhile (R22, U06, U09, U10, interface.md 4.2)."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Error, expect

from tests.conftest import Clock
from tests.journeys.conftest import Site
from tests.journeys.test_citizen import OPEN, WORDS
from tests.journeys.walking import Walker

pytestmark = pytest.mark.browser

Walks = Callable[..., Walker]
MORE = " Og så skal man kunne ringe om natten."
KEPT = "() => Object.keys(localStorage).filter((key) => key.startsWith('hoering:'))"


@pytest.mark.parametrize("mode", ["script", "keys", "narrow"])
def test_R22_U06_who_loses_the_network_and_closes_the_browser_comes_back_and_sends(walks: Walks, mode: str) -> None:
    before = walks("network", mode)
    before.go(f"{OPEN}/besvar?udkast=1")
    before.write_in("#text", WORDS)
    before.key("Tab")
    before.sees(re.compile(r"Gemt kl\. 13\.00"))
    link = before.page.url
    before.lose_network()
    before.write_in("#text", WORDS + MORE)
    before.key("Tab")
    before.sees("Ikke gemt siden 13.00. Vi prøver igen.")
    before.look("offline")
    kept = before.page.context.storage_state()
    before.page.context.close()
    after = walks("network-back", mode, kept=kept)
    after.go(link)
    expect(after.page.locator("#text")).to_have_value(WORDS + MORE)
    after.sees(re.compile("Gemt kl"))
    assert after.page.evaluate(KEPT) == []
    after.press("Næste: om dig")
    _sends(after)
    after.sees(MORE.strip())


def test_U06_without_script_reloading_sends_what_the_network_did_not_take(walks: Walks) -> None:
    before = walks("network", "no-script")
    before.go(f"{OPEN}/besvar?udkast=1")
    before.write_in("#text", WORDS)
    before.press("Gem, og fortsæt senere")
    link = before.page.locator("#link").input_value()
    before.follow("Fortsæt")
    before.write_in("#text", WORDS + MORE)
    before.lose_network()
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        before.press("Næste: om dig")
    before.page.context.set_offline(False)
    before.page.reload()
    before.reads_heading("Om dig")
    before.page.context.close()
    after = walks("network-back", "no-script")
    after.go(link)
    after.follow("Fortsæt")
    expect(after.page.locator("#text")).to_have_value(WORDS + MORE)
    after.press("Næste: om dig")
    _sends(after)
    after.sees(MORE.strip())


def _sends(citizen: Walker) -> None:
    citizen.choose("Privatperson")
    citizen.write_in("#name", "Karen Prøvesen")
    citizen.write_in("#postcode", "8900")
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
    citizen.sees(re.compile(r"Svar nr\.\sE-1"))
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
