"""Section 3.2 of draft 8 of 15, answered from where it is read: the consultation of 2019, while it was open."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.conftest import Clock
from tests.journeys.walking import Walker

pytestmark = pytest.mark.browser

Walks = Callable[..., Walker]
DRAFT = "/hoeringer/randers-2019/udkast/8"
WHILE_OPEN = datetime(2019, 10, 8, 18, 0, tzinfo=UTC)
SECTION = "laengde-grupper"
WORDS = "Et halvt år er for længe at vente på en ny gruppe."
OTHER_DRAFTS = re.compile("Botilbud|Dagtilbud|Ledsage|Aflastning|stofmisbrug")
PAGES = ["Skriv dit svar", "Om dig", "Gennemse og send", "Vi har modtaget dit svar"]
FIELDS = {f"#text-{SECTION}": WORDS, "#name": "Karen Prøvesen", "#postcode": "8900"}


@pytest.fixture(autouse=True)
def _in_october(at: Clock) -> None:
    at.now = WHILE_OPEN


@pytest.mark.parametrize("mode", ["script", "no-script", "narrow"])
def test_U01_section_3_2_of_draft_8_takes_four_pages_and_four_fields(walks: Walks, mode: str) -> None:
    answers_the_section(walks("section", mode))


def test_U16_section_3_2_of_draft_8_by_keyboard_alone(walks: Walks) -> None:
    answers_the_section(walks("section", "keys"))


def answers_the_section(citizen: Walker) -> None:
    """Each page and each field is counted; that each field is needed is seen in tests/responses (U01)."""
    citizen.go(DRAFT)
    expect(citizen.page.locator(f"#{SECTION}")).to_have_text("3.2 Gruppeforløb")
    citizen.look("draft")
    pages: list[str] = []
    citizen.page.on("load", lambda page: pages.append(page.url))
    citizen.follow(re.compile("^Svar på dette afsnit.*Gruppeforløb"))
    expect(citizen.page.locator(f"#text-{SECTION}")).to_be_focused()
    _one_of_four(citizen, "write")
    citizen.write_in(f"#text-{SECTION}", WORDS)
    citizen.press("Næste: om dig")
    citizen.choose("Privatperson")
    _one_of_four(citizen, "about")
    citizen.write_in("#name", FIELDS["#name"])
    citizen.write_in("#postcode", FIELDS["#postcode"])
    citizen.press("Næste: gennemse")
    citizen.sees("Dit svar på udkast 8, afsnit 3.2 Gruppeforløb")
    _one_of_four(citizen, "review")
    citizen.press("Send svar")
    citizen.sees(WORDS)
    _one_of_four(citizen, "receipt")
    assert len(pages) == len(PAGES)


def _one_of_four(citizen: Walker, name: str) -> None:
    """The next of the pages, which speaks of no other draft (U03)."""
    citizen.reads_heading(PAGES[["write", "about", "review", "receipt"].index(name)])
    citizen.never_sees(OTHER_DRAFTS)
    citizen.look(name)
