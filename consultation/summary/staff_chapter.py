"""A chapter of the report in its editor: saved by version, looked at as it will be printed, checked for its wording."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consultation import clock
from consultation.accounts.queries import names
from consultation.accounts.signed_in import current_person, requires
from consultation.analysis import prose
from consultation.analysis.labels import PROSE
from consultation.analysis.responses import private_names
from consultation.analysis.wording_answers import Answers, answer_warning, answers_at
from consultation.errors import Conflict, NotFound
from consultation.extensions import db
from consultation.models import Consultation, ReportText
from consultation.summary import blocks, chapters, operations, queries
from consultation.summary.blueprint import REPORT, blueprint
from consultation.summary.forms import ChapterForm, WarningForm
from consultation.summary.inputs import REQUIRED_CHAPTERS, Inputs
from consultation.summary.labels import CHAPTERS, HINTS
from consultation.summary.pages import paper_consultation
from consultation.vocabulary import Role
from consultation.web import giveaways

CHAPTER = f"{REPORT}/<chapter>"
PREVIEW = "vis"
AROUND = 40
"""Characters shown on each side of the words that a warning is about."""


@dataclass(frozen=True)
class Editor:
    """One chapter of one consultation's report; `slug` is the end of its address, `code` its name in a snapshot."""

    consultation: Consultation
    slug: str
    code: str
    title: str

    @property
    def place(self) -> str:
        return f"chapter:{self.code}"

    @cached_property
    def versions(self) -> list[ReportText]:
        """Newest first."""
        return queries.list_text_versions(db.session, self.consultation.id).get(self.code, [])

    @cached_property
    def inputs(self) -> Inputs:
        settings = current_app.config["SETTINGS"]
        return operations.collect_now(db.session, settings, clock.now(), self.consultation, provisional=True)

    def warnings(self, text: str) -> tuple[prose.Found, ...]:
        people = frozenset(private_names(db.session, self.consultation.id))
        return prose.faults(text, chapters.known(self.inputs, people))

    def url(self, anchor: str = "") -> str:
        return url_for("summary.chapter", slug=self.consultation.slug, chapter=self.slug, _anchor=anchor or None)


def find_editor(slug: str, chapter: str) -> Editor:
    """The chapter of this address. NotFound."""
    if chapter not in CHAPTERS:
        raise NotFound("no such chapter")
    code, title = CHAPTERS[chapter]
    return Editor(paper_consultation(slug), chapter, code, str(title))


@blueprint.get(CHAPTER)
@requires(Role.SECRETARY, Role.SUBJECT_OWNER)
def chapter(slug: str, chapter: str) -> str:
    here = find_editor(slug, chapter)
    newest = here.versions[0] if here.versions else None
    data = {"text": newest.text if newest else "", "base": str(newest.number if newest else 0)}
    return _render(here, ChapterForm(formdata=None, prefix=chapter, data=data))


@blueprint.post(CHAPTER)
@requires(Role.SECRETARY)
def write_text(slug: str, chapter: str) -> str | Response | tuple[str, int]:
    here, form = find_editor(slug, chapter), ChapterForm(prefix=chapter)
    if not form.validate():
        return _render(here, form), 400
    if PREVIEW in request.form:
        return _render(here, form, unsaved=True)
    person, text = current_person(), form.text.data.strip()
    try:
        operations.write_text(
            db.session, person.actor, clock.now(), here.consultation, here.code, base=form.base_number, text=text
        )
    except Conflict as conflict:
        db.session.rollback()
        return _render_conflict(find_editor(slug, chapter), conflict), 409
    db.session.commit()
    flash(_("%(chapter)s er gemt.", chapter=here.title), "success")
    giveaways.tell(form)
    return redirect(here.url(), 303)


@blueprint.post(f"{CHAPTER}/ordlyd")
@requires(Role.SECRETARY)
def answer_wording(slug: str, chapter: str) -> Response:
    """Lets a warning be, with the reason."""
    here, form = find_editor(slug, chapter), WarningForm()
    if form.validate():
        answer_warning(
            db.session,
            current_person().actor,
            clock.now(),
            here.consultation,
            here.place,
            fault=prose.ProseFault(form.fault.data).value,
            words=form.words.data,
            reason=form.reason.data,
        )
        db.session.commit()
    else:
        flash(_("Skriv, hvorfor ordene skal stå."), "warning")
    return redirect(here.url("ordlyd"), 303)


def _render(here: Editor, form: ChapterForm, *, unsaved: bool = False) -> str:
    text = form.text.shown
    answers = answers_at(db.session, here.consultation.id, here.place)
    return render_template(
        "summary/chapter.html",
        consultation=here.consultation,
        here=here,
        form=form,
        errors=form.errors,
        unsaved=unsaved,
        text=text,
        shown=blocks.prose(text),
        warnings=list(_told(here.warnings(text), text, answers)),
        lix=prose.readability(text),
        limits={"hard": prose.HARD, "easy": prose.EASY},
        computed=chapters.computed(here.inputs),
        people=names(db.session, {one.by for one in here.versions} | {one.by for one in answers.values()}),
        may_write=Role.SECRETARY in current_person().roles,
        is_required=here.code in REQUIRED_CHAPTERS,
        hint=HINTS[here.code],
        fault_words=PROSE,
    )


def _told(found: Iterable[prose.Found], text: str, answers: Answers) -> Iterator[tuple[Any, ...]]:
    """Each warning once with its answer, and every spot where the words stand, with the words around it."""
    spots: dict[tuple[prose.ProseFault, str], list[prose.Found]] = {}
    for one in found:
        spots.setdefault((one.fault, one.words), []).append(one)
    for (fault, words), rows in spots.items():
        yield rows[0], answers.get((fault.value, words)), [_around(text, one) for one in rows]


def _around(text: str, one: prose.Found) -> tuple[str, str, str]:
    before, after = text[max(0, one.start - AROUND) : one.start], text[one.end : one.end + AROUND]
    return before.rpartition("\n")[2], one.words, after.partition("\n")[0]


def _render_conflict(here: Editor, conflict: Conflict) -> str:
    """Both texts, and a form whose base is the newest, so that whatever is kept is kept knowingly (C2)."""
    told = conflict.details
    data = {"text": told["mine"], "base": str(told.get("number", 0))}
    by = str(told.get("by", ""))
    return render_template(
        "summary/write_text.html",
        consultation=here.consultation,
        chapter=here.slug,
        title=here.title,
        form=ChapterForm(formdata=None, prefix=here.slug, data=data),
        theirs=told.get("theirs", ""),
        by=names(db.session, {by}).get(by, by),
        at=told.get("at"),
    )
