"""Pages of a consultation until it is sent out: create, the short parts, what is missing, preview, send."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consultation import clock
from consultation.accounts.signed_in import current_person, requires
from consultation.consultations import deadlines, drafting, looks, operations, planning, queries, rules
from consultation.consultations.asked import PROPOSED
from consultation.consultations.blueprint import blueprint
from consultation.consultations.forms import CreateForm
from consultation.consultations.labels import PARTS, QUESTION_KINDS, STEPS, look_words, missing_words
from consultation.consultations.pages import staff_consultation, staff_html, unpublished
from consultation.consultations.staff_documents import Editing
from consultation.consultations.staff_parts import FORMS, menu_of, unreasoned
from consultation.errors import NotFound, Refused
from consultation.extensions import db
from consultation.lib.html import from_markdown
from consultation.models import Consultation
from consultation.parties.queries import list_heard_with_answers
from consultation.vocabulary import Role
from consultation.web import giveaways
from consultation.web.labels import FOLLOW_UPS, PARTY_BASES, STATES


@blueprint.get("/intern/hoeringer")
@requires(*Role)
def list_all() -> str:
    now, person = clock.now(), current_person()
    rows = queries.list_of_authority(db.session, person.authority_id)
    states_of = {row.id: STATES[queries.state_of(db.session, row, now)] for row in rows}
    return render_template(
        "consultations/list_all.html",
        rows=rows,
        states=states_of,
        may_create=_may_edit(),
        may_schedule=bool(person.roles & {Role.EDITOR, Role.ADMINISTRATOR}),
    )


@blueprint.route("/intern/hoeringer/ny", methods=["GET", "POST"])
@requires(Role.EDITOR)
def create() -> str | Response:
    form, person = CreateForm(), current_person()
    if form.validate_on_submit() and form.kind.data is not None:
        row = operations.create_consultation(
            db.session, person.actor, clock.now(), person.authority_id, form.title.data, form.kind.data
        )
        db.session.commit()
        return redirect(url_for("consultations.edit", slug=row.slug, part="grundoplysninger"), 303)
    return render_template("consultations/create.html", form=form)


@blueprint.route("/intern/hoeringer/<slug>/rediger/<part>", methods=["GET", "POST"])
@requires(Role.EDITOR)
def edit(slug: str, part: str) -> str | Response:
    editing = Editing(db.session, current_person().actor, clock.now(), unpublished(slug))
    if part not in FORMS:
        raise NotFound("no such part")
    form = FORMS[part].form(editing)
    if form.validate_on_submit() and FORMS[part].save(editing, form):
        address = _after_saving(editing.consultation, part)
        db.session.commit()
        flash(_("%(part)s er gemt.", part=PARTS[part]), "success")
        giveaways.tell(form)
        return redirect(address, 303)
    if form.errors:
        db.session.rollback()
    return _render_part(part, editing, form)


def _render_part(part: str, editing: Editing, form: object) -> str:
    row = editing.consultation
    return render_template(
        "consultations/edit.html",
        form=form,
        part=part,
        heading=PARTS[part],
        unreasoned=unreasoned(editing.session, editing.now, row),
        days=deadlines.period_days(row.opens_at, row.closes_at) if row.opens_at and row.closes_at else None,
        steps=[(STEPS[step.code], step) for step in planning.counted_back(db.session, row)] if part == "frist" else [],
        deadline_on=deadlines.last_day(row.closes_at) if row.closes_at else None,
        drafts=queries.list_drafts(db.session, row.id),
        documents=queries.list_documents(db.session, row.id),
        heard=queries.list_heard(db.session, row.id),
        bases=PARTY_BASES,
        questions=queries.list_questions(db.session, row.id),
        question_kinds=QUESTION_KINDS,
        proposals=PROPOSED,
        **_frame(row),
    )


@blueprint.post("/intern/hoeringer/<slug>/rediger/dokumenter/<int:document_id>/fjern")
@requires(Role.EDITOR)
def remove_document(slug: str, document_id: int) -> Response:
    row = unpublished(slug)
    drafting.remove_document(db.session, current_person().actor, clock.now(), row, document_id)
    db.session.commit()
    flash(_("Dokumentet er fjernet."), "success")
    return redirect(url_for("consultations.edit", slug=slug, part="dokumenter"), 303)


@blueprint.get("/intern/hoeringer/<slug>/mangler")
@requires(Role.EDITOR)
def missing(slug: str) -> str:
    row = unpublished(slug)
    return render_template("consultations/missing.html", **_frame(row), **_findings(row))


@blueprint.route("/intern/hoeringer/<slug>/send", methods=["GET", "POST"])
@requires(Role.EDITOR)
def publish(slug: str) -> str | Response:
    row, now = unpublished(slug), clock.now()
    if request.method == "POST":
        try:
            operations.publish_consultation(db.session, current_person().actor, now, row)
            db.session.commit()
            flash(_("Høringen er sendt ud."), "success")
            return redirect(url_for("site.overview", slug=slug), 303)
        except Refused:
            db.session.rollback()
    opens_at = max(row.opens_at, now) if row.opens_at else None
    opens_now = opens_at == now
    return render_template(
        "consultations/publish.html", **_frame(row), **_findings(row), opens_at=opens_at, opens_now=opens_now
    )


@blueprint.get("/intern/hoeringer/<slug>/vis")
@requires(*Role)
def preview(slug: str) -> str:
    row = staff_consultation(slug)
    return render_template(
        "consultations/preview.html",
        consultation=row,
        body=staff_html(from_markdown(row.body), _("Baggrund")),
        meaning=staff_html(from_markdown(row.meaning)),
        drafts=queries.list_drafts(db.session, row.id),
        milestones=queries.list_milestones(db.session, row.id),
        documents=[
            (document, staff_html(document.html, document.title))
            for document in queries.list_documents(db.session, row.id)
        ],
        heard=list_heard_with_answers(db.session, row.id),
        bases=PARTY_BASES,
        questions=queries.list_questions(db.session, row.id),
        question_kinds=QUESTION_KINDS,
        follow_ups=FOLLOW_UPS,
    )


def _frame(row: Consultation) -> dict[str, object]:
    menu, gaps = menu_of(db.session, row, clock.now())
    return {"consultation": row, "menu": menu, "gap_count": gaps}


def _findings(row: Consultation) -> dict[str, object]:
    gaps = rules.missing(planning.plan_of(db.session, row), clock.now())
    worth = looks.worth_a_look(planning.material_of(db.session, row))
    return {
        "gaps": [(missing_words(gap), _address(row, gap)) for gap in gaps],
        "looks": [(look_words(look), _address(row, look)) for look in worth],
    }


def _address(row: Consultation, found: rules.Missing | looks.Look) -> str:
    """The page where it is mended."""
    if found.part == looks.REMARKS:
        return url_for("consultations.review", slug=row.slug, _anchor=f"udkast-{found.number}")
    if found.part == "udkast" and found.number is not None:
        return url_for("consultations.draft", slug=row.slug, number=found.number)
    return url_for("consultations.edit", slug=row.slug, part=found.part)


def _after_saving(row: Consultation, part: str) -> str:
    if part == "udkast":
        last = queries.list_drafts(db.session, row.id)[-1].draft.number
        return url_for("consultations.draft", slug=row.slug, number=last)
    if request.form.get("til") == "mangler":
        return url_for("consultations.missing", slug=row.slug)
    return url_for("consultations.edit", slug=row.slug, part=part)


def _may_edit() -> bool:
    return Role.EDITOR in current_person().roles
