"""Open annexes on the page: by an act of the secretary, never by compiling (states.md)."""

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation import audit
from consultation.consultations.states import responses_are_public
from consultation.errors import NotAllowed, Refused
from consultation.models import Consultation, Package, PackageFile, PublishedAnnex, Snapshot
from consultation.summary import inputs
from consultation.summary.gaps import Gap
from consultation.summary.operations import frozen_inputs, take_turn
from consultation.summary.responses import collect_responses
from consultation.summary.words import number_list
from consultation.vocabulary import PublicationMode, Status


def publish_annex(
    session: Session, actor: str, now: datetime, consultation: Consultation, file: PackageFile
) -> PublishedAnnex:
    """Lays an open annex on the page, once. NotAllowed for a closed file.

    Refused for one of a provisional package, while the responses are not public, and where a response is no longer
    shown as it was frozen.
    """
    return publish_annexes(session, actor, now, consultation, [file])[0]


def publish_annexes(
    session: Session, actor: str, now: datetime, consultation: Consultation, files: Sequence[PackageFile]
) -> list[PublishedAnnex]:
    """Several of one package in one act; see `publish_annex`."""
    take_turn(session, consultation)
    for package_id in {file.package_id for file in files}:
        _require_final(session, now, consultation, package_id)
    if not all(file.public for file in files):
        raise NotAllowed("a closed file never goes on the page")
    return [_lay(session, actor, now, consultation, file) for file in files]


def _require_final(session: Session, now: datetime, consultation: Consultation, package_id: int) -> None:
    snapshot = session.scalars(
        select(Snapshot)
        .join(Package, Package.snapshot_id == Snapshot.id)
        .where(Package.id == package_id, Snapshot.consultation_id == consultation.id)
    ).one()
    if snapshot.provisional:
        text = "En foreløbig udgave kan ikke lægges på siden."
        raise Refused(
            "a provisional paper never goes on the page", gaps=(Gap("provisional", text, "edition", "package"),)
        )
    mode = consultation.publication_mode
    shown = responses_are_public(mode, consultation.closes_at, consultation.responses_public_at, now)
    if not shown and mode is not PublicationMode.NOT_PUBLIC:
        text = "Svarene er ikke offentlige endnu. Bilagene kan lægges på siden, når svarene bliver vist."
        raise Refused("the responses are not public yet", gaps=(Gap("not_public", text, "mode", "agenda"),))
    frozen = frozen_inputs(snapshot)
    if frozen is None:
        text = "Systemet er opdateret, siden bilagene blev lavet. Lav et nyt øjebliksbillede."
        raise Refused("the snapshot is of an earlier release", gaps=(Gap("outdated", text, "snapshot", "package"),))
    changed = _shown_otherwise(session, consultation, frozen)
    if changed:
        text = f"Svar nr. {number_list(changed)} bliver ikke længere vist som i bilagene. Lav et nyt øjebliksbillede."
        raise Refused("what is shown has changed", gaps=(Gap("taken_back", text, ",".join(changed), "queue"),))


def _shown_otherwise(session: Session, consultation: Consultation, frozen: inputs.Inputs) -> list[str]:
    """Numbers of responses whose printed words are not the ones that the public may read now (P1)."""
    now_shown = {one.response.number: _printed(one.response) for one in collect_responses(session, consultation)}
    printed = ((response.number, _printed(response)) for response in frozen.responses if response.answers)
    return [number for number, words in printed if now_shown.get(number) != words]


def _printed(response: inputs.Response) -> tuple[object, ...]:
    return response.status is not Status.WITHDRAWN, response.shown_name, response.answers


def _lay(session: Session, actor: str, now: datetime, consultation: Consultation, file: PackageFile) -> PublishedAnnex:
    laid = session.scalars(select(PublishedAnnex).where(PublishedAnnex.file_id == file.id)).one_or_none()
    if laid is not None:
        return laid
    annex = PublishedAnnex(
        authority_id=consultation.authority_id,
        consultation_id=consultation.id,
        file_id=file.id,
        name=annex_name(file.name, _times_laid(session, consultation, file.name)),
        by=actor,
        at=now,
    )
    session.add(annex)
    session.flush()
    audit.note(session, consultation, actor, now, "annex.published", file=file.id)
    return annex


def annex_name(name: str, earlier: int) -> str:
    """The file's name on the page: "hoeringsnotat.pdf", and for a later snapshot's "hoeringsnotat-2.pdf"."""
    return re.sub(r"(\.\w+)$", rf"-{earlier + 1}\1", name) if earlier else name


def _times_laid(session: Session, consultation: Consultation, name: str) -> int:
    count = session.scalar(
        select(func.count(PublishedAnnex.id))
        .join(PackageFile, PackageFile.id == PublishedAnnex.file_id)
        .where(PublishedAnnex.consultation_id == consultation.id, PackageFile.name == name)
    )
    return count or 0
