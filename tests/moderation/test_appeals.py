"""The author is told why, can send a corrected text, and can complain: another person answers (R32)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.errors import Closed, Conflict, Invalid, NotAllowed
from consultation.models import (
    Audit,
    Consultation,
    Decision,
    Message,
    QueueEntry,
    Response,
    ResponseContact,
    Snapshot,
    Staff,
)
from consultation.moderation import (
    appeals,
    bulk_plans,
    group_queries,
    operations,
    policy_texts,
    queries,
    rules,
    sending,
)
from consultation.moderation.bulk_plans import Apart
from consultation.responses import appealing, mending, reason_texts
from consultation.responses import operations as responses
from consultation.responses import queries as known
from consultation.responses.content import AnswerContent, Content
from consultation.vocabulary import AppealOutcome, DecisionKind, Language, Reason, Role, Status
from tests import factories
from tests.conftest import Clock
from tests.factories import CLOSES, NOW
from tests.moderation import desk
from tests.moderation.grouped import regroup
from tests.pages import PageClient
from tests.responses.test_flow import text_of

WITHHOLD, PUBLISH = DecisionKind.WITHHOLD, DecisionKind.PUBLISH
EMAIL = "karen@proeve.example"
AFTER = CLOSES + timedelta(hours=1)


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return factories.consultation(session, factories.authority(session))


@pytest.fixture
def maja(session: Session, consultation: Consultation) -> str:
    return desk.moderator(session, consultation, "Maja Modprøve")


@pytest.fixture
def mads(session: Session, consultation: Consultation) -> str:
    return desk.moderator(session, consultation, "Mads Modprøve")


def _withheld(session: Session, consultation: Consultation, actor: str, reason: Reason = Reason.ABUSE) -> Response:
    """Withheld after the deadline."""
    response = desk.received(session, consultation, sender=factories.sender(email=EMAIL))
    desk.decide(session, actor, response, WITHHOLD, reason, now=AFTER)
    return response


def _standing(session: Session, response: Response) -> known.Standing:
    return known.standing_of(session, response)


def _correct(
    session: Session, response: Response, text: str = "Nu med pæne ord.", at: timedelta = timedelta(days=3)
) -> None:
    content, sender = Content((AnswerContent(text),)), factories.sender(email=EMAIL)
    responses.correct_response(session, factories.settings(), AFTER + at, response, sender, content)


# A corrected text


def test_what_is_withheld_can_be_corrected_after_the_deadline_and_comes_back_to_the_same_moderator(
    session: Session, consultation: Consultation, maja: str
) -> None:
    response = _withheld(session, consultation, maja)
    number, received = response.seq, response.received_at
    _correct(session, response)
    after = _standing(session, response)
    assert (after.status, after.version.number) == (Status.AWAITING, 2)
    assert (response.seq, response.received_at, response.late) == (number, received, False)
    entry = session.scalars(select(QueueEntry)).one()
    assert entry.assigned_id == rules.staff_id_of(maja)


def test_a_corrected_text_is_for_everybody_where_the_moderator_has_left(
    session: Session, consultation: Consultation, maja: str
) -> None:
    response = _withheld(session, consultation, maja)
    session.get_one(Staff, rules.staff_id_of(maja)).disabled_at = AFTER
    _correct(session, response)
    assert session.scalars(select(QueueEntry)).one().assigned_id is None


@pytest.mark.parametrize(
    ("reason", "mendable"),
    [(reason, reason in mending.MENDABLE) for reason in Reason if reason is not Reason.NOT_CONFIRMED],
)
def test_only_what_other_words_can_mend_is_corrected_after_the_deadline(
    session: Session, consultation: Consultation, maja: str, reason: Reason, mendable: bool
) -> None:
    response = _withheld(session, consultation, maja, reason)
    if mendable:
        _correct(session, response)
        return
    with pytest.raises(Closed):
        _correct(session, response)


def test_a_corrected_text_is_taken_to_the_end_of_the_fourteenth_day(
    session: Session, consultation: Consultation, maja: str
) -> None:
    response = _withheld(session, consultation, maja)
    until = mending.mended_until(session, _standing(session, response))
    assert until is not None
    with pytest.raises(Closed):
        _correct(session, response, at=until - AFTER)
    _correct(session, response, at=until - AFTER - timedelta(microseconds=1))


def test_final_papers_end_it(session: Session, consultation: Consultation, maja: str) -> None:
    response = _withheld(session, consultation, maja)
    snapshot = {"authority_id": consultation.authority_id, "consultation_id": consultation.id, "by": maja, "at": AFTER}
    session.add(Snapshot(**snapshot, seq=1, inputs="{}", provisional=False))
    session.flush()
    with pytest.raises(Closed):
        _correct(session, response)


def test_what_is_shown_is_not_corrected_after_the_deadline(
    session: Session, consultation: Consultation, maja: str
) -> None:
    response = desk.received(session, consultation, sender=factories.sender(email=EMAIL))
    desk.decide(session, maja, response, PUBLISH, now=AFTER)
    with pytest.raises(Closed):
        _correct(session, response)


# What the author is told


def test_R32_the_notice_says_why_until_when_and_where(session: Session, consultation: Consultation, maja: str) -> None:
    response = _withheld(session, consultation, maja)
    decision = session.scalars(select(Decision)).one()
    sending.tell_author(session, factories.settings(), AFTER + timedelta(minutes=5), decision_id=decision.id)
    body = session.scalars(select(Message).where(Message.event_key == f"decided:{decision.id}")).one().body
    assert "truer eller håner" in body
    assert "Du kan sende en rettet tekst til og med " in body
    assert "kan du klage til og med " in body
    assert "/mit-svar/" in body
    assert response.seq == 1


def test_R32_an_authority_tells_reasons_in_its_own_words_and_both_languages(
    session: Session, consultation: Consultation, maja: str
) -> None:
    texts = {
        (Language.DANISH, Reason.ABUSE): "Tonen er for hård.",
        (Language.ENGLISH, Reason.ABUSE): "The tone is too harsh.",
    }
    admin = f"staff:{factories.staff(session, consultation.authority, Role.ADMINISTRATOR).id}"
    assert reason_texts.save(session, admin, NOW, consultation.authority_id, texts) == 2
    assert reason_texts.save(session, admin, NOW, consultation.authority_id, texts) == 0
    found = reason_texts.texts_of(session, consultation.authority_id)
    assert found[Language.ENGLISH, Reason.ABUSE] == "The tone is too harsh."
    _withheld(session, consultation, maja)
    decision = session.scalars(select(Decision)).one()
    sending.tell_author(session, factories.settings(), AFTER, decision_id=decision.id)
    assert (
        "Tonen er for hård."
        in session.scalars(select(Message.body).where(Message.event_key.startswith("decided"))).one()
    )


def test_A1_another_authority_keeps_its_own_words(session: Session, consultation: Consultation) -> None:
    elsewhere = factories.authority(session, "andensteds")
    reason_texts.save(session, "staff:1", NOW, elsewhere.id, {(Language.DANISH, Reason.ABUSE): "Noget andet."})
    own = reason_texts.texts_of(session, consultation.authority_id)[Language.DANISH, Reason.ABUSE]
    assert own == "Svaret truer eller håner nogen."


def test_a_reason_without_words_is_refused(session: Session, consultation: Consultation) -> None:
    with pytest.raises(Invalid) as refused:
        reason_texts.save(session, "staff:1", NOW, consultation.authority_id, {(Language.DANISH, Reason.ABUSE): " "})
    assert refused.value.errors == {"da.abuse": "missing"}


# Complaints


def test_R32_who_made_the_decision_does_not_answer_the_complaint(
    session: Session, consultation: Consultation, maja: str, mads: str
) -> None:
    response = _withheld(session, consultation, maja)
    row = appealing.appeal(session, "sender", AFTER, response, "Jeg håner ingen.")
    assert [one.own for one in appeals.list_open(session, consultation.authority_id, maja)] == [True]
    with pytest.raises(NotAllowed):
        appeals.answer_appeal(session, maja, AFTER, row.id, AppealOutcome.UPHELD, "Jo.")
    appeals.answer_appeal(session, mads, AFTER, row.id, AppealOutcome.UPHELD, "Ordene er grove.")
    assert appeals.list_open(session, consultation.authority_id, mads) == []
    assert _standing(session, response).status is Status.WITHHELD


def test_R32_a_response_that_is_opened_again_is_decided_by_another(
    session: Session, consultation: Consultation, maja: str, mads: str
) -> None:
    response = _withheld(session, consultation, maja)
    row = appealing.appeal(session, "sender", AFTER, response, "Jeg håner ingen.")
    appeals.answer_appeal(session, mads, AFTER, row.id, AppealOutcome.OPENED, "Det har du ret i.")
    assert session.scalars(select(QueueEntry)).one().assigned_id == rules.staff_id_of(mads)
    with pytest.raises(NotAllowed):
        desk.decide(session, maja, response, PUBLISH, now=AFTER)
    assert desk.decide(session, mads, response, PUBLISH, now=AFTER).by == mads


def test_R32_a_text_corrected_while_the_complaint_waits_goes_to_who_answered_it(
    session: Session, consultation: Consultation, maja: str, mads: str
) -> None:
    """Who made the decision may not make the next one, so it does not come back to them."""
    response = _withheld(session, consultation, maja)
    row = appealing.appeal(session, "sender", AFTER, response, "Jeg håner ingen.")
    _correct(session, response)
    appeals.answer_appeal(session, mads, AFTER, row.id, AppealOutcome.OPENED, "Det har du ret i.")
    assert session.scalars(select(QueueEntry)).one().assigned_id == rules.staff_id_of(mads)


@pytest.mark.parametrize("outcome", AppealOutcome)
@pytest.mark.parametrize("language", Language)
def test_R32_the_author_is_told_what_came_of_it_and_why(
    session: Session, consultation: Consultation, maja: str, mads: str, outcome: AppealOutcome, language: Language
) -> None:
    response = desk.received(session, consultation, sender=factories.sender(email=EMAIL), language=language)
    desk.decide(session, maja, response, WITHHOLD, Reason.ABUSE, now=AFTER)
    row = appealing.appeal(session, "sender", AFTER, response, "Jeg håner ingen.")
    answer = appeals.answer_appeal(session, mads, AFTER, row.id, outcome, "Ordene er grove.")
    appeals.tell_author(session, factories.settings(), AFTER, answer_id=answer.id)
    mail = session.scalars(select(Message).where(Message.event_key == f"appeal:{answer.id}")).one()
    assert (mail.recipient, mail.language) == (EMAIL, language)
    assert "Ordene er grove." in mail.body
    assert "Jeg håner ingen." not in mail.body


def test_one_complaint_about_a_decision_answered_once(
    session: Session, consultation: Consultation, maja: str, mads: str
) -> None:
    response = _withheld(session, consultation, maja)
    row = appealing.appeal(session, "sender", AFTER, response, "Jeg håner ingen.")
    with pytest.raises(Conflict):
        appealing.appeal(session, "sender", AFTER, response, "Igen.")
    with pytest.raises(Invalid):
        appeals.answer_appeal(session, mads, AFTER, row.id, AppealOutcome.UPHELD, " ")
    appeals.answer_appeal(session, mads, AFTER, row.id, AppealOutcome.UPHELD, "Nej.")
    with pytest.raises(Conflict):
        appeals.answer_appeal(session, mads, AFTER, row.id, AppealOutcome.OPENED, "Jo.")


def test_a_complaint_comes_within_four_weeks_and_later_by_staff(
    session: Session, consultation: Consultation, maja: str
) -> None:
    response = _withheld(session, consultation, maja)
    until = appealing.appealed_until(_standing(session, response))
    assert until is not None
    with pytest.raises(Closed):
        appealing.appeal(session, "sender", until, response, "For sent.")
    assert appealing.appeal(session, maja, until, response, "Ringede i går.").by == maja


def test_nothing_is_complained_about_that_takes_nothing(
    session: Session, consultation: Consultation, maja: str
) -> None:
    response = desk.received(session, consultation)
    desk.decide(session, maja, response, PUBLISH)
    with pytest.raises(Conflict):
        appealing.appeal(session, "sender", NOW, response, "Hm.")


def test_R57_a_complaint_stands_in_the_log_without_its_words(
    session: Session, consultation: Consultation, maja: str, mads: str
) -> None:
    response = _withheld(session, consultation, maja)
    row = appealing.appeal(session, "sender", AFTER, response, "Jeg håner ingen.")
    appeals.answer_appeal(session, mads, AFTER, row.id, AppealOutcome.UPHELD, "Ordene er grove.")
    session.commit()
    told = session.scalars(select(Audit.fields).where(Audit.event.startswith("appeal."))).all()
    assert told == [f'{{"appeal":{row.id}}}', f'{{"appeal":{row.id},"outcome":"upheld"}}']
    assert queries.lost_appeal(session, response.id, maja) is False


def test_R32_a_response_that_is_opened_again_is_not_in_an_act_of_who_decided_it(
    session: Session, consultation: Consultation, maja: str, mads: str
) -> None:
    words = "Vi vil have tolv uger til alle, og vi vil have det skrevet ind i kvalitetsstandarden, så alle ser det."
    response, *_others = (desk.received(session, consultation, words) for _ in range(3))
    desk.decide(session, maja, response, WITHHOLD, Reason.ABUSE, now=AFTER)
    row = appealing.appeal(session, "sender", AFTER, response, "Jeg håner ingen.")
    appeals.answer_appeal(session, mads, AFTER, row.id, AppealOutcome.OPENED, "Det har du ret i.")
    regroup(session, consultation)
    (group,) = group_queries.list_groups(session, consultation.id)
    apart = {actor: bulk_plans.plan(session, actor, AFTER, group).apart for actor in (maja, mads)}
    assert apart == {maja: {response.id: Apart.PARTIAL}, mads: {}}


# Pages


def test_R32_the_author_complains_and_corrects_on_the_own_page(
    store: Session, client: PageClient, sign_in: Callable[[Staff], PageClient], at: Clock
) -> None:
    row = factories.consultation(store, factories.authority(store))
    maja = factories.staff(store, row.authority, Role.MODERATOR, "Maja Modprøve")
    mads = factories.staff(store, row.authority, Role.MODERATOR, "Mads Modprøve")
    sent = responses.send_response(store, factories.settings(), NOW, row, factories.submission(received_at=NOW))
    response = sent.response
    operations.scan_response(store, NOW, response.id)
    desk.decide(store, f"staff:{maja.id}", response, WITHHOLD, Reason.ABUSE)
    store.commit()
    at.now = NOW + timedelta(hours=1)
    own = f"/mit-svar/{sent.token}"
    page = client.get(own).get_data(as_text=True)
    assert "Ret svaret" in page
    assert "Klag over afgørelsen" in page
    empty = client.post(f"{own}/klage", data={"appeal": " "})
    assert "Skriv, hvorfor du er uenig" in empty.get_data(as_text=True)
    client.post(f"{own}/klage", data={"appeal": "Jeg håner ingen."})
    assert "Jeg håner ingen." in client.get(own).get_data(as_text=True)
    moderator = sign_in(mads)
    assert "1 klage over gennemgangen venter på et svar" in moderator.get("/intern").get_data(as_text=True)
    assert "Du kan besvare den" in moderator.get("/intern/klager").get_data(as_text=True)
    address = f"/intern/hoeringer/{row.slug}/svar/1/gennemgang"
    desk_page = moderator.get(address).get_data(as_text=True)
    token = desk_page.split('name="csrf_token" value="')[1].split('"')[0]
    number = desk_page.split("/gennemgang/klage/")[1].split('"')[0]
    answered = {"csrf_token": token, "outcome": "opened", "answer_reason": "Det har du ret i."}
    assert moderator.post(f"{address}/klage/{number}", data={"csrf_token": token}).status_code == 400
    moderator.post(f"{address}/klage/{number}", data=answered)
    assert "Svaret bliver gennemgået igen af en anden." in client.get(own).get_data(as_text=True)


@pytest.fixture
def shown(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    store.commit()
    return row


def _decided(
    store: Session,
    row: Consultation,
    kind: DecisionKind = WITHHOLD,
    *,
    email: str = "",
    now: datetime = NOW,
    maja: str = "system",
) -> tuple[Response, str]:
    """A response that is decided, and its author's own page."""
    sender = factories.sender(email=email)
    sent = responses.send_response(store, factories.settings(), NOW, row, factories.submission(sender=sender))
    operations.scan_response(store, NOW, sent.response.id)
    desk.decide(store, maja, sent.response, kind, Reason.ABUSE if kind is WITHHOLD else None, now=now)
    store.commit()
    return sent.response, f"/mit-svar/{sent.token}"


