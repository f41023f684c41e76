"""The deadline in one's own calendar (RFC 5545)."""

from datetime import timedelta
from typing import Any

from consultation.site.calendar import Entry, fold, ics
from tests.factories import CLOSES, NOW


def entry(**given: Any) -> Entry:
    values: dict[str, Any] = {
        "uid": "frist-1@consultation",
        "closes_at": CLOSES,
        "changed_at": NOW,
        "sequence": 0,
        "summary": "Frist: Hjælp; i hverdagen, nu",
        "description": "Læs mere:\nhttps://x.example",
        "url": "https://x.example",
    }
    return Entry(**(values | given))


def test_T1_it_ends_with_the_last_minute_that_is_on_time() -> None:
    lines = ics([entry()], "Frister").split("\r\n")
    assert "DTSTART:20260315T225900Z" in lines
    assert "DTEND:20260315T230000Z" in lines


def test_it_escapes_what_the_format_uses_itself() -> None:
    written = ics([entry()], "Frister")
    assert "SUMMARY:Frist: Hjælp\\; i hverdagen\\, nu\r\n" in written
    assert "DESCRIPTION:Læs mere:\\nhttps://x.example\r\n" in written


def test_no_line_is_longer_than_75_octets_and_no_letter_is_cut() -> None:
    line = "SUMMARY:" + "æøå" * 80
    folded = fold(line).split("\r\n")
    assert len(folded) > 1
    assert all(len(part.encode()) <= 75 for part in folded)
    assert "".join([folded[0], *(part[1:] for part in folded[1:])]) == line


def test_it_is_the_same_each_time_and_says_that_it_has_moved() -> None:
    moved = entry(closes_at=CLOSES + timedelta(days=7), sequence=1)
    assert ics([moved], "Frister") == ics([moved], "Frister")
    assert "SEQUENCE:1\r\n" in ics([moved], "Frister")


def test_a_cancelled_consultation_is_cancelled_in_the_calendar() -> None:
    assert "STATUS:CANCELLED\r\n" in ics([entry(cancelled=True)], "Frister")


def test_control_characters_are_left_out() -> None:
    assert "SUMMARY:ab\r\n" in ics([entry(summary="a\x08\x7fb")], "Fri\x01ster")


def test_a_calendar_in_which_nothing_is_ahead_still_holds_a_component() -> None:
    assert "BEGIN:VTIMEZONE\r\n" in ics([], "Frister")
