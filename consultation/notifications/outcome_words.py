"""The words of the message in which each respondent hears what became of their own points (R48). Pure.

Nothing of a response stands in it, neither one's own words nor another's: the titles, remarks and changes are those
that the page shows, so a response that is not shown may be told just as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from consultation.lib.dates import date_words, plain_spaces
from consultation.lib.text import sentences
from consultation.notifications.messages import About, letter
from consultation.responses.receipts import Words
from consultation.vocabulary import Language, Outcome

MOST_SENTENCES = 2
MOST_CHARACTERS = 320
_OUTCOMES = {
    Language.DANISH: {
        Outcome.ACCEPTED: "Det er imødekommet.",
        Outcome.PARTLY: "Det er imødekommet delvist.",
        Outcome.NOT_ACCEPTED: "Det er ikke imødekommet.",
        Outcome.NOTED: "Det er taget til efterretning.",
        Outcome.OUT_OF_SCOPE: "Det ligger uden for sagen.",
    },
    Language.ENGLISH: {
        Outcome.ACCEPTED: "It has been accepted.",
        Outcome.PARTLY: "It has been accepted in part.",
        Outcome.NOT_ACCEPTED: "It has not been accepted.",
        Outcome.NOTED: "It has been noted.",
        Outcome.OUT_OF_SCOPE: "It is outside the case.",
    },
}


class Heard(Enum):
    """What became of a response as a whole."""

    POINTS = auto()
    NOTHING_TO_ANSWER = auto()
    NO_REMARKS = auto()
    TOO_LATE = auto()


@dataclass(frozen=True)
class NewText:
    """Where a draft was changed, and what it says there now; "" where words were taken out."""

    draft_number: int | None
    section: str
    after: str


@dataclass(frozen=True)
class OwnPoint:
    """A position that the response has a point in, as the page shows it."""

    label: str
    title: str
    outcome: Outcome
    remark: str
    changes: tuple[NewText, ...]


@dataclass(frozen=True)
class Decision:
    """Who decided, when, and what."""

    body: str
    on: date
    outcome: str


def own_outcome(
    about: About, number: str, decision: Decision, heard: Heard, points: Sequence[OwnPoint], *, shown: bool
) -> Words:
    """The whole message; `shown` is whether the response can be read on the page."""
    english = about.language is Language.ENGLISH
    day = plain_spaces(date_words(decision.on, about.language))
    page = f"{about.url}/resultat"
    if english:
        begin = f"You sent response no. {number} to the consultation {about.title}."
        told = f"{decision.body} dealt with the case on {day}. The decision, in Danish: {decision.outcome}"
    else:
        begin = f"Du har sendt svar nr. {number} til høringen {about.title}."
        told = f"{decision.body} behandlede sagen {day}. {decision.outcome}"
    lines = [begin, told, *_unshown(about, shown=shown or heard is Heard.TOO_LATE), _begin(about, heard)]
    if heard is Heard.POINTS:
        lines += [_point(about, one) for one in points]
        where = "All of the answers to your points are here" if english else "Hele svaret på dine punkter står her"
        lines.append(f"{where}:\n{page}?svar={number}")
    else:
        where = "What the responses led to is here" if english else "Hvad svarene førte til, står her"
        lines.append(f"{where}:\n{page}")
    return letter(about, f"{'How it went' if english else 'Sådan gik det'}: {about.title}", lines)


def shortened(remark: str) -> str:
    """The first sentence or two; the whole stands on the page."""
    found = sentences(remark)
    if not found:
        return ""
    text = remark[: found[min(len(found), MOST_SENTENCES) - 1].end].strip()
    left_out = len(found) > MOST_SENTENCES or len(text) > MOST_CHARACTERS
    if len(text) > MOST_CHARACTERS:
        text = text[:MOST_CHARACTERS].rsplit(maxsplit=1)[0]
    return " ".join(text.split()) + (" …" if left_out else "")


def _unshown(about: About, *, shown: bool) -> list[str]:
    if shown:
        return []
    if about.language is Language.ENGLISH:
        return ["Your response is not shown on the page, but it was read and is part of the case."]
    return ["Dit svar er ikke vist på siden, men det er læst og er en del af sagen."]


def _begin(about: About, heard: Heard) -> str:
    english = about.language is Language.ENGLISH
    words = {
        Heard.POINTS: (
            "Her er, hvad der blev af det, du skrev, punkt for punkt:",
            "This is what became of what you wrote, point by point. The texts are in Danish:",
        ),
        Heard.NOTHING_TO_ANSWER: (
            "Vi har læst dit svar. Der var ikke noget i det, der krævede et svar fra os.",
            "We have read your response. There was nothing in it that needed an answer from us.",
        ),
        Heard.NO_REMARKS: (
            "Dit svar var, at der ikke er bemærkninger. Det er talt med.",
            "Your response was that there are no remarks. It has been counted.",
        ),
        Heard.TOO_LATE: (
            "Dit svar kom efter fristen og er ikke taget med. Derfor er der ikke svaret på det punkt for punkt.",
            "Your response came after the deadline and was not taken in. So it has not been answered point by point.",
        ),
    }
    return words[heard][english]


def _point(about: About, one: OwnPoint) -> str:
    english = about.language is Language.ENGLISH
    lines = [f"{'Item' if english else 'Pkt.'} {one.label}: {one.title}", _OUTCOMES[about.language][one.outcome]]
    if one.remark:
        lines.append(f"{'Our answer' if english else 'Vores svar'}: {shortened(one.remark)}")
    return "\n".join([*lines, *(_change(about, change) for change in one.changes)])


def _change(about: About, change: NewText) -> str:
    english = about.language is Language.ENGLISH
    draft = f"{'draft' if english else 'udkast'} {change.draft_number}" if change.draft_number else ""
    place = ", ".join(part for part in (draft, change.section) if part)
    if not change.after:
        return f"{'Taken out of' if english else 'Taget ud af'} {place}."
    words = " ".join(change.after.split())
    words = words if len(words) <= MOST_CHARACTERS else f"{words[:MOST_CHARACTERS].rsplit(maxsplit=1)[0]} …"
    return f"{'New text in' if english else 'Ny tekst i'} {place}: “{words}”"
