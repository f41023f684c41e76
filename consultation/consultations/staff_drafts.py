"""One draft before it is sent out: its sections in two levels, edited as one form, without script."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consultation import clock
from consultation.accounts.signed_in import current_person, requires
from consultation.consultations import drafting, importing, pasting, queries
from consultation.consultations.blueprint import blueprint
from consultation.consultations.forms import DraftForm, SectionForm, Together
from consultation.consultations.operations import slug_of
from consultation.consultations.pages import editable, staff_consultation, staff_html
from consultation.consultations.sections import MOST_SECTIONS, SectionInput, printed_numbers
from consultation.errors import Closed, Invalid
from consultation.extensions import db
from consultation.lib.html import from_markdown
from consultation.lib.integers import read_integer
from consultation.lib.legal import bad_lines, references
from consultation.models import Consultation, SectionText
from consultation.vocabulary import Role

_NUMBER = re.compile(r"\d{1,3}(\.\d{1,3}){0,3}[a-zæøå]?", re.ASCII)
FROZEN = ("title", "heading", "small_group")
"""What a new version does not change: it is the same draft in the list."""


@dataclass(frozen=True)
class Row:
    """A section as it stands in the form; `known` is its frozen anchor."""

    known: str = ""
    heading: str = ""
    anchor: str = ""
    level: int = 1
    text: str = ""
    number: str = ""
    locked_reason: str = ""


@blueprint.route("/intern/hoeringer/<slug>/udkast/<int:number>", methods=["GET", "POST"])
@requires(Role.EDITOR, Role.SUBJECT_OWNER, Role.SECRETARY)
def draft(slug: str, number: int) -> str | Response:
    consultation, found = editable(slug, number)
    _check_author(found)
    texts = {"legal_refs": found.version.legal_refs, "easy_read": found.version.easy_read}
    form = DraftForm(data={**vars(found.draft), **texts})
    if consultation.published_at is not None:
        for frozen in FROZEN:
            del form[frozen]
    if request.method != "POST":
        rows = _rows_of(queries.list_sections(db.session, found.version.id))
        return _render(consultation, found, form, _forms_of(rows))
    sections = _sent_forms()
    valid = [one.validate() for one in (form, *sections)]
    act = request.form.get("til", "gem")
    if act != "gem" and not _unreadable(form, sections):
        return _render(consultation, found, form, _changed(sections, act))
    if all(valid) and _check(form, sections) and _numbers_hold(sections, found):
        _save(consultation, found, form, sections)
        db.session.commit()
        flash(_("Udkast %(number)s er gemt.", number=number), "success")
        return redirect(url_for("consultations.draft", slug=slug, number=number), 303)
    return _render(consultation, found, form, sections)


def _check_author(found: queries.DraftText) -> None:
    """The secretary writes what was adopted, and nothing before the decision (domain.md section 6)."""
    if not found.version.final and not current_person().roles & {Role.EDITOR, Role.SUBJECT_OWNER}:
        raise Closed("only what was adopted", reason=_("Som udvalgssekretær retter du kun det, der er vedtaget."))


@blueprint.get("/intern/hoeringer/<slug>/udkast/<int:number>/vis")
@requires(*Role)
def preview_draft(slug: str, number: int) -> str:
    consultation = staff_consultation(slug)
    found = queries.get_draft(db.session, consultation.id, number)
    rows = queries.list_sections(db.session, found.version.id)
    return render_template(
        "consultations/preview_draft.html",
        consultation=consultation,
        found=found,
        sections=[(row, staff_html(row.html, f"{row.printed_number} {row.heading}")) for row in rows],
        legal_refs=references(found.version.legal_refs, queries.list_laws(db.session, consultation.authority_id)),
        easy_read=staff_html(from_markdown(found.version.easy_read)),
        may_remark=consultation.published_at is None and bool(current_person().roles - {Role.AUDITOR}),
    )


def _render(
    consultation: Consultation, found: queries.DraftText, form: DraftForm, sections: Sequence[SectionForm]
) -> str:
    together = Together(form, *sections)
    kept = _kept(found)
    checked = request.method == "POST" and request.form.get("til", "gem") == "gem"
    return render_template(
        "consultations/draft.html",
        consultation=consultation,
        found=found,
        form=form,
        sections=[(one, staff_html(kept.get(one.known.data, ""), one.heading.data)) for one in sections],
        newest=importing.find_newest(db.session, found.draft.id),
        together=together if checked else Together(),
        unsaved=request.method == "POST",
    )


def _rows_of(sections: Sequence[SectionText]) -> list[Row]:
    return [
        Row(one.anchor, one.heading, one.anchor, 2 if one.parent else 1, one.source, one.number, one.locked_reason)
        for one in drafting.inputs_of(sections)
    ]


def _kept(found: queries.DraftText) -> dict[str, str]:
    """Anchor -> what a section from a file holds and no Markdown says."""
    rows = queries.list_sections(db.session, found.version.id)
    return {row.section.anchor: row.html for row in rows if not row.source and row.html}


def _forms_of(rows: Sequence[Row]) -> list[SectionForm]:
    """Forms filled with these rows, whatever was sent."""
    return [SectionForm(formdata=None, data=vars(row), prefix=_prefix(at)) for at, row in enumerate(rows, 1)]


def _prefix(at: int) -> str:
    return f"afsnit-{at}-"


def _sent_forms() -> list[SectionForm]:
    known = min(read_integer(request.form.get("afsnit")) or 0, MOST_SECTIONS)
    return [SectionForm(prefix=_prefix(at)) for at in range(1, known + 1)]


def _unreadable(form: DraftForm, sections: Sequence[SectionForm]) -> bool:
    """Whether something was sent that cannot be kept: then nothing is moved, so that it stays to be mended."""
    return any(field.process_errors for field in Together(form, *sections))


def _changed(sections: Sequence[SectionForm], act: str) -> list[SectionForm]:
    """The same sections after a button that adds, moves or removes one. Nothing is saved."""
    rows = [Row(**{name: one.data[name] or getattr(Row, name) for name in vars(Row())}) for one in sections]
    name, _dash, place = act.partition("-")
    number = read_integer(place) or 0
    at = number - 1 if number <= len(rows) else -1
    if name == "tilfoej":
        rows.append(Row())
    elif at >= 0:
        rows = _moved(rows, name, at)
    return _forms_of(rows[:MOST_SECTIONS])


def _moved(rows: list[Row], name: str, at: int) -> list[Row]:
    row, rest = rows[at], rows[:at] + rows[at + 1 :]
    if name == "fjern":
        return rest
    if name in {"op", "ned"}:
        to = max(0, at - 1) if name == "op" else at + 1
        return [*rest[:to], row, *rest[to:]]
    return rows


def _check(form: DraftForm, sections: Sequence[SectionForm]) -> bool:
    """Marks anchors and numbers that are none or stand twice, a lower section that stands first, and bad addresses."""
    if lines := bad_lines(form.legal_refs.data):
        form.legal_refs.mark(_("Linje %(number)s: adressen skal begynde med https://", number=lines[0]))
    taken: set[str] = set()
    for at, one in enumerate(sections):
        anchor = one.known.data or one.anchor.data
        if anchor and anchor != slug_of(anchor):
            one.anchor.mark(_("Brug kun små bogstaver a-z, tal og bindestreg"))
        elif anchor in taken:
            one.anchor.mark(_("To afsnit har samme ord i adressen"))
        if at == 0 and one.level.data == 2:  # noqa: PLR2004 - the second level
            one.level.mark(_("Det første afsnit kan ikke være et underafsnit"))
        if one.number.data and not _NUMBER.fullmatch(one.number.data):
            one.number.mark(_("Skriv nummeret med tal og punktum, for eksempel 3.2"))
        taken |= {anchor} - {""}
    return not any(one.errors for one in (form, *sections))


def _numbers_hold(sections: Sequence[SectionForm], found: queries.DraftText) -> bool:
    inputs = _inputs(sections, found)
    try:
        printed_numbers(inputs)
    except Invalid as error:
        for one, given in zip(sections, inputs, strict=True):
            if given.anchor in error.errors:
                one.number.mark(_("To afsnit har samme nummer"))
        return False
    return True


def _save(
    consultation: Consultation, found: queries.DraftText, form: DraftForm, sections: Sequence[SectionForm]
) -> None:
    common = (db.session, current_person().actor, clock.now(), consultation)
    kept = {name: getattr(found.draft, name) for name in FROZEN}
    drafting.edit_draft(*common, found.draft.number, **(kept | form.data))
    drafting.write_sections(*common, found.version, _inputs(sections, found))


def _inputs(sections: Sequence[SectionForm], found: queries.DraftText) -> list[SectionInput]:
    """The sections with an anchor each; a new one takes its word from its heading and never another's."""
    given = {one.known.data or one.anchor.data for one in sections}
    taken, parent = queries.list_anchors(db.session, found.draft.id) | given, ""
    kept, inputs = _kept(found), list[SectionInput]()
    for one in sections:
        anchor = one.known.data or one.anchor.data or pasting.anchor_of(one.heading.data, taken)
        taken |= {anchor}
        above = parent if one.level.data == 2 else ""  # noqa: PLR2004 - the second level
        html = kept.get(one.known.data, "")
        words = one.heading.data, one.text.data, one.number.data, html, one.locked_reason.data
        inputs.append(SectionInput(anchor, above, *words))
        parent = anchor if not above else parent
    return inputs
