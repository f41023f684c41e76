"""Danish words of the papers: labels of coded values, dates, numbers, lists and the order of names (R42, R55).

Committee papers are in Danish by law; another language would be a second dictionary beside this one.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache

from consultation.lib import text
from consultation.lib.dates import NBSP, clock_words, local, month_words, number
from consultation.responses import crowds
from consultation.responses.crowds import Crowd
from consultation.vocabulary import (
    Capacity,
    Channel,
    CopyState,
    Delivery,
    FollowUp,
    GroupKind,
    Language,
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

OTHER = "other"
"""The public reason where a coded one holds for too few (states.md)."""

LATE_PREFIX = "E-"

CAPACITIES = {
    Capacity.CITIZEN: "Borger",
    Capacity.RELATIVE: "Pårørende",
    Capacity.GUARDIAN: "Værge",
    Capacity.ORGANISATION: "Organisation",
    Capacity.COUNCIL: "Råd",
    Capacity.EMPLOYEE: "Medarbejder",
    Capacity.AUTHORITY: "Myndighed",
}
YOUNG = "Ung"
FOLLOWS = {
    FollowUp.SUPPLEMENTARY: "Høringen er en supplerende høring til",
    FollowUp.RENEWED: "Høringen er en fornyet høring i stedet for",
}
FOLLOWED_BY = {
    FollowUp.SUPPLEMENTARY: "Der er sendt en supplerende høring ud i samme sag:",
    FollowUp.RENEWED: "Der er sendt en fornyet høring ud i stedet for denne:",
}
CHANNELS = {
    Channel.PORTAL: "Høringsportalen",
    Channel.LETTER: "Brev",
    Channel.EMAIL: "E-mail",
    Channel.DIGITAL_POST: "Digital Post",
    Channel.PHONE: "Telefon",
    Channel.MEETING: "Møde",
}
GROUP_KINDS = {
    GroupKind.IDENTICAL: "Samme brev",
    GroupKind.TEMPLATE: "Samme brev med egne ord",
    GroupKind.NEAR: "Ligner hinanden",
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
COPY_STATES = {
    CopyState.WAITING: "vises ikke endnu: den offentlige kopi er ikke lavet",
    CopyState.SHOWN: "vises sammen med svaret på høringens side",
    CopyState.HELD: "vises ikke: kontrollen af den offentlige kopi fandt noget, som ikke må vises",
    CopyState.LEFT_OUT: "vises ikke: den er taget ud ved gennemgangen af private oplysninger",
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
    Reason.NOT_CONFIRMED: "E-mailadressen er ikke bekræftet",
    OTHER: "Anden grund",
}
CHAPTER_TITLES = {
    "summary": "sammenfatningen",
    "recommendation": "indstillingen",
    "legal_basis": "lovgrundlaget",
    "economy": "økonomien",
    "information": "information og møder",
    "general": "de generelle bemærkninger",
    "process": "videre proces",
}
MILESTONES = {
    MilestoneKind.SENT_OUT: "Sendt i høring",
    MilestoneKind.COMMITTEE: "Behandling i udvalget",
    MilestoneKind.COUNCIL: "Behandling i byrådet",
    MilestoneKind.IN_FORCE: "Træder i kraft",
    MilestoneKind.OTHER: "Øvrigt",
}


_ONE_NUMBER = r"(?:E-)?\d+"
SOME_NUMBERS = rf"{_ONE_NUMBER}(?:–{_ONE_NUMBER})?(?:, {_ONE_NUMBER}(?:–{_ONE_NUMBER})?)*"
"""A pattern for what `number_list` writes."""


def day_words(day: date | datetime) -> str:
    """ "20. oktober 2019"; an instant is taken as its day in Copenhagen."""
    on = local(day).date() if isinstance(day, datetime) else day
    return f"{on.day}.{NBSP}{month_words(on, Language.DANISH)}"


def moment_words(moment: datetime, precision: Precision = Precision.MINUTE) -> str:
    """ "20. oktober 2019 kl. 23.59"; a letter's day prints without a clock (states.md)."""
    day = day_words(moment)
    return day if precision is Precision.DAY else f"{day} {clock_words(moment, Language.DANISH)}"


def amount(value: int) -> str:
    """ "1.000"."""
    return number(value, Language.DANISH)


def counted(value: int, one: str, many: str) -> str:
    """ "1 punkt", "1.000 punkter"."""
    return f"{amount(value)} {one if value == 1 else many}"


def counted_or_none(value: int, one: str, many: str) -> str:
    """The beginning of a sentence: "Ingen svar", "1 svar", "2 svar"."""
    return counted(value, one, many) if value else f"Ingen {many}"


def crowd_words(crowd: Crowd) -> str:
    """ "1.000 svar fra 987 afsendere, heraf 957 enslydende"."""
    return crowds.words(crowd, Language.DANISH)


def listed(items: Sequence[str]) -> str:
    """ "a, b og c"."""
    return text.listed(items, Language.DANISH)


@lru_cache(1 << 16)
def number_key(label: str) -> tuple[bool, tuple[int, ...], str]:
    """The order of response, point and position numbers: 9 before 10, E-1 after all others."""
    return label.startswith(LATE_PREFIX), tuple(int(part) for part in re.findall(r"\d+", label)), label


def in_order(numbers: Iterable[str]) -> tuple[str, ...]:
    """Numbers once each, in their order."""
    return tuple(sorted(set(numbers), key=number_key))


def number_list(numbers: Iterable[str]) -> str:
    """ "3, 9, 30–41, E-2": runs of three or more are drawn together."""
    runs: list[list[str]] = []
    for label in in_order(numbers):
        if runs and _follows(runs[-1][-1], label):
            runs[-1].append(label)
        else:
            runs.append([label])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs)  # noqa: PLR2004 - a run of two is shorter written out


def _follows(before: str, label: str) -> bool:
    return before.isdecimal() and label.isdecimal() and int(label) == int(before) + 1


def listed_numbers(text: str) -> tuple[str, ...]:
    """What `number_list` wrote, read back."""
    numbers: list[str] = []
    for part in text.split(", "):
        first, dash, last = part.partition("–")
        numbers.extend(str(each) for each in range(int(first), int(last) + 1)) if dash else numbers.append(part)
    return tuple(numbers)
