"""A citizen shows who they are: by a mail with a button, or at an identity provider (R13)."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Route
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.models import Consultation
from consultation.vocabulary import LoginMode
from tests.journeys.conftest import Site
from tests.journeys.walking import Walker
from tests.responses.identity_provider import NAME, Identities, _one_provider, identities

__all__ = ["_one_provider", "identities"]
pytestmark = pytest.mark.browser

Walks = Callable[..., Walker]
OPEN = "/hoeringer/demo-aaben"
MAIL = "karen.proevesen@borger.example"
WORDS = "Ni måneder er for kort tid."
DAY = timedelta(days=1)


@pytest.fixture
def asking(site: Site) -> Callable[[LoginMode], None]:
    """asking(mode): what the open consultation of the demo asks of its senders, a day before its deadline."""

    def set_mode(mode: LoginMode) -> None:
        with Session(site.engine) as session:
            row = session.scalars(select(Consultation).where(Consultation.slug == "demo-aaben")).one()
            row.login_mode, row.closes_at = mode, site.clock.now + DAY
            session.commit()

    return set_mode


def test_R13_a_citizen_confirms_an_address_that_was_wrong_at_first(
    walks: Walks, site: Site, mode: str, asking: Callable[[LoginMode], None]
) -> None:
    asking(LoginMode.CONFIRMED)
    citizen = walks("confirm", mode)
    citizen.go(OPEN)
    citizen.sees("får du en mail med et link, du skal trykke på")
    citizen.go(f"{OPEN}/besvar?udkast=0")
    citizen.page.locator("#text").fill(WORDS)
    citizen.press("Næste: om dig")
    citizen.choose("Privatperson")
    citizen.write("Navn", "Karen Prøvesen")
    citizen.write("Postnummer", "8900")
    citizen.press("Næste: gennemse")
    citizen.sees("Skriv din e-mailadresse")
    citizen.look("about-without-address")
    for field in ("#email", "#email2"):
        citizen.page.locator(field).fill("kaern@borger.example")
    citizen.press("Næste: gennemse")
    citizen.press("Send svar")
    citizen.reads_heading("Ét trin endnu: bekræft din e-mail")
    citizen.look("receipt-one-step-left")
    own = citizen.page.locator("#link").input_value()
    citizen.page.locator("#email").fill(MAIL)
    citizen.press("Send linket igen")
    citizen.sees(f"Vi sender linket til {MAIL}.")
    citizen.look("own-sent-again")
    site.work()
    [asked] = site.mailbox.to(MAIL)
    link = re.search(r"http\S+/bekraeft/\S+", asked)
    assert link is not None
    _confirms(citizen, link[0])
    citizen.go(own)
    citizen.sees("Modtaget og rettet.")
    citizen.never_sees("Send linket igen")
    site.work()
    assert WORDS in site.mailbox.to(MAIL)[1]


def _confirms(citizen: Walker, link: str) -> None:
    citizen.go(link)
    citizen.reads_heading("Bekræft din e-mail")
    citizen.look("confirm")
    citizen.press("Bekræft")
    citizen.reads_heading("Din e-mail er bekræftet")
    citizen.look("confirmed")
    citizen.follow("Gå til dit svar")
    citizen.reads_heading(re.compile(r"Dit svar nr\.\s\d+"))


def test_B3_somebody_else_says_it_was_not_them_and_staff_see_who_is_unconfirmed(
    walks: Walks, site: Site, mode: str, asking: Callable[[LoginMode], None]
) -> None:
    asking(LoginMode.CONFIRMED)
    citizen = walks("not-me", mode)
    for address in (MAIL, "en.anden@borger.example"):
        citizen.go(f"{OPEN}/besvar?udkast=0")
        citizen.page.locator("#text").fill(WORDS)
        citizen.press("Næste: om dig")
        citizen.choose("Privatperson")
        citizen.write("Navn", "Karen Prøvesen")
        citizen.write("Postnummer", "8900")
        for field in ("#email", "#email2"):
            citizen.page.locator(field).fill(address)
        citizen.press("Næste: gennemse")
        citizen.press("Send svar")
    site.work()
    link = re.search(r"http\S+/bekraeft/\S+", site.mailbox.to(MAIL)[0])
    assert link is not None
    citizen.go(link[0])
    citizen.press("Det var ikke mig")
    citizen.reads_heading("Svaret er trukket tilbage")
    citizen.look("not-me")
    maja = walks("unconfirmed", mode)
    maja.sign_in("Maja Demoholm")
    maja.go("/intern/hoeringer/demo-aaben/gennemgang")
    maja.look("queue")
    maja.follow("Se ubekræftede svar")
    maja.reads_heading("Ubekræftede svar")
    maja.look("unconfirmed")
    desk = maja.page.locator("tbody a").first.get_attribute("href")
    assert desk is not None
    maja.go(desk)
    maja.sees("Afsenderen har ikke bekræftet sin e-mail.")
    maja.look("unconfirmed-desk")


def test_R13_a_citizen_signs_in_after_writing_and_cancelling_costs_nothing(
    walks: Walks, site: Site, mode: str, asking: Callable[[LoginMode], None], identities: Identities
) -> None:
    site.clock.now = datetime.now(UTC)
    site.app.config["SETTINGS"] = replace(site.settings, oidc=identities.known_as())
    asking(LoginMode.IDENTITY)
    citizen = walks("sign-in", mode)
    citizen.page.route(re.compile("^https://"), _nothing)  # the provider's page is dressed from elsewhere
    citizen.go(f"{OPEN}/besvar?udkast=0")
    citizen.page.locator("#text").fill(WORDS)
    citizen.press("Næste: om dig")
    citizen.reads_heading("Om dig")
    citizen.look("asked-to-sign-in")
    citizen.follow("Log ind med MitID")
    citizen.press("Deny")
    citizen.reads_heading("Du er ikke logget ind")
    citizen.look("cancelled")
    citizen.follow("Prøv igen")
    citizen.press("subject-of-karen")
    citizen.reads_heading("Du er logget ind")
    citizen.look("signed-in")
    citizen.press("Fortsæt med dit svar")
    assert citizen.field("Navn").input_value() == NAME
    assert not citizen.field("Navn").is_editable()
    citizen.look("about-with-name")
    citizen.choose("Privatperson")
    citizen.write("Postnummer", "8900")
    citizen.press("Næste: gennemse")
    citizen.sees(NAME)
    citizen.press("Send svar")
    citizen.reads_heading("Vi har modtaget dit svar")
    identities.down = True
    citizen.go(f"{OPEN}/besvar?udkast=0")
    citizen.page.locator("#text").fill(WORDS)
    citizen.press("Næste: om dig")
    with citizen.expecting(503):
        citizen.follow("Log ind med MitID")
        citizen.reads_heading("Vi kan ikke få forbindelse til MitID lige nu")
        citizen.look("provider-away")


def _nothing(route: Route) -> None:
    route.fulfill(body="", content_type="text/css")
