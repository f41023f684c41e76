"""The words of messages about events that concern many: plain text, one event each (interface.md 4.6, R48). Pure."""

from dataclasses import dataclass
from datetime import datetime

from consultation.lib.dates import deadline_words, plain_spaces
from consultation.responses.receipts import Words
from consultation.vocabulary import FollowUp, Language


@dataclass(frozen=True)
class About:
    """The consultation a message is about, as plain values; `url` is its public page."""

    language: Language
    title: str
    url: str
    authority: str
    contact: str


def deadline_moved(about: About, number: str, old: datetime, new: datetime, reason: str, *, now_on_time: bool) -> Words:
    """To everyone who has answered: old and new deadline and why (R6); and that a late response is late no more."""
    before, after = (plain_spaces(deadline_words(instant, about.language)) for instant in (old, new))
    if about.language is Language.ENGLISH:
        lines = [
            f"The deadline of the consultation {about.title} has been moved.",
            f"It was {before}. It is now {after}.",
            f"The reason: {reason}",
            f"Your response no. {number} stands as it is. You can correct it until the new deadline.",
        ]
        lines += ["It came after the old deadline. Now it is on time. It keeps its number."] if now_on_time else []
        return letter(about, "The deadline has been moved", lines)
    lines = [
        f"Fristen i høringen {about.title} er flyttet.",
        f"Den var {before}. Nu er den {after}.",
        f"Grunden er: {reason}",
        f"Dit svar nr. {number} står, som det er. Du kan rette det indtil den nye frist.",
    ]
    lines += ["Det kom efter den gamle frist. Nu er det rettidigt. Det beholder sit nummer."] if now_on_time else []
    return letter(about, "Fristen er flyttet", lines)


def draft_replaced(about: About, draft: str, changes: str, number: str) -> Words:
    """To who has answered a draft, or was asked: it has a new version, what is changed, and that one may amend (R7).

    `draft` is its title with its number, `number` that of the reader's response, "" for one who has not answered.
    """
    english = about.language is Language.ENGLISH
    if english:
        lines = [f"{draft} in the consultation {about.title} has a new version.", f"What is changed:\n{changes}"]
        stands = f"Your response no. {number} stands as it is, and it is read with the version you answered."
        lines += [f"{stands} You can correct it on your own page until the deadline."] if number else []
        return letter(about, "A draft has been changed", lines)
    lines = [f"{draft} i høringen {about.title} er kommet i en ny version.", f"Det er ændret:\n{changes}"]
    stands = f"Dit svar nr. {number} står, som det er, og bliver læst sammen med den version, du svarede på."
    lines += [f"{stands} Du kan rette det på din egen side indtil fristen."] if number else []
    return letter(about, "Et udkast er ændret", lines)


def deadline_moved_party(about: About, party: str, old: datetime, new: datetime, reason: str) -> Words:
    """To a party that has been asked: old and new deadline and why (R6)."""
    before, after = (plain_spaces(deadline_words(instant, about.language)) for instant in (old, new))
    lines = [
        f"Fristen i høringen {about.title}, som {party} er spurgt i, er flyttet.",
        f"Den var {before}. Nu er den {after}.",
        f"Grunden er: {reason}",
        "I svarer gennem det link, der står i det brev, I har fået.",
    ]
    return letter(about, "Fristen er flyttet", lines)


def party_deadline_set(about: About, party: str, until: datetime, reason: str) -> Words:
    """To a heard party: it has more time than all others, and why (R6)."""
    lines = [
        f"{party} har fået længere tid til at svare på høringen {about.title}.",
        f"I kan nu svare til og med {plain_spaces(deadline_words(until, about.language))}.",
        f"Grunden er: {reason}",
        "Fristen gælder kun, når I svarer gennem jeres eget link. Det står i det brev, I har fået.",
    ]
    return letter(about, "I har fået en ny frist", lines)


def cancelled(about: About, number: str, reason: str) -> Words:
    """To everyone who has answered: the consultation is cancelled, and why."""
    if about.language is Language.ENGLISH:
        lines = [
            f"The consultation {about.title} has been cancelled.",
            f"The reason: {reason}",
            f"We keep your response no. {number}.",
        ]
        return letter(about, "The consultation has been cancelled", lines)
    lines = [f"Høringen {about.title} er aflyst.", f"Grunden er: {reason}", f"Vi gemmer dit svar nr. {number}."]
    return letter(about, "Høringen er aflyst", lines)


