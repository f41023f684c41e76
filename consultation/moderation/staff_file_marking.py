"""Acts on a file at the desk: read by eye, held back, its name, boxes, sentences; all without a mouse or a script."""

from flask import current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from consultation.accounts.signed_in import requires
from consultation.errors import Invalid
from consultation.extensions import db
from consultation.lib.integers import read_integer
from consultation.moderation import file_copies, file_desk, file_marking, marking, pages, queries, rules
from consultation.moderation.blueprint import FILE, PAGE, blueprint
from consultation.moderation.composition import Spot
from consultation.moderation.files import TEXT, BoxMark, WholeMark
from consultation.moderation.forms import BasisForm, BoxForm
from consultation.moderation.pages import Desk
from consultation.vocabulary import FileAct, Role

_LONGEST_CHOICE = 40
_BOX_FAULTS = {
    "words": _l("Ordene under feltet kan ikke findes i teksten. Overstreg dem som ord eller sætninger i stedet."),
    "page": _l("Siden kan ikke tegnes. Hold filen tilbage, eller overstreg ordene."),
    "edge": _l("Feltet går ud over kanten. Tallene må højst være 1000 tilsammen."),
    "size": _l("Feltet skal have en bredde og en højde over 0."),
}


@blueprint.post(f"{FILE}/sig")
@requires(Role.MODERATOR)
def say_of_file(slug: str, label: str, position: int) -> BaseResponse:
    """That it is read by eye, or whether its own name may be shown."""
    at, said = pages.find_desk(slug, label), request.form.get("act", "")
    if said not in set(FileAct):
        raise Invalid("no such act")
    file_marking.say(
        db.session, at.person.actor, at.now, at.response.id, position, FileAct(said), version_number=pages.version()
    )
    db.session.commit()
    flash(_said(FileAct(said), position), "success")
    return redirect(at.url(f"bilag-{position}"), 303)


@blueprint.post(f"{FILE}/hold-tilbage")
@requires(Role.MODERATOR)
def hold_file(slug: str, label: str, position: int) -> BaseResponse:
    """All of the file goes, or is shown again."""
    at, form = pages.find_desk(slug, label), BasisForm(prefix="fil-")
    mark = None
    if "again" not in request.form:
        if not form.validate() or form.kind.data is None:
            return file_desk.render(at, position, 1, hold=form, status=400)
        mark = WholeMark(form.kind.data, form.basis.data or rules.BASES[form.kind.data])
    file_marking.hold_back(
        db.session, at.person.actor, at.now, at.response.id, position, mark, version_number=pages.version()
    )
    db.session.commit()
    flash(
        _("Bilag %(number)s bliver ikke vist.", number=position)
        if mark
        else _("Bilag %(number)s bliver vist igen.", number=position),
        "success",
    )
    return redirect(at.url(f"bilag-{position}"), 303)


@blueprint.post(f"{PAGE}/felt")
@requires(Role.MODERATOR)
def mark_box(slug: str, label: str, position: int, page: int) -> BaseResponse:
    """A box on the page, and the words beneath it."""
    at, form = pages.find_desk(slug, label), BoxForm(prefix="felt-")
    if not form.validate() or form.kind.data is None:
        return file_desk.render(at, position, page, box=form, status=400)
    box = BoxMark(page, form.box, form.kind.data, form.basis.data or rules.BASES[form.kind.data])
    try:
        _mark_box(at, position, box)
    except Invalid as error:
        db.session.rollback()
        form.x.mark(_BOX_FAULTS[error.errors["box"]])
        return file_desk.render(at, position, page, box=form, status=error.status)
    db.session.commit()
    flash(_("Feltet på side %(page)s er overstreget.", page=page), "success")
    return redirect(_page_url(at, position, page), 303)


def _mark_box(at: Desk, position: int, box: BoxMark) -> None:
    """What lies beneath is read before anything is written: it takes a second."""
    material = queries.material_of(db.session, at.response)
    file = file_marking.get_file(material, position)
    content = current_app.extensions["store"].get(queries.sha256_of(db.session, file.blob_id))
    letters, seen = file_copies.beneath(file, content, box)
    file_marking.mark_box(
        db.session,
        at.person.actor,
        at.now,
        at.response.id,
        position,
        box,
        letters=letters,
        seen=seen,
        version_number=pages.version(),
    )


@blueprint.post(f"{PAGE}/felt/fjern")
@requires(Role.MODERATOR)
def unmark_box(slug: str, label: str, position: int, page: int) -> BaseResponse:
    at = pages.find_desk(slug, label)
    file_marking.unmark_box(
        db.session,
        at.person.actor,
        at.now,
        at.response.id,
        position,
        pages.whole("box"),
        version_number=pages.version(),
    )
    db.session.commit()
    flash(_("Feltet er fjernet. Ordene under det er overstreget, til du fortryder dem i listen over fund."), "success")
    return redirect(_page_url(at, position, page), 303)


@blueprint.post(f"{PAGE}/saetninger")
@requires(Role.MODERATOR)
def mark_file_sentences(slug: str, label: str, position: int, page: int) -> BaseResponse:
    at, form = pages.find_desk(slug, label), BasisForm(prefix="s-")
    file = file_marking.get_file(queries.material_of(db.session, at.response), position)
    chosen = [_place(file.id, one) for one in request.form.getlist("sentences") if len(one) < _LONGEST_CHOICE]
    if not form.validate() or form.kind.data is None or not chosen:
        if not chosen:
            form.kind.mark(_("Vælg mindst én sætning"))
        return file_desk.render(at, position, page, sentences=form, status=400)
    count = marking.mark_sentences(
        db.session,
        at.person.actor,
        at.now,
        at.response.id,
        chosen,
        form.kind.data,
        basis=form.basis.data or "",
        version_number=pages.version(),
    )
    db.session.commit()
    flash(ngettext("%(num)s sætning er overstreget.", "%(num)s sætninger er overstreget.", count), "success")
    return redirect(_page_url(at, position, page), 303)


def _place(attachment_id: int, value: str) -> tuple[Spot, int, int]:
    """The sentence behind "12.40"."""
    start, end = map(read_integer, value.partition(".")[::2])
    if start is None or end is None:
        raise Invalid("no sentence")
    return Spot(None, TEXT, attachment_id), start, end


def _page_url(at: Desk, position: int, page: int) -> str:
    return url_for("moderation.file_page", slug=at.consultation.slug, label=at.label, position=position, page=page)


def _said(act: FileAct, position: int) -> str:
    said = {
        FileAct.READ: _("Det er noteret, at du har læst bilag %(number)s.", number=position),
        FileAct.SHOW_NAME: _("Navnet på bilag %(number)s bliver vist.", number=position),
        FileAct.HIDE_NAME: _("Navnet på bilag %(number)s bliver ikke vist.", number=position),
    }
    return str(said[act])
