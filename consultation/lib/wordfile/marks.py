"""How the items of lists and headings are numbered, whichever program counts them."""

from dataclasses import dataclass

DEEPEST = 8
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_LETTERS = 26


@dataclass(frozen=True)
class Mark:
    """How a paragraph is numbered. `kind` is "" for a bullet, else 1, a, A, i or I; `simple` is False where the label
    says more than the value of its own level, as "1.2" and "§ 3" do."""

    depth: int
    kind: str
    value: int
    label: str
    simple: bool


def written(value: int, kind: str) -> str:
    """A value as 1, a, A, i or I are counted."""
    if value < 1 or kind == "1":
        return str(value)
    text = _letters(value) if kind in "aA" else _roman(value)
    return text.upper() if kind in "AI" else text


def _letters(value: int) -> str:
    letter, times = (value - 1) % _LETTERS, (value - 1) // _LETTERS + 1
    return chr(ord("a") + letter) * min(times, 10)


def _roman(value: int) -> str:
    text, left = "", min(value, 3999)
    for worth, letters in _ROMAN:
        count, left = divmod(left, worth)
        text += letters * count
    return text