def test_R22_a_complaint_that_is_too_long_says_by_how_much_and_stays_in_the_field(
    store: Session, client: PageClient, shown: Consultation
) -> None:
    _response, own = _decided(store, shown)
    typed = "Jeg håner ingen. " + "a" * 10_000
    page = text_of(client.post(f"{own}/klage", data={"appeal": typed}))
    assert "Teksten er for lang: 10.017 tegn. Der er plads til 10.000, så der er 17 for meget." in page
    assert "i en fil" not in page
    assert typed in page


def test_R32_in_the_undo_time_the_own_page_says_decided_and_shown_from_when(
    store: Session, client: PageClient, shown: Consultation, at: Clock
) -> None:
    _response, own = _decided(store, shown, PUBLISH)
    page = text_of(client.get(own))
    assert "Gennemgået. Svaret bliver vist på siden kl. 13.05." in page
    assert "ikke set på det" not in page
    at.now = NOW + rules.UNDO_TIME
    assert "Vist på siden fra mandag den 2. marts 2026." in text_of(client.get(own))


def test_what_was_undone_is_not_said_to_be_unread(store: Session, client: PageClient, shown: Consultation) -> None:
    response, own = _decided(store, shown, PUBLISH)
    desk.decide(store, "system", response, DecisionKind.REOPEN)
    store.commit()
    page = text_of(client.get(own))
    assert "En medarbejder er ved at se på svaret igen." in page
    assert "ikke set på det" not in page


