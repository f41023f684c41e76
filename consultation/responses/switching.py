"""A draft replaced while somebody writes: the answer keeps its version, or all of it goes over to the new one."""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from consultation.consultations.asked import read_choices
from consultation.models import Unsent, UnsentPart, UnsentSave
from consultation.responses import contributing, quoting, unsent_queries
from consultation.responses.content import Place, PlaceKey


def switch_version(
    session: Session, now: datetime, unsent: Unsent, places: Mapping[PlaceKey, Place], old: int, new: int
) -> None:
    """Moves what is written about version `old` to the same sections and questions of `new`, a version of that draft.

    Words about a section that is not up for an answer any more go to the field for the draft as a whole, with the
    section's name before them. A proposal that only repeats the old wording is none.
    """
    parts = [part for part in unsent_queries.list_parts(session, unsent) if part.version_id == old]
    known = {unsent_queries.place_of(part): part for part in unsent_queries.list_parts(session, unsent)}
    for part in sorted(parts, key=lambda part: (part.section_id or 0, part.question_id or 0)):
        place = unsent_queries.place_of(part)
        before, target = places[place], place._replace(version_id=new)
        if part.section_id is not None and not before.proposes(part.proposed_text):
            part.proposed_text = ""
        if target in places and not places[target].locked_reason and target not in known:
            part.version_id, part.saved_at = new, now
            _move_quote(part, before, places[target])
            session.flush()
            known[target] = part
            continue
        _append(known.get(target) or known[PlaceKey(new)], before, part, now)
        session.execute(delete(UnsentSave).where(UnsentSave.part_id == part.id))
        session.delete(part)
        session.flush()
    contributing.move(session, unsent, old, new)
    _carry_over(unsent, old, new)
    session.flush()


def _move_quote(part: UnsentPart, before: Place, after: Place) -> None:
    """The same words in the new version; where they do not stand there they stay, to be changed by the writer."""
    if part.quote_start is not None:
        nth = quoting.nth_of(before.wording, quoting.Quote(part.quote, part.quote_start))
        part.quote, part.quote_start = quoting.found(after.wording, part.quote, nth)
    elif part.quote:
        part.quote, part.quote_start = quoting.found(after.wording, part.quote)


def _append(to: UnsentPart, place: Place, part: UnsentPart, now: datetime) -> None:
    """Adds words behind those that stand there; nothing is written over."""
    words = [part.text.strip(), part.proposed_text.strip()]
    about = [f"{place.printed_number} {place.heading}"] if to.section_id is None and part.section_id is not None else []
    about += [f"»{' '.join(part.quote.split())}«"] if part.quote else []
    if about and any(words):
        words = [f"{', '.join(about)}:", *words]
    to.text = "\n\n".join(word for word in (to.text.rstrip(), *words) if word)
    if not read_choices(to.choices):
        to.choices = part.choices
    to.stance, to.saved_at = to.stance or (part.stance if part.section_id == to.section_id else None), now


def _carry_over(unsent: Unsent, old: int, new: int) -> None:
    """The windows that are open, and that sections stand first."""
    about = unsent_queries.about_of(unsent)
    first = about.get("sections_first", [])
    about["sections_first"] = sorted({new if one == old else one for one in first})
    about["windows"] = {
        f"{new}:{name.partition(':')[2]}" if name.startswith(f"{old}:") else name: window
        for name, window in about.get("windows", {}).items()
    }
    unsent.about = json.dumps(about)
