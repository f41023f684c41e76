"""Responses, numbers and the outcome for programs (R26, R27, R33, R35, R40, P1, P2)."""

import base64
import hashlib
import json
import unicodedata
from collections import Counter
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from consultation.moderation import operations as moderation
from consultation.responses import operations as responses
from consultation.summary import operations as summary
from consultation.summary.dataset import data
from consultation.summary.selection import Selection
from consultation.vocabulary import DecisionKind, PublicationMode, Reason
from tests import factories
from tests.api.reading import crawl
from tests.api.test_public import HOME, LIST, get
from tests.api.world import AGENDA, CANARIES, DECIDED, LATER, MAIN, SECRET, World
from tests.conftest import Clock
from tests.factories import CLOSES, NOW
from tests.site.published import answered, page, shown, statements
from tests.summary.case import READY, SETTINGS

RESPONSES = f"{HOME}/responses"


def numbers(answer: Any) -> list[str]:
    return [one["number"] for one in answer["responses"]]


# What may be read


def test_P1_what_was_removed_withheld_or_waits_is_nowhere(client: FlaskClient, world: World) -> None:
    """Neither raw nor as a program may write it, nor as its hash, in bodies and headers."""
    everything = "".join(
        answer.get_data(as_text=True) + json.dumps(answer.get_json(), ensure_ascii=False) + str(answer.headers)
        for answer in crawl(client).values()
    )
    found = unicodedata.normalize("NFKC", everything)
    assert [canary for canary in CANARIES for form in _forms(canary) if form in found] == []


def _forms(text: str) -> list[str]:
    raw = text.encode()
    hashes = [hashlib.new(name, raw).hexdigest() for name in ("md5", "sha1", "sha256")]
    return [text, quote(text), base64.b64encode(raw).decode(), raw.hex(), *hashes]


def test_R27_a_decision_takes_effect_after_five_minutes_and_until_then_the_number_awaits(
    client: FlaskClient, world: World, store: Session, at: Clock
) -> None:
    shown(store, world.row, "Ny og vist.", at=NOW)
    store.commit()
    effect = NOW + timedelta(minutes=5)
    at.now = effect - timedelta(microseconds=1)
    before = client.get(RESPONSES)
    assert "Ny og vist." not in before.get_data(as_text=True)
    at.now = effect
    after = client.get(RESPONSES, headers={"If-None-Match": before.headers["ETag"]})
    assert "Ny og vist." in after.get_data(as_text=True)


def test_R27_what_was_shown_and_awaits_a_new_decision_is_told_as_in_the_list(
    client: FlaskClient, world: World, store: Session
) -> None:
    council = get(client, RESPONSES)["responses"][1]
    path = council["href"].removeprefix("http://localhost")
    moderation.decide(store, "system", LATER, world.council.id, 1, 1, DecisionKind.REOPEN)
    store.commit()
    told = get(client, path)
    assert (told["status"], told["corrected"], told["answers"]) == ("awaiting", True, [])
    assert told == get(client, RESPONSES)["responses"][1]


def test_P7_a_tag_does_not_say_when_something_will_appear(client: FlaskClient, world: World, at: Clock) -> None:
    at.now = NOW + timedelta(minutes=1)
    assert "1205" not in client.get(RESPONSES).headers["ETag"]
    at.now = NOW + timedelta(minutes=5)
    assert "1205" in client.get(RESPONSES).headers["ETag"]


def test_R35_one_that_is_taken_down_is_gone_and_no_tag_keeps_it(
    client: FlaskClient, world: World, store: Session
) -> None:
    council = get(client, RESPONSES)["responses"][1]
    path = council["href"].removeprefix("http://localhost")
    before = client.get(path)
    row = world.council
    moderation.decide(store, "system", LATER, row.id, 1, 1, DecisionKind.WITHHOLD, Reason.PERSON, seen=True)
    store.commit()
    told = get(client, path, 410, headers={"If-None-Match": before.headers["ETag"]})
    assert told["code"] == "gone"
    assert get(client, RESPONSES)["responses"][1]["status"] == "withheld"


