import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.conftest import Clock
from tests.journeys.conftest import Site
from tests.journeys.walking import NARROW, PHONE, Walker

pytestmark = pytest.mark.browser

OPEN = "/hoeringer/demo-aaben"
TITLE = "Hjælp i hverdagen"
MAIL = "karen.proevesen@borger.example"
WORDS = "Jeg synes, at aftenstøtten er en god idé, men ni måneder er for kort tid."
OFFERS = re.compile(r"kan svare|skriv et|svar på d|besvar\b", re.IGNORECASE)
Walks = Callable[..., Walker]


def test_a_citizen_answers_one_section_and_keeps_the_answer(
    walks: Walks, site: Site, mode: str, tmp_path: Path
) -> None:
    citizen = walks("citizen", mode)
    _finds_the_draft(citizen)
    _writes(citizen)
    _attaches(citizen, tmp_path)
    _tells_who_she_is(citizen)
    _sends(citizen)
    link = _has_a_receipt(citizen)
    _has_mail(site, link)
    _corrects_and_keeps(citizen, link)


def _finds_the_draft(citizen: Walker) -> None:
    citizen.go("/")
    citizen.look("front")
    citizen.page.get_by_role("link", name=TITLE).click()
    citizen.reads_heading(TITLE)
    citizen.look("consultation")
    citizen.page.locator(".hs-drafts a").first.click()
    citizen.look("draft")
    citizen.follow(re.compile("^Svar på dette afsnit.*Hvor længe"))
    citizen.reads_heading("Skriv dit svar")


def _writes(citizen: Walker) -> None:
    citizen.look("write-new")
    citizen.page.locator("#text-hvor-laenge").fill(WORDS)
    citizen.page.locator("#proposed-hvor-laenge").fill("Den første bevilling er på tolv måneder.")
    if citizen.script:
        citizen.page.locator("#text").focus()
        citizen.sees(re.compile(r"Gemt kl\. 13\.00"))
        citizen.page.reload()
        citizen.sees("Gemt kl. 13.00. Det, du har skrevet, er ikke sendt endnu.")
    citizen.press("Gem, og fortsæt senere")
    citizen.reads_heading("Din kladde er gemt")
    citizen.look("unsent")
    citizen.follow("Fortsæt")
    assert citizen.page.locator("#text-hvor-laenge").input_value() == WORDS
    citizen.page.locator("#stance-1").check()
    citizen.look("write")


def _attaches(citizen: Walker, folder: Path) -> None:
    statement = folder / "udtalelse.txt"
    statement.write_text("En udtalelse om støtte om aftenen.\n", "utf-8")
    disguised = folder / "regneark.pdf"
    disguised.write_bytes(b"\x00\x01 not a document")
    citizen.press("Vedhæft filer")
    citizen.reads_heading("Vedhæft filer")
    citizen.page.set_input_files("#filer", [statement, disguised])
    if citizen.script:  # choosing is uploading
        citizen.sees("1 af 2 filer er uploadet")
    else:
        citizen.press("Upload")
    citizen.sees("udtalelse.txt")
    citizen.sees("regneark.pdf kan ikke bruges: filen er ikke en pdf, selv om den hedder .pdf")
    citizen.look("files")
    citizen.press("Næste: om dig")


def _tells_who_she_is(citizen: Walker) -> None:
    """The first try has an error: said first, in focus, with all that was typed still there (U07)."""
    citizen.reads_heading("Om dig")
    citizen.look("about")
    citizen.write("Navn", "Karen Prøvesen")
    citizen.write("Postnummer", "89")
    citizen.press("Næste: gennemse")
    summary = citizen.page.get_by_role("alert")
    expect(summary).to_be_focused()
    citizen.sees("Alt, du har skrevet, er gemt.")
    assert citizen.page.title().startswith("Fejl:")
    assert citizen.field("Navn").input_value() == "Karen Prøvesen"
    citizen.look("about-error")
    citizen.choose("Privatperson")
    citizen.write("Postnummer", "8900")
    citizen.page.locator("#email").fill(MAIL)
    citizen.page.locator("#email2").fill(MAIL)
    citizen.page.locator("#postcode").press("Enter")  # means "next", never "back" (U11)


