"""Receiving, correcting, withdrawing: on both databases, since numbers and locks are theirs."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from consultation.errors import Closed, Conflict, Invalid
from consultation.models import (
    Answer,
    Audit,
    AuthorityText,
    Consultation,
    Decision,
    HeardParty,
    Job,
    Message,
    Party,
    Rendition,
    Response,
    Tombstone,
)
from consultation.responses import figures, operations, queries
from consultation.responses.content import AnswerContent, Content, Proof, Submission
from consultation.responses.queries import Alike
from consultation.vocabulary import (
    By,
    Capacity,
    Channel,
    DecisionKind,
    Language,
    MessageState,
    PartyBasis,
    PartyKind,
    Precision,
    Series,
    Stance,
    Status,
)
from tests import factories
from tests.factories import CLOSES, RECEIVED, sender, submission

MICROSECOND = timedelta(microseconds=1)


@pytest.fixture
def consultation(session: Session) -> Consultation:
    row = factories.consultation(session, factories.authority(session))
    session.commit()
    return row


@pytest.fixture
def heard(session: Session, consultation: Consultation) -> HeardParty:
    owner = consultation.authority_id
    party = Party(authority_id=owner, kind=PartyKind.DISABILITY_COUNCIL, name="Handicaprådet i Prøvestad")
    session.add(party)
    session.flush()
    row = HeardParty(authority_id=owner, consultation_id=consultation.id, party_id=party.id, basis=PartyBasis.STATUTORY)
    session.add(row)
    session.commit()
    return row


def council(**given: object) -> Submission:
    by = sender(capacity=Capacity.COUNCIL, name="", postcode="", organisation="Handicaprådet i Prøvestad")
    return submission(sender=by, **given)  # type: ignore[arg-type]  # - the factory's own keywords


def tombstone(session: Session, response: Response) -> Tombstone | None:
    return session.scalars(select(Tombstone).where(Tombstone.key == response.key)).one_or_none()


def publish(session: Session, response: Response) -> None:
    """As a moderator's decision would."""
    version = queries.newest_version(session, response.id)
    before = queries.newest_decision(session, response.id)
    seq = before.seq + 1 if before else 1
    session.add(
        Decision(
            authority_id=response.authority_id,
            response_id=response.id,
            version_id=version.id,
            seq=seq,
            kind=DecisionKind.PUBLISH,
            by="staff:1",
            at=RECEIVED,
            effective_at=RECEIVED,
        )
    )
    session.add(
        Rendition(
            consultation_id=response.consultation_id,
            key=response.key,
            number_label=str(response.seq),
            sort_number=response.seq,
            decision_seq=seq,
            redacted=False,
            shown_name="0000",
            capacity=Capacity.CITIZEN,
            received_on="2026-03-02",
            late=False,
            visible_from=RECEIVED,
        )
    )
    row = tombstone(session, response)
    if row is not None:
        session.delete(row)
    figures.move(session, response.consultation_id, "on_time.awaiting", "on_time.published")
    if seq == 1:
        figures.add(session, response.consultation_id, {figures.days(response.received_at, RECEIVED): 1})
    session.commit()


# Receiving


def test_a_response_is_stored_word_for_word_with_its_places(session: Session, consultation: Consultation) -> None:
    version, section, _question = factories.places(session, consultation)[2, "hvor-laenge"]
    text = "Linje et\n\n  æøå 👍 = @"
    answers = (
        AnswerContent("Til det hele."),
        AnswerContent(text, Stance.OPPOSE, "Otte uger.", version, section),
    )
    row = factories.response(session, consultation, submission(content=Content(answers)))
    session.commit()
    stored = queries.content_of(session, queries.newest_version(session, row.id))
    assert stored.answers == answers


def test_a_response_awaits_a_decision_and_is_counted(session: Session, consultation: Consultation) -> None:
    row = factories.response(session, consultation)
    session.commit()
    grave = tombstone(session, row)
    assert grave is not None
    assert grave.status is Status.AWAITING
    assert figures.read(session, consultation.id) == {"on_time.awaiting": 1, "senders": 1}


