"""The report says what domain.md 4.3 says, in its order, and names no private person (R37, R39, R42)."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from consultation.summary.document import Document, Table
from consultation.summary.inputs import FollowUpOf, Inputs
from consultation.summary.report import build
from consultation.summary.rows import responders
from consultation.summary.selection import Selection
from consultation.summary.soundness import require_sound
from consultation.summary.structure import Captioned, heading_line, headings, printed, words_in_order
from consultation.summary.words import number_list
from consultation.vocabulary import FollowUp, Outcome, Status
from tests.summary.sample import sample

OUTLINE = """\
1 Sammenfatning
  Hovedtemaer
    Forløbets længde
    Timetal
    Generelt
  Uenighed
  Enkelte stemmer
  Indstilling
2 Høringen
  2.1 Høringsperiode
  2.2 Høringsmateriale
  2.3 Hørte parter
  2.4 Information og møder
3 Overblik i tal
  3.1 Svar efter afsendertype
  3.2 Svar og punkter efter standard
  3.3 Svar efter tema
  3.4 Alle modtagne svar
  3.5 Svar på spørgsmålene
  3.6 Hvornår svarene er modtaget
4 Generelle bemærkninger
  4.1 Generelt
    Pkt. 0.1 Støtte til det lette sprog (1)
    Pkt. 0.2 Bekymring for medarbejdernes tid (1)
5 Bemærkninger til de enkelte standarder
  5.1 Standard 1: Ledsagelse for voksne
  5.2 Standard 2: Tidsbegrænsede forløb og mestringsvejledning
