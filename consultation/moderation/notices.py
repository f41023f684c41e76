"""What an author is told when a decision on the response takes effect (R32). Pure; Danish and English."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from consultation.lib.dates import date_words, deadline_words, moment_words, plain_spaces
from consultation.lib.text import listed
from consultation.responses.receipts import Words
from consultation.vocabulary import DecisionKind, FindingKind, Language

_DA, _EN = Language.DANISH, Language.ENGLISH

_REMOVED = {
    _DA: {
        FindingKind.CPR: ("et CPR-nummer", "CPR-numre"),
        FindingKind.EMAIL: ("en e-mailadresse", "e-mailadresser"),
        FindingKind.PHONE: ("et telefonnummer", "telefonnumre"),
        FindingKind.IBAN: ("et kontonummer", "kontonumre"),
        FindingKind.ADDRESS: ("en adresse", "adresser"),
        FindingKind.HEALTH: ("en oplysning om helbred", "oplysninger om helbred"),
        FindingKind.RELIGION: ("en oplysning om tro", "oplysninger om tro"),
        FindingKind.UNION: ("en oplysning om fagforening", "oplysninger om fagforening"),
        FindingKind.OFFENCE: ("en oplysning om noget strafbart", "oplysninger om noget strafbart"),
        FindingKind.PERSON_NAME: ("et navn", "navne"),
        FindingKind.OTHER: ("et stykke tekst", "stykker tekst"),
    },
    _EN: {
        FindingKind.CPR: ("a civil registration number", "civil registration numbers"),
        FindingKind.EMAIL: ("an e-mail address", "e-mail addresses"),
        FindingKind.PHONE: ("a telephone number", "telephone numbers"),
        FindingKind.IBAN: ("an account number", "account numbers"),
        FindingKind.ADDRESS: ("an address", "addresses"),
        FindingKind.HEALTH: ("a piece of health information", "pieces of health information"),
        FindingKind.RELIGION: ("a mention of belief", "mentions of belief"),
        FindingKind.UNION: ("a mention of a trade union", "mentions of a trade union"),
        FindingKind.OFFENCE: ("a mention of an offence", "mentions of an offence"),
        FindingKind.PERSON_NAME: ("a name", "names"),
        FindingKind.OTHER: ("a passage", "passages"),
    },
}


@dataclass(frozen=True)
class Notice:
    """What a notice tells. `removed` has a kind for each place that is taken out.

    `because` is why a response is withheld, in the authority's words; "" for other decisions. `public_at` is when the
    responses are shown, None where they are shown already; `never_public` where none is. `link` opens the author's own
    page, "" in a letter; there a corrected text can be sent, and a complaint, until the instants where they are given.
    `shown_from` is since when everybody could read what `removed_at` took down, None where nobody could.
    `rules` is the address of the authority's rules for responses.
    """

    language: Language
    number: str
    title: str
    kind: DecisionKind
    because: str
    removed: tuple[FindingKind, ...]
    public_at: datetime | None
    never_public: bool
    authority: str
    department: str
    contact: str
    dpo: str
    link: str = ""
    corrected_until: datetime | None = None
    appealed_until: datetime | None = None
    shown_from: datetime | None = None
    removed_at: datetime | None = None
    rules: str = ""


def words_of(notice: Notice) -> Words:
    """The notice in its language; none of the response's own words stand in it (R48)."""
    english = notice.language is _EN
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
    return Words(_subject(notice), "\n".join(lines) + "\n")


def _subject(notice: Notice) -> str:
    number, taken_down = notice.number, notice.shown_from is not None
    if notice.language is _EN:
        return f"Your response no. {number} has been {'taken down' if taken_down else 'reviewed'}"
    return f"Dit svar nr. {number} er {'taget ned' if taken_down else 'gennemgået'}"


def removed_words(kinds: Iterable[FindingKind], language: Language) -> str:
    """ "et CPR-nummer, 2 navne og et telefonnummer"."""
    counts = Counter(kinds)
    told = [
        words[0] if counts[kind] == 1 else f"{counts[kind]} {words[1]}"
        for kind, words in _REMOVED[language].items()
        if counts[kind]
    ]
    return listed(told, language)


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
    if notice.language is _EN:
        return [
            f"{_not_shown(notice)} {notice.because}",
            "It is read and counted like all others, and the committee gets all of it.",
        ]
    return [
        f"{_not_shown(notice)} {notice.because}",
        "Det bliver læst og talt med som alle andre svar, og udvalget får det hele.",
    ]


def _not_shown(notice: Notice) -> str:
    """Of what everybody has been able to read: that it was shown, and when it was taken down (R35)."""
    english, number = notice.language is _EN, notice.number
    if notice.shown_from is None or notice.removed_at is None:
        never = f"Your response no. {number} is not shown in public."
        return never if english else f"Dit svar nr. {number} vises ikke offentligt."
    since, gone = (plain_spaces(moment_words(at, notice.language)) for at in (notice.shown_from, notice.removed_at))
    if english:
        return (
            f"Your response no. {number} was shown on the page of the consultation from {since}. "
            f"We took it down on {gone}, and it is no longer shown."
        )
    return (
        f"Dit svar nr. {number} blev vist på høringens side fra {since}. Vi tog det ned {gone}, og det vises ikke mere."
    )


def _complaint(notice: Notice) -> list[str]:
    """What the author can do: send other words, complain here, or to somebody else."""
    lines = _english_ways(notice) if notice.language is _EN else _danish_ways(notice)
    return [line for line in lines if line]


def _danish_ways(notice: Notice) -> list[str]:
    corrected, appealed = _until(notice.corrected_until, _DA), _day(notice.appealed_until, _DA)
    sends = f"Du kan sende en rettet tekst til og med {corrected}. Den kommer til den, som så på den første."
    complains = f"Er du uenig, kan du klage til og med {appealed}. En anden læser klagen og svarer dig."
    return [
        sends if corrected and notice.link else "",
        complains if appealed else f"Er du uenig, så sig det til os: {notice.contact}.",
        f"Det gør du på din side: {notice.link}" if notice.link and (corrected or appealed) else "",
        f"Du kan også få fat på os her: {notice.contact}." if appealed else "",
        f"Reglerne for, hvad vi viser: {notice.rules}" if notice.rules else "",
        f"Du kan også klage til vores databeskyttelsesrådgiver: {notice.dpo}.",
    ]


def _english_ways(notice: Notice) -> list[str]:
    corrected, appealed = _until(notice.corrected_until, _EN), _day(notice.appealed_until, _EN)
    sends = f"You can send a corrected text until {corrected}. It goes to the one who reviewed the first."
    complains = f"Do you disagree? You can complain until {appealed}. Somebody else reads it and answers you."
    return [
        sends if corrected and notice.link else "",
        complains if appealed else f"Do you disagree? Tell us: {notice.contact}.",
        f"You do it on your own page: {notice.link}" if notice.link and (corrected or appealed) else "",
        f"You can also reach us here: {notice.contact}." if appealed else "",
        f"The rules for what we show: {notice.rules}" if notice.rules else "",
        f"You can also contact our data protection officer: {notice.dpo}.",
    ]


def _until(at: datetime | None, language: Language) -> str:
    """The last minute that is in time, as the own page says it; "" for none."""
    return plain_spaces(deadline_words(at, language)) if at is not None else ""


def _day(at: datetime | None, language: Language) -> str:
    """The last day before an instant that ends a day; "" for none."""
    return plain_spaces(date_words(at - timedelta(seconds=1), language)) if at is not None else ""
