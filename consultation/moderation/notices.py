"""What an author is told when a decision on the response takes effect (R32). Pure; Danish and English."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from consultation.lib.dates import moment_words, plain_spaces
from consultation.responses.receipts import Words
from consultation.vocabulary import DecisionKind, FindingKind, Language, Reason

_DA, _EN = Language.DANISH, Language.ENGLISH

REASONS = {
    _DA: {
        Reason.PERSON: "Svaret handler om en anden person, som kan genkendes.",
        Reason.SENSITIVE: "Svaret har oplysninger om helbred eller andet meget privat.",
        Reason.PROTECTED: "Du har beskyttelse, og teksten kan vise, hvem du er.",
        Reason.REQUESTED: "Du har bedt om, at svaret ikke bliver vist.",
        Reason.UNLAWFUL: "Svaret kan være ulovligt.",
        Reason.ABUSE: "Svaret truer eller håner nogen.",
        Reason.ADVERT: "Svaret er reklame.",
        Reason.FALSE_SENDER: "Svaret er ikke fra den, der står som afsender.",
        Reason.OFF_TOPIC: "Svaret handler ikke om det, der er i høring.",
        Reason.NOT_CONFIRMED: "Du har ikke bekræftet din e-mailadresse i tide.",
    },
    _EN: {
        Reason.PERSON: "The response concerns another person who can be recognised.",
        Reason.SENSITIVE: "It contains health or other very private information.",
        Reason.PROTECTED: "You are protected, and the text could reveal who you are.",
        Reason.REQUESTED: "You asked us not to show it.",
        Reason.UNLAWFUL: "It may be unlawful.",
        Reason.ABUSE: "It threatens or demeans somebody.",
        Reason.ADVERT: "It is advertising.",
        Reason.FALSE_SENDER: "It is not from the named sender.",
        Reason.OFF_TOPIC: "It is not about what is being consulted on.",
        Reason.NOT_CONFIRMED: "You did not confirm your e-mail address in time.",
    },
}
_REMOVED = {
    _DA: {
        FindingKind.CPR: ("et CPR-nummer", "CPR-numre"),
        FindingKind.EMAIL: ("en e-mailadresse", "e-mailadresser"),
        FindingKind.PHONE: ("et telefonnummer", "telefonnumre"),
        FindingKind.ADDRESS: ("en adresse", "adresser"),
        FindingKind.HEALTH: ("en oplysning om helbred", "oplysninger om helbred"),
        FindingKind.PERSON_NAME: ("et navn", "navne"),
        FindingKind.OTHER: ("et stykke tekst", "stykker tekst"),
    },
    _EN: {
        FindingKind.CPR: ("a civil registration number", "civil registration numbers"),
        FindingKind.EMAIL: ("an e-mail address", "e-mail addresses"),
        FindingKind.PHONE: ("a telephone number", "telephone numbers"),
        FindingKind.ADDRESS: ("an address", "addresses"),
        FindingKind.HEALTH: ("a piece of health information", "pieces of health information"),
        FindingKind.PERSON_NAME: ("a name", "names"),
        FindingKind.OTHER: ("a passage", "passages"),
    },
}


@dataclass(frozen=True)
class Notice:
    """What a notice tells. `removed` has a kind for each place that is taken out.

    `public_at` is when the responses are shown, None where they are shown already; `never_public` where none is.
    """

    language: Language
    number: str
    title: str
    kind: DecisionKind
    reason: Reason | None
    removed: tuple[FindingKind, ...]
    public_at: datetime | None
    never_public: bool
    authority: str
    department: str
    contact: str
    dpo: str


def words_of(notice: Notice) -> Words:
    """The notice in its language; none of the response's own words stand in it (R48)."""
    english = notice.language is _EN
    subject = (
        f"Your response no. {notice.number} has been reviewed"
        if english
        else f"Dit svar nr. {notice.number} er gennemgået"
    )
    withheld = notice.kind is DecisionKind.WITHHOLD
    lines = [
        "Hello" if english else "Hej",
        "",
        f"Consultation: {notice.title}" if english else f"Høring: {notice.title}",
        "",
        *(_withheld(notice) if withheld else _published(notice)),
        "",
        *_complaint(notice),
        "",
        "Kind regards" if english else "Venlig hilsen",
        notice.authority,
        notice.department,
    ]
    return Words(subject, "\n".join(lines) + "\n")


def removed_words(kinds: Iterable[FindingKind], language: Language) -> str:
    """ "et CPR-nummer, 2 navne og et telefonnummer"."""
    counts = Counter(kinds)
    told = [
        words[0] if counts[kind] == 1 else f"{counts[kind]} {words[1]}"
        for kind, words in _REMOVED[language].items()
        if counts[kind]
    ]
    last = " and " if language is _EN else " og "
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])}{last}{told[-1]}"


def _published(notice: Notice) -> list[str]:
    lines = [_when(notice)]
    if notice.removed:
        removed = removed_words(notice.removed, notice.language)
        lines.append(
            f"We have removed {removed} before it is shown. The committee gets your whole response."
            if notice.language is _EN
            else f"Vi har fjernet {removed}, før svaret bliver vist. Udvalget får hele dit svar."
        )
    return lines


def _when(notice: Notice) -> str:
    english, number = notice.language is _EN, notice.number
    if notice.never_public:
        return (
            f"We have read your response no. {number}. The responses in this consultation are not shown in public."
            if english
            else f"Vi har læst dit svar nr. {number}. Svarene i denne høring bliver ikke vist offentligt."
        )
    if notice.public_at is None:
        return (
            f"Your response no. {number} can now be read on the page of the consultation."
            if english
            else f"Dit svar nr. {number} kan nu læses på høringens side."
        )
    when = plain_spaces(moment_words(notice.public_at, notice.language))
    return (
        f"Your response no. {number} will be shown on the page of the consultation on {when}."
        if english
        else f"Dit svar nr. {number} bliver vist på høringens side {when}."
    )


def _withheld(notice: Notice) -> list[str]:
    because = REASONS[notice.language][notice.reason] if notice.reason else ""
    if notice.language is _EN:
        return [
            f"Your response no. {notice.number} is not shown in public. {because}",
            "It is read and counted like all others, and the committee gets all of it.",
        ]
    return [
        f"Dit svar nr. {notice.number} vises ikke offentligt. {because}",
        "Det bliver læst og talt med som alle andre svar, og udvalget får det hele.",
    ]


def _complaint(notice: Notice) -> list[str]:
    if notice.language is _EN:
        return [
            f"Do you disagree? Tell us: {notice.contact}.",
            f"You can also contact our data protection officer: {notice.dpo}.",
        ]
    return [
        f"Er du uenig, så sig det til os: {notice.contact}.",
        f"Du kan også klage til vores databeskyttelsesrådgiver: {notice.dpo}.",
    ]
