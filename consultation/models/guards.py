"""The append-only triggers as one list, made again after every migration and compared with the database (L1, M1).

The one way through is an `erasure` row that names table, row and columns: then just these may be blanked (P4).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, inspect, text


@dataclass(frozen=True)
class Guard:
    """No DELETE, and no UPDATE but of `may_change`; columns in `once` may change from NULL only."""

    table: str
    may_change: tuple[str, ...] = ()
    once: tuple[str, ...] = ()


GUARDS = (
    *(
        Guard(table)
        for table in (
            "access",
            "annex_withdrawal",
            "answer",
            "appeal",
            "appeal_answer",
            "approval",
            "attachment",
            "attachment_act",
            "attachment_copy",
            "attachment_text",
            "audit",
            "authority_text",
            "blob_scan",
            "blob_text",
            "breach_entry",
            "breach_response",
            "bulk_act",
            "bulk_decision",
            "bulk_proposed",
            "change_position",
            "checkpoint",
            "deadline",
            "decision",
            "erasure",
            "file_mark",
            "finding",
            "finding_answer",
            "group_event",
            "import_batch",
            "late_admission",
            "link_issue",
            "message_delivery",
            "milestone_outcome",
            "note",
            "outage",
            "package",
            "package_file",
            "petition",
            "position_event",
            "published_annex",
            "redaction",
            "redaction_set",
            "remark_version",
            "report_text",
            "response_contact",
            "response_party",
            "response_version",
            "second_opinion",
            "section_link",
            "shortest_period",
            "snapshot",
            "standard_remark_version",
            "standard_use",
            "warning_reason",
            "wording_answer",
        )
    ),
    Guard(
        "response",
        may_change=("token_hash", "late", "confirm_hash"),
        once=("withdrawn_at", "withdrawn_by", "withdrawn_reason", "confirmed_at", "confirmed_by", "confirmed_reason"),
    ),
    Guard("assignment", once=("ended_at", "ended_by")),
    Guard("blob", may_change=("erased_at",)),
    Guard("breach", once=("closed_at", "closed_by", "outcome", "closed_reason")),
    Guard("bulk_proposal", once=("withdrawn_at",)),
    Guard("held_word", once=("ended_at", "ended_by")),
    Guard("paper_template", once=("withdrawn_at", "withdrawn_by")),
    Guard("preview_link", once=("withdrawn_at", "withdrawn_by")),
    Guard("quote_pick", may_change=("rank",), once=("removed_at",)),
    Guard("review_remark", may_change=("outcome", "answer", "answered_by", "answered_at")),
)


def create(connection: Connection) -> None:
    """Drops what guards there are and makes the list's, for the tables that exist."""
    for name in names(connection):
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    found = inspect(connection)
    tables = found.get_table_names()
    for guard in (guard for guard in GUARDS if guard.table in tables):
        columns = [column["name"] for column in found.get_columns(guard.table)]
        for statement in statements(guard, connection.dialect.name, columns):
            connection.execute(text(statement))


def names(connection: Connection) -> list[str]:
    """The guards that the database has, sorted."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard!_%' ESCAPE '!'"
        if connection.dialect.name == "sqlite"
        else "SELECT tgname || ' ON ' || relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
        " WHERE tgname LIKE 'guard!_%' ESCAPE '!'"
    )
    return sorted(connection.scalars(text(query)))


def definitions(connection: Connection) -> dict[str, str]:
    """Name and text of each guard in the database, for comparing with the list."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(
            text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard!_%' ESCAPE '!'")
        )
    else:
        rows = connection.execute(
            text(
                "SELECT tgname, pg_get_triggerdef(pg_trigger.oid) || COALESCE(prosrc, '') FROM pg_trigger"
                " JOIN pg_proc ON pg_proc.oid = tgfoid WHERE tgname LIKE 'guard!_%' ESCAPE '!'"
            )
        )
    return {row[0]: row[1] for row in rows}


def statements(guard: Guard, dialect: str, columns: Sequence[str]) -> list[str]:
    """The DDL of one guard; `columns` are those of the table as it is, which an earlier revision has fewer of."""
    return _sqlite(guard, columns) if dialect == "sqlite" else _postgresql(guard, columns)


def _changed(guard: Guard, columns: Sequence[str], distinct: str) -> str:
    """True when a row changes in a way that is not allowed."""
    return " OR ".join(
        f'(OLD."{name}" {distinct} NEW."{name}"{_unless(guard, name)})'
        for name in columns
        if name not in guard.may_change
    )


def _unless(guard: Guard, column: str) -> str:
    first = f" AND COALESCE(CAST(OLD.\"{column}\" AS TEXT), '') <> ''" if column in guard.once else ""
    if column == "id" or guard.table == "erasure":
        return first
    return (
        f"{first} AND NOT (COALESCE(CAST(NEW.\"{column}\" AS TEXT), '') = '' AND EXISTS (SELECT 1 FROM erasure"  # noqa: S608 - DDL from the list above
        f" WHERE table_name = '{guard.table}' AND row_id = OLD.id AND columns LIKE '%,{column},%'))"
    )


def _sqlite(guard: Guard, columns: Sequence[str]) -> list[str]:
    refuse = f"SELECT RAISE(ABORT, 'guard: {guard.table} is append-only');"
    return [
        f'CREATE TRIGGER guard_{guard.table}_update BEFORE UPDATE ON "{guard.table}"'
        f" WHEN {_changed(guard, columns, 'IS NOT')} BEGIN {refuse} END",
        f'CREATE TRIGGER guard_{guard.table}_delete BEFORE DELETE ON "{guard.table}" BEGIN {refuse} END',
    ]


def _postgresql(guard: Guard, columns: Sequence[str]) -> list[str]:
    table = guard.table
    refuse = f"RAISE EXCEPTION 'guard: {table} is append-only';"
    return [
        f"CREATE OR REPLACE FUNCTION guard_{table}_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN {refuse} END $$",
        f"CREATE OR REPLACE FUNCTION guard_{table}_change() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN IF {_changed(guard, columns, 'IS DISTINCT FROM')} THEN {refuse} END IF; RETURN NEW; END $$",
        f'CREATE TRIGGER guard_{table}_update BEFORE UPDATE ON "{table}"'
        f" FOR EACH ROW EXECUTE FUNCTION guard_{table}_change()",
        f'CREATE TRIGGER guard_{table}_delete BEFORE DELETE ON "{table}"'
        f" FOR EACH ROW EXECUTE FUNCTION guard_{table}_refuse()",
        f'CREATE TRIGGER guard_{table}_truncate BEFORE TRUNCATE ON "{table}"'
        f" FOR EACH STATEMENT EXECUTE FUNCTION guard_{table}_refuse()",
    ]
