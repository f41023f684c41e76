"""What those who follow hear: each event once, at its time, with the way out (R6, R47, R48, P7, RFC 8058)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consultation import worker
from consultation.consultations import meetings, operations, scheduling
from consultation.consultations.meetings import MeetingInput
from consultation.models import Consultation, DraftVersion, Job, Message, Milestone
from consultation.notifications import followers, subscribing
from consultation.notifications import operations as notifications
from consultation.notifications.subscribing import Scope
from consultation.responses import operations as responses
from consultation.vocabulary import FollowUp, Language, MilestoneKind
from tests import factories
from tests.conftest import Clock
from tests.factories import CLOSES, NOW, OPENED, sender, submission
from tests.notifications.following import MAILS, follow, token_in
from tests.notifications.test_delivery import Inbox, free_port, url_of

ACTOR = "staff:1"
KAREN = "karen@proeve.example"
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def consultation(session: Session) -> Consultation:
    row = factories.consultation(session, factories.authority(session))
    row.subject = "27"
    session.commit()
    return row


def news(session: Session) -> list[Message]:
    """Every mail but those about the following itself."""
    found = session.scalars(select(Message).order_by(Message.id)).all()
    return [one for one in found if not one.event_key.startswith("subscription_confirm")]


def _published(session: Session, row: Consultation) -> None:
    followers.tell_published(session, MAILS, NOW, consultation_id=row.id)


def _opened(session: Session, row: Consultation) -> None:
    followers.tell_opened(session, MAILS, NOW, consultation_id=row.id)


def _soon(session: Session, row: Consultation) -> None:
    now = CLOSES - timedelta(hours=48)
    followers.tell_closing_soon(session, MAILS, now, consultation_id=row.id, closes_at=CLOSES.isoformat())


def _moved(session: Session, row: Consultation) -> None:
    later = CLOSES + timedelta(days=7)
    deadline = scheduling.move_deadline(session, ACTOR, NOW, row, later, "Siden var nede.", factories.REASONS)
    notifications.tell_deadline_moved(session, MAILS, NOW, deadline_id=deadline.id)


def _replaced(session: Session, row: Consultation) -> None:
    version = session.scalars(select(DraftVersion).order_by(DraftVersion.id)).first()
    assert version is not None
    version.change_list = "Afsnit 1 er gjort tydeligere."
    notifications.tell_draft_replaced(session, MAILS, NOW, version_id=version.id)


def _cancelled(session: Session, row: Consultation) -> None:
    operations.cancel_consultation(session, ACTOR, NOW, row, "Forslaget er trukket.")
    notifications.tell_cancelled(session, MAILS, NOW, consultation_id=row.id)


def _decided(session: Session, row: Consultation) -> None:
    given = MeetingInput(MilestoneKind.COUNCIL, CLOSES.date(), "Byrådet", outcome="Byrådet sagde ja.", decides=True)
    meeting = meetings.record_meeting(session, ACTOR, CLOSES, row, given)
    notifications.tell_outcome(session, MAILS, CLOSES, milestone_id=meeting.id)


EVENTS = [
    (_published, "Ny høring: Hjælp i hverdagen", "Du kan svare til og med søndag den 15. marts 2026 kl. 23.59."),
    (_opened, "Åben for svar: Hjælp i hverdagen", "Du kan svare til og med søndag den 15. marts 2026 kl. 23.59."),
    (_soon, "Fristen er snart: Hjælp i hverdagen", "Fristen er søndag den 15. marts 2026 kl. 23.59."),
    (_moved, "Fristen er flyttet: Hjælp i hverdagen", "Nu er den søndag den 22. marts 2026 kl. 23.59."),
    (_replaced, "Et udkast er ændret: Hjælp i hverdagen", "Afsnit 1 er gjort tydeligere."),
    (_cancelled, "Aflyst: Hjælp i hverdagen", "Forslaget er trukket."),
    (_decided, "Sådan gik det: Hjælp i hverdagen", "Byrådet sagde ja."),
]


@pytest.mark.parametrize(("happens", "subject", "words"), EVENTS)
def test_R48_each_event_is_told_once_at_each_address_however_much_it_follows(
    session: Session,
    consultation: Consultation,
    happens: Callable[[Session, Consultation], None],
    subject: str,
    words: str,
) -> None:
    owner = consultation.authority
    for scope in (Scope(), Scope("27"), Scope(consultation_id=consultation.id)):
        follow(session, owner, scope=scope)
    follow(session, owner, "vej@proeve.example", Scope("05"))
    subscribing.ask(session, MAILS, NOW, owner, Scope(), "ubekraeftet@proeve.example", Language.DANISH)
    subscribing.end(session, NOW, follow(session, owner, "stoppet@proeve.example"))
    happens(session, consultation)
    [told] = news(session)
    assert (told.recipient, told.subject) == (KAREN, subject)
    assert words in told.body
    assert "http://localhost/hoeringer/hjaelp-i-hverdagen" in told.body
    assert "Du får mailen, fordi du følger høringen Hjælp i hverdagen." in told.body
    assert subscribing.get_by_token(session, token_in(told)).consultation_id == consultation.id


@pytest.mark.parametrize("happens", [one[0] for one in EVENTS])
def test_U20_followers_of_english_pages_get_english_mails(
    session: Session, consultation: Consultation, happens: Callable[[Session, Consultation], None]
) -> None:
    follow(session, consultation.authority, language=Language.ENGLISH)
    happens(session, consultation)
    [told] = news(session)
    assert told.body.startswith("Hello")
    assert "http://localhost/en/hoeringer/hjaelp-i-hverdagen" in told.body
    assert "You get this mail because you follow all consultations by Prøvestad Kommune." in told.body
    assert "/en/foelg/" in told.body


@pytest.mark.parametrize("happens", [_moved, _cancelled, _replaced])
def test_R48_who_has_answered_and_follows_gets_the_respondents_mail_alone(
    session: Session, consultation: Consultation, happens: Callable[[Session, Consultation], None]
) -> None:
    sent = submission(sender=sender(email="Karen@proeve.example"), receipt=False)
    responses.send_response(session, MAILS, sent.received_at, consultation, sent)
    follow(session, consultation.authority)
    happens(session, consultation)
    [told] = news(session)
    assert "svar nr. 1" in told.body
    assert told.subscription_id is None


def test_R8_who_is_told_that_a_consultation_follows_another_is_not_told_that_it_is_new(
    session: Session, consultation: Consultation
) -> None:
    sent = submission(sender=sender(email=KAREN), receipt=False)
    responses.send_response(session, MAILS, sent.received_at, consultation, sent)
    renewed = factories.consultation(session, consultation.authority, "igen")
    renewed.follows_id, renewed.follow_up, renewed.follow_up_reason = consultation.id, FollowUp.RENEWED, "Et bilag."
    follow(session, consultation.authority)
    notifications.tell_follow_up(session, MAILS, NOW, consultation_id=renewed.id)
    _published(session, renewed)
    assert [one.event_key for one in news(session)] == [f"follow_up_published:{renewed.id}"]


def test_another_authoritys_followers_hear_nothing(session: Session, consultation: Consultation) -> None:
    follow(session, factories.authority(session, "andenby"))
    _moved(session, consultation)
    assert news(session) == []


@pytest.mark.parametrize("happens", [one[0] for one in EVENTS])
def test_P7_nobody_hears_before_it_can_be_seen(
    session: Session, consultation: Consultation, happens: Callable[[Session, Consultation], None]
) -> None:
    follow(session, consultation.authority)
    consultation.visible_from = CLOSES + MOMENT
    happens(session, consultation)
    assert news(session) == []


def test_what_is_overtaken_is_not_told(session: Session, consultation: Consultation) -> None:
    follow(session, consultation.authority)
    _moved(session, consultation)
    count = len(news(session))
    _soon(session, consultation)
    operations.cancel_consultation(session, ACTOR, NOW, consultation, "Forslaget er trukket.")
    _published(session, consultation)
    _opened(session, consultation)
    _decided(session, consultation)
    assert len(news(session)) == count


def test_R47_a_corrected_outcome_is_not_mailed_again(session: Session, consultation: Consultation) -> None:
    _decided(session, consultation)
    meeting = session.scalars(select(Milestone)).one()
    given = MeetingInput(MilestoneKind.COUNCIL, CLOSES.date(), "Byrådet", outcome="Byrådet sagde ja!", decides=True)
    meetings.record_meeting(session, ACTOR, CLOSES, consultation, given, meeting.id)
    owed = session.scalars(select(Job).where(Job.name == operations.OUTCOME_RECORDED)).all()
    assert len(owed) == 1


def test_what_is_owed_is_due_when_it_happens(session: Session) -> None:
    """Sent out now, seen in an hour, open in a day; the deadline two days later."""
    row = factories.consultation(session, factories.authority(session), published=False)
    row.visible_from, row.opens_at, row.published_at = NOW + timedelta(hours=1), NOW + timedelta(days=1), NOW
    operations._owe_news(session, row, row.visible_from)
    due = {one.name.removeprefix("notifications."): one.due_at for one in session.scalars(select(Job))}
    assert due == {
        "consultation_published": NOW + timedelta(hours=1),
        "consultation_opened": NOW + timedelta(days=1),
        "closing_soon": CLOSES - timedelta(hours=48),
    }


def test_following_one_ends_a_month_after_its_last_news(
    engine: Engine, session: Session, consultation: Consultation, at: Clock
) -> None:
    row = follow(session, consultation.authority, scope=Scope(consultation_id=consultation.id))
    _decided(session, consultation)
    session.commit()
    [job] = session.scalars(select(Job).where(Job.name == subscribing.END_WITH)).all()
    assert job.due_at == CLOSES + subscribing.AFTER_THE_END
    subscribing.end_with(session, MAILS, job.due_at, consultation_id=consultation.id)
    assert row.ended_at == job.due_at


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


def test_O6_over_real_smtp_every_mail_has_the_headers_of_one_click_unsubscribe(
    engine: Engine, session: Session, consultation: Consultation, inbox: Inbox, at: Clock
) -> None:
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        settings = factories.settings(url_of(controller))
        consultation.authority.base_url = f"https://{'hoering.' * 12}proevestad.example"
        follow(session, consultation.authority)
        sent = submission(sender=sender(email="anden@proeve.example"))
        responses.send_response(session, settings, OPENED, consultation, sent)
        followers.tell_published(session, settings, NOW, consultation_id=consultation.id)
        session.commit()
        handlers = {"notifications.deliver": worker.HANDLERS["notifications.deliver"]}
        ignored = worker.Handler(lambda *_args, **_ids: None)
        names = {job.name for job in session.scalars(select(Job))}
        session.rollback()
        while worker.run_once(engine, settings, at.now, dict.fromkeys(names, ignored) | handlers):
            pass
    finally:
        controller.stop()
    by_recipient = {mail["To"]: mail for mail in inbox.mails}
    assert by_recipient["anden@proeve.example"]["List-Unsubscribe"] is None
    mails = [mail for mail in inbox.mails if mail["To"] == KAREN]
    assert [mail["Subject"].partition(":")[0] for mail in mails] == [
        "Bekræft, at du følger alle høringer fra Prøvestad Kommune",
        "Ny høring",
    ]
    for mail in mails:
        link = mail["List-Unsubscribe"]
        assert link.startswith("<https://hoering.hoering.")
        assert link.endswith(">")
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert link[1:-1] in mail.get_content()