def _sends(citizen: Walker) -> None:
    citizen.reads_heading("Gennemse og send")
    for words in (WORDS, "Karen Prøvesen", MAIL, "udtalelse.txt", "Jeg er for"):
        citizen.sees(words)
    citizen.look("review")
    citizen.press("Send svar")


def _has_a_receipt(citizen: Walker) -> str:
    citizen.reads_heading("Vi har modtaget dit svar")
    citizen.sees(re.compile(r"Svar nr\.\s\d+"))
    citizen.sees(re.compile(r"kl\.\s13\.00\.00"))
    citizen.sees(re.compile(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}"))
    citizen.sees(WORDS)
    citizen.sees("udtalelse.txt")
    citizen.look("receipt")
    return citizen.page.locator("#link").input_value()


def _has_mail(site: Site, link: str) -> None:
    site.work()
    receipts = site.mailbox.to(MAIL)
    assert len(receipts) == 1
    assert link in receipts[0]


def _corrects_and_keeps(citizen: Walker, link: str) -> None:
    citizen.go(link)
    citizen.reads_heading(re.compile(r"Dit svar nr\.\s\d+"))
    citizen.look("own")
    citizen.follow("Ret svaret")
    citizen.look("correct")
    citizen.page.locator("textarea").nth(1).fill(WORDS + " Et år er bedre.")
    citizen.press("Gem rettelsen")
    citizen.sees("Rettet 1 gang.")
    citizen.sees("Et år er bedre.")
    citizen.follow("Træk svaret tilbage")
    citizen.look("withdraw")
    citizen.follow("Behold")
    citizen.sees("Et år er bedre.")
    citizen.look("own-corrected")


def _answers_quickly(citizen: Walker) -> None:
    """As far as the review page, with the least that may be written."""
    citizen.go(f"{OPEN}/udkast/1")
    citizen.follow("Svar på udkast 1")
    citizen.write_in("#text", WORDS)
    citizen.press("Næste: om dig")
    citizen.choose("Privatperson")
    citizen.write_in("#name", "Karen Prøvesen")
    citizen.write_in("#postcode", "8900")
    citizen.press("Næste: gennemse")
    citizen.reads_heading("Gennemse og send")


@pytest.mark.parametrize("size", [PHONE, NARROW], ids=["phone", "narrow"])
def test_U02_deadline_and_button_are_on_the_first_screen(walks: Walks, mode: str, size: ViewportSize) -> None:
    citizen = walks("first-screen", mode)
    citizen.go(OPEN)
    for thing in (
        citizen.page.get_by_text("Du kan svare til og med"),
        citizen.page.get_by_text("Skriv et høringssvar"),
    ):
        assert citizen.fits_first_screen(thing, size)


def test_U05_one_second_after_the_deadline_nothing_offers_to_answer(
    walks: Walks, site: Site, at: Clock, mode: str
) -> None:
    at.now = site.closes_at("demo-aaben")
    citizen = walks("closed", mode)
    for name, address in (("consultation", OPEN), ("draft", f"{OPEN}/udkast/1"), ("answer", f"{OPEN}/besvar")):
        citizen.go(address)
        citizen.sees("Fristen var mandag den 23. marts 2026 kl. 23.59.")
        citizen.never_sees(OFFERS)
        assert not OFFERS.search(citizen.page.title())
        assert citizen.page.locator("main form, main a[href*=besvar]").count() == 0
        citizen.look(name)


def test_U09_a_deadline_that_passes_on_the_review_page_makes_the_answer_late(
    walks: Walks, site: Site, at: Clock, hand: str
) -> None:
    citizen = walks("late", hand)
    at.now = site.closes_at("demo-aaben") - timedelta(minutes=10)
    _answers_quickly(citizen)
    citizen.sees("Der er 10 minutter tilbage.")
    citizen.look("review-last-hour")
    at.now = site.closes_at("demo-aaben") + timedelta(seconds=1)
    citizen.page.reload()
    citizen.sees("Du kan stadig sende. Svaret bliver mærket modtaget efter fristen.")
    citizen.look("review-late")
    citizen.press("Send svar efter fristen")
    citizen.reads_heading("Vi har modtaget dit svar")
    citizen.sees(re.compile(r"Svar nr\.\sE-1"))
    citizen.sees("Modtaget efter fristen.")
    citizen.look("receipt-late")
