"""Who a response is from, what each capacity must tell, and what is shown of it (R14, R15, R31, interface.md 4.4)."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.models import Consultation, Response
from consultation.responses import operations, queries, rules
from consultation.responses.content import AnswerContent, Content
from consultation.responses.rules import Sender
from consultation.vocabulary import ORGANISED, Capacity, NameRule
from tests import factories
from tests.pages import PageClient
from tests.responses.test_flow import begin, text_of

PRIVATE = [capacity for capacity in Capacity if capacity not in ORGANISED]
NAME, HELPER, OTHER = "Karen Prøvesen", "Helle Hjælpeprøve", "Ole Andenprøve"


@pytest.fixture
def consultation(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store), name_rule=NameRule.FULL_NAME)
    store.commit()
    return row


# What must be told


@pytest.mark.parametrize(
    ("capacity", "missing"),
    [
        *((capacity, {"name": "missing"}) for capacity in PRIVATE),
        *((capacity, {"organisation": "missing"}) for capacity in sorted(ORGANISED)),
    ],
)
def test_R14_each_capacity_has_its_own_required_fields(capacity: Capacity, missing: dict[str, str]) -> None:
    assert rules.sender_faults(Sender(capacity, "")) == missing


@pytest.mark.parametrize("capacity", Capacity)
def test_R14_the_page_asks_private_persons_for_a_postcode_and_no_other(
    client: PageClient, consultation: Consultation, capacity: Capacity
) -> None:
    link = begin(client)
    told = {"capacity": capacity.value, "name": NAME, "organisation": "Prøveforeningen", "til": "naeste"}
    answer = client.post(f"{link}/om-dig", data=told)
    if capacity in ORGANISED:
        assert answer.location == f"{link}/gennemse"
    else:
        assert "Postnummeret skal have fire cifre" in text_of(answer)


@pytest.mark.parametrize("excused", ["protected", "under_18"])
def test_R14_who_is_protected_or_under_18_need_not_say_where_they_live(
    client: PageClient, consultation: Consultation, excused: str
) -> None:
    link = begin(client)
    told = {"capacity": "citizen", "name": NAME, excused: "1", "til": "naeste"}
    assert client.post(f"{link}/om-dig", data=told).location == f"{link}/gennemse"


# What is shown


@pytest.mark.parametrize("rule", NameRule)
@pytest.mark.parametrize("capacity", PRIVATE)
def test_R31_nobody_under_18_is_named_whatever_the_rule(capacity: Capacity, rule: NameRule) -> None:
    young = Sender(capacity, NAME, postcode="8900", under_18=True, on_behalf_of=OTHER, helper_name=HELPER)
    assert rules.shown_name(young, rule) == "8900"
    assert not rules.names_person(young, rule)


def test_R16_who_is_under_18_and_protected_has_no_postcode_either() -> None:
    young = Sender(Capacity.CITIZEN, NAME, postcode="8900", under_18=True, protected=True)
    assert rules.shown_name(young, NameRule.FULL_NAME) == ""


def test_a_body_with_a_name_has_no_age() -> None:
    council = Sender(Capacity.COUNCIL, "", "Ungerådet", under_18=True)
    assert (council.is_young, rules.shown_name(council, NameRule.CITIZEN_POSTCODE)) == (False, "Ungerådet")


@pytest.mark.parametrize(
    ("capacity", "shown"),
    [
        (Capacity.CITIZEN, f"{NAME}, 8900"),
        (Capacity.EMPLOYEE, f"{NAME}, 8900"),
        (Capacity.RELATIVE, "8900"),
        (Capacity.GUARDIAN, "8900"),
        (Capacity.ORGANISATION, "Prøveforeningen"),
        (Capacity.COUNCIL, "Prøveforeningen"),
        (Capacity.AUTHORITY, "Prøveforeningen"),
    ],
)
def test_R15_the_respondent_alone_is_shown(capacity: Capacity, shown: str) -> None:
    """Relatives and guardians tell of somebody who needs help: neither is named."""
    sender = Sender(capacity, NAME, "Prøveforeningen", postcode="8900", on_behalf_of=OTHER, helper_name=HELPER)
    assert rules.shown_name(sender, NameRule.NAME_POSTCODE) == shown


@pytest.mark.parametrize("capacity", PRIVATE)
def test_R15_both_identities_are_stored_and_told_to_the_sender(
    client: PageClient, store: Session, consultation: Consultation, capacity: Capacity
) -> None:
    link = begin(client)
    told = {
        "capacity": capacity.value,
        "name": NAME,
        "postcode": "8900",
        "on_behalf_of": OTHER,
        "helper_name": HELPER,
        "til": "naeste",
    }
    review = client.post(f"{link}/om-dig", data=told).location
    assert f"hjulpet af {HELPER}" in text_of(client.get(review))
    own = client.post(f"{link}/send", data={"til": "send"}).location
    for page in (own, own.removesuffix("/kvittering")):
        assert f"Hjulpet af {HELPER}. Navnet bliver ikke vist." in text_of(client.get(page))
        assert f"På vegne af {OTHER}. Navnet bliver ikke vist." in text_of(client.get(page))
    response = store.scalars(select(Response)).one()
    sender = queries.sender_of(queries.newest_version(store, response.id))
    assert (sender.name, sender.on_behalf_of, sender.helper_name) == (NAME, OTHER, HELPER)


def test_R21_a_correction_keeps_who_helped_and_the_age(session: Session) -> None:
    row = factories.consultation(session, factories.authority(session))
    sender = factories.sender(helper_name=HELPER, under_18=True)
    response = factories.response(session, row, factories.submission(sender=sender))
    operations.correct_response(
        session, factories.settings(), factories.NOW, response, sender, Content((AnswerContent("Otte uger."),))
    )
    session.commit()
    assert queries.sender_of(queries.newest_version(session, response.id)) == sender
