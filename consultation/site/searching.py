"""Reads of a search: which entries may be found now, a page of them by key, and the public rows they stand for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    ColumnElement,
    Dialect,
    Integer,
    and_,
    bindparam,
    cast,
    func,
    literal_column,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from consultation.lib.stems import Term
from consultation.models import (
    Consultation,
    Document,
    Draft,
    DraftVersion,
    SearchEntry,
    SectionText,
)
from consultation.models.public import VECTOR
from consultation.site import renditions
from consultation.site.queries import Listed, list_of_ids
from consultation.site.renditions import Row
from consultation.vocabulary import PublicationMode, SearchKind


@dataclass(frozen=True)
class Asked:
    """What is searched for: every term; of one authority, or of all (None); things of some kinds, or of any ()."""

    terms: tuple[Term, ...]
    authority_id: int | None = None
    kinds: tuple[SearchKind, ...] = ()


@dataclass(frozen=True)
class Span:
    """A page of the results by key: after or before this one, at most `limit`."""

    limit: int
    after: str | None = None
    before: str | None = None


@dataclass(frozen=True)
class DraftHit:
    """A draft in its newest version, or with `section` a section of it."""

    draft: Draft
    version: DraftVersion
    section: SectionText | None = None


Subject = Consultation | DraftHit | Document | Row


class Found(NamedTuple):
    """An entry that was found; `sort_key` is its place among the results."""

    consultation_id: int
    kind: SearchKind
    subject_id: int
    sort_key: str


@dataclass(frozen=True)
class Hit:
    """A text that was found, and its consultation as it stands now."""

    kind: SearchKind
    owner: Listed
    subject: Subject


def find(session: Session, now: datetime, asked: Asked, span: Span) -> list[Found]:
    """A page of what is found, in order (in reverse where the span has `before`)."""
    alike = _alike(session.get_bind().dialect, asked, span).c
    query = (
        select(alike.consultation_id, alike.kind, alike.subject_id, alike.sort_key)
        .join(Consultation, Consultation.id == alike.consultation_id)
        .where(_may_be_found(alike, now))
        .order_by(alike.sort_key.desc() if span.before is not None else alike.sort_key)
        .limit(span.limit)
    )
    if asked.authority_id is not None:
        query = query.where(Consultation.authority_id == asked.authority_id)
    return [Found(*row) for row in session.execute(query)]


def load(session: Session, now: datetime, found: Sequence[Found]) -> list[Hit]:
    """Each with its public row, in as many statements however many there are.

    What has no row to be read now is left out, whatever the index says (P1).
    """
    owners = list_of_ids(session, now, {one.consultation_id for one in found})
    subjects: dict[tuple[SearchKind, int], Subject] = {
        (SearchKind.CONSULTATION, key): owner.consultation for key, owner in owners.items()
    }
    for kind, rows_of in _LOADERS.items():
        if ids := [one.subject_id for one in found if one.kind is kind]:
            subjects |= {(kind, key): subject for key, subject in rows_of(session, now, ids).items()}
    return [
        Hit(one.kind, owners[one.consultation_id], subjects[one.kind, one.subject_id])
        for one in found
        if one.consultation_id in owners and (one.kind, one.subject_id) in subjects
    ]


def next_change(session: Session, now: datetime, authority_id: int | None) -> datetime | None:
    """When the clock next changes what may be found or a state in the results; the same for every query (P7)."""
    times = (
        Consultation.visible_from,
        Consultation.opens_at,
        Consultation.closes_at,
        Consultation.responses_public_at,
    )
    query = select(*(func.min(time).filter(time > now) for time in times)).where(Consultation.published_at.is_not(None))
    if authority_id is not None:
        query = query.where(Consultation.authority_id == authority_id)
    return min((instant for instant in session.execute(query).one() if instant is not None), default=None)


# What may be found


def _alike(dialect: Dialect, asked: Asked, span: Span) -> CTE:
    """Entries with every word that is asked for, beyond the span's key.

    Chosen first: PostgreSQL would otherwise read all entries in their order, hoping for one that matches soon.
    """
    entry = SearchEntry
    columns = (entry.consultation_id, entry.kind, entry.subject_id, entry.sort_key, entry.visible_from)
    query = select(*columns).where(_has(dialect, asked.terms))
    if asked.kinds:
        query = query.where(SearchEntry.kind.in_(asked.kinds))
    if span.before is not None:
        query = query.where(SearchEntry.sort_key < span.before)
    elif span.after is not None:
        query = query.where(SearchEntry.sort_key > span.after)
    return query.cte("alike").prefix_with("MATERIALIZED", dialect="postgresql")


def _has(dialect: Dialect, terms: Sequence[Term]) -> ColumnElement[bool]:
    """Every term is among the entry's words. Terms are letters and digits, so that nothing in them has to be quoted."""
    if dialect.name == "sqlite":
        match = " AND ".join(f'"{term.text}"' + ("" if term.whole else " *") for term in terms)
        found = select(literal_column("rowid", Integer)).select_from(table("search_index"))
        return SearchEntry.id.in_(found.where(text("search_index MATCH :match").bindparams(match=match)))
    match = " & ".join(f"'{term.text}'" + ("" if term.whole else ":*") for term in terms)
    return literal_column(VECTOR).op("@@", is_comparison=True)(cast(bindparam("match", match), TSQUERY))


