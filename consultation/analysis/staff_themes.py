"""Pages of the themes: the tree, and one theme (R37, analysis.md)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import flash, redirect
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from consultation.accounts.signed_in import requires
from consultation.analysis import queries, tree
from consultation.analysis import themes as writing
from consultation.analysis.blueprint import blueprint
from consultation.analysis.figures import PositionLine
from consultation.analysis.forms import MergeThemeForm, PlaceThemeForm, RenameForm, ThemeForm
from consultation.analysis.labels import THEME_FAULTS
from consultation.analysis.ordering import Node, Placed
from consultation.analysis.pages import READERS, Treatment, default_headings, find_treatment
from consultation.errors import NotFound, Refused
from consultation.extensions import db
from consultation.models import Theme
from consultation.web import giveaways

THEMES = "/intern/hoeringer/<slug>/temaer"
THEME = f"{THEMES}/<int:theme_id>"
TOP = -1
"""In a form, instead of a theme to stand under: the top. (0 would count as nothing chosen.)"""
_STEPS = {"op": -1, "ned": 1}


@dataclass(frozen=True)
class Row:
    """A theme where it is printed, and what is in it; `whole` counts what stands under it too."""

    theme: Theme
    place: Placed
    positions: tuple[PositionLine, ...]
    whole: tuple[PositionLine, ...]

    @property
    def words(self) -> str:
        return f"{self.place.number} {self.theme.title}"

    @property
    def points(self) -> int:
        return sum(len(line.points) for line in self.positions)

    @property
    def all_points(self) -> int:
        return sum(len(line.points) for line in self.whole)


@dataclass(frozen=True)
class Tree:
    """The themes of a consultation on one person's screen."""

    at: Treatment
    rows: tuple[Row, ...]

    @property
    def nodes(self) -> list[Node]:
        return [Node(row.theme.id, row.theme.parent_id, row.theme.rank) for row in self.rows]

    @property
    def general(self) -> int | None:
        return next(
            (row.theme.id for row in self.rows if row.theme.title == writing.GENERAL and not row.theme.parent_id), None
        )

    def row(self, theme_id: int) -> Row:
        """NotFound, also for one that was taken away."""
        found = next((row for row in self.rows if row.theme.id == theme_id), None)
        if found is None:
            raise NotFound("no such theme")
        return found

    def may_step(self, theme: Theme, steps: int) -> bool:
        order = [one.id for one in tree.siblings(self.nodes, theme.parent_id)]
        return order != [one.id for one in tree.stepped(self.nodes, theme.id, steps, self.general)]

    def places_for(self, theme: Theme) -> dict[int, str]:
        """Where it may be put: at the top, or under one of these."""
        found = tree.places_for(self.nodes, theme.id, self.general)
        return {one or TOP: self.row(one).words if one else str(_("Øverste niveau")) for one in found}

    def others(self, theme: Theme) -> dict[int, str]:
        """What it may be merged with."""
        own = tree.branch(self.nodes, theme.id)
        return {row.theme.id: row.words for row in self.rows if row.theme.id not in own}


def find_tree(slug: str) -> Tree:
    """The themes of this address, if it is the signed-in person's authority's. NotFound."""
    at = find_treatment(slug)
    rows = {theme.id: theme for theme in queries.list_themes(db.session, at.consultation.id)}
    nodes = [Node(row.id, row.parent_id, row.rank) for row in rows.values()]
    placed = queries.place_themes(db.session, at.consultation.id)
    return Tree(at, tuple(_row(at, rows[place.id], place, nodes) for place in placed))


def _row(at: Treatment, theme: Theme, place: Placed, nodes: list[Node]) -> Row:
    own = tree.branch(nodes, theme.id)
    whole = tuple(line for line in at.board.positions if line.position.theme_id in own)
    return Row(theme, place, tuple(line for line in whole if line.position.theme_id == theme.id), whole)


@blueprint.route(THEMES, methods=["GET", "POST"])
@requires(*READERS)
def themes(slug: str) -> BaseResponse:
    here, form = find_tree(slug), ThemeForm()
    if form.validate_on_submit() and not _is_there(here, form):
        writing.add_theme(db.session, here.at.person.actor, here.at.now, here.at.consultation, form.title.data)
        db.session.commit()
        flash(_("Temaet %(title)s er gemt.", title=form.title.data), "success")
        giveaways.tell(form)
        return redirect(here.at.url("themes"), 303)
    headings = default_headings(here.at.consultation)
    return here.at.render("themes", here=here, form=form, headings=headings, steps=_STEPS)


