"""Feeds and calendars: what happened, at the instant, for everybody, and read strictly (T5, T8, P7, O5, U05)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from xml.etree.ElementTree import Element, fromstring

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.consultations import drafting, meetings, operations, queries, revising, scheduling
from consultation.consultations.meetings import MeetingInput
from consultation.models import Consultation, Finding, Package, PackageFile, PublishedAnnex, Response, Snapshot
from consultation.moderation import marking
from consultation.moderation import operations as moderation
from consultation.responses.operations import withdraw_response
from consultation.storage import Store, keep
from consultation.vocabulary import Capacity, DecisionKind, FindingAnswer, MilestoneKind, PublicationMode, Role
from tests import factories
from tests.conftest import ON_BOTH, Clock
from tests.factories import CLOSES, NOW, OPENED, sender
from tests.site.published import LATER, answered, page, shown, statements

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
FEED = "/hoeringer/hjaelp-i-hverdagen/feed.atom"
LISTS = ("/feed.atom", "/myndigheder/prøvestad/feed.atom", "/emner/social-og-handicap/feed.atom")
CALENDARS = ("/frister.ics", "/myndigheder/prøvestad/frister.ics", "/emner/social-og-handicap/frister.ics")
ACTOR = "staff:1"
MOMENT = timedelta(microseconds=1)
CORPUS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "]]><!--",
    "<![CDATA[x",
    "&lt;&amp;&#0;&nbsp;",
    "'{{7*7}}'%s%(x)s",
    "a\x01\x08\x0b\x0c\x0e\x1f\x7fb",
    "\ufffe\uffff\ud7ff\ue000",
    "\u202eevil\u2066\u200b",
    "\U0001f600 æøå",
    "linje\r\nlinje\tto",
)


@dataclass(frozen=True)
class Read:
    """A feed as a strict reader has it."""

    root: Element
    entries: list[Element]

    def titles(self) -> list[str]:
        return [_text(one, "title") for one in self.entries]


def read(client: FlaskClient, address: str = FEED) -> Read:
    """Fails for what RFC 4287 does not allow."""
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml"), address
    root = fromstring(answer.data)
    assert root.tag == ATOM + "feed"
    entries = root.findall(ATOM + "entry")
    for one in (root, *entries):
        for name in ("id", "title", "updated"):
            assert _text(one, name), name
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", _text(one, "updated"))
        assert re.match(r"(tag:[a-z0-9.-]+,\d{4}-\d\d-\d\d:|https?://)\S+$", _text(one, "id"))
    rels = [link.get("rel") for link in root.findall(ATOM + "link")]
    assert rels == ["self", "alternate"]
    ids, times = [[_text(one, name) for one in entries] for name in ("id", "updated")]
    assert len(set(ids)) == len(ids)
    assert times == sorted(times, reverse=True)
    assert len(entries) <= 50
    return Read(root, entries)


def _text(element: Element, name: str) -> str:
    found = element.find(ATOM + name)
    assert found is not None, name
    return found.text or ""


@pytest.fixture
def consultation(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    row.subject = "27"
    row.visible_from = OPENED - timedelta(days=3)
    store.commit()
    return row


Act = Callable[[Session, Consultation], object]


def _move(session: Session, row: Consultation) -> None:
    scheduling.move_deadline(session, ACTOR, NOW, row, CLOSES + timedelta(days=7), "siden var nede.", factories.REASONS)


def _replace(session: Session, row: Consultation) -> None:
    version = revising.begin_version(session, ACTOR, NOW, row, 1)
    texts = drafting.inputs_of(queries.list_sections(session, version.id))
    texts[0] = texts[0].__class__(**(vars(texts[0]) | {"source": "Alle over 16 år."}))
    drafting.write_sections(session, ACTOR, NOW, row, version, texts)
    revising.publish_version(session, ACTOR, NOW, row, 1, "Afsnit 1 er gjort tydeligere.")


def _cancel(session: Session, row: Consultation) -> None:
    operations.cancel_consultation(session, ACTOR, NOW, row, "Forslaget er trukket.")


def _decide(session: Session, row: Consultation, at: datetime = CLOSES) -> None:
    given = MeetingInput(MilestoneKind.COUNCIL, at.date(), "Byrådet", outcome="Byrådet sagde ja.", decides=True)
    known = [one.id for one in queries.list_milestones(session, row.id)]
    meetings.record_meeting(session, ACTOR, at, row, given, known[0] if known else None)


def _freeze(session: Session, row: Consultation) -> Snapshot:
    own = {"authority_id": row.authority_id, "consultation_id": row.id, "by": ACTOR, "at": CLOSES}
    snapshot = Snapshot(**own, seq=1, inputs="{}", provisional=False)
    session.add(snapshot)
    session.flush()
    return snapshot


@pytest.mark.parametrize(
    ("act", "told", "words"),
    [
        (_move, "Fristen er flyttet: Hjælp i hverdagen", "fordi siden var nede."),
        (_replace, "Udkast 1 er ændret: Hjælp i hverdagen", "Afsnit 1 er gjort tydeligere."),
        (_cancel, "Aflyst: Hjælp i hverdagen", "Forslaget er trukket."),
    ],
)
@pytest.mark.parametrize("address", [FEED, *LISTS])
def test_R6_R7_what_staff_do_stands_first_with_its_reason(
    client: FlaskClient, store: Session, consultation: Consultation, act: Act, told: str, words: str, address: str
) -> None:
    act(store, consultation)
    store.commit()
    newest = read(client, address).entries[0]
    assert _text(newest, "title") == told
    assert words in _text(newest, "summary").replace("\N{NO-BREAK SPACE}", " ")
    assert _text(newest, "updated") == "2026-03-02T12:00:00Z"


@ON_BOTH
def test_T5_what_the_clock_brings_is_there_at_the_instant_and_not_before(
    client: FlaskClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    """No worker runs here."""
    _freeze(store, consultation)
    _decide(store, consultation, NOW)
    store.commit()
    told = {}
    for name, instant in (("open", OPENED), ("close", CLOSES)):
        at.now = instant - MOMENT
        before = read(client).titles()
        at.now = instant
        told[name] = [title.partition(":")[0] for title in read(client).titles() if title not in before]
    assert told == {"open": ["Høringen er åbnet"], "close": ["Besluttet", "Under behandling", "Fristen er gået"]}


@pytest.mark.parametrize("address", [FEED, *LISTS, *CALENDARS])
def test_T8_no_cache_keeps_a_feed_past_the_next_change(
    client: FlaskClient, consultation: Consultation, at: Clock, address: str
) -> None:
    at.now = CLOSES - timedelta(seconds=7)
    assert client.get(address).headers["Cache-Control"] == "public, max-age=7"


def test_P7_before_its_time_a_consultation_is_in_no_feed_and_no_calendar(
    client: FlaskClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    seen = consultation.visible_from
    assert seen is not None
    at.now = seen - MOMENT
    assert client.get(FEED).status_code == client.get("/hoeringer/findes-ikke/feed.atom").status_code == 404
    assert all(read(client, address).entries == [] for address in LISTS)
    assert all("BEGIN:VEVENT" not in client.get(address).text for address in CALENDARS)
    at.now = seen
    assert all(read(client, address).titles() == ["Sendt i høring: Hjælp i hverdagen"] for address in (FEED, *LISTS))
    assert all("BEGIN:VEVENT" in client.get(address).text for address in CALENDARS)


def test_P7_what_was_done_before_it_could_be_seen_is_told_when_it_can(
    client: FlaskClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    consultation.visible_from = NOW + timedelta(days=1)
    _move(store, consultation)
    store.commit()
    at.now = NOW + timedelta(days=1)
    assert [_text(one, "updated") for one in read(client).entries] == ["2026-03-03T12:00:00Z"] * 2


def test_U05_no_entry_offers_to_answer(client: FlaskClient, consultation: Consultation, at: Clock) -> None:
    for instant in (OPENED, CLOSES):
        at.now = instant
        for prefix in ("", "/en"):
            told = client.get(prefix + FEED).text
            assert not re.search(r"kan svare|skriv et|can (answer|respond)", told, re.IGNORECASE)


def test_a_feed_is_the_same_whenever_it_is_asked_for(
    client: FlaskClient, consultation: Consultation, at: Clock
) -> None:
    first = client.get(FEED).data
    at.now += timedelta(days=3)
    assert client.get(FEED).data == first


def test_a_subject_has_its_own_and_an_unknown_one_none(client: FlaskClient, consultation: Consultation) -> None:
    assert read(client, "/emner/skole/feed.atom").entries == []
    assert client.get("/emner/findes-ikke/feed.atom").status_code == 404
    assert client.get("/emner/findes-ikke").status_code == 404


def test_links_stand_on_the_authoritys_own_base(
    client: FlaskClient, store: Session, consultation: Consultation
) -> None:
    owner = factories.authority(store, "andenby")
    owner.base_url, owner.host = "https://hoering.andenby.example", "hoering.andenby.example"
    factories.consultation(store, owner, "anden")
    store.commit()
    told = read(client, "/hoeringer/anden/feed.atom")
    links = [link.get("href") or "" for link in told.root.iter(ATOM + "link")]
    assert all(link.startswith("https://hoering.andenby.example/") for link in links)
    assert _text(told.entries[0], "id").startswith("tag:hoering.andenby.example,2026-02-01:")
    everything = read(client, "/feed.atom")
    assert "https://hoering.andenby.example/hoeringer/anden" in {
        link.get("href") for entry in everything.entries for link in entry.iter(ATOM + "link")
    }


def test_U20_the_english_feed_is_english_and_marks_what_is_danish(
    client: FlaskClient, store: Session, consultation: Consultation
) -> None:
    consultation.title_en = "Help in everyday life"
    _replace(store, consultation)
    store.commit()
    told = read(client, "/en" + FEED)
    assert told.root.get(LANG) == "en"
    assert told.titles()[0] == "Draft 1 has changed: Help in everyday life"
    summary = told.entries[0].find(ATOM + "summary")
    assert summary is not None
    assert summary.get(LANG) == "da"
    links = [link.get("href") or "" for link in told.root.iter(ATOM + "link")]
    assert all(link.startswith("http://localhost/en/") for link in links)
    danish = {_text(one, "id") for one in read(client).entries}
    assert not danish & {_text(one, "id") for one in told.entries}


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("nasty", CORPUS, ids=range(len(CORPUS)))
def test_O5_feeds_and_calendars_are_whole_whatever_people_write(
    client: FlaskClient, store: Session, consultation: Consultation, at: Clock, nasty: str, prefix: str
) -> None:
    consultation.title, consultation.lead, consultation.title_en = nasty, nasty, nasty
    consultation.authority.name = nasty
    row = answered(
        store, consultation, nasty, sender=sender(capacity=Capacity.ORGANISATION, name="K", organisation=nasty)
    )
    _publish_what_was_found(store, consultation, row)
    scheduling.move_deadline(store, ACTOR, NOW, consultation, CLOSES + timedelta(days=7), nasty, factories.REASONS)
    store.commit()
    at.now = LATER
    for address in (FEED, *LISTS):
        told = read(client, prefix + address)
        assert told.entries
        assert {element.tag.removeprefix(ATOM) for element in told.root.iter()} <= {
            *("feed", "id", "title", "updated", "author", "name", "link", "entry", "published", "summary")
        }
    for address in (*CALENDARS, "/hoeringer/hjaelp-i-hverdagen/frist.ics"):
        assert events_of(client, prefix + address)


@pytest.mark.parametrize("mode", [PublicationMode.CONTINUOUS, PublicationMode.AFTER_DEADLINE])
def test_R26_R27_responses_appear_when_they_may_be_read(
    client: FlaskClient, store: Session, consultation: Consultation, at: Clock, mode: PublicationMode
) -> None:
    consultation.publication_mode = mode
    row = shown(store, consultation, "Rampen er for stejl.")
    store.commit()
    continuous = mode is PublicationMode.CONTINUOUS
    opens = NOW + timedelta(minutes=5) if continuous else CLOSES
    at.now = opens - MOMENT
    assert "Rampen" not in client.get(FEED).text
    at.now = opens
    [told] = [one for one in read(client).entries if "Svar nr. 1" in _text(one, "title")]
    assert _text(told, "summary") == "Rampen er for stejl."
    assert _text(told, "updated") == opens.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert all("Rampen" not in client.get(address).text for address in LISTS)
    withdraw_response(store, NOW, row)
    store.commit()
    assert "Rampen" not in client.get(FEED).text


def test_R47_an_outcome_is_told_from_when_it_was_written_down(
    client: FlaskClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    _decide(store, consultation, CLOSES + timedelta(days=50))
    store.commit()
    at.now = CLOSES + timedelta(days=50) - MOMENT
    assert "Byrådet sagde ja." not in client.get(FEED).text
    at.now = CLOSES + timedelta(days=50)
    client.application.extensions["pages"].clear()  # as writing it down then would have done
    newest = read(client).entries[0]
    assert (_text(newest, "title"), _text(newest, "summary")) == ("Besluttet: Hjælp i hverdagen", "Byrådet sagde ja.")


def test_annexes_are_one_entry_for_one_act(
    app: Flask, client: FlaskClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    own = {"authority_id": consultation.authority_id, "by": ACTOR, "at": NOW}
    package = Package(**own, snapshot_id=_freeze(store, consultation).id, key="package")
    blob = keep(store, app.extensions["store"], consultation.authority_id, b"{}", "application/json")
    store.add(package)
    store.flush()
    for name in ("data.json", "notat.pdf"):
        file = PackageFile(
            authority_id=consultation.authority_id, package_id=package.id, name=name, blob_id=blob.id, public=True
        )
        store.add(file)
        store.flush()
        store.add(PublishedAnnex(**own, consultation_id=consultation.id, file_id=file.id, name=name))
    store.commit()
    assert isinstance(app.extensions["store"], Store)
    newest = read(client).entries[0]
    assert _text(newest, "title") == "Bilag til sagen er lagt frem: Hjælp i hverdagen"
    assert _text(newest, "summary") == "2 filer er lagt frem."


def test_a_cancelled_one_tells_nothing_that_would_have_come_after(
    client: FlaskClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    _cancel(store, consultation)
    _decide(store, consultation, NOW)
    store.commit()
    at.now = CLOSES + timedelta(days=1)
    assert [title.partition(":")[0] for title in read(client).titles()] == [
        "Aflyst",
        "Høringen er åbnet",
        "Sendt i høring",
    ]


def test_fifty_entries_cost_no_more_statements_than_five(
    app: Flask, client: FlaskClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    at.now = LATER
    addresses = (FEED, *LISTS, *CALENDARS)
    few = [_cost(app, client, address) for address in addresses]
    for number in range(50):
        other = factories.consultation(store, consultation.authority, f"nr-{number}", drafts=1)
        other.subject = "27"
        shown(store, consultation, f"Svar {number}")
    store.commit()
    assert [_cost(app, client, address) for address in addresses] == few
    assert all(len(read(client, address).entries) == 50 for address in (FEED, *LISTS))


def _publish_what_was_found(store: Session, consultation: Consultation, row: Response) -> None:
    """A person has looked at each finding and lets it stand."""
    maja = f"staff:{factories.staff(store, consultation.authority, Role.MODERATOR).id}"
    moderation.take_response(store, maja, NOW, row.id)
    for finding in store.scalars(select(Finding.id).order_by(Finding.id)).all():
        marking.answer_finding(store, maja, NOW, row.id, finding, FindingAnswer.KEEP, "not_that")
    moderation.decide(store, maja, NOW, row.id, 0, 1, DecisionKind.PUBLISH, None, seen=True)


def _cost(app: Flask, client: FlaskClient, address: str) -> int:
    app.extensions["pages"].clear()
    with statements(app.extensions["engine"]) as sent:
        assert client.get(address).status_code == 200
    return len([one for one in sent if one.startswith("SELECT")])


# Calendars


def events_of(client: FlaskClient, address: str) -> list[dict[str, str]]:
    """The deadlines of a calendar; fails for what RFC 5545 does not allow."""
    raw = client.get(address).data
    assert raw.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|[^\r]\n|\r[^\n]", raw)
    lines = raw.decode().replace("\r\n ", "").split("\r\n")[:-1]
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert all(re.match(r"[A-Z][A-Z-]*(;[^:]+)?:", line) for line in lines), lines
    found: list[dict[str, str]] = []
    inside: list[str] = []
    for line in lines:
        name, _, value = line.partition(":")
        if name == "BEGIN":
            inside.append(value)
            if value == "VEVENT":
                found.append({})
        elif name == "END":
            assert inside.pop() == value
        elif inside[-1] == "VEVENT":
            assert name not in found[-1]
            found[-1][name] = value
    assert inside == []
    assert all({"UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE"} <= set(one) for one in found)
    return found


@pytest.mark.parametrize("address", [*CALENDARS, "/hoeringer/hjaelp-i-hverdagen/frist.ics"])
def test_R6_a_moved_deadline_is_the_same_entry_with_a_higher_sequence(
    client: FlaskClient, store: Session, consultation: Consultation, address: str
) -> None:
    [before] = events_of(client, address)
    _move(store, consultation)
    store.commit()
    [moved] = events_of(client, address)
    _cancel(store, consultation)
    store.commit()
    [cancelled] = events_of(client, address)
    assert len({one["UID"] for one in (before, moved, cancelled)}) == 1
    assert [one["SEQUENCE"] for one in (before, moved, cancelled)] == ["0", "1", "2"]
    assert [one["STATUS"] for one in (before, moved, cancelled)] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert (before["DTEND"], moved["DTEND"]) == ("20260315T230000Z", "20260322T230000Z")


def test_T5_a_calendar_holds_what_is_ahead(client: FlaskClient, consultation: Consultation, at: Clock) -> None:
    for instant, ahead in ((OPENED - MOMENT, 1), (CLOSES - MOMENT, 1), (CLOSES, 0)):
        at.now = instant
        assert [len(events_of(client, address)) for address in CALENDARS] == [ahead] * 3


# Subjects


def test_lists_are_narrowed_by_subject_and_state_and_the_links_keep_each_other(
    client: FlaskClient, store: Session, consultation: Consultation
) -> None:
    other = factories.consultation(store, consultation.authority, "skolen")
    other.subject, other.title = "17", "Skolerne i byen"
    store.commit()
    narrowed = page(client, "/hoeringer?tilstand=aaben&emne=skole")
    assert "Skolerne i byen" in narrowed
    assert "Hjælp i hverdagen" not in narrowed
    assert 'href="/hoeringer?tilstand=besluttet&amp;emne=skole"' in narrowed
    assert 'href="/hoeringer?tilstand=aaben&amp;emne=social-og-handicap"' in narrowed
    assert "Hjælp i hverdagen" not in page(client, "/?emne=skole")
    assert "Hjælp i hverdagen" not in page(client, "/emner/skole")
    assert "Hjælp i hverdagen" in page(client, "/?emne=findes-ikke")


def test_U14_a_subject_without_consultations_says_so(client: FlaskClient, consultation: Consultation) -> None:
    told = page(client, "/emner/veje-og-trafik")
    assert "Der er ingen høringer om veje og trafik, du kan svare på lige nu." in told
    assert "There are no consultations on roads and traffic" in page(client, "/en/emner/veje-og-trafik")


def test_an_editor_chooses_the_subject_from_the_list(store: Session, sign_in: Callable[..., FlaskClient]) -> None:
    owner = factories.authority(store)
    factories.consultation(store, owner, "vejene", published=False)
    editor = sign_in(factories.staff(store, owner, Role.EDITOR))
    store.commit()
    address = "/intern/hoeringer/vejene/rediger/grundoplysninger"
    form = page(editor, address)
    token = form.split('csrf_token" value="')[1].split('"')[0]
    given = {"csrf_token": token, "title": "Vejene", "slug": "vejene", "til": "gem"}
    assert "Vælg en af mulighederne" in editor.post(address, data=given | {"subject": "99"}).text
    assert editor.post(address, data=given | {"subject": "05"}).status_code == 303
    assert '<option value="05" selected>Veje og trafik</option>' in page(editor, address)
