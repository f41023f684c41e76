"""Chapter 2 of the report: period, material, parties, information (domain.md 4.3, R5, R6, R9)."""

from collections.abc import Iterator

from consultation.summary.blocks import body, cell, facts, heading, label, link, points, prose
from consultation.summary.document import Block, Paragraph, Table, Text
from consultation.summary.inputs import Deadline, FollowUpOf
from consultation.summary.selection import Selection
from consultation.summary.tables import parties_table, party_reasons, party_sentence
from consultation.summary.words import FOLLOWED_BY, FOLLOWS, counted, moment_words


def hearing(selection: Selection) -> Iterator[Block]:
    """Chapter 2."""
    yield heading(1, "Høringen", "hoeringen", "2")
    yield from _relations(selection)
    yield from _period(selection)
    yield from _material(selection)
    yield from _parties(selection)
    yield from _information(selection)


def _relations(selection: Selection) -> Iterator[Block]:
    """What the consultation supplements or renews, what does so to it, and the assessment each time (R8)."""
    consultation = selection.inputs.consultation
    if consultation.follows is not None:
        yield from _relation(FOLLOWS[consultation.follows.kind], consultation.follows)
    for later in consultation.followed_by:
        yield from _relation(FOLLOWED_BY[later.kind], later)


def _relation(begins: str, other: FollowUpOf) -> Iterator[Block]:
    yield Paragraph((Text(f"{begins} "), link(other.title, other.url), Text(".")))
    yield label("Vurdering", other.reason)
    yield body("Svarene på de to høringer er modtaget, talt og behandlet hver for sig.")


def _period(selection: Selection) -> Iterator[Block]:
    consultation = selection.inputs.consultation
    yield heading(2, "Høringsperiode", "hoeringsperiode", "2.1")
    yield facts(
        ("Fra", moment_words(consultation.opens_at)),
        ("Til og med", consultation.deadline_shown),
        ("Længde", counted(consultation.days, "dag", "dage")),
    )
    first, *later = consultation.deadlines or (None,)
    if first is not None and first.warnings:
        yield from points(_warned(first))
    shown = first.shown if first else ""
    for deadline in later:
        if deadline is not None:
            yield label("Fristen er ændret", f"fra {shown} til {deadline.shown}. Begrundelse: {deadline.reason}")
            if deadline.warnings:
                yield from points(_warned(deadline))
            shown = deadline.shown
    for own in consultation.party_deadlines:
        yield label(own.party, f"har fået egen frist, {own.shown}. Begrundelse: {own.reason}")
        if own.warnings:
            yield from points(_warned(own))


def _warned(deadline: Deadline) -> list[str]:
    """Each thing that needed a reason, and the reason (R5)."""
    return [f"{one.words} Begrundelse: {one.reason}" for one in deadline.warnings]


def _material(selection: Selection) -> Iterator[Block]:
    yield heading(2, "Høringsmateriale", "hoeringsmateriale", "2.2")
    yield Table(
        caption="Udkast i høring",
        header=("Nr.", "Titel", "Version"),
        rows=tuple(
            (cell(str(draft.number)), cell(draft.title, link(draft.url, draft.url)), cell(str(draft.version)))
            for draft in selection.drafts.values()
        ),
        widths=(8, 76, 16),
        row_headers=True,
        numeric=(2,),
    )


def _parties(selection: Selection) -> Iterator[Block]:
    yield heading(2, "Hørte parter", "hoerte-parter", "2.3")
    yield body(party_sentence(selection))
    if selection.inputs.parties:
        yield parties_table(selection, "Hørte parter og deres svar")
    if reasons := party_reasons(selection):
        yield from points(reasons)


def _information(selection: Selection) -> Iterator[Block]:
    url = selection.inputs.consultation.url
    yield heading(2, "Information og møder", "information", "2.4")
    yield Paragraph((Text("Høringen har sin egen side: "), link(url, url) if url.startswith("https://") else Text(url)))
    told = selection.inputs.text("information")
    yield from (
        prose(told) if told else (body("Forvaltningen har ikke beskrevet møder eller anden information om høringen."),)
    )
