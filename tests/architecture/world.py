"""One of everything that an address can name, in one authority, so that each page can be asked for."""

from dataclasses import dataclass, field
from datetime import timedelta

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from consultation.accounts import operations as accounts
from consultation.analysis import positions, standards
from consultation.consultations import drafting, importing, operations, questions, reviewing
from consultation.consultations.asked import QuestionInput, Words
from consultation.lib.tokens import hash_token
from consultation.models import (
    Appeal,
    Authority,
    Breach,
    BreachResponse,
    Change,
    ChangePosition,
    ClosureDay,
    Consultation,
    Decision,
    Draft,
    DraftFile,
    DraftVersion,
    Finding,
    HeardParty,
    Illustration,
    Job,
    Milestone,
    Package,
    PackageFile,
    Party,
    Point,
    Position,
    PositionEvent,
    PreviewLink,
    Remark,
    RemarkVersion,
    Response,
    ResponseVersion,
    Section,
    SectionText,
    Snapshot,
    Staff,
    Subscription,
    Theme,
    Unsent,
    UnsentAuthor,
)
from consultation.moderation import group_queries, grouping, holding
from consultation.responses import receipts
from consultation.responses.content import AnswerContent, Content, FileContent
from consultation.responses.outbox import queue_mail
from consultation.storage import Store, keep
from consultation.summary import templates
from consultation.summary.canonical import dump
from consultation.summary.dataset import data
from consultation.summary.selection import Selection
from consultation.vocabulary import (
    ConsultationKind,
    DecisionKind,
    Delivery,
    DocumentKind,
    FindingKind,
    JobState,
    Language,
    MilestoneKind,
    Outcome,
    PartyBasis,
    PartyKind,
    PositionAct,
    PublicationMode,
    QuestionKind,
    Reason,
    Role,
)
from tests import factories
from tests.factories import CLOSES, NOW
from tests.summary.sample import sample

