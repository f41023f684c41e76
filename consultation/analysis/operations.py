"""Writes of points, positions, remarks and changes (R37-R39). Offsets are code points of one answer's text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation import audit
from consultation.analysis import campaigns, queries
from consultation.errors import Conflict, Invalid, NotFound
from consultation.lib.text import SPLITTER, sentences
from consultation.lib.tokens import new_key
from consultation.models import (
    Answer,
    AnswerGroup,
    Change,
    ChangePosition,
    Consultation,
    GroupMember,
    Passage,
    Point,
    Position,
    Remark,
    RemarkVersion,
    Response,
    ResponseVersion,
    SectionText,
    Theme,
)
from consultation.responses.rules import number_label
from consultation.vocabulary import GroupKind, NoPointReason, Outcome

GENERAL = "Generelt"


@dataclass(frozen=True)
class Span:
    """A part of one answer."""

    answer_id: int
    start: int
    end: int


# Points


def make_point(
    session: Session,
    actor: str,
    now: datetime,
    response: Response,
    spans: Sequence[Span],
    position: Position | None = None,
) -> Point:
    """A point of one or more passages; a sentence may serve two points. Invalid without a passage."""
    answers = _answers(session, response, spans)
    seq = 1 + (session.scalar(select(func.max(Point.seq)).where(Point.response_id == response.id)) or 0)
    point = Point(
        authority_id=response.authority_id,
        response_id=response.id,
        seq=seq,
        position_id=position.id if position else None,
    )
    session.add(point)
    session.flush()
    for span in spans:
        _release(session, now, span)
        _passage(session, actor, answers[span.answer_id], span, point_id=point.id)
    _note(session, response, actor, now, "point.made", point=point.id)
    session.flush()
    return point


def make_point_in_group(
    session: Session,
    actor: str,
    now: datetime,
    response: Response,
    spans: Sequence[Span],
    position: Position | None = None,
) -> list[Point]:
    """The same point in every response with the same text: made on the shared text, counted for all (R39)."""
    made = [make_point(session, actor, now, response, spans, position)]
    for other, moved in _in_group(session, response, spans):
        made.append(make_point(session, actor, now, other, moved, position))
    return made


def settle(
    session: Session, actor: str, now: datetime, response: Response, spans: Sequence[Span], reason: NoPointReason
) -> None:
    """Says of passages that they need no remark, and why; the splitter's version is kept with the mark (R38)."""
    answers = _answers(session, response, spans)
    for span in spans:
        _release(session, now, span)
        _passage(session, actor, answers[span.answer_id], span, reason=reason)
    _note(session, response, actor, now, "passage.settled", count=len(spans))
    session.flush()


def settle_in_group(
    session: Session, actor: str, now: datetime, response: Response, spans: Sequence[Span], reason: NoPointReason
) -> None:
    settle(session, actor, now, response, spans, reason)
    for other, moved in _in_group(session, response, spans):
        settle(session, actor, now, other, moved, reason)


def settle_rest(session: Session, actor: str, now: datetime, response: Response, reason: NoPointReason) -> int:
    """One press for every sentence that is still open; returns how many there were."""
    rest = [
        Span(one.answer.id, one.start, one.end)
        for one in queries.sentences_of(session, response)
        if not one.points and one.reason is None
    ]
    if rest:
        settle(session, actor, now, response, rest, reason)
    return len(rest)


def move_point(
    session: Session, actor: str, now: datetime, response: Response, point: Point, position: Position | None
) -> None:
    """Puts a point into a position, or takes it out."""
    point.position_id = position.id if position else None
    _note(session, response, actor, now, "point.changed", point=point.id)
    session.flush()


def remove_point(session: Session, actor: str, now: datetime, response: Response, point: Point) -> None:
    """Its sentences are open again; the point's number is not used for another."""
    point.removed_at = now
    for passage in session.scalars(select(Passage).where(Passage.point_id == point.id)):
        passage.removed_at = now
    _note(session, response, actor, now, "point.removed", point=point.id)
    session.flush()


def _answers(session: Session, response: Response, spans: Sequence[Span]) -> dict[int, Answer]:
    if not spans:
        raise Invalid("no passage is chosen", errors={"spans": "required"})
    rows = session.scalars(
        select(Answer)
        .join(ResponseVersion, ResponseVersion.id == Answer.version_id)
        .where(ResponseVersion.response_id == response.id)
    )
    answers = {row.id: row for row in rows}
    for span in spans:
        if span.answer_id not in answers:
            raise NotFound("the passage is not of this response")
        if not 0 <= span.start < span.end <= len(answers[span.answer_id].text):
            raise Invalid("the passage is outside the text", errors={"spans": "outside"})
    return answers


