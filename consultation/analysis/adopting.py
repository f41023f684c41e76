"""Writes of the texts that were adopted: begun from the consultation's with the agreed changes in place, and laid on
the page once each difference has its positions or the reason why it has none (R47)."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from consultation import audit, search_index
from consultation.analysis import differences, queries
from consultation.analysis.differences import Agreed
from consultation.analysis.placing import place
from consultation.analysis.positions import lock
from consultation.consultations import downloads, drafting, revising
from consultation.consultations import queries as texts
from consultation.consultations.queries import DraftText
from consultation.errors import Closed, Conflict, Invalid, NotFound, Refused
from consultation.models import Consultation, DraftVersion, VersionCause
from consultation.vocabulary import State


def begin_final(session: Session, actor: str, now: datetime, consultation: Consultation, number: int) -> DraftVersion:
    """The text to be adopted: the consultation's with the agreed changes, or to be corrected the one that was adopted.

    Begun twice is begun once. Closed before the decision; Refused while a position is undecided; Conflict where a new
    version was begun for the consultation and never sent out.
    """
    check_decided(session, now, consultation)
    lock(session, consultation)
    return _begin(session, actor, now, consultation, number)


def _begin(session: Session, actor: str, now: datetime, consultation: Consultation, number: int) -> DraftVersion:
    found = texts.get_draft(session, consultation.id, number)
    begun = texts.find_begun_final(session, found.draft.id)
    if begun is not None:
        return begun
    if texts.find_pending_version(session, found.draft.id) is not None:
        raise Conflict("a new version is begun that was never sent out")
    adopted = texts.adopted_versions(session, consultation.id).get(found.draft.id)
    version = _new_version(session, found, adopted or found.version)
    if adopted is not None:
        _copy(session, actor, now, consultation, adopted, version)
    else:
        _make_changes(session, actor, now, consultation, found, version)
    return version


def check_decided(session: Session, now: datetime, consultation: Consultation) -> None:
    """Closed or Refused, as `begin_final` says."""
    if texts.state_of(session, consultation, now) is not State.DECIDED:
        raise Closed("nothing is decided yet")
    if undecided := queries.list_undecided(session, consultation.id):
        raise Refused("positions are undecided", tuple(row.id for row in undecided))


def _new_version(session: Session, found: DraftText, base: DraftVersion) -> DraftVersion:
    version = DraftVersion(
        authority_id=found.draft.authority_id,
        draft_id=found.draft.id,
        number=texts.last_number(session, found.draft.id) + 1,
        legal_refs=base.legal_refs,
        easy_read=base.easy_read,
        final=True,
    )
    session.add(version)
    session.flush()
    return version


def _make_changes(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    found: DraftText,
    version: DraftVersion,
) -> None:
    agreed = differences.list_agreed(session, consultation.id, found.draft.id)
    inputs = []
    for given in drafting.inputs_of(texts.list_sections(session, found.version.id)):
        edits = [one.edit for one in agreed if one.anchor == given.anchor]
        placed = place(given.source, given.html, edits)
        inputs.append(replace(given, source=placed.source, html=placed.html))
    drafting.write_sections(session, actor, now, consultation, version, inputs)
    for section_id, positions in _behind(agreed).items():
        set_causes(session, actor, now, consultation, version, section_id, positions, "")


def _behind(agreed: Collection[Agreed]) -> dict[int, list[int]]:
    """Section -> the positions behind its changes."""
    found: dict[int, list[int]] = {}
    for one in agreed:
        found.setdefault(one.section_id, []).extend(one.positions)
    return found


def _copy(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    adopted: DraftVersion,
    version: DraftVersion,
) -> None:
    inputs = drafting.inputs_of(texts.list_sections(session, adopted.id))
    drafting.write_sections(session, actor, now, consultation, version, inputs)
    for row in differences.list_causes(session, [adopted.id]):
        _add_cause(session, actor, now, consultation, version, row.section_id, row.position_id, row.reason)
    session.flush()


def set_causes(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    version: DraftVersion,
    section_id: int | None,
    positions: Collection[int],
    reason: str,
) -> None:
    """Why a section differs, in place of what was said before; None for what stands beside the sections.

    Invalid where neither a position nor a reason is given; Closed once the text is on the page.
    """
    if version.published_at is not None:
        raise Closed("an adopted text never changes")
    if not positions and not reason.strip():
        raise Invalid("a position or a reason is needed", errors={"reason": "required"})
    section = VersionCause.section_id.is_(None) if section_id is None else VersionCause.section_id == section_id
    session.execute(delete(VersionCause).where(VersionCause.version_id == version.id, section))
    for position_id in dict.fromkeys(positions):
        known = queries.get_position(session, consultation.id, position_id)
        _add_cause(session, actor, now, consultation, version, section_id, known.id, "")
    if reason.strip():
        _add_cause(session, actor, now, consultation, version, section_id, None, reason.strip())
    audit.note(session, consultation, actor, now, "draft.cause_said", version=version.id)
    session.flush()


def _add_cause(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    version: DraftVersion,
    section_id: int | None,
    position_id: int | None,
    reason: str,
) -> None:
    session.add(
        VersionCause(
            authority_id=consultation.authority_id,
            consultation_id=consultation.id,
            version_id=version.id,
            section_id=section_id,
            position_id=position_id,
            reason=reason,
            by=actor,
            at=now,
        )
    )


def publish_final(session: Session, actor: str, now: datetime, consultation: Consultation, number: int) -> DraftVersion:
    """Lays the adopted text on the page. Refused while a section is empty or a difference has neither position nor
    reason; nobody is told: the responses stand with the version they are about."""
    check_decided(session, now, consultation)
    lock(session, consultation)
    version = _publish(session, actor, now, consultation, number)
    search_index.write_texts(session, consultation)
    return version


def _publish(session: Session, actor: str, now: datetime, consultation: Consultation, number: int) -> DraftVersion:
    """Of a consultation that is locked; its texts are not yet found anew."""
    found = texts.get_draft(session, consultation.id, number)
    version = texts.find_begun_final(session, found.draft.id)
    if version is None:
        raise Conflict("no adopted text is begun")
    if gaps := differences.gaps_of(session, found.version, version):
        raise Refused("the text is not whole", gaps)
    revising.link_sections(session, found.version, version)
    version.published_at = now
    session.flush()
    audit.note(session, consultation, actor, now, "draft.adopted", draft=number, version=version.number)
    downloads.owe_draft_files(session, now, consultation.id, [number])
    return version


def discard_final(session: Session, actor: str, now: datetime, consultation: Consultation, number: int) -> None:
    """Throws away what nobody has seen. NotFound where nothing is begun."""
    found = texts.get_draft(session, consultation.id, number)
    version = texts.find_begun_final(session, found.draft.id)
    if version is None:
        raise NotFound("no adopted text is begun")
    session.execute(delete(VersionCause).where(VersionCause.version_id == version.id))
    revising.delete_version(session, version)
    audit.note(session, consultation, actor, now, "draft.version_discarded", draft=number)
    session.flush()


def begin_all(session: Session, actor: str, now: datetime, consultation: Consultation) -> int:
    """Begins every draft that is neither begun nor adopted; returns how many. Refused and Closed as `begin_final`."""
    check_decided(session, now, consultation)
    lock(session, consultation)
    adopted = texts.adopted_versions(session, consultation.id)
    left = [
        one.draft.number
        for one in texts.list_drafts(session, consultation.id)
        if one.draft.id not in adopted
        and texts.find_begun_final(session, one.draft.id) is None
        and texts.find_pending_version(session, one.draft.id) is None
    ]
    for number in left:
        _begin(session, actor, now, consultation, number)
    return len(left)


def publish_ready(session: Session, actor: str, now: datetime, consultation: Consultation) -> int:
    """Lays every begun text on the page that lacks nothing; returns how many. Refused and Closed as `begin_final`."""
    check_decided(session, now, consultation)
    lock(session, consultation)
    ready = 0
    for one in texts.list_drafts(session, consultation.id):
        begun = texts.find_begun_final(session, one.draft.id)
        if begun is not None and not differences.gaps_of(session, one.version, begun):
            _publish(session, actor, now, consultation, one.draft.number)
            ready += 1
    if ready:
        search_index.write_texts(session, consultation)
    return ready
