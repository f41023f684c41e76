"""Entity tags: the revision, and the last instant at which the clock alone changed what is said (performance.md, 2).

The last one and not the next: when something is to appear is known to nobody before (P7), and a tag is read by all. For
one revision either of them names what is said now, in every process alike. Nothing here is made of a text (P2).
"""

from collections.abc import Iterable
from datetime import datetime

from consultation.site.case import Case
from consultation.site.queries import Listed


def of_case(shape: str, case: Case, *clocks: datetime | None, received: int = 0) -> str:
    """`clocks` are further instants that are not ahead; `received` changes without a revision.

    `shape` changes with what answers look like, so that nobody keeps an answer of an earlier version of the program.
    """
    row = case.consultation
    ahead_or_past = (row.visible_from, row.opens_at, row.closes_at, row.responses_public_at, *clocks)
    return f"{shape}-{row.revision}-{received}-{_last(ahead_or_past, case.now)}"


def of_list(shape: str, listed: Iterable[Listed], now: datetime) -> str:
    """Consultations come and are revised, and never go: the sum of the revisions rises with each of these."""
    rows = [one.consultation for one in listed]
    instants = [at for row in rows for at in (row.visible_from, row.opens_at, row.closes_at)]
    return f"{shape}-{len(rows)}-{sum(row.revision for row in rows)}-{_last(instants, now)}"


def _last(instants: Iterable[datetime | None], now: datetime) -> str:
    past = [at for at in instants if at is not None and at <= now]
    return max(past).strftime("%Y%m%dT%H%M%S%fZ") if past else "0"
