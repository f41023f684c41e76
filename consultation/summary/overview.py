"""The sheets of overblik.xlsx, made of data.json alone (R40, R41)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from consultation.summary import guide, whereabouts
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
from consultation.summary.xlsx import Cell, Made, Row, Sheet
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

PROVISIONAL = " (KLADDE)"
"""Ends the name of each sheet of a package that is not final."""
FREE = "Med egne ord"
"""What stands for the options of a question that is answered in free text."""
NOT_HEARD = "Ikke hørt"
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


def sheets(package: Data, snapshot: Data) -> tuple[Sheet, ...]:
    """The overview's sheets, from data.json and what manifest.json says of the snapshot: `verify` makes them again and
    compares each cell."""
    made = tables(package)
    whole = (guide.sheet(package, snapshot, count_rows(package["counts"]), made), *made)
    if not snapshot["provisional"]:
        return whole
    return tuple(replace(sheet, name=f"{sheet.name}{PROVISIONAL}") for sheet in whole)


def tables(package: Data) -> tuple[Sheet, ...]:
    """All sheets but the first, which tells of them."""
    positions = {position["number"]: position for position in package["positions"]}
    return (
        _responses_sheet(package),
        _points_sheet(package, positions),
        _positions_sheet(package),
        _themes_sheet(package),
        _parties_sheet(package),
        _drafts_sheet(package),
        _counts_sheet(package),
        _questions_sheet(package),
        whereabouts.sheet(package),
    )


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


def moment(given: str) -> date | datetime:
    """A time of data.json, which is a day alone where no more is known: "2019-10-07", "2019-10-07T08:15:00Z"."""
    return datetime.fromisoformat(given) if "T" in given else date.fromisoformat(given)


def _questions_sheet(package: Data) -> Sheet:
    header = ("Spørgsmål", "Svarmulighed", "Svar")
    about = "De spørgsmål, der blev stillet, og hvor mange svar der valgte hvad."
    return Sheet("Spørgsmål", header, question_rows(package), (80, 40, 8), about)


def _responses_sheet(package: Data) -> Sheet:
    questions = {question["number"]: question for question in package["questions"]}
    header = ("Nr.", "Modtaget", "Modtaget (ISO 8601)", "Efter fristen", "Kanal", "Udtaler sig som", "Vist navn",
              "Status", "Udkast", "Gruppe", "Underskrifter", "Svar")  # fmt: skip
    rows = Made(package["responses"], lambda response: _response_row(response, questions))
    about = "Hvert svar med den tekst, der er offentlig. En række for hvert svarnummer, også dem uden tekst."
    return Sheet("Svar", header, rows, (7, 20, 21, 9, 14, 13, 20, 18, 9, 8, 13, 72), about)


def _response_row(response: Data, questions: Mapping[int, Data]) -> Row:
    return (
        response["number"],
        moment(response["received_at"]),
        response["received_at"],
        "Ja" if response["late"] else "Nej",
        CHANNELS[Channel(response["channel"])],
        CAPACITIES[Capacity(response["capacity"])],
        response["shown_name"] or "",
        STATUSES[ResponseStatus(response["status"])],
        ", ".join(map(str, response["drafts"])),
        response["group"] or "",
        response["signatures"] or None,
        "\n\n".join(_answer_text(answer, questions) for answer in response["answers"]),
    )


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
    rows = Made(package["points"], lambda point: _point_row(point, positions))
    about = "Hvert punkt i svarene med de ord, det bygger på, og det synspunkt, det er samlet i."
    return Sheet("Punkter", header, rows, (10, 8, 12, 50, 80), about)


def _point_row(point: Data, positions: Mapping[str, Data]) -> Row:
    return (
        point["number"],
        point["response"],
        point["position"] or "",
        positions[point["position"]]["title"] if point["position"] in positions else "",
        "\n".join(point["quotes"]),
    )


def _positions_sheet(package: Data) -> Sheet:
    header = ("Pkt.", "Resumé", "Antal svar", "Svarnumre", "Udkast", "Afsnit", "Tema", "Bemærkning", "Indstilling",
              "Beslutning", "Ny tekst", guide.KEY)  # fmt: skip
    about = "Hvert synspunkt med de svar, der står bag, forvaltningens bemærkning, indstillingen og den nye tekst."
    widths = (8, 40, 8, 18, 8, 8, 18, 60, 16, 16, 44, 8)
    return Sheet("Synspunkter", header, Made(package["positions"], _position_row), widths, about, left=True)


def _position_row(position: Data) -> Row:
    return (
        position["number"],
        position["title"],
        len(position["numbers"]),
        number_list(position["numbers"]),
        position["draft"],
        position["section"] or "",
        position["theme"] or "",
        position["remark"] or "",
        outcome_words(position["recommended"]),
        outcome_words(position["decided"]),
        "\n".join(f"{change['draft']}, {change['section']}: {change['after']}" for change in position["change"]),
        guide.row_key(position["key"]),
    )


def outcome_words(value: str | None) -> str:
    """ "Imødekommes"; "" for none."""
    return OUTCOMES[Outcome(value)] if value else ""


def _themes_sheet(package: Data) -> Sheet:
    numbers: dict[str, set[str]] = {}
    positions: dict[str, int] = {}
    for position in package["positions"]:
        theme = position["theme"] or ""
        numbers.setdefault(theme, set()).update(position["numbers"])
        positions[theme] = positions.get(theme, 0) + 1
    rows = [(theme, positions[theme], len(found)) for theme, found in sorted(numbers.items())]
    about = "Temaerne med antal synspunkter og antal svar. Et svar kan tælle med under flere temaer."
    return Sheet("Temaer", ("Tema", "Synspunkter", "Svar"), rows, (40, 14, 10), about)


def _parties_sheet(package: Data) -> Sheet:
    header = ("Part", "Type", "Grundlag", "Sendt", "Sendt (ISO 8601)", "Svar")
    about = "De hørte parter, hvornår høringen blev sendt til dem, og om de har svaret."
    return Sheet("Parter", header, Made(package["parties"], _party_row), (44, 24, 14, 20, 22, 22), about)


def _party_row(party: Data) -> Row:
    sent: Cell = moment(party["sent_at"]) if party["sent_at"] else None
    return (
        party["name"],
        PARTY_KINDS[PartyKind(party["kind"])],
        PARTY_BASES[PartyBasis(party["basis"])],
        sent,
        party["sent_at"] or "",
        _party_outcome(party),
    )


def _party_outcome(party: Data) -> str:
    """A party to which nothing was sent cannot be one that has not answered: the papers count it apart (R9, R40)."""
    outcome = PartyOutcome(party["outcome"])
    return NOT_HEARD if outcome is PartyOutcome.NO_ANSWER and not party["sent_at"] else PARTY_OUTCOMES[outcome]


def _drafts_sheet(package: Data) -> Sheet:
    header = ("Nr.", "Standard", "Version", "Svar", "Punkter", *OUTCOMES.values())
    fields = ("number", "title", "version", "responses", "points", *(outcome.value for outcome in OUTCOMES))
    rows = [tuple(draft[field] for field in fields) for draft in package["drafts"]]
    about = "Hvert udkast med antal svar og punkter, og hvad der blev indstillet eller besluttet om punkterne."
    return Sheet("Udkast", header, rows, (6, 60, 9, 8, 9, 14, 20, 20, 22, 18), about)


def _counts_sheet(package: Data) -> Sheet:
    about = "Høringens tal, de samme som i høringsnotatet."
    return Sheet("Tal", ("Tal", "Antal"), count_rows(package["counts"]), (60, 12), about)
