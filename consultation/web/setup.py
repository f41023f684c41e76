"""Everything the pages stand on, in named steps; the application calls init() once, before its blueprints."""

from collections.abc import Callable

from flask import Flask

from consultation.config import Settings
from consultation.extensions import babel, csrf
from consultation.paths import TRANSLATIONS
from consultation.vocabulary import Language
from consultation.web import addresses, bodies, errors, filters, frame, headers, i18n, theme


def init(app: Flask, settings: Settings, known_host: Callable[[str], bool] | None = None) -> None:
    """known_host("hoering.example") says whether a host in a request is one of ours, besides that of base_url."""
    _configure(app, settings)
    _language(app)
    bodies.register(app)
    headers.register(app, settings, known_host or (lambda _host: False))
    _staff_forms(app, settings)
    filters.register(app)
    app.context_processor(frame.frame_values)
    app.add_url_rule("/tema.css", "theme", theme.theme, methods=["GET"])
    errors.register(app)


def _configure(app: Flask, settings: Settings) -> None:
    app.secret_key = app.secret_key or settings.secret_key
    app.url_map.converters["int"] = addresses.Number
    app.config.update(
        BASE_URL=settings.base_url,
        MAX_CONTENT_LENGTH=bodies.PAGE_LIMIT,
        MAX_FORM_MEMORY_SIZE=bodies.PAGE_LIMIT,
        MAX_FORM_PARTS=bodies.MOST_FIELDS,
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=not settings.local,
    )
    if not settings.local:
        app.config["SESSION_COOKIE_NAME"] = "__Host-session"
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _language(app: Flask) -> None:
    app.config.update(
        BABEL_DEFAULT_LOCALE=Language.DANISH.value,
        BABEL_DEFAULT_TIMEZONE="Europe/Copenhagen",
        BABEL_TRANSLATION_DIRECTORIES=str(TRANSLATIONS),
    )
    babel.init_app(app, locale_selector=i18n.select_locale)
    i18n.register_words(app)
    app.wsgi_app = i18n.LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]  # - the documented way to add middleware


def _staff_forms(app: Flask, settings: Settings) -> None:
    """Staff pages act by cookie, so their forms carry a token; public ones act by a key in path or form (A5)."""
    keys = (*reversed(settings.secret_key_fallbacks), app.secret_key)
    app.config.setdefault(
        "WTF_CSRF_SECRET_KEY", [f"{key!s}:forms" for key in keys]
    )  # the last signs, all are read (M3)
    app.config.update(WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_SSL_STRICT=False)
    csrf.init_app(app)
    app.before_request(headers.protect_staff_forms)
