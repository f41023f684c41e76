"""A text that the papers will print is looked through when it is saved (R46, P6)."""

import pytest
from sqlalchemy.orm import Session

from consultation.analysis import positions, queries, remarks, standards
from consultation.models import Consultation
from consultation.vocabulary import Outcome
from tests.analysis.browsing import DESK, I, post, published, words
from tests.analysis.dividing import ACTOR, position, spans
from tests.factories import NOW
from tests.pages import PageClient

CPR = "010231-4123"
SAID = "teksten er gemt, som du skrev den, men der står noget, der ligner et CPR-nummer"
STANDARDS = "/intern/standardbemaerkninger"


def follow(client: PageClient, page: str, address: str, data: dict[str, str]) -> str:
    """What is read on the page that a saved form leads to."""
    answer = post(client, page, address, data)
    assert answer.status_code == 303
    return words(client.get(answer.headers["Location"]))


@pytest.mark.parametrize(
    ("address", "data"),
    [
        (f"{I}/bemaerkninger/ny", {"text": f"Hun har {CPR}."}),
        (f"{I}/bemaerkninger/1", {"base": "1", "text": f"Hun har {CPR}."}),
        (f"{I}/temaer", {"title": f"Om {CPR}"}),
        (f"{STANDARDS}/ny", {"base": "0", "title": "Loven", "text": f"Hun har {CPR}."}),
        (f"{STANDARDS}/1", {"base": "1", "title": "Loven", "text": f"Hun har {CPR}."}),
        (f"{I}/synspunkter/1", {"revision": "1", "theme": "Generelt", "title": f"Ønske om {CPR}"}),
        (
            f"{I}/synspunkter/1",
            {"revision": "1", "theme": "Generelt", "title": "Ønske om ro", "remark": "-1", "text": f"Hun har {CPR}."},
        ),
    ],
)
def test_R46_a_text_that_gives_something_away_is_saved_and_says_so_at_once(
    store: Session, consultation: Consultation, owner: PageClient, address: str, data: dict[str, str]
) -> None:
    remarks.add_remark(store, ACTOR, NOW, consultation, "Vi er enige.")
    standards.add_standard(store, ACTOR, NOW, consultation.authority_id, "Loven", "Loven siger det.")
    position(store, consultation)
    store.commit()
    assert SAID in follow(owner, address, address, data)


def test_R46_of_two_versions_the_one_that_is_chosen_says_it(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    page, row = f"{I}/synspunkter/1", position(store, consultation, "Ønske om ro")
    positions.set_outcome(store, ACTOR, NOW, consultation, row, Outcome.NOTED, base=1)
    store.commit()
    mine = {"revision": "2", "theme": "Generelt", "title": "Ønske om ro", "remark": "-1", "text": f"Hun har {CPR}."}
    assert SAID in follow(owner, page, f"{page}/vaelg", mine | {"til": "mit"})


def test_R46_the_field_says_it_as_long_as_it_stands_there(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    remark = remarks.add_remark(store, ACTOR, NOW, consultation, f"Hun har {CPR}.")
    store.commit()
    shown = owner.get(f"{I}/bemaerkninger/1").get_data(as_text=True)
    assert 'aria-describedby="text-warning"' in shown
    assert "Her står noget, der ligner et CPR-nummer." in shown
    remarks.write_remark(store, ACTOR, NOW, consultation, remark, base_number=1, text="Hun har et nummer.")
    store.commit()
    assert "Her står noget" not in owner.get(f"{I}/bemaerkninger/1").get_data(as_text=True)


def test_R46_a_position_that_is_made_on_the_desk_says_it_too(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row = published(store, consultation, "Vi vil have ro.")
    [span] = spans(store, row)
    store.commit()
    page = f"{DESK}?s={span}"
    data = {"position": "-1", "title": f"Ønske om {CPR}", "theme": "Generelt"}
    assert SAID in follow(owner, page, page, data)
    assert [one.title for one in queries.list_positions(store, consultation.id)] == [f"Ønske om {CPR}"]


@pytest.mark.parametrize("act", ["take_standard", "copy"])
def test_R46_a_text_that_is_taken_from_elsewhere_is_looked_through(
    store: Session, consultation: Consultation, owner: PageClient, act: str
) -> None:
    standard = standards.add_standard(store, ACTOR, NOW, consultation.authority_id, "Loven", "Loven siger det.")
    remark, row = remarks.add_remark(store, ACTOR, NOW, consultation, f"Hun har {CPR}."), position(store, consultation)
    remarks.use_remark(store, ACTOR, NOW, consultation, remark, [row])
    standards.note_use(store, ACTOR, NOW, remark, standards.list_versions(store, standard.id)[0])
    standards.write_standard(store, ACTOR, NOW, standard, base_number=1, title="Loven", text=f"Loven siger {CPR}.")
    store.commit()
    page = f"{I}/synspunkter/{row.id}" if act == "copy" else f"{I}/bemaerkninger/1"
    assert SAID in follow(owner, page, f"{page}/{'kopi' if act == 'copy' else 'standard'}", {"base": "1"})
