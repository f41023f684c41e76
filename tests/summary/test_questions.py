"""Questions in the papers: asked, answered and counted once, the same everywhere (R40, R43, R46)."""

import json
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from consultation.consultations.queries import list_questions
from consultation.responses.content import AnswerContent, Content
from consultation.site.tallies import list_tallies
from consultation.summary import operations, pdf_check, recount
from consultation.summary.compiler import compile_package
from consultation.summary.dataset import data
from consultation.summary.inputs import Question
from consultation.summary.overview import tables
from consultation.summary.selection import Selection
from consultation.vocabulary import Capacity, EasyQuestion, QuestionKind
from tests import factories
from tests.databases import Once
from tests.summary.case import READY, SETTINGS, Case, case
from tests.summary.sample import sample


@pytest.fixture
def made(session: Session, once: Once) -> Case:
    """A published choice, a withheld one, and a young person on the easy path."""
    found = once(session, case)
    single = factories.question(session, found.consultation)
    factories.question(session, found.consultation, QuestionKind.TEXT, text="Er nogen glemt?")
    good = next(
        one for one in list_questions(session, found.consultation.id, with_easy=True) if one.code is EasyQuestion.GOOD
    )
    for choice, publishes in ((2, True), (1, False)):
        chosen = Content((AnswerContent(question_id=single.id, choices=(choice,)),))
        response = found.receive("", content=chosen, sender=factories.sender(name=f"Prøve {choice}"))
        (found.publish if publishes else found.withhold)(response)
    young = factories.sender(name="Emma", postcode="8900", under_18=True)
    response = found.receive("", content=Content((AnswerContent("Maden.", question_id=good.id),)), sender=young)
    found.publish(response)
    found.let_be(response)
    session.commit()
    return found


def selection(made: Case) -> Selection:
    return Selection(operations.collect_now(made.session, SETTINGS, READY, made.consultation, provisional=False))


def test_the_snapshot_holds_what_was_asked_and_answered(made: Case) -> None:
    found = selection(made).inputs
    assert found.questions == (
        Question(1, None, QuestionKind.SINGLE, "Står det klart?", ("Ja", "Nej", "Ved ikke")),
        Question(2, None, QuestionKind.TEXT, "Er nogen glemt?"),
        Question(3, None, QuestionKind.TEXT, "Hvad er godt?"),
    )
    answers = {
        one.number: [(each.question, each.choices, each.text) for each in one.answers] for one in found.responses
    }
    assert (answers["4"], answers["5"], answers["6"]) == ([(1, (2,), "")], [], [(3, (), "Maden.")])


def test_R32_a_withheld_choice_is_in_the_closed_part_alone(made: Case) -> None:
    withheld = next(one for one in selection(made).inputs.responses if one.number == "5")
    assert [(each.question, each.choices) for each in withheld.closed] == [(1, (1,))]


def test_R31_the_papers_name_nobody_under_18(made: Case) -> None:
    young = next(one for one in selection(made).inputs.responses if one.number == "6")
    assert (young.shown_name, young.capacity) == ("Ung, 8900", Capacity.CITIZEN)


def test_R40_page_and_papers_count_alike(made: Case) -> None:
    questions = data(selection(made))["questions"]
    printed = [(one["responses"], [each["responses"] for each in one["options"]]) for one in questions]
    shown = list_tallies(made.session, made.consultation.id, READY)
    assert printed == [(one.answers, list(one.chose)) for one in shown] == [(1, [0, 1, 0]), (0, []), (1, [])]


def test_R38_choices_leave_nothing_open(made: Case) -> None:
    assert {one.number: one.open_sentences for one in selection(made).inputs.responses if one.open_sentences} == {}


# The files


def test_R40_data_json_and_spreadsheet_have_the_numbers() -> None:
    package = data(Selection(sample()))
    assert package["questions"][0] == {
        "number": 1,
        "draft": None,
        "kind": "single",
        "text": "Står det klart, at niveauet er vejledende?",
        "responses": 1,
        "options": [{"text": "Ja", "responses": 0}, {"text": "Nej", "responses": 1}],
    }
    sheet = next(one for one in tables(package) if one.name == "Spørgsmål")
    assert list(sheet.rows)[1:] == [
        ("Står det klart, at niveauet er vejledende?", "Nej", 1),
        ("Udkast 1: Er nogen grupper glemt?", "Med egne ord", 0),
    ]


def test_R43_the_compiled_responses_print_question_and_choice() -> None:
    text = " ".join(pdf_check.text(compile_package(sample()).files["samlede-hoeringssvar.pdf"]).split())
    assert "Står det klart, at niveauet er vejledende? • Nej" in text or "vejledende? Nej" in text


@pytest.mark.parametrize("wrong", ["responses", "option"])
def test_R40_a_wrong_number_of_answers_is_found(wrong: str) -> None:
    package = json.loads(json.dumps(data(Selection(sample()))))
    assert list(recount.faults(package)) == []
    question = package["questions"][0]
    (question if wrong == "responses" else question["options"][0])["responses"] += 1
    assert list(recount.faults(package)) == ["spørgsmål 1 har andre tal end svarene giver"]


def test_an_answer_to_a_question_that_is_not_there_is_found() -> None:
    package = data(Selection(replace(sample(), questions=())))
    assert list(recount.faults(package)) == ["et svar hører til et spørgsmål, der ikke findes"]
