"""The cast of every test, and the smallest things they meet. Invented, plainly so."""

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from consultation.config import Settings
from consultation.consultations import questions
from consultation.consultations.asked import Words, write_options
from consultation.models import (
    Authority,
    Consultation,
    Deadline,
    Draft,
    DraftVersion,
    HeardParty,
    NumberSeries,
    Party,
    Question,
    Response,
    Section,
    SectionText,
    Staff,
    StaffRole,
)
from consultation.responses import operations, queries
from consultation.responses.content import AnswerContent, Content, PlaceKey, Submission
from consultation.responses.rules import Sender
from consultation.vocabulary import (
    AuthorityKind,
    Capacity,
    ConsultationKind,
    Delivery,
    NameRule,
    PartyBasis,
    PartyKind,
    PublicationMode,
    QuestionKind,
    Role,
    Series,
    WarningCode,
)

NO_FOLDER = Path("/dev/null/folder")
"""Where nobody can write: what has files has a folder of its own."""
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
"""When every test takes place unless it says otherwise: Monday 2 March 2026, 13.00 in Denmark."""
OPENED = datetime(2026, 2, 1, 8, 0, tzinfo=UTC)
CLOSES = datetime(2026, 3, 15, 23, 0, tzinfo=UTC)
"""The end of Sunday 15 March 2026 in Denmark: shown as kl. 23.59."""
RECEIVED = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
"""When a response comes in unless a test says otherwise: while the consultation is open."""

PEOPLE = {
    Role.MODERATOR: "Maja Modprøve",
    Role.SUBJECT_OWNER: "Jens Fagprøve",
    Role.SECRETARY: "Sara Sekprøve",
    Role.EDITOR: "Rikke Redprøve",
    Role.ADMINISTRATOR: "Adam Adprøve",
    Role.AUDITOR: "Rune Revprøve",
    Role.DIRECTOR: "Ditte Dirprøve",
}


def authority(session: Session, slug: str = "prøvestad") -> Authority:
    row = Authority(
        slug=slug,
        name=f"{slug.capitalize()} Kommune",
        kind=AuthorityKind.MUNICIPALITY,
        department="Socialforvaltningen",
        address="Prøvevej 1\n0000 Prøvestad",
        email=f"post@{slug.encode('idna').decode()}.example",
        phone="00 00 00 00",
        dpo=f"dpo@{slug.encode('idna').decode()}.example",
        accessibility_url="https://was.example/erklaering",
    )
    session.add(row)
    session.flush()
    return row


def staff(session: Session, owner: Authority, role: Role, name: str = "") -> Staff:
    name = name or PEOPLE[role]
    email = f"{role.value}.{owner.id}.{name.split()[0].lower()}@staff.example"
    row = Staff(authority_id=owner.id, email=email, name=name)
    session.add(row)
    session.flush()
    session.add(StaffRole(authority_id=owner.id, staff_id=row.id, role=role, granted_by="system", from_at=OPENED))
    session.flush()
    return row


def consultation(
    session: Session,
    owner: Authority,
    slug: str = "hjaelp-i-hverdagen",
    *,
    published: bool = True,
    opens_at: datetime = OPENED,
    closes_at: datetime = CLOSES,
    mode: PublicationMode = PublicationMode.CONTINUOUS,
    name_rule: NameRule = NameRule.CITIZEN_POSTCODE,
    drafts: int = 2,
) -> Consultation:
    """An open consultation with drafts of three sections: hvem, hvor-laenge and, one level down, laengde-grupper."""
    row = Consultation(
        authority_id=owner.id,
        slug=slug,
        kind=ConsultationKind.QUALITY_STANDARD,
        title="Hjælp i hverdagen",
        lead="Vi vil beskrive, hvilken hjælp du kan forvente.",
        body="Hvorfor vi gør det.",
        meaning="- Intet ændrer sig, før byrådet har besluttet det.",
        case_number="27.00.00-P00-1-26",
        contact_name="Karla Kontakt",
        contact_department="Socialforvaltningen",
        contact_email="kontakt@proeve.example",
        contact_phone="00 00 00 00",
        publication_mode=mode,
        name_rule=name_rule,
        visible_from=opens_at if published else None,
        opens_at=opens_at,
        closes_at=closes_at,
        responses_public_at=closes_at + timedelta(days=30) if mode is PublicationMode.WITH_AGENDA else None,
        published_at=opens_at if published else None,
    )
    session.add(row)
    session.flush()
    session.add(
        Deadline(
            authority_id=owner.id,
            consultation_id=row.id,
            seq=1,
            closes_at=closes_at,
            shown_local="søndag den 15. marts 2026 kl. 23.59",
            by="system",
            at=opens_at,
        )
    )
    for series in Series:
        session.add(NumberSeries(authority_id=owner.id, consultation_id=row.id, series=series))
    session.add_all(questions.easy_questions(owner.id, row.id))
    _write_drafts(session, row, range(1, drafts + 1), opens_at if published else None)
    return row


def draft(session: Session, owner: Consultation, number: int, published_at: datetime | None = OPENED) -> DraftVersion:
    [version] = _write_drafts(session, owner, [number], published_at)
    return version


SECTIONS = (
    ("hvem", "1", "Hvem kan få hjælpen?"),
    ("hvor-laenge", "2", "Hvor længe?"),
    ("laengde-grupper", "2.1", "Gruppeforløb"),
)
"""Anchor, number and heading; the last is one level down, under the one before."""


