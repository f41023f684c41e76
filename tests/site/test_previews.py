"""Before a consultation is sent out: the editor's and staff's pages, and what the holder of a link sees and writes."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from consultation.accounts import operations as accounts
from consultation.consultations import drafting, previews, reviewing
from consultation.consultations.reviewing import Written
from consultation.lib.tokens import hash_token
from consultation.models import Consultation, Illustration, PreviewLink, ReviewRemark, SectionText, Staff
from consultation.storage import keep
from consultation.vocabulary import DocumentKind, Role
from tests import factories
from tests.conftest import ON_BOTH, Clock
from tests.factories import NOW, OPENED
from tests.pages import PageClient
from tests.site.published import page, statements

SignIn = Callable[[Staff], PageClient]
HOME = "/intern/hoeringer/hjaelp-i-hverdagen"
LINKS, REVIEW = f"{HOME}/forhaandsvisning", f"{HOME}/bemaerkninger-foer-hoeringen"
PUBLIC = "/hoeringer/hjaelp-i-hverdagen"
TOKEN = "a-token-of-forty-three-characters-0123456789"
PREVIEW = f"/forhaandsvisning/{TOKEN}"
BANNER = "Dette er en forhåndsvisning. Høringen er ikke sendt ud endnu. Du kan ikke svare her."
REMARK = {"place": "afsnit:hvor-laenge", "text": "Seks uger er for kort.", "name": "Karen Prøvesen", "key": "k"}


@pytest.fixture
def row(store: Session) -> Consultation:
    found = factories.consultation(store, factories.authority(store), published=False)
    store.commit()
    return found


@pytest.fixture
def editor(row: Consultation, store: Session, sign_in: SignIn) -> PageClient:
    return sign_in(factories.staff(store, row.authority, Role.EDITOR))


@pytest.fixture
def link(row: Consultation, store: Session) -> PreviewLink:
    return add_link(store, row)


def add_link(store: Session, row: Consultation, token: str = TOKEN, *, may_remark: bool = True) -> PreviewLink:
    ends_at = previews.end_of((NOW + previews.USUAL).date())
    own = {"authority_id": row.authority_id, "consultation_id": row.id, "by": "staff:1", "at": NOW}
    link = PreviewLink(**own, token_hash=hash_token(token), name="Rådet", may_remark=may_remark, ends_at=ends_at)
    store.add(link)
    store.commit()
    return link


def send_out(store: Session, row: Consultation) -> None:
    row.published_at, row.visible_from = NOW, NOW
    store.commit()


def post(client: FlaskClient, path: str, **values: Any) -> TestResponse:
    """With the token of the page's own forms."""
    html = client.get(LINKS).get_data(as_text=True)
    found = re.search(r'name="csrf_token" value="([^"]+)"', html)
    return client.post(path, data=values | {"csrf_token": found[1] if found else ""})


def make(client: FlaskClient, **values: Any) -> str:
    """The page after a link has been made."""
    ends_on = {"ends_on-day": "16", "ends_on-month": "3", "ends_on-year": "2026"}
    return post(client, LINKS, **({"name": "Formanden", "may_remark": "1"} | ends_on | values)).get_data(as_text=True)


# The editor's links


@ON_BOTH
def test_A2_a_link_is_shown_once_and_opens_the_draft(editor: PageClient, client: FlaskClient, store: Session) -> None:
    html = make(editor)
    found = re.search(r'value="http://localhost(/forhaandsvisning/[^"]+)"', html)
    assert found
    assert "Kopiér" in html
    assert BANNER in page(client, found[1])
    again = page(editor, LINKS)
    assert found[1] not in again
    assert "Formanden" in again
    assert "mandag den 16. marts 2026" in again.replace("\xa0", " ")
    assert store.scalars(select(PreviewLink.may_remark)).all() == [True]


