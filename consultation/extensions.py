"""Objects that the application wires together; no logic."""

from contextlib import suppress

from flask import Flask, current_app, g, request
from flask_babel import Babel
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from consultation.database import WAITED

READS = frozenset({"GET", "HEAD", "OPTIONS"})


class Database:
    """One session per request, closed without a commit: what a page forgets to commit is lost, and a test sees it."""

    def init_app(self, app: Flask, engine: Engine) -> None:
        app.extensions["engine"] = engine
        app.teardown_appcontext(self._close)

    @property
    def engine(self) -> Engine:
        engine: Engine = current_app.extensions["engine"]
        return engine

    @property
    def session(self) -> Session:
        """A GET reads on a snapshot of its own and never waits for a writer; the rest take their turn to write."""
        if "session" not in g:
            reads = bool(request) and request.method in READS
            told = {"writes": False} if reads else {WAITED: g.get(WAITED, 0.0)}
            g.session = Session(self.engine.execution_options(**told))
        session: Session = g.session
        return session

    def _close(self, _error: BaseException | None) -> None:
        session: Session | None = g.pop("session", None)
        if session is not None:
            with suppress(DBAPIError):  # the answer is made: a server that went meanwhile does not take it away (V3)
                session.close()


db = Database()
csrf = CSRFProtect()
babel = Babel()
