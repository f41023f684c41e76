"""Pages on groups of responses that are alike, and what people decide about them (R39)."""

import re
import secrets
from collections.abc import Callable, Iterable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from consultation.models import Access, AnswerGroup, Audit, Consultation, GroupEvent, GroupMember, Response, Staff
from consultation.moderation import group_queries
from consultation.responses import operations as responses
from consultation.responses.content import AnswerContent, Content
from consultation.vocabulary import GroupAct, GroupKind, Role
from consultation.web.pagination import SIZE
from tests import factories
from tests.conftest import ON_BOTH
from tests.factories import NOW
from tests.moderation.desk import received
from tests.moderation.grouped import keep_up, numbers, regroup
from tests.pages import PageClient
from tests.site.published import loaded

TEMPLATE = "Vi vil have tolv uger til alle, og vi vil have det skrevet ind i kvalitetsstandarden, så enhver kan se det."
OWN = "Min mor på 82 har brug for det."
OTHER = "Hold fast i de otte uger, for pengene skal bruges på de borgere, som har mest brug for hjælp i hverdagen."
GROUPS = "/intern/hoeringer/hjaelp-i-hverdagen/grupper"
SignIn = Callable[[Staff], PageClient]


@pytest.fixture
def consultation(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    store.commit()
    return row


@pytest.fixture
def maja(store: Session, consultation: Consultation, sign_in: SignIn) -> PageClient:
    person = factories.staff(store, consultation.authority, Role.MODERATOR)
    store.commit()
    return sign_in(person)


@pytest.fixture
def rows(store: Session, consultation: Consultation) -> list[Response]:
    """Three of a campaign, two of them equal, and one who says something else."""
    texts = (TEMPLATE, f"{TEMPLATE} {OWN}", TEMPLATE, OTHER)
    found = [
        received(store, consultation, text, sender=factories.sender(name=f"Prøve {at}"))
        for at, text in enumerate(texts)
    ]
    regroup(store, consultation)
    return found


def address(store: Session, consultation: Consultation) -> str:
    return f"{GROUPS}/{group(store, consultation).key}"


def group(store: Session, consultation: Consultation) -> AnswerGroup:
    """The largest; commits, as an open session would keep others from writing."""
    store.commit()
    found = group_queries.list_groups(store, consultation.id)[0]
    store.commit()
    return found


def post(client: PageClient, page: str, act: str, **values: object) -> TestResponse:
    """With what the page carries."""
    html = client.get(page).get_data(as_text=True)
    hidden = re.findall(r'<input type="hidden" name="(csrf_token|responses)" value="([^"]*)"', html)
    return client.post(f"{page}/{act}", data=dict(hidden) | values)


def read(client: PageClient, page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", client.get(page).get_data(as_text=True)))


def part(
    store: Session, client: PageClient, page: str, response: Response, target: str, **given: object
) -> TestResponse:
    chosen = response.id
    store.commit()
    return post(client, page, "del", responses=chosen, target=target, reason="Hun skriver selv.", **given)


def test_R39_the_list_tells_each_group_in_one_sentence(
    store: Session, consultation: Consultation, maja: PageClient, rows: list[Response]
) -> None:
    page = read(maja, GROUPS)
    assert "3 svar fra 3 afsendere, heraf 2 enslydende" in page
    assert "Samme brev, flere med egne ord" in page


def alike(store: Session, consultation: Consultation, sizes: Iterable[int]) -> None:
    """Groups with so many responses, as the counters tell."""
    for size in sizes:
        told = {"authority_id": consultation.authority_id, "key": secrets.token_hex(8), "kind": GroupKind.IDENTICAL}
        store.add(AnswerGroup(**told, consultation_id=consultation.id, responses=size, senders=size, identical=size))
        store.flush()
    store.commit()


@ON_BOTH
def test_R39_the_pages_of_groups_miss_and_repeat_none_the_largest_first(
    store: Session, consultation: Consultation, maja: PageClient
) -> None:
    alike(store, consultation, [2, 3, 4] * SIZE)
    keys = [one.key for one in group_queries.list_groups(store, consultation.id)]
    store.commit()
    onwards, back = maja.walk(GROUPS, rf'<th scope="row"><a href="{GROUPS}/(\w+)"')
    assert onwards == [keys[:SIZE], keys[SIZE : 2 * SIZE], keys[2 * SIZE :]]
    assert back == onwards[::-1]


@pytest.mark.parametrize("cursor", ["efter=x", "efter=1~x", "foer=9~1234567890"])
def test_I1_no_cursor_makes_the_list_of_groups_fail(maja: PageClient, rows: list[Response], cursor: str) -> None:
    assert maja.get(f"{GROUPS}?{cursor}").status_code == 200


def test_a_group_offers_the_50_largest_of_the_others(
    store: Session, consultation: Consultation, maja: PageClient, rows: list[Response]
) -> None:
    page = address(store, consultation)
    alike(store, consultation, range(100, 160))
    with loaded(AnswerGroup) as groups:
        offered = read(maja, page).count("Til gruppen: ")
    assert (offered, len(groups)) == (50, 52)  # this one, and one more than are offered


def test_R57_no_text_is_shown_before_it_is_opened_and_each_opening_is_noted(
    store: Session, consultation: Consultation, maja: PageClient, rows: list[Response]
) -> None:
    page = address(store, consultation)
    assert "tolv uger" not in read(maja, page)
    post(maja, page, "tekster")
    opened = set(store.scalars(select(Access.response_id)))
    assert opened == {rows[0].id, rows[1].id}
    noted = select(func.count(Audit.id)).where(Audit.event == "access.opened")
    assert store.scalar(noted) == 2


def test_R39_what_is_shared_and_what_one_adds_is_shown(
    store: Session, consultation: Consultation, maja: PageClient, rows: list[Response]
) -> None:
    page = address(store, consultation)
    post(maja, page, "tekster")
    html = maja.get(page).get_data(as_text=True)
    assert f"<ins>{OWN}</ins>" in html
    assert html.count("<ins>") == 1
    assert "Svar nr. 2: egne ord" in read(maja, page)
    assert "Alle 3 numre" in read(maja, page)


def test_R57_who_has_opened_one_text_can_open_the_others(
    store: Session, consultation: Consultation, maja: PageClient, rows: list[Response]
) -> None:
    page = address(store, consultation)
    desk = f"/intern/hoeringer/hjaelp-i-hverdagen/svar/{rows[0].seq}/gennemgang"
    store.commit()
    assert post(maja, desk, "original").status_code == 303
    shown = read(maja, page)
    assert "tolv uger" in shown
    assert OWN not in shown
    assert "Vis teksterne på siden" in shown
    post(maja, page, "tekster")
    assert OWN in read(maja, page)
    assert "Vis teksterne på siden" not in read(maja, page)


def test_R39_a_confirmed_group_keeps_its_members_and_takes_in_who_comes_later(
    store: Session, consultation: Consultation, maja: PageClient, rows: list[Response]
) -> None:
    page = address(store, consultation)
    assert post(maja, page, "bekraeft").status_code == 303
    received(store, consultation, TEMPLATE, sender=factories.sender(name="Prøve Sent"))
    assert keep_up(store, consultation) == regroup(store, consultation) == [("1", "2", "3", "5")]
    assert group(store, consultation).confirmed_at == NOW
    assert [row.act for row in store.scalars(select(GroupEvent))] == [GroupAct.CONFIRMED]
    assert "Gruppen er bekræftet af Maja Modprøve" in read(maja, page)


def test_C1_a_group_that_has_changed_is_not_confirmed(
    store: Session, consultation: Consultation, maja: PageClient, rows: list[Response]
) -> None:
    page = address(store, consultation)
    assert post(maja, page, "bekraeft", responses=2).status_code == 409
    assert group(store, consultation).confirmed_at is None


def test_R39_who_is_taken_out_stays_out_whatever_the_machine_finds(
    store: Session, consultation: Consultation, maja: PageClient, rows: list[Response]
) -> None:
    page = address(store, consultation)
    assert part(store, maja, page, rows[1], "alone").status_code == 303
    assert numbers(store, consultation) == [("1", "3")]
    assert keep_up(store, consultation) == regroup(store, consultation) == [("1", "3")]
    (event,) = store.scalars(select(GroupEvent))
    assert (event.act, event.response_id, event.reason) == (GroupAct.SPLIT_OUT, rows[1].id, "Hun skriver selv.")
    assert "tog svar nr. 2 ud. Hun skriver selv." in read(maja, page)


def test_R39_who_is_moved_is_counted_where_a_person_put_it(
    store: Session, consultation: Consultation, maja: PageClient, rows: list[Response]
) -> None:
    page = address(store, consultation)
    part(store, maja, page, rows[1], "together")
    received(store, consultation, OTHER, sender=factories.sender(name="Prøve Anden"))
    keep_up(store, consultation)
    other = next(one for one in group_queries.list_groups(store, consultation.id) if f"{GROUPS}/{one.key}" != page)
    store.commit()
    part(store, maja, page, rows[2], other.key)
    assert sorted(keep_up(store, consultation)) == sorted(regroup(store, consultation)) == [("3", "4", "5")]


def test_R39_who_is_corrected_is_placed_anew(
    store: Session, consultation: Consultation, maja: PageClient, rows: list[Response]
) -> None:
    """What a person decided was about the earlier words."""
    part(store, maja, address(store, consultation), rows[1], "alone")
    responses.correct_response(
        store, factories.settings(), NOW, rows[1], factories.sender(name="Prøve 1"), Content((AnswerContent(TEMPLATE),))
    )
    store.commit()
    assert keep_up(store, consultation) == regroup(store, consultation) == [("1", "2", "3")]


@pytest.mark.parametrize(("target", "reason", "chosen"), [("", "Fordi", 1), ("alone", "", 1), ("alone", "Fordi", 0)])
def test_what_lacks_is_said(
    store: Session,
    consultation: Consultation,
    maja: PageClient,
    rows: list[Response],
    target: str,
    reason: str,
    chosen: int,
) -> None:
    given = {"responses": rows[1].id} if chosen else {"responses": ""}
    page = address(store, consultation)
    assert post(maja, page, "del", target=target, reason=reason, **given).status_code == 400
    assert store.scalar(select(func.count(GroupMember.id)).where(GroupMember.by != "")) == 0
