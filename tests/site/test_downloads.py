"""Drafts to download: tagged, whole, literal, and where their pages are (R52, O4, P7)."""

import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consultation import worker
from consultation.config import Settings
from consultation.consultations import drafting, importing, operations, revising, scheduling
from consultation.consultations import queries as reads
from consultation.consultations.downloads import owe_all_files, owe_draft_files
from consultation.lib import wordfile
from consultation.lib.html import from_markdown, sanitise, to_text
from consultation.models import Blob, Consultation, DraftFile, DraftVersion, Illustration, Job, SectionText
from consultation.site import draft_files, draft_making
from consultation.site.draft_papers import Key
from consultation.storage import Store
from consultation.storage import keep as keep_blob
from consultation.summary import pdf_check, pdf_tags
from consultation.vocabulary import JobState
from consultation.worker import run_once
from tests import factories
from tests.factories import CLOSES, NOW
from tests.site.published import ADDRESS, page

FILES = Path(__file__).parents[1] / "lib" / "files"
PICTURE = "abcdefgh234567ab"
RICH = f"""
<p>Hjælp efter <em>bevilling</em>, H<sub>2</sub>O og <a href="https://lov.example/85">loven</a>.<sup><a href="#fn_1"
id="fn_1_til">1</a></sup> Se <a href="#hvor-laenge">afsnit 2</a> og <a href="#ingen">intet</a>.</p>
<h3>Sådan</h3>
<ol start="3" type="a"><li>Først<ul><li>Dybt<ol><li>Dybest</li></ol></li></ul></li><li>Så</li></ol>
<blockquote><p>Kun et citat.</p></blockquote>
<table><caption>Timer om ugen</caption><thead><tr><th scope="col" rowspan="2">Hvem</th><th scope="col" colspan="2">
Hvornår</th></tr><tr><th scope="col">Hverdag</th><th scope="col">Weekend</th></tr></thead><tbody>
<tr><th scope="row">Voksne</th><td rowspan="2">2</td><td>1</td></tr><tr><th scope="row">Børn</th><td>3</td></tr>
</tbody></table>
<table><tbody><tr><td>Uden</td><td>hoved</td></tr></tbody></table>
<figure><img src="/billeder/{PICTURE}" alt="Et hus med en rampe"><figcaption>Figur 1</figcaption></figure>
<p id="fn_1"><a href="#fn_1_til">Note 1</a>: Står nederst.</p>
"""
LITERAL = (
    '#include "x" *fed* $x$ <script>alert(1)</script> <b>ubalanceret \\ ` @ref #set page(width: 1pt) '
    '{{ 7*7 }} %s =HYPERLINK("https://ond.example") [x](javascript:1) =1+1'
)


