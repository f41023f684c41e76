"""The examples in deploy/ are what they say: each command is started as written, and names are the code's own."""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
from flask import Flask

from consultation import arrival, serve, webprocess
from consultation.web.bodies import FILE_PAGE_LIMIT
from tests.durability.serving import ROOT, SECRET, wait_until

DEPLOY = ROOT / "deploy"
WEB, WORKER = "consultation-web.service", "consultation-worker.service"
NGINX = (DEPLOY / "nginx.conf").read_text("utf-8")
INSTALLED = "/opt/consultation/bin/"
HARDENED = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "CapabilityBoundingSet": "",
    "StateDirectoryMode": "0700",
    "UMask": "0077",
    "Restart": "always",
}

Unit = dict[str, list[str]]


def read(name: str) -> Unit:
    """Values by key, in their order; a key may stand several times."""
    unit: Unit = {}
    for line in (DEPLOY / name).read_text("utf-8").splitlines():
        key, separator, value = line.partition("=")
        if separator and not line.startswith("#"):
            unit.setdefault(key, []).append(value)
    return unit


def environment(unit: Unit, folder: Path) -> dict[str, str]:
    """The unit's own, with a folder of the test's, and what deploy/README.md has people fill in."""
    told = dict(value.split("=", 1) for value in unit["Environment"])
    filled = {"CONSULTATION_BASE_URL": "https://hoering.kommune.example", "CONSULTATION_SECRET_KEY": SECRET}
    return {"PATH": os.environ["PATH"]} | told | filled | {"CONSULTATION_DATA_DIR": str(folder)}


def command(unit: Unit, key: str, port: int = 0) -> list[str]:
    [line] = unit[key]
    assert line.startswith(INSTALLED)
    words = shlex.split(line.replace(INSTALLED, shlex.quote(f"{Path(sys.executable).parent}/")))
    return [re.sub(r"^127\.0\.0\.1:\d+$", f"127.0.0.1:{port}", word) for word in words]


@contextmanager
def started(name: str, folder: Path, port: int = 0) -> Iterator[subprocess.Popen[bytes]]:
    """What systemd would start; it ends by SIGTERM within the unit's patience, and with 0."""
    unit = read(name)
    told = environment(unit, folder)
    subprocess.run(command(unit, "ExecStartPre"), env=told, cwd=folder, check=True, capture_output=True)
    with subprocess.Popen(command(unit, "ExecStart", port), env=told, cwd=folder) as process:
        try:
            yield process
            process.terminate()
            assert process.wait(int(unit["TimeoutStopSec"][0])) == 0
        finally:
            process.kill()


@pytest.fixture
def folder(migrated_sqlite: Path, tmp_path: Path) -> Path:
    """A data folder with a database of the shape that the code needs."""
    shutil.copy(migrated_sqlite, tmp_path / "consultation.sqlite")
    return tmp_path


def children(process: subprocess.Popen[bytes]) -> set[str]:
    return set(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split())


def is_ready(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


@pytest.mark.slow
def test_the_web_unit_starts_reloads_and_ends_as_it_says(folder: Path) -> None:
    with serve.listen("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    with started(WEB, folder, port) as process:
        wait_until(lambda: is_ready(port))
        before = children(process)
        reload = read(WEB)["ExecReload"][0].replace("$MAINPID", str(process.pid))
        subprocess.run(shlex.split(reload), check=True)
        wait_until(lambda: not before & children(process))
        assert is_ready(port)


@pytest.mark.slow
def test_the_worker_unit_starts_and_ends_as_it_says(folder: Path) -> None:
    with started(WORKER, folder) as process:
        handled = Path(f"/proc/{process.pid}/status")
        wait_until(
            lambda: int(re.findall(r"SigCgt:\t(\w+)", handled.read_text())[0], 16) >> signal.SIGTERM - 1 & 1 == 1
        )


@pytest.mark.parametrize("name", [WEB, WORKER])
def test_a_unit_is_hardened(name: str) -> None:
    unit = read(name)
    assert {key: unit[key] for key in HARDENED} == {key: [value] for key, value in HARDENED.items()}


def test_a_unit_waits_for_what_was_begun() -> None:
    assert int(read(WEB)["TimeoutStopSec"][0]) > serve.STOP_SECONDS > webprocess.DRAIN_SECONDS
    assert int(read(WEB)["LimitNOFILE"][0]) >= webprocess.FILES


def test_every_setting_named_here_is_one_of_ours() -> None:
    named = {name for file in DEPLOY.iterdir() for name in re.findall(r"CONSULTATION_[A-Z_]+", file.read_text("utf-8"))}
    known = re.findall(r"^(CONSULTATION_[A-Z_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE)
    assert named
    assert named <= set(known)


# nginx.conf; `make bench` starts it


def test_T6_the_proxy_says_what_the_server_reads() -> None:
    headers = dict(re.findall(r"proxy_set_header (\S+) (.+?);", NGINX))
    told = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    assert (told[arrival.PROXY_HEADER], told[arrival.SOURCE_HEADER]) == ("$msec", "$remote_addr")
    assert "proxy_request_buffering on;" in NGINX


def test_the_proxy_is_where_the_unit_expects_it_and_the_server_where_the_proxy_does() -> None:
    [bind] = re.findall(r"--bind (\S+)", read(WEB)["ExecStart"][0])
    assert f"server {bind} " in NGINX
    assert "CONSULTATION_PROXY=127.0.0.1" in read(WEB)["Environment"]


def test_a_form_with_files_passes_the_proxy() -> None:
    [megabytes] = re.findall(r"client_max_body_size (\d+)m;", NGINX)
    assert int(megabytes) * 1_000_000 > FILE_PAGE_LIMIT


def test_A3_no_secret_address_is_in_the_proxys_log_or_compressed(app: Flask) -> None:
    [logged] = re.findall(r"~(\^\(\?<start>.+\)/) ", NGINX)
    [whole] = re.findall(r"location ~ (\S+) \{", NGINX)
    secret = [str(rule) for rule in app.url_map.iter_rules() if "<token>" in str(rule)]
    assert secret
    for address in secret:
        assert re.match(logged.replace("?<", "?P<"), address), address
        assert re.match(whole, address), address
