"""L2: a change, a removal, a cut tail and a false date are found, and the first bad entry is named."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consultation import audit, chain
from consultation.models import Audit, AuditHead, Authority
from tests import factories
from tests.factories import NOW


@pytest.fixture
def owner(session: Session) -> Authority:
    """An authority whose log has five entries."""
    owner = factories.authority(session)
    for number in range(1, 6):
        audit.record(
            session, owner.id, actor="system", at=NOW, event="response.received", subject="response:1",
            number=str(number), channel="portal",
        )  # fmt: skip
    session.commit()
    return owner


def _tamper(session: Session, statement: str) -> None:
    """What somebody with the database in their hands can do."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    if sqlite:
        session.execute(text("DROP TRIGGER guard_audit_update"))
        session.execute(text("DROP TRIGGER guard_audit_delete"))
    else:
        session.execute(text("SET LOCAL session_replication_role = replica"))
    session.execute(text(statement))


def test_L2_an_untouched_chain_has_no_fault(owner: Authority, session: Session) -> None:
    assert list(map(str, chain.faults(session, owner.id))) == []


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE audit SET actor = 'staff:9' WHERE seq = 3", "entry 3 has been changed"),
        ("UPDATE audit SET fields = '{}' WHERE seq = 2", "entry 2 has been changed"),
        ("DELETE FROM audit WHERE seq = 4", "entry 4 is missing"),
        ("DELETE FROM audit WHERE seq = 5", "the last entries are missing: the chain ends at 4, its head is 5"),
        ("UPDATE audit SET seq = seq + 10 WHERE seq > 3", "entry 4 is missing"),
        ("UPDATE audit SET at = '2026-01-01T08:00:00.000000Z' WHERE seq = 4", "entry 4 has been changed"),
        ("UPDATE audit SET seq = CASE seq WHEN 2 THEN -3 WHEN 3 THEN -2 ELSE seq END", "entry 1 is missing"),
        ("UPDATE audit_head SET hash = 'x'", "the head is not the one of entry 5"),
        ("UPDATE audit_head SET seq = 3", "the head is not the one of entry 3"),
    ],
)
def test_L2_tampering_is_found_and_named(owner: Authority, session: Session, statement: str, fault: str) -> None:
    _tamper(session, statement)
    assert list(map(str, chain.faults(session, owner.id))) == [fault]
    session.rollback()


def test_L2_a_tail_cut_with_its_head_is_found_by_a_checkpoint(owner: Authority, session: Session) -> None:
    head = session.get_one(AuditHead, owner.id)
    checkpoint = chain.Head(head.seq, head.hash)
    _tamper(session, "DELETE FROM audit WHERE seq > 3")
    last = session.query(Audit).filter_by(seq=3).one()
    session.execute(text("UPDATE audit_head SET seq = 3, hash = :hash"), {"hash": last.hash})
    assert list(map(str, chain.faults(session, owner.id))) == []
    assert list(map(str, chain.faults(session, owner.id, [checkpoint]))) == [
        "the last entries are missing: the chain ends at 3, the checkpoint is 5"
    ]
    session.rollback()


def _forge(session: Session, owner: Authority, at: datetime, event: str = "authority.created") -> None:
    """An entry with the hash that it should have, as whoever owns the database can write it."""
    audit.record(session, owner.id, actor="system", at=at, event=event, subject="authority:1")
    session.commit()


def test_L2_a_chain_written_anew_from_an_entry_on_is_found_by_a_checkpoint(owner: Authority, session: Session) -> None:
    kept = chain.head_of(session, owner.id)
    _tamper(session, "DELETE FROM audit WHERE seq > 4")
    last = session.query(Audit).filter_by(seq=4).one()
    session.execute(text("UPDATE audit_head SET seq = 4, hash = :hash"), {"hash": last.hash})
    _forge(session, owner, NOW)
    assert chain.faults(session, owner.id) == []
    assert _faults(session, owner, kept) == ["entry 5 is not the one of the checkpoint"]


def test_L2_an_entry_dated_before_the_check_that_it_follows_is_found(owner: Authority, session: Session) -> None:
    chain.keep(session, NOW, owner, chain.head_of(session, owner.id), None)
    session.commit()
    _forge(session, owner, NOW - timedelta(minutes=14))
    assert _faults(session, owner) == []
    _forge(session, owner, NOW - timedelta(minutes=16))
    assert _faults(session, owner) == ["entry 8 is dated before the checkpoint that it follows"]


def test_L2_a_check_that_found_a_fault_is_no_checkpoint(owner: Authority, session: Session) -> None:
    chain.keep(session, NOW, owner, chain.Head(2, "x"), 2)
    session.commit()
    assert _faults(session, owner) == []
    assert chain.sound_checkpoint(session, owner.id, NOW) is None


