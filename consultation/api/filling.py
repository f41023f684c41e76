"""Consultations as shapes, from the rows that their pages show."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar, cast

from consultation.api import shapes
from consultation.api.links import of_authority, to, with_addresses
from consultation.consultations import subjects
from consultation.consultations.asked import Asked, Words
from consultation.consultations.deadlines import period_days
from consultation.consultations.queries import DraftText
from consultation.lib.dates import deadline_words, plain_spaces
from consultation.lib.html import from_markdown
from consultation.models import Authority, Blob, Consultation, Deadline, Document, Milestone
from consultation.parties.queries import Heard
from consultation.site import wording
from consultation.site.case import Case
from consultation.site.numbers import PublicNumbers
from consultation.site.queries import Annex, Listed
from consultation.site.texts import easy_html
from consultation.vocabulary import FollowUp, Language, PublicationMode, State, Status

T = TypeVar("T")
_WEB = ("https://", "http://")


def authority(row: Authority) -> shapes.Authority:
    return shapes.Authority(
        slug=row.slug,
        name=row.name,
        kind=row.kind,
        consultations=of_authority(row, "api.consultations", authority=row.slug),
        statistics=of_authority(row, "api.statistics", authority=row.slug),
        page=of_authority(row, "site.authority", slug=row.slug),
    )


def consultation_entry(listed: Listed) -> shapes.ConsultationEntry:
    row = listed.consultation
    return shapes.ConsultationEntry(
        slug=row.slug,
        authority=row.authority.slug,
        title=bilingual(row.title, row.title_en),
        lead=row.lead,
        kind=row.kind,
        subject=_subject(row),
        state=_shown(listed.state),
        opens_at=set_out(row.opens_at),
        closes_at=set_out(row.closes_at),
        href=to(row, "api.consultation"),
        page=to(row, "site.consultation"),
    )


def consultation(
    case: Case,
    *,
    deadlines: Sequence[Deadline],
    drafts: Sequence[DraftText],
    asked: Sequence[tuple[int, Asked]],
    heard: Sequence[Heard],
    counts: PublicNumbers,
    related: Sequence[Consultation],
    documents: Sequence[Document],
    files: Mapping[int, Blob],
    annexes: Sequence[Annex],
) -> shapes.Consultation:
    row = case.consultation
    opens_at, closes_at = set_out(row.opens_at), set_out(row.closes_at)
    return shapes.Consultation(
        slug=row.slug,
        authority=authority(row.authority),
        title=bilingual(row.title, row.title_en),
        lead=row.lead,
        meaning=with_addresses(row, from_markdown(row.meaning)),
        body=with_addresses(row, from_markdown(row.body)),
        easy_read=with_addresses(row, easy_html(row.easy_read)) or None,
        kind=row.kind,
        subject=_subject(row),
        case_number=row.case_number,
        state=_shown(case.state),
        opens_at=opens_at,
        closes_at=closes_at,
        days=period_days(opens_at, closes_at),
        deadline=shapes.Deadline(closes_at, _deadline_words(row)),
        moves=[_move(*pair) for pair in wording.moves(row, deadlines)],
        cancelled=_cancelled(case),
        follows=_earlier(row, related),
        followed_by=[_later(one) for one in related if one.follows_id == row.id],
        milestones=[milestone(one) for one in case.milestones],
        drafts=[_draft_entry(row, one) for one in drafts],
        questions=[_question(*pair) for pair in asked],
        parties=[_party(one) for one in heard],
        publication=publication(case),
        counts=counted(counts),
        documents=[_document(row, one, files) for one in documents],
        annexes=[_annex(row, one) for one in annexes],
        href=to(row, "api.consultation"),
        page=to(row, "site.consultation"),
        links=shapes.Links(
            responses=to(row, "api.responses"),
            figures=to(row, "api.figures"),
            outcome=to(row, "api.outcome"),
            calendar=to(row, "site.deadline_ics"),
            feed=to(row, "site.consultation_feed"),
        ),
    )


# Parts


def bilingual(danish: str, english: str) -> shapes.Bilingual:
    return shapes.Bilingual(danish, english or None)


def words(given: Words) -> shapes.Bilingual:
    return bilingual(given.da, given.en)


def counted(numbers: PublicNumbers) -> shapes.Counts:
    """With the words of data.json."""
    totals = {status: lanes.total for status, lanes in numbers.statuses.items()}
    return shapes.Counts(
        received=numbers.received.total,
        on_time=numbers.received.on_time,
        late=numbers.received.late,
        senders=numbers.senders,
        published=totals[Status.PUBLISHED],
        redacted=totals[Status.REDACTED],
        withheld=numbers.reasons,
        withdrawn=totals[Status.WITHDRAWN],
        awaiting=totals[Status.AWAITING],
        no_remarks=numbers.no_remarks,
        unconfirmed=numbers.unconfirmed,
        identical=numbers.identical,
    )


def publication(case: Case) -> shapes.Publication:
    row = case.consultation
    mode = row.publication_mode or PublicationMode.NOT_PUBLIC
    at = {PublicationMode.AFTER_DEADLINE: row.closes_at, PublicationMode.WITH_AGENDA: row.responses_public_at}
    return shapes.Publication(mode, row.publication_reason or None, case.shows_responses, at.get(mode))


def milestone(row: Milestone) -> shapes.Milestone:
    return shapes.Milestone(
        on=row.on,
        kind=row.kind,
        body=row.body,
        item=row.item or None,
        outcome=row.outcome or None,
        decides=row.decides,
        url=row.url if row.url.startswith(_WEB) else None,
    )


def set_out(value: T | None) -> T:
    """What every consultation that is sent out has; the database holds it (published_has_times)."""
    if value is None:
        raise ValueError("a consultation without times was sent out")
    return value


def _subject(row: Consultation) -> shapes.Subject | None:
    found = subjects.of_code(row.subject)
    return shapes.Subject(found.slug, found.code, bilingual(found.danish, found.english)) if found else None


def _shown(state: State) -> shapes.ShownState:
    return cast("shapes.ShownState", state.value)


def _deadline_words(row: Consultation) -> shapes.Bilingual:
    closes_at = set_out(row.closes_at)
    danish, english = (plain_spaces(deadline_words(closes_at, language)) for language in Language)
    return shapes.Bilingual(danish, english)


def _move(before: Deadline, after: Deadline) -> shapes.Move:
    return shapes.Move(at=after.at, before=before.closes_at, after=after.closes_at, reason=after.reason)


def _cancelled(case: Case) -> shapes.Cancellation | None:
    row = case.consultation
    if case.state is not State.CANCELLED or row.cancelled_at is None:
        return None
    return shapes.Cancellation(row.cancelled_at, row.cancelled_reason)


def _earlier(row: Consultation, related: Iterable[Consultation]) -> shapes.Earlier | None:
    if row.follow_up is None:
        return None
    href = next((to(one, "api.consultation") for one in related if one.id == row.follows_id), None)
    return shapes.Earlier(row.follow_up, row.follow_up_reason, href)


def _later(row: Consultation) -> shapes.Later:
    return shapes.Later(row.follow_up or FollowUp.SUPPLEMENTARY, to(row, "api.consultation"))


def _draft_entry(row: Consultation, text: DraftText) -> shapes.DraftEntry:
    return shapes.DraftEntry(
        number=text.draft.number,
        title=text.draft.title,
        group=text.draft.heading or None,
        version=text.version.number,
        href=to(row, "api.draft", number=text.draft.number),
        page=to(row, "site.draft", number=text.draft.number),
    )


def _question(number: int, asked: Asked) -> shapes.Question:
    options = [words(one) for one in asked.options]
    return shapes.Question(number, asked.draft_number, asked.kind, words(asked.words), options)


def _party(one: Heard) -> shapes.Party:
    row = one.heard
    return shapes.Party(
        name=row.party.name,
        kind=row.party.kind,
        basis=row.basis,
        legal_ground=row.legal_ground or None,
        asked=row.sent_at is not None,
        outcome=one.outcome,
        not_asked_because=row.opt_out_reason,
        removed_because=row.removed_reason if row.removed_at else None,
    )


def _document(row: Consultation, one: Document, files: Mapping[int, Blob]) -> shapes.Document:
    blob = files.get(one.blob_id) if one.blob_id is not None else None
    return shapes.Document(
        kind=one.kind,
        title=one.title,
        language=one.language,
        page=to(row, "site.document", name=one.slug) if one.html else None,
        file=shapes.File(to(row, "site.document_file", name=one.slug), blob.media_type, blob.size) if blob else None,
        url=one.url or None,
    )


def _annex(row: Consultation, one: Annex) -> shapes.Annex:
    return shapes.Annex(one.name, one.at, shapes.File(to(row, "site.annex", name=one.name), one.media_type, one.size))
