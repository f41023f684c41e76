"""Standard remarks: versions, copies, and where they are used (R37, C2)."""

import pytest
from sqlalchemy.orm import Session

from consultation.analysis import queries, remarks, standards, themes
from consultation.analysis.standard_fields import Field
from consultation.errors import Conflict
from consultation.lib.dates import MINUTE, date_words
from consultation.models import Consultation, StandardRemark
from tests import factories
from tests.analysis.browsing import I, post, words
from tests.analysis.dividing import ACTOR, position
from tests.factories import NOW
from tests.pages import PageClient

ROOT = "/intern/standardbemaerkninger"


def made(session: Session, consultation: Consultation, text: str = "Loven siger det.") -> StandardRemark:
    row = standards.add_standard(session, ACTOR, NOW, consultation.authority_id, "Loven", text)
    session.commit()
    return row


def test_C2_of_two_texts_of_a_standard_remark_the_second_is_told_of_the_first(
    session: Session, consultation: Consultation
) -> None:
    row = made(session, consultation)
    standards.write_standard(session, ACTOR, NOW, row, base_number=1, title="Loven", text="Ny.")
    with pytest.raises(Conflict):
        standards.write_standard(session, ACTOR, NOW, row, base_number=1, title="Loven", text="Anden.")
    assert [one.text for one in standards.list_versions(session, row.id)] == ["Ny.", "Loven siger det."]


def test_a_remark_knows_what_it_began_as_and_that_there_is_a_newer_text(
    session: Session, consultation: Consultation
) -> None:
    row = made(session, consultation)
    remark = remarks.add_remark(session, ACTOR, NOW, consultation, "Loven siger det.")
    assert standards.origin_of(session, remark) is None
    standards.note_use(session, ACTOR, NOW, remark, standards.list_versions(session, row.id)[0])
    origin = standards.origin_of(session, remark)
    assert origin is not None
    assert origin.newer is None
    standards.write_standard(session, ACTOR, NOW, row, base_number=1, title="Loven", text="Ny.")
    assert standards.list_outdated(session, consultation.id) == {remark.id}
    assert [(one.remark.id, one.is_old) for one in standards.list_uses(session, row)] == [(remark.id, True)]


def test_a_standard_remark_is_used_over_all_consultations_of_its_authority(
    session: Session, consultation: Consultation
) -> None:
    row, other = made(session, consultation), factories.consultation(session, consultation.authority, "en-anden")
    version = standards.list_versions(session, row.id)[0]
    for owner in (consultation, other):
        remark = remarks.add_remark(session, ACTOR, NOW, owner, "Loven siger det.")
        standards.note_use(session, ACTOR, NOW, remark, version)
    session.commit()
    assert [one.consultation.id for one in standards.list_uses(session, row)] == [other.id, consultation.id]


# Pages


