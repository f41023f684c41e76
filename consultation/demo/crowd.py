"""What staff made of the generated responses: each a point of its draft, so that long lists look as they will."""

from collections.abc import Mapping

from consultation.analysis.points import make_point
from consultation.analysis.spans import Span
from consultation.consultations.queries import list_drafts
from consultation.demo.receiving import Desk
from consultation.models import Position, Response
from consultation.responses import queries
from consultation.vocabulary import Role

PREFIX = "g"
"""References of generated rows begin so."""


def treat(desk: Desk, responses: Mapping[str, Response], positions: Mapping[str, Position]) -> None:
    """All words of a response in one point: in the first position on its draft, or the first of all."""
    if not positions:
        return
    first: dict[int | None, Position] = {}
    for position in positions.values():
        first.setdefault(position.draft_id, position)
    drafts = {text.version.id: text.draft.id for text in list_drafts(desk.session, desk.consultation.id)}
    for reference, response in responses.items():
        if reference.startswith(PREFIX):
            answers = queries.list_answers(desk.session, queries.newest_version(desk.session, response.id).id)
            spans = [Span(answer.id, 0, len(answer.text)) for answer in answers if answer.text]
            draft_id = drafts.get(answers[0].draft_version_id or 0)
            position = first.get(draft_id) or next(iter(positions.values()))
            make_point(desk.session, desk.actor(Role.SUBJECT_OWNER), desk.day(10), response, spans, position)
