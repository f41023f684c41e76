"""Letters for those without an e-mail address, as one PDF (R23, states.md)."""

import io
from collections.abc import Callable
from typing import Any

import pypdfium2  # type: ignore[import-untyped] # - it ships no types
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.models import Audit, Consultation, Message, Staff
from consultation.notifications import operations
from consultation.summary import pdf_check
from consultation.vocabulary import Channel, Language, MessageState, Role
from tests import factories
from tests.factories import NOW
from tests.pages import PageClient
from tests.responses.test_flow import text_of

PAGE = "/intern/hoeringer/hjaelp-i-hverdagen/kvitteringsbreve"
PDF = "/intern/hoeringer/hjaelp-i-hverdagen/breve.pdf"
ADDRESS = "Prøvegade 12, 2. tv.\n0000 Prøvestad"


@pytest.fixture
def consultation(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    store.commit()
    return row


@pytest.fixture
def secretary(store: Session, consultation: Consultation, sign_in: Callable[[Staff], PageClient]) -> PageClient:
    return sign_in(factories.staff(store, consultation.authority, Role.SECRETARY))


def by_letter(store: Session, consultation: Consultation, name: str, **given: Any) -> None:
    """A response that came by post, from somebody without an e-mail address."""
    sender = factories.sender(name=name, address=given.pop("address", ADDRESS))
    sent = factories.submission(sender=sender, channel=Channel.LETTER, actor="staff:1", **given)
    factories.response(store, consultation, sent)
    store.commit()


def _printed(secretary: PageClient, until: int | str = "") -> bytes:
    """The letters as one PDF, as the page's button asks for it."""
    token = secretary.get(PAGE).get_data(as_text=True).split('name="csrf_token" value="')[1].split('"')[0]
    made: bytes = secretary.post(PDF, data={"til": str(until), "csrf_token": token}).data
    return made


def test_R57_who_prints_addresses_stands_in_the_log(
    store: Session, consultation: Consultation, secretary: PageClient
) -> None:
    by_letter(store, consultation, "Karen Prøvesen")
    _printed(secretary)
    entry = store.scalars(select(Audit).where(Audit.event == "letters.printed")).one()
    assert (entry.fields, entry.subject) == ('{"count":1}', f"consultation:{consultation.id}")


def test_R23_each_letter_has_its_own_page_and_numbers(
    store: Session, consultation: Consultation, secretary: PageClient
) -> None:
    by_letter(store, consultation, "Karen Prøvesen")
    by_letter(store, consultation, "Ib Prøvesen", language=Language.ENGLISH)
    made = _printed(secretary)
    assert pdf_check.faults(made, "da") == ()
    opened = pypdfium2.PdfDocument(io.BytesIO(made))
    pages = [opened[number].get_textpage().get_text_bounded() for number in range(len(opened))]
    assert len(pages) == 2
    for page, told in zip(
        pages,
        [
            ["Karen Prøvesen", "0000 Prøvestad", "Side 1 af 1", "27.00.00-P00-1-26", "ring på 00 00 00 00"],
            ["Ib Prøvesen", "Page 1 of 1", "call 00 00 00 00", "Monday 2 March 2026"],
        ],
        strict=True,
    ):
        assert [words for words in told if words not in page] == []


def test_R23_the_address_stands_where_the_window_of_an_envelope_is(
    store: Session, consultation: Consultation, secretary: PageClient
) -> None:
    by_letter(store, consultation, "Karen Prøvesen")
    opened = pypdfium2.PdfDocument(io.BytesIO(_printed(secretary)))
    height, reader = opened[0].get_height(), opened[0].get_textpage()
    found = reader.search("Karen Prøvesen").get_next()
    left, _bottom, _right, top = reader.get_charbox(found[0])
    millimetres = 25.4 / 72
    assert 20 <= left * millimetres <= 30
    assert 45 <= (height - top) * millimetres <= 60


def test_letters_that_are_marked_as_posted_are_not_printed_again(
    store: Session, consultation: Consultation, secretary: PageClient
) -> None:
    by_letter(store, consultation, "Karen Prøvesen")
    shown = store.scalars(select(Message.id)).one()
    by_letter(store, consultation, "Ib Prøvesen")
    printed = pdf_check.text(_printed(secretary, shown))
    assert "Karen Prøvesen" in printed
    assert "Ib Prøvesen" not in printed
    token = secretary.get(PAGE).get_data(as_text=True).split('name="csrf_token" value="')[1].split('"')[0]
    secretary.post(PAGE, data={"brev": str(shown), "csrf_token": token})
    store.expire_all()
    states = dict(store.execute(select(Message.id, Message.state)).all())
    assert (states.pop(shown), list(states.values())) == (MessageState.SENT, [MessageState.LETTER])


def test_who_can_be_told_nothing_is_named(store: Session, consultation: Consultation, secretary: PageClient) -> None:
    by_letter(store, consultation, "Karen Prøvesen", address="")
    factories.response(store, consultation)
    store.commit()
    page = text_of(secretary.get(PAGE))
    assert "får ingen breve: 1." in page
    assert "1 svar er sendt her på siden uden e-mail." in page
    assert PDF not in page


def test_R23_news_goes_by_letter_to_who_has_no_mail(session: Session) -> None:
    row = factories.consultation(session, factories.authority(session))
    sender = factories.sender(address=ADDRESS)
    factories.response(session, row, factories.submission(sender=sender, channel=Channel.LETTER, actor="staff:1"))
    operations.tell_cancelled(session, factories.settings(), NOW, consultation_id=row.id)
    letter = session.scalars(select(Message).where(Message.event_key.startswith("cancelled:"))).one()
    assert (letter.state, letter.recipient) == (MessageState.LETTER, f"Karen Prøvesen\n{ADDRESS}")
