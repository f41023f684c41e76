"""Writes of a consultation before and after it is sent out; all change, note and owe in one transaction."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import audit, jobs, search_index
from consultation.consultations import downloads, planning, queries, questions, rules, scheduling, subjects
from consultation.errors import Closed, Conflict, Invalid, Refused
from consultation.models import Consultation, Milestone, MilestoneOutcome, NumberSeries
from consultation.vocabulary import ConsultationKind, MilestoneKind, NameRule, PublicationMode, Series

EDITABLE = frozenset(
    {
        "title",
        "title_en",
        "lead",
        "body",
        "meaning",
        "easy_read",
        "case_number",
        "subject",
        "contact_name",
        "contact_department",
        "contact_email",
        "contact_phone",
        "publication_mode",
        "publication_reason",
        "name_rule",
        "two_person",
        "login_mode",
        "responses_public_at",
        "opens_at",
        "visible_from",
        "follow_up_reason",
    }
)
PUBLISHED, OPENED = "notifications.consultation_published", "notifications.consultation_opened"
OUTCOME_RECORDED = "notifications.outcome_recorded"
"""Jobs: those who follow hear of it; arguments: consultation_id, milestone_id."""
RESERVED = frozenset({"kopier", "ny"})
"""Words that stand in staff addresses where a consultation's own would."""
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e", "ü": "u", "ö": "oe", "ä": "ae"})


