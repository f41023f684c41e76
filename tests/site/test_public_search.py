"""The page of results: what it shows, of whom, when it may be kept, and that it answers whatever is asked."""

import base64
import hashlib
import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consultation import search_index
from consultation.moderation import marking
from consultation.site.public_search import LONGEST, SIZE
from consultation.vocabulary import DecisionKind, FindingAnswer, FindingKind
from tests import factories
from tests.conftest import Clock
from tests.databases import Once
from tests.factories import CLOSES, NOW
from tests.moderation import desk
from tests.site.published import LATER, page, shown, words
from tests.site.searched import Library, add_renditions, library, version_of

MICROSECOND = timedelta(microseconds=1)
HOST = "http://proeve.example"


@pytest.fixture
def books(store: Session, once: Once, at: Clock) -> Library:
    found = once(store, library)
    at.now = LATER
    return found


def results(client: FlaskClient, query: str, **given: str) -> str:
    more = "".join(f"&{name}={quote(value)}" for name, value in given.items())
    return page(client, f"/soeg?q={quote(query)}{more}")


def links(html: str) -> list[str]:
    """Where the results lead."""
    return re.findall(r'<h3[^>]*><a href="([^"]+)"', html)


# What it shows


def test_each_hit_leads_to_its_place_and_says_whose_it_is_and_in_what_state(
    client: FlaskClient, books: Library
) -> None:
    html = results(client, "ledsagelse")
    response = links(html)[3]
    assert links(html)[:3] == [
        "/hoeringer/aaloeb/udkast/1#hvem",
        "/hoeringer/hjaelp/udkast/1#hvem",
        "/hoeringer/hjaelp/udkast/1#hvor-laenge",
    ]
    assert re.fullmatch(r"/hoeringer/hjaelp/svar/[^/]+", response)
    text = words(html)
    assert "Udkast 1, afsnit 2: Hvor længe? Støtte 1 · Hjælp i hverdagen · Prøvestad Kommune · Åben for svar" in text
    assert "Svar nr. 1: Borger, 0000" in text
    assert "Svar nr. 2: Handicaprådet på Øen" in text
    assert "Vi fandt 5 steder." in text
    assert re.findall(r"<h2[^>]*>([^<]+)</h2>", html)[:2] == ["Afsnit i udkast", "Svar fra andre"]
    assert all(client.get(link).status_code == 200 for link in links(html))


def test_the_words_that_were_found_are_marked(client: FlaskClient, books: Library) -> None:
    html = results(client, "ledsagelse aabenraa")
    assert re.findall(r"<mark>([^<]+)</mark>", html) == ["Ledsageren", "Aabenraa", "Åbenrå"]
    assert re.findall(r"<mark>([^<]+)</mark>", results(client, "hverdag")) == ["hverdagen"]
    assert re.findall(r"<mark>([^<]+)</mark>", results(client, "handicapråd")) == ["Handicaprådet"]


def test_an_easy_version_is_led_to_where_the_word_stands_there(
    client: FlaskClient, store: Session, books: Library
) -> None:
    version_of(store, books.first).easy_read = "Du kan få **negleklip**."
    books.first.easy_read = "Her er det let at læse om vandring."
    store.flush()
    search_index.write_texts(store, books.first)
    store.commit()
    assert links(results(client, "negleklip")) == ["/hoeringer/hjaelp/udkast/1/let"]
    assert links(results(client, "vandring")) == ["/hoeringer/hjaelp/let"]
    assert links(results(client, "støtte", vis="udkast"))[2] == "/hoeringer/hjaelp/udkast/1"


def test_a_document_is_found_as_its_page_says_it(client: FlaskClient, books: Library) -> None:
    html = results(client, "svarfrist")
    assert links(html) == ["/hoeringer/hjaelp/dokumenter/brev"]
    assert "Kære alle. Svarfristen er kort." in words(html)


def test_one_kind_can_be_chosen(client: FlaskClient, books: Library) -> None:
    assert len(links(results(client, "ledsagelse", vis="svar"))) == 2
    assert len(links(results(client, "ledsagelse", vis="udkast"))) == 3
    assert links(results(client, "ledsagelse", vis="hoeringer")) == []
    assert len(links(results(client, "ledsagelse", vis="alt-muligt"))) == 5


