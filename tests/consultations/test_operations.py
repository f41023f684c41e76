"""Writes of a consultation before and after it is sent out, on both databases."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import search_index
from consultation.consultations import downloads, drafting, meetings, operations, queries, scheduling
from consultation.consultations.sections import SectionInput, printed_numbers
from consultation.errors import Closed, Conflict, Invalid, Refused
from consultation.lib.dates import closing_instant, opening_instant
from consultation.models import (
    Audit,
    Authority,
    Consultation,
    HeardParty,
    Job,
    SearchEntry,
    Section,
    SectionText,
    Snapshot,
)
from consultation.parties import operations as parties
from consultation.vocabulary import (
    ConsultationKind,
    DocumentKind,
    MilestoneKind,
    PartyBasis,
    PartyKind,
    PublicationMode,
    SearchKind,
    State,
    WarningCode,
)
from tests import factories
from tests.factories import CLOSES, NOW

OPENS = opening_instant(date(2026, 3, 9), time(9, 0))
ENDS = closing_instant(date(2026, 4, 14), time(23, 59))
SUNDAY = closing_instant(date(2026, 4, 19), time(23, 59))
ACTOR = "staff:1"


@pytest.fixture
def owner(session: Session) -> Authority:
    return factories.authority(session)


@pytest.fixture
def unpublished(session: Session, owner: Authority) -> Consultation:
    """Complete, and made by the same acts as an editor's."""
    row = operations.create_consultation(
        session, ACTOR, NOW, owner.id, "Støtte på Ærø", ConsultationKind.QUALITY_STANDARD
    )
    texts = ("lead", "body", "meaning", "case_number", *_CONTACT)
    operations.edit_part(session, ACTOR, NOW, row, "grundoplysninger", dict.fromkeys(texts, "ord"))
    operations.edit_part(session, ACTOR, NOW, row, "off", {"publication_mode": PublicationMode.CONTINUOUS})
    scheduling.set_period(session, ACTOR, NOW, row, OPENS, ENDS, {})
    version = drafting.add_draft(session, ACTOR, NOW, row, "Aflastning")
    drafting.write_sections(session, ACTOR, NOW, row, version, [SectionInput("hvem", "", "Hvem?", "Du.")])
    meetings.plan_meeting(session, ACTOR, NOW, row, MilestoneKind.COMMITTEE, date(2026, 6, 1), "Socialudvalget")
    meetings.plan_meeting(session, ACTOR, NOW, row, MilestoneKind.COUNCIL, date(2026, 6, 15), "Byrådet")
    drafting.save_document(
        session, ACTOR, NOW, row, DocumentKind.COVER_LETTER, title="Brev", slug="brev", source="Kære alle"
    )
    for kind in (PartyKind.DISABILITY_COUNCIL, PartyKind.SENIOR_COUNCIL):
        party = parties.add_party(session, owner.id, kind, f"Prøvestads {kind}")
        parties.include_party(session, ACTOR, NOW, row, party, PartyBasis.STATUTORY)
    session.commit()
    return row


_CONTACT = ("contact_name", "contact_department", "contact_email", "contact_phone")


def _events(session: Session) -> list[str]:
    session.commit()
    return list(session.scalars(select(Audit.event).order_by(Audit.seq)))


def _jobs(session: Session) -> list[str]:
    return list(session.scalars(select(Job.name).order_by(Job.id)))


def test_R52_sending_out_owes_the_papers_of_every_draft_and_of_all(session: Session, unpublished: Consultation) -> None:
    numbers = [text.draft.number for text in queries.list_drafts(session, unpublished.id)]
    operations.publish_consultation(session, ACTOR, NOW, unpublished)
    owed = session.scalars(select(Job.arguments).where(Job.name == downloads.MAKE).order_by(Job.id))
    assert [json.loads(one)["draft"] for one in owed] == [*numbers, 0]


