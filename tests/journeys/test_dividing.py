"""The desk where a response is divided, in a browser: words chosen by mouse and by keyboard, its keys (R37)."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.lib.text import clean
from consultation.models import Answer, Consultation, Passage
from consultation.moderation import marking, operations
from consultation.responses.content import AnswerContent, Content
from consultation.responses.rules import number_label
from consultation.vocabulary import FindingKind
from tests import factories
from tests.conftest import Clock
from tests.journeys.conftest import Site
from tests.journeys.test_marking import ENDS
from tests.journeys.walking import Walker

pytestmark = pytest.mark.browser

Walks = Callable[..., Walker]
I = "/intern/hoeringer/demo-lukket"
TEXT = (
    "Kære byråd 👩\u200d👧 x\u0323\u0301.\r\nSeks uger er alt for kort for en cafe\u0301 🎈 som vores."
    " Min nabo Bo Prøvedal fik nej,"
    " og det var forkert.\r\n\r\nFor det første vil vi have tolv uger. For det andet skal det være gratis."
)
NAME = "Bo Prøvedal"
REGION = "[data-answer]"
PLACES = """([region, first, last]) => {
    const boxes = (words) => {
        const walker = document.createTreeWalker(document.querySelector(region), NodeFilter.SHOW_TEXT);
        while (walker.nextNode() && !walker.currentNode.data.includes(words));
        const range = document.createRange(), at = walker.currentNode.data.indexOf(words);
        range.setStart(walker.currentNode, at);
        range.setEnd(walker.currentNode, at + words.length);
        return [...range.getClientRects()];
    };
    const from = boxes(first)[0], to = boxes(last).at(-1);
    return [from.left + 1, from.top + from.height / 2, to.right - 1, to.top + to.height / 2];
}"""


@pytest.fixture
def number(site: Site, at: Clock) -> str:
    """A response to a closed consultation, with letters of several code points and a name that is taken out."""
    with Session(site.engine) as session:
        owner = session.scalars(select(Consultation).where(Consultation.slug == "demo-lukket")).one()
        sent = factories.submission(content=Content((AnswerContent(clean(TEXT)),)))
        row = factories.response(session, owner, sent)
        marking.mark_words(session, "system", at.now, row.id, NAME, FindingKind.PERSON_NAME)
        operations.publish_response(session, "system", at.now, row.id)
        session.commit()
        return number_label(row.series, row.seq)


def passages(site: Site) -> list[str]:
    """The words of the newest point, as they are stored."""
    with Session(site.engine) as session:
        newest = session.scalar(select(Passage.point_id).order_by(Passage.id.desc()).limit(1))
        rows = session.scalars(select(Passage).where(Passage.point_id == newest).order_by(Passage.start)).all()
        texts = [session.get_one(Answer, row.answer_id).text[row.start : row.end] for row in rows]
        assert texts == [row.quote for row in rows]
        return texts


def opens(walks: Walks, number: str, story: str, mode: str = "script") -> Walker:
    owner = walks(story, mode, audited=True)
    owner.sign_in("Jens Demoriis")
    owner.go(f"{I}/svar/{number}/punkter")
    return owner


def drags(owner: Walker, first: str, last: str = "") -> None:
    """With the mouse, from the first letter of some words to the last of others."""
    owner.page.wait_for_load_state("load")
    owner.page.evaluate(ENDS, [REGION, first])  # scrolls there, and the places below are measured afterwards
    left, top, right, bottom = owner.page.evaluate(PLACES, [REGION, first, last or first])
    owner.page.mouse.move(left, top)
    owner.page.mouse.down()
    owner.page.mouse.move(right, bottom, steps=6)
    owner.page.mouse.up()


def saves_new(owner: Walker, title: str) -> None:
    owner.write("Resumé", title)
    owner.page.get_by_label("Tema").select_option(index=1)
    owner.press("Gem punkt")


def picked(owner: Walker) -> Locator:
    return owner.page.locator("[data-picked]")


@pytest.mark.parametrize("mode", ["script", "narrow"])
def test_R37_words_are_chosen_by_mouse_and_become_a_point(walks: Walks, site: Site, number: str, mode: str) -> None:
    owner = opens(walks, number, "dividing", mode)
    owner.look("desk")
    expect(picked(owner)).to_be_hidden()
    drags(owner, "som vores")
    expect(picked(owner)).to_contain_text("som vores")
    assert owner.page.locator("[data-answer] input:checked").count() == 0
    owner.look("chosen")
    owner.press("Sæt ordene i nyt punkt")
    owner.look("form")
    saves_new(owner, "Ønske om længere forløb")
    owner.look("saved")
    assert passages(site) == ["som vores"]


def test_R37_a_choice_across_sentences_and_a_label_counts_the_stored_text(
    walks: Walks, site: Site, number: str
) -> None:
    owner = opens(walks, number, "across", "script")
    drags(owner, "som vores", "fik nej")
    expect(picked(owner)).to_contain_text("som vores. Min nabo navn fjernet fik nej")
    expect(picked(owner)).not_to_contain_text("uden punkt")
    owner.press("Sæt ordene i nyt punkt")
    owner.never_sees(NAME)
    saves_new(owner, "Bekymring for afslag")
    assert passages(site) == [f"som vores. Min nabo {NAME} fik nej"]


def test_R30_a_part_of_a_label_is_all_that_was_taken_out(walks: Walks, site: Site, number: str) -> None:
    owner = opens(walks, number, "label", "script")
    owner.page.evaluate(
        """() => {
            const label = document.querySelector("[data-answer] .hs-redacted").firstChild;
            getSelection().setBaseAndExtent(label, 2, label, 4);
        }"""
    )
    owner.press("Sæt ordene i nyt punkt")
    saves_new(owner, "Bekymring for afslag")
    assert passages(site) == [NAME]


def test_R37_words_are_chosen_by_keyboard_alone(walks: Walks, site: Site, number: str) -> None:
    owner = opens(walks, number, "keys", "script")
    owner.page.locator("[data-answer]").focus()
    for key in ["ArrowRight"] * 5 + ["Shift+ArrowRight"] * 2:
        owner.key(key)
    expect(picked(owner)).to_contain_text("Seks uger er")
    owner.look("by keyboard")
    with owner.page.expect_navigation():
        owner.key("Enter")
    saves_new(owner, "Ønske om længere forløb")
    assert passages(site) == ["Seks uger er"]


def test_R37_a_point_may_have_several_chosen_passages(walks: Walks, site: Site, number: str) -> None:
    owner = opens(walks, number, "several", "script")
    drags(owner, "Seks uger")
    owner.press("Sæt ordene i nyt punkt")
    drags(owner, "tolv uger")
    owner.press("Sæt ordene i nyt punkt")
    assert len(parse_qs(urlsplit(owner.page.url).query)["s"]) == 2
    owner.look("two passages")
    saves_new(owner, "Ønske om længere forløb")
    assert passages(site) == ["Seks uger", "tolv uger"]
    owner.follow(re.compile("^Flyt, del eller fjern"))
    owner.look("one point")
    owner.page.get_by_label("tolv uger", exact=True).check()
    owner.press("Sæt ordene med hak i et nyt punkt")
    owner.sees(re.compile(r"Punkt \S+ er delt"))


def test_dropping_the_words_chooses_nothing(walks: Walks, number: str) -> None:
    owner = opens(walks, number, "dropping", "script")
    drags(owner, "Seks uger")
    owner.page.get_by_role("button", name="Vælg ikke ordene").click()
    expect(picked(owner)).to_be_hidden()
    owner.press("Sæt i nyt punkt")
    owner.sees("Sæt hak ved mindst én sætning.")


def test_R37_without_script_words_are_written(walks: Walks, site: Site, number: str) -> None:
    owner = opens(walks, number, "written", "no-script")
    owner.open("Vælg kun nogle af ordene i en sætning")
    owner.write("Eller skriv ordene", "uger")
    owner.press("Sæt ordene i nyt punkt")
    owner.sees("Ordene står 2 steder i svaret.")
    owner.look("several places")
    owner.write("Eller skriv ordene", "vil vi have tolv uger")
    owner.press("Sæt ordene i nyt punkt")
    owner.page.get_by_label("Et nyt synspunkt").check()
    saves_new(owner, "Ønske om længere forløb")
    assert passages(site) == ["vil vi have tolv uger"]


# Keys, and the row as one writes


def test_the_keys_go_through_the_sentences_make_a_point_and_save_it(walks: Walks, site: Site, number: str) -> None:
    owner = opens(walks, number, "shortcuts", "script")
    for key in ("j", "j", "Space", "k"):
        owner.key(key)
    assert owner.page.evaluate("document.activeElement.closest('div').innerText").startswith("Kære byråd")
    with owner.page.expect_navigation():
        owner.key("p")
    owner.page.locator("h1").click()
    owner.key("t")
    expect(owner.page.get_by_label("Tema")).to_be_focused()
    owner.page.get_by_label("Tema").select_option(index=1)
    owner.write("Resumé", "Ønske om jp nt?")
    expect(owner.page.locator("[data-printed] [data-row=title]")).to_have_text("Ønske om jp nt? (1)")
    with owner.page.expect_navigation():
        owner.key("Control+Enter")
    owner.sees(re.compile(r"Pkt. \S+: Ønske om jp nt\?"))
    assert len(passages(site)) == 1
    owner.key("?")
    expect(owner.page.locator("[data-keys]")).to_be_focused()


def test_WCAG_2_1_4_switched_off_keys_do_nothing(walks: Walks, number: str) -> None:
    owner = opens(walks, number, "no-keys", "script")
    owner.press("Slå tasterne fra")
    before = owner.page.url
    for key in ("j", "p", "n"):
        owner.key(key)
    assert owner.page.evaluate("document.activeElement.type || ''") != "checkbox"
    assert owner.page.url == before
    owner.look("keys off")


def test_the_printed_row_follows_the_position_that_is_chosen(walks: Walks, number: str) -> None:
    owner = opens(walks, number, "printed", "script")
    owner.page.locator("[data-answer] input").first.check()
    owner.press("Sæt i nyt punkt")
    row = owner.page.locator("[data-printed] tbody tr")
    expect(row).to_contain_text("nyt")
    first = owner.page.locator("[name=position]").first
    first.check(force=True)
    expect(row.locator("[data-row=label]")).to_have_text(first.get_attribute("data-label") or "")
    expect(row.locator("[data-row=numbers]")).to_contain_text(number)
