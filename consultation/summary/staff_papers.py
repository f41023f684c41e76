"""Pages of a made package: what is in it, taking it, and laying the open annexes on the page."""

import json

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from consultation import clock
from consultation.accounts.queries import names
from consultation.accounts.signed_in import current_person, requires
from consultation.errors import Gone, Invalid, NotFound, Refused
from consultation.extensions import db
from consultation.models import Blob, Consultation, Package, PackageFile, Snapshot
from consultation.summary import archive, comma, operations, publishing, queries
from consultation.summary.annex_names import in_archive
from consultation.summary.blueprint import PACKAGES, blueprint
from consultation.summary.forms import AnnexForm
from consultation.summary.gaps import Gap
from consultation.summary.labels import FILES, TYPES
from consultation.summary.pages import Line, lines, paper_consultation
from consultation.vocabulary import Role
from consultation.web.uploads import attachment_response

PACKAGE = f"{PACKAGES}/<key>"
ZIP = "application/zip"
ORDER = tuple(FILES)
DATA = "data.json"


@blueprint.get(PACKAGE)
@requires(Role.SECRETARY)
def package(slug: str, key: str) -> str:
    return _render(*_found(slug, key), refused=[])


@blueprint.get(f"{PACKAGE}/fil/<name>")
@requires(Role.SECRETARY)
def file(slug: str, key: str, name: str) -> Response:
    """One open file; a closed one has no address of its own."""
    _row, made, _snapshot = _found(slug, key)
    for one, blob in queries.list_blobs(db.session, made.id):
        if one.public and one.name == name:
            return attachment_response(_content(blob), one.name, blob.media_type)
    raise NotFound("no such open file")


@blueprint.get(f"{PACKAGE}/csv/<table>")
@requires(Role.SECRETARY)
def table(slug: str, key: str, table: str) -> Response:
    """A sheet of the overview as CSV, made of the package's data.json."""
    _row, made, _snapshot = _found(slug, key)
    if table not in comma.FILES:
        raise NotFound("no such table")
    [blob] = [blob for one, blob in queries.list_blobs(db.session, made.id) if one.name == DATA]
    return attachment_response(comma.lines(json.loads(_content(blob)), table), table, "text/csv")


@blueprint.get(f"{PACKAGE}/aaben")
@requires(Role.SECRETARY)
def open_part(slug: str, key: str) -> Response:
    row, made, snapshot = _found(slug, key)
    return attachment_response(_packed_open(made, snapshot), _name(row, snapshot, "aaben"), ZIP)


@blueprint.route(f"{PACKAGE}/lukket", methods=["GET", "POST"])
@requires(Role.SECRETARY)
def closed_part(slug: str, key: str) -> str | Response:
    """A page that names the rule; then the files, with an access row and a line in the log (R46)."""
    row, made, snapshot = _found(slug, key)
    form = AnnexForm()
    if not form.is_submitted():
        return render_template("summary/closed_part.html", consultation=row, package=made, snapshot=snapshot)
    content = archive.pack(_contents(made, public=False))
    operations.open_closed_part(db.session, current_person().actor, clock.now(), row, made)
    db.session.commit()
    return attachment_response(content, _name(row, snapshot, "lukket"), ZIP)


@blueprint.post(f"{PACKAGE}/bilag")
@requires(Role.SECRETARY)
def lay_annexes(slug: str, key: str) -> Response | tuple[str, int]:
    """One open file, or all of them where none is named."""
    row, made, _snapshot = _found(slug, key)
    files = _chosen(made, AnnexForm().file.data)
    try:
        publishing.publish_annexes(db.session, current_person().actor, clock.now(), row, files)
    except Refused as refused:
        db.session.rollback()
        told = [gap for gap in refused.gaps if isinstance(gap, Gap)]
        return _render(*_found(slug, key), refused=lines(row, told)), 409
    db.session.commit()
    flash(ngettext("%(num)s bilag ligger på siden.", "%(num)s bilag ligger på siden.", len(files)), "success")
    return redirect(url_for("summary.package", slug=slug, key=key), 303)


def _found(slug: str, key: str) -> tuple[Consultation, Package, Snapshot]:
    row = paper_consultation(slug)
    return (row, *queries.get_package(db.session, row.id, key))


def _chosen(made: Package, name: str) -> list[PackageFile]:
    files = [one for one in queries.list_files(db.session, made.id) if one.public and name in ("", one.name)]
    if not files:
        raise Invalid("no such open file", errors={"file": "unknown"})
    return files


def _render(row: Consultation, made: Package, snapshot: Snapshot, refused: list[Line]) -> str:
    files = sorted(queries.list_blobs(db.session, made.id), key=_rank)
    laid = queries.list_annexes(db.session, row.id)
    return render_template(
        "summary/package.html",
        consultation=row,
        package=made,
        snapshot=snapshot,
        open_files=[(one, blob) for one, blob in files if one.public],
        closed_files=[(one, blob) for one, blob in files if not one.public],
        annexes=laid,
        laid={annex.file_id: annex for annex in laid},
        people=names(db.session, {made.by, *(annex.by for annex in laid)}),
        refused=refused,
        frozen=operations.frozen_inputs(snapshot),
        words=FILES,
        types=TYPES,
        tables=comma.FILES,
    )


def _rank(row: tuple[PackageFile, Blob]) -> int:
    """The papers in the order in which they are read."""
    return ORDER.index(row[0].name) if row[0].name in ORDER else len(ORDER)


def _packed_open(made: Package, snapshot: Snapshot) -> bytes:
    """The open files with the names that people know them by, and the index that says which is which."""
    files = _contents(made, public=True)
    return archive.pack(in_archive(files, json.loads(files[DATA]), str(snapshot.seq)))


def _contents(made: Package, *, public: bool) -> dict[str, bytes]:
    files = queries.list_blobs(db.session, made.id)
    return {one.name: _content(blob) for one, blob in files if one.public is public}


def _content(blob: Blob) -> bytes:
    if blob.erased_at is not None:
        raise Gone("the file is erased")
    content: bytes = current_app.extensions["store"].get(blob.sha256)
    return content


def _name(row: Consultation, snapshot: Snapshot, part: str) -> str:
    stamp = "-kladde" if snapshot.provisional else ""
    return f"{row.slug}-oejebliksbillede-{snapshot.seq}{stamp}-{part}.zip"
