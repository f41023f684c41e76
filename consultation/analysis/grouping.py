"""Writes of groups of identical answers, and what a group means for a point made on the shared text (R39)."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consultation.analysis import campaigns, queries
from consultation.analysis.spans import Span, counterpart
from consultation.consultations.asked import read_choices
from consultation.lib.tokens import new_key
from consultation.models import Answer, AnswerGroup, Consultation, GroupMember, Response
from consultation.responses.queries import get_response, newest_version
from consultation.responses.rules import number_label
from consultation.vocabulary import GroupKind


def group_identical(session: Session, consultation: Consultation) -> list[campaigns.Group]:
    """Puts responses with equal texts into groups; whose text is no longer equal leaves (R39). Returns the groups.

    Equal means said of the same places, for or against alike, with the same proposed wording and the same choices.
    """
    answers = queries.answers_by_response(session, consultation.id)
    rows = session.scalars(
        select(Response).where(Response.consultation_id == consultation.id, Response.withdrawn_at.is_(None))
    )
    by_number = {number_label(row.series, row.seq): row for row in rows}
    texts = {number: _whole(answers.get(row.id, [])) for number, row in by_number.items()}
    found = list(campaigns.groups(texts))
    members = [[by_number[number].id for number in group.numbers] for group in found]
    _part(session, [row.id for row in by_number.values()], members)
    for ids in members:
        _keep_group(session, consultation, ids)
    return found


def _whole(answers: Sequence[Answer]) -> str:
    chosen = ";".join(sorted(f"{one.question_id}={one.choices}" for one in answers if read_choices(one.choices)))
    return campaigns.whole(
        (f"{one.draft_version_id}/{one.section_id}/{one.question_id}/{one.stance}/{kind}/{chosen}", text)
        for one in answers
        for kind, text in (("text", one.text), ("proposed", one.proposed_text))
    )


def _part(session: Session, standing: Sequence[int], found: Sequence[Sequence[int]]) -> None:
    """Takes out of their groups those who no longer say what the others there say; withdrawn ones stay."""
    known = _group_ids(session, standing)
    home = {ids[0]: next((known[one] for one in ids if one in known), None) for ids in found}
    stays = {one for ids in found for one in ids if one in known and known[one] == home[ids[0]]}
    leaves = [one for one in known if one not in stays]
    if leaves:
        session.execute(delete(GroupMember).where(GroupMember.response_id.in_(leaves)))


def _keep_group(session: Session, consultation: Consultation, ids: Sequence[int]) -> None:
    known = _group_ids(session, ids)
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


def _group_ids(session: Session, response_ids: Sequence[int]) -> dict[int, int]:
    rows = session.execute(
        select(GroupMember.response_id, GroupMember.group_id)
        .where(GroupMember.response_id.in_(response_ids))
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