def test_R1_a_complete_consultation_is_sent_out_and_its_texts_are_frozen(
    session: Session, unpublished: Consultation
) -> None:
    operations.publish_consultation(session, ACTOR, NOW, unpublished)
    session.commit()
    assert queries.state_of(session, unpublished, NOW) is State.PLANNED
    assert queries.state_of(session, unpublished, OPENS) is State.OPEN
    (text,) = queries.list_drafts(session, unpublished.id)
    with pytest.raises(Closed):
        drafting.write_sections(session, ACTOR, NOW, unpublished, text.version, [])
    with pytest.raises(Closed):
        operations.edit_part(session, ACTOR, NOW, unpublished, "grundoplysninger", {"title": "Ny"})


def test_what_is_sent_out_can_be_searched_from_then_on(session: Session, unpublished: Consultation) -> None:
    assert session.scalars(select(SearchEntry)).all() == []
    operations.publish_consultation(session, ACTOR, NOW, unpublished)
    session.commit()
    found = {row.kind: row.visible_from for row in session.scalars(select(SearchEntry))}
    assert set(found) == set(SearchKind) - {SearchKind.RESPONSE}
    assert set(found.values()) == {unpublished.visible_from}
    assert search_index.differing(session) == 0


@pytest.mark.parametrize(
    ("break_it", "code"),
    [
        (lambda row: setattr(row, "lead", ""), "lead"),
        (lambda row: setattr(row, "opens_at", None), "opens_at"),
        (lambda row: setattr(row, "publication_mode", None), "publication_mode"),
    ],
)
def test_R1_an_incomplete_one_is_refused_with_the_list(
    session: Session, unpublished: Consultation, break_it: Callable[[Consultation], None], code: str
) -> None:
    break_it(unpublished)
    with pytest.raises(Refused) as refused:
        operations.publish_consultation(session, ACTOR, NOW, unpublished)
    assert [getattr(gap, "code", "") for gap in refused.value.gaps] == [code]
    assert unpublished.published_at is None


def test_R5_an_opening_that_has_passed_is_the_moment_of_sending_out(
    session: Session, unpublished: Consultation
) -> None:
    operations.publish_consultation(session, ACTOR, OPENS + timedelta(days=2), unpublished)
    assert unpublished.opens_at == OPENS + timedelta(days=2)


def test_R6_a_deadline_saved_twice_is_one_entry(session: Session, unpublished: Consultation) -> None:
    scheduling.set_period(session, ACTOR, NOW, unpublished, OPENS, SUNDAY, {})
    scheduling.set_period(session, ACTOR, NOW, unpublished, OPENS, SUNDAY, {})
    _first, unreasoned = queries.list_deadlines(session, unpublished.id)
    assert [row.reason for row in queries.list_reasons(session, unreasoned.id)] == [""]
    scheduling.set_period(session, ACTOR, NOW, unpublished, OPENS, SUNDAY, {WarningCode.WEEKEND: " Fordi. "})
    newest = queries.list_deadlines(session, unpublished.id)[-1]
    assert [row.reason for row in queries.list_reasons(session, newest.id)] == ["Fordi."]


def test_R5_sent_out_late_the_deadline_says_how_few_days_there_were(
    session: Session, unpublished: Consultation
) -> None:
    """The reasons stand; what they are reasons for is as it was on the day."""
    given = dict.fromkeys(WarningCode, "Byrådet beslutter i juni.")
    scheduling.set_period(session, ACTOR, NOW, unpublished, OPENS, OPENS + timedelta(days=22), given)
    operations.publish_consultation(session, ACTOR, OPENS + timedelta(days=10), unpublished)
    newest = queries.list_deadlines(session, unpublished.id)[-1]
    assert [(row.code, row.days, row.reason) for row in queries.list_reasons(session, newest.id)] == [
        (WarningCode.SHORT, 12, "Byrådet beslutter i juni.")
    ]


