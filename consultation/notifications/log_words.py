"""The words of the mail that takes the head of the log out of the house (L2). Pure; Danish and English."""

import json
from datetime import datetime

from consultation.lib.dates import moment_words, number, plain_spaces
from consultation.responses.receipts import Words
from consultation.vocabulary import Language


def head_words(
    language: Language, authority: str, slug: str, end: tuple[int, str], at: datetime, bad_seq: int | None
) -> Words:
    """What the check of the whole log came to; `end` is its last line and the hash of that.

    The line of JSON is what `consultation audit verify --checkpoint` reads.
    """
    when = plain_spaces(moment_words(at, language))
    line = json.dumps({slug: end})
    words = _english if language is Language.ENGLISH else _danish
    bad = number(bad_seq, language) if bad_seq is not None else ""
    return words(authority, when, number(end[0], language), line, bad)


def _danish(authority: str, when: str, last: str, line: str, bad: str) -> Words:
    if bad:
        text = f"Loggen blev efterset {when}. Den er ikke hel: den første fejl er ved linje {bad}."
        subject, then = "Loggen er ikke hel", "Rør ikke ved databasen, og få det undersøgt i dag."
    else:
        text = f"Loggen blev efterset {when}. Den er hel til og med linje {last}."
        subject = "Loggen er efterset"
        then = "Gem mailen. Med den kan det senere bevises, at ingen har rettet eller fjernet noget i loggen før den."
    label = "Loggens ende, som maskinen læser den:"
    return Words(subject, _text("Hej", text, then, label, line, "Venlig hilsen", authority))


def _english(authority: str, when: str, last: str, line: str, bad: str) -> Words:
    if bad:
        text = f"The log was checked {when}. It is not whole: the first fault is at line {bad}."
        subject, then = "The log is not whole", "Do not touch the database, and have it looked into today."
    else:
        text = f"The log was checked {when}. It is whole up to and including line {last}."
        subject = "The log has been checked"
        then = "Keep this mail. It can prove later that nobody has changed or removed anything in the log before it."
    label = "The end of the log, as machines read it:"
    return Words(subject, _text("Hello", text, then, label, line, "Kind regards", authority))


def _text(*lines: str) -> str:
    greeting, text, then, label, line, regards, authority = lines
    return "\n".join((greeting, "", text, then, "", label, line, "", regards, authority, ""))
