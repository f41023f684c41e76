"""nginx with deploy/nginx.conf as it stands, on ports and in a folder of the measurement's own."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ROOT = Path(__file__).parents[2]
FOUND = ROOT / ".venv" / "nginx"
"""Where the set-up wrote down which nginx there is."""
HOST = "hoering.kommune.example"
PATIENCE = 60
MAIN = """
{user}
daemon off;
worker_processes 1;
pid {folder}/pid;
error_log {folder}/nginx.log crit;
events {{ worker_connections 2000; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxied;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {more}
    include {folder}/site.conf;
}}
"""
GREEDY = """
    proxy_cache_path {folder}/cache keys_zone=greedy:1m;
    proxy_cache greedy;
    proxy_cache_valid any 10m;
    add_header X-Cache $upstream_cache_status always;
"""
"""A cache that keeps whatever it is not forbidden to keep (P3)."""


@dataclass(frozen=True)
class Proxy:
    port: int
    folder: Path

    def connect(self, source: str = "127.0.0.1") -> HTTPSConnection:
        """A connection that trusts whatever certificate the proxy shows."""
        context = ssl._create_unverified_context()
        return HTTPSConnection("127.0.0.1", self.port, timeout=PATIENCE, context=context, source_address=(source, 0))

    def ask(
        self, method: str, path: str, body: bytes | str | None = None, source: str = "127.0.0.1", **headers: str
    ) -> tuple[HTTPResponse, bytes]:
        """Headers by name with _ for -."""
        connection = self.connect(source)
        try:
            told = {"Host": HOST} | {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, told)
            answer = connection.getresponse()
            return answer, answer.read()
        finally:
            connection.close()


def program() -> str:
    """The path of nginx; "" where there is none."""
    return FOUND.read_text("utf-8").strip() if FOUND.exists() else ""


@contextmanager
def proxy(folder: Path, upstream: int, *, greedy: bool = False) -> Iterator[Proxy]:
    """In front of the server at this port, once it takes connections."""
    folder.mkdir()
    port, plain = _free_port(), _free_port()
    _write_certificate(folder)
    shutil.copy(ROOT / "deploy" / "away.html", folder)
    (folder / "site.conf").write_text(_site(folder, port, plain, upstream), "utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    more = GREEDY.format(folder=folder) if greedy else ""
    (folder / "main.conf").write_text(MAIN.format(folder=folder, user=user, more=more), "utf-8")
    command = [program(), "-p", str(folder), "-e", str(folder / "nginx.log"), "-c", str(folder / "main.conf")]
    with subprocess.Popen(command) as process:
        try:
            _wait(port)
            yield Proxy(port, folder)
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _site(folder: Path, port: int, plain: int, upstream: int) -> str:
    """The example with its places changed, and nothing else."""
    site = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    site = re.sub(r"    listen \[::\].*\n", "", site)
    changes = {
        "listen 443 ": f"listen 127.0.0.1:{port} ",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "server 127.0.0.1:8000 ": f"server 127.0.0.1:{upstream} ",
        "/etc/ssl/consultation": str(folder),
        "/var/log/nginx": str(folder),
        "/var/www/consultation": str(folder),
    }
    for old, new in changes.items():
        if old not in site:
            raise ValueError(f"deploy/nginx.conf has no {old!r}")
        site = site.replace(old, new)
    return site


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
        else:
            return


def _write_certificate(folder: Path) -> None:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(private)
