"""The description is valid, complete, and true of every answer."""

import json
import re
from typing import get_args

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator

from consultation.api import shapes
from consultation.api.blueprint import ROOT
from consultation.vocabulary import State
from tests.api.reading import BY_NAME, DOCUMENT, crawl, faults, name_of
from tests.api.world import MAIN, World

UNKNOWN = (f"{ROOT}/consultations/ingen", f"{ROOT}/consultations?limit=0", f"{ROOT}/consultations/{MAIN}/drafts/99")


def test_it_is_openapi_3_1() -> None:
    assert DOCUMENT["openapi"] == "3.1.0"
    OpenAPIV31SpecValidator(DOCUMENT).validate()


def test_every_address_is_described_and_every_description_has_one(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("api.")]
    paths = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule).removeprefix(ROOT): rule.endpoint for rule in rules}
    described = {path: "api." + methods["get"]["operationId"] for path, methods in DOCUMENT["paths"].items()}
    assert paths == described


def test_every_state_that_can_be_seen_is_a_word_of_it() -> None:
    assert set(get_args(shapes.ShownState)) == set(State) - {State.UNPUBLISHED}


def test_every_answer_is_as_described(app: Flask, client: FlaskClient, world: World) -> None:
    answers = crawl(client)
    assert [answer.status_code for answer in answers.values()] == [200] * len(answers)
    assert [fault for path, answer in answers.items() for fault in faults(app, path, answer)] == []
    assert {name_of(app, path) for path in answers} == set(BY_NAME)


@pytest.mark.parametrize("path", UNKNOWN)
def test_every_refusal_is_as_described(app: Flask, client: FlaskClient, world: World, path: str) -> None:
    assert faults(app, path, client.get(path)) == []


def test_a_false_answer_is_found(app: Flask, client: FlaskClient, world: World) -> None:
    """The check can fail: a number that is none, a day that is no day."""
    path = f"{ROOT}/consultations/{MAIN}/responses"
    answer = client.get(path)
    false = answer.get_json()
    false["responses"][0] |= {"number": "0", "received_on": "i går"}
    answer.set_data(json.dumps(false))
    assert len(faults(app, path, answer)) == 2


def test_it_names_where_it_is_served_and_the_terms(client: FlaskClient, world: World) -> None:
    told = client.get(f"{ROOT}/openapi.json").get_json()
    assert told["servers"] == [{"url": f"http://localhost{ROOT}"}]
    assert told["info"]["termsOfService"] == "http://localhost/data"
    assert client.get("/data").status_code == 200