def test_a_response_owes_a_scan_and_a_line_in_the_log(session: Session, consultation: Consultation) -> None:
    row = factories.response(session, consultation)
    session.commit()
    version = queries.newest_version(session, row.id)
    jobs = session.scalars(select(Job.arguments).where(Job.name == "moderation.scan")).all()
    assert jobs == [f'{{"version_id": {version.id}}}']
    events = session.scalars(select(Audit.event).where(Audit.subject == f"response:{row.id}")).all()
    assert events == ["response.received"]


def test_R25_each_response_keeps_which_version_of_the_notice_its_sender_read(
    session: Session, consultation: Consultation
) -> None:
    """A newer notice is for who answers later; a letter has been sent without having read any."""
    own = {"authority_id": consultation.authority_id, "kind": queries.PRIVACY_SHORT, "language": Language.DANISH}
    read = []
    for version in (1, 2):
        session.add(AuthorityText(**own, version=version, body=f"- Udgave {version}", at=RECEIVED))
        session.flush()
        factories.response(session, consultation)
    factories.response(session, consultation, submission(channel=Channel.LETTER, actor="staff:1"))
    session.commit()
    for row in session.scalars(select(Response).order_by(Response.id)):
        notice = session.get(AuthorityText, row.notice_text_id) if row.notice_text_id else None
        read.append(notice.version if notice else None)
    assert read == [1, 2, None]


@pytest.mark.parametrize(
    ("received_at", "number"), [(CLOSES - MICROSECOND, "1"), (CLOSES, "E-1"), (CLOSES + timedelta(days=3), "E-1")]
)
def test_T1_the_shown_minute_is_on_time_and_the_next_instant_is_late(
    session: Session, consultation: Consultation, received_at: datetime, number: str
) -> None:
    received = operations.send_response(
        session, factories.settings(), received_at, consultation, submission(received_at=received_at)
    )
    session.commit()
    assert received.number == number


@pytest.mark.parametrize(("day", "number"), [(15, "1"), (16, "E-1")])
def test_a_letter_dated_by_day_is_on_time_on_the_day_of_the_deadline(
    session: Session, consultation: Consultation, day: int, number: str
) -> None:
    arrived = datetime(2026, 3, day, 22, 59, tzinfo=UTC) - timedelta(hours=2)
    sent = submission(
        received_at=arrived, channel=Channel.LETTER, precision=Precision.DAY, actor="staff:1", receipt=False
    )
    received = operations.send_response(session, factories.settings(), arrived, consultation, sent)
    session.commit()
    assert received.number == number


def test_R24_late_responses_are_counted_apart(session: Session, consultation: Consultation) -> None:
    factories.response(session, consultation, submission(received_at=CLOSES))
    session.commit()
    assert figures.read(session, consultation.id)["late.awaiting"] == 1


def test_numbers_follow_the_order_of_coming_in_and_are_never_used_again(
    session: Session, consultation: Consultation
) -> None:
    first = factories.response(session, consultation)
    operations.withdraw_response(session, RECEIVED, first)
    second = factories.response(session, consultation)
    session.commit()
    assert (first.seq, second.seq) == (1, 2)


def test_the_commitment_covers_what_was_sent(session: Session, consultation: Consultation) -> None:
    sent = submission("Ordene.")
    row = factories.response(session, consultation, sent)
    session.commit()
    places = queries.places_of(session, consultation.id)
    proof = Proof(row.nonce, "1", row.received_at)
    version = queries.newest_version(session, row.id)
    assert proof.commitment(queries.sender_of(version), queries.content_of(session, version), places) == row.commitment
    other = Content((AnswerContent("Andre ord."),))
    assert proof.commitment(sent.sender, other, places) != row.commitment


def test_P2_the_same_words_twice_have_different_proofs(session: Session, consultation: Consultation) -> None:
    rows = [factories.response(session, consultation, submission("Ens.")) for _ in range(2)]
    session.commit()
    assert rows[0].commitment != rows[1].commitment
    assert rows[0].token_hash != rows[1].token_hash


def test_one_person_twice_is_two_responses_and_one_sender(session: Session, consultation: Consultation) -> None:
    rows = [
        factories.response(session, consultation, submission(sender=sender(name=name)))
        for name in ("Karen Prøvesen", "karen  PRØVESEN", "Bo Prøvesen")
    ]
    session.commit()
    assert figures.read(session, consultation.id)["senders"] == 2
    assert queries.find_alike(session, rows[0]) == Alike(("2",), more=0)


