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


def test_U12_a_council_says_no_remarks_in_one_press_and_takes_it_back(walks: Walks, site: Site, hand: str) -> None:
    council = walks("party", hand)
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
    council.sees("Fortrudt mandag den 2. marts 2026 kl. 13.00.")
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


def test_a_council_of_three_writes_one_response(walks: Walks, hand: str) -> None:
    lead = walks("council-lead", hand)
    lead.go(ADDRESS)
    lead.press("Skriv jeres svar")
    lead.write_in("#text", "Rådet takker for udkastene.")
    lead.press("Skriv sammen med andre")
    lead.press("Lav en kode")
    lead.look("code")
    code = lead.page.locator("#kode").input_value()
    for name, words in (
        ("Karen Prøvesen", "Telefonlinjen bør være åben hele natten."),
        ("Bo Prøve", "Prisen er for høj."),
    ):
        colleague = walks(f"council-{name.split()[0].lower()}", hand)
        colleague.go("/skriv-sammen")
        colleague.look("join")
        colleague.write("Koden, du har fået", code)
        colleague.write("Dit navn", name)
        colleague.press("Kom med")
        colleague.never_sees("Rådet takker for udkastene.")
        colleague.write_in("textarea[name^=text]", words)
        colleague.press("Gem bidraget")
        colleague.sees("Dit bidrag er gemt")
        colleague.look("contribution")
    lead.follow("Tilbage til svaret")
    lead.sees("Bidrag fra Karen Prøvesen, kl. 13.00")
    lead.look("beside")
    lead.press("Sæt ind i svaret")
    assert lead.page.locator("#text").input_value().endswith("åben hele natten.")
    lead.press("Næste: gennemse")
    lead.sees("1 bidrag er ikke sat ind i svaret")
    lead.look("review-contribution")
    lead.press("Send svar")
    lead.reads_heading("Vi har modtaget dit svar")
    lead.sees("Rådet takker for udkastene.")
    lead.sees("Telefonlinjen bør være åben hele natten.")
    lead.never_sees("Prisen er for høj.")
