"""The words of a receipt, as mail and as letter (R18, interface.md 3.9). Pure; Danish and English.

A mail holds the number, the time, what it is about and the link, never the text: the address is not confirmed.
"""

from dataclasses import dataclass
from datetime import datetime

from consultation.lib.dates import date_words, deadline_words, moment_words, plain_spaces
from consultation.vocabulary import Language, Precision


@dataclass(frozen=True)
class Words:
    """A message's subject line and its plain text."""

    subject: str
    body: str


@dataclass(frozen=True)
class Receipt:
    """What a receipt tells. `drafts` is empty where the response is about the whole; `link` is "" in a letter."""

    language: Language
    title: str
    number: str
    received_at: datetime
    precision: Precision
    late: bool
    no_remarks: bool
    drafts: tuple[int, ...]
    code: str
    link: str
    files: int
    authority: str
    department: str
    phone: str
    contact_email: str


def words_of(receipt: Receipt) -> Words:
    """The receipt in its language."""
    return _english(receipt) if receipt.language is Language.ENGLISH else _danish(receipt)


def received_words(at: datetime, precision: Precision, language: Language) -> str:
    """When a response was received, as exactly as it is known: a letter's day has no clock (states.md)."""
    if precision is Precision.DAY:
        return date_words(at, language)
    return moment_words(at, language, seconds=precision is Precision.SECOND)


def unsent_words(language: Language, title: str, link: str, closes_at: datetime, authority: str) -> Words:
    """The link of an answer that is not sent, and until when it can be."""
    until = plain_spaces(deadline_words(closes_at, language))
    if language is Language.ENGLISH:
        lines = ["Hello", "", f"You have begun a response to {title}. It has not been sent.", "", "Go on here:", link]
        lines += ["", f"You can respond until and including {until}.", "", "Kind regards", authority]
        return Words("Your response has not been sent", _text(lines))
    lines = ["Hej", "", f"Du er begyndt på et svar til {title}. Det er ikke sendt.", "", "Fortsæt her:", link]
    lines += ["", f"Du kan svare til og med {until}.", "", "Venlig hilsen", authority]
    return Words("Dit svar er ikke sendt", _text(lines))


def reminder_words(language: Language, title: str, link: str, closes_at: datetime, authority: str) -> Words:
    """That an answer waits to be sent, its link, and until when it can be sent; not a word of it."""
    until = plain_spaces(deadline_words(closes_at, language))
    if language is Language.ENGLISH:
        lines = ["Hello", "", f"Your response to {title} has been begun but not sent.", "", "Go on here:", link]
        lines += ["", f"You can respond until and including {until}.", ""]
        lines += ["You asked for this reminder when you saved your response. On the page you can also say no to more."]
        return Words("Remember: your response has not been sent", _text([*lines, "", "Kind regards", authority]))
    lines = ["Hej", "", f"Dit svar til {title} er begyndt, men ikke sendt.", "", "Fortsæt her:", link]
    lines += ["", f"Du kan svare til og med {until}.", ""]
    lines += ["Du bad om denne påmindelse, da du gemte svaret. På siden kan du også sige nej tak til flere."]
    return Words("Husk: dit svar er ikke sendt", _text([*lines, "", "Venlig hilsen", authority]))


def _danish(receipt: Receipt) -> Words:
    when = plain_spaces(received_words(receipt.received_at, receipt.precision, receipt.language))
    lines = [
        "Hej",
        "",
        "Vi har noteret, at I ingen bemærkninger har." if receipt.no_remarks else "Vi har modtaget dit høringssvar.",
        "",
        f"Høring: {receipt.title}",
        f"Svar nr. {receipt.number}",
        f"Modtaget {when}",
        f"Svaret handler om: {about_words(receipt)}",
        *([f"Filer: {receipt.files}"] if receipt.files else []),
        f"Kontrolkode: {receipt.code}",
    ]
    if receipt.late:
        lines += ["", "Svaret er modtaget efter fristen. Vi vurderer, om det kan indgå. Du får besked."]
    if receipt.link:
        lines += ["", "Læs, ret eller træk svaret tilbage her:", receipt.link]
        lines += ["Gem linket. Den, der har det, kan rette svaret."]
    lines += ["", "Venlig hilsen", receipt.authority, receipt.department, *contact_lines(receipt)]
    return Words(f"Kvittering: vi har modtaget svar nr. {receipt.number}", _text(lines))


def _english(receipt: Receipt) -> Words:
    when = plain_spaces(received_words(receipt.received_at, receipt.precision, receipt.language))
    lines = [
        "Hello",
        "",
        "We have noted that you have no remarks." if receipt.no_remarks else "We have received your response.",
        "",
        f"Consultation: {receipt.title}",
        f"Response no. {receipt.number}",
        f"Received {when}",
        f"The response is about: {about_words(receipt)}",
        *([f"Files: {receipt.files}"] if receipt.files else []),
        f"Check code: {receipt.code}",
    ]
    if receipt.late:
        lines += ["", "It was received after the deadline. We will consider whether it can be included and tell you."]
    if receipt.link:
        lines += ["", "Read, correct or withdraw your response here:", receipt.link]
        lines += ["Keep the link. Anyone who has it can correct the response."]
    lines += ["", "Kind regards", receipt.authority, receipt.department, *contact_lines(receipt)]
    return Words(f"Receipt: we have received response no. {receipt.number}", _text(lines))


def _drafts(numbers: tuple[int, ...], whole: str, one: str, last: str) -> str:
    if not numbers:
        return whole
    shown = [str(number) for number in numbers]
    together = shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {last} {shown[-1]}"
    return f"{one if len(shown) == 1 or one == 'udkast' else one + 's'} {together}"


def about_words(receipt: Receipt) -> str:
    """What a response is about: "udkast 8 og 11", "the whole consultation"."""
    if receipt.language is Language.ENGLISH:
        return _drafts(receipt.drafts, "the whole consultation", "draft", "and")
    return _drafts(receipt.drafts, "hele høringen", "udkast", "og")


def contact_lines(receipt: Receipt) -> list[str]:
    """How to reach the authority."""
    english = receipt.language is Language.ENGLISH
    return _contact(receipt, "Telephone" if english else "Telefon", "E-mail")


def _contact(receipt: Receipt, phone: str, email: str) -> list[str]:
    told = [(phone, receipt.phone), (email, receipt.contact_email)]
    return [f"{word} {value}" for word, value in told if value]


def _text(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"
