"""Writes of groups of identical answers, and what a group means for a point made on the shared text (R39)."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import groupby
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from consultation.analysis import campaigns, queries
from consultation.analysis.spans import Span, counterpart
from consultation.consultations.asked import read_choices
from consultation.lib.tokens import new_key
from consultation.models import Answer, AnswerGroup, Consultation, GroupMember, Response, ResponseVersion
from consultation.responses.queries import get_response, newest_version
from consultation.responses.rules import number_label
from consultation.vocabulary import GroupKind, Series


def group_identical(session: Session, consultation: Consultation) -> list[campaigns.Group]:
    """Puts responses with equal texts into groups; whose text is no longer equal leaves (R39). Returns the groups.

    Equal means said of the same places, for or against alike, with the same proposed wording and the same choices.
    """
    ids: dict[str, int] = {}
    texts: dict[str, str] = {}
    for (response_id, series, seq), answers in groupby(_written(session, consultation.id), key=_response):
        number = number_label(series, seq)
        ids[number], texts[number] = response_id, _whole(answers)
    found = list(campaigns.groups(texts))
    members = [[ids[number] for number in group.numbers] for group in found]
    known = _known(session, consultation.id)
    _part(session, known, members)
    for group in members:
        _keep_group(session, consultation, group, known)
    return found


def _written(session: Session, consultation_id: int) -> Iterator[Any]:
    """What the newest version of each response says, withdrawn ones apart: as columns, for there may be very many."""
    newest = (
        select(ResponseVersion.response_id, func.max(ResponseVersion.number).label("number"))
        .group_by(ResponseVersion.response_id)
        .subquery()
    )
    said = (
        Answer.draft_version_id,
        Answer.section_id,
        Answer.question_id,
        Answer.stance,
        Answer.choices,
        Answer.text,
        Answer.proposed_text,
    )
    query = (
        select(Response.id, Response.series, Response.seq, *said)
        .join(ResponseVersion, ResponseVersion.response_id == Response.id)
        .join(newest, (newest.c.response_id == Response.id) & (newest.c.number == ResponseVersion.number))
        .join(Answer, Answer.version_id == ResponseVersion.id)
        .where(Response.consultation_id == consultation_id, Response.withdrawn_at.is_(None))
        .order_by(Response.id, Answer.position)
    )
    with closing(session.execute(query.execution_options(yield_per=1000))) as rows:
        yield from rows


def _response(row: Any) -> tuple[int, Series, int]:
    return row.id, row.series, row.seq


def _whole(rows: Iterable[Any]) -> str:
    answers = list(rows)
    chosen = ";".join(sorted(f"{one.question_id}={one.choices}" for one in answers if read_choices(one.choices)))
    return campaigns.whole(
        (f"{one.draft_version_id}/{one.section_id}/{one.question_id}/{one.stance}/{kind}/{chosen}", text)
        for one in answers
        for kind, text in (("text", one.text), ("proposed", one.proposed_text))
    )


def _part(session: Session, known: dict[int, int], found: Sequence[Sequence[int]]) -> None:
    """Takes out of their groups those who no longer say what the others there say; withdrawn ones stay."""
    home = {ids[0]: next((known[one] for one in ids if one in known), None) for ids in found}
    stays = {one for ids in found for one in ids if one in known and known[one] == home[ids[0]]}
    for response_id in [one for one in known if one not in stays]:
        session.execute(delete(GroupMember).where(GroupMember.response_id == response_id))
        del known[response_id]


def _keep_group(session: Session, consultation: Consultation, ids: Sequence[int], known: dict[int, int]) -> None:
    group_id = next((known[one] for one in ids if one in known), None)
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
    new = [
        {"authority_id": consultation.authority_id, "group_id": group_id, "response_id": response_id}
        for response_id in ids
        if response_id not in known
    ]
    if new:
        session.execute(insert(GroupMember), new)


def _known(session: Session, consultation_id: int) -> dict[int, int]:
    """Response id -> the group that it is in, withdrawn ones apart."""
    rows = session.execute(
        select(GroupMember.response_id, GroupMember.group_id)
        .join(Response, Response.id == GroupMember.response_id)
        .where(Response.consultation_id == consultation_id, Response.withdrawn_at.is_(None))
        .order_by(GroupMember.id)
    )
    return {row.response_id: row.group_id for row in rows}


def lock_members(session: Session, response: Response) -> list[Response]:
    """The response and the others of its group, locked in one order, so that no two acts wait for each other."""
    ids = [response.id, *(member.id for member in queries.alike(session, response))]
    locked = session.scalars(
        select(Response)
        .where(Response.id.in_(ids))
        .order_by(Response.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    return [row for row in locked if row.id != response.id and row.withdrawn_at is None]


def same_spans(
    session: Session, response: Response, others: Sequence[Response], spans: Sequence[Span]
) -> list[tuple[Response, list[Span]]]:
    """The other members in whose texts all of these words stand, each with the spans in its own answers."""
    own = _texts(session, response)
    found = []
    for member in others:
        theirs = _texts(session, member)
        moved = [_moved(span, own, theirs) for span in spans]
        if all(moved):
            found.append((member, [span for span in moved if span is not None]))
    return found


def _texts(session: Session, response: Response) -> list[Answer]:
    answers = queries.answers_of(session, response.id)
    return sorted(answers, key=lambda one: (one.draft_version_id or 0, one.section_id or 0, one.question_id or 0))


def _moved(span: Span, own: Sequence[Answer], theirs: Sequence[Answer]) -> Span | None:
    at = next((index for index, answer in enumerate(own) if answer.id == span.answer_id), None)
    if at is None or len(own) != len(theirs):
        return None
    place = counterpart(span.start, span.end, own[at].text, theirs[at].text)
    return Span(theirs[at].id, *place) if place else None


def group_rows(session: Session, consultation: Consultation) -> list[dict[str, object]]:
    """Groups anew, then a row each: kind, numbers, references of imported ones, number of senders."""
    found = group_identical(session, consultation)
    rows = []
    for group in found:
        members = [get_response(session, consultation.id, number) for number in group.numbers]
        keys = {newest_version(session, member.id).sender_key for member in members}
        rows.append(
            {
                "kind": group.kind.value,
                "numbers": list(group.numbers),
                "references": [member.external_ref for member in members if member.external_ref],
                "senders": len(keys),
            }
        )
    return rows
