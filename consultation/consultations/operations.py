"""Writes of a consultation before and after it is sent out; all change, note and owe in one transaction."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from consultation import audit, jobs
from consultation.consultations import planning, queries, rules
from consultation.errors import Closed, Conflict, Invalid, Refused
from consultation.lib.dates import deadline_words, plain_spaces
from consultation.models import Consultation, Deadline, Milestone, NumberSeries
from consultation.vocabulary import ConsultationKind, MilestoneKind, NameRule, PublicationMode, Series

EDITABLE = frozenset(
    {
        "title",
        "title_en",
        "lead",
        "body",
        "meaning",
        "case_number",
        "subject",
        "contact_name",
        "contact_department",
        "contact_email",
        "contact_phone",
        "publication_mode",
        "publication_reason",
        "name_rule",
        "responses_public_at",
        "opens_at",
        "visible_from",
    }
)
RESERVED = frozenset({"ny"})
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


def edit_part(
    session: Session, actor: str, now: datetime, consultation: Consultation, part: str, values: Mapping[str, object]
) -> None:
    """Saves one short part. Closed once sent out: then each change has an act of its own."""
    if consultation.published_at is not None:
        raise Closed("the consultation is sent out")
    if unknown := set(values) - EDITABLE:
        raise Invalid(f"not editable: {sorted(unknown)}")
    for name, value in values.items():
        setattr(consultation, name, value)
    audit.note(session, consultation, actor, now, "consultation.edited", part=part)
    session.flush()


def set_deadline(
    session: Session, actor: str, now: datetime, consultation: Consultation, closes_at: datetime, reason: str
) -> Deadline:
    """Sets the deadline for all, or moves it with a reason (R5, R6). Refused where states.md says so."""
    lock_numbers(session, consultation)
    if consultation.published_at is not None:
        _check_move(session, now, consultation, closes_at, reason)
    opens_at = consultation.opens_at or now
    warnings = rules.deadline_warnings(consultation.kind, opens_at, closes_at)
    seq = 1 + (session.scalar(select(func.max(Deadline.seq)).where(_for_all(consultation))) or 0)
    deadline = Deadline(
        authority_id=consultation.authority_id,
        consultation_id=consultation.id,
        seq=seq,
        closes_at=closes_at,
        shown_local=plain_spaces(deadline_words(closes_at, "da")),
        reason=reason.strip(),
        warnings=" ".join(warnings),
        by=actor,
        at=now,
    )
    session.add(deadline)
    consultation.closes_at = closes_at
    audit.note(session, consultation, actor, now, "consultation.deadline_set", seq=seq, closes_at=closes_at)
    touch(session, consultation.id)
    if consultation.published_at is not None:
        jobs.enqueue(session, "responses.judge_again", now, consultation_id=consultation.id)
        jobs.enqueue(session, "notifications.deadline_moved", now, deadline_id=deadline.id)
    return deadline


def lock_numbers(session: Session, consultation: Consultation) -> dict[Series, NumberSeries]:
    """Both lanes, so that a form sent on either side of the deadline at once is still sent once (C3, T6).

    Whoever moves the deadline takes them too: who is being given a number has it by the old one and is judged again, or
    has it by the new one (T8).
    """
    rows = session.scalars(
        select(NumberSeries)
        .where(NumberSeries.consultation_id == consultation.id)
        .order_by(NumberSeries.series)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.series: row for row in rows}


def _check_move(session: Session, now: datetime, consultation: Consultation, closes_at: datetime, reason: str) -> None:
    if consultation.cancelled_at is not None:
        raise Conflict("the consultation is cancelled")
    if not reason.strip():
        raise Invalid("a reason is needed", errors={"reason": "required"})
    if closes_at <= now:
        raise Invalid("the new deadline has passed", errors={"closes_at": "past"})
    frozen = queries.acts_of(session, consultation).frozen_at is not None
    old = consultation.closes_at
    if frozen:
        raise Conflict("a final snapshot exists", reason="frozen")
    if old is not None and not rules.may_move_deadline(old, closes_at, has_final_snapshot=frozen):
        raise Invalid("a deadline is only moved forward", errors={"closes_at": "earlier"})


def set_period(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    opens_at: datetime | None,
    closes_at: datetime | None,
    reason: str,
) -> None:
    """Opening and deadline together, before sending out. A deadline that is as it was makes no new entry."""
    if consultation.published_at is not None:
        raise Closed("the consultation is sent out")
    if closes_at is None and consultation.closes_at is not None:
        raise Invalid("a deadline is moved, not taken away", errors={"closes_at": "required"})
    if opens_at is not None and closes_at is not None and opens_at >= closes_at:
        raise Invalid("it would close before it opens", errors={"closes_at": "before_opening"})
    consultation.opens_at, consultation.closes_at = opens_at, closes_at
    audit.note(session, consultation, actor, now, "consultation.edited", part="frist")
    if closes_at is not None and not _is_in_force(session, consultation, closes_at, reason):
        set_deadline(session, actor, now, consultation, closes_at, reason)
    session.flush()


def _is_in_force(session: Session, consultation: Consultation, closes_at: datetime, reason: str) -> bool:
    last = next(reversed(queries.list_deadlines(session, consultation.id)), None)
    warnings = rules.deadline_warnings(consultation.kind, consultation.opens_at or closes_at, closes_at)
    asked = (closes_at, reason.strip(), " ".join(warnings))
    return last is not None and (last.closes_at, last.reason, last.warnings) == asked


def _for_all(consultation: Consultation) -> ColumnElement[bool]:
    return (Deadline.consultation_id == consultation.id) & Deadline.heard_party_id.is_(None)


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
    row.body, row.item, row.url, row.outcome = body, item, url, outcome
    row.agenda_on, row.decides = agenda_on, decides
    session.flush()
    audit.note(session, consultation, actor, now, "consultation.meeting_recorded", milestone=row.id)
    touch(session, consultation.id)
    return row


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
    for text in queries.list_drafts(session, consultation.id):
        text.version.published_at = now
    audit.note(
        session,
        consultation,
        actor,
        now,
        "consultation.published",
        opens_at=consultation.opens_at,
        closes_at=consultation.closes_at,
    )
    touch(session, consultation.id)


def cancel_consultation(session: Session, actor: str, now: datetime, consultation: Consultation, reason: str) -> None:
    """Aflyst: the page stays and says so, the form is closed, responses are kept (states.md)."""
    if consultation.published_at is None or consultation.cancelled_at is not None:
        raise Conflict("only a consultation that is sent out can be cancelled, once")
    if not reason.strip():
        raise Invalid("a reason is needed", errors={"reason": "required"})
    consultation.cancelled_at, consultation.cancelled_reason = now, reason.strip()
    audit.note(session, consultation, actor, now, "consultation.cancelled")
    jobs.enqueue(session, "notifications.consultation_cancelled", now, consultation_id=consultation.id)
    touch(session, consultation.id)


def set_agenda_time(
    session: Session, actor: str, now: datetime, consultation: Consultation, public_at: datetime
) -> None:
    """When the responses are public in the mode "with the agenda"; moved only with a row in the log (states.md)."""
    if consultation.publication_mode is not PublicationMode.WITH_AGENDA:
        raise Conflict("only in the mode with the agenda")
    consultation.responses_public_at = public_at
    audit.note(session, consultation, actor, now, "consultation.agenda_time_set", public_at=public_at)
    touch(session, consultation.id)


def touch(session: Session, consultation_id: int) -> None:
    """Raises the revision: something the public can see has changed."""
    session.flush()
    session.execute(
        update(Consultation)
        .where(Consultation.id == consultation_id)
        .values(revision=Consultation.revision + 1)
        .execution_options(synchronize_session="fetch")
    )
