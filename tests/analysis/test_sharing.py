"""Where the words of one response stand in another of its group (R39)."""

import pytest

from consultation.analysis.sharing import Text, counterpart, in_other
from consultation.analysis.spans import Span

HERE = (None, None, None)


def text(words: str, answer_id: int = 1, about: tuple[int | None, ...] = HERE) -> Text:
    return Text(answer_id, about, words)


@pytest.mark.parametrize(
    ("own", "theirs", "span", "expected"),
    [
        ("Et. To tre. Fire.", "Et. To tre. Fire.", (5, 8), (5, 8)),
        ("Et. To tre. Fire.", "ET.\n\nTo  tre. Fire.", (4, 11), (5, 13)),
        ("Et. To tre. Fire.", "Et. To  tre. Fire.", (5, 6), (4, 12)),
        ("Et. To tre. Fire.", "Et. To ni. Fire.", (4, 11), None),
        ("Et. To tre. Fire.", "Et. To tre.", (4, 11), (4, 11)),
        ("Et. To tre. Fire.", "Vi. Er. To tre. Fire. Nu.", (4, 17), (8, 21)),
        ("Et. To tre. Fire.", "To tre. Og så. Fire.", (4, 17), None),
        ("Et. To tre. Fire.", "Fire. To tre.", (7, 10), (9, 12)),
        ("Ja. Nej. Ja.", "Ja. Måske. Ja.", (9, 12), (11, 14)),
        ("Ja. Nej. Ja.", "Ja. Måske.", (9, 12), None),
        ("Ja. Mange tak.", "Mange tak. Ja tak, kom.", (0, 3), None),
        ("Smil 👍. To.", "Smil 👎. To.", (0, 7), None),
    ],
)
def test_R39_the_same_sentences_are_found_in_another_text(
    own: str, theirs: str, span: tuple[int, int], expected: tuple[int, int] | None
) -> None:
    assert counterpart(*span, text(own), text(theirs)) == expected


def test_R39_words_about_another_section_are_not_the_same() -> None:
    own, theirs = (
        [text("Et. To.", 1, (8, 31, None))],
        [text("Et. To.", 2, (8, 32, None)), text("Et. To.", 3, (8, 31, None))],
    )
    assert in_other([Span(1, 0, 3)], own, theirs) == [Span(3, 0, 3)]
    assert in_other([Span(1, 0, 3)], own, theirs[:1]) == [None]


def test_R39_each_span_is_found_or_not_for_itself() -> None:
    own, theirs = [text("Et. To tre. Fire.")], [text("Et. Fire.", 2)]
    assert in_other([Span(1, 0, 3), Span(1, 4, 11), Span(1, 12, 17)], own, theirs) == [
        Span(2, 0, 3),
        None,
        Span(2, 4, 9),
    ]