def _passage(
    session: Session,
    actor: str,
    answer: Answer,
    span: Span,
    *,
    point_id: int | None = None,
    reason: NoPointReason | None = None,
) -> None:
    session.add(
        Passage(
            authority_id=answer.authority_id,
            answer_id=answer.id,
            point_id=point_id,
            no_point_reason=reason,
            start=span.start,
            end=span.end,
            quote=answer.text[span.start : span.end],
            splitter=SPLITTER,
            by=actor,
        )
    )


def _release(session: Session, now: datetime, span: Span) -> None:
    """A passage that gets a point, or a new reason, no longer has the reason that it had."""
    settled = session.scalars(
        select(Passage).where(
            Passage.answer_id == span.answer_id,
            Passage.no_point_reason.is_not(None),
            Passage.removed_at.is_(None),
            Passage.start < span.end,
            Passage.end > span.start,
        )
    )
    for passage in settled:
        passage.removed_at = now


def _in_group(session: Session, response: Response, spans: Sequence[Span]) -> list[tuple[Response, list[Span]]]:
    """The other members, with the spans in their own answers. The n-th sentence of equal texts is the same one."""
    group_id = session.scalar(select(GroupMember.group_id).where(GroupMember.response_id == response.id))
    if group_id is None:
        return []
    members = session.scalars(
        select(Response)
        .join(GroupMember, GroupMember.response_id == Response.id)
        .where(GroupMember.group_id == group_id, Response.id != response.id, Response.withdrawn_at.is_(None))
        .order_by(Response.seq)
    )
    own = _texts(session, response)
    found = []
    for member in members:
        theirs = _texts(session, member)
        moved = [_moved(span, own, theirs) for span in spans]
        if all(moved):
            found.append((member, [span for span in moved if span is not None]))
    return found


def _texts(session: Session, response: Response) -> list[Answer]:
    answers = queries.answers_by_response(session, response.consultation_id).get(response.id, [])
    return sorted(answers, key=lambda answer: (answer.draft_version_id or 0, answer.section_id or 0))


def _moved(span: Span, own: list[Answer], theirs: list[Answer]) -> Span | None:
    """The same sentences in another member's answer; None where the texts are cut differently."""
    at = next(index for index, answer in enumerate(own) if answer.id == span.answer_id)
    mine, other = sentences(own[at].text), sentences(theirs[at].text)
    touched = [n for n, part in enumerate(mine) if part.start < span.end and span.start < part.end]
    if len(mine) != len(other) or not touched:
        return None
    return Span(theirs[at].id, other[touched[0]].start, other[touched[-1]].end)


# Themes and positions


def add_theme(session: Session, consultation: Consultation, title: str) -> Theme:
    """A theme of the consultation; the same title is the same theme. New ones come last."""
    row = session.scalars(
        select(Theme).where(Theme.consultation_id == consultation.id, Theme.title == title)
    ).one_or_none()
    if row is None:
        last = session.scalar(select(func.max(Theme.rank)).where(Theme.consultation_id == consultation.id)) or 0
        row = Theme(authority_id=consultation.authority_id, consultation_id=consultation.id, rank=last + 1, title=title)
        session.add(row)
        session.flush()
    return row


def add_default_themes(session: Session, consultation: Consultation, headings: Iterable[str]) -> None:
    """The drafts' own headings in their order, "Generelt" last (analysis.md)."""
    for heading in [*dict.fromkeys(headings), GENERAL]:
        add_theme(session, consultation, heading)


def save_position(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    position: Position | None,
    *,
    title: str,
    theme: Theme,
    draft_id: int | None = None,
    section_id: int | None = None,
    remark: Remark | None = None,
    recommended: Outcome | None = None,
) -> Position:
    """A new position last in its draft, or a change of one that is there."""
    if position is None:
        position = Position(
            authority_id=consultation.authority_id,
            consultation_id=consultation.id,
            draft_id=draft_id,
            rank=_next_rank(session, consultation.id, draft_id),
        )
        session.add(position)
    elif position.draft_id != draft_id:
        position.draft_id, position.rank = draft_id, _next_rank(session, consultation.id, draft_id)
    position.title, position.theme_id, position.section_id = title, theme.id, section_id
    position.remark_id = remark.id if remark else None
    position.recommended_outcome = recommended
    session.flush()
    _note_consultation(session, consultation, actor, now, "position.saved", position=position.id)
    return position


def _next_rank(session: Session, consultation_id: int, draft_id: int | None) -> int:
    same = Position.draft_id.is_(None) if draft_id is None else Position.draft_id == draft_id
    ranks = select(func.max(Position.rank)).where(Position.consultation_id == consultation_id, same)
    return 1 + (session.scalar(ranks) or 0)


