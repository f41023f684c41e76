"""Pages of approval: what waits, approved one or many at a time, or sent back with a note (domain.md 6)."""

from typing import Any

from flask import flash, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from consultation.accounts.queries import names
from consultation.accounts.signed_in import requires
from consultation.analysis import approving
from consultation.analysis.approval_rows import Row, rows_of
from consultation.analysis.approvals import WAITING, Words
from consultation.analysis.blueprint import blueprint
from consultation.analysis.forms import SendBackForm
from consultation.analysis.labels import STANDINGS, STEPS
from consultation.analysis.pages import Treatment, find_treatment
from consultation.errors import Conflict, NotAllowed, NotFound, Refused
from consultation.extensions import db
from consultation.lib.integers import read_integer, read_integers
from consultation.vocabulary import ApprovalStep, Role

APPROVAL = "/intern/hoeringer/<slug>/godkendelse"
APPROVERS = (Role.SUBJECT_OWNER, Role.DIRECTOR)
READERS = (*APPROVERS, Role.SECRETARY)
_REFUSED = {
    "unanswered": _l("Ingenting er godkendt: et af synspunkterne mangler sin bemærkning eller indstilling."),
    "earlier_step": _l("Ingenting er godkendt: fagansvarlig skal godkende et af synspunkterne først."),
}
_ROLES = {ApprovalStep.SUBJECT_OWNER: Role.SUBJECT_OWNER, ApprovalStep.DIRECTOR: Role.DIRECTOR}


@blueprint.get(APPROVAL)
@requires(*READERS)
def approval(slug: str) -> BaseResponse:
    at = find_treatment(slug)
    rows = rows_of(at)
    mine = _own_steps(at)
    waiting = [row for row in rows if any(row.standings[step] in WAITING for step in mine)]
    return at.render(
        "approval", waiting=waiting, others=[row for row in rows if row not in waiting], **_words(at, rows)
    )


@blueprint.post(f"{APPROVAL}/godkend")
@requires(*APPROVERS)
def approve(slug: str) -> BaseResponse:
    at = find_treatment(slug)
    step = _asked_step(at)
    seen = {key: _seen(request.form.get(f"set-{key}", "")) for key in read_integers(request.form.getlist("s"))}
    if not seen:
        flash(_("Sæt hak ved det, du godkender."), "warning")
        return redirect(at.url("approval"), 303)
    try:
        count = approving.approve(db.session, at.person.actor, at.now, at.consultation, step, seen)
        db.session.commit()
        flash(ngettext("%(num)s synspunkt er godkendt.", "%(num)s synspunkter er godkendt.", count), "success")
    except Conflict:
        db.session.rollback()
        flash(_("Ingenting er godkendt: et af synspunkterne er ændret, siden du så det. Se det igen."), "warning")
    except Refused as refusal:
        db.session.rollback()
        flash(_REFUSED[str(refusal.gaps[0])], "warning")
    return redirect(at.url("approval"), 303)


@blueprint.route(f"{APPROVAL}/<int:position_id>", methods=["GET", "POST"])
@requires(*APPROVERS)
def send_back(slug: str, position_id: int) -> BaseResponse:
    at = find_treatment(slug)
    row = next((one for one in rows_of(at) if one.line.position.id == position_id), None)
    if row is None:
        raise NotFound("nothing to approve here")
    form = SendBackForm(data={"seen": row.seen})
    if form.is_submitted():
        step = _asked_step(at)
        if form.validate() and _send_back(at, step, row, form):
            flash(_("Synspunktet er sendt tilbage med din note."), "success")
            return redirect(at.url("approval"), 303)
    return at.render("send_back", row=row, form=form, **_words(at, [row]))


def _send_back(at: Treatment, step: ApprovalStep, row: Row, form: SendBackForm) -> bool:
    who = db.session, at.person.actor, at.now, at.consultation
    try:
        approving.send_back(*who, step, row.line.position.id, _seen(form.seen.data), form.note.data)
        db.session.commit()
    except Conflict:
        db.session.rollback()
        form.note.mark(_("Synspunktet er ændret, siden du så det. Se det igen, før du sender det tilbage."))
        return False
    return True


# What is shown


def _words(at: Treatment, rows: list[Row]) -> dict[str, Any]:
    people = {act.by for row in rows for act in row.newest.values()}
    return {
        "mine": _own_steps(at),
        "steps": approving.steps_of(at.consultation),
        "step_words": STEPS,
        "standing_words": STANDINGS,
        "people": names(db.session, people),
        "unanswered": sum(not line.is_answered for line in at.board.positions),
    }


def _own_steps(at: Treatment) -> list[ApprovalStep]:
    """The steps that this person may take here."""
    return [step for step in approving.steps_of(at.consultation) if _ROLES[step] in at.person.roles]


def _asked_step(at: Treatment) -> ApprovalStep:
    """The step of the form; NotAllowed for one that is not this person's."""
    own = _own_steps(at)
    asked = next((step for step in own if step.value == request.form.get("trin")), own[0] if len(own) == 1 else None)
    if asked is None:
        raise NotAllowed("this step is not yours", roles="")
    return asked


def _seen(value: str) -> Words:
    """What was on the screen; a revision that none has for anything else."""
    revision, _dot, version = value.partition(".")
    return Words(read_integer(revision) or 0, read_integer(version))
