"""Writes of remarks on drafts before they are sent out, and of the editor's answers."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import audit, throttle
from consultation.consultations import previews, queries, reviews
from consultation.consultations.previewing import check_not_sent_out, hold_sending_out
from consultation.errors import Invalid, NotFound
from consultation.models import Consultation, PreviewLink, ReviewRemark, SectionText
from consultation.vocabulary import PreviewState, ReviewOutcome

BY_LINK = "preview"
"""The actor of who writes by a link."""
MOST_AN_HOUR = 60
"""Remarks by one link: a council that goes through fifteen drafts together, and nobody's script."""
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Written:
    """What somebody wrote. `anchor` is the section's, "" for the whole draft; `key` is the form's, for retries (C3)."""

    number: int
    anchor: str
    name: str
    text: str
    key: str


def remark_by_staff(
    session: Session, actor: str, now: datetime, consultation: Consultation, written: Written
) -> ReviewRemark:
    """Closed once sent out. Invalid has "required" for `text`, "unknown" for `place`."""
    check_not_sent_out(session, consultation)
    return _write(session, actor, now, consultation, written, None)


def remark_by_link(
    session: Session, now: datetime, consultation: Consultation, link: PreviewLink, written: Written
) -> ReviewRemark | None:
    """None after too many in an hour: nothing is stored, and the page says when to send it again.

    NotFound where the link has ended meanwhile or gives no leave, whatever the reason (A2).
    """
    _check_link(session, now, consultation, link)
    if throttle.count(session, "preview_remark", str(link.id), now, _HOUR) > MOST_AN_HOUR:
        return None
    return _write(session, BY_LINK, now, consultation, written, link)


def _check_link(session: Session, now: datetime, consultation: Consultation, link: PreviewLink) -> None:
    hold_sending_out(session, consultation)
    session.refresh(link)
    state = previews.state_of(link.ends_at, link.withdrawn_at, consultation.published_at, now)
    if state is not PreviewState.IN_FORCE or not link.may_remark:
        raise NotFound("no such link")


def _write(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    written: Written,
    link: PreviewLink | None,
) -> ReviewRemark:
    key = f"{link.id if link else actor}:{written.key}"
    known = session.scalars(select(ReviewRemark).where(ReviewRemark.form_key == key)).one_or_none()
    if known is not None:
        return known
    found = queries.get_draft(session, consultation.id, written.number)
    section = _section(session, found, written.anchor)
    if not written.text.strip() or not written.name.strip():
        raise Invalid("nothing is remarked", errors={"text": "required"})
    row = ReviewRemark(
        authority_id=consultation.authority_id,
        consultation_id=consultation.id,
        draft_id=found.draft.id,
        section_id=section.section_id if section else None,
        link_id=link.id if link else None,
        place=reviews.place_of(section) if section else "",
        name=written.name.strip(),
        text=written.text,
        form_key=key,
        by=actor,
        at=now,
        answer="",
    )
    session.add(row)
    session.flush()
    fields = {"remark": row.id, "draft": written.number, "by_link": link.id if link else None}
    audit.note(session, consultation, actor, now, "review.remarked", **fields)
    return row


def _section(session: Session, found: queries.DraftText, anchor: str) -> SectionText | None:
    if not anchor:
        return None
    rows = queries.list_sections(session, found.version.id)
    section = next((one for one in rows if one.section.anchor == anchor), None)
    if section is None:
        raise Invalid("no such section", errors={"place": "unknown"})
    return section


def answer_remark(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    remark_id: int,
    outcome: ReviewOutcome,
    answer: str,
) -> ReviewRemark:
    """Handled with a short answer, or not taken with the reason; either may be written anew until it is sent out."""
    check_not_sent_out(session, consultation)
    row = reviews.get_remark(session, consultation, remark_id)
    if not answer.strip():
        raise Invalid("an answer says something", errors={"answer": "required"})
    row.outcome, row.answer = outcome, answer.strip()
    row.answered_by, row.answered_at = actor, now
    session.flush()
    audit.note(session, consultation, actor, now, "review.answered", remark=row.id, outcome=outcome)
    return row
