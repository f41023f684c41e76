"""The words of messages on screen."""

from flask_babel import lazy_gettext as _l

from consultation.notifications.telling import Way
from consultation.vocabulary import MessageState

MESSAGE_STATES = {
    MessageState.QUEUED: _l("Bliver sendt"),
    MessageState.SENT: _l("Sendt"),
    MessageState.KEPT: _l("Gemt her, ikke sendt"),
    MessageState.LETTER: _l("Skal sendes som brev"),
    MessageState.FAILED: _l("Kunne ikke sendes"),
}
WAYS = {
    Way.MAIL: _l("mail"),
    Way.LETTER: _l("brev"),
    Way.NOBODY: _l("ingen adresse"),
    Way.WAITS: _l("venter på en afgørelse af svaret"),
}
EVENTS = {
    "receipt": _l("Kvittering"),
    "receipt_again": _l("Kvittering, sendt igen"),
    "corrected": _l("Kvittering for rettelse"),
    "withdrawn": _l("Bekræftelse på, at et svar er trukket tilbage"),
    "late_decided": _l("Besked om svar efter fristen"),
    "new_link": _l("Nyt link til svar"),
    "lost_links": _l("Links, som nogen har mistet"),
    "unsent": _l("Link til kladde"),
    "unsent_reminder": _l("Påmindelse om kladde"),
    "decided": _l("Besked om gennemgang"),
    "own_outcome": _l("Sådan gik det, til den, der har svaret"),
    "outcome": _l("Beslutningen er truffet"),
    "deadline_moved": _l("Fristen er flyttet"),
    "draft_replaced": _l("Udkast ændret"),
    "party_deadline_set": _l("Egen frist til part"),
    "cancelled": _l("Høringen er aflyst"),
    "party_reminder": _l("Påmindelse til part"),
    "invited": _l("Høringsbrev til part"),
    "appeal": _l("Svar på klage over gennemgang"),
    "overdue": _l("Påmindelse om det, der er forsinket"),
    "log_head": _l("Loggens ende til revisor og administrator"),
    "follow_up_published": _l("Supplerende eller fornyet høring"),
}
"""By the first word of a message's event_key."""