def test_R5_a_moved_deadline_needs_its_reasons_too(session: Session, owner: Authority) -> None:
    row = factories.consultation(session, owner)
    with pytest.raises(Invalid) as invalid:
        scheduling.move_deadline(session, ACTOR, NOW, row, CLOSES + timedelta(days=7), "Siden var nede.", {})
    assert invalid.value.errors == {"reason_weekend": "required"}
    assert len(queries.list_deadlines(session, row.id)) == 1


def test_R6_a_party_gets_more_time_and_never_less(session: Session, owner: Authority) -> None:
    row = factories.consultation(session, owner)
    heard = factories.heard_party(session, row)
    with pytest.raises(Invalid) as invalid:
        _own(session, row, heard, CLOSES)
    assert invalid.value.errors == {"closes_at": "earlier_than_all"}
    _own(session, row, heard, CLOSES + timedelta(days=4))
    with pytest.raises(Invalid) as invalid:
        _own(session, row, heard, CLOSES + timedelta(days=2))
    assert invalid.value.errors == {"closes_at": "earlier"}
    session.commit()
    assert row.closes_at == CLOSES
    assert _jobs(session) == ["responses.judge_again", "notifications.party_deadline_set"]


def test_R6_a_party_that_was_taken_off_gets_no_deadline(session: Session, owner: Authority) -> None:
    row = factories.consultation(session, owner)
    heard = factories.heard_party(session, row)
    heard.removed_at, heard.removed_reason = NOW, "Findes ikke mere."
    with pytest.raises(Conflict):
        _own(session, row, heard, CLOSES + timedelta(days=4))


def _own(session: Session, row: Consultation, heard: HeardParty, closes_at: datetime) -> None:
    given = (closes_at, "Rådet mødes sent.", factories.REASONS)
    scheduling.set_party_deadline(session, ACTOR, NOW, row, heard, *given)


def test_both_times_move_together_past_each_other(session: Session, unpublished: Consultation) -> None:
    later = timedelta(days=90)
    scheduling.set_period(session, ACTOR, NOW, unpublished, OPENS + later, ENDS + later, factories.REASONS)
    session.commit()
    assert (unpublished.opens_at, unpublished.closes_at) == (OPENS + later, ENDS + later)


@pytest.mark.parametrize(
    ("opens_at", "closes_at", "code"), [(ENDS, OPENS, "before_opening"), (OPENS, None, "required")]
)
def test_a_period_that_is_none_is_refused(
    session: Session, unpublished: Consultation, opens_at: datetime, closes_at: datetime | None, code: str
) -> None:
    with pytest.raises(Invalid) as invalid:
        scheduling.set_period(session, ACTOR, NOW, unpublished, opens_at, closes_at, {})
    assert invalid.value.errors == {"closes_at": code}


def test_R6_moving_a_deadline_keeps_the_old_one_and_tells_everyone(session: Session, owner: Authority) -> None:
    row = factories.consultation(session, owner)
    scheduling.move_deadline(session, ACTOR, NOW, row, CLOSES + timedelta(days=7), "Siden var nede.", factories.REASONS)
    session.commit()
    assert [one.closes_at for one in queries.list_deadlines(session, row.id)] == [CLOSES, CLOSES + timedelta(days=7)]
    owed = ["responses.judge_again", "notifications.deadline_moved", "notifications.closing_soon", downloads.MAKE]
    assert list(dict.fromkeys(_jobs(session))) == owed
    assert row.revision > 1


@pytest.mark.parametrize(
    ("closes_at", "reason", "errors"),
    [
        (CLOSES + timedelta(days=7), " ", {"reason": "required"}),
        (CLOSES - timedelta(days=1), "Fordi.", {"closes_at": "earlier"}),
        (CLOSES, "Fordi.", {"closes_at": "earlier"}),
        (NOW, "Fordi.", {"closes_at": "past"}),
    ],
)
def test_R6_a_deadline_moves_forward_only_and_with_a_reason(
    session: Session, owner: Authority, closes_at: datetime, reason: str, errors: dict[str, str]
) -> None:
    row = factories.consultation(session, owner)
    with pytest.raises(Invalid) as invalid:
        scheduling.move_deadline(session, ACTOR, NOW, row, closes_at, reason, factories.REASONS)
    assert invalid.value.errors == errors
    assert row.closes_at == CLOSES


