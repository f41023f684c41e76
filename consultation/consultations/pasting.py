"""Text pasted as Markdown becomes sections: ## on the first level, ### on the second. Pure."""

import re
from dataclasses import dataclass

from consultation.lib.wordfile import LeftOut

_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,3})(?:[.:)]\s*|\s+)(?=[^\W\d_])(?![a-zæøå])")
_BULLET = re.compile(r"\s*[•·▪‣◦–o]\s+(?=\S)|\s*[-*]\t\s*")
_NOT_OURS = {
    "picture_text": re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)"),
    "html_text": re.compile(r"</?[a-zA-Z][^>\n]*>"),
    "note_text": re.compile(r"\[\^[^\]\n]+\]"),
    "code_text": re.compile(r"^(?:```|~~~).*$", re.MULTILINE),
}
"""Markdown that others know and that we leave as the words it is written with."""
_NOTE = re.compile(
    r'<a href="#fn_(\d+)"( id="fn_\d+_til")?>\d+</a>|<p id="fn_(\d+)"><a href="#fn_\d+_til">Note \d+</a>'
)
_HEADING = re.compile(r"(#{1,3})[ \t]+(.+?)[ \t]*#*", re.ASCII)
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e", "ü": "u", "ö": "oe", "ä": "ae"})
LONGEST_ANCHOR = 40


@dataclass(frozen=True)
class Pasted:
    """One section; `heading` is "" for words that stand before the first heading, so that nothing pasted is lost."""

    level: int
    heading: str
    text: str
    number: str = ""


def sections_of(markdown: str) -> tuple[Pasted, ...]:
    """The sections in their order. One # counts as ##; deeper headings stay in the text; typed numbers are theirs."""
    found: list[tuple[int, str, list[str]]] = []
    for line in markdown.replace("\r\n", "\n").split("\n"):
        if match := _HEADING.fullmatch(line.strip()):
            found.append((2 if len(match[1]) == 3 and found else 1, match[2], []))  # noqa: PLR2004 - ### is the second level
        elif found or line.strip():
            if not found:
                found.append((1, "", []))
            found[-1][2].append(line)
    return tuple(
        Pasted(level, heading, "\n".join(lines).strip("\n"), number)
        for level, (heading, number), lines in ((level, _numbered(heading), lines) for level, heading, lines in found)
    )


def left_out(markdown: str) -> tuple[LeftOut, ...]:
    """What will stand as the signs it is written with, and what each of it says."""
    return tuple(
        LeftOut(code, "", found[0]) for code, pattern in _NOT_OURS.items() for found in pattern.finditer(markdown)
    )


def plain_as_markdown(text: str) -> str:
    """Text copied from a word processor: each line is a paragraph or, behind a bullet, an item. Only # is a mark."""
    lines: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if _HEADING.fullmatch(line.strip()):
            lines += ["", line.strip(), ""]
        elif bullet := _BULLET.match(line):
            lines.append(f"- {_literal(line[bullet.end() :])}")
        elif line.strip():
            lines += ["", _literal(line), ""]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _literal(line: str) -> str:
    """The line so that Markdown takes every sign of it as itself."""
    words = re.sub(r"([\\*_`<>\[\]|#&])", r"\\\1", " ".join(line.split()))
    return re.sub(r"^([-+]|\d+[.)])", lambda found: f"{found[1][:-1]}\\{found[1][-1]}", words)


def _numbered(heading: str) -> tuple[str, str]:
    """A heading and the number typed before it."""
    found = _NUMBER.match(heading)
    return (heading[found.end() :], found[1]) if found else (heading, "")


def last_note(html: str) -> int:
    """The highest number of a note below this section; 0 where it has none."""
    return max((int(found[1] or found[3]) for found in _NOTE.finditer(html)), default=0)


def shifted_notes(html: str, by: int) -> str:
    """The same with notes numbered `by` higher, so that none stands twice on a page."""

    def shifted(found: re.Match[str]) -> str:
        return re.sub(r"\d+", lambda number: str(int(number[0]) + by), found[0])

    return _NOTE.sub(shifted, html) if by else html


def anchor_of(heading: str, taken: set[str]) -> str:
    """A word for the address of a section, from its heading; not one of `taken` (interface.md 1.1)."""
    plain = re.sub(r"[^a-z0-9]+", "-", heading.casefold().translate(_LETTERS)).strip("-")
    word = plain[:LONGEST_ANCHOR].strip("-") or "afsnit"
    if word not in taken:
        return word
    return next(f"{word}-{n}" for n in range(2, len(taken) + 3) if f"{word}-{n}" not in taken)
