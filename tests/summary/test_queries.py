"""From rows to the inputs of a snapshot, on both databases (R38, R41, R46, P1)."""

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from consultation.models import Consultation, FindingDecision
from consultation.moderation.queries import material_of
from consultation.responses import lateness
from consultation.responses import operations as responses
from consultation.summary import inputs, operations
from consultation.summary.inputs import Inputs
from consultation.vocabulary import Capacity, FindingAnswer, FollowUp, NoPointReason, Outcome, Reason, Status
from tests import factories
from tests.databases import Once
from tests.summary.case import COUNCIL, READY, REMOVED, SETTINGS, WITHHELD, Case, case


@pytest.fixture
def made(session: Session, once: Once) -> Case:
    return once(session, case)


def collect(made: Case) -> Inputs:
    made.session.expire_all()
    return operations.collect_now(made.session, SETTINGS, READY, made.consultation, provisional=False)


def response(found: Inputs, number: str) -> inputs.Response:
    return next(one for one in found.responses if one.number == number)


def test_R45_what_is_collected_comes_back_equal_from_its_bytes(made: Case) -> None:
    found = collect(made)
    assert inputs.from_json(inputs.to_json(found)) == found


def test_R41_each_response_has_its_number_status_and_public_name(made: Case) -> None:
    rows = [(one.number, one.status, one.shown_name, one.capacity) for one in collect(made).responses]
    assert rows == [
        ("1", Status.REDACTED, "Borger, 0000", Capacity.CITIZEN),
        ("2", Status.PUBLISHED, COUNCIL, Capacity.COUNCIL),
        ("3", Status.WITHHELD, None, Capacity.CITIZEN),
    ]


def test_R46_a_withheld_text_and_its_sender_are_in_the_closed_part_alone(made: Case) -> None:
    withheld = response(collect(made), "3")
    assert withheld.answers == ()
    assert [answer.text for answer in withheld.closed] == [WITHHELD]
    assert withheld.sender is not None
    assert withheld.sender.name == "Viggo Prøvegaard"
    assert withheld.withheld_reason == Reason.SENSITIVE


def test_a_published_response_leaves_nothing_for_the_closed_part(made: Case) -> None:
    published = response(collect(made), "2")
    assert (published.closed, published.sender) == ((), None)


def test_P1_a_quotation_of_a_redacted_response_has_the_mark_and_stands_in_the_rendition(made: Case) -> None:
    found = collect(made)
    quote = next(point for point in found.points if point.number == "1.2").quotes[0]
    assert quote == "Det siger [navn fjernet] også."
    assert quote in response(found, "1").answers[0].text


def test_P1_a_removed_name_stands_nowhere_but_in_the_closed_part(made: Case) -> None:
    found = collect(made)
    first = response(found, "1")
    public = inputs.to_json(found).decode().replace(first.closed[0].text, "")
    assert REMOVED not in public


def test_a_point_of_a_withheld_response_has_no_quotation(made: Case) -> None:
    assert next(point for point in collect(made).points if point.response == "3").quotes == ()


def test_R37_a_position_carries_its_place_remark_outcome_and_change(made: Case) -> None:
    row = next(position for position in collect(made).positions if position.number == "1.1")
    assert (row.draft, row.section, row.remark_number) == (1, "hvor-laenge", "B1")
    assert (row.recommended, row.decided) == (Outcome.ACCEPTED, None)
    assert [(change.before, change.after) for change in row.changes] == [("højst seks uger", "højst ti uger")]


def test_a_general_position_is_numbered_under_nought(made: Case) -> None:
    assert [position.number for position in collect(made).positions] == ["0.1", "1.1"]


def test_R38_sentences_without_point_or_reason_are_counted(made: Case) -> None:
    late = made.receive("Hej. Vi vil gerne have mere tid. Tak.")
    assert response(collect(made), str(late.seq)).open_sentences == 3


def test_R38_sentences_that_need_no_remark_are_counted_by_reason(made: Case) -> None:
    made.let_be(made.receive("Hej. Tak."))
    found = collect(made)
    assert response(found, "4").open_sentences == 0
    assert [(row.reason, row.sentences) for row in found.no_points] == [(NoPointReason.GREETING, 2)]


def test_R24_a_late_response_is_divided_only_when_it_is_let_in(made: Case) -> None:
    late = made.receive("For sent ude.", received_at=factories.CLOSES + timedelta(days=1))
    before = response(collect(made), "E-1")
    lateness.decide_late(made.session, made.secretary, READY, late, admitted=True, reason="Brevet blev forsinket.")
    after = response(collect(made), "E-1")
    assert (before.admitted, before.open_sentences) == (None, 0)
    assert (after.admitted, after.open_sentences, after.admission_reason) == (True, 1, "Brevet blev forsinket.")


