"""What consultations are about: a closed list, whose words people look for."""

import pytest
from sqlalchemy.orm import Session

from consultation.consultations import operations, subjects
from consultation.consultations.subjects import SUBJECTS
from consultation.errors import Invalid
from consultation.lib.text import danish_key
from consultation.vocabulary import Language
from tests import factories
from tests.factories import NOW


def test_each_has_a_number_an_address_and_words_of_its_own() -> None:
    for values in zip(*((one.code, one.slug, one.danish, one.english) for one in SUBJECTS), strict=True):
        assert len(set(values)) == len(SUBJECTS)
        assert all(values)
    assert all(operations.slug_of(one.slug) == one.slug for one in SUBJECTS)
    assert all(subjects.of_slug(one.slug) is subjects.of_code(one.code) is one for one in SUBJECTS)


@pytest.mark.parametrize("language", list(Language))
def test_they_stand_in_the_order_of_their_words(language: Language) -> None:
    shown = [one.words(language) for one in subjects.in_order(SUBJECTS, language)]
    assert shown == sorted(shown, key=danish_key)


def test_a_subject_that_is_not_on_the_list_is_refused(session: Session) -> None:
    row = factories.consultation(session, factories.authority(session), published=False)
    with pytest.raises(Invalid) as refused:
        operations.edit_part(session, "staff:1", NOW, row, "grundoplysninger", {"subject": "27.00.00"})
    assert refused.value.errors == {"subject": "unknown"}
    operations.edit_part(session, "staff:1", NOW, row, "grundoplysninger", {"subject": "27"})
    assert row.subject == "27"
