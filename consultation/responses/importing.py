"""Taking in responses from another system or from paper: all rows or none, each through the same door as the form."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import audit, jobs
from consultation.audit import canonical
from consultation.config import Settings
from consultation.errors import Conflict, Refused
from consultation.lib.tables import Problem
from consultation.models import Consultation, ImportBatch, Response
from consultation.responses import filing, operations, queries, reading
from consultation.responses.content import WHOLE, AnswerContent, Content, FileContent, Place, PlaceKey, Submission
from consultation.responses.reading import ReadFile, RefusedFile
from consultation.responses.rows import ResponseRow, SectionRow, read_response_rows
from consultation.storage import Store
from consultation.vocabulary import FileFault

Places = Mapping[PlaceKey, Place]
REGROUP = "moderation.regroup"
"""The job that groups all at once, before each would be grouped by itself; arguments: consultation_id."""
_NAMED_AT_ONCE = 1_000


@dataclass(frozen=True)
class Imported:
    """One row that was taken in, and the number it was given."""

    row: int
    reference: str
    number: str
    response_id: int


@dataclass(frozen=True)
class _Checked:
    row: ResponseRow
    answers: tuple[AnswerContent, ...]
    files: tuple[ReadFile, ...]


def import_responses(
    session: Session,
    settings: Settings,
    store: Store,
    actor: str,
    now: datetime,
    consultation: Consultation,
    rows: Sequence[tuple[int, Mapping[str, object]]],
    folder: Path | None,
) -> list[Imported]:
    """Stores every row, or none. `rows` are those of lib.tables.read_rows; `folder` holds the attachments, if any come.

    Raises Refused with every Problem(row, code, field) as `gaps`, and Conflict where the same rows are in already.
    Nobody is sent a receipt: these people have been answered by the system that their words came from.
    """
    digest = _digest(rows)
    if is_imported(session, consultation, rows):
        raise Conflict("these rows have been imported already")
    places = queries.places_of(session, consultation.id)
    checked = _check(session, consultation, rows, folder, places, now)
    done = [_take(session, settings, store, actor, now, consultation, row, places) for row in checked]
    session.add(
        ImportBatch(
            authority_id=consultation.authority_id,
            consultation_id=consultation.id,
            sha256=digest,
            by=actor,
            rows=len(done),
            at=now,
        )
    )
    jobs.enqueue(session, REGROUP, now, consultation_id=consultation.id)
    subject = f"consultation:{consultation.id}"
    audit.record(
        session,
        consultation.authority_id,
        actor=actor,
        at=now,
        event="responses.imported",
        subject=subject,
        rows=len(done),
    )
    session.flush()
    return done


def is_imported(session: Session, consultation: Consultation, rows: Sequence[tuple[int, Mapping[str, object]]]) -> bool:
    """Whether exactly these rows are in already."""
    same = (ImportBatch.consultation_id == consultation.id, ImportBatch.sha256 == _digest(rows))
    return session.scalar(select(ImportBatch.id).where(*same)) is not None


def preview(
    session: Session, consultation: Consultation, rows: Sequence[tuple[int, Mapping[str, object]]], now: datetime
) -> tuple[list[ResponseRow], tuple[Problem, ...]]:
    """Every row as it would be taken in by a page, where no files can come; and all that is wrong. Writes nothing."""
    read, _problems = read_response_rows(rows, now)
    try:
        _check(session, consultation, rows, None, queries.places_of(session, consultation.id), now)
    except Refused as error:
        return read, tuple(gap for gap in error.gaps if isinstance(gap, Problem))
    return read, ()


def _digest(rows: Sequence[tuple[int, Mapping[str, object]]]) -> str:
    return hashlib.sha256("\n".join(canonical(dict(row)) for _, row in rows).encode()).hexdigest()


def in_words(problem: Problem) -> str:
    """ "row 4, received_at: not of the right form", for a person at a terminal."""
    words = {
        "missing": "is missing",
        "format": "is not of the right form",
        "unknown": "is not known here",
        "twice": "stands twice",
        "taken": "has been imported before",
        "future": "lies in the future",
        "too_long": "is too long",
        "too_many": "holds too many",
        "characters": "holds characters that are not taken",
        "contradicts": "contradicts the rest of the row",
        "no_files": "names files, which cannot come this way",
        "file_missing": "names a file that is not there",
        "file_empty": "names a file that is empty",
        "file_too_large": "names a file larger than 10 MB",
        "file_kind": "names a file of a kind that is not taken",
        "file_not_its_kind": "names a file that is not what its ending says",
        "file_broken": "names a file that cannot be read",
        "file_locked": "names a file that is locked with a password",
        "file_active": "names a file with macros or scripts",
        "file_packed": "names a file that unpacks to too much",
        "file_picture": "names a picture of more than 50 million points",
        "file_pages": "names a file of more than 1,000 pages",
        "file_trick": "names a file that hides something else",
        "file_heavy": "names a file that takes too long to read",
    }
    return f"row {problem.row}, {problem.field}: {words.get(problem.code, problem.code)}"


def _check(
    session: Session,
    consultation: Consultation,
    rows: Iterable[tuple[int, Mapping[str, object]]],
    folder: Path | None,
    places: Places,
    now: datetime,
) -> list[_Checked]:
    read, problems = read_response_rows(rows, now)
    taken = _taken(session, consultation, [row.reference for row in read])
    problems += [Problem(row.row, "taken", "reference") for row in read if row.reference in taken]
    book = _Book(places, queries.versions_sent_out(session, consultation.id))
    checked: list[_Checked] = []
    for row in read:
        try:
            checked.append(
                _Checked(row, book.answers(row), tuple(_file(row, name, folder) for name in row.attachments))
            )
        except _RowError as error:
            problems.append(error.problem)
    if problems:
        raise Refused("the rows cannot be imported", gaps=tuple(sorted(problems)))
    return checked


def _taken(session: Session, consultation: Consultation, references: Sequence[str]) -> set[str | None]:
    """Those that a response has already; so many at a time as a statement may name."""
    own = select(Response.external_ref).where(Response.consultation_id == consultation.id)
    parts = (references[at : at + _NAMED_AT_ONCE] for at in range(0, len(references), _NAMED_AT_ONCE))
    return {one for part in parts for one in session.scalars(own.where(Response.external_ref.in_(part)))}


class _RowError(ValueError):
    def __init__(self, row: ResponseRow, code: str, field: str) -> None:
        super().__init__(code)
        self.problem = Problem(row.row, code, field)


class _Book:
    """Finds the place a row speaks about, in the version that was out when the row was written."""

    def __init__(self, places: Places, versions: Mapping[int, Sequence[tuple[datetime, int]]]) -> None:
        self._versions = versions
        self._sections: dict[tuple[int, str], PlaceKey] = {}
        for key, place in places.items():
            if key.version_id is not None and key.section_id is not None:
                self._sections[key.version_id, place.anchor] = key
                self._sections.setdefault((key.version_id, place.printed_number), key)

    def answers(self, row: ResponseRow) -> tuple[AnswerContent, ...]:
        """The row's answers: the general text first, then by section; a draft that is only named stays named."""
        parts = [_answer(section, self._place(row, section)) for section in row.sections]
        covered = {part.place for part in parts}
        if len(covered) != len(parts):
            raise _RowError(row, "twice", "sections")
        named = [self._draft(row, number, "drafts") for number in row.drafts]
        alone = len(named) == 1 and named[0] not in covered and {place[0] for place in covered} <= {named[0][0]}
        general = [_answer_at(named[0] if alone else WHOLE, row.text)] if row.text.strip() else []
        spoken = {place[0] for place in [*covered, *(part.place for part in general)]}
        only_named = [_answer_at(place, "") for place in named if place[0] not in spoken and not row.no_remarks]
        return (*general, *parts, *only_named)

    def _place(self, row: ResponseRow, section: SectionRow) -> PlaceKey:
        draft = self._draft(row, section.draft, "sections")
        if not section.section:
            return draft
        place = self._sections.get((draft[0] or 0, section.section))
        if place is None:
            raise _RowError(row, "unknown", "sections")
        return place

    def _draft(self, row: ResponseRow, number: int, field: str) -> PlaceKey:
        versions = self._versions.get(number)
        if not versions:
            raise _RowError(row, "unknown", field)
        out = [version_id for published_at, version_id in versions if published_at <= row.received_at]
        return PlaceKey(out[-1] if out else versions[0][1])


