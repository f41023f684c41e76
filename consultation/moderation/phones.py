"""Phone numbers in a folded text: Danish in the shapes people write, foreign with their prefix.

The shapes keep out what has as many digits: case and journal numbers, paragraphs, dates, amounts, years, postcodes.
"""

import re
from collections.abc import Iterator

_FOREIGN = re.compile(r"(?<![\d+])(?:\+|00)[1-9](?:[ ./()\t-]{0,3}\d){5,14}")
_FEWEST_DIGITS = 7
_RUN = re.compile(r"(?<!\w)(?<!\d[.,/-])\d+(?!\w)(?:[ .\t/-]\d+(?!\w))*")
_WITH_PREFIX = ((2, 8), (2, 4, 4), (2, 2, 2, 2, 2))
_PLAIN = ((8,), (4, 4), (2, 2, 2, 2), (2, 6), (3, 5))
_ONLY_WHEN_CALLED = ((2, 3, 3), (2, 2, 4), (4, 2, 2))  # else an amount or a date
_CASE_OR_YEARS = re.compile(r"(?:19|20)\d\d[./-]\d{4}|\d{4}.(?:19\d|20[0-4])\d")  # 2019-1234, 8900 2019
_CALLED = re.compile(r"(?:telefon\w*|tlf|tel|mobil\w*|ring\w*(?: til| på)?|sms|nummer)[\s.:(]*$", re.IGNORECASE)
_OTHER_THING = re.compile(
    r"(?:sag\w*|j\.?\s?nr|journal\w*|dok\w*|cvr\w*|se-?nr|ean\w*|gln|p-?nr|§+|stk|pkt|id|kr|dkk|konto\w*|ref\w*|isbn|matr\w*"
    r"|bilag)[\s.:(-]*(?:nr\.?|nummer)?[\s.:]*$",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"\s?(?:kr|dkk|euro|€|mio|pct|%|timer|minutter|dage|borgere|stk|km|kg|m²|i (?:kolonne|tabel|række|skema))",
    re.IGNORECASE,
)
_LOOK_BACK = 25


def find(folded: str) -> Iterator[tuple[int, int]]:
    """Start and end of each number, foreign ones first."""
    seen = bytearray(len(folded))
    for match in _FOREIGN.finditer(folded):
        if length := _foreign_length(match[0]):
            start, end = match.start(), match.start() + length
            seen[start:end] = b"\1" * length
            yield start, end
    for match in _RUN.finditer(folded):
        for start, end in _danish(folded, match):
            if not any(seen[start:end]):
                yield start, end


def _foreign_length(written: str) -> int:
    """How much of this is a phone number of some country; 0 if nothing is."""
    digits = re.sub(r"\D", "", written).removeprefix("00")
    while len(digits) >= _FEWEST_DIGITS:
        if _is_valid(f"+{digits}", None):
            return len(written)
        digits = digits[:-1]
        written = written[:-1].rstrip(" ./()\t-")
    return 0


def _danish(folded: str, run: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Cuts a run of digit groups into the shapes of Danish numbers; other groups are passed over."""
    before = folded[max(0, run.start() - _LOOK_BACK) : run.start()]
    if _OTHER_THING.search(before) or _AMOUNT.match(folded, run.end()):
        return
    called = bool(_CALLED.search(before))
    groups = [(run.start() + group.start(), run.start() + group.end()) for group in re.finditer(r"\d+", run[0])]
    at = 0
    while at < len(groups):
        size = _groups_of_a_number(folded, groups[at : at + 5], called=called)
        if size:
            yield groups[at][0], groups[at + size - 1][1]
        at += size or 1


def _groups_of_a_number(folded: str, groups: list[tuple[int, int]], *, called: bool) -> int:
    lengths = tuple(end - start for start, end in groups)
    shapes = _WITH_PREFIX + _PLAIN + (_ONLY_WHEN_CALLED if called else ())
    for shape in shapes:
        if lengths[: len(shape)] == shape:
            written = folded[groups[0][0] : groups[len(shape) - 1][1]]
            if _is_number(written, shape, called=called):
                return len(shape)
    return 0


def _is_number(written: str, shape: tuple[int, ...], *, called: bool) -> bool:
    digits = re.sub(r"\D", "", written)
    if shape in _WITH_PREFIX:
        return digits.startswith("45") and _is_valid(f"+{digits}", None)
    if not called and _CASE_OR_YEARS.fullmatch(written):
        return False
    return _is_valid(digits, "DK")


def _is_valid(number: str, region: str | None) -> bool:
    import phonenumbers  # noqa: PLC0415 - 60 modules for what is shaped like a number

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, region))
    except phonenumbers.NumberParseException:
        return False
