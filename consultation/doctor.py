"""`consultation doctor`: whether the installation is sound, one line a check."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from consultation import chain, erasing, erasures, schema, search_index
from consultation.config import Settings
from consultation.database import NotDurableError, check_durable
from consultation.errors import NotFound
from consultation.models import Authority, Blob, Consultation, Job, guards
from consultation.moderation import grouping
from consultation.responses import clamd, figures, provider, queueing
from consultation.responses.identity import ProviderError
from consultation.storage import Store
from consultation.vocabulary import JobState, LoginMode

MOST_SKEW = timedelta(seconds=1)
OVERDUE = timedelta(minutes=10)


@dataclass(frozen=True)
class Check:
    name: str
    sound: bool
    words: str


def examine(engine: Engine, settings: Settings, now: datetime) -> list[Check]:
    """Every check, also after one has failed; a check that cannot run has failed."""
    checks: tuple[tuple[str, Callable[[Session], str | None]], ...] = (
        ("schema", lambda _session: _schema(engine)),
        ("guards", _guards),
        ("clock", lambda session: _clock(session, now)),
        ("counters", _counters),
        ("search", _search),
        ("jobs", lambda session: _jobs(session, now)),
        ("log", _log),
        ("clamd", lambda _session: _clamd(settings)),
        ("identity", lambda session: _identity(session, settings)),
        ("erasures", lambda session: _erasures(session, settings)),
        ("files", lambda session: _files(session, Store(settings.data_dir / "files"))),
    )
    first = [Check("configuration", True, f"{settings.env}, {settings.base_url}"), _durability(engine)]
    return first + [_run(engine, name, check) for name, check in checks]


def _run(engine: Engine, name: str, check: Callable[[Session], str | None]) -> Check:
    try:
        with Session(engine.execution_options(writes=False)) as session:
            fault = check(session)
    except SQLAlchemyError as error:
        fault = f"could not be checked ({type(error).__name__})"
    return Check(name, fault is None, fault or "sound")


def _durability(engine: Engine) -> Check:
    try:
        check_durable(engine)
    except (NotDurableError, SQLAlchemyError) as error:
        return Check("durability", False, str(error))
    return Check("durability", True, "a commit outlives a power cut")


def _schema(engine: Engine) -> str | None:
    found, needed = schema.current(engine), schema.newest()
    return None if found == needed else f"revision {found}, this code needs {needed}: consultation db upgrade"


def _guards(session: Session) -> str | None:
    kinds = 2 if session.get_bind().dialect.name == "sqlite" else 3
    missing = kinds * len(guards.GUARDS) - len(guards.definitions(session.connection()))
    return f"{missing} append-only guards are missing" if missing else None


def _clock(session: Session, now: datetime) -> str | None:
    if session.get_bind().dialect.name == "sqlite":
        return None
    skew = abs(session.execute(text("SELECT clock_timestamp()")).scalar_one() - now)
    return f"differs from the database's by {skew}" if skew > MOST_SKEW else None


def _counters(session: Session) -> str | None:
    wrong = [
        slug
        for key, slug in session.execute(select(Consultation.id, Consultation.slug))
        if figures.read(session, key) != figures.recount(session, key) | grouping.recount(session, key)
        or queueing.read(session, key) != queueing.recount(session, key)
        or grouping.wrong_counters(session, key)
    ]
    return f"differ from a recount in: {', '.join(wrong)}" if wrong else None


def _search(session: Session) -> str | None:
    wrong = search_index.differing(session)
    return f"{wrong} entries are not as the public texts are: consultation search rebuild" if wrong else None


def _jobs(session: Session, now: datetime) -> str | None:
    dead = session.scalar(select(func.count(Job.id)).where(Job.state == JobState.DEAD)) or 0
    late = select(func.count(Job.id)).where(Job.state == JobState.WAITING, Job.due_at < now - OVERDUE)
    overdue = session.scalar(late) or 0
    return f"{dead} given up, {overdue} overdue; is `consultation work` running?" if dead or overdue else None


def _log(session: Session) -> str | None:
    for key, slug in session.execute(select(Authority.id, Authority.slug)):
        if found := chain.faults(session, key):
            return f"{slug}: {found[0]}"
    return None


def _clamd(settings: Settings) -> str | None:
    if settings.clamd_url is None:
        return None
    try:
        clamd.version(settings.clamd_url)
    except clamd.ClamdError as error:
        return f"{error}; files are taken, and scanned when it answers"
    return None


def _identity(session: Session, settings: Settings) -> str | None:
    """What consultations ask of their senders can be given (R13)."""
    modes = set(session.scalars(select(Consultation.login_mode).where(Consultation.cancelled_at.is_(None)).distinct()))
    if LoginMode.CONFIRMED in modes and settings.mail_url is None and not settings.local:
        return "a consultation asks for a confirmed e-mail, and no mail is sent: set CONSULTATION_MAIL_URL"
    if settings.oidc is None:
        wanted = LoginMode.IDENTITY in modes
        return "a consultation asks to sign in, and no provider is set: CONSULTATION_OIDC_ISSUER" if wanted else None
    try:
        provider.check(settings.oidc)
    except ProviderError as error:
        return f"{settings.oidc.issuer} does not answer as an identity provider does ({error})"
    return None


def _erasures(session: Session, settings: Settings) -> str | None:
    """A backup that was restored may know less than was done since (K3)."""
    ledger = erasures.read(erasures.path_of(settings))
    lines = erasing.unapplied(session, ledger.lines)
    undone = f"{len(lines)} takedowns or erasures are undone: consultation erase --replay" if lines else None
    numbers = ", ".join(map(str, ledger.unreadable))
    unread = f"{erasures.FILE} has lines that cannot be read, to be looked at and taken out: {numbers}"
    return "; ".join(filter(None, [undone, unread if numbers else None])) or None


def _files(session: Session, store: Store) -> str | None:
    missing = 0
    for sha256 in session.scalars(select(Blob.sha256).where(Blob.erased_at.is_(None))):
        try:
            store.get(sha256)
        except NotFound:
            missing += 1
    return f"{missing} stored files are missing or damaged" if missing else None
