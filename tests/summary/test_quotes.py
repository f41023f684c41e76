"""The draft's own words that an answer is about, in the papers, the spreadsheet and the data (R43, R46)."""

import json
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from consultation.responses.content import AnswerContent, Content
from consultation.summary import operations, pdf_check
from consultation.summary.compiler import compile_package
from consultation.summary.dataset import data
from consultation.summary.inputs import Inputs, from_json, to_json
from consultation.summary.overview import tables
from consultation.summary.selection import Selection
from consultation.summary.verify import faults
from tests import factories
from tests.databases import Once
from tests.summary.case import READY, SETTINGS, Case, case
from tests.summary.sample import sample

WORDS = "højst seks\nuger"
SAID = "Om ordene: »højst seks uger«"


@pytest.fixture
def made(session: Session, once: Once) -> Case:
    """One that is shown and one that is withheld, both about the same words."""
    found = once(session, case)
    place = factories.places(session, found.consultation)[2, "hvor-laenge"]
    for text, publishes in (("For kort.", True), ("Alt for kort.", False)):
        answer = AnswerContent(text, None, "", *place, quote="højst seks uger", quote_start=16)
        response = found.receive("", content=Content((answer,)), sender=factories.sender(name=f"Prøve {text}"))
        (found.publish if publishes else found.withhold)(response)
    session.commit()
    return found


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    """The sample, its first answer about three words of the draft."""
    found = sample()
    first, *others = found.responses
    quoted = replace(first.answers[0], quote=WORDS)
    return replace(found, responses=(replace(first, answers=(quoted, *first.answers[1:])), *others))


def test_R45_the_snapshot_holds_the_words_of_shown_and_withheld_answers(made: Case) -> None:
    found = operations.collect_now(made.session, SETTINGS, READY, made.consultation, provisional=False)
    *_before, shown, withheld = found.responses
    assert [one.quote for one in shown.answers] == [one.quote for one in withheld.closed] == ["højst seks uger"]
    assert from_json(to_json(found)) == found


def test_R46_a_package_with_words_agrees_with_itself_and_every_file_names_them(inputs: Inputs) -> None:
    package = compile_package(inputs)
    assert faults({**package.files, **package.closed}) == ()
    told = json.loads(package.files["data.json"])["responses"][0]["answers"]
    assert [answer["quote"] for answer in told] == [WORDS, None]
    printed = pdf_check.text(package.files["samlede-hoeringssvar.pdf"])
    assert SAID in " ".join(printed.split())


def test_the_spreadsheet_names_them_also_where_data_is_older_than_they_are(inputs: Inputs) -> None:
    package = json.loads(json.dumps(data(Selection(inputs))))
    sheet = next(one for one in tables(package) if one.name == "Svar")
    assert "afsnit 3.2, om ordene »højst seks uger« (" in str(next(iter(sheet.rows))[-1])
    for response in package["responses"]:
        for answer in response["answers"]:
            del answer["quote"]
    sheet = next(one for one in tables(package) if one.name == "Svar")
    assert "om ordene" not in str(list(sheet.rows))
