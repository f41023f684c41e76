"""Reminders of an answer that is not sent: at most one for a mark and a deadline, judged when it is due (4.2)."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consultation import worker
from consultation.config import Settings
from consultation.consultations import operations as consultations
from consultation.models import Consultation, Deadline, Message, Unsent
from consultation.responses import formkeys, lateness, reminding, unsent
from consultation.responses.content import WHOLE
from consultation.responses.unsent import Typed
from consultation.vocabulary import Capacity, Language
from tests import factories
from tests.conftest import Clock
from tests.factories import CLOSES, NOW
from tests.pages import PageClient
from tests.responses.test_flow import begin, text_of
from tests.working import HANDLERS

MAIL = "karen@borger.example"
WORDS = "Må ikke stå i en mail."
HOUR = timedelta(hours=1)


@pytest.fixture
def consultation(session: Session) -> Consultation:
    row = factories.consultation(session, factories.authority(session))
    session.commit()
    return row


def write(session: Session, consultation: Consultation, language: Language = Language.DANISH) -> Unsent:
    """An answer that somebody has begun and is reminded of."""
    secret = factories.settings().secret_key
    key = formkeys.read(secret, formkeys.issue(secret, consultation.id, NOW), consultation.id)
    assert key is not None
    row, _token = unsent.begin(session, factories.settings(), NOW, consultation, key, language)
    unsent.choose_places(session, NOW, row, [WHOLE])
    unsent.save_texts(session, NOW, row, {WHOLE: Typed(WORDS)}, window="w", base=None)
    reminding.remind_at(session, NOW, row, MAIL)
    session.commit()
    return row


def work(engine: Engine, session: Session, at: Clock, when: datetime) -> list[Message]:
    """Every reminder there is when the worker has done what was due by then, oldest first."""
    session.commit()
    at.now = when
    while worker.run_once(engine, factories.settings(), when, HANDLERS):
        pass
    session.expire_all()
    reminders = Message.event_key.like("unsent_reminder:%")
    return list(session.scalars(select(Message).where(reminders).order_by(Message.id)))


def move(session: Session, consultation: Consultation, closes_at: datetime, now: datetime) -> None:
    """A new deadline for all, as the editor's act leaves it."""
    consultation.closes_at = closes_at
    row = Deadline(
        authority_id=consultation.authority_id,
        consultation_id=consultation.id,
        seq=2,
        closes_at=closes_at,
        shown_local="den nye frist",
        by="staff:1",
        at=now,
    )
    session.add(row)
    session.flush()
    lateness.judge_again(session, factories.settings(), now, consultation_id=consultation.id)
    session.commit()


def test_two_reminders_with_link_and_deadline_and_no_word_of_the_answer(
    engine: Engine, session: Session, consultation: Consultation, at: Clock
) -> None:
    row = write(session, consultation)
    assert work(engine, session, at, CLOSES - 49 * HOUR) == []
    assert len(work(engine, session, at, CLOSES - 48 * HOUR)) == 1
    first, second = work(engine, session, at, CLOSES - 6 * HOUR)
    token = formkeys.unsent_token(factories.settings().secret_key, row.form_key)
    for mail in (first, second):
        assert mail.recipient == MAIL
        assert f"/kladde/{token}" in mail.body
        assert "søndag den 15. marts 2026 kl. 23.59" in mail.body
        assert WORDS not in mail.body + mail.subject
    assert len(work(engine, session, at, CLOSES + 48 * HOUR)) == 2


def test_the_reminder_speaks_the_language_in_which_the_answer_was_begun(
    engine: Engine, session: Session, consultation: Consultation, at: Clock
) -> None:
    write(session, consultation, Language.ENGLISH)
    (mail,) = work(engine, session, at, CLOSES - 48 * HOUR)
    assert mail.subject == "Remember: your response has not been sent"
    assert "/en/kladde/" in mail.body


def test_a_mark_that_has_passed_is_left_out(
    engine: Engine, session: Session, consultation: Consultation, at: Clock
) -> None:
    row = write(session, consultation)
    reminding.stop_reminding(session, row)
    work(engine, session, at, CLOSES - 47 * HOUR)
    reminding.remind_at(session, at.now, row, MAIL)
    assert work(engine, session, at, at.now) == []
    assert len(work(engine, session, at, CLOSES - 6 * HOUR)) == 1


def test_a_worker_that_was_away_sends_only_the_later_one(
    engine: Engine, session: Session, consultation: Consultation, at: Clock
) -> None:
    write(session, consultation)
    (mail,) = work(engine, session, at, CLOSES - 5 * HOUR)
    assert ":6:" in mail.event_key


@pytest.mark.parametrize("fate", ["sent", "deleted", "cancelled", "refused"])
def test_nobody_is_reminded_of_what_is(
    engine: Engine, session: Session, consultation: Consultation, at: Clock, fate: str
) -> None:
    row = write(session, consultation)
    if fate == "sent":
        unsent.save_about(session, row, {"capacity": Capacity.CITIZEN, "name": "Karen Prøvesen", "postcode": "0000"})
        unsent.send(session, factories.settings(), NOW, NOW, row)
        assert row.remind_to == ""
    elif fate == "deleted":
        unsent.delete_unsent(session, row)
    elif fate == "cancelled":
        consultations.cancel_consultation(session, "system", NOW, consultation, "Udkastene trækkes tilbage.")
    else:
        reminding.stop_reminding(session, row)
    assert work(engine, session, at, CLOSES - HOUR) == []


def test_R6_a_moved_deadline_has_reminders_of_its_own(
    engine: Engine, session: Session, consultation: Consultation, at: Clock
) -> None:
    write(session, consultation)
    assert len(work(engine, session, at, CLOSES - 48 * HOUR)) == 1
    assert len(work(engine, session, at, CLOSES - 6 * HOUR)) == 2
    later = CLOSES + timedelta(days=7)
    move(session, consultation, later, at.now)
    assert len(work(engine, session, at, CLOSES - HOUR)) == 2
    assert len(work(engine, session, at, later - 48 * HOUR)) == 3
    assert len(work(engine, session, at, later - 6 * HOUR)) == 4


def test_R6_a_deadline_moved_before_the_mark_moves_the_reminder(
    engine: Engine, session: Session, consultation: Consultation, at: Clock
) -> None:
    write(session, consultation)
    later = CLOSES + timedelta(days=7)
    move(session, consultation, later, NOW)
    assert work(engine, session, at, CLOSES) == []
    assert len(work(engine, session, at, later - 48 * HOUR)) == 1


def test_asked_for_twice_it_comes_once(engine: Engine, session: Session, consultation: Consultation, at: Clock) -> None:
    row = write(session, consultation)
    reminding.remind_at(session, NOW, row, "ny@borger.example")
    (mail,) = work(engine, session, at, CLOSES - 48 * HOUR)
    assert mail.recipient == "ny@borger.example"


def test_the_pause_page_says_who_is_reminded_and_takes_it_back(
    client: PageClient, store: Session, settings: Settings
) -> None:
    factories.consultation(store, factories.authority(store))
    store.commit()
    link = begin(client)
    assert "Påmindelser går til" not in text_of(client.get(link))
    assert f"Påmindelser går til {MAIL}." in text_of(client.post(link, data={"email": MAIL, "til": "link"}))
    client.post(link, data={"til": "ingen-paamindelse"})
    assert "Påmindelser går til" not in text_of(client.get(link))
