"""Positions, themes, remarks and changes (R37), on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consultation.analysis import changes, points, positions, queries, remarks, themes
from consultation.consultations.queries import list_drafts, list_sections
from consultation.errors import Conflict, Invalid, Refused
from consultation.models import Consultation, Milestone, Position, Remark, RemarkVersion, SectionText
from consultation.responses.operations import withdraw_response
from consultation.vocabulary import MilestoneKind, Outcome
from tests.analysis.dividing import ACTOR, position, respond, spans
from tests.factories import NOW


@pytest.fixture
def drafts(session: Session, consultation: Consultation) -> list[int]:
    return [text.draft.id for text in list_drafts(session, consultation.id)]


@pytest.fixture
def section(session: Session, consultation: Consultation) -> SectionText:
    version = list_drafts(session, consultation.id)[0].version
    return list_sections(session, version.id)[0]


def labels(session: Session, consultation: Consultation) -> dict[str, str]:
    """Title -> printed number."""
    rows = queries.list_positions(session, consultation.id)
    numbers = {text.draft.id: text.draft.number for text in list_drafts(session, consultation.id)}
    printed = queries.position_labels(rows, numbers)
    return {row.title: printed[row.id] for row in rows}


def test_R37_positions_are_numbered_within_their_draft(
    session: Session, consultation: Consultation, drafts: list[int]
) -> None:
    for title, draft_id in [("a", drafts[1]), ("b", drafts[0]), ("c", None), ("d", drafts[1])]:
        position(session, consultation, title, draft_id)
    assert labels(session, consultation) == {"a": "2.1", "b": "1.1", "c": "0.1", "d": "2.2"}


def test_R37_a_position_that_moves_to_another_draft_comes_last_there(
    session: Session, consultation: Consultation, drafts: list[int]
) -> None:
    first, second, other = (
        position(session, consultation, title, draft_id)
        for title, draft_id in [("a", drafts[0]), ("b", drafts[0]), ("c", drafts[1])]
    )
    theme = themes.add_theme(session, ACTOR, NOW, consultation, "Generelt")
    positions.save_position(
        session, ACTOR, NOW, consultation, first, title="a", theme=theme, draft_id=drafts[1], section_id=None
    )
    session.commit()
    assert labels(session, consultation) == {"a": "2.2", "b": "1.1", "c": "2.1"}
    assert (second.rank, other.rank) == (2, 1)


def test_a_position_without_points_can_be_removed(session: Session, consultation: Consultation) -> None:
    row = position(session, consultation)
    response = respond(session, consultation)
    point = points.make_point(session, ACTOR, NOW, response, spans(session, response, 1), row)
    with pytest.raises(Refused) as refused:
        positions.remove_position(session, ACTOR, NOW, consultation, row)
    assert refused.value.gaps == ("points",)
    points.remove_point(session, ACTOR, NOW, response, point)
    positions.remove_position(session, ACTOR, NOW, consultation, row)
    session.commit()
    assert queries.list_positions(session, consultation.id) == []


def test_a_position_whose_only_point_is_a_withdrawn_responses_can_be_removed(
    session: Session, consultation: Consultation
) -> None:
    row = position(session, consultation)
    response = respond(session, consultation)
    point = points.make_point(session, ACTOR, NOW, response, spans(session, response, 1), row)
    withdraw_response(session, NOW, response)
    positions.remove_position(session, ACTOR, NOW, consultation, row)
    session.commit()
    session.refresh(point)
    assert (queries.list_positions(session, consultation.id), point.position_id, point.removed_at) == ([], None, None)


def test_a_position_that_a_change_rests_on_stays(
    session: Session, consultation: Consultation, section: SectionText
) -> None:
    row = position(session, consultation)
    change(session, consultation, section, row)
    with pytest.raises(Refused):
        positions.remove_position(session, ACTOR, NOW, consultation, row)


# Outcomes


def decided(session: Session, consultation: Consultation) -> None:
    session.add(
        Milestone(
            authority_id=consultation.authority_id,
            consultation_id=consultation.id,
            kind=MilestoneKind.COUNCIL,
            body="Byrådet",
            on=NOW.date(),
            outcome="Vedtaget",
            decides=True,
        )
    )
    session.flush()


def test_R47_nothing_is_decided_before_the_deciding_meeting(session: Session, consultation: Consultation) -> None:
    row = position(session, consultation, recommended=Outcome.NOTED)
    with pytest.raises(Refused):
        positions.decide_positions(session, ACTOR, NOW, consultation, {row.id: Outcome.ACCEPTED})
    assert row.decided_outcome is None


def test_R47_what_was_decided_stands_beside_what_was_recommended(session: Session, consultation: Consultation) -> None:
    row = position(session, consultation, recommended=Outcome.NOTED)
    decided(session, consultation)
    before = consultation.revision
    assert positions.decide_positions(session, ACTOR, NOW, consultation, {row.id: Outcome.ACCEPTED}) == 1
    assert positions.decide_positions(session, ACTOR, NOW, consultation, {row.id: Outcome.ACCEPTED}) == 0
    session.commit()
    session.refresh(consultation)
    assert (row.recommended_outcome, row.decided_outcome) == (Outcome.NOTED, Outcome.ACCEPTED)
    assert queries.outcome_of(row) is Outcome.ACCEPTED
    assert consultation.revision > before


# Themes


def titles(session: Session, consultation: Consultation) -> list[str]:
    return [row.title for row in queries.list_themes(session, consultation.id)]


def test_themes_are_the_drafts_own_headings_then_generelt(session: Session, consultation: Consultation) -> None:
    themes.add_default_themes(session, ACTOR, NOW, consultation, ["Hvem?", "Hvor længe?", "Hvem?"])
    assert titles(session, consultation) == ["Hvem?", "Hvor længe?", "Generelt"]


def test_a_new_theme_comes_before_generelt_and_only_once(session: Session, consultation: Consultation) -> None:
    themes.add_default_themes(session, ACTOR, NOW, consultation, ["Hvem?"])
    added = [themes.add_theme(session, ACTOR, NOW, consultation, "Pris") for _twice in range(2)]
    assert added[0] is added[1]
    assert titles(session, consultation) == ["Hvem?", "Pris", "Generelt"]


@pytest.mark.parametrize(
    ("at", "steps", "expected"), [(0, 1, "bac"), (2, -1, "acb"), (0, -1, "abc"), (2, 1, "abc"), (1, 1, "acb")]
)
def test_a_theme_moves_one_place(
    session: Session, consultation: Consultation, at: int, steps: int, expected: str
) -> None:
    rows = [themes.add_theme(session, ACTOR, NOW, consultation, title) for title in "abc"]
    themes.move_theme(session, ACTOR, NOW, consultation, rows[at], steps)
    session.commit()
    assert titles(session, consultation) == list(expected)


# Remarks


@pytest.fixture
def remark(session: Session, consultation: Consultation) -> Remark:
    row = remarks.add_remark(session, ACTOR, NOW, consultation, "Første tekst.")
    session.commit()
    return row


def texts(session: Session, remark: Remark) -> list[str]:
    """Newest first."""
    return [row.text for row in queries.list_remark_versions(session, remark.id)]


def test_remarks_are_numbered_b1_b2(session: Session, consultation: Consultation, remark: Remark) -> None:
    second = remarks.add_remark(session, ACTOR, NOW, consultation, "Noget andet.")
    assert (remark.number, second.number) == (1, 2)


def test_C2_the_second_save_from_the_same_base_is_told_of_the_first(
    session: Session, consultation: Consultation, remark: Remark
) -> None:
    remarks.write_remark(session, "staff:2", NOW, consultation, remark, base_number=1, text="Majas tekst.")
    with pytest.raises(Conflict) as conflict:
        remarks.write_remark(session, ACTOR, NOW, consultation, remark, base_number=1, text="Jens' tekst.")
    theirs = conflict.value.details["theirs"]
    assert isinstance(theirs, RemarkVersion)
    assert (theirs.text, conflict.value.details["mine"]) == ("Majas tekst.", "Jens' tekst.")


def test_C2_the_text_that_gives_way_is_kept(session: Session, consultation: Consultation, remark: Remark) -> None:
    remarks.write_remark(session, "staff:2", NOW, consultation, remark, base_number=1, text="Majas tekst.")
    remarks.keep_remark(session, ACTOR, NOW, consultation, remark, base_number=2, text="Jens' tekst.")
    assert texts(session, remark) == ["Majas tekst.", "Jens' tekst.", "Majas tekst.", "Første tekst."]


def race(engine: Engine, work: Callable[[Session, int], None]) -> list[str]:
    """Runs the work twice at once; "saved" or "refused" for each."""

    def one(number: int) -> str:
        with Session(engine) as own:
            try:
                work(own, number)
                own.commit()
            except Conflict:
                return "refused"
            return "saved"

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(one, (1, 2)))


def test_C2_of_two_saves_at_once_one_is_refused_and_no_text_is_lost(
    engine: Engine, session: Session, consultation: Consultation, remark: Remark
) -> None:
    ids = consultation.id, remark.id
    session.rollback()

    def write(own: Session, number: int) -> None:
        rows = own.get_one(Consultation, ids[0]), own.get_one(Remark, ids[1])
        remarks.write_remark(own, f"staff:{number}", NOW, *rows, base_number=1, text=f"Tekst {number}.")

    assert race(engine, write) == ["refused", "saved"]
    assert texts(session, remark)[1:] == ["Første tekst."]


def test_two_new_remarks_at_once_get_a_number_each(
    engine: Engine, session: Session, consultation: Consultation
) -> None:
    consultation_id = consultation.id
    session.rollback()

    def add(own: Session, number: int) -> None:
        remarks.add_remark(own, f"staff:{number}", NOW, own.get_one(Consultation, consultation_id), "Tekst.")

    assert race(engine, add) == ["saved", "saved"]
    assert sorted(session.scalars(select(Remark.number))) == [1, 2]


def test_two_new_positions_at_once_get_a_rank_each(
    engine: Engine, session: Session, consultation: Consultation
) -> None:
    themes.add_theme(session, ACTOR, NOW, consultation, "Generelt")
    session.commit()
    consultation_id = consultation.id
    session.rollback()

    def add(own: Session, number: int) -> None:
        position(own, own.get_one(Consultation, consultation_id), f"Ønske om {number}")

    assert race(engine, add) == ["saved", "saved"]
    assert sorted(session.scalars(select(Position.rank))) == [1, 2]


def test_one_remark_serves_two_positions(session: Session, consultation: Consultation, remark: Remark) -> None:
    rows = [position(session, consultation, title) for title in ("Ønske om a", "Ønske om b")]
    remarks.use_remark(session, ACTOR, NOW, consultation, remark, rows)
    assert [row.remark_id for row in rows] == [remark.id, remark.id]


# Changes


def change(
    session: Session,
    consultation: Consultation,
    section: SectionText,
    row: Position,
    before: str = "højst seks uger",
    after: str = "højst tolv uger",
) -> None:
    changes.save_change(session, ACTOR, NOW, consultation, section, before=before, after=after, positions=[row])


@pytest.mark.parametrize(
    ("before", "after"), [("otte uger", "tolv"), ("e", "i"), ("", "tolv"), ("højst seks uger", "højst seks uger")]
)
def test_a_change_takes_words_that_stand_once_in_the_section_and_makes_others_of_them(
    session: Session, consultation: Consultation, section: SectionText, before: str, after: str
) -> None:
    row = position(session, consultation)
    with pytest.raises(Invalid):
        change(session, consultation, section, row, before, after)


def test_R37_a_change_is_of_no_account_once_its_position_is_not_accepted(
    session: Session, consultation: Consultation, section: SectionText
) -> None:
    row = position(session, consultation, recommended=Outcome.PARTLY)
    change(session, consultation, section, row)
    found = queries.changes_by_position(session, consultation.id)[row.id]
    assert [(one.before, one.after) for one, _section in found] == [("højst seks uger", "højst tolv uger")]
    row.recommended_outcome = Outcome.NOT_ACCEPTED
    assert queries.changes_by_position(session, consultation.id) == {}


def test_a_change_can_be_worded_otherwise(session: Session, consultation: Consultation, section: SectionText) -> None:
    row = position(session, consultation, recommended=Outcome.ACCEPTED)
    change(session, consultation, section, row)
    ((one, _section),) = queries.changes_by_position(session, consultation.id)[row.id]
    changes.edit_change(session, ACTOR, NOW, consultation, one, before="seks uger", after="otte uger")
    session.commit()
    assert (one.before, one.after) == ("seks uger", "otte uger")
    with pytest.raises(Invalid):
        changes.edit_change(session, ACTOR, NOW, consultation, one, before="ni uger", after="otte uger")
