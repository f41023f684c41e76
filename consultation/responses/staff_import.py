"""Reading responses in from a file: uploaded, shown row by row with what is wrong, and taken in whole or not at all."""

from pathlib import PurePosixPath

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from consultation import clock, storage
from consultation.accounts.signed_in import current_person, requires
from consultation.consultations.pages import staff_consultation
from consultation.consultations.queries import get_blob
from consultation.errors import Conflict, NotFound, Refused
from consultation.extensions import db
from consultation.lib.sheetfile import read_table
from consultation.lib.tables import Problem, Row, TableError
from consultation.lib.tokens import sign, unsign
from consultation.models import Consultation
from consultation.responses import filing, importing, pages
from consultation.responses.blueprint import blueprint
from consultation.responses.forms import RowsForm
from consultation.responses.labels import problem_words
from consultation.vocabulary import Role
from consultation.web.bodies import accepts_files
from consultation.web.labels import CAPACITIES, CHANNELS
from consultation.web.uploads import Upload, read_uploads

MOST_ROWS = 500
"""One transaction and one page; more than these go by the command."""
TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
    ".jsonl": "application/jsonl",
}
_PURPOSE = "import"


@blueprint.route("/intern/hoeringer/<slug>/registrer/indlaes", methods=["GET", "POST"])
@requires(Role.SECRETARY)
@accepts_files
def read_in(slug: str) -> str | BaseResponse:
    consultation, form = staff_consultation(slug), RowsForm()
    given = request.values.get("fil", "")
    if given and request.method == "POST":
        return _take_in(consultation, given)
    if given:
        return _show(consultation, given)
    if request.method == "POST" and (kept := _keep(consultation, form)):
        return redirect(url_for("responses.read_in", slug=slug, fil=kept), 303)
    return render_template("responses/read_in.html", consultation=consultation, form=form, errors=form.errors)


def _keep(consultation: Consultation, form: RowsForm) -> str:
    """Keeps the file between the two presses; returns its signed name, "" where the form is now marked."""
    uploads = read_uploads(form.file.data)
    if len(uploads) != 1:
        form.file.mark(_("Vælg en fil") if not uploads else _("Vælg kun én fil ad gangen"))
        return ""
    [upload] = uploads
    kind = PurePosixPath(upload.name).suffix.lower()
    db.session.rollback()  # nobody waits for the write lock while a file is read
    try:
        _rows(upload, kind)
    except TableError as error:
        for problem in error.problems[:20]:
            form.file.mark(_line(problem))
        return ""
    blob = storage.keep(db.session, pages.store(), consultation.authority_id, upload.content, TYPES[kind])
    filing.note_uploaded(db.session, current_person().actor, clock.now(), consultation, [blob])
    name = f"{consultation.id}/{current_person().actor}/{blob.id}/{upload.name}"
    db.session.commit()
    return sign(pages.settings().secret_key, _PURPOSE, name)


def _rows(upload: Upload, kind: str) -> list[Row]:
    if kind not in TYPES or upload.too_large:
        raise TableError([Problem(0, "kind" if kind not in TYPES else "too_long")])
    rows = read_table(upload.content, upload.name)
    if len(rows) > MOST_ROWS:
        raise TableError([Problem(0, "rows")])
    return rows


def _kept(consultation: Consultation, given: str) -> tuple[str, list[Row]]:
    """The file's name and its rows; NotFound for what this person did not upload here."""
    name = unsign(pages.settings().secret_key, _PURPOSE, given) or ""
    owner, actor, blob_id, file = [*name.split("/", 3), "", "", "", ""][:4]
    if owner != str(consultation.id) or actor != current_person().actor:
        raise NotFound("no such file")
    content = pages.store().get(get_blob(db.session, int(blob_id)).sha256)
    db.session.rollback()
    return file, _rows(Upload(file, content), PurePosixPath(file).suffix.lower())


def _show(consultation: Consultation, given: str) -> str:
    slug = consultation.slug
    name, rows = _kept(consultation, given)
    consultation = staff_consultation(slug)
    read, problems = importing.preview(db.session, consultation, rows, clock.now())
    wrong: dict[int, list[str]] = {}
    for problem in problems:
        wrong.setdefault(problem.row, []).append(f"{problem.field} {problem_words(problem.code)}")
    return render_template(
        "responses/_read_in_rows.html",
        consultation=consultation,
        given=given,
        name=name,
        rows=read,
        wrong=wrong,
        known=importing.is_imported(db.session, consultation, rows),
        channels=CHANNELS,
        capacities=CAPACITIES,
    )


def _take_in(consultation: Consultation, given: str) -> BaseResponse:
    slug = consultation.slug
    _name, rows = _kept(consultation, given)
    who = current_person().actor
    try:
        consultation = staff_consultation(slug)
        now = clock.now()
        done = importing.import_responses(
            db.session, pages.settings(), pages.store(), who, now, consultation, rows, None
        )
        db.session.commit()
    except (Refused, Conflict):  # the page says what is wrong now
        db.session.rollback()
        return redirect(url_for("responses.read_in", slug=slug, fil=given), 303)
    numbers = _("%(first)s til %(last)s", first=done[0].number, last=done[-1].number)
    words = ngettext(
        "%(num)s svar er læst ind: nr. %(numbers)s.",
        "%(num)s svar er læst ind: nr. %(numbers)s.",
        len(done),
        numbers=numbers if len(done) > 1 else done[0].number,
    )
    flash(words, "success")
    return redirect(url_for("responses.intake", slug=slug), 303)


def _line(problem: Problem) -> str:
    words = problem_words(problem.code)
    if not problem.row or problem.code == "empty":
        return words[:1].upper() + words[1:]
    return str(_("Række %(row)s: %(field)s %(words)s", row=problem.row, field=problem.field, words=words))
