"""A young person answers with three questions (interface.md 4.4)."""

from collections.abc import Callable

import pytest

from tests.journeys.walking import Walker

pytestmark = pytest.mark.browser


def test_U01_a_young_person_answers_one_of_three_questions(walks: Callable[..., Walker], mode: str) -> None:
    young = walks("easy", mode)
    young.go("/hoeringer/demo-aaben/besvar")
    young.follow("Svar med tre spørgsmål")
    young.reads_heading("Skriv dit svar")
    young.look("write")
    young.page.get_by_label("Hvad er godt?").fill("At man kan få hjælp om aftenen.")
    young.press("Næste: om dig")
    young.reads_heading("Om dig")
    young.look("about")
    young.write("Fornavn", "Emma")
    young.choose("Jeg er under 18 år")
    young.press("Næste: gennemse")
    young.reads_heading("Gennemse og send")
    young.sees("(vises som Ung)")
    young.look("review")
    young.press("Send svar")
    young.reads_heading("Vi har modtaget dit svar")
    young.sees("Hvad er godt?")
    young.look("receipt")
