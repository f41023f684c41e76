"""The language of a page stands in its address: English is the same path behind /en (interface.md 1.1)."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from babel.support import NullTranslations
from flask import Flask, current_app, g, has_request_context, request
from flask_babel import get_locale, get_translations, refresh

from consultation.vocabulary import Language

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from babel import Locale

PREFIX = "/en"
STAFF_ROOT = "/intern"
DATA_ROOT = "/api"
"""Data for programs: its addresses have no language, its words beside the data are English."""
_ONLY_WITHOUT_PREFIX = (STAFF_ROOT, DATA_ROOT, "/static")
_ROOT, _LANGUAGE, _REFUSED = "consultation.root", "consultation.language", "consultation.prefix_refused"
_PATH_SAFE, _QUERY_SAFE = "/:@!$&'()*+,;=~-._", "%/:@!$&'()*+,;=~-._?"


class LanguagePrefix:
    """WSGI middleware: moves a leading /en from the path to the script name, so that every address built keeps it."""

    def __init__(self, wsgi_app: "WSGIApplication") -> None:
        self.wsgi_app = wsgi_app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        root, path = environ.get("SCRIPT_NAME", ""), environ.get("PATH_INFO", "")
        speaks_english = path.startswith(DATA_ROOT + "/")
        environ[_ROOT], environ[_LANGUAGE] = root, Language.ENGLISH if speaks_english else Language.DANISH
        if path == PREFIX or path.startswith(PREFIX + "/"):
            rest = path[len(PREFIX) :] or "/"
            environ["SCRIPT_NAME"], environ["PATH_INFO"] = root + PREFIX, rest
            environ[_LANGUAGE] = Language.ENGLISH
            environ[_REFUSED] = any(rest == name or rest.startswith(name + "/") for name in _ONLY_WITHOUT_PREFIX)
        return self.wsgi_app(environ, start_response)


def prefix_is_refused() -> bool:
    """True where /en stands before a path that has no English address: staff pages, data and static files."""
    return bool(request.environ.get(_REFUSED, False))


def select_locale() -> str:
    """The locale selector of Flask-Babel: the account's language on staff pages, else the address's."""
    if not has_request_context():
        return Language.DANISH
    return str(g.get("staff_language") or request.environ.get(_LANGUAGE, Language.DANISH))


def register_words(app: Flask) -> None:
    """The words of templates, found by one look where Flask-Babel takes five: a tenth of the time of a page."""
    catalogues: dict[Locale | None, NullTranslations] = {}

    def catalogue() -> NullTranslations:
        locale = get_locale()
        if locale not in catalogues:
            catalogues[locale] = get_translations()
        return catalogues[locale]

    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # - comes with an extension
        lambda words: catalogue().ugettext(words),
        lambda one, many, number: catalogue().ungettext(one, many, number),
        newstyle=True,
    )


def language() -> Language:
    """The language of this page, or the one forced for a mail."""
    locale = get_locale()
    return Language.ENGLISH if locale is not None and locale.language == Language.ENGLISH else Language.DANISH


def set_staff_language(code: str) -> None:
    """Staff read in the language of their account; call it when the account of a request is known."""
    g.staff_language = code
    refresh()


def root() -> str:
    """Where the installation is mounted, without the language; usually empty."""
    return str(request.environ.get(_ROOT, "")) if has_request_context() else ""


def local_url(path: str, code: str | None = None) -> str:
    """The address of a public page in this language: local_url("/hjaelp") is /en/hjaelp on English pages."""
    return root() + (PREFIX if (code or language()) == Language.ENGLISH else "") + path


def staff_url(path: str = "") -> str:
    """The address of a staff page, which never has a language: staff_url("/hoeringer") is /intern/hoeringer."""
    return root() + STAFF_ROOT + path


def without_language(path: str) -> str:
    """The address of what has no English one, from an address that was built on an English page."""
    english = root() + PREFIX + "/"
    return f"{root()}/{path.removeprefix(english)}" if path.startswith(english) else path


def page_url(code: str) -> str:
    """This page, with its query, in the language asked for; without the host."""
    query = quote(request.query_string.decode("utf-8", "replace"), safe=_QUERY_SAFE)
    return local_url(quote(request.path, safe=_PATH_SAFE), code) + (f"?{query}" if query else "")


def switch_language_url() -> str:
    """The same page in the other language."""
    return page_url(Language.DANISH if language() == Language.ENGLISH else Language.ENGLISH)


def alternate_urls() -> dict[str, str]:
    """Language -> absolute address, for hreflang; on the authority's or the configured base, never on a header (A5)."""
    base = str(g.get("base_url") or current_app.config["BASE_URL"]).rstrip("/")
    return {code: base + page_url(code) for code in Language}