def test_A2_a_key_of_another_consultation_is_unknown(client: FlaskClient, world: World) -> None:
    key = get(client, RESPONSES)["responses"][0]["key"]
    get(client, f"{LIST}/{DECIDED}/responses/{key}", 404)
    get(client, f"{RESPONSES}/{'a' * 16}", 404)


@pytest.mark.parametrize(
    ("slug", "reason", "public_at"),
    [(AGENDA, "with_agenda", "2026-04-14T23:00:00Z"), (SECRET, "not_public", None)],
)
def test_R26_a_list_that_is_not_public_is_empty_and_says_why_and_until_when(
    client: FlaskClient, world: World, slug: str, reason: str, public_at: str | None
) -> None:
    told = get(client, f"{LIST}/{slug}/responses")
    assert told == {"responses": [], "reason": reason, "public_at": public_at, "next": None}
    publication = get(client, f"{LIST}/{slug}")["publication"]
    assert (publication["mode"], publication["public_now"]) == (reason, False)


def test_R26_a_single_response_looks_unknown_until_then(
    client: FlaskClient, world: World, store: Session, at: Clock
) -> None:
    row = world.row
    key = get(client, RESPONSES)["responses"][0]["key"]
    row.publication_mode, row.responses_public_at = PublicationMode.WITH_AGENDA, LATER + timedelta(days=1)
    store.commit()
    at.now = LATER + timedelta(days=1, microseconds=-1)
    hidden, unknown = client.get(f"{RESPONSES}/{key}"), client.get(f"{RESPONSES}/{'a' * 16}")
    assert (hidden.status_code, hidden.data) == (404, unknown.data)
    at.now = LATER + timedelta(days=1)
    assert get(client, f"{RESPONSES}/{key}")["number"] == "1"


# The list


def test_R33_every_number_is_accounted_for(client: FlaskClient, world: World, store: Session) -> None:
    shown(store, world.row, at=CLOSES + timedelta(days=8))
    store.commit()
    told = get(client, RESPONSES)
    assert [(one["number"], one["status"], one["reason"]) for one in told["responses"]] == [
        ("1", "redacted", None),
        ("2", "published", None),
        ("3", "withheld", "other"),
        ("4", "awaiting", None),
        ("5", "withdrawn", None),
        ("E-1", "published", None),
    ]
    assert [bool(one["href"]) for one in told["responses"]] == [True, True, False, False, False, True]
    assert told["responses"][1]["shown_name"] == "Handicaprådet i Prøvestad"


FILTERS = [
    ("status=published", ["2"]),
    ("status=redacted", ["1"]),
    ("status=withheld", ["3"]),
    ("status=awaiting", ["4"]),
    ("status=withdrawn", ["5"]),
    ("capacity=council", ["2"]),
    ("draft=0", ["1", "2"]),
    ("draft=1", []),
    ("draft=0&status=redacted", ["1"]),
    ("draft=0&status=withheld", []),
    ("capacity=citizen&status=awaiting", []),
    ("after=3", ["4", "5"]),
    ("after=E-9", []),
]


@pytest.mark.parametrize(("query", "expected"), FILTERS)
def test_the_list_is_filtered(client: FlaskClient, world: World, query: str, expected: list[str]) -> None:
    assert numbers(get(client, f"{RESPONSES}?{query}")) == expected


def test_until_its_time_a_published_response_is_among_the_awaiting(
    client: FlaskClient, world: World, at: Clock
) -> None:
    at.now = NOW
    assert numbers(get(client, f"{RESPONSES}?status=awaiting")) == ["1", "2", "4"]
    assert numbers(get(client, f"{RESPONSES}?status=published")) == []
    assert numbers(get(client, f"{RESPONSES}?draft=0")) == []


@pytest.mark.parametrize(
    "query", ["draft=-1", "draft=x", "draft=1.0", "after=0", "after=e-1", "status=gone", "limit=999"]
)
def test_I1_a_filter_that_is_none_is_refused(client: FlaskClient, world: World, query: str) -> None:
    assert get(client, f"{RESPONSES}?{query}", 400)["code"] == "invalid"


