"""R12: heard parties that have not answered are reminded, once a press, and seen before it happens."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.models import Audit, Consultation, HeardParty, Message, Staff
from consultation.notifications import silent
from consultation.responses import operations as responses
from consultation.vocabulary import Capacity, Role
from tests import factories
from tests.factories import CLOSES, NOW, sender, submission
from tests.pages import PageClient

MAILS = factories.settings("smtp://127.0.0.1:1")
ACTOR = "staff:1"
PAGE = "/intern/hoeringer/hjaelp-i-hverdagen/parter/mind"


@pytest.fixture
def consultation(session: Session) -> Consultation:
    row = factories.consultation(session, factories.authority(session))
    session.commit()
    return row


def ask(session: Session, consultation: Consultation, name: str, email: str = "") -> HeardParty:
    heard = factories.heard_party(session, consultation, name, email)
    heard.sent_at = NOW - timedelta(days=9)
    session.flush()
    return heard


def remind(session: Session, consultation: Consultation, press: str = "et", now: object = NOW) -> list[str]:
    told = silent.remind_silent(session, MAILS, ACTOR, now, consultation, press)  # type: ignore[arg-type]  # - an instant
    session.commit()
    return [one.heard.party.name for one in told]


def test_R12_who_is_asked_and_silent_gets_one_mail_a_press(session: Session, consultation: Consultation) -> None:
    ask(session, consultation, "Rådet", "raad@proeve.example")
    assert remind(session, consultation) == ["Rådet"]
    assert remind(session, consultation) == []
    [mail] = session.scalars(select(Message)).all()
    assert mail.recipient == "raad@proeve.example"
    assert "I kan svare til og med søndag den 15. marts 2026 kl. 23.59." in mail.body
    assert "/part/" not in mail.body
    assert remind(session, consultation, "to") == ["Rådet"]
    events = [row.fields for row in session.scalars(select(Audit).where(Audit.event == "parties.reminded"))]
    assert events == ['{"count":1}', '{"count":1}']


def test_R12_who_has_answered_is_left_out_or_opted_out_or_removed_hears_nothing(
    session: Session, consultation: Consultation
) -> None:
    answered, out, removed = (
        ask(session, consultation, name, f"{name}@proeve.example") for name in ("svaret", "fravalgt", "fjernet")
    )
    factories.heard_party(session, consultation, "Ikke spurgt", "nej@proeve.example")
    ask(session, consultation, "Uden e-mail")
    out.opt_out_reason = "Handler om børn."
    removed.removed_at, removed.removed_reason = NOW, "Findes ikke mere."
    council = sender(capacity=Capacity.COUNCIL, organisation="svaret", name="")
    sent = submission(sender=council, heard_party_id=answered.id, receipt=False)
    responses.send_response(session, MAILS, NOW, consultation, sent)
    session.commit()
    assert [one.heard.party.name for one in silent.list_silent(session, consultation, NOW)] == ["Uden e-mail"]
    assert remind(session, consultation) == []


def test_R12_nobody_is_reminded_after_the_deadline_but_who_has_its_own(
    session: Session, consultation: Consultation
) -> None:
    ask(session, consultation, "Rådet", "raad@proeve.example")
    longer = ask(session, consultation, "Den anden", "anden@proeve.example")
    factories.own_deadline(session, longer, CLOSES + timedelta(days=7))
    assert remind(session, consultation, now=CLOSES) == ["Den anden"]
    assert remind(session, consultation, "to", CLOSES + timedelta(days=7)) == []


def test_R12_of_a_cancelled_consultation_nobody_is_reminded(session: Session, consultation: Consultation) -> None:
    ask(session, consultation, "Rådet", "raad@proeve.example")
    consultation.cancelled_at, consultation.cancelled_reason = NOW, "Forslaget er trukket."
    assert remind(session, consultation) == []


@pytest.mark.parametrize("role", [Role.EDITOR, Role.SECRETARY])
def test_R12_the_page_shows_who_and_what_before_it_sends(
    store: Session, sign_in: Callable[[Staff], PageClient], role: Role
) -> None:
    row = factories.consultation(store, factories.authority(store))
    ask(store, row, "Prøvestads Handicapråd", "raad@proeve.example")
    ask(store, row, "Prøvestads Ældreråd")
    client = sign_in(factories.staff(store, row.authority, role))
    store.commit()
    page = client.get(PAGE).get_data(as_text=True)
    assert "1 part får en mail" in page
    assert "Prøvestads Handicapråd er spurgt i høringen" in page
    assert "Prøvestads Ældreråd" in page.split("Dem skal I selv skrive")[1]
    press = re.search(r'name="tryk" value="([^"]+)"', page)
    assert press
    told = [client.form(PAGE, tryk=press[1]) for _ in range(2)]
    assert [answer.status_code for answer in told] == [303, 303]
    assert len(store.scalars(select(Message)).all()) == 1
    assert "<td>Nej</td>" not in client.get(PAGE).get_data(as_text=True)
