"""The sagsfremstilling as the agenda system takes it: plain text to copy (R41)."""

from flask import current_app, render_template

from consultation import clock
from consultation.accounts.signed_in import requires
from consultation.extensions import db
from consultation.summary import operations, plain_text
from consultation.summary.blueprint import REPORT, blueprint
from consultation.summary.case_paper import case_paper as paper
from consultation.summary.pages import paper_consultation
from consultation.summary.selection import Selection
from consultation.vocabulary import Role


@blueprint.get(f"{REPORT}/sagsfremstilling")
@requires(Role.SECRETARY, Role.SUBJECT_OWNER)
def case_paper(slug: str) -> str:
    row, settings = paper_consultation(slug), current_app.config["SETTINGS"]
    collected = operations.collect_now(db.session, settings, clock.now(), row, provisional=True)
    document = paper(Selection(collected))
    text = plain_text.write(document)
    return render_template("summary/case_paper.html", consultation=row, document=document, text=text)
