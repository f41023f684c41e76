"""The page of an answer's files: each is stored at once; a refused one keeps the others (interface.md 3.6)."""

from collections.abc import Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue

from consultation.errors import Invalid
from consultation.extensions import db
from consultation.responses import file_queries, forms, labels, pages, reading, unsent, unsent_queries
from consultation.responses.blueprint import blueprint
from consultation.responses.forms import FilesForm
from consultation.responses.pages import Step
from consultation.responses.reading import ReadFile, RefusedFile
from consultation.vocabulary import FileFault
from consultation.web.bodies import accepts_files
from consultation.web.headers import private
from consultation.web.uploads import MOST_FILES, read_uploads

_REMOVE, _ALT = "fjern-", "alt-"


@blueprint.route("/kladde/<token>/filer", methods=["GET", "POST"])
@private
@accepts_files
def files(token: str) -> ResponseReturnValue:
    form = FilesForm()
    read = _read(token, form) if request.method == "POST" else []
    step = pages.get_step(token)
    if step.unsent.response_id is not None:
        return pages.sent_page(step)
    if request.method == "POST":
        to = request.form.get("til", "naeste")
        _describe(step)
        if to.startswith(_REMOVE):
            unsent.remove_file(db.session, step.unsent, pages.number_in(to.removeprefix(_REMOVE)))
        form.filer.errors = [labels.fault_words(refused) for refused in _keep(step, read)]
        db.session.commit()
        if not form.errors:
            return pages.go(_way(step, to))
    return _show(step, form)


def _read(token: str, form: FilesForm) -> list[ReadFile | RefusedFile]:
    """Before the turn to write is taken: reading takes its time, and others want to write."""
    pages.check_unsent(token)
    uploads = read_uploads(form.filer.data)
    too_many = [RefusedFile(upload.name, FileFault.TOO_MANY) for upload in uploads[MOST_FILES:]]
    return [*reading.read_all(uploads[:MOST_FILES]), *too_many]


def _keep(step: Step, read: Sequence[ReadFile | RefusedFile]) -> list[RefusedFile]:
    """Stores every file that can be; the others."""
    refused = []
    for file in read:
        if isinstance(file, RefusedFile):
            refused.append(file)
            continue
        try:
            unsent.add_file(db.session, pages.settings(), pages.store(), step.now, step.unsent, file)
        except Invalid as error:
            refused.append(RefusedFile(file.name, FileFault(error.errors["file"])))
    return refused


def _describe(step: Step) -> None:
    alts = {
        pages.number_in(n.removeprefix(_ALT)): forms.one_line(t) for n, t in request.form.items() if n.startswith(_ALT)
    }
    unsent.describe_files(db.session, step.unsent, alts)


def _way(step: Step, to: str) -> str:
    if to in pages.LANGUAGES:
        return pages.in_language(step.url("files"), to)
    ways = {"naeste": "review" if step.is_party else "about", "tilbage": "write", "pause": "unsent"}
    return step.url(ways.get(to, "files"))


def _show(step: Step, form: FilesForm) -> str:
    files = unsent_queries.list_files(db.session, step.unsent)
    return render_template(
        "responses/files.html",
        step_of=step,
        consultation=step.consultation,
        form=form,
        errors=form.errors,
        closes_at=step.closes_at,
        files=files,
        scans=file_queries.scans_of(db.session, [blob.id for _file, blob in files]),
        images=reading.IMAGES,
        accepted=reading.ACCEPTED,
        most_files=MOST_FILES,
    )
