"""Full text over search_entry: FTS5 and its triggers on SQLite; on PostgreSQL an index of the table does it.

Both take the words as they stand, parted by single blanks: an own tokenizer on either side would find other words.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Table, event

from consultation.models.public import SearchEntry

SHADOWS = frozenset(
    {"search_index", *(f"search_index_{part}" for part in ("config", "data", "docsize", "idx"))},
)
"""Tables of FTS5 on SQLite, which are made by one statement below and no model of ours."""
SQLITE = (
    "CREATE VIRTUAL TABLE search_index USING fts5("
    "words, content='search_entry', content_rowid='id', detail=none, prefix='3', tokenize='ascii')",
    "CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN"
    " INSERT INTO search_index (rowid, words) VALUES (new.id, new.words); END",
    "CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN"
    " INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', old.id, old.words); END",
    "CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN"
    " INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', old.id, old.words);"
    " INSERT INTO search_index (rowid, words) VALUES (new.id, new.words); END",
)


@event.listens_for(SearchEntry.__table__, "after_create")
def _create(_table: Table, connection: Connection, **_options: Any) -> None:
    if connection.dialect.name == "sqlite":
        for statement in SQLITE:
            connection.exec_driver_sql(statement)


def compared(dialect: str) -> Callable[..., bool]:
    """What Alembic may compare with the models on this database; of the rest the tests compare the definitions."""

    def included(_object: object, name: str | None, kind: str, *_rest: object) -> bool:
        return dialect != "sqlite" or not (
            (kind == "table" and name in SHADOWS) or (kind == "index" and name == "ix_search_entry_words")
        )

    return included
