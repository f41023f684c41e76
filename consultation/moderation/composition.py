"""The public version of a response, made of its answers and of what is taken out of them (R30, R31). Pure.

The desk's preview and the rendition are both made here, so that what a moderator has read is what becomes public.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from consultation.moderation import detectors, files, redaction
from consultation.moderation.files import File
from consultation.moderation.redaction import Span
from consultation.moderation.rules import LABELS
from consultation.responses.content import Place
from consultation.responses.reading import Part
from consultation.responses.rules import Sender, names_person, shown_name
from consultation.vocabulary import Capacity, FindingKind, NameRule, Stance

TEXT, PROPOSED, NAME, ORGANISATION = "text", "proposed_text", "name", "organisation"
UNDECIDED_LABEL = "[ikke afklaret endnu]"


class Spot(NamedTuple):
    """Where a text stands: an answer's "text" or "proposed_text"; a file's "text", "alt" or "original_name"; or, where
    there is neither answer nor file, the name of a field of the sender."""

    answer_id: int | None
    place: str
    attachment_id: int | None = None


class Piece(NamedTuple):
    """A stretch of a public text; `gone` where it is the label of something taken out."""

    text: str
    gone: bool = False


Pieces = tuple[Piece, ...]


@dataclass(frozen=True)
class AnswerText:
    """One answer as it was sent."""

    id: int
    place: Place
    stance: Stance | None
    text: str
    proposed_text: str
    choices: tuple[int, ...] = ()
    quote: str = ""


@dataclass(frozen=True)
class Removals:
    """What leaves the public version: spans that are decided, and those of which nobody has decided yet (U22)."""

    decided: Mapping[Spot, tuple[Span, ...]]
    undecided: Mapping[Spot, tuple[Span, ...]]

    @property
    def any_decided(self) -> bool:
        return any(self.decided.values())

    @property
    def kinds(self) -> tuple[FindingKind, ...]:
        """The kind of each label that a reader meets."""
        return tuple(span.reason_kind for spans in self.decided.values() for span in redaction.merge(spans))


@dataclass(frozen=True)
class PublicPart:
    """An answer as the public may read it. `quote` are the draft's own words, and nothing is taken out of them."""

    place: Place
    stance: Stance | None
    text: Pieces
    proposed_text: Pieces
    choices: tuple[int, ...] = ()
    quote: str = ""

    @property
    def proposed_words(self) -> str:
        """The proposed wording in one piece."""
        return plain(self.proposed_text)


@dataclass(frozen=True)
class PublicFile:
    """A file as the public may have it: another name, its description, and its words by part; nothing where it goes."""

    id: int
    position: int
    name: str
    alt: Pieces = ()
    parts: tuple[tuple[Part, Pieces], ...] = ()
    left_out: bool = False

    @property
    def text(self) -> str:
        """All of its words, each part on lines of its own."""
        return "\n\n".join(plain(pieces) for _part, pieces in self.parts)


