"""Words that only lead on to a table, a figure, a list or a heading never stand alone at the foot of a page (R52)."""

import pytest

from consultation.summary.blocks import body, bullets, heading, label, note
from consultation.summary.document import Block, Document, Front
from consultation.summary.structure import introductions

SHORT, LONG = "Disse synspunkter gælder det hele.", "Et langt afsnit står selv. " * 20


def paper(*blocks: Block) -> Document:
    return Document("Titel", "Myndighed", "da", "1", "2026-03-02T12:00:00Z", Front((), contents=False), blocks)


@pytest.mark.parametrize(
    ("before", "after", "leads"),
    [
        (body(SHORT), bullets(["en"]), True),
        (body(SHORT), heading(2, "Afsnit", "afsnit"), True),
        (body(LONG), bullets(["en"]), False),
        (body(SHORT), body(SHORT), False),
        (note(SHORT), bullets(["en"]), False),
        (label("Uenighed", "Svarene peger i hver sin retning."), bullets(["en"]), True),
        (body("Det gælder:"), body(SHORT), True),
    ],
)
def test_R52_a_few_words_stay_with_what_they_lead_to(before: Block, after: Block, leads: bool) -> None:
    assert (0 in introductions(paper(before, after))) is leads