def _answered(store: Session, response: Response, outcome: AppealOutcome, mads: str, *, now: datetime = NOW) -> None:
    """A complaint about the newest decision, with its answer."""
    row = appealing.appeal(store, "sender", now, response, "Jeg håner ingen.")
    appeals.answer_appeal(store, mads, now, row.id, outcome, "Vi har læst det igen.")
    store.commit()


@pytest.fixture
def other(store: Session, shown: Consultation) -> str:
    return desk.moderator(store, shown, "Mads Modprøve")


def test_R32_what_a_complaint_has_opened_waits_for_another_review_and_says_so(
    store: Session, client: PageClient, shown: Consultation, other: str
) -> None:
    response, own = _decided(store, shown)
    _answered(store, response, AppealOutcome.OPENED, other)
    page = text_of(client.get(own))
    assert "Åbnet igen efter din klage. Svaret venter på, at en anden medarbejder ser på det." in page
    assert "ikke set på det" not in page


def _complain(client: PageClient, own: str) -> str:
    """The page to which a complaint leads."""
    sent = client.post(f"{own}/klage", data={"appeal": "Jeg håner ingen."})
    assert sent.location == f"{own}#klage"
    return text_of(client.get(own))


@pytest.mark.parametrize(("email", "told"), [(EMAIL, "du får det også på e-mail"), ("", "Vi har ingen e-mail til dig")])
def test_R32_where_the_answer_to_a_complaint_is_read_depends_on_the_address(
    store: Session, client: PageClient, shown: Consultation, email: str, told: str
) -> None:
    _response, own = _decided(store, shown, email=email)
    assert told in text_of(client.get(f"{own}/klage"))
    assert told in _complain(client, own)


