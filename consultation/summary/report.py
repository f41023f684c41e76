"""The høringsnotat in the chapters of domain.md 4.3 (R42). Every sentence is a person's, a number or a quotation."""

from collections.abc import Iterable, Iterator, Sequence

from consultation.responses.crowds import Crowd
from consultation.summary import rows
from consultation.summary.blocks import anchor, body, bullets, facts, front_facts, heading, label, note, paper, prose
from consultation.summary.document import Block, Document, Quote, plain
from consultation.summary.inputs import Milestone, Snapshot
from consultation.summary.report_figures import count_sentence, figures
from consultation.summary.report_hearing import hearing
from consultation.summary.selection import Row, Selection, is_outside
from consultation.summary.tables import changes_table
from consultation.summary.words import MILESTONES, amount, counted, crowd_words, day_words, listed, moment_words

MAIN_THEMES = 6
GENERAL = "Generelt"

NOT_A_VOTE = (
    "En høring er ikke en afstemning. Tallene viser, hvor mange der har svaret. Hvert synspunkt er vurderet på sit "
    "indhold, også når kun ét svar har det."
)
ANNEXES = (
    "Samlede høringssvar (samlede-hoeringssvar.pdf)",
    "Hørte parter (hoerte-parter.pdf)",
    "Svar modtaget efter fristen (modtaget-efter-fristen.pdf)",
    "Høringsbrev og modtagere (hoeringsbrev.pdf)",
    "Ændringsnotat (aendringsnotat.docx)",
    "Overblik som regneark (overblik.xlsx)",
)


def build(selection: Selection, gaps: Sequence[str] = ()) -> Document:
    """The report as a document. `gaps` are printed in front of a provisional one."""
    inputs = selection.inputs
    made = ("Dato", day_words(inputs.snapshot.made_at))
    contact = inputs.consultation.contact
    by = ("Udarbejdet af", ", ".join(part for part in (inputs.authority.name, contact.department) if part))
    blocks = (
        *_gaps(gaps if inputs.snapshot.provisional else ()),
        *_since(inputs.snapshot),
        *_summary(selection),
        *hearing(selection),
        *figures(selection),
        *_general(selection),
        *_standards(selection),
        *_outside(selection),
        *_changes(selection),
        *_process(selection),
    )
    return paper(inputs, "Høringsnotat", blocks, front_facts(inputs, by, made))


def change_sentence(selection: Selection) -> str:
    changes = selection.changes()
    drafts = len({change.draft for change in changes})
    if not changes:
        return "Forvaltningen foreslår ingen ændringer i udkastene."
    return (
        f"Forvaltningen foreslår {counted(len(changes), 'ændring', 'ændringer')} "
        f"i {amount(drafts)} af {counted(len(selection.drafts), 'udkast', 'udkast')}."
    )


def _gaps(texts: Sequence[str]) -> Iterator[Block]:
    if texts:
        yield heading(1, "Mangler i denne kladde", "mangler")
        yield bullets(texts)


def _since(snapshot: Snapshot) -> Iterator[Block]:
    """What a reader of the earlier edition finds changed in this one (R45)."""
    if not snapshot.changes:
        return
    yield heading(1, f"Ændret siden øjebliksbillede {snapshot.previous}", "aendret-siden")
    for about in dict.fromkeys(one.about for one in snapshot.changes):
        yield label(about, "")
        yield bullets([one.words for one in snapshot.changes if one.about == about])


def _summary(selection: Selection) -> Iterator[Block]:
    inputs = selection.inputs
    counts = selection.counts
    yield heading(1, "Sammenfatning", "sammenfatning", "1")
    yield body(
        f"{count_sentence(counts.public())} Svarene er delt i {counted(counts.points, 'punkt', 'punkter')}, som er "
        f"samlet i {counted(len(selection.rows), 'synspunkt', 'synspunkter')}. {change_sentence(selection)}"
    )
    yield from prose(inputs.text("summary"))
    themes = [(name, share) for name, share in selection.by_theme().items() if share.responses]
    if themes:
        themes.sort(key=lambda item: -item[1].responses)
        yield body("De temaer, som flest svar handler om:")
        yield bullets([_theme_line(name, share.responses, share.senders) for name, share in themes[:MAIN_THEMES]])
    yield body(NOT_A_VOTE)
    if inputs.text("recommendation"):
        yield heading(2, "Indstilling", "indstilling")
        yield from prose(inputs.text("recommendation"))


def _theme_line(name: str, responses: int, senders: int) -> str:
    return f"{name}: {crowd_words(Crowd(responses, senders))}"