def decided(about: About, outcome: str) -> Words:
    """To a party that was asked: what the meeting decided, and where it says what became of the responses (R48)."""
    page = f"{about.url}/resultat"
    if about.language is Language.ENGLISH:
        own = f"What became of the responses is here:\n{page}"
        lines = [f"A decision has been made on {about.title}.", outcome, own]
        return letter(about, f"How it went: {about.title}", lines)
    lines = [
        f"Der er truffet beslutning om {about.title}.",
        outcome,
        f"Hvad svarene førte til, kan læses her:\n{page}",
    ]
    return letter(about, f"Sådan gik det: {about.title}", lines)


def follow_up_published(about: About, earlier: str, kind: FollowUp, reason: str, until: datetime, number: str) -> Words:
    """To who answered or was asked in the earlier consultation: there is another one, and why (R8).

    `number` is that of the response then, "" for a party that was asked; `about` is the new consultation.
    """
    day = plain_spaces(deadline_words(until, about.language))
    renewed = kind is FollowUp.RENEWED
    if about.language is Language.ENGLISH:
        what = "a renewed consultation in place of it" if renewed else "a supplementary consultation to it"
        before = f"You were asked in the consultation {earlier}."
        if number:
            before = f"You sent response no. {number} to the consultation {earlier}. It is kept there, unchanged."
        lines = [
            before,
            f"There is now {what}: {about.title}.",
            f"The reason: {reason}",
            "What was said in the first one is not part of the new one. The responses are kept apart.",
            f"You can respond to the new one until {day}. Read it here:\n{about.url}",
        ]
        return letter(about, f"{'Renewed' if renewed else 'Supplementary'} consultation: {about.title}", lines)
    what = "en fornyet høring i stedet for den" if renewed else "en supplerende høring til den"
    before = f"I blev spurgt i høringen {earlier}."
    if number:
        before = f"Du har sendt svar nr. {number} til høringen {earlier}. Det er gemt dér, som det er."
    lines = [
        before,
        f"Nu er der sendt {what} ud: {about.title}.",
        f"Grunden er: {reason}",
        "Svar på den første høring er ikke med i den nye. Svarene bliver holdt hver for sig.",
        f"{'Du' if number else 'I'} kan svare på den nye til og med {day}. Læs den her:\n{about.url}",
    ]
    return letter(about, f"{'Fornyet' if renewed else 'Supplerende'} høring: {about.title}", lines)


def invited(about: About, party: str, until: datetime, link: str) -> Words:
    """To a heard party: what it is asked about, until when, and its own link (interface.md 4.3)."""
    day = plain_spaces(deadline_words(until, about.language))
    lines = [
        f"{party} bliver hermed hørt om {about.title}.",
        f"I kan svare til og med {day}.",
        f"Læs materialet her:\n{about.url}",
        "Svar her. Linket er kun til jer. Har I ingen bemærkninger, er det ét tryk på en knap:\n" + link,
    ]
    return letter(about, f"Høring: {about.title}", lines)


def party_reminded(about: About, party: str, until: datetime) -> Words:
    """To a party that has not answered: until when it can, and where its link stands (R12)."""
    lines = [
        f"{party} er spurgt i høringen {about.title}. Vi har ikke fået jeres svar endnu.",
        f"I kan svare til og med {plain_spaces(deadline_words(until, about.language))}.",
        "I svarer gennem det link, der står i det brev, I har fået. Har I ingen bemærkninger, er det ét tryk.",
        "Kan I ikke finde linket, så skriv eller ring til os. Så får I et nyt.",
        "Har I lige svaret, skal I ikke gøre mere.",
    ]
    return letter(about, f"Vi mangler jeres svar: {about.title}", lines)


def letter(about: About, subject: str, lines: list[str]) -> Words:
    """Greeting, paragraphs, the page where it is not named yet, whom to ask, and the authority's name."""
    english = about.language is Language.ENGLISH
    ask = f"Questions: {about.contact}" if english else f"Spørgsmål: {about.contact}"
    lines = ["Hello" if english else "Hej", *lines, *([] if about.url in "".join(lines) else [about.url])]
    end = f"{'Kind regards' if english else 'Venlig hilsen'}\n{about.authority}"
    return Words(subject, "\n\n".join([*lines, ask, end]) + "\n")
