"""What no text of the authority may give away in print: CPR and account numbers, e-mail, phone (R46, P6). Pure."""

from collections.abc import Collection

from consultation.moderation.detectors import scan_exact
from consultation.vocabulary import FindingKind

NEVER_PRINTED = frozenset({FindingKind.CPR, FindingKind.EMAIL, FindingKind.PHONE, FindingKind.IBAN})


def given_away(text: str, cleared: Collection[str] = (), *, sure: bool = False) -> tuple[FindingKind, ...]:
    """The kinds found, each once, in the order of the text. `cleared` are words that a person let stand; with `sure`,
    what might only be a CPR number is passed over, because nobody can clear it there."""
    found = (hit for hit in scan_exact(text) if hit.kind in NEVER_PRINTED and hit.text not in cleared)
    return tuple(dict.fromkeys(hit.kind for hit in found if hit.sure or not sure))
