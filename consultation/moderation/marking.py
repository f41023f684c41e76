"""What is taken out of a version: findings answered, words and sentences marked; each change is a new set (R29)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from consultation import audit
from consultation.errors import Conflict, Invalid, Refused
from consultation.lib.text import sentences
from consultation.models import FileMark, FindingDecision, Redaction, RedactionSet
from consultation.moderation import claims, composition, queries, redaction, rules
from consultation.moderation.composition import Spot
from consultation.moderation.files import File
from consultation.moderation.queries import Found, Material
from consultation.moderation.redaction import Span
from consultation.moderation.rules import FindingState
from consultation.vocabulary import FindingAnswer, FindingKind, Status


class Marked(NamedTuple):
    """A stretch that goes; `basis` is "" where the rule follows from its kind."""

    spot: Spot
    span: Span
    basis: str = ""


def answer_finding(
    session: Session,
    actor: str,
    now: datetime,
    response_id: int,
    finding_id: int,
    answer: FindingAnswer,
    reason: str = "",
    *,
    version_number: int | None = None,
) -> FindingState:
    """Keeps a finding in the public text, or takes it out. Returns what now holds.

    A sure CPR number is kept by two: the first proposes, another confirms with a reason; the same person twice is
    Refused (R29). Invalid: no reason, or an unknown one. Conflict: another version, decided, or on another desk.
    """
    material = begin(session, actor, now, response_id, version_number)
    found = material.get_finding(finding_id)
    if answer is FindingAnswer.KEEP and (fault := rules.keep_fault(found.finding.kind, reason)):
        raise Invalid("a reason is needed", errors={"reason": fault})
    first = _first_of_two(found, actor, answer)
    row = _answer(session, first or actor, now, found, answer, reason, second_by=actor if first else None)
    _note_answer(session, material, actor, now, row)
    after = queries.material_of(session, material.response)
    add_set(session, actor, now, after, own_marks(material))
    return after.get_finding(finding_id).state


def find_words(material: Material, words: str) -> tuple[tuple[Spot, int, int], ...]:
    """Every place in answers and files where the words stand and become public, exactly as written."""
    return tuple(
        (spot, start, end)
        for spot in (*material.spots(), *material.file_spots())
        for start, end in redaction.find_all(material.text_at(spot), words)
        if _becomes_public(material, spot, start, end)
    )


def mark_words(
    session: Session,
    actor: str,
    now: datetime,
    response_id: int,
    words: str,
    kind: FindingKind,
    *,
    basis: str = "",
    version_number: int | None = None,
) -> int:
    """Takes the words out wherever they stand; returns how many places. Invalid: `text` is "missing" or "not_found"."""
    material = begin(session, actor, now, response_id, version_number)
    if not words.strip():
        raise Invalid("no words", errors={"text": "missing"})
    places = find_words(material, words)
    if not places:
        raise Invalid("the words are not in the text", errors={"text": "not_found"})
    mark(session, actor, now, material, [Marked(spot, Span(start, end, kind), basis) for spot, start, end in places])
    return len(places)


def mark_sentences(
    session: Session,
    actor: str,
    now: datetime,
    response_id: int,
    chosen: Iterable[tuple[Spot, int, int]],
    kind: FindingKind,
    *,
    basis: str = "",
    version_number: int | None = None,
) -> int:
    """Takes whole sentences out; each is given by its spot, start and end. Invalid: none chosen, or not a sentence."""
    material = begin(session, actor, now, response_id, version_number)
    wanted = list(dict.fromkeys(chosen))
    if not wanted:
        raise Invalid("no sentence", errors={"sentences": "missing"})
    spots = {*material.spots(), *material.file_spots()} & {spot for spot, _start, _end in wanted}
    known = {(spot, start, end) for spot in spots for start, end, _text in sentences_at(material, spot)}
    if not known.issuperset(wanted):
        raise Invalid("not a sentence of this text", errors={"sentences": "unknown"})
    mark(session, actor, now, material, [Marked(spot, Span(start, end, kind), basis) for spot, start, end in wanted])
    return len(wanted)


def sentences_at(material: Material, spot: Spot) -> list[tuple[int, int, str]]:
    """Start, end and words of each sentence of a text; those of a file by its parts, and only what becomes public."""
    text, file = material.text_at(spot), material.find_file(spot.attachment_id)
    if file is None or spot.place != composition.TEXT:
        return [(one.start, one.end, one.text) for one in sentences(text)]
    return [
        (part.start + one.start, part.start + one.end, one.text)
        for part in file.shown_parts
        for one in sentences(text[part.start : part.end])
    ]


def mark_span(
    session: Session,
    actor: str,
    now: datetime,
    response_id: int,
    spot: Spot,
    span: Span,
    *,
    basis: str = "",
    version_number: int | None = None,
) -> None:
    """Takes out what a person has marked in a text. Invalid: `span` is no place in it."""
    material = begin(session, actor, now, response_id, version_number)
    text = material.text_at(spot) if spot in {*material.spots(), *material.file_spots()} else ""
    if not 0 <= span.start < span.end <= len(text):
        raise Invalid("no place in the text", errors={"span": "outside"})
    mark(session, actor, now, material, [Marked(spot, span, basis)])


def unmark(
    session: Session,
    actor: str,
    now: datetime,
    response_id: int,
    spot: Spot,
    start: int,
    end: int,
    *,
    version_number: int | None = None,
) -> None:
    """Lets words that a person marked stand again; what a machine found is answered instead. Conflict: not marked."""
    material = begin(session, actor, now, response_id, version_number)
    own = own_marks(material)
    left = [one for one in own if (one.spot, one.span.start, one.span.end) != (spot, start, end)]
    if len(left) == len(own):
        raise Conflict("the words are not marked", cause="marks")
    add_set(session, actor, now, material, left)


def begin(session: Session, actor: str, now: datetime, response_id: int, version_number: int | None = None) -> Material:
    """Locks the response for an act at the desk, and reads it. Conflict: decided, another version, another's desk."""
    response = queries.lock_response(session, response_id)
    claims.check_impartial(session, actor, response)
    material = queries.material_of(session, response)
    claims.check_version(material, version_number)
    if material.standing.status is not Status.AWAITING:
        raise claims.decided(session, material)
    claims.hold(session, actor, now, response)
    return material


