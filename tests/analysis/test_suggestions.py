"""What the desk shows of a suggestion: as themes and points stand now (analysis.md)."""

import json

import pytest
from sqlalchemy.orm import Session

from consultation.analysis import points, queries, suggestions, themes
from consultation.models import Consultation, Response, Suggestion
from consultation.moderation import operations as moderation
from consultation.responses.queries import standing_of
from consultation.vocabulary import Reason
from tests.analysis.dividing import ACTOR, position, respond, spans
from tests.factories import NOW


@pytest.fixture
def suggested(session: Session, consultation: Consultation) -> Response:
    """Response 2, whose first sentence is likely to be about "Generelt", as point 1.1 was."""
    first, row = respond(session, consultation), respond(session, consultation)
    moderation.publish_response(session, "system", NOW, row.id)
    point = points.make_point(session, ACTOR, NOW, first, spans(session, first, 1), position(session, consultation))
    theme = themes.add_theme(session, ACTOR, NOW, consultation, "Generelt")
    other = themes.add_theme(session, ACTOR, NOW, consultation, "Pris")
    (span,) = spans(session, row, 0)
    guesses = [[theme.id, 71, [point.id]], [other.id, 0, []]]
    body = json.dumps([[span.answer_id, span.start, span.end, guesses]])
    session.add(Suggestion(authority_id=row.authority_id, response_id=row.id, body=body, made_at=NOW))
    session.commit()
    return row


def shown(session: Session, row: Response, *which: int) -> list[tuple[str, int, tuple[str, ...]]]:
    found = suggestions.offers_of(session, standing_of(session, row), spans(session, row, *which or (0,)))
    return [(one.theme.title, one.percent, one.points) for one in found]


def test_it_names_theme_percentage_and_points(session: Session, suggested: Response) -> None:
    assert shown(session, suggested, 0) == [("Generelt", 71, ("1.1",))]
    assert shown(session, suggested, 1) == []


def test_a_theme_has_the_name_it_has_now(session: Session, consultation: Consultation, suggested: Response) -> None:
    themes.add_theme(session, ACTOR, NOW, consultation, "Generelt").title = "Alt andet"
    assert shown(session, suggested) == [("Alt andet", 71, ("1.1",))]


def test_a_withdrawn_theme_is_not_suggested(session: Session, consultation: Consultation, suggested: Response) -> None:
    themes.add_theme(session, ACTOR, NOW, consultation, "Generelt").withdrawn_at = NOW
    assert shown(session, suggested) == []


def test_a_point_that_went_elsewhere_is_not_named(session: Session, suggested: Response) -> None:
    first = session.get_one(Response, suggested.id - 1)
    (point,) = (row for row in queries.points_of(session, first.id))
    points.move_point(session, ACTOR, NOW, first, point, None)
    assert shown(session, suggested) == [("Generelt", 71, ())]


def test_R30_what_is_withheld_since_gets_none(session: Session, suggested: Response) -> None:
    moderation.withhold(session, NOW, suggested, Reason.ABUSE)
    assert shown(session, suggested) == []
