"""A program that follows every address of the API, and holds each answer against the description."""

import json
from collections.abc import Iterator
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator, FormatChecker
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from consultation.api import openapi
from consultation.api.blueprint import ROOT

Json = dict[str, Any]
START = (f"{ROOT}/openapi.json", f"{ROOT}/authorities", f"{ROOT}/consultations")


def crawl(client: FlaskClient) -> dict[str, TestResponse]:
    """Path -> answer, of every address of the API within reach."""
    waiting, found = list(START), dict[str, TestResponse]()
    while waiting:
        path = waiting.pop()
        if path not in found:
            found[path] = client.get(path)
            waiting += _own_paths(found[path].get_json())
    return found


def _own_paths(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _own_paths(one)
    elif isinstance(value, str) and value.startswith("http") and f"{ROOT}/" in value and "{" not in value:
        yield ROOT + value.partition(ROOT)[2]


def faults(app: Flask, path: str, answer: TestResponse) -> list[str]:
    """How an answer differs from what openapi.json says of its address and status."""
    described = BY_NAME.get(name_of(app, path))
    if described is None:
        return [f"{path} is not described"]
    responses = described["responses"]
    told = responses.get(str(answer.status_code), responses.get("default"))
    if "$ref" in told:
        told = DOCUMENT["components"]["responses"][told["$ref"].rpartition("/")[2]]
    content = told["content"].get(answer.mimetype)
    if content is None:
        return [f"{path}: {answer.mimetype} is not described"]
    checker = Draft202012Validator(content["schema"] | {"components": DOCUMENT["components"]}, format_checker=FORMATS)
    return [f"{path}: {error.json_path} {error.message[:200]}" for error in checker.iter_errors(answer.get_json())]


def name_of(app: Flask, path: str) -> str:
    """The operation behind an address; "" where there is none."""
    try:
        endpoint, _values = app.url_map.bind("localhost").match(path.partition("?")[0])
    except HTTPException:
        return ""
    return str(endpoint).removeprefix("api.")


DOCUMENT: Json = json.loads(json.dumps(openapi.document(f"http://localhost{ROOT}", "http://localhost/data")))
BY_NAME: dict[str, Json] = {methods["get"]["operationId"]: methods["get"] for methods in DOCUMENT["paths"].values()}
FORMATS = FormatChecker()
