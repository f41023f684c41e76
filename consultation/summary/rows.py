"""Positions as the papers print them: who is behind them, what the administration answers, what changes (R37, R39)."""

from collections.abc import Iterable

from consultation.summary.blocks import anchor, cell
from consultation.summary.dataset import printed_section
from consultation.summary.document import Inline, Table, Text
from consultation.summary.inputs import Change, Position, Response
from consultation.summary.selection import Row, Selection, by_name
from consultation.summary.words import OUTCOMES, amount, crowd_words, in_order, listed, number_list
from consultation.vocabulary import Capacity

MISSING = "Mangler"
"""Printed where a provisional package has nothing yet; a final one never has it (R38, R44)."""

ROW_HEADER = ("Pkt.", "Svarnr./afsender", "Resumé", "Forvaltningens bemærkning", "Indstilling", "Ændring")
ROW_WIDTHS = (6, 20, 22, 28, 14, 10)
NAMED_FIRST = (Capacity.COUNCIL, Capacity.ORGANISATION, Capacity.AUTHORITY)


def title(row: Row) -> str:
    """ "Ønske om længere forløb (4)": the number of response numbers behind it."""
    return f"{row.position.title} ({amount(len(row.numbers))})"


def responders(selection: Selection, numbers: Iterable[str]) -> str:
    """Bodies by name, everyone else by number: "Handicaprådet (svar nr. 1) og 3 svar fra 2 afsendere: nr. 3, 9, 17".

    No private person's name; senders and identical answers are counted apart from responses (R39).
    """
    found = [selection.responses[number] for number in in_order(numbers)]
    named = sorted((response for response in found if _is_named(selection, response)), key=_named_order)
    others = [response.number for response in found if response not in named]
    parts = [f"{response.shown_name} (svar nr. {response.number})" for response in named]
    return listed([*parts, *([_unnamed(selection, others)] if others else [])])


def capitalised(words: str) -> str:
    """ "Svar nr. 5": as a cell or a sentence begins."""
    return words[:1].upper() + words[1:]


def numbers_in_brackets(row: Row) -> str:
    """ "(svar nr. 3, 9, 17)"."""
    return f"(svar nr. {number_list(row.numbers)})" if row.numbers else "(ingen svar)"


def table(selection: Selection, rows: Iterable[Row], caption: str) -> Table:
    """The table of one standard (domain.md 4.3, chapter 5)."""
    found = tuple(rows)
    return Table(
        caption=caption,
        header=ROW_HEADER,
        rows=tuple(_cells(selection, row) for row in found),
        widths=ROW_WIDTHS,
        anchors=tuple(anchor("pkt", row.position.number) for row in found),
        row_headers=True,
    )


def remark(position: Position) -> str:
    return position.remark.strip() or f"{MISSING}: bemærkning til pkt. {position.number}"


def outcome(position: Position) -> str:
    """The recommendation, and the decision where there is one and it differs."""
    recommended = OUTCOMES[position.recommended] if position.recommended else f"{MISSING}: indstilling"
    if position.decided is None or position.decided is position.recommended:
        return recommended
    return f"{recommended}. Besluttet: {OUTCOMES[position.decided]}"


def place(change: Change) -> str:
    """ "Udkast 8, afsnit 3.2"."""
    return f"Udkast {change.draft}, afsnit {change.printed_number}"


def _cells(selection: Selection, row: Row) -> tuple[Inline, ...]:
    position = row.position
    section = printed_section(selection, row)
    return (
        cell(position.number),
        cell(capitalised(responders(selection, row.numbers))),
        cell(f"Afsnit {section}" if section else "", Text(title(row), bold=True)),
        cell(*remark(position).splitlines()),
        cell(outcome(position)),
        cell(*(f"Ny tekst i {place(change).lower()}" for change in position.changes)),
    )


def _is_named(selection: Selection, response: Response) -> bool:
    return response.organised and bool(selection.shown_name(response))


def _named_order(response: Response) -> tuple[int, object]:
    return NAMED_FIRST.index(response.capacity), by_name(response)


def _unnamed(selection: Selection, numbers: list[str]) -> str:
    if len(numbers) == 1:
        return f"svar nr. {numbers[0]}"
    return f"{crowd_words(selection.crowd(numbers))}: nr. {number_list(numbers)}"
