"""Pure decisions about a response: its number, its lane, its sender, its name in public."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from consultation.consultations.states import is_on_time
from consultation.lib.cvr import compact, is_cvr
from consultation.lib.dates import MINUTE, local
from consultation.lib.text import clean_line, fold, is_email
from consultation.vocabulary import ORGANISED, Capacity, DecisionKind, LoginMode, NameRule, Precision, Series, Status

LATE_OFFSET = 1_000_000
"""Late responses sort after all others in one list of numbers."""

_LABEL = re.compile(r"(E-)?([1-9][0-9]{0,8})", re.ASCII)
_TYPED = re.compile(r"(?:(?:svar|response)\s*)?(?:(?:nr|no)\.?|#)?\s*(e?)[\s-]*(\d{1,9})", re.IGNORECASE)
_POSTCODE = re.compile(r"[0-9]{4}", re.ASCII)
_WITH_CVR = re.compile(r"(.+?)[\s,;(]+(?:CVR\S*\s*(?:nr\.?\s*)?)?((?:DK[\s-]?)?[0-9][0-9\s]{7,})\)?", re.IGNORECASE)
MOST_TOGETHER = 20
"""How many organisations may answer together besides the first."""

CONFIRM_TIME = timedelta(hours=24)
"""How long after the close an e-mail address can still be confirmed (T7)."""

HELPERS = frozenset({Capacity.RELATIVE, Capacity.GUARDIAN})
"""Capacities in which one answers for somebody else (R15)."""


def number_label(series: Series, seq: int) -> str:
    """ "48", or "E-3" in the late series."""
    return str(seq) if series is Series.ON_TIME else f"E-{seq}"


def sort_number(series: Series, seq: int) -> int:
    return seq if series is Series.ON_TIME else LATE_OFFSET + seq


def read_label(label: str) -> tuple[Series, int] | None:
    """The number behind "48" or "E-3"; None for what is no number."""
    match = _LABEL.fullmatch(label)
    return ((Series.LATE if match[1] else Series.ON_TIME), int(match[2])) if match else None


def typed_label(text: str) -> str:
    """ "48" or "E-3" out of how people write a number: "Svar nr. 48", "#48", "e3"; anything else as it stands."""
    match = _TYPED.fullmatch(text.strip())
    return f"{'E-' if match[1] else ''}{int(match[2])}" if match else text.strip().upper()


def series_of(received_at: datetime, precision: Precision, closes_at: datetime) -> Series:
    """The lane a response falls in. A letter dated by day is on time on the deadline's date (states.md)."""
    if precision is Precision.DAY:
        return Series.ON_TIME if local(received_at).date() <= local(closes_at - MINUTE).date() else Series.LATE
    return Series.ON_TIME if is_on_time(received_at, closes_at) else Series.LATE


def has_come_in_time(received_at: datetime, precision: Precision, earlier: datetime, closes_at: datetime) -> bool:
    """Whether a response that was late by the earlier deadline is on time by this one."""
    before, after = (series_of(received_at, precision, deadline) for deadline in (earlier, closes_at))
    return (before, after) == (Series.LATE, Series.ON_TIME)


def confirm_until(received_at: datetime, closes_at: datetime) -> datetime:
    """Until when, exclusive, a sender may confirm: a day after the close, or after sending if later (T7)."""
    return max(received_at, closes_at) + CONFIRM_TIME


@dataclass(frozen=True)
class Sender:
    """Who a sender says they are."""

    capacity: Capacity
    name: str
    organisation: str = ""
    cvr: str = ""
    email: str = ""
    phone: str = ""
    postcode: str = ""
    address: str = ""
    on_behalf_of: str = ""
    helper_name: str = ""
    under_18: bool = False
    protected: bool = False

    @property
    def is_private(self) -> bool:
        return self.capacity not in ORGANISED

    @property
    def is_young(self) -> bool:
        """A body with a name has no age."""
        return self.under_18 and self.is_private


@dataclass(frozen=True)
class Together:
    """An organisation that answers together with the one that sends."""

    organisation: str
    cvr: str = ""


