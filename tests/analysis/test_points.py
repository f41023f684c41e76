"""Points and what needs no remark (R37, R38), on both databases, since numbers and locks are theirs."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consultation.analysis import points, queries
from consultation.analysis.spans import Span
from consultation.errors import Conflict, Invalid, NotFound
from consultation.lib.text import SPLITTER, sentences
from consultation.models import Audit, Consultation, Passage, Point, Response
from consultation.responses import operations as responses
from consultation.responses.content import AnswerContent, Content
from consultation.vocabulary import NoPointReason
from tests import factories
from tests.analysis.dividing import ACTOR, TEXT, position, respond, spans, still_open
from tests.factories import NOW
from tests.moderation.grouped import regroup
from tests.site.published import statements

GREETING = NoPointReason.GREETING


@pytest.fixture
def response(session: Session, consultation: Consultation) -> Response:
    row = respond(session, consultation)
    session.commit()
    return row


def test_R37_a_point_keeps_a_copy_of_its_words(session: Session, response: Response) -> None:
    point = points.make_point(session, ACTOR, NOW, response, spans(session, response, 1, 2))
    session.commit()
    quotes = [(one.quote, one.splitter, one.by) for one in queries.passages_of(session, point.id)]
    assert quotes == [("Seks uger er for kort tid.", SPLITTER, ACTOR), ("Vi vil have tolv.", SPLITTER, ACTOR)]


def test_R37_points_are_numbered_within_their_response(session: Session, response: Response) -> None:
    made = [points.make_point(session, ACTOR, NOW, response, spans(session, response, at)) for at in (1, 2)]
    assert [queries.point_label(response, point) for point in made] == ["1.1", "1.2"]


def test_R38_what_is_in_no_point_is_open(session: Session, response: Response) -> None:
    points.make_point(session, ACTOR, NOW, response, spans(session, response, 1))
    assert still_open(session, response) == ["Kære byråd.", "Vi vil have tolv.", "Tak."]


def test_R38_a_sentence_half_in_a_point_is_open(session: Session, response: Response) -> None:
    (span,) = spans(session, response, 1)
    points.make_point(session, ACTOR, NOW, response, [Span(span.answer_id, span.start, span.end - 6)])
    assert "Seks uger er for kort tid." in still_open(session, response)


def test_R38_one_press_settles_the_rest(session: Session, response: Response) -> None:
    points.make_point(session, ACTOR, NOW, response, spans(session, response, 1, 2))
    assert points.settle_rest(session, ACTOR, NOW, response, GREETING) == 2
    assert still_open(session, response) == []
    assert points.settle_rest(session, ACTOR, NOW, response, GREETING) == 0


def test_R38_a_settled_sentence_that_gets_a_point_loses_its_reason(session: Session, response: Response) -> None:
    points.settle(session, ACTOR, NOW, response, spans(session, response), GREETING)
    points.make_point(session, ACTOR, NOW, response, spans(session, response, 1))
    reasons = [one.reason for one in queries.sentences_of(session, response)]
    assert reasons == ["greeting", None, "greeting", "greeting"]


def test_R38_a_new_reason_takes_the_place_of_the_old(session: Session, response: Response) -> None:
    for reason in (GREETING, NoPointReason.BACKGROUND):
        points.settle(session, ACTOR, NOW, response, spans(session, response, 0), reason)
    standing = session.scalars(select(Passage).where(Passage.removed_at.is_(None))).all()
    assert [one.no_point_reason for one in standing] == [NoPointReason.BACKGROUND]


def test_R38_a_reason_can_be_taken_back(session: Session, response: Response) -> None:
    points.settle_rest(session, ACTOR, NOW, response, GREETING)
    points.reopen(session, ACTOR, NOW, response, spans(session, response, 2))
    assert still_open(session, response) == ["Vi vil have tolv."]


def test_a_removed_point_opens_its_sentences_and_keeps_its_number(session: Session, response: Response) -> None:
    first = points.make_point(session, ACTOR, NOW, response, spans(session, response, 1))
    points.remove_point(session, ACTOR, NOW, response, first)
    second = points.make_point(session, ACTOR, NOW, response, spans(session, response, 2))
    assert (second.seq, still_open(session, response)) == (2, ["Kære byråd.", "Seks uger er for kort tid.", "Tak."])
    assert session.get(Point, first.id) is not None


def test_a_sentence_may_serve_two_points(session: Session, response: Response) -> None:
    made = [points.make_point(session, ACTOR, NOW, response, spans(session, response, 1)) for _twice in range(2)]
    assert queries.sentences_of(session, response)[1].points == tuple(made)


def test_the_same_sentence_ticked_twice_is_one_passage(session: Session, response: Response) -> None:
    point = points.make_point(session, ACTOR, NOW, response, spans(session, response, 1, 1))
    assert len(queries.passages_of(session, point.id)) == 1


@pytest.mark.parametrize("span", [(0, 1000), (5, 5), (7, 3)])
def test_a_passage_outside_the_text_is_refused(session: Session, response: Response, span: tuple[int, int]) -> None:
    answer_id = spans(session, response)[0].answer_id
    with pytest.raises(Invalid):
        points.make_point(session, ACTOR, NOW, response, [Span(answer_id, *span)])


def test_a_point_without_a_passage_is_refused(session: Session, response: Response) -> None:
    with pytest.raises(Invalid):
        points.make_point(session, ACTOR, NOW, response, [])


def test_another_response_s_passage_is_not_found(
    session: Session, consultation: Consultation, response: Response
) -> None:
    other = respond(session, consultation)
    with pytest.raises(NotFound):
        points.make_point(session, ACTOR, NOW, response, spans(session, other, 1))


def test_R38_a_response_that_is_only_a_file_is_open_until_a_point_says_what_it_says(
    session: Session, consultation: Consultation
) -> None:
    places = factories.places(session, consultation)
    proposed = AnswerContent("", None, "Et forløb varer tolv uger.", *places[1, "hvem"])
    response = factories.response(session, consultation, factories.submission(content=Content((proposed,))))
    from_file = points.make_point(session, ACTOR, NOW, response, [])
    assert from_file.seq == 1


def test_a_withdrawn_response_takes_no_point(session: Session, response: Response) -> None:
    chosen = spans(session, response, 1)
    responses.withdraw_response(session, NOW, response)
    session.commit()
    with pytest.raises(Conflict):
        points.make_point(session, ACTOR, NOW, response, chosen)


def test_states_points_of_a_withdrawn_response_leave_the_counts_and_stay_in_history(
    session: Session, consultation: Consultation, response: Response
) -> None:
    point = points.make_point(session, ACTOR, NOW, response, spans(session, response, 1))
    responses.withdraw_response(session, NOW, response)
    session.commit()
    assert queries.list_points(session, consultation.id) == []
    assert session.get_one(Point, point.id).removed_at is None


def test_every_act_is_logged_without_a_word_of_the_text(session: Session, response: Response) -> None:
    point = points.make_point(session, ACTOR, NOW, response, spans(session, response, 1))
    points.settle_rest(session, ACTOR, NOW, response, GREETING)
    points.remove_point(session, ACTOR, NOW, response, point)
    session.commit()
    logged = [(row.event, row.fields) for row in session.scalars(select(Audit).order_by(Audit.seq))]
    assert [event for event, _fields in logged][-3:] == ["point.made", "passage.settled", "point.removed"]
    assert not any("uger" in fields for _event, fields in logged)


# Corrections


def correct(session: Session, response: Response, text: str) -> None:
    responses.correct_response(
        session, factories.settings(), NOW, response, factories.sender(), Content((AnswerContent(text),))
    )
    session.commit()


def test_states_a_passage_of_a_text_that_was_corrected_meanwhile_is_a_conflict(
    session: Session, response: Response
) -> None:
    seen = spans(session, response, 1)
    correct(session, response, "Otte uger er fint.")
    with pytest.raises(Conflict):
        points.make_point(session, ACTOR, NOW, response, seen)


def test_states_points_whose_words_stand_in_the_corrected_text_are_carried(
    session: Session, response: Response
) -> None:
    kept = points.make_point(session, ACTOR, NOW, response, spans(session, response, 1))
    gone = points.make_point(session, ACTOR, NOW, response, spans(session, response, 2))
    correct(session, response, "Vi har tænkt os om. Seks uger er for kort tid. Vi vil have otte.")
    assert points.carry_points(session, ACTOR, NOW, response) == 1
    assert [point.id for point, _passages in queries.outdated(session, response.id)] == [gone.id]
    assert queries.sentences_of(session, response)[1].points == (kept,)


# Groups


@pytest.fixture
def group(session: Session, consultation: Consultation) -> list[Response]:
    """Three that say the same, one of them with other spaces, and one that does not."""
    texts = [TEXT, TEXT.replace(" Tak", "\n\n\nTAK"), TEXT, "Noget helt andet."]
    rows = [respond(session, consultation, text, name=f"Prøve {n}") for n, text in enumerate(texts)]
    regroup(session, consultation)
    session.commit()
    return rows


def test_R39_a_point_on_the_shared_text_holds_for_every_member(
    session: Session, consultation: Consultation, group: list[Response]
) -> None:
    where = position(session, consultation)
    made = points.make_point_in_group(session, ACTOR, NOW, group[0], spans(session, group[0], 1), where)
    assert [point.response_id for point in made] == [row.id for row in group[:3]]
    assert [one.quote for point in made for one in queries.passages_of(session, point.id)] == [
        "Seks uger er for kort tid."
    ] * 3


def test_R39_what_needs_no_remark_needs_none_in_any_member(session: Session, group: list[Response]) -> None:
    points.make_point_in_group(session, ACTOR, NOW, group[0], spans(session, group[0], 1, 2))
    points.settle_rest(session, ACTOR, NOW, group[0], GREETING)
    assert [still_open(session, row) for row in group] == [[], [], [], ["Noget helt andet."]]


def test_R39_a_point_is_moved_and_removed_in_the_whole_group(
    session: Session, consultation: Consultation, group: list[Response]
) -> None:
    first, second = (position(session, consultation, title) for title in ("Ønske om a", "Ønske om b"))
    made = points.make_point_in_group(session, ACTOR, NOW, group[1], spans(session, group[1], 1), first)
    assert points.move_point_in_group(session, ACTOR, NOW, group[1], made[0], second) == 3
    assert {point.position_id for point in made} == {second.id}
    assert points.remove_point_in_group(session, ACTOR, NOW, group[1], made[0]) == 3
    assert queries.list_points(session, consultation.id) == []


def test_R39_a_member_that_has_other_words_there_is_left_alone(
    session: Session, consultation: Consultation, group: list[Response]
) -> None:
    correct(session, group[2], TEXT.replace("tolv", "otte"))
    made = points.make_point_in_group(session, ACTOR, NOW, group[0], spans(session, group[0], 2))
    assert [point.response_id for point in made] == [group[0].id, group[1].id]


LETTER = (
    "Luk ikke om lørdagen, for det er den længste dag i ugen for os. Lad os beholde kaffen og den gode snak ved bordet."
    " Vi vil hellere undvære den ekstra time om eftermiddagen på hverdagene."
)
OWN = "Min søn kommer der hver uge."


@pytest.fixture
def campaign(session: Session, consultation: Consultation) -> list[Response]:
    """The letter, the same with words of one's own, and the same without its last sentence."""
    first, *rest = sentences(LETTER)
    texts = [LETTER, f"{OWN} {LETTER}", " ".join(one.text for one in (first, *rest[:-1]))]
    rows = [respond(session, consultation, text, name=f"Prøve {n}") for n, text in enumerate(texts)]
    assert regroup(session, consultation) == [("1", "2", "3")]
    return rows


