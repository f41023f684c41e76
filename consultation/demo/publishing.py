"""The demo's consultations, made and sent out through the same operations as an editor's."""

from datetime import datetime, time

from sqlalchemy.orm import Session

from consultation.consultations import drafting, operations, queries, questions, scheduling
from consultation.consultations.asked import QuestionInput, Words
from consultation.consultations.sections import SectionInput
from consultation.demo import texts
from consultation.demo.calendar import Schedule
from consultation.demo.people import Cast
from consultation.lib.dates import opening_instant
from consultation.lib.tokens import keyed_hash
from consultation.models import Consultation
from consultation.parties import operations as parties
from consultation.vocabulary import (
    ConsultationKind,
    DocumentKind,
    MilestoneKind,
    NameRule,
    PartyBasis,
    PartyKind,
    QuestionKind,
    Role,
    WarningCode,
)


def publish(session: Session, secret: str, cast: Cast, schedule: Schedule) -> Consultation:
    """Everything up to and including the moment it is sent out; later outcomes of meetings come afterwards."""
    text = texts.consultation(schedule.slug)
    editor, then = cast.actor(Role.EDITOR), schedule.prepared_at
    row = operations.create_consultation(
        session, editor, then, cast.authority.id, text["title"], ConsultationKind.QUALITY_STANDARD, schedule.slug
    )
    _fill(session, editor, schedule, row, text)
    for draft in texts.drafts(schedule.slug):
        _draft(session, editor, schedule, row, draft)
    for asked in text.get("questions", []):
        _question(session, editor, schedule, row, asked)
    _documents(session, editor, schedule, row, text)
    for party in text["parties"]:
        _party(session, secret, editor, schedule, row, party)
    for milestone in text["milestones"]:
        save_meeting(
            session, editor, schedule, row, milestone, outcome=_known(milestone), recorded_at=schedule.prepared_at
        )
    operations.publish_consultation(session, editor, min(schedule.opens_at, schedule.prepared_at), row)
    return row


def _fill(session: Session, editor: str, schedule: Schedule, row: Consultation, text: texts.Row) -> None:
    contact = text["contact"]
    values = {
        "title_en": text.get("title_en", ""),
        "lead": text["lead"],
        "body": f"{text['body'].strip()}\n\n*{text['example_note']}*",
        "meaning": text["meaning"].strip(),
        "easy_read": text["easy"].strip(),
        "case_number": text["case_number"],
        "subject": text["subject"],
        "contact_name": contact["name"],
        "contact_department": contact["department"],
        "contact_email": contact["email"],
        "contact_phone": contact["phone"],
        "publication_mode": schedule.mode,
        "publication_reason": text.get("publication_reason", ""),
        "name_rule": NameRule.CITIZEN_POSTCODE,
        "responses_public_at": schedule.responses_public_at,
        "visible_from": min(schedule.opens_at, schedule.prepared_at)
        if schedule.slug == "demo-planlagt"
        else schedule.opens_at,
    }
    operations.edit_part(session, editor, schedule.prepared_at, row, "grundoplysninger", values)
    reasons = dict.fromkeys(WarningCode, text["deadline_reason"].strip())
    scheduling.set_period(session, editor, schedule.prepared_at, row, schedule.opens_at, schedule.closes_at, reasons)


def _draft(session: Session, editor: str, schedule: Schedule, row: Consultation, draft: texts.Row) -> None:
    then = schedule.prepared_at
    version = drafting.add_draft(session, editor, then, row, draft["title"], draft["heading"])
    drafting.edit_draft(
        session,
        editor,
        then,
        row,
        draft["number"],
        title=draft["title"],
        heading=draft["heading"],
        small_group=draft["small_group"],
        legal_refs="\n".join(draft["legal_refs"]),
        easy_read=draft.get("easy", "").strip(),
    )
    sections = [
        SectionInput(given["anchor"], given["parent"], given["heading"], given["text"].strip())
        for given in draft["sections"]
    ]
    drafting.write_sections(session, editor, then, row, version, sections)


def _question(session: Session, editor: str, schedule: Schedule, row: Consultation, asked: texts.Row) -> None:
    draft = queries.get_draft(session, row.id, asked["draft"]).draft.id if "draft" in asked else None
    given = QuestionInput(
        QuestionKind(asked["kind"]),
        Words(asked["text"], asked["text_en"]),
        tuple(Words(*option) for option in asked.get("options", [])),
        draft,
    )
    questions.add_question(session, editor, schedule.prepared_at, row, given)


def _documents(session: Session, editor: str, schedule: Schedule, row: Consultation, text: texts.Row) -> None:
    then = schedule.prepared_at
    drafting.save_document(
        session,
        editor,
        then,
        row,
        DocumentKind.COVER_LETTER,
        title="Høringsbrev",
        slug="hoeringsbrev",
        source=text["cover_letter"].strip(),
    )
    for milestone in text["milestones"]:
        if milestone["kind"] == MilestoneKind.SENT_OUT and milestone.get("url"):
            title = f"{milestone['body']}, sag {milestone['item']}"
            drafting.save_document(
                session, editor, then, row, DocumentKind.DECISION, title=title, slug="sag", url=milestone["url"]
            )


def _party(session: Session, secret: str, editor: str, schedule: Schedule, row: Consultation, given: texts.Row) -> None:
    then, basis = schedule.prepared_at, PartyBasis(given["basis"])
    party = parties.add_party(session, row.authority_id, PartyKind(given["kind"]), given["name"], given["email"])
    if reason := given.get("opt_out_reason"):
        parties.opt_out_party(session, editor, then, row, party, basis, reason)
        return
    heard = parties.include_party(session, editor, then, row, party, basis, given.get("legal_ground", ""))
    sent_on = given.get("sent_on")
    sent_at = opening_instant(sent_on, time(10, 0)) if sent_on else schedule.opens_at
    if schedule.slug != "demo-planlagt":
        parties.mark_sent(session, editor, sent_at, row, heard, party_token(secret, schedule.slug, given["name"]))


def party_token(secret: str, slug: str, name: str) -> str:
    """The answering link of a demo party; the same on every load of one installation."""
    return keyed_hash(secret, "demo party", f"{slug}/{name}")


def save_meeting(
    session: Session,
    actor: str,
    schedule: Schedule,
    row: Consultation,
    milestone: texts.Row,
    *,
    outcome: str,
    protocol: str = "",
    recorded_at: datetime,
) -> None:
    operations.save_milestone(
        session,
        actor,
        recorded_at,
        row,
        MilestoneKind(milestone["kind"]),
        on=texts.meeting_date(milestone, schedule.deadline_on),
        body=milestone["body"],
        item=milestone.get("item", ""),
        url=milestone.get("url", ""),
        outcome=outcome,
        protocol=protocol,
        agenda_on=milestone.get("agenda_on"),
        decides=milestone.get("decides", False),
    )


def _known(milestone: texts.Row) -> str:
    """What was decided before sending out is known; the rest comes with its meeting."""
    before = milestone["kind"] in {MilestoneKind.OTHER, MilestoneKind.SENT_OUT}
    return milestone.get("outcome", "") if before else ""
