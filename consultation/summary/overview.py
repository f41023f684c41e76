"""data.json exactly as contract.md has it, and the sheets of overblik.xlsx made of it alone (R40, R41)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from consultation.lib.dates import local
from consultation.summary.inputs import Change, Draft, Milestone, Party, Point, PublicAnswer, Response
from consultation.summary.selection import Row, Selection
from consultation.summary.words import (
    CAPACITIES,
    CHANNELS,
    OUTCOMES,
    PARTY_BASES,
    PARTY_KINDS,
    PARTY_OUTCOMES,
    REASONS,
    STANCES,
    STATUSES,
    number_list,
)
from consultation.summary.xlsx import Sheet
from consultation.vocabulary import Capacity, Channel, Outcome, PartyBasis, PartyKind, PartyOutcome, Precision, Stance
from consultation.vocabulary import Status as ResponseStatus

Data = Mapping[str, Any]

COUNT_LABELS = {
    "received": "Modtagne svar",
    "on_time": "Modtaget inden fristen",
    "late": "Modtaget efter fristen",
    "senders": "Afsendere",
    "published": "Offentliggjort",
    "redacted": "Offentliggjort med overstregninger",
    "withheld": "Vises ikke offentligt",
    "withdrawn": "Trukket tilbage",
    "awaiting": "Afventer",
    "no_remarks": "Svar uden bemærkninger",
    "identical": "Enslydende svar",
    "points": "Punkter",
    "points_answered": "Punkter med bemærkning og indstilling",
}
"""The words for each number, in the order in which the papers print them."""


def data(selection: Selection) -> dict[str, Any]:
    """The machine-readable package as JSON values. Texts are renditions; absent ones are absent."""
    consultation = selection.inputs.consultation
    return {
        "consultation": {
            "slug": consultation.slug,
            "title": consultation.title,
            "case_number": consultation.case_number,
            "opens_at": _moment(consultation.opens_at),
            "closes_at": _moment(consultation.closes_at),
            "days": consultation.days,
        },
        "counts": selection.counts.public(),
        "drafts": [_draft(selection, draft) for draft in selection.drafts.values()],
        "responses": [_response(selection, response) for response in selection.responses.values()],
        "groups": [
            {
                "id": group.id,
                "kind": group.kind.value,
                "numbers": list(group.numbers),
                "senders": selection.senders(group.numbers),
            }
            for group in selection.groups.values()
        ],
        "positions": [_position(selection, row) for row in selection.rows],
        "points": [_point(selection, point) for point in selection.points],
        "parties": [_party(party) for party in selection.inputs.parties],
        "milestones": [_milestone(milestone) for milestone in selection.inputs.milestones],
    }


def sheets(package: Data) -> tuple[Sheet, ...]:
    """The overview's sheets, from data.json alone: `verify` makes them again and compares each cell."""
    positions = {position["number"]: position for position in package["positions"]}
    return (
        _responses_sheet(package),
        _points_sheet(package, positions),
        _positions_sheet(package),
        _themes_sheet(package),
        _parties_sheet(package),
        _counts_sheet(package),
        _drafts_sheet(package),
    )


def _moment(moment: Any) -> str:
    return str(moment.strftime("%Y-%m-%dT%H:%M:%SZ"))


def _draft(selection: Selection, draft: Draft) -> dict[str, Any]:
    outcomes = selection.outcomes(draft.number)
    return {
        "number": draft.number,
        "title": draft.title,
        "version": draft.version,
        "responses": len(selection.of_draft(draft.number)),
        "points": selection.points_of(draft.number),
        **{outcome.value: outcomes[outcome] for outcome in Outcome},
    }


def _response(selection: Selection, response: Response) -> dict[str, Any]:
    by_day = response.precision is Precision.DAY
    return {
        "number": response.number,
        "received_at": local(response.received_at).date().isoformat() if by_day else _moment(response.received_at),
        "late": response.late,
        "channel": response.channel.value,
        "capacity": response.capacity.value,
        "shown_name": selection.shown_name(response),
        "status": response.status.value,
        "drafts": list(response.drafts),
        "group": response.group if response.group in selection.groups else None,
        "answers": [_answer(answer) for answer in response.answers] if selection.has_rendition(response) else [],
    }


def _answer(answer: PublicAnswer) -> dict[str, Any]:
    return {
        "draft": answer.draft,
        "version": answer.version,
        "section": answer.printed_number,
        "stance": answer.stance.value if answer.stance else None,
        "text": answer.text,
        "proposed_text": answer.proposed_text or None,
    }


def _position(selection: Selection, row: Row) -> dict[str, Any]:
    position = row.position
    return {
        "number": position.number,
        "title": position.title,
        "numbers": list(row.numbers),
        "draft": position.draft,
        "section": printed_section(selection, row),
        "theme": selection.themes[position.theme].title if position.theme in selection.themes else None,
        "remark": position.remark or None,
        "recommended": position.recommended.value if position.recommended else None,
        "decided": position.decided.value if position.decided else None,
        "change": [_change(change) for change in position.changes],
    }


def printed_section(selection: Selection, row: Row) -> str | None:
    """The printed number of the section that a row is about."""
    draft = selection.drafts.get(row.position.draft or 0)
    found = (section for section in (draft.sections if draft else ()) if section.anchor == row.position.section)
    return next((section.printed_number for section in found), None)


def _change(change: Change) -> dict[str, Any]:
    kept = asdict(change)
    return {
        "draft": kept["draft"],
        "section": kept["printed_number"],
        "before": kept["before"],
        "after": kept["after"],
    }


