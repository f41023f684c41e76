"""Guiding questions: the editor's pages and the rules of a question, until the consultation is sent out."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from consultation.consultations import asked, operations, queries, questions
from consultation.consultations.asked import QuestionInput, Words
from consultation.errors import Closed, Invalid, NotFound
from consultation.models import Consultation, Draft, Question, Staff
from consultation.vocabulary import ConsultationKind, EasyQuestion, QuestionKind, Role
from tests import factories
from tests.factories import NOW
from tests.pages import PageClient

SignIn = Callable[[Staff], PageClient]
EDITOR = "staff:1"
YES_NO = (Words("Ja", "Yes"), Words("Nej", "No"))
FREE = QuestionInput(QuestionKind.TEXT, Words("Er nogen grupper glemt?"))


@pytest.fixture
def row(session: Session) -> Consultation:
    return factories.consultation(session, factories.authority(session), published=False)


def texts(session: Session, owner: Consultation) -> list[str]:
    return [one.words.da for one in queries.list_questions(session, owner.id)]


def add(session: Session, owner: Consultation, text: str, draft_id: int | None = None) -> Question:
    return questions.add_question(
        session, EDITOR, NOW, owner, QuestionInput(QuestionKind.TEXT, Words(text), draft_id=draft_id)
    )


def draft_id(session: Session, owner: Consultation, number: int) -> int:
    return session.scalars(select(Draft.id).where(Draft.consultation_id == owner.id, Draft.number == number)).one()


# The rules of a question


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        (FREE, {}),
        (QuestionInput(QuestionKind.SINGLE, Words("Klart?"), YES_NO), {}),
        (QuestionInput(QuestionKind.TEXT, Words("")), {"text": "missing"}),
        (QuestionInput(QuestionKind.TEXT, Words("Klart?"), YES_NO), {"options": "none"}),
        (QuestionInput(QuestionKind.SINGLE, Words("Klart?"), YES_NO[:1]), {"options": "few"}),
        (QuestionInput(QuestionKind.MULTIPLE, Words("Hvor?"), (Words("A"), Words("A"))), {"options": "twice"}),
        (
            QuestionInput(QuestionKind.SINGLE, Words("Klart?"), (Words("Ja", "Yes"), Words("Nej"))),
            {"options": "english"},
        ),
        (
            QuestionInput(QuestionKind.MULTIPLE, Words("Hvor?"), tuple(Words(str(n)) for n in range(21))),
            {"options": "many"},
        ),
    ],
)
def test_what_can_be_asked(given: QuestionInput, faults: dict[str, str]) -> None:
    assert asked.faults(given) == faults


def test_the_proposals_can_be_asked_as_they_are() -> None:
    for kind, danish, english, options in asked.PROPOSED:
        given = QuestionInput(kind, Words(danish, english), tuple(Words(*option) for option in options))
        assert asked.faults(given) == {}
        assert english


@pytest.mark.parametrize(
    ("answers", "counts"), [([], (0, 0)), ([(1,), (2,), (2,)], (1, 2)), ([(1, 2), (), (2,)], (1, 2))]
)
def test_R40_each_option_counts_who_chose_it(answers: list[tuple[int, ...]], counts: tuple[int, ...]) -> None:
    assert asked.tally(YES_NO, answers) == counts


# Writes


def test_every_new_consultation_has_the_three_of_the_easy_path(session: Session) -> None:
    owner = factories.authority(session)
    row = operations.create_consultation(session, EDITOR, NOW, owner.id, "Ny", ConsultationKind.OTHER)
    easy = queries.list_questions(session, row.id, with_easy=True)
    assert [one.code for one in easy] == list(EasyQuestion)
    assert queries.list_questions(session, row.id) == []


def test_questions_stand_by_draft_and_change_places_among_their_own(session: Session, row: Consultation) -> None:
    first, second = draft_id(session, row, 1), draft_id(session, row, 2)
    add(session, row, "To, a", second)
    add(session, row, "Hele, a")
    last = add(session, row, "Hele, b")
    add(session, row, "Et, a", first)
    assert texts(session, row) == ["Hele, a", "Hele, b", "Et, a", "To, a"]
    questions.move_question(session, EDITOR, NOW, row, last.id, up=True)
    assert texts(session, row) == ["Hele, b", "Hele, a", "Et, a", "To, a"]
    questions.move_question(session, EDITOR, NOW, row, last.id, up=True)
    assert texts(session, row) == ["Hele, b", "Hele, a", "Et, a", "To, a"]
    questions.remove_question(session, EDITOR, NOW, row, last.id)
    session.commit()
    assert texts(session, row) == ["Hele, a", "Et, a", "To, a"]


def test_a_question_is_about_a_draft_of_its_own_consultation(session: Session, row: Consultation) -> None:
    other = factories.consultation(session, row.authority, "en-anden", published=False)
    with pytest.raises(Invalid) as refused:
        add(session, row, "Hvad?", draft_id(session, other, 1))
    assert refused.value.errors == {"draft": "unknown"}


def test_R7_questions_are_frozen_once_sent_out(session: Session, row: Consultation) -> None:
    known = add(session, row, "Hvad?")
    row.published_at = NOW
    row.visible_from = NOW
    acts: list[Callable[[], object]] = [
        lambda: add(session, row, "Hvad mere?"),
        lambda: questions.edit_question(session, EDITOR, NOW, row, known.id, FREE),
        lambda: questions.move_question(session, EDITOR, NOW, row, known.id, up=True),
        lambda: questions.remove_question(session, EDITOR, NOW, row, known.id),
    ]
    for act in acts:
        with pytest.raises(Closed):
            act()
    assert texts(session, row) == ["Hvad?"]


def test_the_easy_questions_cannot_be_changed(session: Session, row: Consultation) -> None:
    easy = session.scalars(select(Question).where(Question.code == EasyQuestion.GOOD)).one()
    with pytest.raises(NotFound):
        questions.remove_question(session, EDITOR, NOW, row, easy.id)


# The pages


@pytest.fixture
def editor(store: Session, sign_in: SignIn) -> PageClient:
    owner = factories.authority(store)
    factories.consultation(store, owner, published=False)
    person = factories.staff(store, owner, Role.EDITOR)
    store.commit()
    return sign_in(person)


PAGE = "/intern/hoeringer/hjaelp-i-hverdagen/rediger/spoergsmaal"
CHOICE = {"text": "Er det klart?", "text_en": "Is it clear?", "draft": "-1", "kind": "single"}


def post(client: PageClient, path: str, page: str = PAGE, **values: Any) -> TestResponse:
    token = client.get(page).get_data(as_text=True).split('csrf_token" value="')[1].split('"')[0]
    return client.post(path, data={"csrf_token": token, **values})


def test_an_editor_adds_edits_orders_and_removes(editor: PageClient, store: Session) -> None:
    assert post(editor, PAGE, **CHOICE, options="Ja\nNej", options_en="Yes\nNo").status_code == 303
    post(editor, f"{PAGE}/orden", til="forslag-2")
    page = editor.get(PAGE).get_data(as_text=True)
    assert page.index("Er det klart?") < page.index("Er nogen grupper glemt?")
    first, second = store.scalars(select(Question.id).where(Question.code.is_(None)).order_by(Question.position))
    store.commit()
    post(
        editor, f"{PAGE}/{first}", **(CHOICE | {"text": "Står det klart?"}), options="Ja\nNej\nVed ikke", options_en=""
    )
    post(editor, f"{PAGE}/orden", til=f"op-{second}")
    kept = queries.list_questions(store, store.scalars(select(Consultation.id)).one())
    store.commit()
    assert [one.words.da for one in kept] == ["Er nogen grupper glemt?", "Står det klart?"]
    assert [option.da for option in kept[1].options] == ["Ja", "Nej", "Ved ikke"]
    post(editor, f"{PAGE}/orden", til=f"fjern-{second}")
    assert store.scalars(select(Question.id).where(Question.code.is_(None))).all() == [first]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"text": ""}, "Skriv spørgsmålet"),
        ({"kind": ""}, "Vælg, hvordan man svarer"),
        ({"options": "Ja"}, "Skriv mindst to svarmuligheder, én på hver linje"),
        ({"options": "Ja\nJa"}, "To svarmuligheder er ens"),
        ({"options_en": "Yes\nNo\nMaybe"}, "Skriv lige så mange svarmuligheder på engelsk som på dansk, eller ingen"),
        ({"kind": "text"}, "Et spørgsmål med fritekst har ingen svarmuligheder"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    editor: PageClient, store: Session, values: dict[str, str], words: str
) -> None:
    page = post(editor, PAGE, **(CHOICE | {"options": "Ja\nNej", "options_en": ""} | values)).get_data(as_text=True)
    assert words in page
    assert "Is it clear?" in page
    assert store.scalars(select(Question.id).where(Question.code.is_(None))).all() == []


@pytest.mark.parametrize("act", ["op-999", "fjern-999", "forslag-9", "fjern-x", "noget"])
def test_a_button_that_names_nothing_is_refused(editor: PageClient, act: str) -> None:
    assert post(editor, f"{PAGE}/orden", til=act).status_code == 404


def test_the_preview_shows_the_questions(editor: PageClient) -> None:
    post(editor, f"{PAGE}/orden", til="forslag-1")
    assert "Står det klart" in editor.get("/intern/hoeringer/hjaelp-i-hverdagen/vis").get_data(as_text=True)
