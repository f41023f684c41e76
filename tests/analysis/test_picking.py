"""Quotations are picked, ordered and printed as the public reads them, or looked at again (analysis.md)."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from consultation.analysis import picked, picking, points, queries
from consultation.errors import Conflict
from consultation.models import Consultation, Passage, Point, Position, Response
from consultation.moderation import marking
from consultation.moderation import operations as moderation
from consultation.vocabulary import DecisionKind, FindingKind, Reason
from tests.analysis.dividing import ACTOR, position, respond, spans
from tests.factories import NOW

LATER = NOW + timedelta(hours=1)
MUCH_LATER = NOW + timedelta(hours=2)


def point_of(
    session: Session, consultation: Consultation, row: Position, text: str, secret: str = ""
) -> tuple[Response, Point]:
    """A published response of one sentence that is one point; `secret` is taken out of it."""
    response = respond(session, consultation, text)
    if secret:
        marking.mark_words(session, "system", NOW, response.id, secret, FindingKind.PERSON_NAME)
    moderation.publish_response(session, "system", NOW, response.id)
    return response, points.make_point(session, ACTOR, NOW, response, spans(session, response, 0), row)


def passage_of(session: Session, point: Point) -> Passage:
    (found,) = queries.passages_of(session, point.id)
    return found


def pick(session: Session, consultation: Consultation, row: Position, point: Point) -> None:
    picking.pick_quote(session, ACTOR, LATER, consultation, row, passage_of(session, point).id)


def printed(session: Session, consultation: Consultation) -> list[tuple[str, str]]:
    return [(one.label, one.words) for rows in picked.picked_quotes(session, consultation.id).values() for one in rows]


def test_they_are_printed_in_the_order_in_which_a_person_put_them(session: Session, consultation: Consultation) -> None:
    row = position(session, consultation)
    made = [point_of(session, consultation, row, text)[1] for text in ("Seks uger.", "Tolv uger.", "Et år.")]
    for point in made:
        pick(session, consultation, row, point)
    picking.move_quote(session, ACTOR, LATER, consultation, row, passage_of(session, made[2]).id, -1)
    picking.move_quote(session, ACTOR, LATER, consultation, row, passage_of(session, made[0]).id, -1)
    picking.drop_quote(session, ACTOR, LATER, consultation, row, passage_of(session, made[1]).id)
    assert printed(session, consultation) == [("1.1", "Seks uger."), ("3.1", "Et år.")]


def test_picked_again_it_is_last_and_there_once(session: Session, consultation: Consultation) -> None:
    row = position(session, consultation)
    made = [point_of(session, consultation, row, text)[1] for text in ("Seks uger.", "Tolv uger.")]
    for point in (*made, made[0]):
        pick(session, consultation, row, point)
    assert [label for label, _words in printed(session, consultation)] == ["2.1", "1.1"]


def test_R30_a_quotation_has_the_label_of_what_was_taken_out(session: Session, consultation: Consultation) -> None:
    row = position(session, consultation)
    _response, point = point_of(session, consultation, row, "Min nabo Bo Prøvedal fik nej.", "Bo Prøvedal")
    pick(session, consultation, row, point)
    assert printed(session, consultation) == [("1.1", "Min nabo [navn fjernet] fik nej.")]


def test_what_the_public_does_not_read_is_neither_offered_nor_taken(
    session: Session, consultation: Consultation
) -> None:
    row = position(session, consultation)
    withheld, point = point_of(session, consultation, row, "Seks uger.")
    moderation.withhold(session, NOW, withheld, Reason.ABUSE)
    unread = respond(session, consultation, "Tolv uger.")
    other = points.make_point(session, ACTOR, NOW, unread, spans(session, unread, 0), row)
    gone = point_of(session, consultation, row, "Bo Prøvedal", "Bo Prøvedal")[1]
    ids = [point.id, other.id, gone.id]
    assert picked.list_quotable(session, [row.id], ids) == []
    for one in (point, other, gone):
        with pytest.raises(Conflict):
            pick(session, consultation, row, one)


@pytest.mark.parametrize("change", ["redacted", "withheld", "moved", "removed"])
def test_what_is_not_as_it_was_picked_is_not_printed_and_looked_at_again(
    session: Session, consultation: Consultation, change: str
) -> None:
    row = position(session, consultation)
    response, point = point_of(session, consultation, row, "Seks uger er for kort tid.")
    pick(session, consultation, row, point)
    if change == "redacted":
        moderation.decide(session, "system", MUCH_LATER, response.id, 1, 1, DecisionKind.REOPEN)
        marking.mark_words(session, "system", MUCH_LATER, response.id, "Seks uger", FindingKind.PERSON_NAME)
        moderation.publish_response(session, "system", MUCH_LATER, response.id)
    elif change == "withheld":
        moderation.withhold(session, MUCH_LATER, response, Reason.ABUSE)
    elif change == "moved":
        points.move_point(session, ACTOR, MUCH_LATER, response, point, None)
    else:
        points.remove_point(session, ACTOR, MUCH_LATER, response, point)
    session.flush()
    assert printed(session, consultation) == []
    (one,) = picked.list_picked(session, row.id)
    assert (one.label, one.quotation) == ("1.1", None)


def test_a_passage_of_another_position_is_not_taken(session: Session, consultation: Consultation) -> None:
    row, other = position(session, consultation), position(session, consultation, "Ønske om ro")
    _response, point = point_of(session, consultation, other, "Seks uger.")
    with pytest.raises(Conflict):
        pick(session, consultation, row, point)
