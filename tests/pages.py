"""A test client that reads every HTML page as a strict checker would."""

import hashlib
import re
from collections import Counter
from html import unescape
from typing import Any

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.kept import Sound

HTML = "{http://www.w3.org/1999/xhtml}"
SHOWN_AS = {"input", "select", "textarea"}
_WORDS = re.compile(r">[ \n]*\w[\w \n.,:;!?()/'’–§%+-]*")
_VALUES = re.compile(r"\b(href|action|value|datetime|content)=\"[\w.:/?#=%+ -]*")
"""What differs between pages of one shape: letters, figures and what stands between them, and no other sign."""
sound = Sound()


class PageClient(FlaskClient):
    """Checks: valid HTML5, language, title, one h1, unique ids, labelled fields, CSP; and a token in staff forms."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.data:
            check(response)
        return response

    def form(self, address: str, /, **values: Any) -> TestResponse:
        """Fetches the page at the address, then posts its first form there with these values and its token."""
        page = self.get(address).get_data(as_text=True)
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        return self.post(address, data=values | ({"csrf_token": token[1]} if token else {}))

    def walk(self, address: str, pattern: str) -> tuple[list[list[str]], list[list[str]]]:
        """What is found on each page of a long list by their links: from this one to the last, and back from there."""
        onwards, last = self._follow(address, "next")
        back, _first = self._follow(last, "prev")
        return [re.findall(pattern, page) for page in onwards], [re.findall(pattern, page) for page in back]

    def _follow(self, address: str, way: str) -> tuple[list[str], str]:
        """The pages, and the address of the last of them."""
        pages = [self.get(address).get_data(as_text=True)]
        while link := re.search(rf'href="(\?[^"]*)" rel="{way}"', pages[-1]):
            address = address.partition("?")[0] + unescape(link[1])
            pages.append(self.get(address).get_data(as_text=True))
        return pages, address


def check(response: TestResponse) -> None:
    """Raises AssertionError with every fault of the page. The same page with other words is as sound the next time."""
    page = response.get_data(as_text=True)
    policy = response.headers.get("Content-Security-Policy", "")
    shape = _VALUES.sub(r"\1", _WORDS.sub(">.", page))
    seen = hashlib.sha256(f"{policy}{shape}".encode()).hexdigest()
    if seen not in sound:
        _check(page, response)
        sound.add(seen)


def _check(page: str, response: TestResponse) -> None:
    parser = html5lib.HTMLParser(namespaceHTMLElements=True)
    tree = parser.parse(page)
    faults = [f"parse: {error[1]} at {error[0]}" for error in parser.errors]
    faults += _frame_faults(tree, response) + _id_faults(tree) + _label_faults(tree)
    assert not faults, f"{response.request.path}: {faults}"


def _frame_faults(tree: Any, response: TestResponse) -> list[str]:
    faults = []
    if tree.get("lang") not in {"da", "en"}:
        faults.append("html has no language")
    title = tree.find(f".//{HTML}title")
    if title is None or not (title.text or "").strip():
        faults.append("no title")
    if len(tree.findall(f".//{HTML}h1")) != 1:
        faults.append("not exactly one h1")
    if "unsafe" in response.headers.get("Content-Security-Policy", "unsafe"):
        faults.append("no strict content security policy")
    if tree.findall(".//*[@style]"):
        faults.append("inline style")
    return faults


def _id_faults(tree: Any) -> list[str]:
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    return [f"id {name} stands {count} times" for name, count in ids.items() if count > 1]


def _label_faults(tree: Any) -> list[str]:
    labelled = {element.get("for") for element in tree.iter(f"{HTML}label")}
    return [
        f"field {field.get('name')} has no label"
        for field in tree.iter()
        if str(field.tag).removeprefix(HTML) in SHOWN_AS
        and field.get("type") not in {"hidden", "submit"}
        and field.get("id") not in labelled
        and not (field.get("aria-label") or field.get("aria-labelledby"))
    ]
