"""Form fields that clean what they are given and say in Danish what is wrong; drawn by templates/macros/forms.html.

`required` is the sentence shown when a field is empty; a field without one is optional and says so.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from flask_babel import lazy_gettext
from werkzeug.datastructures import FileStorage
from wtforms import Field
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from consultation.lib.dates import DateError, number, parse_clock
from consultation.lib.text import TextError, clean, clean_line
from consultation.web.bodies import MOST_CHARACTERS
from consultation.web.i18n import language

if TYPE_CHECKING:
    from wtforms import Form as _BaseForm

    class FlaskForm(_BaseForm):
        """What Flask-WTF, which has no types, gives."""

        def is_submitted(self) -> bool: ...
        def validate_on_submit(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool: ...

    from wtforms.meta import DefaultMeta as _Meta
else:
    from flask_wtf import FlaskForm

    _Meta = FlaskForm.Meta

Words = Any
"""A string, or a lazy one of Flask-Babel, which has no types."""
E = TypeVar("E", bound=StrEnum)
V = TypeVar("V")

LONGEST_LINE = 200
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_UNREADABLE = lazy_gettext("Teksten har tegn, som vi ikke kan gemme. Skriv den igen.")
_DECEIVING = lazy_gettext("Teksten har usynlige eller blandede tegn. Skriv den igen med almindelige bogstaver.")
_LINE_TOO_LONG = lazy_gettext("Teksten er for lang: %(length)s tegn. Der er plads til %(limit)s.")
_TEXT_TOO_LONG = lazy_gettext("Svaret er for langt: %(length)s tegn. Der er plads til %(limit)s. Læg resten i en fil.")
_NOT_A_CHOICE = lazy_gettext("Vælg en af mulighederne")
_NOT_A_DATE = lazy_gettext("Datoen findes ikke. Skriv dag, måned og år med tal, for eksempel 20 10 2019")
_NOT_A_CLOCK = lazy_gettext("Skriv klokken som timer og minutter, for eksempel 23.59")
_NOT_MIDNIGHT = lazy_gettext("Skriv 23.59 i stedet for 24.00, så ingen er i tvivl om dagen")


class Form(FlaskForm):
    """The base of every form. WTForms' own token is off: staff pages are guarded as a whole (web.setup)."""

    class Meta(_Meta):
        """No token field in the form itself."""

        csrf = False


class _Field(Field):
    """kind: which macro draws it."""

    kind = "text"

    def __init__(
        self,
        label: Words,
        *,
        required: Words = None,
        hint: Words = "",
        says_optional: bool | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.required, self.hint = required, hint
        self.says_optional = required is None if says_optional is None else says_optional

    @property
    def focus_id(self) -> str:
        """The id that a link in the error summary goes to."""
        return self.id

    @property
    def shown(self) -> str:
        """What stands in the field: what was typed, as long as it is wrong."""
        if self.errors and self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)

    def is_empty(self) -> bool:
        """Nothing was filled in or chosen."""
        return self.data in (None, "", [], False)

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 - the signature is WTForms'
        """One error a field: what could not be read stops here, then what is missing."""
        if self.process_errors:
            raise StopValidation
        if self.required is not None and self.is_empty():
            raise StopValidation(str(self.required))

    def mark(self, message: Words) -> None:
        """Adds an error found after the form's own checks, for example by a rule of the domain."""
        self.errors = [*self.errors, str(message)]


