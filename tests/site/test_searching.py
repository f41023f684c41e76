"""What a search finds, in which order, and when: the same on both databases (M3)."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from consultation import search_index
from consultation.consultations.states import responses_are_public
from consultation.lib.stems import terms
from consultation.models import SearchEntry
from consultation.site import searching
from consultation.site.searching import Asked, Span
from consultation.vocabulary import PublicationMode, SearchKind
from tests import factories
from tests.databases import Once
from tests.factories import CLOSES, NOW, OPENED
from tests.site.published import LATER, statements
from tests.site.searched import Library, add_renditions, found, library, version_of

MICROSECOND = timedelta(microseconds=1)
LEDSAG = ["aaloeb 1.1", "hjaelp 1.1", "hjaelp 1.2", "hjaelp nr. 1", "hjaelp nr. 2"]
AABENRAA = ["hjaelp 1.2"]
AEROE = ["hjaelp 1.2", "hjaelp 2.1", "hjaelp nr. 1"]
QUERIES = {
    "ledsagelse": LEDSAG,
    "ledsagelsen": LEDSAG,
    "LEDSAGERNE": LEDSAG,
    "Ledsag": LEDSAG,
    "ledsagel": ["aaloeb 1.1", "hjaelp 1.1", "hjaelp nr. 1"],
    "ledsagelse aften": ["hjaelp nr. 1"],
    "aften, ledsagelse!": ["hjaelp nr. 1"],
    "ledsagelse vandet": ["aaloeb 1.1"],
    "ledsagelse vandet skole": [],
    "Ærø": AEROE,
    "ærø": AEROE,
    "ÆRØ": AEROE,
    "æro": [],
    "Aabenraa": AABENRAA,
    "Åbenrå": AABENRAA,
    "aabenrå": AABENRAA,
    "A\u030abenra\u030a": AABENRAA,
    "abenra": [],
    "aal": [],
    "ål": [],
    "åle": ["aaloeb"],
    "åløb": ["aaloeb"],
    "økologi": ["oekologi", "oekologi 1.1"],
    "økologisk køkken": [],
    "data": ["hjaelp 1.3"],
    "dataansvarlig": ["hjaelp 1.3"],
    "støtte": ["oekologi 1", "aaloeb 1", "hjaelp 1", "hjaelp 2", "hjaelp 2.1", "hjaelp nr. 2"],
    "støtter udkast": ["hjaelp nr. 2"],
    "kontaktperson": [],
    "støttekontaktpersoner": ["hjaelp 2.1"],
    "børnene": ["hjaelp 2.1", "hjaelp nr. 1"],
    "15": ["oekologi 1.1", "hjaelp 1.1"],
    "1": ["oekologi", "aaloeb", "hjaelp", "oekologi 1", "aaloeb 1", "hjaelp 1"],
    "16": [],
    "60 %": ["oekologi 1.1"],
    "bo": [],
    "bor": ["hjaelp 1.1"],
    "hverdag": ["hjaelp"],
    "høringsbrev": ["hjaelp brev"],
    "svarfrist": ["hjaelp brev"],
    "handicapråd øen": ["hjaelp nr. 2"],
    "27.00.00-P00": ["oekologi", "aaloeb", "hjaelp"],
    'NEAR("ledsagelse" vandet)': [],
    'ledsagelse"; DROP TABLE search_entry; --': [],
    "ledsagelse:* & | ! <->": LEDSAG,
    "ledsagelse* -vandet": ["aaloeb 1.1"],
    "search_index: ledsagelse": [],
    "'ledsagelse'": LEDSAG,
    "\\ledsagelse\\": LEDSAG,
    "\u202eledsagelse": LEDSAG,
    "led\u00adsagelse": LEDSAG,
    "Москва 東京 🙂": [],
}


@pytest.fixture
def books(session: Session, once: Once) -> Library:
    return once(session, library)


def test_M3_every_query_finds_the_same_in_the_same_order_on_both_databases(session: Session, books: Library) -> None:
    assert {query: found(session, query) for query in QUERIES} == QUERIES


def test_the_draft_itself_is_found_by_its_title_and_its_easy_version(session: Session, books: Library) -> None:
    drafts = ["oekologi 1", "aaloeb 1", "hjaelp 1", "hjaelp 2"]
    assert found(session, "voksne") == found(session, "voksen") == drafts
    version = version_of(session, books.first)
    version.easy_read = "Du kan få hjælp. **Klip** ikke dine negle selv."
    session.flush()
    search_index.write_texts(session, books.first)
    assert found(session, "neglene") == ["hjaelp 1"]


def test_M3_consultations_sent_out_on_one_day_stand_in_danish_order(session: Session) -> None:
    owner = factories.authority(session)
    for slug, title in (("a", "Aalborg"), ("o", "Østerbro"), ("z", "Zonen"), ("e", "Ærø"), ("b", "Øst og vest")):
        row = factories.consultation(session, owner, slug, drafts=0)
        row.title = title
        session.flush()
        search_index.write_texts(session, row)
    session.commit()
    assert found(session, "hverdag") == []
    assert found(session, "beskrive") == ["z", "e", "b", "o", "a"]


# Whose, and when


def test_A1_one_authority_s_search_finds_nothing_of_another(session: Session, books: Library) -> None:
    assert found(session, "ledsagelse", owner=books.owner) == LEDSAG[1:]
    assert found(session, "vandet", owner=books.owner) == []


def test_P7_nothing_is_found_one_microsecond_before_the_consultation_is_to_be_seen(
    session: Session, books: Library
) -> None:
    opened = books.second.visible_from
    assert opened is not None
    assert found(session, "økologi", opened - MICROSECOND) == []
    assert found(session, "økologi", opened) == ["oekologi", "oekologi 1.1"]


def test_P7_a_response_is_found_from_its_own_instant_on(session: Session, books: Library) -> None:
    from_then = NOW + timedelta(minutes=5)
    assert found(session, "aftenen", from_then - MICROSECOND) == []
    assert found(session, "aftenen", from_then) == ["hjaelp nr. 1"]


@pytest.mark.parametrize(
    ("mode", "public_at"),
    [
        (PublicationMode.AFTER_DEADLINE, CLOSES),
        (PublicationMode.WITH_AGENDA, CLOSES + timedelta(days=3)),
    ],
)
def test_R26_responses_are_found_when_the_mode_lets_them_be_shown(
    session: Session, books: Library, mode: PublicationMode, public_at: datetime
) -> None:
    books.first.publication_mode, books.first.responses_public_at = mode, CLOSES + timedelta(days=3)
    session.commit()
    assert found(session, "aftenen", public_at - MICROSECOND) == []
    assert found(session, "aftenen", public_at) == ["hjaelp nr. 1"]


def test_T8_a_deadline_that_is_moved_hides_responses_at_once(session: Session, books: Library) -> None:
    books.first.publication_mode = PublicationMode.AFTER_DEADLINE
    session.commit()
    assert found(session, "aftenen", CLOSES) == ["hjaelp nr. 1"]
    books.first.closes_at = CLOSES + timedelta(days=7)
    session.commit()
    assert found(session, "aftenen", CLOSES) == []


@pytest.mark.parametrize("mode", [*PublicationMode, None])
def test_R26_the_search_has_the_rule_of_the_pages(
    session: Session, books: Library, mode: PublicationMode | None
) -> None:
    """One rule, said once in Python and once for the database."""
    row = books.first
    row.published_at = None if mode is None else row.published_at
    row.publication_mode, row.responses_public_at = mode, CLOSES + timedelta(days=3)
    session.flush()
    for at in (CLOSES - MICROSECOND, CLOSES, CLOSES + timedelta(days=3) - MICROSECOND, CLOSES + timedelta(days=3)):
        public = mode is not None and responses_are_public(mode, row.closes_at, row.responses_public_at, at)
        assert bool(found(session, "aftenen", at)) == public


def test_P1_what_the_index_holds_too_long_is_not_shown(session: Session, books: Library) -> None:
    """The second lock: a row that may not be read is no hit, whatever the index says."""
    entry = session.scalars(select(SearchEntry).where(SearchEntry.kind == SearchKind.RESPONSE)).all()[0]
    entry.subject_id = 10_000
    session.commit()
    page = searching.find(session, LATER, Asked(terms("aftenen")), Span(10))
    assert len(page) == 1
    assert searching.load(session, LATER, page) == []


def test_next_change_is_the_clock_s_and_the_same_for_every_query(session: Session, books: Library) -> None:
    assert searching.next_change(session, OPENED - MICROSECOND, None) == OPENED
    assert searching.next_change(session, OPENED, None) == books.second.visible_from
    assert searching.next_change(session, NOW, books.owner.id) == CLOSES
    books.first.responses_public_at = NOW + timedelta(days=1)
    session.commit()
    assert searching.next_change(session, NOW, books.owner.id) == NOW + timedelta(days=1)
    assert searching.next_change(session, CLOSES, books.owner.id) is None


# Pages


def test_pages_by_key_leave_nothing_out_and_repeat_nothing(session: Session, books: Library) -> None:
    add_renditions(session, books.first, ["Ledsagelse."] * 7)
    session.commit()
    whole = found(session, "ledsagelse")
    asked, after, pages = Asked(terms("ledsagelse")), None, []
    while page := searching.find(session, LATER, asked, Span(3, after=after)):
        pages.append(page)
        after = page[-1].sort_key
    assert [one for page in pages for one in page] == searching.find(session, LATER, asked, Span(100))
    assert len(whole) == sum(len(page) for page in pages) == len(LEDSAG) + 7
    for before, page in pairwise(pages):
        back = searching.find(session, LATER, asked, Span(3, before=page[0].sort_key))
        assert back == list(reversed(before))


def test_as_many_statements_for_many_hits_as_for_few(session: Session, engine: Engine, books: Library) -> None:
    add_renditions(session, books.first, ["Fladbro, sjældent."] * 5 + ["Fladbro."] * 45)
    session.commit()
    counts = []
    for query, hits in (("sjældent", 5), ("fladbro", 50)):
        session.expire_all()
        with statements(engine) as seen:
            assert len(found(session, query)) == hits
        counts.append(sum(not one.startswith("BEGIN") for one in seen))
    assert counts[0] == counts[1]


def test_entries_are_neither_counted_nor_skipped_over(session: Session, engine: Engine, books: Library) -> None:
    """Keyset: the last page is asked for as the first is, so that 100,000 entries before it cost nothing more."""
    rows = [
        {
            "consultation_id": books.first.id,
            "kind": SearchKind.RESPONSE,
            "subject_id": 1000 + number,
            "words": "overalt",
            "sort_key": f"9/{number:09}",
            "visible_from": NOW,
        }
        for number in range(100)
    ]
    session.execute(insert(SearchEntry), rows)
    session.commit()
    with statements(engine) as seen:
        last = searching.find(session, LATER, Asked(terms("overalt")), Span(21, after="9/000000095"))
        first = searching.find(session, LATER, Asked(terms("overalt")), Span(21))
    assert [len(first), len(last)] == [21, 4]
    asked = [one for one in seen if one.startswith("WITH")]
    assert len(asked) == 2
    assert not [one for one in asked if "count(" in one.casefold()]
    assert all(one.endswith("LIMIT ? OFFSET ?" if engine.dialect.name == "sqlite" else "::INTEGER") for one in asked)
    assert engine.dialect.name == "sqlite" or not [one for one in asked if "OFFSET" in one], "SQLite's is always 0"
