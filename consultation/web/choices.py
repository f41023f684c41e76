"""Fields in which one chooses; drawn by templates/macros/forms.html."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from flask_babel import lazy_gettext
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from consultation.web.form import CleanField, Words

E = TypeVar("E", bound=StrEnum)
V = TypeVar("V")

_NOT_A_CHOICE = lazy_gettext("Vælg en af mulighederne")


@dataclass(frozen=True)
class Option:
    """One choice as it is drawn."""

    id: str
    value: str
    label: Words
    chosen: bool
    hint: Words = ""


class _Choosing(CleanField, Generic[V]):
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
