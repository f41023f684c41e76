"""The received responses of a snapshot: what was decided of each, what may be read of it, what it says (R37-R40)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation.analysis import queries as analysis
from consultation.analysis.coverage import open_sentences
from consultation.consultations.asked import Asked, read_choices
from consultation.consultations.queries import list_questions
from consultation.lib.text import danish_key
from consultation.models import (
    Answer,
    Attachment,
    Consultation,
    Decision,
    Finding,
    FindingDecision,
    Passage,
    Petition,
    Redaction,
    Rendition,
    RenditionFile,
    RenditionPart,
    Response,
    ResponseVersion,
)
from consultation.moderation.composition import TEXT
from consultation.moderation.redaction import Span, apply, merge
from consultation.moderation.rules import LABELS
from consultation.responses import queries as responses
from consultation.responses.content import Place, PlaceKey
from consultation.responses.rules import number_label, sort_number, status_of
from consultation.summary import inputs
from consultation.summary.words import CAPACITIES, YOUNG
from consultation.vocabulary import FindingAnswer, NoPointReason, Status

K = TypeVar("K")
V = TypeVar("V")

CLOSED = frozenset({Status.WITHHELD, Status.REDACTED})


@dataclass(frozen=True)
class Received:
    """A response of the snapshot, with the rows that points and quotations are made from."""

    id: int
    response: inputs.Response
    answers: tuple[Answer, ...]
    spans: Mapping[int, tuple[Span, ...]]
    passages: tuple[Passage, ...]


_Named = tuple[int | None, int | None, str]
"""(draft, version, anchor), as a rendition names a place."""


@dataclass(frozen=True)
class _Sources:
    """Everything about all responses of a consultation, read once per table."""

    places: Mapping[PlaceKey, Place]
    wordings: Mapping[_Named, str]
    versions: Mapping[int, ResponseVersion]
    decisions: Mapping[int, Decision]
    renditions: Mapping[str, Rendition]
    parts: Mapping[int, list[RenditionPart]]
    answers: Mapping[int, list[Answer]]
    passages: Mapping[int, list[Passage]]
    redactions: Mapping[int, list[Redaction]]
    admissions: Mapping[int, tuple[bool, str]]
    groups: Mapping[int, str]
    cleared: Mapping[int, tuple[str, ...]]
    pointed: frozenset[int]
    filed: frozenset[int]
    questions: Mapping[int, int]
    signatures: Mapping[int, int]
    files: Mapping[int, tuple[inputs.File, ...]]
    attachments: Mapping[int, list[str]]


def collect_responses(session: Session, consultation: Consultation) -> list[Received]:
    """All of them, on time first, by number; a constant number of statements."""
    sources = _read(session, consultation)
    rows = sorted(responses.list_responses(session, consultation.id), key=lambda row: sort_number(row.series, row.seq))
    return [_received(row, sources) for row in rows]


def _read(session: Session, consultation: Consultation) -> _Sources:
    renditions = session.scalars(
        select(Rendition).where(Rendition.consultation_id == consultation.id, Rendition.hidden_at.is_(None))
    ).all()
    admissions = responses.newest_admissions(session, consultation.id)
    places = responses.places_of(session, consultation.id)
    return _Sources(
        places=places,
        wordings={(one.draft_number, one.version_number, one.anchor): one.wording for one in places.values()},
        versions=_newest_versions(session, consultation.id),
        decisions=_newest_decisions(session, consultation.id),
        renditions={row.key: row for row in renditions},
        parts=_parts(session, consultation.id),
        answers=analysis.answers_by_response(session, consultation.id),
        passages=analysis.passages_by_answer(session, consultation.id),
        redactions=_redactions(session, consultation.id),
        admissions={key: (row.admitted, row.reason) for key, row in admissions.items()},
        groups=_named(session, consultation, analysis.group_ids(session, consultation.id)),
        cleared=_cleared(session, consultation.id),
        pointed=frozenset(row.id for _point, row in analysis.list_points(session, consultation.id)),
        filed=frozenset(analysis.with_files(session, consultation.id)),
        questions={asked.id: number for number, asked in number_questions(session, consultation)},
        signatures=_signatures(session, consultation),
        files=_files(session, consultation.id),
        attachments=_attachments(session, consultation.id),
    )


def _signatures(session: Session, consultation: Consultation) -> dict[int, int]:
    """Response -> how many have signed it, by the newest registration."""
    rows = session.execute(
        select(Petition.response_id, Petition.signatures)
        .join(Response, Response.id == Petition.response_id)
        .where(Response.consultation_id == consultation.id)
        .order_by(Petition.seq)
    )
    return {row.response_id: row.signatures for row in rows}


def _named(session: Session, consultation: Consultation, groups: Mapping[int, int]) -> dict[int, str]:
    """Response -> the number of the first one that says the same: the name of their group."""
    rows = responses.list_responses(session, consultation.id)
    numbers = {row.id: number_label(row.series, row.seq) for row in rows}
    return {one: numbers[first] for one, first in groups.items()}


def number_questions(session: Session, consultation: Consultation) -> list[tuple[int, Asked]]:
    """The guiding questions with the numbers that the papers know them by; the easy path's come last."""
    return list(enumerate(list_questions(session, consultation.id, with_easy=True), 1))


