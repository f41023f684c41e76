"""R47, R48: what is overdue around the decision is told to secretary and editor, by the calendar, once a week."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.consultations import meetings
from consultation.consultations.meetings import MeetingInput
from consultation.consultations.queries import list_milestones
from consultation.models import Consultation, Job, Message, Staff
from consultation.notifications import overdue
from consultation.notifications.overdue_rules import Meeting, Overdue, Standing
from consultation.notifications.overdue_rules import overdue as rule
from consultation.vocabulary import MilestoneKind, Role
from tests import factories
from tests.factories import CLOSES, NOW
from tests.pages import PageClient

MAILS = factories.settings("smtp://127.0.0.1:1")
COUNCIL = Meeting(1, MilestoneKind.COUNCIL, "Byrådet", date(2026, 5, 4), date(2026, 4, 28), has_outcome=False)
WAITS = Standing([COUNCIL], frozen=False, decided_on=None, told=False, adopted=False)
DECIDED = replace(WAITS, meetings=[replace(COUNCIL, has_outcome=True)], frozen=True, decided_on=date(2026, 5, 6))


@pytest.mark.parametrize(
    ("standing", "today", "expected"),
    [
        (WAITS, date(2026, 4, 20), []),
        (WAITS, date(2026, 4, 21), [(Overdue.SNAPSHOT, 0)]),
        (replace(WAITS, frozen=True), date(2026, 4, 21), []),
        (WAITS, date(2026, 5, 6), []),
        (WAITS, date(2026, 5, 7), [(Overdue.OUTCOME, 3)]),
        (DECIDED, date(2026, 5, 19), []),
        (DECIDED, date(2026, 5, 20), [(Overdue.MESSAGES, 14), (Overdue.TEXTS, 14)]),
        (replace(DECIDED, told=True), date(2026, 5, 26), [(Overdue.TEXTS, 20)]),
        (replace(DECIDED, told=True, adopted=True), date(2026, 7, 1), []),
    ],
)
def test_R48_each_thing_is_overdue_from_its_own_day(
    standing: Standing, today: date, expected: list[tuple[Overdue, int]]
) -> None:
    assert [(one.what, one.days(today)) for one in rule(standing, today)] == expected


def test_R48_without_a_date_the_agenda_closes_six_days_before_the_meeting() -> None:
    undated = replace(WAITS, meetings=[replace(COUNCIL, agenda_on=None)])
    assert rule(undated, date(2026, 4, 20)) == []
    assert [one.since for one in rule(undated, date(2026, 4, 22))] == [date(2026, 4, 21)]


@pytest.fixture
def consultation(request: pytest.FixtureRequest) -> Consultation:
    """The council's meeting was held, and nobody has written down what it decided."""
    session: Session = request.getfixturevalue("store" if "app" in request.fixturenames else "session")
    row = factories.consultation(session, factories.authority(session))
    given = MeetingInput(MilestoneKind.COUNCIL, date(2026, 3, 20), "Byrådet", decides=True)
    meetings.record_meeting(session, "staff:1", NOW, row, given)
    session.commit()
    return row


HELD = datetime.combine(date(2026, 3, 23), CLOSES.time(), CLOSES.tzinfo) + timedelta(hours=9)


def _mails(session: Session) -> list[Message]:
    return list(session.scalars(select(Message).where(Message.event_key.startswith("overdue:")).order_by(Message.id)))


def test_R47_secretary_and_editor_are_reminded_once_a_week(session: Session, consultation: Consultation) -> None:
    for role in (Role.SECRETARY, Role.EDITOR, Role.MODERATOR):
        factories.staff(session, consultation.authority, role)
    for days in (0, 1, 2, 3, 4):
        overdue.remind(session, MAILS, HELD + timedelta(days=days))
    first, second, *later = _mails(session)
    assert {first.recipient.partition(".")[0], second.recipient.partition(".")[0]} == {"secretary", "editor"}
    assert len(later) == 2, "the second week"
    by_role = {one.recipient.partition(".")[0]: one for one in (first, second)}
    assert by_role["secretary"].subject == "Mødets udfald mangler: Hjælp i hverdagen"
    assert "Byrådet holdt møde for 4 dage siden" in by_role["secretary"].body
    assert "/intern/hoeringer/hjaelp-i-hverdagen/moeder" in by_role["secretary"].body
    assert "/hjaelp-i-hverdagen/moeder" not in by_role["editor"].body


def test_R47_nothing_is_overdue_once_it_is_done(session: Session, consultation: Consultation) -> None:
    factories.staff(session, consultation.authority, Role.SECRETARY)
    given = MeetingInput(MilestoneKind.COUNCIL, date(2026, 3, 20), "Byrådet", outcome="Ja.", decides=True)
    [row] = list_milestones(session, consultation.id)
    meetings.record_meeting(session, "staff:1", HELD, consultation, given, row.id)
    overdue.remind(session, MAILS, HELD)
    assert _mails(session) == []
    overdue.remind(session, MAILS, HELD + timedelta(days=20))
    assert [one.event_key.split(":")[2] for one in _mails(session)] == ["texts"], "nobody has answered"


def test_the_look_is_owed_once_a_day_however_many_ask(session: Session, consultation: Consultation) -> None:
    for _ in range(2):
        overdue.owe(session, NOW)
    assert len(session.scalars(select(Job.id).where(Job.name == overdue.CHECK)).all()) == 1


def test_R47_the_start_page_says_how_late_it_is(
    store: Session, consultation: Consultation, sign_in: Callable[[Staff], PageClient]
) -> None:
    consultation.closes_at = NOW - timedelta(days=20)
    meeting = list_milestones(store, consultation.id)[0]
    meeting.on = NOW.date() - timedelta(days=12)
    people = [factories.staff(store, consultation.authority, role) for role in (Role.SECRETARY, Role.EDITOR)]
    store.commit()
    for person in people:
        page = sign_in(person).get("/intern").get_data(as_text=True)
        assert "Forsinket 12 dage: udfaldet af mødet i Byrådet er ikke skrevet ind" in page
