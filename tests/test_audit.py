"""L2: a change, a removal, a cut tail and a false date are found, and the first bad entry is named."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from consultation import audit
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
    assert list(audit.faults(session, owner.id)) == []


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE audit SET actor = 'staff:9' WHERE seq = 3", "entry 3 has been changed"),
        ("UPDATE audit SET fields = '{}' WHERE seq = 2", "entry 2 has been changed"),
        ("DELETE FROM audit WHERE seq = 4", "entry 4 is missing"),
        ("DELETE FROM audit WHERE seq = 5", "the last entries are missing: the chain ends at 4, its head is 5"),
        ("UPDATE audit SET seq = seq + 10 WHERE seq > 3", "entry 4 is missing"),
    ],
)
def test_L2_tampering_is_found_and_named(owner: Authority, session: Session, statement: str, fault: str) -> None:
    _tamper(session, statement)
    assert list(audit.faults(session, owner.id)) == [fault]
    session.rollback()


def test_L2_a_tail_cut_with_its_head_is_found_by_a_checkpoint(owner: Authority, session: Session) -> None:
    head = session.get_one(AuditHead, owner.id)
    checkpoint = (head.seq, head.hash)
    _tamper(session, "DELETE FROM audit WHERE seq > 3")
    last = session.query(Audit).filter_by(seq=3).one()
    session.execute(text("UPDATE audit_head SET seq = 3, hash = :hash"), {"hash": last.hash})
    assert list(audit.faults(session, owner.id)) == []
    assert list(audit.faults(session, owner.id, checkpoint)) == [
        "the last entries are missing: the chain ends at 3, the checkpoint is 5"
    ]
    session.rollback()


def test_an_event_carries_just_its_declared_fields(session: Session) -> None:
    with pytest.raises(ValueError, match="declared"):
        audit.record(session, 1, actor="x", at=NOW, event="response.received", subject="y", text="må ikke stå her")


def test_a_rolled_back_change_leaves_no_entry(owner: Authority, session: Session) -> None:
    audit.record(session, owner.id, actor="system", at=NOW, event="authority.created", subject="authority:1")
    session.rollback()
    session.commit()
    assert session.get_one(AuditHead, owner.id).seq == 5
