"""The words of mails to those who follow: plain text, one event each, and always how to stop (RFC 8058, R48). Pure."""

from dataclasses import dataclass
from datetime import datetime

from consultation.consultations import subjects
from consultation.lib.dates import deadline_words, moment_words, plain_spaces
from consultation.notifications.messages import About, letter
from consultation.responses.receipts import Words
from consultation.vocabulary import Language


@dataclass(frozen=True)
class Following:
    """What one follows and how one stops: `what` reads on after "you follow", `link` is the page of the choice."""

    language: Language
    what: str
    link: str
    authority: str
    contact: str


def what_words(language: Language, authority: str, subject: str, title: str) -> str:
    """A consultation by its `title`, else a subject by its code, else everything of the authority."""
    found, english = subjects.of_code(subject), language is Language.ENGLISH
    if title:
        return f"the consultation {title}" if english else f"høringen {title}"
    if found is not None:
        words = found.inside(language)
        return f"consultations on {words} by {authority}" if english else f"høringer om {words} fra {authority}"
    return f"all consultations by {authority}" if english else f"alle høringer fra {authority}"


# About the following itself


def confirm(following: Following, days: int) -> Words:
    """To an address that somebody typed: nothing more is sent before its owner has pressed the button."""
    if following.language is Language.ENGLISH:
        lines = [
            f"You have asked us to write to you about {following.what}.",
            f"Open the page and press Confirm. Then we begin:\n{following.link}",
            "If you have not asked for this, somebody else has typed your address. You need not do anything. "
            f"We write no more, and the address is deleted after {days} days. "
            "To have it stopped at once, press “It was not me” on the page.",
        ]
        return _signed(following, f"Confirm that you follow {following.what}", lines)
    lines = [
        f"Du har bedt om at få besked om {following.what}.",
        f"Åbn siden, og tryk på Bekræft. Så begynder vi:\n{following.link}",
        "Har du ikke bedt om det, har en anden skrevet din adresse. Så skal du ikke gøre noget. "
        f"Vi skriver ikke mere, og adressen bliver slettet efter {days} dage. "
        "Vil du have det stoppet med det samme, så tryk på “Det var ikke mig” på siden.",
    ]
    return _signed(following, f"Bekræft, at du følger {following.what}", lines)


def already(following: Following) -> Words:
    """To one who asks for what they have; the page said the same as to everybody (A2)."""
    if following.language is Language.ENGLISH:
        lines = [
            f"You have asked us to write to you about {following.what}. We already do, so you need not do anything.",
            f"Stop it here:\n{following.link}",
        ]
        return _signed(following, f"You already follow {following.what}", lines)
    lines = [
        f"Du har bedt om at få besked om {following.what}. Det får du allerede, så du skal ikke gøre noget.",
        f"Stop det her:\n{following.link}",
    ]
    return _signed(following, f"Du følger allerede {following.what}", lines)


def _signed(following: Following, subject: str, lines: list[str]) -> Words:
    about = About(following.language, "", "", following.authority, following.contact)
    return letter(about, subject, lines)


# News


def published(about: About, opens_at: datetime | None, closes_at: datetime) -> Words:
    """A new consultation; `opens_at` where it cannot be answered yet."""
    until = plain_spaces(deadline_words(closes_at, about.language))
    opens = plain_spaces(moment_words(opens_at, about.language)) if opens_at else ""
    if about.language is Language.ENGLISH:
        when = f"You can respond from {opens} until {until}." if opens else f"You can respond until {until}."
        lines = [f"{about.authority} has sent out a new consultation: {about.title}.", when, f"Read it:\n{about.url}"]
        return letter(about, f"New consultation: {about.title}", lines)
    when = f"Du kan svare fra {opens} til og med {until}." if opens else f"Du kan svare til og med {until}."
    lines = [f"{about.authority} har sendt en ny høring ud: {about.title}.", when, f"Læs den her:\n{about.url}"]
    return letter(about, f"Ny høring: {about.title}", lines)


