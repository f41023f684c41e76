"""Pure decisions about passwords, codes, links and sessions (A4)."""

from datetime import datetime, timedelta

SESSION_LIFE = timedelta(hours=10)
INVITE_LIFE = timedelta(days=7)
THROTTLE_WINDOW = timedelta(minutes=10)
MOST_FAILURES = 10
SHORTEST_PASSWORD = 12

_COMMON = frozenset({"password1234", "adgangskode1", "adgangskode123", "123456789012", "qwertyuiop12", "velkommen1234"})
_FEWEST_DIFFERENT = 5


def password_fault(password: str, email: str) -> str | None:
    """ "too_short", "too_common", or None for a password that will do."""
    if len(password) < SHORTEST_PASSWORD:
        return "too_short"
    folded = password.casefold()
    plain = folded in _COMMON or len(set(folded)) < _FEWEST_DIFFERENT
    return "too_common" if plain or email.split("@", 1)[0].casefold() in folded else None


def is_alive(made_at: datetime, revoked_at: datetime | None, now: datetime) -> bool:
    """A session has an absolute life, and ends on the server at once."""
    return revoked_at is None and now < made_at + SESSION_LIFE


def is_throttled(failures: int) -> bool:
    return failures >= MOST_FAILURES