def _write_drafts(
    session: Session, owner: Consultation, numbers: Iterable[int], published_at: datetime | None
) -> list[DraftVersion]:
    """All at once: nearly every test needs them."""
    same = {"authority_id": owner.authority_id}
    drafts = [
        Draft(**same, consultation_id=owner.id, number=number, title=f"Støtte {number}", heading="Voksne")
        for number in numbers
    ]
    session.add_all(drafts)
    session.flush()
    versions = [DraftVersion(**same, draft_id=row.id, number=1, published_at=published_at) for row in drafts]
    sections = [[Section(**same, draft_id=row.id, anchor=anchor) for anchor, _, _ in SECTIONS] for row in drafts]
    session.add_all(versions)
    session.add_all(chain.from_iterable(sections))
    session.flush()
    texts = [_texts(version, own) for version, own in zip(versions, sections, strict=True)]
    session.add_all(text for *tops, _ in texts for text in tops)
    session.flush()
    for _, top, below in texts:
        below.parent_id = top.id
        session.add(below)
    session.flush()
    return versions


def _texts(version: DraftVersion, sections: list[Section]) -> list[SectionText]:
    return [
        _text(version, own, position, printed, heading)
        for position, (own, (_, printed, heading)) in enumerate(zip(sections, SECTIONS, strict=True), 1)
    ]


def _text(version: DraftVersion, own: Section, position: int, printed: str, heading: str) -> SectionText:
    words = f"Et forløb varer højst seks uger ({printed})."
    return SectionText(
        authority_id=version.authority_id,
        version_id=version.id,
        section_id=own.id,
        position=position,
        printed_number=printed,
        heading=heading,
        source=words,
        html=f"<p>{words}</p>",
        text=words,
    )


# Responses


def settings(mail_url: str | None = None) -> Settings:
    """Settings for operations; without a mail server messages are kept."""
    return Settings(
        env="local",
        data_dir=NO_FOLDER,
        database_url="sqlite://",
        base_url="http://localhost",
        secret_key="not-a-secret-" * 4,
        mail_url=mail_url,
    )


def sender(**given: Any) -> Sender:
    """Karen, a citizen with a postcode."""
    return Sender(**{"capacity": Capacity.CITIZEN, "name": "Karen Prøvesen", "postcode": "0000"} | given)


def submission(
    text: str = "Seks uger er for kort tid.", *, received_at: datetime = RECEIVED, form_key: str = "", **given: Any
) -> Submission:
    """One answer to the whole from Karen; `given` are other fields of a Submission."""
    content = given.pop("content", None) or Content((AnswerContent(text),))
    form_key = form_key or secrets.token_hex(8)
    return Submission(given.pop("sender", sender()), content, form_key, received_at, **given)


def heard_party(session: Session, owner: Consultation, name: str = "Handicaprådet", email: str = "") -> HeardParty:
    """A party of the register on the consultation's list, not asked yet."""
    party = Party(authority_id=owner.authority_id, kind=PartyKind.DISABILITY_COUNCIL, name=name, email=email or None)
    session.add(party)
    session.flush()
    heard = HeardParty(
        authority_id=owner.authority_id,
        consultation_id=owner.id,
        party_id=party.id,
        basis=PartyBasis.STATUTORY,
        delivery=Delivery.PENDING,
    )
    session.add(heard)
    session.flush()
    return heard


REASONS = dict.fromkeys(WarningCode, "Fordi vi har brug for det.")
"""A reason for whatever a deadline needs one for (R5)."""


def own_deadline(session: Session, heard: HeardParty, closes_at: datetime) -> None:
    """A heard party's own, through its link."""
    session.add(
        Deadline(
            authority_id=heard.authority_id,
            consultation_id=heard.consultation_id,
            heard_party_id=heard.id,
            seq=1,
            closes_at=closes_at,
            shown_local="partens egen frist",
            by="staff:1",
            at=RECEIVED,
        )
    )
    session.flush()


def response(session: Session, owner: Consultation, sent: Submission | None = None) -> Response:
    """A response that has come in through the same door as every other."""
    sent = sent or submission()
    return operations.send_response(session, settings(), sent.received_at, owner, sent).response


def places(session: Session, owner: Consultation) -> dict[tuple[int | None, str], PlaceKey]:
    """(draft number, anchor) -> what an answer to it carries; (8, "") is the draft as a whole."""
    found = queries.places_of(session, owner.id).items()
    return {(place.draft_number, place.anchor): key for key, place in found if place.asked is None}


def question(
    session: Session,
    owner: Consultation,
    kind: QuestionKind = QuestionKind.SINGLE,
    draft_id: int | None = None,
    text: str = "Står det klart?",
    text_en: str = "Is it clear?",
    options: tuple[tuple[str, str], ...] = (("Ja", "Yes"), ("Nej", "No"), ("Ved ikke", "")),
) -> Question:
    """A guiding question, as it was when the consultation was sent out."""
    row = Question(
        authority_id=owner.authority_id,
        consultation_id=owner.id,
        draft_id=draft_id,
        kind=kind,
        position=1,
        text=text,
        text_en=text_en,
        options="[]" if kind is QuestionKind.TEXT else write_options(Words(*one) for one in options),
    )
    session.add(row)
    session.flush()
    return row
