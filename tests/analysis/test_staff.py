"""Pages on where the processing stands: the list, coverage (R38, R40)."""

import re
from html import unescape

from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from consultation.analysis import points, remarks
from consultation.consultations.queries import list_drafts
from consultation.models import Consultation
from consultation.vocabulary import Outcome
from tests.analysis.browsing import DESK, I, published, values, words
from tests.analysis.dividing import ACTOR, TEXT, position, respond, spans
from tests.factories import NOW
from tests.moderation.grouped import regroup
from tests.pages import PageClient


def test_the_list_says_how_far_each_response_is_and_leads_to_the_next(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    first, second, _third = (published(store, consultation, name=f"Prøve {letter}") for letter in "abc")
    points.make_point(store, ACTOR, NOW, first, spans(store, first))
    points.make_point(store, ACTOR, NOW, second, spans(store, second, 1))
    store.commit()
    page = words(owner.get(f"{I}/behandling"))
    assert "Del næste svar: nr. 2" in page
    assert "Svar nr. 1 hele høringen 1 Færdigt" in page
    assert "Svar nr. 2 hele høringen 1 3 sætninger uden punkt" in page
    assert "Svar nr. 3 hele høringen 0 Ikke begyndt" in page
    assert "Svar nr. 1 " not in words(owner.get(f"{I}/behandling?vis=mangler"))


def test_R39_the_list_says_who_says_the_same_and_leads_to_the_groups(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    for letter in "ab":
        published(store, consultation, name=f"Prøve {letter}")
    regroup(store, consultation)
    page = owner.get(f"{I}/behandling")
    assert "Svar nr. 1 hele høringen 2 ens" in words(page)
    assert f'href="{I}/grupper"' in page.get_data(as_text=True)


def test_before_and_after_lead_through_the_responses(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    for letter in "abc":
        published(store, consultation, name=f"Prøve {letter}")
    shown = {
        n: re.findall(r"(Forrige|Næste): svar nr. (\d)", words(owner.get(f"{I}/svar/{n}/punkter"))) for n in (1, 2)
    }
    assert shown == {1: [("Næste", "2")], 2: [("Forrige", "1"), ("Næste", "3")]}


# Coverage


def rows_of(page: TestResponse) -> int:
    """Rows of the first table of a list."""
    html = page.get_data(as_text=True)
    return html.split("<tbody>")[1].split("</tbody>")[0].count("<tr>") if "<tbody>" in html else 0


def test_R40_every_number_of_the_table_leads_to_just_so_many(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    drafts = list_drafts(store, consultation.id)
    places = [
        position(store, consultation, f"Ønske om {n}", draft_id, recommended=outcome)
        for n, (draft_id, outcome) in enumerate(
            [(None, Outcome.NOTED), (drafts[0].draft.id, Outcome.PARTLY), (drafts[0].draft.id, None)]
        )
    ]
    remark = remarks.add_remark(store, ACTOR, NOW, consultation, "Vi er enige.")
    remarks.use_remark(store, ACTOR, NOW, consultation, remark, places[:2])
    behind: list[list[int | None]] = [[0, 1], [1, 2, 1], [None]]
    for n, where in enumerate(behind):
        row = respond(store, consultation, TEXT, *(["Om udkast 1."] if n else []), name=f"Prøve {n}")
        for at in where:
            points.make_point(store, ACTOR, NOW, row, spans(store, row, 1), None if at is None else places[at])
    store.commit()
    table = owner.get(f"{I}/daekning").get_data(as_text=True).split("<tbody>")[1].split("</tbody>")[0]
    links = re.findall(r'<td class="hs-number"><a href="([^"]+)">(\d+)</a>', table)
    assert len(links) > 12
    for address, number in links:
        assert rows_of(owner.get(unescape(address))) == int(number), address
    totals = words_of_row(table, "I alt")
    assert totals == "I alt 3 6 2 0 3 0 1 0"


def words_of_row(table: str, name: str) -> str:
    row = next(one for one in table.split("</tr>") if f">{name}</th>" in one)
    return " ".join(re.sub(r"<[^>]+>", " ", row).split())


def test_R38_what_lacks_is_listed_with_the_way_there(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    begun, _whole = (published(store, consultation, name=f"Prøve {letter}") for letter in "ab")
    row = position(store, consultation, "Ønske om ro")
    points.make_point(store, ACTOR, NOW, begun, spans(store, begun, 0, 1, 2), row)
    points.make_point(store, ACTOR, NOW, begun, spans(store, begun, 1))
    position(store, consultation, "Ønske om fred")
    store.commit()
    page = owner.get(f"{I}/daekning")
    for sentence in (
        "1 svar er ikke delt i punkter: nr. 2",
        "Svar nr. 1 har 1 sætning uden punkt",
        "Punkt 1.2 er ikke i noget synspunkt",
        "Pkt. 0.1 mangler en bemærkning, mangler en indstilling: Ønske om ro",
        "Pkt. 0.2 har ingen punkter, mangler en bemærkning, mangler en indstilling: Ønske om fred",
    ):
        assert sentence in words(page)
    (last,) = values(store, begun, 3)
    assert f'/svar/1/punkter#s-{last}"' in page.get_data(as_text=True)
    assert f'id="s-{last}"' in owner.get(DESK).get_data(as_text=True)


def test_R38_a_consultation_with_nothing_left_says_so(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    assert "Intet mangler." in words(owner.get(f"{I}/daekning"))
