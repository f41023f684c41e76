"""Where the processing stands: each number is the length of a list (R38, R40)."""

from datetime import timedelta

from sqlalchemy.orm import Session

from consultation.analysis import changes, figures, points, queries, remarks
from consultation.analysis.figures import Board, board_of
from consultation.consultations.queries import list_drafts, list_sections
from consultation.models import Consultation, LateAdmission, Response
from consultation.responses import operations
from consultation.responses.content import AnswerContent, Content
from consultation.vocabulary import LoginMode, NoPointReason, Outcome, Series
from tests import factories
from tests.analysis.dividing import ACTOR, position, respond, spans
from tests.factories import CLOSES, NOW, RECEIVED

HOUR = timedelta(hours=1)
BACKGROUND = NoPointReason.BACKGROUND


def done(board: Board) -> list[str]:
    return [line.number for line in board.responses if line.is_done]


def divide(session: Session, response: Response) -> None:
    """Everything into one point without a position."""
    points.make_point(session, ACTOR, NOW, response, spans(session, response))


def test_R38_a_response_is_done_when_none_of_its_sentences_is_open(
    session: Session, consultation: Consultation
) -> None:
    first, second = (respond(session, consultation, text) for text in ("Et. To.", "Tre."))
    points.settle(session, ACTOR, NOW, first, spans(session, first, 0), BACKGROUND)
    divide(session, second)
    board = board_of(session, consultation)
    assert [(line.number, line.open_sentences, line.points) for line in board.responses] == [("1", 1, 0), ("2", 0, 1)]
    assert (done(board), [line.number for line in board.undivided]) == (["2"], ["1"])


def test_R38_a_proposed_wording_alone_is_open_until_it_has_a_point(
    session: Session, consultation: Consultation
) -> None:
    place = factories.places(session, consultation)[1, "hvem"]
    content = Content((AnswerContent("", None, "Et forløb varer tolv uger.", *place),))
    response = factories.response(session, consultation, factories.submission(content=content))
    assert done(board_of(session, consultation)) == []
    points.make_point(session, ACTOR, NOW, response, [])
    assert done(board_of(session, consultation)) == ["1"]


def late(session: Session, consultation: Consultation) -> Response:
    sent = factories.submission(received_at=CLOSES)
    row = factories.response(session, consultation, sent)
    assert row.series is Series.LATE
    return row


def admit(session: Session, response: Response, *, admitted: bool) -> None:
    session.add(
        LateAdmission(
            authority_id=response.authority_id,
            response_id=response.id,
            admitted=admitted,
            reason="Prøve",
            by=ACTOR,
            at=NOW,
        )
    )
    session.flush()


def test_R24_a_late_response_counts_with_its_points_while_it_is_let_in(
    session: Session, consultation: Consultation
) -> None:
    response = late(session, consultation)
    divide(session, response)
    counted = []
    for admitted in (None, True, False):
        if admitted is not None:
            admit(session, response, admitted=admitted)
        board = board_of(session, consultation)
        counted.append((len(board.responses), len(board.points)))
    assert counted == [(0, 0), (1, 1), (0, 0)]


def test_R38_what_nobody_has_begun_to_divide_is_counted_with_when_the_oldest_came(
    session: Session, consultation: Consultation
) -> None:
    first = respond(session, consultation)
    second = factories.response(session, consultation, factories.submission(received_at=RECEIVED + HOUR))
    begun = spans(session, first, 0)
    left = [queries.count_untouched(session, consultation.id)]
    points.settle(session, ACTOR, NOW, first, begun, BACKGROUND)
    left.append(queries.count_untouched(session, consultation.id))
    divide(session, second)
    left.append(queries.count_untouched(session, consultation.id))
    points.reopen(session, ACTOR, NOW, first, begun)
    left.append(queries.count_untouched(session, consultation.id))
    assert left == [(2, RECEIVED), (1, RECEIVED + HOUR), (0, None), (1, RECEIVED)]


