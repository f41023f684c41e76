"""A small complete case in the database: every response read, divided and answered, every chapter written."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.analysis import changes, points, positions, queries, remarks, themes
from consultation.analysis.spans import Span
from consultation.config import Settings
from consultation.models import Consultation, DraftVersion, Position, Response, SectionText, Snapshot
from consultation.moderation import marking
from consultation.moderation import operations as moderation
from consultation.moderation.queries import material_of
from consultation.summary import operations
from consultation.vocabulary import Capacity, DecisionKind, FindingKind, NoPointReason, Outcome, Reason, Role
from tests import factories

READY = factories.CLOSES + timedelta(days=5)
"""When the papers are made: the deadline is past."""
REMOVED = "Ragnfred Opdigt"
WITHHELD = "Min søster har været indlagt tre gange på den lukkede afdeling."
COUNCIL = "Handicaprådet i Prøvestad"
CHAPTERS = {
    "summary": "De fleste ønsker et længere forløb.",
    "recommendation": "- at standarderne bliver godkendt med ændringerne i kapitel 7",
    "legal_basis": "Serviceloven § 85.",
    "economy": "Forslaget holder sig inden for rammen.",
}
SETTINGS: Settings = factories.settings()


@dataclass
class Case:
    """Response 1 is redacted, 2 is a council's, 3 is withheld. Position 1.1 is accepted, 0.1 noted."""

    session: Session
    consultation: Consultation
    responses: tuple[Response, Response, Response]
    accepted: Position
    noted: Position
    moderator: str
    owner: str
    secretary: str

    def freeze(self, *, provisional: bool = False) -> Snapshot:
        return operations.freeze(
            self.session, SETTINGS, self.secretary, READY, self.consultation, provisional=provisional
        )

    def receive(self, text: str, **given: object) -> Response:
        """One more response, looked through by the machine alone."""
        sent = factories.submission(text, **given)  # type: ignore[arg-type]  # - the factory's own keywords
        response = factories.response(self.session, self.consultation, sent)
        moderation.scan_response(self.session, factories.NOW, response.id)
        return response

    def publish(self, response: Response) -> None:
        moderation.publish_response(self.session, self.moderator, factories.NOW, response.id)

    def withhold(self, response: Response, reason: Reason = Reason.SENSITIVE) -> None:
        before = material_of(self.session, response)
        moderation.decide(
            self.session,
            self.moderator,
            factories.NOW,
            response.id,
            before.decision_seq,
            before.standing.version.number,
            DecisionKind.WITHHOLD,
            reason,
            seen=True,
        )

    def divide(self, response: Response, position: Position) -> None:
        """Each sentence becomes a point of the position."""
        for one in queries.sentences_of(self.session, response):
            span = Span(one.answer.id, one.start, one.end)
            points.make_point(self.session, self.owner, READY, response, [span], position)

    def let_be(self, response: Response) -> None:
        points.settle_rest(self.session, self.owner, READY, response, NoPointReason.GREETING)

    def write(self, chapter: str, text: str, base: int = 0) -> None:
        operations.write_text(self.session, self.secretary, READY, self.consultation, chapter, base=base, text=text)


def case(session: Session) -> Case:
    """Flushed, not committed."""
    authority = factories.authority(session)
    consultation = factories.consultation(session, authority)
    moderator, owner, secretary = (
        f"staff:{factories.staff(session, authority, role).id}"
        for role in (Role.MODERATOR, Role.SUBJECT_OWNER, Role.SECRETARY)
    )
    accepted, noted = _positions(session, consultation, owner)
    made = Case(session, consultation, (), accepted, noted, moderator, owner, secretary)  # type: ignore[arg-type]  # - the responses come in next
    made.responses = (_redacted(made), _council(made), _withheld(made))
    for response, position in zip(made.responses, (accepted, accepted, noted), strict=True):
        made.divide(response, position)
    for chapter, text in CHAPTERS.items():
        made.write(chapter, text)
    session.flush()
    return made


def _redacted(made: Case) -> Response:
    response = made.receive(f"Seks uger er for kort tid. Det siger {REMOVED} også.")
    marking.mark_words(made.session, made.moderator, factories.NOW, response.id, REMOVED, FindingKind.PERSON_NAME)
    made.publish(response)
    return response


def _council(made: Case) -> Response:
    sender = factories.sender(capacity=Capacity.COUNCIL, name="", postcode="", organisation=COUNCIL)
    response = made.receive("Rådet ønsker et længere forløb.", sender=sender)
    made.publish(response)
    return response


def _withheld(made: Case) -> Response:
    response = made.receive(WITHHELD, sender=factories.sender(name="Viggo Prøvegaard", postcode="0001"))
    made.withhold(response)
    return response


def _positions(session: Session, consultation: Consultation, owner: str) -> tuple[Position, Position]:
    theme = themes.add_theme(session, owner, READY, consultation, "Hvor længe?")
    section = session.scalars(
        select(SectionText).join(DraftVersion, DraftVersion.id == SectionText.version_id).order_by(SectionText.id)
    ).all()[1]
    version = session.get_one(DraftVersion, section.version_id)
    accepted = positions.save_position(
        session,
        owner,
        READY,
        consultation,
        None,
        title="Ønske om et længere forløb",
        theme=theme,
        draft_id=version.draft_id,
        section_id=section.section_id,
        remark=remarks.add_remark(session, owner, READY, consultation, "Forløbet bliver forlænget."),
        recommended=Outcome.ACCEPTED,
    )
    changes.save_change(
        session,
        owner,
        READY,
        consultation,
        section,
        before="højst seks uger",
        after="højst ti uger",
        positions=[accepted],
    )
    noted = positions.save_position(
        session,
        owner,
        READY,
        consultation,
        None,
        title="Bekymring for pårørende",
        theme=theme,
        remark=remarks.add_remark(session, owner, READY, consultation, "Forvaltningen har noteret det."),
        recommended=Outcome.NOTED,
    )
    return accepted, noted
