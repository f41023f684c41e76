"""M1: what is there when following comes keeps its messages, and its subjects become main groups of KLE."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, column, insert, inspect, table, text
from sqlalchemy.exc import IntegrityError

from consultation import schema
from consultation.database import make_engine
from tests.factories import NOW

INSTANT = NOW.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
NUMBERS = frozenset({"revision", "delivered"})
WORDS = {"kind": "other", "name_rule": "full_name", "login_mode": "open", "language": "da", "state": "sent"}


def _insert(engine: Engine, name: str, **given: Any) -> None:
    """A row with something in every column that needs it."""
    columns = inspect(engine).get_columns(name)
    values = {one["name"]: _something(one["name"]) for one in columns if not one["nullable"]} | given
    target = table(name, *(column(one) for one in values))
    with engine.begin() as connection:
        connection.execute(insert(target).values(values))


def _something(name: str) -> Any:
    if name in WORDS:
        return WORDS[name]
    if name.endswith("_at") or name == "at":
        return INSTANT
    return 1 if name == "id" or (name.endswith("_id") and name != "message_id") or name in NUMBERS else "x"


def _known(engine: Engine, query: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


@pytest.mark.database
def test_M1_messages_and_subjects_outlive_the_coming_and_going_of_following(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.sqlite'}"
    schema.upgrade(url, "0001")
    engine = make_engine(url)
    _insert(engine, "authority")
    for number, subject in enumerate(["27.36.00", "05", "", "vej"], 1):
        _insert(engine, "consultation", id=number, slug=f"s{number}", subject=subject)
    _insert(engine, "message")
    _insert(engine, "message_delivery", message_id=1, answer="250 OK")
    engine.dispose()
    schema.upgrade(url)
    assert [row[0] for row in _known(engine, "SELECT subject FROM consultation ORDER BY id")] == ["27", "05", "", ""]
    told = "SELECT recipient, answer FROM message JOIN message_delivery ON message_delivery.message_id = message.id"
    assert _known(engine, told) == [("x", "250 OK")]
    with pytest.raises(IntegrityError, match="ck_message_state"):
        _insert(engine, "message", id=2, message_id="y", event_key="y", state="lost")
    engine.dispose()
    schema.downgrade(url, "0001")
    assert _known(engine, told) == [("x", "250 OK")]
    engine.dispose()
