"""What a machine sees in a picture of a page, beside the letters that stand on it (R28)."""

from consultation.responses import ocr
from consultation.responses.drawing import Shown
from consultation.responses.ocr import Seen

LETTERS = (Shown("Ring", 10, 10, 40, 20), Shown("87654321.", 45, 10, 100, 20))


def seen(text: str, left: int, top: int = 10) -> Seen:
    return Seen(text, left, top, 30, 10, line=(1, 1, 1))


def test_R28_what_stands_there_as_letters_is_not_seen_once_more() -> None:
    assert ocr.without([seen("ring", 11), seen("87654321", 55)], LETTERS) == []


def test_R28_the_same_words_in_a_picture_elsewhere_are_seen() -> None:
    """Painting over the letters would not reach them."""
    elsewhere = seen("87654321", 55, top=300)
    assert ocr.without([elsewhere], LETTERS) == [elsewhere]


def test_R28_other_words_than_the_letters_say_are_seen() -> None:
    """A file can say of its letters what it likes."""
    other = seen("010231-4123", 55)
    assert ocr.without([other], LETTERS) == [other]


def test_a_line_of_a_table_is_no_word() -> None:
    assert ocr.without([seen("|", 200)], ()) == []
