"""Chapter 3 of the report: every number with the list that it counts named (R33, R39, R40, D7)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from consultation.lib.dates import local
from consultation.responses.crowds import Crowd
from consultation.summary.arriving import arrivals
from consultation.summary.blocks import body, cell, heading, note, pictured, reference
from consultation.summary.counts import share
from consultation.summary.dataset import question_data, theme_data
from consultation.summary.document import Block, Inline, Paragraph, Table, Text
from consultation.summary.overview import count_rows, question_rows
from consultation.summary.selection import Selection
from consultation.summary.special import special_rows
from consultation.summary.words import CAPACITIES, OUTCOMES, amount, counted, crowd_words
from consultation.vocabulary import Capacity, Outcome

SENDER_RULE = (
    "Som én afsender tæller svar med samme bekræftede e-mailadresse, ellers samme navn og postnummer. En organisation "
    "er én afsender ved sit CVR-nummer, ellers ved sit navn. En person med beskyttelse eller uden postnummer tæller "
    "for sig."
)
ALL = "Alle modtagne svar"
ASKED = "Svar på spørgsmålene"
BY_DRAFT = "Svar og punkter efter standard"
BY_THEME = "Svar efter tema"
SPECIAL = "Enslydende, ikke viste, trukne og sene svar"
BY_OUTCOME = "Punkter efter indstilling, også til udkastene som helhed"
BY_DAY = "Hvornår svarene er modtaget"
OUTCOME_HEADER = {
    Outcome.ACCEPTED: "Imødekommet",
    Outcome.PARTLY: "Delvist",
    Outcome.NOT_ACCEPTED: "Ikke",
    Outcome.NOTED: "Til efterretning",
    Outcome.OUT_OF_SCOPE: "Uden for",
}


def figures(selection: Selection) -> Iterator[Block]:
    """Chapter 3."""
    yield heading(1, "Overblik i tal", "tal", "3")
    yield Paragraph(
        (
            Text(f"{_considered(len(selection.considered))} Alle modtagne svar er talt i "),
            reference("tal-alle"),
            Text("."),
        )
    )
    yield note(SENDER_RULE)
    yield from _capacities(selection)
    yield from _drafts(selection)
    yield from _themes(selection)
    yield from _statuses(selection)
    yield from _questions(selection)
    yield from _arrivals(selection)


def count_sentence(counts: Mapping[str, Any]) -> str:
    """The first sentence of report and case paper, from `Counts.public`: how much came in, from how many."""
    late = f" Af alle svar kom {amount(counts['late'])} efter fristen." if counts["late"] else ""
    crowd = Crowd(counts["received"], counts["senders"], counts["identical"])
    return f"Der er modtaget {crowd_words(crowd)}.{late}"


def _considered(number: int) -> str:
    """What the first three sections count."""
    if not number:
        return "Ingen svar indgår i behandlingen, så afsnit 3.1–3.3 har ingen tal."
    which = "det ene svar" if number == 1 else f"de {amount(number)} svar"
    return (
        f"Afsnit 3.1–3.3 omfatter {which}, der indgår i behandlingen: svar, som ikke er trukket tilbage, og som kom "
        "inden fristen eller er optaget efter den."
    )


def _capacities(selection: Selection) -> Iterator[Block]:
    shares = selection.by_capacity()
    total = share(selection.considered)
    rows = [(CAPACITIES[Capacity(name)], found.responses, found.senders) for name, found in shares.items()]
    yield heading(2, "Svar efter afsendertype", "tal-afsendertype", "3.1")
    yield _table("Svar efter afsendertype", ("Afsendertype", "Svar", "Afsendere"), (60, 20, 20), [
        *rows, ("I alt", total.responses, total.senders),
    ])  # fmt: skip
    if sum(found.senders for found in shares.values()) != total.senders:
        yield note("En afsender, der har svaret i flere roller, tæller én gang i summen.")


def _drafts(selection: Selection) -> Iterator[Block]:
    rows: list[tuple[str | int, ...]] = []
    for draft in selection.drafts.values():
        outcomes = selection.outcomes(draft.number)
        numbers = (len(selection.of_draft(draft.number)), selection.points_of(draft.number), *outcomes.values())
        rows.append((str(draft.number), draft.title, *numbers))
    yield heading(2, "Svar og punkter efter standard", "tal-standard", "3.2")
    yield body(
        "Et svar kan handle om flere standarder. Et punkt er det, som ét svar siger om én ting. Punktet tæller ved "
        "udfaldet for det synspunkt, som det hører til."
    )
    table = _table(
        BY_DRAFT,
        ("Nr.", "Standard", "Svar", "Punkter", *OUTCOME_HEADER.values()),
        (5, 33, 6, 9, 14, 8, 6, 13, 6),
        rows,
    )
    yield pictured("Svar til hver standard", "svar", table, 2)
    general = sum(len(row.points) for row in selection.rows if row.position.draft is None)
    if general:
        yield note(f"Hertil kommer {counted(general, 'punkt', 'punkter')}, der gælder udkastene som helhed.")
    ends = [(OUTCOMES[outcome], found) for outcome, found in selection.all_outcomes().items()]
    yield pictured(
        "Punkter efter indstilling", "punkter", _table(BY_OUTCOME, ("Indstilling", "Punkter"), (80, 20), ends), 1
    )


def _themes(selection: Selection) -> Iterator[Block]:
    """The whole tree; a theme counts those below it too."""
    yield heading(2, BY_THEME, "tal-tema", "3.3")
    if not selection.branches:
        yield body("Svarene er ikke delt i temaer.")
        return
    yield body("Et svar kan handle om flere temaer. Et tema tæller også svarene i temaerne under det.")
    rows = [theme_row(theme_data(selection, branch)) for branch in selection.branches]
    yield _table(BY_THEME, ("Tema", "Synspunkter", "Svar", "Afsendere"), (52, 16, 14, 18), rows)


def theme_row(theme: Mapping[str, Any]) -> tuple[str | int, ...]:
    """A row of the table, from data.json's theme: verify makes it again."""
    marked = " (hovedtema)" if theme["main"] else ""
    return f"{theme['number']} {theme['title']}{marked}", theme["positions"], theme["responses"], theme["senders"]


