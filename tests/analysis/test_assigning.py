"""Who does what until when: operations on both databases, and the pages (R37)."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.accounts.operations import disable_staff
from consultation.analysis import assigning
from consultation.errors import Invalid
from consultation.models import Assignment, Consultation, Milestone, Staff
from consultation.vocabulary import MilestoneKind, Role
from tests import factories
from tests.analysis.browsing import I, post, words
from tests.analysis.dividing import ACTOR, position, respond
from tests.conftest import Clock
from tests.factories import NOW
from tests.pages import PageClient

DAY = date(2026, 3, 20)


def give(
    session: Session,
    consultation: Consultation,
    staff: Staff | None,
    *,
    positions: Sequence[int] = (),
    responses: Sequence[int] = (),
) -> int:
    return assigning.assign(
        session,
        ACTOR,
        NOW,
        consultation,
        responses=responses,
        positions=positions,
        staff_id=staff.id if staff else None,
        due_on=DAY,
    )


@pytest.fixture
def jens(session: Session, consultation: Consultation) -> Staff:
    return factories.staff(session, consultation.authority, Role.SUBJECT_OWNER)


def test_R37_one_person_at_a_time_and_those_before_are_kept(
    session: Session, consultation: Consultation, jens: Staff
) -> None:
    sara = factories.staff(session, consultation.authority, Role.SECRETARY)
    row = position(session, consultation)
    assert give(session, consultation, jens, positions=[row.id]) == 1
    assert give(session, consultation, jens, positions=[row.id]) == 0
    assert give(session, consultation, sara, positions=[row.id]) == 1
    session.commit()
    held = assigning.hands_of(session, consultation).positions[row.id]
    assert (held.staff_id, held.due_on, held.gone) == (sara.id, DAY, False)
    assert [one.ended_at for one in session.scalars(select(Assignment).order_by(Assignment.id))] == [NOW, None]
    assert give(session, consultation, None, positions=[row.id]) == 1
    assert assigning.hands_of(session, consultation).positions == {}


def test_R37_many_are_given_away_at_once(session: Session, consultation: Consultation, jens: Staff) -> None:
    rows = [position(session, consultation, f"Ønske om {name}") for name in "ab"]
    response = respond(session, consultation)
    assert give(session, consultation, jens, positions=[row.id for row in rows], responses=[response.id]) == 3


def test_R37_only_who_works_on_it_gets_it(session: Session, consultation: Consultation) -> None:
    row = position(session, consultation)
    moderator = factories.staff(session, consultation.authority, Role.MODERATOR)
    with pytest.raises(Invalid):
        give(session, consultation, moderator, positions=[row.id])


def test_R37_what_a_colleague_who_left_had_is_nobodys(
    session: Session, consultation: Consultation, jens: Staff
) -> None:
    row = position(session, consultation)
    give(session, consultation, jens, positions=[row.id])
    disable_staff(session, "staff:9", NOW, jens)
    session.commit()
    assert assigning.hands_of(session, consultation).positions[row.id].gone
    assert assigning.count_left_behind(session, consultation) == 1


# Pages


def test_R37_the_date_is_proposed_from_the_committees_meeting(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row = position(store, consultation)
    meeting = {"kind": MilestoneKind.COMMITTEE, "body": "Socialudvalget", "on": date(2026, 5, 4)}
    store.add(Milestone(authority_id=consultation.authority_id, consultation_id=consultation.id, **meeting))
    store.commit()
    page = owner.get(f"{I}/ansvarlig?s={row.id}").get_data(as_text=True)
    assert 'name="due_on-day" type="text" inputmode="numeric" maxlength="2" value="13"' in page
    assert 'name="due_on-month" type="text" inputmode="numeric" maxlength="2" value="4"' in page


def test_R37_who_is_late_is_told_in_words(
    store: Session, consultation: Consultation, sign_in: Callable[[Staff], PageClient], at: Clock
) -> None:
    jens = factories.staff(store, consultation.authority, Role.SUBJECT_OWNER, "Jens Fagprøve")
    row = position(store, consultation, "Ønske om ro")
    store.commit()
    browser, page = sign_in(jens), f"{I}/ansvarlig?s={row.id}"
    sent = {"s": str(row.id), "staff": str(jens.id), "due_on-day": "28", "due_on-month": "2", "due_on-year": "2026"}
    assert "Vælg, hvem der skal gøre det" in words(post(browser, page, f"{I}/ansvarlig", {"s": str(row.id)}))
    answer = post(browser, page, f"{I}/ansvarlig", sent)
    assert answer.headers["Location"].endswith(f"/synspunkter/{row.id}")
    assert "Ansvarlig: Jens Fagprøve, forsinket 2 dage" in words(browser.get(f"{I}/synspunkter/{row.id}"))
    mine = words(browser.get(f"{I}/opgaver/mine"))
    assert "1 opgave er din." in mine
    assert "forsinket 2 dage" in mine
    assert "Forsinket 2 dage: 1 svar eller synspunkt er givet til dig" in words(browser.get("/intern"))


def test_R37_what_stands_with_nobody_comes_first_and_is_told_on_the_start_page(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    gone = factories.staff(store, consultation.authority, Role.SUBJECT_OWNER, "Gerda Gåetprøve")
    rows = [position(store, consultation, title) for title in ("Ønske om a", "Ønske om b")]
    give(store, consultation, gone, positions=[rows[1].id])
    disable_staff(store, "staff:9", NOW, gone)
    store.commit()
    page = words(owner.get(f"{I}/opgaver"))
    assert page.index("Ønske om b") < page.index("Ønske om a")
    assert "ingen (Gerda Gåetprøve er her ikke mere)" in page
    assert "1 opgave er uden ansvarlig, for den, der havde den, er her ikke mere" in words(owner.get("/intern"))


def test_R37_responses_are_given_away_from_their_list(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    response = respond(store, consultation)
    store.commit()
    page = f"{I}/behandling"
    assert "Giv de valgte til en ansvarlig" in words(owner.get(page))
    shown = words(owner.get(f"{I}/ansvarlig?r={response.id}"))
    assert "1 svar skal deles i punkter: Svar nr. 1. Ansvarlig: ingen" in shown
    assert owner.get(f"{I}/ansvarlig?r=99999").status_code == 404
    assert owner.get(f"{I}/ansvarlig").status_code == 303
