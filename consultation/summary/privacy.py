"""What may never go public: CPR and account numbers, e-mail, phone, and words of the closed part (R46, P1, P6)."""

import re
from collections.abc import Collection, Iterator

from consultation.lib.text import sentences
from consultation.moderation.detectors import scan_cpr
from consultation.moderation.giveaways import given_away
from consultation.summary.inputs import Inputs, Response
from consultation.summary.selection import Selection, is_closed
from consultation.vocabulary import FindingKind

SHORTEST = 4
LONG = 14
"""From this length on a closed text is found across line breaks; shorter ones are looked for as whole words."""

_CPR_DIGITS = 10
_NAMES = {
    FindingKind.CPR: "Et CPR-nummer",
    FindingKind.EMAIL: "En e-mailadresse",
    FindingKind.PHONE: "Et telefonnummer",
    FindingKind.IBAN: "Et kontonummer",
}
_MARK = re.compile(r"\[[^\]\n]*fjernet\]")


def private_kinds(text: str, cleared: Collection[str] = (), sure: bool = False) -> tuple[str, ...]:
    """The kinds found, in Danish, each once. `cleared` are words that a person let stand; with `sure`, what might
    only be a CPR number is passed over, because nobody can clear it there."""
    return tuple(_NAMES[kind] for kind in given_away(text, cleared, sure=sure))


def has_cpr(text: str, cleared: Collection[str] = ()) -> bool:
    """Whether the text holds what surely is a CPR number, other than one that two persons cleared (R29)."""
    if len(text) < _CPR_DIGITS or sum(map(str.isnumeric, text)) < _CPR_DIGITS:
        return False  # most lines: a look into each takes a verification's time
    return any(hit.sure and hit.text not in cleared for hit in scan_cpr(text))


def never_public(selection: Selection) -> tuple[str, ...]:
    """Words of the closed part that no public file may hold: each removed passage, each sentence of a withheld answer,
    and who sent it; without what the public may read elsewhere anyway. In order, each once."""
    # Text by text: of all the words at once, the pieces would take many times their memory.
    texts = [squeezed(text) for text in _allowed(selection)]
    allowed, dense = " ".join(filter(None, texts)), "".join(map(compact, texts))
    closed = (response for response in selection.responses.values() if is_closed(response))
    words = {squeezed(text) for response in closed for text in _closed_words(response)}
    return tuple(sorted(word for word in words if len(word) >= SHORTEST and not occurs(word, allowed, dense)))


def occurs(word: str, text: str, dense: str) -> bool:
    """Whether closed words stand in a text; `dense` is `compact(text)`."""
    if len(word) >= LONG:
        return compact(word) in dense
    return word in text and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


def squeezed(text: str) -> str:
    return " ".join(text.split())


def compact(text: str) -> str:
    """Without spaces, hyphens and line breaks, as different formats break lines differently."""
    return re.sub(r"[\s\u00ad\u200b\u2010\u2011-]+", "", text)


def _allowed(selection: Selection) -> Iterator[str]:
    inputs = selection.inputs
    for response in selection.responses.values():
        if selection.has_rendition(response):
            yield response.shown_name or ""
            for answer in response.answers:
                yield from (answer.text, answer.proposed_text, answer.quote)
    yield from _by_staff(inputs)


def _by_staff(inputs: Inputs) -> Iterator[str]:
    """What the authority itself prints; whether staff gave something away there is another check (gaps)."""
    contact = inputs.consultation.contact
    yield from (inputs.authority.name, contact.name, contact.email, contact.phone, inputs.consultation.title)
    yield from (party.name for party in inputs.parties)
    for draft in inputs.drafts:
        yield draft.title
        yield from (section.heading for section in draft.sections)
    for position in inputs.positions:
        for change in position.changes:
            yield change.before


def _closed_words(response: Response) -> Iterator[str]:
    rendition = [text for answer in response.answers for text in (answer.text, answer.proposed_text)]
    for answer in response.closed:
        for text in (answer.text, answer.proposed_text):
            yield from (sentence.text for sentence in sentences(text) if len(sentence.text) >= LONG)
            for public in rendition:
                yield from _removed(text, public)
    sender = response.sender
    if sender is not None:
        yield from (sender.name, sender.organisation, sender.address, sender.email, sender.phone)


def _removed(original: str, public: str) -> Iterator[str]:
    """The passages that marks like "[navn fjernet]" stand for; nothing where the texts do not fit together."""
    kept = _MARK.split(public)
    if len(kept) > 1:
        fitting = re.fullmatch("(.*?)".join(map(re.escape, kept)), original, re.DOTALL)
        yield from fitting.groups() if fitting else ()
