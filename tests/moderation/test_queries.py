"""Who is next, who has what, and who may read (interface.md 5)."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from consultation.models import Consultation
from consultation.moderation import claims, marking, operations, queries, queue, rules
from consultation.moderation.queue import Chosen
from consultation.responses import operations as responses
from consultation.responses.content import AnswerContent, Content
from consultation.responses.risk import Risk
from consultation.vocabulary import AccessPurpose, DecisionKind, FindingKind, Reason
from tests import factories
from tests.factories import NOW
from tests.moderation import desk
from tests.moderation.desk import CPR, PHONE

HOUR = timedelta(hours=1)


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return factories.consultation(session, factories.authority(session))


def _numbers(session: Session, consultation: Consultation) -> list[str]:
    return [one.number for one in queue.list_waiting(session, consultation.id, NOW)]


def test_the_queue_goes_by_risk_then_age(session: Session, consultation: Consultation) -> None:
    texts = ["Godt.", f"Ring {PHONE}.", "Sag 9999994123.", f"Nr. {CPR}."]
    for text in texts:
        desk.received(session, consultation, text)
    desk.received(session, consultation, "Ældst.", received_at=NOW - HOUR)
    waiting = queue.list_waiting(session, consultation.id, NOW)
    assert [(one.number, one.risk) for one in waiting] == [
        ("4", Risk.CPR),
        ("3", Risk.POSSIBLE_CPR),
        ("2", Risk.OTHER),
        ("5", Risk.NONE),
        ("1", Risk.NONE),
    ]


def test_only_what_awaits_a_decision_is_in_the_queue(session: Session, consultation: Consultation) -> None:
    actor = desk.moderator(session, consultation)
    decided, reopened, withdrawn = (desk.received(session, consultation) for _ in range(3))
    desk.decide(session, actor, decided, DecisionKind.PUBLISH)
    desk.decide(session, actor, reopened, DecisionKind.WITHHOLD, Reason.ABUSE)
    desk.decide(session, actor, reopened, DecisionKind.REOPEN)
    responses.withdraw_response(session, NOW, withdrawn)
    assert _numbers(session, consultation) == ["2"]
    assert queue.count_waiting(session, consultation.id) == 1


def test_a_correction_is_judged_by_its_own_words(session: Session, consultation: Consultation) -> None:
    response = desk.received(session, consultation, f"Nr. {CPR}.")
    content = Content((AnswerContent("Uden nummer."),))
    responses.correct_response(session, factories.settings(), NOW, response, factories.sender(), content)
    operations.scan_response(session, NOW, response.id)
    assert [one.risk for one in queue.list_waiting(session, consultation.id, NOW)] == [Risk.NONE]


def test_the_next_one_is_on_nobodys_desk(session: Session, consultation: Consultation) -> None:
    first, second = desk.received(session, consultation), desk.received(session, consultation)
    operations.take_response(session, desk.moderator(session, consultation), NOW, first.id)
    assert queue.next_in_queue(session, consultation.id, NOW) == second.id


def test_who_lets_one_go_gets_the_one_after_it(session: Session, consultation: Consultation) -> None:
    let_go, after = desk.received(session, consultation), desk.received(session, consultation)
    assert queue.next_in_queue(session, consultation.id, NOW, after=let_go.id) == after.id
    assert queue.next_in_queue(session, consultation.id, NOW, after=after.id) == let_go.id


def test_a_queue_that_is_all_taken_gives_nothing(session: Session, consultation: Consultation) -> None:
    response = desk.received(session, consultation)
    operations.take_response(session, desk.moderator(session, consultation), NOW, response.id)
    assert queue.next_in_queue(session, consultation.id, NOW) is None


def test_what_is_on_ones_own_desk_is_found_there_and_nobody_elses(session: Session, consultation: Consultation) -> None:
    actor, other = desk.moderator(session, consultation), desk.moderator(session, consultation, "Mads Modprøve")
    plain, grave = desk.received(session, consultation), desk.received(session, consultation, f"Nr. {CPR}.")
    me, them = (rules.staff_id_of(one) or 0 for one in (actor, other))
    for response in (plain, grave):
        operations.take_response(session, actor, NOW, response.id)
    assert queue.first_held(session, consultation.id, NOW, me) == grave.id
    assert queue.first_held(session, consultation.id, NOW, me, Chosen(risk=Risk.NONE)) == plain.id
    assert queue.first_held(session, consultation.id, NOW, them) is None
    assert queue.first_held(session, consultation.id, NOW + rules.CLAIM_LIFE, me) is None


def test_a_claim_that_has_ended_is_not_shown(session: Session, consultation: Consultation) -> None:
    response = desk.received(session, consultation)
    operations.take_response(session, desk.moderator(session, consultation), NOW, response.id)
    later = NOW + rules.CLAIM_LIFE
    assert [one.taken_by for one in queue.list_waiting(session, consultation.id, later)] == [""]


def test_a_place_in_the_queue_counts_those_before_it(session: Session, consultation: Consultation) -> None:
    plain, grave = desk.received(session, consultation), desk.received(session, consultation, f"Nr. {CPR}.")
    decided = desk.received(session, consultation)
    desk.decide(session, desk.moderator(session, consultation), decided, DecisionKind.PUBLISH)
    assert [queue.place_of(session, one.id) for one in (plain, grave, decided)] == [2, 1, 0]
    assert {risk: number for risk, number in queue.count_by_risk(session, consultation.id).items() if number} == {
        Risk.CPR: 1,
        Risk.NONE: 1,
    }


def test_an_act_keeps_the_response_on_the_desk(session: Session, consultation: Consultation) -> None:
    actor, response = desk.moderator(session, consultation), desk.received(session, consultation)
    operations.take_response(session, actor, NOW, response.id)
    later = NOW + timedelta(minutes=29)
    marking.mark_words(session, actor, later, response.id, "Seks uger", FindingKind.OTHER)
    claim = queries.find_claim(session, response.id, later)
    assert claim is not None
    assert claim.until_at == later + rules.CLAIM_LIFE
    assert queries.find_access(session, claim.staff_id, response.id, later + timedelta(minutes=29)) is not None


def test_access_is_a_persons_own_and_ends(session: Session, consultation: Consultation) -> None:
    actor, response = desk.moderator(session, consultation), desk.received(session, consultation)
    access = claims.open_access(session, actor, NOW, response, AccessPurpose.ANALYSIS)
    last = NOW + rules.ACCESS_LIFE - timedelta(microseconds=1)
    assert queries.find_access(session, access.staff_id, response.id, last) is access
    assert queries.find_access(session, access.staff_id, response.id, NOW + rules.ACCESS_LIFE) is None
    assert queries.find_access(session, access.staff_id + 1, response.id, NOW) is None


def test_U23_ones_own_newest_decision_can_be_undone_for_five_minutes(
    session: Session, consultation: Consultation
) -> None:
    actor, other = desk.moderator(session, consultation), desk.moderator(session, consultation, "Mads Modprøve")
    response = desk.received(session, consultation)
    desk.decide(session, actor, response, DecisionKind.PUBLISH)
    last = NOW + rules.UNDO_TIME - timedelta(microseconds=1)
    assert [one.number for one in queue.list_undoable(session, consultation.id, actor, last)] == ["1"]
    assert queue.list_undoable(session, consultation.id, actor, NOW + rules.UNDO_TIME) == []
    assert queue.list_undoable(session, consultation.id, other, NOW) == []


def test_what_is_undone_cannot_be_undone_again(session: Session, consultation: Consultation) -> None:
    actor, response = desk.moderator(session, consultation), desk.received(session, consultation)
    desk.decide(session, actor, response, DecisionKind.WITHHOLD, Reason.ABUSE)
    desk.decide(session, actor, response, DecisionKind.REOPEN)
    assert queue.list_undoable(session, consultation.id, actor, NOW) == []
