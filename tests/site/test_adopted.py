"""R47 on the pages: the secretary writes what was adopted; everybody reads why each section is changed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.models import (
    Blob,
    Consultation,
    DraftVersion,
    Milestone,
    Package,
    PackageFile,
    PublishedAnnex,
    Snapshot,
    Staff,
)
from consultation.vocabulary import Outcome, Role
from tests import factories
from tests.conftest import Clock
from tests.factories import NOW
from tests.pages import PageClient
from tests.site.published import ADDRESS, LATER, about, council, page, position, shown, words

I = "/intern/hoeringer/hjaelp-i-hverdagen"
ADOPT, DRAFT = f"{I}/udkast/1/vedtaget", f"{I}/udkast/1"


@pytest.fixture
def decided(store: Session, at: Clock) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    place = factories.places(store, row)[1, "hvor-laenge"]
    made = [shown(store, row, content=about(place, f"Lav det til {one} uger.")) for one in ("ti", "tolv")]
    position(store, row, place, made, "Ønske om længere forløb", Outcome.ACCEPTED)
    council(store, row, "Byrådet godkendte udkastene.")
    row.closes_at = NOW + timedelta(minutes=3)
    store.commit()
    at.now = LATER
    return row


@pytest.fixture
def secretary(store: Session, decided: Consultation, sign_in: Callable[[Staff], PageClient]) -> PageClient:
    return sign_in(factories.staff(store, decided.authority, Role.SECRETARY))


def _post(client: PageClient, path: str, to: str = "", **values: Any) -> Any:
    token = client.get(path).get_data(as_text=True).split('csrf_token" value="')[1].split('"')[0]
    return client.post(to or path, data={"csrf_token": token, **values})


def _sections(hvem: str) -> dict[str, str]:
    """The form of the draft's editor with other words in its first section."""
    texts = {"hvem": hvem, "hvor-laenge": "Et forløb varer tolv uger, som kan forlænges (2)."}
    fields = {"afsnit": "2", "til": "gem"}
    for at, (anchor, text) in enumerate(texts.items(), 1):
        given = {"known": anchor, "heading": {"hvem": "Hvem kan få hjælpen?"}.get(anchor, "Hvor længe?"), "text": text}
        fields |= {f"afsnit-{at}-{name}": value for name, value in given.items()} | {f"afsnit-{at}-level": "1"}
    return fields


def test_R47_the_secretary_writes_the_adopted_text_and_says_why_each_section_changed(
    secretary: PageClient, client: FlaskClient, decided: Consultation
) -> None:
    assert _post(secretary, f"{I}/vedtaget", til="begynd").status_code == 303
    assert secretary.get(DRAFT).status_code == 200
    assert _post(secretary, DRAFT, **_sections("Alle over 16 år.")).status_code == 303
    lacks = words(secretary.get(ADOPT).text)
    assert "Hvorfor er afsnittet #hvem ændret?" in lacks
    assert "Hvorfor er afsnittet #laengde-grupper ændret?" in lacks
    assert _post(secretary, ADOPT, til="vis").status_code == 409
    assert "Vælg et synspunkt, eller skriv grunden" in _post(secretary, ADOPT, f"{ADOPT}/grund", afsnit="hvem").text
    assert "Vedtaget version" not in page(client, f"{ADDRESS}/udkast/1")
    for anchor, reason in (("hvem", "Sproglig rettelse"), ("laengde-grupper", "Står nu i afsnit 2")):
        said = {"afsnit": anchor, f"{anchor}-reason": reason}
        assert _post(secretary, ADOPT, f"{ADOPT}/grund", **said).status_code == 303
    assert _post(secretary, ADOPT, til="vis").status_code == 303
    read = words(page(client, f"{ADDRESS}/udkast/1"))
    assert "Byrådet vedtog teksten mandag den 4. maj 2026." in read
    assert "Ændret af en anden grund: Sproglig rettelse Alle over 16 år." in read
    assert "Ændret på grund af pkt. 1.1 (2 svar) Et forløb varer tolv uger" in read
    assert "Taget ud efter høringen 2.1 Gruppeforløb Ændret af en anden grund: Står nu i afsnit 2" in read


def test_R47_the_text_as_it_was_in_the_consultation_stays_readable(
    secretary: PageClient, client: FlaskClient, decided: Consultation
) -> None:
    for act in ("begynd", "vis"):
        assert _post(secretary, ADOPT, til=act).status_code == 303
    before = words(page(client, f"{ADDRESS}/udkast/1/version/1"))
    assert "Det er ikke den vedtagne tekst" in before
    assert "Et forløb varer højst seks uger (2)." in before
    assert "Vedtaget version: Version 2" in words(page(client, f"{ADDRESS}/udkast/1/aendringer"))


