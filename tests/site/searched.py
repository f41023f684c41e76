"""What tests of the search search in: two authorities, three consultations, with texts that differ where it matters."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import search_index
from consultation.lib.html import from_markdown
from consultation.lib.stems import terms
from consultation.models import Authority, Consultation, Document, DraftVersion, Rendition, RenditionPart, SectionText
from consultation.site import searching
from consultation.site.searching import Asked, DraftHit, Hit, Span
from consultation.vocabulary import Capacity, DocumentKind
from tests import factories
from tests.factories import NOW, OPENED
from tests.site.published import LATER, shown

SECTIONS = (
    "Du kan få ledsagelse 15 timer om måneden, når du bor alene.",
    "Ledsageren kører dig til Aabenraa og Åbenrå, men ikke til Ærø.",
    "Sagsbehandlingen varer højst otte uger. Vi er dataansvarlige.",
)


@dataclass(frozen=True)
class Library:
    """`first` is sent out first; `second` a week later by the same authority, `other` on that day by another."""

    owner: Authority
    first: Consultation
    second: Consultation
    other: Consultation


def library(session: Session) -> Library:
    """Commits. Everything is to be seen from LATER on; responses in the first consultation."""
    owner, stranger = factories.authority(session), factories.authority(session, "andenby")
    week = OPENED + timedelta(days=7)
    first = _consultation(session, owner, "hjaelp", "Hjælp i hverdagen", OPENED)
    second = _consultation(session, owner, "oekologi", "Økologi i skolens køkken", week)
    other = _consultation(session, stranger, "aaloeb", "Ålegræs og åløb", week)
    _write(session, first, 1, SECTIONS)
    _write(session, first, 2, ("Støttekontaktpersonen hjælper børn på Ærø.",))
    _write(session, second, 1, ("Maden er 60 % økologisk. Kørsel koster 15 kr.",))
    _write(session, other, 1, ("Ledsagelse til vandet.",))
    add_document(session, first, "Høringsbrev", "Kære alle. **Svarfristen** er kort.")
    for row in (first, second, other):
        session.flush()
        search_index.write_texts(session, row)
    shown(session, first, "Jeg mangler ledsagelse om aftenen, og mine børn på Ærø savner mig.")
    council = factories.sender(capacity=Capacity.COUNCIL, organisation="Handicaprådet på Øen")
    shown(session, first, "Vi støtter udkastet. Ledsagerne er gode.", sender=council)
    session.commit()
    return Library(owner, first, second, other)


def _consultation(session: Session, owner: Authority, slug: str, title: str, sent_out: datetime) -> Consultation:
    row = factories.consultation(session, owner, slug, opens_at=sent_out, drafts=0)
    row.title, row.title_en, row.lead, row.body, row.meaning = title, "", "Kort sagt.", "Fordi.", "- Intet."
    return row


def _write(session: Session, owner: Consultation, number: int, texts: tuple[str, ...]) -> None:
    """A draft whose sections are these, as far as there are texts."""
    version = factories.draft(session, owner, number, owner.published_at)
    rows = session.scalars(
        select(SectionText).where(SectionText.version_id == version.id).order_by(SectionText.position)
    ).all()
    for row, text in zip(rows, texts, strict=False):
        row.source, row.html, row.text = text, f"<p>{text}</p>", text
    for row in reversed(rows[len(texts) :]):
        session.delete(row)
        session.flush()


def add_document(session: Session, owner: Consultation, title: str, markdown: str) -> Document:
    row = Document(
        authority_id=owner.authority_id,
        consultation_id=owner.id,
        kind=DocumentKind.COVER_LETTER,
        title=title,
        slug="brev",
        position=1,
        html=from_markdown(markdown),
    )
    session.add(row)
    session.flush()
    return row


def found(session: Session, query: str, at: datetime = LATER, owner: Authority | None = None) -> list[str]:
    """What a search gives, in order: "hjaelp 1.2" is section 2 of its draft 1, "hjaelp nr. 1" a response.

    Nothing is left to the second lock: what is found can be shown.
    """
    asked = Asked(terms(query), owner.id if owner else None)
    assert asked.terms, "nothing to search for"
    page = searching.find(session, at, asked, Span(100))
    hits = searching.load(session, at, page)
    assert len(hits) == len(page)
    return [name(hit) for hit in hits]


def name(hit: Hit) -> str:
    slug, subject = hit.owner.consultation.slug, hit.subject
    if isinstance(subject, Consultation):
        return slug
    if isinstance(subject, DraftHit):
        return f"{slug} {subject.draft.number}" + (f".{subject.section.position}" if subject.section else "")
    return f"{slug} {subject.slug}" if isinstance(subject, Document) else f"{slug} nr. {subject.number}"


def add_renditions(session: Session, owner: Consultation, texts: list[str]) -> None:
    """Responses as they may be read, without those who wrote and decided them."""
    rows = [
        Rendition(
            consultation_id=owner.id,
            key=f"key-{number}",
            number_label=str(number),
            sort_number=number,
            decision_seq=1,
            redacted=False,
            shown_name="0000",
            capacity=Capacity.CITIZEN,
            received_on="2026-03-02",
            late=False,
            visible_from=NOW,
        )
        for number in range(100, 100 + len(texts))
    ]
    session.add_all(rows)
    session.flush()
    session.add_all(
        RenditionPart(rendition_id=row.id, position=1, text=text) for row, text in zip(rows, texts, strict=True)
    )
    session.flush()
    for row in rows:
        search_index.write_response(session, row)


def version_of(session: Session, owner: Consultation, number: int = 1) -> DraftVersion:
    """The newest version of the draft."""
    return session.scalars(
        select(DraftVersion)
        .where(DraftVersion.draft.has(consultation_id=owner.id, number=number))
        .order_by(DraftVersion.number.desc())
        .limit(1)
    ).one()
