"""The receipt as people keep it: printed from the browser (U13)."""

import io
from collections.abc import Callable

import pypdfium2  # type: ignore[import-untyped] # - it ships no types
import pytest

from tests.journeys.walking import Walker

pytestmark = pytest.mark.browser

PARAGRAPH = "Vi synes, at hjælpen skal begynde, så snart den er bevilget, og at man skal kunne ringe til nogen. "
WORDS = "\n\n".join([PARAGRAPH * 5] * 11)
"""A thousand words in the paragraphs that people write."""


def test_U13_the_receipt_of_a_thousand_words_prints_on_two_pages(walks: Callable[..., Walker]) -> None:
    citizen = walks("printing")
    citizen.go("/hoeringer/demo-aaben/besvar?udkast=0")
    citizen.page.locator("#text").fill(WORDS)
    citizen.press("Næste: om dig")
    citizen.choose("Privatperson")
    citizen.write("Navn", "Karen Prøvesen")
    citizen.write("Postnummer", "8900")
    citizen.press("Næste: gennemse")
    citizen.press("Send svar")
    citizen.reads_heading("Vi har modtaget dit svar")
    assert citizen.page.get_by_role("button", name="Print kvitteringen").is_visible()
    printed = pypdfium2.PdfDocument(io.BytesIO(citizen.page.pdf(format="A4")))
    text = "".join(printed[number].get_textpage().get_text_bounded() for number in range(len(printed)))
    assert len(printed) <= 2
    assert "Hvad sker der nu?" in text
    assert "Print kvitteringen" not in text
