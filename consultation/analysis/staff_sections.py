"""A section of a draft beside everything that is said of it: its text with the changes in place, and its positions."""

from collections.abc import Sequence

from werkzeug.wrappers import Response as BaseResponse

from consultation.accounts.signed_in import requires
from consultation.analysis import queries
from consultation.analysis.amending import amended
from consultation.analysis.blueprint import blueprint
from consultation.analysis.pages import READERS, find_treatment
from consultation.analysis.point_words import words_of
from consultation.consultations.queries import get_draft, list_sections
from consultation.errors import NotFound
from consultation.extensions import db
from consultation.models import SectionText


@blueprint.get("/intern/hoeringer/<slug>/udkast/<int:number>/afsnit/<anchor>")
@requires(*READERS)
def section(slug: str, number: int, anchor: str) -> BaseResponse:
    at = find_treatment(slug)
    text = get_draft(db.session, at.consultation.id, number)
    sections = list_sections(db.session, text.version.id)
    place = _place(sections, anchor)
    here = sections[place]
    own = [line for line in at.board.positions if line.position.section_id == here.section_id]
    whole = [line for line in at.board.positions if line.draft_number == number and line.position.section_id is None]
    edits = queries.edits_of(db.session, here.id)
    return at.render(
        "section",
        draft=text.draft,
        section=here,
        own=own,
        whole=whole,
        words=words_of(db.session, [point for line in (*own, *whole) for point in line.points]),
        stretches=amended(here.text, edits),
        edits=edits,
        before=sections[place - 1] if place else None,
        after=sections[place + 1] if place + 1 < len(sections) else None,
    )


def _place(sections: Sequence[SectionText], anchor: str) -> int:
    found = next((place for place, one in enumerate(sections) if one.section.anchor == anchor), None)
    if found is None:
        raise NotFound("no such section in the version now in force")
    return found
