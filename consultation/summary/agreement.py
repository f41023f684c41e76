"""Whether the papers of a package say what its data.json says: numbers, positions, changes, response numbers (R40)."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from consultation.lib.dates import local
from consultation.summary import readback, references
from consultation.summary.arriving import arrivals
from consultation.summary.counts import by_outcome
from consultation.summary.overview import count_rows, question_rows, sheets
from consultation.summary.privacy import compact, squeezed
from consultation.summary.recount import SHOWN, outcome
from consultation.summary.report_figures import (
    ALL,
    ASKED,
    BY_DAY,
    BY_DRAFT,
    BY_OUTCOME,
    BY_THEME,
    count_sentence,
    theme_row,
)
from consultation.summary.wording import WORDS
from consultation.summary.words import (
    CAPACITIES,
    COPY_STATES,
    OUTCOMES,
    PARTY_OUTCOMES,
    SOME_NUMBERS,
    STATUSES,
    amount,
    listed_numbers,
)
from consultation.summary.xlsx import CELL_LIMIT, Cell, stored
from consultation.vocabulary import Capacity, CopyState, Outcome, PartyOutcome, Status

Data = Mapping[str, Any]
Files = Mapping[str, bytes]

CITED = re.compile(rf"(?:[Ss]var nr\.|afsendere?(?:, heraf [\d.]+ enslydende)?: nr\.) ({SOME_NUMBERS})")
HEADED = re.compile(rf"Svar nr\. ({SOME_NUMBERS}):")
FIRST_OTHER = "\u0250"
INESSENTIAL = re.compile(f"[^{''.join(filter(str.isalnum, map(chr, range(ord(FIRST_OTHER)))))}]+")
OTHER_SCRIPT = re.compile("[\u0250-\u1fff\u2070-\U0010ffff]+")
KEPT_WHOLE = 400
"""A table row of fewer letters stays on one page; in a longer one a cell may go on after the row's other cells."""
PIECE = 10
PIECE_OF_PAGE = 600


def faults(files: Files, texts: Mapping[str, str], package: Data, snapshot: Data) -> Iterator[str]:
    """Each fault names the file and the fact. `texts` are the words of each file, `snapshot` is the manifest's."""
    html = files["hoeringsnotat.html"].decode("utf-8")
    authority, report_title, *_ = readback.blocks(html)
    compiled_title = f"Samlede høringssvar: {package['consultation']['title']}"
    report = printed(texts["hoeringsnotat.pdf"], authority, report_title, snapshot["id"])
    compiled = printed(
        references.without_notes(texts["samlede-hoeringssvar.pdf"]), authority, compiled_title, snapshot["id"]
    )
    yield from _overview(files["overblik.xlsx"], package, snapshot)
    yield from _formats(files["hoeringsnotat.docx"], report, readback.blocks(html))
    yield from _figures(html, package)
    yield from _rows(html, package)
    yield from _cited(texts, package)
    yield from _changes(files["aendringsnotat.docx"], html, package)
    yield from _case_paper(files["sagsfremstilling.docx"], package)
    yield from _compiled(texts["samlede-hoeringssvar.pdf"], compiled, package)
    yield from references.faults(files, package)
    yield from _late(texts["modtaget-efter-fristen.pdf"], package)
    yield from _parties(texts["hoerte-parter.pdf"], package)


def _overview(data: bytes, package: Data, snapshot: Data) -> Iterator[str]:
    found = readback.sheets(data)
    expected = {sheet.name: _plain([sheet.header, *sheet.rows]) for sheet in sheets(package, snapshot)}
    if list(found) != list(expected):
        yield f"overblik.xlsx: arkene er {', '.join(found)}"
    for name, rows in expected.items():
        for number, (row, other) in enumerate(zip(rows, _joined(found.get(name, [])), strict=False), start=1):
            if row != other:
                yield f"overblik.xlsx: {name}, række {number} er ikke som data.json"
        if len(_joined(found.get(name, []))) != len(rows):
            yield f"overblik.xlsx: {name} har et andet antal rækker end data.json"


def _plain(rows: Iterable[Iterable[Cell]]) -> list[list[str]]:
    return [[stored(cell) for cell in row] for row in rows]