def test_a_long_list_comes_in_pages_by_key(client: FlaskClient, store: Session, books: Library) -> None:
    add_renditions(store, books.first, [f"Fladbro {number}." for number in range(SIZE * 2 + 1)])
    store.commit()
    html, seen = results(client, "fladbro"), []
    assert f"Vi fandt mere end {SIZE} steder. Her er de første." in words(html)
    while True:
        seen += links(html)
        following = re.search(r'<a href="([^"]+)" rel="next"', html)
        if following is None:
            break
        html = page(client, "/soeg" + following[1].replace("&amp;", "&"))
        assert "Her er flere af de steder, vi fandt." in words(html)
    assert len(seen) == len(set(seen)) == SIZE * 2 + 1
    back = re.search(r'<a href="([^"]+)" rel="prev"', html)
    assert back is not None
    assert links(page(client, "/soeg" + back[1].replace("&amp;", "&"))) == seen[SIZE : SIZE * 2]


def test_the_front_page_and_every_header_lead_here(client: FlaskClient, books: Library) -> None:
    html = page(client, "/")
    assert 'action="/soeg"' in html
    assert '<a href="/soeg">Søg</a>' in html
    assert '<a href="/soeg" aria-current="page">Søg</a>' in page(client, "/soeg")
    assert 'action="/en/soeg"' in page(client, "/en/")


# Asked badly


@pytest.mark.parametrize("query", ["", " ", "?!", "* & | :", "\u202e", "🙂", "_"])
def test_without_a_word_it_says_what_can_be_searched(client: FlaskClient, books: Library, query: str) -> None:
    html = results(client, query)
    assert "Vi søger i høringer, udkast, dokumenter og svar." in words(html)
    assert links(html) == []
    assert ("Skriv mindst et ord eller et tal." in words(html)) == bool(query.strip("\u202e "))


def test_U14_where_nothing_is_found_it_says_so_and_what_to_do(client: FlaskClient, books: Library) -> None:
    text = words(results(client, 'xylofon "mol"', vis="svar"))
    assert 'Vi fandt intet om “xylofon "mol"”.' in text
    assert "Skriv færre ord." in text
    assert "Søg alle steder, ikke kun i svar fra andre." in text


def test_a_query_that_is_too_long_is_given_back_with_what_to_do(client: FlaskClient, books: Library) -> None:
    html = results(client, "ledsagelse " * 20)
    assert f"Du kan søge på højst {LONGEST} tegn." in words(html)
    assert f'value="{("ledsagelse " * 20).strip()}"' in html
    assert links(html) == []
    assert len(links(results(client, "ledsagelse " * 18))) == 5


@pytest.mark.parametrize(
    "query",
    [
        'NEAR("a" "b", 5)',
        '"; DROP TABLE search_entry; --',
        "a:* & !b | <->",
        "'''",
        "\\",
        "%",
        "\u202eabc\u202d",
        "<script>alert(1)</script>",
        "{{ 7 * 7 }}",
        "\x01\x1b",
        "e" + "\u0301" * 100_000,
        "ﷺ ½ ² ﬁ İ ß ǆ",
        "अ आ",
        "a " * 5000,
        "x" * 5000,
        "AND OR NOT",
        "words:ledsagelse",
        "^ledsagelse",
    ],
)
def test_I1_whatever_is_asked_is_answered_in_words(client: FlaskClient, books: Library, query: str) -> None:
    html = results(client, query)
    assert "Søg" in words(html)
    assert "<script>alert" not in html


@pytest.mark.parametrize("raw", ["%00", "a%00b", "%ed%a0%80", "%ff"])
def test_I2_nul_and_broken_letters_are_refused_in_words(client: FlaskClient, books: Library, raw: str) -> None:
    assert "Vi kunne ikke læse alle tegn" in words(page(client, f"/soeg?q={raw}", status=400))


@pytest.mark.parametrize("cursor", ["efter=zzz", "foer=0", "efter=" + "x" * 300, "foer=%27%22", "efter=a&foer=b"])
def test_I1_a_key_that_was_made_up_leads_nowhere(client: FlaskClient, books: Library, cursor: str) -> None:
    assert client.get(f"/soeg?q=ledsagelse&{cursor}").status_code == 200


def test_O5_the_text_of_a_response_is_text(client: FlaskClient, store: Session, books: Library) -> None:
    shown(store, books.first, "Fladbro <img src=x onerror=alert(1)> & <mark>alt</mark>.")
    store.commit()
    html = results(client, "fladbro")
    assert "<img" not in html
    assert "<mark>Fladbro</mark> &lt;img src=x onerror=alert(1)&gt; &amp; &lt;mark&gt;alt&lt;/mark&gt;." in html


# Whose, when, and how long it may be kept


def test_A1_on_an_authority_s_host_only_its_own_is_found(
    app: Flask, client: FlaskClient, store: Session, books: Library
) -> None:
    books.owner.host = "proeve.example"
    store.commit()
    html = client.get("/soeg?q=ledsagelse", base_url=HOST).get_data(as_text=True)
    assert len(links(html)) == 4
    assert not [link for link in links(html) if "aaloeb" in link]
    assert "Prøvestad Kommune ·" not in words(html), "its own name stands at the top"


