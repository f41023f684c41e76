"""What a search found, as a person reads it: where it leads, what it is called, and the words that show why."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from consultation.lib.html import from_markdown, to_text
from consultation.lib.snippets import Run, hits_in, marked, snippet
from consultation.lib.stems import Term
from consultation.models import Consultation, Document
from consultation.site.phrases import sender_words
from consultation.site.queries import Listed
from consultation.site.renditions import Row
from consultation.site.searching import DraftHit, Hit
from consultation.vocabulary import ORGANISED, Language, SearchKind
from consultation.web.i18n import language

Text = tuple[str, str]
"""A public text and the address where it can be read."""


@dataclass(frozen=True)
class Shown:
    """One result. `beside` stands before the title; `title` is Danish unless `translated`; `excerpt` always is."""

    kind: SearchKind
    owner: Listed
    url: str
    title: tuple[Run, ...]
    excerpt: tuple[Run, ...]
    beside: str = ""
    draft: str = ""
    translated: bool = False


def shown(hit: Hit, terms: Sequence[Term]) -> Shown:
    """The public words of the hit, with those that were searched for apart."""
    row, subject = hit.owner.consultation, hit.subject
    if isinstance(subject, Consultation):
        english = bool(row.title_en) and language() is Language.ENGLISH
        return _shown(hit, terms, row.title_en if english else row.title, _of_consultation(row), translated=english)
    if isinstance(subject, DraftHit):
        return _of_draft(hit, subject, terms)
    if isinstance(subject, Document):
        return _shown(hit, terms, subject.title, [(to_text(subject.html), _document_url(row, subject))])
    return _of_response(hit, subject, terms)


def _of_draft(hit: Hit, subject: DraftHit, terms: Sequence[Term]) -> Shown:
    slug, draft, section = hit.owner.consultation.slug, subject.draft, subject.section
    if section is not None:
        address = url_for("site.draft", slug=slug, number=draft.number, _anchor=section.section.anchor)
        beside = _("Udkast %(number)s, afsnit %(section)s", number=draft.number, section=section.printed_number)
        return _shown(hit, terms, section.heading, [(section.text, address)], beside=beside, draft=draft.title)
    beside = _("Udkast %(number)s", number=draft.number)
    here, easy = (url_for(f"site.{view}", slug=slug, number=draft.number) for view in ("draft", "easy_draft"))
    texts = [("", here), (_plain(subject.version.easy_read), easy)]
    return _shown(hit, terms, draft.title, texts, beside=beside)


def _of_response(hit: Hit, subject: Row, terms: Sequence[Term]) -> Shown:
    rendition = subject.rendition
    if rendition is None:
        raise TypeError("a response that is found has a rendition")
    address = url_for("site.response", slug=hit.owner.consultation.slug, key=rendition.key)
    organised = rendition.capacity in ORGANISED
    sender = rendition.shown_name if organised else sender_words(rendition)
    said = "\n".join(text for part in subject.parts for text in (part.text, part.proposed_text))
    beside = _("Svar nr. %(number)s", number=subject.number)
    return _shown(hit, terms, sender, [(said, address)], beside=beside, translated=not organised)


def _of_consultation(row: Consultation) -> list[Text]:
    here, easy = url_for("site.consultation", slug=row.slug), url_for("site.easy_read", slug=row.slug)
    return [("\n".join((row.lead, _plain(row.body), _plain(row.meaning))), here), (_plain(row.easy_read), easy)]


def _document_url(row: Consultation, document: Document) -> str:
    if document.html or document.blob_id is not None:
        return url_for("site.document", slug=row.slug, name=document.slug)
    return url_for("site.documents", slug=row.slug)


def _plain(markdown: str) -> str:
    return to_text(from_markdown(markdown)) if markdown.strip() else ""


def _shown(
    hit: Hit,
    terms: Sequence[Term],
    title: str,
    texts: Sequence[Text],
    *,
    beside: str = "",
    draft: str = "",
    translated: bool = False,
) -> Shown:
    """The text with the most hits is shown and led to; the first where only the title has any."""
    found = [(snippet(text, terms), url) for text, url in texts]
    excerpt, url = max(found, key=lambda one: hits_in(one[0]))
    return Shown(hit.kind, hit.owner, url, marked(title, terms), excerpt, beside, draft, translated)
