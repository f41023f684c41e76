"""What looks like somebody's private data, for a friendly word to who writes it (interface.md 3.5). Pure.

It finds what people often write without thinking and leaves the rest to the moderators, whose detectors are the gate
(R28). The patterns are written so that browsers read them too: `static/revealing.js` is given the same ones.
"""

import re

from consultation.vocabulary import FindingKind

_LETTER = "[A-Za-zæøåÆØÅéÉ]"
_WORD_BEGINS = f"(?<!{_LETTER})"
_ILLNESSES = (
    *("adhd", "alkohol", "alzheimer", "angst", "anoreksi", "asperger", "astma", "autis", "bipolar", "blodprop"),
    *("bulimi", "cancer", "cerebral", "diabetes", "demen", "depressi", "epileps", "fibromyalgi", "handicap"),
    *("hiv", "hjerneskade", "hjertesyg", "indlagt", "inkontinen", "kemoterapi", "kræft", "misbrug", "parkinson"),
    *("psykiatri", "psykisk syg", "psykose", "ptsd", "sclerose", "sklerose", "skizofren", "selvmord", "stofmisbrug"),
    *("sukkersyge", "sygdom", "udviklingshæmm", "lammet", "diagnose"),
)
_RELATIVES = (
    *("barn", "barnebarn", "bror", "børn", "datter", "ekskone", "eksmand", "far", "forældre", "kollega", "kone"),
    *(
        "kæreste",
        "mand",
        "mor",
        "nabo",
        "niece",
        "nevø",
        "søn",
        "søster",
        "søskende",
        "tante",
        "onkel",
        "ven",
        "veninde",
    ),
)

PATTERNS = {
    FindingKind.CPR: "(?<![0-9])(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{2}[\\s.–-]?[0-9]{4}(?![0-9])",
    FindingKind.PHONE: "(?<![0-9.,/-])(?:\\+45 ?)?(?:[2-9][0-9]{7}|[2-9][0-9](?: [0-9]{2}){3})(?![0-9]|[.,/-][0-9])",
    FindingKind.EMAIL: (
        "(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}[.]){1,5}[A-Za-z]{2,24}(?![A-Za-z0-9])"
    ),
}
ILLNESS = f"{_WORD_BEGINS}(?:{'|'.join(_ILLNESSES)})"
_PLACES = "ad|fra|i|om|på|til|ved"
_NOT_NAMES = f"(?:De|Dem|Deres|Jeg|I)(?!{_LETTER})"
_OWNERS = "[Dd]eres|[Hh]ans|[Hh]endes|[Mm]in|[Mm]it|[Mm]ine|[Vv]ores"
PERSON = (
    f"{_WORD_BEGINS}(?!(?:{_PLACES}) )[a-zæøå]+,? (?!{_NOT_NAMES})[A-ZÆØÅ][a-zæøåé]+"
    f"|{_WORD_BEGINS}(?:{_OWNERS}) (?:{'|'.join(_RELATIVES)})(?!{_LETTER})"
)
"""A name in the middle of a sentence, which is no place, or somebody near."""
SENTENCE_ENDS = "[.!?\\n]"

_COMPILED = {kind: re.compile(pattern) for kind, pattern in PATTERNS.items()}
_ILLNESS, _PERSON = re.compile(ILLNESS, re.IGNORECASE), re.compile(PERSON)


def kinds_in(text: str) -> tuple[FindingKind, ...]:
    """What kinds of private data a text seems to hold; an illness counts where somebody stands in the same sentence."""
    found = [kind for kind, pattern in _COMPILED.items() if pattern.search(text)]
    sentences = re.split(SENTENCE_ENDS, text)
    if any(_ILLNESS.search(sentence) and _PERSON.search(sentence) for sentence in sentences):
        found.append(FindingKind.HEALTH)
    return tuple(found)
