"""The words of a reminder of what is overdue around the decision (R47, R48). Pure; Danish and English."""

from consultation.notifications.messages import About, letter
from consultation.notifications.overdue_rules import Overdue
from consultation.responses.receipts import Words
from consultation.vocabulary import Language

PAGES = {
    Overdue.SNAPSHOT: "pakke",
    Overdue.OUTCOME: "moeder",
    Overdue.MESSAGES: "beskeder",
    Overdue.TEXTS: "vedtaget",
}
"""Below a consultation's staff address: where the secretary does it."""
_SUBJECTS = {
    Overdue.SNAPSHOT: ("Grundlaget er ikke låst", "The basis is not frozen"),
    Overdue.OUTCOME: ("Mødets udfald mangler", "The outcome of the meeting is missing"),
    Overdue.MESSAGES: ("De, der har svaret, har ikke fået besked", "Those who responded have not been told"),
    Overdue.TEXTS: ("De vedtagne tekster mangler", "The adopted texts are missing"),
}


def overdue(about: About, what: Overdue, body: str, days: int, page: str) -> Words:
    """`days` since it began to wait; `page` is where the reader does something about it, or sees how it stands."""
    english = about.language is Language.ENGLISH
    then = "Do it here" if english else "Gør det her"
    again = ("Du får mailen en gang om ugen, til det er gjort.", "You get this mail once a week until it is done.")
    lines = [_sentence(what, body, days, english=english), f"{then}:\n{page}", again[english]]
    return letter(about, f"{_SUBJECTS[what][english]}: {about.title}", lines)


def _sentence(what: Overdue, body: str, days: int, *, english: bool) -> str:
    ago = ("1 day" if days == 1 else f"{days} days") if english else ("1 dag" if days == 1 else f"{days} dage")
    if english:
        return {
            Overdue.SNAPSHOT: f"The agenda of {body} closes soon, and the basis of the papers has not been frozen yet.",
            Overdue.OUTCOME: f"{body} met {ago} ago, and the outcome has not been entered. The page says so.",
            Overdue.MESSAGES: f"The case was decided {ago} ago, and those who responded have not been told.",
            Overdue.TEXTS: f"The case was decided {ago} ago, and not all adopted texts are on the page.",
        }[what]
    return {
        Overdue.SNAPSHOT: f"Dagsordenen til {body} lukker snart, og grundlaget for bilagene er ikke låst endnu.",
        Overdue.OUTCOME: f"{body} holdt møde for {ago} siden, og udfaldet er ikke skrevet ind. Det står på siden.",
        Overdue.MESSAGES: f"Sagen blev besluttet for {ago} siden, og de, der har svaret, har ikke fået besked.",
        Overdue.TEXTS: f"Sagen blev besluttet for {ago} siden, og ikke alle vedtagne tekster er på siden.",
    }[what]
