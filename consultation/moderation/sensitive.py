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
        adfærdsforstyr adhd afasi afvænn albinis alkoholiker alcoholi alkoholisme alkoholmisbrug allerg alzheimer amnesi
        amputer aneurism (?<!g)angst(?!f) anoreksi antabus antidepress antipsykot apopleksi arbejdsskade(?!s)
        artrit artrose asperger astma ataksi atrofi autis betændelse bipolar blodforgift blodfortynd blodprocent
        blodprop blodtryk blærebetændelse blødersyg borderline borreli brandsår bulimi bypass cancer cerebral
        chorea colitis covid crohn cystisk cøliaki delir(?!e) demens dement dementia depressi depressiv diabet
        diagnos dialyse disabled dissocia duchenne dværgvækst dysleksi dystoni dystrofi døende døvblind døvhed
        eksem(?!p) emfysem encefalit endometriose epilep erhvervssygdom fedme(?!p) fibromyalgi fobi
        funktionsnedsæt fødselsdepress førtidspension galdesten ganespalte gendefekt genoptræning gigt(?!ig)
        glaukom gravid hallucin halvsidig hepatitis hjernebetændelse hjerneblødning hjernehinde hjerneinfarkt
        hjernerystelse hjerneskad hjernesvulst hjernetumor hjerteanfald hjertefejl hjerteflim hjerteinfarkt
        hjerteklap hjerteoper hjerterytme hjertestop hjertesvigt hjertesyg hoftebrud hormonbehandl hospice
        hovedtraume hudkræft hukommelsesbesvær hukommelsestab huntington hydroce(?:ph|f) hæmofili høfeber
        høreapparat hørehandicap hørehæm hørenedsæt høreskade iltapparat iltbehandl immundefekt indlagt
        indlæggelse infarkt inkontinen insulin iskias kateter kemoen kemoterap klumpfod knoglebrud knogleskør
        kolesterol korsakoff kramper(?!n) kronisk (?<!be)kræft(?!e|ig) lammelse lammet ledbetændelse leukæmi
        leversyg liggesår livmoder lungebetændelse lungefunktion lungesyg lupus lymfom lårbensbrud lægeattest
        lægeerklæring makula maniodepress medicin(?!sk|skab|uddel) melanom metadon metasta migræne misbruger
        morfin multihandicap muskelgigt muskelsvind myalgi myelom narkolepsi narkoman nervesygdom nethinde
        neurolog neuropati nyresvigt nyresyg nyretranspl ondartet operer(?:et|eret) ordblind osteoporose
        overvægt(?!en) pacemaker palliativ panikangst paranoi parese parkinson personlighedsforstyr pillemisbrug
        piskesmæld pleg(?:i|iker)$ polio polyneuro porfyri prolaps prostata protese psoriasis psykiater psykiatri
        psykose psykosomat psykoti ptsd respirator reumat rygbrud rygmarv rygmarvsbrok rygmarvsskad rygoperation
        rygskade rygsmerter sarkoid schizo scleros sclerotisk selvmedicin selvmord selvskad senfølge sengeliggende senil
        sepsis skizo skizotyp skleros skoliose slagtilfælde smerte(?!lig) sondeernær sondemad spasti spastik
        spastiker spiseforstyr stammer(?!ne) stemmebånd stofmisbrug stofskifte stomi strålebehandl stråleterap
        sukkersyge svagsynet svagtseende svimmel svulst sygdom sygemeld syndrom synkebesvær synshandicap
        synsnedsæt synsrest søvnapnø talebesvær terminal(?!en|er) tilknytningsforstyr tinnitus tourette tracheo
        transplant traumatiser tromboc tryksår tuberkul tumor tunghør tvangstanker udadreagerende udbrændt
        udmattelse udviklingsforstyr udviklingshæm undervægt urinvejs vanddrivende vrangforestil væskemangel
        wheelchair whiplash åreforkalk ødem øjensygdom
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
        prøveløslad smadre pusher pædofil rockermiljø røveri samfundstjeneste sigtelse spirituskør stalk stalker stjal
        stjål stjæl stofpåvirket straffesag svindl svindler tilhold(?!ssted) tiltalt tyvagtig tyveri udvisning
        underslæb varetægt voldsdom voldsdømt voldsmand voldtag voldtægt våbenlov
    """),
}
"""Anywhere in a word, for Danish joins words: "brystkræft", "senhjerneskade"."""
_ENDINGS = _any(r"""
    \w{3,}besvær \w+(?:blind|blindhed) \w{3,}itis \w{3,}lidelser? \w{3,}syge?
    \w*(?:cirr|fibr|neur|sten|tromb)ose \w{3,}(?:atrofi|dystrofi|insufficiens|neuralgi|plegi) \w*(?:an|leuk)æmi
    \w*(?:encefalo|myo|neuro|retino)pati (?:ilt|jern|vitamin|væske)mangel hypermobil\w* stress
    (?:ben|fod|hjerne|hofte|hoved|høre|hånd|knæ|nakke|nerve|ryg|rygmarvs|skulder|øjen)(?:problem(?:er)?|skade[dnrt]?|skadede)
    (?:hjerte|hukommelses|led|lunge|mave|søvn|syns)problem\w*
""")
"""How illnesses are called: those that no list has, too."""
_WORDS = {
    HEALTH: _any("""
        add aids als bivirkninger bleer blind blinde blindness brok deaf downs døv døve døvstum handicap handicappet hiv
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
        r"psykisk (?:sårbar|syg|udviklingshæmmet)|(?:arm|ben|hofte|lår|ryg) er brækket",
        r"hører stemmer|kognitive? (?:besvær|problem|vanskelig)\w*|misbrug(?! af)(?!\w)|psykiske problem\w*",
        r"(?<!bag )(?:hans|hendes|min|mine) (?:\w+ )?(?:hjerte|hofter?|knæ|lunger|nerver|ryg)(?!\w)",
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
        r"(?:ikke|fagligt|fag) ?organiseret",
        rf"meld(?:e|er|t|te) (?:mig|os|sig) (?:ind|ud) (?:af|i) (?:{_UNIONS})",
        rf"(?:{_UNIONS})-?(?:medlem|tillids|klub)\w*|fagligt aktiv|gik i strejke|faglig sag",
        r"shop steward|union (?:dues|member|rep)\w*",
    ),
    OFFENCE: (
        r"i?dømt for \w+|idømt|(?:betinget|ubetinget) dom|dom for \w+|(?:blev|er|tidligere|været) straffet",
        r"(?:kommet|sad|sidder|siddet) (?:inde(?! i)|i spjældet)|er (?:blevet )?sigtet|in (?:jail|prison)",
        r"(?:bank|sl)(?:ede|er|et|og|å|år|ået) (?:ham|hende|mig|min|mine|mit|sin|sine|sit)(?! sammen)(?!\w)",
        r"sælger (?:hash|stoffer)",
        r"(?:bortvist|fyret) for (?:\w+ )?(?:bedrageri|svindel|tyveri|vold)",
        r"(?:anmeldt|meldt) til politiet|(?:fik|har) en (?:bøde|dom)(?!\w)|(?:bøde|dom) for(?!an)",
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
_ENGLISH = re.compile(r"\b(?:and|has|i (?:am|have|suffer)|of|the|was|with)\b")
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
    if _ENDINGS.fullmatch(word):
        return HEALTH
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
