"""What a measurement says: one row each, a ratio to a baseline of the same run (performance.md)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

HEADINGS = ("work", "database", "product", "baseline", "ratio", "target", "met")


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


def table(rows: Sequence[Row]) -> str:
    """One line a row under the headings, in columns; what else was seen stands under its row."""
    cells = [HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(len(line[place]) for line in cells) for place in range(len(HEADINGS))]
    details = ["", *(row.detail for row in rows)]
    lines = []
    for line, detail in zip(cells, details, strict=True):
        lines.append("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
        lines += [f"    {detail}"] if detail else []
    return "\n".join(lines)


def _cells(row: Row) -> tuple[str, ...]:
    ratio = f"{row.ratio:.2f}" if row.ratio is not None else "-"
    baseline = _figure(row.baseline, row.unit) if row.baseline is not None else "-"
    met = "yes" if row.met else "NO"
    return row.work, row.database, _figure(row.product, row.unit), baseline, ratio, row.target, met


def _figure(value: float, unit: str) -> str:
    shown = f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    return f"{shown} {unit}".strip()


def write(file: Path, scale: str, machine: Mapping[str, object], rows: Sequence[Row]) -> None:
    """All of it as JSON, `bench.json`."""
    told = [asdict(row) | {"ratio": row.ratio} for row in rows]
    whole = {"scale": scale, "machine": dict(machine), "rows": told}
    file.write_text(json.dumps(whole, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
