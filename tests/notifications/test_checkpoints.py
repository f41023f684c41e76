"""The daily check of the log, and the mail that takes its end out of the house (L2)."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from consultation import audit, chain
from consultation.config import Settings
from consultation.models import Authority, Checkpoint, Job, Message
from consultation.notifications import checkpoints
from consultation.vocabulary import Language, Role
from tests import factories
from tests.factories import NOW


@pytest.fixture
def owner(session: Session) -> Authority:
    """An authority with an auditor, an administrator who reads English, and a moderator; its log has begun."""
    owner = factories.authority(session)
    factories.staff(session, owner, Role.AUDITOR, "Rie Revisorprøve")
    factories.staff(session, owner, Role.ADMINISTRATOR, "Adam Adminprøve").language = Language.ENGLISH
    factories.staff(session, owner, Role.MODERATOR, "Maja Modprøve")
    audit.record(session, owner.id, actor="system", at=NOW, event="authority.created", subject="authority:1")
    session.commit()
    return owner


def _check(session: Session, settings: Settings, now: datetime = NOW) -> None:
    checkpoints.keep(session, settings, now, prepared=checkpoints.check(session, settings))
    session.commit()


def _mails(session: Session) -> list[Message]:
    return list(session.scalars(select(Message).order_by(Message.id)))


def test_L2_the_head_is_mailed_to_auditors_and_administrators(
    owner: Authority, session: Session, settings: Settings
) -> None:
    head = chain.head_of(session, owner.id)
    _check(session, settings)
    danish, english = _mails(session)
    assert (danish.subject, english.subject) == ("Loggen er efterset", "The log has been checked")
    for mail in (danish, english):
        line = next(line for line in mail.body.splitlines() if line.startswith("{"))
        assert json.loads(line) == {owner.slug: [head.seq, head.hash]}


def test_L2_a_check_is_kept_and_cannot_be_changed(owner: Authority, session: Session, settings: Settings) -> None:
    head = chain.head_of(session, owner.id)
    _check(session, settings)
    row = session.scalars(select(Checkpoint)).one()
    assert (row.seq, row.hash, row.bad_seq) == (head.seq, head.hash, None)
    row.seq = 0
    with pytest.raises(Exception, match="append-only"):
        session.commit()
    session.rollback()


def test_L2_a_broken_log_is_told_by_its_first_bad_line(owner: Authority, session: Session, settings: Settings) -> None:
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("DROP TRIGGER guard_audit_update"))
    else:
        session.execute(text("SET LOCAL session_replication_role = replica"))
    session.execute(text("UPDATE audit SET actor = 'staff:9' WHERE seq = 1"))
    session.commit()
    _check(session, settings)
    assert session.scalars(select(Checkpoint)).one().bad_seq == 1
    danish, english = _mails(session)
    assert "den første fejl er ved linje 1." in danish.body
    assert "the first fault is at line 1." in english.body


def test_L2_a_log_in_which_nothing_happened_is_not_mailed_again(
    owner: Authority, session: Session, settings: Settings
) -> None:
    _check(session, settings)
    _check(session, settings, NOW + timedelta(days=1))
    assert len(_mails(session)) == 2
    assert chain.faults(session, owner.id) == []


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 11, 30, 2, 59, tzinfo=UTC), datetime(2026, 11, 30, 3, 0, tzinfo=UTC)),
        (datetime(2026, 11, 30, 3, 0, tzinfo=UTC), datetime(2026, 12, 1, 3, 0, tzinfo=UTC)),
        (datetime(2027, 3, 27, 12, 0, tzinfo=UTC), datetime(2027, 3, 28, 2, 0, tzinfo=UTC)),
    ],
)
def test_L2_the_next_check_is_owed_once_at_four_o_clock(session: Session, now: datetime, due: datetime) -> None:
    checkpoints.owe(session, now)
    checkpoints.owe(session, now)
    assert [job.due_at for job in session.scalars(select(Job))] == [due]
