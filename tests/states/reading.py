"""What anybody reads at this instant: the pages agree with the state, and say no word that is not public (R3, R33)."""

import re
from datetime import datetime

from flask.testing import FlaskClient

from consultation.vocabulary import State
from tests.pages import check
from tests.states.expected import Case

BADGES = {
    State.PLANNED: "Åbner snart",
    State.OPEN: "Åben for svar",
    State.CLOSED: "Lukket",
    State.UNDER_CONSIDERATION: "Under behandling",
    State.DECIDED: "Besluttet",
    State.CANCELLED: "Aflyst",
}
_COUNTED = 'id="svar"'
_PANEL = re.compile(r'<li id="nr-([^"]+)">(.*?)</li>', re.DOTALL)
SEARCHED = 4
"""Words of either kind that are searched for each time; more would find no more."""
_BADGE = re.compile(r'class="hs-deadline[^>]*>\s*<p><strong class="badge[^>]*>([^<]+)<')


def check_pages(client: FlaskClient, slug: str, case: Case, now: datetime) -> None:
    """Raises AssertionError; before the consultation is to be seen it looks like any unknown address (P7)."""
    state = case.state(now)
    client.application.extensions["pages"].clear()
    pages = [client.get(f"/hoeringer/{slug}{page}") for page in ("", "/svar", "/tal", "/resultat", "/udkast/1")]
    for page in pages:
        check(page)
    assert {page.status_code for page in pages} == ({404} if state is State.UNPUBLISHED else {200})
    home, listed, *_ = texts = [page.get_data(as_text=True) for page in pages]
    if state is not State.UNPUBLISHED:
        assert _BADGE.findall(home) == [BADGES[state]]
    shown = state is not State.UNPUBLISHED and case.shows_responses(now)
    public = {word for answer in case.answers for word in answer.public_words(now)} if shown else set()
    assert {word for word in case.canaries() if any(word in text for text in texts)} <= public
    assert set(re.findall(r'id="nr-([^"]+)"', listed)) == ({one.number for one in case.answers} if shown else set())
    _check_search(client, slug, case, public)
    _check_private_pages(client, case)


def check_kept_pages(client: FlaskClient, slug: str) -> int:
    """Pages that were read one event ago say what they would say if they were made now, but for what has just come.

    A number is true when it was counted; no place, text or state may be older than the last event (C4, T8). Returns how
    many of them had been kept.
    """
    addresses = [f"/hoeringer/{slug}{page}" for page in ("", "/svar", "/udkast/1")]
    cache = client.application.extensions["pages"]
    held = {one.asked.tag for one in cache._pages.values()}
    kept = [client.get(address) for address in addresses]
    cache.clear()
    fresh = [client.get(address) for address in addresses]
    texts = [page.get_data(as_text=True) for page in kept]
    now = [page.get_data(as_text=True) for page in fresh]
    assert [page.status_code for page in kept] == [page.status_code for page in fresh]
    assert texts[0].partition(_COUNTED)[0] == now[0].partition(_COUNTED)[0]
    assert dict(_PANEL.findall(texts[1])).items() <= dict(_PANEL.findall(now[1])).items()
    assert texts[2] == now[2]
    return sum(page.headers.get("ETag", "").strip('"') in held for page in kept)


def _check_search(client: FlaskClient, slug: str, case: Case, public: set[str]) -> None:
    """A word is found in this consultation exactly while it may be read there (P1, P7)."""
    secret = case.canaries() - public
    for word in [*sorted(public)[-SEARCHED:], *sorted(secret)[-SEARCHED:]]:
        html = client.get("/soeg", query_string={"q": word}).get_data(as_text=True)
        assert (f'href="/hoeringer/{slug}/svar/' in html) == (word in public), word


def _check_private_pages(client: FlaskClient, case: Case) -> None:
    """The newest receipt opens, with its number and what was sent."""
    for answer in case.answers[-1:]:
        own = client.get(f"/mit-svar/{answer.token}")
        receipt = client.get(f"/mit-svar/{answer.token}/kvittering")
        assert (own.status_code, receipt.status_code) == (200, 200)
        check(own)
        check(receipt)
        assert f"svar nr. {answer.number}".casefold() in own.get_data(as_text=True).casefold().replace("\xa0", " ")
        assert answer.text is None or answer.text.neighbour in own.get_data(as_text=True)
