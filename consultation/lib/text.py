"""Text as people write it: one normalisation for storage, folded forms for comparing, Danish sentences with offsets.

Every offset is in Unicode code points of the text that was given. Normalise first with `clean`, then store, then split.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from consultation.vocabulary import Language

SPLITTER = "1"
"""Version of the sentence splitter; kept with every mark that rests on it (states.md, Points)."""

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85]")
_REMOVED = re.compile(
    "[\x01-\x08\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_MOST_MARKS_IN_LINE = 4
_MOST_MARKS = 10_000  # ordering a run of marks costs its square: 100,000 of them held a process for 8 s (I1)
_LONG_WORD = 7
_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[^\s@<>(),;:\\\"\[\]]+\.[^\s@<>(),;:\\\"\[\].]{2,}")
_LONGEST_EMAIL = 254
_LAST = {"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}"}  # the three ASCII characters after z


class TextError(ValueError):
    """A text that cannot be taken as it is; `code` is stable: nul, surrogate, bidi, invisible, marks, mixed_script."""

    def __init__(self, code: str) -> None:
        super().__init__(f"text refused: {code}")
        self.code = code


class Sentence(NamedTuple):
    """A stretch of a text: `text == whole[start:end]`, without blanks at its ends."""

    start: int
    end: int
    text: str


def clean(text: str) -> str:
    """The one normalisation before storage (D4, I2); applying it twice changes nothing.

    Line ends (CR LF, CR, VT, FF, NEL) become LF; other control characters and Unicode's noncharacters, which no
    document format can hold, are removed; the rest becomes NFC. Raises TextError for NUL, lone surrogates and
    a letter with more than 10,000 marks.
    """
    if "\0" in text:
        raise TextError("nul")
    if _SURROGATE.search(text):
        raise TextError("surrogate")
    text = _REMOVED.sub("", _LINE_ENDS.sub("\n", text))
    if _most_marks(text) > _MOST_MARKS:
        raise TextError("marks")
    return unicodedata.normalize("NFC", text)


def clean_line(text: str) -> str:
    """A name or title: `clean`, one line, single spaces, trimmed; what could deceive the reader is refused (I4)."""
    line = " ".join(clean(text).split())
    if _BIDI.search(line):
        raise TextError("bidi")
    if any(unicodedata.category(char) == "Cf" or char in _BLANK_LETTERS for char in set(line)):
        raise TextError("invisible")
    if _most_marks(line) > _MOST_MARKS_IN_LINE:
        raise TextError("marks")
    if any(_scripts(word) > 1 for word in set(re.findall(r"\w+", line)) if not word.isascii()):
        raise TextError("mixed_script")
    return line


def turned(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each word with a sign in it that turns the direction of writing, for who looks through (I4)."""
    if _BIDI.search(text):
        yield from (word.span() for word in re.finditer(r"\S+", text) if _BIDI.search(word[0]))


def unturned(text: str) -> str:
    """Without the signs that turn the direction of writing, for print: letters stand as they were typed (I4)."""
    return _BIDI.sub("", text)


def fold(text: str) -> str:
    """For comparing names and addresses: case, NFC and spaces are the same (states.md, who is one sender)."""
    return " ".join(unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold()).split())


