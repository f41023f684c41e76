"""The database's shape: upgrading it, and whether it is the one this code needs."""

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from consultation.paths import MIGRATIONS


def configuration(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["url"] = url
    return config


def upgrade(url: str, revision: str = "head") -> None:
    command.upgrade(configuration(url), revision)


def downgrade(url: str, revision: str) -> None:
    command.downgrade(configuration(url), revision)


def newest() -> str | None:
    """The revision this code needs."""
    return ScriptDirectory.from_config(configuration("sqlite://")).get_current_head()


def current(engine: Engine) -> str | None:
    """The revision the database has."""
    with engine.execution_options(writes=False).connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
