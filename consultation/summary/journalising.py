"""Responses for the case system: read as they stand, and taken only with an access row and a line in the log (R49)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consultation import audit
from consultation.accounts.queries import names
from consultation.analysis import queries as analysis
from consultation.consultations.asked import read_choices
from consultation.models import Access, Answer, Blob, Consultation, LateAdmission, Position, Response, ResponseVersion
from consultation.moderation.queries import list_decisions
from consultation.responses import queries as responses
from consultation.responses.content import Place
from consultation.responses.file_queries import Scan, scans_of
from consultation.storage import Store
from consultation.summary import journal, journal_paper, pdf
from consultation.summary.journal import Admitted, Decided, Entry, File, Part, Version
from consultation.summary.manifest import MANIFEST
from consultation.summary.operations import ACCESS_LIFE
from consultation.vocabulary import AccessPurpose, JournalReason, ScanState

WHOLE = "Høringen som helhed"
STEP = 100
"""Responses that one process sets; what it remembers goes with it."""


def open_for_journal(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    rows: Sequence[Response],
    reason: JournalReason,
) -> None:
    """Leave to take these responses as they came: a row for each, and one line that says why (R57)."""
    for row in rows:
        session.add(
            Access(
                authority_id=row.authority_id,
                staff_id=int(actor.removeprefix("staff:")),
                response_id=row.id,
                purpose=AccessPurpose.JOURNAL,
                from_at=now,
                until_at=now + ACCESS_LIFE,
            )
        )
    session.flush()
    subject = rows[0] if len(rows) == 1 else consultation
    audit.note(session, subject, actor, now, "journal.taken", responses=len(rows), reason=reason.value)


def folders(engine: Engine, store: Store, ids: Sequence[int]) -> Iterator[tuple[str, bytes]]:
    """The files of these responses of one consultation by path, a folder each, and the list of them all last.

    Each step is read by itself, so that nobody waits for whoever takes a long list. UnsettableError where a paper
    cannot be set, so that what was taken by then has no list.
    """
    digests: dict[str, str] = {}
    slug = ""
    for start in range(0, len(ids), STEP):
        with pdf.setting() as write:
            for entry in _read(engine, ids[start : start + STEP]):
                slug, folder = entry.slug, journal.folder_of(entry.number)
                files = {journal.METADATA: journal.metadata(entry), journal.PAPER: write(journal_paper.paper(entry))}
                files |= _originals(store, entry)
                files[MANIFEST] = journal.manifest(entry, files)
                digests[folder] = sha256(files[MANIFEST]).hexdigest()
                yield from ((f"{folder}{name}", files[name]) for name in sorted(files))
    yield MANIFEST, journal.list_of_all(slug, digests)


def _originals(store: Store, entry: Entry) -> dict[str, bytes]:
    return {
        journal.file_path(version, place): store.get(file.sha256)
        for version in entry.versions
        for place, file in enumerate(version.files, start=1)
        if not file.left_out
    }


def _read(engine: Engine, ids: Sequence[int]) -> list[Entry]:
    with Session(engine.execution_options(writes=False)) as session:
        rows = session.scalars(select(Response).where(Response.id.in_(ids))).all()
        found = {one.response.id: one for one in responses.standings_of(session, rows)}
        return [entry_of(session, found[one]) for one in ids]


def entry_of(session: Session, standing: responses.Standing) -> Entry:
    """Everything that the case system is told of one response, as it stands now."""
    row, consultation = standing.response, standing.response.consultation
    decisions = list_decisions(session, row.id)
    admission = responses.newest_admissions(session, row.consultation_id).get(row.id) if row.late else None
    actors = {one.by for one in (*decisions, *([admission] if admission else ()))}
    people = names(session, actors | {row.registered_by or ""})
    versions = responses.list_versions(session, row.id)
    placed = responses.placed_in(session, [version.id for version in versions])
    return Entry(
        authority=consultation.authority.name,
        slug=consultation.slug,
        title=consultation.title,
        case_number=consultation.case_number,
        number=standing.number,
        channel=row.channel,
        received_at=row.received_at,
        precision=row.received_precision,
        received_source=row.received_source,
        registered_at=row.registered_at,
        registered_by=people.get(row.registered_by or "", row.registered_by or ""),
        late=row.late,
        no_remarks=row.no_remarks,
        status=standing.status,
        theme=_theme(session, row, [place for _answer, place in placed[versions[-1].id]]),
        commitment=row.commitment,
        versions=tuple(_version(session, version, placed[version.id]) for version in versions),
        decisions=tuple(Decided(one.at, one.kind, one.reason, people.get(one.by, one.by)) for one in decisions),
        admission=_admitted(admission, people),
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by,
        erased_at=responses.find_erased_at(session, row.id),
    )


def _admitted(row: LateAdmission | None, people: Mapping[str, str]) -> Admitted | None:
    return None if row is None else Admitted(row.at, row.admitted, row.reason, people.get(row.by, row.by))


def _version(session: Session, version: ResponseVersion, placed: Iterable[tuple[Answer, Place]]) -> Version:
    return Version(
        number=version.number,
        at=version.at,
        by=version.by,
        sender=responses.sender_of(version),
        parts=tuple(_part(answer, place) for answer, place in placed),
        files=_files(session, version.id),
    )


def _part(answer: Answer, place: Place) -> Part:
    chosen = place.asked.chosen(read_choices(answer.choices)) if place.asked else ()
    return Part(
        place=_place_words(place),
        quote=answer.quote,
        stance=answer.stance,
        chosen=tuple(words.da for words in chosen),
        text=answer.text,
        proposed=answer.proposed_text,
        wording=place.wording,
    )


def _files(session: Session, version_id: int) -> tuple[File, ...]:
    rows = responses.list_files(session, version_id)
    scans = scans_of(session, [blob.id for _attachment, blob in rows])
    return tuple(
        File(attachment.original_name, blob.size, blob.sha256, attachment.alt, _left_out(blob, scans[blob.id]))
        for attachment, blob in rows
    )


def _left_out(blob: Blob, scan: Scan) -> str:
    if blob.erased_at is not None:
        return "erased"
    return "virus" if scan.state is ScanState.INFECTED else ""


def _theme(session: Session, response: Response, places: Iterable[Place]) -> tuple[str, ...]:
    """What it is about in few words: the positions that it was gathered in, else what it answers."""
    ids = [point.position_id for point in analysis.points_of(session, response.id) if point.position_id is not None]
    rows = session.execute(select(Position.id, Position.title).where(Position.id.in_(ids)))
    titles = {row.id: row.title for row in rows}
    gathered = dict.fromkeys(titles[one] for one in ids if one in titles)
    drafts = dict.fromkeys(_draft_words(place) for place in places)
    return tuple(gathered or drafts) or (WHOLE,)


def _draft_words(place: Place) -> str:
    return WHOLE if place.draft_number is None else f"Udkast {place.draft_number} {place.draft_title}".strip()


def _place_words(place: Place) -> str:
    """ "Udkast 2 Støtte, afsnit 3.2 Hvor længe?"; a guiding question's words after what it is about."""
    section = f", afsnit {place.printed_number} {place.heading}".rstrip() if place.anchor else ""
    asked = f", {place.asked.words.da}" if place.asked else ""
    return f"{_draft_words(place)}{section}{asked}"
