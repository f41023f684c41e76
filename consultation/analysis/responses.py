"""A response as a person may read it at the desk: the rendition, or the original while an access row lasts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation.analysis import queries
from consultation.analysis.queries import Sentence
from consultation.analysis.spans import Piece, Span, find, fitted, masked, shown
from consultation.models import Access, Attachment, Passage, Point, Response, ResponseVersion
from consultation.moderation import redaction
from consultation.moderation.composition import PROPOSED, TEXT, AnswerText, Spot
from consultation.moderation.queries import Material, find_access, material_of
from consultation.vocabulary import ORGANISED, Status

_SHOWN = frozenset({Status.PUBLISHED, Status.REDACTED})
_NOTHING: tuple[redaction.Span, ...] = ()


@dataclass(frozen=True)
class Line:
    """A sentence as it is shown; `value` stands for it in a form."""

    sentence: Sentence
    span: Span
    pieces: tuple[Piece, ...]

    @property
    def value(self) -> str:
        return str(self.span)


@dataclass(frozen=True)
class Part:
    """One answer: its sentences, and the wording it proposes."""

    answer: AnswerText
    lines: tuple[Line, ...]
    proposed: tuple[Piece, ...]


@dataclass(frozen=True)
class Reading:
    """What this person may read of a response now. Offsets are the original's, whatever is shown (states.md)."""

    material: Material
    sentences: Sequence[Sentence]
    points: Mapping[int, Sequence[Passage]]
    access: Access | None
    files: int

    @property
    def is_original(self) -> bool:
        return self.access is not None

    @property
    def is_readable(self) -> bool:
        """Whether there is anything to read: a rendition, or leave to read the original."""
        return self.is_original or self.material.standing.status in _SHOWN

    @property
    def answers(self) -> tuple[AnswerText, ...]:
        return self.material.answers

    def masked(self, answer_id: int) -> str:
        """The words of an answer that the reader may see, each at its own offset."""
        return masked(self._text(answer_id), self._removed(answer_id, TEXT))

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        return tuple(
            Part(
                answer,
                tuple(self._line(one) for one in self.sentences if one.answer.id == answer.id),
                shown(answer.proposed_text, 0, len(answer.proposed_text), self._removed(answer.id, PROPOSED)),
            )
            for answer in self.material.answers
        )

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for part in self.parts for line in part.lines)

    def quote(self, span: Span) -> tuple[Piece, ...]:
        """The words of a span of the newest version; nothing where it is of none, or lies outside."""
        text = self._text(span.answer_id)
        if not 0 <= span.start < span.end <= len(text):
            return ()
        return shown(text, span.start, span.end, self._removed(span.answer_id, TEXT))

    def fit(self, span: Span) -> Span | None:
        """What is meant by a span that came from a page; None where no words of the newest version stand there."""
        place = fitted(self._text(span.answer_id), span.start, span.end)
        return Span(span.answer_id, *place) if place else None

    def find(self, words: str) -> list[Span]:
        """Every place in what is shown where these words stand; nowhere in a response that may not be read now."""
        shown_answers = self.answers if self.is_readable else ()
        texts = [(answer.id, self.quote(Span(answer.id, 0, len(answer.text)))) for answer in shown_answers]
        return [span for answer_id, pieces in texts for span in find(answer_id, pieces, words)]

    def quotes(self, point: Point) -> tuple[tuple[Piece, ...], ...]:
        """The words of each of a point's passages in the newest version."""
        found = (self.quote_of(one) for one in self.points.get(point.id, []))
        return tuple(quote for quote in found if quote)

    def quote_of(self, passage: Passage) -> tuple[Piece, ...]:
        """The words of a passage; nothing where it is of an earlier version."""
        return self.quote(Span(passage.answer_id, passage.start, passage.end))

    def _text(self, answer_id: int) -> str:
        return next((answer.text for answer in self.material.answers if answer.id == answer_id), "")

    def _line(self, sentence: Sentence) -> Line:
        span = Span(sentence.answer.id, sentence.start, sentence.end)
        return Line(sentence, span, self.quote(span))

    def _removed(self, answer_id: int, place: str) -> tuple[redaction.Span, ...]:
        return _NOTHING if self.is_original else self.material.removals.decided.get(Spot(answer_id, place), _NOTHING)


def reading_of(session: Session, response: Response, staff_id: int, now: datetime) -> Reading:
    """The response as this person may read it now."""
    material = material_of(session, response)
    version_id = material.standing.version.id
    return Reading(
        material,
        queries.sentences_of(session, response),
        queries.passages_by_point(session, response.id),
        find_access(session, staff_id, response.id, now),
        session.scalar(select(func.count(Attachment.id)).where(Attachment.version_id == version_id)) or 0,
    )


def private_names(session: Session, consultation_id: int) -> set[str]:
    """Names of private persons who have answered: none of them may stand in the report."""
    rows = select(ResponseVersion.name).join(Response, Response.id == ResponseVersion.response_id)
    return set(
        session.scalars(
            rows.where(Response.consultation_id == consultation_id, ResponseVersion.capacity.not_in(ORGANISED))
        )
    )
