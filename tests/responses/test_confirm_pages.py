"""The mode with confirmed e-mail as a citizen and staff meet it, without JavaScript."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation import erasing
from consultation.models import Audit, Consultation, Message, Response, Staff
from consultation.moderation import operations as moderation
from consultation.responses import figures
from consultation.vocabulary import LoginMode, Role
from consultation.web.pagination import SIZE
from tests import factories
from tests.conftest import ON_BOTH, Clock
from tests.factories import CLOSES
from tests.pages import PageClient
from tests.responses.test_flow import ANSWER, KAREN, begin, text_of
from tests.site.published import statements

EMAIL = "karen@proeve.example"
WITH_EMAIL = KAREN | {"email": EMAIL, "email2": EMAIL}
PAGE = "/hoeringer/hjaelp-i-hverdagen"
UNCONFIRMED = "/intern/hoeringer/hjaelp-i-hverdagen/gennemgang/ubekraeftede"
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.fixture
def consultation(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    row.login_mode = LoginMode.CONFIRMED
    store.commit()
    return row


def sent(client: PageClient) -> str:
    """The private link of a response that waits to be confirmed."""
    link = begin(client)
    assert client.post(f"{link}/om-dig", data=WITH_EMAIL).location == f"{link}/gennemse"
    return client.post(f"{link}/send", data={"til": "send"}).location.removesuffix("/kvittering")


def mailed(store: Session) -> str:
    """The path of the link in the newest mail that asks."""
    mails = select(Message).where(Message.event_key.startswith("confirm:")).order_by(Message.id.desc())
    mail = store.scalars(mails).first()
    assert mail is not None
    found = re.search(r"http://localhost(\S*/bekraeft/[0-9a-f]{40})", mail.body)
    store.rollback()
    assert found is not None
    return found[1]


def press(client: PageClient, link: str, button: str = "bekraeft") -> str:
    """What the page says after the button."""
    assert client.post(link, data={"til": button}).status_code == 303
    return text_of(client.get(link))


MODES = {
    LoginMode.OPEN: "Du skal ikke logge ind",
    LoginMode.CONFIRMED: "får du en mail med et link, du skal trykke på",
    LoginMode.IDENTITY: "Du skal logge ind med",
}


@pytest.mark.parametrize("mode", LoginMode)
def test_R13_every_mode_is_said_in_words_with_the_way_by_paper_or_telephone(
    client: PageClient, store: Session, consultation: Consultation, mode: LoginMode
) -> None:
    consultation.login_mode = mode
    store.commit()
    link = begin(client)
    for address in (PAGE, ANSWER, f"{link}/om-dig"):
        said = text_of(client.get(address))
        assert MODES[mode] in said
        assert "svare på papir eller i telefon? Ring til os på 00 00 00 00" in said


def test_R13_the_address_is_needed_and_what_was_typed_stays(client: PageClient, consultation: Consultation) -> None:
    link = begin(client)
    page = client.post(f"{link}/om-dig", data=KAREN | {"name": "Karen Ø."})
    assert "Skriv din e-mailadresse" in text_of(page)
    assert "Karen Ø." in page.get_data(as_text=True)
    assert client.get(f"{link}/gennemse").location == f"{link}/om-dig"
    assert client.post(f"{link}/send", data={"til": "send"}).location == f"{link}/om-dig"


def test_R14_the_two_addresses_are_alike(client: PageClient, consultation: Consultation) -> None:
    link = begin(client)
    page = client.post(f"{link}/om-dig", data=KAREN | {"email": EMAIL, "email2": "kaern@proeve.example"})
    assert "De to e-mailadresser er ikke ens" in text_of(page)


def test_R13_the_receipt_says_number_and_time_and_that_one_step_is_left(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    said = text_of(client.get(f"{sent(client)}/kvittering"))
    assert "Ét trin endnu: bekræft din e-mail" in said
    assert "Svar nr. 1" in said
    assert "Gør det senest mandag den 16. marts 2026 kl. 23.59" in said
    assert "Din e-mail er bekræftet" in press(client, mailed(store))


def test_R13_after_the_press_the_receipt_is_as_any(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    own = sent(client)
    press(client, mailed(store))
    said = text_of(client.get(f"{own}/kvittering"))
    assert "Vi har modtaget dit svar" in said
    assert "Ét trin endnu" not in said
    assert own in client.get(mailed(store)).get_data(as_text=True)


@ON_BOTH
def test_A3_a_scanner_that_opens_the_link_ten_times_changes_nothing(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    sent(client)
    link, before = mailed(store), figures.read(store, consultation.id)
    entries = store.scalar(select(func.count(Audit.id)))
    store.rollback()
    for _ in range(10):
        page = client.get(link)
        assert client.head(link).status_code == page.status_code == 200
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert link.split("/")[-1] not in text_of(page)
    assert store.scalars(select(Response)).one().unconfirmed
    assert figures.read(store, consultation.id) == before
    assert store.scalar(select(func.count(Audit.id))) == entries


@ON_BOTH
def test_A3_a_press_without_a_button_changes_nothing(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    sent(client)
    client.post(mailed(store), data={})
    assert store.scalars(select(Response)).one().unconfirmed


@ON_BOTH
def test_A2_a_wrong_link_and_the_link_of_the_own_page_confirm_nothing(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    own = sent(client).split("/")[-1]
    pages = [client.post(f"/bekraeft/{token}", data={"til": "bekraeft"}) for token in (own, "0" * 40)]
    assert [page.status_code for page in pages] == [404, 404]
    assert "Linket virker ikke" in text_of(pages[0])
    assert store.scalars(select(Response)).one().unconfirmed


@ON_BOTH
def test_B3_it_was_not_me_says_what_happened_on_both_pages(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    own = sent(client)
    assert "Svaret er trukket tilbage" in press(client, mailed(store), "ikke-mig")
    said = text_of(client.get(own))
    assert "Den, der har e-mailadressen, har ikke sendt svaret" in said
    assert "Send linket igen" not in said


@ON_BOTH
def test_T7_too_late_says_so_and_whom_to_ask(
    client: PageClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    own = sent(client)
    at.now = CLOSES + DAY
    for button in ("bekraeft", "ikke-mig"):
        said = press(client, mailed(store), button)
        assert "Det er for sent at bekræfte" in said
        assert "Karla Kontakt" in said
    received = store.scalars(select(Response.id)).one()
    moderation.withhold_unconfirmed(store, factories.settings(), at.now, response_id=received)
    store.commit()
    assert "Din e-mail blev ikke bekræftet i tide" in text_of(client.get(own))


@ON_BOTH
def test_T7_a_second_before_is_in_time(
    client: PageClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    sent(client)
    at.now = CLOSES + DAY - SECOND
    assert "Din e-mail er bekræftet" in press(client, mailed(store))


def test_R13_the_mail_is_sent_again_to_a_corrected_address(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    own = sent(client)
    first = mailed(store)
    page = client.post(f"{own}/bekraeft", data={"email": "karen.ny@proeve.example"})
    assert "Vi sender linket til karen.ny@proeve.example" in text_of(page)
    assert client.get(first).status_code == 404
    assert "Din e-mail er bekræftet" in press(client, mailed(store))


def test_R13_a_wrong_address_is_named_and_kept(client: PageClient, consultation: Consultation) -> None:
    page = client.post(f"{sent(client)}/bekraeft", data={"email": "karen@"})
    assert "Skriv e-mailadressen som navn@eksempel.dk" in text_of(page)
    assert 'value="karen@"' in page.get_data(as_text=True)


@ON_BOTH
def test_B3_the_sixth_mail_of_a_day_is_refused_in_words(client: PageClient, consultation: Consultation) -> None:
    own = sent(client)
    said = [text_of(client.post(f"{own}/bekraeft", data={"email": EMAIL})) for _ in range(5)]
    assert "Linket er på vej" in said[3]
    assert "Vi har allerede sendt flere mails til adressen i dag" in said[4]


def test_R13_a_confirmed_response_is_asked_nothing_more(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    own = sent(client)
    press(client, mailed(store))
    assert client.post(f"{own}/bekraeft", data={"email": "en.anden@proeve.example"}).location == own
    assert "Send linket igen" not in text_of(client.get(own))


def test_D7_the_public_numbers_say_how_many_are_unconfirmed(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    sent(client)
    words = "Af dem, der afventer, mangler 1 en bekræftet e-mail"
    assert words in text_of(client.get(PAGE))
    assert words in text_of(client.get(f"{PAGE}/tal"))
    press(client, mailed(store))
    assert words not in text_of(client.get(f"{PAGE}/tal"))


def test_R27_an_unconfirmed_response_is_a_number_in_public_and_no_more(
    client: PageClient, consultation: Consultation
) -> None:
    sent(client)
    said = text_of(client.get(f"{PAGE}/svar"))
    assert "Afventer gennemgang" in said
    assert "Seks uger" not in said


def test_R13_an_english_reader_is_asked_in_english(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    link = begin(client, f"/en{ANSWER}?udkast=2")
    client.post(f"{link}/om-dig", data=WITH_EMAIL)
    receipt = client.post(f"{link}/send", data={"til": "send"}).location
    assert "One step left: confirm your e-mail" in text_of(client.get(receipt))
    assert mailed(store).startswith("/en/bekraeft/")
    assert "Your e-mail is confirmed" in press(client, mailed(store))


# Staff


def test_R13_staff_see_who_is_unconfirmed_and_take_one_in(
    client: PageClient,
    store: Session,
    consultation: Consultation,
    sign_in: Callable[[Staff], PageClient],
) -> None:
    sent(client)
    moderator = sign_in(factories.staff(store, consultation.authority, Role.MODERATOR))
    queue = "/intern/hoeringer/hjaelp-i-hverdagen/gennemgang"
    assert "1 svar venter på, at afsenderen bekræfter sin e-mail" in text_of(moderator.get(queue))
    desk = "/intern/hoeringer/hjaelp-i-hverdagen/svar/1/gennemgang"
    assert "Afsenderen har ikke bekræftet sin e-mail" in text_of(moderator.get(desk))
    page = moderator.form(f"{queue}/ubekraeftede", number="9", reason="Har ringet.")
    assert "Der er intet ubekræftet svar med det nummer" in text_of(page)
    assert "Skriv en begrundelse" in text_of(moderator.form(f"{queue}/ubekraeftede", number="1", reason=""))
    assert moderator.form(f"{queue}/ubekraeftede", number="1", reason="Har ringet.").status_code == 303
    assert "Der er ingen ubekræftede svar" in text_of(moderator.get(f"{queue}/ubekraeftede"))
    assert "Ubekræftet e-mail, taget med" in text_of(moderator.get(queue))
    store.rollback()
    assert store.scalars(select(Response)).one().confirmed_reason == "Har ringet."


def erased(store: Session) -> None:
    """The one response, which nobody confirmed in time."""
    row, now = store.scalars(select(Response)).one(), CLOSES + DAY
    moderation.withhold_unconfirmed(store, factories.settings(), now, response_id=row.id)
    erasing.erase(store, "system", now, row, "Derfor.")
    store.commit()


def test_P4_staff_are_told_that_there_is_nothing_left_to_take_in(
    client: PageClient, store: Session, consultation: Consultation, sign_in: Callable[[Staff], PageClient]
) -> None:
    sent(client)
    erased(store)
    moderator = sign_in(factories.staff(store, consultation.authority, Role.MODERATOR))
    page = moderator.form(UNCONFIRMED, number="1", reason="Har ringet.")
    assert "Der er intet at tage stilling til." in text_of(page)


def test_P4_T8_so_is_who_follows_the_link_after_the_deadline_was_moved(
    client: PageClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    sent(client)
    link = mailed(store)
    erased(store)
    consultation.closes_at = CLOSES + 7 * DAY
    store.commit()
    at.now = CLOSES + 2 * DAY
    page = press(client, link)
    assert "Indholdet er slettet" in page
    assert "Har du sendt det, så tryk på Bekræft" not in page


def unconfirmed(store: Session, consultation: Consultation, in_time: int, late: int = 0) -> None:
    """So many more that wait for their senders."""
    for at in [factories.RECEIVED] * in_time + [CLOSES] * late:
        given = factories.submission(received_at=at, sender=factories.sender(email=EMAIL))
        factories.response(store, consultation, replace(given, login_mode=LoginMode.CONFIRMED))
    store.commit()


@ON_BOTH
def test_R13_the_pages_of_the_unconfirmed_miss_and_repeat_nobody(
    store: Session, consultation: Consultation, sign_in: Callable[[Staff], PageClient]
) -> None:
    unconfirmed(store, consultation, in_time=SIZE + 2, late=SIZE)
    secretary = sign_in(factories.staff(store, consultation.authority, Role.SECRETARY))
    onwards, back = secretary.walk(UNCONFIRMED, r'<th scope="row">([^<]+)</th>')
    in_time, late = [str(at) for at in range(1, SIZE + 3)], [f"E-{at}" for at in range(1, SIZE + 1)]
    assert onwards == [in_time[:SIZE], in_time[SIZE:] + late[:-2], late[-2:]]
    assert back == onwards[::-1]


def test_a_list_of_50_unconfirmed_costs_as_many_statements_as_one_of_5(
    app: Flask, store: Session, consultation: Consultation, sign_in: Callable[[Staff], PageClient]
) -> None:
    moderator = sign_in(factories.staff(store, consultation.authority, Role.MODERATOR))
    seen = []
    for more in (5, 45):
        unconfirmed(store, consultation, more)
        with statements(app.extensions["engine"]) as sent:
            moderator.get(UNCONFIRMED)
        seen.append(len(sent))
    assert seen[0] == seen[1]


def test_R13_the_original_of_an_unconfirmed_response_can_be_read_but_not_decided(
    client: PageClient,
    store: Session,
    consultation: Consultation,
    sign_in: Callable[[Staff], PageClient],
) -> None:
    sent(client)
    moderator = sign_in(factories.staff(store, consultation.authority, Role.MODERATOR))
    desk = "/intern/hoeringer/hjaelp-i-hverdagen/svar/1/gennemgang"
    token = re.search(r'name="csrf_token" value="([^"]+)"', moderator.get(desk).get_data(as_text=True))
    assert token is not None
    assert moderator.post(f"{desk}/original", data={"csrf_token": token[1]}).status_code == 303
    said = text_of(moderator.get(desk))
    assert "Seks uger er for kort" in said
    assert "Gem, og tag næste" not in said


def test_R13_the_desk_says_that_the_address_is_confirmed(
    client: PageClient,
    store: Session,
    consultation: Consultation,
    sign_in: Callable[[Staff], PageClient],
) -> None:
    sent(client)
    press(client, mailed(store))
    moderator = sign_in(factories.staff(store, consultation.authority, Role.MODERATOR))
    assert "Bekræftet e-mail" in text_of(moderator.get("/intern/hoeringer/hjaelp-i-hverdagen/gennemgang"))


def test_R13_the_editor_chooses_the_mode_and_a_provider_only_where_there_is_one(
    store: Session, sign_in: Callable[[Staff], PageClient]
) -> None:
    owner = factories.authority(store)
    row = factories.consultation(store, owner, published=False)
    editor = sign_in(factories.staff(store, owner, Role.EDITOR))
    part = "/intern/hoeringer/hjaelp-i-hverdagen/rediger/offentliggoerelse"
    page = editor.get(part).get_data(as_text=True)
    assert 'value="confirmed"' in page
    assert 'value="identity"' not in page
    given = {"publication_mode": "continuous", "name_rule": "citizen_postcode", "til": "gem"}
    assert editor.form(part, **given, login_mode="identity").status_code == 200
    assert editor.form(part, **given, login_mode="confirmed").status_code == 303
    store.refresh(row)
    assert row.login_mode is LoginMode.CONFIRMED


def test_the_mail_that_asks_is_written_once_for_each_time(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    own = sent(client)
    client.post(f"{own}/bekraeft", data={"email": EMAIL})
    store.rollback()
    assert store.scalar(select(func.count(Message.id)).where(Message.event_key.startswith("confirm:"))) == 2
