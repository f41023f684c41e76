"""The database's shape: upgrading it, and whether it is the one this code needs."""

from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect, text

from consultation.paths import MIGRATIONS

if TYPE_CHECKING:
    from alembic.config import Config


def configuration(url: str) -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - a web process asks which shape there is, and changes none

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["url"] = url
    return config


def upgrade(url: str, revision: str = "head") -> None:
    from alembic import command  # noqa: PLC0415 - as above

    command.upgrade(configuration(url), revision)


def downgrade(url: str, revision: str) -> None:
    from alembic import command  # noqa: PLC0415 - as above

    command.downgrade(configuration(url), revision)


def newest() -> str:
    """The revision this code needs: a migration's file is named by it."""
    return max(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("*_*.py"))


def current(engine: Engine) -> str | None:
    """The revision the database has; None where it has none."""
    with engine.execution_options(writes=False).connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found
