"""What is done to one point on its page, and what the desk says when somebody else was first (R37, R39, C2)."""

import re

import pytest
from sqlalchemy.orm import Session

from consultation.analysis import points, queries
from consultation.models import Consultation, Response
from consultation.vocabulary import NoPointReason
from tests.analysis.browsing import DESK, post, published, values, words
from tests.analysis.dividing import ACTOR, position, spans, still_open
from tests.factories import NOW
from tests.moderation.grouped import regroup
from tests.pages import PageClient

NEW = {"position": "-1", "title": "Ønske om ro", "theme": "Generelt", "place": ""}


def seqs(store: Session, response: Response) -> list[int]:
    store.expire_all()
    found = [one.seq for one in queries.points_of(store, response.id)]
    store.commit()
    return found


@pytest.fixture
def group(store: Session, consultation: Consultation) -> list[Response]:
    """Three that say the same, the first with a point of two passages that holds for all."""
    rows = [published(store, consultation, name=f"Prøve {letter}") for letter in "abc"]
    regroup(store, consultation)
    points.make_point_in_group(store, ACTOR, NOW, rows[0], spans(store, rows[0], 1, 2))
    store.commit()
    return rows


def test_R39_a_point_s_page_says_for_whom_an_act_holds_before_it_is_done(
    group: list[Response], owner: PageClient
) -> None:
    page = words(owner.get(f"{DESK}?punkt=1"))
    assert "Det, du gør, gælder 3 svar: nr. 1, 2, 3. Kun svar nr. 1" in page
    assert "Det, du gør" not in words(owner.get(DESK))


@pytest.mark.parametrize(
    ("act", "sent", "told"),
    [
        ("flyt", {"position": "where"}, "Punkt 1.1 er flyttet."),
        ("fjern", {}, "Punkt 1.1 er fjernet. Sætningerne er uden punkt igen."),
        ("del", {"passages": "last"}, "Punkt 1.1 er delt. Resten er punkt 1.2."),
    ],
)
@pytest.mark.parametrize("alone", [False, True])
def test_R39_an_act_holds_for_the_group_or_for_this_response_alone(
    store: Session,
    consultation: Consultation,
    group: list[Response],
    owner: PageClient,
    act: str,
    sent: dict[str, str],
    told: str,
    alone: bool,
) -> None:
    where = position(store, consultation)
    (point,) = queries.points_of(store, group[0].id)
    ids = {"where": where.id, "last": queries.passages_of(store, point.id)[-1].id}
    store.commit()
    chosen: dict[str, object] = {key: ids[value] for key, value in sent.items()}
    post(owner, f"{DESK}?punkt=1", f"{DESK}/1/{act}", chosen | ({"alone": "1"} if alone else {}))
    page = words(owner.get(DESK))
    assert told + ("" if alone else " Det gælder 3 svar.") in page
    store.expire_all()
    changed = [
        [(one.position_id, len(queries.passages_of(store, one.id))) for one in queries.points_of(store, row.id)]
        for row in group
    ]
    after = {"flyt": [(where.id, 2)], "fjern": [], "del": [(None, 1), (None, 1)]}[act]
    assert changed == [after, *([[(None, 2)]] * 2 if alone else [after] * 2)]


def test_R37_two_points_are_put_together(store: Session, consultation: Consultation, owner: PageClient) -> None:
    row, where = published(store, consultation), position(store, consultation)
    points.make_point(store, ACTOR, NOW, row, spans(store, row, 1), where)
    points.make_point(store, ACTOR, NOW, row, spans(store, row, 2))
    store.commit()
    assert "1.1 Ønske om længere forløb" in words(owner.get(f"{DESK}?punkt=2"))
    post(owner, DESK, f"{DESK}/2/saml", {"into": "1"})
    page = words(owner.get(DESK))
    assert "Punkt 1.2 er nu en del af punkt 1.1." in page
    assert "Vi vil have tolv. pkt. 1.1" in page
    assert seqs(store, row) == [1]


@pytest.mark.parametrize(
    ("address", "sent", "told"),
    [
        ("1/saml", {"into": "1"}, "Vælg et punkt. Intet er lagt sammen."),
        ("1/saml", {}, "Vælg et punkt. Intet er lagt sammen."),
        ("1/del", {}, "Sæt hak ved nogle af ordene, men ikke ved alle. Intet er delt."),
        ("1/del", {"passages": ["all"]}, "Sæt hak ved nogle af ordene, men ikke ved alle. Intet er delt."),
        ("1/del", {"passages": ["4711"]}, "Sæt hak ved nogle af ordene, men ikke ved alle. Intet er delt."),
    ],
)
def test_an_act_that_chooses_nothing_says_so_and_changes_nothing(
    store: Session,
    consultation: Consultation,
    owner: PageClient,
    address: str,
    sent: dict[str, object],
    told: str,
) -> None:
    row = published(store, consultation)
    point = points.make_point(store, ACTOR, NOW, row, spans(store, row, 1, 2))
    ids = [one.id for one in queries.passages_of(store, point.id)]
    store.commit()
    sent = {"passages": ids} if sent == {"passages": ["all"]} else sent
    page = post(owner, DESK, f"{DESK}/{address}", sent)
    assert told in words(owner.get(page.location))
    assert seqs(store, row) == [1]


