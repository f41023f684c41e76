"""Positions split, merged, moved and undone: nothing is lost (R37), on both databases."""

import json
import random
from collections.abc import Sequence

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation.analysis import changes, points, positions, queries, regrouping, remarks, themes
from consultation.consultations.queries import list_drafts, list_sections
from consultation.errors import Conflict, Invalid, Refused
from consultation.models import Consultation, Passage, Point, Position, PositionEvent, Remark, Response
from consultation.vocabulary import Outcome, PositionAct
from tests.analysis.dividing import ACTOR, TEXT, position, respond, spans
from tests.factories import NOW


def gathered(session: Session, row: Position) -> list[int]:
    return list(session.scalars(select(Point.id).where(Point.position_id == row.id).order_by(Point.id)))


def with_points(session: Session, consultation: Consultation, title: str, count: int) -> Position:
    row = position(session, consultation, title)
    for number in range(count):
        response = respond(session, consultation, f"{TEXT} {title} {number}.")
        points.make_point(session, ACTOR, NOW, response, spans(session, response, 1), row)
    session.commit()
    return row


def split(
    session: Session, consultation: Consultation, row: Position, going: Sequence[int], *, with_answer: bool = False
) -> Position:
    return regrouping.split_position(
        session,
        ACTOR,
        NOW,
        consultation,
        row,
        going,
        base=row.revision,
        title=f"Ønske om {going}",
        theme=themes.add_theme(session, ACTOR, NOW, consultation, "Generelt"),
        draft_id=None,
        section_id=None,
        with_answer=with_answer,
    )


def merge(
    session: Session,
    consultation: Consultation,
    target: Position,
    *others: Position,
    remark: Remark | None = None,
    recommended: Outcome | None = None,
) -> int:
    return regrouping.merge_positions(
        session,
        ACTOR,
        NOW,
        consultation,
        target,
        others,
        bases={row.id: row.revision for row in (target, *others)},
        remark=remark,
        recommended=recommended,
    )


def acts(session: Session, row: Position) -> list[PositionAct]:
    return [one.act for one in queries.list_events(session, row.id)]


def newest(session: Session, row: Position) -> PositionEvent:
    return queries.list_events(session, row.id)[-1]


# Split


@pytest.mark.parametrize("with_answer", [True, False])
def test_R37_a_split_moves_the_chosen_points_and_the_answer_goes_along_or_not(
    session: Session, consultation: Consultation, with_answer: bool
) -> None:
    row = with_points(session, consultation, "Ønske om ro", 3)
    remark = remarks.add_remark(session, ACTOR, NOW, consultation, "Vi er enige.")
    remarks.use_remark(session, ACTOR, NOW, consultation, remark, [row])
    positions.set_outcome(session, ACTOR, NOW, consultation, row, Outcome.NOTED, base=row.revision)
    all_points = gathered(session, row)
    new = split(session, consultation, row, all_points[1:], with_answer=with_answer)
    session.commit()
    assert (gathered(session, row), gathered(session, new)) == (all_points[:1], all_points[1:])
    assert (new.remark_id, new.recommended_outcome) == ((remark.id, Outcome.NOTED) if with_answer else (None, None))
    assert row.remark_id == remark.id
    assert (newest(session, row).act, newest(session, row).other_id) == (PositionAct.SPLIT, new.id)


@pytest.mark.parametrize("which", [slice(0), slice(None)])
def test_R37_a_split_takes_some_of_the_points(session: Session, consultation: Consultation, which: slice) -> None:
    row = with_points(session, consultation, "Ønske om ro", 2)
    with pytest.raises(Invalid):
        split(session, consultation, row, gathered(session, row)[which])


def test_C2_a_position_that_was_saved_since_is_not_split(session: Session, consultation: Consultation) -> None:
    row = with_points(session, consultation, "Ønske om ro", 2)
    row.revision += 1
    session.flush()
    theme = themes.add_theme(session, ACTOR, NOW, consultation, "Generelt")
    with pytest.raises(Conflict):
        regrouping.split_position(
            session,
            ACTOR,
            NOW,
            consultation,
            row,
            gathered(session, row)[:1],
            base=row.revision - 1,
            title="Ønske om andet",
            theme=theme,
            draft_id=None,
            section_id=None,
            with_answer=False,
        )


