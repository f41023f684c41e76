"""Sections and easy texts as they stand on public pages: tables in regions, the authority's words explained."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from consultation.consultations.pages import shown_html
from consultation.lib.glossary import Explained, explain
from consultation.lib.html import from_markdown
from consultation.models import SectionText


@dataclass(frozen=True)
class Shown:
    """A text and the words that are explained below it."""

    html: Markup
    words: tuple[Explained, ...] = ()


def sections(rows: Sequence[SectionText], words: dict[str, str]) -> list[tuple[SectionText, Shown]]:
    """Each section with its text, words explained where it first uses them."""
    return [(row, _shown(row.html, words, row.section.anchor, f"{row.printed_number} {row.heading}")) for row in rows]


def easy(markdown: str, words: dict[str, str], place: str = "let") -> Shown:
    """A text in easy Danish, each line on a line of its own; `place` is a word of its own on the page."""
    return _shown(easy_html(markdown), words, place, _("I let sprog"))


def easy_html(markdown: str) -> str:
    """The same without explanations."""
    return from_markdown(lines_kept(markdown))


def lines_kept(markdown: str) -> str:
    """One thought a line: two blanks before a line break keep it (CommonMark 6.7)."""
    return re.sub(r"(?<=\S)\n(?=\S)", "  \n", markdown)


def _shown(html: str, words: dict[str, str], place: str, name: str) -> Shown:
    marked, used = explain(html, words, place)
    return Shown(shown_html(marked, name), used)