def test_R47_the_outcome_leads_from_each_section_to_its_positions_and_to_the_adopted_text(
    secretary: PageClient, client: FlaskClient, decided: Consultation
) -> None:
    for act in ("begynd", "vis"):
        _post(secretary, ADOPT, til=act)
    html = page(client, f"{ADDRESS}/resultat")
    assert 'id="udkast-1-hvor-laenge"' in html
    assert 'id="pkt-1.1"' in html
    assert "Læs den vedtagne tekst" in html
    assert "#udkast-1-hvor-laenge" in page(client, f"{ADDRESS}/udkast/1")
    assert "because of item 1.1 (2 responses)" in words(page(client, f"/en{ADDRESS}/udkast/1"))


def test_R47_a_decision_against_the_advice_says_so(client: FlaskClient, store: Session, decided: Consultation) -> None:
    place = factories.places(store, decided)[2, "hvem"]
    position(store, decided, place, [shown(store, decided)], "Ønske om flere", Outcome.NOT_ACCEPTED)
    store.commit()
    assert words(page(client, f"{ADDRESS}/resultat")).count("Forvaltningen anbefalede noget andet: Imødekommes.") == 1


def test_R47_what_is_not_written_down_yet_is_told_as_missing(
    client: FlaskClient, store: Session, decided: Consultation
) -> None:
    place = factories.places(store, decided)[2, "hvem"]
    position(store, decided, place, [shown(store, decided)], "Ønske om flere", None)
    store.commit()
    assert "Beslutningen om 1 synspunkt er ikke skrevet ind endnu." in words(page(client, f"{ADDRESS}/resultat"))


def test_the_secretary_writes_nothing_that_is_sent_out_for_consultation(
    secretary: PageClient, store: Session, decided: Consultation
) -> None:
    """domain.md section 6: only what was adopted."""
    draft = store.scalars(select(DraftVersion.draft_id).order_by(DraftVersion.id)).first()
    store.add(DraftVersion(authority_id=decided.authority_id, draft_id=draft, number=2))
    store.commit()
    assert "retter du kun det, der er vedtaget" in secretary.get(DRAFT).text


def test_R47_the_minutes_stand_on_the_page_and_a_correction_of_them_is_kept(
    secretary: PageClient, client: FlaskClient, decided: Consultation, store: Session
) -> None:
    meeting = f"{I}/moeder/{store.scalars(select(Milestone.id)).one()}"
    store.commit()
    given = {"kind": "council", "on-day": "2", "on-month": "3", "on-year": "2026", "body": "Byrådet", "decides": "y"}
    for protocol in ("Borgmesteren indledte.\n\nGodkendt.", "Borgmesteren indledte sagen.\n\nGodkendt."):
        outcome = {"outcome": "Byrådet godkendte udkastene.", "protocol": protocol}
        assert _post(secretary, meeting, **given, **outcome).status_code == 303
    read = words(page(client, f"{ADDRESS}/resultat"))
    assert "Læs referatet Borgmesteren indledte sagen. Godkendt." in read


def test_open_annexes_say_type_size_and_pages(client: FlaskClient, store: Session, decided: Consultation) -> None:
    own = {"authority_id": decided.authority_id}
    snapshot = Snapshot(**own, consultation_id=decided.id, seq=1, inputs="{}", provisional=False, by="x", at=NOW)
    blob = Blob(**own, sha256="0" * 64, size=180_000, media_type="application/pdf")
    store.add_all([snapshot, blob])
    store.flush()
    counts = '{"counts": {"hoeringsnotat.pdf": 12}}'
    package = Package(**own, snapshot_id=snapshot.id, key="k" * 22, places=counts, by="x", at=NOW)
    store.add(package)
    store.flush()
    file = PackageFile(**own, package_id=package.id, name="hoeringsnotat.pdf", blob_id=blob.id, public=True)
    store.add(file)
    store.flush()
    store.add(PublishedAnnex(**own, consultation_id=decided.id, file_id=file.id, name=file.name, by="x", at=NOW))
    store.commit()
    for where in ("/resultat", "/dokumenter"):
        assert "Høringsnotat (pdf, 180 kB, 12 sider)" in words(page(client, ADDRESS + where))
