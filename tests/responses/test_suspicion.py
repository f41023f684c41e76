"""B1-B4: what looks like a machine is held and never refused; people behind one address are let through."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from consultation import throttle
from consultation.models import Consultation, Response, Throttle, Unsent
from consultation.moderation import queue
from consultation.responses import confirming, suspicion, unsent
from consultation.responses.content import WHOLE
from consultation.responses.formkeys import FormKey
from consultation.responses.risk import Risk
from consultation.responses.suspicion import Traces, held_by, signs
from consultation.responses.unsent import Typed
from consultation.vocabulary import Language, LoginMode, Sign
from tests import factories
from tests.conftest import ON_BOTH, Clock
from tests.factories import NOW

SECOND = timedelta(seconds=1)
LIBRARY = "203.0.113.7"
"""An address of documentation, which nobody has."""


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ()),
        ({"trapped": True}, (Sign.TRAP,)),
        ({"received_at": NOW + 1.9 * SECOND}, (Sign.FAST,)),
        ({"received_at": NOW + 2 * SECOND}, ()),
        ({"from_source": 30}, ()),
        ({"from_source": 31}, (Sign.SOURCE,)),
        ({"from_email": 5}, ()),
        ({"from_email": 6}, (Sign.EMAIL,)),
        ({"trapped": True, "received_at": NOW, "from_email": 6}, (Sign.TRAP, Sign.FAST, Sign.EMAIL)),
    ],
)
def test_B1_each_sign_has_its_bound(given: dict[str, object], expected: tuple[Sign, ...]) -> None:
    usual = {"trapped": False, "begun_at": NOW, "received_at": NOW + 60 * SECOND, "from_source": 1, "from_email": 1}
    assert signs(**(usual | given)) == expected  # type: ignore[arg-type]  # - the names are the function's


def test_B1_showing_who_one_is_takes_away_only_the_shared_connection() -> None:
    assert held_by("trap source", shown=True) == (Sign.TRAP,)
    assert held_by("source", shown=True) == ()
    assert held_by("source", shown=False) == (Sign.SOURCE,)
    assert held_by("", shown=False) == ()


# Sending


@pytest.fixture
def consultation(session: Session) -> Consultation:
    row = factories.consultation(session, factories.authority(session))
    session.commit()
    return row


def _send(
    session: Session, row: Consultation, number: int, *, seconds: int = 60, email: str = "", source: str = LIBRARY
) -> Response:
    """A response through the same door as a citizen's, begun so many seconds before it is sent."""
    settings, begun_at = factories.settings(), NOW - seconds * SECOND
    key = FormKey(row.id, begun_at, f"form-{number}")
    begun, _token = unsent.begin(session, settings, begun_at, row, key, Language.DANISH)
    unsent.save_texts(session, begun_at, begun, {WHOLE: Typed("Seks uger er for kort tid.")}, window="a", base=None)
    fields = {"capacity": "citizen", "name": f"Prøve {number}", "postcode": "0000", "email": email, "email2": email}
    unsent.save_about(session, begun, fields)
    received = unsent.send(session, settings, NOW, NOW, begun, source)
    session.commit()
    return received.response


def test_B1_a_library_of_people_is_received_and_held_from_the_thirty_first(
    session: Session, consultation: Consultation
) -> None:
    found = [_send(session, consultation, number) for number in range(33)]
    assert [one.seq for one in found] == list(range(1, 34)), "none is refused"
    assert [one.suspicion for one in found[29:]] == ["", "source", "source", "source"]


def test_B1_two_hundred_people_who_have_shown_who_they_are_are_not_held(
    session: Session, consultation: Consultation
) -> None:
    consultation.login_mode = LoginMode.CONFIRMED
    session.commit()
    for number in range(200):
        sender = factories.sender(name=f"Prøve {number}", email=f"svarer-{number}@proeve.example")
        traces = Traces(NOW - 60 * SECOND, source=LIBRARY)
        sent = factories.submission(sender=sender, traces=traces, login_mode=LoginMode.CONFIRMED)
        confirming.confirm(session, factories.settings(), NOW, NOW, factories.response(session, consultation, sent))
    session.commit()
    waiting = queue.list_waiting(session, consultation.id, NOW)
    assert len(waiting) == 200
    assert {one.risk for one in waiting} == {Risk.NONE}


def test_B1_another_ten_minutes_are_counted_anew_and_the_old_count_is_gone(session: Session) -> None:
    for _ in range(3):
        throttle.count(session, "from_source", "key", NOW, suspicion.SOURCE_WINDOW)
    assert throttle.count(session, "from_source", "key", NOW + timedelta(minutes=10), suspicion.SOURCE_WINDOW) == 1
    assert [row.count for row in session.scalars(select(Throttle))] == [1]