def _is_there(here: Tree, form: ThemeForm) -> bool:
    """Marked where a theme has the name: saying that it is saved would let one look for a second."""
    there = any(row.theme.title == form.title.data for row in here.rows)
    if there:
        form.title.mark(_("Der er allerede et tema med det navn."))
    return there


@blueprint.post(f"{THEMES}/overskrifter")
@requires(*READERS)
def use_headings(slug: str) -> BaseResponse:
    at = find_treatment(slug)
    writing.add_default_themes(db.session, at.person.actor, at.now, at.consultation, default_headings(at.consultation))
    db.session.commit()
    return redirect(at.url("themes"), 303)


@blueprint.post(f"{THEME}/<direction>")
@requires(*READERS)
def order_theme(slug: str, theme_id: int, direction: str) -> BaseResponse:
    here = find_tree(slug)
    if direction not in _STEPS:
        raise NotFound("no such direction")
    theme, who = here.row(theme_id).theme, (db.session, here.at.person.actor, here.at.now, here.at.consultation)
    writing.move_theme(*who, theme, _STEPS[direction])
    db.session.commit()
    return redirect(here.at.url("themes", _anchor=f"tema-{theme_id}"), 303)


# One theme


@blueprint.route(THEME, methods=["GET", "POST"])
@requires(*READERS)
def theme(slug: str, theme_id: int) -> BaseResponse:
    here = find_tree(slug)
    row = here.row(theme_id)
    form = RenameForm(data={"title": row.theme.title})
    if form.validate_on_submit():
        rename = partial(writing.rename_theme, theme=row.theme, title=form.title.data)
        return _done(here, row, rename, _("Navnet er gemt."), form)
    return _render_theme(here, row, form)


def _render_theme(here: Tree, row: Row, form: RenameForm) -> BaseResponse:
    place, merge = PlaceThemeForm(formdata=None), MergeThemeForm(formdata=None)
    place.parent.choices, merge.into.choices = here.places_for(row.theme), here.others(row.theme)
    return here.at.render("theme", here=here, row=row, form=form, place=place, merge=merge)


@blueprint.post(f"{THEME}/flyt")
@requires(*READERS)
def place_theme(slug: str, theme_id: int) -> BaseResponse:
    here, form = find_tree(slug), PlaceThemeForm()
    row = here.row(theme_id)
    form.parent.choices = here.places_for(row.theme)
    if not form.validate():
        return _refused(here, row, _("Temaet kan ikke stå der mere. Vælg en anden plads."))
    parent = None if form.parent.data == TOP else here.row(form.parent.data or 0).theme
    return _done(here, row, partial(writing.place_theme, theme=row.theme, parent=parent), _("Temaet er flyttet."))


@blueprint.post(f"{THEME}/saml")
@requires(*READERS)
def merge_theme(slug: str, theme_id: int) -> BaseResponse:
    here, form = find_tree(slug), MergeThemeForm()
    row = here.row(theme_id)
    form.into.choices = here.others(row.theme)
    if not form.validate():
        return _refused(here, row, _("Vælg det tema, som synspunkterne skal flyttes til."))
    into = here.row(form.into.data or 0)
    words = ngettext(
        "%(num)s synspunkt er flyttet til %(title)s.",
        "%(num)s synspunkter er flyttet til %(title)s.",
        len(row.positions),
        title=into.theme.title,
    )
    return _done(here, row, partial(writing.merge_theme, theme=row.theme, into=into.theme), words)


@blueprint.post(f"{THEME}/fjern")
@requires(*READERS)
def withdraw_theme(slug: str, theme_id: int) -> BaseResponse:
    here = find_tree(slug)
    row = here.row(theme_id)
    words = _("Temaet %(title)s er fjernet.", title=row.theme.title)
    return _done(here, row, partial(writing.withdraw_theme, theme=row.theme), words)


def _done(here: Tree, row: Row, act: Callable[..., object], words: str, fields: Iterable[Any] = ()) -> BaseResponse:
    """Does it and says so; or says why it may not be done, on the page of the theme."""
    try:
        act(db.session, here.at.person.actor, here.at.now, here.at.consultation)
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        return _refused(here, row, _fault_words(refused.gaps))
    flash(words, "success")
    giveaways.tell(fields)
    return redirect(here.at.url("themes"), 303)


def _refused(here: Tree, row: Row, words: str) -> BaseResponse:
    flash(words, "warning")
    return redirect(here.at.url("theme", theme_id=row.theme.id), 303)


def _fault_words(gaps: tuple[object, ...]) -> str:
    known: Mapping[str, object] = THEME_FAULTS
    return " ".join(str(known[str(gap)]) for gap in gaps)
