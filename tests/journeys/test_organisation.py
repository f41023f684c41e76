import re
from collections.abc import Callable

import pytest

from consultation.demo.publishing import party_token
from tests.journeys.conftest import SECRET, Site
from tests.journeys.walking import Walker

pytestmark = pytest.mark.browser

Walks = Callable[..., Walker]
NAME = "Udsatterådet"
ADDRESS = f"/part/{party_token(SECRET, 'demo-aaben', NAME)}"


def test_U12_a_council_says_no_remarks_in_one_press_and_takes_it_back(walks: Walks, site: Site, mode: str) -> None:
    council = walks("party", mode)
    council.go(ADDRESS)
    council.sees(f"I er spurgt som {NAME}.")
    council.look("asked")
    council.press("Vi har ingen bemærkninger")
    council.reads_heading(f"Vi har noteret, at {NAME} ingen bemærkninger har")
    council.look("noted")
    site.work()
    council.go(ADDRESS)
    council.sees("I har svaret: ingen bemærkninger")
    council.look("answered")
    council.page.go_back()
    council.press("Fortryd")
    council.sees("Trukket tilbage mandag den 2. marts 2026 kl. 13.00.")
    council.look("taken-back")
    council.go(ADDRESS)
    council.never_sees("I har svaret")


def test_U12_opening_the_link_ten_times_answers_nothing(walks: Walks, mode: str) -> None:
    council = walks("party-scan", mode)
    for _ in range(10):
        council.go(ADDRESS)
    council.never_sees("I har svaret")


def test_a_council_with_remarks_is_known_and_needs_three_pages(walks: Walks, site: Site, mode: str) -> None:
    council = walks("party-answer", mode)
    council.go(ADDRESS)
    council.press("Skriv jeres svar")
    council.reads_heading("Skriv dit svar")
    council.page.locator("#text").fill("Rådet ønsker telefonlinjen åben hele natten.")
    council.look("write")
    council.press("Næste: gennemse")
    council.reads_heading("Gennemse og send")
    council.sees(NAME)
    council.look("review")
    council.press("Send svar")
    council.reads_heading("Vi har modtaget dit svar")
    council.look("receipt")
    site.work()
    council.go("/hoeringer/demo-aaben")
    council.sees(re.compile(rf"{NAME}[^:]*: Har svaret med bemærkninger"))
