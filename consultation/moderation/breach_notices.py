"""Proposed wording about a breach, from codes and instants alone: none of the response's words stand in it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from consultation.lib.dates import moment_words, plain_spaces
from consultation.vocabulary import BreachNotice, Language, Reason

_DA, _EN = Language.DANISH, Language.ENGLISH
_KINDS: Mapping[Language, Mapping[Reason, str]] = {
    _DA: {
        Reason.PERSON: "oplysninger om en anden person, som kan genkendes",
        Reason.SENSITIVE: "oplysninger om helbred eller andet meget privat",
        Reason.PROTECTED: "oplysninger, der kan vise, hvem en person med navne- og adressebeskyttelse er",
        Reason.REQUESTED: "et svar, som afsenderen ikke ville have vist",
        Reason.UNLAWFUL: "oplysninger, som det kan være ulovligt at vise",
        Reason.ABUSE: "trusler eller hån mod en person",
        Reason.ADVERT: "reklame",
        Reason.FALSE_SENDER: "et svar i en andens navn",
        Reason.OFF_TOPIC: "oplysninger, som ikke hører til høringen",
        Reason.NOT_CONFIRMED: "et svar, som afsenderen ikke har bekræftet",
    },
    _EN: {
        Reason.PERSON: "information about another person who can be recognised",
        Reason.SENSITIVE: "information about health or other very private matters",
        Reason.PROTECTED: "information that may show who a person with a protected name and address is",
        Reason.REQUESTED: "a response that its sender did not want shown",
        Reason.UNLAWFUL: "information that it may be unlawful to show",
        Reason.ABUSE: "threats or contempt directed at a person",
        Reason.ADVERT: "advertising",
        Reason.FALSE_SENDER: "a response in somebody else's name",
        Reason.OFF_TOPIC: "information that does not belong to the consultation",
        Reason.NOT_CONFIRMED: "a response that its sender has not confirmed",
    },
}


@dataclass(frozen=True)
class Facts:
    """What is known when a breach is opened. `shown_from` until `hidden_at` everybody could read `numbers`."""

    number: int
    authority: str
    contact: str
    dpo: str
    title: str
    numbers: tuple[str, ...]
    reason: Reason
    found_at: datetime
    due_at: datetime
    shown_from: datetime
    hidden_at: datetime
    languages: frozenset[Language] = frozenset({_DA})

    @property
    def shown(self) -> timedelta:
        return self.hidden_at - self.shown_from


def wording(notice: BreachNotice, facts: Facts) -> str:
    """The proposal; what a person must fill in stands in square brackets."""
    if notice is BreachNotice.SUPERVISOR:
        return _supervisor(facts)
    english = [_persons_in_english(facts)] if _EN in facts.languages else []
    return "\n\n".join([_persons(facts), *english])


def _supervisor(facts: Facts) -> str:
    """The points of GDPR 33, 3, in their order."""
    return "\n".join(
        [
            f"Anmeldelse af brud på persondatasikkerheden (brud nr. {facts.number})",
            "",
            f"Dataansvarlig: {facts.authority}",
            f"Databeskyttelsesrådgiver: {facts.dpo}",
            f"Kontakt: {facts.contact}",
            "",
            "1. Hvad er der sket?",
            f"{_subject(facts)} har stået på høringens offentlige side med {_KINDS[_DA][facts.reason]}.",
            f"Høring: {facts.title}",
            f"Kunne læses fra {_at(facts.shown_from)} til {_at(facts.hidden_at)} ({_lasted(facts.shown)}).",
            f"Opdaget og taget ned: {_at(facts.found_at)}.",
            "Omtrent så mange personer er berørt: [skriv antal]",
            "Omtrent så mange har set det: [skriv, hvad loggen viser]",
            "",
            "2. Hvad kan det betyde for dem, det handler om?",
            "[Skriv vurderingen af risikoen]",
            "",
            "3. Hvad har vi gjort?",
            "Svaret er taget af siden, af data til programmer, af søgningen og af bilag på siden. Adressen svarer, at "
            "svaret er væk, og beder søgemaskiner om at glemme det.",
            "[Skriv, om søgemaskiner og andre er bedt om at slette deres kopi]",
            "",
            "4. Hvad gør vi, så det ikke sker igen?",
            "[Skriv årsagen, og hvad der bliver ændret]",
            "",
            f"Frist for anmeldelse: {_at(facts.due_at)} (72 timer, databeskyttelsesforordningens artikel 33).",
        ]
    )


def _persons(facts: Facts) -> str:
    """The points of GDPR 34, 2, in plain words."""
    return "\n".join(
        [
            "Hej",
            "",
            f"Ved en fejl har {_KINDS[_DA][facts.reason]} stået på vores side om høringen “{facts.title}”.",
            f"Det kunne læses fra {_at(facts.shown_from)} til {_at(facts.hidden_at)}. Vi tog det ned, da vi opdagede "
            "det. Vi beklager.",
            "",
            "Det kan betyde noget for dig: [skriv, hvad der kan ske, og hvad personen selv kan gøre]",
            "",
            f"Vil du vide mere, så kontakt os: {facts.contact}.",
            f"Du kan også kontakte vores databeskyttelsesrådgiver: {facts.dpo}.",
            "Du kan klage til Datatilsynet, www.datatilsynet.dk.",
            "",
            "Venlig hilsen",
            facts.authority,
        ]
    )


def _persons_in_english(facts: Facts) -> str:
    return "\n".join(
        [
            "Hello",
            "",
            f"By mistake, {_KINDS[_EN][facts.reason]} was shown on our page about the consultation “{facts.title}”.",
            f"It could be read from {_at(facts.shown_from, _EN)} to {_at(facts.hidden_at, _EN)}. We took it down as "
            "soon as we found out. We are sorry.",
            "",
            "This may affect you: [write what can happen and what the person can do]",
            "",
            f"If you would like to know more, contact us: {facts.contact}.",
            f"You can also contact our data protection officer: {facts.dpo}.",
            "You can complain to the Danish Data Protection Agency, www.datatilsynet.dk.",
            "",
            "Kind regards",
            facts.authority,
        ]
    )


def _subject(facts: Facts) -> str:
    if len(facts.numbers) == 1:
        return f"Svar nr. {facts.numbers[0]}"
    return f"{len(facts.numbers)} svar (nr. {', '.join(facts.numbers[:-1])} og {facts.numbers[-1]})"


def _at(instant: datetime, language: Language = _DA) -> str:
    return plain_spaces(moment_words(instant, language))


def _lasted(time: timedelta) -> str:
    """ "3 dage", "5 timer", "12 minutter": rounded down to what people say."""
    minutes = int(time.total_seconds()) // 60
    for size, one, many in ((24 * 60, "1 dag", "dage"), (60, "1 time", "timer"), (1, "1 minut", "minutter")):
        if minutes >= size:
            count = minutes // size
            return one if count == 1 else f"{count} {many}"
    return "under et minut"