def _joined(rows: list[list[str]]) -> list[list[str]]:
    """Rows with the parts of a text that was too long for one cell put together again."""
    joined: list[list[str]] = []
    full = False
    for row in rows:
        if full and joined and row[:1] == joined[-1][:1]:
            joined[-1] = [joined[-1][0], *(a + b for a, b in zip(joined[-1][1:], row[1:], strict=True))]
        else:
            joined.append(list(row))
        full = any(len(cell.encode("utf-16-le")) // 2 >= CELL_LIMIT - 1 for cell in row)
    return joined


def _formats(word: bytes, pdf: str, blocks: list[str]) -> Iterator[str]:
    """The three formats of the report hold the same words."""
    docx, front = compact("".join(readback.word_blocks(word))), compact(readback.front_words(word))
    # A template with a front page of its own prints the authority and the title there.
    own = blocks[2:] if front and compact(blocks[1]) in front else blocks
    if docx != compact("".join(own)):
        missing = next((squeezed(block) for block in blocks if compact(block) not in docx), "rækkefølgen")
        yield f"hoeringsnotat.docx: ikke samme ord som hoeringsnotat.html: {missing[:80]}"
    for block in missing_from(pdf, blocks):
        yield f"hoeringsnotat.pdf: ikke samme ord som hoeringsnotat.html: {block[:80]}"


def missing_from(pdf: str, passages: Iterable[str]) -> Iterator[str]:
    """Passages that the words of a PDF, as `printed` gives them, do not hold."""
    for passage in passages:
        # What a PDF's typeface lacks stands there by its Unicode name, so the words around it are looked for.
        parts = map(essence, OTHER_SCRIPT.split(readback.without_pages(passage)))
        if not all(part in pdf or _holds_pieces(pdf, part) for part in parts):
            yield squeezed(passage)


def essence(text: str) -> str:
    """Latin letters and digits alone: formats differ in line breaks, ligatures, and the order of other scripts."""
    return INESSENTIAL.sub("", unicodedata.normalize("NFKC", text))


def printed(text: str, authority: str, title: str, snapshot: str) -> str:
    """The essence of a PDF's words without what stands at the top and foot of each page."""
    words = WORDS["da"]
    stamp, foot, head = (essence(part) for part in (words.provisional, authority, title))
    made_of = essence(words.snapshot.format(snapshot=snapshot))
    text = readback.without_pages(text)
    furniture = rf"{foot}Side\d+af\d+(?:(?:{stamp})?{head}{made_of})?"
    return re.sub(furniture, "", essence(text))


def _holds_pieces(pdf: str, wanted: str) -> bool:
    """Whether a long cell is there in as many pieces as it has pages."""
    if len(wanted) < KEPT_WHOLE:
        return False
    rest, left = wanted, 2 + len(wanted) // PIECE_OF_PAGE
    while rest and left:
        length = _longest_start(pdf, rest)
        if length < min(PIECE, len(rest)):
            return False
        rest, left = rest[length:], left - 1
    return not rest


def _longest_start(pdf: str, wanted: str) -> int:
    low, high = 0, len(wanted)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if wanted[:middle] in pdf else (low, middle - 1)
    return low


def _figures(html: str, package: Data) -> Iterator[str]:
    tables = readback.tables(html)
    counts = [[label, amount(number)] for label, number in count_rows(package["counts"])]
    if tables.get(ALL) != counts:
        yield f"hoeringsnotat.html: tabellen {ALL} er ikke som data.json"
    fields = ("responses", "points", *(kind.value for kind in Outcome))
    drafts = [
        [str(draft["number"]), draft["title"], *(amount(draft[field]) for field in fields)]
        for draft in package["drafts"]
    ]
    if drafts and _squeezed_rows(tables.get(BY_DRAFT, [])) != _squeezed_rows(drafts):
        yield f"hoeringsnotat.html: tabellen {BY_DRAFT} er ikke som data.json"
    asked = [[words, option, amount(number)] for words, option, number in question_rows(package)]
    if asked and _squeezed_rows(tables.get(ASKED, [])) != _squeezed_rows(asked):
        yield f"hoeringsnotat.html: tabellen {ASKED} er ikke som data.json"
    yield from _pictured(tables, package)
    themes = [[str(cell) for cell in _amounts(theme_row(theme))] for theme in package["themes"]]
    if themes and _squeezed_rows(tables.get(BY_THEME, [])) != _squeezed_rows(themes):
        yield f"hoeringsnotat.html: tabellen {BY_THEME} er ikke som data.json"
    yield from _main_themes([squeezed(block) for block in readback.blocks(html)], package)
    sentence = squeezed(count_sentence(package["counts"]))
    if sentence not in squeezed(" ".join(readback.blocks(html))):
        yield "hoeringsnotat.html: sammenfatningens tal er ikke som data.json"


def _pictured(tables: Mapping[str, list[list[str]]], package: Data) -> Iterator[str]:
    """The tables that a picture is drawn of."""
    outcomes = {position["number"]: outcome(position) for position in package["positions"]}
    found = (outcomes.get(point["position"]) for point in package["points"])
    ends = by_outcome(Outcome(one) if one else None for one in found)
    days = (_day(response["received_at"]) for response in package["responses"])
    for caption, rows in (
        (BY_OUTCOME, [(OUTCOMES[end], number) for end, number in ends.items()]),
        (BY_DAY, arrivals(days)),
    ):
        wanted = [[words, amount(number)] for words, number in rows]
        if _squeezed_rows(tables.get(caption, [])) != _squeezed_rows(wanted):
            yield f"hoeringsnotat.html: tabellen {caption} er ikke som data.json"


def _day(received: str) -> date:
    """A moment, or the day of a letter, as its day in Copenhagen."""
    return local(datetime.fromisoformat(received)).date() if "T" in received else date.fromisoformat(received)


def _amounts(row: Iterable[str | int]) -> Iterator[str]:
    return (amount(cell) if isinstance(cell, int) else cell for cell in row)


def _main_themes(blocks: Sequence[str], package: Data) -> Iterator[str]:
    """Each main theme stands in the summary with how many have answered."""
    for theme in package["themes"]:
        if theme["main"] is None or not theme["responses"]:
            continue
        after = blocks[blocks.index(squeezed(theme["title"])) + 1] if squeezed(theme["title"]) in blocks else ""
        if not after.startswith(f"{amount(theme['responses'])} svar fra {amount(theme['senders'])} afsender"):
            yield f"hoeringsnotat.html: hovedtemaet {theme['title']} er ikke som data.json"


def _squeezed_rows(rows: Iterable[Iterable[str]]) -> list[list[str]]:
    return [[squeezed(cell) for cell in row] for row in rows]


def _rows(html: str, package: Data) -> Iterator[str]:
    """Every position is printed with its number of responses, remark, outcome, and each response number."""
    rows = {row[0]: row for table in readback.tables(html).values() for row in table if len(row) == ROW_COLUMNS}
    blocks = [squeezed(block) for block in readback.blocks(html)]
    for position in package["positions"]:
        number = position["number"]
        title = f"{position['title']} ({amount(len(position['numbers']))})"
        printed = rows.get(number) or _section(blocks, squeezed(f"Pkt. {number} {title}"))
        text = squeezed(" ".join(printed))
        wanted = [title, position["remark"] or "", *_outcomes(position)]
        if any(squeezed(part) not in text for part in wanted):
            yield f"hoeringsnotat.html: pkt. {number} er ikke som data.json"
        if not set(position["numbers"]) <= set(_numbers(CITED, text)):
            yield f"hoeringsnotat.html: pkt. {number} har ikke alle sine svarnumre"


ROW_COLUMNS = 6


def _section(blocks: list[str], start: str) -> list[str]:
    """The blocks from the heading that begins so to the next position or the end of the chapter."""
    first = next((index for index, block in enumerate(blocks) if block.startswith(start)), len(blocks))
    rest = blocks[first + 1 :]
    last = next((index for index, block in enumerate(rest) if re.match(r"Pkt\. |\d+ [A-ZÆØÅ]", block)), len(rest))
    return blocks[first : first + 1] + rest[:last]


def _outcomes(position: Data) -> list[str]:
    return [OUTCOMES[Outcome(found)] for found in (position["recommended"], position["decided"]) if found]


def _numbers(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    for found in pattern.finditer(text):
        yield from listed_numbers(found[1])


def _cited(texts: Mapping[str, str], package: Data) -> Iterator[str]:
    """Every response number that a paper mentions exists."""
    known = {response["number"] for response in package["responses"]}
    # A citizen may write of any number; the words are quoted as they are.
    known.update(_numbers(CITED, squeezed(" ".join(words for point in package["points"] for words in point["quotes"]))))
    for name, text in texts.items():
        if name.endswith((".docx", ".html")) or name == "hoeringsnotat.pdf":
            for number in sorted(set(_numbers(CITED, squeezed(text))) - known):
                yield f"{name}: svar nr. {number} findes ikke"


def _changes(note: bytes, html: str, package: Data) -> Iterator[str]:
    dense = compact("".join(readback.word_blocks(note)))
    report = compact("".join(readback.blocks(html)))
    for position in package["positions"]:
        for change in position["change"]:
            place = f"pkt. {position['number']}, udkast {change['draft']}, afsnit {change['section']}"
            both = compact(change["before"]) + compact(change["after"])
            if both not in dense:
                yield f"aendringsnotat.docx: {place} er ikke som data.json"
            if both not in report:
                yield f"hoeringsnotat.html: ændringen i {place} er ikke som data.json"


def _case_paper(data: bytes, package: Data) -> Iterator[str]:
    text = squeezed(" ".join(readback.word_blocks(data)))
    if squeezed(count_sentence(package["counts"])) not in text:
        yield "sagsfremstilling.docx: tallene er ikke som data.json"
    yield from _case_paper_themes(text, package)
    for position in package["positions"]:
        behind = rf"(?:svar nr\. (?P<numbers>{SOME_NUMBERS})|(?P<count>[\d.]+) svar)"
        printed = re.search(rf"pkt\. {re.escape(position['number'])} \({behind}\)\. (?P<outcome>[^.]*)\.", text)
        if printed is None:
            continue
        numbers, found = position["numbers"], outcome(position)
        listed = printed["numbers"] and list(listed_numbers(printed["numbers"])) == numbers
        told = listed or printed["count"] == amount(len(numbers))
        if not told or not found or printed["outcome"] != OUTCOMES[Outcome(found)]:
            yield f"sagsfremstilling.docx: pkt. {position['number']} er ikke som data.json"


def _case_paper_themes(text: str, package: Data) -> Iterator[str]:
    for theme in package["themes"]:
        crowd = rf"{amount(theme['responses'])} svar fra {amount(theme['senders'])} afsendere?"
        if theme["main"] and not re.search(rf"»{re.escape(squeezed(theme['title']))}«: {crowd}", text):
            yield f"sagsfremstilling.docx: hovedtemaet {theme['title']} er ikke som data.json"


def _compiled(text: str, pdf: str, package: Data) -> Iterator[str]:
    """Every number is accounted for: with its text, or with the reason why there is none (R33, R43)."""
    name = "samlede-hoeringssvar.pdf"
    headed = set(_numbers(HEADED, squeezed(text)))
    for response in package["responses"]:
        number = response["number"]
        if number in headed and response["status"] in SHOWN:
            texts = (
                answer.get(field) or ""
                for answer in response["answers"]
                for field in ("text", "proposed_text", "quote")
            )
            names = (f"{file['name']}: {COPY_STATES[CopyState(file['state'])]}" for file in response["files"])
            for words in missing_from(pdf, (*texts, *names)):
                yield f"{name}: svar nr. {number} har ikke ordene fra data.json: {words[:60]}"
        elif essence(f"{number} {CAPACITIES[Capacity(response['capacity'])]} {_reason(response)}") not in pdf:
            yield f"{name}: svar nr. {number} er ikke gjort rede for"


def _reason(response: Data) -> str:
    """How the line of a response without a text begins; in the mode "not public" that of all."""
    status = Status(response["status"])
    return "Svarene i denne høring" if status.value in SHOWN else STATUSES[status]


def _late(text: str, package: Data) -> Iterator[str]:
    name = "modtaget-efter-fristen.pdf"
    for response in package["responses"]:
        if response["late"] and not re.search(rf"(?<![\w-]){re.escape(response['number'])}(?![\w-])", text):
            yield f"{name}: svar nr. {response['number']} mangler"


def _parties(text: str, package: Data) -> Iterator[str]:
    name = "hoerte-parter.pdf"
    dense = compact(text)
    for party in package["parties"]:
        heard = party["sent_at"] is not None
        answer = PARTY_OUTCOMES[PartyOutcome(party["outcome"])]
        if compact(party["name"]) not in dense or (heard and compact(answer) not in dense):
            yield f"{name}: {party['name']} er ikke som i data.json"
