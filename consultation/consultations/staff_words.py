"""The authority's own list of words that are explained in texts, and of laws that texts refer to."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consultation import clock
from consultation.accounts.signed_in import current_person, requires
from consultation.consultations import queries, wordlist
from consultation.consultations.blueprint import blueprint
from consultation.consultations.forms import LawForm, RemoveWordForm, WordForm
from consultation.errors import NotFound
from consultation.extensions import db
from consultation.vocabulary import Role


@blueprint.route("/intern/ord", methods=["GET", "POST"])
@requires(Role.EDITOR, Role.ADMINISTRATOR)
def words() -> str | Response:
    form = WordForm()
    if form.validate_on_submit():
        return _save(wordlist.GLOSSARY, form.word.data, form.meaning.data)
    return _render(form, LawForm(formdata=None))


@blueprint.post("/intern/ord/love")
@requires(Role.EDITOR, Role.ADMINISTRATOR)
def laws() -> str | Response:
    form = LawForm()
    if form.validate_on_submit() and form.url.data.startswith("https://"):
        return _save(wordlist.LAW, form.law.data, form.url.data)
    if not form.url.errors:
        form.url.mark(_("Adressen skal begynde med https://"))
    return _render(WordForm(formdata=None), form)


@blueprint.post("/intern/ord/fjern")
@requires(Role.EDITOR, Role.ADMINISTRATOR)
def remove_word() -> Response:
    form = RemoveWordForm()
    if not form.validate_on_submit():
        raise NotFound("no such word")
    return _save(wordlist.LAW if form.kind.data == wordlist.LAW else wordlist.GLOSSARY, form.code.data, "")


def _save(kind: str, code: str, body: str) -> Response:
    person = current_person()
    wordlist.save_text(db.session, person.actor, clock.now(), person.authority_id, kind, code, body)
    db.session.commit()
    flash(_("Listen er gemt."), "success")
    return redirect(url_for("consultations.words"), 303)


def _render(form: WordForm, law_form: LawForm) -> str:
    owner = current_person().authority_id
    return render_template(
        "consultations/words.html",
        form=form,
        law_form=law_form,
        errors=form if form.errors else law_form,
        words=queries.list_words(db.session, owner),
        laws=queries.list_law_names(db.session, owner),
    )
