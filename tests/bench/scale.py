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
    posts: int
    takes: int
    warming: int
    requests: int
    hour_seconds: float
    away_seconds: float
    slow_seconds: float
    reloads: int
    kill_seconds: float
    cut_after: int
    demo: tuple[int, ...]


SMALL = Scale(
    "small",
    rounds=5,
    round_seconds=0.4,
    listed=10_000,
    few=1_000,
    many=4_000,
    posts=50,
    takes=30,
    warming=100,
    requests=200,
    hour_seconds=8,
    away_seconds=4,
    slow_seconds=3,
    reloads=1,
    kill_seconds=12,
    cut_after=150,
    demo=(100,),
)
FULL = Scale(
    "full",
    rounds=7,
    round_seconds=4.0,
    listed=10_000,
    few=1_000,
    many=100_000,
    posts=1_000,
    takes=200,
    warming=2_000,
    requests=100_000,
    hour_seconds=600,
    away_seconds=30,
    slow_seconds=60,
    reloads=5,
    kill_seconds=60,
    cut_after=2_000,
    demo=(1_000, 10_000, 100_000),
)
SCALES = {one.name: one for one in (SMALL, FULL)}
