"""How much is done: small in three minutes, full as in performance.md and reliability.md."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """Counts and lengths. A round is one turn of the product or of its baseline; they take turns, and medians count.

    `few` and `many` are responses already there; performance.md means 100,000 by many, and a row says what it was.
    """

    name: str
    rounds: int
    round_seconds: float
    listed: int
    few: int
    many: int
    demo: tuple[int, ...]


SCALES = {
    one.name: one
    for one in (
        Scale("small", rounds=3, round_seconds=0.8, listed=10_000, few=1_000, many=10_000, demo=(100,)),
        Scale(
            "full", rounds=7, round_seconds=4.0, listed=10_000, few=1_000, many=100_000, demo=(1_000, 10_000, 100_000)
        ),
    )
}
