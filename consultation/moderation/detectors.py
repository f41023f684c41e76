"""What a machine finds in a text before a person decides: CPR numbers first, then IBAN, e-mail, phone, address (P6).

Then names and words of health, belief, union and offence (R28), and last what deceives the eye (I4). A finding too many
costs a click, a CPR number too few a breach.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from consultation.lib.text import turned
from consultation.moderation import cpr, folding, own_words, phones
from consultation.moderation.own_words import OwnWord
from consultation.vocabulary import FindingKind

TURNED = "turned"
"""The detector of signs that turn the direction of writing, so that other words are seen than stand there (I4)."""

OWN_WORD = "own-word"
"""The detector of words that the authority wants looked at."""


class Found(NamedTuple):
    """A place in the text that was scanned: `text == whole[start:end]`, offsets in code points.

    Clearing a *sure* CPR number needs two persons, a possible one a reason (R29). `detector` names the rule.
    """

    kind: FindingKind
    sure: bool
    start: int
    end: int
    text: str
    detector: str


def scan(text: str, own: Sequence[OwnWord] = ()) -> tuple[Found, ...]:
    """Everything found, in the order of the text, each place once for a kind; `own` are the authority's words.

    The same text and words always give the same findings.
    """
    folded, places = folding.folded(text)
    exact = tuple(_hits(folded))
    hits = (*exact, *_told(folded, exact), *_own(folded, own))
    turning = (Found(FindingKind.OTHER, False, start, end, text[start:end], TURNED) for start, end in turned(text))
    return _in_order([*_found(text, places, hits), *turning])


def scan_exact(text: str) -> tuple[Found, ...]:
    """What is found by its shape alone: numbers and addresses, no names and no words."""
    folded, places = folding.folded(text)
    return _in_order(_found(text, places, _hits(folded)))


def scan_cpr(text: str) -> tuple[Found, ...]:
    """Of what `scan_exact` finds the CPR numbers, without looking for what gives way to them."""
    folded, places = folding.folded(text)
    found = _found(text, places, _untaken(bytearray(len(folded)), _accounts_and_cpr(folded)))
    return _in_order(one for one in found if one.kind is FindingKind.CPR)


def _in_order(found: Iterable[Found]) -> tuple[Found, ...]:
    once = {(one.start, one.end, one.kind): one for one in reversed(list(found))}
    return tuple(once[place] for place in sorted(once))


def _found(text: str, places: Sequence[int], hits: Iterable[tuple[FindingKind, cpr.Hit]]) -> Iterator[Found]:
    for kind, hit in hits:
        start, end = places[hit.start], places[hit.end]  # takes marks along that stand on its last character
        yield Found(kind, hit.sure, start, end, text[start:end], hit.detector)


def _hits(folded: str) -> Iterator[tuple[FindingKind, cpr.Hit]]:
    """An account number holds no CPR number, and neither of them nor an e-mail address a phone number."""
    if not _DIGIT.search(folded):
        yield from ((FindingKind.EMAIL, hit) for hit in _emails(folded))  # all others have digits
        return
    yield from _untaken(bytearray(len(folded)), chain(_accounts_and_cpr(folded), _emails_and_phones(folded)))
    for hit in _addresses(folded):
        yield FindingKind.ADDRESS, hit


def _accounts_and_cpr(folded: str) -> Iterator[tuple[FindingKind, cpr.Hit]]:
    yield from ((FindingKind.IBAN, hit) for hit in _ibans(folded))
    yield from ((FindingKind.CPR, hit) for hit in cpr.find(folded))


def _emails_and_phones(folded: str) -> Iterator[tuple[FindingKind, cpr.Hit]]:
    yield from ((FindingKind.EMAIL, hit) for hit in _emails(folded))
    for start, end in phones.find(folded):
        yield FindingKind.PHONE, cpr.Hit(start, end, sure=True, detector="phone")


def _untaken(taken: bytearray, hits: Iterable[tuple[FindingKind, cpr.Hit]]) -> Iterator[tuple[FindingKind, cpr.Hit]]:
    """Hits that lie in none before them, but for e-mail addresses, which stand whatever they hold."""
    for kind, hit in hits:
        if kind == FindingKind.EMAIL or not any(taken[hit.start : hit.end]):
            taken[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
            yield kind, hit


def _told(folded: str, exact: Iterable[tuple[FindingKind, cpr.Hit]]) -> Iterator[tuple[FindingKind, cpr.Hit]]:
    """Names, but for those in an address, and what words tell of somebody."""
    from consultation.moderation import names, sensitive  # noqa: PLC0415 - a web process looks for exact things alone

    taken = bytearray(len(folded))
    for _, hit in exact:
        taken[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
    people = [name for name in names.find(folded) if not any(taken[name.start : name.end])]
    for name in people:
        yield FindingKind.PERSON_NAME, cpr.Hit(name.start, name.end, sure=False, detector=name.detector)
    for told in sensitive.find(folded, [name.start for name in people]):
        yield told.kind, cpr.Hit(told.start, told.end, sure=False, detector=f"word-{told.kind.value}")


def _own(folded: str, own: Sequence[OwnWord]) -> Iterator[tuple[FindingKind, cpr.Hit]]:
    for held in own_words.find(folded, own):
        yield held.kind, cpr.Hit(held.start, held.end, sure=False, detector=OWN_WORD)


_DIGIT = re.compile(r"\d")

# IBAN (ISO 13616)

_IBAN = re.compile(
    r"(?:(?<!\w)|(?<=iban))[A-Z]{2}\d\d(?:[ -]?[A-Z\d]{4}){2,7}(?:[ -]?[A-Z\d]{1,3})?(?!\w)", re.IGNORECASE | re.ASCII
)
_SHORTEST_IBAN = 15
_COUNTRIES = """ad ae al at az ba be bg bh bi br by ch cr cy cz de dj dk do ee eg es fi fk fo fr gb ge gi gl gr gt
hr hu ie il iq is it jo kw kz lb lc li lt lu lv ly mc md me mk mn mr mt mu ni nl no om pk pl ps pt
qa ro rs ru sa sc sd se si sk sm so st sv tl tn tr ua va vg xk ye"""
_IBAN_COUNTRIES = frozenset(_COUNTRIES.split())
"""Other letters before digits are no account, whatever their check digits say: a CPR number may be among these."""


def _ibans(folded: str) -> Iterator[cpr.Hit]:
    """Where a word of four letters follows it is no part of the number, and the check digits say so."""
    for match in _IBAN.finditer(folded):
        ends = [match.end(), *(match.start() + gap.start() for gap in re.finditer("[ -]", match[0]))]
        whole = (end for end in sorted(ends, reverse=True) if _is_iban(folded[match.start() : end]))
        if end := next(whole, None):
            yield cpr.Hit(match.start(), end, sure=True, detector="iban")


def _is_iban(written: str) -> bool:
    raw = re.sub(r"[ -]", "", written)
    checked = "".join(str(int(char, 36)) for char in raw[4:] + raw[:4])
    return len(raw) >= _SHORTEST_IBAN and raw[:2].casefold() in _IBAN_COUNTRIES and int(checked) % 97 == 1


# E-mail: starts at each @ and looks both ways, so that a long text without one costs nothing

_BEFORE_AT = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}$")
_AFTER_AT = re.compile(r"[^\W_](?:[\w-]{0,62}\.){1,5}[^\W\d_]{2,24}")
_LONGEST_LOCAL = 64
_AT = re.compile(r"@| ?[(\[{] ?(?:at|a|@|snabel-?a) ?[)\]}] ?| snabel-?a ", re.IGNORECASE)


def _emails(folded: str) -> Iterator[cpr.Hit]:
    for sign in _AT.finditer(folded):
        at = sign.start()
        before = _BEFORE_AT.search(folded[max(0, at - _LONGEST_LOCAL) : at])
        after = _AFTER_AT.match(folded, sign.end())
        local = before[0].lstrip(".'*/=") if before else ""
        if local and after:
            yield cpr.Hit(at - len(local), after.end(), sure=True, detector="email")


# Address: starts at a number, and looks back for the street word and the name

_BEFORE_NUMBER = re.compile(r"(?<=[deéjnstv]) (?=\d)")
"""Behind the last letter of a street word."""
_LONGEST_STREET_END = 9
_NUMBER = re.compile(
    r" \d{1,3}(?: ?[A-Za-z](?!\w))?(?:,? (?:st|kl|\d{1,2})\.?(?: ?(?:sal|tv|th|mf))?\.?(?!\w))?(?![\w/])(?!\.\d)"
)
_STREET_END = re.compile(
    r"(?:[Vv]ej|[Vv]ejen|[Gg]ade|[Gg]aden|[Aa]llé|[Aa]lle|[Ss]tr(?:æ|ae)de|[Ss]tr(?:æ|ae)det|[Vv](?:æ|ae)nge|[Vv](?:æ|ae)nget"
    r"|[Bb]oulevard|[Tt]orv|[Tt]orvet|[Pp]lads|[Pp]ladsen|[Pp]arken|[Hh]aven|[Tt]oft|[Tt]often|[Kk]rogen|[Vv]angen|[Ss]tien"
    r"|[Mm]arken|[Ll]unden|[Bb]akken|[Ee]ngen|[Dd]raget|[Dd]alen|[Bb]rinken|[Ll](?:ø|oe)kken|[Aa]geren|[Ss]krænten|[Dd]iget"
    r"|[Kk]æret|[Pp]assagen|[Kk]ajen|[Hh]egnet)\Z"
)
_STREET_NAME = re.compile(r"(?:(?<!\w)[A-ZÆØÅÉ][\w'.-]{0,20} ){0,3}(?<!\w)[\w'-]{0,25}$")
_BARE = frozenset(["allé", "alle", "gade", "stræde", "strædet", "toft", "torv", "torvet", "vej", "vænge", "vænget"])
_EVERYDAY = (
    *(
        "ageren",
        "bakken",
        "brinken",
        "dalen",
        "diget",
        "draget",
        "engen",
        "gaden",
        "haven",
        "hegnet",
        "kajen",
        "krogen",
    ),
    *("kæret", "lunden", "løkken", "marken", "parken", "passagen", "plads", "pladsen", "skrænten", "stien", "vejen"),
)
_LONGEST_NAME = 80
_POSTCODE = re.compile(r"(?<![\w.,/-])(?:DK-)?([1-9]\d{3}) {1,2}[A-ZÆØÅ][a-zæøå]{2,20}(?: [A-ZÆØÅ]{1,2}(?!\w))?(?!\w)")
_RECENT_YEAR = re.compile(r"199\d|200[1-9]|20[1-4]\d")


def _addresses(folded: str) -> Iterator[cpr.Hit]:
    for gap in _BEFORE_NUMBER.finditer(folded):
        number = _NUMBER.match(folded, gap.start())
        street = _STREET_END.search(folded[max(0, gap.start() - _LONGEST_STREET_END) : gap.start()])
        if number and street:
            named = gap.start() - len(street[0])
            name = _STREET_NAME.search(folded[max(0, named - _LONGEST_NAME) : named])
            start = named - (len(name[0]) if name else 0)
            if _is_street(folded[start : number.end()]):
                yield cpr.Hit(start, number.end(), sure=True, detector="street")
    for match in _POSTCODE.finditer(folded):
        if not _RECENT_YEAR.fullmatch(match[1]):
            yield cpr.Hit(*match.span(), sure=False, detector="postcode")


def _is_street(written: str) -> bool:
    """A name, not the bare word; what ends like an everyday word ("arbejdsplads") only with a capital."""
    name = re.split(r" (?=\d)", written, maxsplit=1)[0]
    if name.lower() in _BARE or name.lower() in _EVERYDAY:
        return False
    return name[0].isupper() or not name.endswith(_EVERYDAY)
