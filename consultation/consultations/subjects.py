"""What consultations are about, in words that people look for: the main groups of KLE that they come from. Pure.

KLE is the municipalities' common list of subjects (KL-Emnesystematik); the column holds the number of its main group.
Both languages stand here, because pages, feeds, calendars and mails all say them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from consultation.lib.text import danish_key
from consultation.vocabulary import Language


@dataclass(frozen=True)
class Subject:
    """`code` is the main group's number in KLE, `slug` its address."""

    code: str
    slug: str
    danish: str
    english: str

    def words(self, language: Language) -> str:
        return self.english if language is Language.ENGLISH else self.danish

    def inside(self, language: Language) -> str:
        """The same inside a sentence."""
        words = self.words(language)
        return words[:1].lower() + words[1:]


SUBJECTS = (
    Subject("15", "arbejde", "Arbejde og beskæftigelse", "Employment"),
    Subject("20", "biblioteker", "Biblioteker", "Libraries"),
    Subject("03", "boliger", "Boliger", "Housing"),
    Subject("14", "brand-og-redning", "Brand og redning", "Emergency services"),
    Subject("02", "byggeri", "Byggeri", "Building"),
    Subject("07", "affald", "Affald og genbrug", "Waste and recycling"),
    Subject("28", "dagtilbud", "Dagtilbud til børn", "Day care for children"),
    Subject("24", "erhverv-og-turisme", "Erhverv og turisme", "Business and tourism"),
    Subject("18", "fritid", "Fritid og folkeoplysning", "Leisure and adult education"),
    Subject("08", "havne-og-lufthavne", "Havne og lufthavne", "Harbours and airports"),
    Subject("00", "kommunens-styrelse", "Kommunens styrelse og økonomi", "Governance and budget"),
    Subject("09", "miljoe", "Miljø", "Environment"),
    Subject("19", "museer", "Museer og kulturarv", "Museums and heritage"),
    Subject("04", "parker-og-idraetsanlaeg", "Parker og idrætsanlæg", "Parks and sports grounds"),
    Subject("01", "planer-og-natur", "Planer for by og natur", "Planning and nature"),
    Subject("17", "skole", "Skole", "Schools"),
    Subject("27", "social-og-handicap", "Social og handicap", "Social services and disability"),
    Subject("06", "spildevand-og-vandloeb", "Spildevand og vandløb", "Waste water and streams"),
    Subject("29", "sundhed", "Sundhed", "Health"),
    Subject("13", "vand-varme-og-energi", "Vand, varme og energi", "Water, heating and energy"),
    Subject("05", "veje-og-trafik", "Veje og trafik", "Roads and traffic"),
    Subject("32", "ydelser-og-pension", "Ydelser og pension", "Benefits and pensions"),
)
_BY_CODE = {one.code: one for one in SUBJECTS}
_BY_SLUG = {one.slug: one for one in SUBJECTS}


def of_code(code: str) -> Subject | None:
    """The subject in a consultation's column; None where it has none."""
    return _BY_CODE.get(code)


def of_slug(slug: str) -> Subject | None:
    """The subject at an address."""
    return _BY_SLUG.get(slug)


def in_order(subjects: Iterable[Subject], language: Language) -> list[Subject]:
    """By their words in this language."""
    return sorted(subjects, key=lambda one: danish_key(one.words(language)))
