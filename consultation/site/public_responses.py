"""What others have answered and what became of it: published responses, numbers, the outcome (R26, R33, R47)."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consultation.analysis import outcomes
from consultation.analysis.queries import list_undecided
from consultation.consultations.queries import DraftText, adopted_versions, list_questions
from consultation.errors import Gone, NotFound
from consultation.extensions import db
from consultation.lib.integers import read_integer
from consultation.responses import figures as counters
from consultation.responses.queries import places_of
from consultation.responses.rules import typed_label
from consultation.site import adoption, choosing, numbers, phrases, queries, renditions, sharing, wording
from consultation.site.blueprint import blueprint
from consultation.site.case import MEETINGS, Case
from consultation.site.choosing import chosen_sections
from consultation.site.pages import COUNTED_SECONDS, case_of
from consultation.site.tallies import list_tallies
from consultation.vocabulary import Capacity, Outcome
from consultation.web.headers import public
from consultation.web.pagination import Cursor, Page, page_of, read_cursor

CHANGED = (Outcome.ACCEPTED, Outcome.PARTLY)
UNCHANGED = (Outcome.NOT_ACCEPTED, Outcome.NOTED)


@blueprint.get("/hoeringer/<slug>/svar")
def responses(slug: str) -> str | Response:
    case = case_of(slug, counts=True)
    row = case.consultation
    wanted = typed_label(request.args.get("nr", ""))
    if wanted and case.shows_responses and (at := renditions.find_sort_number(db.session, row.id, wanted)) is not None:
        folded = renditions.find_said(db.session, row.id, wanted, case.now, folded=True)
        place = {"ens": wanted} if folded else {"efter": at - 1}
        return redirect(url_for("site.responses", slug=slug, _anchor=f"nr-{wanted}", **place))
    counts = numbers.of(counters.read(db.session, row.id))
    drafts = queries.list_public_drafts(db.session, row.id)
    sections = chosen_sections(drafts)
    chosen = choosing.read(counts, [one.section.anchor for one in sections])
    same = _same_words(case)
    if same:
        chosen = renditions.Filter(said=same)
    page = _page(case, chosen) if case.shows_responses else Page[renditions.Row](())
    return render_template(
        "site/responses.html",
        case=case,
        consultation=row,
        drafts=drafts,
        sections=sections,
        chosen=chosen,
        kept=choosing.kept(),
        capacities=list(Capacity),
        statuses=choosing.STATUSES,
        lanes=choosing.LANE_WORDS,
        page=page,
        equal=renditions.count_equal(db.session, row.id, page.rows, case.now) if chosen.is_empty else {},
        same_as=request.args["ens"].strip()[:20] if same else "",
        counts=counts,
        why_empty="" if _shows_any(case, page) else wording.why_no_responses(case, counts),
        missing_number=wanted,
    )


def _shows_any(case: Case, page: Page[renditions.Row]) -> bool:
    """Whether a response can be read, on this page or another."""
    if not case.shows_responses or any(row.rendition for row in page.rows):
        return case.shows_responses
    return renditions.last_appearance(db.session, case.consultation.id, case.now) is not None


def _same_words(case: Case) -> str:
    """?ens=17: the words of that number, wherever they stand."""
    wanted = request.args.get("ens", "")
    return renditions.find_said(db.session, case.consultation.id, wanted, case.now) if wanted else ""


def _page(case: Case, chosen: renditions.Filter) -> Page[renditions.Row]:
    cursor = read_cursor()
    span = renditions.Span(cursor.size + 1, read_integer(cursor.after), read_integer(cursor.before))
    cursor = Cursor(
        cursor.after if span.after is not None else None,
        cursor.before if span.before is not None else None,
        cursor.size,
    )
    rows = renditions.list_rows(db.session, case.consultation.id, case.now, chosen, span, folded=chosen.is_empty)
    return page_of(rows, cursor, key=lambda row: str(row.sort_number))


@blueprint.get("/hoeringer/<slug>/svar/<key>")
def response(slug: str, key: str) -> str:
    """The words; that they await a new decision; or that they are gone for good (410)."""
    case = case_of(slug)
    row = case.consultation
    if not case.shows_responses:
        raise NotFound("responses are not public now")
    found = renditions.get_row(db.session, row.id, key, case.now)
    if found is None:
        raise Gone("hidden", reason=phrases.gone_words(renditions.find_tombstone(db.session, row.id, key)))
    if found.rendition is None:
        return _awaiting(case, found)
    before, after = renditions.neighbours(db.session, found.rendition, case.now)
    drafts = {text.draft.number: text.draft for text in queries.list_public_drafts(db.session, row.id)}
    return render_template(
        "site/response.html",
        case=case,
        consultation=row,
        row=found,
        card=sharing.response(row, key, _title(found)),
        before=before,
        after=after,
        drafts=drafts,
        wordings=_wordings(row.id) if any(part.proposed_text for part in found.parts) else {},
        questions={one.id: one for one in list_questions(db.session, row.id, with_easy=True)},
    )


def _awaiting(case: Case, found: renditions.Row) -> str:
    """200 as in the list, for the words come back here: 410 would tell others to forget the address."""
    row = case.consultation
    public(renditions.next_appearance(db.session, row.id, case.now), COUNTED_SECONDS)
    counts = numbers.of(counters.read(db.session, row.id))
    return render_template("site/_response_awaiting.html", consultation=row, row=found, counts=counts)


def _title(row: renditions.Row) -> str:
    """In plain text: number and who."""
    sender = phrases.plain_sender(row.rendition) if row.rendition else ""
    number = _("Svar nr. %(number)s", number=row.number)
    return f"{number}: {sender}"


def _wordings(consultation_id: int) -> dict[tuple[int | None, int | None, str], str]:
    """(draft, version, anchor) -> what the draft says there: what proposed words are compared with."""
    places = places_of(db.session, consultation_id).values()
    return {(place.draft_number, place.version_number, place.anchor): place.wording for place in places}


@blueprint.get("/hoeringer/<slug>/tal")
def figures(slug: str) -> str:
    case = case_of(slug, counts=True)
    row = case.consultation
    counts = numbers.of(counters.read(db.session, row.id))
    tallies = list_tallies(db.session, row.id, case.now) if case.shows_responses else []
    return render_template("site/figures.html", case=case, consultation=row, counts=counts, tallies=tallies)


@blueprint.get("/hoeringer/<slug>/resultat")
def outcome(slug: str) -> str:
    case = case_of(slug, counts=True)
    row = case.consultation
    drafts = queries.list_public_drafts(db.session, row.id)
    said = outcomes.list_decided(db.session, row.id, drafts) if case.is_decided else []
    points = outcomes.points_by_outcome(said)
    wanted = _Wanted(
        read_integer(request.args.get("udkast", "")),
        request.args.get("afsnit", ""),
        request.args.get("svar", "").strip().upper(),
    )
    return render_template(
        "site/outcome.html",
        case=case,
        consultation=row,
        drafts=drafts,
        wanted=wanted,
        sections=_sections_said(said, wanted.draft),
        undecided=len(list_undecided(db.session, row.id)) if case.is_decided else 0,
        adopted=_adopted_numbers(row.id, drafts) if case.is_decided else frozenset(),
        points=points.total(),
        points_words=wording.points(points),
        meetings=[one for one in case.milestones if one.kind in MEETINGS],
        annexes=queries.list_annexes(db.session, row.id) if case.acts.frozen_at else [],
        counts=numbers.of(counters.read(db.session, row.id)),
        when=wording.when_decided(case),
        **_by_outcome([one for one in said if wanted.takes(one)]),
    )


@dataclass(frozen=True)
class _Wanted:
    """What the address narrows the outcome to: a draft (0 the whole), a section of it, a response."""

    draft: int | None
    section: str
    number: str

    def takes(self, one: outcomes.Said) -> bool:
        of_place = self.draft in {None, one.draft_order} and self.section in {"", one.anchor}
        return of_place and (not self.number or self.number in one.numbers)


def _by_outcome(said: list[outcomes.Said]) -> dict[str, list[adoption.Group]]:
    """Each place once in each part of the page, and its anchor once on all of it."""
    taken: set[str] = set()
    parts = {"changed": CHANGED, "unchanged": UNCHANGED, "outside": (Outcome.OUT_OF_SCOPE,)}
    return {name: adoption.grouped([one for one in said if one.outcome in kept], taken) for name, kept in parts.items()}


def _sections_said(said: list[outcomes.Said], draft: int | None) -> dict[str, str]:
    """Anchor -> heading of the sections of the chosen draft that something was said about."""
    return {one.anchor: one.heading for one in said if draft and one.draft_order == draft and one.anchor}


def _adopted_numbers(consultation_id: int, drafts: Sequence[DraftText]) -> frozenset[int]:
    """The drafts whose adopted text is on the page."""
    done = adopted_versions(db.session, consultation_id)
    return frozenset(one.draft.number for one in drafts if one.draft.id in done)
