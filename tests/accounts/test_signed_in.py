"""A1, A4: whose live session a token is, and what that person may."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consultation.accounts import operations
from consultation.accounts.queries import SignedIn, find_signed_in
from consultation.models import Authority, Staff, StaffRole
from consultation.vocabulary import Role
from tests import factories
from tests.factories import NOW
from tests.site.published import statements

SECOND = timedelta(seconds=1)


@pytest.fixture
def owner(session: Session) -> Authority:
    return factories.authority(session)


@pytest.fixture
def maja(session: Session, owner: Authority) -> Staff:
    return factories.staff(session, owner, Role.MODERATOR)


@pytest.fixture
def token(session: Session, maja: Staff) -> str:
    return operations.open_session(session, NOW, maja)


def _grant(session: Session, person: Staff, role: Role) -> None:
    session.add(
        StaffRole(authority_id=person.authority_id, staff_id=person.id, role=role, granted_by="system", from_at=NOW)
    )
    session.flush()


def _found(session: Session, token: str) -> SignedIn:
    found = find_signed_in(session, token, NOW)
    assert found is not None
    return found


def test_A4_a_session_lives_ten_hours(session: Session, token: str) -> None:
    end = NOW + timedelta(hours=10)
    assert find_signed_in(session, token, end - SECOND) is not None
    assert find_signed_in(session, token, end) is None


def test_A4_a_disabled_account_has_no_session(session: Session, maja: Staff, token: str) -> None:
    maja.disabled_at = NOW
    session.flush()
    assert find_signed_in(session, token, NOW) is None


def test_A4_another_token_is_nobodys(session: Session, token: str) -> None:
    assert find_signed_in(session, token[::-1], NOW) is None


def test_A1_a_person_has_the_roles_that_were_not_ended(session: Session, maja: Staff, token: str) -> None:
    _grant(session, maja, Role.EDITOR)
    _grant(session, maja, Role.AUDITOR)
    session.scalars(select(StaffRole).where(StaffRole.role == Role.MODERATOR)).one().ended_at = NOW
    session.flush()
    assert _found(session, token).roles == {Role.EDITOR, Role.AUDITOR}


def test_A1_the_roles_of_a_colleague_are_not_ones_own(
    session: Session, owner: Authority, maja: Staff, token: str
) -> None:
    factories.staff(session, owner, Role.ADMINISTRATOR)
    found = _found(session, token)
    assert (found.staff, found.authority, found.roles) == (maja, owner, frozenset({Role.MODERATOR}))


def test_A1_a_person_without_a_role_is_signed_in_and_may_nothing(session: Session, maja: Staff, token: str) -> None:
    session.scalars(select(StaffRole)).one().ended_at = NOW
    session.flush()
    found = _found(session, token)
    assert (found.staff, found.roles) == (maja, frozenset())


def test_A1_who_is_signed_in_is_read_in_one_statement(
    session: Session, owner: Authority, maja: Staff, token: str, engine: Engine
) -> None:
    _grant(session, maja, Role.SECRETARY)
    session.commit()
    with Session(engine) as anew, statements(engine) as sent:
        found = _found(anew, token)
        said = (found.authority.name, found.staff.name, found.session.made_at, len(found.roles))
    assert said == (owner.name, factories.PEOPLE[Role.MODERATOR], NOW, 2)
    assert len(sent) == 1
