"""Taking down what is shown of a whole group: how many, what happens, and one act (R35)."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from consultation import clock
from consultation.accounts.signed_in import current_person, requires
from consultation.consultations.pages import staff_consultation
from consultation.extensions import db
from consultation.moderation import bulk_plans, bulk_takedowns, group_queries, wording
from consultation.moderation.blueprint import GROUP, blueprint
from consultation.moderation.forms import GroupTakedownForm
from consultation.moderation.labels import APART, crowd_words
from consultation.vocabulary import Role
from consultation.web.labels import REASONS

TAKEDOWN = f"{GROUP}/tag-ned"


@blueprint.get(TAKEDOWN)
@requires(Role.MODERATOR)
def group_takedown(slug: str, group_key: str) -> BaseResponse:
    return _page(slug, group_key, GroupTakedownForm(formdata=None))


@blueprint.post(f"{TAKEDOWN}/se")
@requires(Role.MODERATOR)
def preview_takedown(slug: str, group_key: str) -> BaseResponse:
    """What would happen; nothing happens yet."""
    form = GroupTakedownForm()
    return _page(slug, group_key, form, shows=form.validate())


@blueprint.post(TAKEDOWN)
@requires(Role.MODERATOR)
def take_down_group(slug: str, group_key: str) -> BaseResponse:
    one, form = group_queries.get_group(db.session, staff_consultation(slug), group_key), GroupTakedownForm()
    if not form.validate() or form.reason.data is None:
        return _page(slug, group_key, form)
    breach = bulk_takedowns.take_down(
        db.session,
        current_person().actor,
        clock.now(),
        one,
        request.form.get("sign", ""),
        form.reason.data,
        equal_only=form.equal_only.data,
    )
    db.session.commit()
    words = (
        _("Svarene er taget ned. Udvalgssekretæren følger op på brud nr. %(number)s.", number=breach.seq)
        if breach is not None
        else _("Svarene er taget ned.")
    )
    flash(words, "success")
    return redirect(url_for("moderation.group", slug=slug, group_key=group_key), 303)


def _page(slug: str, group_key: str, form: GroupTakedownForm, *, shows: bool = False) -> BaseResponse:
    row, now = staff_consultation(slug), clock.now()
    one = group_queries.get_group(db.session, row, group_key)
    plan = bulk_takedowns.plan(db.session, current_person().actor, now, one, equal_only=form.equal_only.data)
    html = render_template(
        "moderation/group_takedown.html",
        consultation=row,
        group=one,
        crowd=crowd_words(one),
        plan=plan,
        stays=bulk_plans.numbers_apart(db.session, plan.stays),
        apart_words=APART,
        form=form,
        reasons=REASONS,
        errors=form.errors,
        effect=wording.takedown_effect(plan, now) if shows and plan.rows else [],
    )
    return BaseResponse(html, 400 if form.errors else 200, mimetype="text/html")