@pytest.fixture
def consultation(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    store.commit()
    return row


def make(app: Flask, store: Session, consultation: Consultation) -> None:
    """What the worker does once the papers are owed."""
    owe_all_files(store, NOW, consultation.id)
    store.commit()
    work(app)


def work(app: Flask) -> None:
    while run_once(app.extensions["engine"], app.config["SETTINGS"], NOW):
        pass


def write(store: Session, html: str, position: int = 1, **given: Any) -> None:
    """The first section of draft 1."""
    row = store.scalars(select(SectionText).where(SectionText.position == position).order_by(SectionText.id)).first()
    assert row is not None
    row.html = sanitise(html)
    row.text = to_text(row.html)
    for name, value in given.items():
        setattr(row, name, value)
    store.commit()


def illustrate(store: Session, app: Flask, consultation: Consultation) -> None:
    out = io.BytesIO()
    Image.new("RGB", (1600, 900), "teal").save(out, "PNG")
    blob = keep_blob(store, app.extensions["store"], consultation.authority_id, out.getvalue(), "image/png")
    store.add(
        Illustration(
            authority_id=consultation.authority_id, consultation_id=consultation.id, blob_id=blob.id, key=PICTURE
        )
    )
    store.commit()


def fetched(client: FlaskClient, path: str) -> bytes:
    answer = client.get(ADDRESS + path)
    assert answer.status_code == 200, path
    return answer.get_data()


def squeezed(text: str) -> str:
    return "".join(text.split())


def in_order(whole: str, texts: list[str]) -> list[str]:
    """Those that do not stand in `whole` after the one before."""
    place, missing = 0, []
    for text in texts:
        found = whole.find(text, place)
        missing += [text] if found < 0 else []
        place = max(place, found + len(text)) if found >= 0 else place
    return missing


def kinds(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [str(one["/S"]) for one in pdf_tags.elements(opened.Root["/StructTreeRoot"])]


# What a paper is


def test_R52_every_paper_is_tagged_in_danish_with_heads_alternatives_bookmarks_and_its_fonts(
    app: Flask, client: FlaskClient, store: Session, consultation: Consultation
) -> None:
    illustrate(store, app, consultation)
    write(store, RICH, locked_reason="Følger af loven.")
    row = store.get_one(Consultation, consultation.id)
    row.easy_read = "Kort om hjælpen.\nEn tanke ad gangen."
    store.scalars(select(DraftVersion)).first().easy_read = "### Hvad?\nEt forløb."  # type: ignore[union-attr]  # - there is one
    make(app, store, consultation)
    paths = ("/udkast.pdf", "/let.pdf", "/udkast/1/version/1/udkast.pdf", "/udkast/1/version/1/let.pdf")
    papers = {path: fetched(client, path) for path in (*paths, "/udkast/2/version/1/udkast.pdf")}
    assert {path: pdf_check.faults(pdf, "da") for path, pdf in papers.items()} == dict.fromkeys(papers, ())
    assert len(store.scalars(select(DraftFile)).all()) == len(papers)
    tags = kinds(papers["/udkast/1/version/1/udkast.pdf"])
    assert [tags.count(kind) for kind in ("/Table", "/TH", "/Figure", "/BlockQuote", "/L")] == [1, 4, 1, 1, 3]


def test_R52_the_text_is_whole_and_in_order(
    app: Flask, client: FlaskClient, store: Session, consultation: Consultation
) -> None:
    write(store, RICH.replace("<caption>Timer om ugen</caption>", ""), locked_reason="Følger af loven.")
    store.scalars(select(DraftVersion)).first().legal_refs = "Serviceloven § 85"  # type: ignore[union-attr]  # - there is one
    store.commit()
    make(app, store, consultation)
    for path in ("/udkast/1/version/1/udkast.pdf", "/udkast.pdf"):
        whole = squeezed(pdf_check.text(fetched(client, path)))
        rows = reads.list_sections(store, reads.list_drafts(store, consultation.id)[0].version.id)
        words = [word for row in rows for word in (row.printed_number, *row.heading.split(), *row.text.split())]
        assert in_order(whole, [*words, "Lovgrundlag", "Serviceloven§85"]) == [], path
        assert "Detteafsniterlåst.Følgerafloven." in whole
    assert whole.count("Hvemkanfåhjælpen?") == 2
    assert "EthusmedenrampeFigur1" in whole, "a picture that is not there is told in words"


def test_R52_a_word_file_comes_out_of_the_paper_as_it_went_in(
    app: Flask, client: FlaskClient, store: Session, consultation: Consultation
) -> None:
    found = wordfile.read((FILES / "libreoffice.docx").read_bytes())
    row = store.get_one(Consultation, consultation.id)
    row.published_at = None
    for text in reads.list_drafts(store, row.id):
        text.version.published_at = None
    store.flush()
    read = importing.keep_file(store, app.extensions["store"], "staff:1", NOW, row, 1, "fil.docx", found)
    text = reads.get_draft(store, row.id, 1)
    version = text.version
    importing.take_import(store, "staff:1", NOW, row, text, read, add=False)
    row.published_at = version.published_at = NOW
    make(app, store, consultation)
    pdf = fetched(client, "/udkast/1/version/1/udkast.pdf")
    whole = squeezed(pdf_check.text(pdf))
    for one in reads.list_sections(store, version.id):
        assert in_order(whole, [one.printed_number, *one.heading.split()]) == []
        if "<table" not in one.html:
            assert in_order(whole, one.text.split()) == []
        assert [word for word in one.text.split() if squeezed(word) not in whole] == []
    assert kinds(pdf).count("/Table") == sum(one.html.count("<thead") for one in reads.list_sections(store, version.id))


@pytest.mark.parametrize("where", ["html", "heading", "title", "case"])
def test_O4_what_an_editor_writes_is_printed_as_it_is_written(
    app: Flask, client: FlaskClient, store: Session, consultation: Consultation, where: str
) -> None:
    text = store.scalars(select(SectionText).order_by(SectionText.id)).first()
    assert text is not None
    version = store.get_one(DraftVersion, text.version_id)
    if where == "html":
        text.html = from_markdown(
            "".join(f"\\{sign}" if sign in r"\`*_{}[]<>()#+-.!|$=@" else sign for sign in LITERAL)
        )
    elif where == "heading":
        text.heading = LITERAL
    elif where == "title":
        version.draft.title = LITERAL
    else:
        store.get_one(Consultation, consultation.id).title = LITERAL
    store.commit()
    make(app, store, consultation)
    pdf = fetched(client, "/udkast/1/version/1/udkast.pdf")
    assert squeezed(LITERAL) in squeezed(pdf_check.text(pdf))
    assert pdf_check.faults(pdf, "da") == ()


def test_O4_links_lead_to_https_mail_this_site_and_places_on_the_paper_alone(
    app: Flask, client: FlaskClient, store: Session, consultation: Consultation
) -> None:
    links = (
        "https://lov.example/",
        "mailto:a@proeve.example",
        "/hjaelp",
        "#hvor-laenge",
        "javascript:alert(1)",
        "#ingen",
    )
    write(store, "".join(f'<p><a href="{link}">ord</a></p>' for link in links))
    make(app, store, consultation)
    with pikepdf.open(io.BytesIO(fetched(client, "/udkast/1/version/1/udkast.pdf"))) as opened:
        actions = [note for one in opened.pages for note in one.get("/Annots", pikepdf.Array())]
        addresses = {str(note.A.URI) for note in actions if "/A" in note and "/URI" in note.A}
    assert addresses == {
        "https://lov.example/",
        "mailto:a@proeve.example",
        "http://localhost/hjaelp",
        f"http://localhost{ADDRESS}/udkast/1",
    }
    assert len(actions) == len(addresses) + 1


def test_R52_a_table_wider_than_the_page_and_a_word_longer_than_a_line_stay_on_it(
    app: Flask, client: FlaskClient, store: Session, consultation: Consultation
) -> None:
    cells = "".join(f"<td>{'Socialpsykiatribevillingsudvalget' * 2}{n}</td>" for n in range(9))
    heads = "".join(f'<th scope="col">Overskrift{n}</th>' for n in range(9))
    write(store, f"<table><thead><tr>{heads}</tr></thead><tbody><tr>{cells}</tr></tbody></table><p>{'x' * 400}</p>")
    make(app, store, consultation)
    text = squeezed(pdf_check.text(fetched(client, "/udkast/1/version/1/udkast.pdf")))
    assert text.count("Socialpsykiatribevillingsudvalget") == 18
    assert "x" * 400 in text


def test_R45_the_same_drafts_give_the_same_bytes(
    app: Flask, store: Session, consultation: Consultation, settings: Settings
) -> None:
    illustrate(store, app, consultation)
    write(store, RICH)
    for draft in (0, 1):
        first, second = (draft_making.make(store, settings, consultation_id=consultation.id, draft=draft) for _ in "ab")
        assert [one.pdf for one in first] == [one.pdf for one in second]


def test_a_paper_says_what_it_is_until_when_one_can_answer_and_where(
    app: Flask, client: FlaskClient, store: Session, consultation: Consultation
) -> None:
    make(app, store, consultation)
    whole = squeezed(pdf_check.text(fetched(client, "/udkast/1/version/1/udkast.pdf")))
    for words in (
        "Prøvestad Kommune",
        "Udkast 1: Støtte 1",
        "Version 1 af 1. februar 2026",
        "Hjælp i hverdagen",
        "27.00.00-P00-1-26",
        "Til og med søndag den 15. marts 2026 kl. 23.59",
        f"http://localhost{ADDRESS}/udkast/1",
        "Side 1 af 1",
    ):
        assert squeezed(words) in whole, words


def test_a_picture_of_another_consultation_is_not_on_the_paper(
    app: Flask, client: FlaskClient, store: Session, consultation: Consultation
) -> None:
    """It may be of one that nobody may see yet (P7)."""
    other = factories.consultation(store, factories.authority(store, "andenby"), "en-anden", published=False)
    illustrate(store, app, other)
    write(store, RICH)
    make(app, store, consultation)
    assert "/Figure" not in kinds(fetched(client, "/udkast/1/version/1/udkast.pdf"))


# When papers are made


def test_sending_out_a_new_version_another_deadline_and_cancelling_owe_the_papers(
    engine: Engine, tmp_path: Path
) -> None:
    settings = replace(factories.settings(), data_dir=tmp_path)
    with Session(engine, expire_on_commit=False) as session:
        row = factories.consultation(session, factories.authority(session), published=False)
        session.commit()
        assert _texts(engine, settings, row.id) == {}
        _send_out(session, row)
        session.commit()
        assert set(_texts(engine, settings, row.id)) == {Key(), Key(1, 1), Key(2, 1)}
        _replace(session, row)
        session.commit()
        made = _texts(engine, settings, row.id)
        assert {key for key, text in made.items() if "Otteuger." in text} == {Key(), Key(1, 2)}
        assert "Dethererenældreversion.Dennyesteerversion2af2.marts2026." in made[Key(1, 1)]
        later = CLOSES + timedelta(days=7)
        scheduling.move_deadline(session, "staff:1", NOW, row, later, "Flere har bedt om tid.", factories.REASONS)
        session.commit()
        made = _texts(engine, settings, row.id)
        assert [key for key, text in made.items() if "søndagden22.marts2026kl.23.59" not in text] == []
        operations.cancel_consultation(session, "staff:1", NOW, row, "Grundlaget er bortfaldet.")
        session.commit()
        made = _texts(engine, settings, row.id)
        assert [key for key, text in made.items() if "Høringeneraflystmandagden2.marts2026." not in text] == []


def _replace(session: Session, row: Consultation) -> None:
    revising.begin_version(session, "staff:1", NOW, row, 1)
    pending = reads.get_editable_draft(session, row, 1).version
    first, *rest = drafting.inputs_of(reads.list_sections(session, pending.id))
    drafting.write_sections(session, "staff:1", NOW, row, pending, [replace(first, source="Otte uger."), *rest])
    revising.publish_version(session, "staff:1", NOW, row, 1, "Otte uger i stedet for seks.")


def _send_out(session: Session, row: Consultation) -> None:
    """What `publish_consultation` does to a complete one, whose rules have tests of their own."""
    row.published_at, row.visible_from = NOW, NOW
    for text in reads.list_drafts(session, row.id):
        text.version.published_at = NOW
    owe_all_files(session, NOW, row.id)


def _texts(engine: Engine, settings: Settings, consultation_id: int) -> dict[Key, str]:
    """Every paper that the worker has made by now, in words without blanks."""
    quiet = {name: worker.Handler(lambda *_args, **_ids: None) for name in worker.HANDLERS}
    papers = {name: handler for name, handler in worker.HANDLERS.items() if name.startswith("site.")}
    while run_once(engine, settings, NOW + timedelta(minutes=1), quiet | papers):
        pass
    store = Store(settings.data_dir / "files")
    with Session(engine.execution_options(writes=False)) as session:
        files = draft_files.list_files(session, consultation_id)
        return {key: squeezed(pdf_check.text(store.get(blob.sha256))) for key, blob in files.items()}


def test_a_paper_of_drafts_that_are_others_by_now_is_owed_again(
    store: Session, consultation: Consultation, settings: Settings
) -> None:
    ids = {"consultation_id": consultation.id, "draft": 1}
    stale = draft_making.make(store, settings, **ids)
    write(store, "<p>Noget andet.</p>")
    draft_making.keep(store, settings, NOW, **ids, prepared=stale)
    assert store.scalars(select(DraftFile)).all() == []
    assert [job.arguments for job in store.scalars(select(Job))] == [
        f'{{"consultation_id": {consultation.id}, "draft": 1}}'
    ]


def test_a_paper_that_cannot_be_made_is_tried_again_and_hinders_no_other(
    app: Flask, client: FlaskClient, store: Session, consultation: Consultation
) -> None:
    illustrate(store, app, consultation)
    write(store, RICH)
    blob = store.scalars(select(Blob)).one()
    app.extensions["store"]._path(blob.sha256).unlink()
    owe_draft_files(store, NOW, consultation.id, [1, 2])
    store.commit()
    work(app)
    assert client.get(f"{ADDRESS}/udkast/1/version/1/udkast.pdf").status_code == 404
    assert client.get(f"{ADDRESS}/udkast/2/version/1/udkast.pdf").status_code == 200
    store.expire_all()
    (failed,) = store.scalars(select(Job).where(Job.state == JobState.WAITING))
    assert failed.last_error == "NotFound: the stored file is missing"


# Where they are


def test_each_page_leads_to_its_paper_with_type_and_size_once_it_is_made(
    app: Flask, client: FlaskClient, store: Session, consultation: Consultation
) -> None:
    store.get_one(Consultation, consultation.id).easy_read = "Kort om hjælpen."
    store.scalars(select(DraftVersion)).first().easy_read = "Et forløb."  # type: ignore[union-attr]  # - there is one
    store.commit()
    pages = {
        "": ["/udkast.pdf"],
        "/let": ["/let.pdf"],
        "/dokumenter": ["/udkast.pdf", "/udkast/1/version/1/udkast.pdf", "/udkast/2/version/1/udkast.pdf"],
        "/udkast/1": ["/udkast/1/version/1/udkast.pdf"],
        "/udkast/1/version/1": ["/udkast/1/version/1/udkast.pdf"],
        "/udkast/1/let": ["/udkast/1/version/1/let.pdf"],
    }
    assert {path: ".pdf" in page(client, ADDRESS + path) for path in pages} == dict.fromkeys(pages, False)
    make(app, store, consultation)
    for path, files in pages.items():
        for prefix in ("", "/en"):
            shown = page(client, prefix + ADDRESS + path)
            for file in files:
                link = shown[shown.index(f'href="{prefix}{ADDRESS}{file}"') :]
                assert "(pdf, " in link[: link.index("</a>")], path
    assert client.get(f"{ADDRESS}/udkast/1").get_data(as_text=True).count(".pdf") == 1


def test_I6_a_paper_is_a_download_with_a_name_of_its_own_and_safe_headers(
    app: Flask, client: FlaskClient, store: Session, consultation: Consultation
) -> None:
    make(app, store, consultation)
    answer = client.get(f"{ADDRESS}/udkast/1/version/1/udkast.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith(
        'attachment; filename="hjaelp-i-hverdagen-udkast-1-version-1.pdf"'
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["Cache-Control"] == "public, max-age=60"


def test_P7_before_its_time_a_paper_is_not_there(
    app: Flask, client: FlaskClient, store: Session, consultation: Consultation
) -> None:
    make(app, store, consultation)
    revising.begin_version(store, "staff:1", NOW, store.get_one(Consultation, consultation.id), 1)
    store.commit()
    make(app, store, consultation)
    assert client.get(f"{ADDRESS}/udkast/1/version/2/udkast.pdf").status_code == 404
    store.get_one(Consultation, consultation.id).visible_from = NOW + timedelta(microseconds=1)
    store.commit()
    for path in ("/udkast.pdf", "/udkast/1/version/1/udkast.pdf"):
        assert client.get(ADDRESS + path).status_code == 404
