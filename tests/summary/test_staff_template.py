"""The administrator's page of the template: taken in use, refused with sentences, withdrawn (R41, A1)."""

import io
import re
from base64 import b64decode

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.accounts import operations as accounts
from consultation.config import Settings
from consultation.models import Audit, PaperTemplate
from consultation.summary import differences, inputs, operations, templates
from consultation.vocabulary import Role
from tests import factories
from tests.conftest import Clock
from tests.databases import Once
from tests.pages import PageClient
from tests.summary.case import READY, Case, case
from tests.summary.templates import MAIN, changed, kept, parts_of, replaced, start

PAGE = "/intern/skabelon"


@pytest.fixture
def made(store: Session, once: Once, at: Clock) -> Case:
    found = once(store, case)
    at.now = READY
    return found


@pytest.fixture
def administrator(made: Case, app: Flask) -> PageClient:
    person = factories.staff(made.session, made.consultation.authority, Role.ADMINISTRATOR, "Adam Prøve")
    token = accounts.open_session(made.session, READY, person)
    made.session.commit()
    client = app.test_client()
    client.set_cookie("staff", token)
    assert isinstance(client, PageClient)
    return client


def send(client: PageClient, content: bytes, name: str = "vores.docx") -> tuple[int, str]:
    data = {"file": (io.BytesIO(content), name), "csrf_token": token(client)}
    answer = client.post(PAGE, data=data, content_type="multipart/form-data")
    return answer.status_code, answer.get_data(as_text=True)


def token(client: PageClient) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page(client))
    assert found is not None
    return found[1]


def withdraw(client: PageClient) -> int:
    return client.post(f"{PAGE}/vores", data={"csrf_token": token(client)}).status_code


def rows(made: Case) -> list[PaperTemplate]:
    """What is kept now; the database is let go again."""
    made.session.expire_all()
    found = list(made.session.scalars(select(PaperTemplate).order_by(PaperTemplate.id)))
    made.session.commit()
    return found


def page(client: PageClient) -> str:
    return client.get(PAGE).get_data(as_text=True)


def test_R41_a_template_is_taken_in_use_and_handed_out_as_it_is_kept(made: Case, administrator: PageClient) -> None:
    assert "systemets egen skabelon." in page(administrator)
    assert send(administrator, start())[0] == 303
    (row,) = rows(made)
    key = row.id
    assert made.session.scalars(select(Audit.event)).all()[-1] == "template.put_in_force"
    made.session.commit()
    assert "vores.docx" in page(administrator)
    assert administrator.get(f"{PAGE}/hent/{key}").get_data() == kept()


def test_R41_ours_is_there_to_begin_with(administrator: PageClient) -> None:
    found = parts_of(administrator.get(f"{PAGE}/hent-vores").get_data())
    assert b"{{indhold}}" in found[MAIN]


def test_R41_a_template_with_faults_is_refused_with_a_sentence_for_each(made: Case, administrator: PageClient) -> None:
    spoiled = changed(replaced(MAIN, "{{titel}}", "{{titlen}}"), replaced(MAIN, "{{indhold}}", ""))
    status, text = send(administrator, spoiled)
    assert status == 400
    assert "Pladsen {{titlen}} findes ikke. Mente du {{titel}}?" in text
    assert "Pladsen til selve papiret mangler. Skriv {{indhold}} alene i et afsnit." in text
    assert rows(made) == []


@pytest.mark.parametrize("content", [b"", b"hej"])
def test_what_is_no_word_file_is_refused(content: bytes, administrator: PageClient) -> None:
    status, text = send(administrator, content)
    assert status == 400
    assert "kan ikke læses som en Word-fil" in text


def test_no_file_is_asked_for(administrator: PageClient) -> None:
    answer = administrator.post(PAGE, data={"csrf_token": token(administrator)}, content_type="multipart/form-data")
    assert answer.status_code == 400
    assert "Vælg én fil" in answer.get_data(as_text=True)


def test_R41_going_back_to_ours_withdraws_all_there_were(made: Case, administrator: PageClient) -> None:
    send(administrator, start())
    send(administrator, start(), "nyere.docx")
    assert withdraw(administrator) == 303
    assert [row.withdrawn_at for row in rows(made)] == [READY, READY]
    assert templates.find_in_force(made.session, made.consultation.authority_id) is None
    made.session.commit()
    assert withdraw(administrator) == 404


def test_R45_the_template_in_force_is_frozen_with_the_snapshot(
    made: Case, administrator: PageClient, settings: Settings
) -> None:
    def frozen() -> inputs.Inputs:
        found = operations.freeze(made.session, settings, made.secretary, READY, made.consultation)
        made.session.commit()
        return inputs.from_json(found.inputs.encode())

    before = frozen()
    send(administrator, start())
    made.session.expire_all()
    after = frozen()
    assert before.template == ""
    assert b64decode(after.template) == kept()
    assert [one.words for one in differences.differences(before, after)] == ["Skabelonen for Word-filerne er en anden"]
