"""The forms of the desk: their fields and words."""

from flask_babel import lazy_gettext as _l

from consultation.lib.text import clean
from consultation.moderation.labels import MARK_KINDS
from consultation.vocabulary import DecisionKind, Reason
from consultation.web import fields
from consultation.web.form import Words
from consultation.web.labels import DECISIONS, REASONS

_CHOSEN: dict[Reason, Words] = {
    reason: words for reason, words in REASONS.items() if reason is not Reason.NOT_CONFIRMED
}
"""The reasons that a person may give; the clock gives the other one."""
_LONGEST_WORDS = 2000


class ExactText(fields.TextField):
    """Words as they stand in a response, whatever characters it has."""

    def normalise(self, typed: str) -> str:
        """As answers are stored."""
        return clean(typed).strip()


class WordsForm(fields.Form):
    """Taking words out wherever they stand."""

    words = ExactText(
        _l("Ord eller sætning, præcis som i teksten"),
        required=_l("Skriv de ord, der skal overstreges"),
        limit=_LONGEST_WORDS,
        autocomplete="off",
    )
    words_kind = fields.EnumSelect(_l("Hvad er det?"), MARK_KINDS, required=_l("Vælg, hvad det er"))


class SentencesForm(fields.Form):
    """Taking whole sentences out; the choices are set to the response's own."""

    sentences: fields.Checkboxes[str] = fields.Checkboxes(_l("Sætninger"), {}, required=_l("Vælg mindst én sætning"))
    sentences_kind = fields.EnumSelect(_l("Hvad er det?"), MARK_KINDS, required=_l("Vælg, hvad det er"))


class DecisionForm(fields.Form):
    """What becomes of the response."""

    kind = fields.EnumRadio(
        _l("Hvad skal der ske med svaret?"),
        {kind: DECISIONS[kind] for kind in DecisionKind if kind is not DecisionKind.REOPEN},
        required=_l("Vælg, hvad der skal ske med svaret"),
    )
    reason = fields.EnumSelect(
        _l("Grund, når svaret ikke bliver vist"), _CHOSEN, blank=_l("Vælg en grund"), says_optional=False
    )
    seen = fields.Checkbox(_l("Jeg har læst den offentlige udgave igennem"))


class AdmitForm(fields.Form):
    """Taking a response in whose sender has not confirmed the e-mail address."""

    number = fields.TextField(_l("Svar nr."), required=_l("Skriv svarets nummer"), autocomplete="off", limit=20)
    reason = fields.TextField(
        _l("Begrundelse"),
        required=_l("Skriv en begrundelse"),
        hint=_l("For eksempel at afsenderen har ringet og bekræftet svaret."),
        limit=1000,
    )


class TakedownForm(fields.Form):
    """Taking down what is public."""

    reason: fields.EnumSelect[Reason] = fields.EnumSelect(
        _l("Grund"), _CHOSEN, blank=_l("Vælg en grund"), required=_l("Vælg en grund")
    )
