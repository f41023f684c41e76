"""Chapters 4-6 of the report: what the responses say and what the administration answers (R37, domain.md 4.3)."""

from collections.abc import Iterator, Sequence

from consultation.summary import rows
from consultation.summary.blocks import anchor, body, heading, label, prose, reference
from consultation.summary.dissent import dissent
from consultation.summary.document import Block, Paragraph, Quote, Text, plain
from consultation.summary.inputs import Draft
from consultation.summary.report_summary import both_sides
from consultation.summary.selection import Branch, Row, Selection, is_outside
from consultation.summary.words import listed

WITHOUT_THEME = "Uden tema"
FEW = 8
"""So many positions are read in one table; more are parted by theme."""
DEEPEST_THEME = 3
"""Of headings: a position's own stands below its theme's, and a paper has four levels."""


def general(selection: Selection) -> Iterator[Block]:
    """Chapter 4: the positions on the drafts as a whole, by the tree of themes."""
    yield heading(1, "Generelle bemærkninger", "generelle-bemaerkninger", "4")
    yield from prose(selection.inputs.text("general"))
    found = selection.rows_of(None)
    if not found:
        elsewhere = tuple(_elsewhere(selection, None))
        yield from elsewhere or (body("Ingen svar har bemærkninger, der gælder udkastene som helhed."),)
        return
    yield body("Disse synspunkter gælder udkastene som helhed. De står efter tema.")
    for level, number, branch, members in _tree(selection, found):
        title = branch.theme.title if branch else WITHOUT_THEME
        yield heading(level, title, anchor("tema", number), number)
        if not members and level == DEEPEST_THEME:
            yield body("Synspunkterne står under de næste temaer.")
        for row in members:
            yield from _position(selection, row, level + 1)
        if (apart := dissent(members)) is not None:
            yield from both_sides(apart, branch)
    yield from _elsewhere(selection, None)


def _tree(selection: Selection, found: Sequence[Row]) -> Iterator[tuple[int, str, Branch | None, list[Row]]]:
    """Level, chapter number, theme and rows of each theme that has some of the rows, itself or below it."""
    used = [branch for branch in selection.branches if any(row in found for row in selection.rows_under(branch))]
    counters: dict[int, int] = {}
    for branch in used:
        counters = {depth: count for depth, count in counters.items() if depth <= branch.depth}
        counters[branch.depth] = counters.get(branch.depth, 0) + 1
        number = ".".join(("4", *(str(counters[depth]) for depth in range(branch.depth + 1))))
        own = [row for row in selection.rows_in(branch.theme) if row in found]
        yield min(branch.depth + 2, DEEPEST_THEME), number, branch, own
    if without := [row for row in selection.rows_in(None) if row in found]:
        yield 2, f"4.{counters.get(0, 0) + 1}", None, without


def _position(selection: Selection, row: Row, level: int) -> Iterator[Block]:
    position = row.position
    yield heading(level, f"Pkt. {position.number} {rows.title(row)}", anchor("pkt", position.number))
    yield label("Fra", f"{rows.responders(selection, row.numbers)}.")
    yield from _quotes(selection, row)
    yield label("Forvaltningens bemærkning", rows.remark(position))
    yield label("Indstilling", f"{rows.outcome(position)}.")
    for change in position.changes:
        changed = (Text(f"Ny tekst i {rows.place(change).lower()}, se "), reference("aendringer"), Text("."))
        yield Paragraph((Text("Ændring: ", bold=True), *changed))


def _quotes(selection: Selection, row: Row) -> Iterator[Block]:
    """The words that a person picked, verbatim; none are picked by a machine."""
    for point, words in selection.picked(row):
        source = f"Svar nr. {point.response}, punkt {point.number}, til pkt. {row.position.number}"
        yield Quote(words, plain(source))


def standards(selection: Selection) -> Iterator[Block]:
    """Chapter 5: a table for each draft, or one for each theme of a draft with many positions."""
    yield heading(1, "Bemærkninger til de enkelte standarder", "standarder", "5")
    silent: list[str] = []
    elsewhere: list[str] = []
    for draft in selection.drafts.values():
        found = selection.rows_of(draft.number)
        if found:
            yield heading(2, f"Standard {draft.number}: {draft.title}", f"standard-{draft.number}", f"5.{draft.number}")
            yield from _standard(selection, draft, found)
            yield from _elsewhere(selection, draft.number)
        else:
            mentioned = any(row.position.draft == draft.number for row in selection.rows)
            (elsewhere if mentioned else silent).append(f"standard {draft.number} {draft.title}")
    if silent:
        yield body(f"Der er ingen synspunkter til {listed(silent)}.")
    if elsewhere:
        lie = Text(f"Synspunkter til {listed(elsewhere)} ligger alle uden for høringen og står i ")
        yield Paragraph((lie, reference("uden-for"), Text(".")))


def _standard(selection: Selection, draft: Draft, found: Sequence[Row]) -> Iterator[Block]:
    about = f"Bemærkninger til standard {draft.number}"
    if len(found) <= FEW:
        yield from _table(selection, found, f"{about}, {draft.title}")
        return
    for number, (branch, members) in enumerate(_by_theme(selection, found), start=1):
        title = branch.theme.title if branch else WITHOUT_THEME
        place = f"5.{draft.number}.{number}"
        yield heading(3, title, anchor("standard", f"{draft.number}-{number}"), place)
        yield from _table(selection, members, f"{about}, {title}")


def _elsewhere(selection: Selection, draft: int | None) -> Iterator[Block]:
    """Where the numbers are that a reader of this draft's positions misses."""
    found = [row.position.number for row in selection.rows if row.position.draft == draft and is_outside(row.position)]
    if found:
        yield Paragraph((Text(f"Pkt. {listed(found)} ligger uden for høringen, se "), reference("uden-for"), Text(".")))


def _by_theme(selection: Selection, found: Sequence[Row]) -> Iterator[tuple[Branch | None, list[Row]]]:
    wanted = {row.position.number for row in found}
    for branch in (*selection.branches, None):
        rows_in = selection.rows_in(branch.theme if branch else None)
        members = [row for row in rows_in if row.position.number in wanted]
        if members:
            yield branch, members


def _table(selection: Selection, found: Sequence[Row], caption: str) -> Iterator[Block]:
    yield rows.table(selection, found, caption)
    for row in found:
        yield from _quotes(selection, row)
    for branch, members in _by_theme(selection, found):
        if (apart := dissent(members)) is not None:
            yield from both_sides(apart, branch)


def outside(selection: Selection) -> Iterator[Block]:
    """Chapter 6."""
    yield heading(1, "Forhold uden for høringen", "uden-for", "6")
    found = [row for row in selection.rows if is_outside(row.position)]
    if found:
        yield body("Disse synspunkter handler om noget, som udkastene ikke kan afgøre.")
        yield rows.table(selection, found, "Synspunkter uden for høringen")
    else:
        yield body("Ingen synspunkter ligger uden for høringen.")
