"""Warnings about titles and remarks, answered with a reason and asked again when the words change (analysis.md)."""

import pytest
from sqlalchemy.orm import Session

from consultation.analysis import positions, remarks
from consultation.models import Consultation, Milestone
from consultation.vocabulary import MilestoneKind, Outcome
from tests.analysis.browsing import I, post, words
from tests.analysis.dividing import ACTOR, position
from tests.factories import NOW
from tests.pages import PageClient

ANSWER = f"{I}/ordlyd"
NEUTRAL = "Skriv det neutralt."


def test_a_titles_warning_is_answered_and_asked_again_when_the_title_changes(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row = position(store, consultation, "Bekymring for urimelige ventetider")
    store.commit()
    page = f"{I}/synspunkter/{row.id}"
    assert "Se på ordlyden af resuméet" in words(owner.get(page))
    sent = {"place": f"position:{row.id}", "fault": "loaded", "words": row.title}
    post(owner, page, ANSWER, sent | {"reason": " "})
    assert "Skriv, hvorfor ordene skal stå." in words(owner.get(page))
    assert post(owner, page, ANSWER, sent | {"reason": "Det er borgernes eget ord."}).status_code == 303
    shown = words(owner.get(page))
    assert "Skal stå: Det er borgernes eget ord." in shown
    assert "Se på ordlyden af resuméet" not in shown
    form = {"title": "Bekymring for urimelig støj", "place": "", "theme": "Generelt", "remark": "", "outcome": ""}
    assert post(owner, page, page, form).status_code == 303
    assert "Se på ordlyden af resuméet" in words(owner.get(page))


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Vi vender tilbage den [dato].", "Der står en pladsholder."),
        ("Det er mange enige i.", "Skriv et præcist tal i stedet."),
        ("Som nævnt ovenfor er det sådan.", "Der henvises til noget ovenfor"),
        ("Forvaltningen finder det selvfølgelig rimeligt.", NEUTRAL),
        ("Forvaltningen er enig i det.", ""),
    ],
)
def test_a_remark_is_looked_through_too(
    store: Session, consultation: Consultation, owner: PageClient, text: str, asks: str
) -> None:
    remarks.add_remark(store, ACTOR, NOW, consultation, text)
    store.commit()
    shown = words(owner.get(f"{I}/bemaerkninger/1"))
    assert ("Se på ordlyden" in shown) is bool(asks)
    assert asks in shown


def test_how_hard_a_remark_is_to_read_is_told(store: Session, consultation: Consultation, owner: PageClient) -> None:
    remarks.add_remark(store, ACTOR, NOW, consultation, "Du kan få hjælp i tolv uger. " * 12)
    store.commit()
    assert "let at læse" in words(owner.get(f"{I}/bemaerkninger/1"))


def test_a_remarks_answer_holds_as_long_as_the_words_stand(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    remark = remarks.add_remark(store, ACTOR, NOW, consultation, "Det er selvfølgelig rigtigt.")
    store.commit()
    page = f"{I}/bemaerkninger/1"
    sent = {"place": "remark:1", "fault": "loaded", "words": "selvfølgelig", "reason": "Et citat."}
    assert post(owner, page, ANSWER, sent).status_code == 303
    remarks.write_remark(store, ACTOR, NOW, consultation, remark, base_number=1, text="Det er selvfølgelig forkert.")
    store.commit()
    assert "Skal stå: Et citat." in words(owner.get(page))
    remarks.write_remark(store, ACTOR, NOW, consultation, remark, base_number=2, text="Det er naturligvis forkert.")
    store.commit()
    assert "Skal stå" not in words(owner.get(page))


@pytest.mark.parametrize(("place", "status"), [("remark:9", 404), ("position:999", 404), ("chapter:x", 400), ("", 400)])
def test_only_what_is_there_is_answered(owner: PageClient, consultation: Consultation, place: str, status: int) -> None:
    sent = {"place": place, "fault": "loaded", "words": "x", "reason": "y"}
    assert post(owner, f"{I}/temaer", ANSWER, sent).status_code == status


def test_R47_what_was_decided_against_the_recommendation_is_told(
    store: Session, consultation: Consultation, owner: PageClient, secretary: PageClient
) -> None:
    row = position(store, consultation, recommended=Outcome.NOTED)
    held = {"kind": MilestoneKind.COUNCIL, "body": "Byrådet", "on": NOW.date(), "outcome": "Vedtaget", "decides": True}
    store.add(Milestone(authority_id=consultation.authority_id, consultation_id=consultation.id, **held))
    positions.decide_position(store, ACTOR, NOW, consultation, row, Outcome.ACCEPTED)
    store.commit()
    assert "Forvaltningen anbefalede: Taget til efterretning." in words(owner.get(f"{I}/synspunkter/{row.id}"))
    assert "anderledes end indstillingen" in words(secretary.get(f"{I}/beslutning-synspunkter"))
