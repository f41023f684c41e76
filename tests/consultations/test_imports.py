"""Reading a text in: shown with what was left out, taken over once, edited afterwards (interface.md 3.13)."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from consultation.consultations import labels, pasting
from consultation.lib import wordfile
from consultation.models import Audit, Authority, Consultation, DraftImport, DraftVersion, SectionText, Staff
from consultation.vocabulary import Role
from tests import factories
from tests.lib import opendocument, word
from tests.lib.word import docx, drawing, p, r
from tests.pages import PageClient

SignIn = Callable[[Staff], PageClient]
DRAFT = "/intern/hoeringer/hjaelp-i-hverdagen/udkast/1"
LIBREOFFICE = Path(__file__).parents[1] / "lib" / "files" / "libreoffice.docx"
OPENDOCUMENT = LIBREOFFICE.with_suffix(".odt")


@pytest.fixture
def owner(store: Session) -> Authority:
    return factories.authority(store)


@pytest.fixture
def consultation(store: Session, owner: Authority) -> Consultation:
    row = factories.consultation(store, owner, published=False)
    store.commit()
    return row


@pytest.fixture
def editor(store: Session, owner: Authority, consultation: Consultation, sign_in: SignIn) -> PageClient:
    return sign_in(factories.staff(store, owner, Role.EDITOR))


def post(client: PageClient, path: str, **values: Any) -> TestResponse:
    token = client.get(path).get_data(as_text=True).split('csrf_token" value="')[1].split('"')[0]
    return client.post(path, data={"csrf_token": token, **values}, content_type="multipart/form-data")


def upload(client: PageClient, content: bytes, name: str = "udkast.docx") -> TestResponse:
    """A file, and its answer."""
    return post(client, f"{DRAFT}/indlaes", file=(io.BytesIO(content), name), kind="plain")


def paste(client: PageClient, text: str, kind: str = "markdown") -> str:
    """The address of the page that shows the text."""
    return post(client, f"{DRAFT}/indlaes", text=text, kind=kind).headers["Location"]


def page(client: PageClient, address: str) -> str:
    return client.get(address).get_data(as_text=True)


def sections(store: Session) -> list[SectionText]:
    rows = select(SectionText).where(SectionText.version_id == 1).order_by(SectionText.position)
    found = list(store.scalars(rows))
    store.commit()
    store.expunge_all()
    return found


def image() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(out, "PNG")
    return out.getvalue()


def test_a_word_file_is_shown_with_what_was_left_out_and_nothing_is_saved(editor: PageClient, store: Session) -> None:
    before = [one.heading for one in sections(store)]
    shown = page(editor, upload(editor, LIBREOFFICE.read_bytes()).headers["Location"])
    for words in ("Intet er gemt i udkastet endnu", "Slettet med sporede ændringer", "<q>hver tirsdag</q>"):
        assert words in shown
    assert "Sted: 1.1 Unge under 18 år" in shown
    assert '<td rowspan="2">Ledsagelse</td>' in shown
    assert [one.heading for one in sections(store)] == before


def test_an_opendocument_text_is_shown_and_taken_over_as_a_word_file_is(editor: PageClient, store: Session) -> None:
    asked = page(editor, f"{DRAFT}/indlaes")
    assert "En fil, der ender på .docx eller .odt, højst 10 MB." in asked
    address = upload(editor, OPENDOCUMENT.read_bytes(), "udkast.odt").headers["Location"]
    shown = page(editor, address)
    for words in ("udkast.odt", "Slettet med sporede ændringer", "<q>hver tirsdag</q>", "Sted: 1.1 Unge under 18 år"):
        assert words in shown
    assert post(editor, address, how="replace").status_code == 303
    assert [(one.printed_number, one.section.anchor, one.heading) for one in sections(store)] == [
        ("1", "hvem-kan-faa-ledsagelse", "Hvem kan få ledsagelse?"),
        ("1.1", "unge-under-18-aar", "Unge under 18 år"),
        ("2", "hvad-koster-det", "Hvad koster det?"),
    ]
    assert '<td rowspan="2">Ledsagelse</td>' in sections(store)[2].html


def test_what_an_opendocument_text_lost_is_said_in_words(editor: PageClient) -> None:
    link = f'<draw:a xlink:href="https://x.example/">{opendocument.image()}</draw:a>'
    form = '<draw:frame><svg:title>x</svg:title></draw:frame><draw:control draw:control="c1"/>'
    section = '<text:section><text:section-source xlink:href="../a.odt"/></text:section>'
    content = opendocument.odt(opendocument.p(f"a{link}{form}"), section)
    shown = page(editor, upload(editor, content, "udkast.odt").headers["Location"])
    for words in ("Link på et billede", "Billede, der ikke ligger i filen", "Felt til at udfylde", "en anden fil"):
        assert words in shown


def test_R2_it_is_taken_over_as_sections_once(editor: PageClient, store: Session) -> None:
    address = upload(editor, LIBREOFFICE.read_bytes()).headers["Location"]
    assert post(editor, address, how="replace").status_code == 303
    assert [(one.printed_number, one.section.anchor, one.heading) for one in sections(store)] == [
        ("1", "hvem-kan-faa-ledsagelse", "Hvem kan få ledsagelse?"),
        ("1.1", "unge-under-18-aar", "Unge under 18 år"),
        ("2", "hvad-koster-det", "Hvad koster det?"),
    ]
    noted = store.scalars(select(Audit.fields).where(Audit.event == "draft.imported")).one()
    assert '"left_out":4' in noted.replace(" ", "")
    store.rollback()
    token = page(editor, f"{DRAFT}/indlaes").split('csrf_token" value="')[1].split('"')[0]
    again = editor.post(address, data={"csrf_token": token, "how": "replace"})
    assert again.status_code == 409
    assert "allerede taget over" in again.get_data(as_text=True)
    assert "Hvad der ikke kom med fra udkast.docx" in page(editor, DRAFT)


def test_what_markdown_can_say_is_edited_as_markdown_and_the_rest_stays_until_it_is_replaced(
    editor: PageClient, store: Session
) -> None:
    post(editor, upload(editor, LIBREOFFICE.read_bytes()).headers["Location"], how="replace")
    first, second, third = sections(store)
    assert (first.source, third.source) == ("", "")
    assert second.source == "Unge fra 12 år kan få ledsagelse i op til 15 timer om måneden."
    saved = {"title": "Støtte 1", "afsnit": "2", "til": "gem"}
    for at, one in ((1, first), (2, third)):
        row = {"known": one.section.anchor, "heading": one.heading, "level": "1", "text": ""}
        saved |= {f"afsnit-{at}-{name}": value for name, value in row.items()}
    saved["afsnit-2-text"] = "Det er gratis."
    assert "som ikke kan rettes her" in page(editor, DRAFT)
    assert post(editor, DRAFT, **saved).status_code == 303
    kept, replaced = sections(store)
    assert (kept.html, kept.source) == (first.html, "")
    assert (replaced.html, replaced.source) == ("<p>Det er gratis.</p>\n", "Det er gratis.")


def test_anchors_survive_a_file_with_other_numbers_and_order(editor: PageClient, store: Session) -> None:
    post(editor, paste(editor, "## 1 Hvem?\nDu.\n## 2 Pris\nIntet."), how="replace")
    post(editor, paste(editor, "## 4 Pris\nIntet.\n## 5 Klage\nTil os.\n## 6 Hvem?\nDu."), how="replace")
    found = [(one.printed_number, one.section.anchor) for one in sections(store)]
    assert found == [("4", "pris"), ("5", "klage"), ("6", "hvem-2")]
    assert page(editor, DRAFT).count('name="afsnit-1-number" type="text" value="4"') == 1


def test_a_text_can_be_added_below_with_notes_of_its_own_numbers(editor: PageClient, store: Session) -> None:
    mark = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    content = docx(
        p("Note", "Overskrift1"),
        p(xml=r("a") + mark),
        parts={"word/footnotes.xml": word.notes("footnote", n1="b")},
    )
    for how in ("replace", "add"):
        post(editor, upload(editor, content).headers["Location"], how=how)
    assert [(one.printed_number, one.section.anchor) for one in sections(store)] == [("1", "note"), ("2", "note-2")]
    assert '<p id="fn_2"><a href="#fn_2_til">Note 2</a>: b</p>' in sections(store)[1].html
    assert page(editor, f"{DRAFT}/vis").count('id="fn_') == 4


def test_P7_a_picture_is_seen_by_staff_and_by_everybody_once_the_consultation_is(
    editor: PageClient, store: Session, consultation: Consultation
) -> None:
    content = docx(p(xml=f"<w:r>{drawing('image1', 'To personer')}</w:r>"), parts={"word/media/image1.png": image()})
    post(editor, upload(editor, content).headers["Location"], how="replace")
    address = sections(store)[0].html.split('src="')[1].split('"')[0]
    assert f'src="/intern{address}"' in page(editor, f"{DRAFT}/vis")
    assert editor.get(f"/intern{address}").mimetype == "image/png"
    assert editor.get(address).status_code == 404
    row = store.get_one(Consultation, consultation.id)
    row.published_at = row.visible_from = factories.OPENED
    store.commit()
    answer = editor.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert editor.get("/billeder/ukendt").status_code == 404


def test_A1_another_authority_sees_neither_text_nor_picture(
    editor: PageClient, store: Session, sign_in: SignIn
) -> None:
    content = docx(p(xml=f"<w:r>{drawing('image1')}</w:r>"), parts={"word/media/image1.png": image()})
    address = upload(editor, content).headers["Location"]
    picture = page(editor, address).split('src="/intern/billeder')[1].split('"')[0]
    stranger = sign_in(factories.staff(store, factories.authority(store, "andenby"), Role.EDITOR))
    assert stranger.get(address).status_code == 404
    assert stranger.get(f"/intern/billeder{picture}").status_code == 404


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7", "Filen kan ikke læses som en Word-fil eller OpenDocument-tekst"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Filen har en adgangskode eller er i et ældre format"),
        (opendocument.odt(parts={"Basic/a.xml": "<a/>"}), "Filen har makroer"),
        (opendocument.odt(), "Der var ingen tekst at læse ind"),
        (docx(), "Der var ingen tekst at læse ind"),
        (docx(*(p(f"Afsnit {n}", "Overskrift1") for n in range(201))), "Teksten har 201 afsnit"),
        (docx(p("a" + "\u0301" * 10_001)), "Filen kan ikke læses"),
    ],
)
def test_I5_a_file_that_cannot_be_read_is_explained_and_leaves_nothing(
    editor: PageClient, store: Session, content: bytes, words: str
) -> None:
    answer = upload(editor, content)
    assert answer.status_code == 200
    assert words in answer.get_data(as_text=True)
    assert store.scalars(select(DraftImport)).all() == []


def test_nothing_chosen_is_explained(editor: PageClient) -> None:
    assert "Vælg en fil, eller sæt en tekst ind" in post(editor, f"{DRAFT}/indlaes", kind="plain").get_data(
        as_text=True
    )


def test_R7_nothing_is_read_in_into_a_version_that_is_sent_out(
    editor: PageClient, store: Session, consultation: Consultation
) -> None:
    address = paste(editor, "## Hvem?\nDu.")
    row = store.get_one(Consultation, consultation.id)
    row.published_at = row.visible_from = factories.OPENED
    for version in store.scalars(select(DraftVersion)):
        version.published_at = factories.OPENED
    store.commit()
    assert editor.get(address).status_code == 409
    assert editor.get(f"{DRAFT}/indlaes").status_code == 409


def test_sections_that_go_are_named_before_they_go(editor: PageClient) -> None:
    shown = page(editor, paste(editor, "## Hvem kan få hjælpen?\nDu."))
    assert "Afsnit, der forsvinder, når du erstatter" in shown
    assert "beholder sin adresse" in shown
    assert "2 Hvor længe?" in shown


def test_plain_text_from_a_word_processor_keeps_its_lines_and_its_signs(editor: PageClient, store: Session) -> None:
    text = "Først 1*2*3 & <b>\n## Hvem?\nDu.\n•\tet\n•\tto\nSlut_på_det\n1. maj"
    post(editor, paste(editor, text, "plain"), how="replace")
    found = [one.html.replace("\n", "") for one in sections(store)]
    assert found == [
        "<p>Først 1*2*3 &amp; &lt;b&gt;</p>",
        "<p>Du.</p><ul><li>et</li><li>to</li></ul><p>Slut_på_det</p><p>1. maj</p>",
    ]
    assert sections(store)[0].heading == "Indledning"


def test_markdown_that_is_not_ours_is_named() -> None:
    text = "![Foto](x.png)\n<b>fed</b>\nNote[^1]\n```\nkode\n```"
    assert [(one.code, one.text) for one in pasting.left_out(text)] == [
        ("picture_text", "![Foto](x.png)"),
        ("html_text", "<b>"),
        ("html_text", "</b>"),
        ("note_text", "[^1]"),
        ("code_text", "```"),
        ("code_text", "```"),
    ]


def test_every_code_of_the_reader_has_a_sentence() -> None:
    source = "".join(file.read_text() for file in Path(wordfile.__file__).parent.rglob("*.py"))
    told = {code for code in labels._LEFT_OUT if f'"{code}"' in source}
    assert told | set(pasting._NOT_OURS) == set(labels._LEFT_OUT)
