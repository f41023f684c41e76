"""P1: what was removed is nowhere in public, in no encoding and as no digest; and what was shown before is not either.

Every field of a response, the name, the words, the hidden parts and the metadata of its files hold a canary. All are
taken out, the response is shown, and everything that anybody can fetch is opened to the last octet.
"""

import base64
import hashlib
import html
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from datetime import timedelta
from urllib.parse import quote, urljoin, urlsplit

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import worker
from consultation.models import Blob, Consultation, Message, Response, Subscription
from consultation.moderation import file_marking, marking, operations, takedown
from consultation.moderation.takedown import Seen
from consultation.summary import compiler, inputs
from consultation.summary import operations as summary
from consultation.vocabulary import CopyState, DecisionKind, FileAct, FindingKind, NameRule, Reason
from tests import factories, samples
from tests.conftest import Clock
from tests.factories import CLOSES, NOW
from tests.moderation import attached, desk, hidden
from tests.notifications.following import follow
from tests.working import HANDLERS

FIELDS = ("navn", "telefon", "adresse", "vegne", "hjælper", "svar", "forslag", "filnavn", "alt", "pdf", "tekst")
UNSEEN = ("forfatter", "skjult", "kommentar", "kamera", "notat")
LATER = NOW + timedelta(minutes=6)
READY = CLOSES + timedelta(days=5)
PUBLIC = "/hoeringer/hjaelp-i-hverdagen"
_LINK = re.compile(r"""(?:href|src|action)="([^"#]+)|"(https?://[^"#\s]+)|>(https?://[^<#\s]+)<""")


def canary(of: str) -> str:
    """With letters that have other forms."""
    return f"Kanårie{of}Æble"


WORDS = tuple(canary(of) for of in (*FIELDS, *UNSEEN))


def files() -> dict[str, bytes]:
    def about(made: pikepdf.Pdf) -> None:
        made.docinfo["/Author"] = canary("forfatter")
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents=canary("notat")
        )
        made.pages[0].Annots = pikepdf.Array([made.make_indirect(note)])

    comments = samples.word_part(f"<w:comment>{samples.paragraph(canary('kommentar'))}</w:comment>", "comments")
    hide = "<w:rPr><w:vanish/></w:rPr>"
    word = samples.paragraph("Rampen mangler.") + samples.paragraph(canary("skjult"), hide)
    return {
        f"{canary('filnavn')}.pdf": samples.pdf(f"Se {canary('pdf')} her.", about),
        "b.docx": samples.docx(word, {"word/comments.xml": comments}),
        "c.jpg": hidden.photographed(canary("kamera")),
        "d.txt": f"Sagt af {canary('tekst')} i går.".encode(),
    }


def received(app: Flask, store: Session, owner: Consultation) -> Response:
    sender = factories.sender(
        name=canary("navn"),
        email="kanarie@proeve.example",
        phone=canary("telefon"),
        address=canary("adresse"),
        on_behalf_of=canary("vegne"),
        helper_name=canary("hjælper"),
    )
    text = f"Jeg siger {canary('svar')} til det."
    row = attached.received(
        app, store, owner, files(), text, sender=sender, proposed=f"Skriv {canary('forslag')}.", alt=canary("alt")
    )
    attached.work(app, store)
    return row


def redact(store: Session, actor: str, row: Response) -> None:
    """Everything that would be public goes, by words; every file is read by eye."""
    for word in WORDS:
        if marking.find_words(desk.material(store, row), word):
            marking.mark_words(store, actor, NOW, row.id, word, FindingKind.OTHER)
    attached.redact_all(store, actor, row)


# Everything that anybody can fetch


def crawled(client: FlaskClient, extra: Iterable[str] = ()) -> dict[str, bytes]:
    """Address -> headers and body of every page, file, feed and answer within reach."""
    waiting = ["/", "/robots.txt", "/sitemap.xml", "/feed.atom", "/api/v1/openapi.json", "/soeg?q=rampen", *extra]
    waiting += [f"/api/v1/consultations/hjaelp-i-hverdagen/{name}" for name in ("responses", "figures", "outcome")]
    found: dict[str, bytes] = {}
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        answer = client.get(address)
        found[address] = str(answer.headers).encode() + answer.data
        if "Content-Disposition" not in answer.headers:
            waiting += [one for one in linked(address, answer.get_data(as_text=True)) if one not in found]
    return found