def test_pages_give_each_number_once_though_more_come_in_meanwhile(
    client: FlaskClient, world: World, store: Session
) -> None:
    seen, path = list[str](), f"{RESPONSES}?limit=2"
    while path and len(seen) < 50:
        told = get(client, path)
        seen += numbers(told)
        if len(seen) < 7:
            answered(store, world.row)
            store.commit()
        path = (told["next"] or "").removeprefix("http://localhost")
    assert seen == [str(number) for number in range(1, len(seen) + 1)]
    assert len(seen) > 5


def test_fifty_responses_cost_as_many_statements_as_five(
    client: FlaskClient, world: World, store: Session, sqlite_engine: Engine
) -> None:
    costs = []
    for more in (0, 45):
        for _ in range(more):
            shown(store, world.row)
        store.commit()
        with statements(sqlite_engine) as seen:
            get(client, f"{RESPONSES}?limit=100")
        costs.append(len(seen))
    assert costs[0] == costs[1]


# Numbers


def test_R40_U15_the_numbers_are_those_of_the_papers_and_of_the_page(
    client: FlaskClient, world: World, store: Session
) -> None:
    told = get(client, f"{HOME}/figures")
    made = summary.collect_now(store, SETTINGS, READY, world.row, provisional=True)
    papers = data(Selection(made))["counts"]
    both = told["counts"].keys() & papers.keys()
    assert {name: told["counts"][name] for name in both} == {name: papers[name] for name in both}
    assert both == papers.keys() - {"points", "points_answered"}
    assert f">{told['counts']['received']}</a></strong>" in page(client, f"/hoeringer/{MAIN}/tal")
    assert get(client, HOME)["counts"] == told["counts"]


def test_D7_the_numbers_add_up_to_the_list(client: FlaskClient, world: World) -> None:
    told = get(client, f"{HOME}/figures")
    counts, listed = told["counts"], Counter(one["status"] for one in get(client, RESPONSES)["responses"])
    assert counts["received"] == counts["on_time"] + counts["late"] == sum(listed.values())
    assert counts["withheld"] == {"other": 1}
    assert {one["status"]: one["total"] for one in told["statuses"]} == listed
    assert all(one["total"] == one["on_time"] + one["late"] for one in told["statuses"])


def test_a_response_that_comes_in_changes_the_tag_of_the_numbers(
    client: FlaskClient, world: World, store: Session
) -> None:
    tags = {path: client.get(path).headers["ETag"] for path in (HOME, f"{HOME}/figures", RESPONSES)}
    answered(store, world.row)
    store.commit()
    for path, tag in tags.items():
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 200, path


def test_P2_two_that_say_the_same_have_nothing_in_common(client: FlaskClient, world: World, store: Session) -> None:
    for _ in range(2):
        responses.send_response(store, factories.settings(), NOW, world.row, factories.submission("Præcis det samme."))
    store.commit()
    told = get(client, f"{RESPONSES}?after=5")["responses"]
    assert [one["key"] for one in told] == [None, None]


# The outcome


def test_R47_before_the_decision_nothing_is_said_but_when_it_comes(client: FlaskClient, world: World) -> None:
    told = get(client, f"{HOME}/outcome")
    assert (told["decided"], told["positions"], sum(told["points"].values())) == (False, [], 0)
    assert told["meeting"]["on"] == "2026-05-04"


def test_R47_after_it_each_position_stands_with_numbers_remark_and_new_words(client: FlaskClient, world: World) -> None:
    told = get(client, f"{LIST}/{DECIDED}/outcome")
    assert told["decided"] is True
    assert told["points"]["accepted"] == sum(one["points"] for one in told["positions"]) == 2
    (said,) = told["positions"]
    assert said["numbers"] == ["1", "2"]
    assert (said["number"], said["anchor"], said["decided"]) == ("1.1", "hvem", "accepted")
    assert said["change"][0]["after"] == "tolv uger, som kan forlænges"
