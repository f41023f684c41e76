"""What waits for each role, where a consultation stands, the log, and the running of the system."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from consultation import audit, chain
from consultation.analysis import changes
from consultation.consultations import operations, scheduling
from consultation.models import (
    Audit,
    Authority,
    Consultation,
    HeardParty,
    Job,
    Milestone,
    Outage,
    Party,
    Response,
    Staff,
)
from consultation.responses import appealing
from consultation.site import desk_words, entries, log_fields, waiting
from consultation.vocabulary import (
    ConsultationKind,
    DecisionKind,
    Delivery,
    JobState,
    MilestoneKind,
    Outcome,
    PartyBasis,
    PartyKind,
    Reason,
    Role,
)
from tests import factories
from tests.analysis.dividing import first_section, position
from tests.conftest import Clock
from tests.factories import CLOSES, NOW, RECEIVED
from tests.moderation import desk
from tests.pages import PageClient
from tests.site.published import loaded

SignIn = Callable[[Staff], PageClient]


@pytest.fixture
def owner(store: Session) -> Authority:
    return factories.authority(store)


@pytest.fixture
def person(store: Session, owner: Authority, sign_in: SignIn) -> Callable[[Role], PageClient]:
    return lambda role: sign_in(factories.staff(store, owner, role))


def _codes(session: Session, row: Consultation, role: Role, now: datetime = NOW) -> list[tuple[str, int, int]]:
    tasks = waiting.tasks_of(session, row.authority_id, frozenset({role}), now)
    return [(task.code, task.count, task.days_late) for task in tasks]


def _start(client: PageClient) -> str:
    return client.get("/intern").get_data(as_text=True)


@pytest.mark.parametrize("role", Role)
def test_an_empty_start_page_says_so(person: Callable[[Role], PageClient], role: Role) -> None:
    page = _start(person(role))
    assert "Der er intet, der venter på dig." in page
    assert "Der er ingen frister eller møder de næste 60 dage." in page


@pytest.mark.parametrize(
    ("hour", "greeting"), [(5, "God morgen, Rikke"), (12, "Goddag, Rikke"), (19, "God aften, Rikke")]
)
def test_the_start_page_greets_by_the_hour_in_copenhagen(
    person: Callable[[Role], PageClient], at: Clock, hour: int, greeting: str
) -> None:
    client = person(Role.EDITOR)
    at.now = NOW.replace(hour=hour)
    assert greeting in _start(client)


def test_a_moderator_sees_how_many_wait_and_since_when(
    person: Callable[[Role], PageClient], owner: Authority, store: Session
) -> None:
    row = factories.consultation(store, owner)
    factories.response(store, row)
    store.commit()
    page = _start(person(Role.MODERATOR))
    assert "1 svar til gennemgang" in page
    assert f"/intern/hoeringer/{row.slug}/gennemgang" in page


def test_R32_a_complaint_waits_for_who_may_answer_it(owner: Authority, store: Session) -> None:
    row, roles = factories.consultation(store, owner), frozenset({Role.MODERATOR})
    maja, mads = (desk.moderator(store, row, name) for name in ("Maja Modprøve", "Mads Modprøve"))
    response = desk.received(store, row)
    desk.decide(store, maja, response, DecisionKind.WITHHOLD, Reason.ABUSE)
    appealing.appeal(store, "sender", NOW, response, "Jeg håner ingen.")
    waits = {one: [task.code for task in waiting.tasks_of(store, owner.id, roles, NOW, one)] for one in (maja, mads)}
    assert waits == {maja: [], mads: ["appeals"]}


def test_an_editor_sees_what_is_missing_then_that_it_can_be_sent(
    person: Callable[[Role], PageClient], owner: Authority, store: Session
) -> None:
    kind = ConsultationKind.QUALITY_STANDARD
    row = operations.create_consultation(store, "staff:1", NOW, owner.id, "Ny", kind)
    store.commit()
    assert _codes(store, row, Role.EDITOR) == [("complete", 18, 0)]
    store.rollback()
    assert "18 ting mangler." in _start(person(Role.EDITOR))


def test_R11_a_failed_letter_to_a_statutory_party_stands_first(owner: Authority, store: Session) -> None:
    row = factories.consultation(store, owner)
    for name, delivery in (("A", Delivery.PENDING), ("B", Delivery.FAILED)):
        party = Party(authority_id=owner.id, kind=PartyKind.DISABILITY_COUNCIL, name=name)
        store.add(party)
        store.flush()
        heard = HeardParty(
            authority_id=owner.id,
            consultation_id=row.id,
            party_id=party.id,
            basis=PartyBasis.STATUTORY,
            delivery=delivery,
        )
        store.add(heard)
    store.flush()
    expected = [("party_failed", 1, 0), ("party_unasked", 1, 0)]
    assert _codes(store, row, Role.EDITOR) == expected
    assert _codes(store, row, Role.SECRETARY) == expected


def test_a_subject_owner_sees_what_is_not_divided(owner: Authority, store: Session) -> None:
    row = factories.consultation(store, owner)
    factories.response(store, row)
    assert _codes(store, row, Role.SUBJECT_OWNER) == [("divide", 1, 0)]


def test_R38_a_position_that_is_met_waits_for_the_new_text_of_its_section(owner: Authority, store: Session) -> None:
    row = factories.consultation(store, owner)
    draft, section = first_section(store, row)
    position(store, row, "Ønske om ro", draft.id, section.section_id, Outcome.NOT_ACCEPTED)
    met = position(store, row, "Ønske om fred", draft.id, section.section_id, Outcome.PARTLY)
    assert _codes(store, row, Role.SUBJECT_OWNER) == [("remark", 2, 0), ("change", 1, 0)]
    words = {"before": "højst seks uger", "after": "højst tolv uger"}
    changes.save_change(store, "staff:1", NOW, row, section, **words, positions=[met])
    assert _codes(store, row, Role.SUBJECT_OWNER) == [("remark", 2, 0)]


def test_what_is_not_divided_is_counted_and_not_read(owner: Authority, store: Session) -> None:
    row = factories.consultation(store, owner)
    for _number in range(3):
        factories.response(store, row)
    store.commit()
    store.expunge_all()
    with loaded(Response) as responses:
        tasks = waiting.tasks_of(store, owner.id, frozenset({Role.SUBJECT_OWNER}), NOW)
    assert ([(task.count, task.since) for task in tasks], responses) == ([(3, RECEIVED)], [])


def test_a_secretary_is_told_what_is_overdue(owner: Authority, store: Session) -> None:
    row = factories.consultation(store, owner)
    meeting = {"authority_id": owner.id, "consultation_id": row.id}
    store.add(Milestone(**meeting, kind=MilestoneKind.COMMITTEE, body="Socialudvalget", on=date(2026, 4, 1)))
    store.flush()
    later = CLOSES + timedelta(days=20)
    assert _codes(store, row, Role.SECRETARY, later) == [("outcome", 1, 4), ("report", 0, 15)]


def test_overdue_rows_begin_with_how_late_they_are(
    person: Callable[[Role], PageClient], owner: Authority, store: Session
) -> None:
    row = factories.consultation(store, owner, closes_at=NOW - timedelta(days=9))
    meeting = {"authority_id": owner.id, "consultation_id": row.id}
    store.add(Milestone(**meeting, kind=MilestoneKind.COMMITTEE, body="Socialudvalget", on=date(2026, 2, 28)))
    store.commit()
    assert "Forsinket 2 dage: udfaldet af mødet i" in _start(person(Role.SECRETARY))


def test_what_comes_stands_with_its_date(
    person: Callable[[Role], PageClient], owner: Authority, store: Session
) -> None:
    factories.consultation(store, owner)
    page = _start(person(Role.AUDITOR)).replace("\N{NO-BREAK SPACE}", " ")
    assert "søndag den 15. marts 2026 kl. 23.59: " in page
    assert "fristen udløber" in page


def test_another_authoritys_work_waits_for_nobody_here(person: Callable[[Role], PageClient], store: Session) -> None:
    other = factories.consultation(store, factories.authority(store, "andenby"))
    factories.response(store, other)
    assert "Der er intet, der venter på dig." in _start(person(Role.MODERATOR))


def test_the_overview_shows_numbers_that_add_up_and_the_pages_of_the_role(
    person: Callable[[Role], PageClient], owner: Authority, store: Session
) -> None:
    row = factories.consultation(store, owner)
    factories.response(store, row)
    store.commit()
    page = person(Role.EDITOR).get(f"/intern/hoeringer/{row.slug}").get_data(as_text=True)
    assert "Der kommer svar. Moderatoren gennemgår dem." in page
    assert "1 afsender." in page
    assert f"/intern/hoeringer/{row.slug}/frist" in page
    assert f"/intern/hoeringer/{row.slug}/mangler" not in page


# The log


def test_R57_every_event_has_words() -> None:
    assert sorted(set(audit.EVENTS) ^ set(desk_words.EVENTS)) == []


def test_R57_everything_an_event_says_has_words() -> None:
    said = {name for fields in audit.EVENTS.values() for name in fields}
    assert sorted(said ^ set(log_fields.NAMES)) == []


@pytest.mark.parametrize(
    ("stored", "told"),
    [
        (
            {"kind": "withhold", "reason": "advert"},
            [("slags", "Vises ikke offentligt"), ("grund", "reklame")],
        ),
        ({"kind": "cpr", "reason": None}, [("slags", "CPR-nummer")]),
        ({"roles": ["moderator", "editor"]}, [("roller", "Moderator, Redaktør")]),
        ({"closes_at": "2026-10-20 22:00:00+00:00"}, [("frist", "tirsdag den 20. oktober 2026 kl. 23.59")]),
        ({"admitted": True, "number": 7}, [("taget med", "ja"), ("nummer", "7")]),
        ({"code": "no_such"}, [("oplysning", "no_such")]),
    ],
)
def test_R57_an_entry_is_told_in_words(app: Flask, stored: dict[str, object], told: list[tuple[str, str]]) -> None:
    with app.test_request_context("/"):
        found = log_fields.fields_of(Audit(fields=json.dumps(stored)))
    assert [(name, value.replace("\N{NO-BREAK SPACE}", " ")) for name, value in found] == told


def _acts(store: Session, owner: Authority) -> Consultation:
    editor = factories.staff(store, owner, Role.EDITOR, "Karen Prøvesen")
    row = factories.consultation(store, owner)
    scheduling.move_deadline(
        store, f"staff:{editor.id}", NOW, row, CLOSES + timedelta(days=7), "Siden var nede.", factories.REASONS
    )
    store.commit()
    return row


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_R57_an_auditor_sees_who_did_what(
    person: Callable[[Role], PageClient], owner: Authority, store: Session, role: Role
) -> None:
    row = _acts(store, owner)
    client = person(role)
    for address in ("/intern/log", f"/intern/hoeringer/{row.slug}/log"):
        page = client.get(address).get_data(as_text=True)
        assert "Karen Prøvesen" in page
        assert "Fristen blev sat" in page.split("<tbody>")[1]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.AUDITOR, Role.ADMINISTRATOR}))
def test_R57_others_see_their_own_acts(
    person: Callable[[Role], PageClient], owner: Authority, store: Session, role: Role
) -> None:
    _acts(store, owner)
    page = person(role).get("/intern/log").get_data(as_text=True)
    assert "Karen Prøvesen" not in page
    assert "Loggede ind" in page.split("<tbody>")[1]


def test_the_log_is_filtered_by_event(person: Callable[[Role], PageClient], owner: Authority, store: Session) -> None:
    _acts(store, owner)
    client = person(Role.AUDITOR)
    page = client.get("/intern/log?haendelse=consultation.deadline_set").get_data(as_text=True)
    assert "Loggede ind" not in page.split("<tbody>")[1]
    assert "Ingen" not in client.get("/intern/log?haendelse='%20OR%201").get_data(as_text=True).split("<tbody>")[1]


def test_the_log_of_a_consultation_has_its_responses_too(owner: Authority, store: Session) -> None:
    row = factories.consultation(store, owner)
    other = factories.consultation(store, owner, "en-anden")
    for one in (row, other):
        factories.response(store, one)
    store.commit()
    found = entries.list_entries(store, owner.id, entries.Filter(consultation_id=row.id), 50)
    assert {entry.subject.split(":")[0] for entry in found} == {"response"}
    assert len({entry.subject for entry in found}) == 1


def test_the_log_is_read_page_by_page_both_ways(owner: Authority, store: Session) -> None:
    for number in range(5):
        audit.record(store, owner.id, actor="system", at=NOW, event="staff.signed_in", subject=f"staff:{number}")
    store.commit()
    assert [one.seq for one in entries.list_entries(store, owner.id, entries.Filter(), 2)] == [5, 4]
    assert [one.seq for one in entries.list_entries(store, owner.id, entries.Filter(before=4), 2)] == [3, 2]
    assert [one.seq for one in entries.list_entries(store, owner.id, entries.Filter(after=2), 2)] == [3, 4]


@pytest.mark.parametrize("query", ["efter=x", "efter=-1", "foer=99999999999999999999", "efter=%00"])
def test_a_broken_place_in_the_log_is_its_beginning(person: Callable[[Role], PageClient], query: str) -> None:
    assert person(Role.AUDITOR).get(f"/intern/log?{query}").status_code in {200, 400}


def test_R57_the_log_is_filtered_by_who_when_and_kind(
    person: Callable[[Role], PageClient], owner: Authority, store: Session
) -> None:
    row = _acts(store, owner)
    client, rows = person(Role.AUDITOR), _rows_of
    editor = store.scalars(select(Staff).where(Staff.name == "Karen Prøvesen")).one()
    address = f"/intern/hoeringer/{row.slug}/log"
    assert "Fristen blev sat" in rows(client.get(f"{address}?hvem=staff:{editor.id}"))
    assert "Fristen blev sat" not in rows(client.get(f"{address}?hvem=system"))
    assert "Fristen blev sat" in rows(client.get(f"{address}?haendelse=consultation."))
    assert "Loggede ind" not in rows(client.get("/intern/log?haendelse=consultation."))
    today, before = NOW.date(), NOW.date() - timedelta(days=1)
    assert "Fristen blev sat" in rows(client.get(f"{address}?fra={today:%d.%m.%Y}&til={today}"))
    assert "Fristen blev sat" not in rows(client.get(f"{address}?til={before}"))


def _rows_of(response: TestResponse) -> str:
    page = response.get_data(as_text=True)
    return page.split("<tbody>")[1] if "<tbody>" in page else ""


def test_R57_the_log_of_one_response_is_found_by_its_number(
    person: Callable[[Role], PageClient], owner: Authority, store: Session
) -> None:
    row = factories.consultation(store, owner)
    factories.response(store, row)
    factories.response(store, row, factories.submission("Noget helt andet."))
    store.commit()
    client, address = person(Role.AUDITOR), f"/intern/hoeringer/{row.slug}/log"
    found = _rows_of(client.get(f"{address}?nr=2"))
    assert "Svar nr. 2" in found
    assert "Svar nr. 1" not in found
    wrong = client.get(f"{address}?nr=77").get_data(as_text=True)
    assert "Der er ikke noget svar nr. 77 her" in wrong
    assert "<tbody>" not in wrong


@pytest.mark.parametrize("query", ["fra=i%20g%C3%A5r", "til=2026-13-01", "fra=31.2.2026"])
def test_a_day_that_is_none_is_said_and_shows_nothing(person: Callable[[Role], PageClient], query: str) -> None:
    page = person(Role.AUDITOR).get(f"/intern/log?{query}").get_data(as_text=True)
    assert "Skriv datoen som" in page
    assert "<tbody>" not in page


def test_R57_taking_the_log_as_a_file_is_in_the_log(
    person: Callable[[Role], PageClient], owner: Authority, store: Session
) -> None:
    row = _acts(store, owner)
    client = person(Role.AUDITOR)
    address = f"/intern/hoeringer/{row.slug}/log"
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(address).get_data(as_text=True))
    assert token is not None
    taken = client.post(address, data={"csrf_token": token[1], "haendelse": "consultation.deadline_set"})
    lines = list(csv.DictReader(io.StringIO(taken.data.decode("utf-8-sig"))))
    assert [(line["event"], line["name"], line["consultation"]) for line in lines] == [
        ("consultation.deadline_set", "Karen Prøvesen", row.slug)
    ]
    entry = store.scalars(select(Audit).where(Audit.event == "log.exported")).one()
    assert (entry.fields, entry.hash != "") == ('{"count":1}', True)
    assert "Loggen blev hentet som fil" in _rows_of(client.get("/intern/log"))


def test_L2_a_log_that_is_not_whole_is_the_first_that_its_readers_see(
    person: Callable[[Role], PageClient], owner: Authority, store: Session
) -> None:
    chain.keep(store, NOW, owner, chain.head_of(store, owner.id), 3)
    store.commit()
    client = person(Role.AUDITOR)
    assert "Loggen er ikke hel" in client.get("/intern").get_data(as_text=True)
    assert "Den første fejl er ved linje 3." in client.get("/intern/log").get_data(as_text=True)
    assert "Loggen er ikke hel" not in person(Role.MODERATOR).get("/intern").get_data(as_text=True)


# The running of the system


def test_dead_letters_are_seen_and_given_their_tries_again(
    person: Callable[[Role], PageClient], store: Session
) -> None:
    error = "550 no such user <karen@proeve.example>"
    store.add(
        Job(name="notifications.deliver", arguments="{}", due_at=NOW, tries=8, last_error=error, state=JobState.DEAD)
    )
    store.commit()
    client = person(Role.ADMINISTRATOR)
    assert "1 opgave i baggrunden er gået i stå" in _start(client)
    page = client.get("/intern/drift").get_data(as_text=True)
    assert "550 no such user" in page
    assert "karen@" not in page
    job_id = store.scalars(select(Job.id)).one()
    store.rollback()
    token = page.split('csrf_token" value="')[1].split('"')[0]
    retry = f"/intern/drift/opgaver/{job_id}/igen"
    assert client.post(retry, data={"csrf_token": token}).status_code == 303
    job = store.get_one(Job, job_id)
    assert (job.state, job.tries) == (JobState.WAITING, 0)
    store.rollback()
    assert client.post(retry, data={"csrf_token": token}).status_code == 409


def test_jobs_that_should_have_run_are_told(person: Callable[[Role], PageClient], store: Session) -> None:
    store.add(Job(name="notifications.deliver", arguments="{}", due_at=NOW - timedelta(minutes=1)))
    store.commit()
    page = person(Role.ADMINISTRATOR).get("/intern/drift").get_data(as_text=True)
    assert "1 opgave skulle være udført nu" in page


def test_V4_the_secretary_sees_what_people_lost_and_can_give_it_back(
    store: Session, owner: Authority, sign_in: SignIn
) -> None:
    row = factories.consultation(store, owner, closes_at=NOW + timedelta(hours=2))
    store.commit()
    secretary = sign_in(factories.staff(store, owner, Role.SECRETARY))
    overview, page = f"/intern/hoeringer/{row.slug}", f"/intern/hoeringer/{row.slug}/frist"
    assert "Siden var nede" not in secretary.get(overview).text
    store.add(Outage(from_at=NOW - timedelta(minutes=90), to_at=NOW - timedelta(minutes=78), causes="database"))
    store.commit()
    assert "Siden var nede i 12 minutter i det sidste døgn før fristen" in secretary.get("/intern").text
    assert f'href="{page}">Forlæng fristen' in secretary.get(overview).text
    assert "Overvej at forlænge fristen." in secretary.get(page).text


def test_V4_the_administrator_sees_when_the_system_was_down(store: Session, owner: Authority, sign_in: SignIn) -> None:
    causes = "clock stopped"
    store.add(Outage(from_at=NOW - timedelta(minutes=90), to_at=NOW - timedelta(minutes=78), causes=causes))
    store.commit()
    administrator = sign_in(factories.staff(store, owner, Role.ADMINISTRATOR))
    assert "Ur, Serveren var stoppet" in administrator.get("/intern/drift").text
    assert "Urene på server og database har gået forskelligt" in administrator.get("/intern").text