def decide_position(
    session: Session, actor: str, now: datetime, consultation: Consultation, position: Position, outcome: Outcome
) -> None:
    """What the deciding meeting made of it; pages and mails speak of this one only (states.md)."""
    position.decided_outcome = outcome
    _note_consultation(
        session, consultation, actor, now, "position.decided", position=position.id, outcome=outcome.value
    )
    session.flush()


# Remarks and changes


def add_remark(session: Session, actor: str, now: datetime, consultation: Consultation, text: str) -> Remark:
    """A new remark B<n> with its first text."""
    number = 1 + (session.scalar(select(func.max(Remark.number)).where(Remark.consultation_id == consultation.id)) or 0)
    remark = Remark(authority_id=consultation.authority_id, consultation_id=consultation.id, number=number)
    session.add(remark)
    session.flush()
    write_remark(session, actor, now, consultation, remark, base_number=0, text=text)
    return remark


def write_remark(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    remark: Remark,
    *,
    base_number: int,
    text: str,
) -> RemarkVersion:
    """The next version. Conflict, with both texts, where somebody wrote since `base_number` was read (C2)."""
    newest = session.scalars(
        select(RemarkVersion).where(RemarkVersion.remark_id == remark.id).order_by(RemarkVersion.number.desc()).limit(1)
    ).one_or_none()
    if newest is not None and newest.number != base_number:
        raise Conflict("the remark has a newer text", theirs=newest.text, mine=text, by=newest.by, number=newest.number)
    version = RemarkVersion(
        authority_id=remark.authority_id,
        remark_id=remark.id,
        number=base_number + 1,
        base_number=base_number,
        text=text,
        by=actor,
        at=now,
    )
    session.add(version)
    session.flush()
    _note_consultation(session, consultation, actor, now, "remark.saved", remark=remark.number, version=version.number)
    return version


def save_change(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    section: SectionText,
    *,
    before: str,
    after: str,
    positions: Sequence[Position],
) -> Change:
    """A proposed new text of a section and the positions behind it. `before` must stand in the section once."""
    if section.text.count(before) != 1:
        raise Invalid("the old text does not stand there once", errors={"before": "not_found"})
    change = Change(
        authority_id=consultation.authority_id,
        consultation_id=consultation.id,
        section_text_id=section.id,
        before=before,
        after=after,
    )
    session.add(change)
    session.flush()
    for position in positions:
        session.add(ChangePosition(authority_id=change.authority_id, change_id=change.id, position_id=position.id))
    session.flush()
    _note_consultation(session, consultation, actor, now, "change.saved", change=change.id)
    return change


# Groups


def group_identical(session: Session, consultation: Consultation) -> list[campaigns.Group]:
    """Puts responses with equal texts into groups; who is in one stays there (R39). Returns the groups."""
    answers = queries.answers_by_response(session, consultation.id)
    rows = session.scalars(
        select(Response).where(Response.consultation_id == consultation.id, Response.withdrawn_at.is_(None))
    )
    by_number = {number_label(row.series, row.seq): row for row in rows}
    texts = {
        number: campaigns.whole(
            [(f"{one.draft_version_id}/{one.section_id}", one.text) for one in answers.get(row.id, [])]
        )
        for number, row in by_number.items()
    }
    found = list(campaigns.groups(texts))
    for group in found:
        _keep_group(session, consultation, [by_number[number] for number in group.numbers])
    return found


def _keep_group(session: Session, consultation: Consultation, members: Sequence[Response]) -> None:
    ids = [member.id for member in members]
    known = dict(
        session.execute(
            select(GroupMember.response_id, GroupMember.group_id).where(GroupMember.response_id.in_(ids))
        ).tuples()
    )
    group_id = next(iter(known.values()), None)
    if group_id is None:
        group = AnswerGroup(
            authority_id=consultation.authority_id,
            consultation_id=consultation.id,
            key=new_key(),
            kind=GroupKind.IDENTICAL,
        )
        session.add(group)
        session.flush()
        group_id = group.id
    for response_id in ids:
        if response_id not in known:
            session.add(GroupMember(authority_id=consultation.authority_id, group_id=group_id, response_id=response_id))
    session.flush()


def _note(session: Session, response: Response, actor: str, now: datetime, event: str, **fields: object) -> None:
    subject = f"response:{response.id}"
    audit.record(session, response.authority_id, actor=actor, at=now, event=event, subject=subject, **fields)


def _note_consultation(
    session: Session, row: Consultation, actor: str, now: datetime, event: str, **fields: object
) -> None:
    subject = f"consultation:{row.id}"
    audit.record(session, row.authority_id, actor=actor, at=now, event=event, subject=subject, **fields)
