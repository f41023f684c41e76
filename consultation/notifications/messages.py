"""The words of messages that follow from a consultation itself. Pure; Danish and English, plain text."""

from dataclasses import dataclass
from datetime import datetime

from consultation.lib.dates import deadline_words, plain_spaces
from consultation.responses.receipts import Words
from consultation.vocabulary import Language


@dataclass(frozen=True)
class About:
    """What every message says: the consultation, its page, and who writes."""

    title: str
    url: str
    authority: str
    contact: str


def invitation(about: About, party: str, link: str, closes_at: datetime) -> Words:
    """The letter to a heard party, with its own answering link (R9, R12)."""
    until = plain_spaces(deadline_words(closes_at, Language.DANISH))
    lines = [
        f"Til {party}",
        "",
        f"{about.authority} beder om jeres bemærkninger til: {about.title}",
        "",
        "Skriv jeres svar, eller sig med ét tryk, at I ingen bemærkninger har:",
        link,
        "Linket er jeres eget. Giv det kun videre til dem, der skal svare for jer.",
        "",
        f"I kan svare til og med {until}.",
        f"Læs udkastene her: {about.url}",
        "",
        *_end(about, Language.DANISH),
    ]
    return Words(f"Høring: {about.title}", "\n".join(lines))


def deadline_moved(about: About, language: Language, old: datetime, new: datetime, reason: str) -> Words:
    """Old and new deadline, and why (R6)."""
    before, after = (plain_spaces(deadline_words(at, language)) for at in (old, new))
    if language is Language.ENGLISH:
        lines = [
            "Hello",
            "",
            f"The deadline of {about.title} has been moved.",
            "",
            f"It was {before}.",
            f"It is now {after}.",
            f"Reason (in Danish): {reason}",
            "",
            about.url,
        ]
        return Words(f"The deadline has been moved: {about.title}", _text(lines, about, language))
    lines = [
        "Hej",
        "",
        f"Fristen er flyttet i høringen {about.title}.",
        "",
        f"Fristen var {before}.",
        f"Fristen er nu {after}.",
        f"Grund: {reason}",
        "",
        about.url,
    ]
    return Words(f"Fristen er flyttet: {about.title}", _text(lines, about, language))


def cancelled(about: About, language: Language, reason: str) -> Words:
    """The consultation is called off, and what becomes of the responses (states.md)."""
    if language is Language.ENGLISH:
        lines = [
            "Hello",
            "",
            f"The consultation {about.title} has been cancelled.",
            f"Reason (in Danish): {reason}",
            "",
            "Your response is kept in the case.",
            about.url,
        ]
        return Words(f"Cancelled: {about.title}", _text(lines, about, language))
    lines = [
        "Hej",
        "",
        f"Høringen {about.title} er aflyst.",
        f"Grund: {reason}",
        "",
        "Dit svar bliver gemt i sagen.",
        about.url,
    ]
    return Words(f"Aflyst: {about.title}", _text(lines, about, language))


def _text(lines: list[str], about: About, language: Language) -> str:
    return "\n".join([*lines, "", *_end(about, language)])


def _end(about: About, language: Language) -> list[str]:
    english = language is Language.ENGLISH
    question = "Questions" if english else "Spørgsmål"
    greeting = "Kind regards" if english else "Venlig hilsen"
    return [f"{question}: {about.contact}", "", greeting, about.authority, ""]
