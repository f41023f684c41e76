"""R9: the register of parties: added, corrected, ended; a duplicate is refused in words."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.errors import Invalid
from consultation.models import Audit, Authority, Party
from consultation.parties import operations, queries, register
from consultation.parties.register import Entry
from consultation.vocabulary import PartyKind, Role
from tests import factories
from tests.factories import NOW
from tests.pages import PageClient

ACTOR = "staff:1"
REGISTER = "/intern/parter"
COUNCIL = Entry("Prøvestads Handicapråd", PartyKind.DISABILITY_COUNCIL, "raad@proeve.example", "99000007")
FILLED = {"name": "Prøveforeningen", "kind": "organisation", "email": "post@proeve.example", "cvr": "DK 99 00 00 07"}


@pytest.fixture
def owner(session: Session) -> Authority:
    return factories.authority(session)


def test_R9_what_the_register_says_can_be_corrected_and_the_log_says_which_fields(
    session: Session, owner: Authority
) -> None:
    row = register.add(session, ACTOR, NOW, owner.id, COUNCIL)
    register.change(session, ACTOR, NOW, row, Entry(COUNCIL.name, COUNCIL.kind, "ny@proeve.example", COUNCIL.cvr))
    session.commit()
    assert row.email == "ny@proeve.example"
    last = session.scalars(select(Audit).order_by(Audit.seq.desc())).first()
    assert last is not None
    assert (last.event, last.fields) == ("party.changed", '{"fields":"email"}')


def test_saving_without_a_change_notes_nothing(session: Session, owner: Authority) -> None:
    row = register.add(session, ACTOR, NOW, owner.id, COUNCIL)
    session.commit()
    register.change(session, ACTOR, NOW, row, COUNCIL)
    session.commit()
    assert [entry.event for entry in session.scalars(select(Audit))] == ["party.registered"]


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (Entry("PRØVESTADS  handicapråd", PartyKind.OTHER), "name"),
        (Entry("Et andet råd", PartyKind.OTHER, cvr=COUNCIL.cvr), "cvr"),
    ],
)
def test_R9_the_same_name_or_number_is_not_registered_twice(
    session: Session, owner: Authority, entry: Entry, field: str
) -> None:
    register.add(session, ACTOR, NOW, owner.id, COUNCIL)
    with pytest.raises(Invalid) as refused:
        register.add(session, ACTOR, NOW, owner.id, entry)
    assert refused.value.errors == {field: "taken"}
    assert len(queries.list_register(session, owner.id)) == 1


def test_two_parties_without_a_number_are_two(session: Session, owner: Authority) -> None:
    for name in ("Den ene", "Den anden"):
        register.add(session, ACTOR, NOW, owner.id, Entry(name, PartyKind.OTHER))
    assert [row.party.name for row in queries.list_register(session, owner.id)] == ["Den anden", "Den ene"]


def test_R9_an_ended_party_is_offered_no_more_and_stays_where_it_was_heard(session: Session, owner: Authority) -> None:
    heard = factories.heard_party(session, factories.consultation(session, owner))
    register.end(session, ACTOR, NOW, heard.party)
    session.commit()
    assert queries.list_parties(session, owner.id) == []
    assert queries.list_heard_in(session, heard.party_id)[0].id == heard.consultation_id
    assert queries.list_heard_with_answers(session, heard.consultation_id)[0].heard.id == heard.id
    register.resume(session, ACTOR, NOW, heard.party)
    assert [row.id for row in queries.list_parties(session, owner.id)] == [heard.party_id]


def test_a_party_that_is_put_on_a_list_by_name_is_in_use_again(session: Session, owner: Authority) -> None:
    row = register.add(session, ACTOR, NOW, owner.id, COUNCIL)
    register.end(session, ACTOR, NOW, row)
    assert operations.add_party(session, owner.id, COUNCIL.kind, COUNCIL.name).ended_at is None


# Pages


@pytest.fixture(params=[Role.EDITOR, Role.SECRETARY, Role.ADMINISTRATOR])
def keeper(request: pytest.FixtureRequest, store: Session, sign_in: Callable[..., PageClient]) -> PageClient:
    return sign_in(factories.staff(store, factories.authority(store), request.param))


def test_R9_a_party_is_registered_corrected_ended_and_taken_back(keeper: PageClient, store: Session) -> None:
    assert "Der er ingen parter i registret endnu" in keeper.get(REGISTER).get_data(as_text=True)
    assert keeper.form(REGISTER, **FILLED).status_code == 303
    row = store.scalars(select(Party)).one()
    assert (row.name, row.cvr) == ("Prøveforeningen", "99000007")
    own = f"{REGISTER}/{row.id}"
    store.rollback()
    assert keeper.form(own, **(FILLED | {"name": "Den nye prøveforening"})).status_code == 303
    for end, words in (("udgaa", "Tag i brug igen"), ("tilbage", "Marker som udgået")):
        token = keeper.get(REGISTER).get_data(as_text=True).split('csrf_token" value="')[1].split('"')[0]
        assert keeper.post(f"{own}/{end}", data={"csrf_token": token}).status_code == 303
        page = keeper.get(REGISTER).get_data(as_text=True)
        assert "Den nye prøveforening" in page
        assert words in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Skriv partens navn"),
        ({"kind": ""}, "Vælg, hvad slags part det er"),
        ({"email": "ikke en adresse"}, "Skriv e-mailen som"),
        ({"cvr": "99000008"}, "CVR-nummeret skal have otte cifre"),
    ],
)
def test_R9_what_is_wrong_is_named_and_the_typed_stays(
    keeper: PageClient, store: Session, changes: dict[str, str], words: str
) -> None:
    page = keeper.form(REGISTER, **(FILLED | {"email": "behold@proeve.example"} | changes)).get_data(as_text=True)
    assert words in page
    assert "behold@proeve.example" in page or "email" in changes
    assert store.scalars(select(Party)).all() == []


def test_R9_a_duplicate_is_refused_in_words_that_say_what_to_do(keeper: PageClient, store: Session) -> None:
    keeper.form(REGISTER, **FILLED)
    again = keeper.form(REGISTER, **(FILLED | {"cvr": ""})).get_data(as_text=True)
    assert "Prøveforeningen står allerede i registret. Ret parten i stedet" in again
    number = keeper.form(REGISTER, **(FILLED | {"name": "En anden"})).get_data(as_text=True)
    assert "CVR-nummeret står allerede i registret ved Prøveforeningen" in number
    store.scalars(select(Party)).one().ended_at = NOW
    store.commit()
    assert "Tag parten i brug igen" in keeper.form(REGISTER, **FILLED).get_data(as_text=True)
