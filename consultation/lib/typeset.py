"""Typst, through its only door: tagged PDF from a template and data; nothing fetched, always the same bytes (R45, R52).

What a person wrote arrives as data and is set with text(), so no markup in it is ever read (O4).
"""

import json
import re
import resource
import subprocess
import sys
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import typst

BODY_WORD = 60
"""Letters that a word may have on a line of body text."""
_HYPHENATED_WORD = 36
_BREAK = "\u200b"
# Letters of every European language, digits and common punctuation: the chief typeface has them all.
_UNUSUAL = re.compile(
    "[^\n\x20-\x7e\xa0-\u017f\u2013\u2014\u2018-\u201e\u2022\u2026\u20ac][\u0300-\u036f\u200d\ufe00-\ufe0f]*"
)
# A word breaks after these first: addresses, mail addresses, "svarnr./afsender".
_PARTS = re.compile(r"[^/@_.?&=+-]*[/@_.?&=+-]+|[^/@_.?&=+-]+")
_REPEATED = re.compile(r"(.)\1{3}")

SECONDS = 30
_BYTES = 1 << 30
_AT_ONCE = BoundedSemaphore(2)


class BusyError(Exception):
    """Too many papers are being set at once, or this one takes too long: try again."""


def compiler(template: Path, name: str, data: object) -> "typst.Compiler":
    """Typst on `template`, which reads `data` as JSON from sys.inputs.<name>; no file but these and no system font."""
    import typst  # noqa: PLC0415 - a web process leaves setting to another, and starts without it

    return typst.Compiler(
        template,
        root=template.parent,
        ignore_system_fonts=True,
        sys_inputs={name: json.dumps(data, ensure_ascii=False)},
    )


def pdf(template: Path, name: str, data: object, made: datetime) -> bytes:
    """The PDF/UA-1 bytes; `made` is the time that stands in it. typst.TypstError where it cannot be set."""
    made_at = int(made.timestamp())
    written = compiler(template, name, data).compile(format="pdf", pdf_standards=["ua-1"], timestamp=made_at)
    if not isinstance(written, bytes):
        raise TypeError("typst returned no single file")
    return written


def pdf_apart(template: Path, name: str, data: object, made: datetime) -> bytes:
    """The same in a process of its own, with limits, of data as people wrote it: for papers made while somebody waits.

    Raises BusyError where two are being made already, and where the limits do not suffice.
    """
    if not _AT_ONCE.acquire(timeout=SECONDS / 3):
        raise BusyError("too many papers at once")
    told = {"template": str(template), "name": name, "data": data, "made": made.isoformat()}
    try:
        done = subprocess.run(  # noqa: S603 - this file itself
            [sys.executable, "-I", str(Path(__file__).resolve())],
            input=json.dumps(told).encode(),
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise BusyError(type(error).__name__) from error
    finally:
        _AT_ONCE.release()
    return done.stdout


def _child() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (_BYTES, _BYTES))
    told = json.load(sys.stdin)
    made = datetime.fromisoformat(told["made"])
    sys.stdout.buffer.write(pdf(Path(told["template"]), told["name"], settable_all(told["data"]), made))


# Words as a page can hold them


def settable_all(data: Any) -> Any:
    """JSON values with every string made settable; the keys are the template's own."""
    if isinstance(data, str):
        return settable(data)
    if isinstance(data, Mapping):
        return {key: settable_all(value) for key, value in data.items()}
    return [settable_all(value) for value in data] if isinstance(data, list | tuple) else data


def settable(text: str, longest: int = BODY_WORD) -> str:
    """`text` as the page can hold it: printable, and with places to break in words that are wider than their column."""
    one_break = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"\S+", lambda word: _breakable(word[0], longest), printable(one_break.replace("\t", " ")))


def printable(text: str) -> str:
    """`text` with each sign that no typeface of ours has written as its name: "[slightly smiling face]".

    PDF/UA forbids a sign without a glyph, and one such sign in a response must not stop the paper (O4)."""
    unusual = frozenset(_UNUSUAL.findall(text))
    missing = _missing(tuple(sorted(unusual))) if unusual else frozenset()
    return _UNUSUAL.sub(lambda found: _name(found[0]) if found[0] in missing else found[0], text)


def _breakable(word: str, longest: int) -> str:
    if len(word) <= longest:
        return word
    return _BREAK.join(part if _fits(part, longest) else _BREAK.join(part) for part in _PARTS.findall(word))


def _fits(part: str, longest: int) -> bool:
    """Whether a part of a word is short or can be hyphenated: letters, and none held down like in "neeeeej"."""
    letters = part.strip(".,:;!?()»«\"'/-")
    return len(part) <= longest or (letters.isalpha() and len(part) <= _HYPHENATED_WORD and not _REPEATED.search(part))


@lru_cache(maxsize=4096)
def _missing(signs: tuple[str, ...]) -> frozenset[str]:
    """Those of `signs` that typst refuses: all at once where none does, else by halves."""
    if _sets(signs):
        return frozenset()
    if len(signs) == 1:
        return frozenset(signs)
    middle = len(signs) // 2
    return _missing(signs[:middle]) | _missing(signs[middle:])


_PROBE = b"""#set document(title: "x")
#set text(font: ("Libertinus Serif", "DejaVu Sans Mono", "New Computer Modern"))
#for sign in json(bytes(sys.inputs.signs)) [#text(sign) #strong(text(sign)) #emph(text(sign))

]"""


def _sets(signs: tuple[str, ...]) -> bool:
    import typst  # noqa: PLC0415 - a web process leaves setting to another, and starts without it

    inputs = {"signs": json.dumps(signs)}
    try:
        typst.compile(_PROBE, format="pdf", pdf_standards=["ua-1"], ignore_system_fonts=True, sys_inputs=inputs)
    except typst.TypstError:
        return False
    return True


def _name(sign: str) -> str:
    """The name of a sign, without the invisible ones that join or vary others; an invisible sign alone is nothing."""
    seen = [char for char in sign if unicodedata.category(char) not in {"Cf", "Mn"}]
    return f"[{', '.join(unicodedata.name(char, f'U+{ord(char):04X}').lower() for char in seen)}]" if seen else ""


if __name__ == "__main__":
    _child()
