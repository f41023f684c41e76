import pytest
from flask import Flask

from consultation.web.pagination import Cursor, Page, page_of, read_cursor

ROWS = list(range(1, 8))


def _page(app: Flask, query: str, size: int = 3) -> Page[int]:
    with app.test_request_context(f"/liste?{query}"):
        cursor = read_cursor(size)
        return page_of(_rows(cursor), cursor, str)


def _rows(cursor: Cursor) -> list[int]:
    if cursor.before is not None:
        return [row for row in reversed(ROWS) if row < int(cursor.before)][: cursor.size + 1]
    return [row for row in ROWS if row > int(cursor.after or 0)][: cursor.size + 1]


@pytest.mark.parametrize(
    ("query", "rows", "previous", "following"),
    [
        ("", [1, 2, 3], None, "?efter=3"),
        ("efter=3", [4, 5, 6], "?foer=4", "?efter=6"),
        ("efter=6", [7], "?foer=7", None),
        ("foer=7", [4, 5, 6], "?foer=4", "?efter=6"),
        ("foer=4", [1, 2, 3], None, "?efter=3"),
        ("efter=7", [], None, None),
    ],
)
def test_pages_meet_without_a_gap_or_a_repeat(
    small_app: Flask, query: str, rows: list[int], previous: str | None, following: str | None
) -> None:
    page = _page(small_app, query)
    assert (list(page.rows), page.previous_url, page.next_url) == (rows, previous, following)


def test_the_filter_stays_in_the_addresses(small_app: Flask) -> None:
    page = _page(small_app, "udkast=8&q=b%C3%B8rn&efter=3")
    assert page.next_url == "?udkast=8&q=b%C3%B8rn&efter=6"


def test_a_key_that_is_too_long_is_none(small_app: Flask) -> None:
    with small_app.test_request_context("/liste?efter=" + "1" * 201):
        assert read_cursor() == Cursor()
