"""The history of a position, told, and two edits of the same one (C2); pure."""

import json
from datetime import UTC, datetime

import pytest

from consultation.analysis.steps import Clash, Event, Turn, clashes, said_at, steps
from consultation.vocabulary import PositionAct

AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def said(revision: int, title: str = "a", points: tuple[int, ...] = (), remark: int | None = None) -> str:
    return json.dumps({"revision": revision, "title": title, "points": points, "remark": remark})


def event(number: int, act: PositionAct, before: str) -> Event:
    return Event(number, act, None, before, "staff:1", AT)


def test_C2_each_step_tells_what_it_changed_from_and_to() -> None:
    made = event(1, PositionAct.MADE, "{}")
    renamed = event(2, PositionAct.CHANGED, said(1))
    gathered = event(3, PositionAct.MERGED, said(2, "b", (1, 2)))
    told = steps([made, renamed, gathered], said(3, "b", (2, 3), remark=7))
    assert [one.event.id for one in told] == [3, 2, 1]
    assert told[0].turns == (Turn("remark", None, 7),)
    assert (told[0].came, told[0].went) == ((3,), (1,))
    assert told[1].turns == (Turn("title", "a", "b"),)
    assert (told[2].turns, told[2].came) == ((), ())


def test_C2_what_was_on_the_screen_is_found_by_its_revision() -> None:
    befores = ["{}", said(1, "a"), said(2, "b")]
    assert [(found or {}).get("title") for found in (said_at(befores, one) for one in (1, 2, 3))] == ["a", "b", None]


BASE = {"title": "a", "theme": "t", "outcome": None}


@pytest.mark.parametrize(
    ("theirs", "mine", "expected"),
    [
        ({}, {}, ()),
        ({"title": "b"}, {}, (Clash("title", "b", "a", proposes_mine=False),)),
        ({}, {"title": "c"}, (Clash("title", "a", "c", proposes_mine=True),)),
        ({"title": "b"}, {"title": "c"}, (Clash("title", "b", "c", proposes_mine=True),)),
        ({"title": "b"}, {"title": "b"}, ()),
        (
            {"title": "b"},
            {"outcome": "noted"},
            (Clash("title", "b", "a", proposes_mine=False), Clash("outcome", None, "noted", proposes_mine=True)),
        ),
    ],
)
def test_C2_only_what_differs_is_asked_and_what_one_did_not_touch_is_not_proposed(
    theirs: dict[str, str], mine: dict[str, str], expected: tuple[Clash, ...]
) -> None:
    assert clashes(BASE, BASE | theirs, BASE | mine) == expected


def test_C2_without_a_base_mine_is_proposed() -> None:
    assert [one.proposes_mine for one in clashes({}, BASE | {"title": "b"}, BASE)] == [True]
