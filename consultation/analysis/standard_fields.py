"""Fields of a standard remark, such as {frist}: filled when a remark begins as its text (R37, R44). Pure."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from enum import StrEnum


class Field(StrEnum):
    """What a text may leave open; the last three are of the positions that the remark answers."""

    CONSULTATION = "hoering"
    AUTHORITY = "myndighed"
    CASE_NUMBER = "sagsnummer"
    DEADLINE = "frist"
    DRAFT = "udkast"
    SECTION = "afsnit"
    THEME = "tema"


_FIELD = re.compile(r"\{ *([^{}\n]*?) *\}")


def unknown(text: str) -> tuple[tuple[str, str], ...]:
    """What stands in braces and is no field, each once as it is written, with the field that may be meant or ""."""
    names = [str(field) for field in Field]
    found = dict.fromkeys((one[0], one[1]) for one in _FIELD.finditer(text) if one[1] not in names)
    return tuple((written, next(iter(get_close_matches(name.lower(), names, 1)), "")) for written, name in found)


def left_open(text: str) -> tuple[str, ...]:
    """The fields that stand in a text, each once: "{frist}"."""
    return tuple(dict.fromkeys(f"{{{one[1]}}}" for one in _FIELD.finditer(text) if one[1] in set(Field)))


def fill(text: str, values: Mapping[Field, str]) -> str:
    """A field that has no value stays: it is found as a placeholder, and no final paper is made with one (R44)."""
    known = {str(field): value for field, value in values.items() if value}
    return _FIELD.sub(lambda one: known.get(one[1], one[0]), text)
