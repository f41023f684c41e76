"""What the demo's staff made of the responses: points, positions, remarks, changes and outcomes (R37)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from consultation.analysis import queries as analyses
from consultation.analysis.changes import save_change
from consultation.analysis.points import make_point, make_point_in_group, settle, settle_in_group
from consultation.analysis.positions import decide_position, save_position
from consultation.analysis.remarks import add_remark
from consultation.analysis.spans import Span
from consultation.analysis.themes import add_theme
from consultation.consultations import queries as consultations
from consultation.demo import texts
from consultation.demo.receiving import Desk
from consultation.models import Position, Remark, Response, SectionText, Theme
from consultation.vocabulary import NoPointReason, Outcome, Role


@dataclass(frozen=True)
class _Made:
    """What has been made so far, by the keys of the data file."""

    themes: Mapping[str, Theme]
    remarks: Mapping[str, Remark]
    positions: Mapping[str, Position]


def treat(desk: Desk, responses: Mapping[str, Response], treatment: texts.Row) -> dict[str, Position]:
    """Themes, remarks, positions, changes and points, days after the deadline. Returns positions by key."""
    themes = {row["title"]: _theme(desk, row["title"]) for row in _themes(treatment)}
    remarks = {row["key"]: _remark(desk, row) for row in treatment.get("remarks", [])}
    sections = _sections(desk)
    positions = {
        row["key"]: _position(desk, row, themes, remarks, sections) for row in _in_printed_order(treatment, responses)
    }
    for row in treatment.get("changes", []):
        _change(desk, row, positions, sections)
    for row in treatment.get("points", []):
        _point(desk, row, responses, positions)
    for row in treatment.get("no_point", []):
        _no_point(desk, row, responses)
    return positions


def decide(desk: Desk, positions: Mapping[str, Position], treatment: texts.Row) -> None:
    """The council's outcome of each position."""
    for row in treatment.get("positions", []):
        if outcome := row.get("decided_outcome"):
            decide_position(
                desk.session,
                desk.actor(Role.SECRETARY),
                desk.day(51, 12),
                desk.consultation,
                positions[row["key"]],
                Outcome(outcome),
            )


def _themes(treatment: texts.Row) -> list[texts.Row]:
    return sorted(treatment.get("themes", []), key=lambda row: int(row["order"]))


def _theme(desk: Desk, title: str) -> Theme:
    return add_theme(desk.session, desk.actor(Role.SUBJECT_OWNER), desk.day(9), desk.consultation, title)


def _remark(desk: Desk, row: texts.Row) -> Remark:
    owner = desk.actor(Role.SUBJECT_OWNER)
    return add_remark(desk.session, owner, desk.day(14), desk.consultation, row["text"].strip())


def _sections(desk: Desk) -> dict[tuple[int, str], SectionText]:
    return {
        (text.draft.number, row.section.anchor): row
        for text in consultations.list_drafts(desk.session, desk.consultation.id)
        for row in consultations.list_sections(desk.session, text.version.id)
    }


def _position(
    desk: Desk,
    row: texts.Row,
    themes: Mapping[str, Theme],
    remarks: Mapping[str, Remark],
    sections: Mapping[tuple[int, str], SectionText],
) -> Position:
    drafts = {
        text.draft.number: text.draft.id for text in consultations.list_drafts(desk.session, desk.consultation.id)
    }
    section = sections[row["draft"], row["section"]].section_id if row.get("section") else None
    return save_position(
        desk.session,
        desk.actor(Role.SUBJECT_OWNER),
        desk.day(12),
        desk.consultation,
        None,
        title=row["title"],
        theme=themes[row["theme"]],
        draft_id=drafts.get(row["draft"]),
        section_id=section,
        remark=remarks.get(row.get("remark", "")),
        recommended=Outcome(row["recommended_outcome"]) if row.get("recommended_outcome") else None,
    )


def _change(
    desk: Desk,
    row: texts.Row,
    positions: Mapping[str, Position],
    sections: Mapping[tuple[int, str], SectionText],
) -> None:
    save_change(
        desk.session,
        desk.actor(Role.SUBJECT_OWNER),
        desk.day(15),
        desk.consultation,
        sections[row["draft"], row["section"]],
        before=row["before"],
        after=row["after"],
        positions=[positions[key] for key in row["positions"]],
    )


def _point(desk: Desk, row: texts.Row, responses: Mapping[str, Response], positions: Mapping[str, Position]) -> None:
    response = responses[row["reference"]]
    make = make_point_in_group if row.get("applies_to") == "group" else make_point
    make(
        desk.session,
        desk.actor(Role.SUBJECT_OWNER),
        desk.day(10),
        response,
        list(_spans(desk.session, response, row["passages"])),
        positions[row["position"]],
    )


def _no_point(desk: Desk, row: texts.Row, responses: Mapping[str, Response]) -> None:
    response = responses[row["reference"]]
    mark = settle_in_group if row.get("applies_to") == "group" else settle
    mark(
        desk.session,
        desk.actor(Role.SUBJECT_OWNER),
        desk.day(10),
        response,
        list(_spans(desk.session, response, row["passages"])),
        NoPointReason(row["reason"]),
    )


def _spans(session: Session, response: Response, passages: list[str]) -> Iterator[Span]:
    """Each passage where it stands. A passage that stands nowhere is a fault of the data file."""
    answers = analyses.answers_of(session, response.id)
    for words in passages:
        answer = next((one for one in answers if words in one.text), None)
        if answer is None:
            raise ValueError(f"no answer of {response.external_ref} holds: {words}")
        start = answer.text.index(words)
        yield Span(answer.id, start, start + len(words))


def _in_printed_order(treatment: texts.Row, responses: Mapping[str, Response]) -> list[texts.Row]:
    """Draft by draft: what councils and organisations said, then larger groups, then single voices (domain.md 4.2)."""
    behind: dict[str, set[str]] = {}
    group = [row["reference"] for row in treatment.get("points", []) if row.get("applies_to") == "group"]
    for row in treatment.get("points", []):
        behind.setdefault(row["position"], set()).add(row["reference"])
    organised = {answer["reference"] for answer in treatment.get("party_answers", [])}

    def rank(row: texts.Row) -> tuple[int, bool, int, int]:
        references = behind.get(row["key"], set())
        larger = len(references) + (len(responses) if references & set(group) else 0)
        return row["draft"], not references & organised, -larger, row["order"]

    return sorted(treatment.get("positions", []), key=rank)
