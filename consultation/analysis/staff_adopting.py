"""Pages of the texts that were adopted: all drafts, and one with its differences and why each is there (R47)."""

from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from consultation.accounts.signed_in import requires
from consultation.analysis import adopting, differences, queries
from consultation.analysis.blueprint import blueprint
from consultation.analysis.differences import Difference, Lacks
from consultation.analysis.forms import CauseForm
from consultation.analysis.labels import line_words
from consultation.analysis.pages import Treatment, find_treatment
from consultation.consultations import queries as texts
from consultation.consultations.queries import DraftText
from consultation.errors import Closed, Conflict, NotFound, Refused
from consultation.extensions import db
from consultation.models import Consultation, DraftVersion
from consultation.vocabulary import Role, State
from consultation.web.labels import FATES, NEW_SECTION

DRAFT = "/intern/hoeringer/<slug>/udkast/<int:number>/vedtaget"
BESIDE = "andet"
"""The name of what stands beside the sections, among their anchors on the page."""


@dataclass(frozen=True)
class Row:
    """A draft in the list: what was adopted, what is begun, how much of it differs and how much that lacks."""

    text: DraftText
    adopted: DraftVersion | None
    begun: DraftVersion | None
    changed: int
    lacks: int


@blueprint.route("/intern/hoeringer/<slug>/vedtaget", methods=["GET", "POST"])
@requires(Role.EDITOR, Role.SECRETARY)
def adopted(slug: str) -> BaseResponse:
    at = find_treatment(slug)
    if request.method == "POST":
        who = db.session, at.person.actor, at.now, at.consultation
        try:
            _act_on_all(who, request.form.get("til", ""))
        except (Closed, Refused) as error:
            raise Closed("not decided", reason=_not_yet()) from error
        return redirect(at.url("adopted"), 303)
    decided = texts.state_of(db.session, at.consultation, at.now) is State.DECIDED
    undecided = queries.list_undecided(db.session, at.consultation.id)
    return at.render("adopted", rows=_rows(at), decided=decided, undecided=len(undecided))


def _act_on_all(who: tuple[Session, str, datetime, Consultation], act: str) -> None:
    if act == "begynd":
        begun = adopting.begin_all(*who)
        words = ngettext("%(num)s udkast er begyndt.", "%(num)s udkast er begyndt.", begun)
    else:
        ready = adopting.publish_ready(*who)
        words = ngettext("%(num)s vedtaget tekst er på siden.", "%(num)s vedtagne tekster er på siden.", ready)
    db.session.commit()
    flash(words, "success")


def _not_yet() -> str:
    return str(_("Skriv først mødets udfald ind, og gem, hvad der blev besluttet om hvert synspunkt."))


def _rows(at: Treatment) -> list[Row]:
    done = texts.adopted_versions(db.session, at.consultation.id)
    rows = []
    for text in texts.list_drafts(db.session, at.consultation.id):
        begun = texts.find_begun_final(db.session, text.draft.id)
        shown = begun or done.get(text.draft.id)
        found = differences.list_differences(db.session, text.version, shown) if shown else []
        lacks = len(differences.gaps_of(db.session, text.version, begun)) if begun else 0
        rows.append(Row(text, done.get(text.draft.id), begun, len(found), lacks))
    return rows


@blueprint.route(DRAFT, methods=["GET", "POST"])
@requires(Role.EDITOR, Role.SECRETARY)
def adopt(slug: str, number: int) -> BaseResponse:
    at = find_treatment(slug)
    if request.method != "POST":
        return _show(at, number)
    who = db.session, at.person.actor, at.now, at.consultation
    act = request.form.get("til", "")
    try:
        if act == "kasser":
            adopting.discard_final(*who, number)
        elif act == "vis":
            adopting.publish_final(*who, number)
        else:
            adopting.begin_final(*who, number)
    except Conflict as error:
        words = _("Der er begyndt en ny version af udkastet, som aldrig blev sendt ud. Kassér den først.")
        raise Closed("begun", reason=words) from error
    except (Closed, Refused) as error:
        raise Closed("not whole", reason=_("Det kan ikke lade sig gøre endnu. Se, hvad der mangler.")) from error
    db.session.commit()
    flash(_done(act), "success")
    return redirect(at.url("adopt", number=number), 303)


def _done(act: str) -> str:
    words = {
        "kasser": _("Det, der var begyndt, er kasseret."),
        "vis": _("Den vedtagne tekst er på siden."),
        "begynd": _("De ændringer, der er besluttet, er sat ind, hvor det kunne lade sig gøre."),
    }
    return str(words.get(act, words["begynd"]))


@blueprint.post(f"{DRAFT}/grund")
@requires(Role.EDITOR, Role.SECRETARY)
def say_cause(slug: str, number: int) -> BaseResponse:
    at = find_treatment(slug)
    text = texts.get_draft(db.session, at.consultation.id, number)
    begun = texts.find_begun_final(db.session, text.draft.id)
    if begun is None:
        raise Closed("nothing is begun", reason=_("Der er ikke begyndt en vedtaget tekst."))
    one = _difference(differences.list_differences(db.session, text.version, begun), request.form.get("afsnit", ""))
    form = _form(at, text, one)
    form.validate()
    form.check_any()
    if form.errors:
        return _show(at, number, form)
    adopting.set_causes(
        db.session,
        at.person.actor,
        at.now,
        at.consultation,
        begun,
        one.section_id,
        form.positions.data,
        form.reason.data,
    )
    db.session.commit()
    flash(_("Grunden er gemt."), "success")
    return redirect(url_for("analysis.adopt", slug=slug, number=number, _anchor=f"ret-{one.anchor or BESIDE}"), 303)


def _difference(found: list[Difference], anchor: str) -> Difference:
    one = next((one for one in found if one.anchor == anchor), None)
    if one is None:
        raise NotFound("the section is as it was")
    return one


def _form(at: Treatment, text: DraftText, one: Difference) -> CauseForm:
    """Positions of this draft and the general ones are offered; those that are chosen already, too."""
    sent = request.form if request.form.get("afsnit") == one.anchor else None
    form = CauseForm(sent, data={"positions": one.positions, "reason": one.reason}, prefix=f"{one.anchor or BESIDE}-")
    form.positions.choices = {
        line.position.id: line_words(line)
        for line in at.board.positions
        if line.position.draft_id in (None, text.draft.id) or line.position.id in one.positions
    }
    return form


def _show(at: Treatment, number: int, sent: CauseForm | None = None) -> BaseResponse:
    text = texts.get_draft(db.session, at.consultation.id, number)
    done = texts.adopted_versions(db.session, at.consultation.id).get(text.draft.id)
    begun = texts.find_begun_final(db.session, text.draft.id)
    shown = begun or done
    found = differences.list_differences(db.session, text.version, shown) if shown else []
    forms = [sent if sent and one.anchor == request.form["afsnit"] else _form(at, text, one) for one in found]
    gaps = differences.gaps_of(db.session, text.version, begun) if begun else ()
    return at.render(
        "adopt",
        text=text,
        adopted=done,
        begun=begun,
        differences=list(zip(found, forms, strict=True)),
        form=sent,
        gaps=gaps,
        Lacks=Lacks,
        left=differences.list_left(db.session, at.consultation.id, begun) if begun else [],
        decided=texts.state_of(db.session, at.consultation, at.now) is State.DECIDED,
        undecided=len(queries.list_undecided(db.session, at.consultation.id)),
        fates=FATES,
        new_section=NEW_SECTION,
    )
