"""How values become words in templates. Templates never mark text as safe; what is HTML comes through here."""

from datetime import date, datetime, timedelta
from math import floor

from flask import Flask
from markupsafe import Markup, escape

from consultation import clock
from consultation.lib import dates
from consultation.lib.comparison import compare
from consultation.lib.text import paragraphs
from consultation.web.assets import icon_url, static_url
from consultation.web.i18n import alternate_urls, language, local_url, staff_url, switch_language_url, without_language

_LAST_DAY = timedelta(hours=24)


def moment(instant: datetime) -> str:
    """An aware instant: "søndag den 20. oktober 2019 kl. 23.59"."""
    return dates.moment_words(instant, language())


def short_moment(instant: datetime) -> str:
    """An aware instant in a table: "20.10.2019 kl. 23.59"."""
    return dates.short_moment(instant, language())


def day(on: date) -> str:
    """A local date: "søndag den 20. oktober 2019"."""
    return dates.date_words(on, language())


def last_day(ends: datetime) -> str:
    """The last day before an instant that ends one."""
    return day(dates.local(ends - timedelta(seconds=1)).date())


def deadline(closes_at: datetime) -> str:
    """The last minute in which one may answer, as it is written to people."""
    return dates.deadline_words(closes_at, language())


def time_left(closes_at: datetime, now: datetime | None = None) -> str:
    """How long is left, in words, computed at each request (T5, T8). `now` defaults to the clock."""
    return dates.time_left(now or clock.now(), closes_at, language())


def seconds_left(closes_at: datetime) -> int:
    """The same for machines, by the server's clock; negative afterwards."""
    return floor((closes_at - clock.now()).total_seconds())


def is_last_day(closes_at: datetime, now: datetime | None = None) -> bool:
    """True in the last 24 hours before the deadline."""
    return timedelta() < closes_at - (now or clock.now()) <= _LAST_DAY


def number(value: int) -> str:
    """1.000 in Danish, 1,000 in English."""
    return dates.number(value, language())


def size(octets: int) -> str:
    """The size of a file: "214 kB", "2,1 MB"."""
    return dates.size_words(octets, language())


def unbroken(text: str) -> str:
    """Keeps a telephone number or "nr. 17" on one line."""
    return text.replace(" ", dates.NBSP)


def lines(text: str | None) -> Markup:
    """Plain text as paragraphs: blank lines part them, single line breaks stay. Everything is escaped."""
    return Markup("\n").join(_paragraph(block) for block in paragraphs((text or "").replace("\r\n", "\n")))


def _paragraph(block: str) -> Markup:
    return Markup("<p>{}</p>").format(Markup("<br>\n").join(escape(line) for line in block.split("\n")))


def time_tag(value: datetime | date, *, short: bool = False) -> Markup:
    """A <time> element: words to people, ISO 8601 to machines. `short` is the form of tables."""
    words = (short_moment if short else moment)(value) if isinstance(value, datetime) else day(value)
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), words)


def trusted_html(sanitised: str) -> Markup:
    """The only door from a string to unescaped HTML. Give it nothing but what lib.html sanitised (O5)."""
    return Markup(sanitised)  # noqa: S704 - the caller's text comes from lib.html, which escapes and filters


def register(app: Flask) -> None:
    """Makes the filters and functions known to every template."""
    filters = (moment, short_moment, day, last_day, deadline, time_left, number, size, unbroken, lines, time_tag)
    app.jinja_env.filters.update({function.__name__: function for function in filters})
    addresses = (static_url, icon_url, local_url, staff_url, switch_language_url, alternate_urls, without_language)
    functions = (*addresses, language, time_left, seconds_left, is_last_day, compare)
    app.jinja_env.globals.update({function.__name__: function for function in functions})
