"""Writes of moderation: looking through a version, taking it to the desk, deciding, and taking back (R27-R34)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from consultation import audit, jobs
from consultation.config import Settings
from consultation.errors import Conflict, Invalid, Refused
from consultation.lib.text import fold
from consultation.models import Decision, Finding, FindingDecision, Response, ResponseVersion
from consultation.moderation import (
    claims,
    composition,
    detectors,
    files,
    marking,
    opinions,
    queries,
    redaction,
    renditions,
    rules,
)
from consultation.moderation.composition import Spot
from consultation.moderation.detectors import Found
from consultation.moderation.own_words import OwnWord
from consultation.moderation.queries import Material
from consultation.moderation.redaction import Span
from consultation.responses import confirming, figures, queueing
from consultation.responses import queries as responses
from consultation.responses.risk import risk_of
from consultation.responses.rules import status_of
from consultation.responses.standing import bucket_of
from consultation.responses.versions import GROUP
from consultation.vocabulary import DecisionKind, FindingAnswer, FindingKind, Reason, Status

SYSTEM = "system"
READ_FILE = "moderation.read_file"
"""The job that reads all of a file; arguments: attachment_id."""
LONGEST_AT_ONCE = 300_000
"""Code points of a file that are looked through again in a decision's own transaction; all of it was in the job."""
NOTICE = "notifications.decided"
"""The job that tells the author; arguments: decision_id. Due when the decision can no longer be undone by pressing."""


# Looking through (R28, P6)


def scan_version(session: Session, _settings: Settings, now: datetime, *, version_id: int) -> None:
    """The job "moderation.scan"; what has been looked through is grouped."""
    version = session.get(ResponseVersion, version_id)
    if version is not None:
        scan_response(session, now, version.response_id)
        jobs.enqueue(session, GROUP, now, unique_key=f"{GROUP}:{version.id}", response_id=version.response_id)


def scan_response(session: Session, now: datetime, response_id: int) -> int:
    """Looks through the newest version: its answers, and the field that becomes public. Returns how many are new.

    A scan adds and never removes, so that a clean look cannot undo a finding. A sure CPR number is taken out at once,
    and so is what lies in words that a person has marked already.
    """
    material = queries.material_of(session, queries.lock_response(session, response_id))
    return len(_scan(session, now, material).findings) - len(material.findings)


def _scan(session: Session, now: datetime, material: Material) -> Material:
    """The material as it is after the look; its files are read by jobs, which take their time."""
    for file in material.files:
        if file.awaits_machine:
            jobs.enqueue(session, READ_FILE, now, f"{READ_FILE}:{file.id}", attachment_id=file.id)
    own = queries.own_words(session, material.response.authority_id)
    return add_found(session, now, material, _look(material, own))


def add_found(session: Session, now: datetime, material: Material, found_at: Iterable[tuple[Spot, Found]]) -> Material:
    """The material with these findings; itself where all were known and somebody had looked before."""
    rows = [finding_row(material, spot, found) for spot, found in _new(material, found_at)]
    if not rows and material.set_seq:
        return material
    session.add_all(rows)
    session.flush()
    own = marking.own_marks(material)
    session.add_all(
        _taken_out(row, now)
        for row in rows
        if rules.needs_two(row.kind, sure=row.sure)
        or marking.lies_within(
            Spot(row.answer_id, row.place, row.attachment_id), Span(row.start, row.end, row.kind), own
        )
    )
    session.flush()
    after = queries.material_of(session, material.response) if rows else material
    newest = marking.add_set(session, SYSTEM, now, after, own)
    if rows:
        queueing.refresh(session, material.response)
        return queries.material_of(session, material.response)
    return replace(material, set_id=newest.id, set_seq=newest.seq)


def is_known(session: Session, first: Material, others: Iterable[Material]) -> bool:
    """Whether a look now would find nothing new: in all of the first, and in the names of the others (R28).

    For an act on responses whose texts are equal; what is not known is found by the job that looks again.
    """
    own = queries.own_words(session, first.response.authority_id)
    looks = [(first, _look(first, own)), *((one, _look_at_field(one, own)) for one in others)]
    return not any(any(_new(material, found)) for material, found in looks)


def _new(material: Material, found_at: Iterable[tuple[Spot, Found]]) -> Iterable[tuple[Spot, Found]]:
    known = {(*one.spot, one.finding.kind, one.finding.start, one.finding.end) for one in material.findings}
    return ((spot, one) for spot, one in found_at if (*spot, one.kind, one.start, one.end) not in known)


def _look(material: Material, own: Sequence[OwnWord]) -> Iterable[tuple[Spot, Found]]:
    for spot in (*material.spots(), *_short_files(material)):
        text = material.text_at(spot)
        yield from ((spot, found) for found in look_at(material, text, own))
    yield from _look_at_field(material, own)