@dataclass(frozen=True)
class PublicResponse:
    """A response as the public may read it. `drafts` are the numbers of the drafts that it is about, in order."""

    number: str
    capacity: Capacity
    shown_name: str
    received_on: str
    late: bool
    no_remarks: bool
    parts: tuple[PublicPart, ...]
    under_18: bool = False
    files: tuple[PublicFile, ...] = ()

    @property
    def drafts(self) -> tuple[int, ...]:
        return tuple(sorted({part.place.draft_number for part in self.parts if part.place.draft_number is not None}))

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that somebody wrote, as it will be read."""
        names = (file.name for file in self.files)
        return self.shown_name, *names, *(plain(pieces) for pieces in self._written())

    def _written(self) -> Iterator[Pieces]:
        for part in self.parts:
            yield part.text
            yield part.proposed_text
        for file in self.files:
            yield file.alt
            yield from (pieces for _part, pieces in file.parts)

    @property
    def words(self) -> str:
        """The same without the labels of what is gone: here nothing removed may be left (R30)."""
        kept = [" ".join(piece.text for piece in pieces if not piece.gone) for pieces in self._written()]
        names = (unlabelled(name) for name in (self.shown_name, *(file.name for file in self.files)))
        return "\n".join([*names, *kept])


def compose(
    number: str,
    sender: Sender,
    rule: NameRule,
    received_on: str,
    late: bool,
    answers: Iterable[AnswerText],
    removals: Removals,
    no_remarks: bool = False,
    attached: Iterable[File] = (),
) -> PublicResponse:
    """The public version. Whatever is undecided is out of it as well."""
    return PublicResponse(
        number=number,
        capacity=sender.capacity,
        shown_name=shown_name(redacted_sender(sender, removals), rule),
        received_on=received_on,
        late=late,
        no_remarks=no_remarks,
        parts=tuple(_part(answer, removals) for answer in answers),
        under_18=sender.is_young,
        files=tuple(_file(one, removals) for one in attached),
    )


def plain(pieces: Pieces) -> str:
    return "".join(piece.text for piece in pieces)


def shown_field(sender: Sender, rule: NameRule) -> tuple[str, str] | None:
    """The field of the sender that becomes public as it was typed, and its value; None where none does (R31)."""
    if not sender.is_private:
        return ORGANISATION, sender.organisation
    return (NAME, sender.name) if names_person(sender, rule) else None


def redacted_sender(sender: Sender, removals: Removals) -> Sender:
    name = plain(pieces_of(sender.name, Spot(None, NAME), removals))
    return replace(
        sender, name=name, organisation=plain(pieces_of(sender.organisation, Spot(None, ORGANISATION), removals))
    )


def pieces_of(text: str, spot: Spot, removals: Removals) -> Pieces:
    """A text with labels in the place of what leaves it."""
    return _pieces(text, removals.decided.get(spot, ()), removals.undecided.get(spot, ()))


def _pieces(text: str, taken: Iterable[Span], undecided: Iterable[Span]) -> Pieces:
    decided = redaction.merge(taken)
    spans = redaction.merge([*decided, *undecided])
    marks = [(span.start, span.end, _label(span, decided)) for span in spans]
    return tuple(Piece(label or words, label is not None) for words, label in redaction.pieces(text, marks) if words)


def leftovers(public: PublicResponse, removed: Iterable[str]) -> tuple[str, ...]:
    """What was taken out in one place and still stands in another (R30)."""
    return redaction.leftovers(public.words, removed)


def cpr_left(public: PublicResponse, kept: Iterable[str]) -> tuple[str, ...]:
    """Sure CPR numbers in the finished public version that two persons have not let stand (R29)."""
    allowed = set(kept)
    scanned = (one for text in public.texts for one in detectors.scan_exact(text))
    found = (one for one in scanned if one.kind is FindingKind.CPR and one.sure)
    return tuple(dict.fromkeys(one.text for one in found if one.text not in allowed))


def _part(answer: AnswerText, removals: Removals) -> PublicPart:
    return PublicPart(
        answer.place,
        answer.stance,
        pieces_of(answer.text, Spot(answer.id, TEXT), removals),
        pieces_of(answer.proposed_text, Spot(answer.id, PROPOSED), removals),
        answer.choices,
        answer.quote,
    )


def _file(file: File, removals: Removals) -> PublicFile:
    """Its name is one of ours, unless somebody has let its own stand; only what shows is in it (P5)."""
    name = f"Bilag {file.position}"
    if file.shows_name:
        name = plain(pieces_of(file.original_name, Spot(None, files.NAME, file.id), removals))
    if file.is_gone:
        return PublicFile(file.id, file.position, f"Bilag {file.position}", left_out=True)
    spot = Spot(None, files.TEXT, file.id)
    taken, undecided = removals.decided.get(spot, ()), removals.undecided.get(spot, ())
    parts = (
        (
            part,
            _pieces(file.read.text[part.start : part.end], files.within(taken, part), files.within(undecided, part)),
        )
        for part in file.shown_parts
    )
    alt = pieces_of(file.alt, Spot(None, files.ALT, file.id), removals)
    return PublicFile(file.id, file.position, name, alt, tuple(parts))


def _label(span: Span, decided: Iterable[Span]) -> str:
    covered = any(one.start <= span.start and span.end <= one.end for one in decided)
    return LABELS[span.reason_kind] if covered else UNDECIDED_LABEL


def unlabelled(text: str) -> str:
    """Without what we have written in the place of something, however its lines are broken."""
    for label in (*LABELS.values(), UNDECIDED_LABEL):
        text = re.sub(r"\s+".join(map(re.escape, label.split())), " ", text)
    return text
