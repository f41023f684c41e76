"""From the consultation's page to the receipt, as a browser without JavaScript walks it."""

import json
import re
from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from consultation.lib.tokens import commitment
from consultation.models import Consultation, Job, Message, Response, Unsent, UnsentFile, UnsentPart, UnsentSave
from consultation.responses import figures, queries
from consultation.vocabulary import Capacity, Series, Stance
from tests import factories, samples
from tests.conftest import ON_BOTH, Clock
from tests.factories import CLOSES
from tests.pages import PageClient

PDF = samples.pdf()
ANSWER = "/hoeringer/hjaelp-i-hverdagen/besvar"
KAREN = {"capacity": "citizen", "name": "Karen Prøvesen", "postcode": "0000", "til": "naeste"}


@pytest.fixture
def consultation(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    store.commit()
    return row


def text_of(response: TestResponse) -> str:
    """The words of a page, without its tags."""
    page = re.sub(r"<[^>]+>", " ", response.get_data(as_text=True))
    return " ".join(unescape(page).replace("\N{NO-BREAK SPACE}", " ").split())


def hidden(response: TestResponse) -> dict[str, str]:
    """The hidden fields of a page's forms."""
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', response.get_data(as_text=True))
    return {name: unescape(value) for name, value in fields}


def send_form(client: PageClient, address: str, **typed: object) -> TestResponse:
    """Fetches a page and sends its form back with these values, as a browser would."""
    return client.post(address, data=hidden(client.get(address)) | typed)


def begin(client: PageClient, address: str = f"{ANSWER}?udkast=2", **typed: object) -> str:
    """The link of an answer after its first save."""
    response = send_form(client, address, **({"text": "Seks uger er for kort.", "til": "naeste"} | typed))
    assert response.status_code == 303
    return re.sub(r"/[^/]+$", "", response.location)


def send(client: PageClient, link: str) -> str:
    """The private link of the response after sending."""
    assert client.post(f"{link}/om-dig", data=KAREN).location == f"{link}/gennemse"
    receipt = client.post(f"{link}/send", data={"til": "send"})
    assert receipt.status_code == 303
    return receipt.location.removesuffix("/kvittering")


# The path


def test_U01_from_the_consultation_to_the_receipt_in_five_pages(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    chosen = send_form(client, ANSWER, til="hele")
    assert re.fullmatch(r"/kladde/[0-9a-f]{40}/skriv", chosen.location)
    about = send_form(client, chosen.location, text="Jeg er uenig.", stance="oppose", til="naeste")
    review = send_form(client, about.location, **KAREN)
    receipt = client.post(hidden_action(client.get(review.location)), data={"til": "send"})
    page = client.get(receipt.location)
    assert "Svar nr. 1" in text_of(page)
    stored = store.scalars(select(Response)).one()
    content = queries.content_of(store, queries.newest_version(store, stored.id))
    assert [(answer.text, answer.stance, answer.version_id) for answer in content.answers] == [
        ("Jeg er uenig.", Stance.OPPOSE, None)
    ]


def hidden_action(page: TestResponse) -> str:
    found = re.search(r'<form method="post" action="([^"]+)"', page.get_data(as_text=True))
    assert found is not None
    return found[1]


def test_a_drafts_link_begins_with_writing(client: PageClient, store: Session, consultation: Consultation) -> None:
    page = client.get(f"{ANSWER}?udkast=2&afsnit=hvor-laenge")
    assert "Dit svar på udkast 2" in text_of(page)
    assert 'name="text-hvor-laenge"' in page.get_data(as_text=True)
    link = begin(client, f"{ANSWER}?udkast=2&afsnit=hvor-laenge", **{"text": "", "proposed-hvor-laenge": "Otte uger."})
    assert link.startswith("/kladde/")
    assert store.scalars(select(UnsentPart.proposed_text).order_by(UnsentPart.id)).all() == ["", "Otte uger."]


def test_one_draft_means_no_choice(client: PageClient, store: Session) -> None:
    factories.consultation(store, factories.authority(store), drafts=1)
    store.commit()
    assert "Dit svar på udkast 1" in text_of(client.get(ANSWER))


def test_U03_who_answers_one_draft_does_not_see_the_others(client: PageClient, consultation: Consultation) -> None:
    link = begin(client)
    for step in ("skriv", "om-dig", "gennemse"):
        assert "udkast 1" not in text_of(client.get(f"{link}/{step}")).casefold()


def test_each_chosen_draft_has_a_page_of_its_own(client: PageClient, consultation: Consultation) -> None:
    chosen = client.post(ANSWER, data=hidden(client.get(ANSWER)) | {"udkast": ["1", "2"], "til": "vaelg"})
    link = chosen.location.removesuffix("/skriv")
    first = client.get(chosen.location)
    assert "Skriv (udkast 1, 1 af 2)" in text_of(first)
    second = client.post(f"{link}/skriv", data=hidden(first) | {"text": "Et.", "til": "naeste"})
    assert second.location == f"{link}/skriv?udkast=2"
    assert "Skriv (udkast 2, 2 af 2)" in text_of(client.get(second.location))
    back = client.post(second.location, data=hidden(client.get(second.location)) | {"text": "To.", "til": "tilbage"})
    assert "Et." in text_of(client.get(back.location))


def test_the_choice_says_what_is_missing(client: PageClient, consultation: Consultation) -> None:
    page = send_form(client, ANSWER, til="vaelg")
    assert "Vælg mindst ét udkast, eller skriv ét svar til det hele" in text_of(page)


def test_a_draft_with_text_stays_when_another_choice_is_made(client: PageClient, consultation: Consultation) -> None:
    link = begin(client)
    client.post(f"{link}/vaelg", data={"udkast": "1", "til": "vaelg"})
    page = client.get(f"{link}/skriv?udkast=2")
    assert "2 af 2" in text_of(page)
    assert "Seks uger er for kort." in text_of(page)


def test_the_receipt_proves_what_was_sent(client: PageClient, store: Session, consultation: Consultation) -> None:
    own = send(client, begin(client, text="Ord med æøå."))
    page = text_of(client.get(f"{own}/kvittering"))
    assert "mandag den 2. marts 2026 kl. 13.00.00" in page
    assert "Ord med æøå." in page
    told = json.loads(client.get(f"{own}/kvittering.json").get_data(as_text=True))
    assert commitment(told["nonce"], told["number"], told["received_at"], told["text"]) == told["commitment"]
    assert told["commitment"] == store.scalars(select(Response.commitment)).one()
    assert told["check_code"] in page
    assert json.loads(told["text"])["answers"][0]["text"] == "Ord med æøå."


def test_the_review_shows_everything_and_how_it_is_shown(client: PageClient, consultation: Consultation) -> None:
    link = begin(client, text="Mit CPR-nummer er 010231-4123.")
    client.post(f"{link}/om-dig", data=KAREN | {"email": "k@proeve.example", "email2": "K@proeve.example", "hide": "1"})
    page = text_of(client.get(f"{link}/gennemse"))
    for words in ("(vises som Borger, 0000)", "k@proeve.example", "Vis ikke mit svar offentligt", "Send svar"):
        assert words in page
    assert "Det ligner et CPR-nummer" in page


def test_the_review_leads_to_what_is_missing(client: PageClient, consultation: Consultation) -> None:
    link = begin(client)
    assert client.get(f"{link}/gennemse").location == f"{link}/om-dig"
    assert client.post(f"{link}/send", data={"til": "send"}).location == f"{link}/om-dig"


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        ("Ring til min nabo på 22 33 44 55.", "Det ligner et telefonnummer."),
        ("Skriv til mikkel@borger.example.", "Det ligner en e-mailadresse."),
        ("Min søn Mikkel har autisme.", "Det ligner noget om en andens sygdom."),
    ],
)
def test_the_review_asks_to_look_for_private_data_and_stops_nothing(
    client: PageClient, consultation: Consultation, text: str, notice: str
) -> None:
    link = begin(client, text=text)
    client.post(f"{link}/om-dig", data=KAREN)
    page = text_of(client.get(f"{link}/gennemse"))
    assert notice in page
    assert "Du kan også bare sende svaret." in page
    assert client.post(f"{link}/send", data={"til": "send"}).status_code == 303


