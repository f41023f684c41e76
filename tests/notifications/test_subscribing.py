"""Following by mail: asked for, confirmed, stopped, forgotten (B3, O6, RFC 8058)."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from consultation import jobs
from consultation.errors import Conflict, NotFound
from consultation.models import Authority, Consultation, Erasure, Message, MessageDelivery, Subscription
from consultation.notifications import queries, subscribing
from consultation.notifications.subscribing import Scope
from consultation.vocabulary import Language, MessageState
from tests import factories
from tests.factories import NOW
from tests.notifications.following import MAILS, follow, token_in

LATER = NOW + subscribing.KEPT


@pytest.fixture
def owner(session: Session) -> Authority:
    row = factories.authority(session)
    session.commit()
    return row


def ask(
    session: Session,
    owner: Authority,
    email: str = "karen@proeve.example",
    scope: Scope | None = None,
    after: timedelta = timedelta(),
) -> None:
    subscribing.ask(session, MAILS, NOW + after, owner, scope or Scope(), email, Language.DANISH)


def mails(session: Session) -> list[Message]:
    return list(session.scalars(select(Message).order_by(Message.id)))


def test_B3_an_address_gets_one_mail_and_nothing_more_before_it_is_confirmed(
    session: Session, owner: Authority
) -> None:
    row = factories.consultation(session, owner)
    ask(session, owner)
    [mail] = mails(session)
    assert mail.subject == "Bekræft, at du følger alle høringer fra Prøvestad Kommune"
    assert "“Det var ikke mig”" in mail.body
    assert mail.consultation_id is None
    assert queries.list_followers(session, row) == []
    subscribing.confirm(session, NOW, subscribing.get_by_token(session, token_in(mail)))
    assert [one.email for one in queries.list_followers(session, row)] == ["karen@proeve.example"]


def test_B3_an_address_is_written_to_five_times_a_day_however_it_is_spelt(session: Session, owner: Authority) -> None:
    for number in range(7):
        email = ("karen@proeve.example", "KAREN@proeve.example")[number % 2]
        ask(session, owner, email, after=timedelta(minutes=number))
    assert len(mails(session)) == 5
    assert session.scalar(select(func.count(Subscription.id))) == 1
    ask(session, owner, after=timedelta(days=1, minutes=1))
    assert len(mails(session)) == 6


def test_B3_stopping_does_not_make_room_for_more_mails(session: Session, owner: Authority) -> None:
    for number in range(5):
        ask(session, owner, after=timedelta(minutes=number))
    subscribing.end(session, NOW, session.scalars(select(Subscription)).one())
    ask(session, owner, after=timedelta(minutes=5))
    assert len(mails(session)) == 5


def test_A2_who_follows_already_is_told_so_by_mail_alone(session: Session, owner: Authority) -> None:
    follow(session, owner)
    ask(session, owner, after=timedelta(minutes=1))
    assert [one.subject for one in mails(session)][1:] == ["Du følger allerede alle høringer fra Prøvestad Kommune"]


@pytest.mark.parametrize(
    ("language", "words"),
    [(Language.DANISH, "høringer om veje og trafik fra"), (Language.ENGLISH, "consultations on roads and traffic by")],
)
def test_U20_the_mail_is_in_the_language_of_the_page(
    session: Session, owner: Authority, language: Language, words: str
) -> None:
    subscribing.ask(session, MAILS, NOW, owner, Scope("05"), "karen@proeve.example", language)
    [mail] = mails(session)
    assert words in mail.subject
    assert ("/en/foelg/" in mail.body) is (language is Language.ENGLISH)


def test_A2_the_secret_of_the_link_is_stored_nowhere_but_in_the_mail(session: Session, owner: Authority) -> None:
    ask(session, owner)
    row, [mail] = session.scalars(select(Subscription)).one(), mails(session)
    token = token_in(mail)
    assert len(token) * 4 >= 128
    assert token not in {str(value) for value in vars(row).values()}
    with pytest.raises(NotFound):
        subscribing.get_by_token(session, token[:-1] + ("0" if token[-1] != "0" else "1"))


def test_M3_a_new_key_of_the_installation_makes_a_new_link_when_the_old_one_is_gone(
    session: Session, owner: Authority
) -> None:
    row = follow(session, owner)
    changed = factories.settings().__class__(**(vars(MAILS) | {"secret_key": "another-secret-" * 4}))
    assert subscribing.find_link(changed, owner, row) == ""
    link = subscribing.following_of(session, changed, row).link
    assert subscribing.get_by_token(session, link.rpartition("/")[2]) is row


def test_what_waits_for_the_mail_server_does_not_leave_once_one_has_stopped(session: Session, owner: Authority) -> None:
    row = follow(session, owner)
    ask(session, owner)
    subscribing.end(session, NOW, row)
    assert {one.state for one in mails(session)} == {MessageState.KEPT}
    with pytest.raises(Conflict):
        subscribing.confirm(session, NOW, row)


def test_who_has_stopped_can_ask_again(session: Session, owner: Authority) -> None:
    subscribing.end(session, NOW, follow(session, owner))
    ask(session, owner)
    assert session.scalars(select(Subscription.ended_at).order_by(Subscription.id)).all() == [NOW, None]


@pytest.mark.parametrize("stopped", [True, False])
def test_the_address_is_gone_a_week_after_stopping_or_without_being_confirmed(
    session: Session, owner: Authority, stopped: bool
) -> None:
    ask(session, owner)
    row, [mail] = session.scalars(select(Subscription)).one(), mails(session)
    session.add(
        MessageDelivery(
            authority_id=owner.id, message_id=mail.id, delivered=False, answer="550 <karen@proeve.example>", at=NOW
        )
    )
    if stopped:
        subscribing.confirm(session, NOW, row)
        subscribing.end(session, NOW, row)
    session.commit()
    subscribing.forget(session, MAILS, LATER - timedelta(seconds=1), subscription_id=row.id)
    assert mail.recipient == "karen@proeve.example"
    subscribing.forget(session, MAILS, LATER, subscription_id=row.id)
    session.commit()
    assert session.scalars(select(Subscription)).all() == []
    assert (mail.recipient, mail.body) == (f"erased:{mail.id}", "")
    assert session.scalars(select(MessageDelivery.answer)).all() == [""]
    assert session.scalar(select(func.count(Erasure.id))) == 1


def test_who_follows_is_not_forgotten(session: Session, owner: Authority) -> None:
    row = follow(session, owner)
    subscribing.forget(session, MAILS, LATER + timedelta(days=400), subscription_id=row.id)
    assert session.scalars(select(Subscription.id)).all() == [row.id]


def test_following_one_consultation_ends_by_itself_after_its_last_news(session: Session, owner: Authority) -> None:
    row = factories.consultation(session, owner)
    one, every = follow(session, owner, scope=Scope(consultation_id=row.id)), follow(session, owner)
    subscribing.end_with(session, MAILS, NOW, consultation_id=row.id)
    assert (one.ended_at, every.ended_at) == (NOW, None)


def test_the_same_asked_for_by_two_at_once_is_one_row(engine: Engine, session: Session, owner: Authority) -> None:
    """The one who comes second is told as everybody is; see the page."""
    ask(session, owner)
    owner_id = owner.id
    session.commit()
    with Session(engine) as other:
        same = other.get_one(Authority, owner_id)
        with pytest.raises(Conflict):
            subscribing._begin(other, MAILS, NOW, same, Scope(), "karen@proeve.example", Language.DANISH)


def test_staff_see_how_many_follow_and_their_messages_are_not_among_others(session: Session, owner: Authority) -> None:
    row: Consultation = factories.consultation(session, owner)
    row.subject = "27"
    for number, scope in enumerate([Scope(), Scope(), Scope("27"), Scope("05"), Scope(consultation_id=row.id)]):
        follow(session, owner, f"f{number}@proeve.example", scope)
    ask(session, owner, "uden@proeve.example", Scope(consultation_id=row.id))
    counted = queries.count_followers(session, row)
    assert (counted.consultation, counted.subject, counted.authority) == (1, 1, 2)
    assert queries.list_messages(session, row.id, None, None, 10) == []
    assert queries.count_by_state(session, row.id) == {}


def test_jobs_of_forgetting_are_owed_when_one_asks(session: Session, owner: Authority) -> None:
    ask(session, owner)
    session.commit()
    due = jobs.claim(session, LATER)
    while due is not None and due.name != subscribing.FORGET:
        due = jobs.claim(session, LATER)
    assert due is not None