6 Forhold uden for høringen
7 Ændringer i forhold til høringsudkastet
8 Videre proces
  Bilag"""


def report(inputs: Inputs | None = None, gaps: Sequence[str] = ()) -> Document:
    return build(Selection(inputs or sample()), gaps)


def words(document: Document) -> list[str]:
    return [text.replace("\N{NO-BREAK SPACE}", " ") for text in words_in_order(document)]


def table(document: Document, caption: str) -> list[list[str]]:
    shown = [block.block for block in printed(document) if isinstance(block, Captioned)]
    (found,) = [block for block in shown if isinstance(block, Table) and block.caption == caption]
    return [["".join(run.text for run in cell) for cell in row] for row in found.rows]


def test_R42_the_outline_is_the_composite_template() -> None:
    assert "\n".join("  " * (each.level - 1) + heading_line(each) for each in headings(report())) == OUTLINE


def test_the_document_is_sound() -> None:
    require_sound(report())


def test_R5_R6_the_period_has_its_length_warnings_and_changes_with_reasons() -> None:
    found = words(report())
    assert "41 dage" in found
    assert "Fristen er i en weekend. Begrundelse: Foreningerne mødes om søndagen." in found
    assert (
        "Fristen er ændret: fra søndag den 13. oktober 2019 kl. 23.59 til søndag den 20. oktober 2019 kl. 23.59. "
        "Begrundelse: Efterårsferien lå i perioden."
    ) in found


def test_R9_parties_stand_in_danish_order_with_what_they_answered() -> None:
    rows = table(report(), "Hørte parter og deres svar")
    assert [row[0].split()[0] for row in rows] == ["Foreningen", "Handicaprådet", "Udsatterådet", "Ældrerådet"]
    assert [row[4].splitlines()[0] for row in rows] == [
        "Ikke svaret", "Med bemærkninger", "Ingen bemærkninger", "Ikke hørt, se under tabellen",
    ]  # fmt: skip


def test_R40_the_numbers_of_each_standard() -> None:
    assert table(report(), "Svar og punkter efter standard") == [
        ["1", "Ledsagelse for voksne", "9", "3", "0", "0", "2", "1", "0"],
        ["2", "Tidsbegrænsede forløb og mestringsvejledning", "2", "3", "0", "3", "0", "0", "0"],
        ["3", "Aflastning", "1", "1", "0", "0", "0", "0", "1"],
        ["4", "Botilbud til voksne", "0", "0", "0", "0", "0", "0", "0"],
    ]


def test_R33_all_numbers_add_up_in_words() -> None:
    assert any(
        text.startswith(
            "13 modtagne svar = 10 offentliggjort + 1 offentliggjort med overstregninger + 1 ikke vist offentligt"
            " + 1 trukket tilbage + 0 afventer = 11 inden fristen + 2 efter fristen."
        )
        for text in words(report())
    )


def test_R39_identical_answers_are_counted_apart_from_senders() -> None:
    assert responders(Selection(sample()), ["5", "6", "7", "E-1"]) == (
        "4 svar fra 3 afsendere, heraf 3 enslydende: nr. 5–7, E-1"
    )


def test_councils_are_named_and_citizens_are_numbers() -> None:
    assert responders(Selection(sample()), ["2", "11", "1", "4"]) == (
        "Handicaprådet i Randby (svar nr. 1), Ådalens Brugerforening (svar nr. 11) og 2 svar fra 2 afsendere: nr. 2, 4"
    )


def test_a_body_whose_response_is_not_shown_is_not_named() -> None:
    inputs = sample()
    first = replace(inputs.responses[0], status=Status.WITHHELD, withheld_reason="requested", answers=())
    assert responders(Selection(replace(inputs, responses=(first, *inputs.responses[1:]))), ["1"]) == "svar nr. 1"


def test_no_private_name_is_in_the_report() -> None:
    found = "\n".join(words(report()))
    assert "Borger, 89" not in found
    assert "Påfund" not in found


def test_positions_stand_in_the_order_of_their_numbers() -> None:
    inputs = sample()
    turned = replace(inputs, positions=inputs.positions[::-1])
    assert [row.position.number for row in Selection(turned).rows] == ["0.1", "0.2", "1.1", "1.2", "2.1", "3.1"]


def test_a_standard_without_positions_is_named_in_one_sentence() -> None:
    found = words(report())
    assert "Der er ingen synspunkter til standard 4 Botilbud til voksne." in found
    assert "Synspunkter til standard 3 Aflastning ligger alle uden for høringen og står i kapitel 6." in found


def test_a_row_has_responses_resume_remark_outcome_and_change() -> None:
    (row,) = table(report(), "Bemærkninger til standard 2, Tidsbegrænsede forløb og mestringsvejledning")
    assert row == [
        "2.1",
        "Handicaprådet i Randby (svar nr. 1) og 2 svar fra 2 afsendere: nr. 2, 4",
        "Afsnit 3.2\nØnske om forlængelse uden ny ansøgning (3)",
        "Forvaltningen foreslår, at et forløb kan forlænges efter en samtale.",
        "Imødekommes delvist",
        "Ny tekst i udkast 2, afsnit 3.2",
    ]


def test_a_decision_that_differs_is_shown_beside_the_recommendation() -> None:
    inputs = sample()
    positions = tuple(replace(each, decided=Outcome.NOT_ACCEPTED) for each in inputs.positions)
    (row,) = table(
        report(replace(inputs, positions=positions)),
        "Bemærkninger til standard 2, Tidsbegrænsede forløb og mestringsvejledning",
    )
    assert row[4] == "Imødekommes delvist. Besluttet: Imødekommes ikke"


def test_counting_is_not_voting() -> None:
    assert any(text.startswith("En høring er ikke en afstemning.") for text in words(report()))


def test_R38_gaps_are_printed_in_a_provisional_report_only() -> None:
    inputs = sample()
    provisional = replace(inputs, snapshot=replace(inputs.snapshot, provisional=True))
    assert "Pkt. 8.3 mangler" in words(report(provisional, ("Pkt. 8.3 mangler",)))
    assert "Pkt. 8.3 mangler" not in words(report(inputs, ("Pkt. 8.3 mangler",)))


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        (["10", "9", "3"], "3, 9, 10"),
        (["3", "4", "5", "7"], "3–5, 7"),
        (["E-2", "E-1", "12"], "12, E-1, E-2"),
        (["8", "8"], "8"),
    ],
)
def test_numbers_are_listed_in_order_once(numbers: tuple[str, ...], shown: str) -> None:
    assert number_list(numbers) == shown


def test_R8_chapter_2_prints_what_is_supplemented_or_renewed_and_the_assessment() -> None:
    inputs = sample()
    earlier = FollowUpOf(FollowUp.RENEWED, "Den første", "https://proeve.example/hoeringer/a", "Et bilag manglede.")
    later = FollowUpOf(FollowUp.SUPPLEMENTARY, "Den næste", "https://proeve.example/hoeringer/b", "Mere at spørge om.")
    consultation = replace(inputs.consultation, follows=earlier, followed_by=(later,))
    found = words(report(replace(inputs, consultation=consultation)))
    printed = " ".join(found)
    for told in (
        "Høringen er en fornyet høring i stedet for",
        "Den første",
        "Et bilag manglede.",
        "Der er sendt en supplerende høring ud i samme sag:",
        "Den næste",
        "Mere at spørge om.",
        "Svarene på de to høringer er modtaget, talt og behandlet hver for sig.",
    ):
        assert told in printed
    assert "hver for sig" not in " ".join(words(report()))
