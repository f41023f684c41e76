"""Pages of positions, their new texts, and what was decided (R37, R47)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.models import Consultation, Milestone, RemarkVersion, Theme
from consultation.vocabulary import MilestoneKind, Outcome
from tests.analysis.browsing import I, post, words
from tests.analysis.dividing import first_section, position
from tests.factories import NOW
from tests.pages import PageClient


def test_a_position_gets_its_remark_outcome_and_new_text(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    draft, section = first_section(store, consultation)
    row = position(store, consultation, "Ønske om ro", draft.id, section.section_id)
    store.commit()
    address = f"{I}/synspunkter/{row.id}"
    sent = {
        "title": "Ønske om mere ro",
        "place": f"{draft.id}.{section.section_id}",
        "theme": "Generelt",
        "remark": "-1",
        "text": "Forvaltningen er enig.",
        "outcome": "partly",
    }
    assert post(owner, address, address, sent).status_code == 303
    page = words(owner.get(address))
    assert "B1 Forvaltningen er enig." in page
    assert "skal den nye tekst med i rapporten" in page
    change = f"{address}/aendring"
    wrong = post(owner, change, change, {"before": "står her ikke", "after": "tolv uger"})
    assert "Ordene står ikke netop én gang i afsnittet." in words(wrong)
    assert post(owner, change, change, {"before": "højst seks uger", "after": "højst tolv uger"}).status_code == 303
    page = words(owner.get(address))
    assert "1 Hvem kan få hjælpen? Fjernet: højst seks uger Tilføjet: højst tolv uger" in page
    assert "skal den nye tekst med i rapporten" not in page


def test_a_position_that_is_not_accepted_changes_no_text(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row = position(store, consultation, recommended=Outcome.NOT_ACCEPTED)
    store.commit()
    assert owner.get(f"{I}/synspunkter/{row.id}/aendring").status_code == 404


def test_an_empty_position_can_be_removed(store: Session, consultation: Consultation, owner: PageClient) -> None:
    row = position(store, consultation)
    store.commit()
    address = f"{I}/synspunkter/{row.id}"
    assert post(owner, address, f"{address}/fjern").status_code == 303
    assert "er ikke i brug mere" in words(owner.get(address))
    assert "Ønske om længere forløb" not in words(owner.get(f"{I}/synspunkter")).partition("er fjernet eller")[0]


def test_a_new_remark_needs_its_text(store: Session, consultation: Consultation, owner: PageClient) -> None:
    row = position(store, consultation)
    store.commit()
    address = f"{I}/synspunkter/{row.id}"
    sent = {"title": "Ønske om ro", "place": "", "theme": "Generelt", "remark": "-1", "text": " "}
    assert "Skriv bemærkningen" in words(post(owner, address, address, sent))
    assert store.scalars(select(RemarkVersion)).all() == []


def test_a_theme_that_is_called_as_the_section_is_said_once(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    draft, section = first_section(store, consultation)
    row = position(store, consultation, "Ønske om ro", draft.id, section.section_id)
    store.commit()
    assert "Ønske om ro Tema: Generelt · 1 Hvem kan få hjælpen?" in words(owner.get(f"{I}/synspunkter"))
    store.get_one(Theme, row.theme_id).title = section.heading
    store.commit()
    assert "Ønske om ro 1 Hvem kan få hjælpen?" in words(owner.get(f"{I}/synspunkter"))


# The decision


def test_R47_outcomes_are_decided_after_the_deciding_meeting(
    store: Session, consultation: Consultation, secretary: PageClient
) -> None:
    row = position(store, consultation, recommended=Outcome.NOTED)
    store.commit()
    address = f"{I}/beslutning-synspunkter"
    assert "Mødet, der beslutter, er ikke holdt" in words(secretary.get(address))
    assert post(secretary, address, address, {f"udfald-{row.id}": "accepted"}).status_code == 409
    meeting = Milestone(
        authority_id=consultation.authority_id,
        consultation_id=consultation.id,
        kind=MilestoneKind.COUNCIL,
        body="Byrådet",
        on=NOW.date(),
        outcome="Vedtaget",
        decides=True,
    )
    store.add(meeting)
    store.commit()
    assert '<option value="noted" selected>' in secretary.get(address).get_data(as_text=True)
    assert post(secretary, address, address, {f"udfald-{row.id}": "accepted"}).status_code == 303
    store.expire_all()
    assert (row.recommended_outcome, row.decided_outcome) == (Outcome.NOTED, Outcome.ACCEPTED)