def read_together(typed: str, own: str = "") -> tuple[Together, ...]:
    """One organisation a line, each once and none of them `own`; a CVR number may stand behind the name.

    Raises TextError for a line that could deceive its reader, ValueError for too many.
    """
    found: dict[str, Together] = {}
    for line in filter(None, map(clean_line, typed.splitlines())):
        match = _WITH_CVR.fullmatch(line)
        number = compact(match[2]) if match else ""
        name = match[1].strip() if match and is_cvr(number) else line
        found.setdefault(fold(name), Together(name, number if is_cvr(number) else ""))
    found.pop(fold(own), None)
    if len(found) > MOST_TOGETHER:
        raise ValueError("too many organisations")
    return tuple(found.values())


def together_words(own: str, others: Iterable[Together]) -> str:
    """ "A, B og C": the name under which a joint response is one sender's; in Danish, like every name shown."""
    *names, last = [own, *(other.organisation for other in others)]
    return f"{', '.join(names)} og {last}" if names else last


def needs_postcode(sender: Sender) -> bool:
    """Private persons say where they live, unless they are protected (interface.md 3.7) or under 18 (4.4)."""
    return sender.is_private and not sender.protected and not sender.under_18


def sender_faults(sender: Sender) -> dict[str, str]:
    """What is wrong with what a sender says of themselves (R14): field -> "missing" or "format".

    A missing postcode is asked for on the page alone: a letter or an old system may have none.
    """
    faults = {}
    if not sender.is_private and not sender.organisation:
        faults["organisation"] = "missing"
    if sender.is_private and not sender.name:
        faults["name"] = "missing"
    if sender.postcode and not _POSTCODE.fullmatch(sender.postcode):
        faults["postcode"] = "format"
    if sender.cvr and not is_cvr(sender.cvr):
        faults["cvr"] = "format"
    if sender.email and not is_email(sender.email):
        faults["email"] = "format"
    return faults


def sender_identity(sender: Sender, unique: str, login_mode: LoginMode = LoginMode.OPEN, identity: str = "") -> str:
    """What makes two responses one sender's (states.md); `unique` where nothing does: a sender of their own.

    `identity` is the identity provider's word for the person, as `login_mode` asks for it.
    """
    if not sender.is_private:
        return f"cvr:{sender.cvr}" if sender.cvr else f"organisation:{fold(sender.organisation)}"
    if login_mode is LoginMode.IDENTITY and identity:
        return f"identity:{identity}"
    if login_mode is LoginMode.CONFIRMED and sender.email:
        return f"email:{fold(sender.email)}"
    if sender.protected or not sender.postcode:
        return f"own:{unique}"
    return f"person:{fold(sender.name)}:{sender.postcode}"


def shown_name(sender: Sender, rule: NameRule) -> str:
    """The sender's name in public (R16, R31), in Danish; "" stands for a citizen without a place.

    Organisations are always named. A protected person has neither name nor postcode, whatever the rule. Nobody under 18
    is named. Who has helped is never part of it: the respondent alone is shown (R15).
    """
    if not sender.is_private:
        return sender.organisation
    if sender.protected:
        return ""
    if not names_person(sender, rule):
        return sender.postcode
    return sender.name if rule is NameRule.FULL_NAME else f"{sender.name}, {sender.postcode}".rstrip(", ")


def names_person(sender: Sender, rule: NameRule) -> bool:
    """Whether `shown_name` holds a name; else a word stands before it: "Borger, 8900", "Ung, 8900".

    Where a relative or guardian answers, the respondent is the one they answer for, or the relative in a matter of that
    one's help. Either name would tell who needs help or a guardian, so both are stored and neither is shown (R15).
    """
    if not sender.is_private:
        return True
    unnamed = sender.protected or sender.is_young or sender.capacity in HELPERS
    return not (unnamed or rule is NameRule.CITIZEN_POSTCODE)


def status_of(withdrawn: bool, kind: DecisionKind | None) -> Status:
    """The status that the newest decision, or a withdrawal, gives a response (R33)."""
    if withdrawn:
        return Status.WITHDRAWN
    by_kind = {
        DecisionKind.PUBLISH: Status.PUBLISHED,
        DecisionKind.PUBLISH_REDACTED: Status.REDACTED,
        DecisionKind.WITHHOLD: Status.WITHHELD,
    }
    return by_kind.get(kind, Status.AWAITING) if kind is not None else Status.AWAITING
