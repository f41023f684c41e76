"""Breaches of personal data security: the clock, the tasks, the wording, and the end (R35)."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from consultation.errors import Conflict, Invalid
from consultation.models import Audit, Authority, Breach, BreachEntry, Response, Staff
from consultation.moderation import breach_notices, breach_queries, breach_tasks, breaches, takedown
from consultation.moderation.breach_queries import Case
from consultation.moderation.takedown import Seen
from consultation.vocabulary import (
    BreachEntryKind,
    BreachNotice,
    BreachOutcome,
    BreachTask,
    DecisionKind,
    Language,
    Reason,
    Role,
)
from tests import factories
from tests.conftest import Clock
from tests.factories import NOW
from tests.moderation import desk
from tests.pages import PageClient

HOUR = timedelta(hours=1)
FOUND = NOW + HOUR
DONE, NOT_NEEDED = BreachEntryKind.DONE, BreachEntryKind.NOT_NEEDED
ALL_DONE = dict.fromkeys(BreachTask, DONE)
SECRET = "Zebrastriberne bag biblioteket."
SignIn = Callable[[Staff], PageClient]


def opened(
    session: Session, authority: Authority | None = None, slug: str = "hjaelp-i-hverdagen", found: datetime = FOUND
) -> Case:
    """A response that everybody could read for most of an hour, taken down."""
    authority = authority or factories.authority(session)
    owner = factories.consultation(session, authority, slug)
    row = factories.response(session, owner, factories.submission(SECRET))
    desk.decide(session, "system", row, DecisionKind.PUBLISH, now=found - HOUR)
    takedown.take_down(session, "system", found, Seen(row.id, 1, 1), Reason.SENSITIVE)
    session.commit()
    newest = breach_queries.list_cases(session, authority.id, 1)[0].breach.seq
    return breach_queries.get_case(session, authority.id, newest)


def again(session: Session, case: Case) -> Case:
    return breach_queries.get_case(session, case.breach.authority_id, case.breach.seq)


# The rules


def test_R35_the_clock_runs_until_it_is_said_what_became_of_the_report() -> None:
    due = FOUND + breach_tasks.TIME_TO_REPORT
    just_before = due - timedelta(microseconds=1)
    open_task = {BreachTask.TAKEN_DOWN: DONE}
    assert [breach_tasks.is_overdue(due, open_task, now) for now in (just_before, due)] == [False, True]
    for said in (DONE, NOT_NEEDED):
        assert not breach_tasks.is_overdue(due, open_task | {BreachTask.SUPERVISOR: said}, due)


@pytest.mark.parametrize(
    ("outcome", "reason", "states", "faults"),
    [
        (None, "", ALL_DONE, {"outcome": "missing", "closed_reason": "missing"}),
        (BreachOutcome.REPORTED, "", ALL_DONE, {"closed_reason": "missing"}),
        (BreachOutcome.REPORTED, "Sendt.", ALL_DONE, {}),
        (BreachOutcome.REPORTED, "Sendt.", {BreachTask.TAKEN_DOWN: DONE}, {"outcome": "open_tasks"}),
        (BreachOutcome.REPORTED, "S.", ALL_DONE | {BreachTask.SUPERVISOR: NOT_NEEDED}, {"outcome": "not_reported"}),
        (BreachOutcome.NO_RISK, "Ingen.", ALL_DONE | {BreachTask.SUPERVISOR: NOT_NEEDED}, {}),
        (BreachOutcome.NO_RISK, "Ingen.", ALL_DONE, {"outcome": "was_reported"}),
        (BreachOutcome.NO_BREACH, "Reklame.", {}, {}),
    ],
)
def test_R35_closing_needs_an_end_a_reason_and_settled_tasks(
    outcome: BreachOutcome | None, reason: str, states: dict[BreachTask, BreachEntryKind], faults: dict[str, str]
) -> None:
    assert breach_tasks.close_faults(outcome, reason, states) == faults


@pytest.mark.parametrize("task", list(BreachTask))
def test_what_need_not_be_done_is_reasoned_and_some_must_always_be(task: BreachTask) -> None:
    always = breach_tasks.DUTIES[task].always
    assert breach_tasks.settle_faults(task, DONE, "") == {}
    assert breach_tasks.settle_faults(task, NOT_NEEDED, "") == ({"state": "always"} if always else {"text": "missing"})
    assert breach_tasks.settle_faults(task, NOT_NEEDED, "Ingen kan kendes.") == ({"state": "always"} if always else {})


# The wording


@pytest.mark.parametrize("reason", list(Reason))
def test_R35_the_wording_is_made_of_codes_and_instants(session: Session, reason: Reason) -> None:
    facts = opened(session).facts()
    told = breach_notices.Facts(**vars(facts) | {"reason": reason, "languages": frozenset(Language)})
    for notice in BreachNotice:
        words = breach_notices.wording(notice, told)
        assert told.dpo in words
        assert told.contact in words
        assert "biblioteket" not in words
    assert "72 timer" in breach_notices.wording(BreachNotice.SUPERVISOR, told)
    assert "By mistake" in breach_notices.wording(BreachNotice.PERSONS, told)


def test_the_wording_names_what_and_how_long(session: Session) -> None:
    words = breach_notices.wording(BreachNotice.SUPERVISOR, opened(session).facts())
    assert (
        "Svar nr. 1 har stået på høringens offentlige side med oplysninger om helbred eller andet meget privat."
        in words
    )
    assert "mandag den 2. marts 2026 kl. 13.05 til mandag den 2. marts 2026 kl. 14.00 (55 minutter)" in words
    assert "torsdag den 5. marts 2026 kl. 14.00" in words


# What is written


def test_L1_entries_and_the_end_are_never_overwritten(session: Session) -> None:
    case = opened(session)
    breaches.close_breach(session, "staff:1", FOUND, case, BreachOutcome.NO_BREACH, "Reklame.")
    session.commit()
    changes = (
        update(BreachEntry).values(text="andet"),
        update(Breach).values(closed_reason="andet"),
        update(Breach).values(due_at=FOUND + 99 * HOUR),
        delete(BreachEntry),
    )
    for change in changes:
        with pytest.raises(DatabaseError, match="append-only"):
            session.execute(change)
        session.rollback()


def test_C2_a_wording_is_not_saved_over_anothers(session: Session) -> None:
    case = opened(session)
    breaches.save_wording(session, "staff:1", FOUND, case, BreachNotice.PERSONS, "Min.", 0)
    with pytest.raises(Conflict):
        breaches.save_wording(session, "staff:2", FOUND, again(session, case), BreachNotice.PERSONS, "Din.", 0)
    written = again(session, case).written(BreachNotice.PERSONS)
    assert written is not None
    assert written.text == "Min."
    breaches.save_wording(session, "staff:2", FOUND, again(session, case), BreachNotice.PERSONS, "Din.", written.seq)


def test_a_closed_breach_takes_nothing_more(session: Session) -> None:
    case = opened(session)
    breaches.close_breach(session, "staff:1", FOUND, case, BreachOutcome.NO_BREACH, "Reklame.")
    acts: list[Callable[[Case], None]] = [
        lambda one: breaches.add_note(session, "staff:1", FOUND, one, "Mere."),
        lambda one: breaches.settle_task(session, "staff:1", FOUND, one, BreachTask.DPO, DONE, ""),
        lambda one: breaches.close_breach(session, "staff:1", FOUND, one, BreachOutcome.NO_BREACH, "Igen."),
    ]
    for act in acts:
        with pytest.raises(Conflict):
            act(again(session, case))


ROUNDS = 5


def test_C1_of_two_who_save_a_wording_at_once_one_is_told(engine: Engine) -> None:
    with Session(engine, expire_on_commit=False) as session:
        case = opened(session)

    def saving(text: str, base: int) -> desk.Act:
        def save(session: Session) -> None:
            breaches.save_wording(session, "staff:1", FOUND, again(session, case), BreachNotice.PERSONS, text, base)

        return save

    for _ in range(ROUNDS):
        with Session(engine) as session:
            written = again(session, case).written(BreachNotice.PERSONS)
            base = written.seq if written else 0
        results = desk.race(engine, saving(f"Den ene efter {base}.", base), saving(f"Den anden efter {base}.", base))
        assert [type(one) for one in results if one is not None] == [Conflict]


def test_C1_of_two_who_close_a_breach_at_once_one_is_told(engine: Engine) -> None:
    with Session(engine, expire_on_commit=False) as session:
        owner = factories.authority(session)
        cases = [opened(session, owner, f"hoering-{number}") for number in range(ROUNDS)]

    def closing(case: Case, reason: str) -> desk.Act:
        return lambda session: breaches.close_breach(
            session, "staff:1", FOUND, again(session, case), BreachOutcome.NO_BREACH, reason
        )

    for case in cases:
        results = desk.race(engine, closing(case, "Reklame."), closing(case, "Ingen kan kendes."))
        assert [type(one) for one in results if one is not None] == [Conflict]


def test_C1_two_notes_at_once_are_both_kept(engine: Engine) -> None:
    with Session(engine, expire_on_commit=False) as session:
        case = opened(session)

    def note(session: Session) -> None:
        breaches.add_note(session, "staff:1", FOUND, again(session, case), "Mere.")

    assert desk.race(engine, *[note] * ROUNDS) == [None] * ROUNDS
    with Session(engine) as session:
        assert [one.text for one in again(session, case).entries].count("Mere.") == ROUNDS


def test_C1_what_is_taken_down_while_a_breach_is_closed_is_never_added_to_the_closed_one(engine: Engine) -> None:
    with Session(engine, expire_on_commit=False) as session:
        owner = factories.authority(session)
        cases = [opened(session, owner, f"hoering-{number}") for number in range(ROUNDS)]
        shown = [case.shown[0][1] for case in cases]
        for response in shown:
            desk.decide(session, "system", response, DecisionKind.REOPEN, now=FOUND)
            desk.decide(session, "system", response, DecisionKind.PUBLISH, now=FOUND)
        session.commit()

    def closing(case: Case) -> desk.Act:
        return lambda session: breaches.close_breach(
            session, "staff:1", FOUND + HOUR, again(session, case), BreachOutcome.NO_BREACH, "Reklame."
        )

    def taking_down(response: Response) -> desk.Act:
        seen = Seen(response.id, 4, 1)
        return lambda session: takedown.take_down(session, "system", FOUND + HOUR, seen, Reason.SENSITIVE)

    for case, response in zip(cases, shown, strict=True):
        results = desk.race(engine, closing(case), taking_down(response))
        assert [one for one in results if isinstance(one, Exception)] == []
        with Session(engine) as session:
            events = session.scalars(
                select(Audit.event).where(Audit.subject == f"breach:{case.breach.id}").order_by(Audit.seq)
            ).all()
        assert events[-1] == "breach.closed"


def test_R57_each_act_stands_in_the_log(session: Session) -> None:
    case = opened(session)
    breaches.settle_task(session, "staff:1", FOUND, case, BreachTask.DPO, DONE, "Ringet.")
    breaches.add_note(session, "staff:1", FOUND, again(session, case), "Loggen viser to læsere.")
    with pytest.raises(Invalid):
        breaches.close_breach(session, "staff:1", FOUND, again(session, case), BreachOutcome.REPORTED, "Sendt.")
    breaches.close_breach(session, "staff:1", FOUND, again(session, case), BreachOutcome.NO_BREACH, "Nej.")
    session.commit()
    rows = session.execute(
        select(Audit.event, Audit.fields).where(Audit.event.like("breach.%")).order_by(Audit.seq).offset(2)
    ).all()
    assert [tuple(row) for row in rows] == [
        ("breach.noted", '{"code":"dpo","kind":"done"}'),
        ("breach.noted", '{"code":"","kind":"note"}'),
        ("breach.closed", '{"outcome":"no_breach"}'),
    ]


def test_each_authority_counts_its_own(session: Session) -> None:
    first, other = factories.authority(session), factories.authority(session, "andenby")
    seqs = [opened(session, owner, slug).breach.seq for owner, slug in ((first, "a"), (first, "b"), (other, "c"))]
    assert seqs == [1, 2, 1]


# The pages


@pytest.fixture
def case(store: Session) -> Case:
    return opened(store)


def person(store: Session, case: Case, sign_in: SignIn, role: Role = Role.SECRETARY) -> PageClient:
    return sign_in(factories.staff(store, case.authority, role))


def act(client: PageClient, what: str, **values: Any) -> TestResponse:
    page = client.get("/intern/brud/1").get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    return client.post(f"/intern/brud/1/{what}", data=values | {"csrf_token": token[1]}, follow_redirects=True)


def shown(response: TestResponse) -> str:
    return response.get_data(as_text=True).replace("\N{NO-BREAK SPACE}", " ")


def test_R35_the_secretary_takes_a_breach_to_its_end(store: Session, case: Case, sign_in: SignIn, at: Clock) -> None:
    at.now = FOUND + HOUR
    client = person(store, case, sign_in)
    assert "1 af 7 opgaver løst" in shown(client.get("/intern/brud"))
    page = shown(client.get("/intern/brud/1"))
    assert "Datatilsynet skal have besked senest torsdag den 5. marts 2026 kl. 14.00" in page
    assert "biblioteket" not in page
    refused = act(client, "afslut", outcome="reported", closed_reason="Sendt.")
    assert (refused.status_code, "Der er opgaver, som ikke er løst" in shown(refused)) == (409, True)
    for task in BreachTask:
        assert act(client, "opgave", task=task.value, state="done", text="Klaret.").status_code == 200
    act(client, "ordlyd/supervisor", **{"supervisor-wording": "Anmeldelse med alt.", "base": "0"})
    act(client, "note", note="Sagsnummer hos Datatilsynet: 2026-1.")
    closed = shown(act(client, "afslut", outcome="reported", closed_reason="Anmeldt i tide."))
    assert "Anmeldt til Datatilsynet" in closed
    assert "Anmeldelse med alt." in closed
    assert "Anmeldt til Datatilsynet" in shown(client.get("/intern/brud"))


def test_what_is_wrong_stands_at_the_field_and_what_was_typed_too(store: Session, case: Case, sign_in: SignIn) -> None:
    client = person(store, case, sign_in)
    refused = act(client, "opgave", task="supervisor", state="not_needed", text="")
    assert (refused.status_code, "Skriv, hvorfor det ikke er nødvendigt" in shown(refused)) == (409, True)
    assert act(client, "note", note=" ").status_code == 400
    act(client, "ordlyd/persons", **{"persons-wording": "Den første.", "base": "0"})
    second = act(client, "ordlyd/persons", **{"persons-wording": "Den anden.", "base": "0"})
    assert second.status_code == 409
    assert "Den første." in shown(second)
    assert "Den anden." in shown(second)


def test_A1_the_auditor_reads_and_writes_nothing(store: Session, case: Case, sign_in: SignIn) -> None:
    client = person(store, case, sign_in, Role.AUDITOR)
    page = shown(client.get("/intern/brud/1"))
    assert "Gem noten" not in page
    assert "Anmeldelse af brud på persondatasikkerheden" in page


def test_A1_another_authoritys_breach_is_not_found(store: Session, case: Case, sign_in: SignIn) -> None:
    other = factories.authority(store, "andenby")
    client = sign_in(factories.staff(store, other, Role.SECRETARY))
    assert client.get("/intern/brud/1").status_code == 404
    assert "Der er ingen brud." in shown(client.get("/intern/brud"))


def test_R35_the_start_page_says_in_words_that_time_runs(store: Session, case: Case, sign_in: SignIn) -> None:
    page = shown(person(store, case, sign_in).get("/intern"))
    assert "1 brud på persondatasikkerheden er åbent. Datatilsynet skal have besked senest" in page


def test_R35_and_that_it_is_over(store: Session, sign_in: SignIn) -> None:
    client = person(store, opened(store, found=NOW - 73 * HOUR), sign_in)
    assert "Forsinket: 1 brud på persondatasikkerheden skulle være anmeldt senest" in shown(client.get("/intern"))
    assert "Fristen på 72 timer er overskredet." in shown(client.get("/intern/brud/1"))
    assert "Frist overskredet" in shown(client.get("/intern/brud"))


def test_the_list_is_read_page_by_page(store: Session, sign_in: SignIn) -> None:
    authority = factories.authority(store)
    cases = [opened(store, authority, f"hoering-{number}") for number in range(3)]
    found = breach_queries.list_cases(store, authority.id, 2)
    assert [one.breach.seq for one in found] == [3, 2]
    assert [one.breach.seq for one in breach_queries.list_cases(store, authority.id, 2, before=2)] == [1]
    assert [one.breach.seq for one in breach_queries.list_cases(store, authority.id, 2, after=1)] == [2, 3]
    assert len(cases) == 3
