"""Pages where positions are split and merged, points move, steps are undone, and two save at once (R37, C2)."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.analysis import points, positions, queries, regrouping, remarks
from consultation.models import Consultation, Point, Position, Response, Staff
from consultation.vocabulary import Outcome, Role
from tests import factories
from tests.analysis.browsing import I, post, published, words
from tests.analysis.dividing import ACTOR, position, spans
from tests.factories import NOW
from tests.pages import PageClient

LIST = f"{I}/synspunkter"


@pytest.fixture
def row(store: Session, consultation: Consultation) -> Position:
    """A position with two points."""
    made = position(store, consultation, "Ønske om ro")
    for text in ("Der skal være mere ro.", "Skru ned for musikken."):
        response = published(store, consultation, text)
        points.make_point(store, ACTOR, NOW, response, spans(store, response, 0), made)
    store.commit()
    return made


def saved(row: Position, **given: str) -> dict[str, str]:
    return {
        "revision": str(row.revision),
        "title": row.title,
        "place": "",
        "theme": "Generelt",
        "remark": "",
        "text": "",
        "outcome": "",
    } | given


def of(store: Session, row: Position) -> list[int]:
    found = list(store.scalars(select(Point.id).where(Point.position_id == row.id).order_by(Point.id)))
    store.commit()
    return found


def test_R37_a_position_shows_what_its_points_say_and_its_history(owner: PageClient, row: Position) -> None:
    page = words(owner.get(f"{LIST}/{row.id}"))
    assert "1.1 Der skal være mere ro." in page
    assert "2.1 Skru ned for musikken." in page
    assert "Synspunktet blev oprettet" in page


def test_P5_what_the_public_may_not_read_is_not_shown(
    store: Session, consultation: Consultation, owner: PageClient, row: Position
) -> None:
    response = factories.response(store, consultation, factories.submission("Hemmelige ord."))
    points.make_point(store, ACTOR, NOW, response, spans(store, response, 0), row)
    store.commit()
    page = words(owner.get(f"{LIST}/{row.id}"))
    assert "Hemmelige ord" not in page
    assert "3.1 Svaret vises ikke offentligt." in page


def test_C2_two_at_once_see_both_versions_and_choose_by_field(
    store: Session, consultation: Consultation, owner: PageClient, row: Position, sign_in: Callable[[Staff], PageClient]
) -> None:
    other = sign_in(factories.staff(store, consultation.authority, Role.SECRETARY, "Sara Sekretærprøve"))
    page, began = f"{LIST}/{row.id}", saved(row)
    store.commit()
    assert post(other, page, page, began | {"title": "Ønske om mere ro"}).status_code == 303
    clash = post(owner, page, page, began | {"title": "Ønske om stilhed", "outcome": "noted"})
    assert clash.status_code == 409
    text = words(clash)
    assert "Sara Sekretærprøve gemte synspunktet" in text
    assert "Gemt af Sara Sekretærprøve: Ønske om mere ro" in text
    assert "Dit: Ønske om stilhed" in text
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', clash.get_data(as_text=True)))
    assert hidden["revision"] == "2"
    chosen = hidden | {"vaelg-title": "deres", "vaelg-outcome": "mit", "til": "valg"}
    chosen.pop("csrf_token")
    assert post(owner, page, f"{page}/vaelg", chosen).status_code == 303
    store.expire_all()
    assert (row.title, row.recommended_outcome) == ("Ønske om mere ro", Outcome.NOTED)
    store.commit()
    assert "Resumé: fra »Ønske om stilhed« til »Ønske om mere ro«" in words(owner.get(page))


def test_C2_who_saved_meanwhile_is_named_and_not_who_moved_a_point_on_the_desk(
    store: Session, consultation: Consultation, owner: PageClient, row: Position, sign_in: Callable[[Staff], PageClient]
) -> None:
    other = sign_in(factories.staff(store, consultation.authority, Role.SECRETARY, "Sara Sekretærprøve"))
    page, began, [point, _other] = f"{LIST}/{row.id}", saved(row), of(store, row)
    post(other, page, page, began | {"title": "Ønske om mere ro"})
    moved = store.get_one(Point, point)
    response = store.get_one(Response, moved.response_id)
    points.move_point_in_group(store, ACTOR, NOW, response, moved, None)
    store.commit()
    clash = post(owner, page, page, began | {"title": "Ønske om stilhed"})
    assert clash.status_code == 409
    assert "Sara Sekretærprøve gemte synspunktet" in words(clash)


def test_C2_a_new_remark_that_gives_way_is_kept(
    store: Session, consultation: Consultation, owner: PageClient, row: Position
) -> None:
    page, began = f"{LIST}/{row.id}", saved(row)
    post(owner, page, page, began | {"title": "Ønske om mere ro"})
    mine = began | {"remark": "-1", "text": "Det er en god idé."}
    clash = words(post(owner, page, page, mine))
    assert "Dit: en ny bemærkning: Det er en god idé." in clash
    assert post(owner, page, f"{page}/vaelg", mine | {"revision": "2", "til": "deres"}).status_code == 303
    assert [text.text for _row, text in queries.list_remarks(store, consultation.id)] == ["Det er en god idé."]
    store.expire_all()
    assert (row.title, row.remark_id) == ("Ønske om mere ro", None)


def test_C2_a_new_remark_is_written_once_where_another_field_gives_way(
    store: Session, consultation: Consultation, owner: PageClient, row: Position
) -> None:
    page, began = f"{LIST}/{row.id}", saved(row)
    post(owner, page, page, began | {"title": "Ønske om mere ro"})
    mine = began | {"remark": "-1", "text": "Det er en god idé.", "revision": "2", "til": "valg"}
    assert post(owner, page, f"{page}/vaelg", mine | {"vaelg-title": "deres", "vaelg-remark": "mit"}).status_code == 303
    ((remark, _text),) = queries.list_remarks(store, consultation.id)
    store.expire_all()
    assert (row.title, row.remark_id) == ("Ønske om mere ro", remark.id)


def test_R37_a_position_is_split_by_its_points(
    store: Session, consultation: Consultation, owner: PageClient, row: Position
) -> None:
    page, mine = f"{LIST}/{row.id}", of(store, row)
    chosen = post(owner, page, f"{page}/flyt", {"points": str(mine[1]), "del": "1"})
    assert chosen.headers["Location"].endswith(f"/del?punkt={mine[1]}")
    form = owner.get(f"{page}/del?punkt={mine[1]}").get_data(as_text=True)
    assert f'value="{mine[1]}" checked' in form
    sent = {"revision": "1", "points": str(mine[1]), "title": "Ønske om lavere musik", "theme": "Generelt"}
    assert "Vælg, om bemærkningen følger med" in words(post(owner, page, f"{page}/del", sent))
    assert post(owner, page, f"{page}/del", sent | {"answer": "uden"}).status_code == 303
    after = words(owner.get(page))
    assert "Delt i to. Den anden del hedder »Ønske om lavere musik«" in after
    assert "Punkt 2.1 gik ud." in after
    step = re.search(r"/fortryd/(\d+)", owner.get(page).get_data(as_text=True))
    assert step is not None
    assert post(owner, page, f"{page}/fortryd/{step[1]}").status_code == 303
    assert of(store, row) == mine


def test_R37_a_point_is_moved_from_the_positions_page(
    store: Session, consultation: Consultation, owner: PageClient, row: Position
) -> None:
    other = position(store, consultation, "Ønske om lavere musik")
    store.commit()
    page, mine = f"{LIST}/{row.id}", of(store, row)
    told = post(owner, page, f"{page}/flyt", {"points": str(mine[0])})
    assert "Vælg, hvor punkterne skal hen. Intet er flyttet." in words(owner.get(told.location))
    assert of(store, row) == mine
    assert post(owner, page, f"{page}/flyt", {"points": str(mine[0]), "target": str(other.id)}).status_code == 303
    assert (of(store, row), of(store, other)) == (mine[1:], mine[:1])
    there = words(owner.get(f"{LIST}/{other.id}"))
    assert "Punkt 1.1 flyttet hertil fra »Ønske om ro«" in there
    assert "Gør det om: Punkt 1.1 flyttet hertil" in there
    assert "kom til." not in there
    assert "Punkt 1.1 flyttet til »Ønske om lavere musik«" in words(owner.get(page))
    post(owner, page, f"{page}/flyt", {"points": str(mine[1]), "target": "-1"})
    assert of(store, row) == mine[2:]
    assert "Punkt 2.1 taget ud" in words(owner.get(page))
    step = re.search(r"/fortryd/(\d+)", owner.get(page).get_data(as_text=True))
    assert step is not None
    assert post(owner, page, f"{page}/fortryd/{step[1]}").status_code == 303
    assert of(store, row) == mine[1:]
    assert "Punkt 2.1 sat ind" in words(owner.get(page))


def test_R37_ticked_positions_are_seen_together_before_they_are_merged(
    store: Session, consultation: Consultation, owner: PageClient, row: Position
) -> None:
    other = position(store, consultation, "Ønske om mere ro", recommended=Outcome.NOTED)
    remark = remarks.add_remark(store, ACTOR, NOW, consultation, "Vi er enige.")
    remarks.use_remark(store, ACTOR, NOW, consultation, remark, [other])
    store.commit()
    page = f"{LIST}/laeg-sammen?s={row.id}&s={other.id}"
    shown = words(owner.get(page))
    assert "Ingen bemærkning" in shown
    assert "B1: Vi er enige." in shown
    rows = {"s": [row.id, other.id], "r": [row.revision, other.revision], "target": str(row.id)}
    asked = words(post(owner, page, f"{LIST}/laeg-sammen", rows))
    assert "Vælg en bemærkning" in asked
    assert "Vælg en indstilling" in asked
    chosen = rows | {"remark": str(remark.id), "outcome": "noted"}
    assert post(owner, page, f"{LIST}/laeg-sammen", chosen).status_code == 303
    store.expire_all()
    assert (other.removed, row.remark_id, row.recommended_outcome) == (True, remark.id, Outcome.NOTED)
    store.commit()
    assert "1 synspunkt er fjernet eller lagt i et andet" in words(owner.get(LIST))


def test_R37_opposite_views_are_warned_of_before_they_are_merged(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    rows = [position(store, consultation, title) for title in ("Støtte til kameraer", "Modstand mod kameraer")]
    store.commit()
    page = f"{LIST}/laeg-sammen?s={rows[0].id}&s={rows[1].id}"
    assert "Synspunkterne peger hver sin vej" in words(owner.get(page))
    sent = {"s": [one.id for one in rows], "r": [1, 1], "target": rows[0].id, "remark": "-2", "outcome": "ingen"}
    assert "Lad dem stå hver for sig" in words(post(owner, page, f"{LIST}/laeg-sammen", sent))
    assert post(owner, page, f"{LIST}/laeg-sammen", sent | {"same": "1"}).status_code == 303


def test_C2_positions_that_were_saved_since_are_not_merged(
    store: Session, consultation: Consultation, owner: PageClient, row: Position
) -> None:
    other = position(store, consultation, "Ønske om mere ro")
    store.commit()
    page = f"{LIST}/laeg-sammen?s={row.id}&s={other.id}"
    sent = {"s": [row.id, other.id], "r": [1, 2], "target": row.id, "remark": "-2", "outcome": "ingen"}
    assert "En anden har rettet et af synspunkterne imens." in words(post(owner, page, f"{LIST}/laeg-sammen", sent))


def merge(store: Session, consultation: Consultation, target: Position, other: Position) -> None:
    bases = {one.id: one.revision for one in (target, other)}
    regrouping.merge_positions(
        store, ACTOR, NOW, consultation, target, [other], bases=bases, remark=None, recommended=None
    )
    store.commit()


def test_R37_the_address_of_a_merged_position_leads_to_the_one_that_it_is_part_of_now(
    store: Session, consultation: Consultation, owner: PageClient, row: Position
) -> None:
    first, second = (position(store, consultation, title) for title in ("Ønske om mere ro", "Ønske om stilhed"))
    merge(store, consultation, second, first)
    merge(store, consultation, row, second)
    shown = owner.get(f"{LIST}/{first.id}")
    assert shown.status_code == 200
    assert "»Ønske om mere ro« er nu en del af pkt. 0.1 Ønske om ro." in words(shown)
    assert f'href="{LIST}/{row.id}"' in shown.get_data(as_text=True)


@pytest.mark.parametrize("below", ["citater", "aendring", "del"])
def test_R37_each_address_below_a_merged_position_leads_on_too(
    store: Session, consultation: Consultation, owner: PageClient, row: Position, below: str
) -> None:
    other = position(store, consultation, "Ønske om mere ro")
    merge(store, consultation, row, other)
    shown = owner.get(f"{LIST}/{other.id}/{below}")
    assert (shown.status_code, "er nu en del af pkt. 0.1" in words(shown)) == (200, True)


@pytest.mark.parametrize(
    ("below", "typed"),
    [
        ("/aendring", {"before": "otte uger", "after": "tolv uger"}),
        ("/del", {"title": "Ønske om stilhed"}),
        ("/vaelg", {"text": "En lang bemærkning."}),
        ("/kopi", {}),
    ],
)
def test_U22_what_was_typed_below_a_position_that_was_merged_meanwhile_is_given_back(
    store: Session, consultation: Consultation, owner: PageClient, row: Position, below: str, typed: dict[str, str]
) -> None:
    other = position(store, consultation, "Ønske om mere ro")
    merge(store, consultation, row, other)
    answer = post(owner, LIST, f"{LIST}/{other.id}{below}", typed)
    assert answer.status_code == 409
    given = re.findall(r"<textarea[^>]* readonly>\n([^<]*)</textarea>", answer.get_data(as_text=True))
    assert given == list(typed.values())


def test_R37_the_address_of_a_position_works_again_when_the_merger_is_undone(
    store: Session, consultation: Consultation, owner: PageClient, row: Position
) -> None:
    other = position(store, consultation, "Ønske om mere ro")
    merge(store, consultation, row, other)
    step = re.search(r"/fortryd/(\d+)", owner.get(f"{LIST}/{row.id}").get_data(as_text=True))
    assert step is not None
    post(owner, f"{LIST}/{row.id}", f"{LIST}/{row.id}/fortryd/{step[1]}")
    assert "Gem synspunktet" in words(owner.get(f"{LIST}/{other.id}"))


def test_R37_the_address_of_a_removed_position_says_that_it_is_removed(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    empty = position(store, consultation, "Ønske om ro")
    positions.remove_position(store, ACTOR, NOW, consultation, empty)
    store.commit()
    assert "»Ønske om ro« er ikke i brug mere." in words(owner.get(f"{LIST}/{empty.id}"))


def test_U22_what_was_typed_to_a_position_that_was_merged_meanwhile_is_given_back(
    store: Session, consultation: Consultation, owner: PageClient, row: Position
) -> None:
    other = position(store, consultation, "Ønske om mere ro")
    began = saved(other) | {"remark": "-1", "text": "En lang bemærkning."}
    merge(store, consultation, row, other)
    answer = post(owner, LIST, f"{LIST}/{other.id}", began)
    assert answer.status_code == 409
    assert "En lang bemærkning.</textarea>" in answer.get_data(as_text=True)


def test_A1_the_address_of_another_consultations_merged_position_is_unknown(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    elsewhere = factories.consultation(store, consultation.authority, "en-anden")
    target, other = (position(store, elsewhere, title) for title in ("Ønske om ro", "Ønske om mere ro"))
    merge(store, elsewhere, target, other)
    assert owner.get(f"{LIST}/{other.id}").status_code == 404


def test_R37_a_removed_position_is_restored_from_the_list(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row = position(store, consultation, "Ønske om ro")
    store.commit()
    post(owner, f"{LIST}/{row.id}", f"{LIST}/{row.id}/fjern")
    assert "Ønske om ro Tag i brug igen" in words(owner.get(LIST))
    assert post(owner, LIST, f"{I}/fjernede-synspunkter/{row.id}/gendan").status_code == 303
    assert owner.get(f"{LIST}/{row.id}").status_code == 200
