"""What the desk shows of a version: everything to decide, numbered, and the texts cut where it stands."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from consultation.lib.text import sentences
from consultation.moderation import composition, files, redaction, rules
from consultation.moderation.composition import Spot
from consultation.moderation.detectors import OWN_WORD, TURNED
from consultation.moderation.files import File
from consultation.moderation.queries import Found, Mark, Material
from consultation.moderation.rules import OWN_NAME, FindingState
from consultation.responses.content import Place
from consultation.responses.reading import Part
from consultation.vocabulary import FindingKind, Stance


@dataclass(frozen=True)
class Item:
    """A numbered thing in the text: something a machine found, or something a person marked (`found` is None)."""

    number: int
    spot: Spot
    start: int
    end: int
    kind: FindingKind
    text: str
    state: FindingState
    found: Found | None = None
    file: File | None = None
    apart: bool = False
    """It stands where nothing becomes public: in what a file hides, in its name, in one that is held back."""

    @property
    def anchor(self) -> str:
        return f"fund-{self.number}"

    @property
    def undecided(self) -> bool:
        return self.state in rules.UNDECIDED and not self.apart

    @property
    def needs_two(self) -> bool:
        return self.found is not None and rules.needs_two(self.kind, sure=self.found.finding.sure)

    @property
    def own_name(self) -> bool:
        return self.found is not None and self.found.finding.detector == OWN_NAME

    @property
    def turned(self) -> bool:
        return self.found is not None and self.found.finding.detector == TURNED

    @property
    def own_word(self) -> bool:
        """The authority wants it looked at."""
        return self.found is not None and self.found.finding.detector == OWN_WORD

    @property
    def look(self) -> str:
        """The class of its mark: solid while open, black when removed, dashed when kept."""
        if self.apart:
            return "hs-mark hs-mark--gone"
        looks = {FindingState.REDACTED: "hs-mark hs-mark--gone", FindingState.KEPT: "hs-mark hs-mark--kept"}
        return looks.get(self.state, "hs-mark")


@dataclass(frozen=True)
class Stretch:
    """A piece of the original; `ends` where its item's number is shown after it."""

    text: str
    item: Item | None
    ends: bool


@dataclass(frozen=True)
class Original:
    """One answer as it was sent; `words` is its proposed wording in one piece."""

    id: int
    place: Place
    stance: Stance | None
    text: tuple[Stretch, ...]
    proposed_text: tuple[Stretch, ...]
    words: str
    choices: tuple[int, ...]
    quote: str


def items_of(material: Material) -> tuple[Item, ...]:
    """Everything to decide and everything marked, numbered in reading order."""
    order = {spot: place for place, spot in enumerate(material.all_spots())}
    drafts = [
        *(_of_finding(material, found) for found in material.findings),
        *(_of_mark(material, mark) for mark in material.marks if mark.own),
    ]
    ordered = sorted(drafts, key=lambda one: (order[one.spot], one.start, one.end))
    return tuple(Item(**vars(one) | {"number": number}) for number, one in enumerate(ordered, 1))


def _of_finding(material: Material, found: Found) -> Item:
    span, file = found.span, material.find_file(found.spot.attachment_id)
    apart = not material.shows(found)
    return Item(0, found.spot, span.start, span.end, span.reason_kind, found.text, found.state, found, file, apart)


def _of_mark(material: Material, mark: Mark) -> Item:
    span, file = mark.span, material.find_file(mark.spot.attachment_id)
    state, apart = FindingState.REDACTED, not material.shows(mark)
    return Item(0, mark.spot, span.start, span.end, span.reason_kind, mark.text, state, None, file, apart)


def originals_of(material: Material, items: Iterable[Item]) -> tuple[Original, ...]:
    """The answers, cut where something is found or marked."""
    known = list(items)
    return tuple(
        Original(
            answer.id,
            answer.place,
            answer.stance,
            stretches(answer.text, [one for one in known if one.spot == Spot(answer.id, composition.TEXT)]),
            stretches(
                answer.proposed_text, [one for one in known if one.spot == Spot(answer.id, composition.PROPOSED)]
            ),
            answer.proposed_text,
            answer.choices,
            answer.quote,
        )
        for answer in material.answers
    )


def stretches(text: str, items: Iterable[Item]) -> tuple[Stretch, ...]:
    """A text in pieces; a number stands where its item ends."""
    pieces = redaction.pieces(text, [(item.start, item.end, item) for item in items])
    last = {item.number: place for place, (_words, item) in enumerate(pieces) if item is not None}
    return tuple(
        Stretch(words, item, item is not None and last[item.number] == place)
        for place, (words, item) in enumerate(pieces)
        if words
    )


def sentence_choices(material: Material) -> dict[str, str]:
    """Every sentence that is not out already: its value in a form -> its words."""
    removed = material.removals.decided
    return {
        f"{spot.answer_id}.{spot.place}.{one.start}.{one.end}": one.text
        for spot in material.spots()
        for one in sentences(material.text_at(spot))
        if not any(span.start <= one.start and one.end <= span.end for span in removed.get(spot, ()))
    }


def read_sentence(value: str) -> tuple[Spot, int, int]:
    """The sentence behind a value of `sentence_choices`."""
    answer_id, place, start, end = value.split(".")
    return Spot(int(answer_id), place), int(start), int(end)


def in_part(items: Iterable[Item], file: File, part: Part) -> list[Item]:
    """Those that stand in a part of a file's text, at their places in it."""
    spot = Spot(None, files.TEXT, file.id)
    inside = (one for one in items if one.spot == spot and one.start < part.end and part.start < one.end)
    return [
        replace(one, start=max(one.start - part.start, 0), end=min(one.end, part.end) - part.start) for one in inside
    ]
