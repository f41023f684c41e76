"""What the pages of the papers share: the consultation, and where each gap is mended."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from flask import current_app, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from consultation.accounts.signed_in import current_person
from consultation.analysis.figures import board_of
from consultation.consultations.pages import staff_consultation
from consultation.errors import Closed
from consultation.extensions import db
from consultation.lib.text import listed
from consultation.models import Consultation
from consultation.summary import charts
from consultation.summary.document import Chart
from consultation.summary.gaps import Gap
from consultation.summary.labels import CHAPTERS
from consultation.summary.structure import Caption
from consultation.vocabulary import Language, Role
from consultation.web.labels import ROLES

Address = tuple[str, dict[str, Any]]

_SLUGS = {chapter: slug for slug, (chapter, _title) in CHAPTERS.items()}
_PAGES: dict[str, Address] = {
    "coverage": ("analysis.coverage", {}),
    "points": ("analysis.list_points", {}),
    "position": ("analysis.positions", {}),
    "queue": ("moderation.queue", {}),
    "late": ("responses.late", {}),
    "parties": ("parties.board", {}),
    "package": ("summary.compile", {}),
    "themes": ("analysis.themes", {}),
    "main_themes": ("summary.main_themes", {}),
    "agenda": ("consultations.agenda", {}),
    "deadline": ("site.overview", {}),
}
_BY_KIND = {"open_sentence": "analysis.desk", "private": "moderation.desk"}
_ELSEWHERE = {"lead": "consultations.preview", "cover_letter": "consultations.preview", "deadline": "site.overview"}


class Line(NamedTuple):
    """A gap in words, and the page where it is mended; "" in an installation without that page, and where it is another
    role's, which the words then name."""

    text: str
    url: str


def paper_consultation(slug: str) -> Consultation:
    """A consultation that has been sent out; before that there is nothing to report on."""
    row = staff_consultation(slug)
    if row.published_at is None:
        raise Closed(
            "not sent out", reason=_("Høringen er ikke sendt ud endnu. Derfor er der ikke noget at lave papirer af.")
        )
    return row


def lines(row: Consultation, gaps: Iterable[Gap]) -> list[Line]:
    gaps = tuple(gaps)
    positions = _position_ids(row) if any(gap.link_hint == "position" for gap in gaps) else {}
    return [_line(gap, row.slug, *_page_of(gap, positions)) for gap in gaps]


def _line(gap: Gap, slug: str, endpoint: str, values: dict[str, Any]) -> Line:
    allowed: frozenset[Role] = getattr(current_app.view_functions.get(endpoint), "required_roles", frozenset())
    if allowed and not allowed & current_person().roles:
        who = listed(sorted(str(ROLES[role]).lower() for role in allowed), Language.DANISH)
        return Line(_("%(what)s (kan åbnes af: %(who)s)", what=gap.text, who=who), "")
    return Line(gap.text, _address(slug, endpoint, values))


def drawn(chart: Chart, caption: Caption) -> Markup:
    """The picture of a chart, which the drawing escapes itself."""
    return Markup(charts.drawn(charts.bars(chart), said=charts.described(caption.anchor, caption.line, chart.about)))  # noqa: S704 - drawn here, each word in it escaped


def _position_ids(row: Consultation) -> dict[str, int]:
    """Printed number ("8.3") -> id."""
    return {line.label: line.position.id for line in board_of(db.session, row).positions}


def _address(slug: str, endpoint: str, values: dict[str, Any]) -> str:
    if endpoint not in current_app.view_functions:
        return ""
    return url_for(endpoint) if endpoint == "site.health" else url_for(endpoint, slug=slug, **values)


def _page_of(gap: Gap, positions: Mapping[str, int]) -> Address:
    """Where a person mends this."""
    if gap.kind in _BY_KIND and gap.link_hint == "response":
        return _BY_KIND[gap.kind], {"label": gap.subject}
    if gap.link_hint in ("response", "points") and "." in gap.subject:
        return "analysis.desk", {"label": gap.subject.partition(".")[0]}
    if gap.link_hint == "position" and gap.subject in positions:
        return "analysis.position", {"position_id": positions[gap.subject]}
    if gap.link_hint == "report":
        return _report_page(gap.subject)
    return _PAGES.get(gap.link_hint, ("site.health", {}))


def _report_page(subject: str) -> Address:
    if subject in _SLUGS:
        return "summary.chapter", {"chapter": _SLUGS[subject]}
    return _ELSEWHERE.get(subject, "consultations.meetings"), {}
