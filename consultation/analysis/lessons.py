"""What there is to learn themes from, and the sentences that a theme is suggested for.

Only what the public may read: a response that is not shown teaches nothing and gets no suggestion, and what was taken
out of one that is shown is in no word of this (R30).
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.analysis import coverage, queries, spans
from consultation.analysis.desk_queries import Texts, read_texts
from consultation.lib.text import fold
from consultation.models import Answer, Passage, Point, Position, Response, Theme
from consultation.moderation.composition import TEXT, Spot
from consultation.moderation.queries import Material, materials_of
from consultation.moderation.rules import SHOWN

LEAST_POINTS, LEAST_THEMES = 10, 2
"""With fewer there is nothing to learn from."""
MOST_POINTS, MOST_RESPONSES = 800, 1_000
"""The newest points teach, and the next responses in line get suggestions: together a matter of seconds."""
_AT_ONCE = 500


@dataclass(frozen=True)
class Lesson:
    """What there is to learn from, and what it is asked for; `bodies` is response -> its open sentences.

    `themes` is what is known of each before a point is in it, `drafts` the paragraphs that all of them are about.
    """

    themes: Mapping[int, str]
    drafts: Sequence[str]
    points: Sequence[int]
    tagged: Sequence[tuple[int, str]]
    bodies: Mapping[int, Sequence[tuple[spans.Span, str]]]


def lesson_of(session: Session, consultation_id: int) -> Lesson | None:
    """None with too few points, or all of one theme."""
    themes = queries.list_themes(session, consultation_id)
    tagged = list(_tagged(session, consultation_id, {theme.id for theme in themes}))
    if len(tagged) < LEAST_POINTS or len({theme for _point, theme, _text in tagged}) < LEAST_THEMES:
        return None
    texts = read_texts(session, consultation_id)
    return Lesson(
        {theme.id: _words_of_theme(theme, texts) for theme in themes},
        _paragraphs(texts),
        [point for point, _theme, _text in tagged],
        [(theme, text) for _point, theme, text in tagged],
        dict(islice(_open(session, consultation_id), MOST_RESPONSES)),
    )


def _words_of_theme(theme: Theme, texts: Texts) -> str:
    """Its title, and what the drafts say under that heading: themes are most often called as they are (analysis.md)."""
    under = [one.text for one in texts.sections.values() if fold(one.heading) == fold(theme.title)]
    return " ".join([theme.title, *under])


def _paragraphs(texts: Texts) -> list[str]:
    """The drafts' titles and sections."""
    found = []
    for text, sections in texts.rows:
        found.append(f"{text.draft.title} {text.draft.heading}")
        found += [f"{one.heading} {one.text}" for one in sections]
    return found


def _tagged(session: Session, consultation_id: int, theme_ids: Container[int]) -> Iterator[tuple[int, int, str]]:
    """(point, theme, words) of the newest points that have a theme and words that may be read."""
    themes = dict(
        session.execute(select(Position.id, Position.theme_id).where(Position.consultation_id == consultation_id)).all()
    )
    rows = [
        (point, response)
        for point, response in queries.list_points(session, consultation_id)
        if themes.get(point.position_id or 0) in theme_ids
    ]
    rows = sorted(rows, key=lambda row: row[0].id)[-MOST_POINTS:]
    shown = _shown(session, [response for _point, response in rows])
    passages = _passages(session, [point for point, _response in rows])
    for point, response in rows:
        words = _words(shown.get(response.id), passages.get(point.id, ()))
        if words:
            yield point.id, themes[point.position_id or 0], words


def _passages(session: Session, points: Sequence[Point]) -> dict[int, list[Passage]]:
    """Point -> its passages that stand, in order."""
    found: dict[int, list[Passage]] = {}
    for row in session.scalars(
        select(Passage)
        .where(Passage.point_id.in_([point.id for point in points]), Passage.removed_at.is_(None))
        .order_by(Passage.answer_id, Passage.start)
    ):
        found.setdefault(row.point_id or 0, []).append(row)
    return found


def _words(material: Material | None, passages: Iterable[Passage]) -> str:
    """The words of a point as the public reads them; of its newest version, and none where it is not shown."""
    if material is None:
        return ""
    return " ".join(_readable(material, spans.Span(one.answer_id, one.start, one.end)) for one in passages).strip()


def _readable(material: Material, span: spans.Span) -> str:
    """What is left of a stretch when what was taken out is gone."""
    text = next((answer.text for answer in material.answers if answer.id == span.answer_id), "")
    removed = material.removals.decided.get(Spot(span.answer_id, TEXT), ())
    return " ".join(
        piece.text for piece in spans.shown(text, span.start, min(span.end, len(text)), removed) if not piece.gone
    )


def _open(session: Session, consultation_id: int) -> Iterator[tuple[int, list[tuple[spans.Span, str]]]]:
    """Response -> its sentences that are in no point and need one, of those that may be read."""
    answers = queries.answers_by_response(session, consultation_id)
    marked = queries.passages_by_answer(session, consultation_id)
    left = [
        (response, found)
        for response in queries.list_to_divide(session, consultation_id)
        if (found := _left(response, answers.get(response.id, []), marked))
    ]
    for start in range(0, len(left), _AT_ONCE):
        part = left[start : start + _AT_ONCE]
        shown = _shown(session, [response for response, _found in part])
        for response, found in part:
            if (material := shown.get(response.id)) is not None:
                yield response.id, [(span, _readable(material, span)) for span in found]


def _left(response: Response, answers: Sequence[Answer], marked: Mapping[int, Sequence[Passage]]) -> list[spans.Span]:
    passages = [one for answer in answers for one in marked.get(answer.id, ())]
    divided = queries.divided(response, answers, passages, has_points=True, has_files=False)
    return [spans.Span(int(one.answer), one.start, one.end) for one in coverage.open_sentences(divided)]


def _shown(session: Session, responses: Iterable[Response]) -> dict[int, Material]:
    """Response -> all about it, of those that the public can read."""
    rows = list(dict.fromkeys(responses))
    found = materials_of(session, rows) if rows else []
    return {one.response.id: one for one in found if one.standing.status in SHOWN}
