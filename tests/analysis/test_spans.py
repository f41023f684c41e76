"""Stretches of a text: read from a form, shown without what was removed, found in an equal text."""

import pytest

from consultation.analysis.spans import Span, counterpart, read, shown
from consultation.moderation import redaction
from consultation.vocabulary import FindingKind

TEXT = "Spørg Bo på 12 34 56 78. Han ved det."
NAME = redaction.Span(6, 8, FindingKind.PERSON_NAME)
PHONE = redaction.Span(12, 23, FindingKind.PHONE)


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("12.0.40", Span(12, 0, 40)),
        ("12.0", None),
        ("12.0.40.1", None),
        ("", None),
        ("a.0.4", None),
        ("1.-1.4", None),
        ("1.0.٤", None),
        ("1.0.9999999999999", None),
    ],
)
def test_a_span_is_read_from_its_own_words_only(words: str, span: Span | None) -> None:
    assert read(words) == span


def test_a_span_says_itself() -> None:
    assert read(str(Span(12, 0, 40))) == Span(12, 0, 40)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, 24, "Spørg [navn fjernet] på [telefonnummer fjernet]."),
        (25, 37, "Han ved det."),
        (7, 11, "[navn fjernet] på"),
        (13, 15, "[telefonnummer fjernet]"),
        (8, 12, " på "),
    ],
)
def test_R30_no_part_of_what_was_removed_is_shown(start: int, end: int, expected: str) -> None:
    pieces = shown(TEXT, start, end, [PHONE, NAME])
    assert "".join(piece.text for piece in pieces) == expected
    assert {piece.text for piece in pieces if piece.gone} <= {"[navn fjernet]", "[telefonnummer fjernet]"}


@pytest.mark.parametrize(
    ("own", "theirs", "span", "expected"),
    [
        ("Et. To tre. Fire.", "Et. To tre. Fire.", (5, 8), (5, 8)),
        ("Et. To tre. Fire.", "ET.\n\nTo  tre. Fire.", (4, 11), (5, 13)),
        ("Et. To tre. Fire.", "Et. To  tre. Fire.", (5, 6), (4, 12)),
        ("Et. To tre. Fire.", "Et. To ni. Fire.", (4, 11), None),
        ("Et. To tre. Fire.", "Et. To tre.", (4, 11), None),
    ],
)
def test_R39_the_same_words_are_found_in_an_equal_text(
    own: str, theirs: str, span: tuple[int, int], expected: tuple[int, int] | None
) -> None:
    assert counterpart(*span, own, theirs) == expected
