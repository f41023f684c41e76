from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask, render_template_string

from consultation.web import filters

CLOSES = datetime(2019, 10, 20, 22, 0, tzinfo=UTC)


@pytest.fixture
def danish(small_app: Flask) -> Iterator[None]:
    with small_app.test_request_context("/"):
        yield


@pytest.fixture
def english(small_app: Flask) -> Iterator[None]:
    with small_app.test_request_context("/", environ_overrides={"consultation.language": "en"}):
        yield


CASES = [
    ("{{ closes | moment }}", "mandag den 21. oktober 2019 kl. 0.00", "Monday 21 October 2019 at 0:00"),
    ("{{ closes | deadline }}", "søndag den 20. oktober 2019 kl. 23.59", "Sunday 20 October 2019 at 23:59"),
    ("{{ closes | short_moment }}", "21.10.2019 kl. 0.00", "21 Oct 2019 at 0:00"),
    ("{{ on | day }}", "søndag den 20. oktober 2019", "Sunday 20 October 2019"),
    ("{{ closes | time_left(now) }}", "Der er 13 dage tilbage.", "13 days left."),
    ("{{ 1234567 | number }}", "1.234.567", "1,234,567"),
    ("{{ 2100000 | size }}", "2,1 MB", "2.1 MB"),
]
VALUES = {"closes": CLOSES, "on": date(2019, 10, 20), "now": CLOSES - timedelta(days=13, hours=2)}


def _rendered(template: str) -> str:
    return render_template_string(template, **VALUES).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(("template", "words", "_english"), CASES)
def test_values_in_danish_words(danish: None, template: str, words: str, _english: str) -> None:
    assert _rendered(template) == words


@pytest.mark.parametrize(("template", "_danish", "words"), CASES)
def test_values_in_english_words(english: None, template: str, _danish: str, words: str) -> None:
    assert _rendered(template) == words


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("En linje", "<p>En linje</p>"),
        ("a\nb\r\nc", "<p>a<br>\nb<br>\nc</p>"),
        ("a\n\n \n\nb", "<p>a</p>\n<p>b</p>"),
        ("<script>&\"'", "<p>&lt;script&gt;&amp;&#34;&#39;</p>"),
        ("  \n", ""),
        (None, ""),
    ],
)
def test_O5_plain_text_becomes_escaped_paragraphs(text: str | None, html: str) -> None:
    assert filters.lines(text) == html


def test_a_time_is_also_told_to_machines(danish: None) -> None:
    tag = filters.time_tag(CLOSES).replace("\N{NO-BREAK SPACE}", " ")
    assert tag == '<time datetime="2019-10-20T22:00:00+00:00">mandag den 21. oktober 2019 kl. 0.00</time>'
    assert filters.time_tag(date(2019, 10, 20)).startswith('<time datetime="2019-10-20">søndag den 20.')


def test_a_telephone_number_stays_on_one_line() -> None:
    assert " " not in filters.unbroken("12 34 56 78")


@pytest.mark.parametrize(
    ("left", "last"),
    [
        (timedelta(hours=24, seconds=1), False),
        (timedelta(hours=24), True),
        (timedelta(seconds=1), True),
        (timedelta(), False),
        (timedelta(hours=-1), False),
    ],
)
def test_the_last_day_is_the_last_24_hours(left: timedelta, last: bool) -> None:
    assert filters.is_last_day(CLOSES, CLOSES - left) is last
