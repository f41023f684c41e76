"""A published response in a list: rendered once for what it shows, however often the list is made anew."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from flask import render_template
from markupsafe import Markup

from consultation.models import RenditionPart
from consultation.site import phrases
from consultation.site.renditions import Row
from consultation.vocabulary import Capacity
from consultation.web.i18n import language, root

_MOST = 4_000
"""Items in memory, of a good kilobyte each."""


class Item(NamedTuple):
    """Everything that is shown of a response in a list, and nothing else: the same values are the same words."""

    slug: str
    key: str
    number: str
    shown_name: str
    capacity: Capacity
    under_18: bool
    received_on: str
    late: bool
    redacted: bool
    drafts: tuple[int | None, ...]
    excerpt: str
    quote: str
    only_choices: bool
    files: int
    signatures: int


def item_html(slug: str, row: Row, level: str = "h2") -> Markup:
    """A row with its rendition, under a heading of this level, in the language of the page."""
    return _rendered(_item(slug, row), level, language(), root())


def _item(slug: str, row: Row) -> Item:
    shown = row.rendition
    if shown is None:
        raise ValueError("a number without text is no item")
    excerpt = phrases.excerpt(row.parts)
    return Item(
        slug=slug,
        key=shown.key,
        number=row.number,
        shown_name=shown.shown_name,
        capacity=shown.capacity,
        under_18=shown.under_18,
        received_on=shown.received_on,
        late=row.late,
        redacted=shown.redacted,
        drafts=tuple(part.draft_number for part in row.parts),
        excerpt=excerpt,
        quote=phrases.excerpt_quote(row.parts),
        only_choices=not excerpt and _has_choices(row.parts),
        files=len(row.files),
        signatures=shown.signatures,
    )


def _has_choices(parts: Sequence[RenditionPart]) -> bool:
    return any(part.choices != "[]" for part in parts)


@lru_cache(_MOST)
def _rendered(item: Item, level: str, _language: str, _root: str) -> Markup:
    return Markup(render_template("site/_response_item.html", row=item, level=level))  # noqa: S704 - a template of ours
