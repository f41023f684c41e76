"""Standard remarks of an authority: written with versions (C2), copied into remarks, known wherever they are used."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation import audit
from consultation.analysis import queries
from consultation.analysis.figures import PositionLine
from consultation.analysis.standard_fields import Field
from consultation.consultations.deadlines import last_day
from consultation.errors import Conflict, NotFound
from consultation.lib.dates import date_words
from consultation.models import (
    Authority,
    Consultation,
    Remark,
    StandardRemark,
    StandardRemarkVersion,
    StandardUse,
)
from consultation.vocabulary import Language


def add_standard(
    session: Session, actor: str, now: datetime, authority_id: int, title: str, text: str
) -> StandardRemark:
    """A new one with its first text; numbers are given one at a time."""
    session.execute(select(Authority.id).where(Authority.id == authority_id).with_for_update(key_share=True))
    taken = select(func.max(StandardRemark.number)).where(StandardRemark.authority_id == authority_id)
    row = StandardRemark(authority_id=authority_id, number=1 + (session.scalar(taken) or 0), title=title)
    session.add(row)
    session.flush()
    write_standard(session, actor, now, row, base_number=0, title=title, text=text)
    return row


def write_standard(
    session: Session, actor: str, now: datetime, row: StandardRemark, *, base_number: int, title: str, text: str
) -> StandardRemarkVersion:
    """The next text. Conflict where somebody wrote since `base_number` was read (C2)."""
    session.refresh(row, with_for_update=True)
    there = list_versions(session, row.id)
    if there and there[0].number != base_number:
        raise Conflict("the standard remark has a newer text", theirs=there[0], mine=text)
    row.title = title
    version = StandardRemarkVersion(
        authority_id=row.authority_id,
        standard_id=row.id,
        number=base_number + 1,
        base_number=base_number,
        text=text,
        by=actor,
        at=now,
    )
    session.add(version)
    session.flush()
    audit.note(session, row, actor, now, "standard.saved", number=row.number, version=version.number)
    return version


def withdraw_standard(session: Session, actor: str, now: datetime, row: StandardRemark, *, withdrawn: bool) -> None:
    """Nobody can choose it any more, or can again; what was made of it stays."""
    row.withdrawn_at = now if withdrawn else None
    audit.note(session, row, actor, now, "standard.withdrawn", number=row.number, withdrawn=withdrawn)
    session.flush()


def note_use(session: Session, actor: str, now: datetime, remark: Remark, version: StandardRemarkVersion) -> None:
    """That the remark began as a copy of this text."""
    there = select(StandardUse.id).where(StandardUse.version_id == version.id, StandardUse.remark_id == remark.id)
    if session.scalar(there) is None:
        row = StandardUse(
            authority_id=remark.authority_id, version_id=version.id, remark_id=remark.id, by=actor, at=now
        )
        session.add(row)
        session.flush()


# Fields


def values_of(consultation: Consultation, lines: Iterable[PositionLine]) -> dict[Field, str]:
    """What fills the fields of a text that answers these positions, in Danish as the papers are. What the positions do
    not agree in, and what the consultation has not got, has no value."""
    found = list(lines)
    return {
        Field.CONSULTATION: consultation.title,
        Field.AUTHORITY: consultation.authority.name,
        Field.CASE_NUMBER: consultation.case_number,
        Field.DEADLINE: date_words(last_day(consultation.closes_at), Language.DANISH) if consultation.closes_at else "",
        Field.DRAFT: _common(line.draft.title if line.draft else "" for line in found),
        Field.SECTION: _common(
            f"{one.printed_number} {one.heading}".strip() if (one := line.section) else "" for line in found
        ),
        Field.THEME: _common(line.theme.title for line in found),
    }


def _common(words: Iterable[str]) -> str:
    found = set(words)
    return found.pop() if len(found) == 1 else ""


# Reads


@dataclass(frozen=True)
class Standard:
    """A standard remark with its newest text, and in how many remarks it was used."""

    row: StandardRemark
    newest: StandardRemarkVersion
    uses: int


@dataclass(frozen=True)
class Use:
    """A remark that began as a copy; `number` is that of the text, `is_old` where there is a newer one."""

    consultation: Consultation
    remark: Remark
    version: StandardRemarkVersion
    is_old: bool


def list_versions(session: Session, standard_id: int) -> Sequence[StandardRemarkVersion]:
    """Newest first."""
    return session.scalars(
        select(StandardRemarkVersion)
        .where(StandardRemarkVersion.standard_id == standard_id)
        .order_by(StandardRemarkVersion.number.desc())
    ).all()


def list_standards(session: Session, authority_id: int) -> list[Standard]:
    """All of them by number, those that are withdrawn too."""
    rows = session.scalars(
        select(StandardRemark).where(StandardRemark.authority_id == authority_id).order_by(StandardRemark.number)
    ).all()
    return [Standard(row, list_versions(session, row.id)[0], len(list_uses(session, row))) for row in rows]


def get_standard(session: Session, authority_id: int, standard_id: int) -> StandardRemark:
    row = session.get(StandardRemark, standard_id)
    if row is None or row.authority_id != authority_id:
        raise NotFound("no such standard remark")
    return row


def list_uses(session: Session, row: StandardRemark) -> list[Use]:
    """Each remark once, with the newest text it took; over all consultations of the authority."""
    found = session.execute(
        select(Consultation, Remark, StandardRemarkVersion)
        .join(Remark, Remark.consultation_id == Consultation.id)
        .join(StandardUse, StandardUse.remark_id == Remark.id)
        .join(StandardRemarkVersion, StandardRemarkVersion.id == StandardUse.version_id)
        .where(StandardRemarkVersion.standard_id == row.id)
        .order_by(Consultation.id.desc(), Remark.number, StandardRemarkVersion.number)
    )
    newest = max((one.number for one in list_versions(session, row.id)), default=0)
    uses = {remark.id: Use(owner, remark, version, version.number < newest) for owner, remark, version in found}
    return list(uses.values())


@dataclass(frozen=True)
class Origin:
    """The standard remark that a remark began as; `newer` is a text that came since."""

    standard: StandardRemark
    used: StandardRemarkVersion
    newer: StandardRemarkVersion | None


def origin_of(session: Session, remark: Remark) -> Origin | None:
    """Where a remark's text came from last; None for one that somebody wrote."""
    used = session.scalars(
        select(StandardRemarkVersion)
        .join(StandardUse, StandardUse.version_id == StandardRemarkVersion.id)
        .where(StandardUse.remark_id == remark.id)
        .order_by(StandardUse.id.desc())
        .limit(1)
    ).one_or_none()
    if used is None:
        return None
    newest = list_versions(session, used.standard_id)[0]
    standard = session.get_one(StandardRemark, used.standard_id)
    return Origin(standard, used, newest if newest.number > used.number else None)


def list_outdated(session: Session, consultation_id: int) -> set[int]:
    """The remarks of a consultation whose standard text has been changed since."""
    rows = queries.list_remarks(session, consultation_id)
    origins = ((remark.id, origin_of(session, remark)) for remark, _text in rows)
    return {key for key, origin in origins if origin is not None and origin.newer is not None}