@pytest.mark.parametrize(
    ("email", "told"), [(EMAIL, "Klagen er besvaret, og afsenderen får besked."), ("", "ser svaret på sin egen side.")]
)
def test_R32_the_desk_says_whether_the_sender_is_told_of_the_answer(
    store: Session, sign_in: Callable[[Staff], PageClient], shown: Consultation, email: str, told: str
) -> None:
    response, _own = _decided(store, shown, email=email)
    row = appealing.appeal(store, "sender", NOW, response, "Jeg håner ingen.")
    store.commit()
    mads = sign_in(factories.staff(store, shown.authority, Role.MODERATOR, "Mads Modprøve"))
    address = f"/intern/hoeringer/{shown.slug}/svar/1/gennemgang"
    token = mads.get(address).get_data(as_text=True).split('name="csrf_token" value="')[1].split('"')[0]
    answer = {"csrf_token": token, "outcome": "upheld", "answer_reason": "Nej."}
    mads.post(f"{address}/klage/{row.id}", data=answer)
    assert told in text_of(mads.get(address))


def test_R32_who_gives_an_address_afterwards_is_told(session: Session, consultation: Consultation) -> None:
    response = desk.received(session, consultation)
    assert not desk.material(session, response).is_told
    values = {"authority_id": response.authority_id, "response_id": response.id, "by": "sender", "at": NOW}
    session.add(ResponseContact(email=EMAIL, **values))
    assert desk.material(session, response).is_told


