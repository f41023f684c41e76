"""The page on which an answer is written: one for the whole, or one for each chosen draft (interface.md 3.5)."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from flask import Response, jsonify, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consultation.consultations.queries import list_sections
from consultation.extensions import db
from consultation.lib.integers import read_integers
from consultation.models import Consultation, SectionText, Unsent, UnsentPart
from consultation.responses import (
    contributing,
    contributions,
    forms,
    pages,
    revealing,
    switching,
    unsent,
    unsent_queries,
)
from consultation.responses.blueprint import blueprint
from consultation.responses.content import Place, PlaceKey, newest_version
from consultation.responses.contributions import Contributed
from consultation.responses.forms import PageForm
from consultation.responses.pages import Step
from consultation.responses.unsent_queries import WritingPage
from consultation.responses.wording import REVEALING, hour_minute
from consultation.vocabulary import ORGANISED
from consultation.web.form import CleanField
from consultation.web.headers import private
from consultation.web.i18n import local_url

Places = Mapping[PlaceKey, Place]
_SECTION, _PROPOSE, _REMOVE, _SWITCH = "afsnit-", "ordlyd-", "fjern-", "ny-udgave"
_INSERT = "bidrag-"
WORDS = ("ord", "sted")
"""What an address says of the words that are marked in a draft: themselves, and in which of their places."""


@dataclass(frozen=True)
class OpenSection:
    """A section on the page: its text as sent out, and what is proposed instead, if that is saved and differs."""

    place: Place
    text: SectionText | None
    proposed: str


@blueprint.route("/kladde/<token>/skriv", methods=["GET", "POST"])
@private
def write(token: str) -> ResponseReturnValue:
    step = pages.get_step(token)
    if step.unsent.response_id is not None:
        return pages.sent_page(step)
    writing = unsent_queries.list_pages(db.session, step.unsent, step.places)
    if not writing:
        return pages.go(step.url("choose_again"))
    asked = request.args.get("udkast", "")
    page = next((page for page in writing if str(page.place.draft_number or 0) == asked), writing[0])
    if request.method == "POST":
        return save_writing(step, unsent_queries.place_of(page.whole))
    return show_writing(step.consultation, step.places, page, step=step)


def save_writing(step: Step, place: PlaceKey) -> Response:
    """Saves first, whatever button was pressed; then goes where it leads."""
    _writing, page = _pages(step, place)
    form = forms.write_form(page, "")
    form.validate()
    to = request.form.get("til", "naeste")
    overwrote = _save(step, page, form)
    writing, page = _pages(step, place)
    _act(step, page, to)
    if to == "autosave":
        told = _autosaved(step, page)
        db.session.commit()
        return told
    way = _way(step, writing, page, to)
    db.session.commit()
    if to == "naeste":
        forms.mark_quotes(form, page)
    if not way:
        _first_field(form, page).mark(_nothing_yet(page))
    if form.errors or (overwrote and to == "naeste"):
        return make_response(show_writing(step.consultation, step.places, page, step=step, form=form))
    return pages.go(way)


def _pages(step: Step, place: PlaceKey) -> tuple[list[WritingPage], WritingPage]:
    """All pages as they are stored now, and the one about this place."""
    writing = unsent_queries.list_pages(db.session, step.unsent, step.places)
    return writing, next(page for page in writing if page.whole.version_id == place.version_id)


def show_writing(
    consultation: Consultation,
    places: Places,
    page: WritingPage,
    *,
    step: Step | None = None,
    form: PageForm | None = None,
    signed: str = "",
    remembered: tuple[Unsent, str] | None = None,
) -> str:
    """The page to write on: of an answer on the server, or of one that has not been saved yet (`signed`)."""
    window = secrets.token_hex(8)
    form = form or forms.write_form(page, window)
    form.base.data, form.vindue.data = page.saved_at.isoformat(), window
    forms.mark_quotes(form, page)
    writing = unsent_queries.list_pages(db.session, step.unsent, places) if step else [page]
    texts = _section_texts(page)
    opened = {place.anchor for place, _part in page.sections}
    asked = request.args.get("afsnit", "")
    return render_template(
        "responses/write.html",
        consultation=consultation,
        step_of=step,
        page=page,
        form=form,
        errors=form.errors,
        action=page_url(step, page) if step else local_url(request.full_path),
        signed=signed,
        remembered=remembered,
        remembered_action=_asked_in(remembered[1]) if remembered else "",
        here=next((n for n, other in enumerate(writing, 1) if other.whole is page.whole), 1),
        pages=len(writing),
        closes_at=step.closes_at if step else consultation.closes_at,
        sections=[_open_section(texts, place, part) for place, part in page.sections],
        focus=asked if request.method != "POST" and asked in opened and not form.errors else "",
        unopened=[text for anchor, text in texts.items() if anchor not in opened and not text.locked_reason],
        files=unsent_queries.list_files(db.session, step.unsent) if step else [],
        overwritten=unsent_queries.list_overwritten(db.session, step.unsent, places) if step else [],
        saved_at=hour_minute(page.saved_at) if step and not page.is_empty else None,
        newer=newer_place(places, page) if step else None,
        contributed=_contributed(step, page) if step else [],
        offers_together=step is not None and _offers_together(step),
        revealing=_revealing(),
        storage_key=pages.storage_key(step.unsent.form_key if step else signed, page.place),
    )


def newer_place(places: Places, page: WritingPage) -> Place | None:
    """The draft's newer version, where it has been replaced since this page was begun (states.md)."""
    newest = newest_version(places, page.whole.version_id)
    return places[PlaceKey(newest)] if newest not in {None, page.whole.version_id} else None


