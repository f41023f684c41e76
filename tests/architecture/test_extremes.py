"""I1: numbers and days that no column can hold, at every address, query and form that reads one. None is a 500."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, ClassVar
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.routing import Rule

from consultation.vocabulary import Role
from tests.architecture.routes import ROUTES
from tests.architecture.world import World

HUGE = "9" * 30
JUST_TOO_LARGE = str(2**31)
QUERIES = (
    dict.fromkeys(("efter", "udkast", "version", "aar", "synspunkt", "svar", "brev", "til", "s"), HUGE),
    {"foer": HUGE},
    {"nr": HUGE},
    {"ens": HUGE},
    {"efter": "0~0001-01-01T00:00:00+14:00~1"},
    {"foer": "0~9999-12-31T23:59:59-12:00~1"},
)
DAYS = ("1.1.0001", "31.12.9999", "0001-01-01", "9999-12-31")
FORMS = {
    "moderation.open_group": {"efter": HUGE},
    "moderation.confirm_group": {"responses": HUGE},
    "moderation.part_group": {"responses": HUGE, "target": "alone", "reason": "x"},
    "moderation.undo_bulk": {"act": HUGE},
    "moderation.take_next": {"after": HUGE},
    "moderation.decide": {"decision_seq": HUGE, "set_seq": HUGE, "version": HUGE, "kind": "publish"},
    "moderation.mark_span": {"answer": HUGE, "start": HUGE, "end": HUGE, "place": "text", "version": "1"},
    "moderation.unmark": {"attachment": HUGE, "start": "0", "end": "3", "place": "text", "version": "1"},
    "moderation.mark_box": {"box": HUGE, "version": "1"},
    "moderation.unmark_box": {"box": HUGE, "version": "1"},
    "moderation.save_wording": {"base": HUGE, "supervisor-wording": "x"},
    "moderation.policy": {"base": HUGE, "danish": "x", "english": "x"},
    "notifications.letters": {"brev": HUGE},
    "notifications.letters_pdf": {"til": HUGE},
    "consultations.arrange_questions": {"til": f"op-{HUGE}"},
}
"""What a form sends beside its token, by endpoint: each field that is read as a number."""

pytestmark = pytest.mark.slow


def _pages(app: Flask, world: World) -> Iterator[tuple[Rule, str, str, Role | None]]:
    """Each rule and method, its address with things that exist, and one who may."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            address = world.address(app, rule)
            if address is not None and rule.endpoint != "site.readyz":
                roles = ROUTES.get((rule.endpoint, method))
                yield rule, method, address, min(roles) if roles else None


def _numbered(rule: Rule) -> list[str]:
    """The names of the numbers in an address."""
    return re.findall(r"<int:(\w+)>", rule.rule)


def _token(client: FlaskClient) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/intern/hoeringer").get_data(as_text=True))
    return found[1] if found else ""


def test_I1_a_number_in_an_address_that_no_column_can_hold_is_no_address(
    app_on_each: Flask, world: World, browsers: dict[Role | None, FlaskClient]
) -> None:
    tokens = {role: _token(client) for role, client in browsers.items()}
    answers = [
        (rule.rule, method, name, browsers[role].open(_with(rule, world, name, number), method=method, data=sent))
        for rule, method, _address, role in _pages(app_on_each, world)
        for name in _numbered(rule)
        for number in (HUGE, JUST_TOO_LARGE)
        for sent in [{"csrf_token": tokens[role]} if method == "POST" else None]
    ]
    assert len(answers) > 100
    assert [(*told, answer.status_code) for *told, answer in answers if answer.status_code != 404] == []


def _with(rule: Rule, world: World, name: str, number: str) -> str:
    values = world.values | world.unpublished | {name: number}
    return re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", lambda found: str(values[found[1]]), rule.rule)


class Heard(ImmutableMultiDict[str, str]):
    """A query that notes which words it is asked for; whoever goes through it asks for all of them."""

    words: ClassVar[set[str]] = set()
    ALL: ClassVar[frozenset[str]] = frozenset().union(*QUERIES)

    def __getitem__(self, key: str) -> str:
        self.words.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.words.add(str(key))
        return super().__contains__(key)

    def getlist(self, key: str, *more: Any, **named: Any) -> list[Any]:
        self.words.add(key)
        return super().getlist(key, *more, **named)

    def __iter__(self) -> Iterator[str]:
        self.words.update(self.ALL)
        return super().__iter__()

    def items(self, multi: bool = False) -> Any:
        self.words.update(self.ALL)
        return super().items(multi)

    def lists(self) -> Any:
        self.words.update(self.ALL)
        return super().lists()


def _read_by(client: FlaskClient, address: str) -> list[dict[str, str]]:
    """Of QUERIES those with a word that the page asks for, and one in any case: links to the page repeat it."""
    Heard.words.clear()
    client.application.extensions["pages"].clear()  # a page that is kept asks for nothing
    client.get(address)
    return [query for at, query in enumerate(QUERIES) if at == 0 or Heard.words & set(query)]


def test_I1_no_number_or_day_in_a_query_breaks_a_page(
    app_on_each: Flask, world: World, browsers: dict[Role | None, FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A word that a page does not ask for where it is alone is not asked for with a value either."""
    monkeypatch.setattr(app_on_each.request_class, "parameter_storage_class", Heard)
    answers = [
        (rule.rule, tuple(query), browsers[role].get(f"{address}?{urlencode(query)}").status_code)
        for rule, method, address, role in _pages(app_on_each, world)
        if method == "GET"
        for query in _read_by(browsers[role], address)
    ]
    asked = Counter(query for _, query, _ in answers)
    assert min(asked[tuple(query)] for query in QUERIES) > 0
    assert [told for told in answers if told[2] >= 500] == []


def test_I1_no_day_at_the_ends_of_the_calendar_breaks_the_log(browsers: dict[Role | None, FlaskClient]) -> None:
    asked = [{name: day} for name in ("fra", "til") for day in DAYS]
    log = [browsers[Role.AUDITOR].get("/intern/log", query_string=one).status_code for one in asked]
    assert log == [200] * len(asked)


def test_I1_no_number_in_a_form_breaks_the_page_that_takes_it(
    app_on_each: Flask, world: World, browsers: dict[Role | None, FlaskClient]
) -> None:
    answers = {}
    for rule, method, address, role in _pages(app_on_each, world):
        if method == "POST" and rule.endpoint in FORMS:
            sent = MultiDict({"csrf_token": _token(browsers[role])} | FORMS[rule.endpoint])
            answers[rule.endpoint] = browsers[role].post(address, data=sent).status_code
    assert set(answers) == set(FORMS)
    assert {told: status for told, status in answers.items() if status >= 500} == {}
