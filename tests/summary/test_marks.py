"""The words of a response stand whole; where its points begin and end is marked, never written (R43)."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from consultation.summary.document import Marked, Passage, plain
from consultation.summary.marks import Mark, marked

TEXT = "Kære kommune.\nSeks uger er for kort. Kørsel skal med.\n\nVenlig hilsen"


def mark(words: str, number: str, text: str = TEXT) -> Mark:
    start = text.index(words)
    return Mark(start, start + len(words), number, plain(f"note {number}"))


def texts(block: Marked) -> str:
    return "".join(passage.text for passage in block.passages)


def notes(block: Marked) -> list[str]:
    return ["".join(run.text for run in note) for note in block.notes]


def test_words_without_a_point_have_no_mark() -> None:
    assert list(marked("Venlig hilsen\n\nAnders", [])) == [
        Marked((Passage("Venlig hilsen"),)),
        Marked((Passage("Anders"),)),
    ]


def test_each_point_begins_and_ends_where_its_words_do_and_its_note_follows() -> None:
    blocks = list(marked(TEXT, [mark("Seks uger er for kort.", "1"), mark("Kørsel skal med.", "2")]))
    assert [texts(block) for block in blocks] == [line for line in TEXT.splitlines() if line]
    assert blocks[1].passages == (
        Passage("Seks uger er for kort.", ("1",), 1),
        Passage(" "),
        Passage("Kørsel skal med.", ("2",), 1),
    )
    assert [notes(block) for block in blocks] == [[], ["note 1", "note 2"], []]


def test_two_points_in_one_sentence_both_stand() -> None:
    whole, part = mark("Seks uger er for kort.", "1"), mark("for kort.", "2")
    (_, block, _) = marked(TEXT, [part, whole])
    assert block.passages[:2] == (Passage("Seks uger er ", ("1",)), Passage("for kort.", ("2",), 2))
    assert notes(block) == ["note 1", "note 2"]


def test_points_that_overlap_both_stand() -> None:
    (block,) = marked("aa bb cc", [mark("aa bb", "1", "aa bb cc"), mark("bb cc", "2", "aa bb cc")])
    assert block.passages == (Passage("aa ", ("1",)), Passage("bb", ("2",), 1), Passage(" cc", (), 1))


def test_a_point_over_several_lines_ends_with_its_note_in_the_last() -> None:
    first, second, _last = marked(TEXT, [Mark(0, TEXT.index("Kørsel"), "1", plain("note 1"))])
    assert first.passages == (Passage("Kære kommune.", ("1",)),)
    assert second.passages == (Passage("Seks uger er for kort.", (), 1), Passage(" Kørsel skal med."))
    assert (notes(first), notes(second)) == ([], ["note 1"])


@st.composite
def anywhere(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(st.text("ab .\n\r\u2028\t", min_size=1, max_size=40))
    places = draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=6))
    found = [(min(one), max(one)) for one in places if text[min(one) : max(one)].strip()]
    return text, [Mark(start, end, str(number), plain(str(number))) for number, (start, end) in enumerate(found)]


@given(anywhere())
def test_no_word_and_no_note_is_lost_or_doubled(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    blocks = list(marked(text, marks))
    assert [texts(block) for block in blocks] == [line for line in text.splitlines() if line.strip()]
    assert sorted(note for block in blocks for note in notes(block)) == sorted(one.number for one in marks)
    passages = [passage for block in blocks for passage in block.passages]
    assert sorted(number for passage in passages for number in passage.begins) == sorted(one.number for one in marks)
    assert sum(passage.ends for passage in passages) == len(marks)
    # Nothing ends before it has begun.
    balance = [0]
    for passage in passages:
        balance.append(balance[-1] + len(passage.begins))
        assert balance[-1] >= passage.ends
        balance.append(balance[-1] - passage.ends)
    assert all(abs(one - other) <= len(marks) for one, other in pairwise(balance))