TOKEN = "token-of-the-world"
UNPUBLISHED = frozenset(
    {"consultations.edit", "consultations.remove_document", "consultations.missing", "consultations.publish"}
    | {"consultations.draft", "consultations.question", "consultations.read_in", "consultations.show_read"}
    | {"consultations.preview_links", "consultations.withdraw_preview", "consultations.write_review"}
    | {"consultations.answer_review", "site.preview", "site.preview_draft", "site.preview_document"}
    | {"site.preview_file", "site.preview_picture"}
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


def build(session: Session, store: Store) -> World:
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
    response = factories.response(session, row, factories.submission(content=_content(session, store, row)))
    response.token_hash = response.confirm_hash = hash_token(TOKEN)
    closure = ClosureDay(authority_id=owner.id, on=NOW.date(), name="Lukket")
    unsent = _unsent(row)
    held = holding.hold_word(session, "system", NOW, owner.id, "kroghuset", FindingKind.OTHER)
    session.add_all([unsent, closure, _subscription(row)])
    words, to = receipts.Words("Kvittering", "Tak."), "karen@proeve.example"
    message = queue_mail(session, factories.settings(), NOW, row, event="receipt:1", recipient=to, words=words)
    session.flush()
    session.add(
        UnsentAuthor(
            authority_id=owner.id, unsent_id=unsent.id, token_hash=hash_token(TOKEN), name="Karen", joined_at=NOW
        )
    )
    session.commit()
    world.values = {
        "slug": row.slug,
        "number": 1,
        "milestone_id": meeting.id,
        "heard_id": heard.id,
        "party_id": party.id,
        "job_id": job.id,
        "label": "1",
        "position": 1,
        "page": 1,
        "kind": "local_plan",
        "closure_id": closure.id,
        "word_id": held.id,
        "message_id": message.id,
        "finding_id": session.query(Finding.id).limit(1).scalar() or 0,
        "token": TOKEN,
        "subject": "skole",
        **_treatment(session, row, response),
        **_breach(session, row, response),
        **_group(session, row),
        **_package(session, store, row),
        **_texts(session, store, row),
        "staff_id": session.query(Staff.id).order_by(Staff.id).limit(1).scalar() or 0,
    }
    row.owner_approval = row.director_approval = True
    world.unpublished = _unpublished(session, store, owner.id)
    session.commit()
    return world


def _sign_in(session: Session, owner: Authority) -> dict[Role, str]:
    return {role: accounts.open_session(session, NOW, factories.staff(session, owner, role)) for role in Role}


def _content(session: Session, store: Store, row: Consultation) -> Content:
    """Something to be found, and a file."""
    blob = keep(session, store, row.authority_id, b"Rampen.", "text/plain")
    words = AnswerContent("Skriv til karen@proeve.example om det.")
    return Content((words,), (FileContent(blob.id, "rampen.txt", blob.size, blob.sha256),))


def _treatment(session: Session, row: Consultation, response: Response) -> dict[str, str | int]:
    """A theme, a position with its remark, and a point of the response."""
    own = {"authority_id": row.authority_id, "consultation_id": row.id}
    theme, remark = Theme(**own, rank=1, title="Generelt"), Remark(**own, number=1)
    session.add_all([theme, remark])
    session.flush()
    draft = session.query(Draft).filter_by(consultation_id=row.id, number=1).one()
    section = session.query(Section).filter_by(draft_id=draft.id, anchor="hvem").one()
    place = {"draft_id": draft.id, "section_id": section.id, "theme_id": theme.id, "remark_id": remark.id}
    position = Position(**own, **place, title="Længere forløb", recommended_outcome=Outcome.ACCEPTED, rank=1)
    point = Point(authority_id=row.authority_id, response_id=response.id, seq=1)
    text = RemarkVersion(
        authority_id=row.authority_id, remark_id=remark.id, number=1, base_number=0, text="Tak.", by="staff:1", at=NOW
    )
    gone = Position(**own, **place, title="Kortere forløb", rank=2, removed=True)
    session.add_all([position, point, text, gone])
    session.flush()
    return {
        "theme_id": theme.id,
        "direction": "op",
        "anchor": "hvem",
        "position_id": position.id,
        "seq": 1,
        "removed_id": gone.id,
        "event_id": _merged(session, position, gone),
        "change_id": _change(session, row, section, position),
        "standard_id": _standard(session, remark),
    }


def _merged(session: Session, position: Position, other: Position) -> int:
    """That the one was merged into the other, as both tell it."""
    acts = {"authority_id": position.authority_id, "act": PositionAct.MERGED, "by": "staff:1", "at": NOW}
    said = positions.said_of(session, position)
    event = PositionEvent(**acts, position_id=position.id, other_id=other.id, before=said)
    session.add_all([event, PositionEvent(**acts, position_id=other.id, other_id=position.id, before=said)])
    session.flush()
    return event.id


def _standard(session: Session, remark: Remark) -> int:
    """A standard remark that the remark began as, and that has another text since."""
    row = standards.add_standard(session, "staff:1", NOW, remark.authority_id, "Tak", "Tak.")
    standards.note_use(session, "staff:1", NOW, remark, standards.list_versions(session, row.id)[0])
    standards.write_standard(session, "staff:1", NOW, row, base_number=1, title="Tak", text="Mange tak.")
    return row.id


def _change(session: Session, row: Consultation, section: Section, position: Position) -> int:
    text = session.query(SectionText).filter_by(section_id=section.id).first()
    change = Change(
        authority_id=row.authority_id,
        consultation_id=row.id,
        section_text_id=text.id if text else 0,
        before="seks uger",
        after="tolv uger",
    )
    session.add(change)
    session.flush()
    session.add(ChangePosition(authority_id=row.authority_id, change_id=change.id, position_id=position.id))
    return change.id


def _group(session: Session, row: Consultation) -> dict[str, str | int]:
    """A group of two, of which one has words of its own."""
    for own in ("", " Det mener vi alle sammen her på vejen."):
        text = f"Vi vil have tolv uger til alle i stedet for de otte, som kommunen vil give os.{own}"
        factories.response(session, row, factories.submission(text))
    grouping.rebuild(session, factories.settings(), row)
    (group,) = group_queries.list_groups(session, row.id)
    return {"group_key": group.key}


def _breach(session: Session, row: Consultation, response: Response) -> dict[str, str | int]:
    """A response that everybody could read, taken down."""
    own = {"authority_id": row.authority_id}
    breach = Breach(
        **own,
        seq=1,
        consultation_id=row.id,
        reason=Reason.SENSITIVE,
        found_at=NOW,
        due_at=NOW + timedelta(hours=72),
        opened_by="staff:1",
    )
    decision = Decision(
        **own,
        response_id=response.id,
        version_id=session.query(ResponseVersion.id).filter_by(response_id=response.id).scalar(),
        seq=1,
        kind=DecisionKind.REOPEN,
        by="staff:1",
        at=NOW,
        effective_at=NOW,
    )
    session.add_all([breach, decision])
    session.flush()
    about = {"breach_id": breach.id, "response_id": response.id, "decision_id": decision.id}
    session.add(BreachResponse(**own, **about, shown_from=NOW - timedelta(hours=1), hidden_at=NOW))
    appeal = Appeal(
        **own, response_id=response.id, decision_id=decision.id, text="Det er ikke rigtigt.", by="sender", at=NOW
    )
    session.add(appeal)
    session.flush()
    return {"notice": "supervisor", "appeal_id": appeal.id}


def _package(session: Session, store: Store, row: Consultation) -> dict[str, str | int]:
    """Papers of a provisional snapshot, so that the consultation stays open."""
    own = {"authority_id": row.authority_id, "by": "staff:1", "at": NOW}
    snapshot = Snapshot(**own, consultation_id=row.id, seq=1, inputs="{}", provisional=True)
    session.add(snapshot)
    session.flush()
    package = Package(**own, snapshot_id=snapshot.id, key="package-of-the-world")
    blob = keep(session, store, row.authority_id, dump(data(Selection(sample()))), "application/json")
    session.add(package)
    session.flush()
    name = "data.json"
    session.add(
        PackageFile(authority_id=row.authority_id, package_id=package.id, name=name, blob_id=blob.id, public=True)
    )
    template = templates.put_in_force(session, store, "staff:1", NOW, row.authority_id, "vores.docx", b"PK")
    return {
        "key": package.key,
        "name": name,
        "table": "svar.csv",
        "chapter": "sammenfatning",
        "template_id": template.id,
    }


def _texts(session: Session, store: Store, row: Consultation) -> dict[str, str | int]:
    """Easy versions, a picture, and drafts to download."""
    row.easy_read = session.query(DraftVersion).order_by(DraftVersion.id).limit(1).one().easy_read = "Let at læse."
    blob = keep(session, store, row.authority_id, b"png", "image/png")
    picture = Illustration(
        authority_id=row.authority_id, consultation_id=row.id, blob_id=blob.id, key="picture-of-the-world"
    )
    session.add(picture)
    for draft in (0, 1):
        for easy in (False, True):
            ids = {"consultation_id": row.id, "draft_number": draft, "version_number": draft}
            session.add(DraftFile(**ids, easy=easy, blob_id=blob.id))
    return {"picture": picture.key, "version": 1}


def _subscription(row: Consultation) -> Subscription:
    return Subscription(
        authority_id=row.authority_id,
        consultation_id=row.id,
        email="foelger@proeve.example",
        language=Language.DANISH,
        key="key-of-the-world",
        token_hash=hash_token(TOKEN),
        asked_at=NOW,
    )


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


def _unpublished(session: Session, store: Store, authority_id: int) -> dict[str, str | int]:
    actor, kind = "staff:1", ConsultationKind.QUALITY_STANDARD
    row = operations.create_consultation(session, actor, NOW, authority_id, "Ikke sendt ud", kind)
    drafting.add_draft(session, actor, NOW, row, "Aflastning")
    read = importing.keep_pasted(session, actor, NOW, row, 1, "## Hvem?\nDu.")
    document = drafting.save_document(
        session, actor, NOW, row, DocumentKind.COVER_LETTER, title="Brev", slug="brev", source="Kære alle"
    )
    question = questions.add_question(
        session, actor, NOW, row, QuestionInput(QuestionKind.TEXT, Words("Er nogen grupper glemt?"))
    )
    blob = keep(session, store, authority_id, b"png", "image/png")
    document.blob_id = blob.id
    own = {"authority_id": authority_id, "consultation_id": row.id}
    session.add(Illustration(**own, blob_id=blob.id, key="picture-not-seen-yet"))
    made = {"ends_at": CLOSES, "by": actor, "at": NOW}
    link = PreviewLink(**own, token_hash=hash_token(TOKEN), name="Ældrerådet", may_remark=True, **made)
    session.add(link)
    session.flush()
    written = reviewing.Written(1, "", "Karen", "Hvem er det?", "key")
    remark = reviewing.remark_by_link(session, NOW, row, link, written)
    return {
        "link_id": link.id,
        "remark_id": remark.id if remark else 0,
        "name": document.slug,
        "picture": "picture-not-seen-yet",
        "slug": row.slug,
        "part": "frist",
        "document_id": document.id,
        "import_id": read.id,
        "question_id": question.id,
    }
