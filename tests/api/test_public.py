"""Authorities, consultations and drafts for programs (R3, T5, T8, P3, P7, A5)."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consultation.api.blueprint import ROOT
from consultation.consultations import scheduling
from consultation.models import AuthorityText, Draft, DraftVersion
from consultation.vocabulary import Language
from tests import factories
from tests.api.reading import crawl
from tests.api.world import (
    AGENDA,
    ARCHIVED,
    CANCELLED,
    CLOSED,
    CONSIDERED,
    DECIDED,
    HIDDEN,
    LATER,
    MAIN,
    OTHERS,
    PLANNED,
    RENEWED,
    SECRET,
    World,
)
from tests.conftest import Clock
from tests.factories import CLOSES

LIST = f"{ROOT}/consultations"
HOME = f"{LIST}/{MAIN}"
STATES = {
    MAIN: "open",
    PLANNED: "planned",
    CLOSED: "closed",
    CONSIDERED: "under_consideration",
    DECIDED: "decided",
    ARCHIVED: "archived",
    CANCELLED: "cancelled",
    RENEWED: "open",
    AGENDA: "open",
    SECRET: "open",
}


def get(client: FlaskClient, path: str, status: int = 200, **given: Any) -> Any:
    answer = client.get(path, **given)
    assert answer.status_code == status, (path, answer.get_data(as_text=True)[:300])
    return answer.get_json()


def slugs(answer: Any) -> list[str]:
    return [one["slug"] for one in answer["consultations"]]


# What every answer is


def test_every_answer_is_everybodys(client: FlaskClient, world: World) -> None:
    """P3: no cookie is read or set, any page may read it, a cache may keep it a minute at most."""
    client.set_cookie("session", "whatever")
    for path, answer in crawl(client).items():
        assert "Set-Cookie" not in answer.headers, path
        assert "Cookie" not in answer.headers.get("Vary", ""), path
        assert answer.headers["Access-Control-Allow-Origin"] == "*", path
        assert answer.headers["Cache-Control"] in {"public, max-age=30", "public, max-age=60"}, path
        assert answer.headers["X-Robots-Tag"] == "noindex", path
        assert answer.mimetype == "application/json", path


@pytest.mark.parametrize("path", ["", "/nej", "/consultations/ingen", "/consultations?x=1"])
def test_a_refusal_is_a_problem_that_any_page_may_read(client: FlaskClient, world: World, path: str) -> None:
    answer = client.get(ROOT + path)
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.get_json()["status"] == answer.status_code


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_A1_nothing_can_be_changed(client: FlaskClient, world: World, method: str) -> None:
    answer = client.open(HOME, method=method, data={"title": "Andet"})
    assert (answer.status_code, answer.get_json()["code"]) == (405, "method_not_allowed")
    assert sorted(answer.headers["Allow"].split(", ")) == ["GET", "HEAD", "OPTIONS"]


def test_a_browser_may_ask_whether_it_may_send_a_tag(client: FlaskClient) -> None:
    """`fetch` asks before it sends If-None-Match to another site."""
    answer = client.options(LIST, headers={"Origin": "https://data.example"})
    assert answer.headers["Access-Control-Allow-Headers"] == "If-None-Match"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_pages_are_for_their_own_site_alone(client: FlaskClient, world: World) -> None:
    assert "Access-Control-Allow-Origin" not in client.get(f"/hoeringer/{MAIN}").headers


def test_data_has_no_language_in_its_address_and_refuses_in_english(client: FlaskClient, world: World) -> None:
    assert client.get(f"/en{HOME}").status_code == 404
    told = get(client, f"{LIST}?after=%ff", 400)
    assert "Derfor er intet" not in told["detail"]


HOSTILE = (
    *("?limit=0", "?limit=101", "?limit=5.0", "?limit=1e1", "?limit=", "?limit=%20", "?limit=-1", "?limit=%D9%A5"),
    *("?state=unpublished", "?state=null", "?state=", "?x=1", "?limit=1&limit=2", "?after=" + "a" * 201),
    *("?limit=" + "9" * 5000, "?after=%00", "?after=%ff", "?state[]=open", "?=", "?after=%ed%a0%80"),
)


@pytest.mark.parametrize("query", HOSTILE, ids=lambda query: query[:30])
def test_I1_what_cannot_be_read_is_refused_in_words(client: FlaskClient, world: World, query: str) -> None:
    told = get(client, LIST + query, 400)
    assert told["detail"]


# Lists


def test_R3_the_list_tells_the_state_of_each_and_nothing_of_what_is_not_sent_out(
    client: FlaskClient, world: World
) -> None:
    listed = get(client, LIST)["consultations"]
    assert {one["slug"]: one["state"] for one in listed} == STATES | {OTHERS: "open"}
    assert {one["slug"]: get(client, f"{LIST}/{one['slug']}")["state"] for one in listed} == STATES | {OTHERS: "open"}


def test_the_list_is_filtered(client: FlaskClient, world: World, store: Session) -> None:
    world.row.subject = "27"
    store.commit()
    assert slugs(get(client, f"{LIST}?state=decided")) == [DECIDED]
    assert slugs(get(client, f"{LIST}?authority=andenby")) == [OTHERS]
    assert slugs(get(client, f"{LIST}?subject=social-og-handicap")) == [MAIN]
    assert slugs(get(client, f"{LIST}?authority=ukendt")) == []


def test_pages_of_the_list_give_each_once_though_one_is_sent_out_meanwhile(
    client: FlaskClient, world: World, store: Session
) -> None:
    seen, path = list[str](), f"{LIST}?limit=2"
    while path:
        answer = client.get(path)
        told = answer.get_json()
        assert answer.headers.get("Link") == (f'<{told["next"]}>; rel="next"' if told["next"] else None)
        seen += slugs(told)
        factories.consultation(store, world.row.authority, f"a-{len(seen)}")
        store.commit()
        path = (told["next"] or "").removeprefix("http://localhost")
    assert seen == sorted(STATES | {OTHERS: "open"})


def test_the_host_of_an_authority_speaks_for_it_alone_and_links_lead_to_whose_they_are(
    client: FlaskClient, world: World
) -> None:
    others: dict[str, Any] = {"base_url": "https://andenby.example"}
    assert slugs(get(client, LIST, **others)) == [OTHERS]
    assert [one["slug"] for one in get(client, f"{ROOT}/authorities", **others)["authorities"]] == ["andenby"]
    assert get(client, f"{LIST}?limit=1")["next"].startswith("http://localhost/")
    told = get(client, f"{LIST}/{OTHERS}")
    assert told["page"] == f"https://andenby.example/hoeringer/{OTHERS}"
    assert told["links"]["responses"] == f"https://andenby.example{LIST}/{OTHERS}/responses"


def test_A5_no_address_is_made_of_a_header(client: FlaskClient, world: World) -> None:
    for path in (LIST, HOME, f"{ROOT}/openapi.json", f"{ROOT}/authorities"):
        headers = {"Host": "ond.example", "X-Forwarded-Host": "ond.example"}
        assert "ond.example" not in client.get(path, headers=headers).get_data(as_text=True), path


# A consultation


def test_R6_a_moved_deadline_stands_with_both_times_and_the_reason(client: FlaskClient, world: World) -> None:
    told = get(client, HOME)
    assert told["closes_at"] == told["deadline"]["closes_at"] == "2026-03-22T23:00:00Z"
    assert told["deadline"]["shown"] == {
        "da": "søndag den 22. marts 2026 kl. 23.59",
        "en": "Sunday 22 March 2026 at 23:59",
    }
    assert told["moves"] == [
        {
            "at": "2026-03-02T12:00:00Z",
            "before": "2026-03-15T23:00:00Z",
            "after": "2026-03-22T23:00:00Z",
            "reason": "Vi kom sent i gang.",
        }
    ]


def test_R8_one_that_renews_another_says_so_on_both(client: FlaskClient, world: World) -> None:
    assert get(client, f"{LIST}/{RENEWED}")["follows"]["href"] == f"http://localhost{LIST}/{CANCELLED}"
    assert get(client, f"{LIST}/{CANCELLED}")["followed_by"][0]["kind"] == "renewed"
    assert get(client, f"{LIST}/{CANCELLED}")["cancelled"]["reason"] == "Forslaget er trukket."


def test_links_in_texts_hold_elsewhere_too(client: FlaskClient, world: World) -> None:
    told = get(client, HOME)
    assert told["meaning"] == f'<p>Læs <a href="http://localhost/hoeringer/{CLOSED}">planen</a>.</p>\n'
    assert told["easy_read"] == "<p>Let at læse.<br>\nEn linje til.</p>\n"


@pytest.mark.parametrize("slug", HIDDEN)
@pytest.mark.parametrize("below", ["", "/drafts/1", "/responses", "/responses/abc", "/figures", "/outcome"])
def test_P7_what_is_not_sent_out_looks_like_an_unknown_one(
    client: FlaskClient, world: World, slug: str, below: str
) -> None:
    unknown, hidden = (client.get(f"{LIST}/{one}{below}") for one in ("ukendt", slug))
    assert hidden.status_code == 404
    assert (hidden.data, dict(hidden.headers)) == (unknown.data, dict(unknown.headers))


def test_P7_a_microsecond_before_its_time_nothing_says_that_it_comes(
    client: FlaskClient, world: World, at: Clock
) -> None:
    appears = LATER + timedelta(days=1)
    at.now = appears - timedelta(hours=1)
    before = client.get(LIST)
    at.now = appears - timedelta(microseconds=1)
    just = client.get(LIST)
    assert (just.data, just.headers["ETag"]) == (before.data, before.headers["ETag"])
    assert get(client, f"{LIST}/{HIDDEN[1]}", 404)
    at.now = appears
    assert HIDDEN[1] in slugs(get(client, LIST, headers={"If-None-Match": just.headers["ETag"]}))
    assert get(client, f"{LIST}/{HIDDEN[1]}")["state"] == "open"


def test_T5_state_and_tag_change_at_the_instant_without_a_job(client: FlaskClient, world: World, at: Clock) -> None:
    closes_at = CLOSES + timedelta(days=7)
    at.now = closes_at - timedelta(microseconds=1)
    before = client.get(HOME)
    assert (before.get_json()["state"], before.headers["Cache-Control"]) == ("open", "no-cache")
    at.now = closes_at
    after = client.get(HOME, headers={"If-None-Match": before.headers["ETag"]})
    assert (after.status_code, after.get_json()["state"]) == (200, "closed")


# Tags


def test_who_has_it_is_told_that_nothing_has_changed(client: FlaskClient, world: World, at: Clock) -> None:
    answers = crawl(client)
    at.now += timedelta(minutes=30)
    for path, answer in answers.items():
        if path != f"{ROOT}/authorities":
            again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
            assert (again.status_code, again.data) == (304, b""), path
            assert again.headers["ETag"] == answer.headers["ETag"]
            assert again.headers["Cache-Control"] == answer.headers["Cache-Control"]


def test_nothing_is_built_for_who_has_it(client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    tags = {path: answer.headers.get("ETag", "") for path, answer in crawl(client).items()}
    monkeypatch.setattr("consultation.api.answering.msgspec.json.encode", None)
    for path, tag in tags.items():
        if tag:
            assert client.get(path, headers={"If-None-Match": tag}).status_code == 304, path


def test_a_tag_is_the_same_in_every_process(app: Flask, new_app: Flask, world: World) -> None:
    for path in (LIST, HOME, f"{HOME}/responses", f"{ROOT}/openapi.json"):
        assert app.test_client().get(path).headers["ETag"] == new_app.test_client().get(path).headers["ETag"], path


def test_T8_a_moved_deadline_changes_the_tag_at_once(client: FlaskClient, world: World, store: Session) -> None:
    before = {path: client.get(path).headers["ETag"] for path in (LIST, HOME, f"{HOME}/responses")}
    to = CLOSES + timedelta(days=13)
    row = world.row
    scheduling.move_deadline(store, "staff:1", LATER, row, to, "Flere vil svare.", factories.REASONS)
    store.commit()
    for path, tag in before.items():
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 200, path
    assert get(client, HOME)["closes_at"] == "2026-03-28T23:00:00Z"


# Drafts


def test_a_draft_has_its_sections_laws_and_versions(client: FlaskClient, world: World) -> None:
    told = get(client, f"{HOME}/drafts/1")
    assert [(one["anchor"], one["number"], one["parent"]) for one in told["sections"]] == [
        ("hvem", "1", None),
        ("hvor-laenge", "2", None),
        ("laengde-grupper", "2.1", "hvor-laenge"),
    ]
    assert told["sections"][0]["html"] == f"<p>{told['sections'][0]['text']}</p>"
    assert told["legal_references"] == [
        {"law": "Serviceloven", "paragraph": "§ 85", "url": "https://lov.example/85"},
        {"law": "Retssikkerhedsloven", "paragraph": None, "url": None},
    ]
    assert [one["number"] for one in told["versions"]] == [told["version"]] == [1]


def test_the_address_of_a_law_that_is_written_later_changes_the_tag(
    client: FlaskClient, world: World, store: Session
) -> None:
    before = client.get(f"{HOME}/drafts/1").headers["ETag"]
    law = {"kind": "law", "code": "Retssikkerhedsloven", "body": "https://lov.example/rets"}
    owner = world.row.authority_id
    store.add(AuthorityText(authority_id=owner, **law, language=Language.DANISH, version=1, at=LATER))
    store.commit()
    told = get(client, f"{HOME}/drafts/1", headers={"If-None-Match": before})
    assert told["legal_references"][1]["url"] == "https://lov.example/rets"


def test_P7_a_version_that_is_begun_is_not_known(client: FlaskClient, world: World, store: Session) -> None:
    draft = store.query(Draft).filter_by(consultation_id=world.row.id, number=1).one()
    store.add(DraftVersion(authority_id=draft.authority_id, draft_id=draft.id, number=2))
    store.commit()
    told = get(client, f"{HOME}/drafts/1")
    assert told["version"] == 1
    assert [one["number"] for one in told["versions"]] == [1]
