"""Pages of remarks: one text for several positions, and both texts where two wrote at once (C2, U25)."""

from collections.abc import Iterable

from flask import flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from consultation.accounts.queries import names
from consultation.accounts.signed_in import requires
from consultation.analysis import queries, remarks, standards
from consultation.analysis.blueprint import blueprint
from consultation.analysis.figures import PositionLine
from consultation.analysis.forms import NewRemarkForm, RemarkForm, UseForm
from consultation.analysis.labels import line_words
from consultation.analysis.pages import POSITION, READERS, Treatment, find_treatment
from consultation.analysis.standard_fields import fill, left_open
from consultation.analysis.warned import of_remark
from consultation.errors import Conflict, NotFound
from consultation.extensions import db
from consultation.lib.integers import read_integer, read_integers
from consultation.models import Remark, RemarkVersion, StandardRemarkVersion
from consultation.web import giveaways

REMARK = "/intern/hoeringer/<slug>/bemaerkninger/<int:number>"


@blueprint.get("/intern/hoeringer/<slug>/bemaerkninger", endpoint="remarks")
@requires(*READERS)
def list_remarks(slug: str) -> BaseResponse:
    at = find_treatment(slug)
    rows = queries.list_remarks(db.session, at.consultation.id)
    users = {remark.number: _users(at, remark) for remark, _text in rows}
    outdated = standards.list_outdated(db.session, at.consultation.id)
    people = _names(text for _, text in rows)
    return at.render("remarks", rows=rows, users=users, lacking=_lacking(at), names=people, outdated=outdated)


@blueprint.route("/intern/hoeringer/<slug>/bemaerkninger/ny", methods=["GET", "POST"])
@requires(*READERS)
def add_remark(slug: str) -> BaseResponse:
    at = find_treatment(slug)
    offered = [one for one in standards.list_standards(db.session, at.person.authority_id) if not one.row.withdrawn_at]
    chosen = next((one for one in offered if one.row.id == read_integer(request.args.get("standard"))), None)
    form = _new_form(at, chosen)
    if form.validate_on_submit():
        row = _add(at, form)
        db.session.commit()
        _say_saved(at, row)
        giveaways.tell(form)
        idle = not form.positions.data
        return redirect(at.url("remark", number=row.number) if idle else at.url("remarks"), 303)
    open_fields = left_open(form.text.data) if chosen else ()
    return at.render("add_remark", form=form, offered=offered, chosen=chosen, open_fields=open_fields)


def _say_saved(at: Treatment, row: Remark) -> None:
    if _users(at, row):
        flash(_("Bemærkning B%(number)s er gemt.", number=row.number), "success")
        return
    words = _(
        "Bemærkning B%(number)s er gemt. Den står i intet papir, før den svarer på et synspunkt.", number=row.number
    )
    flash(words, "warning")


def _new_form(at: Treatment, chosen: standards.Standard | None) -> NewRemarkForm:
    """Empty, or the text of a standard remark to begin with."""
    asked = read_integers(request.args.getlist("synspunkt"))
    form = NewRemarkForm(
        data={
            "positions": asked,
            "standard": str(chosen.newest.id) if chosen else "",
            "text": _filled(at, chosen.newest.text, asked) if chosen else "",
        }
    )
    form.positions.choices = {line.position.id: line_words(line) for line in _lacking(at)}
    return form


def _filled(at: Treatment, text: str, position_ids: Iterable[int]) -> str:
    """The fields of a standard remark's text filled for these positions; unknown ones are none."""
    lines = [line for one in position_ids if (line := at.board.by_position.get(one))]
    return fill(text, standards.values_of(at.consultation, lines))


def _add(at: Treatment, form: NewRemarkForm) -> Remark:
    who = db.session, at.person.actor, at.now, at.consultation
    if form.standard.data:
        form.text.data = _filled(at, form.text.data, form.positions.data)
    row = remarks.add_remark(*who, form.text.data)
    remarks.use_remark(*who, row, [at.line(one).position for one in form.positions.data])
    version = db.session.get(StandardRemarkVersion, read_integer(form.standard.data) or 0)
    if version is not None and version.authority_id == row.authority_id:
        standards.note_use(db.session, at.person.actor, at.now, row, version)
    return row


@blueprint.route(REMARK, methods=["GET", "POST"])
@requires(*READERS)
def remark(slug: str, number: int) -> BaseResponse:
    at = find_treatment(slug)
    row, newest = queries.get_remark(db.session, at.consultation.id, number)
    form = RemarkForm(data={"base": str(newest.number), "text": newest.text})
    if form.validate_on_submit():
        try:
            remarks.write_remark(
                db.session, at.person.actor, at.now, at.consultation, row, base_number=_base(form), text=form.text.data
            )
            db.session.commit()
        except Conflict:
            db.session.rollback()
            return _conflict(find_treatment(slug), number, form.text.data)
        _say_saved(at, row)
        giveaways.tell(form)
        return redirect(at.url("remark", number=number), 303)
    use = UseForm()
    use.positions.choices = {line.position.id: line_words(line) for line in _lacking(at)}
    return _render(at, row, form, use)


