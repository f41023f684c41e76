"""The secretary chooses the main themes of the summary (R42)."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.accounts import operations as accounts
from consultation.analysis import themes
from consultation.analysis.queries import list_themes
from consultation.errors import Invalid
from consultation.models import Audit, Theme
from consultation.summary import operations
from consultation.summary.choosing import choose_main_themes
from consultation.vocabulary import Role
from tests import factories
from tests.conftest import Clock
from tests.databases import Once
from tests.pages import PageClient
from tests.summary.case import READY, SETTINGS, Case, case

TITLES = ("Tid", "Pris", "Sted", "Hjælpere", "Sprog", "Klage", "Bus")


@pytest.fixture
def made(store: Session, once: Once, at: Clock) -> Case:
    at.now = READY
    return once(store, case)


@pytest.fixture
def client(made: Case, app: Flask) -> PageClient:
    person = factories.staff(made.session, made.consultation.authority, Role.SECRETARY, "Sekretær Prøve")
    token = accounts.open_session(made.session, READY, person)
    made.session.commit()
    found = app.test_client()
    found.set_cookie("staff", token)
    assert isinstance(found, PageClient)
    return found


def add(made: Case, *titles: str) -> dict[str, int]:
    for title in titles:
        themes.add_theme(made.session, made.owner, READY, made.consultation, title)
    found = {theme.title: theme.id for theme in list_themes(made.session, made.consultation.id)}
    made.session.commit()
    return found


def chosen(made: Case) -> list[str]:
    rows = made.session.scalars(select(Theme).where(Theme.main_rank.is_not(None)).order_by(Theme.main_rank))
    found = [row.title for row in rows]
    made.session.commit()
    return found


def address(made: Case) -> str:
    return f"/intern/hoeringer/{made.consultation.slug}/rapport/hovedtemaer"


def test_the_chosen_ones_are_main_themes_in_printed_order_and_no_others(made: Case) -> None:
    found = add(made, *TITLES)
    for wanted in (["Sted", "Tid", "Pris"], ["Bus", "Pris", "Tid"], []):
        ids = [found[title] for title in wanted]
        choose_main_themes(made.session, made.secretary, READY, made.consultation, ids)
        assert chosen(made) == sorted(wanted, key=TITLES.index)
    logged = made.session.scalars(select(Audit).where(Audit.event == "theme.main_chosen")).all()
    assert len(logged) == 3


def test_no_more_than_six_and_none_of_another_consultation(made: Case) -> None:
    found = add(made, *TITLES)
    with pytest.raises(Invalid):
        choose_main_themes(made.session, made.secretary, READY, made.consultation, [found[title] for title in TITLES])
    with pytest.raises(Invalid):
        choose_main_themes(made.session, made.secretary, READY, made.consultation, [0])


def test_a_snapshot_holds_the_choice_and_names_themes_by_their_number(made: Case) -> None:
    found = add(made, "Tid", "Pris")
    choose_main_themes(made.session, made.secretary, READY, made.consultation, [found["Pris"]])
    frozen = operations.collect_now(made.session, SETTINGS, READY, made.consultation, provisional=False)
    assert [(theme.key, theme.title, theme.main) for theme in frozen.themes] == [
        ("1", "Hvor længe?", None), ("2", "Tid", None), ("3", "Pris", 1),
    ]  # fmt: skip
    assert {position.theme for position in frozen.positions} == {"1"}


def test_the_page_shows_each_theme_and_saves_the_choice(made: Case, client: PageClient) -> None:
    found = add(made, *TITLES)
    text = client.get(address(made)).get_data(as_text=True)
    assert "1 Hvor længe? (3 svar)" in text
    assert "8 Bus (0 svar)" in text
    answer = client.form(address(made), themes=[str(found[title]) for title in ("Pris", "Tid", "Bus")])
    assert answer.status_code == 303
    assert chosen(made) == ["Tid", "Pris", "Bus"]
    assert client.get(address(made)).get_data(as_text=True).count(" checked") == 3


@pytest.mark.parametrize("count", [1, 2, 7])
def test_the_page_refuses_too_few_and_too_many(made: Case, client: PageClient, count: int) -> None:
    found = add(made, *TITLES)
    answer = client.form(address(made), themes=[str(found[title]) for title in TITLES[:count]])
    assert answer.status_code == 400
    assert "Vælg 3 til 6 temaer" in answer.get_data(as_text=True)
    assert chosen(made) == []


def test_the_report_leads_there(made: Case, client: PageClient) -> None:
    page = client.get(f"/intern/hoeringer/{made.consultation.slug}/rapport").get_data(as_text=True)
    assert f'href="{address(made)}"' in page
