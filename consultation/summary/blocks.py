"""Short ways to write blocks of a document, shared by the papers' builders."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from consultation.lib.comparison import Kind, Piece, compare
from consultation.summary.charts import MOST_BARS, Bar, bars
from consultation.summary.document import (
    Block,
    Bullets,
    Chart,
    Document,
    Facts,
    Front,
    Heading,
    Inline,
    Paragraph,
    Table,
    Text,
    plain,
)
from consultation.summary.inputs import Inputs
from consultation.summary.structure import named
from consultation.summary.words import moment_words


def paper(
    inputs: Inputs, kind: str, blocks: Iterable[Block], facts: Facts, contents: bool = True, depth: int = 2
) -> Document:
    """A document of this snapshot: title, authority, snapshot id and stamp are the same on all papers (R41)."""
    written = Document(
        title=f"{kind}: {inputs.consultation.title}",
        authority=inputs.authority.name,
        language="da",
        snapshot=inputs.snapshot.id,
        made_at=inputs.snapshot.made_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        front=Front(facts.rows, contents, depth),
        blocks=tuple(blocks),
        provisional=inputs.snapshot.provisional,
        case_number=inputs.consultation.case_number,
    )
    return named(written)


def front_facts(inputs: Inputs, *more: tuple[str, str]) -> Facts:
    """What stands on every front page: case, deadline, snapshot."""
    consultation = inputs.consultation
    return facts(
        ("Sagsnummer", consultation.case_number),
        ("Høringsfrist", consultation.deadline_shown),
        *more,
        ("Øjebliksbillede", f"{inputs.snapshot.id}, {moment_words(inputs.snapshot.made_at)}"),
        ("Udgave", "KLADDE, ikke færdig" if inputs.snapshot.provisional else "Endelig"),
    )


def facts(*rows: tuple[str, str]) -> Facts:
    return Facts(tuple((label, plain(value)) for label, value in rows))


def heading(level: int, text: str, anchor: str, number: str = "") -> Heading:
    return Heading(level, text, anchor, number)


def anchor(prefix: str, number: str) -> str:
    """An anchor made of a printed number: "pkt-8-3"."""
    return f"{prefix}-{re.sub('[^0-9a-z]+', '-', number.lower())}"


def body(*texts: str) -> Paragraph:
    return Paragraph(plain(*texts))


def note(text: str) -> Paragraph:
    return Paragraph(plain(text), "note")


def standing(text: str) -> Paragraph:
    """A note on what follows it, which stays on its page."""
    return Paragraph(plain(text), "about")


def label(name: str, text: str) -> Paragraph:
    """A paragraph that begins with a word in bold: "Indstilling: ..."."""
    return Paragraph((Text(f"{name}: ", bold=True), Text(text)))


def bullets(items: Sequence[str]) -> Bullets:
    return Bullets(tuple(plain(item) for item in items))


def points(items: Sequence[str]) -> Iterator[Block]:
    """A list; one alone is a paragraph."""
    yield from [bullets(items)] if len(items) > 1 else map(body, items)


def prose(text: str) -> tuple[Block, ...]:
    """What a person wrote, word for word: a paragraph a line, lines that begin "- " as a list."""
    blocks: list[Block] = []
    items: list[str] = []
    for line in [*text.splitlines(), ""]:
        words = line.strip()
        if words.startswith("- "):
            items.append(words[2:])
            continue
        if items:
            blocks.append(bullets(items))
            items = []
        if words:
            blocks.append(body(words))
    return tuple(blocks)


def verbatim(text: str) -> tuple[Block, ...]:
    """A citizen's words as they stand, a paragraph a line; nothing in them is taken for a list."""
    return tuple(body(line) for line in text.splitlines() if line.strip())


def about(quote: str) -> Iterator[Block]:
    """The draft's own words that an answer is about, as one line of the authority's."""
    if quote:
        yield note(f"Om ordene: »{' '.join(quote.split())}«")


def proposed(words: str, wording: str) -> Iterator[Block]:
    """Other words for a section, and where they differ from the draft's, which is said in words, not by colour."""
    if not words:
        return
    yield label("Foreslået ny tekst", "")
    yield from verbatim(words)
    pieces = _whole(compare(*(" ".join(text.split()) for text in (wording, words)))) if wording else ()
    if _alike(pieces):
        changes = (_change(piece, before.kind) for before, piece in pairwise((Piece("same", ""), *pieces)))
        yield Paragraph((Text("Sammenlignet med udkastet: ", bold=True), *changes), "note")


def _alike(pieces: Sequence[Piece]) -> bool:
    """Whether half of the proposed words are the draft's: a text that is another one is not told word by word."""
    kept, new = (sum(len(piece.text.split()) for piece in pieces if piece.kind == kind) for kind in ("same", "added"))
    return kept >= max(1, new)


def _whole(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Changes with the word that stands before a full stop or a comma: "uger." is "uger og", not "." is " og"."""
    texts: list[dict[Kind, str]] = [{"same": "", "removed": "", "added": ""}]
    for piece in pieces:
        if piece.kind == "same":
            texts.append({"same": piece.text, "removed": "", "added": ""})
        else:
            texts[-1][piece.kind] += piece.text
    for part in texts:
        last = re.search(r"\w+$", part["same"])
        if last and any(re.match(r"[^\w\s]", part[kind]) for kind in ("removed", "added")):
            part["same"] = part["same"][: last.start()]
            for kind in _CHANGES:
                part[kind] = last[0] + part[kind]
    return [Piece(kind, text) for part in texts for kind, text in part.items() if text]


_CHANGES: tuple[Kind, Kind] = ("removed", "added")


def _change(piece: Piece, after: str) -> Text:
    if piece.kind == "same":
        return Text(piece.text)
    added, bare = piece.kind == "added", piece.text.strip()
    before, behind = piece.text.partition(bare)[::2]
    apart = " " if after == "removed" else before
    return Text(f"{apart}[{'tilføjet' if added else 'fjernet'}: {bare}]{behind}", bold=added, italic=not added)


def pictured(caption: str, unit: str, table: Table, column: int) -> Block:
    """A table with a picture of one of its columns before it; alone where it is too short or too long for a picture."""
    chart = Chart(caption, "", table, column)
    found = bars(chart) if 1 < len(table.rows) <= MOST_BARS else ()
    if not any(bar.value for bar in found):
        return table
    most, least = max(found, key=_value), min(found, key=_value)
    about = (
        f"Søjlediagram med {len(found)} søjler: flest {unit} ved {most.name} ({most.words}), færrest ved {least.name} "
        f"({least.words})."
    )
    return replace(chart, about=about)


def _value(bar: Bar) -> int:
    return bar.value


def reference(anchor: str) -> Text:
    """A reference to a place of the same paper, which prints what the place is called: "kapitel 7", "tabel 3"."""
    return Text("", target=f"#{anchor}", named=True)


def on_page(words: str, anchor: str) -> Text:
    """Words that paper follows up with the page of a place: "Svar nr. 17 (side 12)"."""
    return Text(words, target=f"#{anchor}", named=True, unlinked=True)


def cell(*parts: str | Text) -> Inline:
    """A cell of lines; empty parts leave no line."""
    runs: list[Text] = []
    for part in parts:
        run = part if isinstance(part, Text) else Text(part)
        if run.text:
            runs.extend((Text("\n"), run) if runs else (run,))
    return tuple(runs)


def link(text: str, target: str) -> Text:
    """A link where the address is one that a paper may hold; else the words and the address as text."""
    if target.startswith(("https://", "#")):
        return Text(text, target=target)
    return Text(f"{text} ({target})" if target not in {"", text} else text)