def slug_of(title: str) -> str:
    """The address of a title: lower case, ASCII, hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", title.casefold().translate(_LETTERS)).strip("-")[:80] or "hoering"


def create_consultation(
    session: Session, actor: str, now: datetime, authority_id: int, title: str, kind: ConsultationKind, slug: str = ""
) -> Consultation:
    """A consultation that nobody but staff can see. Its address comes from the title and is free until sent out."""
    row = Consultation(
        authority_id=authority_id,
        slug=_free_slug(session, slug or slug_of(title)),
        kind=kind,
        title=title,
        name_rule=NameRule.CITIZEN_POSTCODE,
    )
    session.add(row)
    session.flush()
    for series in Series:
        session.add(NumberSeries(authority_id=authority_id, consultation_id=row.id, series=series))
    session.add_all(questions.easy_questions(authority_id, row.id))
    audit.note(session, row, actor, now, "consultation.created")
    session.flush()
    return row


def _free_slug(session: Session, wanted: str) -> str:
    taken = RESERVED | set(session.scalars(select(Consultation.slug).where(Consultation.slug.startswith(wanted))))
    if wanted not in taken:
        return wanted
    return next(f"{wanted}-{n}" for n in range(2, len(taken) + 3) if f"{wanted}-{n}" not in taken)


def set_address(session: Session, actor: str, now: datetime, consultation: Consultation, slug: str) -> None:
    """Another address, until the consultation is sent out. Invalid where it is not one or another has it."""
    if consultation.published_at is not None:
        raise Closed("the address is frozen")
    if slug != slug_of(slug):
        raise Invalid("not an address", errors={"slug": "form"})
    taken = select(Consultation.id).where(Consultation.slug == slug, Consultation.id != consultation.id)
    if slug in RESERVED or session.scalar(taken) is not None:
        raise Invalid("the address is taken", errors={"slug": "taken"})
    if slug != consultation.slug:
        consultation.slug = slug
        audit.note(session, consultation, actor, now, "consultation.edited", part="grundoplysninger")
    session.flush()


def set_approvals(
    session: Session, actor: str, now: datetime, consultation: Consultation, *, owner: bool, director: bool
) -> None:
    """Whose approval the final papers wait for (domain.md 6). Conflict once they are made."""
    session.execute(select(Consultation.id).where(Consultation.id == consultation.id).with_for_update(key_share=True))
    if queries.acts_of(session, consultation).frozen_at is not None:
        raise Conflict("a final snapshot exists", cause="frozen")
    if (consultation.owner_approval, consultation.director_approval) != (owner, director):
        consultation.owner_approval, consultation.director_approval = owner, director
        audit.note(session, consultation, actor, now, "consultation.approvals_set", owner=owner, director=director)
    session.flush()


def edit_part(
    session: Session, actor: str, now: datetime, consultation: Consultation, part: str, values: Mapping[str, object]
) -> None:
    """Saves one short part. Closed once sent out: then each change has an act of its own."""
    if consultation.published_at is not None:
        raise Closed("the consultation is sent out")
    if unknown := set(values) - EDITABLE:
        raise Invalid(f"not editable: {sorted(unknown)}")
    if (subject := values.get("subject")) and subjects.of_code(str(subject)) is None:
        raise Invalid("no such subject", errors={"subject": "unknown"})
    for name, value in values.items():
        setattr(consultation, name, value)
    audit.note(session, consultation, actor, now, "consultation.edited", part=part)
    session.flush()


def save_milestone(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    kind: MilestoneKind,
    *,
    on: date,
    body: str,
    item: str = "",
    url: str = "",
    outcome: str = "",
    protocol: str = "",
    agenda_on: date | None = None,
    decides: bool = False,
) -> Milestone:
    """A meeting of the case; the same kind on the same day is one meeting (R47)."""
    row = session.scalars(
        select(Milestone).where(
            Milestone.consultation_id == consultation.id, Milestone.kind == kind, Milestone.on == on
        )
    ).one_or_none()
    if row is None:
        row = Milestone(authority_id=consultation.authority_id, consultation_id=consultation.id, kind=kind, on=on)
        session.add(row)
    row.body, row.item, row.url, row.outcome, row.protocol = body, item, url, outcome, protocol
    row.agenda_on, row.decides = agenda_on, decides
    session.flush()
    note_outcome(session, actor, now, row)
    audit.note(session, consultation, actor, now, "consultation.meeting_recorded", milestone=row.id)
    return row


def note_outcome(session: Session, actor: str, now: datetime, meeting: Milestone) -> None:
    """Writes down what was decided, and when that was told; nothing where it stands so. The first word is owed to all.

    A later correction of the words changes the page and no mail is sent again (R48).
    """
    known = session.execute(
        select(MilestoneOutcome.outcome, MilestoneOutcome.protocol)
        .where(MilestoneOutcome.milestone_id == meeting.id)
        .order_by(MilestoneOutcome.id.desc())
        .limit(1)
    ).one_or_none()
    if (meeting.outcome, meeting.protocol) == (tuple(known) if known else ("", "")):
        return
    session.add(
        MilestoneOutcome(
            authority_id=meeting.authority_id,
            milestone_id=meeting.id,
            outcome=meeting.outcome,
            protocol=meeting.protocol,
            by=actor,
            at=now,
        )
    )
    session.flush()
    if meeting.decides and meeting.outcome:
        key = f"{OUTCOME_RECORDED}:{meeting.id}"
        jobs.enqueue(session, OUTCOME_RECORDED, now, unique_key=key, milestone_id=meeting.id)


def publish_consultation(session: Session, actor: str, now: datetime, consultation: Consultation) -> None:
    """Sends the consultation out: complete, or Refused with the list of what is missing (R1, R5, R10).

    Texts of the drafts and the address are frozen; opening and closing happen by the clock alone (T5). Nobody could
    answer before now, so an opening that has passed is now: the days of the period are those that people had (R5).
    """
    if consultation.published_at is not None:
        raise Conflict("already sent out")
    gaps = rules.missing(planning.plan_of(session, consultation), now)
    if gaps:
        raise Refused("not complete", gaps=gaps)
    consultation.published_at = now
    if consultation.opens_at is not None:
        consultation.opens_at = max(consultation.opens_at, now)
    consultation.visible_from = consultation.visible_from or now
    scheduling.write_as_it_is(session, actor, now, consultation)
    for text in queries.list_drafts(session, consultation.id):
        text.version.published_at = now
    session.flush()
    search_index.write_texts(session, consultation)
    audit.note(
        session,
        consultation,
        actor,
        now,
        "consultation.published",
        opens_at=consultation.opens_at,
        closes_at=consultation.closes_at,
    )
    _owe_earlier(session, consultation, consultation.visible_from)
    _owe_news(session, consultation, consultation.visible_from)
    downloads.owe_all_files(session, now, consultation.id)


def _owe_news(session: Session, consultation: Consultation, visible_from: datetime) -> None:
    """Who follows hears that it is sent out once the page is there (P7), that it opens, and that it soon closes."""
    jobs.enqueue(session, PUBLISHED, visible_from, consultation_id=consultation.id)
    if consultation.opens_at is not None and consultation.opens_at > visible_from:
        jobs.enqueue(session, OPENED, consultation.opens_at, consultation_id=consultation.id)
    if consultation.opens_at is not None:
        scheduling.owe_last_call(session, max(consultation.opens_at, visible_from), consultation)


def _owe_earlier(session: Session, consultation: Consultation, visible_from: datetime) -> None:
    """The one it supplements or renews now leads on to it, and its people are told once the page is there (R8, P7)."""
    if consultation.follows_id is None:
        return
    jobs.enqueue(session, "notifications.follow_up_published", visible_from, consultation_id=consultation.id)


def cancel_consultation(session: Session, actor: str, now: datetime, consultation: Consultation, reason: str) -> None:
    """Aflyst: the page stays and says so, the form is closed, responses are kept (states.md)."""
    if consultation.published_at is None or consultation.cancelled_at is not None:
        raise Conflict("only a consultation that is sent out can be cancelled, once")
    if not reason.strip():
        raise Invalid("a reason is needed", errors={"reason": "required"})
    consultation.cancelled_at, consultation.cancelled_reason = now, reason.strip()
    audit.note(session, consultation, actor, now, "consultation.cancelled")
    jobs.enqueue(session, "notifications.consultation_cancelled", now, consultation_id=consultation.id)
    downloads.owe_all_files(session, now, consultation.id)


def set_agenda_time(
    session: Session, actor: str, now: datetime, consultation: Consultation, public_at: datetime
) -> None:
    """When the responses are public in the mode "with the agenda"; moved only with a row in the log (states.md)."""
    if consultation.publication_mode is not PublicationMode.WITH_AGENDA:
        raise Conflict("only in the mode with the agenda")
    consultation.responses_public_at = public_at
    audit.note(session, consultation, actor, now, "consultation.agenda_time_set", public_at=public_at)
