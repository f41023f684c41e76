"""Words of health, belief, union and offence that are about a certain person: a flag, never a verdict (analysis.md).

Lists of stems. A word counts where its sentence names somebody, or says I, she, my son, the neighbour; in the talk of
groups and subjects ("borgere med demens", "handicappolitik"), of which these texts are full, it does not.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from consultation.vocabulary import FindingKind

HEALTH, RELIGION, UNION, OFFENCE = FindingKind.HEALTH, FindingKind.RELIGION, FindingKind.UNION, FindingKind.OFFENCE


class Told(NamedTuple):
    """A place in a folded text and what it tells of somebody."""

    start: int
    end: int
    kind: FindingKind


def _as_typed(pattern: str) -> str:
    """Danish letters also as those write them who have none on their keys: "doev", "laegeerklaering"."""
    return pattern.replace("æ", "(?:æ|ae)").replace("ø", "(?:ø|oe)").replace("å", "(?:å|aa)")


def _any(words: str) -> re.Pattern[str]:
    return re.compile(_as_typed("|".join(words.split())))


_STEMS = {
    HEALTH: _any("""
        adhd alkoholiker alkoholisme alkoholmisbrug alzheimer amputer (?<!g)angst(?!f) anoreksi antidepress
        antipsykot apopleksi artrit artrose asperger astma autis bipolar blodprop bulimi cancer cerebral chorea
        crohn dement demens depressi diabet diagnos dialyse disabled duchenne dysleksi døvblind døvhed eksem(?!p)
        emfysem epilep fibromyalgi gigt(?!ig) gravid hepatitis hjerneblødning hjernerystelse hjerneskad
        hjerteanfald hjertestop hjertesvigt hjertesyg huntington hydroce(?:ph|f) hørehandicap hørehæm hørenedsæt
        indlagt indlæggelse inkontinen insulin kateter kemoen kemoterap knogleskør kronisk (?<!be)kræft(?!e|ig)
        lammelse lammet leukæmi lungesyg lægeattest lægeerklæring migræne misbruger morfin muskelsvind narkoman
        nyresvigt operer(?:et|eret) ordblind osteoporose pacemaker paranoi parese parkinson pillemisbrug
        pleg(?:i|iker)$ prolaps psykiatri psykose psykoti ptsd respirator rygmarv scleros selvmord selvskad
        sengeliggende skizo skleros slagtilfælde smerter spasti spiseforstyr stofmisbrug stofskifte stomi
        sukkersyge svagsynet svagtseende sygdom syndrom synshandicap synsnedsæt tourette traumatiser tumor tunghør
        udviklingsforstyr udviklingshæm væskemangel whiplash genoptræning dementia wheelchair
    """),
    RELIGION: _any("""
        agnostik ateis buddhis frikirke hindu islam jehova katolik katolsk koranen mormon moské muslim ortodoks
        protestant scientolog troende
    """),
    UNION: _any("fagforening(?!er) tillidskvinde tillidsmand tillidsrep tillidsvalgt"),
    OFFENCE: _any("""
        afson anholdt arrested bedrageri behandlingsdom convicted foranstaltningsdom fængsel fængslet hashpusher
        hærværk incest kriminel narkohandel politianmeld røveri spirituskør stalk stjål straffesag svindler tiltalt
        tyvagtig tyveri underslæb varetægt voldsdømt voldtag voldtægt
    """),
}
"""Anywhere in a word, for Danish joins words: "brystkræft", "senhjerneskade"."""
_WORDS = {
    HEALTH: _any("""
        aids als bivirkninger bleer blind blinde blindness brok deaf downs døv døve døvstum handicap handicappet hiv
        invalid kol lam lamme medicin ocd stroke syg \\w+brok
    """),
    RELIGION: _any("jøde jødinde jødisk kristen kristent kristne sikh"),
    UNION: _any("uorganiseret"),
    OFFENCE: _any("drab hash vold voldelig voldeligt"),
}
"""Whole words."""
_SUBJECT = re.compile(
    _as_typed(
        r"^\w{0,3}(?:afsnit|betjent|bil|cent|enhed|forbund|forening|hensyn|indsats|kapacitet|konsulent|konvention|kreds|kurs"
        r"|linje|museum|område|organisation|pakke|plan|pleje|politik|råd|sag|strategi|team|tilbud|udvalg|venlig)"
    )
)
"""What makes a subject of it: "demensområdet", "hjerneskadeforeningen"."""

_UNIONS = (
    "foa|3f|hk|bupl|dansk sygeplejeråd|dsr|socialpædagogerne|dansk metal|djøf|dansk socialrådgiverforening|prosa"
    "|krifa|dlf|ergoterapeutforeningen|danske fysioterapeuter|lærerforeningen|kost og ernæringsforbundet|lægeforeningen"
    r"|dansk el-forbund|det faglige hus|fagforening\w*"
)
_PHRASES = {
    HEALTH: (
        r"(?:bruger|sad|sidder|siddende) (?:\w+ )?(?:i )?kørestol\w*|i kørestol(?=[.,]| efter| siden)|kørestolsbruger",
        r"bundet til (?:\w+ )?seng\w*|er døende|bor på hospice|downs? syndrom\w*|dårligt gående|gangbesværet",
        r"(?:hører|høre|ser|se) (?:\w+ )?(?:dårligt|næsten (?:ingenting|intet))",
        r"bræk(?:ker|kede|ket) (?:\w+ )?(?:arm|ben|hofte|håndled|ryg|skulder)\w*",
    ),
    RELIGION: (r"går i (?:kirke|moské|synagoge)|indre mission|jehovas vidner?|konvertere(?:t|de)(?: til \w+)?",),
    UNION: (
        rf"(?:kontingent\w*|medlem(?:mer)?|meldt|organiseret)(?: \w+){{0,3}} (?:af|i|hos|til) (?:{_UNIONS})",
        rf"(?:er|sidder|stod|står|var|været) (?:\w+ ){{0,3}}(?:for|fra|hos|i) (?:{_UNIONS})(?!\w)[\w-]*",
        r"(?:ikke|fagligt|fag) ?organiseret|meld(?:er|t|te) (?:mig|os|sig) (?:ind|ud) (?:af|i) (?:fagforening\w*)",
        r"union (?:dues|member|rep)\w*",
    ),
    OFFENCE: (
        r"i?dømt for \w+|idømt|(?:betinget|ubetinget) dom|dom for \w+|(?:blev|er|tidligere|været) straffet",
        r"(?:kommet|sad|sidder|siddet) (?:inde(?! i)|i spjældet)|er (?:blevet )?sigtet|in (?:jail|prison)",
        r"sl(?:og|å|år|ået) (?:ham|hende|mig|min|mine|mit|sin|sine|sit)(?! sammen)(?!\w)|sælger (?:hash|stoffer)",
        r"tru(?:ede|er|et) (?:\w+ ){0,3}med (?:en )?(?:bank|kniv|pistol|tæsk|våben)",
    ),
}
_BOUND = r"(?<![^\W_])"
_PHRASE = {kind: re.compile(f"{_BOUND}(?:{_as_typed('|'.join(some))})") for kind, some in _PHRASES.items()}

_OURS = (
    "barn|bror|børn|datter|dreng|familie|far|kollega|mor|pige|søn|søster|tillidsmand|tillidsrepræsentant|tvillinger"
    "|yngste|ældste"
)
_SOMEBODY = re.compile(
    _as_typed(
        rf"{_BOUND}(?:jeg|mig|min|mine|mit|undertegnede|ham|han|hans|hende|hendes|hun|vores (?:\w+ )?(?:{_OURS})"
        r"|barnebarn|datteren|drengen|faderen|far|faren|farfar|farmor|konen|moderen|mor|moren|morfar|mormor|pigen|sønnen"
        r"|beboeren|chefen|familien|hjælperen|lederen|nabo(?:en)?s?|sagsbehandleren"
        r"|en (?:af beboerne|anden|beboer|dreng|pige)|vi er"
        r"|vi har (?:\w+ ){0,3}(?:barn|børn)|he|her|his|i|my|our|she)(?![^\W_])"
    )
)
"""In lower case. "I" and "her" are Danish words too, and mean somebody only where the sentence is English."""
_BOTH_LANGUAGES = frozenset({"i", "her"})
_ENGLISH = re.compile(r"\b(?:and|has|of|the|was|with)\b")
_GROUP = re.compile(
    _as_typed(
        r"(?:beboere|borgere|brugere|dem|familier|folk|medlemmer|mennesker|patienter|personer|pårørende|unge|voksne|ældre)(?:ne)?"
        r"(?: \w+){0,2},? (?:der er|der har|med|ramt af|som er|som har)(?: \w+,?){0,4} $"
    )
)
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ\"(«»“])|\n")
_TOKEN = re.compile(r"[^\W\d_](?:\w|-(?=\w))*")
_LOOK_BACK = 70


def find(folded: str, people: Collection[int] = ()) -> Iterator[Told]:
    """In the order of the text, none overlapping. `people` are the places where somebody is named."""
    lowered = _lowered(folded)
    told = sorted({*_words(lowered), *_phrases(lowered)}, key=lambda one: (one.start, -one.end))
    cuts = [0, *(cut.end() for cut in _SENTENCE_ENDS.finditer(folded))] if told else [0]
    named, done = sorted(people), 0
    for begins, in_sentence in groupby(told, lambda one: cuts[bisect_right(cuts, one.start) - 1]):
        after = bisect_right(cuts, begins)
        ends = cuts[after] if after < len(cuts) else len(folded)
        if not (_holds(named, begins, ends) or _tells_of_somebody(lowered[begins:ends])):
            continue
        for one in in_sentence:
            if one.start >= done and not _is_of_a_group(lowered, begins, one):
                done = one.end
                yield one


def _lowered(folded: str) -> str:
    """As long as it was."""
    lowered = folded.lower()
    if len(lowered) == len(folded):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in folded)


def _words(lowered: str) -> Iterator[Told]:
    for token in _TOKEN.finditer(lowered):
        kind = _kind_of(token[0])
        if kind is not None:
            yield Told(*token.span(), kind)


@lru_cache(maxsize=20_000)
def _kind_of(word: str) -> FindingKind | None:
    for kind, whole in _WORDS.items():
        if whole.fullmatch(word):
            return kind
    for kind, stem in _STEMS.items():
        match = stem.search(word)
        if match and not _SUBJECT.match(word[match.end() :]):
            return kind
    return None


def _phrases(lowered: str) -> Iterator[Told]:
    for kind, phrase in _PHRASE.items():
        for match in phrase.finditer(lowered):
            yield Told(*match.span(), kind)


def _holds(places: Sequence[int], begins: int, ends: int) -> bool:
    """Whether one of these places lies within."""
    at = bisect_left(places, begins)
    return at < len(places) and places[at] < ends


def _tells_of_somebody(sentence: str) -> bool:
    english = _ENGLISH.search(sentence) is not None
    return any(english or match[0] not in _BOTH_LANGUAGES for match in _SOMEBODY.finditer(sentence))


def _is_of_a_group(lowered: str, begins: int, one: Told) -> bool:
    return _GROUP.search(lowered[max(begins, one.start - _LOOK_BACK) : one.start]) is not None
