"""For every response, for ever: where did it go? Its points, what they were gathered in, and what was answered."""

from collections.abc import Mapping, Sequence
from typing import Any

from consultation.summary.words import OUTCOMES, STATUSES, in_order
from consultation.summary.xlsx import Made, Row, Sheet
from consultation.vocabulary import Outcome, Status

Data = Mapping[str, Any]

NAME = "Hvor blev svaret af"
HEADER = ("Svar", "Status", "Efter fristen", "Gruppe", "Udkast", "Punkter", "Synspunkter", "Bemærkninger", "Udfald",
          "Side i samlede høringssvar", "Sider i høringsnotatet")  # fmt: skip
_ABOUT = (
    "En række for hvert svar: status, gruppe, punkter, synspunkter, bemærkninger, udfald, og på hvilke sider i "
    "PDF-filerne det står."
)


def sheet(package: Data) -> Sheet:
    """Numbers alone: no name, no text and no reason, so that it holds for the closed responses too."""
    positions = {position["number"]: position for position in package["positions"]}
    points: dict[str, list[Data]] = {}
    for point in package["points"]:
        points.setdefault(point["response"], []).append(point)
    gathered: dict[str, list[str]] = {}
    for position in package["positions"]:
        for number in position["numbers"]:
            gathered.setdefault(number, []).append(position["number"])

    def row(response: Data) -> Row:
        number = response["number"]
        return _row(response, points.get(number, ()), in_order(gathered.get(number, ())), positions)

    rows = Made(package["responses"], row)
    return Sheet(NAME, HEADER, rows, (8, 20, 9, 9, 9, 18, 18, 15, 40, 15, 16), _ABOUT, left=True)


def _row(response: Data, points: Sequence[Data], numbers: Sequence[str], positions: Mapping[str, Data]) -> Row:
    """`numbers` are the positions that count it, also by a point on the text that it shares with others."""
    own = [positions[number] for number in numbers]
    return (
        response["number"],
        STATUSES[Status(response["status"])],
        "Ja" if response["late"] else "Nej",
        response["group"] or "",
        ", ".join(map(str, response["drafts"])),
        ", ".join(point["number"] for point in points),
        ", ".join(numbers),
        ", ".join(in_order(one["remark_number"] for one in own if one["remark_number"])),
        "; ".join(f"{one['number']} {_outcome(one)}" for one in own),
        response["page"],
        ", ".join(str(page) for page in sorted({one["page"] for one in own if one["page"] is not None})),
    )


def _outcome(position: Data) -> str:
    found = position["decided"] or position["recommended"]
    return OUTCOMES[Outcome(found)] if found else "uden indstilling"
