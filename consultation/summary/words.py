"""Danish words of the papers: labels of coded values, dates, numbers, lists and the order of names (R42, R55).

Committee papers are in Danish by law; another language would be a second dictionary beside this one.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from consultation.vocabulary import (
    Capacity,
    Channel,
    Delivery,
    MilestoneKind,
    Outcome,
    PartyBasis,
    PartyKind,
    PartyOutcome,
    Precision,
    Reason,
    Stance,
    Status,
)

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
OTHER = "other"
"""The public reason where a coded one holds for too few (states.md)."""

LATE_PREFIX = "E-"

DAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
)  # fmt: skip

CAPACITIES = {
    Capacity.CITIZEN: "Borger",
    Capacity.RELATIVE: "Pårørende",
    Capacity.GUARDIAN: "Værge",
    Capacity.ORGANISATION: "Organisation",
    Capacity.COUNCIL: "Råd",
    Capacity.EMPLOYEE: "Medarbejder",
    Capacity.AUTHORITY: "Myndighed",
}
CHANNELS = {
    Channel.PORTAL: "Høringsportalen",
    Channel.LETTER: "Brev",
    Channel.EMAIL: "E-mail",
    Channel.DIGITAL_POST: "Digital Post",
    Channel.PHONE: "Telefon",
    Channel.MEETING: "Møde",
}
STATUSES = {
    Status.PUBLISHED: "Offentliggjort",
    Status.REDACTED: "Offentliggjort med overstregninger",
    Status.WITHHELD: "Vises ikke offentligt",
    Status.WITHDRAWN: "Trukket tilbage",
    Status.AWAITING: "Afventer",
}
OUTCOMES = {
    Outcome.ACCEPTED: "Imødekommes",
    Outcome.PARTLY: "Imødekommes delvist",
    Outcome.NOT_ACCEPTED: "Imødekommes ikke",
    Outcome.NOTED: "Taget til efterretning",
    Outcome.OUT_OF_SCOPE: "Uden for høringen",
}
STANCES = {Stance.SUPPORT: "Støtter", Stance.NEUTRAL: "Neutral", Stance.OPPOSE: "Imod"}
PARTY_KINDS = {
    PartyKind.DISABILITY_COUNCIL: "Handicapråd",
    PartyKind.SENIOR_COUNCIL: "Ældreråd",
    PartyKind.MARGINALISED_COUNCIL: "Udsatteråd",
    PartyKind.USER_COUNCIL: "Bruger- og pårørenderåd",
    PartyKind.CODETERMINATION: "MED-udvalg",
    PartyKind.ORGANISATION: "Organisation",
    PartyKind.AUTHORITY: "Myndighed",
    PartyKind.OTHER: "Anden part",
}
PARTY_BASES = {
    PartyBasis.STATUTORY: "Lovbestemt",
    PartyBasis.INVITED: "Inviteret",
    PartyBasis.OTHER: "Øvrig",
}
PARTY_OUTCOMES = {
    PartyOutcome.REMARKS: "Med bemærkninger",
    PartyOutcome.NO_REMARKS: "Ingen bemærkninger",
    PartyOutcome.NO_ANSWER: "Ikke svaret",
}
DELIVERIES = {
    Delivery.PENDING: "Ikke sendt",
    Delivery.SENT: "Sendt",
    Delivery.DELIVERED: "Leveret",
    Delivery.FAILED: "Ikke leveret",
}
REASONS = {
    Reason.PERSON: "Svaret handler om en anden person, som kan genkendes",
    Reason.SENSITIVE: "Svaret har oplysninger om helbred eller andet meget privat",
    Reason.PROTECTED: "Afsenderen har beskyttelse, og teksten kan vise, hvem det er",
    Reason.REQUESTED: "Afsenderen har bedt om, at svaret ikke bliver vist",
    Reason.UNLAWFUL: "Svaret kan være ulovligt",
    Reason.ABUSE: "Svaret truer eller håner nogen",
    Reason.ADVERT: "Svaret er reklame",
    Reason.FALSE_SENDER: "Svaret er ikke fra den, der står som afsender",
    Reason.OFF_TOPIC: "Svaret handler ikke om det, der er i høring",
    "not_confirmed": "E-mailadressen er ikke bekræftet",
    OTHER: "Anden grund",
}
MILESTONES = {
    MilestoneKind.SENT_OUT: "Sendt i høring",
    MilestoneKind.COMMITTEE: "Behandling i udvalget",
    MilestoneKind.COUNCIL: "Behandling i byrådet",
    MilestoneKind.IN_FORCE: "Træder i kraft",
    MilestoneKind.OTHER: "Øvrigt",
}

DANISH_ORDER = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "ü": "y"})


def day_words(day: date, weekday: bool = True) -> str:
    """ "søndag den 20. oktober 2019"; without weekday "20. oktober 2019"."""
    words = f"{day.day}. {MONTHS[day.month - 1]} {day.year}"
    return f"{DAYS[day.weekday()]} den {words}" if weekday else words


def local_day(moment: datetime) -> date:
    """The day in Denmark of an instant."""
    return moment.astimezone(COPENHAGEN).date()


def moment_words(moment: datetime, precision: Precision = Precision.MINUTE) -> str:
    """ "20. oktober 2019 kl. 23.59"; a letter's day prints without a clock (states.md)."""
    local = moment.astimezone(COPENHAGEN)
    day = day_words(local.date(), weekday=False)
    return day if precision is Precision.DAY else f"{day} kl. {local.hour}.{local.minute:02d}"


def amount(number: int) -> str:
    """ "1.000"."""
    return f"{number:,}".replace(",", ".")


def counted(number: int, one: str, many: str) -> str:
    """ "1 punkt", "1.000 punkter"."""
    return f"{amount(number)} {one if number == 1 else many}"


def listed(items: Sequence[str]) -> str:
    """ "a, b og c"."""
    return " og ".join(part for part in (", ".join(items[:-1]), *items[-1:]) if part)


def number_key(number: str) -> tuple[bool, tuple[int, ...], str]:
    """The order of response, point and position numbers: 9 before 10, E-1 after all others."""
    return number.startswith(LATE_PREFIX), tuple(int(part) for part in re.findall(r"\d+", number)), number


def in_order(numbers: Iterable[str]) -> tuple[str, ...]:
    """Numbers once each, in their order."""
    return tuple(sorted(set(numbers), key=number_key))


def number_list(numbers: Iterable[str]) -> str:
    """ "3, 9, 30–41, E-2": runs of three or more are drawn together."""
    ordered = in_order(numbers)
    runs: list[list[str]] = []
    for number in ordered:
        follows = runs and number.isdecimal() and runs[-1][-1].isdecimal() and int(number) == int(runs[-1][-1]) + 1
        if follows:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs)  # noqa: PLR2004 - a run of two is shorter written out


def listed_numbers(text: str) -> tuple[str, ...]:
    """What `number_list` wrote, read back."""
    numbers: list[str] = []
    for part in text.split(", "):
        first, dash, last = part.partition("–")
        numbers.extend(str(number) for number in range(int(first), int(last) + 1)) if dash else numbers.append(part)
    return tuple(numbers)


def danish_key(text: str) -> str:
    """The Danish order of names: æ, ø, å last, aa as å, other accents and case without weight (R43, R55)."""
    folded = unicodedata.normalize("NFC", text).casefold().replace("aa", "å").translate(DANISH_ORDER)
    return "".join(sign for sign in unicodedata.normalize("NFD", folded) if not unicodedata.combining(sign))
