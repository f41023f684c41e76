"""kill -9 among the processes while 24 people answer (D1, the full form)."""

from collections.abc import Iterator

from tests.bench.databases import KINDS, Database, database
from tests.bench.results import Row
from tests.bench.scale import Scale
from tests.durability.killing import Run, answer_and_kill

CLIENTS, PROCESSES, EVERY = 24, 4, 0.4
"""A process takes longer to start than until the next kill: one is killed only when somebody was answered meanwhile."""
AT_MOST = 600


def measure(scale: Scale) -> Iterator[Row]:
    for kind in KINDS:
        with database(kind) as where:
            yield _measure(scale.kill_seconds, where)


def _measure(seconds: float, where: Database) -> Row:
    run = Run(CLIENTS, PROCESSES, EVERY, AT_MOST, lambda run: run.seconds >= seconds)
    fault = ""
    try:
        answer_and_kill(where.url, where.folder / "site", run)
    except AssertionError as error:
        fault = f"; {str(error).splitlines()[0] if str(error) else 'something is not as it must be'}"
    return Row(
        f"processes killed while {CLIENTS} answer, receipts",
        where.kind,
        len(run.receipts),
        None,
        "",
        "none lost, none doubled",
        not fault and run.kills > 0 and bool(run.receipts),
        f"{run.kills} kills in {seconds:.0f} s{fault}",
    )
