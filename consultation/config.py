"""Settings: read from the environment once, checked at start, safe by default."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

LOCAL, PRODUCTION = "local", "production"
SHORTEST_KEY = 32


class SettingsError(ValueError):
    """A setting that the system cannot start with; the message says which and what to do."""


@dataclass(frozen=True)
class Provider:
    """An OpenID Connect provider that citizens sign in with. `issuer` is its address, without a trailing slash.

    `name` is what the button says: "MitID". `acr` is the least assurance asked for, "" for none in particular.
    """

    issuer: str
    client_id: str
    client_secret: str
    name: str
    acr: str = ""


@dataclass(frozen=True)
class Settings:
    """`base_url` has no trailing slash; `mail_url` and `storage_url` are None where the defaults apply.

    `proxy` is the address of the one proxy whose time of a whole request is believed (T6).
    `clamd_url` is None where files are not scanned for viruses.
    `secret_key_fallbacks` are the keys before `secret_key`, newest first: what they made still holds (M3).
    """

    env: str
    data_dir: Path
    database_url: str
    base_url: str
    secret_key: str
    mail_url: str | None = None
    storage_url: str | None = None
    oidc: Provider | None = None
    proxy: str | None = None
    clamd_url: str | None = None
    secret_key_fallbacks: tuple[str, ...] = ()

    @property
    def secret_keys(self) -> tuple[str, ...]:
        """The key that makes what is new, then those that still read what is older."""
        return (self.secret_key, *self.secret_key_fallbacks)

    @property
    def local(self) -> bool:
        return self.env == LOCAL


def read(environ: Mapping[str, str]) -> Settings:
    """Raises SettingsError with one sentence that a person can act on."""
    env = environ.get("CONSULTATION_ENV", LOCAL)
    if env not in {LOCAL, PRODUCTION}:
        raise SettingsError(f"CONSULTATION_ENV is {env!r}; set it to local or production.")
    data_dir = _data_dir(Path(environ.get("CONSULTATION_DATA_DIR") or "instance").absolute())
    return Settings(
        env=env,
        data_dir=data_dir,
        database_url=environ.get("CONSULTATION_DATABASE_URL") or f"sqlite:///{data_dir / 'consultation.sqlite'}",
        base_url=_base_url(environ, env),
        secret_key=_secret_key(environ, env, data_dir),
        mail_url=environ.get("CONSULTATION_MAIL_URL") or None,
        storage_url=environ.get("CONSULTATION_STORAGE_URL") or None,
        oidc=_provider(environ, env),
        proxy=environ.get("CONSULTATION_PROXY") or None,
        clamd_url=_clamd_url(environ),
        secret_key_fallbacks=_fallbacks(environ),
    )


def _data_dir(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise SettingsError(
            f"The data folder {folder} cannot be written ({error.strerror}). "
            "Set CONSULTATION_DATA_DIR to a folder that can."
        ) from error
    return folder


def _base_url(environ: Mapping[str, str], env: str) -> str:
    default = f"http://127.0.0.1:{environ.get('PORT') or 8000}" if env == LOCAL else ""
    url = (environ.get("CONSULTATION_BASE_URL") or default).rstrip("/")
    if urlsplit(url).scheme not in {"http", "https"}:
        raise SettingsError("CONSULTATION_BASE_URL is missing; set it to the public address, https://…")
    return url


def _clamd_url(environ: Mapping[str, str]) -> str | None:
    url = environ.get("CONSULTATION_CLAMD_URL", "")
    try:
        parts = urlsplit(url)
        known = not url or (parts.scheme == "unix" and parts.path) or (parts.scheme == "tcp" and parts.port)
    except ValueError:
        known = False
    if not known:
        raise SettingsError(
            "CONSULTATION_CLAMD_URL is not understood; use unix:///path/of/clamd.ctl or tcp://host:3310."
        )
    return url or None


def _secret_key(environ: Mapping[str, str], env: str, data_dir: Path) -> str:
    key = environ.get("CONSULTATION_SECRET_KEY", "")
    if key and len(key) < SHORTEST_KEY:
        raise SettingsError(f"CONSULTATION_SECRET_KEY is too short; use at least {SHORTEST_KEY} random characters.")
    if key or env == PRODUCTION:
        if not key:
            raise SettingsError("CONSULTATION_SECRET_KEY is missing; production needs one of its own.")
        return key
    return _kept_key(data_dir / "secret-key")


def _provider(environ: Mapping[str, str], env: str) -> Provider | None:
    issuer = environ.get("CONSULTATION_OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return None
    if urlsplit(issuer).scheme not in ({"https", "http"} if env == LOCAL else {"https"}):
        raise SettingsError("CONSULTATION_OIDC_ISSUER is not an address with https://; set it to the provider's.")
    wanted = ("CONSULTATION_OIDC_CLIENT_ID", "CONSULTATION_OIDC_CLIENT_SECRET", "CONSULTATION_OIDC_NAME")
    if missing := [name for name in wanted if not environ.get(name)]:
        raise SettingsError(f"{', '.join(missing)} is missing; a provider needs them with CONSULTATION_OIDC_ISSUER.")
    client_id, client_secret, name = (environ[name] for name in wanted)
    return Provider(issuer, client_id, client_secret, name, environ.get("CONSULTATION_OIDC_ACR", ""))


def _fallbacks(environ: Mapping[str, str]) -> tuple[str, ...]:
    keys = tuple(environ.get("CONSULTATION_SECRET_KEY_FALLBACKS", "").split())
    if any(len(key) < SHORTEST_KEY for key in keys):
        raise SettingsError(
            f"CONSULTATION_SECRET_KEY_FALLBACKS has a key of less than {SHORTEST_KEY} characters; "
            "list whole earlier keys, with spaces between them."
        )
    return keys


def _kept_key(file: Path) -> str:
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return file.read_text(encoding="ascii")