def test_R6_after_the_close_it_is_reopened_until_a_final_snapshot_exists(session: Session, owner: Authority) -> None:
    row, after = factories.consultation(session, owner), CLOSES + timedelta(days=3)
    scheduling.move_deadline(
        session, ACTOR, after, row, CLOSES + timedelta(days=7), "Siden var nede.", factories.REASONS
    )
    assert queries.state_of(session, row, after) is State.OPEN
    session.add(
        Snapshot(
            authority_id=owner.id, consultation_id=row.id, seq=1, at=after, provisional=False, by=ACTOR, inputs="{}"
        )
    )
    session.flush()
    with pytest.raises(Conflict):
        scheduling.move_deadline(session, ACTOR, after, row, CLOSES + timedelta(days=9), "Igen.", factories.REASONS)


def test_a_cancelled_consultation_keeps_its_reason_and_its_deadline(session: Session, owner: Authority) -> None:
    row = factories.consultation(session, owner)
    operations.cancel_consultation(session, ACTOR, NOW, row, "Sagen er trukket.")
    session.commit()
    assert queries.state_of(session, row, NOW) is State.CANCELLED
    assert set(_jobs(session)) == {"notifications.consultation_cancelled", downloads.MAKE}
    with pytest.raises(Conflict):
        scheduling.move_deadline(session, ACTOR, NOW, row, CLOSES + timedelta(days=7), "Fordi.", factories.REASONS)
    with pytest.raises(Conflict):
        operations.cancel_consultation(session, ACTOR, NOW, row, "Igen.")


def test_a_consultation_is_cancelled_with_a_reason_only(session: Session, owner: Authority) -> None:
    with pytest.raises(Invalid):
        operations.cancel_consultation(session, ACTOR, NOW, factories.consultation(session, owner), " ")


def test_an_address_is_ascii_and_nobody_elses(session: Session, owner: Authority, unpublished: Consultation) -> None:
    assert unpublished.slug == "stoette-paa-aeroe"
    again = operations.create_consultation(
        session, ACTOR, NOW, owner.id, "Støtte på Ærø", ConsultationKind.QUALITY_STANDARD
    )
    assert again.slug == "stoette-paa-aeroe-2"
    for slug, code in (("Ny Adresse", "form"), ("ny", "taken"), (again.slug, "taken")):
        with pytest.raises(Invalid) as invalid:
            operations.set_address(session, ACTOR, NOW, unpublished, slug)
        assert invalid.value.errors == {"slug": code}
    operations.set_address(session, ACTOR, NOW, unpublished, "stoette-2026")
    assert unpublished.slug == "stoette-2026"


def test_an_address_is_frozen_once_sent_out(session: Session, owner: Authority) -> None:
    with pytest.raises(Closed):
        operations.set_address(session, ACTOR, NOW, factories.consultation(session, owner), "ny-adresse")


def test_sections_are_numbered_in_two_levels_and_keep_their_anchors(
    session: Session, unpublished: Consultation
) -> None:
    (text,) = queries.list_drafts(session, unpublished.id)
    before = session.scalar(select(Section.id).where(Section.anchor == "hvem"))
    sections = [
        SectionInput("pris", "", "Pris", "Intet."),
        SectionInput("hvem", "", "Hvem kan få hjælp?", "Du."),
        SectionInput("boern", "hvem", "Børn", "Også."),
    ]
    drafting.write_sections(session, ACTOR, NOW, unpublished, text.version, sections)
    session.commit()
    rows = queries.list_sections(session, text.version.id)
    assert [(row.printed_number, row.section.anchor) for row in rows] == [
        ("1", "pris"),
        ("2", "hvem"),
        ("2.1", "boern"),
    ]
    assert rows[1].section_id == before
    assert session.query(SectionText).count() == 3


