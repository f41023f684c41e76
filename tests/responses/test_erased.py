"""What everybody sees of a response whose content is erased: that it is, and since when (P4)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import erasing
from consultation.errors import Conflict
from consultation.lib.tokens import check_code
from consultation.models import Consultation, Response, Staff
from consultation.moderation import operations as moderation
from consultation.moderation import takedown
from consultation.moderation.takedown import Seen
from consultation.responses import operations
from consultation.vocabulary import DecisionKind, Reason, Role
from tests import factories
from tests.conftest import Clock
from tests.factories import NOW
from tests.moderation import desk
from tests.pages import PageClient
from tests.responses.test_flow import begin, send, text_of

ERASED = "Indholdet er slettet mandag den 2. marts 2026"
LATER = NOW + timedelta(hours=1)
SECRET = "Zebrastriberne sejler."


@pytest.fixture
def consultation(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    store.commit()
    return row


def erased(store: Session, *, public: bool = True) -> Response:
    """The one response, taken down after everybody could read it, or withheld at once, and erased."""
    row = store.scalars(select(Response)).one()
    moderation.scan_response(store, NOW, row.id)
    if public:
        desk.decide(store, "system", row, DecisionKind.PUBLISH)
        takedown.take_down(store, "system", LATER, Seen(row.id, 1, 1), Reason.UNLAWFUL)
    else:
        desk.decide(store, "system", row, DecisionKind.WITHHOLD, Reason.UNLAWFUL)
    erasing.erase(store, "system", LATER, row, "Derfor.")
    store.commit()
    return row


def test_P4_the_sender_is_told_on_the_private_page_and_on_the_receipt(
    client: PageClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    own = send(client, begin(client, text=SECRET))
    erased(store)
    at.now = LATER
    for address in (own, f"{own}/kvittering"):
        page = text_of(client.get(address))
        assert ERASED in page
        assert "Zebrastriberne" not in page
        assert "Svar nr. 1" in page or "svar nr. 1" in page
    assert "Ret svaret" not in text_of(client.get(own))
    for name in ("json", "pdf"):
        gone = client.get(f"{own}/kvittering.{name}")
        assert (gone.status_code, ERASED in text_of(gone)) == (410, True)


def test_P4_it_is_not_corrected_any_more(client: PageClient, store: Session, consultation: Consultation) -> None:
    own = send(client, begin(client))
    row = erased(store, public=False)
    assert client.get(f"{own}/ret").status_code == 303
    new = factories.submission("Nyt.")
    with pytest.raises(Conflict):
        operations.correct_response(store, factories.settings(), NOW, row, new.sender, new.content)


def test_P4_L3_a_receipt_is_known_again_but_cannot_be_recalculated(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    send(client, begin(client))
    code = check_code(erased(store, public=False).commitment)
    store.commit()
    told = text_of(client.post("/kontrol", data={"number": "1", "code": code}))
    assert "Koden passer" in told
    assert ERASED in told


def test_P4_R35_the_public_address_says_so(
    client: PageClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    send(client, begin(client, text=SECRET))
    row = erased(store)
    at.now = LATER
    gone = client.get(f"/hoeringer/{consultation.slug}/svar/{row.key}")
    assert (gone.status_code, gone.headers["X-Robots-Tag"]) == (410, "noindex")
    assert f"Svar nr. 1 vises ikke. {ERASED}" in text_of(gone)


def test_P4_the_desk_keeps_number_and_decisions(
    store: Session, consultation: Consultation, client: PageClient, sign_in: Callable[[Staff], PageClient]
) -> None:
    send(client, begin(client, text=SECRET))
    erased(store, public=False)
    moderator = sign_in(factories.staff(store, consultation.authority, Role.MODERATOR))
    address = f"/intern/hoeringer/{consultation.slug}/svar/1/gennemgang"
    page = text_of(moderator.get(address))
    assert ERASED in page
    assert "Vises ikke offentligt" in page
    assert "Vis originalen" not in page
    assert "Åbn igen" not in page
    assert "Zebrastriberne" not in page


def test_the_answer_is_there_before(client: PageClient, store: Session, consultation: Consultation) -> None:
    assert "Zebrastriberne" in text_of(client.get(send(client, begin(client, text=SECRET))))