def test_of_a_sender_of_many_the_nearest_ten_are_named_and_the_rest_counted(
    session: Session, consultation: Consultation
) -> None:
    times = [RECEIVED] * 13 + [CLOSES] * 2
    rows = [factories.response(session, consultation, submission(received_at=at)) for at in times]
    session.commit()
    assert queries.find_alike(session, rows[2]) == Alike(("1", "2", *map(str, range(4, 12))), more=4)
    assert queries.find_alike(session, rows[-1]) == Alike((*map(str, range(5, 14)), "E-1"), more=4)


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"content": Content()}, "text", "missing"),
        ({"content": Content((AnswerContent(" \n ", Stance.SUPPORT),))}, "text", "missing"),
        ({"content": Content((AnswerContent("Ord.", version_id=987654),))}, "sections", "unknown"),
        ({"content": Content((AnswerContent("Et."), AnswerContent("To.")))}, "sections", "twice"),
        ({"sender": sender(name="")}, "name", "missing"),
        ({"sender": sender(postcode="890")}, "postcode", "format"),
        ({"sender": sender(email="karen@proeve.example\nBcc: alle@proeve.example")}, "email", "format"),
        ({"sender": sender(capacity=Capacity.COUNCIL)}, "organisation", "missing"),
        ({"sender": sender(capacity=Capacity.ORGANISATION, organisation="Foreningen", cvr="123")}, "cvr", "format"),
    ],
)
def test_D4_an_incomplete_response_is_refused_and_leaves_nothing(
    session: Session, consultation: Consultation, given: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        factories.response(session, consultation, submission(**given))  # type: ignore[arg-type]  # - cases
    session.commit()
    assert refused.value.errors[field] == code
    assert session.scalar(select(func.count(Response.id))) == 0


# Once


def test_R19_the_same_form_again_gives_the_same_receipt(session: Session, consultation: Consultation) -> None:
    sent = submission(form_key="one")
    received = [operations.send_response(session, factories.settings(), RECEIVED, consultation, sent) for _ in range(2)]
    session.commit()
    assert received[0].response.id == received[1].response.id
    assert received[0].token == received[1].token
    assert received[1].repeated
    assert figures.read(session, consultation.id)["on_time.awaiting"] == 1


def test_C3_fifty_sendings_of_one_form_make_one_response(
    engine: Engine, session: Session, consultation: Consultation
) -> None:
    consultation_id = consultation.id
    session.close()

    def send(place: int) -> tuple[str, str]:
        received_at = CLOSES + (place % 2 - 1) * MICROSECOND
        with Session(engine) as own:
            row = own.get_one(Consultation, consultation_id)
            sent = submission(form_key="one", received_at=received_at, sender=sender(email="k@proeve.example"))
            received = operations.send_response(own, factories.settings(), received_at, row, sent)
            own.commit()
            return received.number, received.token

    with ThreadPoolExecutor(50) as pool:
        receipts = set(pool.map(send, range(50)))
    assert len(receipts) == 1
    assert session.scalar(select(func.count(Response.id))) == 1
    assert session.scalar(select(func.count(Answer.id))) == 1
    assert session.scalar(select(func.count(Message.id))) == 1


def test_R20_numbers_sent_at_once_are_all_different_and_without_gaps(
    engine: Engine, session: Session, consultation: Consultation
) -> None:
    consultation_id = consultation.id
    session.close()

    def send(_place: int) -> int:
        with Session(engine) as own:
            row = factories.response(own, own.get_one(Consultation, consultation_id))
            own.commit()
            return row.seq

    with ThreadPoolExecutor(10) as pool:
        numbers = sorted(pool.map(send, range(30)))
    assert numbers == list(range(1, 31))
    assert figures.read(session, consultation_id) == figures.recount(session, consultation_id)


def test_D3_a_rolled_back_sending_has_taken_no_number(session: Session, consultation: Consultation) -> None:
    factories.response(session, consultation)
    session.rollback()
    assert factories.response(session, session.get_one(Consultation, consultation.id)).seq == 1
    assert session.scalar(select(func.count(Response.id))) == 1


# Receipts


def test_D6_the_receipt_stands_in_the_outbox_in_the_same_transaction(
    session: Session, consultation: Consultation
) -> None:
    sent = submission("Hemmelige ord.", sender=sender(email="karen@proeve.example"))
    mails = factories.settings("smtp://127.0.0.1:1")
    received = operations.send_response(session, mails, RECEIVED, consultation, sent)
    session.commit()
    message = session.scalars(select(Message)).one()
    assert (message.state, message.recipient) == (MessageState.QUEUED, "karen@proeve.example")
    assert f"http://localhost/mit-svar/{received.token}" in message.body
    assert "Svar nr. 1" in message.body
    assert "Hemmelige ord" not in message.body
    job = session.scalars(select(Job).where(Job.name == "notifications.deliver")).one()
    assert job.arguments == f'{{"message_id": {message.id}}}'


def test_without_a_mail_server_the_receipt_is_kept(session: Session, consultation: Consultation) -> None:
    factories.response(session, consultation, submission(sender=sender(email="karen@proeve.example")))
    session.commit()
    assert session.scalars(select(Message.state)).all() == [MessageState.KEPT]
    assert session.scalars(select(Job).where(Job.name == "notifications.deliver")).all() == []


def test_a_letter_without_an_address_for_mail_gets_a_letter(session: Session, consultation: Consultation) -> None:
    by = sender(address="Prøvevej 2\n0000 Prøvestad")
    factories.response(session, consultation, submission(sender=by, channel=Channel.LETTER, actor="staff:1"))
    session.commit()
    message = session.scalars(select(Message)).one()
    assert message.state is MessageState.LETTER
    assert message.recipient == "Karen Prøvesen\nPrøvevej 2\n0000 Prøvestad"
    assert "/mit-svar/" not in message.body


def test_who_answers_here_without_an_address_has_the_receipt_on_the_screen(
    session: Session, consultation: Consultation
) -> None:
    factories.response(session, consultation)
    session.commit()
    assert session.scalars(select(Message)).all() == []


# Correcting


def test_R21_three_corrections_leave_four_versions(session: Session, consultation: Consultation) -> None:
    row = factories.response(session, consultation)
    for text in ("To.", "Tre.", "Fire."):
        operations.correct_response(
            session, factories.settings(), RECEIVED, row, sender(), Content((AnswerContent(text),))
        )
        session.commit()
    versions = queries.list_versions(session, row.id)
    assert [version.number for version in versions] == [1, 2, 3, 4]
    assert queries.content_of(session, versions[-1]).answers[0].text == "Fire."


def test_the_same_words_again_are_no_new_version(session: Session, consultation: Consultation) -> None:
    row = factories.response(session, consultation, submission("Samme."))
    same = Content((AnswerContent("Samme."),))
    assert operations.correct_response(session, factories.settings(), RECEIVED, row, sender(), same).number == 1


def test_a_correction_takes_down_what_was_published_and_awaits_again(
    session: Session, consultation: Consultation
) -> None:
    row = factories.response(session, consultation)
    publish(session, row)
    operations.correct_response(
        session, factories.settings(), RECEIVED, row, sender(), Content((AnswerContent("Rettet."),))
    )
    session.commit()
    assert session.scalars(select(Rendition.hidden_at)).all() == [RECEIVED]
    grave = tombstone(session, row)
    assert grave is not None
    assert grave.status is Status.AWAITING
    assert queries.standing_of(session, row).status is Status.AWAITING
    assert figures.read(session, consultation.id) == figures.recount(session, consultation.id)


def test_a_correction_to_another_sender_keeps_the_number_of_senders_right(
    session: Session, consultation: Consultation
) -> None:
    rows = [factories.response(session, consultation) for _ in range(2)]
    for row, name in ((rows[0], "Bo Prøvesen"), (rows[1], "Bo Prøvesen")):
        content = Content((AnswerContent("Rettet."),))
        operations.correct_response(session, factories.settings(), RECEIVED, row, sender(name=name), content)
        session.commit()
        assert figures.read(session, consultation.id) == figures.recount(session, consultation.id)
    assert figures.read(session, consultation.id)["senders"] == 1


def test_after_the_deadline_the_sender_corrects_nothing(session: Session, consultation: Consultation) -> None:
    row = factories.response(session, consultation)
    late = Content((AnswerContent("For sent."),))
    with pytest.raises(Closed):
        operations.correct_response(session, factories.settings(), CLOSES, row, sender(), late)


def test_after_the_deadline_the_sender_withdraws_nothing(session: Session, consultation: Consultation) -> None:
    row = factories.response(session, consultation)
    with pytest.raises(Closed):
        operations.withdraw_response(session, CLOSES, row)


def test_a_withdrawn_response_is_not_corrected(session: Session, consultation: Consultation) -> None:
    row = factories.response(session, consultation)
    operations.withdraw_response(session, RECEIVED, row)
    with pytest.raises(Conflict):
        operations.correct_response(
            session, factories.settings(), RECEIVED, row, sender(), Content((AnswerContent("Ord."),))
        )


# Withdrawing


def test_R21_a_withdrawn_response_leaves_its_number_and_the_word(session: Session, consultation: Consultation) -> None:
    row = factories.response(session, consultation)
    publish(session, row)
    for _ in range(2):
        operations.withdraw_response(session, RECEIVED, row)
        session.commit()
    grave = tombstone(session, row)
    assert grave is not None
    assert (grave.number_label, grave.status) == ("1", Status.WITHDRAWN)
    assert session.scalars(select(Rendition.hidden_at)).all() == [RECEIVED]
    assert figures.read(session, consultation.id) == {"on_time.withdrawn": 1, "senders": 1, "days.0": 1}


def test_staff_register_a_late_withdrawal_with_a_reason(session: Session, consultation: Consultation) -> None:
    row = factories.response(session, consultation)
    after = CLOSES + timedelta(days=2)
    with pytest.raises(Invalid):
        operations.withdraw_response(session, after, row, by=By.STAFF, actor="staff:1")
    operations.withdraw_response(session, after, row, by=By.STAFF, actor="staff:1", reason="Bedt om det pr. telefon.")
    session.commit()
    assert (row.withdrawn_by, row.withdrawn_reason) == (By.STAFF, "Bedt om det pr. telefon.")


# Heard parties


def test_R12_no_remarks_counts_as_an_answer_and_is_published(
    session: Session, consultation: Consultation, heard: HeardParty
) -> None:
    row = factories.response(session, consultation, council(content=Content(no_remarks=True), heard_party_id=heard.id))
    session.commit()
    assert figures.read(session, consultation.id) == {"on_time.published": 1, "no_remarks": 1, "senders": 1}
    assert session.scalars(select(Rendition.shown_name)).all() == ["Handicaprådet i Prøvestad"]
    assert tombstone(session, row) is None
    assert [found.id for found in queries.list_of_party(session, heard.id)] == [row.id]
    assert figures.read(session, consultation.id) == figures.recount(session, consultation.id)


def test_remarks_of_a_party_replace_its_no_remarks(
    session: Session, consultation: Consultation, heard: HeardParty
) -> None:
    first = factories.response(
        session, consultation, council(content=Content(no_remarks=True), heard_party_id=heard.id)
    )
    factories.response(session, consultation, council(text="Vi har alligevel noget.", heard_party_id=heard.id))
    session.commit()
    assert first.withdrawn_at == RECEIVED
    assert figures.read(session, consultation.id) == {"on_time.withdrawn": 1, "on_time.awaiting": 1, "senders": 1}
    assert figures.read(session, consultation.id) == figures.recount(session, consultation.id)


def test_a_partys_own_deadline_holds_through_its_link(
    session: Session, consultation: Consultation, heard: HeardParty
) -> None:
    factories.own_deadline(session, heard, CLOSES + timedelta(days=7))
    after = CLOSES + timedelta(days=1)
    with_link = factories.response(session, consultation, council(heard_party_id=heard.id, received_at=after))
    without = factories.response(session, consultation, council(received_at=after))
    session.commit()
    assert (with_link.series, without.series) == (Series.ON_TIME, Series.LATE)
