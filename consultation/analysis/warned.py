"""Warnings about the wording of titles and remarks, each with the reason why it is let be (analysis.md)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from consultation.accounts.queries import names
from consultation.analysis import lint, prose
from consultation.analysis.labels import LINT, PROSE
from consultation.analysis.pages import Treatment
from consultation.analysis.responses import private_names
from consultation.analysis.wording_answers import Answers, answers_at
from consultation.extensions import db
from consultation.models import Position, Remark, RemarkVersion, WordingAnswer

_ABOUT_NOTHING_PRINTED = frozenset({prose.ProseFault.WITHOUT_NUMBER})
"""A remark stands beside the numbers of the responses that it answers."""


@dataclass(frozen=True)
class Warned:
    """One thing to look at: what to do, the words it is about, and the answer that lets them stand."""

    fault: str
    words: str
    asks: str
    answer: WordingAnswer | None


@dataclass(frozen=True)
class Wording:
    """All of one place, and how hard it is to read; `place` is where answers are kept."""

    place: str
    rows: tuple[Warned, ...]
    people: Mapping[str, str]
    lix: int | None = None

    @property
    def is_open(self) -> bool:
        return any(row.answer is None for row in self.rows)


def of_title(at: Treatment, position: Position) -> Wording:
    """An answer holds as long as the title is the same."""
    place = f"position:{position.id}"
    answers = answers_at(db.session, at.consultation.id, place)
    found = lint.faults(position.title, private_names(db.session, at.consultation.id))
    rows = [
        Warned(one.value, position.title, str(LINT[one]), answers.get((one.value, position.title))) for one in found
    ]
    return _wording(place, rows, answers)


def of_remark(at: Treatment, remark: Remark, text: RemarkVersion) -> Wording:
    """An answer holds as long as the words that it is about stand there."""
    place = f"remark:{remark.number}"
    answers = answers_at(db.session, at.consultation.id, place)
    known = prose.Known(frozenset(private_names(db.session, at.consultation.id)))
    found = {
        (one.fault, one.words): one for one in prose.faults(text.text, known) if one.fault not in _ABOUT_NOTHING_PRINTED
    }
    rows = [Warned(fault.value, words, str(PROSE[fault]), answers.get((fault.value, words))) for fault, words in found]
    return _wording(place, rows, answers, prose.readability(text.text))


def _wording(place: str, rows: Iterable[Warned], answers: Answers, lix: int | None = None) -> Wording:
    people = names(db.session, {answer.by for answer in answers.values()})
    return Wording(place, tuple(rows), people, lix)
