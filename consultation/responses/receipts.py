"""The words of a receipt, as mail and as letter (R18, interface.md 3.9). Pure; Danish and English.

A mail holds the number, the time, what it is about and the link, never the text: the address is not confirmed.
"""

from collections.abc import Sequence
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
    """What a receipt tells. `drafts` is empty where the response is about the whole.

    `link` is "" in a letter, which says how to correct by telephone until `closes_at`, None where that is no longer
    possible. `version` counts corrections from 1; `corrected_at` is when this version came.
    """

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
    organisation: str
    authority: str
    department: str
    phone: str
    contact_email: str
    closes_at: datetime | None = None
    version: int = 1
    corrected_at: datetime | None = None
    checked: "Checked | None" = None


@dataclass(frozen=True)
class Checked:
    """The newest check of the whole log before a response came (L2): until which line, its code, and when."""

    seq: int
    code: str
    at: datetime


@dataclass(frozen=True)
class Linked:
    """A response and the link that opens it, for who has lost the link."""

    number: str
    title: str
    received_at: datetime
    precision: Precision
    withdrawn: bool
    link: str


def words_of(receipt: Receipt) -> Words:
    """The receipt in its language."""
    return _english(receipt) if receipt.language is Language.ENGLISH else _danish(receipt)


def received_words(at: datetime, precision: Precision, language: Language) -> str:
    """When a response was received, as exactly as it is known: a letter's day has no clock (states.md)."""
    if precision is Precision.DAY:
        return date_words(at, language)
    return moment_words(at, language, seconds=precision is Precision.SECOND)


def unsent_words(
    language: Language, title: str, link: str, closes_at: datetime, authority: str, *, late: bool = False
) -> Words:
    """The link of an answer that is not sent, and until when it can be; `late`: that the deadline has passed (U05)."""
    until = plain_spaces(deadline_words(closes_at, language))
    if language is Language.ENGLISH:
        lines = ["Hello", "", f"You have begun a response to {title}. It has not been sent.", "", "Go on here:", link]
        when = f"The deadline was {until}. What you send now is marked as received after the deadline."
        lines += ["", when if late else f"You can respond until and including {until}.", "", "Kind regards", authority]
        return Words("Your response has not been sent", _text(lines))
    lines = ["Hej", "", f"Du er begyndt på et svar til {title}. Det er ikke sendt.", "", "Fortsæt her:", link]
    when = f"Fristen var {until}. Sender du nu, bliver svaret mærket modtaget efter fristen."
    lines += ["", when if late else f"Du kan svare til og med {until}.", "", "Venlig hilsen", authority]
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


def withdrawn_words(receipt: Receipt, at: datetime) -> Words:
    """That a response has been taken back, and what stays; a party that has undone its "no remarks" can answer anew."""
    undone = receipt.no_remarks
    when = plain_spaces(moment_words(at, receipt.language))
    if receipt.language is Language.ENGLISH:
        lines = ["Hello", "", f"Response no. {receipt.number} was withdrawn {when}."]
        lines += ["It is not shown. The number stays on the page with the word withdrawn."]
        lines += ["You can answer anew with the link in the letter that asked you."] if undone else []
        lines += ["Did you not do this yourself? Then contact us.", "", f"Consultation: {receipt.title}"]
        return Words(f"Response no. {receipt.number} has been withdrawn", _text([*lines, *_end(receipt)]))
    lines = ["Hej", "", f"Svar nr. {receipt.number} blev trukket tilbage {when}."]
    lines += ["Det vises ikke. Nummeret bliver stående på siden med ordene trukket tilbage."]
    lines += ["I kan svare igen med linket i det brev, hvor I blev spurgt."] if undone else []
    lines += ["Var det ikke jer selv? Så kontakt os." if undone else "Var det ikke dig selv? Så kontakt os."]
    lines += ["", f"Høring: {receipt.title}"]
    return Words(f"Svar nr. {receipt.number} er trukket tilbage", _text([*lines, *_end(receipt)]))