def page_url(step: Step, page: WritingPage) -> str:
    """The address of one of the pages to write on."""
    return step.url("write", udkast=page.place.draft_number or 0)


def _save(step: Step, page: WritingPage, form: PageForm) -> bool:
    shown = read_integers(request.form.getlist("overskrevet"))
    return unsent.save_texts(
        db.session,
        step.now,
        step.unsent,
        forms.typed(form, page),
        window=form.vindue.data[:40],
        base=forms.base_of(form),
        shown=shown,
    )


def _act(step: Step, page: WritingPage, to: str) -> None:
    """What a button does besides leading on."""
    if to.startswith(_SECTION):
        _open(step, page, to.removeprefix(_SECTION))
    if to.startswith(_PROPOSE):
        for place, part in page.sections:
            if place.anchor == to.removeprefix(_PROPOSE):
                unsent.start_proposal(db.session, step.now, part, place.wording)
    if to == _SWITCH:
        _switch(step, page)
    if to.startswith(_INSERT):
        contributing.insert(db.session, step.now, step.unsent, pages.number_in(to.removeprefix(_INSERT)))
    if to.startswith(_REMOVE):
        unsent.remove_file(db.session, step.unsent, pages.number_in(to.removeprefix(_REMOVE)))


def _open(step: Step, page: WritingPage, anchor: str) -> None:
    for key, place in step.places.items():
        asked = place.anchor == anchor and key[1] is not None and not place.locked_reason
        if asked and key[0] == page.whole.version_id:
            unsent.open_place(db.session, step.now, step.unsent, key)


def _switch(step: Step, page: WritingPage) -> None:
    """To the newest version; pressed twice, it has been done."""
    old, new = page.whole.version_id, newest_version(step.places, page.whole.version_id)
    if old is not None and new is not None and new != old:
        switching.switch_version(db.session, step.now, step.unsent, step.places, old, new)


def _autosaved(step: Step, page: WritingPage) -> Response:
    told = {"saved_at": hour_minute(step.now)}
    if request.endpoint != "responses.write":
        told["location"] = page_url(step, page)
        told["key"] = pages.storage_key(step.unsent.form_key, page.place)
    return jsonify(told)


