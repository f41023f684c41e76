"""D4: a text is the same where it is stored, read by its sender, by staff and by everybody, and in every export."""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consultation.accounts import operations as accounts
from consultation.lib.text import clean
from consultation.lib.typeset import printable
from consultation.models import Consultation, Response
from consultation.moderation import marking
from consultation.moderation import operations as moderation
from consultation.moderation.queries import material_of
from consultation.moderation.rules import KeepReason
from consultation.responses import queries
from consultation.summary import operations as summary
from consultation.summary import readback
from consultation.summary.compiler import compile_package
from consultation.summary.inputs import Inputs
from consultation.vocabulary import FindingAnswer, Role
from tests import factories
from tests.conftest import Clock
from tests.factories import NOW
from tests.pages import PageClient
from tests.responses.test_each_database import CORPUS
from tests.responses.test_flow import begin, send
from tests.site.published import LATER
from tests.summary.test_pdf import squeezed

pytestmark = pytest.mark.slow

SLUG = "hjaelp-i-hverdagen"
EDGES = (
    "a\r\nb\rc\n",
    "e\u0301t og A\u030arhus",
    "Styr\x07tegn \x1bher og \x0bny linje",
    "&lt;b&gt; &amp;amp; &#0; _x0041_",
    "007",
    " ".join(f"ord{number}" for number in range(6_000)),
)
"""What the one normalisation changes, what a program takes for something else, and more than a cell holds."""
TEXTS = (*CORPUS, *EDGES)
Texts = Mapping[str, str]
"""What a place says of each response, by its number."""


@pytest.fixture
def staff(app_on_each: Flask, engine: Engine) -> FlaskClient:
    """A moderator of an authority with an open consultation."""
    with Session(engine) as session:
        owner = factories.authority(session)
        factories.consultation(session, owner)
        token = accounts.open_session(session, NOW, factories.staff(session, owner, Role.MODERATOR))
        session.commit()
    client = app_on_each.test_client()
    client.set_cookie("staff", token)
    return client


def test_D4_every_text_is_the_same_in_every_place_that_has_it(
    app_on_each: Flask, engine: Engine, staff: FlaskClient, at: Clock
) -> None:
    own = {str(number): _sent(app_on_each, text) for number, text in enumerate(TEXTS, 1)}
    stored = {str(number): clean(text) for number, text in enumerate(TEXTS, 1)}
    with Session(engine) as session:
        found: dict[str, Texts] = {"database": _stored(session)}
        keys = _publish(session)
        files = compile_package(_inputs(session)).files
    at.now = LATER
    anybody = app_on_each.test_client()
    found["sender"] = {number: _page(anybody, address) for number, address in own.items()}
    found["staff"] = {number: _desk(staff, number) for number in own}
    found["public page"] = {number: _page(anybody, f"/hoeringer/{SLUG}/svar/{key}") for number, key in keys.items()}
    found["public data"] = _data(anybody.get(f"/api/v1/consultations/{SLUG}/responses?limit=100").get_json())
    found["data.json"] = _data(json.loads(files["data.json"]))
    found["overblik.xlsx"] = _sheet(files["overblik.xlsx"])
    found["samlede-hoeringssvar.pdf"] = _compiled(files["samlede-hoeringssvar.pdf"])
    assert [
        (place, number, text[:40])
        for place, said in found.items()
        for number, text in stored.items()
        if not HOLDS.get(place, _squeezed_in)(text, said.get(number, ""))
    ] == []


def _exactly(text: str, said: str) -> bool:
    return text == said


def _in(text: str, said: str) -> bool:
    return text in said


def _squeezed_in(text: str, said: str) -> bool:
    """On a page the lines are broken anew."""
    return squeezed(text) in squeezed(said)


def _printed_in(text: str, said: str) -> bool:
    """In print a sign that no typeface has is written as its name; heads and feet of pages stand between."""
    return Counter(sign for sign in squeezed(printable(text)) if sign.isprintable()) <= Counter(said)


HOLDS: Mapping[str, Callable[[str, str], bool]] = {
    **dict.fromkeys(("database", "public data", "data.json"), _exactly),
    "overblik.xlsx": _in,
    "samlede-hoeringssvar.pdf": _printed_in,
}


def _sent(app: Flask, text: str) -> str:
    """The private page of a response that was sent by a browser of its own."""
    client = app.test_client()
    assert isinstance(client, PageClient)
    return send(client, begin(client, text=text))


def _stored(session: Session) -> Texts:
    rows = session.scalars(select(Response)).all()
    versions = {str(row.seq): queries.newest_version(session, row.id) for row in rows}
    return {number: queries.list_answers(session, version.id)[0].text for number, version in versions.items()}


def _publish(session: Session) -> Mapping[str, str]:
    """Each as it is: whatever the machine points at, somebody lets stand. The key of each public page."""
    actor = "system"
    for row in session.scalars(select(Response)).all():
        moderation.scan_response(session, NOW, row.id)
        for one in material_of(session, row).undecided:
            kept = (FindingAnswer.KEEP, KeepReason.NOT_THAT)
            marking.answer_finding(session, actor, NOW, row.id, one.finding.id, *kept)
        moderation.publish_response(session, actor, NOW, row.id)
    session.commit()
    return {str(row.seq): row.key for row in session.scalars(select(Response)).all()}


def _inputs(session: Session) -> Inputs:
    owner = session.scalars(select(Consultation)).one()
    return summary.collect_now(session, factories.settings(), LATER, owner, provisional=True)


def _desk(client: FlaskClient, number: str) -> str:
    address = f"/intern/hoeringer/{SLUG}/svar/{number}/gennemgang"
    page = client.get(address).get_data(as_text=True)
    client.post(f"{address}/original", data={"csrf_token": page.split('csrf_token" value="')[1].split('"')[0]})
    return _page(client, address)


def _page(client: FlaskClient, address: str) -> str:
    """Every word of a page."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return "".join(html5lib.parse(answer.get_data(as_text=True)).itertext())


def _data(found: Mapping[str, list[dict[str, object]]]) -> Texts:
    return {str(one["number"]): one["answers"][0]["text"] for one in found["responses"]}  # type: ignore[index]  # - JSON


def _compiled(paper: bytes) -> Texts:
    """The part of each response, after the list of contents."""
    parts = re.split(r"Svar nr\. (\d+):", readback.words("samlede-hoeringssvar.pdf", paper))
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _sheet(workbook: bytes) -> Texts:
    """The words of each response, put together again where they go on in further rows."""
    said: dict[str, str] = {}
    for number, *_cells, words in readback.sheets(workbook)["Svar (KLADDE)"][1:]:
        said[number] = said.get(number, "") + words
    return said
