"""What a measurement says: one row each, a ratio to a baseline of the same run (performance.md)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """`product` and `baseline` in `unit`; `ratio` is product / baseline where there is a baseline.

    `target` is what performance.md or reliability.md asks, in words; `detail` what else was seen.
    """

    work: str
    database: str
    product: float
    baseline: float | None
    unit: str
    target: str
    met: bool
    detail: str = ""

    @property
    def ratio(self) -> float | None:
        return self.product / self.baseline if self.baseline else None
