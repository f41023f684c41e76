"""The administrator's page of the template that the authority's papers are written into."""

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consultation import clock
from consultation.accounts.queries import names
from consultation.accounts.signed_in import current_person, requires
from consultation.errors import Gone, NotFound
from consultation.extensions import db
from consultation.lib.wordfile.templates import Problem, TemplateError, read_template
from consultation.summary import templates
from consultation.summary.blueprint import blueprint
from consultation.summary.forms import TemplateForm
from consultation.summary.labels import PLACES, template_problem
from consultation.vocabulary import Role
from consultation.web.bodies import accepts_files
from consultation.web.uploads import attachment_response, read_uploads

PAGE = "/intern/skabelon"


@blueprint.route(PAGE, methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR)
@accepts_files
def template() -> str | Response | tuple[str, int]:
    form = TemplateForm()
    if not form.is_submitted():
        return _render(form, [])
    problems = _take(form) if form.validate() else []
    if form.errors:
        db.session.rollback()
        return _render(form, problems), 400
    db.session.commit()
    flash(_("Skabelonen er i brug. Den næste udgave af papirerne bliver skrevet i den."), "success")
    return redirect(url_for("summary.template"), 303)


def _take(form: TemplateForm) -> list[Problem]:
    """What is wrong with the file that was sent; nothing where it now is in force."""
    uploads = read_uploads(form.file.data)
    if len(uploads) != 1:
        form.file.mark(_("Vælg én fil"))
        return []
    (upload,) = uploads
    db.session.rollback()  # nobody waits for the write lock while a file is read (I1)
    try:
        content = read_template(b"" if upload.too_large else upload.content)
    except TemplateError as error:
        form.file.mark(_("Skabelonen er ikke taget i brug. Listen siger, hvad der skal rettes."))
        return error.problems
    person = current_person()
    store = current_app.extensions["store"]
    templates.put_in_force(db.session, store, person.actor, clock.now(), person.authority_id, upload.name, content)
    return []


@blueprint.post(f"{PAGE}/vores")
@requires(Role.ADMINISTRATOR)
def withdraw_template() -> Response:
    person = current_person()
    templates.withdraw(db.session, person.actor, clock.now(), person.authority_id)
    db.session.commit()
    flash(_("Den næste udgave af papirerne bliver skrevet i systemets egen skabelon."), "success")
    return redirect(url_for("summary.template"), 303)


@blueprint.get(f"{PAGE}/hent-vores")
@requires(Role.ADMINISTRATOR)
def start_template() -> Response:
    """Ours, to begin with: all its styles and places."""
    from consultation.summary import docx  # noqa: PLC0415 - a web process starts without what writes papers

    return attachment_response(docx.start(), "skabelon.docx", templates.MEDIA_TYPE)


@blueprint.get(f"{PAGE}/hent/<int:template_id>")
@requires(Role.ADMINISTRATOR)
def template_file(template_id: int) -> Response:
    """One that is or was in force, as it is kept."""
    for row, blob in templates.list_templates(db.session, current_person().authority_id):
        if row.id == template_id:
            if blob.erased_at is not None:
                raise Gone("the file is erased")
            content = current_app.extensions["store"].get(blob.sha256)
            return attachment_response(content, row.name, blob.media_type)
    raise NotFound("no such template")


def _render(form: TemplateForm, problems: list[Problem]) -> str:
    kept = templates.list_templates(db.session, current_person().authority_id)
    return render_template(
        "summary/template.html",
        form=form,
        problems=[template_problem(problem.code, problem.words) for problem in problems],
        kept=kept,
        in_force=templates.find_in_force(db.session, current_person().authority_id),
        people=names(db.session, {row.by for row, _blob in kept}),
        places=PLACES,
    )