def test_R39_a_point_on_a_sentence_of_a_template_holds_where_it_stands(
    session: Session, campaign: list[Response]
) -> None:
    points.make_point_in_group(session, ACTOR, NOW, campaign[0], spans(session, campaign[0], 0))
    assert [len(queries.points_of(session, row.id)) for row in campaign] == [1, 1, 1]
    assert still_open(session, campaign[1])[0] == OWN


def test_R39_who_lacks_one_of_a_point_s_sentences_does_not_get_it(session: Session, campaign: list[Response]) -> None:
    made = points.make_point_in_group(session, ACTOR, NOW, campaign[0], spans(session, campaign[0], 0, 2))
    assert [point.response_id for point in made] == [campaign[0].id, campaign[1].id]


def test_R39_own_words_are_divided_on_their_own(session: Session, campaign: list[Response]) -> None:
    made = points.make_point_in_group(session, ACTOR, NOW, campaign[1], spans(session, campaign[1], 0))
    assert [point.response_id for point in made] == [campaign[1].id]


def test_R39_a_point_can_be_made_and_taken_away_in_one_response_alone(
    session: Session, campaign: list[Response]
) -> None:
    chosen = spans(session, campaign[0], 0)
    assert len(points.make_point_in_group(session, ACTOR, NOW, campaign[0], chosen, alone=True)) == 1
    (other,) = points.make_point_in_group(session, ACTOR, NOW, campaign[1], spans(session, campaign[1], 1), alone=True)
    assert points.remove_point_in_group(session, ACTOR, NOW, campaign[1], other, alone=True) == 1
    assert [len(queries.points_of(session, row.id)) for row in campaign] == [1, 0, 0]


