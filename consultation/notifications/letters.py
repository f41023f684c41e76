"""Letters to people without an e-mail address, as one paper to print: each on its own page (R23, states.md). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from consultation.lib.dates import date_words, plain_spaces
from consultation.vocabulary import Language

TEMPLATE = Path(__file__).with_name("letters.typ")
_WORDS = {
    Language.DANISH: {"page": "Side {page} af {pages}", "case": "Sagsnummer"},
    Language.ENGLISH: {"page": "Page {page} of {pages}", "case": "Case number"},
}


@dataclass(frozen=True)
class Letter:
    """`recipient` is name and address in lines; `body` has blank lines between its paragraphs."""

    recipient: str
    subject: str
    body: str
    language: Language


@dataclass(frozen=True)
class Office:
    """Who writes: `address` in lines, as it comes back when nobody lives there."""

    authority: str
    department: str
    address: str
    phone: str
    email: str
    case_number: str


def paper_of(letters: Iterable[Letter], office: Office, title: str, today: date) -> dict[str, object]:
    """What letters.typ sets."""
    address = [line.strip() for line in office.address.splitlines() if line.strip()]
    who = (office.authority, office.department, *address, office.phone, office.email)
    return {
        "title": title,
        "authority": office.authority,
        "return": ", ".join([office.authority, *address]),
        "office": [part for part in who if part],
        "letters": [_letter(letter, office, today) for letter in letters],
    }


def _letter(letter: Letter, office: Office, today: date) -> dict[str, object]:
    words = _WORDS[letter.language]
    return {
        "language": letter.language.value,
        "recipient": letter.recipient.splitlines(),
        "subject": letter.subject,
        "date": plain_spaces(date_words(today, letter.language)),
        "case": f"{words['case']} {office.case_number}" if office.case_number else "",
        "paragraphs": [part.strip("\n") for part in letter.body.split("\n\n") if part.strip()],
        "page": words["page"],
    }