def _statuses(selection: Selection) -> Iterator[Block]:
    counts = selection.counts.public()
    yield heading(2, ALL, "tal-alle", "3.4")
    yield _table(ALL, ("Hvad", "Antal"), (80, 20), count_rows(counts))
    yield body(f"{reconciliation(selection)} Afsendere, enslydende svar og punkter er talt for sig.")
    found = special_rows(selection)
    if found:
        yield _table(SPECIAL, ("Svar nr.", "Hvad", "Antal", "Grund"), (22, 27, 9, 42), found)
    else:
        yield body(
            "Ingen svar er enslydende, vist med overstregninger, ikke vist, trukket tilbage eller modtaget sent."
        )


def _questions(selection: Selection) -> Iterator[Block]:
    """3.5, where anything was asked."""
    rows = question_rows({"questions": [question_data(selection, one) for one in selection.questions.values()]})
    if not rows:
        return
    yield heading(2, ASKED, "tal-spoergsmaal", "3.5")
    yield body(
        "Spørgsmålene er stillet sammen med udkastene og er frivillige. Tabellen omfatter de svar, der er gengivet i "
        "bilag 1, og siger ikke noget om dem, der ikke har svaret."
    )
    yield _table(ASKED, ("Spørgsmål", "Svarmulighed", "Svar"), (55, 30, 15), rows)


def _arrivals(selection: Selection) -> Iterator[Block]:
    """The last section, so that the others keep their numbers."""
    found = arrivals(local(response.received_at).date() for response in selection.responses.values())
    if found:
        yield heading(2, BY_DAY, "tal-modtaget", f"3.{5 + bool(selection.questions)}")
        yield pictured(BY_DAY, "svar", _table(BY_DAY, ("Modtaget", "Svar"), (80, 20), found), 1)


def reconciliation(selection: Selection) -> str:
    """D7 as a sentence: the statuses and the lanes both add up to what was received."""
    counts = selection.counts
    withheld = sum(counts.withheld.values())
    parts = " + ".join(
        f"{amount(number)} {text}"
        for number, text in (
            (counts.published, "offentliggjort"),
            (counts.redacted, "offentliggjort med overstregninger"),
            (withheld, "ikke vist offentligt"),
            (counts.withdrawn, "trukket tilbage"),
            (counts.awaiting, "afventer"),
        )
    )
    lanes = f"{amount(counts.on_time)} inden fristen + {amount(counts.late)} efter fristen"
    return f"{amount(counts.received)} modtagne svar = {parts} = {lanes}."


def _table(
    caption: str, header: tuple[str, ...], widths: tuple[int, ...], rows: Sequence[tuple[str | int, ...]]
) -> Table:
    def shown(value: str | int) -> Inline:
        return cell(amount(value) if isinstance(value, int) else value)

    texts = 1 + (header[0] in {"Nr.", "Spørgsmål"})
    numeric = (2,) if caption == SPECIAL else tuple(range(texts, len(header)))
    return Table(
        caption=caption,
        header=header,
        rows=tuple(tuple(shown(value) for value in row) for row in rows),
        widths=widths,
        row_headers=True,
        numeric=numeric,
    )
