"""data.json exactly as contract.md has it, as JSON values (R40, R41)."""

from datetime import UTC, datetime
from typing import Any

from consultation.consultations.asked import tally
from consultation.lib.dates import local
from consultation.summary.counts import share
from consultation.summary.inputs import Change, Draft, Milestone, Party, Point, PublicAnswer, Question, Response
from consultation.summary.paging import Pages
from consultation.summary.selection import Branch, Row, Selection
from consultation.vocabulary import Outcome, Precision

NO_PAGES = Pages()


def data(selection: Selection, pages: Pages = NO_PAGES) -> dict[str, Any]:
    """The machine-readable package as JSON values. Texts are renditions; absent ones are absent. `pages` are those of
    the papers that are made with it."""
    consultation = selection.inputs.consultation
    return {
        "consultation": {
            "slug": consultation.slug,
            "title": consultation.title,
            "case_number": consultation.case_number,
            "opens_at": _moment(consultation.opens_at),
            "closes_at": _moment(consultation.closes_at),
            "days": consultation.days,
        },
        "counts": selection.counts.public(),
        "drafts": [_draft(selection, draft) for draft in selection.drafts.values()],
        "responses": [_response(selection, response, pages) for response in selection.responses.values()],
        "questions": [question_data(selection, question) for question in selection.questions.values()],
        "groups": [
            {
                "id": group.id,
                "kind": group.kind.value,
                "numbers": list(group.numbers),
                "senders": selection.crowd(group.numbers).senders,
            }
            for group in selection.groups.values()
        ],
        "campaigns": [
            {
                "id": group.id,
                "kind": group.kind.value,
                "numbers": list(group.numbers),
                "senders": selection.crowd(group.numbers).senders,
                "identical": selection.crowd(group.numbers).identical,
            }
            for group in selection.campaigns
        ],
        "themes": [theme_data(selection, branch) for branch in selection.branches],
        "positions": [_position(selection, row, pages) for row in selection.rows],
        "points": [_point(selection, point) for point in selection.points],
        "parties": [_party(party) for party in selection.inputs.parties],
        "milestones": [_milestone(milestone) for milestone in selection.inputs.milestones],
    }


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _draft(selection: Selection, draft: Draft) -> dict[str, Any]:
    outcomes = selection.outcomes(draft.number)
    return {
        "number": draft.number,
        "title": draft.title,
        "version": draft.version,
        "responses": len(selection.of_draft(draft.number)),
        "points": selection.points_of(draft.number),
        **{outcome.value: outcomes[outcome] for outcome in Outcome},
    }


def _response(selection: Selection, response: Response, pages: Pages) -> dict[str, Any]:
    by_day, shown = response.precision is Precision.DAY, selection.has_rendition(response)
    return {
        "number": response.number,
        "received_at": local(response.received_at).date().isoformat() if by_day else _moment(response.received_at),
        "late": response.late,
        "channel": response.channel.value,
        "capacity": response.capacity.value,
        "shown_name": selection.shown_name(response),
        "status": response.status.value,
        "drafts": list(response.drafts),
        "group": selection.group_of(response),
        "signatures": response.signatures,
        "files": [{"name": file.name, "state": file.state.value} for file in response.files if shown],
        "page": pages.responses.get(response.number),
        "answers": [_answer(answer) for answer in response.answers] if selection.has_rendition(response) else [],
    }


def _answer(answer: PublicAnswer) -> dict[str, Any]:
    return {
        "draft": answer.draft,
        "version": answer.version,
        "section": answer.printed_number,
        "stance": answer.stance.value if answer.stance else None,
        "text": answer.text,
        "proposed_text": answer.proposed_text or None,
        "question": answer.question,
        "choices": list(answer.choices),
        "quote": answer.quote or None,
    }


def question_data(selection: Selection, question: Question) -> dict[str, Any]:
    """`responses` counts those printed; a choice in an answer is the place of its option here, from 1."""
    given = selection.asked[question.number]
    counted = zip(question.options, tally(question.options, given), strict=True)
    return {
        "number": question.number,
        "draft": question.draft,
        "kind": question.kind.value,
        "text": question.text,
        "responses": len(given),
        "options": [{"text": text, "responses": number} for text, number in counted],
    }


def theme_data(selection: Selection, branch: Branch) -> dict[str, Any]:
    """A theme counts those below it too. `parent` is the number of the one above, `main` its rank as a main theme."""
    found = share([selection.responses[number] for number in selection.numbers_under(branch)])
    return {
        "number": branch.number,
        "title": branch.theme.title,
        "parent": branch.number.rpartition(".")[0] or None,
        "main": branch.theme.main,
        "positions": len(selection.rows_under(branch)),
        "responses": found.responses,
        "senders": found.senders,
    }


def _position(selection: Selection, row: Row, pages: Pages) -> dict[str, Any]:
    position = row.position
    return {
        "number": position.number,
        "key": position.key,
        "title": position.title,
        "numbers": list(row.numbers),
        "draft": position.draft,
        "section": printed_section(selection, row),
        "theme": selection.themes[position.theme].title if position.theme in selection.themes else None,
        "theme_number": selection.theme_numbers.get(position.theme or ""),
        "remark": position.remark or None,
        "remark_number": position.remark_number,
        "recommended": position.recommended.value if position.recommended else None,
        "decided": position.decided.value if position.decided else None,
        "change": [_change(change) for change in position.changes],
        "quotes": [{"point": point.number, "text": words} for point, words in selection.picked(row)],
        "page": pages.positions.get(position.number),
    }


def printed_section(selection: Selection, row: Row) -> str | None:
    """The printed number of the section that a row is about."""
    draft = selection.drafts.get(row.position.draft or 0)
    found = (section for section in (draft.sections if draft else ()) if section.anchor == row.position.section)
    return next((section.printed_number for section in found), None)


def _change(change: Change) -> dict[str, Any]:
    return {
        "draft": change.draft,
        "section": change.printed_number,
        "before": change.before,
        "after": change.after,
    }


def _point(selection: Selection, point: Point) -> dict[str, Any]:
    return {
        "number": point.number,
        "response": point.response,
        "position": point.position,
        "quotes": list(selection.quotes(point)),
    }


def _party(party: Party) -> dict[str, Any]:
    return {
        "name": party.name,
        "kind": party.kind.value,
        "basis": party.basis.value,
        "sent_at": _moment(party.sent_at) if party.sent_at else None,
        "outcome": party.outcome.value,
    }


def _milestone(milestone: Milestone) -> dict[str, Any]:
    return {
        "on": milestone.on.isoformat(),
        "body": milestone.body,
        "item": milestone.item or None,
        "outcome": milestone.outcome or None,
    }
