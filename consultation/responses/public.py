"""The last steps of an answer below its own link: about you, review, send; the pause (interface.md 3.7, 3.8)."""

from flask import jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from consultation import clock
from consultation.errors import Invalid
from consultation.extensions import db
from consultation.responses import (
    contributions,
    pages,
    queries,
    reminding,
    rules,
    sender_forms,
    sending,
    unsent,
    unsent_queries,
)
from consultation.responses.blueprint import blueprint
from consultation.responses.content import Content, Place
from consultation.responses.forms import LinkForm
from consultation.responses.pages import Step
from consultation.responses.public_writing import newer_place, page_url
from consultation.responses.sender_forms import AboutForm
from consultation.responses.unsent_queries import WritingPage
from consultation.responses.wording import hour_minute, revealing_words
from consultation.vocabulary import LoginMode
from consultation.web.headers import private

_MOST_GIVEN_BACK = 100_000
"""Characters: however they are written in the body, it stays below what is taken (web.bodies)."""
_ABOUT = Place(-1)
"""What the browser keeps of this step stands under a name of its own."""


@blueprint.route("/kladde/<token>/om-dig", methods=["GET", "POST"])
@private
def about(token: str) -> ResponseReturnValue:
    step = pages.get_step(token)
    if step.unsent.response_id is not None:
        return pages.sent_page(step)
    form = sender_forms.about_form(unsent_queries.about_of(step.unsent), easy=step.unsent.easy)
    form.ask_for(step.login_mode)
    if step.login_mode is LoginMode.IDENTITY:
        if not unsent_queries.identity_of(step.unsent):
            return _ask_to_log_in(step)
        form.name_is(str(unsent_queries.about_of(step.unsent)["name"]))
    if request.method == "POST":
        right = form.check()
        unsent.save_about(db.session, step.unsent, form.everything())
        way = _way_from_about(step, request.form.get("til", "naeste"))
        db.session.commit()
        if not way:
            return jsonify({"saved_at": hour_minute(step.now)})
        if right or request.form.get("til", "naeste") != "naeste":
            return pages.go(way)
    return _show_about(step, form)


def _ask_to_log_in(step: Step) -> ResponseReturnValue:
    """Who answers comes from the identity provider, before anything else is asked (R13)."""
    to = request.form.get("til", "") if request.method == "POST" else ""
    if to in {"tilbage", "pause"} | pages.LANGUAGES:
        return pages.go(_way_from_about(step, to))
    return render_template(
        "responses/log_in.html", step_of=step, consultation=step.consultation, closes_at=step.closes_at
    )


def _way_from_about(step: Step, to: str) -> str:
    if to == "autosave":
        return ""
    if to in pages.LANGUAGES:
        return pages.in_language(step.url("about"), to)
    if to == "tilbage":
        writing = unsent_queries.list_pages(db.session, step.unsent, step.places)
        return page_url(step, writing[-1]) if writing else step.url("choose_again")
    return step.url("unsent" if to == "pause" else "review")


def _show_about(step: Step, form: AboutForm) -> str:
    form.name.hint = _name_hint(step, form)
    kept = len(unsent_queries.list_files(db.session, step.unsent))
    return render_template(
        "responses/about.html",
        step_of=step,
        consultation=step.consultation,
        form=form,
        errors=form.errors,
        note=ngettext("Din fil er her stadig.", "Dine %(num)s filer er her stadig.", kept) if kept else "",
        closes_at=step.closes_at,
        storage_key=pages.storage_key(step.unsent.form_key, _ABOUT),
    )


def _name_hint(step: Step, form: AboutForm) -> object:
    """How the name will be shown stands at the field, as soon as it is known."""
    sender, rule = form.sender(), step.consultation.name_rule
    if sender is None or not sender.name or (rules.needs_postcode(sender) and not sender.postcode):
        return sender_forms.EASY_NAME_HINTS[rule] if step.unsent.easy else sender_forms.NAME_HINTS[rule]
    shown = pages.shown_as(sender, rule)
    if step.unsent.easy:
        return _("På siden står der “%(shown)s”.", shown=shown)
    return _("Dit fulde navn. På siden vises du som “%(shown)s”.", shown=shown)


