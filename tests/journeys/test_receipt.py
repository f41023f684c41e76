"""The receipt as people keep it: printed from the browser (U13)."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped] # - it ships no types
import pytest

from tests.journeys.walking import Walker

pytestmark = pytest.mark.browser

PARAGRAPH = "Vi synes, at hjælpen skal begynde, så snart den er bevilget, og at man skal kunne ringe til nogen. "
WORDS = "\n\n".join([PARAGRAPH * 5] * 12)
"""More than a thousand words, in the paragraphs that people write."""
LAST = "Det var det hele."


def test_U13_the_receipt_of_a_thousand_words_prints_on_two_pages_and_is_a_proof(
    walks: Callable[..., Walker], tmp_path: Path
) -> None:
    assert len(WORDS.split()) >= 1000
    statement = tmp_path / "udtalelse.txt"
    statement.write_text("En udtalelse.", "utf-8")
    citizen = walks("printing")
    citizen.go("/hoeringer/demo-aaben/besvar?udkast=0")
    citizen.page.locator("#text").fill(f"{WORDS}\n\n{LAST}")
    citizen.press("Vedhæft filer")
    citizen.page.set_input_files("#filer", [statement])
    citizen.sees("udtalelse.txt")
    citizen.press("Næste: om dig")
    citizen.choose("Privatperson")
    citizen.write("Navn", "Karen Prøvesen")
    citizen.write("Postnummer", "8900")
    citizen.press("Næste: gennemse")
    citizen.press("Send svar")
    citizen.reads_heading("Vi har modtaget dit svar")
    assert citizen.page.get_by_role("button", name="Print kvitteringen").is_visible()
    link = citizen.page.locator("#link").input_value()
    pages = [page.get_textpage().get_text_bounded() for page in _printed(citizen)]
    text = " ".join(" ".join(pages).replace("\N{NO-BREAK SPACE}", " ").split())
    assert len(pages) <= 2
    for told in ("Svar nr. 10", "kl. 13.00.00", LAST, "udtalelse.txt", link, "Hvad sker der nu?"):
        assert told in text, told
    assert text.count(PARAGRAPH.strip()) == 60
    assert re.search(r"\b[0-9A-Z]{4}(-[0-9A-Z]{4}){3}\b", text)
    assert re.search(r"Linje i loggen [0-9.]+, kode \w{4}(-\w{4}){3}\b", text)  # L2, though it is folded on the screen
    assert "Print kvitteringen" not in text


def _printed(citizen: Walker) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(io.BytesIO(citizen.page.pdf(format="A4")))
