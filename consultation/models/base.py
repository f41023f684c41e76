"""What every table shares: names of constraints, instants, words of a closed set, and belonging to one authority."""

from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Constraint,
    DateTime,
    Dialect,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeEngine

INSTANT_LENGTH = 27
"""Characters of an instant in SQLite: "2019-10-20T22:00:00.000000Z", so that text order is time order."""

NO_WORDS = text("''")
"""What a column of words holds in rows that are older than it."""


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def table_of(model: type[Base]) -> Table:
    """A model's table, for statements made once that every sending asks: five times as quick as by its attributes."""
    return Base.metadata.tables[model.__tablename__]


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime: timestamptz on PostgreSQL, text of fixed width with microseconds on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        fixed = dialect.name == "sqlite"
        return dialect.type_descriptor(String(INSTANT_LENGTH) if fixed else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        utc = value.astimezone(UTC)
        return utc.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        parsed = datetime.fromisoformat(value) if isinstance(value, str) else value
        result: datetime = parsed.astimezone(UTC)
        return result


@event.listens_for(Column, "after_parent_attach")
def _fixed_width(column: Column[Any], table: Any) -> None:
    """An instant of another width would sort wrongly in SQLite (T2), so the database refuses it."""
    if isinstance(table, Table) and isinstance(column.type, Instant):
        check = CheckConstraint(
            f"length({column.name}) = {INSTANT_LENGTH}",
            name=f"{column.name}_width",
            _type_bound=True,
        )
        table.append_constraint(check.ddl_if(dialect="sqlite"))


def word(words: type[StrEnum], name: str) -> Enum:
    """A column that holds one of `words` by its value; `name` is the column's, for the CHECK."""
    return Enum(
        words,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=30,
        values_callable=lambda members: [member.value for member in members],
    )


class Owned:
    """A row of one authority. References go by (authority_id, id), so that two authorities' rows cannot meet."""

    id: Mapped[int] = mapped_column(primary_key=True)
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"))


def owned(*items: Constraint | Index, **references: str) -> tuple[Constraint | Index, ...]:
    """Table arguments of an Owned model: its constraints, and `column="table"` references inside the authority."""
    return (UniqueConstraint("authority_id", "id"), *items, *_references(references))


def _references(references: dict[str, str]) -> Iterator[Constraint | Index]:
    for column, table in references.items():
        yield ForeignKeyConstraint(["authority_id", column], [f"{table}.authority_id", f"{table}.id"])
        yield Index(None, column)
