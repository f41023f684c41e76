"""The base of every form and every field: what a field carries besides its value."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from wtforms import Field
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from consultation.vocabulary import FindingKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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


class Form(FlaskForm):
    """The base of every form. WTForms' own token is off: staff pages are guarded as a whole (web.setup)."""

    class Meta(_Meta):
        """No token field in the form itself."""

        csrf = False


class CleanField(Field):
    """kind: which macro draws it. printed: what the papers, which will print it, may not give away (web.giveaways)."""

    kind = "text"
    printed: Collection[FindingKind] = ()

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
        self.readonly = False

    @property
    def warning(self) -> str:
        """What to mend in what is saved, as sentences; it is no error, and keeps nobody from saving."""
        return ""

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
