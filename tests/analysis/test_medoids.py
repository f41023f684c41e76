"""Which few passages stand best for many: the same every time, each other in one cluster (analysis.md)."""

import pytest

from consultation.analysis.medoids import Medoid, likeness, medoids, stems, weighted

BUS = ["Bussen kører for sjældent.", "Bussen kører aldrig om aftenen.", "Bussen kører uden om byen."]
PRICE = ["Prisen stiger hvert år.", "Prisen stiger igen."]


def test_the_largest_cluster_is_first_and_each_passage_is_stood_for_once() -> None:
    found = medoids([*PRICE, *BUS], 2)
    assert [{one.at, *one.others} for one in found] == [{2, 3, 4}, {0, 1}]


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ([], []),
        (["…", ""], []),
        (["Ens."], [Medoid(0, ())]),
        (["Ens tekst.", "Ens tekst."], [Medoid(0, (1,))]),
    ],
)
def test_few_texts(texts: list[str], found: list[Medoid]) -> None:
    assert medoids(texts, 1) == found


def test_no_more_than_there_are_and_no_more_than_asked() -> None:
    assert len(medoids([*BUS, *PRICE])) <= 5
    assert len(medoids([f"{chr(97 + at % 26) * 4} {chr(97 + at % 7) * 5}" for at in range(400)])) == 5


def test_who_says_something_else_stands_alone_beside_a_letter_that_many_sent() -> None:
    found = medoids(["Prisen stiger igen.", *["Bussen kører for sjældent."] * 9, "Sproget er svært."])
    assert [(one.at, len(one.others)) for one in found] == [(1, 8), (0, 0), (10, 0)]


def test_the_same_every_time() -> None:
    assert medoids([*BUS, *PRICE], 3) == medoids([*BUS, *PRICE], 3)


def test_endings_and_short_words_do_not_part_texts() -> None:
    assert stems("Ansøgningen om en ansøgning på § 85") == ["ansøgn", "ansøgn"]
    first, second = weighted(["Ansøgningen er for lang.", "Ansøgning for nu.", "Andet."])[:2]
    assert likeness(first, second) == likeness(second, first) > 0
