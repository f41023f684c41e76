"""Approval by the subject owner and the director, where a consultation asks for it (domain.md 6)."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from consultation.analysis import approvals, approving, positions, remarks
from consultation.analysis.approvals import Given, Standing, Words
from consultation.consultations import operations
from consultation.errors import Conflict, Invalid, Refused
from consultation.models import Consultation, Position, Remark, Snapshot, Staff
from consultation.summary import gaps, inputs
from consultation.summary.collecting import collect
from consultation.vocabulary import ApprovalStep, Outcome, Role
from tests import factories
from tests.analysis.browsing import I, post, words
from tests.analysis.dividing import ACTOR, position
from tests.factories import NOW
from tests.pages import PageClient

DIRECTOR, OWNER = ApprovalStep.DIRECTOR, ApprovalStep.SUBJECT_OWNER
AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
OLD, NEW = Words(3, 7), Words(4, 7)

# What an approval holds for


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        ([], Standing.MISSING),
        ([(DIRECTOR, NEW, True)], Standing.GRANTED),
        ([(DIRECTOR, OLD, True)], Standing.AGAIN),
        ([(DIRECTOR, Words(4, 8), True)], Standing.AGAIN),
        ([(DIRECTOR, NEW, False)], Standing.RETURNED),
        ([(DIRECTOR, OLD, False)], Standing.AGAIN),
        ([(DIRECTOR, NEW, False), (DIRECTOR, NEW, True)], Standing.GRANTED),
        ([(DIRECTOR, NEW, True), (DIRECTOR, NEW, False)], Standing.RETURNED),
        ([(OWNER, NEW, True)], Standing.MISSING),
    ],
)
def test_an_approval_holds_for_the_words_it_was_given_to(
    acts: list[tuple[ApprovalStep, Words, bool]], expected: Standing
) -> None:
    given = [Given(step, what, granted, "", "staff:1", AT) for step, what, granted in acts]
    assert approvals.standing(given, DIRECTOR, NEW) is expected


@pytest.mark.parametrize(
    ("owner", "director", "expected"),
    [(False, False, ()), (True, False, (OWNER,)), (False, True, (DIRECTOR,)), (True, True, (OWNER, DIRECTOR))],
)
def test_a_consultation_asks_for_its_steps_alone(
    owner: bool, director: bool, expected: tuple[ApprovalStep, ...]
) -> None:
    assert approvals.required(owner=owner, director=director) == expected


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        ([], (Standing.MISSING, Standing.LATER)),
        ([(OWNER, NEW, True)], (Standing.GRANTED, Standing.MISSING)),
        ([(OWNER, NEW, True), (DIRECTOR, NEW, True)], (Standing.GRANTED, Standing.GRANTED)),
        ([(OWNER, OLD, True), (DIRECTOR, OLD, True)], (Standing.AGAIN, Standing.LATER)),
        ([(OWNER, NEW, False)], (Standing.RETURNED, Standing.LATER)),
        ([(OWNER, NEW, True), (DIRECTOR, NEW, False)], (Standing.GRANTED, Standing.RETURNED)),
    ],
)
def test_the_director_comes_after_the_subject_owner(
    acts: list[tuple[ApprovalStep, Words, bool]], expected: tuple[Standing, Standing]
) -> None:
    given = [Given(step, what, granted, "", "staff:1", AT) for step, what, granted in acts]
    found = approvals.standings(given, (OWNER, DIRECTOR), NEW)
    assert (found[OWNER], found[DIRECTOR]) == expected


# Operations


def answered(session: Session, consultation: Consultation, title: str = "Ønske om ro") -> tuple[Position, Remark]:
    row = position(session, consultation, title, recommended=Outcome.NOTED)
    remark = remarks.add_remark(session, ACTOR, NOW, consultation, "Vi er enige.")
    remarks.use_remark(session, ACTOR, NOW, consultation, remark, [row])
    return row, remark


def standing(session: Session, consultation: Consultation, row: Position) -> Standing:
    acts = approving.acts_by_position(session, consultation.id).get(row.id, [])
    return approvals.standing(acts, DIRECTOR, approving.words_of(session, row))


@pytest.mark.parametrize("change", ["outcome", "remark"])
def test_what_is_changed_later_is_to_be_approved_again(
    session: Session, consultation: Consultation, change: str
) -> None:
    row, remark = answered(session, consultation)
    seen = {row.id: approving.words_of(session, row)}
    assert approving.approve(session, ACTOR, NOW, consultation, DIRECTOR, seen) == 1
    assert standing(session, consultation, row) is Standing.GRANTED
    if change == "outcome":
        positions.set_outcome(session, ACTOR, NOW, consultation, row, Outcome.PARTLY, base=row.revision)
    else:
        remarks.write_remark(session, ACTOR, NOW, consultation, remark, base_number=1, text="Vi er uenige.")
    session.commit()
    assert standing(session, consultation, row) is Standing.AGAIN
    with pytest.raises(Conflict):
        approving.approve(session, ACTOR, NOW, consultation, DIRECTOR, seen)


def test_what_is_not_answered_is_not_approved(session: Session, consultation: Consultation) -> None:
    row = position(session, consultation)
    seen = {row.id: approving.words_of(session, row)}
    with pytest.raises(Refused):
        approving.approve(session, ACTOR, NOW, consultation, DIRECTOR, seen)


def test_sending_back_says_why(session: Session, consultation: Consultation) -> None:
    row, _remark = answered(session, consultation)
    seen = approving.words_of(session, row)
    with pytest.raises(Invalid):
        approving.send_back(session, ACTOR, NOW, consultation, DIRECTOR, row.id, seen, " ")
    approving.send_back(session, ACTOR, NOW, consultation, DIRECTOR, row.id, seen, "Skriv hvornår.")
    assert standing(session, consultation, row) is Standing.RETURNED


def test_who_approves_is_settled_once_the_final_papers_are_made(session: Session, consultation: Consultation) -> None:
    operations.set_approvals(session, ACTOR, NOW, consultation, owner=True, director=True)
    final = {"seq": 1, "inputs": "{}", "provisional": False, "by": ACTOR, "at": NOW}
    session.add(Snapshot(authority_id=consultation.authority_id, consultation_id=consultation.id, **final))
    session.flush()
    with pytest.raises(Conflict):
        operations.set_approvals(session, ACTOR, NOW, consultation, owner=False, director=False)


def missing(session: Session, consultation: Consultation) -> list[str]:
    snapshot = inputs.Snapshot("x-1", 1, NOW, provisional=False)
    found = gaps.gaps(collect(session, consultation, "http://localhost", snapshot))
    return [gap.text for gap in found if gap.kind == "no_approval"]


def test_R38_the_final_papers_wait_for_each_approval(session: Session, consultation: Consultation) -> None:
    row, _remark = answered(session, consultation)
    assert missing(session, consultation) == []
    operations.set_approvals(session, ACTOR, NOW, consultation, owner=True, director=True)
    assert missing(session, consultation) == ["Pkt. 0.1 mangler den fagansvarliges og direktørens godkendelse"]
    seen = {row.id: approving.words_of(session, row)}
    approving.approve(session, ACTOR, NOW, consultation, OWNER, seen)
    assert missing(session, consultation) == ["Pkt. 0.1 mangler direktørens godkendelse"]


def test_a_step_is_refused_until_the_one_before_it_is_taken(session: Session, consultation: Consultation) -> None:
    row, _remark = answered(session, consultation)
    operations.set_approvals(session, ACTOR, NOW, consultation, owner=True, director=True)
    seen = {row.id: approving.words_of(session, row)}
    assert approving.count_waiting(session, consultation, DIRECTOR) == 0
    with pytest.raises(Refused):
        approving.approve(session, ACTOR, NOW, consultation, DIRECTOR, seen)
    approving.approve(session, ACTOR, NOW, consultation, OWNER, seen)
    assert approving.count_waiting(session, consultation, DIRECTOR) == 1
    assert approving.approve(session, ACTOR, NOW, consultation, DIRECTOR, seen) == 1


# Pages


@pytest.fixture
def director(store: Session, consultation: Consultation, sign_in: Callable[[Staff], PageClient]) -> PageClient:
    return sign_in(factories.staff(store, consultation.authority, Role.DIRECTOR, "Dagny Direktørprøve"))


@pytest.fixture
def waiting(store: Session, consultation: Consultation) -> list[Position]:
    rows = [answered(store, consultation, f"Ønske om {name}")[0] for name in "ab"]
    operations.set_approvals(store, ACTOR, NOW, consultation, owner=False, director=True)
    store.commit()
    return rows


def seen_of(client: PageClient) -> dict[str, str]:
    page = client.get(f"{I}/godkendelse").get_data(as_text=True)
    parts = [part.split('"')[0:3] for part in page.split('name="set-')[1:]]
    return {f"set-{name}": value for name, _value, value in parts}


def test_the_director_approves_many_at_once_and_sees_what_it_holds_for(
    consultation: Consultation, director: PageClient, waiting: list[Position]
) -> None:
    page = f"{I}/godkendelse"
    assert "2 svar på synspunkter venter på din godkendelse" in words(director.get("/intern"))
    shown = words(director.get(page))
    assert "Bemærkning B1 Vi er enige." in shown
    sent = {"s": [row.id for row in waiting], "trin": "director", **seen_of(director)}
    assert post(director, page, f"{page}/godkend", sent).status_code == 303
    assert "Intet venter på din godkendelse." in words(director.get(page))
    assert "godkendt (Dagny Direktørprøve, 02.03.2026" in words(director.get(page))


def test_the_director_is_told_who_comes_first(
    store: Session, consultation: Consultation, director: PageClient, waiting: list[Position]
) -> None:
    page, seen = f"{I}/godkendelse", seen_of(director)
    operations.set_approvals(store, ACTOR, NOW, consultation, owner=True, director=True)
    store.commit()
    shown = words(director.get(page))
    assert "Intet venter på din godkendelse." in shown
    assert "venter på, at fagansvarlig godkender først" in shown
    post(director, page, f"{page}/godkend", {"s": [waiting[0].id], "trin": "director", **seen})
    assert "Ingenting er godkendt: fagansvarlig skal godkende" in words(director.get(page))


def test_C2_nothing_is_approved_that_was_changed_meanwhile(
    store: Session, consultation: Consultation, director: PageClient, waiting: list[Position]
) -> None:
    page, seen = f"{I}/godkendelse", seen_of(director)
    positions.set_outcome(store, ACTOR, NOW, consultation, waiting[0], Outcome.PARTLY, base=waiting[0].revision)
    store.commit()
    post(director, page, f"{page}/godkend", {"s": [row.id for row in waiting], "trin": "director", **seen})
    shown = words(director.get(page))
    assert "Ingenting er godkendt: et af synspunkterne er ændret" in shown
    assert "Godkend pkt. 0.1" in shown


def test_the_director_sends_back_with_a_note_that_the_subject_owner_reads(
    director: PageClient, owner: PageClient, waiting: list[Position]
) -> None:
    page = f"{I}/godkendelse/{waiting[0].id}"
    assert "Skriv, hvad der skal ændres" in words(post(director, page, page, {"note": " "}))
    assert post(director, page, page, {"note": "Skriv, hvornår det sker."}).status_code == 303
    shown = words(owner.get(f"{I}/synspunkter/{waiting[0].id}"))
    assert "direktør: sendt tilbage (Dagny Direktørprøve" in shown
    assert "Skriv, hvornår det sker." in shown


def test_A1_a_step_is_taken_by_its_own_role(owner: PageClient, waiting: list[Position]) -> None:
    page = f"{I}/godkendelse"
    sent = {"s": [waiting[0].id], "trin": "director", f"set-{waiting[0].id}": "2.1"}
    assert post(owner, page, f"{page}/godkend", sent).status_code == 403


def test_the_editor_says_who_approves(
    store: Session, consultation: Consultation, sign_in: Callable[[Staff], PageClient]
) -> None:
    editor = sign_in(factories.staff(store, consultation.authority, Role.EDITOR))
    page = f"{I}/hvem-godkender"
    assert post(editor, page, page, {"director": "1"}).status_code == 303
    store.refresh(consultation)
    assert (consultation.owner_approval, consultation.director_approval) == (False, True)