def test_a_link_lasts_fourteen_days_from_the_start_and_at_most_ninety(editor: PageClient) -> None:
    html = page(editor, LINKS)
    assert re.search(r'id="ends_on-day"[^>]*value="16"', html)
    late = {"ends_on-day": "1", "ends_on-month": "6", "ends_on-year": "2026"}
    assert "Et link kan højst virke i 90 dage" in make(editor, **late)
    assert "Datoen er passeret" in make(editor, **{"ends_on-day": "1"})
    assert "Skriv, hvem linket er til" in make(editor, name="")


def test_A3_a_link_is_withdrawn_with_one_press(
    editor: PageClient, client: FlaskClient, link: PreviewLink, at: Clock
) -> None:
    assert "virker" in page(editor, LINKS)
    assert post(editor, f"{LINKS}/{link.id}/traek-tilbage").status_code == 303
    assert "trukket tilbage" in page(editor, LINKS)
    assert client.get(PREVIEW).status_code == 404


def sign_in_at(editor: PageClient, store: Session, at: Clock) -> PageClient:
    """The editor, weeks later."""
    editor.set_cookie("staff", accounts.open_session(store, at.now, store.scalars(select(Staff)).one()))
    store.commit()
    return editor


def test_the_list_says_which_links_have_ended(editor: PageClient, store: Session, link: PreviewLink, at: Clock) -> None:
    assert "udløbet" not in page(editor, LINKS)
    at.now = link.ends_at
    html = page(sign_in_at(editor, store, at), LINKS)
    assert "udløbet" in html
    assert f"{link.id}/traek-tilbage" not in html


# What the holder sees


@ON_BOTH
def test_the_holder_sees_the_page_and_the_drafts_and_no_way_to_answer(
    client: FlaskClient, link: PreviewLink, store: Session, row: Consultation, app: Flask
) -> None:
    blob = keep(store, app.extensions["store"], row.authority_id, b"png", "image/png")
    key = "a" * 16
    store.add(Illustration(authority_id=row.authority_id, consultation_id=row.id, blob_id=blob.id, key=key))
    text = store.scalars(select(SectionText).order_by(SectionText.id)).first()
    assert text is not None
    text.html = f'<p><img alt="Et kort" src="/billeder/{key}"></p>'
    store.commit()
    html = page(client, PREVIEW)
    assert "Hjælp i hverdagen" in html
    assert f'href="{PREVIEW}/udkast/2"' in html
    draft = page(client, f"{PREVIEW}/udkast/1")
    assert "Et forløb varer højst seks uger (2.1)." in draft
    assert f'src="{PREVIEW}/billeder/{key}"' in draft
    assert client.get(f"{PREVIEW}/billeder/{key}").status_code == 200
    for found in (html, draft):
        assert BANNER in found
        assert "/besvar" not in found
        assert not re.search(r"Skriv et høringssvar|Svar på|Svar her|Du kan svare (til|fra|nu)", found)


def test_documents_and_files_are_seen_by_the_link_alone(
    client: FlaskClient, link: PreviewLink, store: Session, row: Consultation, app: Flask
) -> None:
    document = drafting.save_document(
        store, "staff:1", NOW, row, DocumentKind.COVER_LETTER, title="Brev", slug="brev", source="Kære alle"
    )
    store.commit()
    assert "Kære alle" in page(client, f"{PREVIEW}/dokumenter/brev")
    assert client.get(f"{PREVIEW}/dokumenter/brev/fil").status_code == 404
    document.blob_id = keep(store, app.extensions["store"], row.authority_id, b"%PDF", "application/pdf").id
    store.commit()
    assert client.get(f"{PREVIEW}/dokumenter/brev/fil").data == b"%PDF"
    assert client.get(f"{PUBLIC}/dokumenter/brev/fil").status_code == 404
    assert client.get(f"{PUBLIC}/dokumenter/brev").status_code == 404


