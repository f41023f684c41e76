"""The snapshot's inputs as bytes: canonical, exact, and refused when they are anything else (R45)."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from consultation.summary.inputs import from_json, to_json
from tests.summary.sample import sample

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def test_R45_inputs_come_back_equal() -> None:
    assert from_json(to_json(sample())) == sample()


def test_R45_bytes_are_sorted_utf8_and_end_with_one_newline() -> None:
    data = to_json(sample())
    plain = json.loads(data)
    assert data == json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"
    assert "Handicaprådet".encode() in data


def test_R45_the_same_instant_in_another_zone_is_the_same_bytes() -> None:
    inputs = sample()
    moved = replace(inputs.snapshot, made_at=inputs.snapshot.made_at.astimezone(COPENHAGEN))
    assert to_json(replace(inputs, snapshot=moved)) == to_json(inputs)


def test_microseconds_are_kept() -> None:
    inputs = sample()
    exact = datetime(2019, 10, 20, 21, 59, 59, 999_999, tzinfo=UTC)
    first = replace(inputs.responses[0], received_at=exact)
    again = from_json(to_json(replace(inputs, responses=(first,))))
    assert again.responses[0].received_at == exact


def test_a_naive_time_is_refused() -> None:
    inputs = sample()
    naive = replace(inputs.snapshot, made_at=inputs.snapshot.made_at.replace(tzinfo=None))
    with pytest.raises(TypeError):
        to_json(replace(inputs, snapshot=naive))


def test_R45_a_float_is_refused() -> None:
    half: dict[str, Any] = {"seq": 1.5}
    inputs = sample()
    with pytest.raises(TypeError):
        to_json(replace(inputs, snapshot=replace(inputs.snapshot, **half)))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda plain: plain.pop("drafts"),
        lambda plain: plain.update(surprise=1),
        lambda plain: plain["snapshot"].update(seq="3"),
        lambda plain: plain["snapshot"].update(provisional=0),
        lambda plain: plain["responses"][0].update(status="lost"),
        lambda plain: plain["responses"][0].update(received_at="2019-10-20"),
        lambda plain: plain.update(points={}),
        lambda plain: plain["responses"][0].update(late=None),
    ],
)
def test_anything_but_what_was_written_is_refused(spoil: Callable[[Any], object]) -> None:
    plain = json.loads(to_json(sample()))
    spoil(plain)
    with pytest.raises(ValueError):
        from_json(json.dumps(plain).encode())