def _point(selection: Selection, point: Point) -> dict[str, Any]:
    return {
        "number": point.number,
        "response": point.response,
        "position": point.position,
        "quotes": list(selection.quotes(point)),
    }


def _party(party: Party) -> dict[str, Any]:
    return {
        "name": party.name,
        "kind": party.kind.value,
        "basis": party.basis.value,
        "sent_at": _moment(party.sent_at) if party.sent_at else None,
        "outcome": party.outcome.value,
    }


def _milestone(milestone: Milestone) -> dict[str, Any]:
    return {
        "on": milestone.on.isoformat(),
        "body": milestone.body,
        "item": milestone.item or None,
        "outcome": milestone.outcome or None,
    }


def _responses_sheet(package: Data) -> Sheet:
    header = ("Nr.", "Modtaget", "Efter fristen", "Kanal", "Udtaler sig som", "Vist navn", "Status", "Udkast",
              "Gruppe", "Svar")  # fmt: skip
    rows = [
        (
            response["number"],
            response["received_at"],
            "Ja" if response["late"] else "Nej",
            CHANNELS[Channel(response["channel"])],
            CAPACITIES[Capacity(response["capacity"])],
            response["shown_name"] or "",
            STATUSES[ResponseStatus(response["status"])],
            ", ".join(map(str, response["drafts"])),
            response["group"] or "",
            "\n\n".join(_answer_text(answer) for answer in response["answers"]),
        )
        for response in package["responses"]
    ]
    return Sheet("Svar", header, rows, (8, 22, 12, 16, 16, 28, 24, 12, 10, 80))


def _answer_text(answer: Data) -> str:
    place = "Generelt" if answer["draft"] is None else f"Udkast {answer['draft']}"
    section = f", afsnit {answer['section']}" if answer["section"] else ""
    stance = f" ({STANCES[Stance(answer['stance'])].lower()})" if answer["stance"] else ""
    wording = f"\nForeslået ny tekst: {answer['proposed_text']}" if answer["proposed_text"] else ""
    return f"{place}{section}{stance}: {answer['text']}{wording}"


def _points_sheet(package: Data, positions: Mapping[str, Data]) -> Sheet:
    header = ("Punkt", "Svar", "Synspunkt", "Resumé", "Citat")
    rows = [
        (
            point["number"],
            point["response"],
            point["position"] or "",
            positions[point["position"]]["title"] if point["position"] in positions else "",
            "\n".join(point["quotes"]),
        )
        for point in package["points"]
    ]
    return Sheet("Punkter", header, rows, (10, 8, 12, 50, 80))


def _positions_sheet(package: Data) -> Sheet:
    header = ("Pkt.", "Resumé", "Antal svar", "Svarnumre", "Udkast", "Afsnit", "Tema", "Bemærkning", "Indstilling",
              "Beslutning", "Ny tekst")  # fmt: skip
    rows = [
        (
            position["number"],
            position["title"],
            len(position["numbers"]),
            number_list(position["numbers"]),
            "" if position["draft"] is None else position["draft"],
            position["section"] or "",
            position["theme"] or "",
            position["remark"] or "",
            _outcome(position["recommended"]),
            _outcome(position["decided"]),
            "\n".join(f"{change['draft']}, {change['section']}: {change['after']}" for change in position["change"]),
        )
        for position in package["positions"]
    ]
    return Sheet("Synspunkter", header, rows, (8, 50, 10, 24, 8, 8, 24, 70, 20, 20, 60))


def _outcome(value: str | None) -> str:
    return OUTCOMES[Outcome(value)] if value else ""


def _themes_sheet(package: Data) -> Sheet:
    numbers: dict[str, set[str]] = {}
    positions: dict[str, int] = {}
    for position in package["positions"]:
        theme = position["theme"] or ""
        numbers.setdefault(theme, set()).update(position["numbers"])
        positions[theme] = positions.get(theme, 0) + 1
    rows = [(theme, positions[theme], len(found)) for theme, found in sorted(numbers.items())]
    return Sheet("Temaer", ("Tema", "Synspunkter", "Svar"), rows, (40, 14, 10))


def _parties_sheet(package: Data) -> Sheet:
    rows = [
        (
            party["name"],
            PARTY_KINDS[PartyKind(party["kind"])],
            PARTY_BASES[PartyBasis(party["basis"])],
            party["sent_at"] or "",
            PARTY_OUTCOMES[PartyOutcome(party["outcome"])],
        )
        for party in package["parties"]
    ]
    return Sheet("Parter", ("Part", "Type", "Grundlag", "Sendt", "Svar"), rows, (44, 24, 14, 22, 22))


def _drafts_sheet(package: Data) -> Sheet:
    header = ("Nr.", "Standard", "Version", "Svar", "Punkter", *OUTCOMES.values())
    fields = ("number", "title", "version", "responses", "points", *(outcome.value for outcome in OUTCOMES))
    rows = [tuple(draft[field] for field in fields) for draft in package["drafts"]]
    return Sheet("Udkast", header, rows, (6, 60, 9, 8, 9, 14, 20, 20, 22, 18))


def _counts_sheet(package: Data) -> Sheet:
    rows: list[Sequence[str | int]] = []
    for name, label in COUNT_LABELS.items():
        value = package["counts"][name]
        if name == "withheld":
            rows.append((label, sum(value.values())))
            rows.extend((f"{label}: {REASONS[reason]}", number) for reason, number in value.items())
        else:
            rows.append((label, value))
    return Sheet("Tal", ("Tal", "Antal"), rows, (60, 12))
