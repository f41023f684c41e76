"""Consultations and drafts: one state on every page at every instant (R3, T1, T5, U05), and no leaks (P7)."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consultation.app import create_app
from consultation.consultations import drafting, operations, scheduling
from consultation.consultations.queries import DraftText, list_drafts
from consultation.models import Authority, AuthorityText, Consultation, Draft, Snapshot
from consultation.parties import operations as parties
from consultation.storage import keep
from consultation.vocabulary import (
    DocumentKind,
    Language,
    MilestoneKind,
    PartyBasis,
    PartyKind,
    PublicationMode,
)
from tests import factories
from tests.conftest import ON_BOTH, Clock
from tests.factories import CLOSES, NOW, OPENED
from tests.site.published import ADDRESS, council, decide, milestone, page, statements, words

SECOND = timedelta(seconds=1)
INVITATIONS = ("kan svare", "skriv et", "svar på")
"""What only a consultation that is open may say (U05)."""
PAGES = ("", "/udkast/1", "/svar", "/tal", "/resultat", "/dokumenter", "/privatliv")


@pytest.fixture
def owner(store: Session) -> Consultation:
    """An open consultation of the only authority; the council decides in May."""
    row = factories.consultation(store, factories.authority(store))
    council(store, row)
    store.commit()
    return row


def frozen(session: Session, owner: Consultation, at: datetime) -> None:
    session.add(
        Snapshot(
            authority_id=owner.authority_id,
            consultation_id=owner.id,
            seq=1,
            inputs="{}",
            provisional=False,
            by="x",
            at=at,
        )
    )


# States


@ON_BOTH
def test_T1_T5_R3_one_second_before_the_deadline_one_can_answer_and_at_the_deadline_no_more(
    client: FlaskClient, owner: Consultation, at: Clock
) -> None:
    at.now = CLOSES - SECOND
    assert "Du kan svare til og med søndag den 15. marts 2026 kl. 23.59" in words(page(client))
    at.now = CLOSES
    assert "Fristen var søndag den 15. marts 2026 kl. 23.59" in words(page(client))


@pytest.mark.parametrize("path", PAGES)
def test_U05_nothing_offers_to_answer_once_the_deadline_has_passed(
    client: FlaskClient, owner: Consultation, at: Clock, path: str
) -> None:
    at.now = CLOSES + SECOND
    html = page(client, ADDRESS + path)
    assert not [one for one in INVITATIONS if one in html.casefold()]
    assert "/besvar" not in html


def test_U05_the_test_above_would_see_an_invitation(client: FlaskClient, owner: Consultation) -> None:
    html = page(client).casefold() + page(client, ADDRESS + "/udkast/1").casefold()
    assert [one for one in INVITATIONS if one in html] == list(INVITATIONS)


@pytest.mark.parametrize("path", PAGES)
def test_U05_before_it_opens_only_its_own_sentence_speaks_of_answering(
    client: FlaskClient, owner: Consultation, store: Session, at: Clock, path: str
) -> None:
    owner.visible_from = OPENED - timedelta(days=7)
    store.commit()
    at.now = OPENED - SECOND
    html = page(client, ADDRESS + path)
    assert "/besvar" not in html
    rest = words(html).replace("Du kan svare fra søndag den 1. februar 2026 kl. 9.00.", "").casefold()
    assert not [one for one in INVITATIONS if one in rest]


@ON_BOTH
def test_T5_R3_it_opens_at_the_instant_with_nobody_doing_anything(
    client: FlaskClient, owner: Consultation, store: Session, at: Clock
) -> None:
    owner.visible_from = OPENED - timedelta(days=7)
    store.commit()
    at.now = OPENED - SECOND
    assert "Åbner snart" in page(client)
    at.now = OPENED
    assert "Åben for svar" in page(client)


def test_R3_under_consideration_the_box_says_which_meeting(
    client: FlaskClient, owner: Consultation, store: Session, at: Clock
) -> None:
    frozen(store, owner, CLOSES + timedelta(days=10))
    store.commit()
    at.now = CLOSES + timedelta(days=11)
    assert "Byrådet ser på sagen mandag den 4. maj 2026." in words(page(client))


def test_R3_decided_the_box_says_by_whom_and_when(
    client: FlaskClient, owner: Consultation, store: Session, at: Clock
) -> None:
    decide(store, owner)
    store.commit()
    at.now = datetime(2026, 5, 5, 8, tzinfo=UTC)
    said = words(page(client))
    assert "Byrådet traf beslutning i sagen mandag den 4. maj 2026 (sag 576)." in said
    assert f"{ADDRESS}/resultat" in page(client)


@pytest.mark.parametrize("path", PAGES)
def test_U05_a_cancelled_one_says_so_with_its_reason_and_offers_nothing(
    client: FlaskClient, owner: Consultation, store: Session, path: str
) -> None:
    operations.cancel_consultation(store, "staff:1", NOW - SECOND, owner, "loven er ændret.")
    store.commit()
    html = page(client, ADDRESS + path)
    assert not [one for one in INVITATIONS if one in html.casefold()]
    if path in {"", "/udkast/1"}:
        assert "Høringen blev aflyst mandag den 2. marts 2026, fordi loven er ændret." in words(html)


def test_R3_an_archived_one_says_where_the_responses_are(
    client: FlaskClient, owner: Consultation, store: Session
) -> None:
    owner.archived_at = NOW
    store.commit()
    assert "Svarene er flyttet til sagen 27.00.00-P00-1-26." in words(page(client))


def test_the_timeline_has_one_step_under_way_while_open_and_none_once_all_is_done(
    client: FlaskClient, owner: Consultation, at: Clock
) -> None:
    assert page(client).count('aria-current="step"') == 1
    at.now = CLOSES
    assert re.search(r'aria-current="step"><strong>Svarene bliver læst', page(client))


def test_R6_a_moved_deadline_is_told_with_old_and_new_and_the_reason(
    client: FlaskClient, owner: Consultation, store: Session
) -> None:
    scheduling.move_deadline(
        store, "staff:1", NOW, owner, CLOSES + timedelta(days=7), "siden var nede i 40 minutter.", factories.REASONS
    )
    store.commit()
    told = (
        "Fristen er flyttet fra søndag den 15. marts 2026 kl. 23.59 til søndag den 22. marts 2026 kl. 23.59, "
        "fordi siden var nede i 40 minutter."
    )
    assert words(page(client)).count(told) == 2, "in the box, and below the timeline for ever"


@ON_BOTH
def test_T8_a_deadline_moved_in_the_last_second_holds_in_every_process(
    app: Flask, owner: Consultation, store: Session, at: Clock
) -> None:
    """Two applications on one database, as two processes are: neither keeps a deadline of its own."""
    at.now = CLOSES - SECOND
    other = create_app(app.config["SETTINGS"], app.extensions["engine"])
    browsers = [one.test_client() for one in (app, other)]
    assert all("under 1 minut tilbage" in words(page(one)) for one in browsers)
    given = (CLOSES + timedelta(days=7), "siden var nede.", factories.REASONS)
    scheduling.move_deadline(store, "staff:1", at.now, owner, *given)
    store.commit()
    at.now = CLOSES
    for one in browsers:
        assert "Du kan svare til og med søndag den 22. marts" in words(page(one))
        assert one.get(f"{ADDRESS}/besvar").status_code == 200


# The order on the page


def test_U02_deadline_time_left_and_button_stand_before_everything_else(
    client: FlaskClient, owner: Consultation
) -> None:
    html = page(client)
    marks = [
        "<h1",
        "Du kan svare til og med",
        "Der er 13 dage tilbage",
        "Skriv et høringssvar",
        owner.lead,
        "Indhold på",
    ]
    body = html.partition("<body>")[2]
    places = [body.index(mark) for mark in marks]
    assert places == sorted(places)


def test_U04_the_draft_says_how_long_is_left_and_each_section_has_its_own_way_to_answer(
    client: FlaskClient, owner: Consultation
) -> None:
    html = page(client, ADDRESS + "/udkast/2")
    assert "Der er 13 dage tilbage." in html
    assert f'href="{ADDRESS}/besvar?udkast=2&amp;afsnit=hvor-laenge"' in html
    assert f'href="{ADDRESS}/besvar?udkast=2"' in html


def test_the_draft_has_two_levels_and_the_way_to_its_neighbours(client: FlaskClient, owner: Consultation) -> None:
    html = page(client, ADDRESS + "/udkast/1")
    assert re.search(r'<h2 id="hvor-laenge"[^>]*>.*2</span> Hvor længe\?</h2>', html)
    assert re.search(r'<h3 id="laengde-grupper"[^>]*>.*2\.1</span> Gruppeforløb</h3>', html)
    assert f'href="{ADDRESS}/udkast/2" rel="next"' in html
    assert 'rel="prev"' not in html


def test_the_draft_of_a_small_group_warns_while_one_can_answer(
    client: FlaskClient, owner: Consultation, store: Session, at: Clock
) -> None:
    store.query(Draft).filter_by(number=1, consultation_id=owner.id).one().small_group = True
    store.commit()
    assert "Få personer er berørt." in page(client, ADDRESS + "/udkast/1")
    at.now = CLOSES
    assert "Få personer er berørt." not in page(client, ADDRESS + "/udkast/1")


def test_a_note_on_all_texts_stands_at_each_draft(client: FlaskClient, owner: Consultation, store: Session) -> None:
    owner.body = "Hvorfor vi gør det.\n\n*Teksterne er et eksempel.*"
    store.commit()
    assert "<em>Teksterne er et eksempel.</em>" in page(client, ADDRESS + "/udkast/1")


def test_R9_parties_stand_with_what_they_answered_and_who_was_not_asked(
    client: FlaskClient, owner: Consultation, store: Session, at: Clock
) -> None:
    asked = parties.add_party(store, owner.authority_id, PartyKind.DISABILITY_COUNCIL, "Handicaprådet", "h@x.example")
    heard = parties.include_party(store, "staff:1", OPENED, owner, asked, PartyBasis.STATUTORY, "§ 37 a")
    parties.mark_sent(store, "staff:1", OPENED, owner, heard, "token")
    other = parties.add_party(store, owner.authority_id, PartyKind.SENIOR_COUNCIL, "Ældrerådet", "a@x.example")
    parties.opt_out_party(store, "staff:1", OPENED, owner, other, PartyBasis.STATUTORY, "Gælder ikke ældre.")
    store.commit()
    said = words(page(client))
    assert "Vi har sendt udkastene til 1 part. 1 har ikke svaret endnu." in said
    assert "Handicaprådet (§ 37 a): Har ikke svaret endnu" in said
    assert "Ældrerådet: Ikke spurgt. Gælder ikke ældre." in said
    at.now = CLOSES
    assert "Handicaprådet (§ 37 a): Har ikke svaret Ældre" in words(page(client))


# Not to be known


@pytest.mark.parametrize("path", [*PAGES, "/frist.ics", "/svar/abc", "/dokumenter/brev"])
def test_P7_a_microsecond_before_it_is_visible_it_is_like_any_unknown_address(
    client: FlaskClient, owner: Consultation, store: Session, at: Clock, path: str
) -> None:
    owner.visible_from = NOW + timedelta(microseconds=1)
    store.commit()
    hidden, unknown = client.get(ADDRESS + path), client.get("/hoeringer/findes-ikke" + path)
    assert hidden.status_code == unknown.status_code == 404
    assert hidden.data.replace(b"hjaelp-i-hverdagen", b"findes-ikke") == unknown.data
    assert owner.title not in page(client, "/") + page(client, "/hoeringer")
    at.now = owner.visible_from
    if path in PAGES:
        page(client, ADDRESS + path)
    assert owner.title in page(client, "/")


def test_P7_a_draft_added_after_sending_out_is_not_known_before_it_is_sent_out(
    client: FlaskClient, owner: Consultation, store: Session
) -> None:
    factories.draft(store, owner, 3, published_at=None)
    store.commit()
    page(client, ADDRESS + "/udkast/3", 404)
    assert "Støtte 3" not in page(client) + page(client, ADDRESS + "/dokumenter")


def test_a_closed_draft_number_that_does_not_exist_is_not_found(client: FlaskClient, owner: Consultation) -> None:
    page(client, ADDRESS + "/udkast/99", 404)


# Caches


@ON_BOTH
def test_T8_no_page_is_kept_past_the_next_change(client: FlaskClient, owner: Consultation, at: Clock) -> None:
    assert client.get(ADDRESS + "/udkast/1").headers["Cache-Control"] == "public, max-age=60"
    assert client.get(ADDRESS).headers["Cache-Control"] == "public, max-age=30"
    at.now = CLOSES - timedelta(seconds=20)
    for path in ("/", "/hoeringer", ADDRESS, ADDRESS + "/udkast/1", ADDRESS + "/svar"):
        assert client.get(path).headers["Cache-Control"] == "public, max-age=20", path


@ON_BOTH
def test_T8_the_front_page_is_not_kept_past_the_next_consultation(
    client: FlaskClient, owner: Consultation, store: Session
) -> None:
    owner.visible_from = NOW + timedelta(seconds=30)
    store.commit()
    assert client.get("/").headers["Cache-Control"] == "public, max-age=30"


def test_a_public_page_sets_no_cookie(client: FlaskClient, owner: Consultation) -> None:
    assert "Set-Cookie" not in client.get(ADDRESS).headers


# Front page and authorities


def test_the_front_page_has_each_consultation_under_its_state(
    client: FlaskClient, owner: Consultation, store: Session, at: Clock
) -> None:
    assert "Du kan svare på disse nu (1)" in page(client, "/")
    at.now = CLOSES
    front = words(page(client, "/"))
    assert "Du kan svare på disse nu (0)" in front
    assert "Svarene bliver læst (1)" in front
    assert "Der er ingen høringer, du kan svare på lige nu." in front


def test_an_empty_front_page_says_when_the_next_opens(
    client: FlaskClient, owner: Consultation, store: Session, at: Clock
) -> None:
    owner.visible_from = OPENED - timedelta(days=7)
    store.commit()
    at.now = OPENED - SECOND
    assert "Den næste åbner søndag den 1. februar 2026 kl. 9.00." in words(page(client, "/"))


def test_in_the_last_24_hours_the_front_page_says_last_day(client: FlaskClient, owner: Consultation, at: Clock) -> None:
    at.now = CLOSES - timedelta(hours=5)
    assert "Sidste dag" in page(client, "/")


def test_a_list_of_one_state_has_no_other(client: FlaskClient, owner: Consultation) -> None:
    assert owner.title in page(client, "/hoeringer?tilstand=aaben")
    assert owner.title not in page(client, "/hoeringer?tilstand=besluttet")


@pytest.fixture
def other(store: Session, owner: Consultation) -> Authority:
    """A second authority with a host and a consultation of its own."""
    row = factories.authority(store, "andenby")
    row.host = "anden.example"
    factories.consultation(store, row, "anden-hoering").title = "Andenbys høring"
    store.commit()
    return row


def test_a_shared_host_shows_all_authorities_and_names_each(
    client: FlaskClient, owner: Consultation, other: Authority
) -> None:
    front = words(page(client, "/"))
    assert "Andenbys høring Andenby Kommune" in front
    assert "Hjælp i hverdagen Prøvestad Kommune" in front
    assert "Prøvestad Kommune" in page(client)


def test_an_authoritys_own_host_and_page_show_its_own_only(
    client: FlaskClient, owner: Consultation, other: Authority
) -> None:
    own_host = client.get("/", base_url="http://anden.example").get_data(as_text=True)
    own_page = page(client, "/myndigheder/andenby")
    for html in (own_host, own_page):
        assert "Andenbys høring" in html
        assert owner.title not in html
    assert client.get(f"/myndigheder/{owner.authority.slug}", base_url="http://anden.example").status_code == 404
    page(client, "/myndigheder/findes-ikke", 404)


# Documents


def test_a_document_is_a_page_and_a_file_is_a_download_that_nothing_runs(
    app: Flask, client: FlaskClient, store: Session
) -> None:
    row = factories.consultation(store, factories.authority(store), published=False)
    blob = keep(store, app.extensions["store"], row.authority_id, b"%PDF-1.7", "application/pdf")
    save = drafting.save_document
    save(store, "staff:1", NOW, row, DocumentKind.COVER_LETTER, title="Høringsbrev", slug="brev", source="Kære *alle*")
    save(store, "staff:1", NOW, row, DocumentKind.BACKGROUND, title="Regnestykket", slug="tal", blob_id=blob.id)
    save(store, "staff:1", NOW, row, DocumentKind.DECISION, title="Sag 384", slug="sag", url="https://x.example/384")
    row.published_at = row.visible_from = OPENED
    for text in list_drafts(store, row.id):
        published(text)
    store.commit()
    html = page(client, ADDRESS + "/dokumenter")
    assert "Regnestykket (pdf, 8 byte)" in html
    assert 'href="https://x.example/384"' in html
    assert "<p>Kære <em>alle</em></p>" in page(client, ADDRESS + "/dokumenter/brev")
    file = client.get(ADDRESS + "/dokumenter/tal/fil")
    assert file.data == b"%PDF-1.7"
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in file.headers["Content-Security-Policy"]
    page(client, ADDRESS + "/dokumenter/brev/fil", 404)
    page(client, ADDRESS + "/bilag/lukket.pdf", 404)


def published(text: DraftText) -> None:
    text.version.published_at = OPENED


def test_the_calendar_file_is_the_deadline(client: FlaskClient, owner: Consultation) -> None:
    response = client.get(ADDRESS + "/frist.ics")
    assert response.mimetype == "text/calendar"
    assert "DTSTART:20260315T225900Z" in response.get_data(as_text=True)
    assert "URL:http://localhost/hoeringer/hjaelp-i-hverdagen" in response.get_data(as_text=True)


# Languages and amounts


def test_U20_what_is_in_danish_is_marked_on_english_pages(
    client: FlaskClient, owner: Consultation, store: Session
) -> None:
    row = factories.consultation(store, owner.authority, "kanarie")
    for field in ("title", "lead", "body", "meaning", "contact_department"):
        setattr(row, field, "Kanariefugl.")
    council(store, row, "Kanariefugl vedtaget.").body = "Kanariefugl"
    milestone(store, row, MilestoneKind.OTHER, date(2026, 1, 5), body="Kanariefugl", outcome="Kanariefugl.")
    for text in list_drafts(store, row.id):
        text.draft.title = text.draft.heading = "Kanariefugl"
    store.commit()
    for path in ("", "/udkast/1", "/svar", "/resultat", "/tal", "/dokumenter"):
        html = page(client, "/en/hoeringer/kanarie" + path)
        assert "Kanariefugl" in html
        assert "Kanariefugl" not in words(html, without_danish=True), path
    assert "Kanariefugl" not in words(page(client, "/en/"), without_danish=True)


def test_an_english_title_is_used_where_there_is_one(client: FlaskClient, owner: Consultation, store: Session) -> None:
    owner.title_en = "Help in everyday life"
    store.commit()
    assert re.search(r"<h1[^>]*>Help in everyday life</h1>", page(client, "/en" + ADDRESS))
    assert re.search(r"<h1[^>]*>Hjælp i hverdagen</h1>", page(client))


def test_a_front_page_of_50_costs_as_many_statements_as_one_of_5(
    app: Flask, client: FlaskClient, owner: Consultation, store: Session
) -> None:
    seen: list[int] = []
    for upto in (5, 50):
        for number in range(len(seen) and 5, upto):
            factories.consultation(store, owner.authority, f"nr-{upto}-{number}", drafts=1)
        store.commit()
        app.extensions["pages"].clear()
        with statements(app.extensions["engine"]) as sent:
            page(client, "/")
            page(client, "/hoeringer")
        seen.append(len(sent))
    assert seen[0] == seen[1]


def test_a_consultation_of_30_drafts_costs_as_many_statements_as_one_of_2(
    app: Flask, client: FlaskClient, owner: Consultation, store: Session
) -> None:
    factories.consultation(store, owner.authority, "mange", drafts=30)
    store.commit()
    seen = []
    for slug in ("hjaelp-i-hverdagen", "mange"):
        app.extensions["pages"].clear()
        with statements(app.extensions["engine"]) as sent:
            page(client, f"/hoeringer/{slug}")
            page(client, f"/hoeringer/{slug}/udkast/1")
        seen.append(len(sent))
    assert seen[0] == seen[1]


def test_pages_say_which_mode_the_responses_have(client: FlaskClient, owner: Consultation, store: Session) -> None:
    owner.publication_mode = PublicationMode.AFTER_DEADLINE
    store.commit()
    assert "Svarene bliver vist efter fristen søndag den 15. marts 2026 kl. 23.59." in words(page(client))


def test_R25_the_privacy_notice_is_the_authoritys_newest_in_the_pages_language(
    client: FlaskClient, owner: Consultation, store: Session
) -> None:
    for version, body in ((1, "Gammel"), (2, "Ny tekst om **privatliv**")):
        store.add(
            AuthorityText(
                authority_id=owner.authority_id,
                kind="privacy",
                language=Language.DANISH,
                version=version,
                body=body,
                at=NOW,
            )
        )
    store.commit()
    for address in ("/privatliv", ADDRESS + "/privatliv"):
        html = page(client, address)
        assert "<strong>privatliv</strong>" in html
        assert "Gammel" not in html
    assert 'lang="da"' in page(client, "/en/privatliv")
