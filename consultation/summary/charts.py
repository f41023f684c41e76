"""A chart drawn as SVG: a pure function of its numbers (R45), read without colour, in print and on a narrow screen.

Each bar has its name above it and its number at its end, so nothing rests on colour alone (R52). Every word is escaped
(O5). Sizes are attributes: a page that allows no styles shows it whole.
"""

import unicodedata
from dataclasses import dataclass
from html import escape

from consultation.summary.document import Chart
from consultation.summary.structure import inline_words

MOST_BARS = 24
"""More are no picture, and run over the page."""
PAPER_WIDTH = 600
"""What a chart is wide on paper, in CSS pixels: nearly the width of the text."""
NARROW = 250
"""What the name of a bar may be wide where the page may be a telephone's."""
MOST_LINES = 2
INK, BAR, AXIS = "#1f2933", "#173f5f", "#52606d"
TYPEFACES = "Arial, 'Libertinus Serif', sans-serif"
SIZE, LINE, BELOW, THICK, GAP, TOP = 13, 16, 3, 8, 4, 4
_LONGEST = 86
"""How much of the width the longest bar takes, of a hundred: its number stands behind it."""
_WIDE, _USUAL, _NARROW_LETTER = 13.0, 7.2, 3.9


@dataclass(frozen=True)
class Bar:
    """`words` is the number as its table has it: "1.000"."""

    name: str
    value: int
    words: str


def bars(chart: Chart) -> tuple[Bar, ...]:
    """The bars of a chart, read out of the cells of its table."""
    names = range(min(chart.table.numeric))
    found = []
    for row in chart.table.rows:
        name = " ".join(" ".join(inline_words(row[column]) for column in names).split())
        words = inline_words(row[chart.column])
        found.append(Bar(name, int(words.replace(".", "").replace(",", "")), words))
    return tuple(found)


def height(found: tuple[Bar, ...], room: int) -> int:
    """How high the drawing is, in CSS pixels."""
    return TOP + sum(_step(bar, room) for bar in found)


def drawn(found: tuple[Bar, ...], width: int | None = None, said: str = "") -> str:
    """The drawing, `width` CSS pixels wide; without it as wide as the place it stands in, with names that fit a
    telephone. `said` is what `described` gives, where the drawing itself says what it shows."""
    room = NARROW if width is None else width
    most, parts, top = max((bar.value for bar in found), default=0), [], TOP
    for bar in found:
        parts.append(_bar(bar, top, most, room, width))
        top += _step(bar, room)
    across = "100%" if width is None else str(width)
    axis = f'<rect x="0" y="{TOP}" width="1" height="{max(0, top - TOP - GAP)}" fill="{AXIS}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{across}" height="{top}" font-size="{SIZE}" fill="{INK}" '
        f'font-family="{TYPEFACES}"{said or ">"}{axis}{"".join(parts)}</svg>'
    )


def described(key: str, title: str, about: str) -> str:
    """What a screen reader says of the drawing; `key` is unique on its page."""
    names = f'<title id="{key}-t">{escape(title)}</title><desc id="{key}-d">{escape(about)}</desc>'
    return f' role="img" aria-labelledby="{key}-t" aria-describedby="{key}-d">{names}'


def _bar(bar: Bar, top: int, most: int, room: int, width: int | None) -> str:
    names = _lines(bar.name, room)
    below = top + LINE * len(names) + BELOW
    length = _length(_LONGEST * bar.value / most if most else 0.0, width)
    words = "".join(
        f'<text x="6" y="{top + LINE * number + SIZE}">{escape(line)}</text>' for number, line in enumerate(names)
    )
    return (
        f'{words}<rect x="0" y="{below}" width="{length}" height="{THICK}" fill="{BAR}"/>'
        f'<text x="{length}" dx="6" y="{below + THICK - 1}" font-weight="bold">{escape(bar.words)}</text>'
    )


def _length(share: float, width: int | None) -> str:
    return f"{share:.2f}%" if width is None else f"{share * width / 100:.2f}"


def _step(bar: Bar, room: int) -> int:
    return LINE * len(_lines(bar.name, room)) + BELOW + THICK + GAP


def _lines(name: str, room: int) -> list[str]:
    """A name in at most two lines; what does not fit stands in the table alone, and the name says so by "…"."""
    found = [""]
    for word in name.split():
        for piece in _pieces(word, room):
            joined = f"{found[-1]} {piece}".strip()
            if _wide(joined) <= room or not found[-1]:
                found[-1] = joined
            else:
                found.append(piece)
    if len(found) > MOST_LINES:
        found = [*found[: MOST_LINES - 1], f"{found[MOST_LINES - 1]}…"]
    return found


def _pieces(word: str, room: int) -> list[str]:
    pieces = [""]
    for sign in word:
        if pieces[-1] and _wide(pieces[-1] + sign) > room:
            pieces.append("")
        pieces[-1] += sign
    return pieces


def _wide(words: str) -> float:
    """An upper bound for what words are wide in the typefaces of the papers."""
    return sum(map(_letter, words))


def _letter(sign: str) -> float:
    if sign in "iljtfI.,:;'|!()[] ":
        return _NARROW_LETTER
    wide = sign.isupper() or sign in "mwæœ@%…—" or unicodedata.east_asian_width(sign) in "WF"
    return _WIDE if wide or ord(sign) > 0x24F else _USUAL  # noqa: PLR2004 - beyond Latin letters widths vary
