"""All that a PDF holds: the words of its pages by whether they show, and what lies in it unseen (P5, R28)."""

import io
import re
import time
from collections.abc import Iterable, Iterator

import pikepdf
import pypdfium2  # type: ignore[import-untyped]  # - it ships no types

from consultation.reader import pdf as light
from consultation.reader.found import FaultError, Found, Words
from consultation.reader.sheet import Letter, Sheet
from consultation.vocabulary import FileFault, FileNote, TextPart

SECONDS_FOR_PAGES = 25.0
"""Processor time after which the rest of the pages is left out, and the note CUT says so."""
_END = b"%%EOF"
_MOST_REVISIONS = 5
_MOST_STRINGS = 20_000
_MOST_INSIDE = 200_000
_TIME = re.compile(r"D:\d{4,}")
_GRAMMAR = re.compile(r"<\?.*?\?>|xmlns(?::\w+)?\s*=\s*(\"[^\"]*\"|'[^']*')", re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")
_QUOTED = re.compile(r"=\s*[\"']([^\"']*)[\"']")


def read(content: bytes) -> Found:
    """The same checks as when it was taken, then more patience."""
    found = light.read(content)
    words = Words()
    try:
        found.pictures, found.readable = _add_pages(words, content)
        with pikepdf.open(io.BytesIO(content)) as pdf:
            _add_fields(words, pdf)
            _add_inside(words, pdf)
            _add_about(words, pdf)
        _add_revisions(words, content, found)
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, TypeError, KeyError, RuntimeError) as error:
        raise FaultError(FileFault.BROKEN) from error
    found.words = words
    return found


def _add_pages(words: Words, content: bytes) -> tuple[list[int], bool]:
    """Returns the pages with something to look at, and whether a machine has read all that shows."""
    pictures, unseen, begun = [], list[tuple[int, TextPart, str]](), time.process_time()
    document = pypdfium2.PdfDocument(content)
    for number in range(1, len(document) + 1):
        if words.cut or time.process_time() - begun > SECONDS_FOR_PAGES:
            words.cut = True
            break
        sheet = Sheet(document, number - 1)
        letters = sheet.letters()
        shown = said(letters, TextPart.PAGE)
        words.add(TextPart.PAGE, shown, number)
        words.add(TextPart.LAYER, said(letters, TextPart.LAYER), number)
        unseen.append((number, TextPart.HIDDEN, said(letters, TextPart.HIDDEN)))
        if sheet.has_pictures() or not (shown.strip() or sheet.is_blank()):
            pictures.append(number)
        sheet.close()
    document.close()
    for number, part, hidden in unseen:
        words.add(part, hidden, number)
    return pictures, not pictures


def said(letters: list[Letter], part: TextPart) -> str:
    """The words of one part, in the order of the page."""
    kept = "".join(one.sign if one.part is part or one.sign.isspace() else "" for one in letters)
    return "\n".join(line for line in (" ".join(line.split()) for line in kept.splitlines()) if line)


def _add_fields(words: Words, pdf: pikepdf.Pdf) -> None:
    """What was filled in and comments; most of what prints of them stands on the page already."""
    shown = _folded("\n".join(words.text))
    for number, page in enumerate(pdf.pages, 1):
        for note in page.obj.get("/Annots", pikepdf.Array()).as_list():
            if isinstance(note, pikepdf.Dictionary):
                value = light.text_of(note.get("/V", note.get("/Parent", pikepdf.Dictionary()).get("/V")))
                words.add(TextPart.FIELD if _folded(value) not in shown else TextPart.METADATA, value, number)
                words.add(TextPart.COMMENT, light.text_of(note.get("/Contents")), number)


def _add_inside(words: Words, pdf: pikepdf.Pdf) -> None:
    """Files within the file: their names, and their words where they are plain text."""
    for name, file in pdf.attachments.items():
        content = file.get_file().read_bytes()
        text = content.decode("utf-8", "replace")
        plain = text.isprintable() or all(sign.isprintable() or sign.isspace() for sign in text)
        words.add(TextPart.INSIDE, f"{name}\n{text[:_MOST_INSIDE] if plain else ''}")


def _add_about(words: Words, pdf: pikepdf.Pdf) -> None:
    """Every text in the file that belongs to no page: Info, XMP, bookmarks, names, descriptions of pictures."""
    known = _folded("\n".join(words.text))
    strings = dict.fromkeys(one for one in _strings(pdf) if _folded(one) not in known)
    words.add(TextPart.METADATA, "\n".join([*strings, *_described(pdf)]))


def _strings(pdf: pikepdf.Pdf) -> Iterator[str]:
    left = _MOST_STRINGS
    for thing in pdf.objects:
        for string in _within(thing, 8):
            text = str(string)
            if text.strip() and text.isprintable() and not _TIME.match(text):
                yield text
                left -= 1
            if left < 0:
                return


def _within(thing: object, depth: int) -> Iterator[pikepdf.String]:
    """The texts of one object; what it refers to is an object of its own."""
    if isinstance(thing, pikepdf.String):
        yield thing
    inside: Iterable[object] = ()
    if isinstance(thing, pikepdf.Stream | pikepdf.Dictionary):
        inside = (thing[key] for key in thing.keys())  # noqa: SIM118 - it iterates otherwise
    elif isinstance(thing, pikepdf.Array):
        inside = thing.as_list()
    for value in inside if depth else ():
        if not (isinstance(value, pikepdf.Object) and value.is_indirect):
            yield from _within(value, depth - 1)


def _described(pdf: pikepdf.Pdf) -> Iterator[str]:
    """The words of every XMP packet, without its tags."""
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Type") == pikepdf.Name.Metadata:
            text = _GRAMMAR.sub("", thing.read_bytes().decode("utf-8", "ignore"))
            yield from (one.strip() for one in [*_TAGS.split(text), *_QUOTED.findall(text)] if len(one.strip()) > 1)


def _add_revisions(words: Words, content: bytes, found: Found) -> None:
    """What earlier states of the file say that the newest does not."""
    ends = [match.end() for match in re.finditer(re.escape(_END), content)][:-1]
    known = _folded("\n".join(words.text))
    for end in ends[-_MOST_REVISIONS:]:
        earlier = Words()
        try:
            light.add_pages(earlier, content[:end])
            with pikepdf.open(io.BytesIO(content[:end])) as pdf:
                about = [*_strings(pdf), *_described(pdf)]
        except (pikepdf.PdfError, pypdfium2.PdfiumError):
            continue  # the head of a file that is written to be read from its beginning
        gone = [line for line in [*"\n".join(earlier.text).splitlines(), *about] if _folded(line) not in known]
        if gone:
            found.notes.add(FileNote.REVISIONS)
            words.add(TextPart.REVISION, "\n".join(dict.fromkeys(gone)))


def _folded(text: str) -> str:
    return "".join(text.casefold().split())