def _may_be_found(entry: ReadOnlyColumnCollection[str, Any], now: datetime) -> ColumnElement[bool]:
    """The consultation is to be seen, the text is, and if it is a response, so are responses (R26, P7)."""
    visible = and_(Consultation.published_at.is_not(None), Consultation.visible_from <= now, entry.visible_from <= now)
    return visible & or_(entry.kind != SearchKind.RESPONSE, _responses_are_public(now))


def _responses_are_public(now: datetime) -> ColumnElement[bool]:
    """`states.responses_are_public` where the rows are; a test holds them to the same."""
    mode = Consultation.publication_mode
    return or_(
        mode == PublicationMode.CONTINUOUS,
        (mode == PublicationMode.AFTER_DEADLINE) & (Consultation.closes_at <= now),
        (mode == PublicationMode.WITH_AGENDA) & (Consultation.responses_public_at <= now),
    )


# What they stand for


def _drafts(session: Session, _now: datetime, ids: Sequence[int]) -> dict[int, DraftHit]:
    rows = session.execute(
        select(DraftVersion, Draft)
        .join(Draft, Draft.id == DraftVersion.draft_id)
        .where(DraftVersion.id.in_(ids), DraftVersion.published_at.is_not(None))
    )
    return {version.id: DraftHit(draft, version) for version, draft in rows}


def _sections(session: Session, _now: datetime, ids: Sequence[int]) -> dict[int, DraftHit]:
    rows = session.execute(
        select(SectionText, DraftVersion, Draft)
        .join(DraftVersion, DraftVersion.id == SectionText.version_id)
        .join(Draft, Draft.id == DraftVersion.draft_id)
        .where(SectionText.id.in_(ids), DraftVersion.published_at.is_not(None))
    )
    return {section.id: DraftHit(draft, version, section) for section, version, draft in rows}


def _documents(session: Session, _now: datetime, ids: Sequence[int]) -> dict[int, Document]:
    query = select(Document).where(Document.id.in_(ids), Document.withdrawn_at.is_(None))
    return {row.id: row for row in session.scalars(query)}


_LOADERS: Mapping[SearchKind, Callable[[Session, datetime, Sequence[int]], Mapping[int, Subject]]] = {
    SearchKind.DRAFT: _drafts,
    SearchKind.SECTION: _sections,
    SearchKind.DOCUMENT: _documents,
    SearchKind.RESPONSE: renditions.list_of_ids,
}
