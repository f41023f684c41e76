"""What nobody thought of: every address, asked rightly and wrongly in ways that the description leads to (I1)."""

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode

from consultation.api.blueprint import ROOT
from tests.api.reading import DOCUMENT
from tests.api.world import MAIN, World

KNOWN = {"slug": MAIN, "number": 1}
BELOW = [path for path in DOCUMENT["paths"] if "{slug}" in path and "{key}" not in path]
CAN_BE_WRONG = ["/consultations", "/consultations/{slug}/responses", "/consultations/{slug}/drafts/{number}"]
"""Addresses with something that has a form: any text may be a slug."""
pytestmark = pytest.mark.slow
bounded = settings(max_examples=10, derandomize=True, database=None, suppress_health_check=list(HealthCheck))

Asks = Callable[..., None]


@pytest.fixture
def asks(app: Flask, world: World) -> Asks:
    """asks(path, mode): each answer has a status, headers and a form that are described, and none is 500 or more.

    A wrong query must be refused, a right one taken. `known` stands in the path instead of what was made up.
    """
    described = schemathesis.openapi.from_wsgi(f"{ROOT}/openapi.json", app)

    def ask(path: str, mode: GenerationMode = GenerationMode.POSITIVE, known: dict[str, object] | None = None) -> None:
        @bounded
        @given(case=described[path]["GET"].as_strategy(generation_mode=mode))
        def each(case: Case[Any]) -> None:
            case.path_parameters.update({name: (known or {}).get(name, made) for name, made in _parts(case)})
            case.call_and_validate()

        each()

    return ask


def _parts(case: Case[Any]) -> list[tuple[str, object]]:
    return list(case.path_parameters.items())


@pytest.mark.parametrize("path", DOCUMENT["paths"])
def test_I1_whatever_is_asked(asks: Asks, path: str) -> None:
    asks(path)


@pytest.mark.parametrize("path", CAN_BE_WRONG)
def test_I1_what_is_asked_wrongly_is_refused(asks: Asks, path: str) -> None:
    asks(path, GenerationMode.NEGATIVE)


@pytest.mark.parametrize("path", BELOW)
def test_I1_whatever_is_asked_of_what_is_there(asks: Asks, path: str) -> None:
    asks(path, known=KNOWN)
