"""What a public page says of itself to search engines and to sites it is shared on (schema.org, Open Graph).

A consultation is an Event: that has a beginning, an end and a cancellation, which are what others get wrong. A draft is
a DigitalDocument: standards, plans and policies are not all Legislation, and a draft is no law in any case. The words
follow the state as those of the page do (U05). A response is named and not quoted: what others keep of it cannot be
taken down (R35).
"""

from dataclasses import dataclass, field
from typing import Any

from flask import url_for

from consultation.consultations.subjects import Subject
from consultation.lib.dates import MINUTE, local, plain_spaces
from consultation.models import Authority, Consultation, Draft, DraftVersion
from consultation.site.case import Case
from consultation.site.pages import absolute, base_of
from consultation.site.phrases import _, plain_title_of
from consultation.vocabulary import Language, State
from consultation.web import filters
from consultation.web.i18n import language, without_language

Linked = dict[str, Any]
LONGEST = 300
"""Characters of a description."""
LOCALES = {Language.DANISH: "da_DK", Language.ENGLISH: "en_GB"}


@dataclass(frozen=True)
class Card:
    """`address` is the one address of the page in its language, `data_address` that of the same for programs."""

    title: str
    description: str
    address: str
    site: str
    is_article: bool = True
    data_address: str = ""
    things: tuple[Linked, ...] = ()
    locale: str = field(default_factory=lambda: LOCALES[language()])

    @property
    def other_locales(self) -> tuple[str, ...]:
        return tuple(one for one in LOCALES.values() if one != self.locale)

    @property
    def linked_data(self) -> Linked:
        """JSON-LD; {} where there is nothing to say."""
        return {"@context": "https://schema.org", "@graph": list(self.things)} if self.things else {}


def front(owner: Authority | None, intro: str, path: str) -> Card:
    """The front page of an authority, or of a host that several share."""
    site = owner.name if owner else _("Høringer")
    return Card(_("Høringer"), intro, base_of(owner) + path, site, is_article=False)


def subject(owner: Authority | None, about: Subject) -> Card:
    """All consultations on a subject."""
    address = base_of(owner) + url_for("site.subject", subject=about.slug)
    described = _("Alt om emnet, fra det er sendt i høring, til der er truffet beslutning.")
    site = owner.name if owner else _("Høringer")
    return Card(_("Høringer om %(about)s", about=about.inside(language())), described, address, site, is_article=False)


def consultation(case: Case, drafts: list[Draft]) -> Card:
    row = case.consultation
    address, title, described = _home(row), plain_title_of(row), description(case)
    return Card(
        title,
        described,
        address,
        row.authority.name,
        data_address=_data(row, "api.consultation"),
        things=(_event(case, title, described, address, drafts), _way(row)),
    )


def draft(case: Case, shown: Draft, version: DraftVersion) -> Card:
    row = case.consultation
    address, title = absolute(row, url_for("site.draft", slug=row.slug, number=shown.number)), _draft_title(shown)
    described = _("Udkast i høringen %(title)s.", title=plain_title_of(row)) + " " + stands(case)
    document = {
        "@type": "DigitalDocument",
        "@id": address,
        "url": address,
        "name": title,
        "inLanguage": str(Language.DANISH),
        "version": version.number,
        "creativeWorkStatus": "Draft",
        "author": _organisation(row.authority),
    }
    if version.published_at is not None:
        document["datePublished"] = local(version.published_at).isoformat()
    data_address = _data(row, "api.draft", number=shown.number)
    things = (document, _way(row, (title, address)))
    return Card(title, _cut(described), address, row.authority.name, data_address=data_address, things=things)


def response(row: Consultation, key: str, title: str) -> Card:
    address = absolute(row, url_for("site.response", slug=row.slug, key=key))
    everything = absolute(row, url_for("site.responses", slug=row.slug))
    return Card(
        title,
        _("Et svar i høringen %(title)s.", title=plain_title_of(row)),
        address,
        row.authority.name,
        data_address=_data(row, "api.response", key=key),
        things=(_way(row, (_("Svar fra andre"), everything), (title, address)),),
    )


def description(case: Case) -> str:
    """Where the consultation stands, and what it is about; the latter is in Danish and stands on Danish pages alone."""
    lead = case.consultation.lead if language() is Language.DANISH else ""
    return _cut(f"{stands(case)} {lead}".strip())


def stands(case: Case) -> str:
    """One sentence for each state; only that of an open one speaks of answering."""
    row, state = case.consultation, case.state
    closes = plain_spaces(filters.deadline(row.closes_at)) if row.closes_at else ""
    if state is State.PLANNED:
        return _(
            "Høringen åbner %(moment)s.", moment=plain_spaces(filters.moment(row.opens_at)) if row.opens_at else ""
        )
    return {
        State.OPEN: _("Åben for svar til og med %(moment)s.", moment=closes),
        State.DECIDED: _("Der er truffet beslutning. Her står, hvad der blev sagt, og hvad der blev ændret."),
        State.ARCHIVED: _("Sagen er afsluttet og arkiveret."),
        State.CANCELLED: _("Høringen er aflyst."),
    }.get(state, _("Høringen er lukket. Fristen var %(moment)s.", moment=closes))


def _event(case: Case, title: str, described: str, address: str, drafts: list[Draft]) -> Linked:
    row = case.consultation
    event = {
        "@type": "Event",
        "@id": address,
        "url": address,
        "name": title,
        "description": described,
        "eventStatus": "EventCancelled" if case.state is State.CANCELLED else "EventScheduled",
        "eventAttendanceMode": "MixedEventAttendanceMode",
        "location": {"@type": "VirtualLocation", "url": address},
        "organizer": _organisation(row.authority),
        "isAccessibleForFree": True,
        "about": [_about(row, one) for one in drafts],
    }
    if row.opens_at and row.closes_at:
        event["startDate"], event["endDate"] = (local(at).isoformat() for at in (row.opens_at, row.closes_at - MINUTE))
    return event


def _about(row: Consultation, one: Draft) -> Linked:
    address = absolute(row, url_for("site.draft", slug=row.slug, number=one.number))
    return {"@type": "DigitalDocument", "@id": address, "url": address, "name": _draft_title(one)}


def _draft_title(one: Draft) -> str:
    return _("Udkast %(number)s", number=one.number) + ": " + one.title


def _way(row: Consultation, *below: tuple[str, str]) -> Linked:
    """From the front page to here."""
    top = (_("Høringer"), absolute(row, url_for("site.front")))
    steps = (top, (plain_title_of(row), _home(row)), *below)
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": address}
        for place, (name, address) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _organisation(owner: Authority) -> Linked:
    return {"@type": "GovernmentOrganization", "name": owner.name, "url": base_of(owner) + url_for("site.front")}


def _data(row: Consultation, endpoint: str, **values: str | int) -> str:
    """Data has no language in its address."""
    return absolute(row, without_language(url_for(endpoint, slug=row.slug, **values)))  # type: ignore[arg-type]  # - Flask names its own


def _home(row: Consultation) -> str:
    return absolute(row, url_for("site.consultation", slug=row.slug))


def _cut(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LONGEST else words[:LONGEST].rsplit(" ", 1)[0] + " …"