def _answer(section: SectionRow, place: PlaceKey) -> AnswerContent:
    return AnswerContent(section.text, section.stance, section.proposed_text, place.version_id, place.section_id)


def _answer_at(place: PlaceKey, text: str) -> AnswerContent:
    return AnswerContent(text, version_id=place.version_id, section_id=place.section_id)


def _file(row: ResponseRow, name: str, folder: Path | None) -> ReadFile:
    if folder is None:
        raise _RowError(row, "no_files", "attachments")
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise _RowError(row, "file_missing", "attachments")
    too_large = path.stat().st_size > reading.LARGEST_FILE
    found = RefusedFile(name, FileFault.TOO_LARGE) if too_large else reading.read(path.name, path.read_bytes())
    if isinstance(found, RefusedFile):
        raise _RowError(row, f"file_{found.fault}", "attachments")
    return found


def _take(
    session: Session,
    settings: Settings,
    store: Store,
    actor: str,
    now: datetime,
    consultation: Consultation,
    checked: _Checked,
    places: Places,
) -> Imported:
    row = checked.row
    files = []
    for file in checked.files:
        blob = filing.keep(session, settings, store, now, consultation.authority_id, file)
        files.append(FileContent(blob.id, file.name, blob.size, blob.sha256))
    sent = Submission(
        row.sender,
        Content(checked.answers, tuple(files), no_remarks=row.no_remarks),
        f"import:{row.reference}",
        row.received_at,
        channel=row.channel,
        precision=row.precision,
        actor=actor,
        external_ref=row.reference,
        receipt=False,
    )
    received = operations.send_response(session, settings, now, consultation, sent, places)
    return Imported(row.row, row.reference, received.number, received.response.id)
