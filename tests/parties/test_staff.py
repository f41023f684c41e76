"""The board of heard parties as an editor and a secretary see it (R9-R11)."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from consultation.lib.tokens import hash_token
from consultation.models import Authority, HeardParty, Job, Party, Staff
from consultation.vocabulary import Delivery, PartyKind, Role, SentBy
from tests import factories
from tests.pages import PageClient

BOARD = "/intern/hoeringer/hjaelp-i-hverdagen/parter"
NEW = {
    "name": "Prøvestads Handicapråd",
    "kind": "disability_council",
    "email": "raad@proeve.example",
    "basis": "statutory",
    "choice": "hoeres",
}


@pytest.fixture
def owner(store: Session) -> Authority:
    owner = factories.authority(store)
    factories.consultation(store, owner)
    return owner


@pytest.fixture
def editor(store: Session, owner: Authority, sign_in: Callable[[Staff], PageClient]) -> PageClient:
    return sign_in(factories.staff(store, owner, Role.EDITOR))


def _post(client: PageClient, path: str, **values: Any) -> TestResponse:
    token = client.get(BOARD).get_data(as_text=True).split('csrf_token" value="')[1].split('"')[0]
    return client.post(path, data={"csrf_token": token, **values})


def test_R9_a_new_party_is_put_on_the_list(editor: PageClient) -> None:
    assert "Der er ingen på listen endnu" in editor.get(BOARD).get_data(as_text=True)
    assert _post(editor, BOARD, **NEW).status_code == 303
    page = editor.get(BOARD).get_data(as_text=True)
    assert "Prøvestads Handicapråd" in page
    assert "Har ikke svaret" in page


def test_a_party_of_the_register_is_put_on_the_list(editor: PageClient, owner: Authority, store: Session) -> None:
    party = Party(authority_id=owner.id, kind=PartyKind.SENIOR_COUNCIL, name="Ældrerådet")
    store.add(party)
    store.commit()
    assert _post(editor, BOARD, party=str(party.id), basis="statutory", choice="hoeres").status_code == 303
    assert store.scalars(select(HeardParty.party_id)).one() == party.id


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Vælg en part fra registret"),
        ({"kind": ""}, "Vælg den nye parts slags"),
        ({"basis": ""}, "Vælg, hvorfor parten er på listen"),
        ({"choice": ""}, "Vælg, om parten skal høres"),
        ({"choice": "fravalgt"}, "Skriv, hvorfor parten ikke skal høres"),
        ({"choice": "fravalgt", "reason": "Om 010231-4123."}, "ligner et CPR-nummer"),
        ({"party": "999"}, "Vælg en af mulighederne"),
    ],
)
def test_R10_what_is_missing_is_named_and_nothing_is_saved(
    editor: PageClient, store: Session, changes: dict[str, str], words: str
) -> None:
    page = _post(editor, BOARD, **(NEW | changes)).get_data(as_text=True)
    assert words in page
    assert store.scalars(select(HeardParty)).all() == []


@pytest.fixture
def heard(editor: PageClient, store: Session) -> int:
    _post(editor, BOARD, **NEW)
    found = store.scalars(select(HeardParty.id)).one()
    store.rollback()
    return found


SENT = {"on-day": "2", "on-month": "3", "on-year": "2026", "way": "digital_post", "new_link": "1"}


def test_A2_the_answering_link_is_shown_once_and_kept_as_a_hash(editor: PageClient, heard: int, store: Session) -> None:
    page = _post(editor, f"{BOARD}/{heard}/sendt", **SENT).get_data(as_text=True)
    token = page.split("http://localhost/part/")[1].split('"')[0]
    assert token not in editor.get(BOARD).get_data(as_text=True)
    assert store.get_one(HeardParty, heard).token_hash == hash_token(token)


def test_R9_a_letter_sent_by_hand_has_its_day_and_its_way(editor: PageClient, heard: int) -> None:
    _post(editor, f"{BOARD}/{heard}/sendt", **(SENT | {"on-day": "27", "on-month": "2"}))
    page = editor.get(BOARD).get_data(as_text=True).replace("\xa0", " ")
    assert "Sendt fredag den 27. februar 2026 i Digital Post" in page


def test_R9_a_letter_that_is_noted_later_leaves_the_link_alone(editor: PageClient, heard: int, store: Session) -> None:
    store.get_one(HeardParty, heard).token_hash = hash_token("foer")
    store.commit()
    assert _post(editor, f"{BOARD}/{heard}/sendt", **(SENT | {"new_link": []})).status_code == 303
    row = store.get_one(HeardParty, heard)
    assert (row.token_hash, row.sent_way) == (hash_token("foer"), SentBy.DIGITAL_POST)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"way": ""}, "Vælg, hvordan brevet er sendt"),
        ({"on-year": "2027"}, "Datoen ligger i fremtiden"),
        ({"on-day": "", "on-month": "", "on-year": ""}, "Skriv, hvornår brevet er sendt"),
    ],
)
def test_R9_a_letter_without_its_day_or_way_is_not_noted(
    editor: PageClient, heard: int, store: Session, changes: dict[str, str], words: str
) -> None:
    assert words in _post(editor, f"{BOARD}/{heard}/sendt", **(SENT | changes)).get_data(as_text=True)
    assert store.get_one(HeardParty, heard).sent_at is None


def test_R12_the_board_counts_and_filters_by_answer(editor: PageClient, heard: int) -> None:
    page = editor.get(BOARD).get_data(as_text=True)
    assert "0 af 1 har svaret." in page
    assert "Prøvestads Handicapråd" in editor.get(f"{BOARD}?vis=mangler").get_data(as_text=True).split("<tbody>")[1]
    assert "Ingen parter passer" in editor.get(f"{BOARD}?vis=har-svaret").get_data(as_text=True)


def test_a_letter_is_sent_by_mail(editor: PageClient, heard: int, store: Session) -> None:
    assert _post(editor, f"{BOARD}/{heard}/mail").status_code == 303
    assert "notifications.party_invited" in store.scalars(select(Job.name)).all()


def test_R11_a_failed_statutory_delivery_is_told_in_red_until_it_is_waived(
    editor: PageClient, heard: int, store: Session
) -> None:
    store.get_one(HeardParty, heard).delivery = Delivery.FAILED
    store.commit()
    alarm = "Brevet til Prøvestads Handicapråd kunne ikke leveres"
    assert alarm in editor.get(BOARD).get_data(as_text=True)
    assert _post(editor, f"{BOARD}/{heard}/lad-vaere", reason="").status_code == 200
    assert _post(editor, f"{BOARD}/{heard}/lad-vaere", reason="Rådet er nedlagt.").status_code == 303
    assert alarm not in editor.get(BOARD).get_data(as_text=True)


def test_a_party_is_taken_off_with_a_reason(editor: PageClient, heard: int) -> None:
    assert "Skriv en begrundelse" in _post(editor, f"{BOARD}/{heard}/fjern", reason="").get_data(as_text=True)
    assert _post(editor, f"{BOARD}/{heard}/fjern", reason="Skrevet på to gange.").status_code == 303
    assert "Taget af listen: Skrevet på to gange." in editor.get(BOARD).get_data(as_text=True)


def test_a_party_of_another_consultation_is_not_found(editor: PageClient, owner: Authority, store: Session) -> None:
    other = factories.consultation(store, owner, "en-anden")
    row = factories.heard_party(store, other, "Andre")
    store.commit()
    assert _post(editor, f"{BOARD}/{row.id}/sendt", **SENT).status_code == 404