def test_R39_a_point_is_not_moved_to_where_just_that_point_is(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row, where = published(store, consultation), position(store, consultation)
    for place in (where, None):
        points.make_point(store, ACTOR, NOW, row, spans(store, row, 1), place)
    store.commit()
    post(owner, DESK, f"{DESK}/2/flyt", {"position": str(where.id)})
    assert "Svaret har allerede et punkt på de samme ord i det synspunkt." in words(owner.get(DESK))
    store.expire_all()
    assert [one.position_id for one in queries.points_of(store, row.id)] == [where.id, None]


@pytest.mark.parametrize("act", ["flyt", "fjern", "del", "saml"])
def test_a_point_that_is_not_there_is_not_found(
    store: Session, consultation: Consultation, owner: PageClient, act: str
) -> None:
    published(store, consultation)
    assert post(owner, DESK, f"{DESK}/7/{act}").status_code == 404


# A group, and a new point


def test_R39_the_form_says_who_lacks_some_of_the_words(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    letter = (
        "Luk ikke om lørdagen, for det er den længste dag i ugen for os alle. Vi vil hellere undvære den ekstra time."
    )
    rows = [
        published(store, consultation, *[text], name=f"Prøve {at}")
        for at, text in enumerate([letter, letter, letter[:69]])
    ]
    regroup(store, consultation)
    store.commit()
    page = words(owner.get(f"{DESK}?s={values(store, rows[0], 0)[0]}&s={values(store, rows[0], 1)[0]}"))
    assert (
        "Punktet vil gælde 2 svar: nr. 1, 2. Det gælder ikke 1 svar i gruppen, som mangler nogle af ordene: 3." in page
    )


def test_R39_a_new_point_for_this_response_alone(store: Session, group: list[Response], owner: PageClient) -> None:
    address = f"{DESK}?s={values(store, group[0], 0)[0]}"
    post(owner, address, address, {**NEW, "alone": "1"})
    assert "Punkt 1.2 er gemt." in words(owner.get(DESK))
    assert [seqs(store, row) for row in group] == [[1, 2], [1], [1]]


# Two at once (C2)


def opened(owner: PageClient, address: str) -> dict[str, object]:
    """What the form on the page sends unseen."""
    page = owner.get(address).get_data(as_text=True)
    return {
        name: found[1]
        for name in ("csrf_token", "seen")
        if (found := re.search(rf'name="{name}" value="([^"]*)"', page))
    }


def test_C2_a_second_save_is_told_which_point_and_by_whom_keeps_the_words_and_may_still_be_made(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row, where = published(store, consultation), position(store, consultation)
    store.commit()
    address = f"{DESK}?s={values(store, row, 1)[0]}"
    mine = opened(owner, address) | NEW
    points.make_point(store, "staff:1", NOW, row, spans(store, row, 1, 2), where)
    store.commit()
    refused = owner.post(address, data=mine)
    assert refused.status_code == 409
    assert "Jens Fagprøve har imens sat ordene i punkt 1.1 Ønske om længere forløb." in words(refused)
    assert 'value="Ønske om ro"' in refused.get_data(as_text=True)
    assert seqs(store, row) == [1]
    again = re.search(r'name="seen" value="(\d+)"', refused.get_data(as_text=True))
    assert again is not None
    assert owner.post(address, data=mine | {"seen": again[1]}).status_code == 303
    assert seqs(store, row) == [1, 2]


def test_C2_the_very_same_point_is_not_made_twice(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row, where = published(store, consultation), position(store, consultation)
    store.commit()
    address = f"{DESK}?s={values(store, row, 1)[0]}"
    mine = opened(owner, address) | {"position": str(where.id)}
    assert owner.post(address, data=mine).status_code == 303
    refused = owner.post(address, data=mine)
    assert refused.status_code == 409
    assert "Punktet findes allerede" in words(refused)
    assert seqs(store, row) == [1]


def test_C2_the_rest_of_an_older_page_is_what_was_open_there_and_is_still(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row = published(store, consultation)
    points.settle(store, ACTOR, NOW, row, spans(store, row, 3), NoPointReason.BACKGROUND)
    store.commit()
    shown = re.findall(r'name="aaben" value="([^"]+)"', owner.get(DESK).get_data(as_text=True))
    points.make_point(store, ACTOR, NOW, row, spans(store, row, 1))
    points.reopen(store, ACTOR, NOW, row, spans(store, row, 3))
    store.commit()
    post(owner, DESK, f"{DESK}/saetninger", {"til": "rest", "aaben": shown})
    assert "En anden har imens taget sig af nogle af sætningerne." in words(owner.get(DESK))
    store.expire_all()
    assert still_open(store, row) == ["Tak."]
    assert len(queries.points_of(store, row.id)) == 1
