"""People who answer over real HTTP, without JavaScript, and press again when nothing comes back."""

import re
import time
from dataclasses import dataclass
from html import unescape
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

from tests.durability.serving import PATIENCE, SLUG, Site

ANSWER = f"/hoeringer/{SLUG}/besvar?udkast=0"
KAREN = {"capacity": "citizen", "name": "Karen Prøvesen", "postcode": "0000", "til": "naeste"}
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_NUMBER = re.compile(r"[Ss]var nr\.\s*(\d+)")
_REQUEST_SECONDS = 15
URLENCODED = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Page:
    status: int
    location: str
    text: str


@dataclass(frozen=True)
class Receipt:
    """What somebody has in hand: their words, the secret of their page, and the number."""

    text: str
    token: str
    number: int


def ready(site: Site, text: str) -> str:
    """The link of an answer of which only sending is left."""
    form = hidden_fields(ask(site, "GET", ANSWER).text)
    link = ask(site, "POST", ANSWER, form | {"text": text, "til": "naeste"}).location.removesuffix("/om-dig")
    assert ask(site, "POST", f"{link}/om-dig", KAREN).location == f"{link}/gennemse"
    return link


def hidden_fields(page: str) -> dict[str, str]:
    """What a form sends back without being asked."""
    return {name: unescape(value) for name, value in _HIDDEN.findall(page)}


def press_send(site: Site, link: str) -> str:
    """The address of the receipt."""
    return ask(site, "POST", f"{link}/send", {"til": "send"}).location


def read_receipt(site: Site, text: str, address: str) -> Receipt:
    found = re.fullmatch(r"/mit-svar/([^/]+)/kvittering", address)
    assert found is not None, address
    number = _NUMBER.search(ask(site, "GET", address).text.replace("\xa0", " "))
    assert number is not None
    return Receipt(text, found[1], int(number[1]))


def ask(site: Site, method: str, address: str, form: dict[str, str] | None = None) -> Page:
    """The same request until it is answered: again where the connection was lost, or the server said to try again."""
    end = time.monotonic() + PATIENCE
    while True:
        page = _try(site, method, address, form)
        if page is not None and page.status != 503:
            assert page.status in {200, 303}, (page.status, address)
            return page
        assert time.monotonic() < end, f"no answer to {method} {address}"
        time.sleep(0.1)


def _try(site: Site, method: str, address: str, form: dict[str, str] | None) -> Page | None:
    """None where the connection was lost, whatever the server had done by then."""
    connection = HTTPConnection(site.host, site.port, timeout=_REQUEST_SECONDS)
    headers = {"Content-Type": URLENCODED} if form is not None else {}
    try:
        connection.request(method, address, urlencode(form) if form is not None else None, headers)
        response = connection.getresponse()
        return Page(response.status, response.headers.get("Location", ""), response.read().decode())
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()
