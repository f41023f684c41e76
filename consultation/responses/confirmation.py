"""The words of a mail that asks to confirm an address, and of a receipt for one that is (R13). Pure, in two languages.

The first goes to an address that may be somebody else's: it holds neither the text nor the link of the own page.
"""

from collections.abc import Iterable
from datetime import datetime

from consultation.lib.dates import deadline_words, plain_spaces
from consultation.responses.content import AnswerContent, Content, Place
from consultation.responses.receipts import Receipt, Words, about_words, contact_lines, received_words
from consultation.vocabulary import Language, Stance

_STANCES = {
    Language.DANISH: {
        Stance.SUPPORT: "Jeg er for",
        Stance.NEUTRAL: "Hverken for eller imod",
        Stance.OPPOSE: "Jeg er imod",
    },
    Language.ENGLISH: {
        Stance.SUPPORT: "I am in favour",
        Stance.NEUTRAL: "Neither for nor against",
        Stance.OPPOSE: "I am against",
    },
}


def words_of(receipt: Receipt, until: datetime) -> Words:
    """`receipt.link` is the link to confirm by; `until`, exclusive, is when it ends."""
    last = plain_spaces(deadline_words(until, receipt.language))
    when = plain_spaces(received_words(receipt.received_at, receipt.precision, receipt.language))
    lines = _english(receipt, last, when) if receipt.language is Language.ENGLISH else _danish(receipt, last, when)
    subject = (
        f"Confirm your e-mail: response no. {receipt.number}"
        if receipt.language is Language.ENGLISH
        else f"Bekræft din e-mail: svar nr. {receipt.number}"
    )
    return Words(subject, "\n".join(lines) + "\n")


def _danish(receipt: Receipt, last: str, when: str) -> list[str]:
    return [
        "Hej",
        "",
        "Vi har modtaget et høringssvar med din e-mailadresse. Ét trin mangler: bekræft, at adressen er din.",
        "",
        "Åbn linket, og tryk på Bekræft:",
        receipt.link,
        f"Gør det senest {last}. Ellers bliver svaret ikke talt med som de andre.",
        "",
        f"Høring: {receipt.title}",
        f"Svar nr. {receipt.number}",
        f"Modtaget {when}. Det tidspunkt gælder, uanset hvornår du bekræfter.",
        f"Svaret handler om: {about_words(receipt)}",
        f"Kontrolkode: {receipt.code}",
        "",
        "Har du ikke sendt et svar? Åbn linket, og tryk på Det var ikke mig. Så bliver svaret trukket tilbage.",
        "",
        "Venlig hilsen",
        receipt.authority,
        receipt.department,
        *contact_lines(receipt),
    ]


def _english(receipt: Receipt, last: str, when: str) -> list[str]:
    return [
        "Hello",
        "",
        "We have received a response with your e-mail address. One step is left: confirm that the address is yours.",
        "",
        "Open the link and press Confirm:",
        receipt.link,
        f"Do it by {last}. Otherwise the response is not counted like the others.",
        "",
        f"Consultation: {receipt.title}",
        f"Response no. {receipt.number}",
        f"Received {when}. That time holds, whenever you confirm.",
        f"The response is about: {about_words(receipt)}",
        f"Check code: {receipt.code}",
        "",
        "Did you not send a response? Open the link and press It was not me. Then it is withdrawn.",
        "",
        "Kind regards",
        receipt.authority,
        receipt.department,
        *contact_lines(receipt),
    ]


def whole_words(answers: Iterable[tuple[Place, AnswerContent]], content: Content, language: Language) -> str:
    """Everything that was sent, to stand below a receipt."""
    english = language is Language.ENGLISH
    lines = ["", "----", "This is what you sent:" if english else "Det har du sendt:"]
    for place, answer in answers:
        lines += ["", _heading(place, english=english), *_about(answer.quote, english=english)]
        lines += [_STANCES[language][answer.stance]] if answer.stance else []
        lines += [answer.text.strip()] if answer.text.strip() else []
        if answer.proposed_text.strip():
            lines += ["", "Proposed new text:" if english else "Forslag til ny tekst:", answer.proposed_text.strip()]
    if content.files:
        lines += ["", "Files:" if english else "Filer:", *(file.name for file in content.files)]
    return "\n".join(lines) + "\n"


def _about(quote: str, *, english: bool) -> list[str]:
    """The draft's own words that an answer is about."""
    words = " ".join(quote.split())
    return [f"On the words: “{words}”" if english else f"Om ordene: »{words}«"] if words else []


def _heading(place: Place, *, english: bool) -> str:
    if place.draft_number is None:
        return "About the whole consultation:" if english else "Om hele høringen:"
    draft = f"{'About draft' if english else 'Om udkast'} {place.draft_number}, {place.draft_title}"
    section = f"{place.printed_number} {place.heading}".strip()
    return f"{draft}, {section}:" if section else f"{draft}:"
