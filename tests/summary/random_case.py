"""Random consultations: any status, lane, group, tree of themes, redaction, file, change and disagreement."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from consultation.summary.inputs import (
    Change,
    ClosedAnswer,
    File,
    Group,
    Inputs,
    Picked,
    Place,
    Point,
    Position,
    PublicAnswer,
    Response,
    Sender,
    Theme,
)
from consultation.vocabulary import (
    Capacity,
    CopyState,
    GroupKind,
    Outcome,
    PublicationMode,
    Reason,
    Stance,
    Status,
)
from tests.summary.sample import response, sample

SENTENCES = ("Seks uger er for kort.", "Kørsel skal med.", "Vi takker.", "Bevar ordningen som den er.", "Nej.")
SECRETS = tuple(f"Hemmelig sætning nummer {number} om søsterens sygdom." for number in range(6))
NAMES = ("Ragnfred Opdigt", "Ursula Påfund", "Birger Fiktion", "Solvej Ukendt")
BEGINS = ("Støtte til", "Modstand mod", "Bekymring for", "Ønske om")
SHOWN = (Status.PUBLISHED, Status.REDACTED)


@lru_cache(typed=True)
def one_of(*values: Any) -> st.SearchStrategy[Any]:
    """One of these, the same strategy each time: Hypothesis looks each over when it first draws from it."""
    return st.sampled_from(values)


@st.composite
def consultations(draw: st.DrawFn) -> Inputs:
    themes = draw(_themes())
    positions = draw(_positions(themes))
    responses = draw(_responses())
    groups = _groups(responses)
    named = {number: group.id for group in groups for number in group.numbers}
    grouped = tuple(replace(one, group=named.get(one.number)) for one in responses)
    points = draw(_points(grouped, positions))
    mode = draw(one_of(PublicationMode.WITH_AGENDA, PublicationMode.NOT_PUBLIC))
    base = sample()
    return replace(
        base,
        consultation=replace(base.consultation, publication_mode=mode),
        responses=grouped,
        groups=groups,
        campaigns=(),
        themes=themes,
        positions=tuple(replace(one, picked=_picked(one, points)) for one in positions),
        points=points,
    )


@st.composite
def _themes(draw: st.DrawFn) -> tuple[Theme, ...]:
    """A tree in printed order: each may stand below an earlier one."""
    count = draw(st.integers(1, 6))
    parents = [draw(one_of(None, *range(number))) for number in range(count)]
    chosen = draw(one_of(0, 3))
    return tuple(
        Theme(f"t{number}", f"Emne {number}", None if parent is None else f"t{parent}",
              number + 1 if number < chosen else None)
        for number, parent in enumerate(parents)
    )  # fmt: skip


@st.composite
def _positions(draw: st.DrawFn, themes: Sequence[Theme]) -> tuple[Position, ...]:
    made: list[Position] = []
    counted: dict[int, int] = {}
    for number in range(draw(st.integers(0, 12))):
        draft = draw(one_of(None, 1, 2, 2, 2, 3))
        counted[draft or 0] = counted.get(draft or 0, 0) + 1
        outcome = draw(one_of(*Outcome))
        change = Change(draft or 1, "how-long", "3.2", f"Før {number}.", f"Efter {number}.")
        changes = (change,) if draft == 2 and outcome in (Outcome.ACCEPTED, Outcome.PARTLY) else ()
        made.append(
            Position(
                f"{draft or 0}.{counted[draft or 0]}", f"{draw(one_of(*BEGINS))} forslag {number}", draft,
                draw(one_of(None, "how-long")) if draft == 2 else None, draw(st.sampled_from(themes)).key,
                f"B{number + 1}", f"Forvaltningens svar {number}.", outcome,
                draw(one_of(None, *Outcome)), changes, key=str(number + 1),
            )
        )  # fmt: skip
    return tuple(made)


@st.composite
def _responses(draw: st.DrawFn) -> tuple[Response, ...]:
    made, late, on_time = [], 0, 0
    for _ in range(draw(st.integers(0, 9))):
        is_late = draw(st.booleans())
        late, on_time = late + is_late, on_time + (not is_late)
        made.append(draw(_response(f"E-{late}" if is_late else str(on_time))))
    return tuple(made)


@st.composite
def _response(draw: st.DrawFn, number: str) -> Response:
    status = draw(one_of(*SHOWN, *SHOWN, *Status))
    capacity = draw(one_of(*Capacity))
    parts = draw(st.lists(one_of(*SENTENCES), min_size=1, max_size=3))
    secret, name = draw(one_of(*SECRETS)), draw(one_of(*NAMES))
    text, shown = draw(one_of(" ", "\n")).join(parts), status in SHOWN
    values: dict[str, Any] = {
        "status": status,
        "withheld_reason": draw(one_of(*Reason)).value if status is Status.WITHHELD else None,
        "admitted": draw(one_of(True, False)) if number.startswith("E-") else None,
        "sender_key": draw(one_of(*"abcdef")),
        "shown_name": (f"Rådet nummer {number}" if capacity is Capacity.COUNCIL else f"Borger, 89{len(parts):02d}")
        if shown
        else None,
        "answers": (),
        "drafts": (1,),
    }  # fmt: skip
    if shown:
        public = f"{text} [navn fjernet]" if status is Status.REDACTED else text
        values["answers"] = (PublicAnswer(1, 1, None, None, None, draw(one_of(None, *Stance)), public),)
        values["files"] = tuple(
            File(f"Fil {place}", draw(one_of(*CopyState))) for place in range(draw(st.integers(0, 2)))
        )
    if status in (Status.REDACTED, Status.WITHHELD):
        original = f"{text} {name}" if status is Status.REDACTED else f"{text} {secret}"
        values["closed"] = (ClosedAnswer(1, None, None, original),)
        values["sender"] = Sender(name, postcode="8900", email="hemmelig@post.example", phone="5550 1234")
    return response(number, None, capacity, **values)


def _groups(responses: Sequence[Response]) -> tuple[Group, ...]:
    alike: dict[str, list[str]] = {}
    for one in responses:
        if one.answers:
            alike.setdefault(one.answers[0].text, []).append(one.number)
    return tuple(Group(found[0], GroupKind.IDENTICAL, tuple(found)) for found in alike.values() if len(found) > 1)


@st.composite
def _points(draw: st.DrawFn, responses: Sequence[Response], positions: Sequence[Position]) -> tuple[Point, ...]:
    made: list[Point] = []
    for one in responses:
        for seq in range(1, draw(st.integers(0, 3)) + 1):
            if not positions or one.status is Status.WITHDRAWN or not one.considered:
                continue
            position = draw(st.sampled_from(list(positions))).number
            held = _held(one, draw(st.integers(0, 200)), draw(st.integers(0, 200)))
            quotes = (held[0],) if held else ()
            places = (held[1],) if held and draw(st.booleans()) else ()
            group = one.group if draw(st.booleans()) else None
            made.append(Point(f"{one.number}.{seq}", one.number, position, group, quotes, places))
    return tuple(made)


def _held(one: Response, begins: int, length: int) -> tuple[str, Place] | None:
    """Some words of its answer, and where they stand."""
    text = one.answers[0].text if one.answers else ""
    if not text:
        return None
    start = begins % len(text)
    end = start + 1 + length % (len(text) - start)
    return (text[start:end], Place(0, start, end)) if text[start:end].strip() else None


def _picked(position: Position, points: Sequence[Point]) -> tuple[Picked, ...]:
    own = (point for point in points if point.position == position.number and point.quotes)
    return tuple(Picked(point.number, point.quotes[0]) for point in own)[:2]
