import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.conftest import Clock
from tests.journeys.walking import Walker

pytestmark = pytest.mark.browser

Walks = Callable[..., Walker]
QUEUE = "/intern/hoeringer/demo-lukket/gennemgang"
PUBLIC = "/hoeringer/demo-lukket/svar"
CPR = "070331-4127"


def test_U21_a_moderator_marks_decides_and_takes_the_next(walks: Walks, at: Clock, mode: str) -> None:
    moderator = walks("moderator", mode)
    _takes_the_first(moderator)
    _marks_words(moderator)
    _decides_once_the_public_text_is_read(moderator)
    _cannot_publish_what_is_undecided(moderator)
    _withholds_with_a_reason(moderator)
    _sees_it_published_after_the_time_to_undo(walks, moderator, at, mode)


def _takes_the_first(moderator: Walker) -> None:
    moderator.sign_in("Maja Demoholm")
    moderator.look("start")
    moderator.follow(re.compile("^Åbn køen"))
    moderator.sees("15 svar venter")
    moderator.look("queue")
    moderator.press("Tag det næste")
    moderator.reads_heading("Svar nr. 15: gennemgang")
    moderator.sees("Overstreget automatisk. Kan ikke vises uden to personers afgørelse.")
    assert CPR not in _public_text(moderator)
    moderator.look("desk")


def _marks_words(moderator: Walker) -> None:
    """Typed words are counted before anything happens to them."""
    moderator.open("Overstreg noget, som ikke er fundet")
    moderator.write("Ord eller sætning, præcis som i teksten", "min søn")
    moderator.press("Find ordene")
    moderator.sees("“min søn” står 1 sted i svaret.")
    moderator.look("words-found")
    moderator.press("Overstreg 1 sted")
    assert "min søn" not in _public_text(moderator)
    moderator.look("words-marked")


def _decides_once_the_public_text_is_read(moderator: Walker) -> None:
    moderator.choose("Offentliggør med overstregninger")
    with moderator.expecting(400):
        moderator.press("Gem, og tag næste")
        moderator.sees("Sæt hak ved, at du har læst den offentlige udgave")
    moderator.look("not-read")
    moderator.choose("Jeg har læst den offentlige udgave igennem")
    moderator.press("Gem, og tag næste")
    moderator.reads_heading("Svar nr. 24: gennemgang")
    moderator.sees(re.compile(r"Svar nr\.\s15 bliver vist kl\.\s13\.05"))
    moderator.look("next")


def _cannot_publish_what_is_undecided(moderator: Walker) -> None:
    """U22: left open it is removed in the preview, and the decision is refused."""
    moderator.go(f"{QUEUE.removesuffix('gennemgang')}svar/26/gennemgang")
    moderator.press("Vis originalen")
    assert "23 45 67 89" not in _public_text(moderator)
    assert "ikke afklaret endnu" in _public_text(moderator)
    moderator.choose("Offentliggør med overstregninger")
    moderator.choose("Jeg har læst den offentlige udgave igennem")
    with moderator.expecting(409):
        moderator.press("Gem, og gå til køen")
        moderator.sees(re.compile(r"Fund 1 og 2 er ikke afklaret"))
    moderator.look("undecided")
    moderator.press(re.compile("^Overstreg.*fund 1"))
    moderator.open(re.compile("^Behold.*fund 2"))
    moderator.page.locator("#grund-2").select_option("Afsenderen har bedt om, at det bliver vist")
    moderator.press(re.compile("^Behold.*fund 2"))
    moderator.sees("Fund: 2, ikke afklaret: 0")
    moderator.look("answered")


def _withholds_with_a_reason(moderator: Walker) -> None:
    moderator.choose("Vises ikke offentligt")
    with moderator.expecting(400):
        moderator.press("Gem, og gå til køen")
        moderator.sees("Vælg en grund")
    moderator.field("Grund, når svaret ikke bliver vist").select_option(
        "Svaret har oplysninger om helbred eller andet meget privat."
    )
    moderator.press("Gem, og gå til køen")
    moderator.reads_heading("Gennemgang")
    moderator.sees("13 svar venter")
    moderator.look("queue-undo")


def _sees_it_published_after_the_time_to_undo(walks: Walks, moderator: Walker, at: Clock, mode: str) -> None:
    early = walks("early", mode)
    early.go(PUBLIC)
    early.never_sees("CPR-nummer fjernet")
    at.now += timedelta(minutes=5)
    reader = walks("reader", mode)  # another browser: the first may keep the page for a minute
    reader.go(PUBLIC)
    reader.sees("CPR-nummer fjernet")
    reader.never_sees(CPR)
    reader.sees("Svar nr. 26: Vises ikke offentligt")
    reader.look("responses")
    moderator.go(QUEUE)
    moderator.never_sees("bliver vist kl.")


def test_U23_a_decision_is_undone_before_anybody_saw_it(walks: Walks, at: Clock, mode: str) -> None:
    moderator = walks("undo", mode)
    moderator.sign_in("Maja Demoholm")
    moderator.go(QUEUE)
    moderator.press("Tag det næste")
    moderator.choose("Offentliggør med overstregninger")
    moderator.choose("Jeg har læst den offentlige udgave igennem")
    moderator.press("Gem, og gå til køen")
    moderator.press(re.compile("^Fortryd"))
    moderator.sees("ligger hos dig igen og vises ikke offentligt.")
    at.now += timedelta(minutes=6)
    moderator.go(PUBLIC)
    moderator.never_sees("CPR-nummer fjernet")


def test_U21_by_keyboard_alone(walks: Walks) -> None:
    moderator = walks("desk", "keys")
    moderator.go("/intern/log-ind")
    moderator.activate(moderator.page.get_by_role("button", name="Moderator: Maja Demoholm"))
    moderator.page.wait_for_url("**/intern")
    moderator.go(QUEUE)
    moderator.press("Tag det næste")
    moderator.reads_heading("Svar nr. 15: gennemgang")
    _decides_by_keys(moderator)
    moderator.reads_heading("Svar nr. 24: gennemgang")
    _decides_by_keys(moderator)
    moderator.reads_heading("Svar nr. 17: gennemgang")
    moderator.key("j")
    moderator.key("o")
    moderator.sees("Fund: 1, ikke afklaret: 0")
    _decides_by_keys(moderator)
    moderator.reads_heading("Svar nr. 21: gennemgang")


def _decides_by_keys(moderator: Walker) -> None:
    """2: with redactions; L: read through; Ctrl+Enter: save and take the next."""
    moderator.page.wait_for_load_state("load")  # the keys are there when the deferred script has run
    for key in ("2", "l", "Control+Enter"):
        moderator.key(key)


def _public_text(moderator: Walker) -> str:
    section = moderator.page.locator("section", has=moderator.page.locator("#offentlig"))
    expect(section).to_have_count(1)
    return section.inner_text()