@blueprint.get("/kladde/<token>/gennemse")
@private
def review(token: str) -> ResponseReturnValue:
    step = pages.get_step(token)
    if step.unsent.response_id is not None:
        return pages.sent_page(step)
    sender = unsent_queries.sender_of(unsent_queries.about_of(step.unsent))
    content = unsent_queries.content_of(db.session, step.unsent, step.places)
    if content.is_empty:
        return pages.go(step.url("write"))
    if wrong := _wrong_quote(step, content):
        return pages.go(wrong)
    placeless = sender is not None and not step.unsent.easy and rules.needs_postcode(sender) and not sender.postcode
    if sender is None or rules.sender_faults(sender) or placeless:
        return pages.go(step.url("about"))
    if unsent_queries.lacks(step.unsent, step.consultation, sender):
        return pages.go(step.url("about"))
    answers = [(step.places[answer.place], answer) for answer in content.answers]
    notice = queries.find_text(db.session, step.consultation.authority_id, queries.PRIVACY_SHORT, step.unsent.language)
    return render_template(
        "responses/review.html",
        step_of=step,
        consultation=step.consultation,
        sender=sender,
        shown=pages.shown_as(sender, step.consultation.name_rule),
        content=content,
        answers=answers,
        revealing=revealing_words(answers),
        replaced=_replaced(step),
        waiting=contributions.list_waiting(db.session, step.unsent),
        together=unsent_queries.together_of(unsent_queries.about_of(step.unsent)),
        given_back=_given_back(content),
        notice=[line.lstrip("- ") for line in notice.body.splitlines() if line.strip()] if notice else [],
        closes_at=step.closes_at,
    )


def _replaced(step: Step) -> list[tuple[WritingPage, Place]]:
    """The pages whose draft has a newer version than the one they are about."""
    writing = unsent_queries.list_pages(db.session, step.unsent, step.places)
    newer = [(page, newer_place(step.places, page)) for page in writing]
    return [(page, place) for page, place in newer if place is not None]


def _wrong_quote(step: Step, content: Content) -> str:
    """Where the first words are to be put right that do not stand in the draft; "" where there are none."""
    for answer in content.answers:
        place = step.places[answer.place]
        if not place.has_quote(answer.quote, answer.quote_start):
            return step.url("write", udkast=place.draft_number or 0, _anchor=f"quote-{place.anchor}")
    return ""


def _given_back(content: Content) -> list[str]:
    """The texts travel with the press of the button: if nothing can be read when it fails, they come back (D5)."""
    texts = [text for answer in content.answers for text in (answer.text, answer.proposed_text) if text.strip()]
    return texts if sum(map(len, texts)) <= _MOST_GIVEN_BACK else []


@blueprint.post("/kladde/<token>/send")
@private
def send(token: str) -> ResponseReturnValue:
    received_at = pages.received_at()
    step = pages.get_step(token)
    try:
        received = unsent.send(
            db.session, pages.settings(), clock.now(), received_at, step.unsent, pages.source(), step.places
        )
    except Invalid as error:
        db.session.rollback()
        return pages.go(_way_back(step, error))
    db.session.commit()
    return pages.forget(make_response(pages.to_receipt(step.consultation, received)))


def _way_back(step: Step, error: Invalid) -> str:
    """The step on which something is missing or wrong."""
    if "quote" in error.errors:
        return _wrong_quote(step, unsent_queries.content_of(db.session, step.unsent, step.places))
    return step.url("write" if "text" in error.errors else "about")


# The pause


@blueprint.route("/kladde/<token>", methods=["GET", "POST"], endpoint="unsent")
@private
def pause(token: str) -> ResponseReturnValue:
    step = pages.get_step(token)
    if step.unsent.response_id is not None:
        return pages.sent_page(step)
    form = LinkForm()
    mailed = ""
    if request.form.get("til") == "ingen-paamindelse":
        reminding.stop_reminding(db.session, step.unsent)
        db.session.commit()
        return pages.go(step.url("unsent"))
    if request.method == "POST" and form.check():
        sending.queue_unsent_link(
            db.session, pages.settings(), step.now, step.consultation, step.unsent, step.token, form.email.data
        )
        reminding.remind_at(db.session, step.now, step.unsent, form.email.data)
        mailed = form.email.data
        db.session.commit()
    return _show_pause(step, form, mailed)


def _show_pause(step: Step, form: LinkForm, mailed: str) -> str:
    parts = unsent_queries.list_parts(db.session, step.unsent)
    return render_template(
        "responses/unsent.html",
        step_of=step,
        consultation=step.consultation,
        form=form,
        errors=form.errors,
        mailed=mailed,
        link=request.base_url,
        saved_at=max((part.saved_at for part in parts), default=step.unsent.begun_at),
        closes_at=step.closes_at,
        reminds=reminding.reminds(step.now, step.closes_at),
        go_on=step.url("write"),
    )


@blueprint.route("/kladde/<token>/slet", methods=["GET", "POST"])
@private
def delete_unsent(token: str) -> ResponseReturnValue:
    step = pages.get_step(token)
    if step.unsent.response_id is not None:
        return pages.sent_page(step)
    if request.method != "POST":
        return render_template("responses/delete_unsent.html", step_of=step, consultation=step.consultation)
    unsent.delete_unsent(db.session, step.unsent)
    db.session.commit()
    return pages.forget(pages.html(render_template("responses/_deleted.html", consultation=_names(step))))


def _names(step: Step) -> dict[str, str]:
    return {"slug": step.consultation.slug, "title": step.consultation.title}