@pytest.mark.parametrize(("now", "day"), [(NOW, "16. marts 2026 kl. 23.59"), (AFTER, "30. marts 2026 kl. 23.59")])
def test_R21_page_and_mail_give_the_same_end_of_correcting_the_later_of_the_two(
    store: Session, client: PageClient, shown: Consultation, at: Clock, now: datetime, day: str
) -> None:
    response, own = _decided(store, shown, email=EMAIL, now=now)
    at.now = now
    decision = store.scalars(select(Decision)).one()
    sending.tell_author(store, factories.settings(), now, decision_id=decision.id)
    store.commit()
    mail = store.scalars(select(Message.body).where(Message.event_key == f"decided:{decision.id}")).one()
    page = text_of(client.get(own))
    assert response.seq == 1
    for told in (mail, page):
        assert "Du kan sende en rettet tekst til og med mandag den " + day in told.replace("\xa0", " ")
        assert "Den kommer til den, som så på den første." in told


def test_R21_a_deadline_later_than_the_fourteenth_day_is_the_end_of_correcting(
    store: Session, client: PageClient, shown: Consultation
) -> None:
    shown.closes_at = CLOSES + timedelta(days=7)
    store.commit()
    _response, own = _decided(store, shown)
    assert "Du kan sende en rettet tekst til og med søndag den 22. marts 2026 kl. 23.59." in text_of(client.get(own))