def opened(about: About, closes_at: datetime) -> Words:
    """A consultation that was sent out earlier can be answered now."""
    until = plain_spaces(deadline_words(closes_at, about.language))
    if about.language is Language.ENGLISH:
        lines = [f"The consultation {about.title} is open now.", f"You can respond until {until}."]
        return letter(about, f"Open now: {about.title}", lines)
    lines = [f"Høringen {about.title} er åben nu.", f"Du kan svare til og med {until}."]
    return letter(about, f"Åben for svar: {about.title}", lines)


def closing_soon(about: About, closes_at: datetime) -> Words:
    """The deadline is at most two days ahead."""
    until = plain_spaces(deadline_words(closes_at, about.language))
    if about.language is Language.ENGLISH:
        lines = [
            f"The consultation {about.title} closes soon. The deadline is {until}.",
            "If you have responded, you need not do anything.",
        ]
        return letter(about, f"The deadline is near: {about.title}", lines)
    lines = [
        f"Høringen {about.title} slutter snart. Fristen er {until}.",
        "Har du svaret, skal du ikke gøre mere.",
    ]
    return letter(about, f"Fristen er snart: {about.title}", lines)


def deadline_moved(about: About, old: datetime, new: datetime, reason: str) -> Words:
    """Old and new deadline and why (R6)."""
    before, after = (plain_spaces(deadline_words(instant, about.language)) for instant in (old, new))
    if about.language is Language.ENGLISH:
        lines = [
            f"The deadline of the consultation {about.title} has been moved.",
            f"It was {before}. It is now {after}.",
            f"The reason: {reason}",
        ]
        return letter(about, f"The deadline has been moved: {about.title}", lines)
    lines = [
        f"Fristen i høringen {about.title} er flyttet.",
        f"Den var {before}. Nu er den {after}.",
        f"Grunden er: {reason}",
    ]
    return letter(about, f"Fristen er flyttet: {about.title}", lines)


def draft_replaced(about: About, draft: str, changes: str) -> Words:
    """A draft has a new version, and what is changed (R7)."""
    if about.language is Language.ENGLISH:
        lines = [f"{draft} in the consultation {about.title} has a new version.", f"What is changed:\n{changes}"]
        return letter(about, f"A draft has been changed: {about.title}", lines)
    lines = [f"{draft} i høringen {about.title} er kommet i en ny version.", f"Det er ændret:\n{changes}"]
    return letter(about, f"Et udkast er ændret: {about.title}", lines)


def cancelled(about: About, reason: str) -> Words:
    """It is cancelled, and why."""
    if about.language is Language.ENGLISH:
        lines = [f"The consultation {about.title} has been cancelled.", f"The reason: {reason}"]
        return letter(about, f"Cancelled: {about.title}", lines)
    lines = [f"Høringen {about.title} er aflyst.", f"Grunden er: {reason}"]
    return letter(about, f"Aflyst: {about.title}", lines)


def decided(about: About, outcome: str) -> Words:
    """What the meeting decided, and where it says what became of the responses (R47)."""
    page = f"{about.url}/resultat"
    if about.language is Language.ENGLISH:
        lines = [
            f"A decision has been made on {about.title}.",
            outcome,
            f"See what was changed, and why:\n{page}",
        ]
        return letter(about, f"How it went: {about.title}", lines)
    lines = [
        f"Der er truffet beslutning om {about.title}.",
        outcome,
        f"Se, hvad der blev ændret, og hvorfor:\n{page}",
    ]
    return letter(about, f"Sådan gik det: {about.title}", lines)


def with_way_out(words: Words, following: Following) -> Words:
    """The mail with why one gets it and how one stops, as every one to a follower ends."""
    if following.language is Language.ENGLISH:
        end = f"You get this mail because you follow {following.what}.\nStop it here:\n{following.link}"
    else:
        end = f"Du får mailen, fordi du følger {following.what}.\nStop det her:\n{following.link}"
    return Words(words.subject, f"{words.body}\n--\n{end}\n")
