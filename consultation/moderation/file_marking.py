"""What a person says of a file at the desk: read by eye, held back, its name, boxes on its pages (R28, R30)."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from consultation import audit
from consultation.errors import Conflict, Invalid, NotFound
from consultation.models import AttachmentAct
from consultation.moderation import files, marking, queries, redaction
from consultation.moderation.composition import Spot
from consultation.moderation.files import BoxMark, File, WholeMark
from consultation.moderation.marking import Marked
from consultation.moderation.queries import Material
from consultation.moderation.redaction import Span
from consultation.responses import queueing
from consultation.responses.reading import Part
from consultation.vocabulary import FileAct, TextPart

PAGE = 1000
"""Of its width and its height; a box is told in such parts."""
_LETTERS, _SEEN = frozenset({TextPart.PAGE, TextPart.LAYER}), frozenset({TextPart.PICTURE})


def say(
    session: Session,
    actor: str,
    now: datetime,
    response_id: int,
    position: int,
    act: FileAct,
    *,
    version_number: int | None = None,
) -> None:
    """Notes that a person has read a file by eye, or whether its own name may be shown."""
    material = marking.begin(session, actor, now, response_id, version_number)
    file = get_file(material, position)
    session.add(
        AttachmentAct(authority_id=material.response.authority_id, attachment_id=file.id, act=act, by=actor, at=now)
    )
    session.flush()
    audit.note(session, material.response, actor, now, "file.said", file=position, act=act.value)
    after = queries.material_of(session, material.response)
    marking.add_set(session, actor, now, after, marking.own_marks(after))
    queueing.refresh(session, material.response)


def hold_back(
    session: Session,
    actor: str,
    now: datetime,
    response_id: int,
    position: int,
    mark: WholeMark | None,
    *,
    version_number: int | None = None,
) -> None:
    """All of a file goes; or, with None, is shown again."""
    material = marking.begin(session, actor, now, response_id, version_number)
    _change(session, actor, now, material, get_file(material, position), lambda file: replace(file, left_out=mark))


def mark_box(
    session: Session,
    actor: str,
    now: datetime,
    response_id: int,
    position: int,
    box: BoxMark,
    *,
    letters: Iterable[str] = (),
    seen: Iterable[str] = (),
    version_number: int | None = None,
) -> None:
    """A box on a page goes, and the words beneath it from the text: `letters` of the page, and those that a machine has
    `seen` in its picture. Invalid (`box`: "words") where they are not in what was read: then they are to be marked as
    words.
    """
    _check_box(box)
    material = marking.begin(session, actor, now, response_id, version_number)
    file = get_file(material, position)
    found = [
        *_beneath(file, box, letters, _LETTERS),
        *_beneath(file, box, seen, _SEEN),
    ]
    marks = [Marked(Spot(None, files.TEXT, file.id), span, box.basis) for span in found]
    if marks:
        marking.mark(session, actor, now, material, marks)
        material = queries.material_of(session, material.response)
    _change(session, actor, now, material, file, lambda one: replace(one, boxes=(*one.boxes, box)))


def unmark_box(
    session: Session,
    actor: str,
    now: datetime,
    response_id: int,
    position: int,
    number: int,
    *,
    version_number: int | None = None,
) -> None:
    """What a box covers shows again in the picture; the words stay out until they are unmarked. Conflict: no such."""
    material = marking.begin(session, actor, now, response_id, version_number)
    file = get_file(material, position)
    if not 1 <= number <= len(file.boxes):
        raise Conflict("there is no such box", cause="marks")
    left = tuple(box for at, box in enumerate(file.boxes, 1) if at != number)
    _change(session, actor, now, material, file, lambda one: replace(one, boxes=left))


def get_file(material: Material, position: int) -> File:
    """NotFound for a file that this version does not have."""
    found = next((file for file in material.files if file.position == position), None)
    if found is None:
        raise NotFound("no such file")
    return found


def _check_box(mark: BoxMark) -> None:
    left, top, width, height = mark.box
    if not (width and height):
        raise Invalid("the box is empty", errors={"box": "size"})
    if left + width > PAGE or top + height > PAGE:
        raise Invalid("the box lies beyond the page", errors={"box": "edge"})


def _change(
    session: Session, actor: str, now: datetime, material: Material, file: File, change: Callable[[File], File]
) -> None:
    attached = [change(one) if one.id == file.id else one for one in material.files]
    marking.add_set(session, actor, now, material, marking.own_marks(material), attached)


def _beneath(file: File, box: BoxMark, runs: Iterable[str], of: frozenset[TextPart]) -> list[Span]:
    parts = [part for part in file.shown_parts if part.page == box.page and part.part in of]
    found = []
    for run in runs:
        spans = [span for part in parts for span in _places(file, part, run, box)]
        if not spans:
            raise Invalid("the words beneath the box are not in the text", errors={"box": "words"})
        found += spans
    return found


def _places(file: File, part: Part, run: str, box: BoxMark) -> list[Span]:
    text = file.read.text[part.start : part.end]
    return [Span(part.start + start, part.start + end, box.kind) for start, end in redaction.find_all(text, run)]
