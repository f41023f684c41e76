"""The two meters count what the lists of a board hold (R40), on both databases, since the database counts."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from consultation.analysis import points, remarks
from consultation.analysis.figures import board_of
from consultation.analysis.meters import _BLANKS, read_meters
from consultation.analysis.spans import Span
from consultation.models import Consultation
from consultation.responses import operations as responses
from consultation.responses.content import AnswerContent, Content
from consultation.vocabulary import NoPointReason, Outcome
from tests import factories
from tests.analysis.dividing import ACTOR, position, respond, spans
from tests.factories import NOW

GREETING = NoPointReason.GREETING


def agree(session: Session, consultation: Consultation) -> tuple[int, int, int, int]:
    """What both say; fails where they do not agree."""
    session.commit()
    board = board_of(session, consultation)
    listed = len(board.responses), len(board.undivided), len(board.points), len(board.unanswered)
    assert read_meters(session, consultation.id) == listed
    return listed


def test_blanks_are_what_the_rule_of_coverage_calls_blank() -> None:
    assert set(_BLANKS) == {chr(code) for code in range(0x110000) if chr(code).isspace()}


def test_R40_a_response_is_divided_when_its_last_letter_is(session: Session, consultation: Consultation) -> None:
    assert agree(session, consultation) == (0, 0, 0, 0)
    row = respond(session, consultation, "Et to.\n\nTre 🎈 fire.", "Fem.", "")
    assert agree(session, consultation) == (1, 1, 0, 0)
    first, second, third = spans(session, row)
    points.make_point(session, ACTOR, NOW, row, [second, Span(first.answer_id, first.start, first.end - 1)])
    points.settle(session, ACTOR, NOW, row, [third], GREETING)
    assert agree(session, consultation) == (1, 1, 1, 1)
    points.settle(session, ACTOR, NOW, row, [Span(first.answer_id, first.end - 1, first.end)], GREETING)
    assert agree(session, consultation) == (1, 0, 1, 1)


def test_R40_overlapping_passages_leave_no_gap_and_hide_none(session: Session, consultation: Consultation) -> None:
    row = respond(session, consultation, "abcdefgh")
    answer = spans(session, row)[0].answer_id
    for start, end in ((0, 6), (1, 2), (3, 5)):
        points.make_point(session, ACTOR, NOW, row, [Span(answer, start, end)])
    assert agree(session, consultation)[1] == 1
    points.make_point(session, ACTOR, NOW, row, [Span(answer, 6, 8)])
    assert agree(session, consultation)[1] == 0


@pytest.mark.parametrize(
    ("text", "proposed", "chosen", "undivided"),
    [
        ("", "Tolv uger.", False, 1),
        ("", "", True, 0),
        ("", "Tolv uger.", True, 1),
        ("Tolv.", "", True, 1),
        ("\u2003 \n", "", True, 0),
    ],
)
def test_R40_a_response_without_a_sentence_counts_as_the_board_says(
    session: Session, consultation: Consultation, text: str, proposed: str, chosen: bool, undivided: int
) -> None:
    question_id = factories.question(session, consultation).id
    places = factories.places(session, consultation)
    answers = [AnswerContent(text, None, proposed, *places[1, "hvem"])] if text or proposed else []
    answers += [AnswerContent(question_id=question_id, choices=(1,))] if chosen else []
    factories.response(session, consultation, factories.submission(content=Content(tuple(answers))))
    assert agree(session, consultation)[:2] == (1, undivided)


def test_R40_what_does_not_count_is_not_counted(session: Session, consultation: Consultation) -> None:
    rows = [respond(session, consultation, name=f"Prøve {n}") for n in range(3)]
    for row in rows:
        points.make_point(session, ACTOR, NOW, row, spans(session, row))
    responses.withdraw_response(session, NOW, rows[0])
    points.remove_point(
        session, ACTOR, NOW, rows[1], points.make_point(session, ACTOR, NOW, rows[1], spans(session, rows[1], 1))
    )
    content = Content((AnswerContent("Noget andet."),))
    responses.correct_response(session, factories.settings(), NOW, rows[2], factories.sender(), content)
    assert agree(session, consultation) == (2, 1, 2, 2)


def test_R40_a_point_is_answered_when_its_position_has_remark_and_outcome(
    session: Session, consultation: Consultation
) -> None:
    row = respond(session, consultation)
    first, second = position(session, consultation, "Ønske om a"), position(session, consultation, "Ønske om b")
    for where in (first, second, None):
        points.make_point(session, ACTOR, NOW, row, spans(session, row), where)
    first.recommended_outcome = second.recommended_outcome = Outcome.NOTED
    assert agree(session, consultation)[2:] == (3, 3)
    remark = remarks.add_remark(session, ACTOR, NOW, consultation, "Det ser vi på.")
    first.remark_id = second.remark_id = remark.id
    assert agree(session, consultation)[2:] == (3, 1)
    remarks.write_remark(session, ACTOR, NOW, consultation, remark, base_number=1, text=" \n")
    assert agree(session, consultation)[2:] == (3, 3)


@given(data=st.data())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_R40_random_passages_are_counted_as_the_board_does(
    session: Session, consultation: Consultation, data: st.DataObject
) -> None:
    text = data.draw(st.text(st.sampled_from("ab \n.🎈\u0301\xa0"), min_size=1, max_size=12))
    row = respond(session, consultation, f"x{text}y")
    answer = spans(session, row)[0].answer_id
    for start, end in data.draw(st.lists(st.tuples(st.integers(0, len(text) + 1), st.integers(1, 6)), max_size=5)):
        points.make_point(session, ACTOR, NOW, row, [Span(answer, start, min(start + end, len(text) + 2))])
    agree(session, consultation)