def test_a_remark_begins_as_a_standard_one_and_takes_its_newer_text_in_one_press(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row, lacking = made(store, consultation), position(store, consultation, "Ønske om ro")
    store.commit()
    new = f"{I}/bemaerkninger/ny"
    page = owner.get(f"{new}?standard={row.id}&synspunkt={lacking.id}").get_data(as_text=True)
    assert "Loven siger det.</textarea>" in page
    version = standards.list_versions(store, row.id)[0].id
    store.commit()
    sent = {"text": "Loven siger det.", "standard": str(version), "positions": str(lacking.id)}
    assert post(owner, new, new, sent).status_code == 303
    shown = words(owner.get(f"{ROOT}/{row.id}"))
    assert "Bemærkning B1: Hjælp i hverdagen" in shown
    edited = {"base": "1", "title": "Loven", "text": "Den nye lov siger det."}
    assert post(owner, f"{ROOT}/{row.id}", f"{ROOT}/{row.id}", edited).status_code == 303
    remark = f"{I}/bemaerkninger/1"
    assert "Standardteksten er ændret siden" in words(owner.get(f"{I}/bemaerkninger"))
    assert "Standardteksten er ændret siden" in words(owner.get(remark))
    assert post(owner, remark, f"{remark}/standard", {"base": "1"}).status_code == 303
    shown = words(owner.get(remark))
    assert "Den nye lov siger det." in shown
    assert "Standardteksten er ændret siden" not in shown


@pytest.mark.parametrize("address", [f"{ROOT}/ny", f"{ROOT}/1"])
def test_R44_a_field_that_nothing_fills_is_refused_and_named_and_the_text_stays(
    store: Session, consultation: Consultation, owner: PageClient, address: str
) -> None:
    made(store, consultation)
    answer = post(
        owner, address, address, {"base": "1", "title": "Loven", "text": "Svar på {høring} til {dronningen}."}
    )
    shown = words(answer)
    assert "Feltet {høring} findes ikke. Mente du {hoering}? Feltet {dronningen} findes ikke." in shown
    assert "Svar på {høring} til {dronningen}." in shown
    assert [one.newest.text for one in standards.list_standards(store, consultation.authority_id)] == [
        "Loven siger det."
    ]


@pytest.mark.parametrize("address", [f"{ROOT}/ny", f"{ROOT}/1"])
def test_R37_the_form_says_which_fields_there_are_and_what_fills_them(
    store: Session, consultation: Consultation, owner: PageClient, address: str
) -> None:
    made(store, consultation)
    shown = words(owner.get(address))
    assert all(f"{{{field}}}" in shown for field in Field)
    assert "{frist} Dagen for høringens frist" in shown


def test_R37_the_fields_are_filled_when_the_text_is_taken_and_when_positions_are_chosen(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row = made(store, consultation, "{hoering} sluttede {frist}. Om {tema}.")
    lacking = position(store, consultation, "Ønske om ro")
    assert consultation.closes_at is not None
    last = date_words(consultation.closes_at - MINUTE, "da")
    store.commit()
    new = f"{I}/bemaerkninger/ny"
    page = owner.get(f"{new}?standard={row.id}")
    filled = f"Hjælp i hverdagen sluttede {last}. Om"
    assert f"{filled} {{tema}}.</textarea>" in page.get_data(as_text=True)
    assert "Ikke udfyldt endnu: {tema}" in words(page)
    assert f"{filled} Generelt.</textarea>" in owner.get(f"{new}?standard={row.id}&synspunkt={lacking.id}").get_data(
        as_text=True
    )
    version = standards.list_versions(store, row.id)[0].id
    store.commit()
    sent = {"text": f"{filled} {{tema}}.", "standard": str(version), "positions": str(lacking.id)}
    assert post(owner, new, new, sent).status_code == 303
    assert [text.text for _row, text in queries.list_remarks(store, consultation.id)] == [f"{filled} Generelt."]


def test_R37_what_the_positions_do_not_agree_in_stays_and_is_warned_about(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row = made(store, consultation, "Se {tema}.")
    one, other = position(store, consultation, "Ønske om ro"), position(store, consultation, "Ønske om lys")
    other.theme_id = themes.add_theme(store, ACTOR, NOW, consultation, "Lys").id
    version = standards.list_versions(store, row.id)[0].id
    store.commit()
    new = f"{I}/bemaerkninger/ny"
    sent = {"text": "Se {tema}.", "standard": str(version), "positions": [str(one.id), str(other.id)]}
    assert post(owner, new, new, sent).status_code == 303
    assert "Der står en pladsholder." in words(owner.get(f"{I}/bemaerkninger/1"))


def test_R37_a_newer_standard_text_is_filled_too(store: Session, consultation: Consultation, owner: PageClient) -> None:
    row, answered = made(store, consultation), position(store, consultation, "Ønske om ro")
    remark = remarks.add_remark(store, ACTOR, NOW, consultation, "Loven siger det.")
    remarks.use_remark(store, ACTOR, NOW, consultation, remark, [answered])
    standards.note_use(store, ACTOR, NOW, remark, standards.list_versions(store, row.id)[0])
    standards.write_standard(store, ACTOR, NOW, row, base_number=1, title="Loven", text="Om {tema} i {hoering}.")
    store.commit()
    page = f"{I}/bemaerkninger/1"
    shown = words(owner.get(page))
    assert "Standardteksten er ændret siden" in shown
    assert "{tema}" not in shown
    assert post(owner, page, f"{page}/standard", {"base": "1"}).status_code == 303
    assert [text.text for _row, text in queries.list_remarks(store, consultation.id)] == [
        "Om Generelt i Hjælp i hverdagen."
    ]


def test_C2_both_texts_of_a_standard_remark_are_seen(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row = made(store, consultation)
    page, began = f"{ROOT}/{row.id}", {"base": "1", "title": "Loven"}
    post(owner, page, page, began | {"text": "Hendes tekst."})
    clash = post(owner, page, page, began | {"text": "Min tekst."})
    assert clash.status_code == 409
    assert "Min tekst." in words(clash)
    assert "Hendes tekst." in words(clash)
    assert post(owner, page, page, {"base": "2", "title": "Loven", "text": "Min tekst."}).status_code == 303


def test_a_withdrawn_standard_remark_is_not_offered(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row = made(store, consultation)
    page = f"{ROOT}/{row.id}"
    assert "Hent teksten" in words(owner.get(f"{I}/bemaerkninger/ny"))
    post(owner, page, f"{page}/traek-tilbage")
    assert "Hent teksten" not in words(owner.get(f"{I}/bemaerkninger/ny"))
    post(owner, page, f"{page}/traek-tilbage")
    assert "Hent teksten" in words(owner.get(f"{I}/bemaerkninger/ny"))


def test_U25_one_of_several_positions_gets_a_copy_of_its_own(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    rows = [position(store, consultation, f"Ønske om {name}") for name in "ab"]
    remark = remarks.add_remark(store, ACTOR, NOW, consultation, "Vi er enige.")
    remarks.use_remark(store, ACTOR, NOW, consultation, remark, rows)
    store.commit()
    page = f"{I}/synspunkter/{rows[1].id}"
    assert "2 synspunkter bruger den." in words(owner.get(page))
    assert post(owner, page, f"{page}/kopi").headers["Location"].endswith("/bemaerkninger/2")
    assert [text.text for _row, text in queries.list_remarks(store, consultation.id)] == ["Vi er enige."] * 2
    store.expire_all()
    assert rows[0].remark_id != rows[1].remark_id


def test_C2_two_texts_of_a_remark_are_compared(store: Session, consultation: Consultation, owner: PageClient) -> None:
    remark = remarks.add_remark(store, ACTOR, NOW, consultation, "Vi er enige i det.")
    remarks.write_remark(store, ACTOR, NOW, consultation, remark, base_number=1, text="Vi er uenige i det.")
    store.commit()
    shown = words(owner.get(f"{I}/bemaerkninger/1?fra=1&til=2"))
    assert "Fjernet: enige" in shown
    assert "Tilføjet: uenige" in shown