def test_B1_no_address_is_kept(session: Session, consultation: Consultation) -> None:
    _send(session, consultation, 1, email="karen@proeve.example")
    kept = " ".join(row.key for row in session.scalars(select(Throttle)))
    assert LIBRARY not in kept
    assert "karen" not in kept


def test_B1_held_ones_come_last_in_the_queue_whatever_they_hold(session: Session, consultation: Consultation) -> None:
    robot = _send(session, consultation, 1, seconds=1)
    person = _send(session, consultation, 2)
    waiting = queue.list_waiting(session, consultation.id, NOW)
    assert [(one.response_id, one.risk) for one in waiting] == [(person.id, Risk.NONE), (robot.id, Risk.HELD)]
    assert waiting[1].held_by == (Sign.FAST,)


def test_B3_the_sixth_of_a_day_from_one_address_is_held(session: Session, consultation: Consultation) -> None:
    found = [_send(session, consultation, number, email="Karen@proeve.example") for number in range(6)]
    assert [one.suspicion for one in found[4:]] == ["", "email"]


def test_C3_pressing_again_is_not_counted(session: Session, consultation: Consultation) -> None:
    _send(session, consultation, 1, email="karen@proeve.example")
    begun = session.scalars(select(Unsent)).one()
    for _ in range(9):
        unsent.send(session, factories.settings(), NOW, NOW, begun, LIBRARY)
    assert {row.count for row in session.scalars(select(Throttle))} == {1}


def test_B4_a_flood_is_held_and_people_in_it_are_received_like_anybody(
    session: Session, consultation: Consultation
) -> None:
    """Robots from one connection, a person from her own after every eight."""
    for number in range(54):
        person = number % 9 == 8
        _send(
            session, consultation, number, seconds=60 if person else 1, source=f"10.0.0.{number}" if person else LIBRARY
        )
    waiting = queue.list_waiting(session, consultation.id, NOW)
    assert sorted(one.seq for one in session.scalars(select(Response))) == list(range(1, 55)), "none is refused"
    assert [one.risk for one in waiting] == [Risk.NONE] * 6 + [Risk.HELD] * 48


def test_B4_to_know_a_robot_costs_the_same_however_many_have_come(session: Session, consultation: Consultation) -> None:
    """No question is about all responses: what is asked is the same, and nothing is counted over them."""
    for number in range(3):
        _send(session, consultation, number)
    few = _statements(session, lambda: _send(session, consultation, 3))
    for number in range(4, 40):
        _send(session, consultation, number)
    many = _statements(session, lambda: _send(session, consultation, 40))
    assert many == few
    assert not [one for one in many if re.search(r"\bcount\(", one) and "throttle" not in one]


def _statements(session: Session, act: Callable[[], object]) -> list[str]:
    """What the database is asked meanwhile."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement.casefold())

    event.listen(session.get_bind(), "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(session.get_bind(), "before_cursor_execute", note)
    return asked


# The field that nobody sees


@ON_BOTH
def test_B2_a_robot_gets_the_same_receipt_and_the_moderator_sees_the_sign(
    client: FlaskClient, store: Session, at: Clock
) -> None:
    factories.consultation(store, factories.authority(store))
    store.commit()
    page = client.get("/hoeringer/hjaelp-i-hverdagen/besvar?udkast=0").get_data(as_text=True)
    assert 'name="website"' in page
    key = page.split('name="noegle" value="')[1].split('"')[0] if 'name="noegle"' in page else ""
    answer = client.post(
        "/hoeringer/hjaelp-i-hverdagen/besvar?udkast=0",
        data={"noegle": key, "text": "Køb billigt her", "website": "http://x.example", "til": "naeste"},
    )
    link = answer.headers["Location"].rsplit("/", 1)[0]
    at.now = NOW + 60 * SECOND
    client.post(f"{link}/om-dig", data={"capacity": "citizen", "name": "Robot Prøvesen", "postcode": "0000"})
    receipt = client.post(f"{link}/send", data={"til": "send"})
    assert "Vi har modtaget dit svar" in client.get(receipt.headers["Location"]).get_data(as_text=True)
    assert store.scalars(select(Response.suspicion)).one() == "trap"


@ON_BOTH
def test_B2_the_trap_is_hidden_from_readers_keyboard_and_autofill_and_no_page_asks_for_a_puzzle(
    client: FlaskClient, store: Session
) -> None:
    factories.consultation(store, factories.authority(store))
    store.commit()
    page = client.get("/hoeringer/hjaelp-i-hverdagen/besvar?udkast=0").get_data(as_text=True)
    trap = page[page.index('class="hs-trap"') :].split("</div>")[0]
    for words in ('aria-hidden="true"', 'tabindex="-1"', 'autocomplete="off"'):
        assert words in trap
    assert "captcha" not in page.casefold()
    assert not re.findall(r'(?:src|action)="(?:https?:)?//', page), "nothing of a third party"
