"""Taking down what is shown of a whole group: one act and one breach, and each response as by itself (R35)."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from consultation import chain
from consultation.errors import Conflict
from consultation.models import (
    AnnexWithdrawal,
    AnswerGroup,
    Audit,
    Breach,
    BreachResponse,
    BulkAct,
    BulkDecision,
    Consultation,
    Decision,
    Job,
    Rendition,
    Response,
    Staff,
    Tombstone,
)
from consultation.moderation import (
    breach_queries,
    bulk,
    bulk_takedowns,
    group_queries,
    operations,
    takedown,
)
from consultation.moderation.bulk_plans import Apart
from consultation.moderation.takedown import Seen
from consultation.responses import figures
from consultation.vocabulary import DecisionKind, PublicationMode, Reason, Role
from tests import factories
from tests.conftest import ON_BOTH, Clock
from tests.factories import CLOSES, NOW
from tests.moderation import desk
from tests.moderation.desk import moderator, race, received, status
from tests.moderation.grouped import regroup
from tests.moderation.test_takedown import laid
from tests.pages import PageClient

HOUR = timedelta(hours=1)
LATER = NOW + 3 * HOUR
"""When everybody has read the responses for almost three hours."""
TEMPLATE = "Vi vil have tolv uger til alle, og vi vil have det skrevet ind i kvalitetsstandarden, så enhver kan se det."
OWN = f"{TEMPLATE} Min mor på 82 har brug for det."
HOME = "/intern/hoeringer/hjaelp-i-hverdagen/grupper"
SignIn = Callable[[Staff], PageClient]


def campaign(session: Session, owner: Consultation, *, shown: int = 4, waits: int = 1) -> list[Response]:
    """So many published with the shared text, one more with words of its own, and some that wait."""
    texts = [TEMPLATE] * shown + [OWN] + [TEMPLATE] * waits
    rows = [
        received(session, owner, text, sender=factories.sender(name=f"Prøve {at}", email=f"{at}@proeve.example"))
        for at, text in enumerate(texts)
    ]
    for row in rows[: shown + 1]:
        desk.decide(session, "system", row, DecisionKind.PUBLISH)
    regroup(session, owner)
    return rows


@pytest.fixture
def owner(session: Session) -> Consultation:
    return factories.consultation(session, factories.authority(session))


def group(session: Session, owner: Consultation) -> AnswerGroup:
    return group_queries.list_groups(session, owner.id)[0]


def down(
    session: Session, actor: str, owner: Consultation, *, equal_only: bool = False, at: datetime = LATER
) -> Breach | None:
    one = group(session, owner)
    sign = bulk_takedowns.plan(session, actor, at, one, equal_only=equal_only).sign
    breach = bulk_takedowns.take_down(session, actor, at, one, sign, Reason.SENSITIVE, equal_only=equal_only)
    session.commit()
    return breach


def statuses(session: Session, rows: Sequence[Response]) -> list[str]:
    return [status(session, row) for row in rows]


def test_R35_all_that_is_shown_goes_in_one_act_with_one_breach(session: Session, owner: Consultation) -> None:
    rows, actor = campaign(session, owner), moderator(session, owner)
    breach = down(session, actor, owner)
    assert breach is not None
    assert statuses(session, rows) == ["withheld"] * 5 + ["awaiting"]
    assert (breach.seq, breach.reason, breach.due_at) == (1, Reason.SENSITIVE, LATER + 72 * HOUR)
    assert breach_queries.get_case(session, owner.authority_id, 1).numbers == ("1", "2", "3", "4", "5")
    act = session.scalars(select(BulkAct)).one()
    assert (act.kind, act.reason, act.by) == (DecisionKind.WITHHOLD, Reason.SENSITIVE, actor)
    assert len(session.scalars(select(BulkDecision.id).where(BulkDecision.act_id == act.id)).all()) == 5
    assert chain.faults(session, owner.authority_id) == []


def test_R35_those_with_the_shared_text_only(session: Session, owner: Consultation) -> None:
    rows, actor = campaign(session, owner), moderator(session, owner)
    found = bulk_takedowns.plan(session, actor, LATER, group(session, owner), equal_only=True)
    assert found.stays == {rows[4].id: Apart.OWN_WORDS, rows[5].id: Apart.NOT_SHOWN}
    down(session, actor, owner, equal_only=True)
    assert statuses(session, rows) == ["withheld"] * 4 + ["published", "awaiting"]


def test_R35_the_rows_are_those_of_single_takedowns(session: Session, owner: Consultation) -> None:
    """Two consultations to which the same have written: one group taken down, the other's responses one by one."""
    other = factories.consultation(session, owner.authority, "anden-hoering")
    actor = moderator(session, owner)
    campaign(session, owner)
    singles = campaign(session, other)[:5]
    down(session, actor, owner)
    for row in singles:
        takedown.take_down(session, actor, LATER, Seen(row.id, 1, 1), Reason.SENSITIVE)
    session.commit()
    session.expire_all()
    assert told(session, owner) == told(session, other)


