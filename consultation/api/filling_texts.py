"""Drafts as shapes."""

from collections.abc import Sequence

from consultation.api import shapes
from consultation.api.filling import set_out
from consultation.api.links import to, with_addresses
from consultation.consultations.queries import DraftText
from consultation.lib.legal import LegalRef
from consultation.models import Consultation, DraftVersion, SectionText
from consultation.site.texts import easy_html


def draft(
    row: Consultation,
    text: DraftText,
    *,
    sections: Sequence[SectionText],
    versions: Sequence[DraftVersion],
    laws: Sequence[LegalRef],
) -> shapes.Draft:
    number, anchors = text.draft.number, {one.id: one.section.anchor for one in sections}
    return shapes.Draft(
        number=number,
        title=text.draft.title,
        group=text.draft.heading or None,
        version=text.version.number,
        sections=[_section(row, one, anchors.get(one.parent_id or 0)) for one in sections],
        versions=[_version(row, number, one) for one in versions],
        easy_read=with_addresses(row, easy_html(text.version.easy_read)) or None,
        legal_references=[shapes.LegalReference(one.law, one.paragraph or None, one.url or None) for one in laws],
        consultation=to(row, "api.consultation"),
        href=to(row, "api.draft", number=number),
        page=to(row, "site.draft", number=number),
    )


def _section(row: Consultation, one: SectionText, parent: str | None) -> shapes.Section:
    return shapes.Section(
        anchor=one.section.anchor,
        number=one.printed_number,
        heading=one.heading,
        parent=parent,
        html=with_addresses(row, one.html),
        text=one.text,
        locked_because=one.locked_reason or None,
    )


def _version(row: Consultation, number: int, one: DraftVersion) -> shapes.Version:
    return shapes.Version(
        number=one.number,
        published_at=set_out(one.published_at),
        adopted=one.final,
        changes=one.change_list or None,
        page=to(row, "site.draft_version", number=number, version=one.number),
    )
