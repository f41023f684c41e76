"""I1, I2: hostile texts wherever one can come in, on both databases. No error page of ours, whoever sends them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import quote

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.routing import Rule

from consultation.vocabulary import Role
from tests.architecture.routes import ROUTES
from tests.architecture.world import World

pytestmark = pytest.mark.slow

TEXTS = (
    "' OR 1=1 --",
    '"><script>alert(1)</script>',
    "{{7*7}}${7*7}%n%s",
    "../../../../etc/passwd",
    "\r\nBcc: x@ond.example\r\n\r\nx",
    "\u202e\u200b\ufeff\U000e0041",
    "e" + "\u0301" * 20_000,
    "😀\U0010ffff\ufffe\x01\x85",
    '=HYPERLINK("x")',
    "-1",
    "9223372036854775808",
    "1" * 5_000,
    "٣",
    "²",
    "1e309",
    "NaN",
    "a" * 210_000,
    " ",
)
"""Of each kind that has broken a page somewhere: SQL, HTML, templates, paths, headers, signs, numbers, lengths."""
SHORT = tuple(text for text in TEXTS if text.strip() and len(text) <= 5_000)
BROKEN = ("%00", "a%00b", "%ED%A0%80", "%E6")
"""What no database can hold (I2)."""
HEADERS = ("Accept-Language", "Cookie", "Origin", "Referer", "X-Forwarded-For", "If-None-Match", "Range", "Accept")
LEFT_ALONE = frozenset({"accounts.sign_out", "demo_sign_in.sign_in_demo"})
"""Afterwards nobody would be signed in."""
TYPED = frozenset({"", "text", "email", "tel", "number", "search", "url", "password", "date", "hidden"})
KEPT = frozenset({"csrf_token"})
ROUNDS = 2
"""How often each form is sent, with other texts in its fields."""
QUERY = ("afsnit", "efter", "foer", "let", "nr", "q", "side", "som", "svar", "tilstand", "udkast", "videre")
"""The words that views look for in a query."""


@dataclass(frozen=True)
class Form:
    """A form as a page has it: where it is sent, by whom, its fields with their values, and its file fields."""

    address: str
    role: Role | None
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]

    def filled(self, first: int) -> MultiDict[str, Any]:
        """Each field with another text, from the one at `first` on; the token that lets it in stays."""
        texts = [TEXTS[(first + at) % len(TEXTS)] for at in range(len(self.fields))]
        typed = [
            (name, value if name in KEPT else text) for (name, value), text in zip(self.fields, texts, strict=True)
        ]
        file = (BytesIO(b"%PDF-"), f"{TEXTS[first % len(TEXTS)][:500]}.pdf")
        return MultiDict([*typed, *((name, file) for name in self.files)])


def pages(app: Flask, world: World) -> Iterator[tuple[Rule, str, Role | None]]:
    """Each page that is read, its address, and one who may; but not what answers 503 where nothing watches."""
    for rule in app.url_map.iter_rules():
        address = world.address(app, rule)
        if address is not None and "GET" in (rule.methods or ()) and rule.endpoint != "site.readyz":
            roles = ROUTES.get((rule.endpoint, "GET"))
            yield rule, address, min(roles) if roles else None


def broken(answers: Sequence[tuple[str, Any]]) -> list[str]:
    return sorted({told for told, answer in answers if answer.status_code >= 500})


def test_I1_no_query_header_or_word_in_an_address_breaks_a_page(
    app_on_each: Flask, world: World, browsers: dict[Role | None, FlaskClient]
) -> None:
    """Each page meets other texts than the one before, so that each text meets pages of every kind."""
    answers = []
    for at, (rule, address, role) in enumerate(pages(app_on_each, world)):
        query, header, word = (SHORT[(at + step) % len(SHORT)] for step in (0, 5, 10))
        typed = "&".join(f"{name}={quote(query[:300])}" for name in QUERY)
        told = {HEADERS[at % len(HEADERS)]: re.sub(r"[\r\n\0]", "", header)[:500].encode().decode("latin-1")}
        answers.append((rule.rule, browsers[role].get(f"{address}?{typed}", headers=told)))
        for name in rule.arguments & set(world.values):
            known = quote(str(world.values[name]), safe="")
            changed = re.sub(rf"/{re.escape(known)}(?=[/.]|$)", f"/{quote(word, safe='')}", address)
            answers.append((f"{rule.rule} {name}", browsers[role].get(changed)))
    assert broken(answers) == []


def test_I2_what_no_database_can_hold_is_400_at_every_address(
    app_on_each: Flask, world: World, browsers: dict[Role | None, FlaskClient]
) -> None:
    answers = [
        (address, browsers[role].get(address, query_string=f"q={BROKEN[at % len(BROKEN)]}").status_code)
        for at, (_rule, address, role) in enumerate(pages(app_on_each, world))
    ]
    assert {address for address, status in answers if status != 400} == set()


def test_I1_no_field_breaks_the_page_that_takes_it(
    app_on_each: Flask, world: World, browsers: dict[Role | None, FlaskClient]
) -> None:
    forms = _forms(app_on_each, world, browsers)
    assert len(forms) > 50
    answers = []
    for at, form in enumerate(forms):
        for step in range(ROUNDS):
            answer = browsers[form.role].post(form.address, data=form.filled(at + step * len(TEXTS) // ROUNDS))
            answers.append((f"{form.address} {[name for name, _value in form.fields]} {at + step}", answer))
    assert broken(answers) == []


def _forms(app: Flask, world: World, browsers: dict[Role | None, FlaskClient]) -> list[Form]:
    """Every form of every page, once."""
    found: dict[tuple[str, tuple[str, ...]], Form] = {}
    for rule, address, role in pages(app, world):
        answer = browsers[role].get(address)
        if answer.mimetype == "text/html" and rule.endpoint not in LEFT_ALONE:
            for form in _forms_of(answer.get_data(as_text=True), address, role):
                found.setdefault((form.address, tuple(name for name, _value in form.fields)), form)
    return [form for form in found.values() if form.fields or form.files]


def _forms_of(html: str, address: str, role: Role | None) -> Iterator[Form]:
    for element in html5lib.parse(html, namespaceHTMLElements=False).iter("form"):
        if element.get("method", "get").casefold() != "post" or "log-ud" in element.get("action", ""):
            continue
        inputs = [one for one in element.iter("input") if one.get("name") and one.get("type", "") in TYPED]
        choices = [one for tag in ("textarea", "select") for one in element.iter(tag) if one.get("name")]
        fields = tuple((str(one.get("name")), str(one.get("value", ""))) for one in (*inputs, *choices))
        files = tuple(str(one.get("name")) for one in element.iter("input") if one.get("type") == "file")
        yield Form(element.get("action") or address, role, fields, files)
