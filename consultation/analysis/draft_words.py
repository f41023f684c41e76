"""Reads of what the public reads about each draft, for the words that stand out there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.analysis.overuse import Overused, overused, sentences_with
from consultation.lib.text import sentences
from consultation.models import Rendition, RenditionPart

SHOWN = 3
"""Sentences for each word."""


@dataclass(frozen=True)
class Standing:
    """A word that stands out, with (number of the response, sentence) for some that use it."""

    word: Overused
    sentences: Sequence[tuple[str, str]]


def draft_words(session: Session, consultation_id: int, number: int, now: datetime) -> list[Standing]:
    """The words that stand out in what is published about a draft, against all that is published about the rest."""
    parts = session.execute(
        select(Rendition.number_label, RenditionPart.draft_number, RenditionPart.text)
        .join(RenditionPart, RenditionPart.rendition_id == Rendition.id)
        .where(
            Rendition.consultation_id == consultation_id,
            Rendition.hidden_at.is_(None),
            Rendition.visible_from <= now,
            RenditionPart.text != "",
        )
        .order_by(Rendition.sort_number, RenditionPart.position)
    ).all()
    own = [(label, text) for label, draft, text in parts if draft == number]
    found = overused([text for _label, text in own], [text for _label, draft, text in parts if draft != number])
    cut = [(label, part.text) for label, text in own for part in sentences(text)] if found else []
    return [Standing(one, sentences_with(one.word, cut, SHOWN)) for one in found]