def _look_at_field(material: Material, own: Sequence[OwnWord]) -> Iterable[tuple[Spot, Found]]:
    field = composition.shown_field(material.sender, material.consultation.name_rule)
    if field is not None:
        found_there = (found for found in detectors.scan(field[1], own) if found.kind is not FindingKind.PERSON_NAME)
        yield from ((Spot(None, field[0]), found) for found in found_there)


def _short_files(material: Material) -> Iterable[Spot]:
    """Their names, descriptions and words, once a machine has read them: what is held may be other words by now."""
    for file in material.files:
        if file.read.whole and len(file.read.text) <= LONGEST_AT_ONCE:
            yield from (Spot(None, place, file.id) for place in files.PLACES if file.text_at(place))


def look_at(material: Material, text: str, own: Sequence[OwnWord]) -> Iterable[Found]:
    """What is found in a text of the response: the sender's own name first, and no name that is public anyway."""
    names = list(_own_name(material, text))
    yield from names
    yield from (found for found in detectors.scan(text, own) if not _is_known_name(material, found, names))


def _is_known_name(material: Material, found: Found, names: Iterable[Found]) -> bool:
    """Of somebody who is named in public anyway, or found as the sender's own."""
    if found.kind is not FindingKind.PERSON_NAME or found.detector == detectors.OWN_WORD:
        return False
    shown = set(fold(material.public.shown_name).replace(",", " ").split())
    return shown.issuperset(fold(found.text).split()) or any(
        one.start < found.end and found.start < one.end for one in names
    )


def _own_name(material: Material, text: str) -> Iterable[Found]:
    """The signature under a text whose sender is not named in public (R31), and who helped or is answered for (R15)."""
    sender = material.sender
    for name, detector in (
        (sender.name, rules.OWN_NAME),
        (sender.on_behalf_of, rules.KNOWN_NAME),
        (sender.helper_name, rules.KNOWN_NAME),
    ):
        if len(name) > 1 and name not in material.public.shown_name:
            for start, end in redaction.find_all(text, name):
                if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
                    yield Found(FindingKind.PERSON_NAME, False, start, end, text[start:end], detector)


def finding_row(material: Material, spot: Spot, found: Found) -> Finding:
    return Finding(
        authority_id=material.response.authority_id,
        version_id=material.standing.version.id,
        answer_id=spot.answer_id,
        attachment_id=spot.attachment_id,
        place=spot.place,
        kind=found.kind,
        sure=found.sure,
        start=found.start,
        end=found.end,
        detector=found.detector,
    )


def _taken_out(row: Finding, now: datetime) -> FindingDecision:
    return FindingDecision(
        authority_id=row.authority_id, finding_id=row.id, seq=1, answer=FindingAnswer.REDACT, by=SYSTEM, at=now
    )


# The desk


def take_response(session: Session, actor: str, now: datetime, response_id: int) -> Response:
    """Puts a response on this person's desk with leave to read it, looked through. Conflict: another has it."""
    response = queries.lock_response(session, response_id)
    claims.claim_response(session, actor, now, response)
    claims.open_access(session, actor, now, response)
    if not queries.material_of(session, response).set_seq:
        scan_response(session, now, response.id)
    return response


# Deciding


def decide(
    session: Session,
    actor: str,
    now: datetime,
    response_id: int,
    expected_seq: int,
    version_number: int,
    kind: DecisionKind,
    reason: Reason | None = None,
    *,
    seen: bool = False,
    set_seq: int | None = None,
) -> Decision | None:
    """Publishes, withholds, takes down or reopens; the row is added to those before (R34).

    None where the consultation asks for two persons and this is the first: it waits for another to decide the same.

    `expected_seq` is the number of decisions that this person has seen, `version_number` and `set_seq` the version and
    the set of redactions. Publishing takes effect after the undo time, withholding and reopening at once.
    Raises Conflict (somebody decided, corrected or marked meanwhile: C1, C4), NotAllowed (one's own response), Invalid
    (`reason`, `seen`, `kind`), Refused (cause "open": `gaps` are the findings; "leftovers", "cpr": the strings).
    """
    material = _open(session, actor, now, response_id)
    claims.check_version(material, version_number)
    if material.decision_seq != expected_seq:
        raise claims.decided(session, material)
    if set_seq is not None and material.set_seq != set_seq:
        raise Conflict("what is taken out has changed", cause="marks")
    return _decide(session, actor, now, _scan(session, now, material), kind, reason, seen=seen)


