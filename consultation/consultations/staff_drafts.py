"""One draft before it is sent out: its sections in two levels, edited as one form, without script."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consultation import clock
from consultation.accounts.signed_in import current_person, requires
from consultation.consultations import drafting, pasting, queries
from consultation.consultations.blueprint import blueprint
from consultation.consultations.forms import DraftForm, SectionForm, Together
from consultation.consultations.operations import slug_of
from consultation.consultations.pages import staff_consultation
from consultation.errors import Closed
from consultation.extensions import db
from consultation.models import Consultation, SectionText
from consultation.vocabulary import Role
from consultation.web.filters import trusted_html

MOST_SECTIONS = 200
"""So that a page of sections stays below what a form may hold."""


@dataclass(frozen=True)
class Row:
    """A section as it stands in the form; `known` is its frozen anchor."""

    known: str = ""
    heading: str = ""
    anchor: str = ""
    level: int = 1
    text: str = ""


@blueprint.route("/intern/hoeringer/<slug>/udkast/<int:number>", methods=["GET", "POST"])
@requires(Role.EDITOR, Role.SUBJECT_OWNER)
def draft(slug: str, number: int) -> str | Response:
    consultation = _unpublished(slug)
    found = queries.get_draft(db.session, consultation.id, number)
    form = DraftForm(data={**vars(found.draft), "legal_refs": found.version.legal_refs, "markdown": ""})
    if request.method == "GET":
        rows = _rows_of(queries.list_sections(db.session, found.version.id))
        return _render(consultation, found, form, _forms_of(rows))
    sections = _sent_forms()
    valid = [one.validate() for one in (form, *sections)]
    act = request.form.get("til", "gem")
    if act != "gem" and not _unreadable(form, sections):
        return _render(consultation, found, *_changed(form, sections, act))
    if all(valid) and _check(sections):
        _save(consultation, found, form, sections)
        db.session.commit()
        flash(_("Udkast %(number)s er gemt.", number=number), "success")
        return redirect(url_for("consultations.draft", slug=slug, number=number), 303)
    return _render(consultation, found, form, sections)


@blueprint.get("/intern/hoeringer/<slug>/udkast/<int:number>/vis")
@requires(*Role)
def preview_draft(slug: str, number: int) -> str:
    consultation = staff_consultation(slug)
    found = queries.get_draft(db.session, consultation.id, number)
    rows = queries.list_sections(db.session, found.version.id)
    sections = [(row, trusted_html(row.html)) for row in rows]
    return render_template(
        "consultations/preview_draft.html", consultation=consultation, found=found, sections=sections
    )


def _unpublished(slug: str) -> Consultation:
    consultation = staff_consultation(slug)
    if consultation.published_at is not None:
        raise Closed("sent out", reason=_("Høringen er sendt ud. Derfor ligger teksterne fast."))
    return consultation


def _render(
    consultation: Consultation, found: queries.DraftText, form: DraftForm, sections: Sequence[SectionForm]
) -> str:
    together = Together(form, *sections)
    checked = request.method == "POST" and request.form.get("til", "gem") == "gem"
    return render_template(
        "consultations/draft.html",
        consultation=consultation,
        found=found,
        form=form,
        sections=sections,
        together=together if checked else Together(),
        unsaved=request.method == "POST",
    )


def _rows_of(sections: Sequence[SectionText]) -> list[Row]:
    return [
        Row(text.section.anchor, text.heading, text.section.anchor, 1 if text.parent_id is None else 2, text.source)
        for text in sections
    ]


def _forms_of(rows: Sequence[Row]) -> list[SectionForm]:
    """Forms filled with these rows, whatever was sent."""
    return [SectionForm(formdata=None, data=vars(row), prefix=_prefix(at)) for at, row in enumerate(rows, 1)]


def _prefix(at: int) -> str:
    return f"afsnit-{at}-"


def _sent_forms() -> list[SectionForm]:
    count = request.form.get("afsnit", "0")
    known = min(int(count), MOST_SECTIONS) if count.isascii() and count.isdigit() and len(count) < 6 else 0  # noqa: PLR2004 - no number of sections has six digits
    return [SectionForm(prefix=_prefix(at)) for at in range(1, known + 1)]


def _unreadable(form: DraftForm, sections: Sequence[SectionForm]) -> bool:
    """Whether something was sent that cannot be kept: then nothing is moved, so that it stays to be mended."""
    return any(field.process_errors for field in Together(form, *sections))


def _changed(form: DraftForm, sections: Sequence[SectionForm], act: str) -> tuple[DraftForm, list[SectionForm]]:
    """The same form after a button that adds, moves or removes a section. Nothing is saved."""
    rows = [Row(**{name: one.data[name] or getattr(Row, name) for name in vars(Row())}) for one in sections]
    name, _dash, place = act.partition("-")
    at = int(place) - 1 if place.isascii() and place.isdigit() and 0 < int(place) <= len(rows) else -1
    if name == "tilfoej":
        rows.append(Row())
    elif name == "indsaet":
        rows += [Row("", one.heading, "", one.level, one.text) for one in pasting.sections_of(form.markdown.data)]
        form = DraftForm(formdata=None, data={**form.data, "markdown": ""})
    elif at >= 0:
        rows = _moved(rows, name, at)
    return form, _forms_of(rows[:MOST_SECTIONS])


def _moved(rows: list[Row], name: str, at: int) -> list[Row]:
    row, rest = rows[at], rows[:at] + rows[at + 1 :]
    if name == "fjern":
        return rest
    if name in {"op", "ned"}:
        to = max(0, at - 1) if name == "op" else at + 1
        return [*rest[:to], row, *rest[to:]]
    return rows


def _check(sections: Sequence[SectionForm]) -> bool:
    """Marks anchors that are none or stand twice, and a lower section that stands first."""
    taken: set[str] = set()
    for at, one in enumerate(sections):
        anchor = one.known.data or one.anchor.data
        if anchor and anchor != slug_of(anchor):
            one.anchor.mark(_("Brug kun små bogstaver a-z, tal og bindestreg"))
        elif anchor in taken:
            one.anchor.mark(_("To afsnit har samme ord i adressen"))
        if at == 0 and one.level.data == 2:  # noqa: PLR2004 - the second level
            one.level.mark(_("Det første afsnit kan ikke være et underafsnit"))
        taken |= {anchor} - {""}
    return not any(one.errors for one in sections)


def _save(
    consultation: Consultation, found: queries.DraftText, form: DraftForm, sections: Sequence[SectionForm]
) -> None:
    common = (db.session, current_person().actor, clock.now(), consultation)
    values = {name: data for name, data in form.data.items() if name != "markdown"}
    drafting.edit_draft(*common, found.draft.number, **values)
    drafting.write_sections(*common, found.version, _inputs(sections, queries.list_anchors(db.session, found.draft.id)))


def _inputs(sections: Sequence[SectionForm], used: set[str]) -> list[drafting.SectionInput]:
    """The sections with an anchor each; a new one takes its word from its heading and never another's."""
    given = {one.known.data or one.anchor.data for one in sections}
    taken, parent, inputs = used | given, "", []
    for one in sections:
        anchor = one.known.data or one.anchor.data or pasting.anchor_of(one.heading.data, taken)
        taken |= {anchor}
        above = parent if one.level.data == 2 else ""  # noqa: PLR2004 - the second level
        inputs.append(drafting.SectionInput(anchor, above, one.heading.data, one.text.data))
        parent = anchor if not above else parent
    return inputs
