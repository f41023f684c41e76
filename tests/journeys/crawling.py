"""Follows links as a role, and knows which page of the application an address is."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask
from lxml import html as lxml_html
from playwright.sync_api import APIResponse, Response
from sqlalchemy import Engine, String, select
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from consultation.models import Base
from consultation.vocabulary import Role
from tests.journeys.walking import Walker

VARIED = frozenset({"site.consultation", "site.responses", "site.outcome", "site.authority"})
"""Pages whose template says something else in each state: looked at for every consultation."""
NOBODY = "nobody"
ANOTHERS = 403
"""A page of another role says which role it takes (interface.md 2); a gap links to it all the same (U26)."""
_LINKS = ("http", "mailto:", "tel:", "webcal:", "#")
_DANISH = re.compile(
    r"\b(og|ikke|svar|svaret|høring|høringen|frist|fristen|der|det|er|på|til|af|med|eller|når|hvad|hvem|hvor|som|du|"
    r"vi|dit|jeres|har|skal|bliver|udkast|afsnit|gem|rediger|tilbage|siden|ingen|alle|nr|efter|kl)\b",
    re.IGNORECASE,
)
_SPOKEN = ("aria-label", "alt", "placeholder", "title")


def first_role(app: Flask, endpoint: str) -> str:
    """The role that looks at the page for all: the first that may, so that each page is looked at once."""
    may = vars(app.view_functions[endpoint]).get("required_roles", frozenset())
    return next((role.value for role in Role if role in may), NOBODY)


def html_rules(app: Flask) -> Iterator[Rule]:
    return (rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.endpoint != "static")


def endpoint_of(app: Flask, path: str) -> tuple[str, str] | None:
    """(endpoint, slug) of an address without a language; None where it is no page."""
    try:
        endpoint, values = app.url_map.bind("localhost").match(path)
    except HTTPException:
        return None
    return endpoint, str(values.get("slug", ""))


class Crawl:
    """Every page within reach of `seeds`, one address for each; `faults` are links that lead nowhere.

    `visits` says of an endpoint whether the walker is to stand on its page when `pages` yields it.
    """

    def __init__(
        self,
        app: Flask,
        walker: Walker,
        seeds: Iterable[str],
        prefix: str = "",
        visits: Callable[[str], bool] = lambda _endpoint: False,
    ) -> None:
        self._app, self._walker, self._prefix, self._visits = app, walker, prefix, visits
        self._waiting = [(seed, "") for seed in seeds]
        self._known: set[tuple[str, str]] = set()
        self.faults: list[str] = []

    def pages(self) -> Iterator[tuple[str, str, str]]:
        """(endpoint, address, HTML) of each page that is HTML."""
        while self._waiting:
            address, linked_on = self._waiting.pop(0)
            found = self._new_page(address, linked_on)
            if found is None:
                continue
            answer = self._ask(found, self._prefix + address)
            if answer.status == ANOTHERS:
                continue
            if not answer.ok:
                self.faults.append(f"{address}, linked on {linked_on}: {answer.status}")
            elif answer.headers.get("content-type", "").startswith("text/html"):
                html = answer.text()
                self._waiting += [(urljoin(address, link), address) for link in self._links(html)]
                yield found, address, html

    def _ask(self, endpoint: str, address: str) -> APIResponse | Response:
        """A page that is visited is asked for once, by the window."""
        visited = self._walker.go(address) if self._visits(endpoint) else None
        return visited or self._walker.page.request.get(address)

    def _new_page(self, address: str, linked_on: str) -> str | None:
        """The endpoint, where no page of its kind has been met."""
        path = urlsplit(address).path
        found = endpoint_of(self._app, path)
        if found is None:
            self.faults.append(f"{address}, linked on {linked_on}: no such page")
            return None
        key = found if found[0] in VARIED else (found[0], "")
        if key in self._known:
            return None
        self._known.add(key)
        return found[0]

    def _links(self, html: str) -> list[str]:
        tree = _parse(html)
        hrefs = (link.get("href", "") for link in tree.iter("a"))
        own = (href for href in hrefs if href and not href.startswith(_LINKS))
        return [href.removeprefix(self._prefix) or "/" for href in own if _is_english(href) == bool(self._prefix)]


@lru_cache(maxsize=1)
def _parse(html: str) -> Any:
    """Links, words and controls of one page are read one after the other."""
    return lxml_html.document_fromstring(html)


def _is_english(href: str) -> bool:
    return href == "/en" or href.startswith("/en/")


def danish_words(html: str, written: Collection[str] = ()) -> list[str]:
    """Danish words that no lang="da" announces (U20); `written` is what people wrote, which nobody translates."""
    found = []
    for text in _english_texts(_parse(html).find("body")):
        words = " ".join(text.split())
        if _DANISH.search(words) and any(_DANISH.search(part) for part in _not_written(words, written)):
            found.append(words[:120])
    return found


def written_in(engine: Engine) -> frozenset[str]:
    """Every text in the database that is longer than a code, and every address."""
    with engine.connect() as connection:
        columns = [one for table in Base.metadata.sorted_tables for one in table.c if isinstance(one.type, String)]
        rows = (connection.scalars(select(column).distinct()) for column in columns)
        return frozenset(
            " ".join(value.split()) for found in rows for value in found if value and (" " in value or "@" in value)
        )


def _not_written(words: str, written: Collection[str]) -> Iterator[str]:
    """The parts between the signs of a line that are in no written text, nor made of written texts."""
    for part in re.split(r"[:·()|]|, | – ", words):
        own = part.strip(" 0123456789.…,")
        if any(own in text for text in written):
            continue
        for text in sorted((text for text in written if text in own), key=len, reverse=True):
            own = own.replace(text, "")
        yield own


def _english_texts(element: Any) -> Iterator[str]:
    if element.get("lang") == "da" or element.tag in {"script", "style"}:
        return
    yield from (element.get(name) for name in _SPOKEN if name in element.attrib)
    yield element.text or ""
    for child in element:
        yield from _english_texts(child)
        yield child.tail or ""


_TYPED = frozenset({"input", "select", "textarea"})


def dead_controls(html: str) -> list[str]:
    """Links, buttons and fields that do nothing where no script runs (U19); what is hidden there is none."""
    tree = _parse(html)
    ids = {str(element.get("id")) for element in tree.iter() if element.get("id")}
    return [f"{fault}: {_opening(element)}" for element, fault in _dead(tree, ids, in_form=False)]


def _dead(element: Any, ids: Collection[str], *, in_form: bool) -> Iterator[tuple[Any, str]]:
    if "hidden" in element.attrib or element.tag == "template":
        return
    in_form = in_form or element.tag == "form"
    fault = _link_fault(element, ids) or _form_fault(element, in_form=in_form)
    if fault or any(str(name).startswith("on") for name in element.attrib):
        yield element, fault or "script in an attribute"
    for child in element:
        if isinstance(child.tag, str):
            yield from _dead(child, ids, in_form=in_form)


def _link_fault(element: Any, ids: Collection[str]) -> str:
    href = element.get("href", "")
    if element.tag != "a" or (href.startswith("#") and href[1:] in ids):
        return ""
    return "leads nowhere" if not href or href.startswith(("#", "javascript:")) else ""


def _form_fault(element: Any, *, in_form: bool) -> str:
    kind = element.get("type", "submit" if element.tag == "button" else "text")
    if element.tag == "form":
        sends = [one for one in element.iter("button") if one.get("type", "submit") == "submit"]
        return "" if sends else "has no button that sends it"
    if element.tag == "button":
        return "" if kind == "submit" and in_form else "waits for a script"
    typed = element.tag in _TYPED and kind != "hidden" and "readonly" not in element.attrib
    return "is sent by nothing" if typed and not in_form else ""


def _opening(element: Any) -> str:
    attributes = " ".join(f'{name}="{value}"' for name, value in element.attrib.items())
    return f"<{element.tag} {attributes}>"[:160]
