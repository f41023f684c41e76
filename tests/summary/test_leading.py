"""Words that only lead on to a table, a figure, a list or a heading never stand alone at the foot of a page (R52)."""

import pytest

from consultation.summary.blocks import body, bullets, heading, label, note, points
from consultation.summary.document import Block, Document, Front
from consultation.summary.structure import held, introductions

SHORT, LONG = "Disse synspunkter gælder det hele.", "Et langt afsnit står selv. " * 20


def paper(*blocks: Block) -> Document:
    return Document("Titel", "Myndighed", "da", "1", "2026-03-02T12:00:00Z", Front((), contents=False), blocks)


def test_R52_the_last_words_under_a_heading_do_not_hold_on_to_the_next_of_its_level() -> None:
    under = paper(heading(2, "Et svar", "et"), body(SHORT), heading(2, "Et andet", "andet"))
    above = paper(heading(2, "Et svar", "et"), body(SHORT), heading(3, "Et sted", "sted"))
    assert (1 in introductions(under), 1 in introductions(above)) == (False, True)


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("Fra Handicaprådet (svar nr. 58)", "Fra Handicaprådet (svar_nr._58)"),
        ("17.2 → pkt. 8.3, s. 14", "17.2_→_pkt._8.3, s._14"),
        ("nr. E-2 (side 3) kl. 9.15", "nr._E-2 (side_3) kl._9.15"),
        ("bl.a. 3 af 8 svar", "bl.a. 3 af 8 svar"),
    ],
)
def test_a_number_stands_on_the_line_of_what_it_numbers(words: str, kept: str) -> None:
    assert held(words) == kept.replace("_", "\N{NO-BREAK SPACE}")


def test_one_thing_alone_is_no_list() -> None:
    assert list(points(["en"])) == [body("en")]
    assert list(points(["en", "to"])) == [bullets(["en", "to"])]


@pytest.mark.parametrize(
    ("before", "after", "leads"),
    [
        (body(SHORT), bullets(["en"]), True),
        (body(SHORT), heading(1, "Afsnit", "afsnit"), True),
        (body(LONG), bullets(["en"]), False),
        (body(SHORT), body(SHORT), False),
        (note(SHORT), bullets(["en"]), False),
        (label("Uenighed", "Svarene peger i hver sin retning."), bullets(["en"]), True),
        (body("Det gælder:"), body(SHORT), True),
    ],
)
def test_R52_a_few_words_stay_with_what_they_lead_to(before: Block, after: Block, leads: bool) -> None:
    assert (0 in introductions(paper(before, after))) is leads
