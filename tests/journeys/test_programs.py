"""Programs read the demo: every answer is as described, and pages of other sites may ask."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from consultation.api.blueprint import ROOT
from tests.api.reading import crawl, faults
from tests.journeys.conftest import Site, _free_socket, _serving
from tests.journeys.walking import Walker

ASK = """async (address) => {
    const first = await fetch(address);
    const again = await fetch(address, {headers: {"If-None-Match": first.headers.get("ETag")}, cache: "no-store"});
    return [first.status, first.headers.get("Link") !== null, again.status];
}"""
DATA = """() => [...document.querySelectorAll('script[type="application/ld+json"]')]
    .flatMap((one) => JSON.parse(one.text)["@graph"].map((thing) => thing["@type"]))"""


@pytest.mark.slow
def test_every_answer_of_the_demo_is_as_described(site: Site) -> None:
    answers = crawl(site.app.test_client())
    assert len(answers) > 100
    assert {answer.status_code for answer in answers.values()} == {200}
    assert [fault for path, answer in answers.items() for fault in faults(site.app, path, answer)] == []


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """The address of a page of another site."""
    other, listener = Flask("elsewhere"), _free_socket()
    other.add_url_rule("/", view_func=lambda: "<!doctype html><title>Elsewhere</title><link rel=icon href=data:,>")
    with _serving(other, listener):
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"


@pytest.mark.browser
def test_a_page_of_another_site_reads_and_asks_again(walks: Callable[..., Walker], site: Site, elsewhere: str) -> None:
    walker = walks("program")
    walker.page.goto(elsewhere)
    assert walker.page.evaluate(ASK, f"{site.url}{ROOT}/consultations?limit=1") == [200, True, 304]


@pytest.mark.browser
def test_O5_linked_data_breaks_no_policy_and_is_read(walks: Callable[..., Walker]) -> None:
    """The walker hears of every breach of the content security policy."""
    walker = walks("linked-data")
    walker.go("/hoeringer/demo-aaben")
    assert walker.page.evaluate(DATA) == ["Event", "BreadcrumbList"]
    walker.go("/hoeringer/demo-aaben/udkast/1")
    assert walker.page.evaluate(DATA) == ["DigitalDocument", "BreadcrumbList"]
