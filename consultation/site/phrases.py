"""Words of single things on the public pages: titles, senders, places, files, why a number has no text."""

import mimetypes
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Protocol

from flask import url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from consultation.lib import dates
from consultation.models import Consultation, RenditionFile, RenditionPart, Tombstone
from consultation.responses import crowds
from consultation.site.numbers import Appeals, PublicNumbers
from consultation.site.renditions import Row
from consultation.summary.words import OTHER
from consultation.vocabulary import ORGANISED, Capacity, CopyState, Language, Status
from consultation.web import filters
from consultation.web.i18n import language
from consultation.web.labels import SHORT_CAPACITIES, SHORT_REASONS, STATUSES, YOUNG

PDF = "application/pdf"
LONGEST_EXCERPT = 240
"""Characters of a response in a list."""

ANNEXES = {
    "hoeringsnotat": _l("Høringsnotat"),
    "sagsfremstilling": _l("Sagsfremstilling"),
    "hoeringsbrev": _l("Høringsbrev"),
    "samlede-hoeringssvar": _l("Samlede høringssvar"),
    "hoerte-parter": _l("Hørte parter"),
    "modtaget-efter-fristen": _l("Modtaget efter fristen"),
    "aendringsnotat": _l("Ændringsnotat"),
    "overblik": _l("Overblik i regneark"),
    "data": _l("Data til maskiner"),
}
"""The open papers (contract.md) by the stem of their names."""


def _(words: str, **values: object) -> str:
    """gettext, as text for the type checker."""
    return str(gettext(words, **values))


def danish(words: str) -> str:
    """Words of the case, which are in Danish on every page; English pages say so to who reads aloud (U20)."""
    return Markup('<span lang="da">{}</span>').format(words) if language() is Language.ENGLISH and words else words


def title_of(row: Consultation) -> str:
    """The title in the page's language where there is one."""
    if language() is Language.ENGLISH and row.title_en:
        return row.title_en
    return danish(row.title)


def plain_title_of(row: Consultation) -> str:
    """The same without markup, for the title of the window and the calendar."""
    return row.title_en if language() is Language.ENGLISH and row.title_en else row.title


def answer_url(slug: str, draft: int | None = None, anchor: str = "", *, easy: bool = False) -> str:
    """Where one begins to answer the whole, a draft or a section; `easy` with three questions (interface.md 3.4)."""
    return url_for("responses.choose", slug=slug, udkast=draft, afsnit=anchor or None, let=1 if easy else None)


# Files of responses

FILE_STATES = {
    CopyState.WAITING: _l("Filen bliver gjort klar."),
    CopyState.HELD: _l("Filen kan ikke vises. Den følger svaret i sagen."),
    CopyState.LEFT_OUT: _l("Filen er holdt tilbage og bliver ikke vist. Den følger svaret i sagen."),
}


def file_title(file: RenditionFile) -> str:
    """The name that a moderator has let stand, or "Bilag 2"."""
    ours = f"Bilag {file.position}"
    return _("Bilag %(number)s", number=file.position) if file.name == ours else file.name


def file_kind(file: RenditionFile) -> str:
    """ "pdf", "billede"."""
    return "pdf" if file.media_type == PDF else _("billede")


def no_file_words(file: RenditionFile) -> str:
    """Why a file cannot be fetched."""
    return str(FILE_STATES[file.state])


# Senders


class Shown(Protocol):
    """What is shown of a sender: a rendition, or an item of a list."""

    @property
    def shown_name(self) -> str: ...

    @property
    def capacity(self) -> Capacity: ...

    @property
    def under_18(self) -> bool: ...


def sender_words(row: Shown) -> str:
    """ "Borger, 8900", "Karen Prøve, 8900" or an organisation's name: all that is shown of a sender (R31)."""
    word = str(YOUNG if row.under_18 else SHORT_CAPACITIES[row.capacity])
    if row.capacity in ORGANISED:
        return danish(row.shown_name)
    if not row.shown_name:
        return word
    return f"{word}, {row.shown_name}" if row.shown_name.isdecimal() else row.shown_name


def plain_sender(row: Shown) -> str:
    """The same without markup."""
    return Markup(sender_words(row)).striptags()  # noqa: S704 - only to take its tags off


def capacity_words(row: Shown) -> str:
    """The capacity, where the sender's words do not say it already."""
    says_it = row.capacity not in ORGANISED and (not row.shown_name or row.shown_name.isdecimal())
    return "" if says_it else str(SHORT_CAPACITIES[Capacity(row.capacity)])


def received(numbers: PublicNumbers) -> str:
    """ "47 svar fra 45 afsendere, heraf 12 enslydende" (R39)."""
    return crowds.words(numbers.crowd, language())


def clock_of(now: datetime) -> str:
    """ "kl. 14.32", "14:32"."""
    return dates.clock_words(now, language())


# Documents and responses


def file_words(size: int, media_type: str, pages: int = 0) -> str:
    """ "pdf, 180 kB" (interface.md 3.2); "pdf, 180 kB, 12 sider" where the pages are known."""
    kind = (mimetypes.guess_extension(media_type.partition(";")[0]) or "").removeprefix(".")
    length = ngettext("%(num)s side", "%(num)s sider", pages) if pages else ""
    return ", ".join(part for part in (kind, filters.size(size), str(length)) if part)


