"""An editor's page for a consultation from an earlier one (R8, A1)."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.models import Consultation
from consultation.vocabulary import FollowUp, Role
from tests import factories
from tests.consultations.test_staff import SignIn, _text
from tests.factories import NOW
from tests.pages import PageClient

PAGE = "/intern/hoeringer/kopier"
OLD = "hjaelp-i-hverdagen"


@pytest.fixture
def earlier(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    store.commit()
    return row


@pytest.fixture
def editor(store: Session, sign_in: SignIn, earlier: Consultation) -> PageClient:
    return sign_in(factories.staff(store, earlier.authority, Role.EDITOR))


def _newest(store: Session) -> Consultation:
    store.expire_all()
    return store.scalars(select(Consultation).order_by(Consultation.id.desc())).first()  # type: ignore[return-value]  # - the fixture made one


def test_R8_it_is_reached_from_a_new_one_and_knows_which_was_meant(editor: PageClient) -> None:
    assert f'href="{PAGE}"' in _text(editor.get("/intern/hoeringer/ny"))
    page = _text(editor.get(f"{PAGE}?fra={OLD}"))
    assert f'<option value="{OLD}" selected>Hjælp i hverdagen (2026, 27.00.00-P00-1-26)' in page
    assert 'value="Hjælp i hverdagen"' in page


def test_R1_after_copying_one_is_told_what_is_missing(editor: PageClient, store: Session) -> None:
    answer = editor.form(PAGE, source=OLD, title="Hjælp igen", kind="copy")
    assert answer.headers["Location"] == "/intern/hoeringer/hjaelp-igen/mangler"
    page = _text(editor.get(answer.headers["Location"]))
    assert "Læs teksterne igennem: de kan nævne gamle datoer." in page
    assert "Sagsnummeret mangler" in page
    assert "Der er ingen udkast" not in page
    assert _newest(store).follow_up is None


@pytest.mark.parametrize("kind", FollowUp)
def test_R8_without_an_assessment_nothing_is_made_and_nothing_typed_is_lost(
    editor: PageClient, store: Session, kind: FollowUp
) -> None:
    answer = editor.form(PAGE, source=OLD, title="Hjælp <igen>", kind=kind.value, reason=" ")
    page = _text(answer)
    assert "Skriv, hvorfor der holdes en høring til" in page
    assert "Hjælp &lt;igen&gt;" in page
    assert f'value="{kind.value}" checked' in page.replace("\n", " ")
    assert _newest(store).slug == OLD


def test_R8_the_assessment_is_kept_and_can_be_written_better_until_it_is_sent_out(
    editor: PageClient, store: Session
) -> None:
    editor.form(PAGE, source=OLD, title="Hjælp igen", kind="renewed", reason="Der var fejl.")
    row = _newest(store)
    assert (row.follow_up, row.follow_up_reason) == (FollowUp.RENEWED, "Der var fejl.")
    store.rollback()
    edit = "/intern/hoeringer/hjaelp-igen/rediger/grundoplysninger"
    assert "Der var fejl." in _text(editor.get(edit))
    values = {"title": "Hjælp igen", "slug": "hjaelp-igen"}
    assert "Skriv, hvorfor der holdes en høring til" in _text(editor.form(edit, **values, follow_up_reason=""))
    editor.form(edit, **values, follow_up_reason="Bilaget manglede.")
    assert _newest(store).follow_up_reason == "Bilaget manglede."


def test_a_plain_one_is_not_asked_for_an_assessment(editor: PageClient, store: Session) -> None:
    editor.form(PAGE, source=OLD, title="Hjælp igen", kind="copy", reason="Uden betydning.")
    assert _newest(store).follow_up_reason == ""
    assert "follow_up_reason" not in _text(editor.get("/intern/hoeringer/hjaelp-igen/rediger/grundoplysninger"))


@pytest.mark.parametrize("values", [{}, {"source": "findes-ikke", "title": "x", "kind": "copy"}])
def test_what_is_missing_or_unknown_is_answered_in_words(
    editor: PageClient, store: Session, values: dict[str, str]
) -> None:
    assert "form-error-message" in _text(editor.form(PAGE, **values))
    assert _newest(store).slug == OLD


def test_R8_archived_and_decided_ones_can_be_chosen_but_not_what_was_never_sent_out(
    editor: PageClient, store: Session, earlier: Consultation
) -> None:
    earlier.archived_at = NOW
    factories.consultation(store, earlier.authority, "kladde", published=False)
    store.commit()
    page = _text(editor.get(PAGE))
    assert f'value="{OLD}"' in page
    assert 'value="kladde"' not in page


def test_A1_another_authoritys_is_neither_shown_nor_copied(
    sign_in: SignIn, store: Session, earlier: Consultation
) -> None:
    stranger_of = factories.authority(store, "andenby")
    stranger = sign_in(factories.staff(store, stranger_of, Role.EDITOR))
    page = _text(stranger.get(f"{PAGE}?fra={OLD}"))
    assert "Hjælp i hverdagen" not in page
    assert "Der er ingen tidligere høring at kopiere fra." in page
    factories.consultation(store, stranger_of, "egen")
    store.commit()
    answer = stranger.form(PAGE, source=OLD, title="Tyveri", kind="copy")
    assert "Vælg en af mulighederne" in _text(answer)
    assert _newest(store).slug == "egen"


@pytest.mark.parametrize(("role", "may"), [(Role.EDITOR, True), (Role.SECRETARY, False)])
def test_R8_who_cannot_shorten_a_deadline_is_led_to_a_renewed_consultation(
    sign_in: SignIn, store: Session, earlier: Consultation, role: Role, may: bool
) -> None:
    desk = sign_in(factories.staff(store, earlier.authority, role))
    page = _text(desk.get(f"/intern/hoeringer/{OLD}/frist"))
    assert (f'href="{PAGE}?fra={OLD}"' in page) is may