@pytest.mark.parametrize(
    ("left_out", "asked"),
    [
        ("text", "Skriv dit svar, eller vedhæft en fil med det"),
        ("capacity", "Vælg, hvem du svarer som"),
        ("name", "Skriv dit navn"),
        ("postcode", "Postnummeret skal have fire cifre, for eksempel 8900"),
    ],
)
def test_U01_each_of_the_four_fields_is_asked_for_and_no_other(
    client: PageClient, consultation: Consultation, left_out: str, asked: str
) -> None:
    """The browser's story fills in these four and is through (tests/journeys/test_section.py)."""
    filled = {"text": "Seks uger er for kort.", **KAREN}
    page = send_form(client, f"{ANSWER}?udkast=2", text="" if left_out == "text" else filled["text"], til="naeste")
    if left_out != "text":
        about = {name: value for name, value in KAREN.items() if name != left_out}
        page = client.post(page.location, data=about)
    assert "Der er 1 ting, du skal rette" in text_of(page)
    assert asked in text_of(page)


# Nothing typed is lost


def test_D4_an_answer_without_words_is_not_sent(client: PageClient, store: Session, consultation: Consultation) -> None:
    page = send_form(client, f"{ANSWER}?udkast=2", text=" ", stance="support", til="naeste")
    assert "Skriv dit svar, eller vedhæft en fil med det" in text_of(page)
    link = "/kladde/" + re.findall(r"kladde=([0-9a-f]{40})", page.headers["Set-Cookie"])[0]
    client.post(f"{link}/om-dig", data=KAREN)
    client.post(f"{link}/send", data={"til": "send"})
    assert store.scalar(select(func.count(Response.id))) == 0


