"""R7 on the pages: an editor replaces a draft, readers see what changed, who answered what became of the section."""

from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.consultations import drafting, queries, revising
from consultation.lib.tokens import hash_token
from consultation.models import Consultation, Message
from consultation.notifications import operations as notifications
from consultation.responses import queries as responses
from consultation.responses.content import AnswerContent, Content
from consultation.vocabulary import Role
from tests import factories
from tests.factories import NOW
from tests.pages import PageClient

PUBLIC = "/hoeringer/hjaelp-i-hverdagen/udkast/1"
STAFF = "/intern/hoeringer/hjaelp-i-hverdagen/udkast/1"


@pytest.fixture
def consultation(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    store.commit()
    return row


def _replace(store: Session, row: Consultation, words: str = "Alle over 16 år kan få hjælpen.") -> int:
    version = revising.begin_version(store, "staff:1", NOW, row, 1)
    texts = drafting.inputs_of(queries.list_sections(store, version.id))
    drafting.write_sections(store, "staff:1", NOW, row, version, [replace(texts[0], source=words), *texts[1:]])
    revising.publish_version(store, "staff:1", NOW, row, 1, "Afsnit 1 er gjort tydeligere.")
    store.commit()
    return version.id


def _post(client: PageClient, path: str, **values: Any) -> Any:
    text = client.get(path).get_data(as_text=True)
    token = text.split('csrf_token" value="')[1].split('"')[0]
    return client.post(path, data={"csrf_token": token, **values})


def test_R7_an_editor_replaces_a_draft(
    client: FlaskClient, consultation: Consultation, store: Session, sign_in: Any
) -> None:
    owner = consultation.authority
    editor = sign_in(factories.staff(store, owner, Role.EDITOR))
    assert editor.get(STAFF).status_code == 409
    assert _post(editor, f"{STAFF}/ny-version", til="begynd").location == STAFF
    assert "Version 2, ikke sendt ud" in editor.get(STAFF).text
    section = {"afsnit": "1", "afsnit-1-known": "hvem", "afsnit-1-heading": "Hvem?", "afsnit-1-level": "1"}
    assert _post(editor, STAFF, til="gem", **section, **{"afsnit-1-text": "Alle over 16 år."}).status_code == 303
    shown = editor.get(f"{STAFF}/ny-version").text
    assert "Ændret" in shown
    assert "Udgået" in shown
    assert "Version 2" not in client.get(PUBLIC).get_data(as_text=True), "nobody sees it yet (P7)"
    assert "Skriv, hvad der er ændret" in _post(editor, f"{STAFF}/ny-version", til="send", change_list="").text
    done = _post(editor, f"{STAFF}/ny-version", til="send", change_list="Afsnit 1 er gjort tydeligere.")
    assert done.status_code == 303
    assert "Version 2 af" in client.get(PUBLIC).get_data(as_text=True).replace("\N{NO-BREAK SPACE}", " ")


def test_R7_readers_see_what_changed_word_by_word_and_the_old_version(
    client: FlaskClient, consultation: Consultation, store: Session
) -> None:
    assert client.get(f"{PUBLIC}/aendringer").status_code == 404
    _replace(store, consultation)
    page = client.get(f"{PUBLIC}/aendringer").get_data(as_text=True)
    for words in ("Afsnit 1 er gjort tydeligere.", "<ins>", "<del>", "Fjernet:", "Tilføjet:", "Ændret"):
        assert words in page
    old = client.get(f"{PUBLIC}/version/1").get_data(as_text=True)
    assert "Du læser en ældre version" in old
    assert "16 år" not in old
    assert "Det er den nyeste version." in client.get(f"{PUBLIC}/version/2").get_data(as_text=True)
    assert client.get(f"{PUBLIC}/version/3").status_code == 404
    assert client.get("/hoeringer/hjaelp-i-hverdagen/udkast/9/version/1").status_code == 404


def test_P7_a_version_that_is_not_sent_out_looks_like_an_unknown_one(
    client: FlaskClient, consultation: Consultation, store: Session
) -> None:
    revising.begin_version(store, "staff:1", NOW, consultation, 1)
    store.commit()
    assert client.get(f"{PUBLIC}/version/2").status_code == 404
    assert client.get(f"{PUBLIC}/aendringer").status_code == 404


def test_R7_who_answered_is_told_and_sees_what_became_of_the_section(
    client: FlaskClient, consultation: Consultation, store: Session
) -> None:
    places = {(one.draft_number, one.anchor): key for key, one in responses.places_of(store, consultation.id).items()}
    about, elsewhere = (
        Content((AnswerContent("Det er uklart.", version_id=places[at][0], section_id=places[at][1]),))
        for at in ((1, "hvem"), (2, ""))
    )
    mine = factories.response(
        store, consultation, factories.submission(content=about, sender=factories.sender(email="a@proeve.example"))
    )
    factories.response(
        store, consultation, factories.submission(content=elsewhere, sender=factories.sender(email="b@proeve.example"))
    )
    mine.token_hash = hash_token("t" * 40)
    store.commit()
    version_id = _replace(store, consultation)
    for _ in range(2):
        notifications.tell_draft_replaced(store, factories.settings("smtp://127.0.0.1:1"), NOW, version_id=version_id)
    store.commit()
    told = [one for one in store.scalars(select(Message)) if one.event_key.startswith("draft_replaced")]
    assert [one.recipient for one in told] == ["a@proeve.example"]
    assert "Dit svar nr. 1 står, som det er" in told[0].body
    own = client.get(f"/mit-svar/{'t' * 40}").get_data(as_text=True)
    assert "Afsnittet er ændret." in own
    assert f'href="{PUBLIC}/aendringer"' in own
