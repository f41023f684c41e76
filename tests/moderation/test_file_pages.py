"""The pages of a file at the desk: what they show, what they take, and who gets them (R30, R57, I6)."""

import io
import re
from collections.abc import Callable

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.models import AttachmentAct, Authority, FileMark, Redaction, Response, Staff
from consultation.moderation import marking
from consultation.vocabulary import DecisionKind, FileAct, FindingAnswer, FindingKind, Role
from tests import factories, samples
from tests.factories import NOW
from tests.moderation import attached, desk
from tests.pages import PageClient
from tests.responses.test_flow import text_of

DESK = "/intern/hoeringer/hjaelp-i-hverdagen/svar/1/gennemgang"
FILE = f"{DESK}/filer/1"
PAGE = f"{FILE}/side/1"
BOX = {"felt-x": "0", "felt-y": "0", "felt-width": "1000", "felt-height": "1000", "felt-kind": "other"}


@pytest.fixture
def response(app: Flask, store: Session) -> Response:
    owner = factories.consultation(store, factories.authority(store))
    row = attached.received(app, store, owner, {"Brev.pdf": samples.pdf("Jens bor her. Rampen mangler.")})
    attached.work(app, store)
    return row


@pytest.fixture
def moderator(store: Session, response: Response, sign_in: Callable[[Staff], PageClient]) -> PageClient:
    person = factories.staff(store, factories_owner(store, response), Role.MODERATOR)
    store.commit()
    client = sign_in(person)
    post(client, f"{DESK}/original")
    return client


def factories_owner(store: Session, response: Response) -> Authority:
    return store.get_one(Authority, response.authority_id)


def post(client: PageClient, address: str, **given: str) -> str:
    """As the form on the desk sends it; what the answer says."""
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(DESK).get_data(as_text=True))
    answer = client.post(
        address, data={"csrf_token": token[1] if token else "", "version": "1", **given}, follow_redirects=True
    )
    return f"{answer.status_code} {text_of(answer)}"


def test_the_desk_shows_what_becomes_public_of_a_file(moderator: PageClient) -> None:
    words = text_of(moderator.get(DESK))
    assert "Offentligheden ser navnet “Bilag 1”." in words
    assert "Ordene i bilag 1, som de bliver vist Side 1" in words


def test_a_page_is_a_picture_drawn_anew(moderator: PageClient) -> None:
    assert "Sådan bliver siden vist" in text_of(moderator.get(PAGE))
    picture = moderator.get(f"{PAGE}/billede")
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in picture.headers["Cache-Control"]
    assert Image.open(io.BytesIO(picture.data)).size == (625, 417)
    assert moderator.get(f"{FILE}/side/2").status_code == 404
    assert moderator.get(f"{DESK}/filer/2/side/1").status_code == 404


def test_R57_nobody_sees_a_page_without_leave_to_read(
    store: Session, response: Response, sign_in: Callable[[Staff], PageClient]
) -> None:
    person = factories.staff(store, factories_owner(store, response), Role.MODERATOR)
    store.commit()
    client = sign_in(person)
    for address in (PAGE, f"{PAGE}/billede"):
        assert client.get(address).status_code == 302


def test_a_box_is_set_by_four_numbers_and_taken_away(moderator: PageClient, store: Session) -> None:
    assert "Feltet på side 1 er overstreget." in post(moderator, f"{PAGE}/felt", **BOX)
    assert store.scalars(select(FileMark)).one().width == 1000
    store.rollback()
    assert "Rampen" not in text_of(moderator.get(PAGE)).split("Ordene, som de bliver vist")[1].split("Overstreg")[0]
    black = Image.open(io.BytesIO(moderator.get(f"{PAGE}/billede").data)).convert("L")
    assert black.getextrema() == (0, 0)
    assert "Feltet er fjernet." in post(moderator, f"{PAGE}/felt/fjern", box="1")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"felt-x": "1001"}, "Skriv et tal fra 0 til 1000"),
        ({"felt-x": "500"}, "Feltet går ud over kanten."),
        ({"felt-width": "0"}, "Feltet skal have en bredde og en højde over 0."),
        ({"felt-kind": ""}, "Vælg, hvad det er"),
    ],
)
def test_what_is_wrong_with_a_box_is_said(moderator: PageClient, wrong: dict[str, str], told: str) -> None:
    answer = post(moderator, f"{PAGE}/felt", **(BOX | wrong))
    assert answer.startswith("400")
    assert told in answer


def test_sentences_of_a_page_are_taken_out(moderator: PageClient, store: Session) -> None:
    page = moderator.get(PAGE).get_data(as_text=True)
    values = re.findall(r'name="sentences" value="([0-9.]+)"', page)
    given = {"sentences": values[0], "s-kind": "person_name", "s-basis": "fvl_27"}
    assert "1 sætning er overstreget." in post(moderator, f"{PAGE}/saetninger", **given)
    assert "fvl_27" in store.scalars(select(Redaction.basis).where(Redaction.kind == FindingKind.PERSON_NAME)).all()
    store.rollback()
    assert "Vælg mindst én sætning" in post(moderator, f"{PAGE}/saetninger", **{"s-kind": "person_name"})


def test_a_file_is_held_back_and_shown_again(moderator: PageClient) -> None:
    given = {"fil-kind": "health", "fil-basis": "gdpr_9"}
    assert "Bilag 1 bliver ikke vist." in post(moderator, f"{FILE}/hold-tilbage", **given)
    assert "Filen er holdt tilbage og bliver ikke vist." in text_of(moderator.get(PAGE))
    assert "Bilag 1 bliver vist igen." in post(moderator, f"{FILE}/hold-tilbage", again="1")


def test_what_a_person_says_of_a_file_is_kept(moderator: PageClient, store: Session) -> None:
    assert "Navnet på bilag 1 bliver vist." in post(moderator, f"{FILE}/sig", act="show_name")
    assert "Det er noteret, at du har læst bilag 1." in post(moderator, f"{FILE}/sig", act="read")
    assert post(moderator, f"{FILE}/sig", act="andet").startswith("400")
    assert store.scalars(select(AttachmentAct.act)).all() == [FileAct.SHOW_NAME, FileAct.READ]


def test_the_page_says_why_a_copy_is_held(
    app: Flask, moderator: PageClient, store: Session, response: Response, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A planted fault: the copy says more than what was approved."""
    said = "consultation.moderation.file_copies._note"
    monkeypatch.setattr(said, lambda *_given: "Ring til Jens Opdigtet på 010231-4123.")
    post(moderator, f"{DESK}/slip")
    for found in desk.material(store, response).undecided:
        marking.answer_finding(store, "system", NOW, response.id, found.finding.id, FindingAnswer.KEEP, "not_that")
    desk.decide(store, "system", response, DecisionKind.PUBLISH)
    attached.work(app, store)
    (row,) = attached.shown(store, response)
    assert (row.state.value, row.key) == ("held", "")
    store.rollback()
    words = text_of(moderator.get(DESK))
    assert "Kopien er holdt tilbage. Der står stadig: 010231-4123." in words
