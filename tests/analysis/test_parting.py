"""A point parted in two, and two made one: each takes back the other, and nothing is lost (R37)."""

import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.analysis import parting, points, queries
from consultation.errors import Invalid
from consultation.models import Audit, Consultation, Passage, Point, Response
from tests.analysis.dividing import ACTOR, position, respond, spans, still_open
from tests.factories import NOW
from tests.moderation.grouped import regroup


@pytest.fixture
def response(session: Session, consultation: Consultation) -> Response:
    row = respond(session, consultation)
    session.commit()
    return row


@pytest.fixture
def point(session: Session, consultation: Consultation, response: Response) -> Point:
    """The two sentences in the middle, in a position."""
    where = position(session, consultation)
    made = points.make_point(session, ACTOR, NOW, response, spans(session, response, 1, 2), where)
    session.commit()
    return made


def quotes(session: Session, response: Response) -> dict[int, list[str]]:
    """The response's points, each with its words."""
    passages = queries.passages_by_point(session, response.id)
    return {one.seq: [row.quote for row in passages.get(one.id, [])] for one in queries.points_of(session, response.id)}


def last(session: Session, point: Point) -> int:
    return queries.passages_of(session, point.id)[-1].id


def test_R37_a_point_is_split_into_two_of_the_same_position(session: Session, response: Response, point: Point) -> None:
    (new,) = parting.split_point(session, ACTOR, NOW, response, point, [last(session, point)])
    assert quotes(session, response) == {1: ["Seks uger er for kort tid."], 2: ["Vi vil have tolv."]}
    assert new.position_id == point.position_id
    assert still_open(session, response) == ["Kære byråd.", "Tak."]


def test_R37_what_was_split_is_put_together_again_and_the_passages_are_the_same(
    session: Session, response: Response, point: Point
) -> None:
    before = [(one.id, one.by, one.splitter) for one in queries.passages_of(session, point.id)]
    (new,) = parting.split_point(session, ACTOR, NOW, response, point, [last(session, point)])
    assert parting.merge_points(session, ACTOR, NOW, response, new, point) == 1
    assert quotes(session, response) == {1: ["Seks uger er for kort tid.", "Vi vil have tolv."]}
    assert [(one.id, one.by, one.splitter) for one in queries.passages_of(session, point.id)] == before
    (again,) = parting.split_point(session, ACTOR, NOW, response, point, [last(session, point)])
    assert (again.seq, session.get_one(Point, new.id).removed_at) == (3, NOW)


def test_R37_a_sentence_that_both_points_have_is_there_once(session: Session, response: Response, point: Point) -> None:
    other = points.make_point(session, ACTOR, NOW, response, spans(session, response, 2, 3))
    parting.merge_points(session, ACTOR, NOW, response, other, point)
    assert quotes(session, response) == {1: ["Seks uger er for kort tid.", "Vi vil have tolv.", "Tak."]}
    gone = session.scalars(select(Passage).where(Passage.removed_at.is_not(None))).all()
    assert [(one.quote, one.point_id) for one in gone] == [("Vi vil have tolv.", other.id)]


@pytest.mark.parametrize("which", [[], [0, 1], [4711]])
def test_a_split_that_leaves_a_point_empty_is_refused(
    session: Session, response: Response, point: Point, which: list[int]
) -> None:
    ids = [one.id for one in queries.passages_of(session, point.id)]
    with pytest.raises(Invalid):
        parting.split_point(session, ACTOR, NOW, response, point, [ids[at] if at < 2 else at for at in which])
    assert quotes(session, response) == {1: ["Seks uger er for kort tid.", "Vi vil have tolv."]}


def test_a_point_is_not_merged_into_itself(session: Session, response: Response, point: Point) -> None:
    with pytest.raises(Invalid):
        parting.merge_points(session, ACTOR, NOW, response, point, point)


def test_the_log_says_which_passages_went_from_where_to_where(
    session: Session, response: Response, point: Point
) -> None:
    moved = last(session, point)
    (new,) = parting.split_point(session, ACTOR, NOW, response, point, [moved])
    parting.merge_points(session, ACTOR, NOW, response, new, point)
    session.commit()
    logged = [(row.event, json.loads(row.fields)) for row in session.scalars(select(Audit).order_by(Audit.seq))]
    assert logged[-2:] == [
        ("point.split", {"point": point.id, "into": new.id, "passages": [moved]}),
        ("point.merged", {"point": new.id, "into": point.id, "passages": [moved]}),
    ]


def test_R39_a_group_s_points_are_split_and_merged_in_every_member_or_in_one_alone(
    session: Session, consultation: Consultation
) -> None:
    rows = [respond(session, consultation, name=f"Prøve {letter}") for letter in "ab"]
    regroup(session, consultation)
    made = points.make_point_in_group(session, ACTOR, NOW, rows[0], spans(session, rows[0], 1, 2))
    new = parting.split_point(session, ACTOR, NOW, rows[0], made[0], [last(session, made[0])])
    assert [quotes(session, row) for row in rows] == [{1: ["Seks uger er for kort tid."], 2: ["Vi vil have tolv."]}] * 2
    assert parting.merge_points(session, ACTOR, NOW, rows[0], new[0], made[0], alone=True) == 1
    assert [list(quotes(session, row)) for row in rows] == [[1], [1, 2]]