@pytest.mark.parametrize(
    "sections",
    [
        [("hvem", ""), ("hvem", "")],
        [("boern", "hvem"), ("hvem", "")],
        [("hvem", ""), ("boern", "hvem"), ("smaa", "boern")],
    ],
)
def test_sections_that_cannot_be_numbered_are_refused(sections: list[tuple[str, str]]) -> None:
    with pytest.raises(Invalid):
        printed_numbers([SectionInput(anchor, parent, "", "") for anchor, parent in sections])


def test_a_planned_meeting_is_moved_not_doubled(session: Session, unpublished: Consultation) -> None:
    meetings.plan_meeting(session, ACTOR, NOW, unpublished, MilestoneKind.COUNCIL, date(2026, 6, 22), "Byrådet")
    meetings.plan_meeting(session, ACTOR, NOW, unpublished, MilestoneKind.COMMITTEE, None, "")
    (row,) = queries.list_milestones(session, unpublished.id)
    assert (row.on, row.decides) == (date(2026, 6, 22), True)


def test_R47_the_outcome_of_the_deciding_meeting_decides_the_case(session: Session, owner: Authority) -> None:
    row, after = factories.consultation(session, owner), CLOSES + timedelta(days=30)
    given = meetings.MeetingInput(MilestoneKind.COUNCIL, date(2026, 4, 13), "Byrådet", "576", decides=True)
    meeting = meetings.record_meeting(session, ACTOR, after, row, given)
    assert queries.state_of(session, row, after) is State.CLOSED
    decided = meetings.MeetingInput(MilestoneKind.COUNCIL, date(2026, 4, 13), "Byrådet", "576", "", "Godkendt.", True)
    meetings.record_meeting(session, ACTOR, after, row, decided, meeting.id)
    assert queries.state_of(session, row, after) is State.DECIDED


def test_R47_one_meeting_decides_and_no_meeting_stands_twice(session: Session, owner: Authority) -> None:
    row = factories.consultation(session, owner)
    given = meetings.MeetingInput(MilestoneKind.COUNCIL, date(2026, 4, 13), "Byrådet", decides=True)
    meetings.record_meeting(session, ACTOR, NOW, row, given)
    other = meetings.MeetingInput(MilestoneKind.COUNCIL, date(2026, 5, 11), "Byrådet", decides=True)
    for meeting, errors in ((given, {"on": "twice"}), (other, {"decides": "twice"})):
        with pytest.raises(Invalid) as invalid:
            meetings.record_meeting(session, ACTOR, NOW, row, meeting)
        assert invalid.value.errors == errors


def test_R48_a_decision_is_not_told_before_the_day_of_its_meeting(session: Session, owner: Authority) -> None:
    row = factories.consultation(session, owner)
    given = meetings.MeetingInput(
        MilestoneKind.COUNCIL, date(2026, 6, 15), "Byrådet", outcome="Godkendt.", decides=True
    )
    with pytest.raises(Invalid) as invalid:
        meetings.record_meeting(session, ACTOR, datetime(2026, 6, 14, 21, 59, tzinfo=UTC), row, given)
    assert invalid.value.errors == {"outcome": "early"}
    meetings.record_meeting(session, ACTOR, datetime(2026, 6, 14, 22, tzinfo=UTC), row, given)


def test_the_agenda_time_moves_with_a_line_in_the_log(session: Session, owner: Authority) -> None:
    row = factories.consultation(session, owner, mode=PublicationMode.WITH_AGENDA)
    operations.set_agenda_time(session, ACTOR, NOW, row, CLOSES + timedelta(days=40))
    assert row.responses_public_at == CLOSES + timedelta(days=40)
    assert _events(session) == ["consultation.agenda_time_set"]


def test_a_document_goes_only_while_nothing_is_sent_out(session: Session, unpublished: Consultation) -> None:
    (document,) = queries.list_documents(session, unpublished.id)
    drafting.remove_document(session, ACTOR, NOW, unpublished, document.id)
    assert queries.list_documents(session, unpublished.id) == []