# Merged


def test_R37_merged_positions_keep_their_rows_and_their_history(session: Session, consultation: Consultation) -> None:
    rows = [with_points(session, consultation, f"Ønske om {name}", 2) for name in "abc"]
    kept, other = (remarks.add_remark(session, ACTOR, NOW, consultation, words) for words in ("Enig.", "Uenig."))
    remarks.use_remark(session, ACTOR, NOW, consultation, kept, rows[:1])
    remarks.use_remark(session, ACTOR, NOW, consultation, other, rows[1:])
    everything = sorted(point for row in rows for point in gathered(session, row))
    assert merge(session, consultation, *rows, remark=kept, recommended=Outcome.NOTED) == 4
    session.commit()
    assert gathered(session, rows[0]) == everything
    assert [row.removed for row in rows] == [False, True, True]
    assert [row.id for row in queries.list_positions(session, consultation.id)] == [rows[0].id]
    assert json.loads(newest(session, rows[1]).before)["remark"] == other.id
    assert acts(session, rows[0])[-2:] == [PositionAct.MERGED, PositionAct.MERGED]


def test_R37_what_each_of_them_changes_in_the_draft_the_merged_one_changes(
    session: Session, consultation: Consultation
) -> None:
    section = list_sections(session, list_drafts(session, consultation.id)[0].version.id)[0]
    rows = [with_points(session, consultation, f"Ønske om {name}", 1) for name in "ab"]
    made = changes.save_change(
        session,
        ACTOR,
        NOW,
        consultation,
        section,
        before="højst seks uger",
        after="højst tolv uger",
        positions=rows[1:],
    )
    merge(session, consultation, *rows, recommended=Outcome.ACCEPTED)
    assert [one.id for one, _section in queries.list_changes(session, rows[0].id)] == [made.id]
    regrouping.undo(session, ACTOR, NOW, consultation, newest(session, rows[0]))
    session.commit()
    assert queries.list_changes(session, rows[0].id) == []
    assert [(one.before, one.after) for one, _section in queries.list_changes(session, rows[1].id)] == [
        ("højst seks uger", "højst tolv uger")
    ]


def test_R47_positions_that_the_meeting_decided_differently_are_not_merged(
    session: Session, consultation: Consultation
) -> None:
    rows = [with_points(session, consultation, f"Ønske om {name}", 1) for name in "ab"]
    for row, outcome in zip(rows, (Outcome.ACCEPTED, Outcome.NOTED), strict=True):
        positions.decide_position(session, ACTOR, NOW, consultation, row, outcome)
    with pytest.raises(Refused) as refused:
        merge(session, consultation, *rows)
    assert refused.value.gaps == ("decided",)


def test_R37_no_point_comes_into_a_position_that_is_merged_away(session: Session, consultation: Consultation) -> None:
    rows = [with_points(session, consultation, f"Ønske om {name}", 1) for name in "ab"]
    merge(session, consultation, *rows)
    response = respond(session, consultation)
    with pytest.raises(Conflict):
        points.make_point(session, ACTOR, NOW, response, spans(session, response, 1), rows[1])


# Undone


def test_R37_a_merge_is_undone_and_the_answer_is_what_it_was(session: Session, consultation: Consultation) -> None:
    rows = [with_points(session, consultation, f"Ønske om {name}", 2) for name in "ab"]
    before = [gathered(session, row) for row in rows]
    remark = remarks.add_remark(session, ACTOR, NOW, consultation, "Enig.")
    merge(session, consultation, *rows, remark=remark, recommended=Outcome.NOTED)
    regrouping.undo(session, ACTOR, NOW, consultation, newest(session, rows[0]))
    session.commit()
    assert [gathered(session, row) for row in rows] == before
    assert (rows[1].removed, rows[0].remark_id, rows[0].recommended_outcome) == (False, None, None)


