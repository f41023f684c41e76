"""Responses, numbers and the outcome as shapes; all that is said of responses comes from the public read model."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from consultation.analysis.outcomes import Changed, Said, points_by_outcome
from consultation.api import shapes
from consultation.api.filling import consultation_entry, counted, milestone, publication, words
from consultation.api.links import here, to
from consultation.consultations.asked import read_choices
from consultation.models import Authority, Rendition, RenditionFile, RenditionPart
from consultation.site.case import Case
from consultation.site.numbers import PublicNumbers, Together
from consultation.site.queries import Listed
from consultation.site.renditions import Row
from consultation.site.statistics import Year
from consultation.site.tallies import Tally
from consultation.vocabulary import CopyState, Outcome, Status

Questions = Mapping[int, int]
"""A question's id -> its number."""


def response(case: Case, row: Row, counts: PublicNumbers, questions: Questions) -> shapes.Response:
    shown, home = row.rendition, case.consultation
    return shapes.Response(
        number=row.number,
        late=row.late,
        status=row.status,
        reason=counts.reason(row.reason) if row.status is Status.WITHHELD else None,
        corrected=row.corrected,
        key=shown.key if shown else None,
        received_on=date.fromisoformat(shown.received_on) if shown else None,
        capacity=shown.capacity if shown else None,
        shown_name=shown.shown_name or None if shown else None,
        under_18=shown.under_18 if shown else None,
        no_remarks=not (row.parts or row.files) if shown else None,
        signatures=shown.signatures or None if shown else None,
        drafts=sorted({part.draft_number for part in row.parts if part.draft_number is not None}),
        answers=[_answer(part, questions) for part in row.parts],
        files=[_file(case, shown, file) for file in row.files] if shown else [],
        href=to(home, "api.response", key=shown.key) if shown else None,
        page=to(home, "site.response", key=shown.key) if shown else None,
    )


def responses(
    case: Case, rows: Sequence[Row], counts: PublicNumbers, questions: Questions, following: str | None
) -> shapes.Responses:
    return shapes.Responses([response(case, row, counts, questions) for row in rows], None, None, following)


def not_public(case: Case) -> shapes.Responses:
    """Nothing may be read now: why, and when that changes (R26)."""
    told = publication(case)
    return shapes.Responses([], cast("shapes.Hidden", told.mode.value), told.public_at, None)


def figures(counts: PublicNumbers, tallies: Sequence[Tally], questions: Questions) -> shapes.Figures:
    return shapes.Figures(
        counts=counted(counts),
        statuses=[
            shapes.StatusLine(status, lanes.on_time, lanes.late, lanes.total)
            for status, lanes in counts.statuses.items()
        ],
        questions=[_question_figures(one, questions) for one in tallies],
        review=review(counts),
    )


def review(counts: PublicNumbers | Together) -> shapes.Review:
    made = counts.appeals
    appeals = shapes.Appeals(made.made, made.upheld, made.opened, made.waiting)
    return shapes.Review(counts.reviewed, counts.median_days, appeals)


def statistics(owner: Authority, told: Year) -> shapes.Statistics:
    whole = told.together
    return shapes.Statistics(
        authority=owner.slug,
        year=told.year,
        consultations=[_of_year(one, counts) for one, counts in told.rows],
        together=shapes.TogetherCounts(
            received=whole.received,
            on_time=whole.on_time,
            late=whole.late,
            published=whole.statuses[Status.PUBLISHED],
            redacted=whole.statuses[Status.REDACTED],
            withheld=dict(whole.reasons),
            withdrawn=whole.statuses[Status.WITHDRAWN],
            awaiting=whole.statuses[Status.AWAITING],
        ),
        review=review(whole),
        page=here("site.statistics", myndighed=owner.slug, aar=told.year),
    )


def _of_year(one: Listed, counts: PublicNumbers) -> shapes.ConsultationStatistics:
    entry = consultation_entry(one)
    return shapes.ConsultationStatistics(
        slug=entry.slug,
        title=entry.title,
        closes_at=entry.closes_at,
        counts=counted(counts),
        review=review(counts),
        href=entry.href,
        page=to(one.consultation, "site.figures"),
    )


def result(case: Case, said: Sequence[Said]) -> shapes.Result:
    points = points_by_outcome(said)
    return shapes.Result(
        decided=case.is_decided,
        meeting=milestone(case.decision) if case.decision else None,
        points=shapes.OutcomePoints(**{outcome.value: points[outcome] for outcome in Outcome}),
        positions=[_position(one) for one in said],
    )


def _answer(part: RenditionPart, questions: Questions) -> shapes.Answer:
    return shapes.Answer(
        draft=part.draft_number,
        version=part.version_number,
        section=part.printed_number or None,
        anchor=part.anchor or None,
        heading=part.heading or None,
        stance=part.stance,
        text=part.text,
        proposed_text=part.proposed_text or None,
        quote=part.quote or None,
        question=questions.get(part.question_id) if part.question_id is not None else None,
        choices=list(read_choices(part.choices)),
    )


def _file(case: Case, shown: Rendition, file: RenditionFile) -> shapes.ResponseFile:
    ready = file.state is CopyState.SHOWN
    return shapes.ResponseFile(
        number=file.position,
        name=file.name,
        state=file.state,
        type=file.media_type if ready else None,
        size=file.size if ready else None,
        alt=file.alt or None,
        text=file.text if ready else "",
        href=to(case.consultation, "site.response_file", key=shown.key, number=file.position) if ready else None,
    )


def _question_figures(one: Tally, questions: Questions) -> shapes.QuestionFigures:
    asked = one.asked
    return shapes.QuestionFigures(
        number=questions[asked.id],
        draft=asked.draft_number,
        kind=asked.kind,
        text=words(asked.words),
        responses=one.answers,
        options=[
            shapes.OptionFigure(words(option), chose) for option, chose in zip(asked.options, one.chose, strict=True)
        ],
    )


def _position(one: Said) -> shapes.Position:
    return shapes.Position(
        number=one.label,
        title=one.title,
        draft=one.draft_number,
        anchor=one.anchor or None,
        numbers=list(one.numbers),
        points=one.points,
        remark=one.remark,
        decided=one.outcome,
        change=[_change(change) for change in one.changes],
    )


def _change(one: Changed) -> shapes.Change:
    return shapes.Change(one.draft_number, one.printed_number, one.heading, one.before, one.after)
