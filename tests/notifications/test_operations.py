"""Messages about events that concern many (R6, R11, R48)."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.consultations import meetings
from consultation.consultations.meetings import MeetingInput
from consultation.lib.tokens import hash_token
from consultation.models import Consultation, Deadline, HeardParty, Message, Party, Response
from consultation.notifications import operations, queries
from consultation.notifications.delivery import Outcome
from consultation.responses import operations as responses
from consultation.vocabulary import (
    Delivery,
    FollowUp,
    Language,
    LoginMode,
    MessageState,
    MilestoneKind,
    PartyBasis,
    PartyKind,
)
from tests import factories
from tests.factories import CLOSES, NOW, RECEIVED, sender, submission

MAILS = factories.settings("smtp://127.0.0.1:1")


@pytest.fixture
def consultation(session: Session) -> Consultation:
    row = factories.consultation(session, factories.authority(session))
    session.commit()
    return row


def respond(session: Session, consultation: Consultation, address: str, **given: object) -> None:
    sent = submission(sender=sender(email=address), receipt=False, **given)  # type: ignore[arg-type]  # - the factory's own keywords
    responses.send_response(session, MAILS, sent.received_at, consultation, sent)


def move_deadline(session: Session, consultation: Consultation) -> Deadline:
    row = Deadline(
        authority_id=consultation.authority_id,
        consultation_id=consultation.id,
        seq=2,
        closes_at=CLOSES + timedelta(days=7),
        shown_local="søndag den 22. marts 2026 kl. 23.59",
        reason="siden var nede i 40 minutter.",
        by="staff:1",
        at=NOW,
    )
    session.add(row)
    session.commit()
    return row


def test_R6_everyone_who_has_answered_hears_of_the_new_deadline_once(
    session: Session, consultation: Consultation
) -> None:
    respond(session, consultation, "a@proeve.example")
    respond(session, consultation, "e@proeve.example", received_at=CLOSES, language=Language.ENGLISH)
    respond(session, consultation, "")
    deadline = move_deadline(session, consultation)
    for _ in range(2):
        operations.tell_deadline_moved(session, MAILS, NOW, deadline_id=deadline.id)
    session.commit()
    danish, english = session.scalars(select(Message).order_by(Message.recipient)).all()
    assert danish.subject == "Fristen er flyttet"
    for words in ("søndag den 15. marts 2026 kl. 23.59", "søndag den 22. marts 2026", "siden var nede i 40 minutter"):
        assert words in danish.body
    assert "rettidigt" not in danish.body
    assert "Your response no. E-1" in english.body
    assert "Now it is on time. It keeps its number." in english.body


def test_R6_parties_that_were_asked_hear_it_too_unless_their_own_is_later(
    session: Session, consultation: Consultation
) -> None:
    asked = {name: factories.heard_party(session, consultation, name, f"{name}@proeve.example") for name in "abcd"}
    for name in "abc":
        asked[name].sent_at = NOW
    factories.own_deadline(session, asked["b"], CLOSES + timedelta(days=9))
    asked["c"].removed_at, asked["c"].removed_reason = NOW, "Findes ikke mere."
    deadline = move_deadline(session, consultation)
    operations.tell_deadline_moved(session, MAILS, NOW, deadline_id=deadline.id)
    [told] = session.scalars(select(Message)).all()
    assert told.recipient == "a@proeve.example"
    assert "Den var søndag den 15. marts 2026 kl. 23.59. Nu er den søndag den 22. marts 2026" in told.body


@pytest.mark.parametrize("was_asked", [True, False])
def test_R6_a_party_hears_of_its_own_deadline_once_it_has_its_letter(
    session: Session, consultation: Consultation, was_asked: bool
) -> None:
    heard = factories.heard_party(session, consultation, email="raad@proeve.example")
    heard.sent_at = NOW if was_asked else None
    factories.own_deadline(session, heard, CLOSES + timedelta(days=9))
    deadline = session.scalars(select(Deadline).where(Deadline.heard_party_id == heard.id)).one()
    operations.tell_party_deadline(session, MAILS, NOW, deadline_id=deadline.id)
    bodies = [message.body for message in session.scalars(select(Message))]
    assert ["I kan nu svare til og med tirsdag den 24. marts 2026 kl. 23.59." in body for body in bodies] == (
        [True] if was_asked else []
    )


def test_the_first_deadline_is_no_news(session: Session, consultation: Consultation) -> None:
    respond(session, consultation, "a@proeve.example")
    first = session.scalars(select(Deadline)).one()
    operations.tell_deadline_moved(session, MAILS, NOW, deadline_id=first.id)
    assert session.scalars(select(Message)).all() == []


def test_who_has_withdrawn_hears_nothing(session: Session, consultation: Consultation) -> None:
    respond(session, consultation, "a@proeve.example")
    responses.withdraw_response(session, RECEIVED, session.scalars(select(Response)).one())
    operations.tell_deadline_moved(session, MAILS, NOW, deadline_id=move_deadline(session, consultation).id)
    assert session.scalars(select(Message)).all() == []


def test_a_cancelled_consultation_is_told_with_its_reason(session: Session, consultation: Consultation) -> None:
    respond(session, consultation, "a@proeve.example")
    consultation.cancelled_at, consultation.cancelled_reason = NOW, "Forslaget er trukket."
    operations.tell_cancelled(session, MAILS, NOW, consultation_id=consultation.id)
    message = session.scalars(select(Message)).one()
    assert message.subject == "Høringen er aflyst"
    assert "Forslaget er trukket." in message.body
    assert "dit svar nr. 1" in message.body


def test_R48_who_was_asked_hears_the_outcome_once_and_who_answered_by_another_act(
    session: Session, consultation: Consultation
) -> None:
    for name in ("raad", "tavs"):
        factories.heard_party(session, consultation, name, f"{name}@proeve.example").sent_at = RECEIVED
    factories.heard_party(session, consultation, "ikke spurgt", "ikke-spurgt@proeve.example")
    respond(session, consultation, "svaret@proeve.example")
    given = MeetingInput(MilestoneKind.COUNCIL, NOW.date(), "Byrådet", outcome="Byrådet sagde ja.", decides=True)
    meeting = meetings.record_meeting(session, "staff:1", CLOSES, consultation, given)
    for _ in range(2):
        operations.tell_outcome(session, MAILS, CLOSES, milestone_id=meeting.id)
    session.commit()
    told = session.scalars(select(Message).order_by(Message.recipient)).all()
    assert [one.recipient for one in told] == ["raad@proeve.example", "tavs@proeve.example"]
    assert told[0].subject == "Sådan gik det: Hjælp i hverdagen"
    page = "http://localhost/hoeringer/hjaelp-i-hverdagen/resultat"
    for said in ("Byrådet sagde ja.", "Hvad svarene førte til", page):
        assert said in told[0].body


def test_B3_events_are_told_at_no_address_that_nobody_has_confirmed(
    session: Session, consultation: Consultation
) -> None:
    """Anybody may have typed it; staff see that there is nobody to tell."""
    respond(session, consultation, "hun.selv@proeve.example", login_mode=LoginMode.CONFIRMED)
    [response] = session.scalars(select(Response))
    assert response.unconfirmed
    deadline = move_deadline(session, consultation)
    operations.tell_deadline_moved(session, MAILS, NOW, deadline_id=deadline.id)
    consultation.cancelled_at, consultation.cancelled_reason = NOW, "Forslaget er trukket."
    operations.tell_cancelled(session, MAILS, NOW, consultation_id=consultation.id)
    session.commit()
    kinds = {one.partition(":")[0] for one in session.scalars(select(Message.event_key))}
    assert kinds == {"confirm"}
    assert [one.response.id for one in queries.list_unreachable(session, consultation.id)] == [response.id]


@pytest.fixture
def heard(session: Session, consultation: Consultation) -> HeardParty:
    party = Party(
        authority_id=consultation.authority_id,
        kind=PartyKind.SENIOR_COUNCIL,
        name="Ældrerådet i Prøvestad",
        email="raad@proeve.example",
    )
    session.add(party)
    session.flush()
    row = HeardParty(
        authority_id=consultation.authority_id,
        consultation_id=consultation.id,
        party_id=party.id,
        basis=PartyBasis.STATUTORY,
        sent_at=NOW,
        delivery=Delivery.SENT,
    )
    session.add(row)
    session.commit()
    return row


def test_a_heard_party_gets_a_link_of_its_own(session: Session, heard: HeardParty) -> None:
    operations.invite_party(session, MAILS, NOW, heard_party_id=heard.id)
    message = session.scalars(select(Message)).one()
    link = re.search(r"http://localhost/part/(\S+)", message.body)
    assert link is not None
    assert heard.token_hash == hash_token(link[1])
    assert message.recipient == "raad@proeve.example"


@pytest.mark.parametrize(
    ("outcome", "delivery"),
    [
        (Outcome(True, "accepted"), Delivery.DELIVERED),
        (Outcome(False, "550 no such user"), Delivery.FAILED),
        (Outcome(None, "not now"), Delivery.SENT),
    ],
)
def test_R11_what_became_of_a_partys_letter_stands_at_the_party(
    session: Session, heard: HeardParty, outcome: Outcome, delivery: Delivery
) -> None:
    operations.invite_party(session, MAILS, NOW, heard_party_id=heard.id)
    message_id = session.scalars(select(Message.id)).one()
    operations.note_delivery(session, MAILS, NOW, message_id=message_id, prepared=outcome)
    session.commit()
    assert heard.delivery is delivery


@pytest.fixture
def renewed(session: Session, consultation: Consultation) -> Consultation:
    row = factories.consultation(session, consultation.authority, "igen", closes_at=CLOSES + timedelta(days=7))
    row.title = "Hjælp igen"
    row.follows_id, row.follow_up, row.follow_up_reason = consultation.id, FollowUp.RENEWED, "Et bilag manglede."
    session.commit()
    return row


def told(session: Session) -> list[Message]:
    about = Message.event_key.startswith("follow_up_published:")
    return list(session.scalars(select(Message).where(about).order_by(Message.recipient)))


def test_R8_who_answered_or_was_asked_hears_of_the_new_one_once_at_each_address(
    session: Session, consultation: Consultation, renewed: Consultation
) -> None:
    respond(session, consultation, "a@proeve.example")
    respond(session, consultation, "A@proeve.example")
    respond(session, consultation, "e@proeve.example", language=Language.ENGLISH)
    respond(session, consultation, "")
    for name, address in (("Rådet", "raad@proeve.example"), ("Foreningen", "a@proeve.example")):
        factories.heard_party(session, consultation, name, address).sent_at = NOW
    factories.heard_party(session, consultation, "Aldrig spurgt", "ikke@proeve.example").sent_at = None
    for _ in range(2):
        operations.tell_follow_up(session, MAILS, NOW, consultation_id=renewed.id)
    danish, english, council = told(session)
    assert [one.recipient for one in (danish, english, council)] == [
        "a@proeve.example",
        "e@proeve.example",
        "raad@proeve.example",
    ]
    assert danish.subject == "Fornyet høring: Hjælp igen"
    for words in (
        "Du har sendt svar nr. 1 til høringen Hjælp i hverdagen. Det er gemt dér, som det er.",
        "Nu er der sendt en fornyet høring i stedet for den ud: Hjælp igen.",
        "Grunden er: Et bilag manglede.",
        "Du kan svare på den nye til og med søndag den 22. marts 2026 kl. 23.59.",
        "http://localhost/hoeringer/igen",
    ):
        assert words in danish.body
    assert english.body.startswith("Hello")
    assert "There is now a renewed consultation in place of it: Hjælp igen." in english.body
    assert "http://localhost/en/hoeringer/igen" in english.body
    assert "I blev spurgt i høringen Hjælp i hverdagen." in council.body


def test_R8_who_has_withdrawn_or_was_taken_off_the_list_is_not_told(
    session: Session, consultation: Consultation, renewed: Consultation
) -> None:
    respond(session, consultation, "a@proeve.example")
    responses.withdraw_response(session, RECEIVED, session.scalars(select(Response)).one())
    gone = factories.heard_party(session, consultation, "Rådet", "raad@proeve.example")
    gone.sent_at = gone.removed_at = NOW
    gone.removed_reason = "Findes ikke mere."
    operations.tell_follow_up(session, MAILS, NOW, consultation_id=renewed.id)
    assert told(session) == []


def test_R8_one_that_is_cancelled_before_it_is_shown_is_not_told(
    session: Session, consultation: Consultation, renewed: Consultation
) -> None:
    respond(session, consultation, "a@proeve.example")
    renewed.cancelled_at, renewed.cancelled_reason = NOW, "Fejl."
    operations.tell_follow_up(session, MAILS, NOW, consultation_id=renewed.id)
    assert told(session) == []


def test_R8_the_people_of_the_new_one_are_not_told_of_it(
    session: Session, consultation: Consultation, renewed: Consultation
) -> None:
    respond(session, renewed, "ny@proeve.example")
    operations.tell_follow_up(session, MAILS, NOW, consultation_id=renewed.id)
    assert told(session) == []


def test_R8_who_has_only_a_postal_address_gets_a_letter(
    session: Session, consultation: Consultation, renewed: Consultation
) -> None:
    sent = submission(sender=sender(email="", address="Prøvevej 2\n0000 Prøvestad"), receipt=False)
    responses.send_response(session, MAILS, sent.received_at, consultation, sent)
    operations.tell_follow_up(session, MAILS, NOW, consultation_id=renewed.id)
    [letter] = told(session)
    assert letter.state is MessageState.LETTER
    assert "Prøvevej 2" in letter.recipient
    assert letter.consultation_id == renewed.id
