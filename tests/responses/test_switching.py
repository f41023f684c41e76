"""A draft replaced while somebody writes: nothing is lost, whether they switch or not (states.md, interface.md 4.2)."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.models import Consultation, Draft, DraftVersion, Response, Section, SectionText
from consultation.responses import queries
from tests import factories
from tests.conftest import Clock
from tests.factories import NOW
from tests.pages import PageClient
from tests.responses.test_flow import ANSWER, begin, hidden, send, text_of
from tests.responses.test_sections import DRAFT_WORDS, OTHER_WORDS

SECTION = f"{ANSWER}?udkast=2&afsnit=hvor-laenge"
TYPED = {"text": "Om det hele.", "text-hvor-laenge": "For kort.", "proposed-hvor-laenge": OTHER_WORDS}


@pytest.fixture
def consultation(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    store.commit()
    return row


def replace_draft(store: Session, consultation: Consultation, anchors: tuple[str, ...]) -> None:
    """Version 2 of draft 2, with these sections."""
    draft = store.scalars(select(Draft).where(Draft.consultation_id == consultation.id, Draft.number == 2)).one()
    ids = {"authority_id": consultation.authority_id}
    version = DraftVersion(**ids, draft_id=draft.id, number=2, published_at=NOW, change_list="Et år i stedet.")
    store.add(version)
    store.flush()
    for position, anchor in enumerate(anchors, 1):
        section = store.scalars(select(Section).where(Section.draft_id == draft.id, Section.anchor == anchor)).one()
        words = f"Et forløb varer ét år ({position})."
        store.add(
            SectionText(
                **ids,
                version_id=version.id,
                section_id=section.id,
                position=position,
                printed_number=str(position),
                heading="Ny overskrift",
                html=f"<p>{words}</p>",
                text=words,
            )
        )
    store.commit()


def switch(client: PageClient, link: str) -> str:
    page = client.get(f"{link}/skriv")
    assert "Udkast 2 er ændret, mens du skriver" in text_of(page)
    typed = hidden(page) | _fields(page.get_data(as_text=True))
    return client.get(client.post(f"{link}/skriv?udkast=2", data=typed | {"til": "ny-udgave"}).location).get_data(
        as_text=True
    )


def _fields(page: str) -> dict[str, str]:
    found = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n([^<]*)</textarea>', page)
    return dict(found)


def test_nothing_is_said_while_the_draft_is_the_newest(client: PageClient, consultation: Consultation) -> None:
    assert "er ændret" not in text_of(client.get(f"{begin(client)}/skriv"))


def test_texts_move_to_the_same_sections(client: PageClient, store: Session, consultation: Consultation) -> None:
    link = begin(client, SECTION, **TYPED)
    replace_draft(store, consultation, ("hvem", "hvor-laenge"))
    page = switch(client, link)
    assert _fields(page) == {
        "quote-hvor-laenge": "",
        "text-hvor-laenge": "For kort.",
        "proposed-hvor-laenge": OTHER_WORDS,
        "text": "Om det hele.",
    }
    assert "er ændret, mens" not in page
    assert "Et forløb varer ét år (2)." in page


def test_words_about_a_section_that_is_gone_are_kept_with_its_name(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    link = begin(client, SECTION, **TYPED)
    replace_draft(store, consultation, ("hvem",))
    assert _fields(switch(client, link)) == {"text": f"Om det hele.\n\n2 Hvor længe?:\n\nFor kort.\n\n{OTHER_WORDS}"}


def test_the_old_wording_unchanged_is_no_proposal_against_the_new_one(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    link = begin(client, SECTION, **TYPED | {"proposed-hvor-laenge": DRAFT_WORDS})
    replace_draft(store, consultation, ("hvem", "hvor-laenge"))
    assert _fields(switch(client, link))["proposed-hvor-laenge"] == ""


@pytest.mark.parametrize("switches", [False, True])
def test_what_is_sent_counts_under_the_version_on_the_review_page(
    client: PageClient, store: Session, consultation: Consultation, switches: bool
) -> None:
    link = begin(client, SECTION, **TYPED)
    replace_draft(store, consultation, ("hvem", "hvor-laenge"))
    if switches:
        switch(client, link)
    client.post(f"{link}/om-dig", data={"capacity": "citizen", "name": "Karen Prøvesen", "postcode": "0000"})
    assert ("Dit svar handler om version 1" in text_of(client.get(f"{link}/gennemse"))) is not switches
    send(client, link)
    version = queries.newest_version(store, store.scalars(select(Response.id)).one())
    assert {place.version_number for _, place in queries.list_placed(store, version.id)} == {2 if switches else 1}


def test_choosing_again_keeps_the_version_that_one_writes_about(
    client: PageClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    link = begin(client, SECTION, **TYPED)
    replace_draft(store, consultation, ("hvem", "hvor-laenge"))
    at.now += timedelta(minutes=1)
    client.post(f"{link}/vaelg", data={"udkast": ["1", "2"], "til": "vaelg"})
    page = text_of(client.get(f"{link}/skriv?udkast=2"))
    assert "2 af 2" in page
    assert "Dit svar handler om version 1." in page
