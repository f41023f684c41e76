"""What the pages of analysis share: the consultation on screen, where it stands, and the choices of its forms."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar

from flask import flash, make_response, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.local import LocalProxy
from werkzeug.wrappers import Response as BaseResponse

from consultation import clock
from consultation.accounts.signed_in import Person, current_person
from consultation.analysis import lint, queries
from consultation.analysis.assigning import Hands, hands_of
from consultation.analysis.desk_queries import Texts, read_texts
from consultation.analysis.figures import Board, PositionLine, board_of
from consultation.analysis.labels import LACKS, LINT, due_words, line_words, place_words
from consultation.analysis.meters import Meters, read_meters
from consultation.analysis.responses import private_names
from consultation.analysis.themes import GENERAL
from consultation.consultations.pages import staff_consultation
from consultation.errors import NotFound
from consultation.extensions import db
from consultation.lib.dates import local
from consultation.lib.integers import read_integer
from consultation.models import Consultation, Draft, Position, SectionText, Theme
from consultation.vocabulary import Role
from consultation.web.labels import NO_POINT_REASONS, OUTCOMES

T = TypeVar("T")

PAGE = 200
"""Rows of a list on one page."""
POSITION = "/intern/hoeringer/<slug>/synspunkter/<int:position_id>"
READERS = (Role.SUBJECT_OWNER, Role.SECRETARY)
"""Who divides, answers and follows: all pages of this part but the decision."""


class Removed(NotFound):
    """The position is not in use any more; `at` and `row` are for the page that says what became of it."""

    def __init__(self, at: "Treatment", row: Position) -> None:
        super().__init__("a removed position")
        self.at, self.row = at, row


@dataclass(frozen=True)
class Treatment:
    """A consultation whose responses are being dealt with, on one person's screen."""

    consultation: Consultation
    person: Person
    now: datetime

    @property
    def today(self) -> date:
        return local(self.now).date()

    @cached_property
    def hands(self) -> Hands:
        """Whose what is."""
        return hands_of(db.session, self.consultation)

    @cached_property
    def board(self) -> Board:
        return board_of(db.session, self.consultation)

    @cached_property
    def meters(self) -> Meters:
        return read_meters(db.session, self.consultation.id)

    def url(self, endpoint: str, **values: Any) -> str:
        """An address below this consultation: at.url("desk", label="17")."""
        return url_for(f"analysis.{endpoint}", slug=self.consultation.slug, **values)

    def line(self, position_id: int) -> PositionLine:
        """A position of this consultation, as it is printed. NotFound; Removed where it was merged or removed."""
        found = self.board.by_position.get(position_id)
        if found is not None:
            return found
        removed = queries.find_removed(db.session, self.consultation.id, position_id)
        raise Removed(self, removed) if removed else NotFound("no such position")

    def render(self, template: str, *, status: int = 200, **values: object) -> BaseResponse:
        """A page with the two meters and the words of its codes. The board is read by the pages that use it."""
        board = LocalProxy(lambda: self.board)
        words = {"outcome_words": OUTCOMES, "reason_words": NO_POINT_REASONS, "lack_words": LACKS}
        functions = {"place_words": place_words, "line_words": line_words, "due_words": due_words}
        page = render_template(f"analysis/{template}.html", at=self, board=board, **words, **functions, **values)
        return make_response(page, status)


def find_treatment(slug: str) -> Treatment:
    """The consultation of this address, if it is the signed-in person's authority's. NotFound."""
    return Treatment(staff_consultation(slug), current_person(), clock.now())


# Choices


def place_choices(consultation: Consultation, texts: Texts | None = None) -> dict[str, str]:
    """Every draft and section that a position may be printed under; `texts` where the page has read them."""
    choices = {}
    for draft, sections in _texts(consultation, texts):
        choices[str(draft.id)] = f"{draft.number} {draft.title}"
        for section in sections:
            heading = f"{section.printed_number} {section.heading}".strip()
            choices[f"{draft.id}.{section.section_id}"] = f"{draft.number} · {heading}"
    return choices


def place_key(draft_id: int | None, section_id: int | None) -> str | None:
    """The value of a place in `place_choices`."""
    if draft_id is None:
        return None
    return str(draft_id) if section_id is None else f"{draft_id}.{section_id}"


def read_place(key: str | None) -> tuple[int | None, int | None]:
    """(draft id, section id) of a value of `place_choices`."""
    if not key:
        return None, None
    draft, _dot, section = key.partition(".")
    return int(draft), int(section) if section else None


def theme_choices(consultation: Consultation, texts: Texts | None = None) -> dict[str, str]:
    """Titles of the themes; until there are any, the drafts' own headings and "Generelt"."""
    titles = [theme.title for theme in queries.list_themes(db.session, consultation.id)]
    return {title: title for title in titles or [*default_headings(consultation, texts), GENERAL]}


def default_headings(consultation: Consultation, texts: Texts | None = None) -> list[str]:
    """The headings of the drafts' first level, each once, in their order (analysis.md)."""
    rows = _texts(consultation, texts)
    headings = (one.heading for _draft, sections in rows for one in sections if one.parent_id is None)
    return list(dict.fromkeys(headings))


def _texts(consultation: Consultation, texts: Texts | None) -> Iterable[tuple[Draft, Iterable[SectionText]]]:
    read = texts or read_texts(db.session, consultation.id)
    return [(text.draft, sections) for text, sections in read.rows]


# Words about a title


def warnings_of(consultation: Consultation, title: str) -> list[str]:
    """What is unlucky about the wording of a title, as sentences; it is saved all the same."""
    found = lint.faults(title, private_names(db.session, consultation.id))
    return [str(LINT[fault]) for fault in found]


def flash_warnings(warnings: Iterable[str]) -> None:
    """Says on the next page what to look at."""
    if found := list(warnings):
        flash(_("Resuméet er gemt. Se på ordlyden: %(words)s", words=" ".join(found)), "warning")


def page_of(rows: Sequence[T], label: Callable[[T], str]) -> tuple[Sequence[T], str | None]:
    """The rows after the one named by `efter` in the address, and the name to go on from; None at the end."""
    asked = request.args.get("efter", "")
    first = next((at + 1 for at, row in enumerate(rows) if label(row) == asked), 0)
    page = rows[first : first + PAGE]
    return page, label(page[-1]) if first + PAGE < len(rows) else None


def find_theme(at: Treatment) -> Theme | None:
    """The theme of the filter `tema`; None without one. NotFound for one that is not here."""
    asked = request.args.get("tema", "")
    return queries.get_theme(db.session, at.consultation.id, read_integer(asked) or 0) if asked else None


def is_under(position: Position | None, theme: Theme | None) -> bool:
    """Whether a position is under a theme; everything is, without one."""
    return theme is None or (position is not None and position.theme_id == theme.id)


def one_of(value: str, known: Iterable[str]) -> str:
    """A filter of an address; NotFound for one that does not exist, so that no list is silently another."""
    if value and value not in set(known):
        raise NotFound("no such filter")
    return value
