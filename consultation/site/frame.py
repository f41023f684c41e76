"""The header of staff pages: who is signed in, and the pages of their roles."""

from flask import request, url_for
from flask_babel import gettext as _

from consultation.accounts.signed_in import Person, find_person
from consultation.vocabulary import Role
from consultation.web.headers import is_staff_page
from consultation.web.labels import ROLES

_ALL = frozenset(Role)


def staff_frame() -> dict[str, object]:
    """Template values of a staff page; nothing on other pages, so that they stay the same for everybody."""
    person = find_person() if is_staff_page() else None
    if person is None:
        return {}
    role = ", ".join(str(ROLES[role]) for role in Role if role in person.roles)
    return {"staff": {"name": person.name, "role": role, "roles": person.roles}, "staff_nav": _nav(person)}


def _nav(person: Person) -> list[tuple[str, str, bool]]:
    pages = [
        (_("Start"), "site.staff_home", _ALL),
        (_("Høringer"), "consultations.list_all", _ALL),
        (_("Parter"), "parties.register", {Role.EDITOR, Role.SECRETARY, Role.ADMINISTRATOR}),
        (_("Klager"), "moderation.appeals_list", {Role.MODERATOR}),
        (_("Brud"), "moderation.breaches", {Role.SECRETARY, Role.AUDITOR}),
        (_("Brugere"), "accounts.users", {Role.ADMINISTRATOR}),
        (_("Regler for svar"), "moderation.policy", {Role.ADMINISTRATOR}),
        (_("Skabelon"), "summary.template", {Role.ADMINISTRATOR}),
        (_("Drift"), "site.health", {Role.ADMINISTRATOR}),
        (_("Log"), "site.log", {Role.AUDITOR, Role.ADMINISTRATOR}),
    ]
    return [
        (str(words), url_for(name), request.endpoint == name) for words, name, roles in pages if person.roles & roles
    ]
