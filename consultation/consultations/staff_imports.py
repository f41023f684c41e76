"""A Word file, an OpenDocument or a pasted text for a draft: read, shown with what was left out, taken over or not."""

from collections.abc import Sequence

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consultation import clock
from consultation.accounts.signed_in import current_person, requires
from consultation.consultations import importing, pasting, queries
from consultation.consultations.blueprint import blueprint
from consultation.consultations.forms import ReadInForm, TakeForm
from consultation.consultations.labels import UNREADABLE, left_out_words
from consultation.consultations.pages import editable, staff_html
from consultation.consultations.sections import MOST_SECTIONS
from consultation.errors import Conflict, NotFound
from consultation.extensions import db
from consultation.lib import wordfile
from consultation.lib.html import from_markdown
from consultation.lib.text import TextError
from consultation.models import Consultation, DraftImport
from consultation.vocabulary import Role
from consultation.web.bodies import accepts_files
from consultation.web.uploads import Upload, attachment_response, read_uploads


@blueprint.route("/intern/hoeringer/<slug>/udkast/<int:number>/indlaes", methods=["GET", "POST"])
@requires(Role.EDITOR, Role.SUBJECT_OWNER)
@accepts_files
def read_in(slug: str, number: int) -> str | Response:
    (consultation, found), form = editable(slug, number), ReadInForm()
    row = _read(consultation, number, form) if form.validate_on_submit() else None
    if row is not None:
        address = url_for("consultations.show_read", slug=slug, number=number, import_id=row.id)
        db.session.commit()
        return redirect(address, 303)
    db.session.rollback()
    return render_template("consultations/read_in.html", consultation=consultation, found=found, form=form)


def _read(consultation: Consultation, number: int, form: ReadInForm) -> DraftImport | None:
    """The text as it was read, None where the form is now marked."""
    uploads = read_uploads(form.file.data)
    if uploads:
        return _read_file(consultation, number, form, uploads)
    if not form.text.data.strip():
        form.file.mark(_("Vælg en fil, eller sæt en tekst ind"))
        return None
    plain = form.kind.data == "plain"
    markdown = pasting.plain_as_markdown(form.text.data) if plain else form.text.data
    row = importing.keep_pasted(db.session, current_person().actor, clock.now(), consultation, number, markdown)
    return _checked(row, form)


def _read_file(
    consultation: Consultation, number: int, form: ReadInForm, uploads: Sequence[Upload]
) -> DraftImport | None:
    upload, *more = uploads
    code = "several" if more else "too_large" if upload.too_large else ""
    try:
        if not code:
            db.session.rollback()  # nobody waits for the write lock while a file is read (I1)
            found = wordfile.read(upload.content)
            who = current_person().actor, clock.now(), consultation, number
            row = importing.keep_file(db.session, current_app.extensions["store"], *who, upload.name, found)
            return _checked(row, form)
    except wordfile.UnreadableFileError as error:
        code = error.code
    except TextError:
        code = "broken"
    form.file.mark(UNREADABLE[code])
    return None


def _checked(row: DraftImport, form: ReadInForm) -> DraftImport | None:
    """The row, unless it has no sections or more than a draft may have."""
    count = len(importing.text_of(row).sections)
    field = form.file if row.name else form.text
    if count == 0:
        field.mark(_("Der var ingen tekst at læse ind"))
    elif count > MOST_SECTIONS:
        field.mark(
            _("Teksten har %(count)s afsnit. Et udkast kan have højst %(most)s.", count=count, most=MOST_SECTIONS)
        )
    return row if not form.errors else None


@blueprint.route("/intern/hoeringer/<slug>/udkast/<int:number>/indlaes/<int:import_id>", methods=["GET", "POST"])
@requires(Role.EDITOR, Role.SUBJECT_OWNER)
def show_read(slug: str, number: int, import_id: int) -> str | Response:
    (consultation, found), form = editable(slug, number), TakeForm()
    row = importing.get_import(db.session, found.draft.id, import_id)
    if form.validate_on_submit():
        try:
            add = form.how.data == "add"
            importing.take_import(db.session, current_person().actor, clock.now(), consultation, found, row, add=add)
        except Conflict as error:
            raise Conflict("taken over", reason=_("Teksten er allerede taget over i udkastet.")) from error
        db.session.commit()
        flash(_("Teksten er nu udkastets afsnit. Læs den igennem, og ret den her."), "success")
        return redirect(url_for("consultations.draft", slug=slug, number=number), 303)
    return _shown(consultation, found, row, form)


def _shown(consultation: Consultation, found: queries.DraftText, row: DraftImport, form: TakeForm) -> str:
    proposal = importing.propose(db.session, found, row, add=False)
    now = queries.list_sections(db.session, found.version.id)
    sections = [
        (given, proposal.printed[given.anchor], staff_html(given.html or from_markdown(given.source), given.heading))
        for given in proposal.inputs
    ]
    return render_template(
        "consultations/show_read.html",
        consultation=consultation,
        found=found,
        row=row,
        form=form,
        sections=sections,
        left_out=[(left_out_words(one), one) for one in importing.text_of(row).left_out],
        numbers_kept=proposal.numbers_kept,
        gone=[one for one in now if one.section.anchor not in proposal.printed],
        known={one.section.anchor for one in now},
    )


@blueprint.get("/intern/billeder/<picture>")
@requires(*Role)
def illustration(picture: str) -> Response:
    """A picture in a text that may not be public yet (P7)."""
    row = queries.find_illustration(db.session, picture)
    if row is None or row.authority_id != current_person().authority_id:
        raise NotFound("no such picture")
    blob = queries.get_blob(db.session, row.blob_id)
    return attachment_response(current_app.extensions["store"].get(blob.sha256), picture, blob.media_type)
