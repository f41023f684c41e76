"""What a chapter of the report is held against: the numbers that the system counts, and names that stand nowhere."""

from collections.abc import Mapping

from consultation.analysis.prose import Known
from consultation.summary.inputs import Inputs
from consultation.summary.overview import COUNT_LABELS
from consultation.summary.selection import Selection

COUNTED: Mapping[str, tuple[str, ...]] = {
    "svar": (
        "received",
        "on_time",
        "late",
        "published",
        "redacted",
        "withdrawn",
        "awaiting",
        "no_remarks",
        "identical",
    ),
    "afsendere": ("senders",),
    "punkter": ("points", "points_answered"),
}
"""The word after a number in a text -> the counts of which it may be one."""


def known(inputs: Inputs, private_names: frozenset[str]) -> Known:
    """All that a chapter's text is checked against."""
    selection = Selection(inputs)
    counts = selection.counts.public()
    right = {word: {counts[name] for name in names} for word, names in COUNTED.items()}
    withheld = counts["withheld"]
    right["svar"].add(sum(withheld.values()) if isinstance(withheld, Mapping) else 0)
    right["svar"].update(len(selection.of_draft(number)) for number in selection.drafts)
    crowds = [selection.crowd(selection.numbers_under(branch)) for branch in selection.branches]
    right["svar"].update(crowd.responses for crowd in crowds)
    right["svar"].update(len(row.numbers) for row in selection.rows)
    right["afsendere"].update(crowd.senders for crowd in crowds)
    right["punkter"].update(selection.points_of(number) for number in selection.drafts)
    right["synspunkter"] = {len(selection.rows), *(len(selection.rows_of(number)) for number in selection.drafts)}
    return Known(private_names, {word: frozenset(int(str(n)) for n in numbers) for word, numbers in right.items()})


def computed(inputs: Inputs) -> list[tuple[str, int]]:
    """The numbers that the papers print by themselves, with their labels."""
    counts = Selection(inputs).counts.public()
    return [(label, int(str(counts[name]))) for name, label in COUNT_LABELS.items() if name != "withheld"]