def test_L2_a_log_grows_by_acts_not_by_its_own_checks(owner: Authority, session: Session) -> None:
    assert chain.has_grown(session, owner.id)
    chain.keep(session, NOW, owner, chain.head_of(session, owner.id), None)
    session.commit()
    assert not chain.has_grown(session, owner.id)
    _forge(session, owner, NOW)
    assert chain.has_grown(session, owner.id)


def test_L2_entries_that_others_add_while_it_is_read_are_no_fault(owner: Authority, session: Session) -> None:
    engine, real = session.get_bind(), chain.head_of
    added: list[chain.Head] = []

    def slow(of: Session, authority_id: int) -> chain.Head:
        head = real(of, authority_id)
        if not added and engine.dialect.name == "postgresql":
            added.append(head)
            with Session(engine) as another:
                _forge(another, owner, NOW)
        return head

    session.rollback()
    with patch.object(chain, "head_of", slow):
        assert chain.faults(session, owner.id) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET actor = 'staff:9' WHERE seq = 1",
        "UPDATE audit SET previous = 'x' WHERE seq = 2",
        "UPDATE audit SET seq = 9 WHERE seq = 2",
    ],
)
def test_L2_a_line_is_sound_while_it_fits_itself_and_the_one_after(
    owner: Authority, session: Session, statement: str
) -> None:
    assert _line(session, owner).sound
    _tamper(session, statement)
    session.expire_all()
    assert not _line(session, owner).sound
    session.rollback()


def test_L2_the_last_line_fits_the_head(owner: Authority, session: Session) -> None:
    audit.record(session, owner.id, actor="system", at=NOW, event="authority.created", subject="authority:1")
    session.commit()
    last = chain.find_line(session, owner.id, ["authority.created"], "authority:1")
    assert last is not None
    assert last.sound
    session.execute(text("UPDATE audit_head SET hash = 'x'"))
    last = chain.find_line(session, owner.id, ["authority.created"], "authority:1")
    assert last is not None
    assert not last.sound
    session.rollback()


def _line(session: Session, owner: Authority) -> chain.Line:
    found = chain.find_line(session, owner.id, ["response.received"], "response:1")
    assert found is not None
    return found


def _faults(session: Session, owner: Authority, *kept: chain.Head) -> list[str]:
    return [str(fault) for fault in chain.faults(session, owner.id, kept)]


def test_an_event_carries_just_its_declared_fields(session: Session) -> None:
    with pytest.raises(ValueError, match="declared"):
        audit.record(session, 1, actor="x", at=NOW, event="response.received", subject="y", text="må ikke stå her")


def test_a_rolled_back_change_leaves_no_entry(owner: Authority, session: Session) -> None:
    audit.record(session, owner.id, actor="system", at=NOW, event="authority.created", subject="authority:1")
    session.rollback()
    session.commit()
    assert session.get_one(AuditHead, owner.id).seq == 5


# What is taken back


def noted(session: Session, owner: Authority, number: str) -> None:
    what, about = "responses.imported", "consultation:1"
    audit.record(session, owner.id, actor="system", at=NOW, event=what, subject=about, rows=number)


def rows_of(session: Session) -> list[str]:
    """What the log has got since the five."""
    return list(session.scalars(select(Audit.fields).where(Audit.event == "responses.imported").order_by(Audit.seq)))


def test_R57_what_was_noted_before_a_savepoint_outlives_its_rollback(owner: Authority, session: Session) -> None:
    noted(session, owner, "before")
    with suppress(IntegrityError), session.begin_nested():
        noted(session, owner, "within")
        session.add(Authority(slug=owner.slug))
    noted(session, owner, "after")
    session.commit()
    assert rows_of(session) == ['{"rows":"before"}', '{"rows":"after"}']


def test_R57_what_was_noted_in_a_savepoint_that_holds_is_written(owner: Authority, session: Session) -> None:
    with session.begin_nested():
        noted(session, owner, "outer")
        inner = session.begin_nested()
        noted(session, owner, "inner")
        inner.rollback()
    session.commit()
    assert rows_of(session) == ['{"rows":"outer"}']


def test_R57_a_savepoint_takes_those_within_it_with_it(owner: Authority, session: Session) -> None:
    noted(session, owner, "before")
    outer = session.begin_nested()
    with session.begin_nested():
        noted(session, owner, "within")
    outer.rollback()
    session.commit()
    assert rows_of(session) == ['{"rows":"before"}']


@pytest.mark.parametrize("end", [Session.rollback, Session.close])
def test_R57_what_a_transaction_noted_that_was_given_up_is_not_written_by_the_next(
    owner: Authority, session: Session, end: Callable[[Session], None]
) -> None:
    noted(session, owner, "given up")
    session.begin_nested()
    end(session)
    owner = session.get_one(Authority, owner.id)
    noted(session, owner, "next")
    session.commit()
    assert rows_of(session) == ['{"rows":"next"}']
