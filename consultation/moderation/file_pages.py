"""What the desk shows of files: what they say and hide, what must be done, and what becomes public of them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from consultation.extensions import db
from consultation.moderation import files, marking, queries
from consultation.moderation.composition import Pieces, PublicFile, Spot
from consultation.moderation.files import File
from consultation.moderation.items import Item, Stretch, in_part, stretches
from consultation.moderation.labels import FILE_KINDS, FILE_NOTES, FILE_PARTS
from consultation.moderation.queries import Material
from consultation.responses import file_queries
from consultation.responses import queries as responses
from consultation.responses.file_queries import Scan
from consultation.vocabulary import CopyResult, TextPart
from consultation.web.labels import SCANS

_LONGEST_SHOWN = 50_000
"""Code points of a file's text on the desk."""
_MOST_SENTENCES = 300


@dataclass(frozen=True)
class Piece:
    """A part of a file's text, from code point `start` on, with what was found in it."""

    part: TextPart
    page: int
    start: int
    text: tuple[Stretch, ...]


@dataclass(frozen=True)
class Shown:
    """A file on the desk. `left` are words that stopped its copy; `result` "" where none has been made."""

    file: File
    public: PublicFile
    size: int
    scan: Scan
    pieces: tuple[Piece, ...]
    longer: bool
    in_name: tuple[Stretch, ...]
    in_alt: tuple[Stretch, ...]
    result: CopyResult | None
    left: tuple[str, ...]


def shown(material: Material, items: Iterable[Item]) -> dict[str, object]:
    """Everything that the templates need to show the files of a version."""
    rows = responses.list_files(db.session, material.standing.version.id)
    scans = file_queries.scans_of(db.session, [blob.id for _attachment, blob in rows])
    sizes = {blob.id: blob.size for _attachment, blob in rows}
    decision = material.standing.decision
    copies = queries.list_copies(db.session, decision.id) if decision is not None else {}
    known = list(items)
    public = {one.id: one for one in material.public.files}
    attached = []
    for file in material.files:
        pieces, longer = _pieces(file, known)
        copy = copies.get(file.id)
        attached.append(
            Shown(
                file=file,
                public=public[file.id],
                size=sizes[file.blob_id],
                scan=scans[file.blob_id],
                pieces=pieces,
                longer=longer,
                in_name=_line(file, files.NAME, known),
                in_alt=_line(file, files.ALT, known),
                result=copy.result if copy else None,
                left=tuple(json.loads(copy.left)) if copy else (),
            )
        )
    return {
        "attached": attached,
        "scan_words": SCANS,
        "kind_words": FILE_KINDS,
        "part_words": FILE_PARTS,
        "note_words": FILE_NOTES,
    }


def words_on(material: Material, file: File, page: int) -> list[tuple[TextPart, Pieces]]:
    """What the public would read of a page; words that belong to none stand with the first."""
    public = next(one for one in material.public.files if one.id == file.id)
    return [(part.part, pieces) for part, pieces in public.parts if (part.page or 1) == page]


def sentences_on(material: Material, file: File, page: int) -> list[tuple[str, str]]:
    """Every sentence of a page that is not out already: its value in a form, and its words."""
    spot = Spot(None, files.TEXT, file.id)
    removed = material.removals.decided.get(spot, ())
    parts = [part for part in file.shown_parts if (part.page or 1) == page]
    return [
        (f"{start}.{end}", words)
        for start, end, words in marking.sentences_at(material, spot)
        if any(part.start <= start and end <= part.end for part in parts)
        and not any(span.start <= start and end <= span.end for span in removed)
    ][:_MOST_SENTENCES]


def _pieces(file: File, items: list[Item]) -> tuple[tuple[Piece, ...], bool]:
    """The beginning of its text, and whether there is more."""
    found, left = [], _LONGEST_SHOWN
    for part in file.read.parts:
        if left <= 0:
            break
        cut = part._replace(end=min(part.end, part.start + left))
        left -= cut.end - cut.start
        text = stretches(file.read.text[cut.start : cut.end], in_part(items, file, cut))
        found.append(Piece(cut.part, cut.page, cut.start, text))
    return tuple(found), len(file.read.text) > _LONGEST_SHOWN


def _line(file: File, place: str, items: list[Item]) -> tuple[Stretch, ...]:
    spot = Spot(None, place, file.id)
    return stretches(file.text_at(place), [one for one in items if one.spot == spot])
