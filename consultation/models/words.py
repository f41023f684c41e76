"""Migrations: another list of words in a column's CHECK, the table kept as it is otherwise, on both databases."""

import re
from collections.abc import Iterable

from sqlalchemy import Connection, text


def change_words(connection: Connection, table: str, column: str, words: Iterable[str]) -> None:
    """The column may hold these words from now on. On SQLite the table is written anew, with foreign keys off.

    The caller has seen to it that no row holds another word: else the database refuses.
    """
    listed = ", ".join(f"'{word}'" for word in words)
    constraint = f"ck_{table}_{column}"
    check = f"CONSTRAINT {constraint} CHECK ({column} IN ({listed}))"
    if connection.dialect.name == "sqlite":
        _rewrite(connection, table, constraint, check)
    else:
        connection.execute(text(f'ALTER TABLE "{table}" DROP CONSTRAINT {constraint}, ADD {check}'))


def _rewrite(connection: Connection, table: str, constraint: str, check: str) -> None:
    found = connection.execute(
        text("SELECT type, sql FROM sqlite_master WHERE tbl_name = :table AND sql IS NOT NULL"), {"table": table}
    ).all()
    made = next(row.sql for row in found if row.type == "table")
    changed, times = re.subn(rf"CONSTRAINT {constraint} CHECK \([^()]*\([^()]*\)\)", check, made)
    if times != 1:
        raise RuntimeError(f"{table} has {times} constraints {constraint}")
    new = re.sub(rf'^CREATE TABLE "?{table}"?', f'CREATE TABLE "{table}_new"', changed)
    for statement in (
        new,
        f'INSERT INTO "{table}_new" SELECT * FROM "{table}"',  # noqa: S608 - names from migrations
        f'DROP TABLE "{table}"',
        f'ALTER TABLE "{table}_new" RENAME TO "{table}"',
        *(row.sql for row in found if row.type == "index"),
    ):
        connection.exec_driver_sql(statement)