def test_R32_a_complaint_says_which_decision_it_is_about_when_the_text_is_corrected_since(
    store: Session, client: PageClient, shown: Consultation
) -> None:
    response, own = _decided(store, shown)
    _complain(client, own)
    responses.correct_response(
        store, factories.settings(), NOW, response, factories.sender(), Content((AnswerContent("Nu pænt."),))
    )
    store.commit()
    page = text_of(client.get(own))
    assert "Afgørelsen fra mandag den 2. marts 2026 kl. 13.00: svaret vises ikke offentligt." in page
    assert "Svaret truer eller håner nogen." in page
    assert "Det handler om udgave 1. Du har rettet svaret siden, og udgave 2 venter på gennemgang." in page


def test_R32_the_desk_says_which_decision_a_complaint_is_about(
    store: Session, sign_in: Callable[[Staff], PageClient], shown: Consultation
) -> None:
    response, _own = _decided(store, shown)
    appealing.appeal(store, "sender", NOW, response, "Jeg håner ingen.")
    content = Content((AnswerContent("Nu pænt."),))
    responses.correct_response(store, factories.settings(), NOW, response, factories.sender(), content)
    store.commit()
    mads = sign_in(factories.staff(store, shown.authority, Role.MODERATOR, "Mads Modprøve"))
    page = text_of(mads.get(f"/intern/hoeringer/{shown.slug}/svar/1/gennemgang"))
    about = "Den handler om afgørelsen fra 02.03.2026 kl. 13.00: Vises ikke offentligt. Svaret truer eller håner nogen."
    assert f"{about} Afsenderen har rettet teksten siden." in page.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("kind", "told"), [(PUBLISH, "svaret vises, og intet er fjernet."), (WITHHOLD, "svaret vises stadig ikke.")]
)
def test_R32_after_the_new_review_the_own_page_says_what_came_of_the_complaint(
    store: Session, client: PageClient, shown: Consultation, other: str, kind: DecisionKind, told: str
) -> None:
    response, own = _decided(store, shown)
    _answered(store, response, AppealOutcome.OPENED, other)
    desk.decide(store, other, response, kind, Reason.ABUSE if kind is WITHHOLD else None)
    store.commit()
    page = text_of(client.get(own))
    assert f"Gennemgået igen mandag den 2. marts 2026 kl. 13.00: {told}" in page
    assert "bliver gennemgået igen" not in page