def plain(rows: Iterable[Iterable[object]]) -> list[tuple[str, ...]]:
    return sorted(tuple(map(str, row)) for row in rows)


def told(session: Session, owner: Consultation) -> dict[str, object]:
    mine = select(Response.id).where(Response.consultation_id == owner.id)
    decisions = session.scalars(select(Decision).where(Decision.response_id.in_(mine)).order_by(Decision.id)).all()
    owed = [f"{name}:{one.id}" for one in decisions for name in (operations.NOTICE, takedown.NOTE)]
    shown = session.execute(
        select(BreachResponse.shown_from, BreachResponse.hidden_at).where(BreachResponse.response_id.in_(mine))
    )
    subjects = [f"response:{one}" for one in session.scalars(mine)]
    noted = select(Audit.event, Audit.fields).where(Audit.subject.in_(subjects), Audit.actor != "system")
    hidden = select(Rendition.hidden_at).where(Rendition.consultation_id == owner.id)
    stones = select(Tombstone.number_label, Tombstone.reason_code).where(Tombstone.consultation_id == owner.id)
    return {
        "decisions": sorted((one.seq, one.kind, one.reason or "", one.by, one.at) for one in decisions),
        "jobs": plain(session.execute(select(Job.name, Job.due_at).where(Job.unique_key.in_(owed)))),
        "shown": plain(shown),
        "noted": plain(session.execute(noted)),
        "hidden": session.scalars(hidden.where(Rendition.hidden_at.is_not(None))).all(),
        "stones": plain(session.execute(stones)),
        "figures": figures.read(session, owner.id),
    }


def test_R35_what_nobody_could_read_yet_is_no_breach(session: Session, owner: Consultation) -> None:
    rows, actor = campaign(session, owner), moderator(session, owner)
    assert down(session, actor, owner, at=NOW + timedelta(minutes=4)) is None
    assert statuses(session, rows)[:5] == ["withheld"] * 5
    assert session.scalars(select(Breach.id)).all() == []


def test_R35_what_waited_for_the_deadline_could_be_read_from_then_on(session: Session) -> None:
    owner = factories.consultation(session, factories.authority(session), mode=PublicationMode.AFTER_DEADLINE)
    campaign(session, owner)
    down(session, moderator(session, owner), owner, at=CLOSES + HOUR)
    assert set(session.scalars(select(BreachResponse.shown_from))) == {CLOSES}


def test_R35_a_paper_that_holds_them_is_taken_off_the_page_once(store: Session, client: FlaskClient, at: Clock) -> None:
    owner = factories.consultation(store, factories.authority(store))
    rows = campaign(store, owner)
    files = client.application.extensions["store"]
    laid(store, owner, files, NOW - HOUR, "overblik.xlsx")
    laid(store, owner, files, NOW + HOUR, "samlede-hoeringssvar.pdf")
    at.now = LATER
    down(store, moderator(store, owner), owner)
    assert store.scalars(select(AnnexWithdrawal.response_id)).all() == [rows[0].id]
    names = ("overblik.xlsx", "samlede-hoeringssvar.pdf")
    assert [client.get(f"/hoeringer/{owner.slug}/bilag/{name}").status_code for name in names] == [200, 410]


def test_R36_taking_down_takes_one(session: Session, owner: Consultation) -> None:
    rows, actor = campaign(session, owner), moderator(session, owner)
    owner.two_person = True
    session.commit()
    assert down(session, actor, owner) is not None
    assert statuses(session, rows)[:5] == ["withheld"] * 5


def test_R35_ones_own_response_stays(session: Session, owner: Consultation) -> None:
    rows = campaign(session, owner)
    own = factories.staff(session, owner.authority, Role.MODERATOR)
    own.email = "2@proeve.example"
    session.commit()
    found = bulk_takedowns.plan(session, f"staff:{own.id}", LATER, group(session, owner), equal_only=False)
    assert found.stays == {rows[2].id: Apart.PARTIAL, rows[5].id: Apart.NOT_SHOWN}


def test_C1_a_group_of_which_something_was_decided_since_is_not_taken_down(
    session: Session, owner: Consultation
) -> None:
    rows, actor = campaign(session, owner), moderator(session, owner)
    one = group(session, owner)
    sign = bulk_takedowns.plan(session, actor, LATER, one, equal_only=False).sign
    desk.decide(session, actor, rows[0], DecisionKind.REOPEN, now=LATER)
    session.commit()
    with pytest.raises(Conflict):
        bulk_takedowns.take_down(session, actor, LATER, one, sign, Reason.SENSITIVE, equal_only=False)
    session.rollback()
    assert session.scalars(select(Breach.id)).all() == []


