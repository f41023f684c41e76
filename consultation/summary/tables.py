"""Tables that the report and an annex both print: parties heard, changes (R9, R41)."""

from collections import Counter
from collections.abc import Iterator, Sequence

from consultation.lib.dates import plain_spaces
from consultation.lib.text import danish_key
from consultation.summary import rows
from consultation.summary.blocks import anchor, cell
from consultation.summary.document import Inline, Table, Text
from consultation.summary.inputs import Change, Party
from consultation.summary.selection import Row, Selection
from consultation.summary.words import (
    DELIVERIES,
    PARTY_BASES,
    PARTY_KINDS,
    PARTY_OUTCOMES,
    amount,
    counted,
    day_words,
    listed,
    number_list,
)
from consultation.vocabulary import ORGANISED, Delivery, PartyOutcome


def parties_table(selection: Selection, caption: str) -> Table:
    """All parties in the order of the alphabet, those that were removed or not heard too, with the reason."""
    parties = sorted(selection.inputs.parties, key=lambda party: danish_key(party.name))
    return Table(
        caption=caption,
        header=("Part", "Type", "Grundlag", "Sendt", "Svar"),
        rows=tuple(_party(selection, party) for party in parties),
        widths=(21, 14, 27, 19, 19),
        row_headers=True,
    )


def party_sentence(selection: Selection) -> str:
    """ "4 parter er hørt: 2 har svaret med bemærkninger, 1 uden bemærkninger, og 1 har ikke svaret."."""
    heard = [party for party in selection.inputs.parties if is_heard(party)]
    found = Counter(party.outcome for party in heard)
    if not heard:
        return "Ingen parter er hørt."
    told = [f"{amount(found[outcome])} {words}" for outcome, words in PARTY_ANSWERS.items() if found[outcome]]
    return f"{counted(len(heard), 'part er', 'parter er')} hørt: {listed(told)}."


PARTY_ANSWERS = {
    PartyOutcome.REMARKS: "har svaret med bemærkninger",
    PartyOutcome.NO_REMARKS: "har svaret uden bemærkninger",
    PartyOutcome.NO_ANSWER: "har ikke svaret",
}


def change_sentence(selection: Selection) -> str:
    """ "Forvaltningen foreslår 12 ændringer i 5 af 15 udkast."."""
    changes = selection.changes()
    drafts = len({change.draft for change in changes})
    if not changes:
        return "Forvaltningen foreslår ingen ændringer i udkastene."
    return (
        f"Forvaltningen foreslår {counted(len(changes), 'ændring', 'ændringer')} "
        f"i {amount(drafts)} af {counted(len(selection.drafts), 'udkast', 'udkast')}."
    )


def unchanged_sentence(selection: Selection) -> tuple[str, ...]:
    """The standards that do not change, in one sentence; none where nothing changes, which is said already."""
    changed = {change.draft for change in selection.changes()}
    same = [f"{draft.number} »{draft.title}«" for draft in selection.drafts.values() if draft.number not in changed]
    if not changed:
        return ()
    if not same:
        return ("Alle standarder er ændret.",)
    return (f"Der er ingen ændringer i standard {listed(same)}.",)


def is_heard(party: Party) -> bool:
    """Whether the draft was sent to it: not opted out, not removed."""
    return not party.opt_out_reason and not party.removed_reason


def changes_table(
    selection: Selection, changes: Sequence[tuple[Change, Sequence[Row]]], caption: str, *, linked: bool = False
) -> Table:
    """Each change once, with every position that led to it and the numbers of the responses behind (domain.md 4.3).

    `linked` where the paper has the positions: they are links then, and their remarks are not said again."""
    return Table(
        caption=caption,
        header=("Std.", "Afsnit", "Udkast", "Ny tekst", "Begrundelse (svarnr.)"),
        rows=tuple(_change(selection, change, behind, linked=linked) for change, behind in changes),
        widths=(6, 16, 26, 27, 25) if linked else (6, 17, 23, 24, 30),
        row_headers=True,
    )


def _change(selection: Selection, change: Change, behind: Sequence[Row], *, linked: bool) -> tuple[Inline, ...]:
    draft = selection.drafts.get(change.draft)
    headings = {section.anchor: section.heading for section in (draft.sections if draft else ())}
    remarks = () if linked else dict.fromkeys(rows.remark(row.position) for row in behind)
    return (
        cell(str(change.draft)),
        cell(f"{change.printed_number} {headings.get(change.section, '')}".strip()),
        cell(*change.before.splitlines()) or cell("(ingen tekst)"),
        cell(*change.after.splitlines()) or cell("(teksten udgår)"),
        (*_reasons_for(behind, linked=linked), *(Text(f"\n{words}") for words in remarks)),
    )


def _reasons_for(behind: Sequence[Row], *, linked: bool) -> Iterator[Text]:
    """ "Pkt. 8.2 Modstand mod højst seks uger (svar nr. 2, 11)", a line for each position."""
    for row in behind:
        number = row.position.number
        if row is not behind[0]:
            yield Text("\n")
        yield Text(f"Pkt. {number}", target=f"#{anchor('pkt', number)}" if linked else None)
        yield Text(f" {row.position.title} {rows.numbers_in_brackets(row)}")


def _party(selection: Selection, party: Party) -> tuple[Inline, ...]:
    sent = plain_spaces(day_words(party.sent_at)) if party.sent_at else ""
    delivered = DELIVERIES[party.delivery] if is_heard(party) and party.delivery is not Delivery.SENT else ""
    numbers = [number for number in party.numbers if number in selection.responses]
    return (
        cell(party.name),
        cell(PARTY_KINDS[party.kind]),
        cell(PARTY_BASES[party.basis], party.legal_ground),
        cell(sent, delivered),
        cell(
            "" if not is_heard(party) else PARTY_OUTCOMES[party.outcome],
            f"Svar nr. {number_list(numbers)}" if numbers else "",
            *_other_names(selection, party, numbers),
            *(f"{word}, se under tabellen" for word, _reason in _reasons(party)),
        ),
    )


def _other_names(selection: Selection, party: Party, numbers: Sequence[str]) -> list[str]:
    """The name under which a party answered, where it says more than its own: a joint response names all."""
    answers = [selection.responses[number] for number in numbers]
    named = [one for one in answers if one.capacity in ORGANISED and selection.has_rendition(one)]
    return [f"Nr. {one.number} fra {one.shown_name}" for one in named if one.shown_name not in {None, "", party.name}]


def party_reasons(selection: Selection) -> list[str]:
    """Why a party was not heard, or was let be: too long for a cell, so it stands under the table."""
    return [
        f"{party.name}: {word.lower()}. {reason}"
        for party in sorted(selection.inputs.parties, key=lambda party: danish_key(party.name))
        for word, reason in _reasons(party)
    ]


def _reasons(party: Party) -> list[tuple[str, str]]:
    given = (
        ("Ikke hørt", party.opt_out_reason),
        ("Taget af listen", party.removed_reason),
        ("Manglende levering godtaget", party.waived_reason),
    )
    return [(word, reason) for word, reason in given if reason]
