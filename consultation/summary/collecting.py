"""From the rows of the database to the inputs of a snapshot (R41). Reads only; the compiler knows nothing of rows."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.analysis import queries as analysis
from consultation.analysis.approving import lacking_by_position
from consultation.analysis.picked import picked_quotes
from consultation.consultations import following
from consultation.consultations import queries as consultations
from consultation.consultations.deadlines import period_days
from consultation.errors import NotFound
from consultation.lib.dates import deadline_words, plain_spaces
from consultation.models import (
    Authority,
    Consultation,
    Deadline,
    Document,
    Position,
    WarningReason,
)
from consultation.parties import queries as parties
from consultation.responses.rules import number_label
from consultation.summary import inputs, queries
from consultation.summary.letters import letter_text
from consultation.summary.responses import Received, collect_points, collect_responses, number_questions
from consultation.vocabulary import DocumentKind, FollowUp, GroupKind, PublicationMode, WarningCode

PUBLIC_PAGE = "/hoeringer"
WARNINGS = {
    WarningCode.SHORT: "Perioden er {days} dage, mindre end {least} ({name}).",
    WarningCode.WEEKEND: "Fristen er i en weekend.",
    WarningCode.HOLIDAY: "Fristen er en helligdag eller fridag: {name}.",
    WarningCode.CLOSURE: "Fristen er en lukkedag: {name}.",
    WarningCode.JULY: "Meget af perioden er i juli; uden for juli er der kun {days} dage.",
    WarningCode.CHRISTMAS: "Meget af perioden er i julen; uden for julen er der kun {days} dage.",
}
ENDS_IN = {WarningCode.JULY: "Fristen er i juli.", WarningCode.CHRISTMAS: "Fristen er i julen."}
"""What the papers say of a deadline that needed a reason (R5); papers are in Danish."""


def collect(session: Session, consultation: Consultation, base_url: str, snapshot: inputs.Snapshot) -> inputs.Inputs:
    """Everything that the papers are made from, as it stands in this transaction."""
    received = collect_responses(session, consultation)
    drafts = consultations.list_drafts(session, consultation.id)
    numbers = {text.draft.id: text.draft.number for text in drafts}
    positions = analysis.list_positions(session, consultation.id)
    labels = analysis.position_labels(positions, numbers)
    no_points, points = collect_points(session, consultation, received, labels)
    return inputs.Inputs(
        authority=_authority(session, consultation),
        consultation=_consultation(session, consultation, base_url),
        snapshot=snapshot,
        drafts=tuple(_draft(session, consultation, text, base_url) for text in drafts),
        responses=tuple(one.response for one in received),
        groups=_groups(session, consultation, received),
        campaigns=_campaigns(session, consultation, received),
        parties=_parties(session, consultation),
        themes=_themes(session, consultation),
        points=points,
        positions=_positions(session, consultation, positions, labels, numbers),
        no_points=no_points,
        milestones=tuple(
            inputs.Milestone(row.kind, row.on, row.body, row.item, row.url, row.outcome)
            for row in consultations.list_milestones(session, consultation.id)
        ),
        texts=tuple(
            inputs.ReportText(row.chapter, row.text)
            for row in queries.list_report_texts(session, consultation.id).values()
        ),
        questions=_questions(session, consultation, received),
    )


def _questions(
    session: Session, consultation: Consultation, received: Sequence[Received]
) -> tuple[inputs.Question, ...]:
    """The editor's questions, and those of the easy path that somebody answered."""
    answered = {answer.question_id for one in received for answer in one.answers}
    return tuple(
        inputs.Question(
            number, asked.draft_number, asked.kind, asked.words.da, tuple(option.da for option in asked.options)
        )
        for number, asked in number_questions(session, consultation)
        if asked.code is None or asked.id in answered
    )


def _themes(session: Session, consultation: Consultation) -> tuple[inputs.Theme, ...]:
    """In printed order, each named by its number in the tree, never by an id of this database (R45)."""
    numbers = _theme_numbers(session, consultation)
    return tuple(
        inputs.Theme(numbers[row.id], row.title, numbers.get(row.parent_id or 0), row.main_rank)
        for row in analysis.list_themes(session, consultation.id)
    )