class TextField(_Field):
    """One line; data is a str, "" when empty. Deceiving characters are refused (I4)."""

    data: str

    def __init__(
        self,
        label: Words,
        *,
        limit: int = LONGEST_LINE,
        input_type: str = "text",
        autocomplete: str = "",
        inputmode: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.limit, self.input_type, self.autocomplete, self.inputmode = limit, input_type, autocomplete, inputmode
        self.too_long: Words = _LINE_TOO_LONG

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
            raise ValueError(str(self.too_long) % {"length": _number(len(text)), "limit": _number(self.limit)})
        return text

    def normalise(self, typed: str) -> str:
        """One line, single spaces, NFC."""
        return clean_line(typed)


class LongText(TextField):
    """Many lines, at most 200,000 code points after cleaning (I3); data is a str with LF line ends."""

    kind = "long"

    def __init__(self, label: Words, *, limit: int = MOST_CHARACTERS, **kwargs: Any) -> None:
        super().__init__(label, limit=limit, **kwargs)
        self.too_long = _TEXT_TOO_LONG

    def normalise(self, typed: str) -> str:
        """NFC with LF; what the person wrote is otherwise left as it is (D4)."""
        return clean(typed)

    def is_empty(self) -> bool:
        """Blanks alone are nothing."""
        return not self.data.strip()


class HiddenKey(TextField):
    """A hidden value that is given back unchanged, such as the key of a sending (C3)."""

    kind = "hidden"


class ClockField(_Field):
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


class DateParts(_Field):
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
            return date(int(match[1]), int(match[2]), int(match[3])) if match else self._refuse()
        except ValueError:
            return self._refuse()

    def _refuse(self) -> date | None:
        self.process_errors = [str(_NOT_A_DATE)]
        return None


@dataclass(frozen=True)
class Option:
    """One choice as it is drawn."""

    id: str
    value: str
    label: Words
    chosen: bool
    hint: Words = ""


class _Choosing(_Field, Generic[V]):
    """choices: value -> words, in the order shown; may be set on a form's field before the form is validated."""

    def __init__(
        self,
        label: Words,
        choices: Mapping[V, Words] | None = None,
        *,
        hints: Mapping[V, Words] | None = None,
        blank: Words = None,
        wrong: Words = _NOT_A_CHOICE,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.choices: Mapping[V, Words] = choices or {}
        self.hints: Mapping[V, Words] = hints or {}
        self.blank, self.wrong = blank, wrong

    def chosen(self) -> list[V]:
        """The values that are chosen now."""
        return [] if self.data is None else [self.data]

    def options(self) -> Iterator[Option]:
        """For the macro."""
        chosen = self.chosen()
        for place, (value, words) in enumerate(self.choices.items(), 1):
            yield Option(f"{self.id}-{place}", str(value), words, value in chosen, self.hints.get(value, ""))

    def _known(self, sent: str) -> V:
        for value in self.choices:
            if str(value) == sent:
                return value
        raise StopValidation(str(self.wrong))


class Radio(_Choosing[V]):
    """One of a few; data is the chosen value or None. A choice that was not offered is an error."""

    kind = "radio"
    data: V | None

    @property
    def focus_id(self) -> str:
        """The first button."""
        return f"{self.id}-1"

    def process_formdata(self, valuelist: list[Any]) -> None:
        """ "" is no choice; values are read when the form is validated, as choices may be set late."""
        self.data = None
        self.sent = str(valuelist[0]) if valuelist else ""

    def pre_validate(self, form: BaseForm) -> None:
        """Reads the sent value against the choices."""
        if sent := getattr(self, "sent", ""):
            self.data = self._known(sent)
        super().pre_validate(form)


class Select(Radio[V]):
    """One of many, in a list that opens; blank is the words of the empty first line."""

    kind = "select"

    @property
    def focus_id(self) -> str:
        """The list itself."""
        return self.id


class EnumRadio(Radio[E]):
    """One member of a StrEnum: EnumRadio(_l("Hvem svarer du som?"), {Capacity.CITIZEN: _l("Privatperson"), …})."""


class EnumSelect(Select[E]):
    """One member of a StrEnum, in a list that opens."""


class Checkboxes(_Choosing[V]):
    """Any number of choices; data is a list of values in the order shown."""

    kind = "checkboxes"
    data: list[V]

    @property
    def focus_id(self) -> str:
        """The first box."""
        return f"{self.id}-1"

    def process_data(self, value: Any) -> None:
        """The stored values, or none."""
        self.data = list(value or [])

    def chosen(self) -> list[V]:
        """The values that are ticked now."""
        return self.data

    def process_formdata(self, valuelist: list[Any]) -> None:
        """No box sent is none ticked."""
        self.data, self.sent = [], [str(value) for value in valuelist]

    def pre_validate(self, form: BaseForm) -> None:
        """Reads the sent values against the choices."""
        if sent := getattr(self, "sent", []):
            known = [self._known(value) for value in sent]
            self.data = [value for value in self.choices if value in known]
        super().pre_validate(form)


class Checkbox(_Field):
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


class MultiFile(_Field):
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
