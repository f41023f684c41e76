"""Chapter 1 of the report: the numbers, the main themes, where responses disagree, and single voices (R42)."""

from collections.abc import Iterator

from consultation.summary import rows
from consultation.summary.blocks import anchor, body, heading, label, prose, reference
from consultation.summary.dissent import LARGE, Dissent, Voice, dissent, dissents, voices
from consultation.summary.document import Block, Bullets, Inline, Paragraph, Text
from consultation.summary.report_figures import count_sentence
from consultation.summary.selection import Branch, Row, Selection
from consultation.summary.tables import change_sentence
from consultation.summary.words import amount, counted, crowd_words, listed, number_key

NOT_A_VOTE = (
    "En høring er ikke en afstemning. Tallene viser, hvor mange der har svaret. Hvert synspunkt er vurderet på sit "
    "indhold, også når kun ét svar har det."
)
MOST_TOLD = 6
"""So many positions are told of a main theme; the chapters behind have all of them."""


def summary(selection: Selection) -> Iterator[Block]:
    """Chapter 1."""
    counts = selection.counts
    yield heading(1, "Sammenfatning", "sammenfatning", "1")
    yield body(
        f"{count_sentence(counts.public())} Svarene er delt i {counted(counts.points, 'punkt', 'punkter')}, som er "
        f"samlet i {counted(len(selection.rows), 'synspunkt', 'synspunkter')}. {change_sentence(selection)}"
    )
    yield from prose(selection.inputs.text("summary"))
    yield body(NOT_A_VOTE)
    yield from _earlier(selection)
    yield from _main_themes(selection)
    yield from _disagreement(selection)
    yield from _voices(selection)
    yield heading(2, "Indstilling", "indstilling")
    yield from prose(selection.inputs.text("recommendation") or "Indstillingen er ikke skrevet endnu.")


def _earlier(selection: Selection) -> Iterator[Block]:
    """Where a reader of the edition before finds what is new (R45)."""
    snapshot = selection.inputs.snapshot
    if snapshot.changes:
        told = counted(len(snapshot.changes), "ændring", "ændringer")
        begins = f"Siden øjebliksbillede {snapshot.previous} er der {told}, se "
        yield Paragraph((Text(begins), reference("aendret-siden"), Text(".")))


def _main_themes(selection: Selection) -> Iterator[Block]:
    yield heading(2, "Hovedtemaer", "hovedtemaer")
    if not selection.main:
        yield Paragraph((Text("Der er ikke valgt hovedtemaer. Alle temaer står i "), reference("tal-tema"), Text(".")))
    for branch in selection.main:
        yield from _main_theme(selection, branch)


def _main_theme(selection: Selection, branch: Branch) -> Iterator[Block]:
    found = selection.rows_under(branch)
    yield heading(3, branch.theme.title, anchor("hovedtema", branch.number))
    if not found:
        yield body("Ingen svar handler om dette tema.")
        return
    crowd = selection.crowd(selection.numbers_under(branch))
    behind = counted(len(found), "synspunkt", "synspunkter")
    yield body(f"{crowd_words(crowd)}{',' if crowd.identical else ''} handler om temaet og er samlet i {behind}:")
    told = sorted(
        sorted(found, key=lambda row: -len(row.numbers))[:MOST_TOLD], key=lambda row: number_key(row.position.number)
    )
    yield Bullets(tuple(position_line(selection, row) for row in told))
    if rest := len(found) - len(told):
        yield body(f"{counted(rest, 'mindre synspunkt', 'mindre synspunkter')} om temaet står i kapitel 4–6.")
    if (apart := dissent(found)) is not None:
        yield from both_sides(apart, branch)


def _disagreement(selection: Selection) -> Iterator[Block]:
    """The themes that are no main themes, since these say it themselves."""
    main = {row.position.number for branch in selection.main for row in selection.rows_under(branch)}
    found = [(branch, apart) for branch, apart in dissents(selection) if apart.support[0].position.number not in main]
    yield heading(2, "Uenighed", "uenighed")
    if not found:
        others = "Ud over det, der står ved hovedtemaerne, er der ingen" if selection.main else "Der er ingen"
        yield body(f"{others} temaer med synspunkter både for og imod et udkast.")
    for branch, apart in found:
        yield heading(3, branch.theme.title, anchor("uenighed", branch.number))
        yield Bullets(tuple(position_line(selection, row) for row in (*apart.support, *apart.against)))


def both_sides(apart: Dissent, branch: Branch | None) -> Iterator[Block]:
    """Both sides, one after the other, where who is behind them stands just above."""
    theme = f"om »{branch.theme.title}«" if branch else "uden tema"
    yield label("For og imod", f"Synspunkterne {theme} rummer både støtte og modstand eller bekymring.")
    yield Bullets(tuple(_short_line(row) for row in (*apart.support, *apart.against)))


def _voices(selection: Selection) -> Iterator[Block]:
    yield heading(2, "Enkelte stemmer", "enkelte-stemmer")
    found = voices(selection)
    if not found:
        yield body(
            "Ingen ændring hviler på et enkelt svar, og intet synspunkt fra et enkelt svar står over for "
            f"{amount(LARGE)} svar eller flere."
        )
        return
    yield body("Disse synspunkter har kun ét svar bag sig:")
    yield Bullets(tuple((*position_line(selection, voice.row), Text(f" {_weight(voice)}")) for voice in found))


def _weight(voice: Voice) -> str:
    """Why it must not be missed."""
    parts = []
    if voice.changes:
        drafts = sorted({change.draft for change in voice.row.position.changes})
        parts.append(f"ændrer udkast {listed([str(draft) for draft in drafts])}")
    if voice.against:
        behind = (f"pkt. {row.position.number}, som {amount(len(row.numbers))} svar har" for row in voice.against)
        parts.append(f"står alene over for {listed(tuple(behind))}")
    return f"Synspunktet {listed(parts)}."


def _short_line(row: Row) -> Inline:
    """ "Støtte til seks uger (3), pkt. 8.5: imødekommes ikke."."""
    number = row.position.number
    place = Text(f"pkt. {number}", target=f"#{anchor('pkt', number)}")
    return Text(f"{rows.title(row)}, "), place, Text(f": {rows.outcome(row.position).lower()}.")


def _behind(selection: Selection, row: Row) -> str:
    """ "Fra Handicaprådet (svar nr. 58) og svar nr. 3", "Fra svar nr. 3", and of several persons alone "I 3 svar …"."""
    words = rows.responders(selection, row.numbers)
    return f"I {words}" if words[:1].isdigit() else f"Fra {words}"


def position_line(selection: Selection, row: Row) -> Inline:
    """ "Ønske om længere forløb (19), pkt. 8.1. Fra Handicaprådet (svar nr. 58) og … Imødekommes delvist."."""
    number = row.position.number
    return (
        Text(f"{rows.title(row)}, "),
        Text(f"pkt. {number}", target=f"#{anchor('pkt', number)}"),
        Text(f". {_behind(selection, row)}. {rows.outcome(row.position)}."),
    )
