"""Two consultations about the same lead to each other, and their responses stay apart (R8, P7)."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consultation.models import Consultation
from consultation.vocabulary import FollowUp, Role
from tests import factories
from tests.conftest import Clock
from tests.factories import CLOSES, NOW
from tests.site.published import ADDRESS, page, words
from tests.site.test_staff import SignIn

NEW = "/hoeringer/igen"
WHY = "forslaget er skrevet om"


@pytest.fixture
def earlier(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    store.commit()
    return row


@pytest.fixture
def later(store: Session, earlier: Consultation) -> Consultation:
    """Renews the earlier one; open until three weeks after it."""
    row = factories.consultation(store, earlier.authority, "igen", closes_at=CLOSES + timedelta(days=21))
    row.title, row.title_en = "Hjælp en gang til", "Help once more"
    row.easy_read = earlier.easy_read = "Kort sagt."
    row.follows_id, row.follow_up, row.follow_up_reason = earlier.id, FollowUp.RENEWED, WHY
    store.commit()
    return row


@pytest.mark.parametrize("path", ["", "/udkast/1", "/let"])
def test_R8_the_new_page_says_what_it_renews_and_why(client: FlaskClient, later: Consultation, path: str) -> None:
    html = page(client, NEW + path)
    assert "Det er en fornyet høring i stedet for Hjælp i hverdagen. Grunden er: forslaget er skrevet om." in words(
        html
    )
    assert f'href="{ADDRESS}"' in html


@pytest.mark.parametrize("path", ["", "/udkast/1", "/let"])
def test_R8_the_old_page_leads_on_in_every_state(
    client: FlaskClient, later: Consultation, at: Clock, path: str
) -> None:
    for at.now in (NOW, CLOSES, CLOSES + timedelta(days=30)):
        html = page(client, ADDRESS + path)
        assert "Der er sendt en fornyet høring ud i stedet for denne: Hjælp en gang til." in words(html)
        assert f'href="{NEW}"' in html


def test_R8_a_supplementary_one_says_so(client: FlaskClient, later: Consultation, store: Session) -> None:
    later.follow_up = FollowUp.SUPPLEMENTARY
    store.commit()
    assert "Det er en supplerende høring til Hjælp i hverdagen." in words(page(client, NEW))
    assert "Der er sendt en supplerende høring ud i samme sag: Hjælp en gang til." in words(page(client))


@pytest.mark.parametrize("day", [None, 3])
def test_R8_P7_before_its_time_the_old_page_says_nothing(
    client: FlaskClient, later: Consultation, store: Session, day: int | None
) -> None:
    later.published_at = NOW if day else None
    later.visible_from = NOW + timedelta(days=day) if day else None
    store.commit()
    for path in ("", "/udkast/1"):
        assert "fornyet" not in page(client, ADDRESS + path)
    assert "igen" not in page(client, "/hoeringer")


def test_R8_an_earlier_one_that_nobody_may_see_is_not_named(
    client: FlaskClient, later: Consultation, earlier: Consultation, store: Session
) -> None:
    earlier.visible_from = NOW + timedelta(days=1)
    store.commit()
    html = page(client, NEW)
    assert "Det er en fornyet høring. Grunden er: forslaget er skrevet om." in words(html)
    assert earlier.title not in html


def test_R8_lists_show_both_and_what_each_is(client: FlaskClient, later: Consultation, earlier: Consultation) -> None:
    for path in ("/", "/hoeringer"):
        html = page(client, path)
        assert html.count("Fornyet høring") == 1
        assert f'href="{NEW}"' in html
        assert f'href="{ADDRESS}"' in html


def test_R8_the_numbers_of_the_two_stay_apart(
    client: FlaskClient, later: Consultation, earlier: Consultation, store: Session
) -> None:
    factories.response(store, earlier)
    factories.response(store, earlier)
    factories.response(store, later)
    store.commit()
    assert "Modtaget indtil nu: 2 svar" in words(page(client))
    assert "Modtaget indtil nu: 1 svar" in words(page(client, NEW))


def test_R8_U20_in_english_all_but_the_assessment_is_english(client: FlaskClient, later: Consultation) -> None:
    new, old = (words(page(client, "/en" + path), without_danish=True) for path in (NEW, ADDRESS))
    assert "This is a renewed consultation in place of . The reason:" in new
    assert "A renewed consultation has been sent out in place of this one: Help once more." in old
    assert "Renewed consultation" in page(client, "/en/hoeringer")


def test_R8_an_editor_finds_both_and_may_hold_another(
    sign_in: SignIn, later: Consultation, earlier: Consultation, store: Session
) -> None:
    later.published_at = None
    store.commit()
    for role, may in ((Role.EDITOR, True), (Role.MODERATOR, False)):
        desk = sign_in(factories.staff(store, earlier.authority, role))
        html = page(desk, "/intern/hoeringer/hjaelp-i-hverdagen")
        assert "Hjælp en gang til (ikke sendt ud endnu)" in words(html)
        assert ("/intern/hoeringer/kopier?fra=hjaelp-i-hverdagen" in html) is may
        assert f"Fornyet høring: {earlier.title}. {WHY}" in words(page(desk, "/intern/hoeringer/igen"))
        assert f"Fornyet høring. Grunden er: {WHY}" in words(page(desk, "/intern/hoeringer/igen/vis"))
