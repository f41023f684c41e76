"""`make bench`: every measurement, or those named; one table, `bench.json`, and 1 where a target is not met.

Usage: python -m tests.bench [--scale small|full] [NAME ...]
"""

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click

from tests.bench import (
    exporting,
    finding,
    grouping,
    growing,
    killed,
    last_hour,
    machine,
    outage,
    power,
    proxying,
    racing,
    reading,
    reloading,
    results,
    slow_clients,
    starting,
    submitting,
    takedown,
    theming,
)
from tests.bench.results import Row
from tests.bench.scale import SCALES, SMALL, Scale

FILE = Path(__file__).parents[2] / "bench.json"

MEASUREMENTS: Mapping[str, Callable[[Scale], Iterator[Row]]] = {
    "findings": finding.measure,
    "grouping": grouping.measure,
    "themes": theming.measure,
    "exports": exporting.measure,
    "start": starting.measure,
    "pages": reading.measure,
    "submit": submitting.measure,
    "last-hour": last_hour.measure,
    "outage": outage.measure,
    "slow-clients": slow_clients.measure,
    "reload": reloading.measure,
    "takedown": takedown.measure,
    "proxy": proxying.measure,
    "killed": killed.measure,
    "power": power.measure,
    "races": racing.measure,
    "demo": growing.measure,
}
"""By name, in the order in which they run."""
LONG = frozenset({"killed", "power", "races", "demo"})
"""At the small scale only where they are asked for: the suite has the first three in the form that takes less."""


def run(measure: Callable[[Scale], Iterator[Row]], name: str, scale: Scale) -> Iterator[Row]:
    begun = time.monotonic()
    click.echo(f"{name} …", err=True)
    for row in measure(scale):
        click.echo(f"{row.work}, {row.database}: {row.product:.4g} {row.unit} {row.detail}", err=True)
        yield row
    click.echo(f"{name}: {time.monotonic() - begun:.0f} s", err=True)


def conclude(file: Path, scale: Scale, rows: list[Row]) -> int:
    """Prints and writes what was found. 1 where a target was missed."""
    results.write(file, scale.name, machine.facts(), rows)
    click.echo(results.table(rows))
    missed = [row for row in rows if not row.met]
    for row in missed:
        click.echo(f"Not met: {row.work}, {row.database} ({row.target})", err=True)
    return 1 if missed else 0


@click.command()
@click.option("--scale", "chosen", default="small", show_default=True, type=click.Choice(list(SCALES)))
@click.argument("names", nargs=-1, type=click.Choice(list(MEASUREMENTS)))
def main(chosen: str, names: tuple[str, ...]) -> None:
    """Measures the product beside baselines of the same run."""
    scale = SCALES[chosen]
    wanted = names or [name for name in MEASUREMENTS if scale is not SMALL or name not in LONG]
    rows = [row for name in wanted for row in run(MEASUREMENTS[name], name, scale)]
    sys.exit(conclude(FILE, scale, rows))


if __name__ == "__main__":
    main()
