"""What has changed between two snapshots, a sentence for each thing, by what it is about (R45)."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, TypeVar

from consultation.summary.inputs import Change, Inputs, Point, Position, Response
from consultation.summary.overview import count_rows
from consultation.summary.selection import Selection
from consultation.summary.words import CHAPTER_TITLES, OUTCOMES, STATUSES, amount, listed
from consultation.vocabulary import Outcome

T = TypeVar("T")


class About(StrEnum):
    """What a change is about, in the order in which a list of changes tells it."""

    NUMBERS = "Tal"
    RESPONSES = "Svar"
    POINTS = "Punkter"
    POSITIONS = "Synspunkter"
    REMARKS = "Bemærkninger og indstillinger"
    CHANGES = "Ændringer i udkastene"
    TEXTS = "Rapportens egne tekster"
    REST = "Andet"


@dataclass(frozen=True)
class Difference:
    """`words` may be printed; `was` is an earlier wording, for staff alone: it may have been mended for good reason."""

    about: About
    words: str
    was: str = ""


_NAMED: Mapping[str, tuple[str, Callable[[Any], str]]] = {
    "drafts": ("Udkast {}", lambda row: str(row.number)),
    "parties": ("Den hørte part {}", lambda row: row.name),
    "questions": ("Spørgsmål {}", lambda row: str(row.number)),
}
_AS_A_WHOLE = {
    "authority": "Oplysningerne om myndigheden er ændret",
    "consultation": "Høringens oplysninger eller frist er ændret",
    "groups": "Grupperne af ens svar er ændret",
    "campaigns": "Grupperne af svar, der ligner hinanden, er ændret",
    "no_points": "Antallet af sætninger uden bemærkning er ændret",
    "milestones": "Møder og milepæle er ændret",
    "themes": "Temaerne eller deres orden er ændret",
    "template": "Skabelonen for Word-filerne er en anden",
}
_OF_ITS_OWN = frozenset({"snapshot", "responses", "points", "positions", "texts", *_NAMED, *_AS_A_WHOLE})


def differences(before: Inputs, after: Inputs) -> tuple[Difference, ...]:
    """Everything that came, went or changed; empty where only the snapshots' own marks differ."""
    told = (
        *_each(About.NUMBERS, _numbers(before, after)),
        *_each(About.RESPONSES, _responses(before.responses, after.responses)),
        *_each(About.POINTS, _points(before, after)),
        *_each(About.POSITIONS, _positions(before.positions, after.positions)),
        *_each(About.REMARKS, _remarks(before.positions, after.positions)),
        *_each(About.CHANGES, _changes(before.positions, after.positions)),
        *_each(About.TEXTS, _texts(before, after)),
        *_each(About.REST, _rest(before, after)),
    )
    return tuple(dict.fromkeys(told))


Line = str | tuple[str, str]
"""Words, or words and the earlier wording."""


def _each(about: About, lines: Iterable[Line]) -> Iterator[Difference]:
    return (Difference(about, *((line,) if isinstance(line, str) else line)) for line in lines)


def _numbers(before: Inputs, after: Inputs) -> Iterator[str]:
    """Public numbers alone: the list stands in public papers."""
    old, new = (dict(count_rows(Selection(one).counts.public())) for one in (before, after))
    for label in (*old, *(label for label in new if label not in old)):
        was, now = old.get(label, 0), new.get(label, 0)
        if was != now:
            yield f"{label}: {amount(was)} før, {amount(now)} nu"


def _responses(before: Sequence[Response], after: Sequence[Response]) -> Iterator[str]:
    for was, now in _pairs(before, after, lambda row: row.number):
        if was is None and now is not None:
            yield f"Svar nr. {now.number} er kommet til: {STATUSES[now.status].lower()}"
        elif now is None and was is not None:
            yield f"Svar nr. {was.number} er taget ud"
        elif was is not None and now is not None and was != now:
            yield from _response(was, now)


