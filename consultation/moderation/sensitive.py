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
        adfærdsforstyr adhd afasi afvænn alkoholiker alkoholisme alkoholmisbrug alzheimer amputer
        (?<!g)angst(?!f) anoreksi antabus antidepress antipsykot apopleksi artrit artrose asperger astma ataksi
        atrofi autis cancer cerebral chorea colitis covid crohn cøliaki demens dement dementia depressi depressiv
        diabet diagnos dialyse disabled duchenne dysleksi dystoni dystrofi døende døvblind døvhed fibromyalgi
        fobi funktionsnedsæt fødselsdepress hallucin hepatitis hjernebetændelse hjerneblødning hjernehinde
        hjernerystelse hjerneskad hjernesvulst hjernetumor hjerteanfald hjertefejl hjerteflim hjerteklap
        hjerteoper hjerterytme hjertestop hjertesvigt hjertesyg hoftebrud hormonbehandl hospice hovedtraume
        hukommelsesbesvær hukommelsestab huntington hydroce(?:ph|f) hæmofili hørehandicap hørehæm hørenedsæt
        gigt(?!ig) iltapparat iltbehandl indlagt indlæggelse inkontinen insulin bipolar kateter kemoen kemoterap
        knoglebrud knogleskør kolesterol kramper(?!n) kronisk (?<!be)kræft(?!e|ig) eksem(?!p) lammelse lammet
        glaukom leukæmi leversyg liggesår blodforgift blodfortynd blodprocent blodprop blodtryk lungebetændelse
        lungefunktion lungesyg lupus lymfom lårbensbrud lægeattest lægeerklæring makula maniodepress
        medicin(?!sk|skab|uddel) melanom metadon metasta emfysem migræne misbruger morfin multihandicap
        muskelsvind myelom narkolepsi narkoman endometriose neuropati genoptræning nyresvigt nyresyg nyretranspl
        operer(?:et|eret) ordblind borderline borreli osteoporose overvægt(?!en) pacemaker palliativ panikangst
        paranoi parese parkinson personlighedsforstyr epilep pillemisbrug piskesmæld pleg(?:i|iker)$ polio
        prolaps protese psoriasis psykiatri psykose psykoti ptsd gravid respirator reumat rygbrud rygmarv
        rygmarvsbrok scleros sclerotisk selvmord selvskad senfølge sengeliggende sepsis skizo skleros skoliose
        slagtilfælde smerte(?!lig) sondeernær sondemad spasti spastik spiseforstyr stammer(?!ne) stemmebånd
        stofmisbrug stofskifte stomi strålebehandl stråleterap sukkersyge svagsynet svagtseende svimmel svulst
        sygdom sygemeld syndrom synshandicap synsnedsæt søvnapnø terminal(?!en|er) tilknytningsforstyr tinnitus
        tourette tracheo transplant traumatiser tryksår tuberkul tumor tunghør tvangstanker betændelse udbrændt
        udmattelse udviklingsforstyr udviklingshæm bulimi undervægt urinvejs vanddrivende vrangforestil
        væskemangel wheelchair whiplash bypass ødem
    """),
    RELIGION: _any("""
        adventist agnostik ahmadi alevi asatro ateis bahai baptist buddhis folkekirkemedlem frikirke halal hijab
        hindu islam jehova jesid jødedom kalvinist katolik katolsk kopter koranen kosher kristendom kvæker
        metodist mormon moské muslim ortodoks pinsekirke pinseven protestant ramadan sabbat satanist scientolog
        shiamuslim spiritist sunnimuslim troende trossamfund yazid zoroast
    """),
    UNION: _any("fagforening(?!er) tillidskvinde tillidsmand tillidsrep tillidsvalgt"),
    OFFENCE: _any("""
        afson anholdt arrested arresthus bandemedlem bedrageri behandlingsdom beruset brandstift chikaner
        convicted drabsdømt fodlænke foranstaltningsdom frikend fængsel fængslet hashpusher hæleri hærværk incest
        indbrudstyv kriminel krænkede løsladt mistænkt narkohandel overfald overgreb politianmeld promille
        prøveløslad pusher pædofil rockermiljø røveri samfundstjeneste sigtelse spirituskør stalk stalker stjal
        stjål stjæl stofpåvirket straffesag svindl svindler tilhold(?!ssted) tiltalt tyvagtig tyveri udvisning
        underslæb varetægt voldsdom voldsdømt voldsmand voldtag voldtægt våbenlov
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
    OFFENCE: _any("drab dræbt hash tyv tyven vold voldelig voldeligt"),
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
        r"psykisk (?:sårbar|syg|udviklingshæmmet)",
        r"(?:dårlig|dårlige|dårligt|svagt|ødelagt|ødelagte)"
        r" (?:ben|fødder|hjerte|hofter?|hørelse|knæ|lunger|ryg|skulder|syn|øjne)",
        r"nedsat (?:\w+ )?(?:førlighed|hørelse|kraft|syn)|ondt i (?:\w+ )?(?:hovedet|kroppen|leddene|ryggen)",
        r"for tidligt født|født for tidligt",
        r"afhængig af (?:alkohol|dialyse|ilt|medicin|piller|stoffer)|drikker (?:for meget|sig fuld)",
    ),
    RELIGION: (
        r"går i (?:kirke|moské|synagoge)|indre mission|jehovas vidner?|konvertere(?:t|de)(?: til \w+)?",
        r"(?:medlem af|meldt ud af) folkekirken|tror (?:ikke )?på (?:allah|gud)",
        r"(?:hans|hendes|min|vores) (?:menighed|tro)(?!\w)",
    ),
    UNION: (
        rf"(?:kontingent\w*|medlem(?:mer)?|meldt|organiseret)(?: \w+){{0,3}} (?:af|i|hos|til) (?:{_UNIONS})",
        rf"(?:er|sidder|stod|står|var|været) (?:\w+ ){{0,3}}(?:for|fra|hos|i) (?:{_UNIONS})(?!\w)[\w-]*",
        r"(?:ikke|fagligt|fag) ?organiseret|meld(?:er|t|te) (?:mig|os|sig) (?:ind|ud) (?:af|i) (?:fagforening\w*)",
        rf"(?:{_UNIONS})-?(?:medlem|tillids|klub)\w*|fagligt aktiv|gik i strejke|faglig sag",
        r"union (?:dues|member|rep)\w*",
    ),
    OFFENCE: (
        r"i?dømt for \w+|idømt|(?:betinget|ubetinget) dom|dom for \w+|(?:blev|er|tidligere|været) straffet",
        r"(?:kommet|sad|sidder|siddet) (?:inde(?! i)|i spjældet)|er (?:blevet )?sigtet|in (?:jail|prison)",
        r"sl(?:og|å|år|ået) (?:ham|hende|mig|min|mine|mit|sin|sine|sit)(?! sammen)(?!\w)|sælger (?:hash|stoffer)",
        r"(?:bortvist|fyret) for (?:\w+ )?(?:bedrageri|svindel|tyveri|vold)",
        r"(?:anmeldt|meldt) til politiet|fik en bøde",
        r"(?:kom|mødte|er|var) (?:\w+ )?(?:beruset|fuld|påvirket)(?! af| ud)",
        r"(?:snød|snyder) (?:kommunen|med)|på prøveløsladelse",
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
