"""The two ways into the compiled responses: by who answered, and by what it is about (R43, anchors.md 6)."""

from collections.abc import Iterator, Mapping

from consultation.summary.blocks import body, cell, heading
from consultation.summary.document import Block, Inline, Table, Text
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


def respondents(selection: Selection, anchors: Anchors, report: Pages, own: Pages) -> Iterator[Block]:
    """Bodies by name, everyone else by number: where it is printed, its points, where each is answered."""
    responses = selection.responses.values()
    named = sorted((each for each in responses if _name(selection, each)), key=by_name)
    others = [each for each in responses if not _name(selection, each)]
    yield heading(1, RESPONDENTS, "register-afsendere")
    yield body(
        "Råd, organisationer og myndigheder står efter navn og alle andre efter nummer. Et punkt er det, som ét svar "
        "siger om én ting. Efter pilen står synspunktet i høringsnotatet, hvor forvaltningen svarer."
    )
    yield Table(
        caption=RESPONDENTS,
        header=("Afsender", "Side", "Punkter, og hvor i høringsnotatet de er besvaret"),
        rows=tuple(_respondent(selection, each, anchors, report, own) for each in (*named, *others)),
        widths=(36, 10, 54),
        row_headers=True,
        numeric=(1,),
    )


def themes(selection: Selection, anchors: Anchors, own: Pages) -> Iterator[Block]:
    """The tree of themes, below each its positions with the points and the pages where they are printed."""
    yield heading(1, THEMES, "register-temaer")
    yield body("Temaerne står i samme orden som i høringsnotatet. Siderne er siderne i dette bilag.")
    found = [(branch.line, selection.rows_in(branch.theme)) for branch in selection.branches]
    if without := selection.rows_in(None):
        found.append((WITHOUT_THEME, without))
    yield Table(
        caption=THEMES,
        header=("Tema", "Synspunkter med punkter og sider"),
        rows=tuple(
            (cell(title), cell(*(_position(row, anchors, own) for row in rows)) or cell("Ingen synspunkter"))
            for title, rows in found
        ),
        widths=(30, 70),
        row_headers=True,
    )


def _name(selection: Selection, response: Response) -> str:
    """A body's name; of persons the number alone is printed here."""
    return (selection.shown_name(response) or "") if response.organised else ""


def _respondent(
    selection: Selection, response: Response, anchors: Anchors, report: Pages, own: Pages
) -> tuple[Inline, ...]:
    name = _name(selection, response)
    words = f"{name} (nr. {response.number})" if name else f"Svar nr. {response.number}"
    target = anchors[response.number]
    lines = list(_answers(selection, response, report)) or [_no_points(response)]
    return (Text(words, target=f"#{target}"),), cell(_page(own, target)), cell(*lines)


def _answers(selection: Selection, response: Response, report: Pages) -> Iterator[str]:
    found: dict[str | None, list[str]] = {}
    for point in selection.points_by_response.get(response.number, ()):
        found.setdefault(point.position, []).append(point.number)
    yield from (f"{', '.join(numbers)} → {place(position, report)}" for position, numbers in found.items())


def _no_points(response: Response) -> str:
    """Why there are none."""
    if response.status in (Status.WITHDRAWN, Status.AWAITING):
        return STATUSES[response.status]
    if not response.considered:
        return "Indgår ikke i behandlingen"
    return "Ingen bemærkninger" if response.no_remarks else "Kræver ingen bemærkning"


def _position(row: Row, anchors: Anchors, own: Pages) -> str:
    """ "Pkt. 8.3 Ønske om ...: 17.2 s. 12, 30.1 s. 14"."""
    owners = {point.number: point.response for point in row.points}
    printed = (_with_page(number, _page(own, anchors[owners[number]])) for number in in_order(owners))
    return f"Pkt. {row.position.number} {row.position.title}: {', '.join(printed) or 'ingen punkter'}"


def _with_page(number: str, page: str) -> str:
    return f"{number} s. {page}" if page else number


def _page(own: Pages, target: str) -> str:
    return str(own[target]) if target in own else ""
