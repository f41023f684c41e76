"""The other annexes: parties heard, letter, note of changes, and the closed one with full texts (R32, R41)."""

from collections.abc import Iterator

from consultation.lib.text import danish_key
from consultation.summary.annex_names import part_of
from consultation.summary.blocks import (
    about,
    body,
    bullets,
    facts,
    front_facts,
    heading,
    note,
    paper,
    points,
    proposed,
    verbatim,
)
from consultation.summary.compiled import asked_place, chosen
from consultation.summary.document import Block, Document, Facts
from consultation.summary.inputs import ClosedAnswer, Party, Response
from consultation.summary.letters import letter_blocks
from consultation.summary.selection import Selection, is_closed
from consultation.summary.tables import (
    change_sentence,
    changes_table,
    is_heard,
    parties_table,
    party_reasons,
    party_sentence,
    unchanged_sentence,
)
from consultation.summary.words import CAPACITIES, REASONS, STATUSES, day_words, listed, moment_words


def parties(selection: Selection) -> Document:
    """hoerte-parter.pdf."""
    blocks: list[Block] = [heading(1, "Hørte parter", "parter"), body(party_sentence(selection))]
    if selection.inputs.parties:
        blocks.append(parties_table(selection, "Hørte parter, hvornår de fik brevet, og hvad de svarede"))
    if reasons := party_reasons(selection):
        blocks.extend(points(reasons))
    return paper(
        selection.inputs,
        "Hørte parter",
        blocks,
        front_facts(selection.inputs, part_of("hoerte-parter.pdf")),
        contents=False,
    )


def letter(selection: Selection) -> Document:
    """hoeringsbrev.pdf: the letter as it was sent, and whom it went to."""
    inputs = selection.inputs
    contact = inputs.consultation.contact
    reached = sorted(
        (party for party in inputs.parties if party.sent_at and is_heard(party)), key=lambda each: danish_key(each.name)
    )
    blocks: list[Block] = [heading(1, "Høringsbrev", "brev")]
    blocks.extend(letter_blocks("\n".join(inputs.consultation.cover_letter)))
    blocks.append(facts(("Kontakt", _contact_line(contact.name, contact.department, contact.email, contact.phone))))
    blocks.append(heading(1, "Sendt til", "sendt-til"))
    if reached:
        blocks.append(bullets([_sent_line(party) for party in reached]))
    else:
        blocks.append(body("Brevet er ikke sendt til nogen part."))
    return paper(inputs, "Høringsbrev", blocks, front_facts(inputs, part_of("hoeringsbrev.pdf")), contents=False)


def changes(selection: Selection) -> Document:
    """aendringsnotat.docx: a table for each draft that changes."""
    told = " ".join((change_sentence(selection), *unchanged_sentence(selection)))
    blocks: list[Block] = [heading(1, "Ændringer i udkastene", "aendringer"), body(told)]
    found = selection.changes()
    for number in sorted({change.draft for change in found}):
        draft = selection.drafts.get(number)
        title = f"Udkast {number}: {draft.title}" if draft else f"Udkast {number}"
        blocks.append(heading(2, title, f"udkast-{number}"))
        own = tuple((change, behind) for change, behind in found.items() if change.draft == number)
        blocks.append(changes_table(selection, own, f"Ændringer i udkast {number}"))
    about = front_facts(selection.inputs, part_of("aendringsnotat.docx"))
    return paper(selection.inputs, "Ændringsnotat", blocks, about, contents=False)


def closed(selection: Selection) -> Document:
    """lukket/fulde-svar.pdf: original words and senders of what was withheld or redacted, for the committee only."""
    inputs = selection.inputs
    found = [response for response in selection.responses.values() if is_closed(response)]
    blocks: list[Block] = [
        heading(1, "Lukket bilag: fulde svar", "fulde-svar"),
        body(
            "Bilaget er kun til udvalget. Det rummer svar, som ikke er vist offentligt, eller som er vist med "
            "overstregninger, med deres fulde tekst og afsender. Det må ikke lægges på dagsordenens åbne del."
        ),
    ]
    for response in found:
        blocks.extend(_closed(selection, response))
    if not found:
        blocks.append(body("Alle svar er vist i deres fulde ordlyd. Bilaget har derfor ingen svar."))
    return paper(
        inputs,
        "Fulde svar (lukket bilag)",
        blocks,
        front_facts(inputs, ("Del af", "Lukket bilag til høringsnotatet")),
        False,
    )


def _contact_line(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _sent_line(party: Party) -> str:
    return f"{party.name}, sendt {day_words(party.sent_at)}" if party.sent_at else party.name


def _closed(selection: Selection, response: Response) -> Iterator[Block]:
    key = f"lukket-{response.number.lower()}"
    yield heading(2, f"Svar nr. {response.number}", key)
    yield _closed_facts(response)
    for index, answer in enumerate(response.closed, start=1):
        yield heading(3, _closed_place(selection, answer), f"{key}-{index}")
        yield from about(answer.quote)
        yield from chosen(selection, answer)
        yield from verbatim(answer.text)
        yield from proposed(answer.proposed_text, answer.wording)
    if not response.closed:
        yield note("Svaret har ingen tekst.")


def _closed_facts(response: Response) -> Facts:
    reason = response.withheld_reason
    decision = f"{STATUSES[response.status]}: {REASONS[reason].lower()}" if reason else STATUSES[response.status]
    rows = [
        ("Afgørelse", decision),
        ("Udtaler sig som", CAPACITIES[response.capacity]),
        ("Modtaget", moment_words(response.received_at, response.precision)),
        ("Udkast", listed([str(draft) for draft in response.drafts])),
        ("Filer", listed(response.file_names)),
    ]
    sender = response.sender
    if sender is not None:
        rows += [
            ("Navn", sender.name),
            ("Organisation", sender.organisation),
            ("Adresse", _contact_line(sender.address, sender.postcode)),
            ("E-mail", sender.email),
            ("Telefon", sender.phone),
            ("Beskyttelse", "Navne- og adressebeskyttelse" if sender.protected else ""),
        ]
    return facts(*(row for row in rows if row[1]))


def _closed_place(selection: Selection, answer: ClosedAnswer) -> str:
    question = selection.questions.get(answer.question or 0)
    if question is not None:
        return asked_place(question)
    if answer.draft is None:
        return "Til udkastene som helhed"
    section = f", afsnit {answer.printed_number} {answer.heading or ''}".rstrip() if answer.printed_number else ""
    return f"Udkast {answer.draft}{section}"
