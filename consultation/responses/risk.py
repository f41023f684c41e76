"""Where a response that waits stands in the moderators' queue (interface.md 5). Pure."""

from collections.abc import Iterable
from enum import StrEnum

from consultation.vocabulary import FindingKind


class Risk(StrEnum):
    """What puts a response where in the queue, the gravest first; what a machine may have sent comes last (B1)."""

    CPR = "cpr"
    POSSIBLE_CPR = "possible_cpr"
    SENSITIVE = "sensitive"
    OTHER = "other"
    UNREADABLE = "unreadable"
    NONE = "none"
    HELD = "held"


RISKS = tuple(Risk)
_SENSITIVE = frozenset({FindingKind.HEALTH, FindingKind.RELIGION, FindingKind.UNION, FindingKind.OFFENCE})


def risk_of(kinds: Iterable[tuple[FindingKind, bool]], *, unreadable: bool = False) -> Risk:
    """The gravest of a response's findings, given as (kind, sure); `unreadable`: a file is for a person to read."""
    found = {_risk(kind, sure=sure) for kind, sure in kinds} | ({Risk.UNREADABLE} if unreadable else set())
    return min(found, key=RISKS.index, default=Risk.NONE)


def _risk(kind: FindingKind, *, sure: bool) -> Risk:
    if kind is not FindingKind.CPR:
        return Risk.SENSITIVE if kind in _SENSITIVE else Risk.OTHER
    return Risk.CPR if sure else Risk.POSSIBLE_CPR
