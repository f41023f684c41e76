"""The authority's list of words and laws: kept by editors and administrators, append-only."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from consultation.consultations import queries, wordlist
from consultation.models import AuthorityText, Staff
from consultation.vocabulary import Role
from tests import factories
from tests.factories import NOW
from tests.pages import PageClient

SignIn = Callable[[Staff], PageClient]
PAGE = "/intern/ord"


@pytest.fixture
def editor(store: Session, sign_in: SignIn) -> PageClient:
    return sign_in(factories.staff(store, factories.authority(store), Role.EDITOR))


def post(client: PageClient, path: str, **values: str) -> TestResponse:
    token = client.get(PAGE).get_data(as_text=True).split('csrf_token" value="')[1].split('"')[0]
    return client.post(path, data={"csrf_token": token, **values})


def test_a_word_and_a_law_are_added_changed_and_taken_off(editor: PageClient, store: Session) -> None:
    for meaning in ("Hjælp.", "Hjælp til den, der passer dig."):
        assert post(editor, PAGE, word="aflastning", meaning=meaning).status_code == 303
    post(editor, f"{PAGE}/love", law="Serviceloven", url="https://lov.example/")
    shown = editor.get(PAGE).get_data(as_text=True)
    assert "<strong>aflastning</strong>: Hjælp til den, der passer dig." in shown
    assert '<a href="https://lov.example/">' in shown
    post(editor, f"{PAGE}/fjern", kind="glossary", code="aflastning")
    assert "aflastning</strong>" not in editor.get(PAGE).get_data(as_text=True)
    rows = store.scalars(select(AuthorityText).where(AuthorityText.kind == "glossary").order_by(AuthorityText.version))
    assert [row.body for row in rows] == ["Hjælp.", "Hjælp til den, der passer dig.", ""]


@pytest.mark.parametrize(
    ("path", "values", "words"),
    [
        (PAGE, {"word": "", "meaning": "x"}, "Skriv ordet"),
        (PAGE, {"word": "x", "meaning": " "}, "Skriv, hvad ordet betyder"),
        (f"{PAGE}/love", {"law": "x", "url": "javascript:alert(1)"}, "Adressen skal begynde med https://"),
        (f"{PAGE}/love", {"law": "", "url": "https://x.example"}, "Skriv lovens navn"),
    ],
)
def test_what_is_wrong_is_explained_and_nothing_is_kept(
    editor: PageClient, store: Session, path: str, values: dict[str, str], words: str
) -> None:
    answer = post(editor, path, **values)
    assert (answer.status_code, words in answer.get_data(as_text=True)) == (200, True)
    assert store.scalars(select(AuthorityText)).all() == []


def test_the_same_again_writes_nothing_and_another_authority_has_its_own(session: Session) -> None:
    one, other = factories.authority(session), factories.authority(session, "andenby")
    for _time in range(2):
        wordlist.save_text(session, "system", NOW, one.id, wordlist.GLOSSARY, "ord", "En lyd.")
    assert len(session.scalars(select(AuthorityText)).all()) == 1
    assert (queries.list_words(session, one.id), queries.list_words(session, other.id)) == ({"ord": "En lyd."}, {})