def test_C1_of_two_takedowns_at_once_one_wins(engine: Engine, session: Session, owner: Consultation) -> None:
    campaign(session, owner)
    actors = [moderator(session, owner), moderator(session, owner, "Mads Modprøve")]
    key = group(session, owner).id
    sign = bulk_takedowns.plan(session, actors[0], LATER, group(session, owner), equal_only=False).sign
    session.commit()

    def take(actor: str) -> desk.Act:
        return lambda own: bulk_takedowns.take_down(
            own, actor, LATER, own.get_one(AnswerGroup, key), sign, Reason.SENSITIVE, equal_only=False
        )

    done = race(engine, *map(take, actors))
    assert sorted(type(one).__name__ for one in done) == ["Breach", "Conflict"]
    assert session.scalars(select(Breach.seq)).all() == [1]


def test_U23_taken_back_they_wait_and_are_not_shown(session: Session, owner: Consultation) -> None:
    rows, actor = campaign(session, owner), moderator(session, owner)
    down(session, actor, owner)
    act = bulk.find_undoable(session, group(session, owner), LATER)
    assert act is not None
    assert bulk.undo(session, actor, LATER + timedelta(minutes=1), act) == 5
    session.commit()
    assert set(statuses(session, rows)) == {"awaiting"}


# The page


@pytest.fixture
def shown(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    campaign(store, row)
    return row


@pytest.fixture
def place(store: Session, shown: Consultation) -> str:
    key = group(store, shown).key
    store.commit()
    return f"{HOME}/{key}"


@pytest.fixture
def maja(store: Session, shown: Consultation, sign_in: SignIn, at: Clock) -> PageClient:
    person = factories.staff(store, shown.authority, Role.MODERATOR)
    store.commit()
    at.now = LATER
    return sign_in(person)


def press(client: PageClient, page: str, path: str, **values: object) -> TestResponse:
    return client.post(f"{page}{path}", data=hidden(client.get(page).get_data(as_text=True)) | values)


def hidden(html: str) -> dict[str, object]:
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html))


def said(answer: TestResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.get_data(as_text=True)))


def decisions(store: Session) -> int:
    found = store.scalar(select(func.count()).select_from(Decision)) or 0
    store.commit()
    return found


@ON_BOTH
def test_R35_the_group_leads_to_a_preview_that_tells_all_and_does_nothing(
    store: Session, maja: PageClient, place: str
) -> None:
    assert f"{place}/tag-ned" in maja.get(place).get_data(as_text=True)
    page = said(maja.get(f"{place}/tag-ned"))
    assert "Tag 5 svar ned på én gang" in page
    assert "Vises ikke offentligt (1): 6" in page
    shown = said(press(maja, f"{place}/tag-ned", "/se", reason="sensitive"))
    assert "Svaret har oplysninger om helbred eller andet meget privat." in shown
    assert "5 svar forsvinder. Den, der åbner et af dem, får at vide, at det ikke vises mere (410)." in shown
    assert "5 af dem kunne læses af alle. Der bliver åbnet ét brud på persondatasikkerheden for dem alle." in shown
    assert "Datatilsynet skal have besked senest" in shown
    assert "5 afsendere får besked." in shown
    assert decisions(store) == 5


@ON_BOTH
def test_R35_one_press_takes_the_chosen_ones_down(
    store: Session, shown: Consultation, maja: PageClient, place: str, client: FlaskClient
) -> None:
    preview = press(maja, f"{place}/tag-ned", "/se", reason="sensitive", equal_only="1")
    assert "Har egne ord med (1): 5" in said(preview)
    done = maja.post(f"{place}/tag-ned", data=hidden(preview.get_data(as_text=True)), follow_redirects=True)
    assert "Svarene er taget ned. Udvalgssekretæren følger op på brud nr. 1." in said(done)
    keys = store.scalars(select(Response.key).order_by(Response.id)).all()
    pages = [client.get(f"/hoeringer/{shown.slug}/svar/{key}").status_code for key in keys]
    assert pages == [410] * 4 + [200, 404]
    lines = store.scalars(select(Audit.fields).where(Audit.event == "decision.made", Audit.actor != "system")).all()
    assert len(lines) == 4


def test_what_lacks_is_said(maja: PageClient, place: str) -> None:
    assert "Vælg en grund" in said(press(maja, f"{place}/tag-ned", "/se"))
    assert press(maja, f"{place}/tag-ned", "").status_code == 400


def test_C1_a_preview_that_no_longer_holds_gives_409(store: Session, maja: PageClient, place: str) -> None:
    preview = hidden(press(maja, f"{place}/tag-ned", "/se", reason="sensitive").get_data(as_text=True))
    assert maja.post(f"{place}/tag-ned", data=preview).status_code == 303
    assert maja.post(f"{place}/tag-ned", data=preview).status_code == 409
    assert "Ingen af gruppens svar kan tages ned af dig." in said(maja.get(f"{place}/tag-ned"))
    assert f"{place}/tag-ned" not in maja.get(place).get_data(as_text=True)
    assert decisions(store) == 10
