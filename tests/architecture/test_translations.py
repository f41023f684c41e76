"""English is complete: every Danish text of code and templates has its English one, with the same places to fill in."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
ENGLISH = ROOT / "translations" / "en" / "LC_MESSAGES" / "messages.po"
GATHERED = frozenset({"_", "_l", "gettext", "lazy_gettext", "ngettext"})
MAY_SAY = re.compile(rf"\b(?:{'|'.join(sorted(GATHERED))})\s*\(")
"""Four files of five say nothing to anybody, and are not taken apart to learn it."""
CODE = sorted((ROOT / "consultation").rglob("*.py"))
TEMPLATES = sorted(file for file in (ROOT / "templates").rglob("*") if file.is_file())
PLACE = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]+\}")


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What code and templates say now, gathered as `make messages` does."""
    gathered = tmp_path_factory.mktemp("messages") / "messages.pot"
    command = [sys.executable, "-m", "babel.messages.frontend", "--quiet", "extract", "-F", "pyproject.toml"]
    options = ["-k", "lazy_gettext", "-k", "_l", "--no-location", "-o", str(gathered)]
    saying = [file for file in CODE if MAY_SAY.search(file.read_text(encoding="utf-8"))]
    files = [file.relative_to(ROOT).as_posix() for file in (*saying, *TEMPLATES)]
    subprocess.run([*command, *options, *files], cwd=ROOT, check=True)
    with gathered.open("rb") as file:
        return read_po(file)


def test_no_text_hides_in_an_f_string() -> None:
    """There it is not gathered, and English pages say it in Danish."""
    hidden = {str(file.relative_to(ROOT)): _hidden(file.read_text(encoding="utf-8")) for file in CODE}
    assert {file: calls for file, calls in hidden.items() if calls} == {}


def _hidden(code: str) -> list[str]:
    return [
        ast.unparse(call)
        for string in (ast.walk(ast.parse(code)) if MAY_SAY.search(code) else ())
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in GATHERED and call.args
        if isinstance(call.args[0], ast.Constant)
    ]


@pytest.fixture(scope="module")
def english() -> Catalog:
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def _key(message_id: str | tuple[str, ...] | list[str]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def _strings(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [text] if isinstance(text, str) else list(text or ())


def test_every_danish_text_has_an_english_one(texts: Catalog, english: Catalog) -> None:
    done = {_key(message.id) for message in english if message.id and all(_strings(message.string)) and message.string}
    missing = [_key(message.id) for message in texts if message.id and _key(message.id) not in done]
    assert missing == []


def test_nothing_is_guessed_or_left_over(texts: Catalog, english: Catalog) -> None:
    known = {_key(message.id) for message in texts if message.id}
    assert [_key(message.id) for message in english if message.id and message.fuzzy] == []
    assert [_key(message.id) for message in english if message.id and _key(message.id) not in known] == []


def test_an_english_text_fills_in_the_same_places(english: Catalog) -> None:
    wrong = [
        _key(message.id)
        for message in english
        if message.id
        for text in _strings(message.string)
        if not set(PLACE.findall(text)) <= set(PLACE.findall(" ".join(_strings(message.id))))
        or (isinstance(message.id, str) and set(PLACE.findall(text)) != set(PLACE.findall(message.id)))
    ]
    assert wrong == []


def test_no_danish_letters_stand_in_an_english_text(english: Catalog) -> None:
    danish = [
        text
        for message in english
        if message.id
        for text in _strings(message.string)
        if re.search(r"[æøåÆØÅ]", text) and "Dansk" not in text
    ]
    assert danish == []
