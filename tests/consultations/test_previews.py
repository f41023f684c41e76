"""Links to a consultation that is not sent out, and remarks on its drafts: the rules, and what is stored."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from consultation.consultations import previewing, previews, queries, reviewing, reviews
from consultation.consultations.reviewing import Written
from consultation.errors import Closed, Invalid, NotFound
from consultation.lib.tokens import hash_token
from consultation.models import Audit, Consultation, PreviewLink, ReviewRemark, table_of
from consultation.vocabulary import PreviewState, ReviewOutcome
from tests import factories
from tests.factories import NOW

EDITOR, COLLEAGUE = "staff:1", "staff:2"
TODAY = date(2026, 3, 2)
WRITTEN = Written(1, "hvor-laenge", "Karen Prøvesen", "Seks uger er for kort.", "k1")


@pytest.fixture
def row(session: Session) -> Consultation:
    found = factories.consultation(session, factories.authority(session), published=False)
    session.commit()
    return found


def make(session: Session, row: Consultation, *, may_remark: bool = True, days: int = 14) -> tuple[PreviewLink, str]:
    ends_on = TODAY + timedelta(days=days)
    made = previewing.make_link(session, EDITOR, NOW, row, "Formanden for Ældrerådet", ends_on, may_remark=may_remark)
    session.commit()
    return made


def send_out(session: Session, row: Consultation) -> None:
    row.published_at = row.visible_from = NOW
    session.commit()


def events(session: Session) -> list[str]:
    return list(session.scalars(select(Audit.event).order_by(Audit.seq)))


# Links


def test_a_link_opens_to_the_end_of_its_last_day_and_never_after_sending_out() -> None:
    ends_at = previews.end_of(TODAY)
    last = ends_at - timedelta(microseconds=1)
    assert previews.state_of(ends_at, None, None, last) is PreviewState.IN_FORCE
    assert previews.state_of(ends_at, None, None, ends_at) is PreviewState.EXPIRED
    assert previews.state_of(ends_at, None, NOW, last) is PreviewState.SENT_OUT
    assert previews.state_of(ends_at, None, NOW, ends_at) is PreviewState.EXPIRED
    assert previews.state_of(ends_at, NOW, NOW, last) is PreviewState.WITHDRAWN


@pytest.mark.parametrize(("days", "fault"), [(-1, "past"), (0, ""), (14, ""), (90, ""), (91, "late")])
def test_a_link_ends_today_at_the_earliest_and_in_ninety_days_at_the_latest(days: int, fault: str) -> None:
    assert previews.end_fault(TODAY + timedelta(days=days), TODAY) == fault


def test_A2_the_secret_is_random_and_only_its_hash_is_stored(session: Session, row: Consultation) -> None:
    (first, one), (second, other) = make(session, row), make(session, row)
    assert one != other
    assert min(len(one), len(other)) >= 43
    assert (first.token_hash, second.token_hash) == (hash_token(one), hash_token(other))
    assert reviews.get_link(session, one).id == first.id
    with pytest.raises(NotFound):
        reviews.get_link(session, one[:-1])
    stored = [session.execute(select(table_of(model))).all() for model in (PreviewLink, Audit)]
    assert one not in str(stored)


def test_R57_making_and_withdrawing_stand_in_the_log_once(session: Session, row: Consultation) -> None:
    link, _token = make(session, row)
    for _ in range(2):
        previewing.withdraw_link(session, EDITOR, NOW, row, link.id)
        session.commit()
    assert events(session) == ["preview.made", "preview.withdrawn"]


def test_a_link_is_not_made_longer_nor_taken_into_use_again(session: Session, row: Consultation) -> None:
    link, _token = make(session, row)
    previewing.withdraw_link(session, EDITOR, NOW, row, link.id)
    session.commit()
    changes = {"ends_at": link.ends_at + timedelta(days=1), "withdrawn_at": None}
    for name, value in changes.items():
        setattr(link, name, value)
        with pytest.raises(DatabaseError, match="guard"):
            session.commit()
        session.rollback()


def test_a_link_of_another_consultation_is_not_found(session: Session, row: Consultation) -> None:
    link, _token = make(session, row)
    other = factories.consultation(session, row.authority, "en-anden", published=False)
    with pytest.raises(NotFound):
        previewing.withdraw_link(session, EDITOR, NOW, other, link.id)


# Remarks


def test_a_remark_stands_at_its_section_with_who_and_when(session: Session, row: Consultation) -> None:
    link, _token = make(session, row)
    reviewing.remark_by_staff(session, COLLEAGUE, NOW, row, replace(WRITTEN, number=2, anchor="", name="Jens"))
    reviewing.remark_by_link(session, NOW, row, link, WRITTEN)
    reviewing.remark_by_staff(session, COLLEAGUE, NOW, row, replace(WRITTEN, anchor="", name="Jens", key="k2"))
    session.commit()
    found = reviews.list_remarks(session, row.id)
    assert [(one.number, one.place, one.remark.name, one.remark.by) for one in found] == [
        (1, "", "Jens", COLLEAGUE),
        (1, "2 Hvor længe?", "Karen Prøvesen", "preview"),
        (2, "", "Jens", COLLEAGUE),
    ]
    assert {one.remark.at for one in found} == {NOW}
    assert [one.remark.name for one in reviews.list_remarks(session, row.id, link)] == ["Karen Prøvesen"]
    assert reviews.count_open(session, row.id) == {1: 2, 2: 1}


def test_C3_a_form_sent_twice_is_one_remark(session: Session, row: Consultation) -> None:
    link, _token = make(session, row)
    for _ in range(3):
        reviewing.remark_by_link(session, NOW, row, link, WRITTEN)
        session.commit()
    reviewing.remark_by_staff(session, COLLEAGUE, NOW, row, WRITTEN)
    assert len(reviews.list_remarks(session, row.id)) == 2
    assert events(session).count("review.remarked") == 1


def test_A2_a_link_that_ended_or_has_no_leave_writes_nothing(session: Session, row: Consultation) -> None:
    readers, _token = make(session, row, may_remark=False)
    withdrawn, _token = make(session, row)
    previewing.withdraw_link(session, EDITOR, NOW, row, withdrawn.id)
    ended, _token = make(session, row, days=0)
    session.commit()
    for link, at in ((readers, NOW), (withdrawn, NOW), (ended, ended.ends_at)):
        with pytest.raises(NotFound):
            reviewing.remark_by_link(session, at, row, link, WRITTEN)
    assert reviews.list_remarks(session, row.id) == []


def test_one_link_writes_sixty_remarks_an_hour_and_another_is_not_held_up(session: Session, row: Consultation) -> None:
    (link, _token), (other, _other) = make(session, row), make(session, row)
    for number in range(reviewing.MOST_AN_HOUR):
        assert reviewing.remark_by_link(session, NOW, row, link, replace(WRITTEN, key=f"n{number}"))
    assert reviewing.remark_by_link(session, NOW, row, link, replace(WRITTEN, key="more")) is None
    assert reviewing.remark_by_link(session, NOW, row, other, WRITTEN)
    later = NOW + timedelta(hours=1)
    assert reviewing.remark_by_link(session, later, row, link, replace(WRITTEN, key="more"))


@pytest.mark.parametrize(
    ("wrong", "errors"),
    [
        (replace(WRITTEN, text="  "), {"text": "required"}),
        (replace(WRITTEN, anchor="findes-ikke"), {"place": "unknown"}),
    ],
)
def test_a_remark_says_something_about_a_section_that_is_there(
    session: Session, row: Consultation, wrong: Written, errors: dict[str, str]
) -> None:
    with pytest.raises(Invalid) as refused:
        reviewing.remark_by_staff(session, COLLEAGUE, NOW, row, wrong)
    assert refused.value.errors == errors


def test_the_editor_answers_and_may_answer_anew(session: Session, row: Consultation) -> None:
    remark = reviewing.remark_by_staff(session, COLLEAGUE, NOW, row, WRITTEN)
    for outcome, answer in (
        (ReviewOutcome.NOT_TAKEN, "Loven siger seks."),
        (ReviewOutcome.HANDLED, "Rettet til otte."),
    ):
        reviewing.answer_remark(session, EDITOR, NOW, row, remark.id, outcome, answer)
        session.commit()
    assert (remark.outcome, remark.answer, remark.answered_by) == (ReviewOutcome.HANDLED, "Rettet til otte.", EDITOR)
    assert reviews.count_open(session, row.id) == {}
    with pytest.raises(Invalid):
        reviewing.answer_remark(session, EDITOR, NOW, row, remark.id, ReviewOutcome.NOT_TAKEN, " ")


def test_L1_what_was_remarked_is_never_changed_or_removed(session: Session, row: Consultation) -> None:
    remark = reviewing.remark_by_staff(session, COLLEAGUE, NOW, row, WRITTEN)
    session.commit()
    remark.text = "Noget andet."
    with pytest.raises(DatabaseError, match="guard"):
        session.commit()
    session.rollback()
    session.delete(session.scalars(select(ReviewRemark)).one())
    with pytest.raises(DatabaseError, match="guard"):
        session.commit()
    session.rollback()


def test_R7_after_sending_out_nothing_new_is_written_and_what_was_stays(session: Session, row: Consultation) -> None:
    link, _token = make(session, row)
    remark = reviewing.remark_by_link(session, NOW, row, link, WRITTEN)
    assert remark is not None
    send_out(session, row)
    acts = (
        lambda: previewing.make_link(session, EDITOR, NOW, row, "Nogen", TODAY, may_remark=True),
        lambda: reviewing.remark_by_staff(session, COLLEAGUE, NOW, row, replace(WRITTEN, key="k9")),
        lambda: reviewing.answer_remark(session, EDITOR, NOW, row, remark.id, ReviewOutcome.HANDLED, "Rettet."),
    )
    for act in acts:
        with pytest.raises(Closed):
            act()
    with pytest.raises(NotFound):
        reviewing.remark_by_link(session, NOW, row, link, replace(WRITTEN, key="k9"))
    assert [one.remark.id for one in reviews.list_remarks(session, row.id)] == [remark.id]


def test_a_section_that_is_gone_keeps_the_name_it_had(session: Session, row: Consultation) -> None:
    remark = reviewing.remark_by_staff(session, COLLEAGUE, NOW, row, replace(WRITTEN, anchor="laengde-grupper"))
    session.commit()
    assert remark.place == "2.1 Gruppeforløb"
    version = queries.list_drafts(session, row.id)[0].version
    texts = {one.section.anchor: one for one in queries.list_sections(session, version.id)}
    session.delete(texts["laengde-grupper"])
    session.commit()
    assert [one.place for one in reviews.list_remarks(session, row.id)] == ["2.1 Gruppeforløb"]


def test_C1_a_remark_that_meets_the_sending_out_is_not_written(
    engine: Engine, session: Session, row: Consultation
) -> None:
    link, _token = make(session, row)
    ids = row.id, link.id
    session.commit()
    row.published_at = row.visible_from = NOW
    session.flush()
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(_write_meanwhile, engine, *ids)
        with pytest.raises(TimeoutError):
            writing.result(0.5)
        session.commit()
        with pytest.raises(NotFound):
            writing.result(10)
    assert reviews.list_remarks(session, row.id) == []


def _write_meanwhile(engine: Engine, row_id: int, link_id: int) -> None:
    with Session(engine) as other:
        row, link = other.get_one(Consultation, row_id), other.get_one(PreviewLink, link_id)
        reviewing.remark_by_link(other, NOW, row, link, WRITTEN)
        other.commit()