def _newest_versions(session: Session, consultation_id: int) -> dict[int, ResponseVersion]:
    rows = session.scalars(
        select(ResponseVersion)
        .join(Response, Response.id == ResponseVersion.response_id)
        .where(Response.consultation_id == consultation_id)
        .order_by(ResponseVersion.number)
    )
    return {row.response_id: row for row in rows}


def _newest_decisions(session: Session, consultation_id: int) -> dict[int, Decision]:
    rows = session.scalars(
        select(Decision)
        .join(Response, Response.id == Decision.response_id)
        .where(Response.consultation_id == consultation_id)
        .order_by(Decision.seq)
    )
    return {row.response_id: row for row in rows}


def _parts(session: Session, consultation_id: int) -> dict[int, list[RenditionPart]]:
    rows = session.scalars(
        select(RenditionPart)
        .join(Rendition, Rendition.id == RenditionPart.rendition_id)
        .where(Rendition.consultation_id == consultation_id, Rendition.hidden_at.is_(None))
        .order_by(RenditionPart.rendition_id, RenditionPart.position)
    )
    return _grouped((row.rendition_id, row) for row in rows)


def _files(session: Session, consultation_id: int) -> dict[int, tuple[inputs.File, ...]]:
    """Rendition -> its files, by the names that they are public under."""
    rows = session.scalars(
        select(RenditionFile)
        .join(Rendition, Rendition.id == RenditionFile.rendition_id)
        .where(Rendition.consultation_id == consultation_id, Rendition.hidden_at.is_(None))
        .order_by(RenditionFile.rendition_id, RenditionFile.position)
    )
    found = _grouped((row.rendition_id, inputs.File(row.name, row.state)) for row in rows)
    return {key: tuple(files) for key, files in found.items()}


def _attachments(session: Session, consultation_id: int) -> dict[int, list[str]]:
    """Response -> the names of the files of its newest version, as they were given."""
    rows = session.execute(
        select(ResponseVersion.response_id, ResponseVersion.number, Attachment.original_name)
        .join(Attachment, Attachment.version_id == ResponseVersion.id)
        .join(Response, Response.id == ResponseVersion.response_id)
        .where(Response.consultation_id == consultation_id)
        .order_by(ResponseVersion.response_id, Attachment.position)
    ).all()
    newest = {key: version.number for key, version in _newest_versions(session, consultation_id).items()}
    return _grouped((row.response_id, row.original_name) for row in rows if row.number == newest[row.response_id])


def _redactions(session: Session, consultation_id: int) -> dict[int, list[Redaction]]:
    """Redaction set id -> its spans."""
    rows = session.scalars(
        select(Redaction)
        .join(Answer, Answer.id == Redaction.answer_id)
        .join(ResponseVersion, ResponseVersion.id == Answer.version_id)
        .join(Response, Response.id == ResponseVersion.response_id)
        .where(Response.consultation_id == consultation_id)
        .order_by(Redaction.id)
    )
    return _grouped((row.set_id, row) for row in rows)


