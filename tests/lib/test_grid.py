from hypothesis import given
from hypothesis import strategies as st

from consultation.lib.grid import Cell, Placed, grid_of

ROWS = st.lists(
    st.lists(
        st.builds(
            Cell,
            st.just("x"),
            head=st.booleans(),
            heads_row=st.booleans(),
            colspan=st.integers(1, 5),
            rowspan=st.integers(1, 5),
        ),
        max_size=5,
    ),
    max_size=5,
)


def places(one: Placed) -> list[tuple[int, int]]:
    return [(one.x + right, one.y + down) for right in range(one.colspan) for down in range(one.rowspan)]


@given(ROWS)
def test_every_place_has_one_cell_and_every_cell_is_there_in_order(rows: list[list[Cell]]) -> None:
    grid = grid_of(rows)
    taken = [place for one in grid.cells for place in places(one)]
    assert sorted(taken) == sorted((x, y) for x in range(grid.columns) for y in range(len(rows) if grid.columns else 0))
    assert sum(one.content is not None for one in grid.cells) == sum(map(len, rows))
    assert [(one.y, one.x) for one in grid.cells] == sorted((one.y, one.x) for one in grid.cells)


@given(ROWS)
def test_no_cell_leaves_the_heads_downwards_and_something_is_below_them(rows: list[list[Cell]]) -> None:
    grid = grid_of(rows)
    assert all(one.y + one.rowspan <= grid.heads for one in grid.cells if one.y < grid.heads)
    assert grid.heads < max(len(rows), 1)


def test_cells_stand_where_a_browser_has_them() -> None:
    tall, wide, low = Cell("tall", head=True, rowspan=2), Cell("wide", head=True, colspan=2), Cell("low", head=True)
    found = grid_of([[tall, wide], [low, low], [Cell("a"), Cell("b"), Cell("c")]])
    assert [(one.content, one.x, one.y) for one in found.cells] == [
        ("tall", 0, 0),
        ("wide", 1, 0),
        ("low", 1, 1),
        ("low", 2, 1),
        ("a", 0, 2),
        ("b", 1, 2),
        ("c", 2, 2),
    ]
    assert found.heads == 2


def test_a_row_of_heads_with_an_empty_corner_is_a_row_of_heads() -> None:
    rows = [[Cell("", empty=True), Cell("Timer", head=True)], [Cell("Børn", head=True, heads_row=True), Cell("2")]]
    assert grid_of(rows).heads == 1


def test_a_table_with_heads_of_rows_alone_has_no_rows_of_heads() -> None:
    assert grid_of([[Cell("Børn", head=True, heads_row=True), Cell("2")]] * 2).heads == 0
