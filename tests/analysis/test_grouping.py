"""Groups of identical answers as rows (R39)."""

import pytest
from sqlalchemy.orm import Session

from consultation.analysis import grouping, queries
from consultation.models import Consultation, Response
from consultation.responses import operations as responses
from consultation.responses.content import AnswerContent, Content
from consultation.vocabulary import Stance
from tests import factories
from tests.analysis.dividing import respond
from tests.factories import NOW


def grouped(session: Session, consultation: Consultation) -> list[tuple[str, ...]]:
    return [group.numbers for group in grouping.group_identical(session, consultation)]


def homes(session: Session, rows: list[Response]) -> list[int | None]:
    """The group of each response."""
    known = queries.group_ids(session, rows[0].consultation_id)
    return [known.get(row.id) for row in rows]


@pytest.fixture
def rows(session: Session, consultation: Consultation) -> list[Response]:
    return [
        respond(session, consultation, text, name=f"Prøve {n}")
        for n, text in enumerate(
            ["Vi vil have tolv uger.", "Otte.", "vi vil have  TOLV uger!", "Vi vil have tolv uger."]
        )
    ]


def test_B4_R39_equal_texts_are_one_group(session: Session, consultation: Consultation, rows: list[Response]) -> None:
    assert grouped(session, consultation) == [("1", "3", "4")]
    assert [row.seq for row in queries.alike(session, rows[2])] == [1, 4]


def test_R39_grouping_again_changes_nothing(session: Session, consultation: Consultation, rows: list[Response]) -> None:
    grouped(session, consultation)
    before = homes(session, rows)
    assert grouped(session, consultation) == [("1", "3", "4")]
    assert homes(session, rows) == before


def test_R39_one_that_comes_later_joins_the_group(
    session: Session, consultation: Consultation, rows: list[Response]
) -> None:
    grouped(session, consultation)
    late = respond(session, consultation, "Vi vil have tolv uger.", name="Prøve Sent")
    grouped(session, consultation)
    assert homes(session, [late]) == homes(session, rows[:1])


def test_R39_a_withdrawn_one_is_no_longer_alike(
    session: Session, consultation: Consultation, rows: list[Response]
) -> None:
    grouped(session, consultation)
    responses.withdraw_response(session, NOW, rows[2])
    session.commit()
    assert grouped(session, consultation) == [("1", "4")]
    assert [row.seq for row in queries.alike(session, rows[0])] == [4]


def test_R39_who_corrects_the_text_leaves_the_group(
    session: Session, consultation: Consultation, rows: list[Response]
) -> None:
    grouped(session, consultation)
    content = Content((AnswerContent("Ni uger."),))
    responses.correct_response(session, factories.settings(), NOW, rows[0], factories.sender(), content)
    assert grouped(session, consultation) == [("3", "4")]
    assert homes(session, rows)[0] is None


def test_R39_for_and_against_in_the_same_words_are_not_alike(session: Session, consultation: Consultation) -> None:
    for n, stance in enumerate((Stance.SUPPORT, Stance.OPPOSE)):
        content = Content((AnswerContent("Se vores brev.", stance),))
        sent = factories.submission(content=content, sender=factories.sender(name=f"Prøve {n}"))
        factories.response(session, consultation, sent)
    assert grouped(session, consultation) == []


def test_R39_the_same_words_with_another_proposed_wording_are_not_alike(
    session: Session, consultation: Consultation
) -> None:
    place = factories.places(session, consultation)[1, "hvem"]
    for n, proposed in enumerate(("Tolv uger.", "Otte uger.")):
        content = Content((AnswerContent("Det er for kort.", None, proposed, *place),))
        sent = factories.submission(content=content, sender=factories.sender(name=f"Prøve {n}"))
        factories.response(session, consultation, sent)
    assert grouped(session, consultation) == []
