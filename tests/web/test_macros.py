import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from flask import Flask, render_template_string

from consultation import clock
from consultation.vocabulary import State
from consultation.web.i18n import set_staff_language
from tests.pages import PageClient
from tests.web.conftest import RANDERS, Seen, authority

INVITES = re.compile(r"kan svare|skriv et", re.IGNORECASE)


@pytest.fixture
def box(small_app: Flask) -> Iterator[Callable[..., str]]:
    with small_app.test_request_context("/"):

        def draw(state: State, **values: object) -> str:
            template = '{% from "macros/parts.html" import deadline_box %}{{ deadline_box(state, **values) }}'
            return render_template_string(template, state=state, values=values)

        yield draw


@pytest.mark.parametrize("state", [state for state in State if state not in {State.OPEN, State.PLANNED}])
def test_U05_only_an_open_consultation_invites_to_answer(box: Callable[..., str], state: State) -> None:
    html = box(state, closes_at=clock.now() - timedelta(days=1), answer_url="/svar", calendar_url="/frist.ics")
    assert not INVITES.search(html)
    assert "/svar" not in html
    assert "badge" in html


def test_an_open_consultation_says_until_when_how_long_and_how(box: Callable[..., str], at: object) -> None:
    html = box(State.OPEN, closes_at=clock.now() + timedelta(days=13), answer_url="/svar")
    assert "Åben for svar" in html
    assert "Du kan svare til og med" in html
    assert "13 dage tilbage" in html
    assert '<a class="button button-primary hs-accent" href="/svar">Skriv et høringssvar</a>' in html
    assert "Sidste dag" not in html


def test_the_last_day_is_said_in_words(box: Callable[..., str]) -> None:
    assert "Sidste dag" in box(State.OPEN, closes_at=clock.now() + timedelta(hours=5))


def test_a_closed_consultation_says_when_it_closed(box: Callable[..., str]) -> None:
    html = box(State.CLOSED, closes_at=datetime(2019, 10, 20, 22, 0, tzinfo=UTC))
    assert "Fristen var søndag den" in html


RESPOND = """{% extends "respond_base.html" %}{% from "macros/forms.html" import submit, default_submit, honeypot %}
{% set page_title = "Om dig" %}{% set page_context = "trin 3 af 4" %}{% set step = 3 %}
{% block page %}<h1>Om dig</h1><form method="post">
{{ default_submit("Næste") }}{{ honeypot() }}{{ submit("Næste: gennemse") }}</form>{% endblock %}"""
STAFF = """{% extends "staff_base.html" %}{% set page_title = "Start" %}{% block page %}<h1>Start</h1>{% endblock %}"""
PUBLIC = """{% extends "base.html" %}{% set page_title = "Søg" %}{% set nav_current = "help" %}
{% block content %}<h1>Søg</h1>{% endblock %}"""


@pytest.fixture
def page(small_app: Flask, seen: Seen) -> Callable[..., str]:
    """page(template, "/address", **values): a whole page, checked as HTML."""

    def fetch(template: str, address: str = "/side", **values: object) -> str:
        def view() -> str:
            authority()
            return render_template_string(template, **values)

        small_app.add_url_rule(address, address, view)
        small_app.test_client_class = PageClient
        return small_app.test_client().get(address).get_data(as_text=True)

    return fetch


def test_the_title_is_the_heading_the_context_and_the_authority(page: Callable[..., str]) -> None:
    assert "<title>Om dig – trin 3 af 4 – Randers Kommune</title>" in page(RESPOND)


def test_the_title_of_a_page_with_errors_says_so_first(page: Callable[..., str]) -> None:
    assert "<title>Fejl: Om dig" in page(RESPOND, errors={"name": ["Skriv dit navn"]})


def test_the_respond_flow_has_no_way_out_that_does_not_save(page: Callable[..., str]) -> None:
    html = page(RESPOND)
    header = html[html.index("<header") : html.index("</header>")]
    assert "<a " not in header
    steps = html[html.index("<aside") : html.index("</aside>")]
    assert "<a " not in steps
    footer = html[html.index("<footer") :]
    links = re.findall(r"<a [^>]*href=\"/[^>]*>[^<]*", footer)
    assert links
    assert all('target="_blank"' in link and "(åbner i nyt vindue)" in link for link in links)


def test_the_step_is_told_at_every_width(page: Callable[..., str]) -> None:
    html = page(RESPOND)
    assert "Trin 3 af 4: Om dig" in html
    assert html.count("Trin 1 gennemført") == html.count("Trin 2 gennemført") == 1
    assert 'aria-current="step"' in html


def test_U11_enter_means_next(page: Callable[..., str]) -> None:
    html = page(RESPOND)
    buttons = re.findall(r"<button[^>]*type=\"submit\"[^>]*>", html)
    assert 'value="naeste"' in buttons[0]


def test_staff_see_their_name_role_and_way_out_by_post(page: Callable[..., str]) -> None:
    staff = SimpleNamespace(name="Maja Holm", role="moderator")
    nav = [("Start", "/intern", True), ("Høringer", "/intern/hoeringer", False)]
    html = page(STAFF, "/intern/start", staff=staff, staff_nav=nav)
    assert "Maja Holm, moderator" in html
    assert re.search(r'<form[^>]*method="post" action="/intern/log-ud"><input type="hidden" name="csrf_token"', html)
    assert '<a href="/intern" aria-current="page">Start</a>' in html


def test_staff_who_read_english_stay_on_addresses_without_a_language(
    page: Callable[..., str], small_app: Flask
) -> None:
    small_app.before_request(lambda: set_staff_language("en"))
    html = page(STAFF, "/intern/start", staff=SimpleNamespace(name="Maja Holm", role="moderator"))
    assert '<html lang="en">' in html
    assert 'href="/intern"' in html
    assert 'action="/intern/log-ud"' in html


def test_staff_pages_keep_the_grey_of_the_design_system(page: Callable[..., str]) -> None:
    assert RANDERS.accent != "#454545"
    assert "tema.css" not in page(STAFF, "/intern/start")


def test_a_public_page_names_itself_in_both_languages_and_its_place_in_the_menu(page: Callable[..., str]) -> None:
    html = page(PUBLIC)
    assert '<link rel="alternate" hreflang="en" href="https://hoering.example/en/side">' in html
    assert '<a href="/en/side" lang="en" hreflang="en">English</a>' in html
    assert '<a href="/hjaelp" aria-current="page">Hjælp</a>' in html
    assert "tema.css?farve=1d6b4f" in html


def test_O5_the_name_of_an_authority_is_escaped(page: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RANDERS, "name", "<script>alert(1)</script>")
    assert "<script>alert" not in page(PUBLIC)
