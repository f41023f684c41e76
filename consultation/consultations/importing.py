"""Texts that are read in: kept as they were read, shown, and taken over as the sections of a draft (R1, R2)."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import audit
from consultation.consultations import drafting, pasting, queries
from consultation.consultations.matching import Incoming, Known, keeps_numbers, placed
from consultation.consultations.sections import SectionInput, printed_numbers
from consultation.errors import Conflict, NotFound
from consultation.lib.html import PICTURES, from_markdown, sanitise, to_text
from consultation.lib.markdown import to_markdown
from consultation.lib.text import clean
from consultation.lib.tokens import new_key
from consultation.lib.wordfile import LeftOut, ReadFile
from consultation.models import Consultation, DraftImport, Illustration
from consultation.storage import Store, keep

INTRODUCTION = "Indledning"
"""The heading of words that stand before the first one."""


@dataclass(frozen=True)
class Text:
    """A text as it was read: its sections, and what of the file is not in them."""

    sections: tuple[Incoming, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True)
class Proposal:
    """A text with the place of each section in the draft; `numbers_kept` is False where they had to be counted anew."""

    inputs: tuple[SectionInput, ...]
    printed: dict[str, str]
    numbers_kept: bool


def keep_file(
    session: Session,
    store: Store,
    actor: str,
    now: datetime,
    consultation: Consultation,
    number: int,
    name: str,
    found: ReadFile,
) -> DraftImport:
    """What was read of a file, with its pictures stored. Raises TextError for a text that cannot be kept."""
    addresses = {}
    for index, picture in enumerate(found.pictures):
        blob = keep(session, store, consultation.authority_id, picture.content, picture.media_type)
        row = Illustration(
            authority_id=consultation.authority_id, consultation_id=consultation.id, blob_id=blob.id, key=new_key()
        )
        session.add(row)
        addresses[f'src="wordfile:{index}"'] = f'src="{PICTURES}{row.key}"'
    sections = []
    for one in found.sections:
        html = clean(one.html)
        for old, new in addresses.items():
            html = html.replace(old, new)
        heading = " ".join(clean(one.heading).split()) or INTRODUCTION
        sections.append(Incoming(one.level, heading, one.number, "", html, one.names))
    return _keep(session, actor, now, consultation, number, name, Text(tuple(sections), found.left_out))


def keep_pasted(
    session: Session, actor: str, now: datetime, consultation: Consultation, number: int, markdown: str
) -> DraftImport:
    """A text in Markdown."""
    sections = [
        Incoming(one.level, one.heading or INTRODUCTION, one.number, one.text) for one in pasting.sections_of(markdown)
    ]
    return _keep(session, actor, now, consultation, number, "", Text(tuple(sections), pasting.left_out(markdown)))


def _keep(
    session: Session, actor: str, now: datetime, consultation: Consultation, number: int, name: str, text: Text
) -> DraftImport:
    draft = queries.get_editable_draft(session, consultation, number).draft
    row = DraftImport(
        authority_id=draft.authority_id,
        draft_id=draft.id,
        name=name,
        content=json.dumps(asdict(text), ensure_ascii=False),
        by=actor,
        at=now,
    )
    session.add(row)
    audit.note(session, consultation, actor, now, "draft.read_in", draft=number)
    session.flush()
    return row


def get_import(session: Session, draft_id: int, import_id: int) -> DraftImport:
    row = session.get(DraftImport, import_id)
    if row is None or row.draft_id != draft_id:
        raise NotFound("no such text")
    return row


def find_newest(session: Session, draft_id: int) -> DraftImport | None:
    """The text that was taken over last."""
    taken = select(DraftImport).where(DraftImport.draft_id == draft_id, DraftImport.taken_at.is_not(None))
    return session.scalars(taken.order_by(DraftImport.taken_at.desc(), DraftImport.id.desc()).limit(1)).one_or_none()


def text_of(row: DraftImport) -> Text:
    """What was read, as it was kept."""
    content = json.loads(row.content)
    return Text(
        tuple(Incoming(**{**one, "names": tuple(one["names"])}) for one in content["sections"]),
        tuple(LeftOut(**one) for one in content["left_out"]),
    )


def propose(session: Session, found: queries.DraftText, row: DraftImport, *, add: bool) -> Proposal:
    """How the draft's sections would be: all new ones, or with `add` those that stand now and the new ones below."""
    now = queries.list_sections(session, found.version.id)
    known = [Known(one.section.anchor, one.printed_number, one.heading, one.text, one.locked_reason) for one in now]
    incoming = text_of(row).sections
    stay = drafting.inputs_of(now) if add else []
    if add:
        incoming = _renumbered(incoming, stay)
    texts = [to_text(_html(one)) for one in incoming]
    used = queries.list_anchors(session, found.draft.id)
    new = placed(incoming, [] if add else known, used, texts)
    inputs = (*stay, *(_editable(one) for one in new))
    printed = printed_numbers(inputs)
    return Proposal(inputs, printed, add or keeps_numbers(incoming, new, printed))


def take_import(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    found: queries.DraftText,
    row: DraftImport,
    *,
    add: bool,
) -> None:
    """Takes the text over. Conflict where that was done before, so that a second press adds nothing twice."""
    session.refresh(row, with_for_update=True)
    if row.taken_at is not None:
        raise Conflict("taken over before")
    proposal = propose(session, found, row, add=add)
    drafting.write_sections(session, actor, now, consultation, found.version, proposal.inputs)
    row.taken_at = now
    audit.note(
        session,
        consultation,
        actor,
        now,
        "draft.imported",
        draft=found.draft.number,
        left_out=len(text_of(row).left_out),
    )
    session.flush()


def _html(one: Incoming) -> str:
    return from_markdown(one.source) if one.source else sanitise(one.html)


def _editable(given: SectionInput) -> SectionInput:
    """With Markdown where that says the same."""
    if given.source:
        return given
    html = sanitise(given.html)
    return replace(given, html=html, source=to_markdown(html) or "")


def _renumbered(incoming: Sequence[Incoming], stay: Sequence[SectionInput]) -> tuple[Incoming, ...]:
    """Below sections with notes of their own the new notes go on; printed numbers are counted."""
    last = max((pasting.last_note(one.html) for one in stay), default=0)
    return tuple(replace(one, number="", html=pasting.shifted_notes(one.html, last)) for one in incoming)
