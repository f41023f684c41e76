"""Where a response is proposed to be cut, and why there (analysis.md): from the text alone."""

import pytest

from consultation.analysis.cuts import Cut, Stretch, Text, Why, propose
from consultation.lib.text import sentences
from consultation.vocabulary import NoPointReason

DRAFT = "Hjælpen gives til alle over 18 år i kommunen. Den er gratis."


def text(words: str, *, closed: tuple[int, ...] = (), answer_id: int = 1) -> Text:
    found = sentences(words)
    return Text(answer_id, words, tuple(Stretch(one.start, one.end, at not in closed) for at, one in enumerate(found)))


def told(words: str, cuts: tuple[Cut, ...]) -> list[tuple[Why, list[str]]]:
    return [(cut.why, [words[span.start : span.end] for span in cut.spans]) for cut in cuts]


def proposed(words: str, *, closed: tuple[int, ...] = (), drafts: tuple[str, ...] = ()) -> list[tuple[Why, list[str]]]:
    return told(words, propose([text(words, closed=closed)], drafts))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Det er for kort. Giv os tolv.", [(Why.START, ["Det er for kort.", "Giv os tolv."])]),
        ("Det er kort.\n\nDet er dyrt.", [(Why.START, ["Det er kort."]), (Why.PARAGRAPH, ["Det er dyrt."])]),
        ("- Flere timer\n- Færre skemaer", [(Why.ITEM, ["- Flere timer"]), (Why.ITEM, ["- Færre skemaer"])]),
        ("• Flere\n1. Færre\na) Andre", [(Why.ITEM, ["• Flere"]), (Why.ITEM, ["1. Færre"]), (Why.ITEM, ["a) Andre"])]),
        (
            "For det første er det kort. Ja, kort. For det andet er det dyrt.",
            [
                (Why.ORDINAL, ["For det første er det kort.", "Ja, kort."]),
                (Why.ORDINAL, ["For det andet er det dyrt."]),
            ],
        ),
        (
            "Vi er imod, dels fordi det er dyrt, dels fordi det er langt.",
            [(Why.START, ["Vi er imod, dels fordi det er dyrt,"]), (Why.PARTS, ["dels fordi det er langt."])],
        ),
        ("Det er dels dyrt.", [(Why.START, ["Det er dels dyrt."])]),
        (
            "I afsnit 3.2 er det kort. Det er dyrt. Afsnit 4 er fint.",
            [(Why.START, ["I afsnit 3.2 er det kort.", "Det er dyrt."]), (Why.SECTION, ["Afsnit 4 er fint."])],
        ),
        (
            "Afsnit 4 er kort. I afsnit 4 er det dyrt.",
            [(Why.START, ["Afsnit 4 er kort.", "I afsnit 4 er det dyrt."])],
        ),
        ("Det er kort. Se afsnit 4.", [(Why.START, ["Det er kort.", "Se afsnit 4."])]),
    ],
)
def test_a_cut_is_where_the_text_says_so(words: str, expected: list[tuple[Why, list[str]]]) -> None:
    assert proposed(words) == expected


def test_what_announces_a_list_goes_with_its_first_item() -> None:
    words = "Vi ønsker:\n- flere timer\n- færre skemaer"
    assert [passages for _why, passages in proposed(words)] == [["Vi ønsker:", "- flere timer"], ["- færre skemaer"]]


def test_a_heading_goes_with_what_stands_below_it() -> None:
    words = "Hvem kan få hjælp\nDet er uklart.\n\nFristen\n\nDen er kort."
    assert [passages for _why, passages in proposed(words)] == [
        ["Hvem kan få hjælp", "Det er uklart."],
        ["Fristen", "Den er kort."],
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Kære byråd. Det er kort.", ["Kære byråd."]),
        ("Til Socialudvalget\n\nDet er kort.", ["Til Socialudvalget"]),
        ("Vi takker for muligheden for at afgive høringssvar. Det er kort.", None),
        ("Det er kort.\n\nTak.", ["Tak."]),
        (
            "Det er kort.\n\nMed venlig hilsen\nRådet\nBo Prøve, formand",
            ["Med venlig hilsen", "Rådet", "Bo Prøve, formand"],
        ),
        ("Det er kort.\nMvh Bo", ["Mvh Bo"]),
    ],
)
def test_greetings_and_signatures_are_proposed_to_need_no_remark(words: str, expected: list[str] | None) -> None:
    found = propose([text(words)])
    silent = [one for one in found if one.reason is not None]
    assert {one.reason for one in silent} == {NoPointReason.GREETING}
    passages = [passage for _why, rows in told(words, tuple(silent)) for passage in rows]
    assert passages == (expected or ["Vi takker for muligheden for at afgive høringssvar."])


@pytest.mark.parametrize(
    "words",
    [
        "Til gengæld er vi glade for det.",
        "Tak for et godt udkast, men fristen bør være længere.",
        "Vi takker for muligheden, men fristen bør være længere.",
        "Svar på vores spørgsmål mangler. Giv os det.",
        "Hilsen fra min mor var kort, og hun fik nej.\n\nDet er for dårligt.",
    ],
)
def test_a_sentence_that_says_something_is_not_taken_for_a_greeting(words: str) -> None:
    assert all(cut.reason is None for cut in propose([text(words)]))


def test_the_draft_s_own_words_need_no_remark_and_own_words_about_them_do() -> None:
    words = "»Hjælpen gives til alle over 18 år i kommunen.« Det er for snævert. Den er gratis."
    assert proposed(words, drafts=(DRAFT,)) == [
        (Why.QUOTED, ["»Hjælpen gives til alle over 18 år i kommunen.«"]),
        (Why.START, ["Det er for snævert.", "Den er gratis."]),
    ]


def test_only_open_sentences_are_proposed() -> None:
    words = "Det er kort. Det er dyrt. Det er langt."
    assert proposed(words, closed=(1,)) == [(Why.START, ["Det er kort.", "Det er langt."])]
    assert proposed(words, closed=(0, 1, 2)) == []


def test_each_answer_is_cut_for_itself_and_the_next_one_says_so() -> None:
    rows = [text("Det er kort.", answer_id=1), text("Det er dyrt.", answer_id=2)]
    assert [(cut.why, cut.spans[0].answer_id) for cut in propose(rows)] == [(Why.START, 1), (Why.ANSWER, 2)]


def test_every_open_letter_is_in_one_proposal_and_in_no_two() -> None:
    words = "Kære råd\n\nFor det første er det, dels nu, dels senere.\n- Et\n- To\n\nAfsnit 3 er godt. Tak.\nMvh Bo 🎈é"
    places = [at for cut in propose([text(words)]) for span in cut.spans for at in range(span.start, span.end)]
    assert len(places) == len(set(places))
    assert {at for at, char in enumerate(words) if not char.isspace()} <= set(places)
