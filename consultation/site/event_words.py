"""The words of a feed's entries: what happened, never an offer to answer, so that they stay true (U05)."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for
from flask_babel import ngettext
from markupsafe import Markup

from consultation.models import Consultation, Rendition
from consultation.site import phrases, wording
from consultation.site.events import Event, Kind
from consultation.site.phrases import _
from consultation.site.renditions import Row
from consultation.web import filters


@dataclass(frozen=True)
class Told:
    """Plain words; `path` is the page to read on. `danish`: the text is the case's own."""

    title: str
    text: str
    path: str
    danish: bool = False


def told(event: Event) -> Told:
    title, words = phrases.plain_title_of(event.consultation), _WORDS[event.kind](event)
    return Told(plain(f"{words.title}: {title}"), plain(words.text), words.path, words.danish)


def of_response(consultation: Consultation, row: Row, rendition: Rendition) -> Told:
    """A response as everybody may read it: from its rendition alone (R27)."""
    number = _("Svar nr. %(number)s", number=row.number)
    path = url_for("site.response", slug=consultation.slug, key=rendition.key)
    text = phrases.excerpt(row.parts) or phrases.drafts_words(part.draft_number for part in row.parts)
    return Told(plain(f"{number}: {plain(phrases.sender_words(rendition))}"), plain(text), path, danish=True)


def plain(words: str) -> str:
    """Without the markup that pages need; feeds hold text."""
    return words.striptags() if isinstance(words, Markup) else words


def _home(event: Event) -> str:
    return url_for("site.consultation", slug=event.consultation.slug)


def _sent_out(event: Event) -> Told:
    deadline = _("Frist: %(moment)s.", moment=filters.deadline(event.new)) if event.new else ""
    return Told(_("Sendt i høring"), f"{event.words}\n{deadline}", _home(event), danish=True)


def _opened(event: Event) -> Told:
    deadline = _("Frist: %(moment)s.", moment=filters.deadline(event.new)) if event.new else ""
    return Told(_("Høringen er åbnet"), deadline, _home(event))


def _moved(event: Event) -> Told:
    moved = wording.moved_between(event.old, event.new, event.words) if event.old and event.new else ""
    return Told(_("Fristen er flyttet"), moved, _home(event))


def _replaced(event: Event) -> Told:
    path = url_for("site.draft_changes", slug=event.consultation.slug, number=event.draft)
    return Told(_("Udkast %(number)s er ændret", number=event.draft), event.words, path, danish=True)


def _closed(event: Event) -> Told:
    return Told(_("Fristen er gået"), _("Svarene bliver nu læst og besvaret."), _home(event))


def _considered(event: Event) -> Told:
    return Told(_("Under behandling"), _("Svarene er læst. Nu ser politikerne på sagen."), _home(event))


def _decided(event: Event) -> Told:
    path = url_for("site.outcome", slug=event.consultation.slug)
    return Told(_("Besluttet"), event.words, path, danish=True)


def _annexes(event: Event) -> Told:
    path = url_for("site.documents", slug=event.consultation.slug)
    words = ngettext("%(num)s fil er lagt frem.", "%(num)s filer er lagt frem.", event.count)
    return Told(_("Bilag til sagen er lagt frem"), words, path)


def _cancelled(event: Event) -> Told:
    return Told(_("Aflyst"), event.words, _home(event), danish=True)


_WORDS: dict[Kind, Callable[[Event], Told]] = {
    Kind.SENT_OUT: _sent_out,
    Kind.OPENED: _opened,
    Kind.MOVED: _moved,
    Kind.REPLACED: _replaced,
    Kind.CLOSED: _closed,
    Kind.CONSIDERED: _considered,
    Kind.DECIDED: _decided,
    Kind.ANNEXES: _annexes,
    Kind.CANCELLED: _cancelled,
}
