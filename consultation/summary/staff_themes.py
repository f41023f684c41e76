"""The page on which the secretary chooses the main themes of the summary."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from consultation import clock
from consultation.accounts.signed_in import current_person, requires
from consultation.analysis.figures import board_of
from consultation.analysis.queries import list_themes, place_themes
from consultation.extensions import db
from consultation.models import Consultation
from consultation.summary.blueprint import REPORT, blueprint
from consultation.summary.choosing import choose_main_themes
from consultation.summary.forms import MainThemesForm
from consultation.summary.pages import paper_consultation
from consultation.vocabulary import Role


@blueprint.route(f"{REPORT}/hovedtemaer", methods=["GET", "POST"])
@requires(Role.SECRETARY)
def main_themes(slug: str) -> str | Response | tuple[str, int]:
    row, form = paper_consultation(slug), MainThemesForm()
    form.themes.choices = _choices(row)
    if not form.is_submitted():
        form.themes.data = [theme.id for theme in list_themes(db.session, row.id) if theme.main_rank is not None]
        return render_template("summary/main_themes.html", consultation=row, form=form)
    if not form.validate():
        return render_template("summary/main_themes.html", consultation=row, form=form), 400
    choose_main_themes(db.session, current_person().actor, clock.now(), row, form.themes.data)
    db.session.commit()
    flash(_("Hovedtemaerne er gemt."), "success")
    return redirect(url_for("summary.report", slug=slug), 303)


def _choices(row: Consultation) -> dict[int, str]:
    """Each theme with its number and how many responses have a point there."""
    numbers = {one.id: one.number for one in place_themes(db.session, row.id)}
    behind: dict[int, set[str]] = {}
    for line in board_of(db.session, row).positions:
        behind.setdefault(line.theme.id, set()).update(line.numbers)
    return {
        theme.id: f"{numbers[theme.id]} {theme.title} ({_responses(len(behind.get(theme.id, ())))})"
        for theme in list_themes(db.session, row.id)
    }


def _responses(count: int) -> str:
    return str(ngettext("%(num)s svar", "%(num)s svar", count))
