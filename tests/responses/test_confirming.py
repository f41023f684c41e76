"""Confirming an e-mail address: when it counts, how often it is asked for, what becomes of those nobody confirms."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from consultation import erasing
from consultation.consultations import scheduling
from consultation.errors import Closed, Conflict, Invalid, NotFound
from consultation.models import Audit, Consultation, Decision, Job, Message, Response, Tombstone
from consultation.moderation import operations as moderation
from consultation.moderation import queries as desk
from consultation.moderation.queue import list_waiting
from consultation.responses import confirming, figures, operations, queries
from consultation.vocabulary import By, Capacity, Channel, DecisionKind, LoginMode, Reason, Role, Status
from tests import factories
from tests.factories import CLOSES, RECEIVED, sender, submission

KAREN = "karen@proeve.example"
MICROSECOND, DAY = timedelta(microseconds=1), timedelta(days=1)
LATEST = CLOSES + DAY
"""The first instant at which an address can no longer be confirmed."""


@pytest.fixture
def consultation(session: Session) -> Consultation:
    row = factories.consultation(session, factories.authority(session))
    row.login_mode = LoginMode.CONFIRMED
    session.commit()
    return row


def send(session: Session, owner: Consultation, email: str = KAREN, **given: object) -> Response:
    """A response whose sender is asked to confirm."""
    given = {"sender": sender(email=email), "login_mode": LoginMode.CONFIRMED} | given
    row = factories.response(session, owner, submission(**given))  # type: ignore[arg-type]  # - the factory's keywords
    session.commit()
    return row


def confirm(session: Session, row: Response, at: datetime = RECEIVED) -> None:
    confirming.confirm(session, factories.settings(), at, at, row)
    session.commit()


def withhold(session: Session, row: Response, at: datetime) -> None:
    """As the worker does when the job is due."""
    moderation.withhold_unconfirmed(session, factories.settings(), at, response_id=row.id)
    session.commit()


def extend(session: Session, owner: Consultation, at: datetime) -> None:
    """A week more, as an editor decides."""
    reasons = factories.REASONS
    scheduling.move_deadline(session, "staff:1", at, owner, CLOSES + 7 * DAY, "Flere beder om tid.", reasons)


def counted(session: Session, row: Response) -> dict[str, int]:
    """The counters, which are those of a recount."""
    found = figures.read(session, row.consultation_id)
    assert found == figures.recount(session, row.consultation_id)
    return {name: value for name, value in found.items() if name != "senders"}


def mails(session: Session, kind: str) -> list[Message]:
    return list(session.scalars(select(Message).where(Message.event_key.startswith(f"{kind}:")).order_by(Message.id)))


def due(session: Session) -> list[datetime]:
    return list(session.scalars(select(Job.due_at).where(Job.name == confirming.WITHHOLD).order_by(Job.due_at)))


# Asking


def test_R13_an_unconfirmed_response_is_received_numbered_and_counted_apart(
    session: Session, consultation: Consultation
) -> None:
    row = send(session, consultation)
    assert (row.seq, row.received_at, row.unconfirmed) == (1, RECEIVED, True)
    assert counted(session, row) == {"on_time.awaiting": 1, "unconfirmed": 1}
    assert due(session) == [LATEST]


def test_R13_only_the_mail_that_asks_is_sent_before(session: Session, consultation: Consultation) -> None:
    send(session, consultation)
    [asked] = mails(session, "confirm")
    assert (asked.recipient, mails(session, "receipt")) == (KAREN, [])
    assert "/bekraeft/" in asked.body
    assert "/mit-svar/" not in asked.body
    assert "Seks uger" not in asked.body


def test_R13_who_is_not_asked_is_sent_the_receipt(session: Session, consultation: Consultation) -> None:
    """Heard parties, letters and imports: their way in says who they are."""
    row = send(session, consultation, login_mode=LoginMode.OPEN, channel=Channel.LETTER, actor="staff:1")
    assert (row.unconfirmed, len(mails(session, "receipt")), mails(session, "confirm")) == (False, 1, [])
    assert counted(session, row) == {"on_time.awaiting": 1}


@pytest.mark.parametrize("mode", [LoginMode.OPEN, LoginMode.IDENTITY])
def test_R13_other_modes_wait_for_nobody(session: Session, consultation: Consultation, mode: LoginMode) -> None:
    assert not send(session, consultation, login_mode=mode).unconfirmed


def test_B3_an_address_gets_five_mails_a_day_and_every_response_is_received(
    session: Session, consultation: Consultation
) -> None:
    rows = [send(session, consultation, KAREN if n % 2 else KAREN.upper()) for n in range(7)]
    assert [row.seq for row in rows] == [1, 2, 3, 4, 5, 6, 7]
    assert len(mails(session, "confirm")) == 5
    assert not confirming.ask_again(session, factories.settings(), RECEIVED, rows[6], KAREN)
    assert confirming.ask_again(session, factories.settings(), RECEIVED + DAY, rows[6], KAREN)


def test_B3_one_response_asks_ten_times_a_day_whatever_the_addresses(
    session: Session, consultation: Consultation
) -> None:
    row = send(session, consultation)
    asked = [
        confirming.ask_again(session, factories.settings(), RECEIVED, row, f"karen{n}@proeve.example")
        for n in range(12)
    ]
    assert asked == [True] * 9 + [False] * 3


def test_R13_a_corrected_address_is_asked_and_the_earlier_link_dies(
    session: Session, consultation: Consultation
) -> None:
    row = send(session, consultation, "kaern@proeve.example")
    before = row.confirm_hash
    assert confirming.ask_again(session, factories.settings(), RECEIVED, row, KAREN)
    session.commit()
    assert row.confirm_hash != before
    assert [mail.recipient for mail in mails(session, "confirm")] == ["kaern@proeve.example", KAREN]
    assert [version.email for version in queries.list_versions(session, row.id)] == ["kaern@proeve.example", KAREN]
    assert figures.read(session, consultation.id)["senders"] == 1
    with pytest.raises(NotFound):
        confirming.get_by_token(session, "the earlier one")


def test_asking_once_more_without_correcting_keeps_the_link(session: Session, consultation: Consultation) -> None:
    row = send(session, consultation)
    before = row.confirm_hash
    confirming.ask_again(session, factories.settings(), RECEIVED, row, KAREN)
    assert (row.confirm_hash, len(queries.list_versions(session, row.id))) == (before, 1)


def test_each_time_around_midnight_is_a_mail_of_its_own(session: Session, consultation: Consultation) -> None:
    """In Denmark the date changes an hour before it does in UTC."""
    row = send(session, consultation)
    late = RECEIVED.replace(hour=22, minute=30)
    for hours in range(5):
        assert confirming.ask_again(session, factories.settings(), late + hours * timedelta(hours=1), row, KAREN)
    assert len(mails(session, "confirm")) == 6


# Confirming


def test_T7_a_press_until_a_day_after_the_close_counts_with_the_original_time(
    session: Session, consultation: Consultation
) -> None:
    row = send(session, consultation, received_at=CLOSES - MICROSECOND)
    confirm(session, row, LATEST - MICROSECOND)
    assert (row.confirmed_by, row.received_at, row.late) == (By.SENDER, CLOSES - MICROSECOND, False)
    assert counted(session, row) == {"on_time.awaiting": 1}


def test_T7_a_press_later_than_that_changes_nothing(session: Session, consultation: Consultation) -> None:
    row = send(session, consultation)
    with pytest.raises(Closed):
        confirm(session, row, LATEST)
    session.rollback()
    assert row.unconfirmed


def test_T6_what_counts_is_when_the_press_was_here(session: Session, consultation: Consultation) -> None:
    row = send(session, consultation)
    withhold(session, row, LATEST)
    confirming.confirm(session, factories.settings(), LATEST + DAY, LATEST - MICROSECOND, row)
    session.commit()
    assert counted(session, row) == {"on_time.awaiting": 1}


def test_T7_one_sent_after_the_deadline_has_a_day_from_then(session: Session, consultation: Consultation) -> None:
    row = send(session, consultation, received_at=CLOSES + 5 * DAY)
    assert due(session) == [CLOSES + 6 * DAY]
    confirm(session, row, CLOSES + 6 * DAY - MICROSECOND)
    assert counted(session, row) == {"late.awaiting": 1}


def test_R13_confirming_twice_is_confirming_once(session: Session, consultation: Consultation) -> None:
    row = send(session, consultation)
    confirm(session, row)
    confirm(session, row, RECEIVED + DAY)
    assert row.confirmed_at == RECEIVED
    assert len(session.scalars(select(Audit).where(Audit.event == "response.confirmed")).all()) == 1
    assert counted(session, row) == {"on_time.awaiting": 1}


def test_R13_the_receipt_with_the_whole_text_goes_to_the_confirmed_address(
    session: Session, consultation: Consultation
) -> None:
    row = send(session, consultation)
    confirm(session, row)
    [receipt] = mails(session, "receipt")
    assert receipt.recipient == KAREN
    assert "/mit-svar/" in receipt.body
    assert "Seks uger er for kort tid." in receipt.body


def test_R13_a_correction_keeps_the_confirmation(session: Session, consultation: Consultation) -> None:
    row = send(session, consultation)
    confirm(session, row)
    version = queries.newest_version(session, row.id)
    content = submission("Otte uger.").content
    operations.correct_response(session, factories.settings(), RECEIVED, row, queries.sender_of(version), content)
    session.commit()
    assert not row.unconfirmed
    assert [one.response_id for one in list_waiting(session, consultation.id, RECEIVED)] == [row.id]


def test_R13_two_presses_at_once_are_one(session: Session, engine: Engine, consultation: Consultation) -> None:
    row = send(session, consultation)
    response_id = row.id
    session.rollback()

    def press(_who: int) -> None:
        with Session(engine) as own:
            confirming.confirm(own, factories.settings(), RECEIVED, RECEIVED, own.get_one(Response, response_id))
            own.commit()

    with ThreadPoolExecutor(4) as people:
        list(people.map(press, range(4)))
    session.expire_all()
    assert counted(session, row) == {"on_time.awaiting": 1}
    assert len(mails(session, "receipt")) == 1


def test_D7_a_press_and_the_job_at_once_leave_one_of_two_sound_states(
    session: Session, engine: Engine, consultation: Consultation
) -> None:
    """The press was here in time; whichever is written first, the response is confirmed in the end."""
    rows = [send(session, consultation, f"person{n}@proeve.example") for n in range(8)]

    def press(response_id: int) -> None:
        with Session(engine) as own:
            row = own.get_one(Response, response_id)
            confirming.confirm(own, factories.settings(), LATEST, LATEST - MICROSECOND, row)
            own.commit()

    def end(response_id: int) -> None:
        with Session(engine) as own:
            moderation.withhold_unconfirmed(own, factories.settings(), LATEST, response_id=response_id)
            own.commit()

    acts = [(act, row.id) for row in rows for act in (press, end)]
    session.rollback()
    with ThreadPoolExecutor(4) as people:
        list(people.map(lambda act: act[0](act[1]), acts))
    session.expire_all()
    assert counted(session, rows[0]) == {"on_time.awaiting": 8}
    assert len(list_waiting(session, consultation.id, LATEST)) == 8


# Not confirming


def test_B3_a_day_after_the_close_it_counts_as_withheld(session: Session, consultation: Consultation) -> None:
    row = send(session, consultation)
    withhold(session, row, LATEST)
    [decision] = session.scalars(select(Decision)).all()
    assert (decision.kind, decision.reason, decision.by) == (DecisionKind.WITHHOLD, Reason.NOT_CONFIRMED, "system")
    assert counted(session, row) == {"on_time.withheld.not_confirmed": 1}
    stone = session.scalars(select(Tombstone)).one()
    assert (stone.status, stone.reason_code) == (Status.WITHHELD, "not_confirmed")


def test_B3_nobody_is_written_to_at_an_address_that_is_not_confirmed(
    session: Session, consultation: Consultation
) -> None:
    withhold(session, send(session, consultation), LATEST)
    assert session.scalar(select(func.count(Job.id)).where(Job.name == moderation.NOTICE)) == 0


@pytest.mark.parametrize("what", ["confirmed", "withdrawn", "admitted", "withheld before"])
def test_the_job_leaves_what_needs_nothing(session: Session, consultation: Consultation, what: str) -> None:
    row = send(session, consultation)
    if what == "confirmed":
        confirm(session, row)
    elif what == "withdrawn":
        operations.withdraw_response(session, RECEIVED, row)
    elif what == "admitted":
        confirming.admit(session, "staff:1", RECEIVED, row, "Har ringet.")
    else:
        withhold(session, row, LATEST)
    session.commit()
    before = counted(session, row)
    withhold(session, row, LATEST)
    assert counted(session, row) == before


def test_T8_where_the_deadline_was_moved_the_job_comes_back(session: Session, consultation: Consultation) -> None:
    row = send(session, consultation)
    extend(session, consultation, CLOSES - DAY)
    withhold(session, row, LATEST)
    assert counted(session, row) == {"on_time.awaiting": 1, "unconfirmed": 1}
    assert due(session)[-1] == LATEST + 7 * DAY
    withhold(session, row, LATEST + 7 * DAY)
    assert counted(session, row) == {"on_time.withheld.not_confirmed": 1}


def test_T8_a_deadline_moved_after_the_close_opens_the_link_again(session: Session, consultation: Consultation) -> None:
    row = send(session, consultation)
    withhold(session, row, LATEST)
    extend(session, consultation, LATEST)
    confirm(session, row, LATEST + DAY)
    assert counted(session, row) == {"on_time.awaiting": 1}
    kinds = session.scalars(select(Decision.kind).order_by(Decision.seq)).all()
    assert kinds == [DecisionKind.WITHHOLD, DecisionKind.REOPEN]


def test_B3_it_was_not_me_withdraws(session: Session, consultation: Consultation) -> None:
    row = send(session, consultation)
    confirming.disown(session, RECEIVED, RECEIVED, row)
    session.commit()
    assert (row.withdrawn_by, row.withdrawn_reason) == (By.SENDER, confirming.NOT_ME)
    assert counted(session, row) == {"on_time.withdrawn": 1}
    confirm(session, row)
    assert row.confirmed_at is None


def test_B3_who_has_confirmed_does_not_disown(session: Session, consultation: Consultation) -> None:
    row = send(session, consultation)
    confirm(session, row)
    confirming.disown(session, RECEIVED, RECEIVED, row)
    assert row.withdrawn_at is None


@pytest.mark.parametrize("withheld", [False, True])
def test_R13_staff_take_one_in_with_a_reason(session: Session, consultation: Consultation, withheld: bool) -> None:
    row = send(session, consultation)
    if withheld:
        withhold(session, row, LATEST)
    with pytest.raises(Invalid):
        confirming.admit(session, "staff:1", LATEST, row, " ")
    session.rollback()
    confirming.admit(session, "staff:1", LATEST, row, "Har ringet og læst svaret op.")
    session.commit()
    assert (row.confirmed_by, row.confirmed_reason) == (By.STAFF, "Har ringet og læst svaret op.")
    assert counted(session, row) == {"on_time.awaiting": 1}
    with pytest.raises(Conflict):
        confirming.admit(session, "staff:1", LATEST, row, "Igen.")


def test_R6_many_are_told_until_when_as_each_is(session: Session, consultation: Consultation) -> None:
    heard = factories.heard_party(session, consultation)
    factories.own_deadline(session, heard, CLOSES + 7 * DAY)
    rows = [send(session, consultation), send(session, consultation, heard_party_id=heard.id)]
    found = confirming.until_of(session, consultation, rows)
    assert list(found.values()) == [confirming.until(session, row) for row in rows] == [LATEST, LATEST + 7 * DAY]


def erased(session: Session, row: Response) -> None:
    """Nobody confirmed it, and its bytes had to go."""
    withhold(session, row, LATEST)
    erasing.erase(session, "system", LATEST, row, "Derfor.")
    session.commit()


def test_P4_what_is_erased_is_not_taken_in(session: Session, consultation: Consultation) -> None:
    """It would wait for a decision for ever: there is nothing left to decide on."""
    row = send(session, consultation)
    erased(session, row)
    with pytest.raises(Conflict) as refused:
        confirming.admit(session, "staff:1", LATEST, row, "Har ringet.")
    assert refused.value.details == {"cause": "erased", "at": LATEST}
    session.rollback()
    assert counted(session, row) == {"on_time.withheld.not_confirmed": 1}


def test_P4_T8_nor_confirmed_where_the_deadline_was_moved_after(session: Session, consultation: Consultation) -> None:
    row = send(session, consultation)
    erased(session, row)
    extend(session, consultation, LATEST)
    with pytest.raises(Conflict):
        confirm(session, row, LATEST + DAY)
    session.rollback()
    assert counted(session, row) == {"on_time.withheld.not_confirmed": 1}


# Reading


def test_R27_an_unconfirmed_response_is_on_nobodys_desk(session: Session, consultation: Consultation) -> None:
    row = send(session, consultation)
    moderator = factories.staff(session, consultation.authority, Role.MODERATOR)
    session.commit()
    assert list_waiting(session, consultation.id, RECEIVED) == []
    assert [standing.number for standing in desk.list_unconfirmed(session, consultation.id, 9)] == ["1"]
    with pytest.raises(Conflict):
        moderation.take_response(session, f"staff:{moderator.id}", RECEIVED, row.id)
    for kind in DecisionKind:
        with pytest.raises(Conflict):
            moderation.decide(session, f"staff:{moderator.id}", RECEIVED, row.id, 0, 1, kind, Reason.ABUSE, seen=True)
    session.rollback()
    confirm(session, row)
    assert moderation.take_response(session, f"staff:{moderator.id}", RECEIVED, row.id).id == row.id


def test_R39_a_confirmed_address_is_one_sender(session: Session, consultation: Consultation) -> None:
    send(session, consultation)
    send(session, consultation, sender=sender(name="Karen P.", postcode="0001", email=KAREN.upper()))
    send(session, consultation, sender=sender(name="Karen Prøvesen", email="en.anden@proeve.example"))
    assert figures.read(session, consultation.id)["senders"] == 2


def test_R39_an_organisation_is_one_sender_whoever_writes_for_it(session: Session, consultation: Consultation) -> None:
    for n in range(2):
        by = sender(capacity=Capacity.ORGANISATION, organisation="Prøveforeningen", email=f"person{n}@proeve.example")
        send(session, consultation, sender=by)
    assert figures.read(session, consultation.id)["senders"] == 1
