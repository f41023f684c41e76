"""Chapters 7 and 8 of the report: what changes in the drafts, and what happens next (R37, R47, domain.md 4.3)."""

from collections.abc import Iterator

from consultation.summary.annex_names import REPORT_ANNEXES
from consultation.summary.blocks import body, bullets, facts, heading, note, prose
from consultation.summary.document import Block
from consultation.summary.inputs import Milestone
from consultation.summary.selection import Selection
from consultation.summary.tables import change_sentence, changes_table, unchanged_sentence
from consultation.summary.words import MILESTONES, day_words, moment_words


def changes(selection: Selection) -> Iterator[Block]:
    """Chapter 7."""
    found = tuple(selection.changes().items())
    yield heading(1, "Ændringer i forhold til høringsudkastet", "aendringer", "7")
    yield body(" ".join((change_sentence(selection), *unchanged_sentence(selection))))
    if found:
        yield body("Forvaltningens begrundelse står ved det synspunkt, der er henvist til, og i ændringsnotatet.")
        yield changes_table(selection, found, "Ændringer i forhold til høringsudkastet", linked=True)


def process(selection: Selection) -> Iterator[Block]:
    """Chapter 8."""
    inputs = selection.inputs
    yield heading(1, "Videre proces", "videre-proces", "8")
    if inputs.milestones:
        ordered = sorted(inputs.milestones, key=lambda milestone: (milestone.on, milestone.kind.value))
        yield facts(*((day_words(milestone.on), _event(milestone)) for milestone in ordered))
    else:
        yield body("Datoerne for den politiske behandling er ikke fastsat.")
    yield from prose(inputs.text("process"))
    yield body(
        "Alle, der har svaret og opgivet en adresse, får besked om beslutningen og om, hvad der skete med deres egne "
        f"punkter. Svarene er gemt på sag {inputs.consultation.case_number}."
    )
    yield heading(2, "Bilag", "bilag")
    yield bullets(REPORT_ANNEXES)
    yield note("Fulde svar, som er vist med overstregninger eller ikke vist, ligger i et lukket bilag til udvalget.")
    yield note(f"Lavet ud fra øjebliksbillede {inputs.snapshot.id}, {moment_words(inputs.snapshot.made_at)}.")


def _event(milestone: Milestone) -> str:
    """ "Byrådet (sag 384): Byrådet godkendte …"."""
    item = milestone.item if milestone.item.lower().startswith(("sag", "pkt", "punkt")) else f"sag {milestone.item}"
    case = f" ({item})" if milestone.item else ""
    outcome = f": {milestone.outcome}" if milestone.outcome else ""
    return f"{milestone.body or MILESTONES[milestone.kind]}{case}{outcome}"
