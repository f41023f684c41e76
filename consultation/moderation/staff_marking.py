"""Acts at the desk: answering what was found, and taking words and sentences out, all without a mouse or a script."""

from flask import flash, redirect, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from consultation.accounts.signed_in import requires
from consultation.errors import Invalid, Refused
from consultation.extensions import db
from consultation.lib.integers import read_integer
from consultation.moderation import items, marking, pages, queries
from consultation.moderation.blueprint import DESK, blueprint
from consultation.moderation.composition import Spot
from consultation.moderation.forms import SentencesForm, WordsForm
from consultation.moderation.pages import Desk
from consultation.moderation.redaction import Span
from consultation.moderation.rules import FindingState
from consultation.vocabulary import Basis, FindingAnswer, FindingKind, Role


@blueprint.post(f"{DESK}/fund/<int:finding_id>")
@requires(Role.MODERATOR)
def answer_finding(slug: str, label: str, finding_id: int) -> BaseResponse:
    at = pages.find_desk(slug, label)
    answer = FindingAnswer.KEEP if request.form.get("answer") == FindingAnswer.KEEP else FindingAnswer.REDACT
    reason = request.form.get("reason", "")
    try:
        state = marking.answer_finding(
            db.session,
            at.person.actor,
            at.now,
            at.response.id,
            finding_id,
            answer,
            reason,
            version_number=pages.version(),
        )
    except (Invalid, Refused) as error:
        db.session.rollback()
        return pages.render(at, wrong_finding=finding_id, wrong_words=_answer_fault(error), status=error.status)
    db.session.commit()
    return _back_to_findings(at, finding_id, state)


@blueprint.post(f"{DESK}/ord")
@requires(Role.MODERATOR)
def mark_words(slug: str, label: str) -> BaseResponse:
    """Finds the words and says how many; the second press takes them out."""
    at, form = pages.find_desk(slug, label), WordsForm()
    if not form.validate() or form.words_kind.data is None:
        return pages.render(at, words=form, status=400)
    places = marking.find_words(queries.material_of(db.session, at.response), form.words.data)
    if not places:
        form.words.mark(_("Ordene står ikke i teksten. Skriv dem præcis som i svaret."))
        return pages.render(at, words=form, status=400)
    if "confirmed" not in request.form:
        return pages.render(at, words=form, places=len(places))
    count = marking.mark_words(
        db.session,
        at.person.actor,
        at.now,
        at.response.id,
        form.words.data,
        form.words_kind.data,
        basis=form.words_basis.data or "",
        version_number=pages.version(),
    )
    db.session.commit()
    flash(ngettext("%(num)s sted er overstreget.", "%(num)s steder er overstreget.", count), "success")
    return redirect(at.url("fund"), 303)


@blueprint.post(f"{DESK}/markeret")
@requires(Role.MODERATOR)
def mark_span(slug: str, label: str) -> BaseResponse:
    """Takes out what was marked with the mouse or the keys; offsets are code points of the answer."""
    at, kind, basis = pages.find_desk(slug, label), request.form.get("kind", ""), request.form.get("basis", "")
    chosen = FindingKind(kind) if kind in set(FindingKind) else FindingKind.OTHER
    marking.mark_span(
        db.session,
        at.person.actor,
        at.now,
        at.response.id,
        _spot(),
        Span(pages.whole("start"), pages.whole("end"), chosen),
        basis=basis if basis in set(Basis) else "",
        version_number=pages.version(),
    )
    db.session.commit()
    flash(_("Det markerede er overstreget."), "success")
    return redirect(at.url("original"), 303)


@blueprint.post(f"{DESK}/saetninger")
@requires(Role.MODERATOR)
def mark_sentences(slug: str, label: str) -> BaseResponse:
    at, form = pages.find_desk(slug, label), SentencesForm()
    form.sentences.choices = items.sentence_choices(queries.material_of(db.session, at.response))
    if not form.validate() or form.sentences_kind.data is None:
        return pages.render(at, sentences=form, status=400)
    chosen = [items.read_sentence(value) for value in form.sentences.data]
    count = marking.mark_sentences(
        db.session,
        at.person.actor,
        at.now,
        at.response.id,
        chosen,
        form.sentences_kind.data,
        basis=form.sentences_basis.data or "",
        version_number=pages.version(),
    )
    db.session.commit()
    flash(ngettext("%(num)s sætning er overstreget.", "%(num)s sætninger er overstreget.", count), "success")
    return redirect(at.url("fund"), 303)


@blueprint.post(f"{DESK}/fjern")
@requires(Role.MODERATOR)
def unmark(slug: str, label: str) -> BaseResponse:
    at = pages.find_desk(slug, label)
    marking.unmark(
        db.session,
        at.person.actor,
        at.now,
        at.response.id,
        _spot(),
        pages.whole("start"),
        pages.whole("end"),
        version_number=pages.version(),
    )
    db.session.commit()
    flash(_("Overstregningen er fjernet."), "success")
    return redirect(at.url("fund"), 303)


def _spot() -> Spot:
    """The text that the form is about: of an answer, or of a file."""
    told = request.form
    return Spot(read_integer(told.get("answer")), told.get("place", ""), read_integer(told.get("attachment")))


def _answer_fault(error: Invalid | Refused) -> str:
    if isinstance(error, Refused):
        return str(_("Du har selv foreslået at vise det. En kollega skal bekræfte."))
    return str(_("Vælg en grund til at beholde det"))


def _back_to_findings(at: Desk, finding_id: int, state: FindingState) -> BaseResponse:
    """To the next thing that is undecided, with a line about the last one."""
    found = items.items_of(queries.material_of(db.session, at.response))
    number = next(item.number for item in found if item.found and item.found.finding.id == finding_id)
    left = [item for item in found if item.undecided]
    said = {
        FindingState.REDACTED: _("Fund %(number)s overstreget.", number=number),
        FindingState.KEPT: _("Fund %(number)s beholdt.", number=number),
        FindingState.PROPOSED: _("Fund %(number)s venter på en kollega.", number=number),
    }
    missing = ngettext("%(num)s mangler.", "%(num)s mangler.", len(left))
    flash(f"{said[state]} {missing}", "success")
    following = [item for item in left if item.number > number] or left
    return redirect(at.url(following[0].anchor if following else "stilling"), 303)