@pytest.mark.parametrize(
    ("button", "leads_to"),
    [
        ("naeste", "/om-dig"),
        ("tilbage", "/vaelg"),
        ("filer", "/filer"),
        ("pause", ""),
        ("afsnit-hvem", "/skriv?udkast=2#text-hvem"),
        ("fjern-9", "/skriv?udkast=2"),
        ("da", "/skriv?udkast=2"),
    ],
)
def test_U06_every_button_saves(
    client: PageClient, store: Session, consultation: Consultation, button: str, leads_to: str
) -> None:
    link = begin(client)
    response = send_form(client, f"{link}/skriv?udkast=2", text="Ny tekst.", til=button)
    assert response.location == link + leads_to
    assert store.scalars(select(UnsentPart.text).where(UnsentPart.section_id.is_(None))).all() == ["Ny tekst."]


@pytest.mark.parametrize(
    ("button", "leads_to"),
    [("tilbage", "/skriv?udkast=2"), ("pause", ""), ("en", "/om-dig"), ("naeste", None), ("autosave", None)],
)
def test_U06_every_button_saves_who_one_is(
    client: PageClient, consultation: Consultation, button: str, leads_to: str | None
) -> None:
    """However wrong it is: the postcode has two digits, and nobody has said who answers."""
    link = begin(client)
    response = client.post(f"{link}/om-dig", data={"name": "Karen", "postcode": "89", "hide": "1", "til": button})
    if leads_to is not None:
        assert response.location.endswith(link + leads_to)
    again = client.get(f"{link}/om-dig").get_data(as_text=True)
    for kept in ('value="Karen"', 'value="89"', 'name="hide" value="1" checked'):
        assert kept in again


def test_U20_the_english_button_saves_and_keeps_the_place(client: PageClient, consultation: Consultation) -> None:
    link = begin(client)
    assert send_form(client, f"{link}/skriv?udkast=2", text="x", til="en").location == f"/en{link}/skriv?udkast=2"
    assert send_form(client, f"/en{link}/skriv?udkast=2", text="x", til="da").location == f"{link}/skriv?udkast=2"


def test_U11_enter_means_next(client: PageClient, consultation: Consultation) -> None:
    link = begin(client)
    for page in (ANSWER, f"{ANSWER}?udkast=2", f"{link}/skriv", f"{link}/om-dig", f"{link}/filer"):
        form = re.sub(
            r'<form[^>]*>(?:(?!</form>).)*value="fortsaet".*?</form>', "", client.get(page).get_data(as_text=True)
        )
        buttons = re.findall(r"<button[^>]*type=\"submit\"[^>]*>", form)
        assert 'value="naeste"' in buttons[0] or 'value="vaelg"' in buttons[0], page


