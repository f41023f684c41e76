"""Stretches of a text: read from a form, shown without what was removed, found by their words."""

import pytest

from consultation.analysis.spans import Span, beginning, find, fitted, masked, read, shown
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


def test_each_piece_says_where_it_stands_and_a_label_stands_for_all_that_was_taken_out() -> None:
    pieces = shown(TEXT, 0, 24, [PHONE, NAME])
    assert [(piece.start, piece.end, piece.gone) for piece in pieces] == [
        (0, 6, False),
        (6, 8, True),
        (8, 12, False),
        (12, 23, True),
        (23, 24, False),
    ]


def test_R30_what_is_looked_through_has_the_same_offsets_and_nothing_of_what_was_removed() -> None:
    found = masked(TEXT, [PHONE, NAME])
    assert (len(found), found[25:]) == (len(TEXT), TEXT[25:])
    assert "Bo" not in found
    assert not any(char.isdigit() for char in found)


LETTER = "e\u0301\u0323"
"""One letter of three code points that no single one is for."""
FAMILY = "👩\u200d👧"


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        ("Et to tre", (2, 6), "to"),
        ("Et to tre", (-4, 99), "Et to tre"),
        ("Et \n to", (2, 5), None),
        ("Et", (5, 9), None),
        ("Et", (1, 1), None),
        (f"a{LETTER}b", (2, 3), LETTER),
        (f"a{LETTER}b", (0, 2), f"a{LETTER}"),
        (f"x {FAMILY} y", (4, 6), FAMILY),
        ("ok 👍🏽!", (3, 4), "👍🏽"),
        ("a\nb", (0, 3), "a\nb"),
    ],
)
def test_no_letter_is_parted_from_its_marks_and_blanks_at_the_ends_are_not_meant(
    text: str, span: tuple[int, int], expected: str | None
) -> None:
    found = fitted(text, *span)
    assert (text[slice(*found)] if found else None) == expected


def found(text: str, words: str, removed: tuple[redaction.Span, ...] = ()) -> list[str]:
    places = find(7, shown(text, 0, len(text), removed), words)
    assert all(span.answer_id == 7 for span in places)
    return [text[span.start : span.end] for span in places]


def test_words_are_found_whatever_blanks_stand_between_them() -> None:
    assert found("Et 🎈 to\n tre.", "🎈   to tre") == ["🎈 to\n tre"]
    assert found("Et to, et to.", "to") == ["to", "to"]
    assert found("Et to.", "tre") == []
    assert found("Et to.", "  ") == []


def test_R30_words_that_were_taken_out_are_not_found_and_their_label_stands_for_them() -> None:
    assert found(TEXT, "Bo", (NAME,)) == []
    assert found(TEXT, "på 12 34", (PHONE,)) == []
    assert found(TEXT, "Spørg navn fjernet på", (NAME,)) == ["Spørg Bo på"]


def test_a_beginning_ends_between_words_and_never_within_a_label() -> None:
    pieces = shown(TEXT, 0, len(TEXT), [NAME])
    assert "".join(piece.text for piece in beginning(pieces, 26)) == "Spørg [navn fjernet] på …"
    assert (
        "".join(piece.text for piece in beginning(pieces, 500)) == "Spørg [navn fjernet] på 12 34 56 78. Han ved det."
    )
