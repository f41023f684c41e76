"""Questions to a colleague, decisions that take two, who is to take what, and internal notes (R34, R36)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from consultation.accounts import operations as accounts
from consultation.errors import Conflict, Invalid, Refused
from consultation.models import Audit, Consultation, Decision, Note, QueueEntry, Rendition, Response, Staff
from consultation.moderation import (
    assigning,
    bulk,
    claims,
    history,
    marking,
    operations,
    opinions,
    queries,
    queue,
    rules,
)
from consultation.moderation.queue import Chosen, Whose
from consultation.responses import operations as responses
from consultation.responses.content import AnswerContent, Content
from consultation.responses.risk import Risk
from consultation.vocabulary import Capacity, DecisionKind, FindingKind, Reason, Role, Status
from tests import factories
from tests.factories import NOW
from tests.moderation import desk
from tests.moderation.desk import CPR
from tests.pages import PageClient

PUBLISH, WITHHOLD = DecisionKind.PUBLISH, DecisionKind.WITHHOLD


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return factories.consultation(session, factories.authority(session))


@pytest.fixture
def maja(session: Session, consultation: Consultation) -> str:
    return desk.moderator(session, consultation, "Maja Modprøve")


@pytest.fixture
def mads(session: Session, consultation: Consultation) -> str:
    return desk.moderator(session, consultation, "Mads Modprøve")


def _id(actor: str) -> int:
    return rules.staff_id_of(actor) or 0


def _ask(session: Session, actor: str, response: Response, **given: object) -> None:
    version = desk.material(session, response).standing.version.number
    values = {"version_number": version, "kind": WITHHOLD, "reason": Reason.ABUSE} | given
    opinions.ask_colleague(session, actor, NOW, response.id, "Er det for groft?", **values)  # type: ignore[arg-type] # - as a page gives them


# A colleague is asked


def test_R36_who_has_asked_a_colleague_does_not_decide(
    session: Session, consultation: Consultation, maja: str, mads: str
) -> None:
    response = desk.received(session, consultation)
    operations.take_response(session, maja, NOW, response.id)
    _ask(session, maja, response)
    with pytest.raises(Conflict) as refused:
        desk.decide(session, maja, response, PUBLISH)
    assert refused.value.details["cause"] == "asked"
    with pytest.raises(Conflict):
        operations.take_response(session, maja, NOW, response.id)
    operations.take_response(session, mads, NOW, response.id)
    made = desk.decide(session, mads, response, PUBLISH)
    assert (made.by, made.second_by, queries.find_opinion(session, response.id)) == (mads, None, None)


def test_who_has_asked_is_given_the_next_and_others_are_given_what_was_asked(
    session: Session, consultation: Consultation, maja: str, mads: str
) -> None:
    first, second = desk.received(session, consultation), desk.received(session, consultation, "Noget andet.")
    operations.take_response(session, maja, NOW, first.id)
    _ask(session, maja, first)
    assert queue.next_in_queue(session, consultation.id, NOW, me=_id(maja)) == second.id
    assert queue.next_in_queue(session, consultation.id, NOW, me=_id(mads)) == first.id


def test_only_the_colleague_who_is_asked_by_name_is_given_it(
    session: Session, consultation: Consultation, maja: str, mads: str
) -> None:
    third = desk.moderator(session, consultation, "Mona Modprøve")
    response = desk.received(session, consultation)
    _ask(session, maja, response, asked_id=_id(mads))
    assert [queue.next_in_queue(session, consultation.id, NOW, me=_id(one)) for one in (maja, mads, third)] == [
        None,
        response.id,
        None,
    ]


@pytest.mark.parametrize(("asked", "fault"), [("maja", "self"), ("secretary", "unknown"), ("other", "unknown")])
def test_A1_a_question_goes_to_another_moderator_of_the_same_authority(
    session: Session, consultation: Consultation, maja: str, asked: str, fault: str
) -> None:
    elsewhere = factories.authority(session, "andensteds")
    whom = {
        "maja": _id(maja),
        "secretary": factories.staff(session, consultation.authority, Role.SECRETARY).id,
        "other": factories.staff(session, elsewhere, Role.MODERATOR).id,
    }
    response = desk.received(session, consultation)
    with pytest.raises(Invalid) as refused:
        _ask(session, maja, response, asked_id=whom[asked])
    assert refused.value.errors == {"asked": fault}


def test_a_question_is_taken_back_by_its_asker_alone(
    session: Session, consultation: Consultation, maja: str, mads: str
) -> None:
    response = desk.received(session, consultation)
    _ask(session, maja, response)
    with pytest.raises(Conflict):
        opinions.withdraw_question(session, mads, NOW, response.id)
    opinions.withdraw_question(session, maja, NOW, response.id)
    assert desk.decide(session, maja, response, PUBLISH).by == maja


def test_what_was_asked_by_name_is_everybodys_when_the_question_is_taken_back(
    session: Session, consultation: Consultation, maja: str, mads: str
) -> None:
    response = desk.received(session, consultation)
    _ask(session, maja, response, asked_id=_id(mads))
    opinions.withdraw_question(session, maja, NOW, response.id)
    assert [queue.next_in_queue(session, consultation.id, NOW, me=_id(one)) for one in (maja, mads)] == [
        response.id,
        response.id,
    ]


def test_a_correction_ends_the_question(session: Session, consultation: Consultation, maja: str) -> None:
    response = desk.received(session, consultation)
    _ask(session, maja, response)
    responses.correct_response(
        session, factories.settings(), NOW, response, factories.sender(), Content((AnswerContent("Rettet."),))
    )
    assert queries.find_opinion(session, response.id) is None
    assert operations.take_response(session, maja, NOW, response.id).id == response.id


def test_R34_questions_and_decisions_are_told_in_order_with_names(
    session: Session, consultation: Consultation, maja: str, mads: str, shared_app: Flask
) -> None:
    response = desk.received(session, consultation)
    _ask(session, maja, response)
    desk.decide(session, mads, response, PUBLISH, now=NOW + timedelta(minutes=1))
    with shared_app.test_request_context("/intern"):
        told = history.told(session, response)
        words = [(one.who, one.what, one.text) for one in told]
    assert [who for who, _what, _text in words] == ["afsenderen", "Maja Modprøve", "Mads Modprøve"]
    assert words[1][2] == "Er det for groft?"
    assert "truer eller håner" in words[1][1]


# Decisions that take two


@pytest.fixture
def both(session: Session, consultation: Consultation) -> Consultation:
    consultation.two_person = True
    session.flush()
    return consultation


def _decide(
    session: Session, actor: str, response: Response, kind: DecisionKind, reason: Reason | None = None
) -> Decision | None:
    seen = desk.material(session, response)
    version = seen.standing.version.number
    return operations.decide(
        session, actor, NOW, response.id, seen.decision_seq, version, kind, reason, seen=True, set_seq=seen.set_seq
    )


def test_R36_nothing_is_public_before_two_have_decided_the_same(
    session: Session, both: Consultation, maja: str, mads: str
) -> None:
    response = desk.received(session, both)
    assert _decide(session, maja, response, PUBLISH) is None
    assert session.scalars(select(Rendition)).all() == []
    assert desk.material(session, response).standing.status is Status.AWAITING
    made = _decide(session, mads, response, PUBLISH)
    assert made is not None
    assert (made.by, made.second_by) == (maja, mads)
    assert desk.shown(session, response) is not None
    session.commit()
    entry = session.scalars(select(Audit).where(Audit.event == "decision.made")).one()
    assert entry.actor == mads


def test_R36_who_asks_in_doubt_has_decided_nothing(session: Session, both: Consultation, maja: str, mads: str) -> None:
    response = desk.received(session, both)
    _ask(session, maja, response, kind=PUBLISH, reason=None)
    assert _decide(session, mads, response, PUBLISH) is None
    made = _decide(session, maja, response, PUBLISH)
    assert made is not None
    assert (made.by, made.second_by) == (mads, maja)


def test_R36_one_person_is_not_two(session: Session, both: Consultation, maja: str) -> None:
    response = desk.received(session, both)
    assert _decide(session, maja, response, PUBLISH) is None
    with pytest.raises(Conflict):
        _decide(session, maja, response, PUBLISH)


def test_R36_another_decision_is_a_new_proposal(session: Session, both: Consultation, maja: str, mads: str) -> None:
    response = desk.received(session, both)
    _decide(session, maja, response, PUBLISH)
    assert _decide(session, mads, response, WITHHOLD, Reason.ABUSE) is None
    assert _decide(session, maja, response, WITHHOLD, Reason.OFF_TOPIC) is None
    made = _decide(session, mads, response, WITHHOLD, Reason.OFF_TOPIC)
    assert made is not None
    assert (made.by, made.second_by, made.reason) == (maja, mads, Reason.OFF_TOPIC)


def test_R36_two_agree_on_the_same_public_text(session: Session, both: Consultation, maja: str, mads: str) -> None:
    response = desk.received(session, both, f"Mit nummer er {CPR}. Seks uger er kort.")
    redacted = DecisionKind.PUBLISH_REDACTED
    _decide(session, maja, response, redacted)
    operations.take_response(session, mads, NOW, response.id)
    marking.mark_words(session, mads, NOW, response.id, "Seks uger", FindingKind.OTHER)
    assert _decide(session, mads, response, redacted) is None
    made = _decide(session, maja, response, redacted)
    assert made is not None
    assert (made.by, made.second_by) == (mads, maja)


def test_R36_what_protects_takes_one(session: Session, both: Consultation, maja: str, mads: str) -> None:
    response = desk.received(session, both)
    _decide(session, maja, response, PUBLISH)
    _decide(session, mads, response, PUBLISH)
    made = _decide(session, maja, response, WITHHOLD, Reason.PERSON)
    assert made is not None
    assert desk.shown(session, response) is None


def test_R36_an_import_publishes_nothing_alone(session: Session, both: Consultation, maja: str) -> None:
    response = desk.received(session, both)
    with pytest.raises(Refused):
        operations.publish_response(session, maja, NOW, response.id)


def test_R36_many_at_once_are_not_published_by_one(session: Session, both: Consultation, maja: str) -> None:
    response = desk.received(session, both)
    assert bulk.publish_clean(session, maja, NOW, [response.id]) == 0
    assert desk.shown(session, response) is None


# Who is to take what


def _three(session: Session, consultation: Consultation) -> list[Response]:
    texts = ("Seks uger er for kort.", f"Mit nummer er {CPR}.", "Otte uger.")
    return [desk.received(session, consultation, text) for text in texts]


def test_the_next_of_the_queue_are_given_to_a_moderator_the_gravest_first(
    session: Session, consultation: Consultation, maja: str, mads: str
) -> None:
    plain, grave, last = _three(session, consultation)
    assert assigning.assign_next(session, maja, NOW, consultation, _id(mads), 2) == 2
    assert [queue.next_in_queue(session, consultation.id, NOW, me=_id(one)) for one in (maja, mads)] == [
        last.id,
        grave.id,
    ]
    session.commit()
    entry = session.scalars(select(Audit).where(Audit.event == "queue.assigned")).one()
    assert entry.fields == f'{{"responses":[{plain.id},{grave.id}],"staff":{_id(mads)}}}'


def test_what_is_ones_own_and_nobodys_is_taken_by_risk_then_age(
    session: Session, consultation: Consultation, maja: str
) -> None:
    plain, grave, last = _three(session, consultation)
    assigning.assign_response(session, maja, NOW, last.id, _id(maja))
    order = []
    while (found := queue.next_in_queue(session, consultation.id, NOW, me=_id(maja))) is not None:
        order.append(found)
        operations.take_response(session, maja, NOW, found)
    assert order == [grave.id, plain.id, last.id]


def test_only_what_is_chosen_is_given(session: Session, consultation: Consultation, maja: str, mads: str) -> None:
    _three(session, consultation)
    assert assigning.assign_next(session, maja, NOW, consultation, _id(mads), 9, Chosen(risk=Risk.CPR)) == 1
    assert assigning.assign_next(session, maja, NOW, consultation, _id(mads), 9, Chosen(risk=Risk.CPR)) == 0


@pytest.mark.parametrize(("count", "whom", "fault"), [(0, "mads", "count"), (501, "mads", "count"), (1, "0", "staff")])
def test_what_cannot_be_given_is_refused(
    session: Session, consultation: Consultation, maja: str, mads: str, count: int, whom: str, fault: str
) -> None:
    with pytest.raises(Invalid) as refused:
        assigning.assign_next(session, maja, NOW, consultation, _id(mads) if whom == "mads" else 0, count)
    assert list(refused.value.errors) == [fault]


def test_who_leaves_leaves_no_response_behind(
    session: Session, consultation: Consultation, maja: str, mads: str
) -> None:
    first, second, _third = _three(session, consultation)
    assigning.assign_response(session, maja, NOW, first.id, _id(mads))
    operations.take_response(session, mads, NOW, second.id)
    accounts.disable_staff(session, maja, NOW, session.get_one(Staff, _id(mads)))
    assert queue.count_unassigned(session, consultation.id) == 3
    assert queries.find_claim(session, second.id, NOW) is None


def test_R36_what_a_colleague_was_asked_about_is_not_given_away_with_the_next(
    session: Session, consultation: Consultation, maja: str, mads: str
) -> None:
    response = desk.received(session, consultation)
    _ask(session, maja, response)
    assert assigning.assign_next(session, mads, NOW, consultation, _id(maja), 1) == 0
    assert queue.next_in_queue(session, consultation.id, NOW, me=_id(mads)) == response.id


def test_R36_what_somebody_has_asked_about_is_not_given_to_them(
    session: Session, consultation: Consultation, maja: str, mads: str
) -> None:
    response = desk.received(session, consultation)
    _ask(session, maja, response)
    with pytest.raises(Invalid) as refused:
        assigning.assign_response(session, mads, NOW, response.id, _id(maja))
    assert refused.value.errors == {"staff": "asked"}


def test_what_a_colleague_was_asked_about_is_not_counted_as_everybodys(
    session: Session, consultation: Consultation, maja: str
) -> None:
    first, _second, _third = _three(session, consultation)
    _ask(session, maja, first)
    assert queue.count_unassigned(session, consultation.id) == 2


def test_the_load_of_each_moderator_is_counted(
    session: Session, consultation: Consultation, maja: str, mads: str
) -> None:
    first, second, third = _three(session, consultation)
    assigning.assign_response(session, maja, NOW, first.id, _id(mads))
    operations.take_response(session, mads, NOW, second.id)
    desk.decide(session, maja, third, PUBLISH)
    loads = queue.list_loads(session, consultation, NOW, NOW - timedelta(hours=3), NOW - timedelta(days=7))
    assert [(one.name, one.assigned, one.taken, one.today, one.week) for one in loads] == [
        ("Mads Modprøve", 1, 1, 0, 0),
        ("Maja Modprøve", 0, 0, 1, 1),
    ]
    assert loads[0].oldest_at == first.received_at


def test_what_was_given_can_be_laid_back_for_all(
    session: Session, consultation: Consultation, maja: str, mads: str
) -> None:
    _three(session, consultation)
    assigning.assign_next(session, maja, NOW, consultation, _id(mads), 3)
    assert assigning.return_all(session, maja, NOW, consultation, _id(mads)) == 3
    assert queue.count_unassigned(session, consultation.id) == 3


# Filters


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        (Chosen(), [2, 1, 3]),
        (Chosen(risk=Risk.CPR), [2]),
        (Chosen(capacity=Capacity.RELATIVE), [3]),
        (Chosen(draft=queue.WHOLE), [2, 1, 3]),
        (Chosen(draft=8), []),
        (Chosen(files=True), []),
        (Chosen(whose=Whose.FREE), [3]),
        (Chosen(whose=Whose.MINE), [1]),
        (Chosen(whose=Whose.COLLEAGUE), [2]),
        (Chosen(whose=Whose.ASKED), []),
    ],
)
def test_the_queue_is_filtered(
    session: Session, consultation: Consultation, maja: str, mads: str, chosen: Chosen, found: list[int]
) -> None:
    first = desk.received(session, consultation)
    second = desk.received(session, consultation, f"Mit nummer er {CPR}.")
    desk.received(session, consultation, "Som pårørende.", sender=factories.sender(capacity=Capacity.RELATIVE))
    _ask(session, maja, second, asked_id=None)
    assigning.assign_response(session, maja, NOW, first.id, _id(mads))
    claims.release_response(session, maja, NOW, first)
    waiting = queue.list_waiting(session, consultation.id, NOW, chosen, me=_id(mads))
    assert [int(one.number) for one in waiting] == found


def test_pages_of_the_queue_go_by_key_both_ways(session: Session, consultation: Consultation) -> None:
    _three(session, consultation)
    whole = queue.list_waiting(session, consultation.id, NOW)
    assert [one.number for one in whole] == ["2", "1", "3"]
    after = queue.list_waiting(session, consultation.id, NOW, after=whole[0].key, limit=1)
    before = queue.list_waiting(session, consultation.id, NOW, before=whole[2].key, limit=2)
    assert [one.number for one in after] == ["1"]
    assert [one.number for one in before] == ["1", "2"]


# Notes


def test_a_note_stands_with_the_response_and_in_the_log_without_its_words(
    session: Session, consultation: Consultation, maja: str
) -> None:
    response = desk.received(session, consultation)
    assigning.add_note(session, maja, NOW, response.id, " Ring til forvaltningen først. ")
    session.commit()
    assert [one.text for one in queries.list_notes(session, response.id)] == ["Ring til forvaltningen først."]
    entry = session.scalars(select(Audit).where(Audit.event == "note.added")).one()
    assert "Ring" not in entry.fields
    with pytest.raises(Invalid):
        assigning.add_note(session, maja, NOW, response.id, "  ")


# Pages


@pytest.fixture
def clients(store: Session, sign_in: Callable[[Staff], PageClient]) -> tuple[PageClient, PageClient, Consultation]:
    row = factories.consultation(store, factories.authority(store))
    people = [
        factories.staff(store, row.authority, Role.MODERATOR, name) for name in ("Maja Modprøve", "Mads Modprøve")
    ]
    store.commit()
    first, second = (sign_in(person) for person in people)
    return first, second, row


HOME = "/intern/hoeringer/hjaelp-i-hverdagen"
DESK = f"{HOME}/svar/1/gennemgang"


def test_a_colleague_sees_the_question_and_the_proposal_and_decides(
    store: Session, clients: tuple[PageClient, PageClient, Consultation]
) -> None:
    maja, mads, row = clients
    desk.received(store, row)
    store.commit()
    _press(maja, "original")
    asked = _press(
        maja, "kollega", opinion="Er det for groft?", asked="0", proposed="withhold", proposed_reason="abuse"
    )
    assert "venter på en kollegas vurdering" in maja.get(asked.location).get_data(as_text=True)
    assert "Maja Modprøve spørger en kollega" in mads.get(f"{HOME}/gennemgang").get_data(as_text=True)
    _press(mads, "original")
    page = mads.get(DESK).get_data(as_text=True)
    assert "Maja Modprøve beder om din vurdering." in page
    assert "Er det for groft?" in page
    assert "Forslag: Vises ikke offentligt" in page
    assert "Tag spørgsmålet tilbage" in maja.get(DESK).get_data(as_text=True)


def test_a_question_without_words_or_a_reason_is_told_and_keeps_what_was_typed(
    store: Session, clients: tuple[PageClient, PageClient, Consultation]
) -> None:
    maja, _mads, row = clients
    desk.received(store, row)
    store.commit()
    _press(maja, "original")
    empty = _press(maja, "kollega", opinion="", asked="0", proposed="withhold")
    assert empty.status_code == 400
    page = empty.get_data(as_text=True)
    assert "Skriv, hvad kollegaen skal se på" in page
    kept = _press(maja, "kollega", opinion="Er det for groft?", asked="0", proposed="withhold")
    assert "Vælg en grund" in kept.get_data(as_text=True)
    assert "Er det for groft?" in kept.get_data(as_text=True)


def test_notes_and_assignment_are_made_at_the_desk(
    store: Session, clients: tuple[PageClient, PageClient, Consultation]
) -> None:
    maja, mads, row = clients
    response = desk.received(store, row)
    store.commit()
    _press(maja, "note", note="Ring først.")
    assert "Ring først." in mads.get(DESK).get_data(as_text=True)
    person = store.scalars(select(Staff).where(Staff.name == "Mads Modprøve")).one()
    store.commit()
    _press(maja, "tildel", staff_id=person.id)
    assert "Skal tages af Mads Modprøve" in maja.get(f"{HOME}/gennemgang").get_data(as_text=True)
    assert store.scalars(select(QueueEntry.assigned_id).where(QueueEntry.response_id == response.id)).one() == person.id
    assert store.scalars(select(Note.text)).one() == "Ring først."


def test_R36_the_desk_says_why_a_response_is_not_given_to_its_asker(
    store: Session, clients: tuple[PageClient, PageClient, Consultation]
) -> None:
    maja, mads, row = clients
    desk.received(store, row)
    person = store.scalars(select(Staff).where(Staff.name == "Maja Modprøve")).one()
    store.commit()
    _press(maja, "original")
    _press(maja, "kollega", opinion="Er det for groft?", asked="0", proposed="withhold", proposed_reason="abuse")
    refused = _press(mads, "tildel", staff_id=person.id)
    assert refused.status_code == 400
    assert "Personen har selv bedt om en kollegas vurdering af svaret" in refused.text


def test_what_is_chosen_in_the_queue_goes_along_to_the_next(
    store: Session, clients: tuple[PageClient, PageClient, Consultation]
) -> None:
    maja, _mads, row = clients
    for text in ("Seks uger.", f"Mit nummer er {CPR}.", "Ring på 87 65 43 21."):
        desk.received(store, row, text)
    store.commit()
    page = maja.get(f"{HOME}/gennemgang?risiko=other")
    assert page.status_code == 200
    taken = _next(maja, "?risiko=other")
    assert taken.location.endswith("/svar/3/gennemgang?risiko=other")


def _next(client: PageClient, query: str) -> TestResponse:
    token = _token(client.get(f"{HOME}/gennemgang{query}").get_data(as_text=True))
    return client.post(f"{HOME}/gennemgang/tag-det-naeste{query}", data={"csrf_token": token})


def test_the_load_page_gives_the_next_and_lays_back(
    store: Session, clients: tuple[PageClient, PageClient, Consultation]
) -> None:
    maja, _mads, row = clients
    for text in ("Seks uger.", "Otte uger."):
        desk.received(store, row, text)
    person = store.scalars(select(Staff).where(Staff.name == "Mads Modprøve")).one()
    store.commit()
    address = f"{HOME}/gennemgang/fordeling"
    wrong = _send(maja, address, staff=person.id, count="mange")
    assert (wrong.status_code, "Skriv et tal fra 1 til 500" in wrong.get_data(as_text=True)) == (400, True)
    _send(maja, address, staff=person.id, count="2")
    assert "Læg tilbage til alle" in maja.get(address).get_data(as_text=True)
    _send(maja, f"{address}/{person.id}/tilbage", page=address)
    assert store.scalars(select(QueueEntry.assigned_id)).all() == [None, None]


def _send(client: PageClient, address: str, page: str = "", **values: object) -> TestResponse:
    token = _token(client.get(page or address).get_data(as_text=True))
    return client.post(address, data={"csrf_token": token} | values)


def _press(client: PageClient, act: str, **values: object) -> TestResponse:
    page = client.get(DESK).get_data(as_text=True)
    version = page.split('name="version" value="')[1].split('"')[0] if 'name="version"' in page else "1"
    return client.post(f"{DESK}/{act}", data={"csrf_token": _token(page), "version": version} | values)


def _token(page: str) -> str:
    return page.split('name="csrf_token" value="')[1].split('"', maxsplit=1)[0]
