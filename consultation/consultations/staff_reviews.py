"""Remarks on drafts before a consultation is sent out: staff write and read them, the editor answers."""

from itertools import groupby

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consultation import clock
from consultation.accounts.queries import names
from consultation.accounts.signed_in import current_person, requires
from consultation.consultations import queries, reviewing, reviews
from consultation.consultations.blueprint import blueprint
from consultation.consultations.pages import staff_consultation, unpublished
from consultation.consultations.review_forms import REVIEW_OUTCOMES, ReviewAnswerForm, ReviewForm, offer_places
from consultation.extensions import db
from consultation.lib.tokens import new_key
from consultation.vocabulary import Role

WRITERS = tuple(role for role in Role if role is not Role.AUDITOR)
"""Everybody of the authority but the auditor, who reads alone."""


@blueprint.get("/intern/hoeringer/<slug>/bemaerkninger-foer-hoeringen")
@requires(*Role)
def review(slug: str) -> str:
    row, person = staff_consultation(slug), current_person()
    found = reviews.list_remarks(db.session, row.id)
    by_draft = {number: list(group) for number, group in groupby(found, key=lambda one: one.number)}
    return render_template(
        "consultations/review.html",
        consultation=row,
        drafts=[(one.draft, by_draft.get(one.draft.number, [])) for one in queries.list_drafts(db.session, row.id)],
        names=names(db.session, {one.remark.answered_by or "" for one in found}),
        outcomes=REVIEW_OUTCOMES,
        open_count=sum(one.remark.outcome is None for one in found),
        may_write=row.published_at is None and bool(person.roles & set(WRITERS)),
        may_answer=row.published_at is None and Role.EDITOR in person.roles,
    )


@blueprint.route("/intern/hoeringer/<slug>/udkast/<int:number>/bemaerkning", methods=["GET", "POST"])
@requires(*WRITERS)
def write_review(slug: str, number: int) -> str | Response:
    row, person = unpublished(slug), current_person()
    found = queries.get_draft(db.session, row.id, number)
    form = ReviewForm(data={"key": new_key()})
    offer_places(form, queries.list_sections(db.session, found.version.id), request.args.get("afsnit", ""))
    if form.validate_on_submit():
        reviewing.remark_by_staff(db.session, person.actor, clock.now(), row, form.written(number, person.name))
        db.session.commit()
        flash(_("Bemærkningen er gemt."), "success")
        return redirect(url_for("consultations.review", slug=slug, _anchor=f"udkast-{number}"), 303)
    return render_template(
        "consultations/write_review.html", consultation=row, draft=found.draft, form=form, errors=form.errors
    )


@blueprint.route("/intern/hoeringer/<slug>/bemaerkninger-foer-hoeringen/<int:remark_id>", methods=["GET", "POST"])
@requires(Role.EDITOR)
def answer_review(slug: str, remark_id: int) -> str | Response:
    row = unpublished(slug) if request.method == "POST" else staff_consultation(slug)
    remark = reviews.get_remark(db.session, row, remark_id)
    form = ReviewAnswerForm(data={"outcome": remark.outcome, "answer": remark.answer})
    if form.validate_on_submit() and form.outcome.data is not None:
        common = (db.session, current_person().actor, clock.now(), row)
        reviewing.answer_remark(*common, remark_id, form.outcome.data, form.answer.data)
        db.session.commit()
        flash(_("Svaret er gemt."), "success")
        return redirect(url_for("consultations.review", slug=slug, _anchor=f"b-{remark_id}"), 303)
    found = next(one for one in reviews.list_remarks(db.session, row.id) if one.remark.id == remark_id)
    return render_template(
        "consultations/answer_review.html",
        consultation=row,
        found=found,
        form=form,
        errors=form.errors,
        outcomes=REVIEW_OUTCOMES,
    )