def _way(step: Step, writing: list[WritingPage], page: WritingPage, to: str) -> str:
    """Where a button leads; "" where something has to be written first (interface.md 3.5)."""
    own, here = page_url(step, page), writing.index(page)
    aside: dict[str, str] = {str(code): pages.in_language(own, code) for code in pages.LANGUAGES}
    aside |= {"filer": step.url("files"), "pause": step.url("unsent"), "sammen": step.url("collaborate")}
    fields = {_SECTION: "#text-", _PROPOSE: "#proposed-", _REMOVE: ""}
    for start, field in fields.items():
        if to.startswith(start):
            return own + (field + to.removeprefix(start) if field else "")
    if to in aside:
        return aside[to]
    if to == _SWITCH or to.startswith(_INSERT):
        return own + (f"#{to}" if to != _SWITCH else "")
    if to == "tilbage":
        return page_url(step, writing[here - 1]) if here else step.url("choose_again")
    return page_url(step, writing[here + 1]) if here + 1 < len(writing) else _way_out(step, writing)


def _way_out(step: Step, writing: list[WritingPage]) -> str:
    """One text is required in all, or a file with it; a heard party is known already."""
    if all(page.is_empty for page in writing) and not unsent_queries.list_files(db.session, step.unsent):
        return ""
    return step.url("review" if step.is_party else "about")


@dataclass(frozen=True)
class BesideField:
    """A colleague's contribution, beside the lead's field about a section; "" is the field for all of the draft."""

    anchor: str
    row: Contributed


def _contributed(step: Step, page: WritingPage) -> list[BesideField]:
    """What colleagues have written about this page's draft; beside the whole where the section is not on the page."""
    shown = {place.anchor for place, _part in page.sections}
    rows = [
        one
        for one in contributions.list_contributions(db.session, step.unsent)
        if one.place.version_id == page.whole.version_id and one.place in step.places
    ]
    anchors = [step.places[one.place].anchor for one in rows]
    return [BesideField(anchor if anchor in shown else "", one) for anchor, one in zip(anchors, rows, strict=True)]


def _offers_together(step: Step) -> bool:
    """Bodies with a name have people who write along; whoever has begun that is led back to it."""
    capacity = unsent_queries.about_of(step.unsent).get("capacity")
    return step.is_party or capacity in ORGANISED or bool(contributions.list_authors(db.session, step.unsent))


def _revealing() -> dict[str, str]:
    """What revealing.js looks for while one writes, and what it says."""
    return {
        "patterns": json.dumps(revealing.PATTERNS),
        "illness": revealing.ILLNESS,
        "person": revealing.PERSON,
        "ends": revealing.SENTENCE_ENDS,
        "words": json.dumps({kind: str(words) for kind, words in REVEALING.items()}, ensure_ascii=False),
    }


def _asked_in(token: str) -> str:
    """Where the answer that this browser has begun opens what this address asks for."""
    asked = {name: request.args[name] for name in ("udkast", "afsnit", *WORDS) if name in request.args}
    return url_for("responses.choose_again", token=token, **asked)  # type: ignore[arg-type]  # - Flask's own keywords are not among the values


def _open_section(texts: Mapping[str, SectionText], place: Place, part: UnsentPart) -> OpenSection:
    return OpenSection(place, texts.get(place.anchor), part.proposed_text if place.proposes(part.proposed_text) else "")


def _nothing_yet(page: WritingPage) -> str:
    if page.easy:
        return str(_("Skriv i mindst ét af felterne, eller vedhæft en fil med dit svar"))
    if page.questions:
        return str(_("Skriv dit svar, svar på et spørgsmål, eller vedhæft en fil"))
    return str(_("Skriv dit svar, eller vedhæft en fil med det"))


def _first_field(form: PageForm, page: WritingPage) -> CleanField:
    """The field that stands first on the page: who came to answer a section has its field before the whole's."""
    if page.sections_first and page.sections:
        return cast("CleanField", form[f"text-{page.sections[0][0].anchor}"])
    return form.answers[0]


def _section_texts(page: WritingPage) -> dict[str, SectionText]:
    if page.whole.version_id is None:
        return {}
    return {text.section.anchor: text for text in list_sections(db.session, page.whole.version_id)}
