"""kill -9 among the processes while people answer: every receipt has its response, and no number comes twice (D1)."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.durability.killing import Run, answer_and_kill

CLIENTS, PROCESSES = 16, 2
SECONDS, KILLS, RECEIPTS = 20, 5, 50
"""How long people answer, and what must have happened by then; a slow machine goes on until it has."""
AT_MOST = 150


def is_enough(run: Run) -> bool:
    return run.seconds >= SECONDS and run.kills >= KILLS and len(run.receipts) >= RECEIPTS


@pytest.mark.slow
def test_D1_whoever_has_a_receipt_has_a_response(sqlite_url: str, own_postgres_url: str, tmp_path: Path) -> None:
    """On both databases, side by side: each site has processes, people and kills of its own."""
    with ThreadPoolExecutor(2) as sites:
        ended = [
            sites.submit(answer_and_kill, url, tmp_path / kind, Run(CLIENTS, PROCESSES, 1.0, AT_MOST, is_enough))
            for kind, url in (("sqlite", sqlite_url), ("postgresql", own_postgres_url))
        ]
    for one in ended:
        one.result()
