"""The page of one decision on all equal responses: read first, see what happens, act, take back (interface.md 5.1)."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from consultation.accounts import queries as accounts
from consultation.models import Access, Consultation, Decision, HeldWord, Job, Staff
from consultation.moderation import group_queries, holding
from consultation.vocabulary import FindingKind, Role
from tests import factories
from tests.conftest import ON_BOTH
from tests.factories import NOW
from tests.moderation.desk import PHONE, received
from tests.moderation.grouped import regroup
from tests.pages import PageClient
from tests.site.published import statements

TEMPLATE = "Vi vil have tolv uger til alle, og vi vil have det skrevet ind i kvalitetsstandarden, så enhver kan se det."
OTHER = "Hold fast i de otte uger, for pengene skal bruges på de borgere, som har mest brug for hjælp i hverdagen."
HOME = "/intern/hoeringer/hjaelp-i-hverdagen/grupper"
SignIn = Callable[[Staff], PageClient]


@pytest.fixture
def consultation(store: Session) -> Consultation:
    """Twelve who send the same, and one with words of its own."""
    row = factories.consultation(store, factories.authority(store))
    for at in range(12):
        received(store, row, TEMPLATE, sender=factories.sender(name=f"Prøve {at}", email=f"{at}@proeve.example"))
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


def test_the_queue_says_which_group_a_response_is_in(
    store: Session, consultation: Consultation, maja: PageClient, place: str
) -> None:
    """interface.md 5: one that stands alone has none."""
    alone = received(store, consultation, "Seks uger er for kort tid.")
    store.commit()
    page = maja.get("/intern/hoeringer/hjaelp-i-hverdagen/gennemgang").get_data(as_text=True)
    assert page.count(f'href="{place}"') == 13
    assert '13 svar<span class="sr-only">, der ligner svar nr. 1<' in page
    assert f"der ligner svar nr. {alone.seq}<" not in page


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
        ({}, "Vælg, hvad der skal ske med svarene"),
    ],
)
def test_what_lacks_is_said(maja: PageClient, place: str, values: dict[str, object], words: str) -> None:
    press(maja, f"{place}/afgoer", "/tekster")
    assert words in said(press(maja, f"{place}/afgoer", "/se", **values))


def test_R28_the_preview_refuses_what_the_act_would(
    store: Session, consultation: Consultation, sign_in: SignIn
) -> None:
    """Before anybody has pressed the button that counts."""
    text = f"Vi ringer til formanden hver dag, og det er {PHONE}, som alle kan se."
    for name in ("Prøve Ring", "Prøve Ringer"):
        received(store, consultation, text, sender=factories.sender(name=name))
    regroup(store, consultation)
    letters, calls = (f"{HOME}/{one.key}/afgoer" for one in group_queries.list_groups(store, consultation.id))
    person = factories.staff(store, consultation.authority, Role.MODERATOR)
    store.commit()
    maja = sign_in(person)
    for at, kind, told in (
        (calls, "publish", "Der er fund i den fælles tekst, som ingen har taget stilling til."),
        (letters, "publish_redacted", "Der er ingen overstregninger. Vælg Offentliggør."),
    ):
        press(maja, at, "/tekster")
        shown = said(press(maja, at, "/se", kind=kind, seen="1"))
        assert told in shown
        assert "får besked" not in shown


def test_R28_an_act_that_a_new_look_stops_says_so_and_owes_the_look(
    store: Session, consultation: Consultation, maja: PageClient, place: str
) -> None:
    press(maja, place, "/afgoer/tekster")
    preview = press(maja, f"{place}/afgoer", "/se", kind="publish", seen="1")
    row = {"words": "tolv uger", "key": "tolv uger", "kind": FindingKind.OTHER, "by": "system", "at": NOW}
    store.add(HeldWord(authority_id=consultation.authority_id, **row))
    store.commit()
    answer = maja.post(f"{place}/afgoer", data=hidden(preview.get_data(as_text=True)))
    assert "De bliver læst igen" in said(answer)
    assert count(store, Decision) == 0
    assert store.scalars(select(Job.name).where(Job.name == holding.RESCAN)).all() == [holding.RESCAN]


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


# Where a decision takes two (R36)


@pytest.fixture
def two(store: Session, consultation: Consultation, sign_in: SignIn) -> dict[str, PageClient]:
    """Maja, Mads and Mona, in a consultation where a decision takes two."""
    consultation.two_person = True
    names = ("Maja", "Mads", "Mona")
    people = [factories.staff(store, consultation.authority, Role.MODERATOR, f"{name} Modprøve") for name in names]
    store.commit()
    return {name: sign_in(person) for name, person in zip(names, people, strict=True)}


def preview(client: PageClient, place: str, **values: object) -> str:
    """What would happen, once text and sample are read."""
    press(client, f"{place}/afgoer", "/tekster")
    return press(client, f"{place}/afgoer", "/se", **({"kind": "publish", "seen": "1"} | values)).get_data(as_text=True)


def send(client: PageClient, place: str, **values: object) -> TestResponse:
    return client.post(f"{place}/afgoer", data=hidden(preview(client, place, **values)))


def names(store: Session, made: Decision) -> tuple[str, str]:
    """Who decided, and who was the second."""
    known = accounts.names(store, {made.by, made.second_by or ""})
    return known[made.by], known[made.second_by or ""]


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


@ON_BOTH
def test_R36_the_first_is_told_that_a_colleague_must_decide_the_same(
    store: Session, two: dict[str, PageClient], place: str
) -> None:
    maja = two["Maja"]
    shown = words(preview(maja, place))
    assert "I høringen tager to personer stilling, og du er den første." in shown
    assert "12 svar bliver i køen, til en kollega tager stilling til det samme." in shown
    assert "1 bliver afgjort enkeltvis. Ingen får besked endnu. Linjer i loggen: 1." in shown
    assert "Foreslå det for 12 svar" in shown
    assert send(maja, place).status_code == 303
    assert "Svarene venter på, at en kollega tager stilling til det samme." in said(maja.get(place))
    assert "Du har taget stilling til 12 ens svar. Venter på en kollega." in said(maja.get(place))
    assert "Du har taget stilling til 12 ens svar. Venter på en kollega." in said(maja.get(HOME))
    assert "Det gælder, når en kollega tager stilling til det samme." in said(maja.get(f"{place}/afgoer"))
    assert count(store, Decision) == 0


@ON_BOTH
def test_R36_another_reads_for_themselves_and_decides_the_same(
    store: Session, two: dict[str, PageClient], place: str
) -> None:
    send(two["Maja"], place)
    mads, rows = two["Mads"], count(store, Access)
    for page in (place, HOME, "/intern/hoeringer/hjaelp-i-hverdagen/gennemgang"):
        assert "Maja Modprøve har taget stilling til 12 ens svar. Venter på en kollega." in said(mads.get(page))
    shown = said(mads.get(f"{place}/afgoer"))
    assert "Det gælder, når du tager stilling til det samme. Forslag: Offentliggør." in shown
    assert "tolv uger" not in shown
    seen = words(preview(mads, place))
    assert count(store, Access) == rows + 11
    assert "Maja Modprøve har foreslået det samme, så det gælder nu. 12 svar bliver vist." in seen
    assert send(mads, place).status_code == 303
    assert {names(store, one) for one in store.scalars(select(Decision))} == {("Maja Modprøve", "Mads Modprøve")}
    assert "Venter på en kollega" not in said(mads.get(place))


def test_R36_the_same_account_is_never_both(store: Session, two: dict[str, PageClient], place: str) -> None:
    send(two["Maja"], place)
    send(two["Maja"], place)
    assert count(store, Decision) == 0


def test_R36_who_decides_otherwise_makes_a_proposal_of_their_own(
    store: Session, two: dict[str, PageClient], place: str
) -> None:
    send(two["Maja"], place)
    otherwise = {"kind": "withhold", "reason": "off_topic"}
    shown = words(preview(two["Mads"], place, **otherwise))
    assert "Det er noget andet, end Maja Modprøve har foreslået. Derfor bliver det et nyt forslag." in shown
    send(two["Mads"], place, **otherwise)
    assert count(store, Decision) == 0
    assert "Mads Modprøve har taget stilling til 12 ens svar." in said(two["Maja"].get(place))
    send(two["Mona"], place)  # the first proposal does not count any more
    assert count(store, Decision) == 0


def test_R36_what_came_since_is_told_and_stays(
    store: Session, consultation: Consultation, two: dict[str, PageClient], place: str
) -> None:
    send(two["Maja"], place)
    for at in range(3):
        received(store, consultation, TEMPLATE, sender=factories.sender(name=f"Prøve Sent {at}"))
    regroup(store, consultation)
    store.commit()
    told = "3 er kommet til siden og er ikke med. De bliver i køen."
    assert told in said(two["Maja"].get(f"{place}/afgoer"))
    assert "Tag stilling til 12 svar på én gang" in said(two["Mads"].get(f"{place}/afgoer"))
    assert told in words(preview(two["Mads"], place))
    send(two["Mads"], place)
    assert count(store, Decision) == 12


def test_R36_who_proposed_takes_it_back(store: Session, two: dict[str, PageClient], place: str) -> None:
    send(two["Maja"], place)
    assert press(two["Mads"], place, "/afgoer/forslag-tilbage").status_code == 409
    assert press(two["Maja"], place, "/afgoer/forslag-tilbage").status_code == 303
    assert "Venter på en kollega" not in said(two["Mads"].get(place))
    send(two["Mads"], place)
    assert count(store, Decision) == 0


def test_C1_a_second_whose_proposal_is_taken_back_meanwhile_gets_409(
    store: Session, two: dict[str, PageClient], place: str
) -> None:
    send(two["Maja"], place)
    shown = preview(two["Mads"], place)
    press(two["Maja"], place, "/afgoer/forslag-tilbage")
    refused = two["Mads"].post(f"{place}/afgoer", data=hidden(shown))
    assert refused.status_code == 409
    assert "Se gruppen, som den er nu" in said(refused)
    assert count(store, Decision) == 0


def test_two_proposals_cost_the_list_of_groups_as_many_statements_as_one(
    app: Flask, store: Session, consultation: Consultation, two: dict[str, PageClient], place: str
) -> None:
    for name in ("Prøve Otte", "Prøve Uger"):
        received(store, consultation, OTHER, sender=factories.sender(name=name))
    regroup(store, consultation)
    other = f"{HOME}/{group_queries.list_groups(store, consultation.id)[1].key}"
    store.commit()
    seen = []
    for name, at in (("Maja", place), ("Mads", other)):
        send(two[name], at)
        with statements(app.extensions["engine"]) as sent:
            page = said(two["Mona"].get(HOME))
        seen.append(len(sent))
        assert f"{name} Modprøve har taget stilling" in page
    assert seen[0] == seen[1]


def test_R36_the_start_page_leads_another_to_it(two: dict[str, PageClient], place: str) -> None:
    send(two["Maja"], place)
    told = "En kollega har taget stilling til 12 ens svar. Det gælder, når du tager stilling til det samme."
    assert told in said(two["Mads"].get("/intern"))
    assert told not in said(two["Maja"].get("/intern"))
