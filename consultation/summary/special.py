"""The responses that the numbers set apart, each kind by name with its numbers and the reason (R24, R33, R39)."""

from collections.abc import Iterator

from consultation.summary.admissions import admission
from consultation.summary.inputs import Response
from consultation.summary.selection import Selection
from consultation.summary.words import GROUP_KINDS, REASONS, STATUSES, crowd_words, number_list
from consultation.vocabulary import GroupKind, Status

Named = tuple[str, str, int, str]
"""Numbers, what they are, how many, why."""


def special_rows(selection: Selection) -> tuple[Named, ...]:
    """Identical, redacted, withheld, withdrawn, awaiting and late ones; each late one by itself, with its decision."""
    return (*_groups(selection), *_by_status(selection), *_late(selection))


def _groups(selection: Selection) -> Iterator[Named]:
    for group in selection.groups.values():
        crowd = crowd_words(selection.crowd(group.numbers)._replace(identical=0))
        yield number_list(group.numbers), "Enslydende", len(group.numbers), f"Siger det samme ord for ord: {crowd}"
    for group in selection.campaigns:
        if group.kind is not GroupKind.IDENTICAL:
            crowd = crowd_words(selection.crowd(group.numbers))
            yield number_list(group.numbers), GROUP_KINDS[group.kind], len(group.numbers), crowd


def _by_status(selection: Selection) -> Iterator[Named]:
    found: dict[tuple[str, str], list[str]] = {}
    for response in selection.responses.values():
        if response.status is not Status.PUBLISHED:
            found.setdefault((STATUSES[response.status], _why(selection, response)), []).append(response.number)
    for status in (Status.REDACTED, Status.WITHHELD, Status.WITHDRAWN, Status.AWAITING):
        for (name, why), numbers in found.items():
            if name == STATUSES[status]:
                yield number_list(numbers), name, len(numbers), why


def _why(selection: Selection, response: Response) -> str:
    reason = selection.reason(response)
    if reason is not None:
        return REASONS[reason]
    return {
        Status.REDACTED: "Private oplysninger er taget ud",
        Status.WITHDRAWN: "Afsenderen har trukket svaret tilbage",
        Status.AWAITING: "Svaret er ikke gennemgået endnu",
    }[response.status]


def _late(selection: Selection) -> Iterator[Named]:
    for response in selection.responses.values():
        if response.late:
            decided = admission(response)
            why = f"{decided}. {response.admission_reason}".strip() if response.admission_reason else decided
            yield response.number, "Modtaget efter fristen", 1, why
