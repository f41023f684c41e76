"""What the tables say of a consultation, whatever the time is; most events of the machine change nothing there."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.models import Consultation, Rendition, RenditionPart, Response, Tombstone
from consultation.responses import figures, queueing
from consultation.responses.rules import number_label
from consultation.site import renditions
from consultation.vocabulary import Series


@dataclass(frozen=True)
class Tables:
    """`receipts`: token hash, id and number of each response. `places`: how often each number stands in the public
    tables. `words`: number -> the words of its rendition. What is counted anew is beside what was counted."""

    figures: dict[str, int]
    figures_anew: dict[str, int]
    queue: dict[int, int]
    queue_anew: dict[int, int]
    seqs: dict[Series, list[int]]
    receipts: set[tuple[str, int, str]]
    places: Counter[str]
    words: dict[str, str]


class Shelf:
    """The tables as they were read last, until anything is written to the database; `sent` is what it is given."""

    def __init__(self, sent: list[str]) -> None:
        self._sent = sent
        self._read: Tables | None = None

    def read(self, session: Session, row: Consultation) -> Tables:
        if self._read is None or not all(one.startswith("SELECT") for one in self._sent):
            self._read = _read(session, row)
        self._sent.clear()
        return self._read


def words_of(parts: tuple[RenditionPart, ...]) -> str:
    return "\n".join(f"{part.text} {part.proposed_text}" for part in parts)


def _read(session: Session, row: Consultation) -> Tables:
    responses = session.execute(
        select(Response.token_hash, Response.id, Response.series, Response.seq).where(
            Response.consultation_id == row.id
        )
    ).all()
    shown = session.scalars(
        select(Rendition).where(Rendition.consultation_id == row.id, Rendition.hidden_at.is_(None))
    ).all()
    stones = session.scalars(select(Tombstone.number_label).where(Tombstone.consultation_id == row.id)).all()
    parts = renditions.list_parts(session, [one.id for one in shown])
    return Tables(
        figures.read(session, row.id),
        figures.recount(session, row.id),
        queueing.read(session, row.id),
        queueing.recount(session, row.id),
        {series: sorted(one.seq for one in responses if one.series is series) for series in Series},
        {(one.token_hash, one.id, number_label(one.series, one.seq)) for one in responses},
        Counter([*(one.number_label for one in shown), *stones]),
        {one.number_label: words_of(parts.get(one.id, ())) for one in shown},
    )
