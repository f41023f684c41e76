"""The page of one decision on all equal responses: read first, see what happens, act, take back (interface.md 5.1)."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from consultation.models import Access, Consultation, Decision, Staff
from consultation.moderation import group_queries
from consultation.vocabulary import Role
from tests import factories
from tests.moderation.desk import received
from tests.moderation.grouped import regroup
from tests.pages import PageClient

TEMPLATE = "Vi vil have tolv uger til alle, og vi vil have det skrevet ind i kvalitetsstandarden, så enhver kan se det."
HOME = "/intern/hoeringer/hjaelp-i-hverdagen/grupper"
SignIn = Callable[[Staff], PageClient]


@pytest.fixture
def consultation(store: Session) -> Consultation:
    """Twelve who send the same, and one with words of its own."""
    row = factories.consultation(store, factories.authority(store))
    for at in range(12):
        received(store, row, TEMPLATE, sender=factories.sender(name=f"Prøve {at}"))
    received(store, row, f"{TEMPLATE} Min mor på 82 har brug for det.", sender=factories.sender(name="Prøve Egen"))
    regroup(store, row)
    return row


@pytest.fixture
def maja(store: Session, consultation: Consultation, sign_in: SignIn) -> PageClient:
    person = factories.staff(store, consultation.authority, Role.MODERATOR)
    store.commit()
    return sign_in(person)


@pytest.fixture
def place(store: Session, consultation: Consultation) -> str:
    (one,) = group_queries.list_groups(store, consultation.id)
    key = one.key
    store.commit()
    return f"{HOME}/{key}"


def press(client: PageClient, at: str, path: str, **values: object) -> TestResponse:
    html = client.get(at).get_data(as_text=True)
    return client.post(f"{at}{path}", data=hidden(html) | values)


def hidden(html: str) -> dict[str, object]:
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html))


def said(answer: TestResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.get_data(as_text=True)))


def count(store: Session, model: type[object]) -> int:
    found = store.scalar(select(func.count()).select_from(model)) or 0
    store.commit()
    return found


def test_nothing_is_decided_before_text_and_sample_are_opened(store: Session, maja: PageClient, place: str) -> None:
    shown = said(maja.get(f"{place}/afgoer"))
    assert "Tag stilling til 12 svar på én gang" in shown
    assert "Har egne ord med (1): 13" in shown
    assert "tolv uger" not in shown
    assert "Se, hvad der sker" not in shown
    press(maja, f"{place}/afgoer", "/tekster")
    assert count(store, Access) == 11
    assert "tolv uger" in said(maja.get(f"{place}/afgoer"))


def test_the_preview_tells_all_that_happens_and_does_nothing(store: Session, maja: PageClient, place: str) -> None:
    press(maja, f"{place}/afgoer", "/tekster")
    shown = said(press(maja, f"{place}/afgoer", "/se", kind="publish", seen="1"))
    assert "12 svar bliver vist. 1 bliver afgjort enkeltvis. 12 får besked. Loggen får 12 linjer." in shown
    assert count(store, Decision) == 0


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"kind": "publish"}, "Sæt hak ved, at du har læst den offentlige udgave"),
        ({"kind": "withhold"}, "Vælg en grund"),
        ({}, "Vælg, hvad der skal ske med svaret"),
    ],
)
def test_what_lacks_is_said(maja: PageClient, place: str, values: dict[str, object], words: str) -> None:
    press(maja, f"{place}/afgoer", "/tekster")
    assert words in said(press(maja, f"{place}/afgoer", "/se", **values))


def test_U23_the_act_decides_all_and_is_taken_back_whole(store: Session, maja: PageClient, place: str) -> None:
    press(maja, f"{place}/afgoer", "/tekster")
    preview = press(maja, f"{place}/afgoer", "/se", kind="publish", seen="1").get_data(as_text=True)
    assert maja.post(f"{place}/afgoer", data=hidden(preview)).status_code == 303
    assert count(store, Decision) == 12
    group = maja.get(place)
    assert "Det kan fortrydes til kl." in said(group)
    act = re.search(r'name="act" value="(\d+)"', group.get_data(as_text=True))
    assert act is not None
    assert press(maja, place, "/afgoer/fortryd", act=act[1]).status_code == 303
    assert count(store, Decision) == 24
    assert "12 svar er i køen igen." in said(maja.get(place))


def test_C1_a_preview_that_no_longer_holds_gives_409(
    store: Session, consultation: Consultation, maja: PageClient, place: str
) -> None:
    press(maja, f"{place}/afgoer", "/tekster")
    preview = press(maja, f"{place}/afgoer", "/se", kind="publish", seen="1").get_data(as_text=True)
    received(store, consultation, TEMPLATE, sender=factories.sender(name="Prøve Sent"))
    regroup(store, consultation)
    store.commit()
    refused = maja.post(f"{place}/afgoer", data=hidden(preview))
    assert refused.status_code == 409
    assert "Gruppen er ændret, siden du åbnede siden. Se den igen." in said(refused)
    assert count(store, Decision) == 0


def test_R36_where_two_decide_it_is_said(
    store: Session, consultation: Consultation, maja: PageClient, place: str
) -> None:
    consultation.two_person = True
    store.commit()
    press(maja, f"{place}/afgoer", "/tekster")
    assert "I høringen tager to personer stilling." in said(maja.get(f"{place}/afgoer"))