def test_P7_with_a_link_made_everything_else_is_as_for_an_unknown_consultation(
    client: FlaskClient, link: PreviewLink, app: Flask
) -> None:
    page(client, PREVIEW)
    for path in ("", "/udkast/1", "/dokumenter", "/feed.atom"):
        assert client.get(PUBLIC + path).status_code == 404
    for path in ("/", "/hoeringer", "/soeg?q=hverdagen", "/feed.atom", "/sitemap.xml", "/api/v1/consultations"):
        assert "Hjælp i hverdagen" not in client.get(path).get_data(as_text=True), path
        assert "forhaandsvisning" not in client.get(path).get_data(as_text=True), path
    assert "Disallow: /forhaandsvisning/" in client.get("/robots.txt").get_data(as_text=True)
    assert not any(TOKEN in str(address) for address in app.extensions["pages"]._pages)


@ON_BOTH
def test_A2_wrong_expired_and_withdrawn_links_give_one_page_and_that_of_any_unknown_link(
    client: FlaskClient, store: Session, row: Consultation, link: PreviewLink, at: Clock
) -> None:
    other = add_link(store, row, "b" * 44)
    other.withdrawn_at, other.withdrawn_by = NOW, "staff:1"
    store.commit()
    at.now = link.ends_at
    answers = {token: client.get(f"/forhaandsvisning/{token}") for token in (TOKEN, "b" * 44, "c" * 44)}
    answers["d" * 44] = client.get(f"/mit-svar/{'d' * 44}")
    told = {
        (
            answer.status_code,
            tuple(sorted((name, value) for name, value in answer.headers if name != "Content-Length")),
            answer.get_data(as_text=True).replace(token, "…").replace("/mit-svar/", "/forhaandsvisning/"),
        )
        for token, answer in answers.items()
    }
    assert {status for status, _headers, _page in told} == {404}
    assert len(told) == 1


def test_A2_a_link_that_ended_leads_nowhere_also_after_sending_out_and_one_in_force_leads_on(
    client: FlaskClient, store: Session, row: Consultation, link: PreviewLink, at: Clock
) -> None:
    withdrawn = add_link(store, row, "b" * 44)
    withdrawn.withdrawn_at, withdrawn.withdrawn_by = NOW, "staff:1"
    send_out(store, row)
    for path in (PREVIEW, f"{PREVIEW}/udkast/1"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (303, PUBLIC)
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
    assert client.get(f"/forhaandsvisning/{'b' * 44}").status_code == 404
    at.now = link.ends_at
    assert client.get(PREVIEW).status_code == 404


def test_P7_sent_out_and_not_seen_yet_the_link_opens_nothing(
    client: FlaskClient, store: Session, row: Consultation, link: PreviewLink
) -> None:
    row.published_at, row.visible_from = NOW, NOW + timedelta(days=1)
    store.commit()
    assert client.get(PREVIEW).status_code == 404


# Remarks by link


@ON_BOTH
def test_who_has_leave_writes_a_remark_and_sees_only_those_of_the_same_link(
    client: FlaskClient, store: Session, row: Consultation, link: PreviewLink
) -> None:
    add_link(store, row, "b" * 44)
    path = f"{PREVIEW}/udkast/1"
    assert "Du ser kun de bemærkninger" in page(client, path)
    answer = client.post(path, data=REMARK)
    assert answer.status_code == 303
    assert "Bemærkningen er gemt." in page(client, answer.headers["Location"].partition("#")[0])
    client.post(path, data=REMARK)
    html = page(client, path)
    assert html.count("Seks uger er for kort.") == 1
    assert "Karen Prøvesen" in html
    assert "aktindsigt" in html
    assert "Seks uger er for kort." not in page(client, f"/forhaandsvisning/{'b' * 44}/udkast/1")
    assert "Seks uger er for kort." not in page(client, f"{PREVIEW}/udkast/2")
    remark = store.scalars(select(ReviewRemark)).one()
    assert (remark.place, remark.by, remark.link_id) == ("2 Hvor længe?", "preview", link.id)


def test_a_link_to_a_section_chooses_it_in_the_form(client: FlaskClient, link: PreviewLink) -> None:
    html = page(client, f"{PREVIEW}/udkast/1?afsnit=hvor-laenge")
    assert re.search(r'<option value="afsnit:hvor-laenge" selected>', html)
    assert re.search(r'<option value="hele" selected>', page(client, f"{PREVIEW}/udkast/1?afsnit=findes-ikke"))


def test_who_has_no_leave_reads_and_writes_nothing(client: FlaskClient, store: Session, row: Consultation) -> None:
    add_link(store, row, may_remark=False)
    assert "Skriv en bemærkning" not in page(client, f"{PREVIEW}/udkast/1")
    client.post(f"{PREVIEW}/udkast/1", data=REMARK)
    assert store.scalars(select(ReviewRemark)).all() == []


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"text": " "}, "Skriv bemærkningen"),
        ({"name": ""}, "Skriv dit navn"),
        ({"place": "afsnit:findes-ikke"}, "Vælg en af mulighederne"),
        ({"text": "x" * 200_001}, "Der er plads til 200.000"),
        ({"name": "Karen\u202e"}, "usynlige"),
    ],
)
def test_I3_what_is_wrong_is_said_and_nothing_typed_is_lost(
    client: FlaskClient, store: Session, link: PreviewLink, values: dict[str, str], words: str
) -> None:
    html = client.post(f"{PREVIEW}/udkast/1", data=REMARK | values).get_data(as_text=True)
    assert words in html
    assert (values.get("text", "").strip() or REMARK["text"] if "text" not in values else "<h1") in html
    assert store.scalars(select(ReviewRemark)).all() == []


