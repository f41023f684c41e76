"""Names of persons in a folded text: help for whoever reads, never more (analysis.md).

A first name from the list with what follows it; whoever is called somebody's neighbour, caseworker or son; and who has
signed. Institutions, streets and politicians in office are left alone.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from consultation.moderation.first_names import EVERYDAY, KNOWN


class Name(NamedTuple):
    """A place in a folded text and the rule that found it."""

    start: int
    end: int
    detector: str


def _either(words: str) -> str:
    """One of these; an underscore stands for a space."""
    return "|".join(words.split()).replace("_", " ")


_BIG = "A-ZÆØÅÉÖÄ"
_WORD = rf"[{_BIG}](?:\w|[’'-](?=\w)){{0,29}}"
_RUN = re.compile(
    rf"(?<![\w@/.-]){_WORD}(?: (?:{_WORD}|[{_BIG}]\.|(?:af|al|bin|de|el|van|von)(?= [{_BIG}]))){{0,5}}(?!\w)"
)

# Who is named by what they are to somebody

_ROLES = _either("""
    aflaster afdelingsleder beboer bisidder borgerkonsulent bostøtte chauffør chef ergoterapeut forstander
    frivilligkoordinator fysioterapeut hjemmehjælper hjælper konsulent kontaktforælder kontaktperson koordinator leder
    ledsager lærer læge mentor nabo psykolog pædagog rådgiver sagsbehandler skoleleder socialrådgiver støtteperson
    sygeplejerske terapeut tillidsmand vikar visitator værge
""")
_NEAR = _either("""
    barn barnebarn bror børn børnebørn datter døtre ekskone eksmand far farbror farfar farmor faster fætter hustru
    kollega kolleger kone kusine kæreste mand mor morfar mormor moster nabo naboer nevø niece onkel samlever
    svigerdatter svigerfar svigermor svigersøn søn sønner søster tante ven veninde venner ægtefælle brother
    daughter father friend husband mother neighbour sister son wife
""")
_CALLED = re.compile(
    rf"(?<!\w)(?:(?:{_ROLES})(?:en|n)?[ ,(]{{1,2}}"
    rf"|(?:deres|hans|hendes|min|mine|mit|sin|vores|her|his|my|our) (?:\w+ )?(?:{_NEAR}),? "
    r"|(?:hed|hedder|kaldes|navn(?:et)? er|name is|frk\.|fru|herr|hr\.|mr\.?|mrs\.?|ms\.?) "
    r"|(?:afs\.?|afsender|contact|fra|kontakt|kontaktperson|navn|underskrift): ?\"?|undertegnede,? "
    r"|(?:hilsen|hilsner|kh\.?|mvh\.?|regards|vh\.?),?(?: fra)? )$",
    re.IGNORECASE,
)
_LOOK_BACK = 60
_FAMILIES = re.compile(rf"(?i:famili(?:en|erne)) ({_WORD}(?:, {_WORD})*(?: og {_WORD})?)")

# Who has signed

_CLOSING = re.compile(
    r"(?<!\w)(?:(?:med )?(?:de )?(?:(?:bedste|hjertelige?|kærlige?|mange|venlig(?:e|ste)?) )?hils(?:en|ner)|kh|mvh|vh"
    r"|for (?:bestyrelsen|foreningen|kredsen)|på (?:rådets vegne|vegne af [^\n]{0,60})|underskrevet[^\n]{0,40}"
    r"|(?:kind )?regards)[., !:]{0,3}\n",
    re.IGNORECASE,
)
_SIGNED = re.compile(rf"(?:{_WORD}|[{_BIG}]\.)(?: (?:{_WORD}|[{_BIG}]\.)){{1,4}}(?= {{0,3}}(?:[,(]|$))")
_SIGNED_LINES, _LONGEST_SIGNATURE = 5, 300

# What a capital letter stands for as well

_INSTITUTION = re.compile(
    r"(?:"
    + _either(r"""
        afdeling(?:en)? allé apotek bestyrelsen? bosted(?:et)? botilbud(?:det)? børnehaven? cent(?:er|re|ret|rets)
        fond(?:en)? forbund(?:et)? forening(?:en|er)? formandskab(?:et)? forvaltning(?:en)? gade gruppen? hjemmet
        hospital(?:et)? huset høringen kirken? klinik klub(?:ben)? kommune[ns]? kreds(?:en)? legat listen? lovens?
        ministeri(?:et|um) organisation(?:en|er)? parti(?:et)? region(?:en)? råd(?:et)? rådgivning(?:en)? sagen
        sekretariat(?:et)? selskab(?:et)? skolen? stedet stiftelsen? stræde styrelsen? sygdom sygehus syndrom
        tilbud(?:det)? torv udvalg(?:et)? vej
    """)
    + r"|(?<!\w)(?:aften|aps|bro|by|dag|gård|haven?|hjem|huse?|hær|kors|parken?|plads(?:en)?))$",
    re.IGNORECASE,
)
_HOUSES = _either(r"""
    aktivitetscenter aktivitetshuset bosted bostedet botilbud botilbuddet bydelen børnehaven cafe café dagcenter
    dagcentret fonden foreningen hotel institutionen klub klubben kvarteret plejecenter plejehjem plejehjemmet
    projekt projektet restaurant sanct sankt sct\.? skolen skt\.? stiftelsen villa værestedet