def test_P7_before_its_time_an_answer_is_as_for_a_word_that_nobody_wrote(
    client: FlaskClient, store: Session, books: Library, at: Clock
) -> None:
    """Page, headers and all: whether a text that is not public yet has a word cannot be asked."""
    opened = books.second.visible_from
    assert opened is not None
    at.now = opened - MICROSECOND
    known, unknown = (client.get(f"/soeg?q={word}") for word in ("maden", "nidah"))
    assert known.get_data(as_text=True).replace("maden", "nidah") == unknown.get_data(as_text=True)
    assert known.headers["Cache-Control"] == unknown.headers["Cache-Control"]
    at.now = opened
    assert links(results(client, "maden"))


def test_P7_what_is_not_sent_out_is_not_found(client: FlaskClient, store: Session, books: Library) -> None:
    row = factories.consultation(store, books.owner, "ny", published=False)
    row.title = "Fladbro"
    store.flush()
    search_index.write_texts(store, row)
    store.commit()
    assert links(results(client, "fladbro")) == []


def test_T8_no_cache_keeps_it_past_the_next_change(client: FlaskClient, books: Library, at: Clock) -> None:
    at.now = CLOSES - timedelta(seconds=20)
    assert client.get("/soeg?q=ledsagelse").headers["Cache-Control"] == "public, max-age=20"
    assert "Åben for svar" in results(client, "ledsagelse")
    at.now = CLOSES
    assert "Åben for svar" not in results(client, "ledsagelse")
    assert client.get("/soeg?q=ledsagelse").headers["Cache-Control"] == "public, max-age=60"


def test_search_engines_do_not_list_results(client: FlaskClient, books: Library) -> None:
    assert '<meta name="robots" content="noindex">' in results(client, "ledsagelse")


def test_U20_in_english_only_what_is_written_in_danish_is_danish(client: FlaskClient, books: Library) -> None:
    html = page(client, "/en/soeg?q=ledsagelse")
    text = words(html, without_danish=True)
    assert "We found 5 places." in text
    assert "Please search" in text or "please search with Danish words" in text
    assert not re.search(r"\b(svar|udkast|afsnit|høring|søg|borger)\b", text, re.IGNORECASE)


def test_P1_a_canary_is_in_no_result_whatever_is_searched_for(
    client: FlaskClient, store: Session, books: Library
) -> None:
    """Every word of what was sent is tried; what is shown, the addresses and the headers hold nothing removed."""
    canaries = ("Zqmikkel", "Zqsand", "zq.karen@proeve.example")
    original = f"Jeg bor med {canaries[0]} {canaries[1]} i Fladbro. Skriv til {canaries[2]}."
    maja = desk.moderator(store, books.first)
    response = desk.received(store, books.first, original, sender=factories.sender(name="Zqkaren Prøvesen"))
    marking.mark_words(store, maja, NOW, response.id, f"{canaries[0]} {canaries[1]}", FindingKind.PERSON_NAME)
    for found in desk.material(store, response).findings:
        if found.finding.kind is FindingKind.EMAIL:
            marking.answer_finding(store, maja, NOW, response.id, found.finding.id, FindingAnswer.REDACT)
    desk.decide(store, maja, response, DecisionKind.PUBLISH_REDACTED)
    unread = desk.received(store, books.first, "Zqulaest venter på Fladbro.", sender=factories.sender(postcode="0001"))
    store.commit()
    assert links(results(client, "fladbro")) == [links(results(client, "navn fjernet"))[0]]
    tried = {*re.findall(r"\w+", original), "zq", "zqulaest", "zqkaren", "venter", unread.key}
    for word in sorted(tried):
        answer = client.get(f"/soeg?q={quote(word)}")
        text = answer.get_data(as_text=True).replace(word, "").casefold() + str(answer.headers)
        assert not [one for one in _forms("zqmikkel", "zqsand", "zq.karen", "zqulaest", original) if one in text], word
        if word.casefold().startswith("zq") or word == unread.key:
            assert links(answer.get_data(as_text=True)) == []


def _forms(*secrets: str) -> set[str]:
    """Each as it stands, in base64, in an address, and the three usual hashes of it."""
    raw = [secret.encode() for secret in secrets]
    hashes = {getattr(hashlib, name)(one).hexdigest() for one in raw for name in ("md5", "sha1", "sha256")}
    encoded = {base64.b64encode(one).decode().casefold() for one in raw}
    return {secret.casefold() for secret in secrets} | encoded | hashes
