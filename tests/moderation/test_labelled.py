"""P6, R28: what a person has marked is found, as much of it as analysis.md asks; `make bench` names the rest."""

import pytest

from consultation.moderation import detectors
from tests.labelled import Hit, labelled
from tests.labelled.kinds import KINDS, PRECISION, RECALL
from tests.labelled.scoring import score

TEXTS = list(labelled())
FOUND = {
    text.text: [
        Hit(KINDS[one.kind], one.sure, one.start, one.end) for one in detectors.scan(text.text) if one.kind in KINDS
    ]
    for text in TEXTS
}


def test_P6_every_cpr_number_is_found_and_every_sure_one_is_sure() -> None:
    assert score(TEXTS, FOUND.__getitem__, "cpr").missed == []
    assert score(TEXTS, FOUND.__getitem__, "cpr", sure_only=True).missed == []


@pytest.mark.parametrize(("kind", "least"), RECALL.items())
def test_R28_as_much_is_found_as_it_must_be(kind: str, least: float) -> None:
    found = score(TEXTS, FOUND.__getitem__, kind)
    assert found.recall >= least, found.missed


@pytest.mark.parametrize(("kind", "least"), PRECISION.items())
def test_R28_as_little_is_found_that_is_none(kind: str, least: float) -> None:
    found = score(TEXTS, FOUND.__getitem__, kind)
    assert found.precision >= least, found.alarms


@pytest.mark.parametrize("kind", ["health", "religion", "union", "offence"])
def test_R28_the_word_lists_find_most_of_what_is_told_and_seldom_what_is_not(kind: str) -> None:
    found = score(TEXTS, FOUND.__getitem__, kind)
    assert found.recall >= 0.9, found.missed
    assert found.precision >= 0.9, found.alarms
