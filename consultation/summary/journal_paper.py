"""One response on paper for the case system: the facts, what was decided, and every version in full (R49)."""

from collections.abc import Iterator

from consultation.summary.blocks import about, anchor, body, bullets, facts, heading, note, proposed, verbatim
from consultation.summary.document import Block, Document, Front
from consultation.summary.journal import Entry, File, Part, Version, file_path
from consultation.summary.words import CAPACITIES, CHANNELS, REASONS, STANCES, STATUSES, counted, moment_words
from consultation.vocabulary import By, DecisionKind

DECISIONS = {
    DecisionKind.PUBLISH: "Offentliggjort",
    DecisionKind.PUBLISH_REDACTED: "Offentliggjort med overstregninger",
    DecisionKind.WITHHOLD: "Vises ikke offentligt",
    DecisionKind.REOPEN: "Taget op igen",
}
BY = {By.SENDER: "afsenderen", By.STAFF: "forvaltningen"}
LEFT_OUT = {"virus": "ikke med, fordi den har virus", "erased": "slettet"}


def paper(entry: Entry) -> Document:
    """What a person reads in the case system: the facts, then what was received, each version in full."""
    return Document(
        title=f"Høringssvar nr. {entry.number}: {entry.title}",
        authority=entry.authority,
        language="da",
        snapshot="",
        made_at=entry.last_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        front=Front(facts(*_facts(entry)).rows, contents=False),
        blocks=(*_decisions(entry), *(block for version in entry.versions for block in _received(entry, version))),
    )


def _facts(entry: Entry) -> Iterator[tuple[str, str]]:
    sender = entry.newest.sender
    yield "Sagsnummer", entry.case_number or "Ikke oplyst"
    yield "Svarnummer", entry.number
    yield "Om", "; ".join(entry.theme)
    source = f" ({entry.received_source})" if entry.received_source else ""
    yield "Modtaget", f"{moment_words(entry.received_at, entry.precision)}{source}"
    yield "Efter fristen", "Ja" if entry.late else "Nej"
    by = f" af {entry.registered_by}" if entry.registered_by else ""
    yield "Registreret", f"{moment_words(entry.registered_at)}{by}"
    yield "Kanal", CHANNELS[entry.channel]
    yield "Udtaler sig som", CAPACITIES[sender.capacity]
    named = (sender.organisation, sender.name, sender.address, sender.postcode, sender.email, sender.phone)
    yield "Afsender", "\n".join(part for part in named if part) or "Ikke oplyst"
    if sender.on_behalf_of:
        yield "På vegne af", sender.on_behalf_of
    if sender.protected:
        yield "Beskyttelse", "Navne- og adressebeskyttelse. Må ikke vises."
    yield "Status", STATUSES[entry.status]


def _decisions(entry: Entry) -> Iterator[Block]:
    yield heading(1, "Afgørelser", "afgoerelser")
    told = [
        f"{moment_words(one.at)}: {DECISIONS[one.kind]}{f'. {REASONS[one.reason]}' if one.reason else ''} ({one.by})"
        for one in entry.decisions
    ]
    if entry.admission:
        kind = "Taget med i behandlingen" if entry.admission.admitted else "Ikke taget med i behandlingen"
        told.append(f"{moment_words(entry.admission.at)}: {kind}. {entry.admission.reason} ({entry.admission.by})")
    if entry.withdrawn_at and entry.withdrawn_by:
        told.append(f"{moment_words(entry.withdrawn_at)}: Trukket tilbage af {BY[entry.withdrawn_by]}")
    if entry.erased_at:
        told.append(f"{moment_words(entry.erased_at)}: Indholdet er slettet")
    yield bullets(told) if told else body("Der er ikke truffet nogen afgørelse om svaret.")


def _received(entry: Entry, version: Version) -> Iterator[Block]:
    first = version.number == entry.versions[0].number
    title = "Svaret, som det blev modtaget" if first else f"Rettet {moment_words(version.at)} af {BY[version.by]}"
    yield heading(1, title, anchor("version", str(version.number)))
    if entry.no_remarks:
        yield body("Afsenderen har ingen bemærkninger.")
    for place, part in enumerate(version.parts, start=1):
        yield from _part(version, place, part)
    if version.files:
        yield heading(2, "Filer", f"{anchor('version', str(version.number))}-filer")
        yield bullets([_file(version, place, file) for place, file in enumerate(version.files, start=1)])


def _part(version: Version, place: int, part: Part) -> Iterator[Block]:
    stance = f" ({STANCES[part.stance].lower()})" if part.stance else ""
    yield heading(2, f"{part.place}{stance}", f"{anchor('version', str(version.number))}-{place}")
    yield from about(part.quote)
    if part.chosen:
        yield bullets(part.chosen)
    yield from verbatim(part.text)
    yield from proposed(part.proposed, part.wording)
    if not (part.text.strip() or part.proposed.strip() or part.chosen):
        yield note("Uden tekst.")


def _file(version: Version, place: int, file: File) -> str:
    where = {"virus": "ikke med, fordi den har virus", "erased": "slettet", "": file_path(version, place)}[
        file.left_out
    ]
    return f"{file.name}, {counted(file.size, 'byte', 'byte')}: {where}"
