"""Forms of sign-in, invitation and accounts."""

from flask_babel import lazy_gettext as _l

from consultation.vocabulary import Role
from consultation.web.fields import Checkboxes, Form, HiddenKey, TextField
from consultation.web.labels import ROLES


class SignInForm(Form):
    email = TextField(
        _l("E-mail"), required=_l("Skriv din e-mail"), input_type="email", autocomplete="username", inputmode="email"
    )
    password = TextField(
        _l("Adgangskode"),
        required=_l("Skriv din adgangskode"),
        input_type="password",
        autocomplete="current-password",
    )
    code = TextField(
        _l("Kode fra din app"),
        required=_l("Skriv de seks cifre fra din app"),
        hint=_l("Seks cifre. Koden skifter hvert halve minut."),
        autocomplete="one-time-code",
        inputmode="numeric",
    )


class ActivationForm(Form):
    password = TextField(
        _l("Vælg en adgangskode"),
        required=_l("Skriv en adgangskode"),
        hint=_l("Mindst 12 tegn. Gerne flere ord efter hinanden."),
        input_type="password",
        autocomplete="new-password",
    )
    secret = HiddenKey("")
    code = TextField(
        _l("Kode fra din app"),
        required=_l("Skriv de seks cifre fra din app"),
        autocomplete="one-time-code",
        inputmode="numeric",
    )


class InviteForm(Form):
    name = TextField(_l("Navn"), required=_l("Skriv navnet"))
    email = TextField(_l("E-mail"), required=_l("Skriv e-mailen"), input_type="email", inputmode="email")
    roles = Checkboxes[Role](_l("Roller"), ROLES, required=_l("Vælg mindst én rolle"))
