"""Typst, through its only door: tagged PDF from a template and data; nothing fetched, always the same bytes (R45, R52).

What a person wrote arrives as data and is set with text(), so no markup in it is ever read (O4).
"""

import base64
import io
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache, lru_cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any

from consultation.lib.text import unturned

if TYPE_CHECKING:
    import typst

BODY_WORD = 60
"""Letters that a word may have on a line of body text."""
_SHARED = Path(__file__).with_name("paper.typ")
_NOTHING: Mapping[str, bytes] = {}
_TEXT_WIDTH_MM = 166
_LETTER_MM = 2.0
_HYPHENATED_WORD = 36
_BREAK = "\u200b"
# Letters of every European language, digits and common punctuation: the chief typeface has them all.
_UNUSUAL = re.compile(
    "[^\n\x20-\x7e\xa0-\u017f\u2013\u2014\u2018-\u201e\u2022\u2026\u20ac][\u0300-\u036f\u200d\ufe00-\ufe0f]*"
)
# A word breaks after these first: addresses, mail addresses, "svarnr./afsender".
_PARTS = re.compile(r"[^/@_.?&=+-]*[/@_.?&=+-]+|[^/@_.?&=+-]+")
_ADDRESS = re.compile(r"https?://[\x21-\x7e]+")
_REPEATED = re.compile(r"(.)\1{3}")

SECONDS, _LONG_SECONDS = 30, 300
"""Of a processor, for a paper that somebody waits for, and for a part of a long one."""
_BYTES = 1 << 30
NICE = 5
"""Nobody waits for a long paper: pages come first."""
_AT_ONCE = BoundedSemaphore(2)


Laid = tuple[bytes, list[Any]]


class UnsettableError(Exception):
    """A paper could not be set in the process that sets it, and why."""


class BusyError(Exception):
    """Too many papers are being set at once, or this one takes too long: try again."""


def pdf(template: Path, name: str, data: object, made: datetime, pictures: Mapping[str, bytes] = _NOTHING) -> bytes:
    """The PDF/UA-1 bytes of `template`, which reads `data` as JSON from sys.inputs.<name>, pictures at "/<key>".

    `made` is the time that stands in it. typst.TypstError where it cannot be set.
    """
    with _compiler(template, name, data, pictures) as compiler:
        return _written(compiler, made)


def _written(compiler: "typst.Compiler", made: datetime) -> bytes:
    written = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=int(made.timestamp()))
    if not isinstance(written, bytes):
        raise TypeError("typst returned no single file")
    return written


def laid_out(template: Path, name: str, data: object, made: datetime, label: str) -> Laid:
    """What `pdf` gives, and the values that the template has noted at `label`, in the order of the pages."""
    with _compiler(template, name, data) as compiler:
        written = _written(compiler, made)
        # Laid out already: typst remembers it.
        found: list[Any] = json.loads(compiler.query(f"<{label}>", field="value"))
    return written, found


@contextmanager
def laying_out(template: Path, name: str, label: str) -> Iterator[Callable[[object, datetime], Laid]]:
    """Gives what does the same apart, each paper in a process of its own, so that the memory of a long one goes with
    it. UnsettableError where one cannot be set."""
    with _started("lay", str(template), name, label) as ask:

        def laid(data: object, made: datetime) -> Laid:
            values, written = ask(data, made).split(b"\n", 1)
            return written, json.loads(values)

        yield laid


_PICTURES = b"""#set page(width: auto, height: auto, margin: 0pt)
#json(bytes(sys.inputs.drawings)).map(it => image(bytes(it), format: "svg")).join(pagebreak())"""
_DOTS_PER_INCH = 192.0


def pictures(drawings: Sequence[str]) -> list[bytes]:
    """Each SVG as a PNG, twice as fine as a screen, for programs that show no vectors."""
    import typst  # noqa: PLC0415 - a web process leaves setting to another, and starts without it

    if not drawings:
        return []
    inputs = {"drawings": json.dumps(drawings, ensure_ascii=False)}
    found: Any = typst.compile(_PICTURES, format="png", ppi=_DOTS_PER_INCH, ignore_system_fonts=True, sys_inputs=inputs)
    return [found] if isinstance(found, bytes) else list(found)


@contextmanager
def _compiler(
    template: Path, name: str, data: object, pictures: Mapping[str, bytes] = _NOTHING
) -> Iterator["typst.Compiler"]:
    """Typst in a folder of its own with the template, what the papers share, and the pictures: it can read no other
    file, and no system font."""
    import typst  # noqa: PLC0415 - a web process leaves setting to another, and starts without it

    with TemporaryDirectory(prefix="paper-") as folder:
        root = Path(folder)
        shutil.copyfile(template, root / "main.typ")
        shutil.copyfile(_SHARED, root / _SHARED.name)
        for key, content in pictures.items():
            (root / key).write_bytes(content)
        inputs = {name: json.dumps(data, ensure_ascii=False)}
        yield typst.Compiler(root / "main.typ", root=root, ignore_system_fonts=True, sys_inputs=inputs)


def pdf_apart(
    template: Path, name: str, data: object, made: datetime, pictures: Mapping[str, bytes] = _NOTHING
) -> bytes:
    """The same in a process of its own, with limits, of data as people wrote it: for papers made while somebody waits.

    Raises BusyError where two are being made already, and where the limits do not suffice.
    """
    if not _AT_ONCE.acquire(timeout=SECONDS / 3):
        raise BusyError("too many papers at once")
    told = {"template": str(template), "name": name, "data": data, "made": made.isoformat()}
    told["pictures"] = {key: base64.b64encode(content).decode("ascii") for key, content in pictures.items()}
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