def linked(here: str, page: str) -> Iterator[str]:
    """Addresses of this site that are links, pictures or values of data; the forms in which one writes are left out."""
    for raw in _LINK.findall(page):
        parts = urlsplit(urljoin(f"http://localhost{here}", html.unescape(next(one for one in raw if one))))
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        ours = parts.hostname in {"localhost", "prøvestad.example", "hoering.example"}
        if ours and not re.search(r"/besvar|/intern|/kladde|/static/|/en/|logout", path):
            yield path


def opened(content: bytes) -> Iterator[bytes]:
    """The octets, what they unpack to, and the streams of a PDF."""
    yield content
    at = content.find(b"PK\x03\x04")
    if at >= 0:
        try:
            with zipfile.ZipFile(io.BytesIO(content[at:])) as archive:
                for name in archive.namelist():
                    yield name.encode()
                    yield from opened(archive.read(name))
        except zipfile.BadZipFile:
            pass
    at = content.find(b"%PDF-")
    if at >= 0:
        with pikepdf.open(io.BytesIO(content[at:])) as pdf:
            for thing in pdf.objects:
                if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") != pikepdf.Name.Image:
                    yield thing.read_bytes()
                elif isinstance(thing, pikepdf.String):
                    yield str(thing).encode()


def spellings(word: str) -> dict[str, bytes]:
    """Every way in which it might be written."""
    raw = word.encode()
    forms = {
        "raw": raw,
        "NFD": unicodedata.normalize("NFD", word).encode(),
        "NFKC lower": unicodedata.normalize("NFKC", word).lower().encode(),
        "URL": quote(word).encode(),
        "HTML": html.escape(word).encode("ascii", "xmlcharrefreplace"),
        "JSON": word.encode("unicode_escape"),
        "hex": raw.hex().encode(),
        "UTF-16": word.encode("utf-16-le"),
        "UTF-16 BE": word.encode("utf-16-be"),
        "Latin-1": word.encode("latin-1", "ignore"),
    }
    for shift in range(3):
        forms[f"base64 {shift}"] = base64.b64encode(b"x" * shift + raw)[shift + 1 : -3]
    for name in ("md5", "sha1", "sha256"):
        digest = hashlib.new(name, raw, usedforsecurity=False)
        forms[name] = digest.hexdigest().encode()
        forms[f"{name} base64"] = base64.b64encode(digest.digest()).rstrip(b"=")
    return forms


def hits(found: dict[str, bytes], words: Iterable[str], originals: Iterable[bytes]) -> list[str]:
    """Where something of it stands; empty where nothing does."""
    needles = {f"{word} as {name}": form for word in words for name, form in spellings(word).items()}
    for number, content in enumerate(originals):
        for name in ("md5", "sha1", "sha256"):
            digest = hashlib.new(name, content, usedforsecurity=False)
            needles[f"original {number} as {name}"] = digest.hexdigest().encode()
            needles[f"original {number} as {name} in base64"] = base64.b64encode(digest.digest()).rstrip(b"=")
    told = []
    for address, content in found.items():
        for octets in opened(content):
            low = octets.lower()
            told += [f"{address}: {name}" for name, form in needles.items() if form in octets or form.lower() in low]
    return sorted(set(told))


@pytest.fixture
def owner(store: Session) -> Consultation:
    return factories.consultation(store, factories.authority(store), name_rule=NameRule.CITIZEN_POSTCODE)


def originals_of(app: Flask, store: Session) -> list[bytes]:
    return [app.extensions["store"].get(sha256) for sha256 in store.scalars(select(Blob.sha256))]


def test_P1_what_was_removed_is_nowhere_in_public(app: Flask, store: Session, owner: Consultation, at: Clock) -> None:
    actor, client = desk.moderator(store, owner), app.test_client()
    follow(store, owner.authority)
    row = received(app, store, owner)
    redact(store, actor, row)
    originals = originals_of(app, store)
    attached.publish(app, store, actor, row)
    assert {file.state for file in attached.shown(store, row)} == {CopyState.SHOWN}
    at.now = LATER
    found = crawled(client, [f"{PUBLIC}/svar/{row.key}", f"/soeg?q={quote('svar')}"])
    assert sum("/filer/" in address for address in found) == 4
    assert len(found) > 20
    assert hits(found, WORDS, originals) == []
    assert hits(_mails(app, store), WORDS, originals) == []
    assert hits(_papers(app, store, owner, actor), WORDS, originals) == []