def test_R37_what_was_saved_after_a_merge_is_not_undone_with_it(session: Session, consultation: Consultation) -> None:
    rows = [with_points(session, consultation, f"Ønske om {name}", 1) for name in "ab"]
    merge(session, consultation, *rows, recommended=Outcome.NOTED)
    step = newest(session, rows[0])
    positions.set_outcome(session, ACTOR, NOW, consultation, rows[0], Outcome.PARTLY, base=rows[0].revision)
    regrouping.undo(session, ACTOR, NOW, consultation, step)
    assert rows[0].recommended_outcome is Outcome.PARTLY


def moved(
    session: Session, consultation: Consultation, row: Position, point: int, target: Position | None
) -> PositionEvent:
    """The step, as the position that it left tells of it."""
    assert regrouping.move_points(session, ACTOR, NOW, consultation, row, [point], target) == 1
    session.commit()
    return newest(session, row)


@pytest.mark.parametrize("seen_from", ["source", "target"])
def test_R37_a_moved_point_is_a_step_of_both_and_is_put_back_from_either(
    session: Session, consultation: Consultation, seen_from: str
) -> None:
    rows = [with_points(session, consultation, f"Ønske om {name}", 2) for name in "ab"]
    before = [gathered(session, row) for row in rows]
    moved(session, consultation, rows[0], before[0][0], rows[1])
    assert [newest(session, row).act for row in rows] == [PositionAct.MOVED] * 2
    assert [newest(session, row).other_id for row in rows] == [rows[1].id, rows[0].id]
    step = newest(session, rows[0] if seen_from == "source" else rows[1])
    regrouping.undo(session, ACTOR, NOW, consultation, step)
    session.commit()
    assert [gathered(session, row) for row in rows] == before
    assert [acts(session, row)[-2:] for row in rows] == [[PositionAct.MOVED] * 2] * 2
    assert not regrouping.can_undo(session, step)


def test_R37_a_point_that_was_taken_out_is_put_back(session: Session, consultation: Consultation) -> None:
    row = with_points(session, consultation, "Ønske om a", 2)
    before = gathered(session, row)
    regrouping.undo(session, ACTOR, NOW, consultation, moved(session, consultation, row, before[0], None))
    assert gathered(session, row) == before


def test_R37_a_point_that_was_moved_on_since_stays_and_the_step_cannot_be_undone(
    session: Session, consultation: Consultation
) -> None:
    rows = [with_points(session, consultation, f"Ønske om {name}", 1) for name in "abc"]
    [point] = gathered(session, rows[0])
    step = moved(session, consultation, rows[0], point, rows[1])
    moved(session, consultation, rows[1], point, rows[2])
    assert not regrouping.can_undo(session, step)
    with pytest.raises(Conflict):
        regrouping.undo(session, ACTOR, NOW, consultation, step)
    assert point in gathered(session, rows[2])


def test_R37_a_move_is_not_undone_into_a_position_that_is_gone(session: Session, consultation: Consultation) -> None:
    rows = [with_points(session, consultation, f"Ønske om {name}", 1) for name in "abc"]
    moved(session, consultation, rows[0], gathered(session, rows[0])[0], rows[1])
    step = newest(session, rows[1])
    merge(session, consultation, rows[2], rows[0])
    assert not regrouping.can_undo(session, step)


def test_R37_undoing_a_merge_restores_the_answer_also_when_points_were_moved_since(
    session: Session, consultation: Consultation
) -> None:
    rows = [with_points(session, consultation, f"Ønske om {name}", 2) for name in "abc"]
    merge(session, consultation, *rows[:2], recommended=Outcome.NOTED)
    step = newest(session, rows[0])
    moved(session, consultation, rows[0], gathered(session, rows[0])[0], rows[2])
    regrouping.undo(session, ACTOR, NOW, consultation, step)
    assert rows[0].recommended_outcome is None


