"""The høringsnotat in the chapters of domain.md 4.3 (R42). Every sentence is a person's, a number or a quotation."""

from collections.abc import Iterator, Sequence

from consultation.summary.blocks import bullets, front_facts, heading, label, paper
from consultation.summary.document import Block, Document
from consultation.summary.inputs import Snapshot
from consultation.summary.report_figures import figures
from consultation.summary.report_hearing import hearing
from consultation.summary.report_positions import general, outside, standards
from consultation.summary.report_process import changes, process
from consultation.summary.report_summary import summary
from consultation.summary.selection import Selection
from consultation.summary.words import day_words


def build(selection: Selection, gaps: Sequence[str] = ()) -> Document:
    """The report as a document. `gaps` are printed in front of a provisional one."""
    inputs = selection.inputs
    made = ("Dato", day_words(inputs.snapshot.made_at))
    contact = inputs.consultation.contact
    by = ("Udarbejdet af", ", ".join(part for part in (inputs.authority.name, contact.department) if part))
    blocks = (
        *_gaps(gaps if inputs.snapshot.provisional else ()),
        *summary(selection),
        *hearing(selection),
        *figures(selection),
        *general(selection),
        *standards(selection),
        *outside(selection),
        *changes(selection),
        *process(selection),
        *_since(inputs.snapshot),
    )
    return paper(inputs, "Høringsnotat", blocks, front_facts(inputs, by, made))


def _gaps(texts: Sequence[str]) -> Iterator[Block]:
    if texts:
        yield heading(1, "Mangler i denne kladde", "mangler")
        yield bullets(texts)


def _since(snapshot: Snapshot) -> Iterator[Block]:
    """What a reader of the earlier edition finds changed in this one (R45); the last thing, as it can be long."""
    if not snapshot.changes:
        return
    yield heading(1, f"Ændret siden øjebliksbillede {snapshot.previous}", "aendret-siden")
    for about in dict.fromkeys(one.about for one in snapshot.changes):
        first, *others = (one.words for one in snapshot.changes if one.about == about)
        yield label(about, "" if others else f"{first}.")
        if others:
            yield bullets([first, *others])