def _mails(app: Flask, store: Session) -> dict[str, bytes]:
    """To everybody but the sender."""
    store.commit()
    while worker.run_once(app.extensions["engine"], app.config["SETTINGS"], READY, HANDLERS):
        pass
    rows = store.scalars(select(Message)).all()
    assert store.scalars(select(Subscription)).all()
    return {str(one.id): f"{one.subject}\n{one.body}".encode() for one in rows if "kanarie" not in one.recipient}


def _papers(app: Flask, store: Session, owner: Consultation, actor: str) -> dict[str, bytes]:
    """The open papers of a snapshot."""
    frozen = summary.freeze(store, app.config["SETTINGS"], actor, READY, owner, provisional=True)
    papers = compiler.compile_package(inputs.from_json(frozen.inputs.encode()))
    return dict(papers.files)


def test_P1_the_search_finds_canaries_where_they_are(app: Flask, store: Session, owner: Consultation) -> None:
    """The net has no hole: what is not taken out is caught, in pages, files and archives."""
    word = canary("svar")
    packed = samples.archive({"inde.xml": word})
    net = {"a": word.encode(), "b": packed, "c": samples.pdf(word), "d": base64.b64encode(f"xy{word}".encode())}
    net["e"] = hashlib.sha256(word.encode()).hexdigest().encode()
    assert {told.split(":")[0] for told in hits(net, [word], [])} == {"a", "b", "c", "d", "e"}


def test_P3_an_old_copy_is_gone_for_whoever_has_it(app: Flask, store: Session, owner: Consultation, at: Clock) -> None:
    """Changed and shown anew, another file stands there; taken down, none, whatever a browser asks with."""
    actor, client = desk.moderator(store, owner), app.test_client()
    row = attached.received(app, store, owner, {"a.txt": b"Kanariefugl bor her."})
    attached.work(app, store)
    attached.publish(app, store, actor, row)
    at.now = LATER
    address = f"{PUBLIC}/svar/{row.key}/filer/1"
    first = client.get(address)
    assert first.status_code == 200
    operations.decide(store, actor, LATER, row.id, 1, 1, DecisionKind.REOPEN)
    store.commit()
    old = {"If-None-Match": first.headers.get("ETag", '"x"'), "Range": "bytes=0-99"}
    assert client.get(address, headers=old).status_code == 404  # it may come back
    marking.mark_words(store, actor, LATER, row.id, "Kanariefugl", FindingKind.OTHER)
    desk.decide(store, actor, row, DecisionKind.PUBLISH_REDACTED, now=LATER)
    at.now = LATER + timedelta(minutes=6)
    attached.work(app, store)
    second = client.get(address, headers=old | {"If-Modified-Since": "Mon, 02 Mar 2026 12:00:00 GMT"})
    assert second.status_code == 200
    assert second.data != first.data
    assert "Kanariefugl" not in attached.words_of(second.data)
    takedown.take_down(store, actor, at.now, Seen(row.id, 3, 1), Reason.SENSITIVE)
    store.commit()
    gone = client.get(address, headers=old)
    assert gone.status_code == 410
    assert b"%PDF" not in gone.data


def test_P2_two_copies_of_the_same_file_have_nothing_in_common_but_what_is_shown(
    app: Flask, store: Session, owner: Consultation
) -> None:
    actor = desk.moderator(store, owner)
    rows = [attached.received(app, store, owner, {"a.png": samples.picture("PNG")}) for _one in range(2)]
    attached.work(app, store)
    for row in rows:
        file_marking.say(store, actor, NOW, row.id, 1, FileAct.READ)
        attached.publish(app, store, actor, row)
    keys = [attached.shown(store, row)[0].key for row in rows]
    assert len(set(keys)) == 2
    assert not any(hashlib.sha256(samples.picture("PNG")).hexdigest() in key for key in keys)
