"""Files of strangers: what is taken and what it says; the bomb set is in test_bombs (R17, I5)."""

import pikepdf
import pytest

from consultation.responses import reading
from consultation.responses.reading import KINDS, ReadFile, RefusedFile
from consultation.vocabulary import FileFault, FileNote, TextPart
from consultation.web.uploads import Upload
from tests import samples


def read(name: str, content: bytes) -> ReadFile:
    found = reading.read(name, content)
    assert isinstance(found, ReadFile), found
    return found


def parts(found: ReadFile) -> list[tuple[TextPart, str]]:
    return [(part, found.text[start:end]) for part, start, end, _page in found.parts]


def relation(kind: str) -> str:
    return f'<Rs><Relationship Type="x/{kind}" Target="http://x.example/" TargetMode="External"/></Rs>'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", samples.pdf()),
        ("A.PDF", samples.pdf()),
        ("a.docx", samples.docx()),
        ("a.odt", samples.odt()),
        ("a.txt", b"Vi har brug for rampen."),
        ("a.txt", b"\xef\xbb\xbfVi har brug for rampen.\r\n"),
        ("a.txt", "Vi har brug for rampen.".encode("utf-16")),
    ],
)
def test_a_file_that_is_what_it_says_is_taken_with_its_words(name: str, content: bytes) -> None:
    found = read(name, content)
    assert found.media_type == KINDS[reading.kind_of(name)]
    assert (found.text, found.readable, found.notes) == ("Vi har brug for rampen.", True, frozenset())


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_is_taken_and_cannot_be_read_by_a_machine(kind: str) -> None:
    found = read(f"a.{kind.lower()}", samples.picture(kind))
    assert (found.text, found.readable) == ("", False)


def test_letters_of_older_programs_become_ours() -> None:
    assert read("a.txt", "Rødgrød – æøå".encode("cp1252")).text == "Rødgrød – æøå"


def test_words_are_kept_as_all_texts_are() -> None:
    """NFC and LF, so that places in them are the same everywhere (states.md)."""
    assert read("a.txt", "A\u030arhus\r\n\r\n\x0cto".encode()).text == "Århus\n\n\nto"


def test_each_page_of_a_pdf_is_a_part() -> None:
    two = samples.pdf("Rampen.", lambda pdf: pdf.pages.append(pdf.pages[0]))
    assert parts(read("a.pdf", two)) == [(TextPart.PAGE, "Rampen."), (TextPart.PAGE, "Rampen.")]


