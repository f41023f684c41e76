"""Taking down: gone everywhere at once, with a breach and its clock (R35, P3)."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import chain
from consultation.errors import Conflict
from consultation.models import (
    Audit,
    Authority,
    Breach,
    BreachResponse,
    Consultation,
    Decision,
    Package,
    PackageFile,
    PublishedAnnex,
    Response,
    Snapshot,
    Staff,
)
from consultation.moderation import breach_queries, takedown
from consultation.moderation.takedown import Seen
from consultation.storage import Store, keep
from consultation.vocabulary import BreachTask, DecisionKind, PublicationMode, Reason, Role
from tests import factories
from tests.conftest import Clock
from tests.factories import CLOSES, NOW
from tests.moderation import desk
from tests.pages import PageClient

HOUR = timedelta(hours=1)
LATER = NOW + 3 * HOUR
"""When the response has been read by everybody for almost three hours."""
PUBLIC = "/hoeringer/hjaelp-i-hverdagen"
TEXT = "Zebrastriberne bag biblioteket sejler i vand hver efterårsdag."
WORDS = ("Zebrastriberne", "biblioteket", "sejler")


@pytest.fixture
def owner(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    store.commit()
    return row


def published(session: Session, owner: Consultation, text: str = TEXT) -> Response:
    row = factories.response(session, owner, factories.submission(text))
    desk.decide(session, "system", row, DecisionKind.PUBLISH)
    session.commit()
    return row


def down(session: Session, row: Response, *, by: str = "system", at: datetime = LATER) -> Breach | None:
    seen = Seen(row.id, desk.material(session, row).decision_seq, 1)
    breach = takedown.take_down(session, by, at, seen, Reason.SENSITIVE)
    session.commit()
    return breach


# Gone everywhere


def test_R35_no_word_of_it_is_left_on_any_public_surface(
    store: Session, owner: Consultation, client: FlaskClient, at: Clock
) -> None:
    """Pages that were kept before, too: the page cache and every tag that a browser holds (P3)."""
    row = published(store, owner)
    at.now = LATER
    one, data = f"{PUBLIC}/svar/{row.key}", f"/api/v1/consultations/{owner.slug}"
    pages = [PUBLIC, f"{PUBLIC}/svar", f"{PUBLIC}/svar?som=citizen", one, f"/en{one}", "/soeg?q=efterårsdag"]
    machines = [f"{PUBLIC}/feed.atom", "/feed.atom", "/sitemap.xml", f"{data}/responses", f"{data}/responses/{row.key}"]
    addresses = pages + machines
    before = {address: client.get(address) for address in addresses}
    assert sum(_said(before[address].get_data(as_text=True)) for address in addresses) >= 8
    down(store, row)
    for address in addresses:
        tag = before[address].headers.get("ETag", '"none"')
        after = client.get(address, headers={"If-None-Match": tag, "Range": "bytes=0-9"})
        assert not _said(after.get_data(as_text=True)), address
        assert after.status_code in {200, 410}, address


def _said(page: str) -> bool:
    """Whether the response's words stand in it, but for the one that was searched for, which the page repeats."""
    return any(word in page for word in WORDS)


def test_R35_its_address_answers_410_says_so_and_asks_to_be_forgotten(
    store: Session, owner: Consultation, client: FlaskClient, at: Clock
) -> None:
    row = published(store, owner)
    at.now = LATER
    down(store, row)
    gone = client.get(f"{PUBLIC}/svar/{row.key}")
    assert (gone.status_code, gone.headers["X-Robots-Tag"], gone.headers["Cache-Control"]) == (
        410,
        "noindex",
        "no-store",
    )
    assert "Svar nr. 1 vises ikke offentligt." in gone.get_data(as_text=True).replace("\N{NO-BREAK SPACE}", " ")
    data = client.get(f"/api/v1/consultations/{owner.slug}/responses/{row.key}")
    assert (data.status_code, data.headers["X-Robots-Tag"]) == (410, "noindex")


def test_R33_the_number_and_the_count_stay(store: Session, owner: Consultation, client: FlaskClient, at: Clock) -> None:
    row = published(store, owner)
    at.now = LATER
    down(store, row)
    page = client.get(f"{PUBLIC}/svar").get_data(as_text=True)
    assert 'id="nr-1"' in page
    assert "Vises ikke offentligt. Grunden gælder så få" in page


# The papers on the page


def laid(session: Session, owner: Consultation, store: Store, frozen_at: datetime, name: str) -> PublishedAnnex:
    own = {"authority_id": owner.authority_id, "by": "staff:1", "at": frozen_at}
    seq = 1 + len(session.scalars(select(Snapshot.id)).all())
    snapshot = Snapshot(**own, consultation_id=owner.id, seq=seq, inputs="{}", provisional=False)
    session.add(snapshot)
    session.flush()
    package = Package(**own, snapshot_id=snapshot.id, key=f"package-{seq}")
    blob = keep(session, store, owner.authority_id, f"{name} {seq}".encode(), "application/pdf")
    session.add(package)
    session.flush()
    ids = {"authority_id": owner.authority_id, "package_id": package.id, "blob_id": blob.id}
    file = PackageFile(**ids, name=name, public=True)
    session.add(file)
    session.flush()
    annex = PublishedAnnex(**own, consultation_id=owner.id, file_id=file.id, name=name)
    session.add(annex)
    session.commit()
    return annex


