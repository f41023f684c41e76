"""Remarks and outcomes from a sheet that came back: all that a person has chosen, or nothing (C2)."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import audit
from consultation.analysis import positions, remarks
from consultation.analysis import queries as analysis
from consultation.analysis.figures import PositionLine, board_of
from consultation.errors import Conflict
from consultation.lib.sheetfile import Page
from consultation.models import Consultation, Position, Remark, RemarkVersion, Snapshot
from consultation.summary import edits, operations, returned
from consultation.summary.edits import Base, Edit, Part, Plan
from consultation.summary.guide import row_key
from consultation.summary.returned import Came, Fault
from consultation.summary.worksheet import Standing

_KEY = re.compile(r"S([0-9]{1,9})", re.ASCII)


class Taken(NamedTuple):
    remarks: int
    outcomes: int


def standing_of(lines: Iterable[PositionLine]) -> list[Standing]:
    """Every position, in the order in which they are printed."""
    return [
        Standing(
            key=str(line.position.id),
            label=line.label,
            title=line.position.title,
            numbers=line.numbers,
            draft=f"{line.draft.number} {line.draft.title}" if line.draft else "Generelt",
            section=f"{line.section.printed_number} {line.section.heading}".strip() if line.section else "",
            theme=line.theme.title,
            remark_number=line.remark_number,
            remark_version=line.remark.number if line.remark else 0,
            remark=line.remark.text if line.remark else "",
            outcome=line.position.recommended_outcome,
            new_text="\n".join(change.after for change, _section in line.changes),
        )
        for line in lines
    ]


def plan_of(session: Session, consultation: Consultation, pages: Sequence[Page]) -> Plan:
    """What the file would change now. Writes nothing."""
    return _plan(session, consultation, pages, board_of(session, consultation).positions)


def take_in(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    pages: Sequence[Page],
    tokens: Collection[str],
) -> Taken:
    """Writes the edits of these tokens. Conflict where one of them is no longer what was seen: nothing is written."""
    positions.lock(session, consultation)
    lines = {str(line.position.id): line for line in board_of(session, consultation).positions}
    found = {edit.token: edit for edit in _plan(session, consultation, pages, tuple(lines.values())).edits}
    if not set(tokens) <= found.keys():
        raise Conflict("what the sheet would change is not what was seen")
    chosen = [found[token] for token in found if token in set(tokens)]
    writer = _Writer(session, actor, now, consultation, lines)
    for edit in chosen:
        if edit.part is Part.OUTCOME:
            writer.recommend(edit)
    writer.write_remarks([edit for edit in chosen if edit.part is Part.REMARK])
    remarked = sum(edit.part is Part.REMARK for edit in chosen)
    taken = Taken(remarked, len(chosen) - remarked)
    if chosen:
        audit.note(session, consultation, actor, now, "sheet.taken_in", remarks=taken.remarks, outcomes=taken.outcomes)
    return taken


def _plan(session: Session, consultation: Consultation, pages: Sequence[Page], lines: Sequence[PositionLine]) -> Plan:
    came, standing = returned.read(pages), standing_of(lines)
    known = {row_key(one.key) for one in standing}
    strangers = {line.key for line in came.lines} - known
    return edits.plan(came, standing, _elsewhere(session, consultation, strangers), _bases(session, consultation, came))


def _elsewhere(session: Session, consultation: Consultation, keys: Iterable[str]) -> dict[str, Fault]:
    ids = {int(match[1]): key for key in keys if (match := _KEY.fullmatch(key))}
    owners = session.execute(
        select(Position.id, Position.consultation_id).where(
            Position.authority_id == consultation.authority_id, Position.id.in_(ids)
        )
    )
    return {ids[id_]: Fault.REMOVED if owner == consultation.id else Fault.ELSEWHERE for id_, owner in owners}


def _bases(session: Session, consultation: Consultation, came: Came) -> dict[str, Base]:
    if came.has_bases:
        texts = _remark_texts(session, consultation.id)
        told = {line.key: texts.get(line.base_remark or "") for line in came.lines}
        return {line.key: Base(text, line.base_outcome) for line in came.lines if (text := told[line.key]) is not None}
    return _frozen(session, consultation.id, came.snapshot)


def _remark_texts(session: Session, consultation_id: int) -> dict[str, str]:
    """ "B4.3" -> the text; "" for no remark."""
    rows = session.execute(
        select(Remark.number, RemarkVersion.number, RemarkVersion.text)
        .join(RemarkVersion, RemarkVersion.remark_id == Remark.id)
        .where(Remark.consultation_id == consultation_id)
    )
    return {"": ""} | {f"B{remark}.{version}": text for remark, version, text in rows}


def _frozen(session: Session, consultation_id: int, seq: str) -> dict[str, Base]:
    """What an overblik.xlsx was made of, by its snapshot."""
    if not seq.isdecimal() or not seq.isascii() or len(seq) > 9:  # noqa: PLR2004 - no number of a snapshot is longer
        return {}
    snapshot = session.scalars(
        select(Snapshot).where(Snapshot.consultation_id == consultation_id, Snapshot.seq == int(seq))
    ).one_or_none()
    inputs = operations.frozen_inputs(snapshot) if snapshot else None
    return {row_key(one.key): Base(one.remark, one.recommended) for one in inputs.positions} if inputs else {}


class _Writer:
    """The operations that the pages use, on the positions of one consultation by key."""

    def __init__(
        self,
        session: Session,
        actor: str,
        now: datetime,
        consultation: Consultation,
        lines: Mapping[str, PositionLine],
    ) -> None:
        self._session, self._lines = session, lines
        self._who = session, actor, now, consultation

    def recommend(self, edit: Edit) -> None:
        row = self._lines[edit.position.key].position
        positions.set_outcome(*self._who, row, returned.outcome_of(edit.new), base=row.revision)

    def write_remarks(self, chosen: Sequence[Edit]) -> None:
        """The next text of a remark where the sheet says the same for all that use it, and else one of their own;
        the same new text for several is one remark."""
        keys = {edit.position.key for edit in chosen}
        own: dict[str, list[Edit]] = {}
        written: set[int] = set()
        for edit in chosen:
            users = {key for key, line in self._lines.items() if line.remark_number == edit.position.remark_number}
            if edit.position.remark_number is None or edit.clash is edits.Clash.SHARED or not users <= keys:
                own.setdefault(edit.new, []).append(edit)
            elif edit.position.remark_number not in written:
                written.add(edit.position.remark_number)
                self._next_text(edit)
        for text, same in own.items():
            remark = remarks.add_remark(*self._who, text)
            remarks.use_remark(*self._who, remark, [self._lines[edit.position.key].position for edit in same])

    def _next_text(self, edit: Edit) -> None:
        remark = self._remark(edit)
        if remark is not None:
            remarks.write_remark(*self._who, remark, base_number=edit.position.remark_version, text=edit.new)

    def _remark(self, edit: Edit) -> Remark | None:
        number = edit.position.remark_number
        if number is None:
            return None
        return analysis.get_remark(self._session, self._who[3].id, number)[0]