def withhold_unconfirmed(session: Session, _settings: Settings, now: datetime, *, response_id: int) -> None:
    """The job of confirming.WITHHOLD: what nobody has confirmed by now counts as withheld (states.md).

    Judged by the deadline in force: where it was moved, the job comes back.
    """
    response = queries.lock_response(session, response_id)
    waits = response.unconfirmed and responses.standing_of(session, response).status is Status.AWAITING
    if not waits:
        return
    until = confirming.until(session, response)
    if now < until:
        jobs.enqueue(session, confirming.WITHHOLD, until, response_id=response_id)
        return
    withhold(session, now, response, Reason.NOT_CONFIRMED)


def withhold(session: Session, now: datetime, response: Response, reason: Reason) -> Decision:
    """By no person: when a time is out, or again after a restore (K3), whoever has it on the desk or must agree (R36).

    The caller has locked it, and has seen that it is not hidden yet.
    """
    material = queries.material_of(session, response)
    row = _decision(session, SYSTEM, now, material, DecisionKind.WITHHOLD, reason)
    _follow(session, now, material, row)
    return row


def publish_response(session: Session, actor: str, now: datetime, response_id: int) -> Decision:
    """Publishes without a page, in the name of whoever answers for having read it (P6): for imports and the demo.

    Refused and Invalid as in `decide`; the kind follows from whether something is taken out.
    """
    material = _scan(session, now, _open(session, actor, now, response_id))
    kind = DecisionKind.PUBLISH_REDACTED if material.is_redacted else DecisionKind.PUBLISH
    row = _decide(session, actor, now, material, kind, None, seen=True)
    if row is None:
        raise Refused("a decision takes two persons in this consultation", cause="two_person")
    return row


def _open(session: Session, actor: str, now: datetime, response_id: int) -> Material:
    response = queries.lock_response(session, response_id)
    claims.check_confirmed(response)
    claims.check_whole(session, response)
    claims.check_impartial(session, actor, response)
    claims.check_free(session, actor, now, response)
    claims.check_not_asked(session, rules.staff_id_of(actor), response)
    return queries.material_of(session, response)


def _decide(
    session: Session,
    actor: str,
    now: datetime,
    material: Material,
    kind: DecisionKind,
    reason: Reason | None,
    *,
    seen: bool,
) -> Decision | None:
    if not rules.may_follow(kind, material.standing.status):
        raise claims.decided(session, material)
    check(material, kind, reason, seen=seen)
    first = None
    if rules.takes_two(kind, material.standing.status, two_person=material.consultation.two_person):
        first = _first_of_two(session, actor, material, kind, reason)
        if first is None:
            opinions.park(session, actor, now, material, "", kind, reason)
            return None
    row = _decision(session, first or actor, now, material, kind, reason, second_by=actor if first else None)
    _follow(session, now, material, row)
    claims.release_response(session, actor, now, material.response)
    return row


def _first_of_two(
    session: Session, actor: str, material: Material, kind: DecisionKind, reason: Reason | None
) -> str | None:
    """Who proposed just this of just this public text, where it was another (R36)."""
    asked = queries.find_opinion(session, material.response.id)
    if asked is None or asked.by == actor or asked.text:  # words ask a question: who is in doubt has decided nothing
        return None
    same = (asked.kind, asked.reason) == (kind, reason if kind is DecisionKind.WITHHOLD else None)
    same_text = kind not in rules.PUBLISHES or asked.redaction_set_id == material.set_id
    return asked.by if same and same_text and asked.version_id == material.standing.version.id else None


def check(material: Material, kind: DecisionKind, reason: Reason | None, *, seen: bool) -> None:
    """Refused and Invalid as `decide`: what of this response stands in the way of the decision."""
    faults = rules.decision_faults(kind, reason, seen=seen, marked=material.is_redacted)
    if kind in rules.PUBLISHES and material.undecided:
        gaps = tuple(found.finding.id for found in material.undecided)
        raise Refused("findings are undecided", gaps=gaps, cause="open", faults=faults)
    if kind in rules.PUBLISHES:
        _check_files(material, faults)
    if faults:
        raise Invalid("the decision is not complete", errors=faults)
    if kind in rules.PUBLISHES:
        _check_clean(material)


def _check_files(material: Material, faults: dict[str, str]) -> None:
    """A file not read or checked for viruses yet, or with one, waits until then, or is left out (R28, P6, I6)."""
    for cause, waits in (
        ("infected", [file for file in material.files if file.is_infected]),
        ("unscanned", [file for file in material.files if file.awaits_scan]),
        ("unread", [file for file in material.files if file.awaits_machine]),
        ("unreadable", [file for file in material.files if file.awaits_person]),
    ):
        if waits:
            gaps = tuple(file.position for file in waits)
            raise Refused("a file is not read", gaps=gaps, cause=cause, faults=faults)


