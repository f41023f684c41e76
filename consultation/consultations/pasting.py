"""Text pasted as Markdown becomes sections: ## on the first level, ### on the second. Pure."""

import re
from dataclasses import dataclass

_HEADING = re.compile(r"(#{1,3})[ \t]+(.+?)[ \t]*#*", re.ASCII)
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e", "ü": "u", "ö": "oe", "ä": "ae"})
LONGEST_ANCHOR = 40


@dataclass(frozen=True)
class Pasted:
    """One section; `heading` is "" for words that stand before the first heading, so that nothing pasted is lost."""

    level: int
    heading: str
    text: str


def sections_of(markdown: str) -> tuple[Pasted, ...]:
    """The sections in their order. One # counts as ##; deeper headings stay in the text."""
    found: list[tuple[int, str, list[str]]] = []
    for line in markdown.replace("\r\n", "\n").split("\n"):
        if match := _HEADING.fullmatch(line.strip()):
            found.append((2 if len(match[1]) == 3 and found else 1, match[2], []))  # noqa: PLR2004 - ### is the second level
        elif found or line.strip():
            if not found:
                found.append((1, "", []))
            found[-1][2].append(line)
    return tuple(Pasted(level, heading, "\n".join(lines).strip("\n")) for level, heading, lines in found)


def anchor_of(heading: str, taken: set[str]) -> str:
    """A word for the address of a section, from its heading; not one of `taken` (interface.md 1.1)."""
    plain = re.sub(r"[^a-z0-9]+", "-", heading.casefold().translate(_LETTERS)).strip("-")
    word = plain[:LONGEST_ANCHOR].strip("-") or "afsnit"
    if word not in taken:
        return word
    return next(f"{word}-{n}" for n in range(2, len(taken) + 3) if f"{word}-{n}" not in taken)
