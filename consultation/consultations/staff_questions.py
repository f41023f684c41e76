"""Guiding questions before a consultation is sent out: change one, put them in order, insert what is proposed."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consultation import clock
from consultation.accounts.signed_in import current_person, requires
from consultation.consultations import queries, questions
from consultation.consultations.asked import PROPOSED, QuestionInput, Words
from consultation.consultations.blueprint import blueprint
from consultation.consultations.forms import question_form
from consultation.consultations.pages import unpublished
from consultation.errors import NotFound
from consultation.extensions import db
from consultation.lib.integers import read_integer
from consultation.vocabulary import Role

PART = "spoergsmaal"


@blueprint.route("/intern/hoeringer/<slug>/rediger/spoergsmaal/<int:question_id>", methods=["GET", "POST"])
@requires(Role.EDITOR)
def question(slug: str, question_id: int) -> str | Response:
    row = unpublished(slug)
    form = question_form(queries.list_drafts(db.session, row.id), questions.get_question(db.session, row, question_id))
    given = form.given() if request.method == "POST" else None
    if given is None:
        return render_template("consultations/question.html", consultation=row, form=form)
    questions.edit_question(db.session, current_person().actor, clock.now(), row, question_id, given)
    db.session.commit()
    flash(_("Spørgsmålet er gemt."), "success")
    return redirect(url_for("consultations.edit", slug=slug, part=PART), 303)


@blueprint.post("/intern/hoeringer/<slug>/rediger/spoergsmaal/orden")
@requires(Role.EDITOR)
def arrange_questions(slug: str) -> Response:
    """One button: op-7, ned-7, fjern-7 for the question with that id; forslag-1 inserts the first proposal."""
    row = unpublished(slug)
    act, _dash, given = request.form.get("til", "").partition("-")
    number = read_integer(given) or 0
    common = (db.session, current_person().actor, clock.now(), row)
    if act == "forslag":
        questions.add_question(*common, _proposal(number))
    elif act == "fjern":
        questions.remove_question(*common, number)
    else:
        questions.move_question(*common, number, up=act == "op")
    db.session.commit()
    flash(_("Spørgsmålene er gemt."), "success")
    return redirect(url_for("consultations.edit", slug=slug, part=PART), 303)


def _proposal(number: int) -> QuestionInput:
    if not 0 < number <= len(PROPOSED):
        raise NotFound("no such proposal")
    kind, danish, english, options = PROPOSED[number - 1]
    return QuestionInput(kind, Words(danish, english), tuple(Words(*option) for option in options))