def _check_clean(material: Material) -> None:
    """The technical control of the finished rendition (R29, R30)."""
    if left := composition.leftovers(material.public, material.removed_words):
        raise Refused("what was taken out still stands elsewhere", gaps=left, cause="leftovers")
    kept = [found.text for found in material.findings if found.state is rules.FindingState.KEPT]
    if left := composition.cpr_left(material.public, kept):
        raise Refused("a CPR number is left", gaps=left, cause="cpr")


def _decision(
    session: Session,
    actor: str,
    now: datetime,
    material: Material,
    kind: DecisionKind,
    reason: Reason | None,
    *,
    second_by: str | None = None,
) -> Decision:
    row = _new_decision(actor, now, material, kind, reason, second_by=second_by)
    session.add(row)
    session.flush()
    return row


def _new_decision(
    actor: str,
    now: datetime,
    material: Material,
    kind: DecisionKind,
    reason: Reason | None,
    *,
    second_by: str | None = None,
) -> Decision:
    return Decision(
        authority_id=material.response.authority_id,
        response_id=material.response.id,
        version_id=material.standing.version.id,
        seq=material.decision_seq + 1,
        kind=kind,
        reason=reason if kind is DecisionKind.WITHHOLD else None,
        redaction_set_id=material.set_id if kind in rules.PUBLISHES else None,
        by=actor,
        second_by=second_by,
        at=now,
        effective_at=now + rules.UNDO_TIME if kind in rules.PUBLISHES else now,
    )


def decide_all(
    session: Session,
    actor: str,
    now: datetime,
    materials: Sequence[Material],
    kind: DecisionKind,
    reason: Reason | None = None,
    *,
    second_by: str | None = None,
) -> list[Decision]:
    """The same decision on many responses of one consultation, each with all that one by itself would cause.

    The caller has locked them, and has asked what `decide` asks of each, and who was first of two (R36); `bulk` alone
    calls this.
    """
    rows = [_new_decision(actor, now, material, kind, reason, second_by=second_by) for material in materials]
    session.add_all(rows)
    session.flush()
    _follow_all(session, now, list(zip(materials, rows, strict=True)))
    return rows


def _follow(session: Session, now: datetime, material: Material, row: Decision) -> None:
    """Everything a decision causes, in its transaction: what the public sees, counters, log, the author's notice."""
    _follow_all(session, now, [(material, row)])


def _follow_all(session: Session, now: datetime, pairs: Sequence[tuple[Material, Decision]]) -> None:
    """The same for decisions of one kind, with one reason, on responses of one consultation."""
    first, responses = pairs[0][1], [material.response for material, _row in pairs]
    status = status_of(responses[0].withdrawn_at is not None, first.kind)
    if first.kind in rules.PUBLISHES:
        renditions.show_all(session, now, pairs)
    else:
        renditions.hide_all(session, now, responses, status, first.reason)
    if status is Status.AWAITING:
        _wait_again(session, [material for material, _row in pairs])
    else:
        queueing.leave_all(session, [response.id for response in responses])
    changes: Counter[str] = Counter()
    for material, row in pairs:
        changes.update(_moves(material, row, status))
        _note(session, now, row)
    figures.add(session, responses[0].consultation_id, changes)
    told = first.kind is not DecisionKind.REOPEN and first.reason is not Reason.NOT_CONFIRMED  # of that by mail (B3)
    if told:
        jobs.enqueue_many(session, NOTICE, now + rules.UNDO_TIME, "decision_id", [row.id for _material, row in pairs])


def _wait_again(session: Session, materials: Sequence[Material]) -> None:
    plain = [material for material in materials if not material.files]
    found = [(one.response, risk_of((it.finding.kind, it.finding.sure) for it in one.findings)) for one in plain]
    queueing.enter_all(session, found)
    for material in materials:
        if material.files:
            queueing.enter(session, material.response)


def _moves(material: Material, row: Decision, status: Status) -> Counter[str]:
    """What a decision does to the counters."""
    moves = Counter({bucket_of(material.standing): -1})
    moves.update({bucket_of(replace(material.standing, decision=row, status=status)): 1})
    if material.response.unconfirmed:
        moves[figures.UNCONFIRMED] -= 1
    if row.seq == 1 and row.reason is not Reason.NOT_CONFIRMED:
        moves[figures.days(material.response.received_at, row.at)] += 1
    return moves


def _note(session: Session, now: datetime, row: Decision) -> None:
    audit.record(
        session,
        row.authority_id,
        actor=row.second_by or row.by,
        at=now,
        event="decision.made",
        subject=f"response:{row.response_id}",
        seq=row.seq,
        kind=row.kind.value,
        reason=row.reason.value if row.reason else None,
    )
