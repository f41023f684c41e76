"""Responses, numbers and the outcome for programs; only what the pages of the same consultation say (R26, R33, R47)."""

from flask import Response

from consultation import clock
from consultation.analysis import outcomes
from consultation.api import filling_responses as filling
from consultation.api import openapi, shapes, tags
from consultation.api.answering import answer, further, read, unless_known
from consultation.api.blueprint import blueprint
from consultation.api.links import to
from consultation.errors import Gone, NotFound
from consultation.extensions import db
from consultation.models import Consultation
from consultation.responses import figures as counters
from consultation.responses import rules
from consultation.site import numbers, queries, renditions
from consultation.site import statistics as year_statistics
from consultation.site.case import Case
from consultation.site.pages import COUNTED_SECONDS, authority_here, case_of
from consultation.site.tallies import list_tallies
from consultation.summary.responses import number_questions
from consultation.web.headers import public


@blueprint.get("/consultations/<slug>/responses")
def responses(slug: str) -> Response:
    asked, case = read(shapes.ResponsesQuery), case_of(slug, counts=True)
    row, session = case.consultation, db.session
    counts = numbers.of(counters.read(session, row.id))

    def build() -> Response:
        if not case.shows_responses:
            return answer(filling.not_public(case))
        rows = renditions.list_rows(session, row.id, case.now, _chosen(asked), _span(asked))
        shown, more = rows[: asked.limit], len(rows) > asked.limit
        address = to(row, "api.responses", **further(shown[-1].number)) if more else None
        return answer(filling.responses(case, shown, counts, _questions(row), address), address)

    return unless_known(_tag(case, counts), build)


def _chosen(asked: shapes.ResponsesQuery) -> renditions.Filter:
    return renditions.Filter(asked.draft, asked.capacity, asked.status)


def _span(asked: shapes.ResponsesQuery) -> renditions.Span:
    read_label = rules.read_label(asked.after)
    return renditions.Span(asked.limit + 1, rules.sort_number(*read_label) if read_label else None)


@blueprint.get("/consultations/<slug>/responses/<key>")
def response(slug: str, key: str) -> Response:
    read(shapes.Query)
    case = case_of(slug, counts=True)
    row, session = case.consultation, db.session
    if not case.shows_responses:
        raise NotFound("responses are not public now")
    found = renditions.get_row(session, row.id, key, case.now)
    if found is None:
        raise Gone("hidden", reason="This response was shown and is not any more. Please remove it where you keep it.")
    counts = numbers.of(counters.read(session, row.id))
    return unless_known(_tag(case, counts), lambda: answer(filling.response(case, found, counts, _questions(row))))


@blueprint.get("/consultations/<slug>/figures")
def figures(slug: str) -> Response:
    read(shapes.Query)
    case = case_of(slug, counts=True)
    row, session = case.consultation, db.session
    counts = numbers.of(counters.read(session, row.id))

    def build() -> Response:
        tallies = list_tallies(session, row.id, case.now) if case.shows_responses else []
        return answer(filling.figures(counts, tallies, _questions(row)))

    return unless_known(_tag(case, counts), build)


@blueprint.get("/statistics")
def statistics() -> Response:
    asked, now = read(shapes.StatisticsQuery), clock.now()
    owner = authority_here(asked.authority)
    if owner is None:
        raise NotFound("say which authority")
    public(queries.next_appearance(db.session, now, owner.id), COUNTED_SECONDS)
    told = year_statistics.of_year(db.session, now, owner.id, asked.year)
    changed = told.together.received + told.together.reviewed + sum(vars(told.together.appeals).values())
    tag = f"{tags.of_list(openapi.shape(), [one for one, _counts in told.rows], now)}-{told.year}-{changed}"
    return unless_known(tag, lambda: answer(filling.statistics(owner, told)))


@blueprint.get("/consultations/<slug>/outcome")
def outcome(slug: str) -> Response:
    read(shapes.Query)
    case = case_of(slug, counts=True)
    row, session = case.consultation, db.session

    def build() -> Response:
        drafts = queries.list_public_drafts(session, row.id)
        said = outcomes.list_decided(session, row.id, drafts) if case.is_decided else []
        return answer(filling.result(case, said))

    return unless_known(tags.of_case(openapi.shape(), case), build)


def _questions(row: Consultation) -> filling.Questions:
    return {asked.id: number for number, asked in number_questions(db.session, row)}


def _tag(case: Case, counts: numbers.PublicNumbers) -> str:
    """Of what says which responses are shown: they appear by the clock too, minutes after they were decided on."""
    if not case.shows_responses:
        return tags.of_case(openapi.shape(), case, received=counts.received.total)
    appeared = renditions.last_appearance(db.session, case.consultation.id, case.now)
    return tags.of_case(openapi.shape(), case, appeared, received=counts.received.total)
