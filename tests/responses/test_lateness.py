"""Who is late, by the deadline now in force for the sender, and who is let in all the same."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.consultations import scheduling
from consultation.errors import Conflict, Invalid
from consultation.models import Audit, Consultation, HeardParty, Job, Rendition, Response, Tombstone
from consultation.moderation import operations as moderation
from consultation.parties import operations as parties
from consultation.responses import figures, lateness, operations, queries
from consultation.vocabulary import By, PartyBasis, PartyKind, Precision, Role, Series
from tests import factories
from tests.factories import CLOSES, submission

DAY = timedelta(days=1)
AFTER = CLOSES + timedelta(hours=12)
EDITOR = "staff:1"


@pytest.fixture
def consultation(session: Session) -> Consultation:
    row = factories.consultation(session, factories.authority(session))
    session.commit()
    return row


def late(session: Session, consultation: Consultation, **given: str) -> Response:
    return factories.response(session, consultation, submission(received_at=CLOSES, **given))


def extend(session: Session, consultation: Consultation, days: int = 7) -> None:
    """As an editor does, and the worker after that."""
    scheduling.move_deadline(
        session, EDITOR, AFTER, consultation, CLOSES + days * DAY, "Flere beder om tid.", factories.REASONS
    )
    judge(session, consultation)


def judge(session: Session, consultation: Consultation) -> None:
    lateness.judge_again(session, factories.settings(), AFTER, consultation_id=consultation.id)
    session.commit()


def test_R24_a_late_response_is_admitted_with_a_reason(session: Session, consultation: Consultation) -> None:
    row = late(session, consultation)
    with pytest.raises(Invalid):
        lateness.decide_late(session, EDITOR, CLOSES, row, admitted=True, reason=" ")
    lateness.decide_late(session, EDITOR, CLOSES, row, admitted=False, reason="Uden grund for sent.")
    lateness.decide_late(session, EDITOR, CLOSES, row, admitted=True, reason="Siden var nede.")
    session.commit()
    assert queries.newest_admissions(session, consultation.id)[row.id].admitted


def test_a_response_on_time_is_not_admitted_late(session: Session, consultation: Consultation) -> None:
    row = factories.response(session, consultation)
    with pytest.raises(Conflict):
        lateness.decide_late(session, EDITOR, CLOSES, row, admitted=True, reason="Nej.")


def test_R6_who_came_before_the_new_deadline_is_on_time_with_the_same_number(
    session: Session, consultation: Consultation
) -> None:
    row = late(session, consultation)
    extend(session, consultation)
    assert (queries.get_response(session, consultation.id, "E-1").id, row.series, row.late) == (
        row.id,
        Series.LATE,
        False,
    )
    assert queries.list_late(session, consultation.id) == []


def test_R6_who_came_after_the_new_deadline_stays_late(session: Session, consultation: Consultation) -> None:
    row = factories.response(session, consultation, submission(received_at=CLOSES + 8 * DAY))
    extend(session, consultation)
    assert row.late


def test_R6_a_letter_of_the_new_deadlines_date_is_on_time(session: Session, consultation: Consultation) -> None:
    row = factories.response(session, consultation, submission(received_at=AFTER, precision=Precision.DAY))
    assert row.late
    extend(session, consultation, days=1)
    assert not row.late


def test_D7_the_counters_follow_whatever_has_been_decided(session: Session, consultation: Consultation) -> None:
    waiting, shown, withdrawn = (late(session, consultation, form_key=f"form-{number}") for number in range(3))
    moderator = f"staff:{factories.staff(session, consultation.authority, Role.MODERATOR).id}"
    moderation.scan_response(session, AFTER, shown.id)
    moderation.publish_response(session, moderator, AFTER, shown.id)
    operations.withdraw_response(session, AFTER, withdrawn, by=By.STAFF, actor=EDITOR, reason="På opfordring.")
    session.commit()
    extend(session, consultation)
    kept = figures.read(session, consultation.id)
    assert kept == figures.recount(session, consultation.id)
    assert not [name for name in kept if name.startswith("late")]
    assert not waiting.late


def test_R33_what_the_public_sees_says_so_no_longer(session: Session, consultation: Consultation) -> None:
    _waiting, shown = (late(session, consultation, form_key=f"form-{number}") for number in range(2))
    moderator = f"staff:{factories.staff(session, consultation.authority, Role.MODERATOR).id}"
    moderation.scan_response(session, AFTER, shown.id)
    moderation.publish_response(session, moderator, AFTER, shown.id)
    extend(session, consultation)
    assert session.scalars(select(Rendition.late)).all() == [False]
    assert session.scalars(select(Tombstone.late)).all() == [False]


def test_judging_twice_notes_it_once(session: Session, consultation: Consultation) -> None:
    late(session, consultation)
    extend(session, consultation)
    judge(session, consultation)
    assert len(session.scalars(select(Audit).where(Audit.event == "response.on_time")).all()) == 1


def test_moving_the_deadline_owes_the_judgement(session: Session, consultation: Consultation) -> None:
    scheduling.move_deadline(
        session, EDITOR, AFTER, consultation, CLOSES + 7 * DAY, "Flere beder om tid.", factories.REASONS
    )
    session.commit()
    assert session.scalars(select(Job).where(Job.name == "responses.judge_again")).one().due_at == AFTER


def test_a_response_joined_to_a_party_has_the_partys_deadline(session: Session, consultation: Consultation) -> None:
    row = late(session, consultation)
    heard = heard_until(session, consultation, CLOSES + DAY)
    operations.join_party(session, EDITOR, AFTER, row, heard, "Skrev uden om linket.")
    session.commit()
    assert not row.late
    assert figures.read(session, consultation.id) == figures.recount(session, consultation.id)


def heard_until(session: Session, consultation: Consultation, closes_at: datetime) -> HeardParty:
    council = parties.add_party(session, consultation.authority_id, PartyKind.DISABILITY_COUNCIL, "Handicaprådet")
    heard = parties.include_party(session, EDITOR, AFTER, consultation, council, PartyBasis.STATUTORY)
    factories.own_deadline(session, heard, closes_at)
    return heard
