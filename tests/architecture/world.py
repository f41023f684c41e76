"""One of everything that an address can name, in one authority, so that each page can be asked for."""

from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from consultation.accounts import operations as accounts
from consultation.consultations import drafting, operations
from consultation.lib.tokens import hash_token
from consultation.models import Authority, Consultation, Finding, HeardParty, Job, Milestone, Party, Staff, Unsent
from consultation.vocabulary import (
    ConsultationKind,
    Delivery,
    DocumentKind,
    JobState,
    MilestoneKind,
    PartyBasis,
    PartyKind,
    PublicationMode,
    Role,
)
from tests import factories
from tests.factories import CLOSES, NOW

TOKEN = "token-of-the-world"
UNPUBLISHED = frozenset(
    {"consultations.edit", "consultations.remove_document", "consultations.missing", "consultations.publish"}
    | {"consultations.draft"}
)
"""Pages of a consultation that is not sent out."""


@dataclass
class World:
    """`values` name things of the consultation that is sent out, `unpublished` those of the other."""

    values: dict[str, str | int] = field(default_factory=dict)
    unpublished: dict[str, str | int] = field(default_factory=dict)
    tokens: dict[Role, str] = field(default_factory=dict)
    strangers: dict[Role, str] = field(default_factory=dict)

    def address(self, app: Flask, rule: Rule) -> str | None:
        """The rule's address with things that exist; None where this world has no such thing."""
        known = self.values | (self.unpublished if rule.endpoint in UNPUBLISHED else {})
        given = {name: known[name] for name in rule.arguments if name in known}
        if set(given) != set(rule.arguments):
            return None
        with app.test_request_context():
            path = app.url_map.bind("localhost").build(rule.endpoint, given | dict(rule.defaults or {}))
        return str(path)


def build(session: Session) -> World:
    """Commits. A moderator's page needs a response, a secretary's a meeting, an administrator's a dead job."""
    owner, other = factories.authority(session), factories.authority(session, "andenby")
    world = World(tokens=_sign_in(session, owner), strangers=_sign_in(session, other))
    row = factories.consultation(session, owner, mode=PublicationMode.WITH_AGENDA)
    party = Party(authority_id=owner.id, kind=PartyKind.DISABILITY_COUNCIL, name="Rådet", email="r@proeve.example")
    meeting = Milestone(
        authority_id=owner.id, consultation_id=row.id, kind=MilestoneKind.COUNCIL, body="Byrådet", on=NOW.date()
    )
    job = Job(name="notifications.deliver", arguments="{}", due_at=NOW, state=JobState.DEAD)
    session.add_all([party, meeting, job])
    session.flush()
    heard = HeardParty(
        authority_id=owner.id,
        consultation_id=row.id,
        party_id=party.id,
        basis=PartyBasis.STATUTORY,
        delivery=Delivery.PENDING,
        token_hash=hash_token(TOKEN),
    )
    session.add(heard)
    response = factories.response(session, row, factories.submission("Skriv til karen@proeve.example om det."))
    response.token_hash = hash_token(TOKEN)
    session.add(_unsent(row))
    session.commit()
    world.values = {
        "slug": row.slug,
        "number": 1,
        "milestone_id": meeting.id,
        "heard_id": heard.id,
        "job_id": job.id,
        "label": "1",
        "finding_id": session.query(Finding.id).limit(1).scalar() or 0,
        "token": TOKEN,
        "staff_id": session.query(Staff.id).order_by(Staff.id).limit(1).scalar() or 0,
    }
    world.unpublished = _unpublished(session, owner.id)
    session.commit()
    return world


def _sign_in(session: Session, owner: Authority) -> dict[Role, str]:
    return {role: accounts.open_session(session, NOW, factories.staff(session, owner, role)) for role in Role}


def _unsent(row: Consultation) -> Unsent:
    return Unsent(
        authority_id=row.authority_id,
        consultation_id=row.id,
        token_hash=hash_token(TOKEN),
        form_key="form-key-of-the-world",
        begun_at=NOW,
        about="{}",
        delete_on=CLOSES.date(),
    )


def _unpublished(session: Session, authority_id: int) -> dict[str, str | int]:
    actor, kind = "staff:1", ConsultationKind.QUALITY_STANDARD
    row = operations.create_consultation(session, actor, NOW, authority_id, "Ikke sendt ud", kind)
    drafting.add_draft(session, actor, NOW, row, "Aflastning")
    document = drafting.save_document(
        session, actor, NOW, row, DocumentKind.COVER_LETTER, title="Brev", slug="brev", source="Kære alle"
    )
    return {"slug": row.slug, "part": "frist", "document_id": document.id}