def test_a_pdf_that_only_shows_something_cannot_be_read_by_a_machine() -> None:
    def drawing(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Contents = pdf.make_stream(b"0 0 50 50 re f")

    assert not read("a.pdf", samples.pdf("", drawing)).readable


def test_comments_and_fields_of_a_pdf_are_read_and_what_lies_in_it_is_noted() -> None:
    found = read("a.pdf", samples.pdf("Rampen.", samples.with_notes))
    assert parts(found) == [
        (TextPart.PAGE, "Rampen."),
        (TextPart.COMMENT, "Ring til mig"),
        (TextPart.FIELD, "Prøvevej 2"),
    ]
    assert found.notes == {FileNote.EMBEDDED}


def test_a_pdf_that_anybody_can_open_is_taken_though_it_is_protected_from_change() -> None:
    assert read("a.pdf", samples.locked_pdf(owner="hemmelig", user="")).text == "Vi har brug for rampen."


def test_what_a_word_file_hides_stands_apart() -> None:
    """Shown words first; deleted, hidden and commented ones are marked as such (P5)."""
    body = (
        samples.paragraph("Det ses.")
        + samples.paragraph("Skjult.", "<w:rPr><w:vanish/></w:rPr>")
        + samples.paragraph("Skjult af typografi.", '<w:rPr><w:rStyle w:val="Gemt"/></w:rPr>')
        + samples.paragraph("Skjult ikke.", '<w:rPr><w:vanish w:val="0"/></w:rPr>')
        + "<w:p><w:del><w:r><w:delText>Slettet.</w:delText></w:r></w:del></w:p>"
    )
    styles = '<w:style w:styleId="Gemt"><w:rPr><w:vanish/></w:rPr></w:style>'
    comment = f'<w:comment w:author="Bo">{samples.paragraph("Er det rigtigt?")}</w:comment>'
    also: dict[str, bytes | str] = {
        "word/styles.xml": samples.word_part(styles, "styles"),
        "word/comments.xml": samples.word_part(comment, "comments"),
        "word/header1.xml": samples.word_part(samples.paragraph("Foreningen"), "hdr"),
        "word/footnotes.xml": samples.word_part(samples.paragraph("Se loven."), "footnotes"),
    }
    found = read("a.docx", samples.docx(body, also))
    assert parts(found) == [
        (TextPart.BODY, "Det ses.\nSkjult ikke."),
        (TextPart.HEADER, "Foreningen"),
        (TextPart.NOTE, "Se loven."),
        (TextPart.COMMENT, "Bo: Er det rigtigt?"),
        (TextPart.DELETED, "Slettet."),
        (TextPart.HIDDEN, "Skjult.\nSkjult af typografi."),
    ]
    assert found.notes == {FileNote.TRACKED}


def test_what_an_opendocument_file_hides_stands_apart() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Slettet.</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        '<text:p>Det <text:span>ses</text:span>.<text:s text:c="2"/><text:span text:style-name="T9">Skjult.</text:span>'
        "<text:note><text:note-body><text:p>Se loven.</text:p></text:note-body></text:note>"
        "<office:annotation><text:p>Er det rigtigt?</text:p></office:annotation></text:p>"
    )
    styles = '<style:style style:name="T9"><style:text-properties text:display="none"/></style:style>'
    assert parts(read("a.odt", samples.odt(body, styles))) == [
        (TextPart.BODY, "Det ses."),
        (TextPart.NOTE, "Se loven."),
        (TextPart.COMMENT, "Er det rigtigt?"),
        (TextPart.DELETED, "Slettet."),
        (TextPart.HIDDEN, "Skjult."),
    ]


@pytest.mark.parametrize(
    ("part", "content", "notes"),
    [
        ("word/_rels/document.xml.rels", relation("attachedTemplate"), {FileNote.LINKED}),
        ("word/_rels/document.xml.rels", relation("hyperlink"), frozenset()),
        ("word/embeddings/a.xlsx", b"x", {FileNote.EMBEDDED}),
        ("word/media/a.png", samples.picture("PNG"), {FileNote.PICTURES}),
    ],
)
def test_what_a_word_file_brings_or_fetches_is_noted(part: str, content: bytes | str, notes: set[FileNote]) -> None:
    assert read("a.docx", samples.docx(parts={part: content})).notes == notes


def test_a_word_file_of_pictures_alone_cannot_be_read_by_a_machine() -> None:
    assert not read("a.docx", samples.docx("", {"word/media/a.png": samples.picture("PNG")})).readable


def test_a_text_that_is_too_long_is_cut_and_says_so() -> None:
    found = read("a.txt", b"a" * 2_100_000)
    assert len(found.text) < 2_000_000
    assert found.notes == {FileNote.CUT}


def test_a_file_for_which_there_was_no_time_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SECONDS_FOR_ALL", 0)
    (found,) = reading.read_all([Upload("a.txt", b"a")])
    assert found == RefusedFile("a.txt", FileFault.UNREAD)


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"fault": "nonsense"},
        {"media_type": "text/html", "text": "", "parts": [], "readable": True, "notes": []},
        {"media_type": "text/plain", "text": "a", "parts": [["body", 0, 2]], "readable": True, "notes": []},
        {"media_type": "text/plain", "text": "a\0", "parts": [], "readable": True, "notes": []},
        {"media_type": "text/plain", "text": "a", "parts": [["nonsense", 0, 1]], "readable": True, "notes": []},
        {"media_type": "text/plain", "text": "a", "parts": 1, "readable": True, "notes": []},
    ],
)
def test_a_reader_that_a_file_has_taken_over_is_not_believed(answer: dict[str, object]) -> None:
    assert reading._checked("a.txt", b"a", answer) == RefusedFile("a.txt", FileFault.BROKEN)
