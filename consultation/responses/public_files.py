"""The page of an answer's files: each is stored at once; a refused one keeps the others (interface.md 3.6)."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consultation.errors import Invalid
from consultation.extensions import db
from consultation.responses import filetypes, forms, pages, unsent, unsent_queries
from consultation.responses.blueprint import blueprint
from consultation.responses.forms import FilesForm
from consultation.responses.pages import Step
from consultation.web.bodies import accepts_files
from consultation.web.headers import private
from consultation.web.uploads import Upload, read_uploads

_REMOVE, _ALT = "fjern-", "alt-"


@blueprint.route("/kladde/<token>/filer", methods=["GET", "POST"])
@private
@accepts_files
def files(token: str) -> ResponseReturnValue:
    step = pages.get_step(token)
    if step.unsent.response_id is not None:
        return pages.sent_page(step)
    form = FilesForm()
    if request.method == "POST":
        to = request.form.get("til", "naeste")
        form.filer.errors = _save(step, form)
        if to.startswith(_REMOVE):
            unsent.remove_file(db.session, step.unsent, pages.number_in(to.removeprefix(_REMOVE)))
        db.session.commit()
        if not form.errors:
            return pages.go(_way(step, to))
    return _show(step, form)


def _way(step: Step, to: str) -> str:
    if to in pages.LANGUAGES:
        return pages.in_language(step.url("files"), to)
    ways = {"naeste": "review" if step.is_party else "about", "tilbage": "write", "pause": "unsent"}
    return step.url(ways.get(to, "files"))


def _save(step: Step, form: FilesForm) -> list[str]:
    """Stores descriptions and every file that can be; why the others cannot, in words."""
    alts = {
        pages.number_in(n.removeprefix(_ALT)): forms.one_line(t) for n, t in request.form.items() if n.startswith(_ALT)
    }
    unsent.describe_files(db.session, step.unsent, alts)
    refused = []
    for upload in read_uploads(form.filer.data):
        try:
            unsent.add_file(db.session, pages.store(), step.now, step.unsent, upload.name, upload.content)
        except Invalid as error:
            refused.append(_refusal(upload, error.errors["file"]))
    return refused


def _refusal(upload: Upload, code: str) -> str:
    kind = upload.name.rpartition(".")[2].lower()
    if upload.too_large:
        return str(_("%(name)s kan ikke bruges: filen fylder mere end 10 MB", name=upload.name))
    if code == "too_many":
        return str(_("%(name)s er ikke taget med: der er plads til 10 filer", name=upload.name))
    if f".{kind}" in filetypes.ACCEPTED.split(","):
        return str(
            _(
                "%(name)s kan ikke bruges: filen er ikke en %(kind)s, selv om den hedder .%(kind)s",
                name=upload.name,
                kind=kind,
            )
        )
    return str(
        _("%(name)s kan ikke bruges: vi tager imod pdf, Word, OpenDocument, tekst og billeder", name=upload.name)
    )


def _show(step: Step, form: FilesForm) -> str:
    return render_template(
        "responses/files.html",
        step_of=step,
        consultation=step.consultation,
        form=form,
        errors=form.errors,
        closes_at=step.closes_at,
        files=unsent_queries.list_files(db.session, step.unsent),
        images=filetypes.IMAGES,
        accepted=filetypes.ACCEPTED,
    )