def late_decided_words(receipt: Receipt, reason: str, *, admitted: bool) -> Words:
    """Whether a response that came after the deadline is taken in, and why (R24)."""
    if receipt.language is Language.ENGLISH:
        what = "It will be considered with the others." if admitted else "It will not be considered. We keep it."
        lines = ["Hello", "", f"Your response no. {receipt.number} came after the deadline. {what}"]
        lines += ["The reason, in Danish:", reason, "", f"Consultation: {receipt.title}"]
        return Words(f"Response no. {receipt.number}, received after the deadline", _text([*lines, *_end(receipt)]))
    what = "Det indgår alligevel." if admitted else "Det indgår ikke. Vi gemmer det."
    lines = ["Hej", "", f"Dit svar nr. {receipt.number} kom efter fristen. {what}"]
    lines += [f"Begrundelse: {reason}", "", f"Høring: {receipt.title}"]
    return Words(f"Svar nr. {receipt.number}, modtaget efter fristen", _text([*lines, *_end(receipt)]))


def new_link_words(receipt: Receipt) -> Words:
    """The link that staff have made anew; the one before opens nothing more."""
    if receipt.language is Language.ENGLISH:
        lines = ["Hello", "", f"Here is the new link to your response no. {receipt.number}:", receipt.link, ""]
        lines += ["The old link no longer works. Keep the new one. Anyone who has it can read your response."]
        lines += ["Did you not ask for it? Then contact us.", "", f"Consultation: {receipt.title}"]
        return Words(f"New link to response no. {receipt.number}", _text([*lines, *_end(receipt)]))
    lines = ["Hej", "", f"Her er det nye link til dit svar nr. {receipt.number}:", receipt.link, ""]
    lines += ["Det gamle link virker ikke mere. Gem det nye. Den, der har det, kan læse dit svar."]
    lines += ["Har du ikke bedt om det? Så kontakt os.", "", f"Høring: {receipt.title}"]
    return Words(f"Nyt link til svar nr. {receipt.number}", _text([*lines, *_end(receipt)]))


def lost_links_words(language: Language, found: Sequence[Linked], authority: str) -> Words:
    """The links of all that an address has answered, for who asked for them."""
    lines = []
    for one in found:
        when = plain_spaces(received_words(one.received_at, one.precision, language))
        if language is Language.ENGLISH:
            status = ", withdrawn" if one.withdrawn else ""
            lines += ["", f"{one.title}: response no. {one.number}, received {when}{status}", one.link]
        else:
            status = ", trukket tilbage" if one.withdrawn else ""
            lines += ["", f"{one.title}: svar nr. {one.number}, modtaget {when}{status}", one.link]
    if language is Language.ENGLISH:
        lines = ["Hello", "", "Somebody has asked for the links to what was sent from this address.", *lines, ""]
        lines += ["Anyone who has a link can read the response, and correct it until the deadline."]
        lines += ["Did you not ask for this? Then you need do nothing.", "", "Kind regards", authority]
        return Words("Your links", _text(lines))
    lines = ["Hej", "", "Nogen har bedt om linkene til det, der er svaret fra denne adresse.", *lines, ""]
    lines += ["Den, der har et link, kan læse svaret og rette det indtil fristen."]
    lines += ["Har du ikke bedt om det? Så skal du ikke gøre noget.", "", "Venlig hilsen", authority]
    return Words("Dine links", _text(lines))


def _danish(receipt: Receipt) -> Words:
    when = plain_spaces(received_words(receipt.received_at, receipt.precision, receipt.language))
    lines = [
        "Hej",
        "",
        _opening(receipt, "Vi har noteret, at I ingen bemærkninger har.", "Vi har modtaget dit høringssvar."),
        "",
        f"Høring: {receipt.title}",
        f"Svar nr. {receipt.number}",
        *([f"Fra {receipt.organisation}"] if receipt.organisation else []),
        f"Modtaget {when}",
    ]
    if receipt.corrected_at is not None:
        lines += [f"Rettet {plain_spaces(moment_words(receipt.corrected_at, receipt.language, seconds=True))}"]
    lines += [
        f"Svaret handler om: {about_words(receipt)}",
        *([f"Filer: {receipt.files}"] if receipt.files else []),
        f"Kontrolkode{' for det, du sendte først' if receipt.version > 1 else ''}: {receipt.code}",
        *_checked_lines(receipt),
    ]
    if receipt.late:
        lines += ["", "Svaret er modtaget efter fristen. Vi vurderer, om det kan indgå. Du får besked."]
    if receipt.link:
        lines += _link_lines(receipt)
    elif receipt.closes_at is not None and receipt.phone:
        until = plain_spaces(deadline_words(receipt.closes_at, receipt.language))
        lines += ["", f"Vil du rette svaret eller trække det tilbage, så ring på {receipt.phone}"]
        lines += [f"til og med {until}. Hav svarets nummer klar."]
    elif receipt.phone:
        lines += ["", f"Er der noget galt, så ring på {receipt.phone}. Hav svarets nummer klar."]
    title = f"Rettet: svar nr. {receipt.number}, udgave {receipt.version}"
    return Words(title if receipt.version > 1 else _first_title(receipt), _text([*lines, *_end(receipt)]))


