"""Pages of the desk: reading a response, deciding on it, and taking back."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from consultation.accounts.operations import set_shortcuts
from consultation.accounts.signed_in import current_person, requires
from consultation.errors import Conflict, Invalid, NotAllowed, Refused
from consultation.extensions import db
from consultation.lib.text import listed
from consultation.moderation import choosing, claims, operations, pages, queries, takedown
from consultation.moderation.blueprint import DESK, blueprint
from consultation.moderation.forms import DecisionForm, TakedownForm
from consultation.moderation.items import items_of
from consultation.moderation.labels import conflict_words
from consultation.moderation.pages import Desk
from consultation.moderation.queries import Material
from consultation.moderation.takedown import Seen
from consultation.responses import queries as responses
from consultation.vocabulary import DecisionKind, Reason, Role, Status
from consultation.web.errors import handle
from consultation.web.i18n import language
from consultation.web.labels import DECISIONS, REASONS

# The desk


@blueprint.get(DESK)
@requires(Role.MODERATOR)
def desk(slug: str, label: str) -> BaseResponse:
    return pages.render(pages.find_desk(slug, label))


@blueprint.post(f"{DESK}/original")
@requires(Role.MODERATOR)
def open_original(slug: str, label: str) -> BaseResponse:
    """Leave to read; the response comes to this desk where it waits and nobody has it."""
    at = pages.find_desk(slug, label)
    held = queries.find_claim(db.session, at.response.id, at.now)
    awaiting = responses.standing_of(db.session, at.response).status is Status.AWAITING
    entry = queries.find_entry(db.session, at.response.id)
    asked = entry is not None and entry.parked_id == at.person.id
    waits = awaiting and not at.response.unconfirmed and not asked
    if waits and (held is None or held.staff_id == at.person.id):
        operations.take_response(db.session, at.person.actor, at.now, at.response.id)
    else:
        claims.open_access(db.session, at.person.actor, at.now, at.response)
    db.session.commit()
    return redirect(at.url(), 303)


@blueprint.post(f"{DESK}/slip")
@requires(Role.MODERATOR)
def release(slug: str, label: str) -> BaseResponse:
    at = pages.find_desk(slug, label)
    claims.release_response(db.session, at.person.actor, at.now, queries.lock_response(db.session, at.response.id))
    db.session.commit()
    flash(_("Svar nr. %(number)s ligger i køen igen.", number=at.label), "success")
    return redirect(url_for("moderation.queue", slug=slug), 303)


@blueprint.post(f"{DESK}/afgoer")
@requires(Role.MODERATOR)
def decide(slug: str, label: str) -> BaseResponse:
    at, form = pages.find_desk(slug, label), DecisionForm()
    if not form.validate() or form.kind.data is None:
        return pages.render(at, decision=form, status=400)
    if request.form.get("then") == "letter" and (form.reason.data or form.kind.data is not DecisionKind.WITHHOLD):
        return pages.render(at, decision=form, letter=(form.kind.data, form.reason.data))
    try:
        decided = operations.decide(
            db.session,
            at.person.actor,
            at.now,
            at.response.id,
            pages.whole("decision_seq"),
            pages.version(),
            form.kind.data,
            form.reason.data,
            seen=form.seen.data,
            set_seq=pages.whole("set_seq"),
        )
    except (Invalid, Refused) as error:
        db.session.rollback()
        if isinstance(error, Refused):  # what the decision's own look found is there to be answered (R28)
            operations.scan_response(db.session, at.now, at.response.id)
            db.session.commit()
        form.mark_refused(error, _refusal(error, queries.material_of(db.session, at.response)))
        return pages.render(at, decision=form, status=error.status)
    db.session.commit()
    following = choosing.take_next(at.consultation, at.person, at.now) if request.form.get("then") == "next" else None
    db.session.commit()
    if decided is None:
        flash(
            _("Svar nr. %(number)s venter på, at en kollega tager stilling til det samme.", number=at.label), "success"
        )
    return redirect(following.url() if following else url_for("moderation.queue", slug=slug), 303)


@blueprint.post(f"{DESK}/tag-ned")
@requires(Role.MODERATOR)
def take_down(slug: str, label: str) -> BaseResponse:
    at, form = pages.find_desk(slug, label), TakedownForm()
    if not form.validate() or form.reason.data is None:
        return pages.render(at, takedown=form, status=400)
    seen = Seen(at.response.id, pages.whole("decision_seq"), pages.version())
    breach = takedown.take_down(db.session, at.person.actor, at.now, seen, form.reason.data)
    db.session.commit()
    if breach is not None:
        flash(
            _("Svaret er taget ned. Udvalgssekretæren følger op på brud nr. %(number)s.", number=breach.seq), "success"
        )
    return redirect(at.url(), 303)


@blueprint.post(f"{DESK}/aabn-igen")
@requires(Role.MODERATOR)
def reopen(slug: str, label: str) -> BaseResponse:
    """Undoes the newest decision by another (R34); what was shown, or was to be, is hidden at once."""
    at = pages.find_desk(slug, label)
    _decide_at_once(at, DecisionKind.REOPEN)
    operations.take_response(db.session, at.person.actor, at.now, at.response.id)
    db.session.commit()
    flash(_("Svar nr. %(number)s ligger hos dig igen og vises ikke offentligt.", number=at.label), "success")
    return redirect(at.url(), 303)


@blueprint.post("/intern/genveje")
@requires(Role.MODERATOR, Role.SUBJECT_OWNER, Role.SECRETARY)
def shortcuts() -> BaseResponse:
    """Single keys on the desks, on or off for this account for good (WCAG 2.1.4)."""
    set_shortcuts(db.session, current_person().id, on=request.form.get("on") == "1")
    db.session.commit()
    return redirect(_own_page(request.form.get("back", "")), 303)


@blueprint.errorhandler(Conflict)
def show_conflict(error: Conflict) -> tuple[str, int]:
    """What another did, and what this person wanted, both on one page (C1)."""
    db.session.rollback()
    told, args = error.details, request.view_args or {}
    kind, reason = told.get("kind"), told.get("because")
    mine, my_reason = request.form.get("kind", ""), request.form.get("reason", "")
    page = render_template(
        "moderation/_conflict.html",
        words=conflict_words(told),
        desk_url=url_for("moderation.desk", **args) if "label" in args else "",
        group_url=url_for("moderation.group", **args) if "group_key" in args else "",
        queue_url=url_for("moderation.queue", slug=args.get("slug", "")),
        label=args.get("label", ""),
        theirs=DECISIONS.get(DecisionKind(kind)) if isinstance(kind, str) else None,
        their_reason=REASONS.get(Reason(reason)) if isinstance(reason, str) else None,
        mine=DECISIONS[DecisionKind(mine)] if mine in set(DecisionKind) else None,
        my_reason=REASONS[Reason(my_reason)] if my_reason in set(Reason) else None,
    )
    return page, error.status


@blueprint.errorhandler(NotAllowed)
def show_partial(error: NotAllowed) -> BaseResponse | tuple[str, int]:
    """Who wrote a response or belongs to the heard party, or decided it before a complaint was upheld, is told so."""
    cause = error.details.get("cause")
    if cause not in {"partial", "own_decision"}:
        return handle(error)
    db.session.rollback()
    label = (request.view_args or {}).get("label", "")
    return render_template("moderation/_partial.html", label=label, cause=cause), error.status


# What the pages are made of


def _decide_at_once(at: Desk, kind: DecisionKind, reason: Reason | None = None) -> None:
    operations.decide(
        db.session,
        at.person.actor,
        at.now,
        at.response.id,
        pages.whole("decision_seq"),
        pages.version(),
        kind,
        reason,
    )


def _refusal(error: Invalid | Refused, material: Material) -> str:
    if isinstance(error, Invalid):
        return ""
    numbers = listed([str(item.number) for item in items_of(material) if item.undecided], language())
    words = listed([f"“{left}”" for left in error.gaps], language())
    files = listed([str(left) for left in error.gaps], language())
    said = {
        "open": _("Fund %(numbers)s er ikke afklaret", numbers=numbers),
        "cpr": _("Den offentlige udgave har stadig et CPR-nummer: %(words)s", words=words),
        "infected": _("Bilag %(words)s har en virus og kan ikke offentliggøres. Hold filen tilbage.", words=files),
        "unscanned": _("Bilag %(words)s bliver tjekket for virus. Vent lidt, eller hold filen tilbage.", words=files),
        "unread": _(
            "Bilag %(words)s er ikke læst af maskinen endnu. Vent lidt, eller hold filen tilbage.", words=files
        ),
        "unreadable": _(
            "Bilag %(words)s kan ikke læses af maskinen. Læs den, og sæt hak, eller hold den tilbage.", words=files
        ),
        "leftovers": _("Overstreget ét sted, men står stadig et andet sted: %(words)s", words=words),
    }
    return str(said[str(error.details["cause"])])


def _own_page(asked: str) -> str:
    """A staff page; never another site (A5)."""
    inside = asked.startswith("/intern/") and "//" not in asked and "\\" not in asked
    return asked if inside else url_for("site.staff_home")