def test_R35_papers_that_hold_it_are_taken_off_the_page_and_the_others_stay(
    store: Session, owner: Consultation, client: FlaskClient, at: Clock
) -> None:
    files: Store = client.application.extensions["store"]
    laid(store, owner, files, NOW - HOUR, "overblik.xlsx")
    row = published(store, owner)
    laid(store, owner, files, NOW + HOUR, "samlede-hoeringssvar.pdf")
    laid(store, owner, files, NOW + HOUR, "hoeringsbrev.pdf")
    at.now = LATER
    names = ("overblik.xlsx", "samlede-hoeringssvar.pdf", "hoeringsbrev.pdf")
    assert [client.get(f"{PUBLIC}/bilag/{name}").status_code for name in names] == [200, 200, 200]
    down(store, row)
    assert [client.get(f"{PUBLIC}/bilag/{name}").status_code for name in names] == [200, 410, 200]
    assert "samlede-hoeringssvar" not in client.get(PUBLIC).get_data(as_text=True)
    assert "samlede-hoeringssvar" not in client.get(f"/api/v1/consultations/{owner.slug}").get_data(as_text=True)


# The breach


def test_R35_a_takedown_opens_a_breach_with_a_clock_of_72_hours(session: Session) -> None:
    owner = factories.consultation(session, factories.authority(session))
    row = published(session, owner)
    breach = down(session, row)
    assert breach is not None
    assert (breach.seq, breach.found_at, breach.due_at) == (1, LATER, LATER + 72 * HOUR)
    case = breach_queries.get_case(session, owner.authority_id, 1)
    assert (case.numbers, set(case.states)) == (("1",), {BreachTask.TAKEN_DOWN})
    shown = case.shown[0][0]
    assert (shown.shown_from, shown.hidden_at) == (NOW + timedelta(minutes=5), LATER)


def test_R57_the_log_has_decision_and_breach(session: Session) -> None:
    owner = factories.consultation(session, factories.authority(session))
    down(session, published(session, owner))
    events = session.scalars(select(Audit.event).where(Audit.event.like("breach.%")).order_by(Audit.seq)).all()
    assert events == ["breach.opened", "breach.noted"]
    assert chain.faults(session, owner.authority_id) == []


@pytest.mark.parametrize(
    ("mode", "when"),
    [
        (PublicationMode.CONTINUOUS, NOW + timedelta(minutes=4)),
        (PublicationMode.AFTER_DEADLINE, LATER),
        (PublicationMode.WITH_AGENDA, LATER),
        (PublicationMode.NOT_PUBLIC, LATER),
    ],
)
def test_R35_what_nobody_could_read_is_no_breach(session: Session, mode: PublicationMode, when: datetime) -> None:
    owner = factories.consultation(session, factories.authority(session), mode=mode)
    row = published(session, owner)
    assert down(session, row, at=when) is None
    assert desk.status(session, row) == "withheld"


def test_R35_what_waited_for_the_deadline_could_be_read_from_then_on(session: Session) -> None:
    owner = factories.consultation(session, factories.authority(session), mode=PublicationMode.AFTER_DEADLINE)
    row = published(session, owner)
    down(session, row, at=CLOSES + HOUR)
    assert session.scalars(select(BreachResponse.shown_from)).one() == CLOSES


def test_C1_what_has_been_decided_since_it_was_seen_stays(session: Session) -> None:
    owner = factories.consultation(session, factories.authority(session))
    row = published(session, owner)
    with pytest.raises(Conflict):
        takedown.take_down(session, "system", LATER, Seen(row.id, 0, 1), Reason.SENSITIVE)
    session.rollback()
    assert desk.status(session, row) == "published"
    assert session.scalars(select(Breach.id)).all() == []


def test_R35_a_breach_of_the_same_response_goes_on_while_it_is_open(session: Session) -> None:
    owner = factories.consultation(session, factories.authority(session))
    row = published(session, owner)
    down(session, row)
    desk.decide(session, "system", row, DecisionKind.REOPEN, now=LATER)
    desk.decide(session, "system", row, DecisionKind.PUBLISH, now=LATER)
    down(session, row, at=LATER + HOUR)
    assert session.scalars(select(Breach.seq)).all() == [1]
    assert len(session.scalars(select(BreachResponse.id)).all()) == 2


def test_R34_a_takedown_is_a_decision_with_its_reason(session: Session) -> None:
    owner = factories.consultation(session, factories.authority(session))
    row = published(session, owner)
    down(session, row)
    newest = session.scalars(
        select(Decision).where(Decision.response_id == row.id).order_by(Decision.seq.desc())
    ).first()
    assert newest is not None
    assert (newest.kind, newest.reason) == (DecisionKind.WITHHOLD, Reason.SENSITIVE)


# At the desk


def test_R35_the_moderator_presses_once_and_is_told_who_goes_on(
    store: Session, owner: Consultation, sign_in: Callable[[Staff], PageClient], at: Clock
) -> None:
    published(store, owner)
    at.now = LATER
    client = sign_in(factories.staff(store, _authority(store), Role.MODERATOR))
    address = "/intern/hoeringer/hjaelp-i-hverdagen/svar/1/gennemgang"
    values = {"decision_seq": 1, "version": 1, "reason": "sensitive", "csrf_token": _token(client, address)}
    told = client.post(f"{address}/tag-ned", data=values, follow_redirects=True).get_data(as_text=True)
    assert "Udvalgssekretæren følger op på brud nr. 1." in told
    assert breach_queries.get_case(store, owner.authority_id, 1).breach.opened_by.startswith("staff:")


def _token(client: PageClient, address: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(address).get_data(as_text=True))
    assert found is not None
    return found[1]


def _authority(store: Session) -> Authority:
    return store.scalars(select(Authority)).one()
