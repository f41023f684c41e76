"""Positions with how each stands at the steps of approval, as pages show them (domain.md 6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consultation.analysis import approvals, approving
from consultation.analysis.approvals import Given, Standing, Words
from consultation.analysis.figures import PositionLine
from consultation.analysis.pages import Treatment
from consultation.extensions import db
from consultation.vocabulary import ApprovalStep


@dataclass(frozen=True)
class Row:
    """A position with how it stands at each step; `words` are what an approval would hold for."""

    line: PositionLine
    words: Words
    standings: Mapping[ApprovalStep, Standing]
    newest: Mapping[ApprovalStep, Given]

    @property
    def seen(self) -> str:
        return f"{self.words.revision}.{self.words.remark_version or ''}"


def rows_of(at: Treatment) -> list[Row]:
    """The answered positions, in printed order."""
    acts = approving.acts_by_position(db.session, at.consultation.id)
    words = approving.words_by_position(db.session, at.consultation.id)
    steps = approving.steps_of(at.consultation)
    return [
        _row(line, words[line.position.id], acts.get(line.position.id, ()), steps)
        for line in at.board.positions
        if line.is_answered
    ]


def row_of(at: Treatment, line: PositionLine) -> Row | None:
    """One of them; None where nothing is to be approved."""
    if not approving.steps_of(at.consultation):
        return None
    return next((row for row in rows_of(at) if row.line is line), None)


def _row(line: PositionLine, words: Words, acts: Sequence[Given], steps: Sequence[ApprovalStep]) -> Row:
    newest = {step: act for step in steps if (act := approvals.newest(acts, step))}
    return Row(line, words, approvals.standings(acts, steps, words), newest)