def _response(was: Response, now: Response) -> Iterator[str]:
    name, lines = f"Svar nr. {now.number}", []
    if was.status is not now.status:
        lines.append(f"{name} var {STATUSES[was.status].lower()} og er nu {STATUSES[now.status].lower()}")
    if was.late is not now.late:
        lines.append(f"{name} er nu {'modtaget efter fristen' if now.late else 'rettidigt'}")
    if was.admitted is not now.admitted:
        taken = {True: "er optaget i behandlingen", False: "er ikke optaget i behandlingen", None: "er ikke afgjort"}
        lines.append(f"{name} {taken[now.admitted]}")
    if (was.answers, was.files, was.shown_name) != (now.answers, now.files, now.shown_name):
        lines.append(f"{name} har en ny offentlig udgave")
    if was.open_sentences != now.open_sentences:
        lines.append(f"{name}: {amount(was.open_sentences)} sætninger uden punkt før, {amount(now.open_sentences)} nu")
    yield from lines or [f"Oplysningerne om svar nr. {now.number} er ændret"]


def _points(before: Inputs, after: Inputs) -> Iterator[str]:
    old, new = _labels(before.positions), _labels(after.positions)
    for was, now in _pairs(before.points, after.points, lambda row: row.number):
        if was is None and now is not None:
            yield f"Punkt {now.number} er kommet til{_in_position(now, new)}"
        elif now is None and was is not None:
            yield f"Punkt {was.number} er taget ud"
        elif was is not None and now is not None:
            yield from _point(was, now, old, new)


def _point(was: Point, now: Point, old: Mapping[str, Position], new: Mapping[str, Position]) -> Iterator[str]:
    left, came = (_key(labels.get(point.position or "")) for point, labels in ((was, old), (now, new)))
    if left != came:
        yield f"Punkt {now.number} er flyttet{_in_position(now, new)}"
    if was.quotes != now.quotes:
        yield f"Punkt {now.number} har andre ord fra svaret"
    if was.group != now.group:
        yield f"Punkt {now.number} gælder andre enslydende svar"


def _in_position(point: Point, labels: Mapping[str, Position]) -> str:
    position = labels.get(point.position or "")
    return f": i pkt. {position.number}, {position.title}" if position else ": uden synspunkt"


def _positions(before: Sequence[Position], after: Sequence[Position]) -> Iterator[Line]:
    for was, now in _pairs(before, after, _key):
        if was is None and now is not None:
            yield f"Pkt. {now.number} er kommet til: {now.title}"
        elif now is None and was is not None:
            yield f"Pkt. {was.number} er taget ud", was.title
        elif was is not None and now is not None:
            yield from _position(was, now)
    moved = [f"{was.number} er nu {now.number}" for was, now in _kept(before, after) if was.number != now.number]
    if moved:
        yield f"Nye numre til synspunkter, der fandtes før: {listed(moved)}"


def _position(was: Position, now: Position) -> Iterator[Line]:
    if was.title != now.title:
        yield f"Pkt. {now.number} har et nyt resumé: {now.title}", was.title
    if (was.draft, was.section, was.theme) != (now.draft, now.section, now.theme):
        yield f"Pkt. {now.number} står et andet sted: {now.title}"
    yield from _other_fields(was, now)


_TOLD = frozenset(
    ("key", "number", "title", "draft", "section", "theme", "remark", "remark_number", "recommended", "decided")
) | {"changes"}


def _other_fields(was: Position, now: Position) -> Iterator[str]:
    if any(getattr(was, one.name) != getattr(now, one.name) for one in fields(now) if one.name not in _TOLD):
        yield f"Det, der står under pkt. {now.number}, er ændret: {now.title}"


def _remarks(before: Sequence[Position], after: Sequence[Position]) -> Iterator[str]:
    changed: dict[str, list[str]] = {}
    for was, now in _kept(before, after):
        if was.remark != now.remark:
            changed.setdefault(now.remark_number or "", []).append(now.number)
        elif was.remark_number != now.remark_number:
            yield f"Pkt. {now.number} har nu bemærkning {now.remark_number or 'uden nummer'}"
    for name, numbers in changed.items():
        yield f"Bemærkning{f' {name}' if name else 'en'} til pkt. {listed(numbers)} er ændret"
    pairs = list(_kept(before, after))
    yield from _outcomes("Indstillingen til", [(was.recommended, now.recommended, now.number) for was, now in pairs])
    yield from _outcomes("Beslutningen om", [(was.decided, now.decided, now.number) for was, now in pairs])


