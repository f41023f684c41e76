"""A consultation in every state and responses of every status, at an instant when all that was decided has effect."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.consultations import operations as consultations
from consultation.consultations import scheduling
from consultation.models import Consultation, Document, DraftVersion, Response, Snapshot
from consultation.responses import operations as responses
from consultation.vocabulary import DocumentKind, FollowUp, Language, MilestoneKind, Outcome, PublicationMode
from tests import factories
from tests.factories import CLOSES, NOW, OPENED
from tests.site.published import about, answered, council, milestone, position, shown
from tests.summary.case import REMOVED, WITHHELD, case

MAIN, PLANNED, CLOSED, CONSIDERED, DECIDED, ARCHIVED, CANCELLED, RENEWED, AGENDA, SECRET, OTHERS = (
    *("hjaelp-i-hverdagen", "planlagt", "lukket", "behandles", "besluttet", "arkiveret", "aflyst", "fornyet"),
    *("dagsorden", "hemmelig", "anden"),
)
HIDDEN = ("ikke-sendt", "senere")
AWAITING = "Kanariefugl der venter"
TAKEN_BACK = "Kanariefugl der er trukket tilbage"
NOT_YET = "Kanariefugl i en lukket liste"
UNSEEN = "Kanariefugl der ikke er sendt ud"
CANARIES = (REMOVED, WITHHELD, AWAITING, TAKEN_BACK, NOT_YET, UNSEEN, "Karen Prøvesen", "Viggo", "karen@")
"""What is nowhere in public: names, mails, what was removed, withheld or withdrawn, and what waits."""
LATER = NOW + timedelta(minutes=6)
PAST = NOW - timedelta(days=1)


@dataclass(frozen=True)
class World:
    """Responses 1 to 5 of `row`: redacted, published, withheld, awaiting and withdrawn."""

    row: Consultation
    council: Response


def of(session: Session) -> World:
    """The world that was built, through this session."""
    row = session.scalars(select(Consultation).where(Consultation.slug == MAIN)).one()
    council_said = select(Response).where(Response.consultation_id == row.id, Response.seq == 2)
    return World(row, session.scalars(council_said).one())


def build(session: Session) -> None:
    """Commits."""
    main = case(session).consultation
    _texts(session, main)
    answered(session, main, AWAITING, sender=factories.sender(email="karen@proeve.example"))
    responses.withdraw_response(session, NOW, shown(session, main, TAKEN_BACK))
    scheduling.move_deadline(
        session, "staff:1", NOW, main, CLOSES + timedelta(days=7), "Vi kom sent i gang.", factories.REASONS
    )
    _states(session, main)
    _others(session)
    session.commit()


def _texts(session: Session, row: Consultation) -> None:
    """A council that will decide, a page of material, an easy version, laws and a heard party."""
    council(session, row)
    milestone(session, row, MilestoneKind.COMMITTEE, date(2026, 4, 1), body="Udvalget", url="https://moeder.example/1")
    row.easy_read = "Let at læse.\nEn linje til."
    row.meaning = "Læs [planen](/hoeringer/lukket)."
    version = session.query(DraftVersion).order_by(DraftVersion.id).limit(1).one()
    version.legal_refs, version.easy_read = "Serviceloven § 85 | https://lov.example/85\nRetssikkerhedsloven", "Let."
    session.add(
        Document(
            authority_id=row.authority_id,
            consultation_id=row.id,
            kind=DocumentKind.COVER_LETTER,
            title="Høringsbrev",
            language=Language.DANISH,
            slug="hoeringsbrev",
            html="<p>Kære alle</p>",
            position=1,
        )
    )
    factories.question(session, row)
    factories.heard_party(session, row).sent_at = OPENED


def _states(session: Session, main: Consultation) -> None:
    owner = main.authority
    early: dict[str, Any] = {"opens_at": OPENED - timedelta(days=60), "closes_at": PAST}
    planned = factories.consultation(session, owner, PLANNED, opens_at=CLOSES, closes_at=CLOSES + timedelta(days=30))
    planned.visible_from = OPENED
    answered(session, factories.consultation(session, owner, CLOSED, **early), at=PAST - timedelta(days=2))
    considered = factories.consultation(session, owner, CONSIDERED, **early)
    _freeze(session, considered)
    _decided(session, factories.consultation(session, owner, DECIDED, **early))
    archived = factories.consultation(session, owner, ARCHIVED, **early)
    archived.archived_at = PAST
    cancelled = factories.consultation(session, owner, CANCELLED)
    consultations.cancel_consultation(session, "staff:1", NOW, cancelled, "Forslaget er trukket.")
    renewed = factories.consultation(session, owner, RENEWED)
    renewed.follows_id, renewed.follow_up, renewed.follow_up_reason = cancelled.id, FollowUp.RENEWED, "Ændret meget."
    for slug, mode in ((AGENDA, PublicationMode.WITH_AGENDA), (SECRET, PublicationMode.NOT_PUBLIC)):
        shown(session, factories.consultation(session, owner, slug, mode=mode), NOT_YET)
    for slug, published in zip(HIDDEN, (False, True), strict=True):
        row = factories.consultation(session, owner, slug, published=published)
        row.title = UNSEEN
        row.visible_from = LATER + timedelta(days=1) if published else None
    session.flush()


def _freeze(session: Session, row: Consultation) -> None:
    own = {"authority_id": row.authority_id, "consultation_id": row.id}
    session.add(Snapshot(**own, seq=1, inputs="{}", provisional=False, by="staff:1", at=PAST))


def _decided(session: Session, row: Consultation) -> None:
    council(session, row, "Byrådet godkendte udkastene.")
    place = factories.places(session, row)[1, "hvem"]
    said = [
        shown(session, row, content=about(place, "Giv os mere tid."), at=PAST - timedelta(days=2)) for _ in range(2)
    ]
    position(session, row, place, said, "Mere tid", Outcome.ACCEPTED)


def _others(session: Session) -> None:
    """Another authority with a host of its own."""
    owner = factories.authority(session, "andenby")
    owner.host, owner.base_url = "andenby.example", "https://andenby.example"
    shown(session, factories.consultation(session, owner, OTHERS))
