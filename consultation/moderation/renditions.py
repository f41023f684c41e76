"""The public read model of a response: written when a decision publishes it, hidden when one takes it back (R33)."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from consultation import jobs, search_index
from consultation.consultations.asked import write_choices
from consultation.models import Decision, Petition, Rendition, RenditionFile, RenditionPart, Response
from consultation.moderation.composition import PublicFile, PublicPart, PublicResponse, plain
from consultation.moderation.queries import Material
from consultation.responses import rules, tombstones
from consultation.vocabulary import ORGANISED, CopyState, DecisionKind, Reason, Status

COPY_FILE = "moderation.copy_file"
"""The job that makes the public copy of a file; arguments: decision_id, attachment_id."""


def show(session: Session, now: datetime, material: Material, decision: Decision) -> Rendition:
    """Writes what the public reads from `decision.effective_at` on; an earlier rendition is hidden at once."""
    (row,) = show_all(session, now, [(material, decision)])
    return row


def show_all(session: Session, now: datetime, pairs: Sequence[tuple[Material, Decision]]) -> list[Rendition]:
    """The same for many responses of one consultation."""
    responses = [material.response for material, _decision in pairs]
    tombstones.hide_renditions(session, responses, now)
    tombstones.remove_all(session, responses)
    signed = _signed(session, responses)
    rows = [_row(material, decision, signed.get(material.response.id, 0)) for material, decision in pairs]
    session.add_all(rows)
    session.flush()
    parts = [
        _part(row, position, part)
        for row, (material, _decision) in zip(rows, pairs, strict=True)
        for position, part in enumerate(material.public.parts, 1)
    ]
    if parts:
        session.execute(insert(RenditionPart), parts, execution_options={"render_nulls": True})
    for row, (material, decision) in zip(rows, pairs, strict=True):
        _add_files(session, now, row, material, decision)
    search_index.write_responses(session, rows)
    return rows


def _add_files(session: Session, now: datetime, row: Rendition, material: Material, decision: Decision) -> None:
    for file in material.public.files:
        session.add(_file(row, file))
        if not file.left_out:
            owed = {"decision_id": decision.id, "attachment_id": file.id}
            jobs.enqueue(session, COPY_FILE, now, f"{COPY_FILE}:{decision.id}:{file.id}", **owed)


def _signed(session: Session, responses: Sequence[Response]) -> dict[int, int]:
    """Response -> how many have signed it, by the newest registration."""
    rows = session.execute(
        select(Petition.response_id, Petition.signatures)
        .where(Petition.response_id.in_([response.id for response in responses]))
        .order_by(Petition.seq)
    )
    return {row.response_id: row.signatures for row in rows}


def said_sign(public: PublicResponse) -> str:
    """Equal where the public reads the same words of the same things: a digest of what is public, and nothing else."""
    parts = [
        [
            *(part.place.draft_number, part.place.version_number, part.place.anchor, part.stance, part.quote),
            *(part.place.asked.id if part.place.asked else None, plain(part.text), plain(part.proposed_text)),
            *part.choices,
        ]
        for part in public.parts
    ]
    has_words = any(plain(part.text).strip() or plain(part.proposed_text).strip() for part in public.parts)
    if not has_words or public.files or public.capacity in ORGANISED:  # a body with a name stands by itself
        return ""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:32]


def _row(material: Material, decision: Decision, signatures: int) -> Rendition:
    response, public = material.response, material.public
    return Rendition(
        consultation_id=response.consultation_id,
        key=response.key,
        number_label=public.number,
        sort_number=rules.sort_number(response.series, response.seq),
        decision_seq=decision.seq,
        redacted=decision.kind is DecisionKind.PUBLISH_REDACTED,
        shown_name=public.shown_name,
        capacity=public.capacity,
        under_18=public.under_18,
        received_on=public.received_on,
        late=public.late,
        drafts=drafts_words(public),
        signatures=signatures,
        said=said_sign(public),
        visible_from=decision.effective_at,
    )


def hide_all(
    session: Session, now: datetime, responses: Sequence[Response], status: Status, reason: Reason | None = None
) -> None:
    """The numbers alone stand in public, at once."""
    tombstones.hide_renditions(session, responses, now)
    tombstones.put_all(session, responses, status, reason)


def drafts_words(public: PublicResponse) -> str:
    """The numbers of the drafts as a rendition keeps them: "8,11"; "" where the answer is about the whole."""
    return ",".join(str(number) for number in public.drafts)


def _file(owner: Rendition, file: PublicFile) -> RenditionFile:
    """What stands of it until its copy is made."""
    return RenditionFile(
        rendition_id=owner.id,
        position=file.position,
        name=file.name,
        alt=plain(file.alt),
        text=file.text,
        state=CopyState.LEFT_OUT if file.left_out else CopyState.WAITING,
    )


def _part(owner: Rendition, position: int, part: PublicPart) -> dict[str, object]:
    """`heading` is the section's, else the draft's title."""
    return {
        "rendition_id": owner.id,
        "position": position,
        "draft_number": part.place.draft_number,
        "version_number": part.place.version_number,
        "anchor": part.place.anchor,
        "printed_number": part.place.printed_number,
        "heading": part.place.heading or part.place.draft_title,
        "question_id": part.place.asked.id if part.place.asked else None,
        "choices": write_choices(part.choices),
        "stance": part.stance,
        "text": plain(part.text),
        "proposed_text": plain(part.proposed_text),
        "quote": part.quote,
    }
