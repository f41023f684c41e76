"""A text that the papers print is looked through when it is saved, not first when they are made (R46, P6).

What looks is `app.extensions["giveaways"]`: the detectors stand above this layer.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from flask import current_app, flash
from flask_babel import gettext as _

from consultation.lib.text import listed
from consultation.vocabulary import FindingKind
from consultation.web.i18n import language
from consultation.web.labels import GIVEAWAYS

Finder = Callable[[str], Iterable[FindingKind]]

PRINTED = frozenset(GIVEAWAYS)
PRINTED_WITH_CONTACT = frozenset({FindingKind.CPR})
"""Of a text that says whom to write to or call."""


def found_in(text: str, kinds: Collection[FindingKind] = PRINTED) -> str:
    """What a text gives away of these kinds, as a phrase: "et CPR-nummer og en e-mailadresse"; "" for nothing."""
    if not kinds or not text:
        return ""
    finder: Finder = current_app.extensions["giveaways"]
    return listed([str(GIVEAWAYS[kind]) for kind in finder(text) if kind in kinds], language())


def tell(fields: Iterable[Any]) -> None:
    """Says on the next page which of these fields, such as all of a form, keep papers from being final. Called when
    they are saved, which they are as typed."""
    for field in fields:
        tell_text(str(field.label.text), field.data, field.printed)


def tell_text(name: str, text: str, kinds: Collection[FindingKind] = PRINTED) -> None:
    """The same of a text that has no field on the page; `name` is what the page calls it."""
    if found := found_in(text, kinds):
        words = _(
            "%(name)s: teksten er gemt, som du skrev den, men der står noget, der ligner %(found)s. "
            "De papirer, den står i, kan ikke blive endelige, før det er taget ud.",
            name=name,
            found=found,
        )
        flash(words, "warning")