def test_U07_an_error_keeps_files_text_and_choices(client: PageClient, consultation: Consultation) -> None:
    link = begin(client)
    files = [(BytesIO(samples.pdf(name)), f"{name}.pdf") for name in ("a", "b")]
    client.post(f"{link}/filer", data={"filer": files, "til": "upload"})
    wrong = {"name": "Karen", "postcode": "890", "email": "k@proeve.example", "email2": "x@proeve.example"}
    page = client.post(f"{link}/om-dig", data=wrong | {"til": "naeste"})
    words = text_of(page)
    for sentence in (
        "Der er 3 ting, du skal rette",
        "Alt, du har skrevet, er gemt. Dine 2 filer er her stadig.",
        "Vælg, hvem du svarer som",
        "De to e-mailadresser er ikke ens",
    ):
        assert sentence in words
    assert 'role="alert"' in page.get_data(as_text=True)
    assert "Fejl:" in (re.search(r"<title>(.*?)</title>", page.get_data(as_text=True)) or [""])[0]
    again = client.get(f"{link}/om-dig").get_data(as_text=True)
    assert 'value="890"' in again
    assert 'value="x@proeve.example"' in again


def test_autosave_makes_the_answer_and_tells_where_it_is(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    first = send_form(client, f"{ANSWER}?udkast=2", text="Halv", til="autosave")
    told = first.get_json()
    assert told["saved_at"] == "13.00"
    assert re.fullmatch(r"/kladde/[0-9a-f]{40}/skriv\?udkast=2", told["location"])
    again = send_form(client, told["location"], text="Halv tekst", til="autosave").get_json()
    assert again == {"saved_at": "13.00"}
    assert store.scalars(select(UnsentPart.text)).all() == ["Halv tekst"]


def test_the_same_first_form_twice_is_one_answer(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    form = hidden(client.get(f"{ANSWER}?udkast=2"))
    for text in ("Et", "To"):
        client.post(f"{ANSWER}?udkast=2", data=form | {"text": text, "til": "naeste"})
    assert store.scalar(select(func.count(Unsent.id))) == 1
    assert store.scalars(select(UnsentPart.text)).all() == ["To"]


def test_two_windows_lose_nothing_and_are_told(
    client: PageClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    link = begin(client)
    one, other = (hidden(client.get(f"{link}/skriv")) for _ in range(2))
    at.now += timedelta(minutes=1)
    client.post(f"{link}/skriv", data=one | {"text": "Fra det ene vindue.", "til": "naeste"})
    told = client.post(f"{link}/skriv", data=other | {"text": "Fra det andet.", "til": "naeste"})
    assert told.status_code == 200
    assert "Du har ændret svaret i et andet vindue kl. 13.01" in text_of(told)
    assert "Fra det ene vindue." in text_of(told)
    assert store.scalars(select(UnsentPart.text)).all() == ["Fra det andet."]
    assert "Fra det ene vindue." in store.scalars(select(UnsentSave.text)).all()
    store.rollback()
    on = client.post(f"{link}/skriv", data=hidden(told) | {"text": "Fra det andet.", "til": "naeste"})
    assert on.location == f"{link}/om-dig"
    assert "andet vindue" not in text_of(client.get(f"{link}/skriv"))


def test_the_browser_is_reminded_of_its_answer(client: PageClient, consultation: Consultation) -> None:
    link = begin(client)
    page = client.get(ANSWER)
    assert "Du har en kladde fra 02.03.2026 kl. 13.00" in text_of(page)
    assert f'href="{link}"' in page.get_data(as_text=True)


def test_an_answer_can_be_deleted(client: PageClient, store: Session, consultation: Consultation) -> None:
    link = begin(client)
    assert client.get(f"{link}/slet").status_code == 200
    assert store.scalar(select(func.count(Unsent.id))) == 1
    store.rollback()
    assert "Kladden er slettet" in text_of(client.post(f"{link}/slet", data={"til": "slet"}))
    store.rollback()
    assert store.scalar(select(func.count(Unsent.id))) == 0
    assert client.get(link).status_code == 404


def test_the_link_is_sent_on_request(client: PageClient, store: Session, consultation: Consultation) -> None:
    link = begin(client)
    page = client.post(link, data={"email": "k@proeve.example", "til": "link"})
    assert "Vi sender linket til k@proeve.example" in text_of(page)
    assert f"http://localhost{link}" in store.scalars(select(Message.body)).one()


# Files


@ON_BOTH
def test_I5_files_are_stored_at_once_and_a_refused_one_keeps_the_others(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    link = begin(client)
    files = [
        (BytesIO(PDF), "udtalelse.pdf"),
        (BytesIO(b"MZ"), "program.pdf"),
        (BytesIO(b"x"), "makro.docm"),
        (BytesIO(b"%PDF-" + b" " * 10_000_000), "stor.pdf"),
    ]
    boundary, body = encode_multipart(
        MultiDict([*(("filer", FileStorage(*file)) for file in files), ("til", "upload")])
    )
    page = client.post(f"{link}/filer", data=body, content_type=f"multipart/form-data; boundary={boundary}")
    words = text_of(page)
    assert f"udtalelse.pdf, {len(PDF)} byte. Modtaget. Ikke tjekket for virus." in words
    assert "program.pdf kan ikke bruges: filen er ikke en pdf, selv om den hedder .pdf" in words
    assert "makro.docm kan ikke bruges: den slags filer tager vi ikke imod" in words
    assert "stor.pdf kan ikke bruges: filen fylder mere end 10 MB" in words
    assert store.scalars(select(UnsentFile.original_name)).all() == ["udtalelse.pdf"]


def test_I5_ten_files_and_no_more(client: PageClient, store: Session, consultation: Consultation) -> None:
    link = begin(client)
    files = [(BytesIO(b"%d" % number), f"{number}.txt") for number in range(11)]
    page = client.post(f"{link}/filer", data={"filer": files, "til": "upload"})
    assert "10.txt er ikke taget med: der er plads til 10 filer" in text_of(page)
    assert store.scalar(select(func.count(UnsentFile.id))) == 10


def test_a_file_is_described_and_removed(client: PageClient, store: Session, consultation: Consultation) -> None:
    link = begin(client)
    png = samples.picture("PNG")
    client.post(f"{link}/filer", data={"filer": (BytesIO(png), "billede.png"), "til": "upload"})
    file_id = store.scalars(select(UnsentFile.id)).one()
    store.rollback()
    client.post(f"{link}/filer", data={f"alt-{file_id}": "En  rampe", "til": "naeste"})
    assert store.scalars(select(UnsentFile.alt)).all() == ["En rampe"]
    store.rollback()
    client.post(f"{link}/filer", data={"til": f"fjern-{file_id}"})
    store.rollback()
    assert store.scalar(select(func.count(UnsentFile.id))) == 0


def test_a_file_alone_is_an_answer(client: PageClient, store: Session, consultation: Consultation) -> None:
    link = begin(client)
    client.post(f"{link}/skriv", data={"text": "", "til": "filer"})
    client.post(f"{link}/filer", data={"filer": (BytesIO(PDF), "svar.pdf"), "til": "naeste"})
    own = send(client, link)
    assert "svar.pdf" in text_of(client.get(own))


# Deadline


@ON_BOTH
def test_T7_a_form_opened_a_day_before_is_accepted_in_the_last_second(
    client: PageClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    at.now = CLOSES - timedelta(hours=24)
    form = hidden(client.get(f"{ANSWER}?udkast=2"))
    at.now = CLOSES - timedelta(seconds=1)
    first = client.post(f"{ANSWER}?udkast=2", data=form | {"text": "I sidste øjeblik.", "til": "naeste"})
    send(client, first.location.removesuffix("/om-dig"))
    assert store.scalars(select(Response.series)).one() is Series.ON_TIME


def test_U09_the_deadline_passes_on_the_review_page(
    client: PageClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    link = begin(client)
    client.post(f"{link}/om-dig", data=KAREN)
    at.now = CLOSES + timedelta(minutes=3)
    page = text_of(client.get(f"{link}/gennemse"))
    assert "Du kan stadig sende. Svaret bliver mærket modtaget efter fristen." in page
    assert "Send svar efter fristen" in page
    receipt = client.post(f"{link}/send", data={"til": "send"}).location
    words = text_of(client.get(receipt))
    assert "Svar nr. E-1" in words
    assert "Modtaget efter fristen" in words


@pytest.mark.parametrize("step", ["", "/vaelg", "/skriv", "/filer", "/om-dig", "/gennemse"])
def test_U09_every_step_works_on_after_the_deadline(
    client: PageClient, consultation: Consultation, at: Clock, step: str
) -> None:
    link = begin(client)
    client.post(f"{link}/om-dig", data=KAREN)
    at.now = CLOSES
    page = client.get(f"{link}{step}")
    assert page.status_code == 200
    assert "Du kan stadig sende. Svaret bliver mærket modtaget efter fristen." in text_of(page)
    assert 'data-left="0"' in page.get_data(as_text=True)


def test_U09_what_is_typed_after_the_deadline_is_saved_and_sent(
    client: PageClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    link = begin(client)
    at.now = CLOSES + timedelta(minutes=3)
    send_form(client, f"{link}/skriv", text="Skrevet efter fristen.", til="naeste")
    own = send(client, link)
    assert "Skrevet efter fristen." in text_of(client.get(own))
    assert store.scalars(select(Response.series)).one() is Series.LATE


def test_U04_the_last_hour_is_a_warning(client: PageClient, consultation: Consultation, at: Clock) -> None:
    link = begin(client)
    for left, warned in ((timedelta(hours=1), False), (timedelta(minutes=59), True)):
        at.now = CLOSES - left
        page = client.get(f"{link}/skriv").get_data(as_text=True)
        assert ("alert-warning" in page) is warned
        assert f'data-left="{left // timedelta(seconds=1)}"' in page


def test_a_form_fetched_before_the_close_may_begin_after_it(
    client: PageClient, consultation: Consultation, at: Clock
) -> None:
    form = hidden(client.get(f"{ANSWER}?udkast=2"))
    at.now = CLOSES + timedelta(hours=1)
    response = client.post(f"{ANSWER}?udkast=2", data=form | {"text": "For sent?", "til": "naeste"})
    assert response.status_code == 303


def test_without_an_earlier_begin_nothing_begins_after_the_close(
    client: PageClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    at.now = CLOSES
    form = {"noegle": "x.y", "text": "For sent.", "til": "naeste"}
    response = client.post(f"{ANSWER}?udkast=2", data=form)
    assert response.status_code == 409
    assert store.scalar(select(func.count(Unsent.id))) == 0


def test_U05_a_closed_consultation_does_not_invite(client: PageClient, consultation: Consultation, at: Clock) -> None:
    at.now = CLOSES
    words = text_of(client.get(ANSWER))
    assert "Fristen var søndag den 15. marts 2026 kl. 23.59." in words
    assert "kan svare" not in words
    assert "<textarea" not in client.get(ANSWER).get_data(as_text=True)


def test_thirty_days_after_the_deadline_sending_has_ended(
    client: PageClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    link = begin(client)
    client.post(f"{link}/om-dig", data=KAREN)
    at.now = CLOSES + timedelta(days=30)
    assert client.post(f"{link}/send", data={"til": "send"}).status_code == 409
    assert store.scalar(select(func.count(Response.id))) == 0


@ON_BOTH
def test_T6_the_time_is_when_the_server_had_the_whole_request(
    client: PageClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    link = begin(client)
    client.post(f"{link}/om-dig", data=KAREN)
    at.now = CLOSES + timedelta(seconds=8)
    whole = CLOSES - timedelta(seconds=0.5)
    client.post(f"{link}/send", data={"til": "send"}, environ_overrides={"consultation.received_at": whole})
    stored = store.scalars(select(Response)).one()
    assert (stored.received_at, stored.series) == (whole, Series.ON_TIME)


# Once


def test_U10_send_pressed_five_times_is_one_response(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    link = begin(client)
    client.post(f"{link}/om-dig", data=KAREN)
    receipts = {client.post(f"{link}/send", data={"til": "send"}).location for _ in range(5)}
    assert len(receipts) == 1
    assert store.scalar(select(func.count(Response.id))) == 1
    store.rollback()
    page = client.post(f"{link}/skriv", data={"text": "Glemt tilføjelse.", "til": "naeste"})
    words = text_of(page)
    assert "Dette svar er sendt, nr. 1" in words
    assert "Glemt tilføjelse." in words


def test_what_was_sent_is_no_longer_kept_as_unsent(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    send(client, begin(client))
    assert store.scalar(select(func.count(UnsentPart.id))) == 0
    assert store.scalars(select(Unsent.about)).one() == "{}"


def test_an_answer_nobody_sends_is_deleted_a_month_after_the_deadline(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    begin(client)
    job = store.scalars(select(Job).where(Job.name == "responses.delete_unsent")).one()
    assert job.due_at == CLOSES + timedelta(days=30)


# The private page


@ON_BOTH
def test_A3_ten_reads_of_a_secret_link_change_nothing(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    link = begin(client)
    client.post(f"{link}/om-dig", data=KAREN)
    before = store.scalars(select(UnsentPart.saved_at)).all()
    for path in ("", "/skriv", "/om-dig", "/filer", "/gennemse", "/slet", "/vaelg"):
        for _ in range(10):
            page = client.get(link + path)
            assert page.headers["Referrer-Policy"] == "no-referrer"
            assert page.headers["Cache-Control"] == "no-store"
    store.rollback()
    assert store.scalars(select(UnsentPart.saved_at)).all() == before
    assert store.scalar(select(func.count(Response.id))) == 0


@ON_BOTH
@pytest.mark.parametrize("path", ["/kladde/x", "/kladde/x/skriv", "/mit-svar/x", "/mit-svar/x/kvittering", "/part/x"])
def test_A2_every_wrong_link_looks_the_same(client: PageClient, consultation: Consultation, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 404
    assert "Linket virker ikke" in text_of(page)


def test_U30_the_secret_stands_in_no_title(client: PageClient, consultation: Consultation) -> None:
    own = send(client, begin(client))
    page = client.get(own).get_data(as_text=True)
    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    assert title is not None
    assert own.rsplit("/", 1)[-1] not in title[1]
    assert client.get(own).headers["X-Robots-Tag"] == "noindex"


def test_the_sender_corrects(client: PageClient, store: Session, consultation: Consultation) -> None:
    own = send(client, begin(client))
    page = client.post(f"{own}/ret", data={"text-1": "Otte uger er bedre.", "til": "gem"})
    assert page.location == own
    words = text_of(client.get(own))
    assert "Otte uger er bedre." in words
    assert "Rettet 1 gang." in words
    assert "Seks uger er for kort." in text_of(client.get(f"{own}/kvittering"))


def test_a_correction_to_nothing_is_an_error_that_keeps_the_page(
    client: PageClient, consultation: Consultation
) -> None:
    own = send(client, begin(client))
    page = client.post(f"{own}/ret", data={"text-1": "  ", "til": "gem"})
    assert "Skriv dit svar, eller træk det tilbage i stedet" in text_of(page)


def test_the_sender_withdraws(client: PageClient, store: Session, consultation: Consultation) -> None:
    own = send(client, begin(client))
    assert "Nummeret bliver stående med ordene trukket tilbage." in text_of(client.get(f"{own}/traek-tilbage"))
    assert figures.read(store, consultation.id)["on_time.awaiting"] == 1
    store.rollback()
    client.post(f"{own}/traek-tilbage", data={"til": "traek"})
    assert "Trukket tilbage" in text_of(client.get(own))
    assert client.get(f"{own}/ret").location == own


def test_after_the_deadline_there_are_no_buttons(client: PageClient, consultation: Consultation, at: Clock) -> None:
    own = send(client, begin(client))
    at.now = CLOSES
    page = client.get(own)
    assert "Fristen er gået, så svaret kan ikke længere rettes." in text_of(page)
    assert f"{own}/ret" not in page.get_data(as_text=True)
    assert client.post(f"{own}/ret", data={"text-1": "Nej.", "til": "gem"}).location == own
    assert client.post(f"{own}/traek-tilbage", data={"til": "traek"}).location == own
    assert "Trukket" not in text_of(client.get(own))


def test_an_organisation_answers_with_its_name(client: PageClient, store: Session, consultation: Consultation) -> None:
    link = begin(client)
    about = {"capacity": "organisation", "name": "Bo Prøvesen", "organisation": "Prøveforeningen", "til": "naeste"}
    missing = client.post(f"{link}/om-dig", data=about | {"organisation": ""})
    assert "Skriv organisationens navn" in text_of(missing)
    client.post(f"{link}/om-dig", data=about)
    client.post(f"{link}/send", data={"til": "send"})
    version = queries.newest_version(store, store.scalars(select(Response.id)).one())
    assert (version.capacity, version.organisation) == (Capacity.ORGANISATION, "Prøveforeningen")


def test_the_flow_is_whole_in_english(client: PageClient, consultation: Consultation) -> None:
    link = begin(client, f"/en{ANSWER}?udkast=2")
    assert link.startswith("/en/kladde/")
    own = send(client, link)
    assert own.startswith("/en/mit-svar/")
