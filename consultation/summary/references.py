"""Whether the places that the compiled responses refer to are there: points, positions and pages (R40, R43)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from consultation.summary import pdf_check
from consultation.summary.indexes import READING, RESPONDENTS, THEMES
from consultation.summary.privacy import squeezed
from consultation.summary.recount import SHOWN
from consultation.summary.words import listed_numbers

Data = Mapping[str, Any]

NAME = "samlede-hoeringssvar.pdf"
_NUMBER = r"(?:E-)?\d+"
_POINT = rf"{_NUMBER}\.\d+"
_PLACE = r"(?:pkt\. (\w+\.\d+)(?:, s\. (\d+))?|ikke i noget)"
_NOTE = re.compile(rf"({_POINT}(?:, {_POINT})*)(?: og [\d.]+ andre)? → {_PLACE}")
_HEADED = re.compile(rf"Svar nr\. ((?:{_NUMBER}[–, ]*)+):")
_LISTED = re.compile(rf"(?:Svar|,) nr\. ({_NUMBER}) \(side (\d+)\):")


def faults(files: Mapping[str, bytes], package: Data) -> Iterator[str]:
    """Each note and each line of a register that says another thing than data.json or leads to another page."""
    report = [squeezed(page) for page in pdf_check.page_texts(files["hoeringsnotat.pdf"])]
    compiled = [squeezed(page) for page in pdf_check.page_texts(files[NAME])]
    if package["responses"]:
        yield from _notes(compiled, report, package)
        yield from _registered(compiled, package)


def without_notes(text: str) -> str:
    """The words of the compiled responses without what stands in the margin, which may part a passage in two."""
    return re.sub(rf"{_NOTE.pattern}(?: i høringsnotatet| synspunkt)?", "", squeezed(text))


def _notes(compiled: Sequence[str], report: Sequence[str], package: Data) -> Iterator[str]:
    """Every point of a printed response is noted, and each note gives the point's position and its page."""
    positions = {point["number"]: point["position"] for point in package["points"]}
    noted = set[str]()
    for points, position, page in _NOTE.findall(" ".join(compiled)):
        for point in points.split(", "):
            noted.add(point)
            if point not in positions or (positions[point] or "") != position:
                yield f"{NAME}: punkt {point} er ikke i pkt. {position}"
        if page and not _stands(position, report, int(page)):
            yield f"{NAME}: pkt. {position} står ikke på side {page} i hoeringsnotat.pdf"
    shown = {response["number"] for response in package["responses"] if response["status"] in SHOWN}
    for point in package["points"]:
        if point["response"] in shown and point["number"] not in noted:
            yield f"{NAME}: punkt {point['number']} mangler"


def _stands(number: str, pages: Sequence[str], page: int) -> bool:
    wanted = rf"(?<![\w.]){re.escape(number)}(?![\w.])"
    return 0 < page <= len(pages) and re.search(wanted, pages[page - 1]) is not None


def _registered(compiled: Sequence[str], package: Data) -> Iterator[str]:
    """Every response is in the register of respondents with the page where it is printed or accounted for."""
    whole = " ".join(compiled)
    start = max(0, whole.rfind(RESPONDENTS))
    register = whole[start : whole.find(THEMES, start)]
    listed = {number: int(page) for number, page in _LISTED.findall(register)}
    listing = max(number for number, page in enumerate(compiled) if READING in page)  # its contents list comes before
    headed = [
        {number for found in _HEADED.findall(page) for number in listed_numbers(found)} if number >= listing else set()
        for number, page in enumerate(compiled)
    ]
    printed = set().union(*headed)
    for response in package["responses"]:
        number, page = response["number"], listed.get(response["number"])
        if page is None:
            yield f"{NAME}: svar nr. {number} mangler i registeret"
        elif number in printed and not (0 < page <= len(headed) and number in headed[page - 1]):
            yield f"{NAME}: svar nr. {number} står ikke på side {page}"
