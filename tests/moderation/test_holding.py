"""An authority's own words: who puts them on the list, what is looked for again, and that nothing found is lost."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from consultation import worker
from consultation.errors import Conflict, Invalid, NotFound, Refused
from consultation.models import Audit, Consultation, HeldWord, Job, QueueEntry, Response, Staff
from consultation.moderation import detectors, holding, queries
from consultation.moderation.queue import next_in_queue
from consultation.responses.risk import RISKS, Risk
from consultation.vocabulary import DecisionKind, FindingKind, Role
from tests import factories
from tests.factories import NOW, settings
from tests.moderation import desk
from tests.pages import PageClient

SignIn = Callable[[Staff], PageClient]
EDITOR = "staff:1"
TEXT = "De lange korridorer i Kroghuset er for mørke."
WORD, PAGE = "kroghuset", "/intern/ord-der-holdes"


@pytest.fixture
def owner(session: Session) -> Consultation:
    return factories.consultation(session, factories.authority(session))


def hold(session: Session, owner: Consultation, words: str = WORD, kind: FindingKind = FindingKind.OTHER) -> HeldWord:
    return holding.hold_word(session, EDITOR, NOW, owner.authority_id, words, kind)


def rescan(session: Session, owner: Consultation) -> int:
    """The job with all that it owes; how many jobs there were."""
    turns, after = 0, 0
    while after >= 0:
        before = set(session.scalars(select(Job.id)))
        holding.rescan(session, settings(), NOW, authority_id=owner.authority_id, after=after)
        owed = session.scalars(select(Job).where(Job.id.not_in(before), Job.name == holding.RESCAN)).all()
        after = int(owed[0].arguments.split('"after": ')[1].split(",")[0]) if owed else -1
        turns += 1
    return turns


def found(session: Session, response: Response) -> list[tuple[str, str]]:
    return [(one.finding.detector, one.text) for one in desk.material(session, response).findings]


def rank(session: Session, response: Response) -> Risk:
    place = session.scalars(select(QueueEntry.rank).where(QueueEntry.response_id == response.id)).one()
    return RISKS[place]


def test_R28_a_new_word_is_found_in_what_waits_and_moves_it_in_the_queue(session: Session, owner: Consultation) -> None:
    plain, held = desk.received(session, owner), desk.received(session, owner, TEXT)
    assert (found(session, held), rank(session, held)) == ([], Risk.NONE)
    hold(session, owner, kind=FindingKind.HEALTH)
    rescan(session, owner)
    assert found(session, held) == [(detectors.OWN_WORD, "Kroghuset")]
    assert rank(session, held) is Risk.SENSITIVE
    assert found(session, plain) == []
    assert next_in_queue(session, owner.id, NOW) == held.id


def test_R28_a_new_response_is_looked_through_for_the_words_of_its_time(session: Session, owner: Consultation) -> None:
    hold(session, owner)
    assert found(session, desk.received(session, owner, TEXT)) == [(detectors.OWN_WORD, "Kroghuset")]


def test_R28_a_word_that_came_since_the_last_look_holds_the_response_at_the_decision(
    session: Session, owner: Consultation
) -> None:
    maja, response = desk.moderator(session, owner), desk.received(session, owner, TEXT)
    hold(session, owner)
    with pytest.raises(Refused, match="undecided"):
        desk.decide(session, maja, response, DecisionKind.PUBLISH)


def test_R28_a_word_taken_off_the_list_leaves_what_was_found(session: Session, owner: Consultation) -> None:
    word = hold(session, owner)
    response = desk.received(session, owner, TEXT)
    holding.release_word(session, EDITOR, NOW, owner.authority_id, word.id)
    rescan(session, owner)
    assert found(session, response) == [(detectors.OWN_WORD, "Kroghuset")]
    assert found(session, desk.received(session, owner, TEXT)) == []


def test_R28_another_authority_s_words_are_not_looked_for(session: Session, owner: Consultation) -> None:
    hold(session, factories.consultation(session, factories.authority(session, "andenby"), "anden"))
    assert found(session, desk.received(session, owner, TEXT)) == []


def test_all_that_waits_is_looked_through_a_few_at_a_time(
    session: Session, owner: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "BATCH", 2)
    waiting = [desk.received(session, owner, f"{TEXT} {number}") for number in range(5)]
    hold(session, owner)
    assert rescan(session, owner) == 3
    assert all(found(session, response) for response in waiting)


def test_words_typed_in_a_row_owe_one_look(session: Session, owner: Consultation) -> None:
    for words in ("kroghuset", "åhuset", "bænken ved åen"):
        hold(session, owner, words)
    owed = session.scalars(select(Job).where(Job.name == holding.RESCAN)).all()
    assert [job.due_at for job in owed] == [NOW + holding.WAIT]
    assert worker.HANDLERS[holding.RESCAN].write is holding.rescan


def test_the_same_words_are_on_the_list_once_however_they_are_written(session: Session, owner: Consultation) -> None:
    word = hold(session, owner)
    with pytest.raises(Conflict):
        hold(session, owner, "  KROGHUSET ")
    holding.release_word(session, EDITOR, NOW, owner.authority_id, word.id)
    assert hold(session, owner, "Kroghuset").id != word.id


def test_C1_of_two_who_put_the_same_words_on_the_list_at_once_one_is_told(engine: Engine) -> None:
    with Session(engine) as session:
        authority_id = factories.authority(session).id
        session.commit()

    def act(session: Session) -> int:
        return holding.hold_word(session, EDITOR, NOW, authority_id, WORD, FindingKind.OTHER).id

    results = desk.race(engine, act, act)
    assert [type(one) for one in results if isinstance(one, Exception)] == [Conflict]
    with Session(engine) as session:
        assert len(session.scalars(select(HeldWord)).all()) == 1


@pytest.mark.parametrize("words", ["", "  ", "*", "\u00ad"])
def test_words_that_leave_nothing_to_look_for_are_refused(session: Session, owner: Consultation, words: str) -> None:
    with pytest.raises(Invalid):
        hold(session, owner, words)


def test_the_list_has_an_end(session: Session, owner: Consultation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holding, "MOST_WORDS", 1)
    hold(session, owner)
    with pytest.raises(Invalid):
        hold(session, owner, "åhuset")


def test_A1_another_authority_takes_nothing_off_the_list(session: Session, owner: Consultation) -> None:
    word = hold(session, owner)
    other = factories.authority(session, "andenby")
    with pytest.raises(NotFound):
        holding.release_word(session, EDITOR, NOW, other.id, word.id)


def test_R57_words_are_never_changed_only_ended_and_both_stand_in_the_log(
    session: Session, owner: Consultation
) -> None:
    word = hold(session, owner)
    holding.release_word(session, EDITOR, NOW, owner.authority_id, word.id)
    session.commit()
    rows = session.execute(select(Audit.event, Audit.fields).where(Audit.event.like("held_word.%")).order_by(Audit.seq))
    assert [tuple(row) for row in rows] == [("held_word.added", '{"kind":"other"}'), ("held_word.ended", "{}")]
    assert queries.own_words(session, owner.authority_id) == ()
    with pytest.raises(DatabaseError, match="append-only"):
        session.execute(update(HeldWord).values(words="noget andet"))
    session.rollback()


# The page


def act(client: PageClient, address: str, **values: str) -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(PAGE).get_data(as_text=True))
    assert token is not None
    return client.post(address, data=values | {"csrf_token": token[1]}, follow_redirects=True)


@pytest.fixture
def editor(store: Session, sign_in: SignIn) -> PageClient:
    owner = factories.authority(store)
    person = factories.staff(store, owner, Role.EDITOR)
    store.commit()
    return sign_in(person)


def test_an_editor_puts_words_on_the_list_and_takes_them_off(store: Session, editor: PageClient) -> None:
    assert "Der er ingen ord på listen endnu." in editor.get(PAGE).get_data(as_text=True)
    page = act(editor, PAGE, words="Kroghuset", words_kind="other").get_data(as_text=True)
    assert "Ordet er på listen." in page
    assert "Kroghuset" in page
    assert "Rikke Redprøve" in page
    word_id = store.scalars(select(HeldWord.id)).one()
    store.rollback()
    page = act(editor, f"{PAGE}/{word_id}/fjern").get_data(as_text=True)
    assert "Ordet er taget af listen." in page
    assert "taget af" in page


def test_the_desk_says_that_it_is_the_authority_s_own_word(store: Session, sign_in: SignIn) -> None:
    owner = factories.consultation(store, factories.authority(store))
    holding.hold_word(store, EDITOR, NOW, owner.authority_id, WORD, FindingKind.OTHER)
    desk.received(store, owner, TEXT)
    maja = sign_in(factories.staff(store, owner.authority, Role.MODERATOR))
    store.commit()
    address = f"/intern/hoeringer/{owner.slug}/svar/1/gennemgang"
    token = re.search(r'name="csrf_token" value="([^"]+)"', maja.get(address).get_data(as_text=True))
    assert token is not None
    page = maja.post(f"{address}/original", data={"csrf_token": token[1]}, follow_redirects=True)
    assert "Jeres ord, andet:" in page.get_data(as_text=True)


@pytest.mark.parametrize(
    ("typed", "kind", "told"),
    [
        ("", "other", "Skriv det ord, der skal holdes"),
        ("*", "other", "Skriv det ord, der skal holdes"),
        ("åhuset", "", "Vælg, hvad det er"),
        ("åhuset", "cpr", "Vælg"),
        ("KROGHUSET", "other", "Ordet er på listen i forvejen"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(editor: PageClient, typed: str, kind: str, told: str) -> None:
    act(editor, PAGE, words="kroghuset", words_kind="other")
    refused = act(editor, PAGE, words=typed, words_kind=kind)
    assert told in refused.get_data(as_text=True)
    assert "åhuset</th>" not in refused.get_data(as_text=True)
