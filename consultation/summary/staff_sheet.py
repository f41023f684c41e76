"""The positions as a sheet: taken to fill in, and taken in again when a person has seen every change (C2)."""

from itertools import groupby
from pathlib import PurePosixPath

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from consultation import clock, storage
from consultation.accounts.signed_in import current_person, requires
from consultation.analysis.figures import board_of
from consultation.consultations.pages import staff_consultation
from consultation.consultations.queries import get_blob
from consultation.errors import Conflict, NotFound
from consultation.extensions import db
from consultation.lib.sheetfile import Page, read_book
from consultation.lib.tables import TableError
from consultation.lib.tokens import sign, unsign
from consultation.models import Consultation
from consultation.responses.filing import note_uploaded
from consultation.summary import returned, taking_in, worksheet
from consultation.summary.blueprint import SHEET, blueprint
from consultation.summary.edits import Clash, Part
from consultation.summary.forms import SheetForm
from consultation.summary.labels import fault_words, file_words
from consultation.summary.operations import MEDIA_TYPES
from consultation.vocabulary import Role
from consultation.web import giveaways
from consultation.web.bodies import accepts_files
from consultation.web.uploads import attachment_response, read_uploads

READERS = (Role.SUBJECT_OWNER, Role.SECRETARY)
XLSX = MEDIA_TYPES[".xlsx"]
_PURPOSE = "sheet"


@blueprint.get(f"{SHEET}/hent")
@requires(*READERS)
def take_sheet(slug: str) -> Response:
    """The working sheet: titles, numbers, remarks and outcomes; no word of any response, and no name."""
    row, now = staff_consultation(slug), clock.now()
    standing = taking_in.standing_of(board_of(db.session, row).positions)
    content = worksheet.make(row.title, row.authority.name, standing, now)
    return attachment_response(content, f"{slug}-synspunkter.xlsx", XLSX)


@blueprint.route(SHEET, methods=["GET", "POST"])
@requires(*READERS)
@accepts_files
def sheet(slug: str) -> str | Response:
    """Where the sheet is taken and handed in; with a kept file, what it would change."""
    row, form = staff_consultation(slug), SheetForm()
    given = request.values.get("fil", "")
    if given:
        return _take_in(row, given) if request.method == "POST" else _show(row, given)
    if request.method == "POST" and (kept := _keep(row, form)):
        return redirect(url_for("summary.sheet", slug=slug, fil=kept), 303)
    return render_template("summary/sheet.html", consultation=row, form=form)


def _keep(row: Consultation, form: SheetForm) -> str:
    """Keeps the file until it is confirmed; returns its signed name, "" where the form is now marked."""
    uploads = read_uploads(form.file.data)
    if len(uploads) != 1 or uploads[0].too_large:
        form.file.mark(_("Vælg én fil på højst 10 MB"))
        return ""
    [upload] = uploads
    db.session.rollback()  # nobody waits for the write lock while a file is read
    try:
        came = returned.read(read_book(upload.content))
    except TableError as error:
        form.file.mark(file_words(error.problems[0].code))
        return ""
    wrong = [problem for problem in came.problems if problem.fault in returned.OF_THE_FILE]
    for problem in wrong:
        form.file.mark(fault_words(problem))
    if wrong:
        return ""
    blob = storage.keep(db.session, current_app.extensions["store"], row.authority_id, upload.content, XLSX)
    note_uploaded(db.session, current_person().actor, clock.now(), row, [blob])
    name = f"{row.id}/{current_person().actor}/{blob.id}/{PurePosixPath(upload.name).name}"
    db.session.commit()
    return sign(current_app.config["SETTINGS"].secret_key, _PURPOSE, name)


def _kept(row: Consultation, given: str) -> tuple[str, list[Page]]:
    """The file's name and its sheets; NotFound for what this person did not hand in here."""
    name = unsign(current_app.config["SETTINGS"].secret_key, _PURPOSE, given) or ""
    owner, actor, blob_id, file = [*name.split("/", 3), "", "", "", ""][:4]
    if owner != str(row.id) or actor != current_person().actor:
        raise NotFound("no such file")
    content = current_app.extensions["store"].get(get_blob(db.session, int(blob_id)).sha256)
    db.session.rollback()
    return file, read_book(content)


def _show(row: Consultation, given: str) -> str:
    slug = row.slug
    name, pages = _kept(row, given)
    row = staff_consultation(slug)
    plan = taking_in.plan_of(db.session, row, pages)
    found = [(one, list(same)) for one, same in groupby(plan.edits, key=lambda edit: edit.position)]
    return render_template(
        "summary/_returned.html",
        consultation=row,
        given=given,
        name=name,
        plan=plan,
        found=found,
        clashes=[edit for edit in plan.edits if edit.clash],
        problems=[(problem, fault_words(problem)) for problem in plan.problems],
        Part=Part,
        Clash=Clash,
    )


def _take_in(row: Consultation, given: str) -> Response:
    slug, tokens = row.slug, request.form.getlist("tag")
    again = redirect(url_for("summary.sheet", slug=slug, fil=given), 303)
    _name, pages = _kept(row, given)
    if not tokens:
        flash(_("Du har ikke sat kryds ved nogen ændring. Intet er gemt."), "warning")
        return again
    row = staff_consultation(slug)
    plan = taking_in.plan_of(db.session, row, pages)
    try:
        taken = taking_in.take_in(db.session, current_person().actor, clock.now(), row, pages, tokens)
        db.session.commit()
    except Conflict:
        db.session.rollback()
        flash(_("Nogen har ændret noget, mens du så på det. Intet er gemt. Se ændringerne igennem igen."), "warning")
        return again
    words = ngettext("%(num)s bemærkning", "%(num)s bemærkninger", taken.remarks)
    outcomes = ngettext("%(num)s indstilling", "%(num)s indstillinger", taken.outcomes)
    flash(_("Gemt fra arket: %(remarks)s og %(outcomes)s.", remarks=words, outcomes=outcomes), "success")
    for edit in plan.edits:
        if edit.part is Part.REMARK and edit.token in tokens:
            giveaways.tell_text(_("Bemærkningen til pkt. %(label)s", label=edit.position.label), edit.new)
    return redirect(url_for("analysis.positions", slug=slug), 303)
