"""Baselines: the least that Flask can do for the same answer, served as `consultation serve` serves the product.

Usage: python -m tests.bench.bare SOCKET FOLDER. The folder holds `responses.json`, what /responses shows, and
`database`, the address that /insert writes to: one row, durably, before it answers.
"""

import json
import signal
import socket
import sqlite3
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import psycopg
from flask import Flask, Response, redirect, render_template_string, request
from sqlalchemy.engine import make_url
from waitress.server import create_server

from consultation.arrival import CONNECTIONS, READING, SLOWEST_SECONDS, WRITING

PAGE = """<!doctype html><html lang="da"><head><meta charset="utf-8"><title>{{ title }}</title></head><body>
<h1>{{ title }}</h1><p>{{ lead }}</p><ul>{% for draft in drafts %}<li>{{ draft }}</li>{% endfor %}</ul></body></html>"""
RESPONSES = """<!doctype html><html lang="da"><head><meta charset="utf-8"><title>{{ title }}</title></head><body>
<h1>{{ title }}</h1><ul>{% for row in rows %}<li><h2>Svar nr. {{ row.number }}</h2><p>{{ row.name }}, {{ row.on }}</p>
{% for text in row.texts %}<p>{{ text }}</p>{% endfor %}</li>{% endfor %}</ul></body></html>"""
CREATE = "CREATE TABLE IF NOT EXISTS bare (id {key} PRIMARY KEY, text TEXT NOT NULL)"


def make_app(folder: Path) -> Flask:
    app = Flask("bare")
    rows = json.loads((folder / "responses.json").read_text("utf-8"))
    insert = writer((folder / "database").read_text("utf-8"))
    drafts = [f"Udkast {number}" for number in range(1, 4)]

    @app.get("/page")
    def page() -> str:
        return render_template_string(PAGE, title="Hjælp i hverdagen", lead="Hvad du kan forvente.", drafts=drafts)

    @app.get("/responses")
    def responses() -> str:
        return render_template_string(RESPONSES, title="Svar fra andre", rows=rows)

    @app.post("/insert")
    def add() -> Response:
        insert(request.form["text"])
        return redirect("/page", 303)  # type: ignore[return-value]  # - werkzeug's class, which Flask takes

    return app


def writer(url: str) -> Callable[[str], None]:
    """Writes a row and returns when it is safe from a power cut; a connection for each thread."""
    return _sqlite(make_url(url).database or "") if url.startswith("sqlite") else _postgresql(url)


def _sqlite(file: str) -> Callable[[str], None]:
    own, turn = threading.local(), threading.Lock()

    def insert(text: str) -> None:
        if not hasattr(own, "connection"):
            own.connection = sqlite3.connect(file, isolation_level=None, timeout=10)
            own.connection.execute("PRAGMA journal_mode=WAL")
            own.connection.execute("PRAGMA synchronous=FULL")
        with turn:
            own.connection.execute("BEGIN IMMEDIATE")
            own.connection.execute("INSERT INTO bare (text) VALUES (?)", (text,))
            own.connection.execute("COMMIT")

    return insert


def _postgresql(url: str) -> Callable[[str], None]:
    own = threading.local()
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)

    def insert(text: str) -> None:
        if not hasattr(own, "connection"):
            own.connection = psycopg.connect(address, autocommit=True)
        own.connection.execute("INSERT INTO bare (text) VALUES (%s)", (text,))

    return insert


def prepare(url: str) -> None:
    """The table that /insert writes to."""
    if url.startswith("sqlite"):
        with sqlite3.connect(make_url(url).database or "") as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(CREATE.format(key="INTEGER"))
        connection.close()
        return
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(CREATE.format(key="BIGINT GENERATED ALWAYS AS IDENTITY"))


def main() -> None:
    number, folder = int(sys.argv[1]), Path(sys.argv[2])
    server = create_server(
        make_app(folder),
        sockets=[socket.socket(fileno=number)],
        threads=READING + WRITING,
        connection_limit=CONNECTIONS,
        channel_timeout=SLOWEST_SECONDS,
    )
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server.run()


if __name__ == "__main__":
    main()
