"""What a moderator sees and takes out of answers to questions; who is never named (R15, R30, R31)."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.consultations.asked import read_choices
from consultation.models import Consultation, RenditionPart
from consultation.moderation import marking
from consultation.responses.content import AnswerContent, Content
from consultation.vocabulary import Capacity, DecisionKind, FindingKind, NameRule, QuestionKind
from tests import factories
from tests.moderation import desk

HELPER, OTHER = "Helle Hjælpeprøve", "Ole Andenprøve"


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return factories.consultation(session, factories.authority(session), name_rule=NameRule.FULL_NAME)


def test_R30_a_free_answer_is_redacted_and_a_choice_is_carried_over(
    session: Session, consultation: Consultation
) -> None:
    free = factories.question(session, consultation, QuestionKind.TEXT, text="Er nogen glemt?")
    single = factories.question(session, consultation)
    content = Content(
        (
            AnswerContent(f"Ring til mig på {desk.PHONE}.", question_id=free.id),
            AnswerContent(question_id=single.id, choices=(2,)),
        )
    )
    response = desk.received(session, consultation, content=content)
    maja = desk.moderator(session, consultation)
    marking.mark_words(session, maja, factories.NOW, response.id, desk.PHONE, FindingKind.PHONE)
    desk.decide(session, maja, response, DecisionKind.PUBLISH_REDACTED)
    session.commit()
    parts = session.scalars(select(RenditionPart).order_by(RenditionPart.position)).all()
    assert [(part.question_id, part.text, read_choices(part.choices)) for part in parts] == [
        (free.id, "Ring til mig på [telefonnummer fjernet].", ()),
        (single.id, "", (2,)),
    ]


@pytest.mark.parametrize("capacity", [Capacity.CITIZEN, Capacity.RELATIVE])
def test_R31_the_rendition_of_who_is_under_18_has_no_name(
    session: Session, consultation: Consultation, capacity: Capacity
) -> None:
    sender = factories.sender(capacity=capacity, under_18=True, helper_name=HELPER, on_behalf_of=OTHER)
    response = desk.received(session, consultation, sender=sender)
    desk.decide(session, desk.moderator(session, consultation), response, DecisionKind.PUBLISH)
    session.commit()
    shown = desk.shown(session, response)
    assert shown is not None
    assert (shown.under_18, shown.shown_name) == (True, "0000")


def test_R15_the_names_of_who_helped_and_who_is_answered_for_are_found_in_the_text(
    session: Session, consultation: Consultation
) -> None:
    sender = factories.sender(capacity=Capacity.RELATIVE, helper_name=HELPER, on_behalf_of=OTHER)
    response = desk.received(session, consultation, f"{OTHER} har brug for tid. Hilsen {HELPER}", sender=sender)
    found = [(one.text, one.finding.kind) for one in desk.material(session, response).findings]
    assert found == [(OTHER, FindingKind.PERSON_NAME), (HELPER, FindingKind.PERSON_NAME)]


def test_R15_the_helper_stands_nowhere_in_public(session: Session, consultation: Consultation) -> None:
    response = desk.received(session, consultation, sender=factories.sender(helper_name=HELPER))
    desk.decide(session, desk.moderator(session, consultation), response, DecisionKind.PUBLISH)
    session.commit()
    assert "Karen Prøvesen" in desk.public_words(session)
    assert HELPER not in desk.public_words(session)
