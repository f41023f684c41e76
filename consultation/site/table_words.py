"""Responses as lines of a table for spreadsheets: headings and cells in the language of the page."""

from collections.abc import Iterator, Mapping

from flask_babel import gettext as _

from consultation.consultations.asked import Asked, read_choices
from consultation.lib.tables import Cell
from consultation.models import RenditionPart
from consultation.site import phrases
from consultation.site.numbers import PublicNumbers
from consultation.site.renditions import Row
from consultation.vocabulary import Status
from consultation.web.i18n import language
from consultation.web.labels import SHORT_CAPACITIES, SHORT_REASONS, STANCES, STATUSES

Line = tuple[Cell, ...]
_BEFORE_TEXT = 8
"""Cells of an answer before its words."""


def heading() -> Line:
    return tuple(
        str(words)
        for words in (
            *(
                _("Svar nr."),
                _("Modtaget"),
                _("Efter fristen"),
                _("Status"),
                _("Grund"),
                _("Svarer som"),
                _("Vist som"),
            ),
            *(_("Udkast"), _("Version"), _("Afsnit"), _("Overskrift"), _("Om ordene"), _("Holdning")),
            *(_("Spørgsmål"), _("Valgt"), _("Svar"), _("Forslag til ny tekst"), _("Filer"), _("Adresse")),
        )
    )


def lines(row: Row, counts: PublicNumbers, questions: Mapping[int, Asked], address: str | None) -> Iterator[Line]:
    """One for each thing that is answered; one alone for a number without text, and for who has no remarks."""
    start, files = _start(row, counts), "; ".join(phrases.file_title(file) for file in row.files) or None
    for part in row.parts:
        yield (*start, *_answer(part, questions), files, address)
    if not row.parts:
        said = str(_("Har ingen bemærkninger.")) if row.rendition and not row.files else None
        yield (*start, *(None,) * _BEFORE_TEXT, said, None, files, address)


def _start(row: Row, counts: PublicNumbers) -> Line:
    shown, withheld = row.rendition, row.status is Status.WITHHELD
    reason = SHORT_REASONS.get(counts.reason(row.reason), SHORT_REASONS["other"]) if withheld else ""
    return (
        row.number,
        shown.received_on if shown else None,
        str(_("ja")) if row.late else str(_("nej")),
        str(STATUSES[row.status]),
        str(reason),
        str(SHORT_CAPACITIES[shown.capacity]) if shown else None,
        phrases.plain_sender(shown) if shown else None,
    )


def _answer(part: RenditionPart, questions: Mapping[int, Asked]) -> Line:
    asked = questions.get(part.question_id) if part.question_id is not None else None
    chosen = asked.chosen(read_choices(part.choices)) if asked else ()
    return (
        part.draft_number,
        part.version_number,
        part.printed_number or None,
        part.heading or None,
        part.quote or None,
        str(STANCES[part.stance]) if part.stance else None,
        asked.words.said(language())[0] if asked else None,
        "; ".join(one.said(language())[0] for one in chosen) or None,
        part.text,
        part.proposed_text or None,
    )
