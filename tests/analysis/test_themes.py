"""Themes are moved, merged and taken away with nothing lost, and the numbers follow (R37, C2)."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from consultation.analysis import positions, queries, themes
from consultation.errors import Refused
from consultation.models import Consultation, Position, Theme
from tests.analysis.dividing import ACTOR
from tests.factories import NOW


def add(session: Session, consultation: Consultation, *titles: str) -> list[Theme]:
    return [themes.add_theme(session, ACTOR, NOW, consultation, title) for title in titles]


def printed(session: Session, consultation: Consultation) -> list[str]:
    titles = {row.id: row.title for row in queries.list_themes(session, consultation.id)}
    return [f"{one.number} {titles[one.id]}" for one in queries.place_themes(session, consultation.id)]


def under(session: Session, consultation: Consultation, theme: Theme, parent: Theme | None) -> None:
    themes.place_theme(session, ACTOR, NOW, consultation, theme, parent)


def test_new_ones_come_last_before_generelt(session: Session, consultation: Consultation) -> None:
    themes.add_default_themes(session, ACTOR, NOW, consultation, ["Hvem?", "Hvad?", "Hvem?"])
    add(session, consultation, "Pris", "Hvad?")
    assert printed(session, consultation) == ["1 Hvem?", "2 Hvad?", "3 Pris", "4 Generelt"]


def test_under_another_out_again_and_the_numbers_follow(session: Session, consultation: Consultation) -> None:
    who, what, price, _general = add(session, consultation, "Hvem?", "Hvad?", "Pris", "Generelt")
    under(session, consultation, price, who)
    under(session, consultation, what, price)
    assert printed(session, consultation) == ["1 Hvem?", "1.1 Pris", "1.1.1 Hvad?", "2 Generelt"]
    under(session, consultation, price, None)
    assert printed(session, consultation) == ["1 Hvem?", "2 Pris", "2.1 Hvad?", "3 Generelt"]


def test_generelt_stays(session: Session, consultation: Consultation) -> None:
    who, general = add(session, consultation, "Hvem?", "Generelt")
    for act in (
        lambda: under(session, consultation, general, who),
        lambda: themes.rename_theme(session, ACTOR, NOW, consultation, general, "Andet"),
        lambda: themes.merge_theme(session, ACTOR, NOW, consultation, general, who),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.gaps == ("fixed",)


def test_a_name_that_a_sibling_has_is_refused(session: Session, consultation: Consultation) -> None:
    who, what = add(session, consultation, "Hvem?", "Hvad?")
    with pytest.raises(Refused) as refused:
        themes.rename_theme(session, ACTOR, NOW, consultation, what, "Hvem?")
    assert refused.value.gaps == ("title",)
    themes.rename_theme(session, ACTOR, NOW, consultation, who, "Hvem kan?")
    assert printed(session, consultation) == ["1 Hvem kan?", "2 Hvad?"]


def position_in(session: Session, consultation: Consultation, theme: Theme, title: str = "Ønske om ro") -> Position:
    return positions.save_position(session, ACTOR, NOW, consultation, None, title=title, theme=theme)


def test_merging_moves_positions_and_what_stands_under_it(session: Session, consultation: Consultation) -> None:
    who, what, price = add(session, consultation, "Hvem?", "Hvad?", "Pris")
    under(session, consultation, price, what)
    rows = [position_in(session, consultation, what, f"Ønske om {word}") for word in ("ro", "fred")]
    kept = position_in(session, consultation, price)
    assert themes.merge_theme(session, ACTOR, NOW, consultation, what, who) == 2
    session.expire_all()
    assert {row.theme_id for row in rows} == {who.id}
    assert kept.theme_id == price.id
    assert printed(session, consultation) == ["1 Hvem?", "1.1 Pris"]


def test_a_merged_main_theme_gives_its_place_on(session: Session, consultation: Consultation) -> None:
    a, b, c, d = add(session, consultation, "A", "B", "C", "D")
    c.main_rank, a.main_rank, b.main_rank = 1, 2, 3
    session.flush()
    themes.merge_theme(session, ACTOR, NOW, consultation, a, d)
    assert [row.main_rank for row in (c, d, b)] == [1, 2, 3]


@pytest.mark.parametrize("direction", ["itself", "below"])
def test_it_is_not_merged_into_itself_or_below(session: Session, consultation: Consultation, direction: str) -> None:
    who, what = add(session, consultation, "Hvem?", "Hvad?")
    under(session, consultation, what, who)
    with pytest.raises(Refused):
        themes.merge_theme(session, ACTOR, NOW, consultation, who, who if direction == "itself" else what)


def test_only_what_nothing_uses_is_taken_away_and_its_name_is_free(
    session: Session, consultation: Consultation
) -> None:
    who, what = add(session, consultation, "Hvem?", "Hvad?")
    under(session, consultation, what, who)
    row = position_in(session, consultation, what)
    for theme, gap in ((who, "themes"), (what, "positions")):
        with pytest.raises(Refused) as refused:
            themes.withdraw_theme(session, ACTOR, NOW, consultation, theme)
        assert refused.value.gaps == (gap,)
    positions.remove_position(session, ACTOR, NOW, consultation, row)
    themes.withdraw_theme(session, ACTOR, NOW, consultation, what)
    (again,) = add(session, consultation, "Hvad?")
    assert again.id != what.id
    assert printed(session, consultation) == ["1 Hvem?", "2 Hvad?"]


def test_C2_what_was_taken_away_meanwhile_is_not_moved(session: Session, consultation: Consultation) -> None:
    who, what = add(session, consultation, "Hvem?", "Hvad?")
    themes.withdraw_theme(session, ACTOR, NOW, consultation, what)
    with pytest.raises(Refused) as refused:
        under(session, consultation, who, what)
    assert refused.value.gaps == ("withdrawn",)


def test_C2_two_who_reorder_at_once_leave_every_theme_and_unique_ranks(
    engine: Engine, session: Session, consultation: Consultation
) -> None:
    rows = add(session, consultation, *"ABCDEF", "Generelt")
    ids, of_id = [row.id for row in rows], consultation.id
    session.commit()
    acts: list[Callable[[Session, Consultation], None]] = [
        lambda own, of: themes.move_theme(own, ACTOR, NOW, of, own.get_one(Theme, ids[0]), 1),
        lambda own, of: themes.move_theme(own, ACTOR, NOW, of, own.get_one(Theme, ids[4]), -1),
        lambda own, of: under(own, of, own.get_one(Theme, ids[2]), own.get_one(Theme, ids[5])),
    ]
    barrier = threading.Barrier(len(acts))

    def run(act: Callable[[Session, Consultation], None]) -> None:
        with Session(engine) as own:
            barrier.wait()
            for _ in range(4):
                act(own, own.get_one(Consultation, of_id))
                own.commit()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session.rollback()
    assert {row.id for row in queries.list_themes(session, consultation.id)} == set(ids)
    same = select(func.count(Theme.id)).group_by(Theme.parent_id, Theme.rank)
    assert set(session.scalars(same)) == {1}
    assert printed(session, consultation)[-1].endswith("Generelt")