@contextmanager
def setting(template: Path, name: str) -> Iterator[Callable[[object, datetime], bytes]]:
    """Gives what sets one paper after another, with data already settable, in one process of its own: many short papers
    in the time of their words. UnsettableError where one cannot be set; the papers before it are whole."""
    with _started("set", str(template), name) as ask:
        yield ask


@contextmanager
def _started(*arguments: str) -> Iterator[Callable[[object, datetime], bytes]]:
    command = [sys.executable, "-I", str(Path(__file__).resolve()), *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603 - this file itself
        try:
            yield partial(_ask, process)
        finally:
            process.kill()


def _ask(process: subprocess.Popen[bytes], data: object, made: datetime) -> bytes:
    if process.stdin is None or process.stdout is None:
        raise ValueError("the process was started without pipes")
    told = json.dumps({"data": data, "made": made.isoformat()}).encode()
    try:
        process.stdin.write(told + b"\n")
        process.stdin.flush()
    except BrokenPipeError as error:
        raise UnsettableError("the process has ended") from error
    size = process.stdout.readline()
    if not size:
        raise UnsettableError("the process has ended")
    answer = process.stdout.read(abs(int(size)))
    if int(size) < 0:
        raise UnsettableError(answer.decode())
    return answer


def _child() -> None:
    match sys.argv[1:]:
        case ["set", template, name]:
            _answer(lambda told: pdf(Path(template), name, *told))
        case ["lay", template, name, label]:
            _answer_apart(lambda told: _one(laid_out(Path(template), name, *told, label)))
        case _:
            _set_limited(json.load(sys.stdin))


def _one(laid: Laid) -> bytes:
    written, values = laid
    return json.dumps(values).encode() + b"\n" + written


Told = tuple[object, datetime]


def _answer(make: Callable[[Told], bytes]) -> None:
    """A line of JSON in, the length of the paper on a line and the paper out, until there are no more; where one cannot
    be set, a negative length and the reason."""
    import typst  # noqa: PLC0415 - a web process leaves setting to another, and starts without it

    for line in sys.stdin.buffer:
        told = json.loads(line)
        try:
            written = make((told["data"], datetime.fromisoformat(told["made"])))
            size = len(written)
        except typst.TypstError as error:
            written = str(error).encode()
            size = -len(written)
        sys.stdout.buffer.write(b"%d\n" % size + written)
        sys.stdout.buffer.flush()


def _answer_apart(make: Callable[[Told], bytes]) -> None:
    """The same, each in a process that begins with all that it needs and ends with what it took."""
    import typst  # noqa: F401, PLC0415 - once for all of them

    os.nice(NICE)
    for line in iter(sys.stdin.buffer.readline, b""):
        process = os.fork()
        if process == 0:
            resource.setrlimit(resource.RLIMIT_CPU, (_LONG_SECONDS, _LONG_SECONDS))
            resource.setrlimit(resource.RLIMIT_DATA, (_BYTES, _BYTES))
            sys.stdin = io.TextIOWrapper(io.BytesIO(line))
            _answer(make)
            return
        if os.waitpid(process, 0)[1]:
            return


def _set_limited(told: Mapping[str, Any]) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (_BYTES, _BYTES))
    made = datetime.fromisoformat(told["made"])
    pictures = {key: base64.b64decode(content) for key, content in told["pictures"].items()}
    sys.stdout.buffer.write(pdf(Path(told["template"]), told["name"], settable_all(told["data"]), made, pictures))


# Words as a page can hold them


def settable_all(data: Any) -> Any:
    """JSON values with every string made settable; the keys are the template's own.

    An address is left as it is: it is where a link leads, and typst breaks it where it must.
    """
    if isinstance(data, str):
        return data if _ADDRESS.fullmatch(data) else settable(data)
    if isinstance(data, Mapping):
        return {key: settable_all(value) for key, value in data.items()}
    return [settable_all(value) for value in data] if isinstance(data, list | tuple) else data


def settable(text: str, longest: int = BODY_WORD) -> str:
    """`text` as the page can hold it: printable, and with places to break in words that are wider than their column."""
    one_break = text.replace("\r\n", "\n").replace("\r", "\n")
    return _longer(longest).sub(lambda word: _breakable(word[0], longest), printable(one_break.replace("\t", " ")))


@cache
def _longer(letters: int) -> re.Pattern[str]:
    """Words of more than so many letters."""
    return re.compile(rf"(?<!\S)\S{{{letters + 1},}}")


def longest_word(share: float) -> int:
    """How many wide letters a column surely holds, at its share of the text width."""
    return max(4, int((_TEXT_WIDTH_MM * share - 3) / _LETTER_MM))


def printable(text: str) -> str:
    """`text` with each sign that no typeface of ours has written as its name: "[slightly smiling face]".

    PDF/UA forbids a sign without a glyph, and one such sign in a response must not stop the paper (O4). Signs that turn
    the writing are left out: what is read back from the paper has its letters in their order (I4)."""
    text = unturned(text)
    unusual = frozenset(_UNUSUAL.findall(text))
    if not unusual:
        return text
    missing = _missing(tuple(sorted(unusual)))
    return _UNUSUAL.sub(lambda found: _name(found[0]) if found[0] in missing else found[0], text)


def drawable(text: str) -> str:
    """`text` as a picture can hold it, which has the chief typeface alone: "…" for letters that this has not."""
    return re.sub(f"(?:{_UNUSUAL.pattern})+", "…", unturned(text))


def _breakable(word: str, longest: int) -> str:
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
