"""One act on all equal responses of a group: each decided as by itself, or not at all (interface.md 5.1)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, String, cast, inspect, literal, select
from sqlalchemy.orm import Session

from consultation import chain, erasing
from consultation.errors import Conflict, Refused
from consultation.models import (
    AnswerGroup,
    Audit,
    BulkAct,
    BulkDecision,
    Consultation,
    Decision,
    Job,
    Rendition,
    RenditionPart,
    Response,
    SearchEntry,
    Tombstone,
)
from consultation.moderation import bulk, bulk_plans, group_queries, holding, marking, operations, queries, queue
from consultation.moderation.bulk_plans import Apart
from consultation.responses import figures, queueing
from consultation.responses import operations as responses
from consultation.responses.content import AnswerContent, Content
from consultation.vocabulary import Capacity, DecisionKind, FindingAnswer, FindingKind, NameRule, Reason, Role
from tests import factories
from tests.factories import NOW
from tests.moderation.desk import moderator, race, received, status
from tests.moderation.grouped import keep_up, regroup

TEMPLATE = "Vi vil have tolv uger til alle, og vi vil have det skrevet ind i kvalitetsstandarden, så enhver kan se det."
WITH_PHONE = f"{TEMPLATE} Ring til Karla på 87 65 43 21."
OWN = "Min mor på 82 har brug for det."
MANY = 8


@pytest.fixture
def consultation(session: Session) -> Consultation:
    row = factories.consultation(session, factories.authority(session))
    session.commit()
    return row


def come(session: Session, owner: Consultation, many: int, text: str = TEMPLATE, **given: Any) -> list[Response]:
    """So many with the same text, each by somebody else, looked through."""
    rows = [
        received(session, owner, text, sender=factories.sender(name=f"Prøve {text[-9:]} {at}", **given))
        for at in range(many)
    ]
    regroup(session, owner)
    return rows


def group(session: Session, owner: Consultation) -> AnswerGroup:
    return group_queries.list_groups(session, owner.id)[0]


def act(
    session: Session, actor: str, owner: Consultation, kind: DecisionKind = DecisionKind.PUBLISH, **given: Any
) -> BulkAct:
    one = group(session, owner)
    sign = bulk_plans.plan(session, actor, NOW, one).sign
    made = bulk.decide(session, actor, NOW, one, sign, kind, seen=True, **given)
    session.commit()
    assert made is not None
    return made


def test_all_equal_ones_are_decided_in_one_act(session: Session, consultation: Consultation) -> None:
    rows, actor = come(session, consultation, MANY), moderator(session, consultation)
    made = act(session, actor, consultation)
    assert {status(session, row) for row in rows} == {"published"}
    decisions = session.scalars(select(Decision)).all()
    assert {one.response_id for one in decisions} == {row.id for row in rows}
    assert {one.decision_id for one in session.scalars(select(BulkDecision).where(BulkDecision.act_id == made.id))} == {
        one.id for one in decisions
    }
    assert figures.read(session, consultation.id)["on_time.published"] == MANY
    assert chain.faults(session, consultation.authority_id) == []


def told(session: Session, owner: Consultation) -> dict[str, object]:
    """Every row that deciding writes about a consultation, without what is made by chance: ids and keys."""
    of = Response.consultation_id == owner.id
    decisions = session.execute(
        select(
            Decision.seq, Decision.kind, Decision.reason, Decision.by, Decision.at, Decision.effective_at, Response.seq
        )
        .join(Response, Response.id == Decision.response_id)
        .where(of)
        .order_by(Response.seq, Decision.seq)
    )
    left = {"id", "key", "consultation_id", "rendition_id", "subject_id", "sort_key"}
    shown = session.scalars(
        select(Rendition).where(Rendition.consultation_id == owner.id).order_by(Rendition.sort_number, Rendition.id)
    ).all()
    ids = [row.id for row in shown]
    parts = session.scalars(
        select(RenditionPart)
        .join(Rendition, Rendition.id == RenditionPart.rendition_id)
        .where(RenditionPart.rendition_id.in_(ids))
        .order_by(Rendition.sort_number, Rendition.id, RenditionPart.position)
    ).all()
    stones = session.scalars(
        select(Tombstone).where(Tombstone.consultation_id == owner.id).order_by(Tombstone.sort_number)
    ).all()
    words = session.scalars(
        select(SearchEntry).where(SearchEntry.subject_id.in_(ids)).order_by(SearchEntry.sort_key)
    ).all()
    noted = session.execute(
        select(Audit.actor, Audit.event, Audit.fields)
        .join(Response, Audit.subject == literal("response:").concat(cast(Response.id, String)))
        .where(of, Audit.event.in_(["decision.made", "claim.released"]))
        .order_by(Audit.seq)
    )
    own = session.scalars(select(Decision.id).join(Response, Response.id == Decision.response_id).where(of))
    jobs = session.execute(
        select(Job.name, Job.due_at).where(Job.unique_key.in_([f"{operations.NOTICE}:{one}" for one in own]))
    )
    return {
        "decisions": [tuple(row) for row in decisions],
        **{
            name: [without(row, left) for row in rows]
            for name, rows in (("shown", shown), ("parts", parts), ("stones", stones), ("words", words))
        },
        "noted": [tuple(row) for row in noted],
        "jobs": [tuple(row) for row in jobs],
        "figures": figures.read(session, owner.id),
        "waits": sorted(queueing.read(session, owner.id).values()),
    }


def without(row: object, left: set[str]) -> dict[str, object]:
    return {column.key: getattr(row, column.key) for column in inspect(type(row)).columns if column.key not in left}


@pytest.mark.parametrize("kind", [DecisionKind.PUBLISH, DecisionKind.WITHHOLD])
def test_the_rows_are_those_of_single_decisions(
    session: Session, consultation: Consultation, kind: DecisionKind
) -> None:
    """Two consultations to which the same have written: one decided in an act, and taken back, the other one by one."""
    reason = Reason.OFF_TOPIC if kind is DecisionKind.WITHHOLD else None
    other = factories.consultation(session, consultation.authority, "anden-hoering")
    actor = moderator(session, consultation)
    come(session, consultation, MANY)
    singles = come(session, other, MANY)
    made = act(session, actor, consultation, kind, reason=reason)
    for row in singles:
        decide_one(session, actor, row, kind, reason)
    session.commit()
    session.expire_all()
    assert told(session, consultation) == told(session, other)
    bulk.undo(session, actor, NOW, made)
    for row in singles:
        decide_one(session, actor, row, DecisionKind.REOPEN)
    session.commit()
    session.expire_all()
    assert told(session, consultation) == told(session, other)
    for owner in (consultation, other):
        assert queueing.read(session, owner.id) == queueing.recount(session, owner.id)


def decide_one(session: Session, actor: str, row: Response, kind: DecisionKind, reason: Reason | None = None) -> None:
    seen = queries.material_of(session, row)
    operations.decide(session, actor, NOW, row.id, seen.decision_seq, 1, kind, reason, seen=True)


def test_who_differs_in_anything_falls_out_with_the_reason(session: Session, consultation: Consultation) -> None:
    actor = moderator(session, consultation)
    other = moderator(session, consultation, "Mads Modprøve")
    come(session, consultation, 3)
    told_apart = {
        Apart.OWN_WORDS: come(session, consultation, 1, f"{TEMPLATE} {OWN}")[0],
        Apart.WRITTEN_OTHERWISE: come(session, consultation, 1, TEMPLATE.upper())[0],
        Apart.PROTECTED: come(session, consultation, 1, protected=True)[0],
        Apart.TAKEN: come(session, consultation, 1)[0],
        Apart.DECIDED: come(session, consultation, 1)[0],
        Apart.BEGUN: come(session, consultation, 1)[0],
    }
    hides = Content((AnswerContent(TEMPLATE),), hide_requested=True)
    sent = factories.submission(content=hides, sender=factories.sender(name="Prøve Skjult"))
    told_apart[Apart.HIDE] = factories.response(session, consultation, sent)
    operations.scan_response(session, NOW, told_apart[Apart.HIDE].id)
    operations.take_response(session, other, NOW, told_apart[Apart.TAKEN].id)
    decide_one(session, actor, told_apart[Apart.DECIDED], DecisionKind.PUBLISH)
    regroup(session, consultation)
    marking.mark_words(session, actor, NOW, told_apart[Apart.BEGUN].id, "tolv uger", FindingKind.OTHER)
    session.commit()
    found = bulk_plans.plan(session, actor, NOW, group(session, consultation))
    assert found.first.response.id == told_apart[Apart.BEGUN].id  # whose words somebody has marked stands for them
    del told_apart[Apart.BEGUN]
    assert found.apart == {row.id: why for why, row in told_apart.items()}
    assert len(found.together) == 4


def test_what_is_marked_once_is_marked_in_all(session: Session, consultation: Consultation) -> None:
    rows, actor = come(session, consultation, 4, WITH_PHONE), moderator(session, consultation)
    material = queries.material_of(session, rows[0])
    findings = [found.finding.id for found in material.findings]
    plan = bulk_plans.plan(session, actor, NOW, group(session, consultation))
    assert plan.open_findings == len(findings) >= 1
    session.commit()
    with pytest.raises(Refused):
        act(session, actor, consultation, DecisionKind.PUBLISH_REDACTED)
    session.rollback()
    for one in findings:
        marking.answer_finding(session, actor, NOW, rows[0].id, one, FindingAnswer.REDACT)
    if "Karla" not in queries.material_of(session, rows[0]).removed_words:
        marking.mark_words(session, actor, NOW, rows[0].id, "Karla", FindingKind.PERSON_NAME)
    session.commit()
    before = len(session.scalars(select(Audit.id)).all())
    plan = bulk_plans.plan(session, actor, NOW, group(session, consultation))
    act(session, actor, consultation, DecisionKind.PUBLISH_REDACTED)
    assert len(session.scalars(select(Audit.id)).all()) - before == plan.lines
    texts = set(session.scalars(select(RenditionPart.text)))
    assert texts == {f"{TEMPLATE} Ring til [navn fjernet] på [telefonnummer fjernet]."}
    assert [row.redacted for row in session.scalars(select(Rendition))] == [True] * 4


def test_R29_who_has_the_removed_name_is_not_among_them(session: Session, consultation: Consultation) -> None:
    consultation.name_rule = NameRule.FULL_NAME
    rows, actor = come(session, consultation, 3, WITH_PHONE), moderator(session, consultation)
    karla = received(session, consultation, WITH_PHONE, sender=factories.sender(name="Karla"))
    regroup(session, consultation)
    marking.mark_words(session, actor, NOW, rows[0].id, "Karla", FindingKind.PERSON_NAME)
    session.commit()
    assert karla.id in bulk_plans.plan(session, actor, NOW, group(session, consultation)).apart


def test_C1_a_group_that_has_changed_is_not_decided(session: Session, consultation: Consultation) -> None:
    rows, actor = come(session, consultation, 3), moderator(session, consultation)
    one = group(session, consultation)
    sign = bulk_plans.plan(session, actor, NOW, one).sign
    responses.withdraw_response(session, NOW, rows[1])
    keep_up(session, consultation, rows[1])
    with pytest.raises(Conflict):
        bulk.decide(session, actor, NOW, one, sign, DecisionKind.PUBLISH, seen=True)


def test_C1_of_an_act_and_a_single_decision_one_wins(
    engine: Engine, session: Session, consultation: Consultation
) -> None:
    rows, actor = come(session, consultation, 3), moderator(session, consultation)
    other = moderator(session, consultation, "Mads Modprøve")
    session.commit()
    key, row_id = group(session, consultation).id, rows[2].id
    sign = bulk_plans.plan(session, actor, NOW, group(session, consultation)).sign
    session.commit()

    def all_of_them(own: Session) -> object:
        one = own.get_one(AnswerGroup, key)
        return bulk.decide(own, actor, NOW, one, sign, DecisionKind.PUBLISH, seen=True)

    def one_of_them(own: Session) -> object:
        return operations.decide(own, other, NOW, row_id, 0, 1, DecisionKind.WITHHOLD, Reason.OFF_TOPIC)

    done = race(engine, all_of_them, one_of_them)
    assert sum(isinstance(one, Conflict) for one in done) == 1
    assert len(session.scalars(select(Decision).where(Decision.response_id == row_id)).all()) == 1


def test_U23_undoing_takes_the_whole_act_back_but_what_was_decided_since(
    session: Session, consultation: Consultation
) -> None:
    rows, actor = come(session, consultation, 4), moderator(session, consultation)
    made = act(session, actor, consultation)
    decide_one(session, actor, rows[0], DecisionKind.REOPEN)
    assert bulk.undo(session, actor, NOW + timedelta(minutes=4), made) == 3
    session.commit()
    assert {status(session, row) for row in rows} == {"awaiting"}
    assert all(row.hidden_at is not None for row in session.scalars(select(Rendition)))
    assert figures.read(session, consultation.id)["on_time.awaiting"] == 4
    with pytest.raises(Conflict):
        bulk.undo(session, actor, NOW + timedelta(minutes=4), made)


def test_U23_undoing_leaves_what_its_presser_wrote_and_what_is_erased(
    session: Session, consultation: Consultation
) -> None:
    """Neither could be decided on again: the one not by them, the other by nobody (P4)."""
    rows, actor = come(session, consultation, 3), moderator(session, consultation)
    mads = factories.staff(session, consultation.authority, Role.MODERATOR, "Mads Modprøve")
    come(session, consultation, 1, email=mads.email)
    made = act(session, actor, consultation, DecisionKind.WITHHOLD, reason=Reason.OFF_TOPIC)
    erasing.erase(session, "system", NOW, rows[0], "Indholdet er ulovligt at have.")
    assert bulk.undo(session, f"staff:{mads.id}", NOW, made) == 2
    assert [status(session, row) for row in rows] == ["withheld", "awaiting", "awaiting"]


def test_C1_of_two_who_undo_at_once_one_is_told(engine: Engine, session: Session, consultation: Consultation) -> None:
    come(session, consultation, 3)
    actor = moderator(session, consultation)
    made = act(session, actor, consultation).id
    session.commit()

    def undo(own: Session) -> int:
        return bulk.undo(own, actor, NOW, own.get_one(BulkAct, made))

    done = race(engine, undo, undo)
    assert sorted(type(one).__name__ for one in done) == ["Conflict", "int"]


@pytest.mark.parametrize(("words", "sender"), [("tolv uger", {}), ("Kroghuset", {"organisation": "Kroghuset"})])
def test_R28_words_that_are_held_since_the_last_look_stop_the_act(
    session: Session, consultation: Consultation, words: str, sender: dict[str, str]
) -> None:
    """In the text that all share, or in the name of one of them; what shows nothing goes on."""
    actor = moderator(session, consultation)
    come(session, consultation, 3)
    come(session, consultation, 1, **({"capacity": Capacity.ORGANISATION} | sender if sender else {}))
    holding.hold_word(session, actor, NOW, consultation.authority_id, words, FindingKind.OTHER)
    session.commit()
    with pytest.raises(Refused) as refused:
        act(session, actor, consultation)
    assert refused.value.details["cause"] == "looked"
    session.rollback()
    act(session, actor, consultation, DecisionKind.WITHHOLD, reason=Reason.OFF_TOPIC)


def test_U23_an_act_is_offered_to_be_undone_as_one_and_only_to_who_made_it(
    session: Session, consultation: Consultation
) -> None:
    come(session, consultation, 3)
    actor, other = moderator(session, consultation), moderator(session, consultation, "Mads Modprøve")
    made, last = act(session, actor, consultation), NOW + timedelta(minutes=4)
    assert queue.list_undoable(session, consultation.id, actor, NOW) == []
    assert bulk.list_undoable(session, consultation.id, actor, last) == [(group(session, consultation).key, made)]
    assert bulk.list_undoable(session, consultation.id, other, last) == []
    assert bulk.list_undoable(session, consultation.id, actor, NOW + timedelta(minutes=5)) == []
    bulk.undo(session, actor, last, made)
    assert bulk.list_undoable(session, consultation.id, actor, last) == []


def test_U23_after_five_minutes_it_is_too_late(session: Session, consultation: Consultation) -> None:
    come(session, consultation, 2)
    actor = moderator(session, consultation)
    made = act(session, actor, consultation)
    with pytest.raises(Conflict):
        bulk.undo(session, actor, NOW + timedelta(minutes=5), made)


def test_the_sample_is_ten_by_chance(session: Session, consultation: Consultation) -> None:
    come(session, consultation, 14)
    found = bulk_plans.plan(session, moderator(session, consultation), NOW, group(session, consultation))
    chosen = [one.response.id for one in bulk_plans.sample(found)]
    assert len(set(chosen)) == 10
    assert chosen == [one.response.id for one in bulk_plans.sample(found)]
