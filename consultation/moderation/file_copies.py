"""The job that makes the public copy of a file anew from what remains, and looks whether anything is left in it (R30).

Nothing of the source's octets is in it: pages are drawn point by point with what goes painted over, pictures are
encoded anew, words are the approved ones. Where a page's picture cannot be made safe, its words stand alone.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import audit
from consultation.config import Settings
from consultation.errors import Invalid
from consultation.lib import log, typeset
from consultation.lib.dates import local
from consultation.lib.text import paragraphs
from consultation.models import AttachmentCopy, Decision, Rendition, RenditionFile, Response
from consultation.moderation import composition, detectors, files, queries, redaction, rules
from consultation.moderation.composition import PublicFile, plain
from consultation.moderation.files import BoxMark, File
from consultation.moderation.queries import Material
from consultation.responses import drawing, ocr, office, whole
from consultation.responses.drawing import ANY_PAGE, Box, DrawingError, Order, Picture
from consultation.responses.reading import IMAGES, ReadFile
from consultation.storage import Copies, Store
from consultation.vocabulary import CopyResult, CopyState, FileNote, FindingKind, TextPart

TEMPLATE = Path(__file__).with_name("copy.typ")
PDF = "application/pdf"
_MILLE = 1000
_OFFICE = frozenset({"docx", "odt"})
_NOT_AS_PRINTED = frozenset({FileNote.TRACKED, FileNote.LINKED, FileNote.EMBEDDED, FileNote.PICTURES, FileNote.CUT})
_UNSEEN = frozenset({TextPart.COMMENT, TextPart.DELETED, TextPart.HIDDEN})
_log = log.logger(__name__)


@dataclass(frozen=True)
class Made:
    """A copy, or what was found in it; "" and no octets where it is not to be shown."""

    result: CopyResult
    media_type: str = ""
    content: bytes = b""
    left: tuple[str, ...] = ()


# `make` draws, sets and looks, which takes its time; `keep` writes quickly


def make(session: Session, settings: Settings, *, decision_id: int, attachment_id: int) -> Made | None:
    """None where the decision no longer holds."""
    decision = session.get_one(Decision, decision_id)
    material = queries.material_of(session, session.get_one(Response, decision.response_id))
    file = material.find_file(attachment_id)
    if material.decision_seq != decision.seq or file is None or file.is_gone:
        return None
    public = next(one for one in material.public.files if one.id == attachment_id)
    blob_sha = queries.sha256_of(session, file.blob_id)
    try:
        content = Store(settings.data_dir / "files").get(blob_sha)
        return _checked(material, _made(material, decision, file, public, content))
    except Exception as error:  # noqa: BLE001 - a copy that cannot be made is held, and a person is told
        _log.error("copy_failed", attachment_id=attachment_id, error=type(error).__qualname__)
        return Made(CopyResult.FAILED)


def keep(
    session: Session,
    settings: Settings,
    now: datetime,
    *,
    decision_id: int,
    attachment_id: int,
    prepared: Made | None,
) -> None:
    """Lays the copy where everybody can fetch it; nothing where somebody has decided otherwise meanwhile."""
    decision = session.get_one(Decision, decision_id)
    response = queries.lock_response(session, decision.response_id)
    row = _row(session, response, decision, attachment_id)
    if prepared is None or row is None or row.state is not CopyState.WAITING:
        return
    if prepared.content:
        row.key = Copies(settings.data_dir / "public").put(prepared.content)
        row.media_type, row.size, row.state = prepared.media_type, len(prepared.content), CopyState.SHOWN
    else:
        row.state = CopyState.HELD
    session.add(
        AttachmentCopy(
            authority_id=decision.authority_id,
            decision_id=decision.id,
            attachment_id=attachment_id,
            result=prepared.result,
            left=json.dumps(prepared.left, ensure_ascii=False),
            at=now,
        )
    )
    session.flush()
    audit.note(session, response, "system", now, "file.copied", file=row.position, result=prepared.result.value)


def _row(session: Session, response: Response, decision: Decision, attachment_id: int) -> RenditionFile | None:
    material = queries.material_of(session, response)
    file = material.find_file(attachment_id)
    if file is None or material.decision_seq != decision.seq:
        return None
    return session.scalars(
        select(RenditionFile)
        .join(Rendition, Rendition.id == RenditionFile.rendition_id)
        .where(
            Rendition.key == response.key,
            Rendition.hidden_at.is_(None),
            Rendition.decision_seq == decision.seq,
            RenditionFile.position == file.position,
        )
    ).one_or_none()


# Making


def _made(material: Material, decision: Decision, file: File, public: PublicFile, content: bytes) -> Made:
    pictures = page_pictures(material, file, content)
    if file.media_type in IMAGES and pictures:
        return Made(CopyResult.PICTURED, pictures[0].media_type, pictures[0].content)
    result = CopyResult.PICTURED if pictures else CopyResult.WRITTEN
    return Made(result, PDF, _set(material, decision, public, pictures))


def page_pictures(material: Material, file: File, content: bytes, pages: tuple[int, ...] = ()) -> tuple[Picture, ...]:
    """The pages (none named: all) that can be shown as they look; those on which something that goes is not found are
    left out. What nobody has decided yet is painted over as well (U22)."""
    kind = file.kind
    if kind in _OFFICE:
        return _office_pictures(material, file, content)
    if kind == "txt":
        return ()
    boxes = _boxes(file)
    guessed = _spans(material, file, {TextPart.PICTURE}, pages)
    for page, words in guessed.items():
        if (found := _boxes_in_picture(kind, content, page, words)) is None:
            boxes[page] = []
        else:
            boxes.setdefault(page, []).extend(found)
    unsafe = {page for page in guessed if not boxes[page]}
    written = _spans(material, file, {TextPart.PAGE, TextPart.LAYER})
    drawn = _draw(kind, content, written, boxes, pages)
    return tuple(one for one in drawn if one.page not in unsafe and one.found.issuperset(written.get(one.page, ())))


def _office_pictures(material: Material, file: File, content: bytes) -> tuple[Picture, ...]:
    """Only where what prints is what was read: without changes, comments, hidden words or pictures."""
    if file.read.notes & _NOT_AS_PRINTED or any(part.part in _UNSEEN for part in file.read.parts):
        return ()
    pages = office.as_pdf(file.kind, content)
    if pages is None:
        return ()
    words = tuple(dict.fromkeys(one for said in _spans(material, file, set(TextPart)).values() for one in said))
    drawn = _draw("pdf", pages, {ANY_PAGE: words} if words else {}, {})
    found = {one for picture in drawn for one in picture.found}
    return drawn if found.issuperset(words) else ()


def _draw(
    kind: str,
    content: bytes,
    words: Mapping[int, tuple[str, ...]],
    boxes: Mapping[int, list[Box]],
    pages: tuple[int, ...] = (),
) -> tuple[Picture, ...]:
    """No pictures of a file of many pages: it would be longer than anybody reads."""
    order = Order(pages=pages, words=words, boxes={page: tuple(one) for page, one in boxes.items()})
    try:
        drawn = drawing.draw(kind, content, order)
    except DrawingError:
        return ()
    return drawn if pages or all(one.pages <= drawing.MOST_PAGES for one in drawn) else ()


def beneath(file: File, content: bytes, mark: BoxMark) -> tuple[tuple[str, ...], list[str]]:
    """The words under a box: the letters of the page, and what a machine sees in its picture.

    Invalid (`box`: "page") where there is no such page to draw.
    """
    plain_page = Order(pages=(mark.page,), dpi=drawing.FOR_MACHINES)
    try:
        covered = drawing.draw(file.kind, content, replace(plain_page, boxes={mark.page: (mark.box,)}))[0]
        if not any(part.part is TextPart.PICTURE and part.page == mark.page for part in file.read.parts):
            return covered.under, []
        picture = drawing.draw(file.kind, content, plain_page)[0]
    except (DrawingError, IndexError) as error:
        raise Invalid("no such page", errors={"box": "page"}) from error
    left, top, width, height = mark.box
    across, down = picture.width / _MILLE, picture.height / _MILLE
    seen = ocr.read(picture.content) or ()
    return covered.under, ocr.under(seen, left * across, top * down, (left + width) * across, (top + height) * down)


def _boxes(file: File) -> dict[int, list[Box]]:
    found: dict[int, list[Box]] = {}
    for one in file.boxes:
        found.setdefault(one.page, []).append(one.box)
    return found


def _boxes_in_picture(kind: str, content: bytes, page: int, words: Iterable[str]) -> list[Box] | None:
    """Where a machine sees these words on a page; None where it does not see all of them."""
    try:
        picture = drawing.draw(kind, content, Order(pages=(page,), dpi=drawing.FOR_MACHINES))[0]
    except (DrawingError, IndexError):
        return None
    seen = ocr.read(picture.content) or ()
    found = [ocr.find(seen, one) for one in words]
    if not all(found):
        return None
    return [_per_mille(one, picture) for places in found for one in places]


def _per_mille(one: ocr.Seen, picture: Picture) -> Box:
    left, top = one.left * _MILLE // picture.width, one.top * _MILLE // picture.height
    return left, top, one.width * _MILLE // picture.width + 1, one.height * _MILLE // picture.height + 1


def _spans(
    material: Material, file: File, parts: set[TextPart], pages: tuple[int, ...] = ()
) -> dict[int, tuple[str, ...]]:
    """Page -> the words that go from it, of these parts of the file."""
    spot, removals = composition.Spot(None, files.TEXT, file.id), material.removals
    taken = [*removals.decided.get(spot, ()), *removals.undecided.get(spot, ())]
    found: dict[int, list[str]] = {}
    for part in file.shown_parts:
        if part.part in parts and (not pages or part.page in pages):
            text = file.read.text[part.start : part.end]
            said = [text[one.start : one.end] for one in redaction.merge(files.within(taken, part))]
            found.setdefault(part.page, []).extend(one for one in said if one.strip())
    return {page: tuple(dict.fromkeys(said)) for page, said in found.items() if said}


# Setting

_PART_NAMES = {
    TextPart.HEADER: "Sidehoved og sidefod",
    TextPart.NOTE: "Noter",
    TextPart.FIELD: "Udfyldt felt",
}
_READ_BY_MACHINE = frozenset({TextPart.LAYER, TextPart.PICTURE})


def _set(material: Material, decision: Decision, public: PublicFile, pictures: tuple[Picture, ...]) -> bytes:
    consultation = material.consultation
    data = {
        "title": f"Bilag {public.position} til svar nr. {material.standing.number}",
        "authority": consultation.authority.name,
        "consultation": consultation.title,
        "made": dict(zip(("year", "month", "day"), local(decision.at).timetuple()[:3], strict=True)),
        "page": "Side {page} af {pages}",
        "facts": [
            ("Høring", consultation.title),
            ("Svar", f"nr. {material.standing.number}"),
            *([("Afsenderens beskrivelse", plain(public.alt))] if public.alt else []),
        ],
        "note": _note(public, pictures),
        "pictured": "Siderne som billeder",
        "written": "Teksten",
        "pictures": [_figure(one, bool(public.parts)) for one in pictures],
        "parts": [
            {"name": _part_name(part.part, part.page), "paragraphs": paragraphs(plain(pieces))}
            for part, pieces in public.parts
        ],
    }
    return typeset.pdf_apart(TEMPLATE, "paper", data, decision.at, {_name(one): one.content for one in pictures})


def _note(public: PublicFile, pictures: tuple[Picture, ...]) -> str:
    how = "Det er en kopi af en fil, der fulgte med svaret. Kopien er lavet på ny ud fra det, der må vises."
    if not public.parts and not pictures:
        return f"{how} Der er ikke noget i filen, der kan vises."
    return how if pictures else f"{how} Siderne er ikke vist som billeder."


def _figure(one: Picture, has_words: bool) -> dict[str, str]:
    where = " Teksten står efter billederne." if has_words else ""
    return {"picture": _name(one), "name": f"Side {one.page}", "alt": f"Side {one.page} som billede.{where}"}


def _name(one: Picture) -> str:
    return f"side-{one.page}.{files.NAMES[one.media_type]}"


def _part_name(part: TextPart, page: int) -> str:
    if part in _PART_NAMES:
        return _PART_NAMES[part]
    if not page:
        return ""
    return f"Side {page}, læst af en maskine" if part in _READ_BY_MACHINE else f"Side {page}"


# The technical check of what was made (R30)


def _checked(material: Material, made: Made) -> Made:
    """Reads the copy as anybody could, unseen parts and pictures too, and looks for all that is to be gone."""
    kind = files.NAMES[made.media_type]
    read = whole.read(f"kopi.{kind}", made.content)
    if not isinstance(read, ReadFile):
        return Made(CopyResult.FAILED)
    words = composition.unlabelled(read.text)
    left = redaction.leftovers(words, removed_from(material))
    kept = {found.text for found in material.findings if found.state is rules.FindingState.KEPT}
    cpr = [one.text for one in detectors.scan(words) if one.kind is FindingKind.CPR and one.sure]
    left = tuple(dict.fromkeys([*left, *(one for one in cpr if one not in kept)]))
    return Made(CopyResult.LEFTOVERS, left=left) if left else made


def removed_from(material: Material) -> tuple[str, ...]:
    """What is taken out, and what lay unseen or in names and is not approved elsewhere."""
    approved = material.public.words
    unseen = (one for one in material.unseen_words if one not in approved)
    return tuple(dict.fromkeys([*material.removed_words, *unseen]))
