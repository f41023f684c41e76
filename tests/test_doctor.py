"""What the doctor says of the ways in which citizens are asked to show who they are (R13)."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from consultation import config, doctor
from consultation.config import Settings, SettingsError
from consultation.vocabulary import LoginMode
from tests import factories
from tests.conftest import Clock
from tests.responses.identity_provider import Identities, _one_provider, identities

__all__ = ["_one_provider", "identities"]
ISSUER = {
    "CONSULTATION_OIDC_ISSUER": "https://provider.example/",
    "CONSULTATION_OIDC_CLIENT_ID": "us",
    "CONSULTATION_OIDC_CLIENT_SECRET": "secret",
    "CONSULTATION_OIDC_NAME": "MitID",
}


@pytest.fixture
def asking(sqlite_engine: Engine, settings: Settings) -> Settings:
    """Settings of an installation with a consultation in each mode."""
    with Session(sqlite_engine) as session:
        owner = factories.authority(session)
        for mode in LoginMode:
            factories.consultation(session, owner, slug=mode.value).login_mode = mode
        session.commit()
    return settings


def words(engine: Engine, settings: Settings, at: Clock) -> str:
    found = {check.name: check for check in doctor.examine(engine, settings, at.now)}
    return found["identity"].words


def test_R13_a_provider_that_is_asked_for_is_set(sqlite_engine: Engine, asking: Settings, at: Clock) -> None:
    assert "CONSULTATION_OIDC_ISSUER" in words(sqlite_engine, asking, at)


def test_R13_a_confirmed_address_needs_a_mail_server(sqlite_engine: Engine, asking: Settings, at: Clock) -> None:
    assert "CONSULTATION_MAIL_URL" in words(sqlite_engine, replace(asking, env="production"), at)


def test_R13_the_provider_is_asked_whether_it_is_there(
    sqlite_engine: Engine, asking: Settings, at: Clock, identities: Identities
) -> None:
    settings = replace(asking, oidc=identities.known_as())
    assert words(sqlite_engine, settings, at) == "sound"
    identities.down = True
    assert "does not answer" in words(sqlite_engine, settings, at)


def read(settings: Settings, **given: str) -> Settings:
    return config.read({"CONSULTATION_DATA_DIR": str(settings.data_dir), "CONSULTATION_SECRET_KEY": "k" * 40} | given)


def test_R13_a_provider_is_read_whole_or_not_at_all(settings: Settings) -> None:
    assert read(settings).oidc is None
    known = read(settings, **ISSUER).oidc
    assert known is not None
    assert (known.issuer, known.name, known.acr) == ("https://provider.example", "MitID", "")


@pytest.mark.parametrize("name", [name for name in ISSUER if name != "CONSULTATION_OIDC_ISSUER"])
def test_R13_a_missing_part_is_named(settings: Settings, name: str) -> None:
    with pytest.raises(SettingsError, match=name):
        read(settings, **(ISSUER | {name: ""}))


def test_R13_in_production_a_provider_has_https(settings: Settings) -> None:
    plain = ISSUER | {"CONSULTATION_OIDC_ISSUER": "http://provider.example"}
    assert read(settings, **plain).oidc is not None
    with pytest.raises(SettingsError, match="https"):
        read(settings, CONSULTATION_ENV="production", CONSULTATION_BASE_URL="https://us.example", **plain)