def _cleared(session: Session, consultation_id: int) -> dict[int, tuple[str, ...]]:
    """Response id -> words that look private and that a person let stand."""
    newest = (
        select(FindingDecision.finding_id, func.max(FindingDecision.seq).label("seq"))
        .group_by(FindingDecision.finding_id)
        .subquery()
    )
    rows = session.execute(
        select(ResponseVersion, Finding, Answer)
        .join(Finding, Finding.version_id == ResponseVersion.id)
        .join(Response, Response.id == ResponseVersion.response_id)
        .outerjoin(Answer, Answer.id == Finding.answer_id)
        .join(newest, newest.c.finding_id == Finding.id)
        .join(
            FindingDecision,
            (FindingDecision.finding_id == Finding.id) & (FindingDecision.seq == newest.c.seq),
        )
        .where(Response.consultation_id == consultation_id, FindingDecision.answer == FindingAnswer.KEEP)
        .where(Finding.attachment_id.is_(None))  # the papers hold no words of files
    )
    kept = _grouped((version.response_id, _found(version, finding, answer)) for version, finding, answer in rows)
    return {key: tuple(sorted(set(words))) for key, words in kept.items()}


def _found(version: ResponseVersion, finding: Finding, answer: Answer | None) -> str:
    """The words of a finding: in an answer's text or wording, or in a field of the sender that becomes public."""
    text: str = getattr(answer if answer is not None else version, finding.place)
    return text[finding.start : finding.end]


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def _received(row: Response, sources: _Sources) -> Received:
    decision = sources.decisions.get(row.id)
    answers = tuple(sources.answers.get(row.id, []))
    spans = _spans(sources.redactions.get(decision.redaction_set_id or 0, []) if decision else [])
    passages = tuple(one for answer in answers for one in sources.passages.get(answer.id, []))
    return Received(row.id, _response(row, sources, decision, answers, passages), answers, spans, passages)


def _spans(redactions: Sequence[Redaction]) -> dict[int, tuple[Span, ...]]:
    """Answer id -> spans of its text; those of proposed texts and of files are in no quotation."""
    found = _grouped(
        (one.answer_id, Span(one.start, one.end, one.kind))
        for one in redactions
        if one.place == TEXT and one.answer_id is not None
    )
    return {key: merge(spans) for key, spans in found.items()}


def _response(
    row: Response,
    sources: _Sources,
    decision: Decision | None,
    answers: tuple[Answer, ...],
    passages: tuple[Passage, ...],
) -> inputs.Response:
    version = sources.versions[row.id]
    status = status_of(row.withdrawn_at is not None, decision.kind if decision else None)
    rendition = sources.renditions.get(row.key)
    admitted = sources.admissions.get(row.id)
    closed = status in CLOSED
    return inputs.Response(
        number=number_label(row.series, row.seq),
        received_at=row.received_at,
        precision=row.received_precision,
        channel=row.channel,
        late=row.late,
        capacity=version.capacity,
        status=status,
        sender_key=version.sender_key,
        shown_name=_shown_name(rendition) if rendition else None,
        sort_name=danish_key(rendition.shown_name) if rendition else "",
        admitted=admitted[0] if admitted else None,
        admission_reason=admitted[1] if admitted else "",
        withheld_reason=decision.reason.value if decision and decision.reason else None,
        no_remarks=row.no_remarks,
        drafts=_drafts(answers, sources.places),
        group=sources.groups.get(row.id),
        answers=tuple(_public(part, sources) for part in sources.parts.get(rendition.id, [])) if rendition else (),
        closed=tuple(_closed(answer, sources) for answer in answers) if closed else (),
        sender=_sender(version) if closed else None,
        cleared=sources.cleared.get(row.id, ()),
        files=sources.files.get(rendition.id, ()) if rendition else (),
        attached=len(sources.attachments.get(row.id, ())),
        file_names=tuple(sources.attachments.get(row.id, ())) if closed else (),
        signatures=sources.signatures.get(row.id, 0),
        open_sentences=_open(row, sources, answers, passages) if _is_divided(row, status, admitted) else 0,
    )


def _shown_name(rendition: Rendition) -> str:
    """The name as the papers print it: "Pårørende, 8900" where only the postcode may be shown (R31)."""
    name = rendition.shown_name
    if rendition.under_18:
        return f"{YOUNG}, {name}".rstrip(", ")
    return f"{CAPACITIES[rendition.capacity]}, {name}" if name.isdecimal() else name


def _drafts(answers: Iterable[Answer], places: Mapping[PlaceKey, Place]) -> tuple[int, ...]:
    numbers = {places[responses.place_of(answer)].draft_number for answer in answers}
    return tuple(sorted(number for number in numbers if number is not None))


