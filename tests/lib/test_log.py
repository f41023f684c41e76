"""The log of the processes: an output that takes nothing stops nobody (D5)."""

import subprocess
import sys
from pathlib import Path

import pytest

from consultation.lib import log

SAYS = "import sys; from consultation.lib import log; log.logger('worker').error('waits'); sys.stderr.write('went on')"


def test_D5_a_full_disk_that_takes_no_log_stops_nobody() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([sys.executable, "-c", SAYS], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert "went on" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_logged_stands_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    log.logger("worker").error("worker_waits", error="OperationalError")
    assert "worker_waits" in capsys.readouterr().out