def test_R39_nothing_counts_twice(session: Session, consultation: Consultation, campaign: list[Response]) -> None:
    where = position(session, consultation)
    alone = spans(session, campaign[1], 1)
    points.make_point_in_group(session, ACTOR, NOW, campaign[1], alone, where, alone=True)
    made = points.make_point_in_group(session, ACTOR, NOW, campaign[0], spans(session, campaign[0], 0), where)
    assert [point.response_id for point in made] == [campaign[0].id, campaign[2].id]
    with pytest.raises(Conflict) as refused:
        points.make_point_in_group(session, ACTOR, NOW, campaign[0], spans(session, campaign[0], 0), where)
    assert refused.value.details == {"cause": "same"}


def test_R39_a_point_that_is_moved_to_its_like_is_counted_once(
    session: Session, consultation: Consultation, campaign: list[Response]
) -> None:
    first, second = (position(session, consultation, title) for title in ("Ønske om a", "Ønske om b"))
    points.make_point_in_group(session, ACTOR, NOW, campaign[1], spans(session, campaign[1], 1), second, alone=True)
    (moved, *_others) = points.make_point_in_group(
        session, ACTOR, NOW, campaign[0], spans(session, campaign[0], 0), first
    )
    assert points.move_point_in_group(session, ACTOR, NOW, campaign[0], moved, second) == 3
    standing = [queries.points_of(session, row.id) for row in campaign]
    assert [[point.position_id for point in rows] for rows in standing] == [[second.id]] * 3


