"""An editor's pages: short parts, what is missing, sending out; and what may still be changed afterwards."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from consultation.models import Authority, ClosureDay, Consultation, Document, Milestone, Staff
from consultation.vocabulary import PublicationMode, Role
from tests import factories
from tests.conftest import ON_BOTH
from tests.factories import CLOSES
from tests.pages import PageClient

SignIn = Callable[[Staff], PageClient]
ROOT = "/intern/hoeringer"


@pytest.fixture
def editor(store: Session, sign_in: SignIn) -> PageClient:
    return sign_in(factories.staff(store, factories.authority(store), Role.EDITOR))


@pytest.fixture
def place(editor: PageClient) -> str:
    """The address of a consultation that was just created."""
    answer = _post(editor, f"{ROOT}/ny", title="Støtte i hverdagen", kind="quality_standard")
    return answer.headers["Location"].removesuffix("/rediger/grundoplysninger")


def _post(client: PageClient, path: str, **values: Any) -> TestResponse:
    """The form at the address, with the token of the page it stands on."""
    return _press(client, path, path, **values)


def _press(client: PageClient, page: str, path: str, **values: Any) -> TestResponse:
    """A form on a page, which goes to another address."""
    text = client.get(page).get_data(as_text=True)
    token = text.split('csrf_token" value="')[1].split('"')[0]
    return client.post(path, data={"csrf_token": token, **values})


def _text(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def _date(name: str, day: int, month: int, year: int) -> dict[str, str]:
    return {f"{name}-day": str(day), f"{name}-month": str(month), f"{name}-year": str(year)}


BASICS = {
    "title": "Støtte i hverdagen",
    "slug": "stoette-i-hverdagen",
    "lead": "Vi vil beskrive hjælpen.",
    "body": "Hvorfor vi gør det.",
    "case_number": "27.00.00-P00-1-26",
    "contact_name": "Karla Kontakt",
    "contact_department": "Social",
    "contact_email": "karla@proeve.example",
    "contact_phone": "00 00 00 00",
}
PERIOD = {
    **_date("opens_on", 9, 3, 2026),
    "opens_clock": "9.00",
    **_date("closes_on", 19, 4, 2026),
    "closes_clock": "23.59",
    **_date("committee_on", 1, 6, 2026),
    "committee_body": "Socialudvalget",
    **_date("council_on", 15, 6, 2026),
    "council_body": "Byrådet",
}


def _fill(editor: PageClient, place: str) -> None:
    edit = f"{place}/rediger"
    _post(editor, f"{edit}/grundoplysninger", **BASICS)
    _post(editor, f"{edit}/betydning", meaning="- Intet ændrer sig endnu.")
    _post(editor, f"{edit}/frist", **PERIOD)
    _post(editor, f"{edit}/frist", **PERIOD, reason_weekend="Efter ønske fra rådet.")
    _post(editor, f"{edit}/offentliggoerelse", publication_mode="continuous", name_rule="citizen_postcode")
    _post(editor, f"{edit}/dokumenter", kind="cover_letter", title="Høringsbrev", text="Kære alle")
    _post(editor, f"{edit}/udkast", title="Aflastning")
    section = {"afsnit": "1", "afsnit-1-heading": "Hvem?", "afsnit-1-level": "1", "afsnit-1-text": "Du."}
    _post(editor, f"{place}/udkast/1", title="Aflastning", til="gem", **section)
    for kind, choice in (("disability_council", "hoeres"), ("senior_council", "fravalgt")):
        values = {"name": kind, "kind": kind, "basis": "statutory", "choice": choice, "reason": "Fordi."}
        _post(editor, f"{edit}/parter", **values)


def test_R1_a_new_consultation_names_all_that_is_missing(editor: PageClient, place: str) -> None:
    page = _text(editor.get(f"{place}/mangler"))
    for words in ("Sagsnummeret mangler", "Der er ingen udkast", "Fristen mangler", "Handicapråd er ikke valgt"):
        assert words in page
    assert "Høringen kan ikke sendes ud endnu. 18 ting mangler." in _text(editor.get(f"{place}/send"))


def test_R1_sending_out_too_early_changes_nothing(editor: PageClient, place: str, store: Session) -> None:
    _post(editor, f"{place}/send")
    assert store.scalars(select(Consultation)).one().published_at is None


def test_R1_filled_part_by_part_it_is_sent_out_with_one_button(editor: PageClient, place: str, store: Session) -> None:
    _fill(editor, place)
    assert "Send i høring: åbner mandag den 9." in _text(editor.get(f"{place}/send"))
    assert _post(editor, f"{place}/send").headers["Location"] == place
    row = store.scalars(select(Consultation)).one()
    assert row.published_at is not None
    assert "Åbner snart" in _text(editor.get(place))
    assert editor.get(f"{place}/rediger/frist").status_code == 409


def test_R5_a_sunday_asks_for_a_reason_and_stands_as_a_sentence(editor: PageClient, place: str) -> None:
    _post(editor, f"{place}/rediger/frist", **PERIOD)
    page = _text(editor.get(f"{place}/rediger/frist")).replace("\N{NO-BREAK SPACE}", " ")
    assert "Fristen er i en weekend." in page
    assert "søndag den 19. april 2026 kl. 23.59. Det er 41 dage." in page
    assert "Det er ikke begrundet, hvorfor fristen er i en weekend" in _text(editor.get(f"{place}/mangler"))
    _post(editor, f"{place}/rediger/frist", **PERIOD, reason_weekend="Efter ønske fra rådet.")
    assert "hvorfor fristen er i en weekend</a>" not in _text(editor.get(f"{place}/mangler"))
    assert "Efter ønske fra rådet." in _text(editor.get(f"{place}/rediger/frist"))


def test_the_calendar_is_counted_back_from_the_committee(editor: PageClient, place: str) -> None:
    _post(editor, f"{place}/rediger/frist", **PERIOD)
    page = _text(editor.get(f"{place}/rediger/frist")).replace("\N{NO-BREAK SPACE}", " ")
    assert "mandag den 27. april 2026" in page, "35 days before Monday 1 June"
    assert "Fristen er efter den dag" not in page
    _post(editor, f"{place}/rediger/frist", **(PERIOD | _date("closes_on", 4, 5, 2026)))
    assert "Fristen er efter den dag, hvor den senest bør være" in _text(editor.get(f"{place}/rediger/frist"))


@ON_BOTH
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (_date("closes_on", 31, 2, 2026), "Datoen findes ikke"),
        ({"closes_clock": "24.00"}, "Skriv 23.59 i stedet for 24.00"),
        ({"closes_clock": "0.00"}, "Skriv 23.59 dagen før i stedet for 0.00"),
        ({"closes_clock": "halv tolv"}, "Skriv klokken som timer og minutter"),
        ({"closes_clock": ""}, "Skriv både dato og klokkeslæt"),
        (_date("closes_on", 28, 3, 2027) | {"closes_clock": "2.30"}, "urene stilles frem"),
        (_date("closes_on", 31, 10, 2027) | {"closes_clock": "2.30"}, "urene stilles tilbage"),
        (_date("closes_on", 1, 3, 2026), "Fristen skal være efter, at høringen åbner"),
        ({"council_body": ""}, "Skriv, hvem der mødes"),
    ],
)
def test_T2_a_time_that_is_none_is_explained_and_what_was_typed_stays(
    editor: PageClient, place: str, store: Session, changes: dict[str, str], words: str
) -> None:
    answer = _post(editor, f"{place}/rediger/frist", **(PERIOD | changes))
    assert answer.status_code == 200
    assert words in _text(answer)
    assert 'value="Socialudvalget"' in _text(answer)
    assert store.scalars(select(Consultation)).one().closes_at is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "Skriv en titel"),
        ({"slug": "Ny Adresse"}, "Brug kun små bogstaver"),
        ({"slug": "ny"}, "En anden høring har den adresse"),
        ({"lead": "x" * 301}, "Teksten er for lang: 301 tegn"),
        ({"contact_email": "karla"}, "Skriv en e-mail med @"),
    ],
)
def test_a_part_with_a_fault_is_not_saved(
    editor: PageClient, place: str, store: Session, changes: dict[str, str], words: str
) -> None:
    assert words in _text(_post(editor, f"{place}/rediger/grundoplysninger", **(BASICS | changes)))
    assert store.scalars(select(Consultation)).one().case_number == ""


def test_the_agenda_is_proposed_at_noon_four_weekdays_before_the_council(
    editor: PageClient, place: str, store: Session
) -> None:
    _post(editor, f"{place}/rediger/frist", **PERIOD)
    page = _text(editor.get(f"{place}/rediger/offentliggoerelse"))
    assert 'name="public_on-day" type="text" inputmode="numeric" maxlength="2" value="9"' in page
    assert 'value="12.00"' in page


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//ond.example", "https://a.example/ b", "data:text/html,x"]
)
def test_O5_a_link_leads_to_the_web_or_nowhere(editor: PageClient, place: str, store: Session, address: str) -> None:
    page = _post(editor, f"{place}/rediger/dokumenter", kind="other", title="Link", url=address)
    assert "Adressen skal begynde med https://" in _text(page)
    assert store.scalars(select(Document)).all() == []


@pytest.mark.parametrize(
    ("name", "content", "saved"),
    [("brev.pdf", b"%PDF-1.7 x", True), ("brev.exe", b"MZ", False), ("brev.pdf", b"<html>", False)],
)
def test_I5_a_document_is_taken_by_its_content(
    editor: PageClient, place: str, store: Session, name: str, content: bytes, saved: bool
) -> None:
    values = {"kind": "cover_letter", "title": "Brev", "file": (BytesIO(content), name)}
    answer = _post(editor, f"{place}/rediger/dokumenter", **values)
    assert (answer.status_code == 303) is saved
    assert bool(store.scalars(select(Document.blob_id)).all()) is saved


SECTIONS = {
    "title": "Aflastning",
    "afsnit": "2",
    "afsnit-1-heading": "Hvem?",
    "afsnit-1-level": "1",
    "afsnit-1-text": "Du.",
    "afsnit-2-heading": "Pris",
    "afsnit-2-level": "2",
    "afsnit-2-text": "Intet.",
}


@pytest.mark.parametrize(
    ("act", "headings"),
    [
        ("tilfoej", ["Hvem?", "Pris", ""]),
        ("fjern-1", ["Pris"]),
        ("ned-1", ["Pris", "Hvem?"]),
        ("op-2", ["Pris", "Hvem?"]),
        ("op-1", ["Hvem?", "Pris"]),
        ("fjern-9", ["Hvem?", "Pris"]),
        ("noget-andet", ["Hvem?", "Pris"]),
    ],
)
def test_buttons_move_sections_without_script_and_save_nothing(
    editor: PageClient, place: str, act: str, headings: list[str]
) -> None:
    _post(editor, f"{place}/rediger/udkast", title="Aflastning")
    page = _text(_post(editor, f"{place}/udkast/1", **SECTIONS, til=act))
    found = [part.split('value="')[1].split('"')[0] for part in page.split('-heading" type="text"')[1:]]
    assert found == headings
    assert "ingen afsnit endnu" in _text(editor.get(f"{place}/udkast/1/vis"))


def test_a_saved_section_keeps_its_word_when_its_heading_changes(editor: PageClient, place: str) -> None:
    _post(editor, f"{place}/rediger/udkast", title="Aflastning")
    _post(editor, f"{place}/udkast/1", **SECTIONS, til="gem")
    known = {"afsnit-1-known": "hvem", "afsnit-2-known": "pris"}
    _post(editor, f"{place}/udkast/1", **(SECTIONS | known | {"afsnit-1-heading": "Hvem kan få hjælp?"}), til="gem")
    page = _text(editor.get(f"{place}/udkast/1/vis"))
    assert '<h2 id="hvem">1 Hvem kan få hjælp?</h2>' in page
    assert '<h3 id="pris">1.1 Pris</h3>' in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"afsnit-1-level": "2"}, "Det første afsnit kan ikke være et underafsnit"),
        ({"afsnit-1-heading": ""}, "Skriv afsnittets overskrift"),
        ({"afsnit-1-anchor": "Å"}, "Brug kun små bogstaver"),
        ({"afsnit-1-anchor": "x", "afsnit-2-anchor": "x"}, "To afsnit har samme ord i adressen"),
        ({"afsnit-1-level": "3"}, "Vælg en af mulighederne"),
        ({"title": ""}, "Skriv udkastets titel"),
    ],
)
def test_a_draft_with_a_fault_is_not_saved(editor: PageClient, place: str, changes: dict[str, str], words: str) -> None:
    _post(editor, f"{place}/rediger/udkast", title="Aflastning")
    assert words in _text(_post(editor, f"{place}/udkast/1", **(SECTIONS | changes), til="gem"))
    assert "ingen afsnit endnu" in _text(editor.get(f"{place}/udkast/1/vis"))


# After sending out


@pytest.fixture
def sent_out(store: Session, editor: PageClient) -> str:
    owner = store.scalars(select(Staff)).one().authority_id
    row = factories.consultation(store, store.get_one(Authority, owner), mode=PublicationMode.WITH_AGENDA)
    store.commit()
    return f"{ROOT}/{row.slug}"


def test_R6_a_deadline_is_moved_with_old_and_new_shown(editor: PageClient, sent_out: str, store: Session) -> None:
    values = {**_date("closes_on", 22, 3, 2026), "closes_clock": "23.59", "reason": "Siden var nede."}
    asked = _text(_post(editor, f"{sent_out}/frist", **values))
    assert "Hvorfor er fristen i en weekend?" in asked
    assert "Siden var nede." in asked
    assert _post(editor, f"{sent_out}/frist", **values, reason_weekend="Så har alle en fridag.").status_code == 303
    page = _text(editor.get(f"{sent_out}/frist")).replace("\N{NO-BREAK SPACE}", " ")
    assert "søndag den 15. marts 2026 kl. 23.59" in page
    assert "Fristen er søndag den 22. marts 2026 kl. 23.59." in page
    assert "Siden var nede." in page
    assert "Fristen er i en weekend. Så har alle en fridag." in page


def test_R6_a_party_gets_a_deadline_of_its_own(editor: PageClient, sent_out: str, store: Session) -> None:
    row = store.scalars(select(Consultation)).one()
    heard = factories.heard_party(store, row)
    store.commit()
    page = f"{sent_out}/parter/{heard.id}/frist"
    assert "Parten har samme frist som alle." in _text(editor.get(page))
    values = {**_date("closes_on", 13, 3, 2026), "closes_clock": "12.00", "reason": "Rådet mødes sent."}
    assert "skal være efter den frist, som alle har" in _text(_post(editor, page, **values))
    values |= _date("closes_on", 19, 3, 2026)
    assert _post(editor, page, **values).status_code == 303
    assert "Rådet mødes sent." in _text(editor.get(page))
    assert "Egen frist: torsdag den" in _text(editor.get(f"{sent_out}/parter"))


# What deadlines are judged by


def test_R5_a_closed_day_is_added_and_taken_away(editor: PageClient, place: str, store: Session) -> None:
    values = {**_date("on", 17, 4, 2026), "name": "Planlægningsdag"}
    assert _post(editor, "/intern/frister", **values).status_code == 303
    _post(editor, f"{place}/rediger/frist", **(PERIOD | _date("closes_on", 17, 4, 2026)))
    assert "hvor I har lukket: Planlægningsdag." in _text(editor.get(f"{place}/rediger/frist"))
    closed_id = store.scalars(select(ClosureDay.id)).one()
    store.rollback()  # gives the turn to write back
    assert _press(editor, "/intern/frister", f"/intern/frister/lukkedage/{closed_id}/fjern").status_code == 303
    assert "Planlægningsdag" not in _text(editor.get("/intern/frister"))


def test_a_holiday_is_not_a_closed_day_of_ones_own(editor: PageClient, place: str) -> None:
    values = {**_date("on", 3, 4, 2026), "name": "Langfredag"}
    assert "er en helligdag eller fridag i forvejen" in _text(_post(editor, "/intern/frister", **values))


def test_R5_an_authority_has_longer_periods_but_not_shorter_than_the_law(editor: PageClient, place: str) -> None:
    page = "/intern/frister/local_plan"
    assert "Loven giver mindst 28 dage" in _text(_post(editor, page, days="27", source="Egen politik"))
    assert "Skriv et helt antal dage" in _text(_post(editor, "/intern/frister/other", days="fire", source="Ja"))
    assert _post(editor, page, days="42", source="Egen politik").status_code == 303
    assert "Egen politik" in _text(editor.get("/intern/frister"))
    assert editor.get("/intern/frister/partshoering").status_code == 404


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (_date("closes_on", 14, 3, 2026), "Fristen kan kun flyttes frem"),
        (_date("closes_on", 1, 3, 2026), "Den nye frist er allerede passeret"),
        ({"reason": " "}, "Skriv, hvorfor fristen bliver flyttet"),
        ({"closes_clock": ""}, "Skriv klokkeslættet"),
        ({"reason": "Om 010231-4123."}, "ligner et CPR-nummer. Teksten bliver vist eller trykt"),
    ],
)
def test_R6_a_deadline_that_may_not_move_says_why(
    editor: PageClient, sent_out: str, store: Session, changes: dict[str, str], words: str
) -> None:
    values = {**_date("closes_on", 23, 3, 2026), "closes_clock": "23.59", "reason": "Fordi."}
    assert words in _text(_post(editor, f"{sent_out}/frist", **(values | changes)))
    assert store.scalars(select(Consultation)).one().closes_at == CLOSES


def test_R46_a_reason_that_gives_something_away_comes_back_to_be_written_without_it(
    editor: PageClient, sent_out: str
) -> None:
    page = _text(_post(editor, f"{sent_out}/aflys", reason="Sagen om 010231-4123 er trukket.", sure="1"))
    assert "ligner et CPR-nummer. Teksten bliver vist eller trykt: skriv den uden." in page
    assert "Sagen om 010231-4123 er trukket.</textarea>" in page
    assert "Aflyst" not in _text(editor.get(sent_out))
    assert _post(editor, f"{sent_out}/aflys", reason="Ring på 50 60 70 80.", sure="1").status_code == 303


def test_cancelling_takes_a_reason_and_a_tick(editor: PageClient, sent_out: str, store: Session) -> None:
    assert "Sæt kryds" in _text(_post(editor, f"{sent_out}/aflys", reason="Sagen er trukket."))
    assert _post(editor, f"{sent_out}/aflys", reason="Sagen er trukket.", sure="1").status_code == 303
    assert "Aflyst" in _text(editor.get(sent_out))
    assert editor.get(f"{sent_out}/aflys").status_code == 409


def test_R47_a_secretary_writes_down_what_was_decided(
    editor: PageClient, sent_out: str, store: Session, sign_in: SignIn
) -> None:
    owner = store.get_one(Authority, store.scalars(select(Staff)).one().authority_id)
    secretary = sign_in(factories.staff(store, owner, Role.SECRETARY))
    meeting = {"kind": "council", **_date("on", 15, 6, 2026), "body": "Byrådet", "decides": "1"}
    assert _post(secretary, f"{sent_out}/moeder", **meeting).status_code == 303
    again = _text(_post(secretary, f"{sent_out}/moeder", **meeting))
    assert "Der er allerede et møde af den slags den dag" in again
    meeting_id = store.scalars(select(Milestone.id)).one()
    store.rollback()
    outcome = {"item": "576", "url": "https://proeve.example/576", "outcome": "Godkendt."}
    early = _text(_post(secretary, f"{sent_out}/moeder/{meeting_id}", **meeting, **outcome))
    assert "Mødet er ikke holdt endnu." in early
    held = meeting | _date("on", 2, 3, 2026)
    assert _post(secretary, f"{sent_out}/moeder/{meeting_id}", **held, **outcome).status_code == 303
    assert "Godkendt." in _text(secretary.get(f"{sent_out}/moeder"))


def test_a_secretary_moves_the_agenda_time(editor: PageClient, sent_out: str, store: Session, sign_in: SignIn) -> None:
    owner = store.get_one(Authority, store.scalars(select(Staff)).one().authority_id)
    secretary = sign_in(factories.staff(store, owner, Role.SECRETARY))
    values = {**_date("public_on", 9, 6, 2026), "public_clock": "12.00"}
    assert _post(secretary, f"{sent_out}/moeder/dagsorden", **values).status_code == 303
    row = store.scalars(select(Consultation)).one()
    assert row.responses_public_at is not None
    assert row.responses_public_at - CLOSES > timedelta(days=80)


def test_R46_a_text_of_the_consultation_that_gives_something_away_is_saved_and_says_so(
    editor: PageClient, place: str
) -> None:
    edit = f"{place}/rediger"
    lead = BASICS | {"slug": place.rpartition("/")[2], "lead": "Ring på 50 60 70 80."}
    answer = _post(editor, f"{edit}/grundoplysninger", **lead)
    assert "Indledning: teksten er gemt" in _text(editor.get(answer.headers["Location"]))
    letter = {"kind": "cover_letter", "title": "Høringsbrev"}
    answer = _post(editor, f"{edit}/dokumenter", **letter, text="Ring på 50 60 70 80.")
    assert "teksten er gemt" not in _text(editor.get(answer.headers["Location"]))  # whom to call belongs in a letter
    answer = _post(editor, f"{edit}/dokumenter", **letter, text="Om 010231-4123.")
    assert "Tekst: teksten er gemt" in _text(editor.get(answer.headers["Location"]))