def test_R37_a_point_that_is_moved_on_the_desk_is_a_step_that_can_be_undone_and_lets_approvals_stand(
    session: Session, consultation: Consultation
) -> None:
    rows = [with_points(session, consultation, f"Ønske om {name}", 1) for name in "ab"]
    [point] = session.scalars(select(Point).where(Point.position_id == rows[0].id))
    revisions = [row.revision for row in rows]
    points.move_point_in_group(session, ACTOR, NOW, session.get_one(Response, point.response_id), point, rows[1])
    session.commit()
    assert [row.revision for row in rows] == revisions
    assert [newest(session, row).act for row in rows] == [PositionAct.MOVED] * 2
    regrouping.undo(session, ACTOR, NOW, consultation, newest(session, rows[1]))
    assert gathered(session, rows[0]) == [point.id]


def test_R37_a_step_is_undone_once(session: Session, consultation: Consultation) -> None:
    row = with_points(session, consultation, "Ønske om ro", 2)
    split(session, consultation, row, gathered(session, row)[:1])
    step = newest(session, row)
    regrouping.undo(session, ACTOR, NOW, consultation, step)
    with pytest.raises(Conflict):
        regrouping.undo(session, ACTOR, NOW, consultation, step)


# Removed and restored


def test_R37_a_removed_position_keeps_its_row_and_can_be_restored(session: Session, consultation: Consultation) -> None:
    row = position(session, consultation)
    positions.remove_position(session, ACTOR, NOW, consultation, row)
    session.commit()
    assert (row.removed, queries.list_removed(session, consultation.id)) == (True, [row])
    positions.restore_position(session, ACTOR, NOW, consultation, row)
    assert (row.removed, acts(session, row)) == (
        False,
        [PositionAct.MADE, PositionAct.REMOVED, PositionAct.RESTORED],
    )
    with pytest.raises(Conflict):
        positions.restore_position(session, ACTOR, NOW, consultation, row)


# Whatever people do


@pytest.mark.parametrize("seed", range(6))
def test_R37_nothing_is_lost_by_any_sequence(session: Session, consultation: Consultation, seed: int) -> None:
    """Every point stays in one position in use or in none, no passage goes, and each step is in the history."""
    chance = random.Random(seed)
    for name in "abcd":
        with_points(session, consultation, f"Ønske om {name}", 2)
    everything = set(session.scalars(select(Point.id)))
    passages = session.scalar(select(func.count(Passage.id)).where(Passage.removed_at.is_(None)))
    for _turn in range(25):
        told = session.scalar(select(func.count(PositionEvent.id))) or 0
        if _act(session, consultation, chance):
            assert (session.scalar(select(func.count(PositionEvent.id))) or 0) > told
        session.commit()
        in_use = {row.id for row in queries.list_positions(session, consultation.id)}
        homes = {row.id: row.position_id for row in session.scalars(select(Point))}
        assert set(homes) == everything
        assert {home for home in homes.values() if home is not None} <= in_use
    assert session.scalar(select(func.count(Passage.id)).where(Passage.removed_at.is_(None))) == passages


def _act(session: Session, consultation: Consultation, chance: random.Random) -> bool:
    """One random act; False where there was nothing to do it to."""
    rows = list(queries.list_positions(session, consultation.id))
    row, other = chance.choice(rows), chance.choice(rows)
    mine, who = gathered(session, row), (session, ACTOR, NOW, consultation)
    act = chance.choice(["split", "merge", "move", "undo", "restore"])
    if act == "split" and len(mine) > 1:
        split(session, consultation, row, mine[: chance.randrange(1, len(mine))], with_answer=chance.random() < 0.5)
        return True
    if act == "merge" and row is not other:
        return merge(session, consultation, row, other) >= 0
    if act == "move":
        return regrouping.move_points(*who, row, mine[:1], chance.choice([None, other])) > 0
    steps = [one for one in queries.list_events(session, row.id) if regrouping.can_undo(session, one)]
    if act == "undo" and steps:
        regrouping.undo(*who, chance.choice(steps))
        return True
    removed = list(queries.list_removed(session, consultation.id))
    if act == "restore" and removed:
        positions.restore_position(*who, chance.choice(removed))
        return True
    return False
