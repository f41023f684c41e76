"""Deadlines as entries for one's own calendar (RFC 5545). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from consultation.lib.dates import MINUTE

_LONGEST_LINE = 75
_ESCAPES = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})

_CONTROLS = dict.fromkeys([*range(32), 127])
_ZONE = (
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Copenhagen",
    "BEGIN:STANDARD",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "END:STANDARD",
    "BEGIN:DAYLIGHT",
    "DTSTART:19810329T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "END:DAYLIGHT",
    "END:VTIMEZONE",
)
"""A calendar must hold something, and a subscription is asked for when nothing is open, too."""


@dataclass(frozen=True)
class Entry:
    """`closes_at` is exclusive (T1); `sequence` rises each time the deadline is moved."""

    uid: str
    closes_at: datetime
    changed_at: datetime
    sequence: int
    summary: str
    description: str
    url: str
    cancelled: bool = False


def ics(entries: Sequence[Entry], name: str) -> str:
    """A calendar of this name; each entry is the last minute that is on time. Lines end in CR LF and are folded."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//consultation//deadline//EN",
        "METHOD:PUBLISH",
        f"NAME:{_escaped(name)}",
        f"X-WR-CALNAME:{_escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        *_ZONE,
        *(line for entry in entries for line in _event(entry)),
        "END:VCALENDAR",
    ]
    return "".join(f"{fold(line)}\r\n" for line in lines)


def _event(entry: Entry) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{entry.uid}",
        f"DTSTAMP:{_utc(entry.changed_at)}",
        f"SEQUENCE:{entry.sequence}",
        f"DTSTART:{_utc(entry.closes_at - MINUTE)}",
        f"DTEND:{_utc(entry.closes_at)}",
        f"SUMMARY:{_escaped(entry.summary)}",
        f"DESCRIPTION:{_escaped(entry.description)}",
        f"URL:{entry.url}",
        f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def fold(line: str) -> str:
    """At most 75 octets a line, never broken inside a letter; further lines begin with a blank."""
    folded, room = [""], _LONGEST_LINE
    for char in line:
        size = len(char.encode())
        if size > room:
            folded.append(" ")
            room = _LONGEST_LINE - 1
        folded[-1] += char
        room -= size
    return "\r\n".join(folded)


def _utc(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(words: str) -> str:
    return words.replace("\r\n", "\n").translate(_ESCAPES).translate(_CONTROLS)
