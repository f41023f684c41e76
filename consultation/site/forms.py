"""The form by which one follows by mail."""

from flask_babel import lazy_gettext as _l

from consultation.lib.text import is_email
from consultation.web.fields import Form, Select, TextField

_NOT_EMAIL = _l("Skriv din e-mail som navn@eksempel.dk")


class SubscribeForm(Form):
    """What is followed, as the select's values have it, and where mails go."""

    scope: Select[str] = Select(_l("Hvad vil du følge?"), required=_l("Vælg, hvad du vil følge"))
    email = TextField(_l("Din e-mail"), input_type="email", autocomplete="email", required=_NOT_EMAIL)

    def check(self) -> bool:
        self.validate()
        if not self.email.errors and not is_email(self.email.data):
            self.email.mark(_NOT_EMAIL)
        return not self.errors
