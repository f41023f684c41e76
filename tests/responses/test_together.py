"""An organisation with its number, alone or together with others: one response, one sender, all names (R14, R31)."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation.models import Consultation, HeardParty, Message, Party, Response, ResponseParty, ResponseVersion
from consultation.parties import operations as parties
from consultation.parties import queries as party_queries
from consultation.responses import figures, operations, queries, rules
from consultation.responses.rules import Together
from consultation.vocabulary import Capacity, PartyBasis, PartyKind
from tests import factories
from tests.factories import NOW
from tests.pages import PageClient
from tests.responses.test_flow import begin, text_of

CVR, WRONG = "99000007", "99000008"
COUNCIL = {"capacity": "organisation", "name": "Karen Prøvesen", "organisation": "Foreningen A", "til": "naeste"}
ALL = "Foreningen A, Foreningen B og Foreningen C"


@pytest.fixture
def consultation(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    store.commit()
    return row


def heard(store: Session, consultation: Consultation, token: str = "") -> HeardParty:
    party = parties.add_party(store, consultation.authority_id, PartyKind.ORGANISATION, "Foreningen A", cvr=CVR)
    row = parties.include_party(store, "staff:1", NOW, consultation, party, PartyBasis.INVITED)
    if token:
        parties.mark_sent(store, "staff:1", NOW, consultation, row, token)
    store.commit()
    return row


# The number


@pytest.mark.parametrize("typed", [CVR, "99 00 00 07", "DK 99000007"])
def test_R14_a_number_is_taken_however_it_is_typed(
    client: PageClient, store: Session, consultation: Consultation, typed: str
) -> None:
    link = begin(client)
    assert client.post(f"{link}/om-dig", data=COUNCIL | {"cvr": typed}).location == f"{link}/gennemse"
    client.post(f"{link}/send", data={"til": "send"})
    assert store.scalars(select(ResponseVersion.cvr)).one() == CVR


def test_R14_a_wrong_number_is_told_and_stands_in_the_field(client: PageClient, consultation: Consultation) -> None:
    link = begin(client)
    page = client.post(f"{link}/om-dig", data=COUNCIL | {"cvr": WRONG})
    assert "CVR-nummeret skal have otte cifre og være rigtigt skrevet" in text_of(page)
    assert f'value="{WRONG}"' in client.get(f"{link}/om-dig").get_data(as_text=True)
    assert client.get(f"{link}/gennemse").location == f"{link}/om-dig"


def test_a_person_is_not_asked_for_the_number(client: PageClient, store: Session, consultation: Consultation) -> None:
    link = begin(client)
    typed = {
        "capacity": "citizen",
        "name": "Karen Prøvesen",
        "postcode": "0000",
        "cvr": WRONG,
        "together": "Foreningen B",
    }
    assert client.post(f"{link}/om-dig", data=typed).location == f"{link}/gennemse"
    client.post(f"{link}/send", data={"til": "send"})
    assert store.scalars(select(ResponseVersion.cvr)).one() == ""
    assert store.scalar(select(func.count(ResponseParty.id))) == 0


def test_the_register_takes_a_right_number_once(store: Session, consultation: Consultation) -> None:
    heard(store, consultation)
    assert store.scalars(select(Party.cvr)).one() == CVR
    with pytest.raises(Exception, match="another party"):
        parties.add_party(store, consultation.authority_id, PartyKind.ORGANISATION, "En anden", cvr=CVR)


# Together


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", ()),
        ("Foreningen B\n\n  Foreningen C ", (Together("Foreningen B"), Together("Foreningen C"))),
        ("Foreningen B\nforeningen  b\nFORENINGEN A", (Together("Foreningen B"),)),
        (f"Foreningen B, CVR {CVR}", (Together("Foreningen B", CVR),)),
        (f"Foreningen B (CVR-nr. {CVR})", (Together("Foreningen B", CVR),)),
        (f"Foreningen B {WRONG}", (Together(f"Foreningen B {WRONG}"),)),
    ],
)
def test_one_organisation_a_line_each_once(typed: str, read: tuple[Together, ...]) -> None:
    assert rules.read_together(typed, "Foreningen A") == read


def test_a_joint_response_is_one_response_of_one_sender_with_all_names(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    link = begin(client)
    mail = {"email": "a@foreningen.example", "email2": "a@foreningen.example"}
    client.post(f"{link}/om-dig", data=COUNCIL | mail | {"together": f"Foreningen B\nForeningen C, {CVR}"})
    review = text_of(client.get(f"{link}/gennemse"))
    assert f"(vises som {ALL})" in review
    assert f"Svarer sammen med Foreningen B, Foreningen C (CVR {CVR})" in review
    receipt = client.post(f"{link}/send", data={"til": "send"}).location
    assert f"Svaret er fra {ALL}." in text_of(client.get(receipt))
    assert f"Fra {ALL}" in store.scalars(select(Message.body)).one()
    response = store.scalars(select(Response)).one()
    rows = queries.list_together(store, response.id)
    assert [(row.organisation, row.cvr, row.heard_party_id) for row in rows] == [
        ("Foreningen B", "", None),
        ("Foreningen C", CVR, None),
    ]
    assert figures.read(store, consultation.id)["senders"] == 1


def test_too_many_or_deceiving_names_are_told(client: PageClient, consultation: Consultation) -> None:
    link = begin(client)
    many = "\n".join(f"Foreningen {number}" for number in range(rules.MOST_TOGETHER + 1))
    assert "Der er plads til 20 organisationer" in text_of(
        client.post(f"{link}/om-dig", data=COUNCIL | {"together": many})
    )
    mixed = client.post(f"{link}/om-dig", data=COUNCIL | {"together": "F\u043ereningen"})
    assert "Et af navnene har usynlige eller blandede tegn" in text_of(mixed)


def test_a_partys_own_link_can_add_others(client: PageClient, store: Session, consultation: Consultation) -> None:
    token = "f" * 40
    row = heard(store, consultation, token)
    link = client.post(f"/part/{token}", data={"til": "skriv"}).location.removesuffix("/skriv")
    client.post(f"{link}/skriv", data={"text": "Vi er enige.", "til": "naeste"})
    assert "Svarer sammen med Ingen andre" in text_of(client.get(f"{link}/gennemse"))
    client.post(f"{link}/om-dig", data=COUNCIL | {"cvr": CVR, "together": "Foreningen B"})
    client.post(f"{link}/send", data={"til": "send"})
    response = store.scalars(select(Response)).one()
    assert queries.find_heard_party_id(store, response.id) == row.id
    assert queries.newest_version(store, response.id).organisation == "Foreningen A og Foreningen B"


def test_an_organisation_that_was_named_can_be_joined_and_stays_apart(
    store: Session, consultation: Consultation
) -> None:
    row = heard(store, consultation)
    sender = factories.sender(capacity=Capacity.ORGANISATION, organisation="Foreningen Z og Foreningen A")
    sent = factories.submission(sender=sender, together=(Together("Foreningen A"),))
    response = factories.response(store, consultation, sent)
    operations.join_party(store, "staff:1", NOW, response, row, "Nævnt i svaret.")
    assert queries.find_heard_party_id(store, response.id) == row.id
    assert [one.organisation for one in queries.list_together(store, response.id)] == ["Foreningen A"]
    (listed,) = party_queries.list_heard_with_answers(store, consultation.id)
    assert listed.responses == (response,)
