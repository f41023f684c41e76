"""What a list of responses is to show, as its address says it: everything else in an address chooses nothing."""

from collections.abc import Collection, Sequence

from flask import request
from flask_babel import lazy_gettext as _l

from consultation.consultations.queries import DraftText, list_sections
from consultation.extensions import db
from consultation.lib.integers import read_integer
from consultation.models import SectionText
from consultation.site.numbers import PublicNumbers
from consultation.site.renditions import Filter
from consultation.summary.words import OTHER
from consultation.vocabulary import Capacity, Status

STATUSES = {
    "vist": Status.PUBLISHED,
    "overstreget": Status.REDACTED,
    "skjult": Status.WITHHELD,
    "trukket": Status.WITHDRAWN,
    "afventer": Status.AWAITING,
}
"""The word of each status in an address."""
LANES = {"til-tiden": False, "efter": True}
"""Whether it came after the deadline, in an address."""
OTHER_REASONS = "andet"
NAMES = ("udkast", "afsnit", "som", "status", "frist", "grund")
LANE_WORDS = {"til-tiden": _l("Til tiden"), "efter": _l("Efter fristen")}


def chosen_sections(drafts: Sequence[DraftText]) -> Sequence[SectionText]:
    """The sections of the draft that the address names, as it stands now."""
    wanted = read_integer(_asked("udkast"))
    text = next((one for one in drafts if one.draft.number == wanted), None)
    return list_sections(db.session, text.version.id) if text else ()


def read(counts: PublicNumbers, anchors: Collection[str]) -> Filter:
    """?udkast=8 (0 is the whole), &afsnit=hvor-laenge, &som=citizen, &status=skjult, &frist=efter, &grund=person.

    `anchors` are those of the sections of the draft that the address names.
    """
    draft, anchor, capacity = read_integer(_asked("udkast")), _asked("afsnit"), _asked("som")
    return Filter(
        draft=draft,
        capacity=Capacity(capacity) if capacity in set(Capacity) else None,
        status=STATUSES.get(_asked("status")),
        anchor=anchor if anchor in anchors else "",
        late=LANES.get(_asked("frist")),
        reasons=reasons(_asked("grund"), counts),
    )


def reasons(asked: str, counts: PublicNumbers) -> frozenset[str] | None:
    """The coded reasons behind a public one: those that hold for few are "andet" and cannot be asked for (R33)."""
    if asked == OTHER_REASONS:
        return frozenset(code for code in counts.withheld if code == OTHER or code not in counts.reasons)
    return frozenset({asked}) if asked in counts.reasons and asked != OTHER else None


def kept() -> dict[str, str]:
    """What the address chooses, for the links beside the list."""
    return {name: value for name in NAMES if (value := _asked(name))}


def status_word(status: Status) -> str:
    return next(word for word, known in STATUSES.items() if known is status)


def reason_word(reason: str) -> str:
    """As the address of its list says a public reason."""
    return OTHER_REASONS if reason == OTHER else reason


def _asked(name: str) -> str:
    return request.args.get(name, "").strip()
