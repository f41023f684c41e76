"""All responses of a list at once: on one page to read and print, and as a table to keep. Both stream.

Each step is a transaction of its own: what is taken down meanwhile is not in the next one (R35), and nobody waits for
the reader of a long list.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from flask import stream_template, stream_with_context, url_for
from werkzeug.wrappers import Response

from consultation.consultations.asked import Asked
from consultation.consultations.queries import DraftText, list_questions
from consultation.errors import NotFound
from consultation.extensions import db
from consultation.lib.tables import csv_lines
from consultation.models import RenditionPart
from consultation.responses import figures as counters
from consultation.site import choosing, numbers, queries, renditions, table_words
from consultation.site.blueprint import blueprint
from consultation.site.case import Case
from consultation.site.numbers import PublicNumbers
from consultation.site.pages import absolute, case_of
from consultation.site.renditions import NOTHING, WHOLE, Filter, Row, Span
from consultation.web.uploads import attachment_response

STEP = 200
Group = tuple[int, Iterator[tuple[Row, tuple[RenditionPart, ...]]]]


@blueprint.get("/hoeringer/<slug>/svar/samlet")
def all_responses(slug: str) -> Response:
    """Every published response in full, by draft: what a member of the council reads, and prints."""
    case, counts, drafts, chosen = _asked(slug)
    shown = replace(chosen, status=chosen.status if chosen.is_of_shown else None, reasons=None)
    page = stream_template(
        "site/all_responses.html",
        case=case,
        consultation=case.consultation,
        drafts={text.draft.number: text.draft for text in drafts},
        chosen=chosen,
        kept=choosing.kept(),
        counts=counts,
        questions=_questions(case),
        groups=_groups(case, shown, [text.draft.number for text in drafts]),
    )
    return Response(stream_with_context(page), mimetype="text/html")


@blueprint.get("/hoeringer/<slug>/svar.csv")
def responses_csv(slug: str) -> Response:
    """What the list shows, a line for each answer, and one for each number without text."""
    case, counts, _drafts, chosen = _asked(slug)
    questions = _questions(case)

    def lines() -> Iterator[table_words.Line]:
        yield table_words.heading()
        for row in _rows(case, chosen):
            yield from table_words.lines(row, counts, questions, _address(case, row))

    return attachment_response(stream_with_context(csv_lines(lines())), f"{slug}-svar.csv", "text/csv")


def _address(case: Case, row: Row) -> str | None:
    if row.rendition is None:
        return None
    slug, key = case.consultation.slug, row.rendition.key
    return absolute(case.consultation, url_for("site.response", slug=slug, key=key))


def _asked(slug: str) -> tuple[Case, PublicNumbers, list[DraftText], Filter]:
    case = case_of(slug, counts=True)
    if not case.shows_responses:
        raise NotFound("responses are not public now")
    counts = numbers.of(counters.read(db.session, case.consultation.id))
    drafts = queries.list_public_drafts(db.session, case.consultation.id)
    anchors = [one.section.anchor for one in choosing.chosen_sections(drafts)]
    return case, counts, list(drafts), choosing.read(counts, anchors)


def _questions(case: Case) -> dict[int, Asked]:
    return {one.id: one for one in list_questions(db.session, case.consultation.id, with_easy=True)}


def _groups(case: Case, chosen: Filter, drafts: list[int]) -> Iterator[Group]:
    """What is said about the whole first, then about each draft, then who has no remarks; none that is empty."""
    wanted = [WHOLE, *drafts, NOTHING] if chosen.draft is None else [chosen.draft]
    for number in wanted:
        found = _about(_rows(case, replace(chosen, draft=number)), number, chosen.anchor)
        first = next(found, None)
        if first is not None:
            yield number, _after(first, found)


def _after(
    first: tuple[Row, tuple[RenditionPart, ...]], rest: Iterator[tuple[Row, tuple[RenditionPart, ...]]]
) -> Iterator[tuple[Row, tuple[RenditionPart, ...]]]:
    yield first
    yield from rest


def _about(rows: Iterator[Row], number: int, anchor: str) -> Iterator[tuple[Row, tuple[RenditionPart, ...]]]:
    for row in rows:
        if row.rendition is not None:
            of_draft = (part for part in row.parts if (part.draft_number or WHOLE) == number)
            yield row, tuple(part for part in of_draft if anchor in {"", part.anchor})


def _rows(case: Case, chosen: Filter) -> Iterator[Row]:
    """The list from its beginning, a step at a time."""
    consultation_id, now, after = case.consultation.id, case.now, -1
    while rows := _step(consultation_id, now, chosen, after):
        yield from rows
        if len(rows) < STEP:
            return
        after = rows[-1].sort_number


def _step(consultation_id: int, now: datetime, chosen: Filter, after: int) -> list[Row]:
    rows = renditions.list_rows(db.session, consultation_id, now, chosen, Span(STEP, after))
    for row in rows:
        for one in (row.rendition, *row.parts, *row.files):
            if one is not None:
                db.session.expunge(one)
    db.session.rollback()
    return rows
