"""Whether the papers of a package say what its data.json says: numbers, positions, changes, response numbers (R40)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from consultation.summary import readback
from consultation.summary.overview import count_rows, sheets
from consultation.summary.privacy import compact, squeezed
from consultation.summary.recount import SHOWN, outcome
from consultation.summary.report_figures import ALL, BY_DRAFT, count_sentence
from consultation.summary.words import CAPACITIES, OUTCOMES, PARTY_OUTCOMES, STATUSES, amount, listed_numbers
from consultation.summary.xlsx import CELL_LIMIT
from consultation.vocabulary import Capacity, Outcome, PartyOutcome, Status

Data = Mapping[str, Any]
Files = Mapping[str, bytes]

_ONE = r"(?:E-)?\d+"
_SOME = rf"{_ONE}(?:–{_ONE})?(?:, {_ONE}(?:–{_ONE})?)*"
CITED = re.compile(rf"(?:[Ss]var nr\.|afsendere?(?:, heraf [\d.]+ enslydende)?: nr\.) ({_SOME})")
HEADED = re.compile(rf"Svar nr\. ({_SOME}):")
WINDOW = 6
BROKEN = 2 * WINDOW
"""A passage that runs over a page's end is broken at most in so many windows of words."""


def faults(files: Files, package: Data) -> Iterator[str]:
    """Each fault names the file and the fact."""
    html = files["hoeringsnotat.html"].decode("utf-8")
    yield from _overview(files["overblik.xlsx"], package)
    yield from _formats(files, html)
    yield from _figures(html, package)
    yield from _rows(html, package)
    yield from _cited(files, package)
    yield from _changes(files["aendringsnotat.docx"], html, package)
    yield from _case_paper(files["sagsfremstilling.docx"], package)
    yield from _compiled(files["samlede-hoeringssvar.pdf"], package)
    yield from _late(files["modtaget-efter-fristen.pdf"], package)
    yield from _parties(files["hoerte-parter.pdf"], package)


def _overview(data: bytes, package: Data) -> Iterator[str]:
    found = readback.sheets(data)
    expected = {sheet.name: _plain([sheet.header, *sheet.rows]) for sheet in sheets(package)}
    if list(found) != list(expected):
        yield f"overblik.xlsx: arkene er {', '.join(found)}"
    for name, rows in expected.items():
        for number, (row, other) in enumerate(zip(rows, _joined(found.get(name, [])), strict=False), start=1):
            if row != other:
                yield f"overblik.xlsx: {name}, række {number} er ikke som data.json"
        if len(_joined(found.get(name, []))) != len(rows):
            yield f"overblik.xlsx: {name} har et andet antal rækker end data.json"


def _plain(rows: Iterable[Iterable[object]]) -> list[list[str]]:
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


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


def _formats(files: Files, html: str) -> Iterator[str]:
    """The three formats of the report hold the same words."""
    blocks = readback.blocks(html)
    docx = compact("".join(readback.word_blocks(files["hoeringsnotat.docx"])))
    if docx != compact("".join(blocks)):
        missing = next((squeezed(block) for block in blocks if compact(block) not in docx), "rækkefølgen")
        yield f"hoeringsnotat.docx: ikke samme ord som hoeringsnotat.html: {missing[:80]}"
    pdf = readback.words("hoeringsnotat.pdf", files["hoeringsnotat.pdf"])
    for block in missing_from(pdf, blocks):
        yield f"hoeringsnotat.pdf: ikke samme ord som hoeringsnotat.html: {block[:80]}"


def missing_from(text: str, passages: Iterable[str]) -> Iterator[str]:
    """Passages that a text does not hold, be it with other line breaks or, for a long one, a page's end inside."""
    dense = compact(text)
    for passage in passages:
        if compact(passage) not in dense and not _holds_broken(dense, passage.split()):
            yield squeezed(passage)


