"""The sheets of overblik.xlsx, made of data.json alone (R40, R41)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

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
from consultation.vocabulary import (
    Capacity,
    Channel,
    Outcome,
    PartyBasis,
    PartyKind,
    PartyOutcome,
    QuestionKind,
    Stance,
)
from consultation.vocabulary import Status as ResponseStatus

Data = Mapping[str, Any]

FREE = "Med egne ord"
"""What stands for the options of a question that is answered in free text."""
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


def sheets(package: Data, provisional: bool) -> tuple[Sheet, ...]:
    """The overview's sheets, from data.json alone: `verify` makes them again and compares each cell."""
    positions = {position["number"]: position for position in package["positions"]}
    made = (
        _responses_sheet(package),
        _points_sheet(package, positions),
        _positions_sheet(package),
        _themes_sheet(package),
        _parties_sheet(package),
        _counts_sheet(package),
        _drafts_sheet(package),
        _questions_sheet(package),
    )
    return tuple(replace(sheet, name=f"{sheet.name} (KLADDE)") for sheet in made) if provisional else made


def count_rows(counts: Data) -> list[tuple[str, int]]:
    """The numbers of data.json as label and number, withheld ones by reason; report and spreadsheet print these."""
    rows: list[tuple[str, int]] = []
    for name, label in COUNT_LABELS.items():
        value = counts[name]
        if name != "withheld":
            rows.append((label, value))
            continue
        rows.append((label, sum(value.values())))
        rows.extend((f"{label}: {REASONS[reason]}", number) for reason, number in value.items())
    return rows


def question_rows(package: Data) -> list[tuple[str, str, int]]:
    """Question, option and number of responses, as report and spreadsheet print them; of a free one, who answered."""
    rows = []
    for question in package["questions"]:
        about = "" if question["draft"] is None else f"Udkast {question['draft']}: "
        words = f"{about}{question['text']}"
        if QuestionKind(question["kind"]) is QuestionKind.TEXT:
            rows.append((words, FREE, question["responses"]))
        rows.extend((words, option["text"], option["responses"]) for option in question["options"])
    return rows


def _questions_sheet(package: Data) -> Sheet:
    header = ("Spørgsmål", "Svarmulighed", "Svar")
    return Sheet("Spørgsmål", header, question_rows(package), (80, 40, 8))


def _responses_sheet(package: Data) -> Sheet:
    questions = {question["number"]: question for question in package["questions"]}
    header = ("Nr.", "Modtaget", "Efter fristen", "Kanal", "Udtaler sig som", "Vist navn", "Status", "Udkast",
              "Gruppe", "Underskrifter", "Svar")  # fmt: skip
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
            response["signatures"] or "",
            "\n\n".join(_answer_text(answer, questions) for answer in response["answers"]),
        )
        for response in package["responses"]
    ]
    return Sheet("Svar", header, rows, (8, 22, 12, 16, 16, 28, 24, 12, 10, 14, 80))


def _answer_text(answer: Data, questions: Mapping[int, Data]) -> str:
    place = "Generelt" if answer["draft"] is None else f"Udkast {answer['draft']}"
    section = f", afsnit {answer['section']}" if answer["section"] else ""
    stance = f" ({STANCES[Stance(answer['stance'])].lower()})" if answer["stance"] else ""
    wording = f"\nForeslået ny tekst: {answer['proposed_text']}" if answer["proposed_text"] else ""
    question = questions.get(answer["question"])
    asked = f", {question['text']}" if question else ""
    chosen = "; ".join(question["options"][choice - 1]["text"] for choice in answer["choices"]) if question else ""
    about = f", om ordene »{' '.join(answer['quote'].split())}«" if answer.get("quote") else ""
    return f"{place}{section}{about}{asked}{stance}: {chosen}{answer['text']}{wording}"


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
    return Sheet("Tal", ("Tal", "Antal"), count_rows(package["counts"]), (60, 12))
