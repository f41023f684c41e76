"""Two who saved the same position at once: what each of them leaves in which field, in words (C2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from consultation.analysis.figures import PositionLine
from consultation.analysis.forms import NEW
from consultation.analysis.history import FIELDS, Speaker
from consultation.analysis.pages import Treatment, place_key, read_place
from consultation.analysis.steps import clashes, said_at
from consultation.extensions import db
from consultation.models import PositionEvent, Theme
from consultation.vocabulary import Outcome

_NAMES = {**FIELDS, "outcome": FIELDS["recommended"]}


@dataclass(frozen=True)
class Row:
    """A field that differs: its name in the form, its words, both values in words, and which is proposed."""

    name: str
    label: str
    theirs: str
    mine: str
    proposes_mine: bool


def values_of(line: PositionLine) -> dict[str, Any]:
    """What the position's form would hold now."""
    row = line.position
    return {
        "title": row.title,
        "place": place_key(row.draft_id, row.section_id),
        "theme": line.theme.title,
        "remark": row.remark_id,
        "outcome": row.recommended_outcome,
    }


def base_of(events: Sequence[PositionEvent], revision: int) -> Mapping[str, Any] | None:
    """What it held at an earlier revision; None where nothing is known of it."""
    said = said_at([event.before for event in events], revision)
    if said is None:
        return None
    theme = db.session.get(Theme, said["theme"])
    return {
        "title": said["title"],
        "place": place_key(said["draft"], said["section"]),
        "theme": theme.title if theme else None,
        "remark": said["remark"],
        "outcome": Outcome(said["recommended"]) if said["recommended"] else None,
    }


def rows_of(
    at: Treatment, line: PositionLine, base: Mapping[str, Any] | None, mine: Mapping[str, Any], new_remark: str
) -> list[Row]:
    """The fields in which the two differ; without a base mine is proposed everywhere."""
    speaker = Speaker(at)
    found = clashes(base or {}, values_of(line), mine)
    return [
        Row(
            one.field,
            str(_NAMES[one.field]),
            _say(speaker, one.field, one.theirs, new_remark),
            _say(speaker, one.field, one.mine, new_remark),
            one.proposes_mine,
        )
        for one in found
    ]


def _say(speaker: Speaker, field: str, value: Any, new_remark: str) -> str:
    if field == "remark" and value == NEW:
        return str(_("en ny bemærkning: %(text)s", text=new_remark))
    if field == "place":
        return speaker.say("place", read_place(value))
    if field == "theme":
        return str(value or _("ingen"))
    return speaker.say("recommended" if field == "outcome" else field, value)
