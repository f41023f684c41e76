"""What the author reads of a complaint: which decision it is about, what happens next, what came of it (R32)."""

from collections.abc import Callable, Mapping

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consultation.models import Consultation, Decision
from consultation.responses import queries, reason_texts
from consultation.responses.appealing import Complaint
from consultation.responses.queries import Standing
from consultation.responses.sending import postal_of
from consultation.vocabulary import DecisionKind
from consultation.web.filters import moment
from consultation.web.i18n import language


def about_words(session: Session, consultation: Consultation, decision: Decision) -> str:
    """ "Afgørelsen fra mandag den 2. marts 2026 kl. 13.00: svaret vises ikke offentligt. Svaret er reklame." """
    because = reason_texts.text_of(session, consultation.authority_id, language(), decision.reason)
    if decision.kind is DecisionKind.WITHHOLD:
        told = _("Afgørelsen fra %(when)s: svaret vises ikke offentligt.", when=moment(decision.at))
    else:
        told = _("Afgørelsen fra %(when)s: noget er fjernet, før svaret bliver vist.", when=moment(decision.at))
    return f"{told} {because}".strip()


def answer_words(session: Session, standing: Standing) -> str:
    """Where the answer to a complaint reaches its author: who gave no address reads it on the own page alone."""
    if queries.email_of(session, standing.version):
        return str(_("Svaret på klagen kommer på siden med dit svar, og du får det også på e-mail."))
    if postal_of(queries.sender_of(standing.version)):
        return str(_("Svaret på klagen kommer på siden med dit svar, og du får det også med brev."))
    return str(_("Svaret på klagen kommer på siden med dit svar. Vi har ingen e-mail til dig, så se efter der."))


def version_words(complaint: Complaint, standing: Standing) -> str:
    """Which text the complaint is about and which one waits, where the author has sent another since; else ""."""
    newest = standing.version.number
    if complaint.version == newest:
        return ""
    if standing.decision is not None and standing.decision.kind is not DecisionKind.REOPEN:
        return str(_("Det handler om udgave %(old)s. Du har rettet svaret siden.", old=complaint.version))
    return str(
        _(
            "Det handler om udgave %(old)s. Du har rettet svaret siden, og udgave %(new)s venter på gennemgang.",
            old=complaint.version,
            new=newest,
        )
    )


def outcome_words(complaint: Complaint, standing: Standing) -> str:
    """What came of it: the decision stands, the response waits once more, or what the next decision was."""
    if not complaint.opened:
        return str(_("Afgørelsen står ved magt."))
    decision = standing.decision
    if decision is not None and decision.seq > complaint.about.seq and decision.kind is not DecisionKind.REOPEN:
        return str(_AFTERWARDS[decision.kind](moment(decision.at)))
    if complaint.version != standing.version.number:
        return str(_("Afgørelsen gælder ikke længere."))
    return str(_("Svaret bliver gennemgået igen af en anden."))


_AFTERWARDS: Mapping[DecisionKind, Callable[[str], str]] = {
    DecisionKind.PUBLISH: lambda when: _("Gennemgået igen %(when)s: svaret vises, og intet er fjernet.", when=when),
    DecisionKind.PUBLISH_REDACTED: lambda when: _(
        "Gennemgået igen %(when)s: svaret vises, men noget er fjernet.", when=when
    ),
    DecisionKind.WITHHOLD: lambda when: _("Gennemgået igen %(when)s: svaret vises stadig ikke.", when=when),
}