def add_set(
    session: Session,
    actor: str,
    now: datetime,
    material: Material,
    own: Sequence[Marked],
    attached: Iterable[File] | None = None,
) -> RedactionSet:
    """The next set of the version: what people marked, and every finding in answers and files that is to go.

    Boxes and whole files are taken over as they are, or as `attached` has them.
    """
    bases = {(mark.spot, mark.span.start, mark.span.end): mark.basis for mark in material.marks}
    bases |= {(one.spot, one.span.start, one.span.end): one.basis for one in own if one.basis}
    found = (
        Marked(one.spot, one.span, bases.get((one.spot, one.span.start, one.span.end), ""))
        for one in material.findings
        if (one.spot.answer_id or one.spot.attachment_id) and one.state is FindingState.REDACTED
    )
    marks = {(one.spot, one.span.start, one.span.end): one for one in (*own, *found)}
    spans = sorted(marks.values(), key=lambda one: (one.spot.answer_id or 0, one.spot.attachment_id or 0, one[1:]))
    newest = queries.newest_set(session, material.standing.version.id)
    row = RedactionSet(
        authority_id=material.response.authority_id,
        version_id=material.standing.version.id,
        seq=newest.seq + 1 if newest else 1,
        by=actor,
        at=now,
    )
    session.add(row)
    session.flush()
    session.add_all(_redaction(row, one) for one in spans)
    for file in material.files if attached is None else attached:
        session.add_all(_file_marks(row, file))
    session.flush()
    if spans or newest is not None:
        audit.note(session, material.response, actor, now, "redaction.marked", set=row.seq)
    return row


def own_marks(material: Material) -> list[Marked]:
    """What people marked, apart from what machines found."""
    return [Marked(mark.spot, mark.span, mark.basis) for mark in material.marks if mark.own]


def mark(session: Session, actor: str, now: datetime, material: Material, marks: list[Marked]) -> None:
    """New marks also answer the findings that lie wholly within them."""
    for found in material.findings:
        if found.state is not FindingState.REDACTED and lies_within(found.spot, found.span, marks):
            row = _answer(session, actor, now, found, FindingAnswer.REDACT, "")
            _note_answer(session, material, actor, now, row)
    after = queries.material_of(session, material.response)
    add_set(session, actor, now, after, [*own_marks(material), *marks])


def lies_within(spot: Spot, at: Span, marks: Iterable[Marked]) -> bool:
    """Whether all of it is to go already."""
    return any(one.spot == spot and one.span.start <= at.start and at.end <= one.span.end for one in marks)


def _becomes_public(material: Material, spot: Spot, start: int, end: int) -> bool:
    file = material.find_file(spot.attachment_id)
    return file is None or file.shows(spot.place, start, end)


def _first_of_two(found: Found, actor: str, answer: FindingAnswer) -> str | None:
    """Who proposed to keep the CPR number that this person now confirms; None for every other answer."""
    if answer is not FindingAnswer.KEEP or found.answer is None or found.state is not FindingState.PROPOSED:
        return None
    if found.answer.by == actor:
        raise Refused("a CPR number is kept by two persons", cause="second_person")
    return found.answer.by


def _answer(
    session: Session,
    by: str,
    now: datetime,
    found: Found,
    answer: FindingAnswer,
    reason: str,
    second_by: str | None = None,
) -> FindingDecision:
    row = FindingDecision(
        authority_id=found.finding.authority_id,
        finding_id=found.finding.id,
        seq=found.answer.seq + 1 if found.answer else 1,
        answer=answer,
        reason=reason if answer is FindingAnswer.KEEP else "",
        by=by,
        second_by=second_by,
        at=now,
    )
    session.add(row)
    session.flush()
    return row


def _redaction(owner: RedactionSet, one: Marked) -> Redaction:
    return Redaction(
        authority_id=owner.authority_id,
        set_id=owner.id,
        answer_id=one.spot.answer_id,
        attachment_id=one.spot.attachment_id,
        place=one.spot.place,
        start=one.span.start,
        end=one.span.end,
        kind=one.span.reason_kind,
        basis=one.basis or rules.BASES[one.span.reason_kind].value,
    )


def _file_marks(owner: RedactionSet, file: File) -> Iterator[FileMark]:
    of_file = {"authority_id": owner.authority_id, "set_id": owner.id, "attachment_id": file.id}
    if file.left_out is not None:
        yield FileMark(**of_file, kind=file.left_out.kind, basis=file.left_out.basis)
    for one in file.boxes:
        x, y, width, height = one.box
        yield FileMark(**of_file, page=one.page, x=x, y=y, width=width, height=height, kind=one.kind, basis=one.basis)


def _note_answer(session: Session, material: Material, actor: str, now: datetime, row: FindingDecision) -> None:
    audit.note(
        session, material.response, actor, now, "finding.answered", finding=row.finding_id, answer=row.answer.value
    )
