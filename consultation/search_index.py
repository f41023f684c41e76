"""What everybody can search: one entry for each published text, written in the transaction that publishes or hides it.

The one place that writes `search_entry`. Words come from rows that the public reads, never from an original; whether an
entry may be found is asked of the clock at each search (T5, P7), so that no job has to hide or show anything.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from functools import lru_cache

from sqlalchemy import ColumnElement, Select, delete, exists, func, insert, select, text
from sqlalchemy.orm import Session

from consultation import jobs
from consultation.config import Settings
from consultation.lib.dates import local
from consultation.lib.html import from_markdown, to_text
from consultation.lib.stems import words
from consultation.lib.text import danish_key
from consultation.models import (
    Consultation,
    Document,
    Draft,
    DraftVersion,
    Rendition,
    RenditionPart,
    SearchEntry,
    SectionText,
)
from consultation.vocabulary import ORGANISED, SearchKind

REBUILD = "search.rebuild"
STEP = 500
"""Responses whose entries are written in one transaction when all is written anew."""
_LAST_DAY = 99_999_999
_TITLE = 40
"""Characters of a title that tell its place; with the address the key stays below what a page's address takes."""
_UNINDEXED = """
SELECT (SELECT count(*) FROM (SELECT id FROM search_entry EXCEPT SELECT id FROM search_index_docsize))
     + (SELECT count(*) FROM (SELECT id FROM search_index_docsize EXCEPT SELECT id FROM search_entry))
"""
_TEXTS = SearchEntry.kind != SearchKind.RESPONSE


@dataclass(frozen=True)
class _Entry:
    """A row of search_entry, but for its id."""

    consultation_id: int
    kind: SearchKind
    subject_id: int
    words: str
    sort_key: str
    visible_from: datetime


# Writing


def write_texts(session: Session, consultation: Consultation) -> None:
    """The consultation, its drafts in the newest version that is sent out, their sections, and its documents."""
    own = (SearchEntry.consultation_id == consultation.id) & _TEXTS
    _replace(session, own, _texts(session, consultation))


def write_response(session: Session, rendition: Rendition) -> None:
    """A response as it may be read; the caller has written its parts."""
    write_responses(session, [rendition])


def write_responses(session: Session, renditions: Sequence[Rendition]) -> None:
    """The same for many of one consultation."""
    if renditions:
        _write_responses(session, session.get_one(Consultation, renditions[0].consultation_id), renditions)


def remove_responses(session: Session, renditions: Sequence[Rendition]) -> None:
    """They are found no more, from this transaction on."""
    _forget(session, _of_responses([rendition.id for rendition in renditions]))


def _write_responses(session: Session, consultation: Consultation, renditions: Sequence[Rendition]) -> None:
    own = _of_responses([one.id for one in renditions])
    _replace(session, own, _responses(session, consultation, renditions))


def _forget(session: Session, which: ColumnElement[bool]) -> None:
    session.execute(delete(SearchEntry).where(which).execution_options(synchronize_session=False))


def _replace(session: Session, which: ColumnElement[bool], entries: Iterable[_Entry]) -> None:
    """A place that an entry should have left by now is taken from it: the index never stands in a decision's way."""
    rows = [asdict(entry) for entry in entries]
    _forget(session, which | SearchEntry.sort_key.in_([row["sort_key"] for row in rows]))
    if rows:
        session.execute(insert(SearchEntry), rows)


def _of_responses(ids: Collection[int]) -> ColumnElement[bool]:
    return (SearchEntry.kind == SearchKind.RESPONSE) & SearchEntry.subject_id.in_(ids)


# What the entries are


def _texts(session: Session, row: Consultation) -> Iterator[_Entry]:
    if row.published_at is None:
        return
    own = [_markdown(part) for part in (row.body, row.meaning, row.easy_read)]
    yield _entry(row, SearchKind.CONSULTATION, row.id, "", row.title, row.title_en, row.lead, row.case_number, *own)
    drafts = _newest_versions(session, row.id)
    for version_id, (draft, version) in drafts.items():
        place = f"{draft.number:06}"
        easy = _markdown(version.easy_read)
        yield _entry(row, SearchKind.DRAFT, version_id, place, draft.title, draft.heading, easy, since=version)
    sections = select(SectionText).where(SectionText.version_id.in_(drafts))
    for one in session.scalars(sections):
        draft, version = drafts[one.version_id]
        place = f"{draft.number:06}.{one.position:06}"
        yield _entry(row, SearchKind.SECTION, one.id, place, one.heading, one.text, since=version)
    documents = select(Document).where(Document.consultation_id == row.id, Document.withdrawn_at.is_(None))
    for document in session.scalars(documents):
        place = f"{document.position:06}"
        yield _entry(row, SearchKind.DOCUMENT, document.id, place, document.title, to_text(document.html))


def _newest_versions(session: Session, consultation_id: int) -> dict[int, tuple[Draft, DraftVersion]]:
    """Version id -> each draft in the newest version that is sent out."""
    rows = session.execute(
        select(Draft, DraftVersion)
        .join(DraftVersion, DraftVersion.draft_id == Draft.id)
        .where(Draft.consultation_id == consultation_id, DraftVersion.published_at.is_not(None))
        .order_by(Draft.number, DraftVersion.number)
    )
    newest = {draft.id: (draft, version) for draft, version in rows}
    return {version.id: (draft, version) for draft, version in newest.values()}


