"""Pages of the report: its chapters, the preview, and making the papers."""

from flask import current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from consultation import clock
from consultation.accounts.queries import names
from consultation.accounts.signed_in import current_person, requires
from consultation.analysis.figures import board_of
from consultation.config import Settings
from consultation.errors import Refused
from consultation.extensions import db
from consultation.models import Consultation
from consultation.summary import operations, queries
from consultation.summary import report as papers
from consultation.summary.blueprint import PACKAGES, REPORT, blueprint
from consultation.summary.forms import FINAL, PROVISIONAL, FreezeForm
from consultation.summary.gaps import Gap
from consultation.summary.inputs import REQUIRED_CHAPTERS
from consultation.summary.labels import CHAPTERS, HINTS
from consultation.summary.pages import drawn, lines, paper_consultation
from consultation.summary.placing import placed
from consultation.summary.selection import Selection
from consultation.summary.structure import printed
from consultation.vocabulary import Role

FOR_COMMITTEE = "udvalg"


# The report's own texts


@blueprint.get(REPORT)
@requires(Role.SECRETARY, Role.SUBJECT_OWNER)
def report(slug: str) -> str:
    return _render_report(paper_consultation(slug))


def _render_report(row: Consultation) -> str:
    versions = queries.list_text_versions(db.session, row.id)
    return render_template(
        "summary/report.html",
        consultation=row,
        chapters=CHAPTERS,
        hints=HINTS,
        required=REQUIRED_CHAPTERS,
        versions=versions,
        people=names(db.session, {one.by for found in versions.values() for one in found}),
        board=board_of(db.session, row),
        may_write=Role.SECRETARY in current_person().roles,
    )


# The report as it will be printed


@blueprint.get(f"{REPORT}/forhaandsvisning")
@requires(Role.SECRETARY, Role.SUBJECT_OWNER)
def preview(slug: str) -> str:
    row, now = paper_consultation(slug), clock.now()
    collected = operations.collect_now(db.session, _settings(), now, row, provisional=True)
    document = papers.build(Selection(collected))
    hidden = request.args.get("vis") == FOR_COMMITTEE
    gaps = () if hidden else operations.gaps_of(db.session, now, row, collected)
    boxes = {place: lines(row, found) for place, found in placed(document, gaps).items()}
    return render_template(
        "summary/preview.html",
        consultation=row,
        document=document,
        shown=tuple(printed(document)),
        drawn=drawn,
        boxes=boxes,
        hidden=hidden,
        count=len(gaps),
    )


# Making the papers


@blueprint.route(PACKAGES, methods=["GET", "POST"])
@requires(Role.SECRETARY)
def compile(slug: str) -> str | Response | tuple[str, int]:  # noqa: A001 - the endpoint of interface.md 1.3
    row, form = paper_consultation(slug), FreezeForm()
    if not form.is_submitted():
        return _render_compile(row)
    person, now = current_person(), clock.now()
    try:
        snapshot = operations.freeze(db.session, _settings(), person.actor, now, row, provisional=form.provisional)
    except Refused:
        db.session.rollback()
        return _render_compile(row), 409
    operations.order_package(db.session, now, snapshot)
    db.session.commit()
    return redirect(url_for("summary.compile", slug=slug), 303)


def _render_compile(row: Consultation) -> str:
    now = clock.now()
    collected = operations.collect_now(db.session, _settings(), now, row, provisional=False)
    gaps = operations.gaps_of(db.session, now, row, collected)
    final = queries.newest_snapshot(db.session, row.id, provisional=False)
    frozen = queries.list_frozen(db.session, row.id)
    return render_template(
        "summary/compile.html",
        consultation=row,
        gaps=lines(row, gaps),
        stopped=lines(row, _stopping(gaps)),
        final=final,
        changes=operations.changes_since(final, collected) if final else (),
        frozen=frozen,
        people=names(db.session, {one.by for one in frozen}),
        editions={"final": FINAL, "provisional": PROVISIONAL},
    )


def _stopping(gaps: tuple[Gap, ...]) -> list[Gap]:
    """What a stamp does not heal."""
    return [gap for gap in gaps if gap.kind in operations.NEVER_MADE]


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
