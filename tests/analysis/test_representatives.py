"""Which few passages stand best for many: the same every time, each other behind one of them (analysis.md)."""

import pytest

from consultation.analysis.representatives import Representative, likeness, representatives, stems, weighted

BUS = ["Bussen kører for sjældent.", "Bussen kører aldrig om aftenen.", "Bussen kører uden om byen."]
PRICE = ["Prisen stiger hvert år.", "Prisen stiger igen."]


def test_who_stands_for_most_is_first_and_each_passage_is_stood_for_once() -> None:
    found = representatives([*PRICE, *BUS], 2)
    assert [{one.at, *one.others} for one in found] == [{2, 3, 4}, {0, 1}]


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ([], []),
        (["…", ""], []),
        (["Ens."], [Representative(0, ())]),
        (["Ens tekst.", "Ens tekst."], [Representative(0, (1,))]),
    ],
)
def test_few_texts(texts: list[str], found: list[Representative]) -> None:
    assert representatives(texts, 1) == found


def test_no_more_than_there_are_and_no_more_than_asked() -> None:
    assert len(representatives([*BUS, *PRICE])) <= 5
    assert len(representatives([f"{chr(97 + at % 26) * 4} {chr(97 + at % 7) * 5}" for at in range(400)])) == 5


def test_who_says_something_else_stands_alone_beside_a_letter_that_many_sent() -> None:
    found = representatives(["Prisen stiger igen.", *["Bussen kører for sjældent."] * 9, "Sproget er svært."])
    assert [(one.at, len(one.others)) for one in found] == [(1, 8), (0, 0), (10, 0)]


def test_the_same_every_time() -> None:
    assert representatives([*BUS, *PRICE], 3) == representatives([*BUS, *PRICE], 3)


def test_endings_and_short_words_do_not_part_texts() -> None:
    assert stems("Ansøgningen om en ansøgning på § 85") == ["ansøgn", "ansøgn"]
    first, second = weighted(["Ansøgningen er for lang.", "Ansøgning for nu.", "Andet."])[:2]
    assert likeness(first, second) == likeness(second, first) > 0


def test_what_several_say_is_chosen_before_what_one_says_at_length() -> None:
    long = "Kaffen smager brændt, gardinerne hænger skævt, taget drypper, og haven ligner en mark."
    assert [one.at for one in representatives([long, *BUS], 1)] != [0]


def test_the_next_says_something_else() -> None:
    found = representatives([*BUS, "Bussen kører for sjældent om aftenen.", *PRICE], 2)
    assert {one.at // 4 for one in found} == {0, 1}


def test_what_is_like_none_of_them_is_stood_for_by_none() -> None:
    found = representatives(["Sproget er svært.", *BUS], 1)
    assert 0 not in {at for one in found for at in (one.at, *one.others)}
