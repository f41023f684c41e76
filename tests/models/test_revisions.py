"""What the public can see raises the revision, in the transaction that writes it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from consultation.models import SHOWN, Base, Consultation, HeardParty, Party, Rendition, Tombstone
from consultation.vocabulary import Capacity, Delivery, FollowUp, PartyBasis, PartyKind, Status
from tests import factories
from tests.factories import NOW


@pytest.fixture
def owner(session: Session) -> Consultation:
    row = factories.consultation(session, factories.authority(session))
    session.commit()
    return row


def revision(session: Session, row: Consultation) -> int:
    session.refresh(row)
    return row.revision


def rendition(owner: Consultation) -> Rendition:
    return Rendition(
        consultation_id=owner.id,
        key="k",
        number_label="1",
        sort_number=1,
        decision_seq=1,
        redacted=False,
        shown_name="Borger",
        capacity=Capacity.CITIZEN,
        received_on="2026-03-02",
        late=False,
        visible_from=NOW,
    )


def tombstone(owner: Consultation) -> Tombstone:
    return Tombstone(
        consultation_id=owner.id, key="k", number_label="1", sort_number=1, late=False, status=Status.AWAITING
    )


def test_P3_a_response_that_is_shown_raises_the_revision_once(session: Session, owner: Consultation) -> None:
    before = revision(session, owner)
    session.add(rendition(owner))
    session.flush()
    session.commit()
    assert revision(session, owner) == before + 1


def test_P3_so_does_one_that_is_hidden(session: Session, owner: Consultation) -> None:
    row = rendition(owner)
    session.add(row)
    session.commit()
    before = revision(session, owner)
    row.hidden_at = NOW
    session.commit()
    assert revision(session, owner) == before + 1


def test_V1_a_new_number_is_only_counted_and_raises_nothing_until_its_status_changes(
    session: Session, owner: Consultation
) -> None:
    before = revision(session, owner)
    row = tombstone(owner)
    session.add(row)
    session.commit()
    assert revision(session, owner) == before
    row.status = Status.WITHDRAWN
    session.commit()
    assert revision(session, owner) == before + 1


def test_what_is_taken_back_raises_nothing(session: Session, owner: Consultation) -> None:
    before = revision(session, owner)
    session.add(rendition(owner))
    session.flush()
    session.rollback()
    session.add(tombstone(session.get_one(Consultation, owner.id)))
    session.commit()
    assert revision(session, owner) == before


def test_P3_a_savepoint_that_is_rolled_back_leaves_what_was_written_before_it(
    session: Session, owner: Consultation
) -> None:
    before = revision(session, owner)
    session.add(rendition(owner))
    session.begin_nested().rollback()
    session.commit()
    assert revision(session, owner) == before + 1


def test_what_is_taken_back_to_a_savepoint_raises_nothing(session: Session, owner: Consultation) -> None:
    before = revision(session, owner)
    savepoint = session.begin_nested()
    session.add(rendition(owner))
    session.flush()
    savepoint.rollback()
    session.commit()
    assert revision(session, owner) == before


def _party(session: Session, owner: Consultation) -> Party:
    party = Party(authority_id=owner.authority_id, kind=PartyKind.ORGANISATION, name="Prøverådet")
    session.add(party)
    session.flush()
    session.add(
        HeardParty(
            authority_id=owner.authority_id,
            consultation_id=owner.id,
            party_id=party.id,
            basis=PartyBasis.OTHER,
            delivery=Delivery.PENDING,
        )
    )
    session.commit()
    return party


def _renamed(session: Session, owner: Consultation) -> None:
    _party(session, owner).name = "Prøverådet for mennesker med handicap"


def _moved(_session: Session, owner: Consultation) -> None:
    owner.closes_at = factories.CLOSES + timedelta(days=7)


def _new_phone(_session: Session, owner: Consultation) -> None:
    owner.authority.phone = "00 00 00 01"


@pytest.mark.parametrize("write", [_renamed, _moved, _new_phone])
def test_T8_whatever_a_page_says_of_a_consultation_raises_it(
    session: Session, owner: Consultation, write: Callable[[Session, Consultation], None]
) -> None:
    write(session, owner)
    session.flush()
    before = revision(session, owner)
    session.commit()
    assert revision(session, owner) == before + 1


def test_R8_a_consultation_and_the_one_it_follows_speak_of_each_other(session: Session, owner: Consultation) -> None:
    later = factories.consultation(session, owner.authority, "fornyet-hoering")
    session.commit()
    before = revision(session, owner)
    later.follows_id, later.follow_up, later.follow_up_reason = owner.id, FollowUp.RENEWED, "Udkast 1 manglede."
    session.commit()
    assert revision(session, owner) == before + 1
    before = revision(session, later)
    owner.title = "Hjælp i hverdagen, rettet"
    session.commit()
    assert revision(session, later) == before + 1


def test_another_consultation_is_left_alone(session: Session, owner: Consultation) -> None:
    other = factories.consultation(session, owner.authority, "en-anden")
    session.commit()
    before = revision(session, other)
    session.add(rendition(owner))
    session.commit()
    assert revision(session, other) == before


@pytest.mark.parametrize("table", SHOWN, ids=lambda table: table.__tablename__)
def test_each_table_names_what_it_belongs_to_by_a_column_of_its_own(table: type[Base]) -> None:
    column, owner = SHOWN[table]
    assert column in table.__table__.columns
    assert owner.__tablename__ in {"consultation", "authority"} or "consultation_id" in owner.__table__.columns
