"""Every reason has its words wherever one is told of it; without them a paper is not made, or a page says "other"."""

import pytest

from consultation.responses import reasons
from consultation.summary import words
from consultation.vocabulary import AccessPurpose, Language, Reason
from consultation.web import labels


@pytest.mark.parametrize("reason", Reason)
def test_R32_a_reason_has_its_words_on_pages_in_letters_and_in_papers(reason: Reason) -> None:
    assert labels.REASONS[reason]
    assert labels.SHORT_REASONS[reason.value]
    assert all(reasons.REASONS[language][reason] for language in Language)
    assert words.REASONS[reason]


@pytest.mark.parametrize("purpose", AccessPurpose)
def test_R57_what_an_original_was_read_for_has_its_word_in_the_log(purpose: AccessPurpose) -> None:
    assert labels.PURPOSES[purpose]
