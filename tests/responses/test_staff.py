"""Registering what came on paper, and what came too late (R23, R24, interface.md 3.14)."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation.models import Audit, Consultation, LateAdmission, Message, Response, ResponseVersion, Staff
from consultation.responses import queries
from consultation.vocabulary import Channel, MessageState, Precision, Role, Series
from tests import factories
from tests.factories import CLOSES, submission
from tests.pages import PageClient
from tests.responses.test_flow import PDF, text_of

INTAKE = "/intern/hoeringer/hjaelp-i-hverdagen/registrer"
LATE = "/intern/hoeringer/hjaelp-i-hverdagen/efter-fristen"
LETTER = {
    "channel": "letter",
    "on-day": "1",
    "on-month": "3",
    "on-year": "2026",
    "at": "",
    "source": "stamp",
    "capacity": "citizen",
    "name": "Karen Prøvesen",
    "address": "Prøvevej 2\n0000 Prøvestad",
    "postcode": "0000",
    "text": "Med blæk på papir.",
    "key": "en-nøgle",
    "til": "gem",
}
SignIn = Callable[[Staff], PageClient]


@pytest.fixture
def consultation(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    store.commit()
    return row


@pytest.fixture
def secretary(store: Session, consultation: Consultation, sign_in: SignIn) -> PageClient:
    person = factories.staff(store, consultation.authority, Role.SECRETARY)
    store.commit()
    return sign_in(person)


def test_R23_a_chosen_file_is_kept_while_something_else_is_put_right(
    secretary: PageClient, store: Session, consultation: Consultation
) -> None:
    page = secretary.form(INTAKE, **(LETTER | {"name": "", "text": "", "files": (BytesIO(PDF), "scan.pdf")}))
    words = page.get_data(as_text=True)
    assert "Skriv afsenderens navn" in words
    kept = words.split('name="gemt" value="')[1].split('"')[0]
    assert secretary.form(INTAKE, **(LETTER | {"text": "", "gemt": kept})).status_code == 303
    version = store.scalars(select(ResponseVersion)).one()
    assert [file.original_name for file, _ in queries.list_files(store, version.id)] == ["scan.pdf"]


def test_A1_a_kept_file_is_its_uploaders_alone(
    secretary: PageClient, store: Session, consultation: Consultation, sign_in: SignIn
) -> None:
    page = secretary.form(INTAKE, **(LETTER | {"name": "", "files": (BytesIO(PDF), "scan.pdf")}))
    kept = page.get_data(as_text=True).split('name="gemt" value="')[1].split('"')[0]
    other = factories.staff(store, consultation.authority, Role.SECRETARY, "Ulla Andenprøve")
    store.commit()
    client = sign_in(other)
    assert client.form(INTAKE, **(LETTER | {"gemt": kept})).status_code == 404
    assert store.scalars(select(Response)).all() == []


def test_R23_what_is_alike_and_the_receipt_to_print_are_links_and_block_nothing(
    store: Session, consultation: Consultation, sign_in: SignIn
) -> None:
    moderator = factories.staff(store, consultation.authority, Role.MODERATOR)
    store.commit()
    client = sign_in(moderator)
    client.get(client.form(INTAKE, **LETTER).location)
    page = client.get(client.form(INTAKE, **(LETTER | {"key": "en-anden"})).location).get_data(as_text=True)
    assert "Svar nr. 2 er registreret" in page
    assert 'kvitteringsbreve">Print kvitteringen</a>' in page
    assert "Ligner svar nr. 1 fra samme afsender." in page
    assert ">Se svar nr. 1</a>" in page


def test_R23_of_many_that_are_alike_the_nearest_are_links_and_the_rest_are_counted(
    store: Session, consultation: Consultation, secretary: PageClient
) -> None:
    for _number in range(12):
        factories.response(store, consultation, factories.submission(sender=factories.sender(name="Åse Prøve")))
    store.commit()
    page = text_of(secretary.get(secretary.form(INTAKE, **(LETTER | {"name": "Åse Prøve"})).location))
    assert "Ligner svar nr. 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 og 2 andre fra samme afsender." in page


def test_R23_a_letter_gets_a_number_both_times_and_a_receipt_by_post(
    secretary: PageClient, store: Session, consultation: Consultation
) -> None:
    page = secretary.get(secretary.form(INTAKE, **LETTER).location)
    assert "Svar nr. 1 er registreret: modtaget søndag den 1. marts 2026, registreret 02.03.2026 kl. 13.00." in text_of(
        page
    )
    stored = store.scalars(select(Response)).one()
    assert (stored.channel, stored.received_precision, stored.received_source) == (
        Channel.LETTER,
        Precision.DAY,
        "stamp",
    )
    assert stored.registered_by is not None
    assert stored.registered_by.startswith("staff:")
    letter = store.scalars(select(Message)).one()
    assert (letter.state, letter.recipient) == (MessageState.LETTER, "Karen Prøvesen\nPrøvevej 2\n0000 Prøvestad")
    assert "Modtaget søndag den 1. marts 2026\n" in letter.body


def test_R15_a_letter_tells_the_age_and_who_helped(
    secretary: PageClient, store: Session, consultation: Consultation
) -> None:
    told = {"under_18": "1", "helper_name": "Helle Hjælpeprøve", "on_behalf_of": "Ole Andenprøve"}
    secretary.form(INTAKE, **(LETTER | told))
    version = store.scalars(select(ResponseVersion)).one()
    assert (version.under_18, version.helper_name, version.on_behalf_of) == (True, *list(told.values())[1:])


def test_the_next_one_keeps_channel_and_day(secretary: PageClient, consultation: Consultation) -> None:
    response = secretary.form(INTAKE, **(LETTER | {"til": "naeste"}))
    assert response.location == f"{INTAKE}?kanal=letter&dag=2026-03-01"
    page = secretary.get(response.location).get_data(as_text=True)
    assert 'value="letter" checked' in page
    assert 'name="on-day" type="text" inputmode="numeric" maxlength="2" value="1"' in page


def test_the_same_form_twice_is_one_response(secretary: PageClient, store: Session, consultation: Consultation) -> None:
    for _ in range(2):
        secretary.form(INTAKE, **LETTER)
    assert store.scalar(select(func.count(Response.id))) == 1


def test_a_second_letter_of_the_same_sender_is_told_and_taken(
    secretary: PageClient, store: Session, consultation: Consultation
) -> None:
    secretary.form(INTAKE, **LETTER)
    page = secretary.get(secretary.form(INTAKE, **(LETTER | {"key": "en-anden"})).location)
    assert "Ligner svar nr. 1 fra samme afsender." in text_of(page)
    assert store.scalar(select(func.count(Response.id))) == 2


def test_a_letter_stamped_after_the_deadline_gets_a_late_number(store: Session, sign_in: SignIn) -> None:
    owner = factories.authority(store)
    factories.consultation(store, owner, closes_at=datetime(2026, 2, 28, 23, 0, tzinfo=UTC))
    person = factories.staff(store, owner, Role.SECRETARY)
    store.commit()
    secretary = sign_in(person)
    secretary.form(INTAKE, **LETTER)
    secretary.form(INTAKE, **(LETTER | {"on-day": "28", "on-month": "2", "at": "23.59", "key": "en-anden"}))
    assert store.scalars(select(Response.series).order_by(Response.id)).all() == [Series.LATE, Series.ON_TIME]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"channel": ""}, "Vælg, hvordan svaret kom"),
        ({"on-month": "13"}, "Datoen findes ikke"),
        ({"on-day": "3"}, "Datoen ligger i fremtiden"),
        ({"on-day": "2", "at": "14.30"}, "Tidspunktet ligger i fremtiden"),
        ({"name": ""}, "Skriv afsenderens navn"),
        ({"capacity": "council"}, "Skriv organisationens navn"),
        ({"postcode": "1"}, "Postnummeret skal have fire cifre"),
        ({"text": " "}, "Skriv svarets tekst, eller vælg den fil, det står i"),
        ({"channel": "phone"}, "Sæt hak, når teksten er læst op og godkendt"),
        ({"files": (BytesIO(b"MZ"), "scan.pdf")}, "scan.pdf kan ikke bruges"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(
    secretary: PageClient, store: Session, consultation: Consultation, wrong: dict[str, object], sentence: str
) -> None:
    page = secretary.form(INTAKE, **(LETTER | wrong))
    assert sentence in text_of(page)
    assert "Prøvevej 2" in page.get_data(as_text=True)
    assert store.scalar(select(func.count(Response.id))) == 0


def test_a_scanned_letter_about_two_drafts_names_both(
    secretary: PageClient, store: Session, consultation: Consultation
) -> None:
    places = factories.places(store, consultation)
    versions = [str(places[number, ""][0]) for number in (1, 2)]
    store.rollback()
    scan = {"text": "", "drafts": versions, "files": (BytesIO(PDF), "scan.pdf")}
    secretary.form(INTAKE, **(LETTER | scan))
    version = queries.newest_version(store, store.scalars(select(Response.id)).one())
    assert [str(answer.draft_version_id) for answer in queries.list_answers(store, version.id)] == versions
    assert [file.original_name for file, _ in queries.list_files(store, version.id)] == ["scan.pdf"]


def test_the_letters_are_printed_and_marked_as_sent(
    secretary: PageClient, store: Session, consultation: Consultation
) -> None:
    secretary.form(INTAKE, **LETTER)
    address = INTAKE.replace("registrer", "kvitteringsbreve")
    page = secretary.get(address)
    assert "Svar nr. 1" in text_of(page)
    assert "Prøvevej" not in text_of(page)
    letter = str(store.scalars(select(Message.id)).one())
    store.rollback()
    secretary.form(address, brev=letter)
    assert store.scalars(select(Message.state)).all() == [MessageState.SENT]
    store.rollback()
    assert "Der er ingen breve, der skal sendes." in text_of(secretary.get(address))


def test_kept_mails_can_be_read(secretary: PageClient, store: Session, consultation: Consultation) -> None:
    secretary.form(INTAKE, **(LETTER | {"email": "karen@proeve.example"}))
    outbox = INTAKE.replace("registrer", "beskeder")
    words = text_of(secretary.get(outbox))
    assert "Gemt her, ikke sendt: 1" in words
    assert "Kvittering: vi har modtaget svar nr. 1" in words


def test_R57_who_opens_a_message_stands_in_the_log_and_the_list_has_no_address(
    secretary: PageClient, store: Session, consultation: Consultation
) -> None:
    secretary.form(INTAKE, **(LETTER | {"email": "karen@proeve.example"}))
    outbox = INTAKE.replace("registrer", "beskeder")
    page = secretary.get(outbox)
    assert "karen@proeve.example" not in page.get_data(as_text=True)
    row = store.scalars(select(Message)).one()
    message_id, body = row.id, row.body
    store.rollback()
    token = page.get_data(as_text=True).split('name="csrf_token" value="')[1].split('"')[0]
    opened = text_of(secretary.post(f"{outbox}/{message_id}", data={"csrf_token": token}))
    assert "karen@proeve.example" in opened
    assert body.split("\n")[0] in opened
    assert secretary.post(f"{outbox}/999", data={"csrf_token": token}).status_code == 404
    noted = store.scalars(select(Audit.subject).where(Audit.event == "message.opened")).all()
    assert noted == [f"message:{message_id}"]


# Late ones


def test_R24_the_secretary_admits_a_late_response_with_a_reason(
    secretary: PageClient, store: Session, consultation: Consultation
) -> None:
    factories.response(store, consultation, submission(received_at=CLOSES))
    store.commit()
    page = secretary.form(LATE, **{"svar": "E-1", "E-1-admitted": "ja", "E-1-reason": ""})
    assert "Skriv en begrundelse" in text_of(page)
    page = secretary.form(LATE, **{"svar": "E-1", "E-1-admitted": "ja", "E-1-reason": "Om 010231-4123."})
    assert "ligner et CPR-nummer. Teksten bliver vist eller trykt: skriv den uden." in text_of(page)
    secretary.form(LATE, **{"svar": "E-1", "E-1-admitted": "ja", "E-1-reason": "Siden var nede."})
    row = store.scalars(select(LateAdmission)).one()
    assert (row.admitted, row.reason) == (True, "Siden var nede.")
    store.rollback()
    assert "Indgår" in text_of(secretary.get(LATE))


def test_no_late_response_gives_a_reason_for_the_empty_page(secretary: PageClient, consultation: Consultation) -> None:
    assert "Der er ikke kommet svar efter fristen." in text_of(secretary.get(LATE))


@pytest.mark.parametrize(("role", "status"), [(Role.MODERATOR, 403), (Role.EDITOR, 403), (Role.SECRETARY, 200)])
def test_only_the_secretary_judges_late_responses(
    store: Session, consultation: Consultation, sign_in: SignIn, role: Role, status: int
) -> None:
    person = factories.staff(store, consultation.authority, role)
    store.commit()
    assert sign_in(person).get(LATE).status_code == status


def test_staff_of_another_authority_find_nothing(store: Session, consultation: Consultation, sign_in: SignIn) -> None:
    person = factories.staff(store, factories.authority(store, "nabokøbing"), Role.SECRETARY)
    store.commit()
    client = sign_in(person)
    assert [client.get(address).status_code for address in (INTAKE, LATE)] == [404, 404]


def test_R12_a_party_that_calls_to_say_it_has_no_remarks_has_answered(
    secretary: PageClient, store: Session, consultation: Consultation
) -> None:
    heard = factories.heard_party(store, consultation)
    store.commit()
    council = {
        "channel": "phone",
        "capacity": "council",
        "organisation": "Handicaprådet",
        "read_aloud": "1",
        "text": "",
    }
    said = LETTER | council | {"party": str(heard.id), "no_remarks": "1"}
    store.rollback()
    assert secretary.form(INTAKE, **said).status_code == 303
    board = secretary.get(INTAKE.replace("registrer", "parter")).get_data(as_text=True)
    assert "1 af 1 har svaret." in board
    assert "Ingen bemærkninger<br>Svar nr. 1" in board