def test_R38_only_what_is_to_be_divided_is_missed(session: Session, consultation: Consultation) -> None:
    late(session, consultation)
    operations.withdraw_response(session, NOW, respond(session, consultation))
    email = factories.sender(email="karen@proeve.example")
    factories.response(session, consultation, factories.submission(sender=email, login_mode=LoginMode.CONFIRMED))
    factories.response(session, consultation, factories.submission(content=Content(no_remarks=True)))
    assert queries.count_untouched(session, consultation.id) == (0, None)
    assert queries.list_to_divide(session, consultation.id) == []


def test_R38_what_a_position_lacks_is_named(session: Session, consultation: Consultation) -> None:
    text = list_drafts(session, consultation.id)[0]
    section = list_sections(session, text.version.id)[0]
    row = position(session, consultation, "Ønske om a", text.draft.id, section.section_id)
    response = respond(session, consultation)
    points.make_point(session, ACTOR, NOW, response, spans(session, response), row)
    found = figures.board_of(session, consultation).coverage
    assert (found.positions_without_remark, found.positions_without_outcome) == ((row.id,), (row.id,))
    row.recommended_outcome = Outcome.ACCEPTED
    remark = remarks.add_remark(session, ACTOR, NOW, consultation, "Vi er enige.")
    remarks.use_remark(session, ACTOR, NOW, consultation, remark, [row])
    found = figures.board_of(session, consultation).coverage
    assert (found.changes_missing, found.complete) == ((row.id,), False)
    changes.save_change(
        session,
        ACTOR,
        NOW,
        consultation,
        section,
        before="højst seks uger",
        after="højst tolv uger",
        positions=[row],
    )
    assert figures.board_of(session, consultation).coverage.complete


def test_R38_a_remark_of_blanks_is_none(session: Session, consultation: Consultation) -> None:
    row = position(session, consultation, recommended=Outcome.NOTED)
    remark = remarks.add_remark(session, ACTOR, NOW, consultation, " \n")
    remarks.use_remark(session, ACTOR, NOW, consultation, remark, [row])
    assert figures.board_of(session, consultation).coverage.positions_without_remark == (row.id,)


def test_R40_a_position_cites_each_of_its_responses_once(session: Session, consultation: Consultation) -> None:
    row = position(session, consultation)
    for n in (1, 2):
        response = respond(session, consultation, name=f"Prøve {n}")
        for at in (1, 2):
            points.make_point(session, ACTOR, NOW, response, spans(session, response, at), row)
    (line,) = board_of(session, consultation).positions
    assert (line.numbers, [point.label for point in line.points]) == (("1", "2"), ["1.1", "1.2", "2.1", "2.2"])


def test_R40_a_point_has_a_remark_when_its_position_has_both_remark_and_outcome(
    session: Session, consultation: Consultation
) -> None:
    row = position(session, consultation)
    response = respond(session, consultation)
    for where in (row, None):
        points.make_point(session, ACTOR, NOW, response, spans(session, response, 1), where)
    remark = remarks.add_remark(session, ACTOR, NOW, consultation, "Vi er enige.")
    remarks.use_remark(session, ACTOR, NOW, consultation, remark, [row])
    assert [point.label for point in board_of(session, consultation).unanswered] == ["1.1", "1.2"]
    row.recommended_outcome = Outcome.NOTED
    session.flush()
    assert [point.label for point in board_of(session, consultation).unanswered] == ["1.2"]


def test_R40_a_response_is_counted_at_the_whole_and_at_each_draft_that_it_answers(
    session: Session, consultation: Consultation
) -> None:
    respond(session, consultation, "Til det hele.", "Til udkast 1.")
    respond(session, consultation, "Kun til det hele.")
    assert [line.drafts for line in board_of(session, consultation).responses] == [{0, 1}, {0}]