@blueprint.post(f"{REMARK}/behold")
@requires(*READERS)
def keep_remark(slug: str, number: int) -> BaseResponse:
    at, form = find_treatment(slug), RemarkForm()
    row, _newest = queries.get_remark(db.session, at.consultation.id, number)
    if not form.validate():
        return redirect(at.url("remark", number=number), 303)
    try:
        remarks.keep_remark(
            db.session, at.person.actor, at.now, at.consultation, row, base_number=_base(form), text=form.text.data
        )
        db.session.commit()
    except Conflict:
        db.session.rollback()
        return _conflict(find_treatment(slug), number, form.text.data)
    flash(_("Den andens tekst gælder. Din tekst er gemt under tidligere tekster."), "success")
    return redirect(at.url("remark", number=number), 303)


@blueprint.post(f"{REMARK}/brug")
@requires(*READERS)
def use_remark(slug: str, number: int) -> BaseResponse:
    at, use = find_treatment(slug), UseForm()
    row, newest = queries.get_remark(db.session, at.consultation.id, number)
    use.positions.choices = {line.position.id: line_words(line) for line in _lacking(at)}
    if not use.validate():
        form = RemarkForm(formdata=None, data={"base": str(newest.number), "text": newest.text})
        return _render(at, row, form, use)
    chosen = [at.line(one).position for one in use.positions.data]
    remarks.use_remark(db.session, at.person.actor, at.now, at.consultation, row, chosen)
    db.session.commit()
    flash(_("Bemærkning B%(number)s er gemt.", number=number), "success")
    return redirect(at.url("remark", number=number), 303)


@blueprint.post(f"{REMARK}/standard")
@requires(*READERS)
def take_standard(slug: str, number: int) -> BaseResponse:
    """The newest text of the standard remark that this one began as, in one press."""
    at, form = find_treatment(slug), RemarkForm()
    row, newest = queries.get_remark(db.session, at.consultation.id, number)
    origin = standards.origin_of(db.session, row)
    if origin is None or origin.newer is None:
        raise NotFound("no newer standard text")
    text = _newer(at, row, origin)
    try:
        who = db.session, at.person.actor, at.now
        base = read_integer(form.base.data) or newest.number
        remarks.write_remark(*who, at.consultation, row, base_number=base, text=text)
        standards.note_use(*who, row, origin.newer)
        db.session.commit()
    except Conflict:
        db.session.rollback()
        return _conflict(find_treatment(slug), number, newest.text)
    flash(_("Bemærkning B%(number)s har fået den nye standardtekst.", number=number), "success")
    giveaways.tell_text(_("Bemærkning"), text)
    return redirect(at.url("remark", number=number), 303)


def _newer(at: Treatment, row: Remark, origin: standards.Origin | None) -> str:
    """The newer standard text with its fields filled for what the remark answers; "" where there is none."""
    if origin is None or origin.newer is None:
        return ""
    return _filled(at, origin.newer.text, [line.position.id for line in _users(at, row)])


@blueprint.post(f"{POSITION}/kopi")
@requires(*READERS)
def copy_remark(slug: str, position_id: int) -> BaseResponse:
    """A remark of its own for one of several positions that share one."""
    at = find_treatment(slug)
    line = at.line(position_id)
    if line.remark is None:
        raise NotFound("there is no remark to copy")
    who = db.session, at.person.actor, at.now, at.consultation
    row = remarks.add_remark(*who, line.remark.text)
    remarks.use_remark(*who, row, [line.position])
    db.session.commit()
    flash(_("Synspunktet har nu sin egen bemærkning, B%(number)s. Ret den her.", number=row.number), "success")
    giveaways.tell_text(_("Bemærkning"), line.remark.text)
    return redirect(at.url("remark", number=row.number), 303)


def _base(form: RemarkForm) -> int:
    """The version that was on the screen; 0, which is never the newest, for anything else."""
    return read_integer(form.base.data) or 0


def _render(at: Treatment, row: Remark, form: RemarkForm, use: UseForm) -> BaseResponse:
    versions = queries.list_remark_versions(db.session, row.id)
    by_number = {one.number: one for one in versions}
    return at.render(
        "remark",
        wording=of_remark(at, row, versions[0]),
        origin=(origin := standards.origin_of(db.session, row)),
        newer=_newer(at, row, origin),
        compared=[by_number.get(read_integer(request.args.get(name)) or 0) for name in ("fra", "til")],
        remark=row,
        form=form,
        use=use,
        users=_users(at, row),
        newest=versions[0],
        earlier=versions[1:],
        names=_names(versions),
    )


def _conflict(at: Treatment, number: int, mine: str) -> BaseResponse:
    """Both texts side by side, and a choice (C2)."""
    row, theirs = queries.get_remark(db.session, at.consultation.id, number)
    form = RemarkForm(formdata=None, data={"base": str(theirs.number), "text": mine})
    form.text.label.text = _("Din tekst")
    who = _names([theirs]).get(theirs.by, "")
    return at.render("keep_remark", status=409, remark=row, theirs=theirs, form=form, who=who)


def _users(at: Treatment, row: Remark) -> list[PositionLine]:
    return [line for line in at.board.positions if line.position.remark_id == row.id]


def _lacking(at: Treatment) -> list[PositionLine]:
    return [line for line in at.board.positions if line.position.remark_id is None]


def _names(versions: Iterable[RemarkVersion]) -> dict[str, str]:
    return names(db.session, {version.by for version in versions})