def day_of(local_date: str) -> str:
    """The words of a date as renditions hold it: "2026-03-02"."""
    return filters.day(date.fromisoformat(local_date))


def annex_words(name: str) -> str:
    """What an open annex is called: "Høringsnotat", of a later snapshot "Høringsnotat, udgave 2"; else its name."""
    stem, _dot, _kind = name.partition(".")
    base, again, edition = stem.rpartition("-")
    if not (again and edition.isdecimal()):
        return str(ANNEXES.get(stem, name))
    return _("%(name)s, udgave %(edition)s", name=ANNEXES[base], edition=edition) if base in ANNEXES else name


def drafts_words(numbers: Iterable[int | None]) -> str:
    """What a response is about, by the drafts of its parts, None for the whole: "Udkast 8 og 11", "Det hele"."""
    found = sorted({number for number in numbers if number is not None})
    if not found:
        return _("Det hele")
    listed = ", ".join(str(number) for number in found)
    return str(ngettext("Udkast %(numbers)s", "Udkast %(numbers)s", len(found), numbers=listed))


def excerpt(parts: Sequence[RenditionPart]) -> str:
    """The beginning of a response, cut between words."""
    return _beginning(next((part.text for part in parts if part.text.strip()), ""))


def excerpt_quote(parts: Sequence[RenditionPart]) -> str:
    """The beginning of the draft's own words that the excerpt is about; "" where it is about all of its place."""
    return _beginning(next((part.quote for part in parts if part.text.strip()), ""))


def _beginning(words: str) -> str:
    text = " ".join(words.split())
    if len(text) <= LONGEST_EXCERPT:
        return text
    return text[:LONGEST_EXCERPT].rsplit(" ", 1)[0] + " …"


def status_words(row: Row, counts: PublicNumbers) -> str:
    """Why a number has no text (R33); a reason that holds for few is "other", here as in all figures."""
    if row.corrected:
        return _("Bliver gennemgået igen")
    if row.status is Status.WITHHELD:
        reason = counts.reason(row.reason)
        if reason == OTHER:
            return _("Vises ikke offentligt. Grunden gælder så få, at kun afsenderen får den at vide")
        return _("Vises ikke offentligt: %(reason)s", reason=SHORT_REASONS[reason])
    return str(STATUSES[row.status])


def sum_words(counts: PublicNumbers) -> str:
    """ "47 modtaget = 40 vist + 5 vises ikke offentligt + 2 afventer gennemgang"; what is none is left out."""
    parts = [
        f"{filters.number(lanes.total)} {str(STATUSES[status]).lower()}"
        for status, lanes in counts.statuses.items()
        if lanes.total
    ]
    whole = _("%(count)s modtaget", count=filters.number(counts.received.total))
    return f"{whole} = {' + '.join(parts)}"


def appeals_words(appeals: Appeals) -> str:
    """How many have complained about a decision, and what came of it."""
    if not appeals.made:
        return _("Ingen har klaget over en afgørelse.")
    whole = ngettext("%(num)s klage over en afgørelse", "%(num)s klager over afgørelser", appeals.made)
    opened = ngettext("%(num)s førte til en ny gennemgang", "%(num)s førte til en ny gennemgang", appeals.opened)
    upheld = ngettext("%(num)s ændrede ikke afgørelsen", "%(num)s ændrede ikke afgørelsen", appeals.upheld)
    waiting = ngettext("%(num)s venter på svar", "%(num)s venter på svar", appeals.waiting)
    parts = ((appeals.opened, opened), (appeals.upheld, upheld), (appeals.waiting, waiting))
    return f"{whole}: {', '.join(str(words) for count, words in parts if count)}."


def days_words(days: int | None) -> str:
    """How long something took, in whole days."""
    if days is None:
        return _("endnu ingen")
    return str(ngettext("%(num)s døgn", "%(num)s døgn", days)) if days else _("under et døgn")


def gone_words(stone: Tombstone | None) -> str:
    """What the page of a response says when it may no longer be read (R35)."""
    if stone is None:
        return _("Svaret vises ikke længere.")
    values = {"number": stone.number_label}
    if stone.erased_on:
        day = day_of(stone.erased_on)
        return _("Svar nr. %(number)s vises ikke. Indholdet er slettet %(day)s.", day=day, **values)
    if stone.status is Status.WITHDRAWN:
        return _("Svar nr. %(number)s er trukket tilbage.", **values)
    return _("Svar nr. %(number)s vises ikke offentligt.", **values)


def again_words(number: str) -> str:
    """What is said where the words of a response were, while a new edition awaits."""
    return _("Svar nr. %(number)s er rettet eller bliver set på igen. En ny udgave gennemgås.", number=number)


def file_name(name: str, media_type: str) -> str:
    """The name under which a document's file is saved."""
    return name + (mimetypes.guess_extension(media_type.partition(";")[0]) or "")
