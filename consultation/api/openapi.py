"""openapi.json, written from the shapes of the answers (OpenAPI 3.1); a test asks for every address of the API."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from inspect import getdoc
from typing import Any

import msgspec

from consultation.api import shapes

Json = dict[str, Any]
REFERENCE = "#/components/schemas/{name}"
ABOUT = """
Public consultations: what is proposed, what was answered, what became of it. Read-only, the same for everybody, without
a key; any page may read it from a browser.

**Answers** are JSON in UTF-8. Every key is always there; null means that there is none. Instants are UTC (RFC 3339), a
name that ends in `_on` is a date in Copenhagen. `closes_at` is exclusive: the first instant that is late. Texts are in
Danish, as they were written. Numbers add up: received = on_time + late = published + redacted + all withheld +
withdrawn + awaiting.

**Keep what you have.** Each answer has an `ETag`. Send it back as `If-None-Match`, and the answer is 304 while nothing
has changed. A response can be taken down at any time: ask again before you show it to others.

**Long lists** come in pages. Follow `next`, or the `Link` header, until it is null. A page begins after a key, so
nothing is skipped or repeated when something new comes in meanwhile.

**Refusals** are problems (RFC 9457) with a stable `code`. What is not public looks like what does not exist.
""".strip()


@dataclass(frozen=True)
class Operation:
    """One address: what it answers with and what may be asked. `can_miss`: its query may name what is not there."""

    path: str
    name: str
    summary: str
    shape: type[msgspec.Struct]
    query: type[shapes.Query] = shapes.Query
    can_miss: bool = False


_PARAMETERS: dict[str, Json] = {
    "slug": {"description": "The consultation's word in addresses.", "schema": {"type": "string"}},
    "number": {"description": "The draft's number.", "schema": {"type": "integer", "minimum": 0}},
    "key": {"description": "The response's key, as the list has it.", "schema": {"type": "string"}},
}
_ONE = "/consultations/{slug}"
_YEAR = "An authority's year in numbers"
OPERATIONS = (
    Operation("/authorities", "authorities", "Authorities", shapes.Authorities),
    Operation("/consultations", "consultations", "Consultations", shapes.Consultations, shapes.ConsultationsQuery),
    Operation(_ONE, "consultation", "A consultation", shapes.Consultation),
    Operation(_ONE + "/drafts/{number}", "draft", "A draft with its text", shapes.Draft),
    Operation(
        _ONE + "/responses",
        "responses",
        "Responses, every number accounted for",
        shapes.Responses,
        shapes.ResponsesQuery,
    ),
    Operation(_ONE + "/responses/{key}", "response", "A published response", shapes.Response),
    Operation(_ONE + "/figures", "figures", "Numbers that add up", shapes.Figures),
    Operation("/statistics", "statistics", _YEAR, shapes.Statistics, shapes.StatisticsQuery, can_miss=True),
    Operation(_ONE + "/outcome", "outcome", "What became of the responses", shapes.Result),
)


def document(base: str, terms: str) -> Json:
    """`base` is the address that the paths stand below, `terms` the page that says what may be done with the data."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Høring", "version": "1", "description": ABOUT, "termsOfService": terms},
        "servers": [{"url": base}],
        "paths": {one.path: {"get": _operation(one)} for one in OPERATIONS} | {"/openapi.json": {"get": _itself()}},
        "components": {"schemas": _schemas(), "responses": {"Problem": _problem()}},
    }


def _operation(one: Operation) -> Json:
    names = [name for name in _PARAMETERS if "{" + name + "}" in one.path]
    given = [{"name": name, "in": "path", "required": True, **_PARAMETERS[name]} for name in names]
    problem = {"$ref": "#/components/responses/Problem"}
    refusals = [
        "400",
        *(["404"] if names or one.can_miss else []),
        *(["410"] if "key" in names else []),
        "default",
    ]
    return {
        "operationId": one.name,
        "summary": one.summary,
        "parameters": [*given, *_query(one.query)],
        "responses": {"200": _success(one), "304": _UNCHANGED, **dict.fromkeys(refusals, problem)},
    }


def _success(one: Operation) -> Json:
    schema = {"$ref": REFERENCE.format(name=one.shape.__name__)}
    link = {"Link": {"description": 'The next page, rel="next".', "schema": {"type": "string"}}}
    paged = "after" in one.query.__struct_fields__
    return {
        "description": getdoc(one.shape) or "",
        "headers": _ETAG | (link if paged else {}),
        "content": {"application/json": {"schema": schema}},
    }


def _query(query: type[shapes.Query]) -> list[Json]:
    properties = _queries()[query.__name__].get("properties", {})
    return [{"name": name, "in": "query", **_parameter(schema)} for name, schema in properties.items()]


def _parameter(schema: Json) -> Json:
    """As a query says it: leaving it out is the only way to say none."""
    kept = {key: value for key, value in schema.items() if key not in {"anyOf", "description"}}
    if kept.get("default") in {"", None}:
        kept.pop("default", None)
    chosen: Json = next((one for one in schema.get("anyOf", []) if one != {"type": "null"}), {})
    return {"description": schema["description"], "schema": kept | chosen}


def _problem() -> Json:
    schema = {"$ref": REFERENCE.format(name=shapes.Problem.__name__)}
    return {"description": "A refusal (RFC 9457).", "content": {"application/problem+json": {"schema": schema}}}


def _itself() -> Json:
    return {
        "operationId": "openapi_json",
        "summary": "This description",
        "responses": {
            "200": {
                "description": "OpenAPI 3.1.",
                "headers": _ETAG,
                "content": {"application/json": {"schema": {"type": "object"}}},
            },
            "304": _UNCHANGED,
            "default": {"$ref": "#/components/responses/Problem"},
        },
    }


_ETAG: Json = {"ETag": {"description": "Changes when the answer does.", "schema": {"type": "string"}}}
_UNCHANGED: Json = {"description": "Nothing has changed since the answer with this ETag.", "headers": _ETAG}


@cache
def shape() -> str:
    """Changes when the description does, and so with what answers look like; made of the program alone."""
    return sha256(msgspec.json.encode(document("", ""))).hexdigest()[:8]


@cache
def _schemas() -> Json:
    shown = [*(one.shape for one in OPERATIONS), shapes.Problem]
    return msgspec.json.schema_components(shown, ref_template=REFERENCE)[1]


@cache
def _queries() -> Json:
    return msgspec.json.schema_components([one.query for one in OPERATIONS], ref_template=REFERENCE)[1]
