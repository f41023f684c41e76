"""What can be searched follows what is public, in the same transaction: on both databases."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Engine, delete, func, select, text
from sqlalchemy.orm import Session

from consultation import doctor, jobs, schema, search_index, worker
from consultation.consultations import drafting, queries, revising
from consultation.models import Consultation, Job, Rendition, RenditionPart, Response, SearchEntry
from consultation.moderation import marking
from consultation.responses import operations
from consultation.responses.content import AnswerContent, Content
from consultation.vocabulary import Capacity, DecisionKind, FindingKind, NameRule, Reason, SearchKind
from tests import factories
from tests.databases import Once
from tests.factories import NOW
from tests.moderation import desk
from tests.site.published import LATER
from tests.site.searched import Library, add_renditions, found, library, version_of

PUBLISH, REDACTED, WITHHOLD = DecisionKind.PUBLISH, DecisionKind.PUBLISH_REDACTED, DecisionKind.WITHHOLD
SECRET = "Mikkel Sand"


@pytest.fixture
def books(session: Session, once: Once) -> Library:
    return once(session, library)


@pytest.fixture
def maja(session: Session, books: Library) -> str:
    return desk.moderator(session, books.first)


@pytest.fixture
def published(session: Session, books: Library, maja: str) -> Response:
    """Says "fladbro" to everybody."""
    response = desk.received(session, books.first, "Bussen til Fladbro mangler.")
    desk.decide(session, maja, response, PUBLISH)
    session.commit()
    assert found(session, "fladbro") == [f"hjaelp nr. {response.seq}"]
    return response


def sound(session: Session) -> bool:
    return search_index.differing(session) == 0


# Responses


def test_R27_a_response_is_not_found_before_it_is_decided(session: Session, books: Library, maja: str) -> None:
    response = desk.received(session, books.first, "Bussen til Fladbro mangler.")
    assert found(session, "fladbro") == []
    desk.decide(session, maja, response, PUBLISH)
    assert found(session, "fladbro") == ["hjaelp nr. 3"]
    assert sound(session)


def test_P1_a_word_that_was_taken_out_is_nowhere_in_the_index(session: Session, books: Library, maja: str) -> None:
    response = desk.received(session, books.first, f"Jeg bor med {SECRET} i Fladbro.")
    marking.mark_words(session, maja, NOW, response.id, SECRET, FindingKind.PERSON_NAME)
    desk.decide(session, maja, response, REDACTED)
    session.commit()
    assert found(session, "fladbro") == ["hjaelp nr. 3"]
    assert found(session, "Mikkel") == found(session, "Sand") == found(session, "fladbro mikkel") == []
    assert not [words for words in session.scalars(select(SearchEntry.words)) if "mikkel" in words]


WAYS_OUT: dict[str, Callable[[Session, str, Response], object]] = {
    "withheld": lambda session, maja, row: desk.decide(session, maja, row, WITHHOLD, Reason.SENSITIVE),
    "reopened": lambda session, maja, row: desk.decide(session, maja, row, DecisionKind.REOPEN),
    "withdrawn": lambda session, _maja, row: operations.withdraw_response(session, NOW, row),
    "corrected": lambda session, _maja, row: operations.correct_response(
        session, factories.settings(), NOW, row, factories.sender(), Content((AnswerContent("Noget andet."),))
    ),
}


@pytest.mark.parametrize("way", WAYS_OUT)
def test_R35_what_is_hidden_is_gone_at_once(
    session: Session, books: Library, maja: str, published: Response, way: str
) -> None:
    WAYS_OUT[way](session, maja, published)
    assert found(session, "fladbro", NOW) == found(session, "fladbro", LATER) == []
    assert not [words for words in session.scalars(select(SearchEntry.words)) if "fladbro" in words]
    assert sound(session)


def test_what_is_published_again_is_found_by_its_new_words_only(
    session: Session, books: Library, maja: str, published: Response
) -> None:
    WAYS_OUT["corrected"](session, maja, published)
    session.commit()
    desk.decide(session, maja, published, PUBLISH)
    assert found(session, "fladbro") == []
    assert found(session, "noget andet") == [f"hjaelp nr. {published.seq}"]
    assert sound(session)


def test_an_entry_that_was_left_behind_stands_in_nobody_s_way(
    session: Session, books: Library, maja: str, published: Response
) -> None:
    """An index that is wrong can be written anew; a decision that fails for it could not be made."""
    entry = session.scalars(select(SearchEntry).where(SearchEntry.words.contains("fladbro"))).one()
    entry.subject_id = 10_000
    session.commit()
    WAYS_OUT["corrected"](session, maja, published)
    session.commit()
    desk.decide(session, maja, published, PUBLISH)
    assert found(session, "noget andet") == [f"hjaelp nr. {published.seq}"]
    assert sound(session)


def test_a_decision_that_is_rolled_back_leaves_nothing(
    session: Session, books: Library, maja: str, published: Response
) -> None:
    """In one transaction with what it describes."""
    WAYS_OUT["withheld"](session, maja, published)
    session.rollback()
    assert found(session, "fladbro") == [f"hjaelp nr. {published.seq}"]
    assert sound(session)


def test_who_has_no_remarks_is_found_by_the_body_s_name(session: Session, books: Library) -> None:
    council = factories.sender(capacity=Capacity.COUNCIL, organisation="Ældrerådet")
    factories.response(session, books.first, factories.submission(sender=council, content=Content(no_remarks=True)))
    assert found(session, "ældreråd") == ["hjaelp nr. 3"]
    assert sound(session)


def test_R31_people_are_not_looked_up_by_name(session: Session, books: Library, maja: str) -> None:
    """Their name stands at their response where the consultation shows names; it is no key to all they have said."""
    books.first.name_rule = NameRule.FULL_NAME
    session.flush()
    response = desk.received(session, books.first, "Bussen mangler.")
    desk.decide(session, maja, response, PUBLISH)
    assert session.scalars(select(Rendition.shown_name).where(Rendition.key == response.key)).one() == "Karen Prøvesen"
    assert found(session, "Prøvesen") == []


# Drafts


def test_R7_a_draft_s_new_version_replaces_the_old_one(session: Session, books: Library) -> None:
    version = revising.begin_version(session, "staff:1", NOW, books.first, 1)
    texts = drafting.inputs_of(queries.list_sections(session, version.id))
    texts[0] = replace(texts[0], source="Du kan få en besøgsven.", html="")
    drafting.write_sections(session, "staff:1", NOW, books.first, version, texts)
    assert found(session, "besøgsven") == [], "nobody has sent it out"
    assert "hjaelp 1.1" in found(session, "ledsagelse")
    revising.publish_version(session, "staff:1", NOW, books.first, 1, "Afsnit 1 er nyt.")
    session.commit()
    assert found(session, "besøgsven", NOW) == ["hjaelp 1.1"]
    assert "hjaelp 1.1" not in found(session, "ledsagelse")
    assert version_of(session, books.first).number == 2
    assert sound(session)


# Comparing, and writing anew


def _lose(session: Session) -> None:
    session.execute(delete(SearchEntry).where(SearchEntry.kind == SearchKind.RESPONSE))


def _lose_a_section(session: Session) -> None:
    session.delete(session.scalars(select(SearchEntry).where(SearchEntry.kind == SearchKind.SECTION)).all()[0])


def _change_a_text(session: Session) -> None:
    session.scalars(select(RenditionPart)).all()[0].text = "Noget helt andet."


def _keep_what_is_hidden(session: Session) -> None:
    session.scalars(select(Rendition)).all()[0].hidden_at = NOW


def _unpublish(session: Session) -> None:
    session.scalars(select(Consultation)).all()[0].published_at = None


@pytest.mark.parametrize("fault", [_lose, _lose_a_section, _change_a_text, _keep_what_is_hidden, _unpublish])
def test_the_doctor_finds_an_index_that_is_not_what_is_public(
    session: Session, engine: Engine, books: Library, fault: Callable[[Session], None]
) -> None:
    assert _doctor(engine) == "sound"
    fault(session)
    session.commit()
    assert "consultation search rebuild" in _doctor(engine)


def test_the_doctor_finds_what_fts5_has_lost(sqlite_engine: Engine) -> None:
    """A migration that rewrites the table would drop its triggers."""
    with Session(sqlite_engine) as session:
        books = library(session)
        session.execute(text("DROP TRIGGER search_entry_added"))
        search_index.write_texts(session, books.first)
        session.commit()
    assert "consultation search rebuild" in _doctor(sqlite_engine)


def _doctor(engine: Engine) -> str:
    found = {check.name: check.words for check in doctor.examine(engine, factories.settings(), NOW)}
    return found["search"]


def test_all_entries_are_written_anew_in_small_steps(
    session: Session, engine: Engine, books: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "STEP", 2)
    add_renditions(session, books.first, ["Bussen."] * 5)
    before = _entries(session)
    session.execute(delete(SearchEntry))
    _stray(session, books.first)
    session.commit()
    assert not sound(session)
    session.rollback()
    assert _work_off(engine, session) == 4 + 2 + 1, "seven responses by two, two consultations without, and the end"
    assert _entries(session) == before
    assert sound(session)


def test_M1_an_installation_with_texts_owes_its_entries(session: Session, engine: Engine, books: Library) -> None:
    """Up with data: what was published before there was a search can be found once the worker has been there."""
    before = _entries(session)
    session.rollback()
    url = engine.url.render_as_string(hide_password=False)
    schema.downgrade(url, "0001")
    schema.upgrade(url)
    engine.dispose()
    assert found(session, "ledsagelse") == []
    assert not sound(session)
    session.rollback()
    _work_off(engine, session)
    assert _entries(session) == before
    assert sound(session)


def test_M1_an_empty_installation_owes_nothing(session: Session) -> None:
    assert session.scalar(select(func.count(Job.id))) == 0


def _entries(session: Session) -> set[tuple[str, str, str]]:
    rows = session.execute(select(SearchEntry.kind, SearchEntry.sort_key, SearchEntry.words))
    return {(row.kind, row.sort_key, row.words) for row in rows}


def _stray(session: Session, owner: Consultation) -> None:
    """The entry of a response that is hidden by now."""
    session.add(
        SearchEntry(
            consultation_id=owner.id,
            kind=SearchKind.RESPONSE,
            subject_id=10_000,
            words="fladbro",
            sort_key="9",
            visible_from=NOW,
        )
    )
    if not session.scalars(select(Job.id).where(Job.name == search_index.REBUILD)).all():
        jobs.enqueue(session, search_index.REBUILD, NOW)


def _work_off(engine: Engine, session: Session) -> int:
    """Does the jobs of the index; how many there were."""
    session.execute(delete(Job).where(Job.name != search_index.REBUILD))
    session.commit()
    while worker.run_once(engine, factories.settings(), LATER):
        pass
    count = session.scalar(select(func.count(Job.id)).where(Job.name == search_index.REBUILD, Job.last_error == ""))
    return count or 0