def test_too_many_remarks_in_an_hour_are_told_to_wait_and_the_text_stays(
    client: FlaskClient, store: Session, row: Consultation, link: PreviewLink
) -> None:
    for number in range(reviewing.MOST_AN_HOUR):
        written = Written(1, "", "Karen", "Hvem er det?", f"n{number}")
        reviewing.remark_by_link(store, NOW, row, link, written)
    store.commit()
    html = client.post(f"{PREVIEW}/udkast/1", data=REMARK).get_data(as_text=True)
    assert "Vent en time" in html
    assert REMARK["text"] in html


def test_R22_what_was_being_written_when_the_link_ended_is_given_back(
    client: FlaskClient, store: Session, row: Consultation, link: PreviewLink
) -> None:
    send_out(store, row)
    sent = client.post(f"{PREVIEW}/udkast/1", data=REMARK)
    unknown = client.post(f"/forhaandsvisning/{'c' * 44}/udkast/1", data=REMARK)
    assert sent.status_code == unknown.status_code == 404
    assert "Din bemærkning er IKKE gemt." in sent.get_data(as_text=True)
    assert REMARK["text"] in sent.get_data(as_text=True)
    assert sent.get_data(as_text=True).replace(TOKEN, "") == unknown.get_data(as_text=True).replace("c" * 44, "")
    assert store.scalars(select(ReviewRemark)).all() == []


# Remarks on the staff's pages


def test_a_colleague_remarks_and_the_editor_answers(
    editor: PageClient, store: Session, row: Consultation, link: PreviewLink, client: FlaskClient, sign_in: SignIn
) -> None:
    client.post(f"{PREVIEW}/udkast/1", data=REMARK)
    colleague = sign_in(factories.staff(store, row.authority, Role.SUBJECT_OWNER))
    values = {"place": "hele", "text": "Skriv, hvem der visiterer."}
    own = re.search(r'csrf_token" value="([^"]+)"', page(colleague, f"{HOME}/udkast/2/bemaerkning"))
    assert own
    answer = colleague.post(f"{HOME}/udkast/2/bemaerkning", data=values | {"csrf_token": own[1], "key": "k"})
    assert answer.status_code == 303
    html = page(colleague, REVIEW)
    for words in ("2 Hvor længe?", "Karen Prøvesen", "med link", "Skriv, hvem der visiterer.", "Jens Fagprøve"):
        assert words in html
    assert "aktindsigt" in html
    remark = store.scalars(select(ReviewRemark).where(ReviewRemark.link_id == link.id)).one()
    store.commit()
    assert f"{REVIEW}/{remark.id}" not in html
    assert post(editor, f"{REVIEW}/{remark.id}", outcome="", answer="").status_code == 200
    assert post(editor, f"{REVIEW}/{remark.id}", outcome="handled", answer="Nu står der otte.").status_code == 303
    assert "Nu står der otte." in page(editor, REVIEW)
    assert "Nu står der otte." in page(client, f"{PREVIEW}/udkast/1")