def _english(receipt: Receipt) -> Words:
    when = plain_spaces(received_words(receipt.received_at, receipt.precision, receipt.language))
    lines = [
        "Hello",
        "",
        _opening(receipt, "We have noted that you have no remarks.", "We have received your response."),
        "",
        f"Consultation: {receipt.title}",
        f"Response no. {receipt.number}",
        *([f"From {receipt.organisation}"] if receipt.organisation else []),
        f"Received {when}",
    ]
    if receipt.corrected_at is not None:
        lines += [f"Corrected {plain_spaces(moment_words(receipt.corrected_at, receipt.language, seconds=True))}"]
    lines += [
        f"The response is about: {about_words(receipt)}",
        *([f"Files: {receipt.files}"] if receipt.files else []),
        f"Check code{' of what you sent first' if receipt.version > 1 else ''}: {receipt.code}",
        *_checked_lines(receipt),
    ]
    if receipt.late:
        lines += ["", "It was received after the deadline. We will consider whether it can be included and tell you."]
    if receipt.link:
        lines += _link_lines(receipt)
    elif receipt.closes_at is not None and receipt.phone:
        until = plain_spaces(deadline_words(receipt.closes_at, receipt.language))
        lines += ["", f"To correct or withdraw your response, call {receipt.phone}"]
        lines += [f"until and including {until}. Have its number at hand."]
    elif receipt.phone:
        lines += ["", f"If something is wrong, call {receipt.phone}. Have the number of your response at hand."]
    title = f"Corrected: response no. {receipt.number}, version {receipt.version}"
    return Words(title if receipt.version > 1 else _first_title(receipt), _text([*lines, *_end(receipt)]))


def _checked_lines(receipt: Receipt) -> list[str]:
    """The end of the log as a check before found it: whoever has the mail can show a later change (L2)."""
    if receipt.checked is None:
        return []
    on = plain_spaces(date_words(receipt.checked.at, receipt.language))
    if receipt.language is Language.ENGLISH:
        return [f"Our log on {on}: line {receipt.checked.seq}, code {receipt.checked.code}"]
    return [f"Vores log {on}: linje {receipt.checked.seq}, kode {receipt.checked.code}"]


_LINKS = {
    Language.DANISH: {
        "read": ("Læs svaret, og se, hvad der bliver af det:", "Gem linket. Den, der har det, kan læse svaret."),
        "undo": ("Se jeres svar, eller fortryd det, her:", "Gem linket. Den, der har det, kan fortryde svaret."),
        "correct": ("Læs, ret eller træk svaret tilbage her:", "Gem linket. Den, der har det, kan rette svaret."),
    },
    Language.ENGLISH: {
        "read": ("Read your response and see what comes of it:", "Keep the link. Anyone who has it can read it."),
        "undo": ("See or undo your response here:", "Keep the link. Anyone who has it can undo the response."),
        "correct": (
            "Read, correct or withdraw your response here:",
            "Keep the link. Anyone who has it can correct the response.",
        ),
    },
}


def _link_lines(receipt: Receipt) -> list[str]:
    """What the link is for: what came after the deadline can only be read, and "no remarks" only be undone."""
    use = "read" if receipt.late else "undo" if receipt.no_remarks else "correct"
    here, keep = _LINKS[receipt.language][use]
    return ["", here, receipt.link, keep]


def _opening(receipt: Receipt, no_remarks: str, received: str) -> str:
    """What has happened, first."""
    if receipt.version > 1 and receipt.language is Language.ENGLISH:
        return f"You have corrected your response. Version {receipt.version} now counts."
    if receipt.version > 1:
        return f"Du har rettet dit svar. Nu gælder udgave {receipt.version}."
    return no_remarks if receipt.no_remarks else received


def _first_title(receipt: Receipt) -> str:
    if receipt.language is Language.ENGLISH:
        return f"Receipt: we have received response no. {receipt.number}"
    return f"Kvittering: vi har modtaget svar nr. {receipt.number}"


def _end(receipt: Receipt) -> list[str]:
    regards = "Kind regards" if receipt.language is Language.ENGLISH else "Venlig hilsen"
    return ["", regards, receipt.authority, receipt.department, *contact_lines(receipt)]


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