def test_R32_after_sending_a_complaint_a_heading_confirms_it_and_says_what_happens_next(
    store: Session, client: PageClient, shown: Consultation
) -> None:
    _response, own = _decided(store, shown)
    page = _complain(client, own)
    assert "Vi har fået din klage" in page
    assert "En anden end den, der har taget stilling, læser den. Svaret på klagen kommer på siden med dit svar." in page
    html = client.get(own).get_data(as_text=True)
    assert html.index('id="klage" tabindex="-1"') < html.index("Vises ikke offentligt, men indgår i sagen.")


def test_R35_what_was_shown_and_taken_down_is_told_so_by_mail_and_page(
    store: Session, client: PageClient, shown: Consultation, at: Clock
) -> None:
    response, own = _decided(store, shown, PUBLISH, email=EMAIL)
    at.now = NOW + timedelta(hours=3)
    down = desk.decide(store, "system", response, WITHHOLD, Reason.ABUSE, now=at.now)
    sending.tell_author(store, factories.settings(), at.now + rules.UNDO_TIME, decision_id=down.id)
    store.commit()
    mail = store.scalars(select(Message).where(Message.event_key == f"decided:{down.id}")).one()
    assert mail.subject == "Dit svar nr. 1 er taget ned"
    since, gone = "mandag den 2. marts 2026 kl. 13.05", "mandag den 2. marts 2026 kl. 16.00"
    assert f"blev vist på høringens side fra {since}. Vi tog det ned {gone}, og det vises ikke mere." in mail.body
    assert "Svaret truer eller håner nogen." in mail.body
    assert f"Svaret blev vist på siden fra {since}. Vi tog det ned {gone}." in text_of(client.get(own))


def test_what_nobody_could_read_is_not_said_to_be_taken_down(
    store: Session, client: PageClient, shown: Consultation
) -> None:
    response, own = _decided(store, shown, PUBLISH)
    desk.decide(store, "system", response, WITHHOLD, Reason.ABUSE, now=NOW + timedelta(minutes=1))
    store.commit()
    assert "tog det ned" not in text_of(client.get(own))


def test_R32_the_page_of_a_complaint_says_what_was_decided_and_has_both_languages(
    store: Session, client: PageClient, shown: Consultation
) -> None:
    _response, own = _decided(store, shown)
    page = client.get(f"{own}/klage")
    assert "svaret vises ikke offentligt. Svaret truer eller håner nogen." in text_of(page)
    assert 'lang="en" hreflang="en">English</a>' in page.get_data(as_text=True)


@pytest.mark.parametrize(
    ("language", "told"),
    [(Language.DANISH, "Klag senest fire uger efter"), (Language.ENGLISH, "no later than four weeks after")],
)
def test_R32_the_rules_for_responses_say_until_when_one_can_complain(language: Language, told: str) -> None:
    assert timedelta(weeks=4).days == appealing.APPEALED_WITHIN
    assert told in " ".join(policy_texts.DEFAULT[language].split())


def test_R21_before_withdrawing_one_reads_what_the_committee_gets_and_that_it_is_for_good(
    store: Session, client: PageClient, shown: Consultation
) -> None:
    _response, own = _decided(store, shown, PUBLISH)
    page = text_of(client.get(f"{own}/traek-tilbage"))
    assert "Udvalget får ikke svaret at læse, og det bliver ikke talt med." in page
    assert "Det kan ikke gøres om." in page


def test_the_administrator_edits_the_reasons(store: Session, sign_in: Callable[[Staff], PageClient]) -> None:
    owner = factories.authority(store)
    client = sign_in(factories.staff(store, owner, Role.ADMINISTRATOR))
    page = client.get("/intern/tekster/grunde").get_data(as_text=True)
    assert "Svaret truer eller håner nogen." in page
    assert "It threatens or demeans somebody." in page
    fields = {
        f"{language.value}.{reason.value}": words
        for (language, reason), words in reason_texts.texts_of(store, owner.id).items()
    }
    store.rollback()
    fields["csrf_token"] = page.split('name="csrf_token" value="')[1].split('"')[0]
    assert client.post("/intern/tekster/grunde", data=fields | {"da.abuse": ""}).status_code == 400
    store.rollback()
    client.post("/intern/tekster/grunde", data=fields | {"da.abuse": "Tonen er for hård."})
    assert "Tonen er for hård." in client.get("/intern/tekster/grunde").get_data(as_text=True)
