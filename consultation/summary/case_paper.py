"""The sagsfremstilling: the headings of an agenda system, and plain paragraphs that can be copied (R41)."""

from collections.abc import Iterator

from consultation.summary.annex_names import REPORT_ANNEXES
from consultation.summary.blocks import body, bullets, front_facts, heading, paper, prose
from consultation.summary.document import Block, Document, Facts
from consultation.summary.report_figures import count_sentence
from consultation.summary.report_summary import NOT_A_VOTE
from consultation.summary.rows import numbers_in_brackets
from consultation.summary.selection import Row, Selection
from consultation.summary.tables import change_sentence, party_sentence
from consultation.summary.words import OUTCOMES, counted

LARGEST = 4
"""So many positions fit on two pages; the report has them all."""


def case_paper(selection: Selection) -> Document:
    """sagsfremstilling.docx, about two pages."""
    inputs = selection.inputs
    blocks = (
        heading(1, "Resumé", "resume"),
        body(f"{count_sentence(selection.counts.public())} {change_sentence(selection)}"),
        heading(1, "Indstilling", "indstilling"),
        *prose(inputs.text("recommendation")),
        heading(1, "Sagsfremstilling", "sagsfremstilling"),
        *prose(inputs.text("summary")),
        *_positions(selection),
        heading(1, "Lovgrundlag", "lovgrundlag"),
        *prose(inputs.text("legal_basis")),
        heading(1, "Økonomi", "oekonomi"),
        *prose(inputs.text("economy")),
        heading(1, "Høring", "hoering"),
        *_hearing(selection),
        heading(1, "Bilag", "bilag"),
        body("; ".join(["Høringsnotat", *REPORT_ANNEXES]) + "."),
    )
    return paper(inputs, "Sagsfremstilling", blocks, Facts(front_facts(inputs).rows[:2]), contents=False)


def _positions(selection: Selection) -> Iterator[Block]:
    largest = sorted(selection.rows, key=lambda row: -len(row.numbers))[:LARGEST]
    if not largest:
        return
    if len(largest) < len(selection.rows):
        behind = counted(len(selection.rows), "synspunkt", "synspunkter")
        yield body(f"Svarene er samlet i {behind}. De {len(largest)}, som flest svar er bag, er:")
    else:
        yield body("Svarene er samlet i disse synspunkter:")
    yield bullets([_line(row) for row in largest])


def _line(row: Row) -> str:
    position = row.position
    standard = f"Standard {position.draft}: " if position.draft is not None else ""
    outcome = f" {OUTCOMES[position.outcome]}." if position.outcome else ""
    return f"{standard}{position.title}, pkt. {position.number} {numbers_in_brackets(row)}.{outcome}"


def _hearing(selection: Selection) -> Iterator[Block]:
    consultation = selection.inputs.consultation
    days = counted(consultation.days, "dag", "dage")
    yield body(f"Udkastene var i høring i {days} med frist {consultation.deadline_shown}. {party_sentence(selection)}")
    yield body(f"{NOT_A_VOTE} Alle synspunkter og forvaltningens bemærkninger står i høringsnotatet.")