def _responses(session: Session, row: Consultation, renditions: Sequence[Rendition]) -> Iterator[_Entry]:
    """A body's name is searched for, a person's is not: nobody shall be looked up across consultations."""
    if row.published_at is None:
        return
    said: dict[int, list[str]] = {}
    parts = select(RenditionPart).where(RenditionPart.rendition_id.in_([one.id for one in renditions]))
    for part in session.scalars(parts.order_by(RenditionPart.rendition_id, RenditionPart.position)):
        said.setdefault(part.rendition_id, []).extend((part.text, part.proposed_text))
    for one in renditions:
        name = one.shown_name if one.capacity in ORGANISED else ""
        place = f"{one.sort_number:09}"
        yield _entry(row, SearchKind.RESPONSE, one.id, place, name, *said.get(one.id, ()), shown_from=one.visible_from)


def _entry(
    row: Consultation,
    kind: SearchKind,
    subject_id: int,
    place: str,
    *texts: str,
    since: DraftVersion | None = None,
    shown_from: datetime | None = None,
) -> _Entry:
    instants = (row.visible_from, since.published_at if since else None, shown_from)
    return _Entry(
        consultation_id=row.id,
        kind=kind,
        subject_id=subject_id,
        words=_folded("\n".join(texts)),
        sort_key=f"{list(SearchKind).index(kind)}{_newest_first(row)}/{place}",
        visible_from=max(instant for instant in instants if instant is not None),
    )


@lru_cache(maxsize=16)
def _folded(text: str) -> str:
    """Of a thousand letters that are the same the words are folded once."""
    return " ".join(words(text))


def _newest_first(row: Consultation) -> str:
    """Consultations by the day they were sent out, the last first; those of one day by title in Danish order (M3)."""
    if row.published_at is None:
        raise ValueError("only what is sent out has a place")
    day = _LAST_DAY - int(local(row.published_at).strftime("%Y%m%d"))
    return f"{day:08}{danish_key(row.title)[:_TITLE]}/{row.slug}"


def _markdown(source: str) -> str:
    return to_text(from_markdown(source)) if source.strip() else ""


# Writing all of it anew, and telling whether that would change anything


def rebuild(session: Session, _settings: Settings, now: datetime, *, consultation_id: int = 0, after: int = 0) -> None:
    """One step of the job, and owes the next: a consultation's texts and its first responses, or its next ones."""
    row = session.scalars(_published().where(Consultation.id >= consultation_id).limit(1)).one_or_none()
    if row is None:
        return
    if row.id != consultation_id or not after:
        after = 0
        write_texts(session, row)
        _forget(session, (SearchEntry.consultation_id == row.id) & _astray())
    renditions = session.scalars(_shown(row.id, after).limit(STEP).with_for_update()).all()
    _write_responses(session, row, renditions)
    more = len(renditions) == STEP
    following = (row.id, renditions[-1].id) if more else (row.id + 1, 0)
    jobs.enqueue(session, REBUILD, now, consultation_id=following[0], after=following[1])


def differing(session: Session) -> int:
    """How many entries are missing, too many, or other than written anew; what FTS5 lost of them included."""
    wrong = _astray_entries(session) + _unindexed(session)
    for row in session.scalars(_published()):
        wrong += _difference(session, _texts(session, row), (SearchEntry.consultation_id == row.id) & _TEXTS)
        for renditions in _steps(session, row.id):
            ids = [one.id for one in renditions]
            wrong += _difference(session, _responses(session, row, renditions), _of_responses(ids))
    return wrong


def _difference(session: Session, entries: Iterable[_Entry], which: ColumnElement[bool]) -> int:
    columns = [SearchEntry.__table__.c[field.name] for field in fields(_Entry)]
    stored = {_Entry(*row) for row in session.execute(select(*columns).where(which))}
    wanted = set(entries)
    return len({(one.kind, one.subject_id) for one in wanted ^ stored})


def _steps(session: Session, consultation_id: int) -> Iterator[Sequence[Rendition]]:
    after = 0
    while renditions := session.scalars(_shown(consultation_id, after).limit(STEP)).all():
        yield renditions
        after = renditions[-1].id


def _published() -> Select[Consultation]:
    return select(Consultation).where(Consultation.published_at.is_not(None)).order_by(Consultation.id)


def _shown(consultation_id: int, after: int) -> Select[Rendition]:
    """Renditions that nobody has hidden, by id."""
    return (
        select(Rendition)
        .where(Rendition.consultation_id == consultation_id, Rendition.hidden_at.is_(None), Rendition.id > after)
        .order_by(Rendition.id)
    )


def _astray() -> ColumnElement[bool]:
    """Entries of responses that are hidden."""
    shown = exists().where(Rendition.id == SearchEntry.subject_id, Rendition.hidden_at.is_(None))
    return (SearchEntry.kind == SearchKind.RESPONSE) & ~shown


def _astray_entries(session: Session) -> int:
    unpublished = exists().where(Consultation.id == SearchEntry.consultation_id, Consultation.published_at.is_(None))
    return session.scalar(select(func.count(SearchEntry.id)).where(_astray() | unpublished)) or 0


def _unindexed(session: Session) -> int:
    """Entries that FTS5 does not know, and others that it still knows: its triggers went missing once."""
    if session.get_bind().dialect.name != "sqlite":
        return 0
    return session.scalar(text(_UNINDEXED)) or 0