def _outcomes(kind: str, rows: Iterable[tuple[Outcome | None, Outcome | None, str]]) -> Iterator[str]:
    """Positions that went the same way are told in one sentence: a council decides about all of them at once."""
    moved: dict[tuple[Outcome | None, Outcome | None], list[str]] = {}
    for was, now, number in rows:
        if was is not now:
            moved.setdefault((was, now), []).append(number)
    for (was, now), numbers in moved.items():
        new = f"er »{OUTCOMES[now]}«" if now else "er taget ud"
        before = f", før »{OUTCOMES[was]}«" if was else ""
        yield f"{kind} pkt. {listed(numbers)} {new}{before}"


def _changes(before: Sequence[Position], after: Sequence[Position]) -> Iterator[str]:
    old, new = (_texts_of(rows) for rows in (before, after))
    for place in dict.fromkeys((*old, *new)):
        was_there, is_there = old.get(place, Counter()), new.get(place, Counter())
        gone, come = was_there - is_there, is_there - was_there
        if gone and come:
            yield f"Den nye tekst i {place} er ændret"
        elif come:
            yield f"En ny tekst i {place} er kommet til"
        elif gone:
            yield f"En ny tekst i {place} er taget ud"
    for was, now in _kept(before, after):
        if was.changes != now.changes:
            yield f"Ændringerne, der følger af pkt. {now.number}, er andre end før"


def _texts_of(rows: Iterable[Position]) -> dict[str, Counter[tuple[str, str]]]:
    found: dict[str, Counter[tuple[str, str]]] = {}
    for change in dict.fromkeys(change for row in rows for change in row.changes):
        found.setdefault(_place(change), Counter())[(change.before, change.after)] += 1
    return found


def _place(change: Change) -> str:
    return f"udkast {change.draft}, afsnit {change.printed_number}"


def _texts(before: Inputs, after: Inputs) -> Iterator[str]:
    for was, now in _pairs(before.texts, after.texts, lambda row: row.chapter):
        if was != now and (one := now or was) is not None:
            happened = "er skrevet" if was is None else "er taget ud" if now is None else "er ændret"
            yield f"Teksten i {CHAPTER_TITLES[one.chapter]} {happened}"


def _rest(before: Inputs, after: Inputs) -> Iterator[str]:
    for part, (words, name) in _NAMED.items():
        yield from _named(getattr(before, part), getattr(after, part), words, name)
    yield from (words for part, words in _AS_A_WHOLE.items() if getattr(before, part) != getattr(after, part))
    others = [one.name for one in fields(before) if one.name not in _OF_ITS_OWN]
    if any(getattr(before, part) != getattr(after, part) for part in others):
        yield "Andre oplysninger i papirerne er ændret"


def _named(before: Iterable[Any], after: Iterable[Any], words: str, name: Callable[[Any], str]) -> Iterator[str]:
    """Two rows may have one name: two councils, say, that are called the same."""
    old, new = _by_name(before, name), _by_name(after, name)
    for key in dict.fromkeys((*old, *new)):
        if old.get(key) != new.get(key):
            happened = "er kommet til" if key not in old else "er taget ud" if key not in new else "er ændret"
            yield f"{words.format(key)} {happened}"


def _by_name(rows: Iterable[Any], name: Callable[[Any], str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(name(row), []).append(row)
    return found


def _pairs(
    before: Iterable[T], after: Iterable[T], name: Callable[[T], Hashable]
) -> Iterator[tuple[T | None, T | None]]:
    old, new = ({name(row): row for row in rows} for rows in (before, after))
    return ((old.get(key), new.get(key)) for key in dict.fromkeys((*old, *new)))


def _kept(before: Iterable[Position], after: Iterable[Position]) -> Iterator[tuple[Position, Position]]:
    return ((was, now) for was, now in _pairs(before, after, _key) if was is not None and now is not None)


def _key(position: Position | None) -> str:
    """What a position is known by when its number changes."""
    return "" if position is None else position.key or position.number


def _labels(rows: Iterable[Position]) -> dict[str, Position]:
    return {row.number: row for row in rows}
