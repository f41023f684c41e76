"""Pure decisions of moderation: what blocks publishing, what needs a reason or a second person, who may not decide."""

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

from consultation.lib.text import fold
from consultation.vocabulary import Basis, DecisionKind, FindingAnswer, FindingKind, Reason, Status

UNDO_TIME = timedelta(minutes=5)
"""Between the decision to publish and the first moment in which the public can read (U23)."""
CLAIM_LIFE = timedelta(minutes=30)
"""How long a response stays on an idle desk."""
ACCESS_LIFE = timedelta(minutes=30)
"""How long one may read an original before the reading is noted anew."""

PUBLISHES = frozenset({DecisionKind.PUBLISH, DecisionKind.PUBLISH_REDACTED})
SHOWN = frozenset({Status.PUBLISHED, Status.REDACTED})

_SENSITIVE = "[følsom oplysning fjernet]"
"""That an offence stood there says most of what it said; so one label for these."""
LABELS = {
    FindingKind.CPR: "[CPR-nummer fjernet]",
    FindingKind.EMAIL: "[e-mail fjernet]",
    FindingKind.PHONE: "[telefonnummer fjernet]",
    FindingKind.IBAN: "[kontonummer fjernet]",
    FindingKind.ADDRESS: "[adresse fjernet]",
    FindingKind.HEALTH: "[helbredsoplysning fjernet]",
    FindingKind.RELIGION: _SENSITIVE,
    FindingKind.UNION: _SENSITIVE,
    FindingKind.OFFENCE: _SENSITIVE,
    FindingKind.PERSON_NAME: "[navn fjernet]",
    FindingKind.OTHER: "[tekst fjernet]",
}
"""What stands in a public text where words were taken out; the texts are Danish, and so are these."""


BASES = {
    FindingKind.CPR: Basis.CPR,
    FindingKind.HEALTH: Basis.SENSITIVE,
    FindingKind.RELIGION: Basis.SENSITIVE,
    FindingKind.UNION: Basis.SENSITIVE,
    FindingKind.OFFENCE: Basis.OFFENCE,
    FindingKind.IBAN: Basis.NOT_NEEDED,
    FindingKind.EMAIL: Basis.NOT_NEEDED,
    FindingKind.PHONE: Basis.NOT_NEEDED,
    FindingKind.ADDRESS: Basis.NOT_NEEDED,
    FindingKind.PERSON_NAME: Basis.NOT_NEEDED,
    FindingKind.OTHER: Basis.NOT_NEEDED,
}
"""The rule by which each kind is taken out, where a person names no other."""


OWN_NAME, KNOWN_NAME = "own-name", "known-name"
"""The detector of the sender's own name in a text, and of those who helped or are answered for."""


class FindingState(StrEnum):
    """What a finding's newest answer says."""

    OPEN = "open"
    PROPOSED = "proposed"
    KEPT = "kept"
    REDACTED = "redacted"


UNDECIDED = frozenset({FindingState.OPEN, FindingState.PROPOSED})


class KeepReason(StrEnum):
    """Coded reasons for leaving a finding in the public text."""

    NOT_THAT = "not_that"
    PUBLIC = "public"
    NOBODY = "nobody"
    OWN_WISH = "own_wish"


def finding_state(kind: FindingKind, *, sure: bool, answer: FindingAnswer | None, seconded: bool) -> FindingState:
    """A sure CPR number that one person would keep is proposed, not kept, until another agrees (R29)."""
    if answer is None:
        return FindingState.OPEN
    if answer is FindingAnswer.REDACT:
        return FindingState.REDACTED
    return FindingState.PROPOSED if needs_two(kind, sure=sure) and not seconded else FindingState.KEPT


def needs_two(kind: FindingKind, *, sure: bool) -> bool:
    """Whether keeping it takes two persons (R29)."""
    return kind is FindingKind.CPR and sure


def needs_reason(kind: FindingKind) -> bool:
    """Whether keeping it takes a coded reason: everything that could identify somebody (R29, R31)."""
    return kind is not FindingKind.OTHER


def keep_fault(kind: FindingKind, reason: str) -> str | None:
    """ "missing", "unknown", or None for a reason that will do."""
    if not reason:
        return "missing" if needs_reason(kind) else None
    return None if reason in set(KeepReason) else "unknown"


def may_follow(kind: DecisionKind, status: Status) -> bool:
    """Which decision may follow on which status. What is shown can be taken down at once; all else reopens first."""
    if kind is DecisionKind.REOPEN:
        return status in SHOWN | {Status.WITHHELD}
    if kind is DecisionKind.WITHHOLD:
        return status in SHOWN | {Status.AWAITING}
    return status is Status.AWAITING


def takes_two(kind: DecisionKind, status: Status, *, two_person: bool) -> bool:
    """Whether a decision takes two persons (R36). What protects at once, taking down and opening again, takes one."""
    return two_person and kind is not DecisionKind.REOPEN and status is Status.AWAITING


def decision_faults(kind: DecisionKind, reason: Reason | None, *, seen: bool, marked: bool) -> dict[str, str]:
    """What a decision lacks, by field: "missing", "has_marks", "no_marks"."""
    if kind is DecisionKind.REOPEN:
        return {}
    if kind is DecisionKind.WITHHOLD:
        return {} if reason else {"reason": "missing"}
    faults = {} if seen else {"seen": "missing"}
    if (kind is DecisionKind.PUBLISH_REDACTED) is not marked:
        faults["kind"] = "has_marks" if marked else "no_marks"
    return faults


def is_partial(staff_email: str, concerned: Iterable[str]) -> bool:
    """Whether this member of staff wrote the response, or belongs to the heard party that did (states.md)."""
    return fold(staff_email) in {fold(address) for address in concerned if address}


def decided_by(actor: str, by: str, second_by: str | None) -> bool:
    """Whether this person is one of those who made a decision: somebody else answers a complaint about it."""
    return actor in {by, second_by}


def staff_id_of(actor: str) -> int | None:
    """12 for "staff:12"; None for "system" and "sender"."""
    kind, _, number = actor.partition(":")
    return int(number) if kind == "staff" and number.isascii() and number.isdigit() else None
