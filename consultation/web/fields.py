"""Form fields that clean what they are given and say in Danish what is wrong; drawn by templates/macros/forms.html.

`required` is the sentence shown when a field is empty; a field without one is optional and says so.
"""

import re
from collections.abc import Collection
from datetime import date, time
from typing import Any

from flask_babel import lazy_gettext
from werkzeug.datastructures import FileStorage

from consultation.lib.dates import YEARS, DateError, number, parse_clock
from consultation.lib.text import TextError, clean, clean_line
from consultation.vocabulary import FindingKind
from consultation.web import giveaways
from consultation.web.bodies import MOST_CHARACTERS
from consultation.web.choices import Checkboxes, EnumRadio, EnumSelect, Radio, Select
from consultation.web.form import CleanField, Form, Words
from consultation.web.i18n import language

__all__ = [
    "Checkbox",
    "Checkboxes",
    "ClockField",
    "DateParts",
    "EnumRadio",
    "EnumSelect",
    "Form",
    "HiddenKey",
    "LongText",
    "MultiFile",
    "Radio",
    "Select",
    "TextField",
]

LONGEST_LINE = 200
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_UNREADABLE = lazy_gettext("Teksten har tegn, som vi ikke kan gemme. Skriv den igen.")
_DECEIVING = lazy_gettext("Teksten har usynlige eller blandede tegn. Skriv den igen med almindelige bogstaver.")
_LINE_TOO_LONG = lazy_gettext("Teksten er for lang: %(length)s tegn. Der er plads til %(limit)s.")
_TEXT_TOO_LONG = lazy_gettext("Svaret er for langt: %(length)s tegn. Der er plads til %(limit)s. Læg resten i en fil.")
_SHORT_TEXT_TOO_LONG = lazy_gettext(
    "Teksten er for lang: %(length)s tegn. Der er plads til %(limit)s, så der er %(over)s for meget."
)
_GIVES_AWAY = lazy_gettext(
    "Her står noget, der ligner %(found)s. De papirer, teksten står i, kan ikke blive endelige, før det er taget ud."
)
_MAY_NOT_GIVE_AWAY = lazy_gettext(
    "Her står noget, der ligner %(found)s. Teksten bliver vist eller trykt: skriv den uden."
)
_NOT_A_DATE = lazy_gettext("Datoen findes ikke. Skriv dag, måned og år med tal, for eksempel 20 10 2019")
_NOT_A_CLOCK = lazy_gettext("Skriv klokken som timer og minutter, for eksempel 23.59")
_NOT_MIDNIGHT = lazy_gettext("Skriv 23.59 i stedet for 24.00, så ingen er i tvivl om dagen")