def _general(selection: Selection) -> Iterator[Block]:
    yield heading(1, "Generelle bemærkninger", "generelle-bemaerkninger", "4")
    yield from prose(selection.inputs.text("general"))
    found = selection.rows_of(None)
    if not found:
        yield body("Ingen svar har bemærkninger, der gælder udkastene som helhed.")
    for index, (theme, members) in enumerate(_by_theme(selection, found), start=1):
        yield heading(2, theme, f"tema-{index}", f"4.{index}")
        for row in members:
            yield from _position(selection, row)


def _by_theme(selection: Selection, found: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    titles = {key: theme.title for key, theme in selection.themes.items()}
    split: dict[str, list[Row]] = {name: [] for name in titles.values()}
    for row in found:
        split.setdefault(titles.get(row.position.theme or "", GENERAL), []).append(row)
    return [(name, members) for name, members in split.items() if members]


def _position(selection: Selection, row: Row) -> Iterator[Block]:
    position = row.position
    yield heading(3, f"Pkt. {position.number} {rows.title(row)}", anchor("pkt", position.number))
    yield label("Fra", f"{rows.responders(selection, row.numbers)}.")
    quoted = next(
        ((point, words) for point in row.points for words in selection.quotes(point)),
        None,
    )
    if quoted is not None:
        point, words = quoted
        yield Quote(words, plain(f"Svar nr. {point.response}, punkt {point.number}"))
    yield label("Forvaltningens bemærkning", rows.remark(position))
    yield label("Indstilling", f"{rows.outcome(position)}.")
    for change in position.changes:
        yield label("Ændring", f"Ny tekst i {rows.place(change).lower()}, se kapitel 7.")


def _standards(selection: Selection) -> Iterator[Block]:
    yield heading(1, "Bemærkninger til de enkelte standarder", "standarder", "5")
    silent: list[str] = []
    elsewhere: list[str] = []
    for draft in selection.drafts.values():
        found = selection.rows_of(draft.number)
        if not found:
            mentioned = any(row.position.draft == draft.number for row in selection.rows)
            (elsewhere if mentioned else silent).append(f"standard {draft.number} {draft.title}")
            continue
        yield heading(2, f"Standard {draft.number}: {draft.title}", f"standard-{draft.number}", f"5.{draft.number}")
        yield rows.table(selection, found, f"Bemærkninger til standard {draft.number}, {draft.title}")
    if silent:
        yield body(f"Der er ingen synspunkter til {listed(silent)}.")
    if elsewhere:
        yield body(f"Synspunkter til {listed(elsewhere)} ligger alle uden for høringen og står i kapitel 6.")


def _outside(selection: Selection) -> Iterator[Block]:
    yield heading(1, "Forhold uden for høringen", "uden-for", "6")
    found = [row for row in selection.rows if is_outside(row.position)]
    if found:
        yield body("Disse synspunkter handler om noget, som udkastene ikke kan afgøre.")
        yield rows.table(selection, found, "Synspunkter uden for høringen")
    else:
        yield body("Ingen synspunkter ligger uden for høringen.")


def _changes(selection: Selection) -> Iterator[Block]:
    yield heading(1, "Ændringer i forhold til høringsudkastet", "aendringer", "7")
    yield body(change_sentence(selection))
    if selection.changes():
        yield changes_table(selection, tuple(selection.changes().items()), "Ændringer i forhold til høringsudkastet")


def _event(milestone: Milestone) -> str:
    """ "Byrådet (sag 384): Byrådet godkendte …"."""
    case = f" (sag {milestone.item})" if milestone.item else ""
    outcome = f": {milestone.outcome}" if milestone.outcome else ""
    return f"{milestone.body or MILESTONES[milestone.kind]}{case}{outcome}"


def _process(selection: Selection) -> Iterator[Block]:
    inputs = selection.inputs
    yield heading(1, "Videre proces", "videre-proces", "8")
    if inputs.milestones:
        ordered = sorted(inputs.milestones, key=lambda milestone: milestone.on)
        yield facts(*((day_words(milestone.on), _event(milestone)) for milestone in ordered))
    yield from prose(inputs.text("process"))
    yield body(
        "Alle, der har svaret og opgivet en adresse, får besked om beslutningen og om, hvad der skete med deres egne "
        f"punkter. Svarene er gemt på sag {inputs.consultation.case_number}."
    )
    yield heading(2, "Bilag", "bilag")
    yield bullets([f"Bilag {index}: {name}" for index, name in enumerate(ANNEXES, start=1)])
    yield note("Fulde svar, som er vist med overstregninger eller ikke vist, ligger i et lukket bilag til udvalget.")
    yield note(f"Lavet af øjebliksbillede {inputs.snapshot.id}, {moment_words(inputs.snapshot.made_at)}.")
