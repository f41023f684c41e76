"""What the page tests of analysis share: its addresses, and reading and posting without script."""

import re
from collections.abc import Mapping
from html import unescape

from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from consultation.models import Consultation, Response
from consultation.moderation import operations as moderation
from tests.analysis.dividing import respond, spans
from tests.factories import NOW
from tests.pages import PageClient

I = "/intern/hoeringer/hjaelp-i-hverdagen"
DESK = f"{I}/svar/1/punkter"


def published(store: Session, consultation: Consultation, *texts: str, name: str = "Karen Prøvesen") -> Response:
    row = respond(store, consultation, *texts, name=name)
    moderation.publish_response(store, "system", NOW, row.id)
    store.commit()
    return row


def words(page: TestResponse) -> str:
    """What a reader sees, on one line."""
    body = re.sub(r"<(?:script|style).*?</(?:script|style)>", "", page.get_data(as_text=True), flags=re.DOTALL)
    body = re.sub(r"</?(?:a|em|span|strong|time)\b[^>]*>", "", body)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def post(client: PageClient, page: str, address: str, values: Mapping[str, object] | None = None) -> TestResponse:
    """Sends a form of the page to the address."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).get_data(as_text=True))
    assert token is not None
    return client.post(address, data={"csrf_token": token[1], **(values or {})})


def values(store: Session, response: Response, *which: int) -> list[str]:
    """What stands for these sentences in a form; commits, as an open session would keep others from writing."""
    found = [str(span) for span in spans(store, response, *which)]
    store.commit()
    return found