class TextField(CleanField):
    """One line; data is a str, "" when empty. Deceiving characters are refused (I4).

    What `printed` texts give away is said when they are saved; a `strict` one is not saved then (R46, P6).
    """

    data: str

    def __init__(
        self,
        label: Words,
        *,
        limit: int = LONGEST_LINE,
        input_type: str = "text",
        autocomplete: str = "",
        inputmode: str = "",
        printed: Collection[FindingKind] = (),
        strict: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.printed, self.strict = printed, strict
        self.limit, self.input_type, self.autocomplete, self.inputmode = limit, input_type, autocomplete, inputmode
        self.too_long: Words = _LINE_TOO_LONG

    @property
    def warning(self) -> str:
        """That the text gives away what keeps papers from being final (R46)."""
        found = "" if self.strict else giveaways.found_in(self.data, self.printed)
        return str(_GIVES_AWAY) % {"found": found} if found else ""

    def process_data(self, value: Any) -> None:
        """The stored value, or ""."""
        self.data = "" if value is None else str(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Cleans what was typed; a field that was not sent keeps its stored value."""
        if valuelist:
            self.data = self._cleaned(str(valuelist[0]))

    def _cleaned(self, typed: str) -> str:
        try:
            text = self.normalise(typed)
        except TextError as error:
            raise ValueError(str(_UNREADABLE if error.code in {"nul", "surrogate"} else _DECEIVING)) from error
        if len(text) > self.limit:
            raise ValueError(str(self.too_long) % self._measures(len(text)))
        if self.strict and (found := giveaways.found_in(text, self.printed)):
            raise ValueError(str(_MAY_NOT_GIVE_AWAY) % {"found": found})
        return text

    def _measures(self, length: int) -> dict[str, str]:
        measures = {"length": length, "limit": self.limit, "over": length - self.limit}
        return {name: _number(value) for name, value in measures.items()}

    def normalise(self, typed: str) -> str:
        """One line, single spaces, NFC."""
        return clean_line(typed)


class LongText(TextField):
    """Many lines, at most 200,000 code points after cleaning (I3); data is a str with LF line ends.

    One with a limit of its own is no answer and stands on a page that takes no file: what is too much is counted.
    """

    kind = "long"

    def __init__(self, label: Words, *, limit: int = MOST_CHARACTERS, **kwargs: Any) -> None:
        super().__init__(label, limit=limit, **kwargs)
        self.too_long = _TEXT_TOO_LONG if limit == MOST_CHARACTERS else _SHORT_TEXT_TOO_LONG

    def normalise(self, typed: str) -> str:
        """NFC with LF; what the person wrote is otherwise left as it is (D4)."""
        return clean(typed)

    def is_empty(self) -> bool:
        """Blanks alone are nothing."""
        return not self.data.strip()


class HiddenKey(TextField):
    """A hidden value that is given back unchanged, such as the key of a sending (C3)."""

    kind = "hidden"


class ClockField(CleanField):
    """ "23.59" or "23:59"; data is a datetime.time or None."""

    data: time | None
    input_type, autocomplete, inputmode = "text", "off", "decimal"

    @property
    def shown(self) -> str:
        """As typed, else with a full stop."""
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data.hour}.{self.data.minute:02}" if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Reads the clock; 24.00 and 0.00 are not dates that people agree on (R4)."""
        if not valuelist:
            return
        self.data = None
        typed = str(valuelist[0]).strip()
        try:
            self.data = parse_clock(typed) if typed else None
        except DateError as error:
            raise ValueError(str(_NOT_MIDNIGHT if error.code == "midnight" else _NOT_A_CLOCK)) from error


class DateParts(CleanField):
    """A date in three fields NAME-day, NAME-month, NAME-year; data is a datetime.date or None."""

    kind = "date"
    data: date | None
    parts: dict[str, str]

    @property
    def focus_id(self) -> str:
        """The first of the three."""
        return f"{self.id}-day"

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Reads the three fields where they were sent, else the stored date."""
        super().process(None, data, extra_filters)
        names = ("day", "month", "year")
        if formdata is not None and any(f"{self.name}-{name}" in formdata for name in names):
            self.parts = {name: str(formdata.get(f"{self.name}-{name}", "")).strip() for name in names}
            self.data = self._date()
        else:
            self.parts = {name: str(getattr(self.data, name)) if self.data else "" for name in names}

    def _date(self) -> date | None:
        if not any(self.parts.values()):
            return None
        match = _DATE.fullmatch("-".join(self.parts[name] for name in ("year", "month", "day")))
        try:
            day = date(int(match[1]), int(match[2]), int(match[3])) if match else None
        except ValueError:
            day = None
        return day if day is not None and day.year in YEARS else self._refuse()

    def _refuse(self) -> date | None:
        self.process_errors = [str(_NOT_A_DATE)]
        return None


class Checkbox(CleanField):
    """One box; data is a bool. Never marked as optional."""

    kind = "checkbox"
    data: bool

    def __init__(self, label: Words, **kwargs: Any) -> None:
        super().__init__(label, says_optional=False, **kwargs)

    def process_data(self, value: Any) -> None:
        """The stored value, or False."""
        self.data = bool(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Ticked when anything was sent."""
        self.data = bool(valuelist)


class MultiFile(CleanField):
    """Files; data is a list of the chosen ones, for web.uploads.read_uploads. The view is marked @accepts_files."""

    kind = "file"
    data: list[FileStorage]

    def __init__(self, label: Words, **kwargs: Any) -> None:
        super().__init__(label, **{"says_optional": False, **kwargs})

    @property
    def shown(self) -> str:
        """A file field cannot be filled in by a page."""
        return ""

    def process_data(self, value: Any) -> None:  # noqa: ARG002 - the signature is WTForms'
        """Stored files are shown by the page, not by the field."""
        self.data = []

    def process_formdata(self, valuelist: list[Any]) -> None:
        """An empty file field sends a file without a name."""
        self.data = [value for value in valuelist if isinstance(value, FileStorage) and value.filename]


def _number(value: int) -> str:
    return number(value, language())