def _public(part: RenditionPart, sources: _Sources) -> inputs.PublicAnswer:
    named = (part.draft_number, part.version_number, part.anchor)
    return inputs.PublicAnswer(
        draft=part.draft_number,
        version=part.version_number,
        section=part.anchor or None,
        printed_number=part.printed_number or None,
        heading=part.heading or None,
        stance=part.stance,
        text=part.text,
        proposed_text=part.proposed_text,
        wording=sources.wordings.get(named, "") if part.proposed_text else "",
        question=sources.questions.get(part.question_id or 0),
        choices=read_choices(part.choices),
        quote=part.quote,
    )


def _closed(answer: Answer, sources: _Sources) -> inputs.ClosedAnswer:
    place = sources.places[responses.place_of(answer)]
    return inputs.ClosedAnswer(
        draft=place.draft_number,
        printed_number=place.printed_number or None,
        heading=place.heading or None,
        text=answer.text,
        proposed_text=answer.proposed_text,
        wording=place.wording if answer.proposed_text else "",
        question=sources.questions.get(answer.question_id or 0),
        choices=read_choices(answer.choices),
        quote=answer.quote,
    )


def _sender(version: ResponseVersion) -> inputs.Sender:
    return inputs.Sender(
        name=version.name,
        organisation=version.organisation,
        postcode=version.postcode,
        address=version.address,
        email=version.email,
        phone=version.phone,
        protected=version.protected,
    )


def _is_divided(row: Response, status: Status, admitted: tuple[bool, str] | None) -> bool:
    """Whether its sentences must end in a point or be marked (R38)."""
    in_time = not row.late or bool(admitted and admitted[0])
    return in_time and not row.unconfirmed and status is not Status.WITHDRAWN and not row.no_remarks


def _open(row: Response, sources: _Sources, answers: Sequence[Answer], passages: Iterable[Passage]) -> int:
    """How many sentences are in no point and have no reason, by the rule of the desk (R38)."""
    return len(
        open_sentences(
            analysis.divided(
                row, answers, passages, has_points=row.id in sources.pointed, has_files=row.id in sources.filed
            )
        )
    )


def collect_points(
    session: Session, consultation: Consultation, received: Sequence[Received], labels: Mapping[int, str]
) -> tuple[tuple[inputs.NoPoints, ...], tuple[inputs.Point, ...]]:
    """What needs no remark, by reason, and every point with its quotations from the rendition."""
    by_id = {one.id: one for one in received}
    points = []
    for point, row in analysis.list_points(session, consultation.id):
        one = by_id[row.id]
        shown = one.response.answers
        quoted = [_quoted(one, passage) for passage in one.passages if shown and passage.point_id == point.id]
        points.append(
            inputs.Point(
                number=analysis.point_label(row, point),
                response=one.response.number,
                position=labels.get(point.position_id) if point.position_id is not None else None,
                quotes=tuple(words for words, _place in quoted),
                places=tuple(place for _words, place in quoted),
            )
        )
    return _no_points(received), tuple(points)


def _no_points(received: Sequence[Received]) -> tuple[inputs.NoPoints, ...]:
    counted: Counter[NoPointReason] = Counter(
        passage.no_point_reason
        for one in received
        if one.response.considered
        for passage in one.passages
        if passage.no_point_reason is not None
    )
    return tuple(inputs.NoPoints(reason, counted[reason]) for reason in NoPointReason if counted[reason])


def _quoted(one: Received, passage: Passage) -> tuple[str, inputs.Place]:
    """The passage as the rendition has it, and where; a redaction that it cuts through is quoted whole."""
    number, text = next((n, answer.text) for n, answer in enumerate(one.answers) if answer.id == passage.answer_id)
    spans = one.spans.get(passage.answer_id, ())
    start = min([passage.start, *(span.start for span in spans if span.start < passage.start < span.end)])
    end = max([passage.end, *(span.end for span in spans if span.start < passage.end < span.end)])
    inside = [
        Span(span.start - start, span.end - start, span.reason_kind)
        for span in spans
        if start <= span.start and span.end <= end
    ]
    words = apply(text[start:end], inside, LABELS.__getitem__)
    before = len(apply(text[:start], [span for span in spans if span.end <= start], LABELS.__getitem__))
    return words, inputs.Place(number, before, before + len(words))
