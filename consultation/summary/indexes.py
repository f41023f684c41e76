"""The two ways into the compiled responses: by who answered, and by what it is about (R43, anchors.md 6)."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from consultation.summary.blocks import body, heading, on_page
from consultation.summary.document import Block, Bullets, Inline, Text
from consultation.summary.inputs import Response
from consultation.summary.margins import Pages, place
from consultation.summary.selection import Row, Selection, by_name
from consultation.summary.words import STATUSES, in_order
from consultation.vocabulary import Status

READING = "Sådan læses bilaget"
RESPONDENTS = "Register over afsendere"
THEMES = "Register over temaer"
WITHOUT_THEME = "Uden tema"

Anchors = Mapping[str, str]
"""Response number -> the anchor of the heading under which it is printed, or listed."""


def respondents(selection: Selection, anchors: Anchors, report: Pages) -> Iterator[Block]:
    """Bodies by name, everyone else by number: where it is printed, its points, where each is answered."""
    responses = selection.responses.values()
    named = sorted((each for each in responses if _name(selection, each)), key=by_name)
    others = [each for each in responses if not _name(selection, each)]
    yield heading(1, RESPONDENTS, "register-afsendere")
    yield body(
        "Råd, organisationer og myndigheder står efter navn og alle andre efter nummer. Et punkt er det, som ét svar "
        "siger om én ting. Efter pilen står det sted i høringsnotatet, hvor forvaltningen svarer."
    )
    for title, found in (("Råd, organisationer og myndigheder", named), ("Alle andre", others)):
        if found:
            yield heading(2, title, "register-navne" if found is named else "register-numre")
            yield Bullets(tuple(_respondent(selection, each, anchors, report) for each in found))


def themes(selection: Selection, anchors: Anchors) -> Iterator[Block]:
    """The tree of themes, below each its positions with the points and the pages where they are printed."""
    yield heading(1, THEMES, "register-temaer")
    yield body("Temaerne står i samme orden som i høringsnotatet. Siderne er siderne i dette bilag.")
    found = [(branch.line, selection.rows_in(branch.theme)) for branch in selection.branches]
    if without := selection.rows_in(None):
        found.append((WITHOUT_THEME, without))
    if not found:
        yield body("Der er ingen temaer.")
    for number, (title, rows) in enumerate(found, start=1):
        yield heading(2, title, f"register-tema-{number}")
        yield Bullets(tuple(_position(row, anchors) for row in rows)) if rows else body("Ingen synspunkter.")


def _name(selection: Selection, response: Response) -> str:
    """A body's name; of persons the number alone is printed here."""
    return (selection.shown_name(response) or "") if response.organised else ""


def _respondent(selection: Selection, response: Response, anchors: Anchors, report: Pages) -> Inline:
    """ "Handicaprådet, nr. 58 (side 6): 58.1 → pkt. 2.1, s. 14"."""
    name = _name(selection, response)
    words = f"{name}, nr. {response.number}" if name else f"Svar nr. {response.number}"
    answers = "; ".join(_answers(selection, response, report)) or _no_points(response)
    return on_page(words, anchors[response.number]), Text(f": {answers}")


def _answers(selection: Selection, response: Response, report: Pages) -> Iterator[str]:
    found: dict[str | None, list[str]] = {}
    for point in selection.points_by_response.get(response.number, ()):
        found.setdefault(point.position, []).append(point.number)
    yield from (f"{', '.join(numbers)} → {place(position, report)}" for position, numbers in found.items())


def _no_points(response: Response) -> str:
    """Why there are none."""
    if response.status in (Status.WITHDRAWN, Status.AWAITING):
        return STATUSES[response.status].lower()
    if not response.considered:
        return "indgår ikke i behandlingen"
    return "ingen bemærkninger" if response.no_remarks else "kræver ingen bemærkning"


def _position(row: Row, anchors: Anchors) -> Inline:
    """ "Pkt. 8.3 Ønske om ...: 17.2 (side 12), 30.1, 31.1 (side 14)": points of identical responses share a place."""
    owners = {point.number: point.response for point in row.points}
    runs = [Text(f"Pkt. {row.position.number} {row.position.title}: {'' if owners else 'ingen punkter'}")]
    for at, numbers in groupby(in_order(owners), key=lambda number: anchors[owners[number]]):
        runs += [Text(", ")] * (len(runs) > 1) + [on_page(", ".join(numbers), at)]
    return tuple(runs)