def test_words_that_a_person_let_stand_are_told_to_the_check_of_private_words(made: Case) -> None:
    kept = made.receive("Ring på 87 65 43 21.")
    finding = material_of(made.session, kept).findings[0].finding
    made.session.add(
        FindingDecision(
            authority_id=kept.authority_id,
            finding_id=finding.id,
            seq=1,
            answer=FindingAnswer.KEEP,
            by=made.moderator,
            at=factories.NOW,
        )
    )
    made.session.flush()
    assert response(collect(made), "4").cleared == ("87 65 43 21",)


def test_words_let_stand_in_a_name_are_told_as_well(made: Case) -> None:
    sender = factories.sender(capacity=Capacity.ORGANISATION, name="", organisation="Ring 87 65 43 21 ApS")
    kept = made.receive("Vi støtter det.", sender=sender)
    for one in material_of(made.session, kept).findings:
        made.session.add(
            FindingDecision(
                authority_id=kept.authority_id,
                finding_id=one.finding.id,
                seq=1,
                answer=FindingAnswer.KEEP,
                by=made.moderator,
                at=factories.NOW,
            )
        )
    made.session.flush()
    assert response(collect(made), "4").cleared == ("87 65 43 21",)


def test_the_newest_version_of_a_corrected_response_counts(made: Case) -> None:
    second = made.responses[1]
    content = factories.submission("Rådet støtter forslaget.").content
    sender = factories.sender(capacity=Capacity.COUNCIL, name="", postcode="", organisation=COUNCIL)
    responses.correct_response(made.session, SETTINGS, factories.NOW, second, sender, content)
    found = response(collect(made), "2")
    assert (found.status, found.answers, found.open_sentences) == (Status.AWAITING, (), 1)


def test_a_withdrawn_response_keeps_its_number_and_loses_its_points(made: Case) -> None:
    responses.withdraw_response(made.session, factories.NOW, made.responses[1])
    found = collect(made)
    assert response(found, "2").status is Status.WITHDRAWN
    assert {point.response for point in found.points} == {"1", "3"}


def test_the_drafts_carry_the_sections_of_the_version_in_force(made: Case) -> None:
    found = collect(made).drafts
    assert [draft.number for draft in found] == [1, 2]
    assert [section.anchor for section in found[0].sections] == ["hvem", "hvor-laenge", "laengde-grupper"]


def test_the_number_of_statements_does_not_grow_with_the_responses(made: Case) -> None:
    few = _statements(made)
    for number in range(12):
        one = made.receive(f"Vi ønsker {number} timer mere.")
        made.publish(one)
        made.divide(one, made.noted)
    assert _statements(made) == few


def _statements(made: Case) -> int:
    """How many it takes in a session that knows nothing yet."""
    counted: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        counted.append(statement)

    engine, consultation_id = made.session.get_bind(), made.consultation.id
    made.session.commit()
    with Session(engine) as session:
        consultation = session.get_one(Consultation, consultation_id)
        event.listen(engine, "before_cursor_execute", note)
        try:
            operations.collect_now(session, SETTINGS, READY, consultation, provisional=False)
        finally:
            event.remove(engine, "before_cursor_execute", note)
    return len(counted)


def test_R8_both_consultations_know_of_each_other_in_their_papers(made: Case) -> None:
    earlier = made.consultation
    later = factories.consultation(made.session, earlier.authority, "igen")
    later.title = "Hjælp igen"
    later.follows_id, later.follow_up, later.follow_up_reason = earlier.id, FollowUp.RENEWED, "Et bilag manglede."
    unsent = factories.consultation(made.session, earlier.authority, "kladde", published=False)
    unsent.follows_id, unsent.follow_up, unsent.follow_up_reason = earlier.id, FollowUp.RENEWED, "Kladde."
    made.session.commit()
    base = SETTINGS.base_url
    assert collect(made).consultation.followed_by == (
        inputs.FollowUpOf(FollowUp.RENEWED, "Hjælp igen", f"{base}/hoeringer/igen", "Et bilag manglede."),
    )
    found = operations.collect_now(made.session, SETTINGS, READY, later, provisional=True).consultation
    assert found.follows == inputs.FollowUpOf(
        FollowUp.RENEWED, earlier.title, f"{base}/hoeringer/{earlier.slug}", "Et bilag manglede."
    )
    assert found.followed_by == ()
    assert collect(made).consultation.follows is None
