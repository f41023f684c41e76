"""Following by mail: asked for on one page, confirmed and stopped on another, which only its mail leads to (A3)."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from consultation import clock
from consultation.consultations import queries as reads
from consultation.consultations import subjects
from consultation.consultations.pages import public_consultation
from consultation.consultations.subjects import Subject
from consultation.errors import Conflict, NotFound
from consultation.extensions import db
from consultation.models import Authority, Consultation, Subscription
from consultation.notifications import subscribing
from consultation.notifications.news import what_words
from consultation.notifications.subscribing import Scope
from consultation.site import lists, phrases, queries, sharing
from consultation.site.blueprint import blueprint
from consultation.site.forms import SubscribeForm
from consultation.site.pages import authority_here, base_of
from consultation.site.public_feeds import followed, subject_at
from consultation.web.frame import use_authority
from consultation.web.headers import mark_private, private, public
from consultation.web.i18n import language

CONFIRM, STOP, NOT_ME = "bekraeft", "stop", "ikke-mig"
EVERYTHING, SUBJECT, ONE = "alt", "emne:", "hoering:"
"""Values of the select; after the colon comes the slug."""


@dataclass(frozen=True)
class Offer:
    """What the page was opened for: a consultation, a subject, or everything of an authority; None: several."""

    owner: Authority | None
    subject: Subject | None = None
    consultation: Consultation | None = None

    @property
    def scope(self) -> str:
        """What is chosen from the start."""
        if self.consultation is not None:
            return ONE + self.consultation.slug
        return SUBJECT + self.subject.slug if self.subject else EVERYTHING


@blueprint.get("/emner/<subject>")
def subject(subject: str) -> str:
    found = subject_at(subject)
    owner = authority_here()
    listed = followed(owner, "", found).listed
    front = lists.front_of(listed, clock.now())
    card = sharing.subject(owner, found)
    return render_template("site/subject.html", front=front, subject=found, shared=owner is None, card=card)


@blueprint.route("/foelg", methods=["GET", "POST"])
def subscribe() -> str:
    """The answer is the same for every address, and so is the work (A2, B3)."""
    offer = _offer()
    form, asked = _form(offer), ""
    if request.method == "GET":
        public()
    elif offer.owner is None:
        raise NotFound("nobody to follow")
    else:
        mark_private()
        if form.check():
            asked = form.email.data
            _ask(offer.owner, form)
            db.session.commit()
    authorities = [] if offer.owner else queries.list_authorities(db.session)
    return render_template(
        "site/subscribe.html",
        form=form,
        errors=form.errors,
        asked=asked,
        offer=offer,
        authorities=authorities,
        days=subscribing.KEPT.days,
        **_addresses(offer),
    )


def _offer() -> Offer:
    slug, found = request.args.get("hoering", ""), subjects.of_slug(request.args.get("emne", ""))
    if slug:
        row = public_consultation(slug)
        return Offer(row.authority, None, row)
    return Offer(authority_here(request.args.get("myndighed", "")), found)


def _form(offer: Offer) -> SubscribeForm:
    form = SubscribeForm(data={"scope": offer.scope})
    form.scope.choices = _choices(offer)
    return form


def _choices(offer: Offer) -> Mapping[str, object]:
    here = language()
    one = {}
    if offer.consultation is not None:
        one = {ONE + offer.consultation.slug: _("Kun denne høring")}
    every = {EVERYTHING: _("Alle høringer fra %(authority)s", authority=offer.owner.name if offer.owner else "")}
    found = subjects.in_order(subjects.SUBJECTS, here)
    return one | every | {SUBJECT + each.slug: _("Emnet %(words)s", words=each.words(here)) for each in found}


def _ask(owner: Authority, form: SubscribeForm) -> None:
    settings, now = current_app.config["SETTINGS"], clock.now()
    try:
        subscribing.ask(db.session, settings, now, owner, _scope(str(form.scope.data)), form.email.data, language())
    except Conflict:
        db.session.rollback()  # the same press twice: the other one has written the mail


def _scope(value: str) -> Scope:
    """What the select's value means; it is one of those that were offered."""
    kind, colon, slug = value.partition(":")
    if kind + colon == ONE:
        return Scope(consultation_id=reads.get_visible(db.session, slug, clock.now()).id)
    found = subjects.of_slug(slug)
    return Scope(subject=found.code if found else "")


def _addresses(offer: Offer) -> dict[str, str]:
    """Of the feed and the calendar of what the page was opened for."""
    if offer.consultation is not None:
        slug = offer.consultation.slug
        feed, deadlines = (url_for(f"site.{name}", slug=slug) for name in ("consultation_feed", "deadline_ics"))
    elif offer.subject is not None:
        names = ("subject_feed", "subject_deadlines_ics")
        feed, deadlines = (url_for(f"site.{name}", subject=offer.subject.slug) for name in names)
    else:
        feed, deadlines = _of_authority(offer.owner)
    base = base_of(offer.owner)
    webcal = "webcal:" + (base + deadlines).partition(":")[2]
    return {"feed_url": base + feed, "calendar_url": base + deadlines, "webcal_url": webcal}


def _of_authority(owner: Authority | None) -> tuple[str, str]:
    own = queries.find_authority_of_host(db.session, request.host)
    if owner is None or own is not None:
        return url_for("site.feed"), url_for("site.deadlines_ics")
    names = ("authority_feed", "authority_deadlines_ics")
    feed, deadlines = (url_for(f"site.{name}", slug=owner.slug) for name in names)
    return feed, deadlines


@blueprint.route("/foelg/<token>", methods=["GET", "POST"])
@private
def subscription(token: str) -> ResponseReturnValue:
    """Opening it changes nothing, as mail scanners do; the button does, and the mail program's own (A3, RFC 8058)."""
    row = _get(token)
    act = request.form.get("til", "") if request.method == "POST" else ""
    by_program = request.method == "POST" and "List-Unsubscribe" in request.form
    try:
        if act == CONFIRM:
            subscribing.confirm(db.session, clock.now(), row)
        elif act in {STOP, NOT_ME} or by_program:
            subscribing.end(db.session, clock.now(), row)
        db.session.commit() if act or by_program else None
    except Conflict:
        db.session.rollback()
    if by_program:
        return current_app.response_class(_("Du får ikke flere mails.") + "\n", mimetype="text/plain")
    if act:
        return redirect(url_for("site.subscription", token=token), 303)
    return render_template("site/subscription.html", **_shown(row))


def _shown(row: Subscription) -> dict[str, object]:
    about = db.session.get(Consultation, row.consultation_id) if row.consultation_id is not None else None
    what: str = subscribing.what_of(db.session, row, language())
    if about is not None:
        what = Markup(what_words(language(), "", "", "{}")).format(phrases.title_of(about))  # noqa: S704 - our own words
    return {
        "subscription": row,
        "what": what,
        "consultation": about,
        "days": subscribing.KEPT.days,
    }


def _get(token: str) -> Subscription:
    try:
        row = subscribing.get_by_token(db.session, token)
    except NotFound as error:
        raise NotFound(
            "no such link",
            reason=_("Linket virker ikke mere. Har du stoppet eller ikke bekræftet, har vi slettet din adresse."),
            way_on=(url_for("site.subscribe"), _("Følg høringer")),
        ) from error
    use_authority(db.session.get_one(Authority, row.authority_id))
    return row