def skeleton(text: str) -> str:
    """For exact equality of answers (I4, R39): NFKC, no case, no invisible characters, punctuation as space.

    Symbols stay: a thumb up and a thumb down are not the same answer.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join("".join(_skeleton_char(char) for char in folded).split())


def danish_key(text: str) -> str:
    """Sorts as Danish does in any database that compares bytes: æ, ø, å last and aa as å (M3)."""
    folded = unicodedata.normalize("NFC", text).casefold().replace("aa", "å")
    return "".join(_LAST.get(char) or unicodedata.normalize("NFD", char)[0] for char in folded)


def paragraphs(text: str) -> tuple[str, ...]:
    """The parts between blank lines, trimmed; none of them is blank."""
    return tuple(part.strip() for part in re.split(r"\n(?:[^\S\n]*+\n)+", text) if part.strip())


def lix(text: str) -> int:
    """Readability: words per sentence plus the percentage of words longer than six letters; 0 without words."""
    words = re.findall(r"\w+", text)
    if not words:
        return 0
    long = sum(len(word) >= _LONG_WORD for word in words)
    return round(len(words) / len(sentences(text)) + 100 * long / len(words))


def sentences(text: str) -> tuple[Sentence, ...]:
    """Danish sentences in order; every character that is not blank lies in exactly one of them."""
    cuts = [0, *_cuts(text), len(text)]
    return tuple(sentence for start, end in pairwise(cuts) if (sentence := _trimmed(text, start, end)).text)


def _most_marks(text: str) -> int:
    """The longest run of combining marks."""
    if text.isascii():
        return 0
    most = run = 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        most = max(most, run)
    return most


def _scripts(word: str) -> int:
    names = {unicodedata.name(char, "") for char in set(word)}
    return sum(any(name.startswith(script) for name in names) for script in _SCRIPTS)


def _skeleton_char(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cf":
        return ""
    return " " if category[0] in "PZC" else char


def _trimmed(text: str, start: int, end: int) -> Sentence:
    part = text[start:end]
    start += len(part) - len(part.lstrip())
    part = part.strip()
    return Sentence(start, start + len(part), part)


# Sentences. A cut too few makes a long sentence, a cut too many a short one: both can still be read and ticked.

_CLOSERS = "\"'»«”’“)\\]"
_OPENERS = "\"'»«”“’([-–—*•"
_END = re.compile(rf"(?<![.!?…])([.!?…]++)([{_CLOSERS}]*+)[^\S\n]++(?=\S)|\n\s*+")
_ITEM = re.compile(r"(?:[-–—*•·▪‣◦]\s|\(?(?:\d{1,3}|[a-zæøå])[.)]\s|§)", re.IGNORECASE)
_MARKER = re.compile(
    r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zæøå]|[ivx]{1,5}|§{1,2} ?\d{1,4}(?: ?[a-z])?|(?:stk|nr|pkt)\. ?\d{1,3})",
    re.IGNORECASE,
)
_LONGEST_MARKER = 12
_LONGEST_ABBREVIATION = 12
_SHORTEST_WORD = 4  # shorter words before a small letter are as often abbreviations that nobody listed
_WRAPPED = 60  # a line this long without an end was broken by a mail program, not by its author
_NEVER_LAST = re.compile(
    r"""adr|afd|al|apr|art|att|aug|bek|bl\.a|bla|ca|cf|dec|dr|dvs|ekskl|evt|feb|f\.eks|feks|fhv|fr|frk|gl|hhv|hr|ifm|iht|ift
    |incl|inkl|jan|jf|jfr|jnr|j\.nr|jvf|kap|kl|lb|litr|maks|max|mht|m\.h\.t|ml|ndr|nov|nr|obs|okt|pga|p\.g\.a|pkt|pr
    |ref|sct|sdr|sept|skt|sml|stk|str|tel|tlf|vedr|vejl|vha|[^\W\d_]""",
    re.VERBOSE,
)
_MAYBE_LAST = re.compile(
    r"""etc|kr|lign|mdr|m\.fl|mfl|mia|min|mio|mm|m\.m|mv|m\.v|o\.a|ol|o\.l|o\.lign|osv|pct|pt|p\.t|t\.o\.m|u\.a""",
    re.VERBOSE,
)
_AFTER_NUMBER = re.compile(
    r"(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december|stk)\b", re.IGNORECASE
)


def _cuts(text: str) -> list[int]:
    """Where a new sentence begins: after a full stop that ends one, and at a line break that is no mere wrapping."""
    cuts: list[int] = []
    start = len(text) - len(text.lstrip())
    for match in _END.finditer(text, start):
        if _ends_line(text, start, match) if match.group(1) is None else _ends_sentence(text, start, match):
            cuts.append(match.end())
            start = match.end()
    return cuts


def _ends_line(text: str, start: int, match: re.Match[str]) -> bool:
    if match.group().count("\n") > 1 or _ITEM.match(text, match.end()):
        return True
    line_start = max(start, text.rfind("\n", start, match.start()) + 1)
    wrapped = match.start() - line_start >= _WRAPPED and text[match.start() - 1] not in ".!?…:"
    return not wrapped and not text[match.end() : match.end() + 1].islower()


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    stop = match.start()
    following = text[match.end() : match.end() + 20].lstrip(_OPENERS)
    if match.group(1) != ".":
        return not (match.group(2) and following[:1].islower())
    if stop - start <= _LONGEST_MARKER and _MARKER.fullmatch(text, start, stop):
        return False
    word = re.split(r"\s", text[max(start, stop - _LONGEST_ABBREVIATION) : stop])[-1]
    return _full_stop(word.lstrip(_OPENERS).casefold(), following)


def _full_stop(word: str, following: str) -> bool:
    """Whether a single full stop between these two ends a sentence."""
    if _NEVER_LAST.fullmatch(word):
        return False
    if word[-1:].isdigit():
        return following[:1].isupper() and not _AFTER_NUMBER.match(following)
    if following[:1].islower():
        return len(word) >= _SHORTEST_WORD and word.isalpha() and not _MAYBE_LAST.fullmatch(word)
    return not (_MAYBE_LAST.fullmatch(word) and following[:1].isdigit())


def listed(items: Sequence[str], language: Language) -> str:
    """ "a, b og c", in English "a, b and c"; "" for none."""
    last = " and " if language is Language.ENGLISH else " og "
    return last.join(part for part in (", ".join(items[:-1]), *items[-1:]) if part)


def is_email(address: str) -> bool:
    """Whether a mail could be sent there; no line of it can become a header (O6)."""
    return len(address) <= _LONGEST_EMAIL and address.isprintable() and bool(_EMAIL.fullmatch(address))