def test_open_remarks_are_named_before_sending_out_and_block_nothing(
    editor: PageClient, store: Session, row: Consultation, link: PreviewLink
) -> None:
    written = Written(2, "", "Karen", "Hvem er det?", "n")
    remark = reviewing.remark_by_link(store, NOW, row, link, written)
    store.commit()
    assert remark is not None
    words = "Udkast 2: Bemærkninger før høringen, som ikke er besvaret: 1"
    looks = page(editor, f"{HOME}/send").partition("Bør ses på")[2]
    assert words in looks
    assert f'href="{REVIEW}#udkast-2"' in looks
    post(editor, f"{REVIEW}/{remark.id}", outcome="not_taken", answer="Det står i loven.")
    assert words not in page(editor, f"{HOME}/send")


def test_R7_after_sending_out_remarks_are_read_by_staff_and_by_nobody_else(
    editor: PageClient, client: FlaskClient, store: Session, row: Consultation, link: PreviewLink
) -> None:
    remark = reviewing.remark_by_link(store, NOW, row, link, Written(1, "", "Karen", "Hvem er det dog?", "n"))
    assert remark is not None
    row.opens_at = OPENED
    send_out(store, row)
    assert "Hvem er det dog?" in page(editor, REVIEW)
    assert "Bemærkninger før høringen" in page(editor, HOME)
    assert "Skriv en bemærkning" not in page(editor, REVIEW)
    assert editor.get(f"{HOME}/udkast/1/bemaerkning").status_code == 409
    for address in (LINKS, f"{REVIEW}/{remark.id}"):
        refused = post(editor, address, name="Formanden", outcome="handled", answer="Rettet.")
        assert refused.status_code == 409
        assert "Høringen er sendt ud. Derfor ligger teksterne fast." in refused.get_data(as_text=True)
    for path in (PUBLIC, f"{PUBLIC}/udkast/1", "/soeg?q=dog", "/api/v1/consultations/hjaelp-i-hverdagen"):
        assert "Hvem er det dog?" not in client.get(path).get_data(as_text=True)


def test_pages_of_many_remarks_cost_as_many_statements_as_of_one(
    app: Flask, editor: PageClient, client: FlaskClient, store: Session, row: Consultation, link: PreviewLink
) -> None:
    counts: dict[str, set[int]] = {REVIEW: set(), f"{HOME}/send": set(), f"{PREVIEW}/udkast/1": set()}
    written = Written(1, "hvem", "Karen", "Hvem er det?", "n")
    for size in (1, 20):
        for number in range(size):
            reviewing.remark_by_link(store, NOW, row, link, replace(written, key=f"{size} {number}"))
        store.commit()
        for path, found in counts.items():
            reader = editor if path.startswith("/intern") else client
            page(reader, path)
            with statements(app.extensions["engine"]) as sent:
                page(reader, path)
            found.add(len(sent))
    assert [len(found) for found in counts.values()] == [1, 1, 1]


def test_a_long_remark_is_cut_in_the_list_and_whole_on_its_page(
    editor: PageClient, store: Session, row: Consultation, link: PreviewLink
) -> None:
    text = "ord " * 400 + "til sidst"
    remark = reviewing.remark_by_link(store, NOW, row, link, Written(1, "", "Karen", text, "n"))
    store.commit()
    assert remark is not None
    assert "til sidst" not in page(editor, REVIEW)
    assert "til sidst" in page(editor, f"{REVIEW}/{remark.id}")
