"""A consultation as large as one wants, as a snapshot: what the papers are made of, without a database."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, overload

from consultation.summary.dataset import data
from consultation.summary.inputs import Change, Draft, Inputs, Point, Position, PublicAnswer, Response, Section, Theme
from consultation.summary.selection import Selection
from consultation.vocabulary import Capacity, Channel, Outcome, Precision, Stance, Status
from tests import campaign
from tests.summary.sample import sample

DRAFTS, SECTIONS, POINTS, SENTENCES = 15, 6, 3, 18
"""A response has so many points, and so many sentences: about 1,700 letters (performance.md)."""
_OPENED = datetime(2019, 9, 9, 8, tzinfo=UTC)
_OUTCOMES = (Outcome.NOT_ACCEPTED, Outcome.NOTED)
_MAIN = 4


def snapshot(number: int) -> Inputs:
    """So many responses, each with three points; a position for about ten points."""
    dice = random.Random(number)
    positions = _positions(max(number * POINTS // 10, 1))
    responses = [_response(at, dice) for at in range(1, number + 1)]
    points = tuple(
        Point(
            f"{one.number}.{at}",
            one.number,
            dice.choice(positions).number,
            quotes=(one.answers[0].text.split(". ")[at],),
        )
        for one in responses
        for at in range(1, POINTS + 1)
    )
    drafts = tuple(
        Draft(at, f"Standard {at}", "Voksne", 1, f"https://x.example/{at}", _sections()) for at in range(1, DRAFTS + 1)
    )
    themes = tuple(Theme(str(at), f"Tema {at}", main=at if at <= _MAIN else None) for at in range(1, 13))
    used = {point.position for point in points}
    return replace(
        sample(),
        drafts=drafts,
        responses=tuple(responses),
        groups=(),
        campaigns=(),
        themes=themes,
        points=points,
        positions=tuple(one for one in positions if one.number in used),
        questions=(),
        no_points=(),
    )


def _sections() -> tuple[Section, ...]:
    return tuple(Section(f"afsnit-{at}", str(at), f"Afsnit {at}") for at in range(1, SECTIONS + 1))


def _positions(number: int) -> list[Position]:
    return [
        Position(
            number=f"{at % DRAFTS + 1}.{at // DRAFTS + 1}",
            title=f"Ønske nr. {at} om et længere forløb i weekenden",
            draft=at % DRAFTS + 1,
            section=f"afsnit-{at % SECTIONS + 1}",
            theme=str(at % 12 + 1),
            remark_number=f"B{at + 1}",
            remark="Forvaltningen er enig i, at hensynet tæller. Rammen er fortsat udgangspunktet.",
            recommended=_OUTCOMES[at % 2] if at % 10 else Outcome.ACCEPTED,
            changes=_changes(at),
            key=str(at + 1),
        )
        for at in range(number)
    ]


def _changes(at: int) -> tuple[Change, ...]:
    """One position in ten leads to a change."""
    if at % 10:
        return ()
    draft, section = at % DRAFTS + 1, at % SECTIONS + 1
    return (Change(draft, f"afsnit-{section}", str(section), f"højst {at} uger", f"højst {at + 4} uger"),)


def _response(number: int, dice: random.Random) -> Response:
    draft, section = dice.randint(1, DRAFTS), dice.randint(1, SECTIONS)
    said = f"Svar {number} begynder her. {campaign.sentences(dice, SENTENCES)}"
    answer = PublicAnswer(draft, 1, f"afsnit-{section}", str(section), f"Afsnit {section}", Stance.OPPOSE, said)
    return Response(
        number=str(number),
        received_at=_OPENED + timedelta(minutes=number),
        precision=Precision.SECOND,
        channel=Channel.PORTAL,
        late=False,
        capacity=Capacity.CITIZEN,
        status=Status.PUBLISHED,
        sender_key=f"key-{number}",
        shown_name=f"Borger, {8900 + number % 90}",
        sort_name=f"Borger, {8900 + number % 90}",
        drafts=(draft,),
        answers=(answer,),
    )


class Many(Sequence[dict[str, Any]]):
    """The responses of data.json, made when they are read: 100,000 of them are not the spreadsheet's memory."""

    def __init__(self, number: int, like: Sequence[dict[str, Any]]) -> None:
        self._number, self._like = number, like

    def __len__(self) -> int:
        return self._number

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (self[at] for at in range(self._number))

    @overload
    def __getitem__(self, at: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[dict[str, Any]]: ...
    def __getitem__(self, at: int | slice) -> dict[str, Any] | Sequence[dict[str, Any]]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(self._number))]
        return {**self._like[at % len(self._like)], "number": str(at + 1)}


def package(number: int) -> dict[str, Any]:
    """data.json of so many responses; the points and positions are those of a hundred of them."""
    made = data(Selection(snapshot(100)))
    return {**made, "responses": Many(number, made["responses"])}