""")
_OFFICES = _either(r"""
    \w*borgmester(?:en)? \w*byrådsmedlem \w*minister(?:en)? dronning folketingets_formand folketingsmedlem
    gruppeformand kommunalbestyrelsesmedlem kong konge kronprins mf politisk_ordfører regionsrådsformand(?:en)?
    regionsrådsmedlem rådkvinde rådmand(?:en)? udvalgsformand(?:en)?
""")
_LED_BY = re.compile(rf"(?<!\w)(?:{_HOUSES}|{_OFFICES}) $", re.IGNORECASE)
_PARTY = re.compile(
    r" \((?:[A-ZÆØÅ]{1,2}|\w*(?:alliance|demokrater\w*|konservative|listen|partiet|venstre))\)", re.IGNORECASE
)
_NOBODY = re.compile(r"(?<!\w)(?:Adam og Eva|Anders And|Hr\.? og [Ff]ru Danmark|Ole Lukøje)(?!\w)")
_SENTENCE_BEGINS = re.compile(r"(?:^|[.!?:\n•>]|\n[-*–\d.)]+)[\s\"“»(]*$")
_NO_NAMES = frozenset(
    _either("""
        At Bestyrelsen Bilag Borger Borgeren But Byrådet Contact Da De Dem Den Der Deres Det Du For Formand
        Formanden Fra Han He Hun Hvad Hvem Hvis Hvor Hvorfor I Ja Jeg Jer Jeres Kommunen Kære Med Men My Nej Når Og
        Også Please Punkt She Som Så Tak The They This Til Udkast Venlig Vi Vores We
    """).split("|")
)
_SHOUTED = 4
"""Letters from which a word in capitals may be a name and no abbreviation."""


def find(folded: str) -> Iterator[Name]:
    """In the order of the text, none overlapping."""
    taken, folded = 0, _NOBODY.sub(lambda saying: " " * len(saying[0]), folded)
    for name in sorted({*_by_list(folded), *_by_signature(folded), *_families(folded)}):
        if name.start >= taken:
            taken = name.end
            yield name


def _by_list(folded: str) -> Iterator[Name]:
    for run in _RUN.finditer(folded):
        words = [(word.start() + run.start(), word[0]) for word in re.finditer(r"\S+", run[0])]
        first = next((place for place, (_, word) in enumerate(words) if _is_first_name(word)), None)
        if _is_no_person(folded, run, words[first or 0][0]):
            continue
        called = next((at for at, word in words if _may_name(word) and _CALLED.search(_before(folded, at))), None)
        if first is not None and (called is not None or _is_believed(folded, words[first:])):
            yield Name(words[first][0], _with_initial(folded, run.end()), "name-known")
        elif first is None and called is not None:
            yield Name(called, run.end(), "name-called")


def _may_name(word: str) -> bool:
    """Neither an everyday word nor an abbreviation: "CPR-nummer", "SFO"."""
    return word not in _NO_NAMES and not word.partition("-")[0].isupper()


def _before(folded: str, place: int) -> str:
    return folded[max(0, place - _LOOK_BACK) : place]


def _is_no_person(folded: str, run: re.Match[str], place: int) -> bool:
    if any(_INSTITUTION.search(word) for word in run[0].split()) or _PARTY.match(folded, run.end()):
        return True
    return any(_LED_BY.search(_before(folded, at)) for at in (run.start(), place))


def _is_believed(folded: str, words: list[tuple[int, str]]) -> bool:
    """A name that is a word as well needs more than its capital: a surname, or to stand inside a sentence."""
    place, word = words[0]
    if word not in EVERYDAY and word.removesuffix("s") not in EVERYDAY:
        return True
    if len(words) > 1:
        return words[1][1] not in _NO_NAMES
    return word == word.capitalize() and not _SENTENCE_BEGINS.search(_before(folded, place))


def _is_first_name(word: str) -> bool:
    """ "Anne-Grethe", "Emils" and "GRETHE" too; a word as well only as names are written."""
    parts = word.split("-")
    if word.isupper() and len(word) >= _SHOUTED:
        return all(part.capitalize() in KNOWN for part in parts)
    return all(part in KNOWN or part in EVERYDAY or part.removesuffix("s") in KNOWN for part in parts)


def _with_initial(folded: str, end: int) -> int:
    """ "Elias H." with its dot."""
    return end + 1 if folded[end - 2 : end - 1] == " " and folded[end : end + 1] == "." else end


def _by_signature(folded: str) -> Iterator[Name]:
    """Lines of names under a closing formula."""
    for closing in _CLOSING.finditer(folded):
        at = closing.end()
        for line in folded[at : at + _LONGEST_SIGNATURE].split("\n")[:_SIGNED_LINES]:
            signed = _SIGNED.match(line)
            if signed and not any(_INSTITUTION.search(word) for word in signed[0].split()):
                yield Name(at, at + signed.end(), "name-signed")
            at += len(line) + 1


def _families(folded: str) -> Iterator[Name]:
    for match in _FAMILIES.finditer(folded):
        yield Name(*match.span(1), "name-family")
