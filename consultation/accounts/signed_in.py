"""Who is signed in on this request, and the role a staff page needs."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Response, current_app, g, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from consultation import clock
from consultation.accounts import queries
from consultation.errors import NotAllowed
from consultation.extensions import db
from consultation.vocabulary import Role
from consultation.web.frame import use_authority
from consultation.web.headers import mark_private
from consultation.web.i18n import set_staff_language
from consultation.web.labels import ROLES

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Person:
    """The signed-in member of staff, as plain values."""

    id: int
    authority_id: int
    name: str
    roles: frozenset[Role]

    @property
    def actor(self) -> str:
        return f"staff:{self.id}"


def cookie_name() -> str:
    return "staff" if current_app.config["LOCAL"] else "__Host-staff"


def find_person() -> Person | None:
    """The signed-in person of this request, read once."""
    if "person" not in g:
        g.person = _read()
    person: Person | None = g.person
    return person


def current_person() -> Person:
    """The signed-in person; a page that asks has declared a role."""
    person = find_person()
    if person is None:
        raise NotAllowed("nobody is signed in")
    return person


def requires(*roles: Role) -> Callable[[Callable[P, R]], Callable[P, R | BaseResponse]]:
    """A staff page for these roles. Nobody signed in: to the sign-in page. Another role: 403."""

    def decorate(view: Callable[P, R]) -> Callable[P, R | BaseResponse]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R | BaseResponse:
            mark_private()
            person = find_person()
            if person is None:
                return _to_sign_in()
            if not person.roles & set(roles):
                raise NotAllowed("the role is missing", roles=" / ".join(str(ROLES[role]) for role in roles))
            return view(*args, **kwargs)

        vars(guarded)["required_roles"] = frozenset(roles)  # read by the route table's test (A1)
        return guarded

    return decorate


def remember(response: Response, token: str) -> Response:
    """Gives the browser its session."""
    response.set_cookie(
        cookie_name(), token, secure=not current_app.config["LOCAL"], httponly=True, samesite="Lax", path="/"
    )
    return response


def forget(response: Response) -> Response:
    response.delete_cookie(
        cookie_name(), secure=not current_app.config["LOCAL"], httponly=True, samesite="Lax", path="/"
    )
    return response


def _read() -> Person | None:
    token = request.cookies.get(cookie_name())
    found = queries.find_signed_in(db.session, token, clock.now()) if token else None
    if found is None:
        return None
    set_staff_language(found.staff.language.value)
    use_authority(found.authority)
    return Person(found.staff.id, found.staff.authority_id, found.staff.name, found.roles)


def _to_sign_in() -> BaseResponse:
    asked = request.full_path.rstrip("?") if request.method != "POST" else None
    return make_response(redirect(url_for("accounts.sign_in", videre=asked)))
