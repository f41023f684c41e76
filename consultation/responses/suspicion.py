"""Signs that a machine, or one person with many, has sent a response (B1-B3): they hold it, they refuse nothing. Pure.

A person sees no puzzle and the same receipt; whoever moderates sees the signs, and takes these responses last.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from consultation.vocabulary import Sign

FASTEST = timedelta(seconds=2)
"""From fetching the first form to sending the last: no person writes in less (interface.md 4.5)."""
MOST_FROM_SOURCE, SOURCE_WINDOW = 30, timedelta(minutes=10)
"""Responses from one network address: a library, a school or an office may well share one."""
MOST_FROM_EMAIL, EMAIL_WINDOW = 5, timedelta(days=1)


@dataclass(frozen=True)
class Traces:
    """What is known of how a response came; `source` is a network address, "" where that tells nothing (B1)."""

    begun_at: datetime
    trapped: bool = False
    source: str = ""


def signs(
    *, trapped: bool, begun_at: datetime, received_at: datetime, from_source: int, from_email: int
) -> tuple[Sign, ...]:
    """What speaks against a response, in a fixed order; the counts include this one, 0 where nothing is known."""
    found = (
        (Sign.TRAP, trapped),
        (Sign.FAST, received_at - begun_at < FASTEST),
        (Sign.SOURCE, from_source > MOST_FROM_SOURCE),
        (Sign.EMAIL, from_email > MOST_FROM_EMAIL),
    )
    return tuple(sign for sign, holds in found if holds)


def written(found: tuple[Sign, ...]) -> str:
    """As the response keeps them."""
    return " ".join(found)


def held_by(kept: str, *, shown: bool) -> tuple[Sign, ...]:
    """The signs that still hold a response; `shown`: its sender has confirmed an address or been identified.

    Two hundred people behind one address are no suspicion once each has shown who they are (B1).
    """
    return tuple(sign for sign in map(Sign, kept.split()) if not (shown and sign is Sign.SOURCE))
