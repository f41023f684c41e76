"""One decision on all equal responses of a group: what is read, who falls out, what happens, and taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from consultation import clock
from consultation.accounts import queries as accounts
from consultation.accounts.signed_in import current_person, requires
from consultation.consultations.pages import staff_consultation
from consultation.errors import Invalid, Refused
from consultation.extensions import db
from consultation.models import AnswerGroup, Consultation
from consultation.moderation import bulk as acts
from consultation.moderation import (
    bulk_plans,
    claims,
    comparing,
    group_queries,
    grouping,
    holding,
    pages,
    queries,
    wording,
)
from consultation.moderation.blueprint import GROUP, blueprint
from consultation.moderation.bulk_plans import Plan
from consultation.moderation.comparing import Marked
from consultation.moderation.forms import DecisionForm, GroupDecisionForm
from consultation.moderation.labels import APART, crowd_words, sender_words, since_words
from consultation.moderation.queries import Material
from consultation.vocabulary import DecisionKind, Reason, Role

BULK = f"{GROUP}/afgoer"


@dataclass(frozen=True)
class Beside:
    """A response of the sample: its texts, with what is not in the shared text, and the name that would be shown."""

    number: str
    sender: str
    texts: Sequence[Marked]


@blueprint.get(BULK)
@requires(Role.MODERATOR)
def bulk(slug: str, group_key: str) -> BaseResponse:
    return _page(slug, group_key, GroupDecisionForm(formdata=None))


@blueprint.post(f"{BULK}/tekster")
@requires(Role.MODERATOR)
def open_sample(slug: str, group_key: str) -> BaseResponse:
    """Leave to read the shared text and the sample, noted for each response (R57)."""
    row, one, person, now = *_found(slug, group_key), current_person(), clock.now()
    plan = bulk_plans.plan(db.session, person.actor, now, one)
    for material in (plan.first, *bulk_plans.sample(plan)):
        if queries.find_access(db.session, person.id, material.response.id, now) is None:
            claims.open_access(db.session, person.actor, now, material.response)
    db.session.commit()
    return redirect(url_for("moderation.bulk", slug=row.slug, group_key=group_key), 303)


@blueprint.post(f"{BULK}/se")
@requires(Role.MODERATOR)
def preview_bulk(slug: str, group_key: str) -> BaseResponse:
    """What would happen; nothing happens yet."""
    form = GroupDecisionForm()
    return _page(slug, group_key, form, shows=form.validate() and _holds(slug, group_key, form))


@blueprint.post(BULK)
@requires(Role.MODERATOR)
def decide_bulk(slug: str, group_key: str) -> BaseResponse:
    _row, one = _found(slug, group_key)
    form = GroupDecisionForm()
    if not form.validate() or form.kind.data is None:
        return _page(slug, group_key, form)
    actor, now, sign = current_person().actor, clock.now(), request.form.get("sign", "")
    try:
        act = acts.decide(db.session, actor, now, one, sign, form.kind.data, form.reason.data, seen=form.seen.data)
    except (Invalid, Refused) as error:
        db.session.rollback()
        if isinstance(error, Refused):
            _look_again(one, error)
        form.mark_refused(error, _refusal(error))
        return _page(slug, group_key, form)
    db.session.commit()
    words = (
        _("Der er taget stilling til svarene. Hvert svar har fået sin egen afgørelse.")
        if act is not None
        else _("Svarene venter på, at en kollega tager stilling til det samme.")
    )
    flash(words, "success")
    return redirect(url_for("moderation.group", slug=slug, group_key=group_key), 303)


@blueprint.post(f"{BULK}/forslag-tilbage")
@requires(Role.MODERATOR)
def take_back_proposal(slug: str, group_key: str) -> BaseResponse:
    _row, one = _found(slug, group_key)
    acts.withdraw_proposal(db.session, current_person().actor, clock.now(), one)
    db.session.commit()
    flash(_("Dit forslag er taget tilbage."), "success")
    return redirect(url_for("moderation.group", slug=slug, group_key=group_key), 303)


@blueprint.post(f"{BULK}/fortryd")
@requires(Role.MODERATOR)
def undo_bulk(slug: str, group_key: str) -> BaseResponse:
    """Takes the whole act back (U23)."""
    _row, one = _found(slug, group_key)
    now = clock.now()
    act = acts.get_act(db.session, one, pages.whole("act"))
    done = acts.undo(db.session, current_person().actor, now, act)
    db.session.commit()
    flash(ngettext("%(num)s svar er i køen igen.", "%(num)s svar er i køen igen.", done), "success")
    return redirect(url_for("moderation.group", slug=slug, group_key=group_key), 303)


# What the pages are made of


def _found(slug: str, group_key: str) -> tuple[Consultation, AnswerGroup]:
    row = staff_consultation(slug)
    return row, group_queries.get_group(db.session, row, group_key)


def _page(slug: str, group_key: str, form: DecisionForm, *, shows: bool = False) -> BaseResponse:
    (row, one), person, now = _found(slug, group_key), current_person(), clock.now()
    plan = bulk_plans.plan(db.session, person.actor, now, one)
    sample = bulk_plans.sample(plan)
    shown = (plan.first, *sample)
    reads = all(queries.find_access(db.session, person.id, it.response.id, now) is not None for it in shown)
    chosen, who = _chosen(form), _who(plan)
    html = render_template(
        "moderation/bulk.html",
        consultation=row,
        group=one,
        crowd=crowd_words(one),
        plan=plan,
        reads=reads,
        beside=_beside(row, plan, sample) if reads else [],
        sender_words=sender_words,
        apart=bulk_plans.numbers_apart(db.session, plan.apart),
        apart_words=APART,
        form=form,
        errors=form.errors,
        proposal=wording.proposal(plan, person.actor, who),
        since_words=since_words,
        effect=wording.effect(plan, chosen, who) if chosen and shows and reads else "",
        proposes=chosen is not None and plan.proposes(*chosen),
    )
    return BaseResponse(html, 400 if form.errors else 200, mimetype="text/html")


def _beside(row: Consultation, plan: Plan, sample: Sequence[Material]) -> list[Beside]:
    reader = grouping.reader_of(db.session, current_app.config["SETTINGS"], row.id)
    shared = reader.shingles(answer.text for answer in plan.first.answers)
    shared |= reader.shingles(answer.proposed_text for answer in plan.first.answers)
    whole = [answer.text for answer in plan.first.answers] + [answer.proposed_text for answer in plan.first.answers]
    return [
        Beside(
            one.standing.number,
            sender_words(one.public),
            [
                comparing.marked(text, () if text in whole else reader.own(text, shared))
                for answer in one.answers
                for text in (answer.text, answer.proposed_text)
                if text
            ],
        )
        for one in sample
    ]


def _who(plan: Plan) -> str:
    """The name of whoever has proposed something; "" where nobody has."""
    by = plan.asked.row.by if plan.asked is not None else ""
    return accounts.names(db.session, {by}).get(by, "")


def _chosen(form: DecisionForm) -> tuple[DecisionKind, Reason | None] | None:
    kind = form.kind.data
    return None if kind is None else (kind, form.reason.data if kind is DecisionKind.WITHHOLD else None)


def _holds(slug: str, group_key: str, form: DecisionForm) -> bool:
    """Whether the act would be refused as things stand; then the form says why."""
    chosen = _chosen(form)
    if chosen is None:
        return False
    plan = bulk_plans.plan(db.session, current_person().actor, clock.now(), _found(slug, group_key)[1])
    try:
        acts.check(db.session, plan, *chosen, seen=form.seen.data)
    except (Invalid, Refused) as error:
        form.mark_refused(error, _refusal(error))
    return not form.errors


def _look_again(group: AnswerGroup, error: Refused) -> None:
    """Owes the look that the act waits for (R28)."""
    if error.details["cause"] == "looked":
        holding.owe_rescan(db.session, clock.now(), group.authority_id)
        db.session.commit()


def _refusal(error: Invalid | Refused) -> str:
    if isinstance(error, Invalid):
        return ""
    left = ", ".join(f"“{one}”" for one in error.gaps)
    words = {
        "looked": _(
            "Maskinen finder nu mere i svarene, end da de kom. De bliver læst igen. Hent siden igen om et par minutter."
        ),
        "open": _("Der er fund i den fælles tekst, som ingen har taget stilling til."),
        "kept_cpr": _("Der er et CPR-nummer i teksten, som to har ladet stå. Derfor bliver svarene afgjort enkeltvis."),
        "cpr": _("Den offentlige udgave har stadig et CPR-nummer: %(words)s", words=left),
        "leftovers": _("Overstreget ét sted, men står stadig et andet sted: %(words)s", words=left),
    }
    return str(words[str(error.details["cause"])])
