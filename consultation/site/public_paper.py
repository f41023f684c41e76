"""The sheet of a consultation that is printed, filled in by hand and handed in (R54)."""

from flask import render_template, url_for

from consultation.consultations import queries as reads
from consultation.extensions import db
from consultation.site import queries, wording
from consultation.site.blueprint import blueprint
from consultation.site.pages import absolute, case_of
from consultation.vocabulary import Capacity
from consultation.web.frame import use_authority
from consultation.web.labels import CAPACITIES, NAME_RULES

LINES = 12
"""To write on: as many as a sheet has beside the questions."""


@blueprint.get("/hoeringer/<slug>/svarskema")
def paper_form(slug: str) -> str:
    case = case_of(slug)
    row = case.consultation
    use_authority(row.authority)
    return render_template(
        "site/paper_form.html",
        case=case,
        consultation=row,
        deadline=wording.box(case, reads.list_deadlines(db.session, row.id)),
        drafts=queries.list_public_drafts(db.session, row.id),
        capacities=[CAPACITIES[one] for one in Capacity],
        shown_name=NAME_RULES[row.name_rule],
        lines=LINES,
        privacy_address=absolute(row, url_for("site.consultation_privacy", slug=slug)),
    )
