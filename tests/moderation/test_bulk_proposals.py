"""An act on many where a decision takes two: proposed by one, decided by another for just these responses (R36)."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consultation import chain
from consultation.errors import Conflict, Refused
from consultation.models import (
    AnswerGroup,
    Audit,
    BulkAct,
    BulkProposal,
    Claim,
    Consultation,
    Decision,
    QueueEntry,
    Response,
)
from consultation.moderation import (
    bulk,
    bulk_plans,
    bulk_proposals,
    group_queries,
    marking,
    operations,
    queries,
)
from consultation.moderation.bulk_plans import Apart, Plan
from consultation.responses import operations as responses
from consultation.responses.content import AnswerContent, Content
from consultation.vocabulary import DecisionKind, FindingKind, Reason, Status
from tests import factories
from tests.factories import NOW
from tests.moderation import desk
from tests.moderation.desk import moderator, race, received
from tests.moderation.grouped import keep_up, regroup

PUBLISH, WITHHOLD = DecisionKind.PUBLISH, DecisionKind.WITHHOLD
TEMPLATE = "Vi vil have tolv uger til alle, og vi vil have det skrevet ind i kvalitetsstandarden, så enhver kan se det."


@pytest.fixture
def both(session: Session) -> Consultation:
    """A consultation in which a decision takes two, with four equal responses."""
    row = factories.consultation(session, factories.authority(session))
    row.two_person = True
    come(session, row, 4)
    return row


@pytest.fixture
def maja(session: Session, both: Consultation) -> str:
    return moderator(session, both, "Maja Modprøve")


@pytest.fixture
def mads(session: Session, both: Consultation) -> str:
    return moderator(session, both, "Mads Modprøve")


def come(session: Session, owner: Consultation, many: int) -> list[Response]:
    known = len(rows_of(session, owner))
    rows = [
        received(session, owner, TEMPLATE, sender=factories.sender(name=f"Prøve {known + at}")) for at in range(many)
    ]
    regroup(session, owner)
    return rows


def rows_of(session: Session, owner: Consultation) -> list[Response]:
    return list(session.scalars(select(Response).where(Response.consultation_id == owner.id).order_by(Response.id)))


def group(session: Session, owner: Consultation) -> AnswerGroup:
    return group_queries.list_groups(session, owner.id)[0]


def plan(session: Session, actor: str, owner: Consultation) -> Plan:
    return bulk_plans.plan(session, actor, NOW, group(session, owner))


def act(
    session: Session, actor: str, owner: Consultation, kind: DecisionKind = PUBLISH, reason: Reason | None = None
) -> BulkAct | None:
    sign = plan(session, actor, owner).sign
    made = bulk.decide(session, actor, NOW, group(session, owner), sign, kind, reason, seen=True)
    session.commit()
    return made


def by(session: Session) -> set[tuple[str, str | None]]:
    return {(one.by, one.second_by) for one in session.scalars(select(Decision))}


def pending(session: Session, owner: Consultation) -> int:
    found = bulk_proposals.find_pending(session, group(session, owner))
    return found.count if found else 0


def test_R36_what_one_decides_about_many_waits_until_another_decides_the_same(
    session: Session, both: Consultation, maja: str, mads: str
) -> None:
    assert act(session, maja, both) is None
    assert {desk.status(session, row) for row in rows_of(session, both)} == {Status.AWAITING}
    assert pending(session, both) == 4
    made = act(session, mads, both)
    assert made is not None
    assert made.by == mads
    assert by(session) == {(maja, mads)}
    assert {desk.status(session, row) for row in rows_of(session, both)} == {Status.PUBLISHED}
    assert pending(session, both) == 0
    assert session.scalars(select(QueueEntry.id)).all() == []
    assert chain.faults(session, both.authority_id) == []


def test_R36_it_is_as_two_persons_single_decisions(session: Session, both: Consultation, maja: str, mads: str) -> None:
    other = factories.consultation(session, both.authority, "anden-hoering")
    other.two_person = True
    alone = received(session, other, TEMPLATE)
    for actor in (maja, mads):
        operations.decide(session, actor, NOW, alone.id, 0, 1, PUBLISH, seen=True)
        act(session, actor, both)
    kept = {
        (one.seq, one.kind, one.reason, one.by, one.second_by, one.at, one.effective_at)
        for one in session.scalars(select(Decision))
    }
    assert len(kept) == 1
    noted = session.execute(select(Audit.actor, Audit.fields).where(Audit.event == "decision.made"))
    assert len({tuple(row) for row in noted}) == 1


def test_R36_the_same_account_is_never_both(session: Session, both: Consultation, maja: str) -> None:
    for _ in range(3):
        assert act(session, maja, both) is None
    assert by(session) == set()
    assert len(session.scalars(select(BulkProposal)).all()) == 3


@pytest.mark.parametrize(("kind", "reason"), [(WITHHOLD, Reason.OFF_TOPIC), (PUBLISH, None)])
def test_R36_another_kind_or_reason_is_a_proposal_of_its_own(
    session: Session, both: Consultation, maja: str, mads: str, kind: DecisionKind, reason: Reason | None
) -> None:
    act(session, maja, both, WITHHOLD, Reason.ABUSE)
    assert act(session, mads, both, kind, reason) is None
    assert by(session) == set()
    assert act(session, maja, both, kind, reason) is not None
    assert by(session) == {(mads, maja)}


def test_R36_marked_otherwise_it_does_not_count(session: Session, both: Consultation, maja: str, mads: str) -> None:
    act(session, maja, both)
    read = plan(session, mads, both).first.response
    marking.mark_words(session, mads, NOW, read.id, "tolv uger", FindingKind.OTHER)
    session.commit()
    found = plan(session, mads, both)
    assert found.asked is not None
    assert (found.seconds, pending(session, both)) == (False, 0)
    redacted = DecisionKind.PUBLISH_REDACTED
    assert act(session, mads, both, redacted) is None
    assert act(session, maja, both, redacted) is not None
    assert by(session) == {(mads, maja)}


def test_R36_somebody_elses_marks_in_an_equal_text_do_not_end_it(
    session: Session, both: Consultation, maja: str, mads: str
) -> None:
    act(session, maja, both)
    last = rows_of(session, both)[-1]
    marking.mark_words(session, mads, NOW, last.id, "tolv uger", FindingKind.OTHER)
    session.commit()
    found = plan(session, mads, both)
    assert (found.seconds, found.apart) == (True, {last.id: Apart.BEGUN})
    act(session, mads, both)
    assert len(session.scalars(select(Decision)).all()) == 3


def test_R36_it_holds_where_the_text_that_was_read_is_on_a_desk(
    session: Session, both: Consultation, maja: str, mads: str
) -> None:
    """Its equals have the same words with the same taken out."""
    act(session, maja, both)
    read = rows_of(session, both)[0]
    operations.take_response(session, moderator(session, both, "Mona Modprøve"), NOW, read.id)
    session.commit()
    assert plan(session, mads, both).apart == {read.id: Apart.TAKEN}
    act(session, mads, both)
    assert len(session.scalars(select(Decision)).all()) == 3
    assert pending(session, both) == 1  # what was on a desk still waits for another


def test_R36_only_what_is_in_both_is_decided(session: Session, both: Consultation, maja: str, mads: str) -> None:
    act(session, maja, both)
    first, gone, corrected, _rest = rows_of(session, both)
    responses.withdraw_response(session, NOW, gone)
    responses.correct_response(
        session, factories.settings(), NOW, corrected, factories.sender(), Content((AnswerContent(TEMPLATE),))
    )
    operations.scan_response(session, NOW, corrected.id)
    keep_up(session, both, gone, corrected)
    (came,) = come(session, both, 1)
    found = plan(session, mads, both)
    assert found.apart == {corrected.id: Apart.SINCE, came.id: Apart.SINCE}
    assert found.since == 2
    act(session, mads, both)
    assert desk.status(session, first) == Status.PUBLISHED
    assert {desk.status(session, row) for row in (corrected, came)} == {Status.AWAITING}


def test_R36_whoever_proposes_leaves_the_desk_to_the_colleague(
    session: Session, both: Consultation, maja: str, mads: str
) -> None:
    operations.take_response(session, maja, NOW, rows_of(session, both)[0].id)
    session.commit()
    assert plan(session, mads, both).apart != {}
    act(session, maja, both)
    assert session.scalars(select(Claim.id)).all() == []
    assert len(plan(session, mads, both).together) == 4


def test_R36_a_proposal_taken_back_brings_none_before_it_back(
    session: Session, both: Consultation, maja: str, mads: str
) -> None:
    act(session, mads, both)
    act(session, maja, both, WITHHOLD, Reason.ABUSE)
    with pytest.raises(Conflict):
        bulk.withdraw_proposal(session, mads, NOW, group(session, both))
    session.rollback()
    bulk.withdraw_proposal(session, maja, NOW, group(session, both))
    session.commit()
    assert pending(session, both) == 0
    assert act(session, maja, both) is None


def test_U23_undone_it_takes_two_again(session: Session, both: Consultation, maja: str, mads: str) -> None:
    act(session, maja, both)
    made = act(session, mads, both)
    assert made is not None
    assert bulk.undo(session, mads, NOW + timedelta(minutes=1), made) == 4
    session.commit()
    assert pending(session, both) == 0
    assert act(session, mads, both) is None


def test_C1_of_two_seconds_at_once_one_wins(
    engine: Engine, session: Session, both: Consultation, maja: str, mads: str
) -> None:
    mona = moderator(session, both, "Mona Modprøve")
    act(session, maja, both)
    key, signs = group(session, both).id, {one: plan(session, one, both).sign for one in (mads, mona)}
    session.commit()

    def second(actor: str) -> desk.Act:
        return lambda own: bulk.decide(own, actor, NOW, own.get_one(AnswerGroup, key), signs[actor], PUBLISH, seen=True)

    done = race(engine, second(mads), second(mona))
    assert sorted(type(one).__name__ for one in done) == ["BulkAct", "Conflict"]
    assert len(session.scalars(select(Decision)).all()) == 4


def test_C1_of_two_firsts_at_once_one_is_told_of_the_other(
    engine: Engine, session: Session, both: Consultation, maja: str, mads: str
) -> None:
    """Nobody becomes the second without having seen what the first proposed."""
    key, sign = group(session, both).id, plan(session, maja, both).sign
    session.commit()

    def first(actor: str) -> desk.Act:
        return lambda own: bulk.decide(own, actor, NOW, own.get_one(AnswerGroup, key), sign, PUBLISH, seen=True)

    done = race(engine, first(maja), first(mads))
    assert sum(isinstance(one, Conflict) for one in done) == 1
    assert by(session) == set()


def test_R36_a_proposal_asks_what_a_decision_asks(session: Session, both: Consultation, maja: str) -> None:
    received(session, both, f"{TEMPLATE} Ring på {desk.PHONE}.", sender=factories.sender(name="Prøve A"))
    received(session, both, f"{TEMPLATE} Ring på {desk.PHONE}.", sender=factories.sender(name="Prøve B"))
    regroup(session, both)
    for row in rows_of(session, both)[:4]:
        responses.withdraw_response(session, NOW, row)
        keep_up(session, both, row)
    session.commit()
    with pytest.raises(Refused):
        act(session, maja, both)
    session.rollback()
    assert session.scalars(select(BulkProposal)).all() == []


def test_R57_the_log_and_each_response_tell_who_proposed(
    session: Session, both: Consultation, maja: str, mads: str
) -> None:
    act(session, maja, both)
    row = session.scalars(select(Audit).where(Audit.event == "group.proposed")).one()
    assert (row.actor, row.subject) == (maja, f"answer_group:{group(session, both).id}")
    assert '"responses":4' in row.fields
    response = rows_of(session, both)[2]
    assert [one.by for one in bulk_proposals.list_of_response(session, response.id)] == [maja]
    assert queries.material_of(session, response).decision_seq == 0


def test_R39_a_group_that_was_acted_on_stays_when_all_have_left_it(
    session: Session, both: Consultation, maja: str, mads: str
) -> None:
    """Its acts and proposals speak of it."""
    act(session, maja, both)
    act(session, mads, both)
    kept = group(session, both).id
    for row in rows_of(session, both):
        responses.withdraw_response(session, NOW, row)
        keep_up(session, both, row)
    session.expire_all()
    assert session.get_one(AnswerGroup, kept).responses == 0