def _theme_numbers(session: Session, consultation: Consultation) -> dict[int, str]:
    return {one.id: one.number for one in analysis.place_themes(session, consultation.id)}


def _authority(session: Session, consultation: Consultation) -> inputs.Authority:
    row = session.get_one(Authority, consultation.authority_id)
    return inputs.Authority(row.name, row.kind, inputs.Contact(row.department, row.department, row.email, row.phone))


def _consultation(session: Session, row: Consultation, base_url: str) -> inputs.Consultation:
    if row.opens_at is None or row.closes_at is None:
        raise NotFound("a consultation without period has no papers")
    return inputs.Consultation(
        slug=row.slug,
        title=row.title,
        case_number=row.case_number,
        lead=row.lead,
        contact=inputs.Contact(row.contact_name, row.contact_department, row.contact_email, row.contact_phone),
        url=f"{base_url}{PUBLIC_PAGE}/{row.slug}",
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        deadline_shown=plain_spaces(deadline_words(row.closes_at, "da")),
        days=period_days(row.opens_at, row.closes_at),
        publication_mode=row.publication_mode or PublicationMode.NOT_PUBLIC,
        name_rule=row.name_rule,
        cover_letter=_cover_letter(session, row.id),
        deadlines=tuple(_deadline(session, one) for one in consultations.list_since_sent_out(session, row)),
        party_deadlines=tuple(
            _deadline(session, own, heard.party.name)
            for heard in consultations.list_heard(session, row.id)
            if (own := consultations.find_party_deadline(session, heard.id)) is not None
        ),
        follows=_follows(session, row, base_url),
        followed_by=tuple(
            _follow_up(other, other, base_url)
            for other in following.list_followers(session, row)
            if other.published_at is not None
        ),
    )


def _follows(session: Session, row: Consultation, base_url: str) -> inputs.FollowUpOf | None:
    earlier = following.find_followed(session, row)
    return _follow_up(row, earlier, base_url) if earlier is not None else None


def _follow_up(new: Consultation, other: Consultation, base_url: str) -> inputs.FollowUpOf:
    kind = new.follow_up or FollowUp.SUPPLEMENTARY
    return inputs.FollowUpOf(kind, other.title, f"{base_url}{PUBLIC_PAGE}/{other.slug}", new.follow_up_reason)


def _deadline(session: Session, row: Deadline, party: str = "") -> inputs.Deadline:
    warned = tuple(
        inputs.Warned(_warning_words(one), one.reason) for one in consultations.list_reasons(session, row.id)
    )
    return inputs.Deadline(row.seq, row.closes_at, row.shown_local, row.reason, warned, party)


def _warning_words(row: WarningReason) -> str:
    warning, _reason = consultations.reason_of(row)
    words = ENDS_IN if warning.only_ends_there else WARNINGS
    return words[row.code].format(days=row.days, least=row.least, name=row.name)


def _cover_letter(session: Session, consultation_id: int) -> tuple[str, ...]:
    letter = session.scalars(
        select(Document).where(
            Document.consultation_id == consultation_id,
            Document.kind == DocumentKind.COVER_LETTER,
            Document.withdrawn_at.is_(None),
        )
    ).first()
    return (letter_text(letter.html),) if letter else ()


def _draft(session: Session, consultation: Consultation, text: consultations.DraftText, base_url: str) -> inputs.Draft:
    return inputs.Draft(
        number=text.draft.number,
        title=text.draft.title,
        heading=text.draft.heading,
        version=text.version.number,
        url=f"{base_url}{PUBLIC_PAGE}/{consultation.slug}/udkast/{text.draft.number}",
        sections=tuple(
            inputs.Section(row.section.anchor, row.printed_number, row.heading)
            for row in consultations.list_sections(session, text.version.id)
        ),
    )


