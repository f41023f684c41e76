"""What the private page says in each state, and in both languages (interface.md 3.10)."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.consultations.queries import list_drafts
from consultation.models import Consultation, Decision, Job, Response, SectionText
from consultation.responses import operations, queries
from consultation.vocabulary import DecisionKind, Reason
from tests import factories
from tests.conftest import Clock
from tests.factories import CLOSES, NOW
from tests.pages import PageClient
from tests.responses.test_flow import KAREN, begin, send, text_of
from tests.site.published import words


@pytest.fixture
def consultation(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    store.commit()
    return row


def decide(store: Session, kind: DecisionKind, reason: Reason | None = None) -> None:
    """A decision on the one response, in force for an hour."""
    response = store.scalars(select(Response)).one()
    version = queries.newest_version(store, response.id)
    store.add(
        Decision(
            authority_id=response.authority_id,
            response_id=response.id,
            version_id=version.id,
            seq=1,
            kind=kind,
            reason=reason,
            by="staff:1",
            at=NOW - timedelta(hours=1),
            effective_at=NOW - timedelta(hours=1),
        )
    )
    store.commit()


def test_R32_who_is_withheld_is_told_why_and_how_to_complain(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    own = send(client, begin(client))
    decide(store, DecisionKind.WITHHOLD, Reason.OFF_TOPIC)
    page = text_of(client.get(own))
    for told in ("Vises ikke offentligt, men indgår i sagen.", "Grund:", "Klag over afgørelsen"):
        assert told in page
    assert "databeskyttelsesrådgiver: dpo@" in text_of(client.get(f"{own}/klage"))
    assert "Svaret bliver vist" not in text_of(client.get(f"{own}/kvittering"))


def test_a_published_response_is_dated_and_linked(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    own = send(client, begin(client))
    decide(store, DecisionKind.PUBLISH)
    key = store.scalars(select(Response.key)).one()
    page = client.get(own)
    assert "Vist på siden fra mandag den 2. marts 2026." in text_of(page)
    assert f"/hoeringer/hjaelp-i-hverdagen/svar/{key}" in page.get_data(as_text=True)


def test_a_wish_not_to_be_shown_is_a_wish(client: PageClient, consultation: Consultation) -> None:
    link = begin(client)
    client.post(f"{link}/om-dig", data=KAREN | {"hide": "1"})
    receipt = client.post(f"{link}/send", data={"til": "send"}).location
    assert "Du har bedt om, at svaret ikke bliver vist" in text_of(client.get(receipt))
    assert "Det tager en medarbejder stilling til." in text_of(client.get(receipt.removesuffix("/kvittering")))


def test_R21_earlier_versions_are_there_to_read(client: PageClient, consultation: Consultation) -> None:
    own = send(client, begin(client))
    client.post(f"{own}/ret", data={"text-1": "Otte uger er bedre.", "til": "gem"})
    page = text_of(client.get(own))
    assert page.index("Otte uger er bedre.") < page.index("Udgave 1") < page.index("Seks uger er for kort.")


def test_after_the_deadline_the_page_says_whom_to_ask(
    client: PageClient, consultation: Consultation, at: Clock
) -> None:
    own = send(client, begin(client))
    at.now = CLOSES
    page = text_of(client.get(own))
    assert "Fristen er gået, så svaret kan ikke længere rettes. Er der noget galt? Skriv eller ring til" in page
    assert "Få linket igen på e-mail" in page


def test_U20_what_is_in_danish_is_marked_on_every_private_page_in_english(client: PageClient, store: Session) -> None:
    row = factories.consultation(store, factories.authority(store))
    row.title = row.lead = "Kanariefugl"
    for text in list_drafts(store, row.id):
        text.draft.title = text.draft.heading = "Kanariefugl"
    for section in store.scalars(select(SectionText)):
        section.heading, section.html = "Kanariefugl", "<p>Kanariefugl</p>"
    store.commit()
    answer = "/en/hoeringer/hjaelp-i-hverdagen/besvar"
    link = begin(client, f"{answer}?udkast=2&afsnit=hvor-laenge", **{"proposed-hvor-laenge": "Otte uger."})
    client.post(f"{link}/skriv", data={"text": "Min søn Mikkel har autisme.", "til": "afsnit-hvem"})
    client.post(f"{link}/om-dig", data=KAREN)
    pages = [answer, *(f"{answer}{asked}" for asked in ("?udkast=1", "?udkast=1&afsnit=hvem", "?let=1"))]
    pages += [link + step for step in ("", "/vaelg", "/skriv", "/filer", "/om-dig", "/gennemse", "/sammen", "/slet")]
    _mark_danish(client, pages)
    own = send(client, link)
    _mark_danish(client, [own + page for page in ("", "/kvittering", "/ret", "/traek-tilbage", "/e-mail")])


def _mark_danish(client: PageClient, addresses: list[str]) -> None:
    shown = {address: client.get(address).get_data(as_text=True) for address in addresses}
    assert any("Kanariefugl" in html for html in shown.values())
    bare = [address for address, html in shown.items() if "Kanariefugl" in words(html, without_danish=True)]
    assert bare == []


def test_R18_the_mail_is_due_when_the_response_is_stored(session: Session) -> None:
    row = factories.consultation(session, factories.authority(session))
    sent = factories.submission(sender=factories.sender(email="karen@proeve.example"))
    operations.send_response(session, factories.settings("smtp://127.0.0.1:1"), NOW, row, sent)
    assert session.scalars(select(Job.due_at).where(Job.name == "notifications.deliver")).all() == [NOW]