def _holds_broken(dense: str, words: list[str]) -> bool:
    windows = [words[start : start + WINDOW] for start in range(len(words) - WINDOW + 1)]
    lost = sum(compact("".join(window)) not in dense for window in windows)
    return len(windows) > 2 * BROKEN and lost <= BROKEN


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
    if _squeezed_rows(tables.get(BY_DRAFT, [])) != _squeezed_rows(drafts):
        yield f"hoeringsnotat.html: tabellen {BY_DRAFT} er ikke som data.json"
    sentence = squeezed(count_sentence(package["counts"]))
    if sentence not in squeezed(" ".join(readback.blocks(html))):
        yield "hoeringsnotat.html: sammenfatningens tal er ikke som data.json"


def _squeezed_rows(rows: Iterable[Iterable[str]]) -> list[list[str]]:
    return [[squeezed(cell) for cell in row] for row in rows]


def _rows(html: str, package: Data) -> Iterator[str]:
    """Every position is printed with its number of responses, remark, outcome, and each response number."""
    rows = {row[0]: row for table in readback.tables(html).values() for row in table if len(row) == ROW_COLUMNS}
    blocks = [squeezed(block) for block in readback.blocks(html)]
    for position in package["positions"]:
        number = position["number"]
        printed = rows.get(number) or _section(blocks, f"Pkt. {number} ")
        text = squeezed(" ".join(printed))
        title = f"{position['title']} ({amount(len(position['numbers']))})"
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


def _cited(files: Files, package: Data) -> Iterator[str]:
    """Every response number that a paper mentions exists."""
    known = {response["number"] for response in package["responses"]}
    for name in files:
        if name.endswith((".pdf", ".docx", ".html")):
            text = squeezed(readback.words(name, files[name]))
            for number in sorted(set(_numbers(CITED, text)) - known):
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
    for position in package["positions"]:
        printed = re.search(rf"pkt\. {re.escape(position['number'])} \(svar nr\. ({_SOME})\)\. ([^.]*)\.", text)
        if printed is None:
            continue
        found = outcome(position)
        same = (
            list(listed_numbers(printed[1])) == position["numbers"] and found and printed[2] == OUTCOMES[Outcome(found)]
        )
        if not same:
            yield f"sagsfremstilling.docx: pkt. {position['number']} er ikke som data.json"


def _compiled(data: bytes, package: Data) -> Iterator[str]:
    """Every number is accounted for: with its text, or with the reason why there is none (R33, R43)."""
    name = "samlede-hoeringssvar.pdf"
    text = readback.words(name, data)
    headed, dense = set(_numbers(HEADED, squeezed(text))), compact(text)
    for response in package["responses"]:
        number = response["number"]
        if number in headed and response["status"] in SHOWN:
            lines = (
                line
                for answer in response["answers"]
                for field in (answer["text"], answer["proposed_text"] or "")
                for line in field.splitlines()
            )
            for line in missing_from(text, lines):
                yield f"{name}: svar nr. {number} har ikke ordene fra data.json: {line[:60]}"
        elif compact(f"{number} {CAPACITIES[Capacity(response['capacity'])]} {_reason(response)}") not in dense:
            yield f"{name}: svar nr. {number} er ikke gjort rede for"
    known = {response["number"] for response in package["responses"]}
    yield from (f"{name}: svar nr. {number} findes ikke" for number in sorted(headed - known))


def _reason(response: Data) -> str:
    """How the line of a response without a text begins; in the mode "not public" that of all."""
    status = Status(response["status"])
    return "Svarene i denne høring" if status.value in SHOWN else STATUSES[status]


def _late(data: bytes, package: Data) -> Iterator[str]:
    name = "modtaget-efter-fristen.pdf"
    text = readback.words(name, data)
    for response in package["responses"]:
        if response["late"] and not re.search(rf"(?<![\w-]){re.escape(response['number'])}(?![\w-])", text):
            yield f"{name}: svar nr. {response['number']} mangler"


def _parties(data: bytes, package: Data) -> Iterator[str]:
    name = "hoerte-parter.pdf"
    text = readback.words(name, data)
    for party in package["parties"]:
        heard = party["sent_at"] is not None
        answer = PARTY_OUTCOMES[PartyOutcome(party["outcome"])]
        if compact(party["name"]) not in compact(text) or (heard and compact(answer) not in compact(text)):
            yield f"{name}: {party['name']} er ikke som i data.json"