def test_R39_what_needs_no_remark_is_said_of_each_sentence_where_it_stands_and_is_open(
    session: Session, campaign: list[Response]
) -> None:
    points.make_point_in_group(session, ACTOR, NOW, campaign[2], spans(session, campaign[2], 1), alone=True)
    points.settle_rest(session, ACTOR, NOW, campaign[0], GREETING)
    assert [still_open(session, row) for row in campaign] == [[], [OWN], []]
    assert [one.reason for one in queries.sentences_of(session, campaign[2])] == ["greeting", None]


def test_R39_a_large_group_is_read_in_as_many_statements_as_a_small_one(
    engine: Engine, session: Session, consultation: Consultation
) -> None:
    def cost(letter: str, members: int) -> int:
        rows = [respond(session, consultation, letter, name=f"Prøve {n}") for n in range(members)]
        regroup(session, consultation)
        with statements(engine) as seen:
            assert len(points.make_point_in_group(session, ACTOR, NOW, rows[0], spans(session, rows[0], 1))) == members
            points.settle_rest(session, ACTOR, NOW, rows[0], GREETING)
        session.commit()
        assert [still_open(session, row) for row in rows] == [[]] * members
        return sum(one.lstrip().startswith("SELECT") for one in seen)

    assert cost("Seks uger er for kort tid. Vi vil have tolv. Tak.", 4) == cost(LETTER, 12)


# At once


def test_C2_a_sentence_that_got_a_point_since_the_page_is_told_of(session: Session, response: Response) -> None:
    chosen, seen = spans(session, response, 1), queries.newest_point(session, response.id)
    first = points.make_point_in_group(session, "staff:2", NOW, response, chosen)[0]
    with pytest.raises(Conflict) as refused:
        points.make_point_in_group(session, ACTOR, NOW, response, spans(session, response, 1, 2), seen=seen)
    assert refused.value.details == {"cause": "taken"}
    assert queries.points_on(session, chosen, after=seen) == [(first, "staff:2")]
    seen = queries.newest_point(session, response.id)
    assert points.make_point_in_group(session, ACTOR, NOW, response, spans(session, response, 1, 2), seen=seen)


def test_C2_another_sentence_s_point_is_in_nobody_s_way(session: Session, response: Response) -> None:
    points.make_point_in_group(session, ACTOR, NOW, response, spans(session, response, 1))
    assert points.make_point_in_group(session, ACTOR, NOW, response, spans(session, response, 2), seen=0)


def test_C2_one_press_settles_what_was_open_on_the_page_and_is_still(session: Session, response: Response) -> None:
    seen = spans(session, response, 0, 1, 2)
    points.make_point(session, ACTOR, NOW, response, spans(session, response, 1))
    assert points.settle_rest(session, ACTOR, NOW, response, GREETING, seen) == 2
    assert still_open(session, response) == ["Tak."]


def test_C5_two_points_at_once_get_a_number_each(engine: Engine, session: Session, response: Response) -> None:
    chosen = {1: spans(session, response, 1), 2: spans(session, response, 2)}
    response_id = response.id
    session.rollback()

    def make(at: int) -> int:
        with Session(engine) as own:
            point = points.make_point(own, ACTOR, NOW, own.get_one(Response, response_id), chosen[at])
            own.commit()
            return point.seq

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(make, (1, 2))) == [1, 2]