def _groups(session: Session, consultation: Consultation, received: Sequence[Received]) -> tuple[inputs.Group, ...]:
    numbers = {one.id: one.response.number for one in received}
    members: dict[int, list[str]] = {}
    for response_id, group_id in analysis.group_ids(session, consultation.id).items():
        members.setdefault(group_id, []).append(numbers[response_id])
    return tuple(inputs.Group(numbers[key], GroupKind.IDENTICAL, tuple(members[key])) for key in sorted(members))


def _campaigns(session: Session, consultation: Consultation, received: Sequence[Received]) -> tuple[inputs.Group, ...]:
    """Each named after its first number, as groups are: the same however often they were made anew."""
    numbers = {one.id: one.response.number for one in received}
    found = analysis.campaigns(session, consultation.id)
    return tuple(inputs.Group(numbers[ids[0]], kind, tuple(numbers[one] for one in ids)) for kind, ids in found)


def _parties(session: Session, consultation: Consultation) -> tuple[inputs.Party, ...]:
    return tuple(
        inputs.Party(
            name=one.heard.party.name,
            kind=one.heard.party.kind,
            basis=one.heard.basis,
            legal_ground=one.heard.legal_ground,
            sent_at=one.heard.sent_at,
            delivery=one.heard.delivery,
            outcome=one.outcome,
            numbers=tuple(number_label(row.series, row.seq) for row in one.responses),
            waived_reason=one.heard.waived_reason or "",
            removed_reason=one.heard.removed_reason or "",
            opt_out_reason=one.heard.opt_out_reason or "",
        )
        for one in parties.list_heard_with_answers(session, consultation.id)
    )


def _positions(
    session: Session,
    consultation: Consultation,
    positions: Sequence[Position],
    labels: Mapping[int, str],
    drafts: Mapping[int, int],
) -> tuple[inputs.Position, ...]:
    remarks = {remark.id: (remark, version) for remark, version in analysis.list_remarks(session, consultation.id)}
    changes = analysis.changes_by_position(session, consultation.id)
    anchor, themes = _anchors(session, consultation), _theme_numbers(session, consultation)
    unapproved, current = lacking_by_position(session, consultation), _current_texts(session, consultation)
    quotes = picked_quotes(session, consultation.id)
    rows = []
    for row in positions:
        remark = remarks.get(row.remark_id) if row.remark_id is not None else None
        rows.append(
            inputs.Position(
                number=labels[row.id],
                title=row.title,
                draft=drafts.get(row.draft_id) if row.draft_id is not None else None,
                section=anchor(row.section_id),
                theme=themes.get(row.theme_id),
                remark_number=f"B{remark[0].number}" if remark else None,
                remark=remark[1].text if remark else "",
                recommended=row.recommended_outcome,
                decided=row.decided_outcome,
                key=str(row.id),
                picked=tuple(inputs.Picked(one.label, one.words) for one in quotes.get(row.id, ())),
                lacks_approval=unapproved.get(row.id, ()),
                outdated_changes=sum(section.id not in current for _change, section in changes.get(row.id, [])),
                changes=tuple(
                    inputs.Change(
                        draft=drafts[section.section.draft_id],
                        section=section.section.anchor,
                        printed_number=section.printed_number,
                        before=change.before,
                        after=change.after,
                    )
                    for change, section in changes.get(row.id, [])
                ),
            )
        )
    return tuple(rows)


def _current_texts(session: Session, consultation: Consultation) -> frozenset[int]:
    """The texts of all sections in the versions now in force."""
    texts = consultations.list_drafts(session, consultation.id)
    return frozenset(row.id for text in texts for row in consultations.list_sections(session, text.version.id))


def _anchors(session: Session, consultation: Consultation) -> Callable[[int | None], str | None]:
    names = {
        row.section_id: row.section.anchor
        for text in consultations.list_drafts(session, consultation.id)
        for row in consultations.list_sections(session, text.version.id)
    }
    return lambda section_id: names.get(section_id) if section_id is not None else None
