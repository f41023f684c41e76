"""What the pages of two consultations about the same say of each other (R8); the public sees none before its time."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from consultation import clock
from consultation.consultations import following
from consultation.extensions import db
from consultation.models import Consultation
from consultation.site.phrases import danish, title_of
from consultation.vocabulary import FollowUp

_EARLIER = {
    FollowUp.SUPPLEMENTARY: _l("Det er en supplerende høring til %(link)s. Grunden er: %(reason)s"),
    FollowUp.RENEWED: _l("Det er en fornyet høring i stedet for %(link)s. Grunden er: %(reason)s"),
}
_UNSEEN = {
    FollowUp.SUPPLEMENTARY: _l("Det er en supplerende høring. Grunden er: %(reason)s"),
    FollowUp.RENEWED: _l("Det er en fornyet høring. Grunden er: %(reason)s"),
}
_LATER = {
    FollowUp.SUPPLEMENTARY: _l("Der er sendt en supplerende høring ud i samme sag: %(link)s."),
    FollowUp.RENEWED: _l("Der er sendt en fornyet høring ud i stedet for denne: %(link)s."),
}


@dataclass(frozen=True)
class Relations:
    """Sentences: what this one follows and why, "" for most; and what follows it."""

    earlier: str
    later: tuple[str, ...]


def relations_of(row: Consultation) -> Relations:
    """What may be said to everybody now."""
    related = following.list_related(db.session, row, clock.now())
    return Relations(
        _earlier(row, next((one for one in related if one.id == row.follows_id), None)),
        tuple(_later(one) for one in related if one.follows_id == row.id),
    )


def _earlier(row: Consultation, earlier: Consultation | None) -> str:
    if row.follow_up is None:
        return ""
    words = (_EARLIER if earlier else _UNSEEN)[row.follow_up]
    return escape(str(words)) % {"link": _link(earlier), "reason": danish(_ended(row.follow_up_reason))}


def _later(row: Consultation) -> str:
    words = _LATER[row.follow_up or FollowUp.SUPPLEMENTARY]
    return escape(str(words)) % {"link": _link(row)}


def _link(row: Consultation | None) -> str:
    if row is None:
        return ""
    return Markup('<a href="{}">{}</a>').format(url_for("site.consultation", slug=row.slug), title_of(row))


def _ended(reason: str) -> str:
    """As a sentence."""
    return reason if reason.endswith((".", "!", "?")) else f"{reason}."
