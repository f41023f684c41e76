"""The page of words that stand out in what is said about one draft: help to see what to look for."""

from werkzeug.wrappers import Response as BaseResponse

from consultation.accounts.signed_in import requires
from consultation.analysis.blueprint import blueprint
from consultation.analysis.draft_words import draft_words
from consultation.analysis.pages import READERS, find_treatment
from consultation.errors import NotFound
from consultation.extensions import db


@blueprint.get("/intern/hoeringer/<slug>/udkast/<int:number>/ord")
@requires(*READERS)
def overused(slug: str, number: int) -> BaseResponse:
    at = find_treatment(slug)
    draft = next((one for one in at.board.drafts if one.number == number), None)
    if draft is None:
        raise NotFound("no such draft")
    return at.render("overused", draft=draft, rows=draft_words(db.session, at.consultation.id, number, at.now))
