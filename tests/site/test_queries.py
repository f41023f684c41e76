"""The reads behind the public pages, on both databases."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from consultation.analysis import outcomes
from consultation.consultations.queries import acts_of
from consultation.models import Consultation, Snapshot
from consultation.responses.operations import withdraw_response
from consultation.site import queries, renditions
from consultation.site.renditions import Filter, Span
from consultation.vocabulary import Capacity, DecisionKind, Outcome, Reason, State, Status
from tests import factories
from tests.factories import CLOSES, NOW
from tests.site.published import LATER, answered, council, decide, decided, position, shown

ALL = Filter()


def test_every_number_is_listed_once_whatever_became_of_it(session: Session) -> None:
    owner = factories.consultation(session, factories.authority(session))
    shown(session, owner)
    decided(session, answered(session, owner), DecisionKind.WITHHOLD, Reason.ABUSE)
    withdraw_response(session, LATER, shown(session, owner))
    answered(session, owner)
    shown(session, owner, at=CLOSES + timedelta(minutes=1))
    rows = renditions.list_rows(session, owner.id, LATER, ALL, Span(10))
    told = [(row.number, row.status, row.reason, row.late) for row in rows]
    assert told == [
        ("1", Status.PUBLISHED, "", False),
        ("2", Status.WITHHELD, "abuse", False),
        ("3", Status.WITHDRAWN, "", False),
        ("4", Status.AWAITING, "", False),
        ("E-1", Status.PUBLISHED, "", True),
    ]
    before = renditions.list_rows(session, owner.id, LATER, ALL, Span(2, before=4))
    assert [row.number for row in before] == ["3", "2"]
    assert renditions.find_sort_number(session, owner.id, "3") == 3
    assert renditions.find_sort_number(session, owner.id, "5") is None


def test_before_its_time_a_rendition_is_a_number_that_awaits(session: Session) -> None:
    owner = factories.consultation(session, factories.authority(session))
    shown(session, owner)
    rows = renditions.list_rows(session, owner.id, NOW, ALL, Span(10))
    assert [(row.status, row.rendition, row.parts) for row in rows] == [(Status.AWAITING, None, ())]
    assert renditions.list_rows(session, owner.id, NOW, Filter(capacity=Capacity.CITIZEN), Span(10)) == []
    assert renditions.list_newest(session, owner.id, NOW, 5) == []
    assert len(renditions.list_newest(session, owner.id, LATER, 5)) == 1


def test_a_filter_knows_the_whole_and_each_draft(session: Session) -> None:
    owner = factories.consultation(session, factories.authority(session))
    shown(session, owner)
    for draft, expected in ((renditions.WHOLE, 1), (1, 0)):
        rows = renditions.list_rows(session, owner.id, LATER, Filter(draft=draft), Span(10))
        assert len(rows) == expected


def test_each_status_is_a_list_of_its_own(session: Session) -> None:
    owner = factories.consultation(session, factories.authority(session))
    shown(session, owner)
    decided(session, answered(session, owner), DecisionKind.WITHHOLD, Reason.ABUSE)
    withdraw_response(session, LATER, shown(session, owner))
    answered(session, owner)
    listed = {
        (at, status): [
            row.number for row in renditions.list_rows(session, owner.id, at, Filter(status=status), Span(9))
        ]
        for at in (NOW, LATER)
        for status in Status
    }
    assert listed == {
        (NOW, Status.PUBLISHED): [],
        (NOW, Status.REDACTED): [],
        (NOW, Status.WITHHELD): ["2"],
        (NOW, Status.WITHDRAWN): ["3"],
        (NOW, Status.AWAITING): ["1", "4"],
        (LATER, Status.PUBLISHED): ["1"],
        (LATER, Status.REDACTED): [],
        (LATER, Status.WITHHELD): ["2"],
        (LATER, Status.WITHDRAWN): ["3"],
        (LATER, Status.AWAITING): ["4"],
    }
    assert renditions.list_rows(session, owner.id, LATER, Filter(0, status=Status.WITHHELD), Span(9)) == []


def appearances(session: Session, owner: Consultation, now: datetime) -> tuple[datetime | None, datetime | None]:
    """The last and the next."""
    last, following = renditions.last_appearance, renditions.next_appearance
    return last(session, owner.id, now), following(session, owner.id, now)


def test_responses_appear_by_the_clock(session: Session) -> None:
    owner = factories.consultation(session, factories.authority(session))
    assert appearances(session, owner, NOW) == (None, None)
    shown(session, owner)
    appears = NOW + timedelta(minutes=5)
    assert appearances(session, owner, NOW) == (None, appears)
    assert appearances(session, owner, appears) == (appears, None)


def test_the_drafts_of_many_consultations_are_read_at_once(session: Session) -> None:
    owner = factories.authority(session)
    rows = [factories.consultation(session, owner, f"nr-{number}", drafts=number) for number in (1, 2)]
    factories.draft(session, rows[0], 9, published_at=None)
    assert queries.list_draft_numbers(session, [row.id for row in rows]) == {rows[0].id: [1], rows[1].id: [1, 2]}


def test_R3_a_list_computes_the_same_state_as_the_page(session: Session) -> None:
    owner = factories.authority(session)
    rows = [factories.consultation(session, owner, f"nr-{number}") for number in range(3)]
    session.add(
        Snapshot(
            authority_id=owner.id, consultation_id=rows[1].id, seq=1, inputs="{}", provisional=False, by="x", at=CLOSES
        )
    )
    council(session, rows[2], "Vedtaget.")
    factories.consultation(session, owner, "senere", opens_at=CLOSES, closes_at=CLOSES + timedelta(days=30))
    factories.consultation(session, owner, "ikke-sendt", published=False)
    now = CLOSES - timedelta(seconds=1)
    assert queries.next_appearance(session, now, owner.id) == CLOSES
    listed = queries.list_consultations(session, CLOSES + timedelta(days=1), owner.id)
    assert {one.consultation.slug: one.acts for one in listed} == {
        one.consultation.slug: acts_of(session, one.consultation) for one in listed
    }
    states = {one.consultation.slug: one.state for one in listed}
    assert states == {
        "nr-0": State.CLOSED,
        "nr-1": State.UNDER_CONSIDERATION,
        "nr-2": State.DECIDED,
        "senere": State.OPEN,
    }
    assert {one.drafts for one in listed} == {2}


def test_an_authoritys_host_is_its_own_and_the_only_authority_needs_none(session: Session) -> None:
    first = factories.authority(session)
    assert queries.find_authority_of_host(session, "localhost") is first
    second = factories.authority(session, "andenby")
    second.host = "anden.example"
    session.flush()
    assert queries.find_authority_of_host(session, "localhost") is None
    assert queries.find_authority_of_host(session, "anden.example") is second


def test_R47_what_was_decided_is_read_with_its_points_and_places(session: Session) -> None:
    owner = factories.consultation(session, factories.authority(session))
    council(session, owner)
    place = factories.places(session, owner)[2, "hvor-laenge"]
    position(session, owner, place, [shown(session, owner), shown(session, owner)], "Længere", Outcome.PARTLY)
    decide(session, owner)
    drafts = queries.list_public_drafts(session, owner.id)
    said = outcomes.list_decided(session, owner.id, drafts)
    assert [(one.label, one.numbers, one.points, one.anchor) for one in said] == [("2.1", ("1", "2"), 2, "hvor-laenge")]
    assert outcomes.points_by_outcome(said) == {Outcome.PARTLY: 2}
    assert outcomes.points_by_section(said, 2) == {"hvor-laenge": 2}
    assert outcomes.points_by_section(said, 1) == {}
