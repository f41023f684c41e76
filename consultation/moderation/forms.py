"""The forms of the desk: their fields and words."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from consultation.errors import Invalid, Refused
from consultation.lib.integers import read_integer
from consultation.lib.text import clean
from consultation.moderation.labels import (
    APPEAL_OUTCOMES,
    BASES,
    BREACH_ENTRIES,
    BREACH_OUTCOMES,
    BREACH_TASKS,
    HELD_KINDS,
    MARK_KINDS,
)
from consultation.vocabulary import BreachEntryKind, BreachOutcome, BreachTask, DecisionKind, Reason
from consultation.web import fields
from consultation.web.form import Words
from consultation.web.labels import DECISIONS, REASONS

_CHOSEN: dict[Reason, Words] = {
    reason: words for reason, words in REASONS.items() if reason is not Reason.NOT_CONFIRMED
}
"""The reasons that a person may give; the clock gives the other one."""
_KINDS = {kind: DECISIONS[kind] for kind in DecisionKind if kind is not DecisionKind.REOPEN}
_FAULTS = {
    ("reason", "missing"): _l("Vælg en grund"),
    ("seen", "missing"): _l("Sæt hak ved, at du har læst den offentlige udgave"),
    ("kind", "has_marks"): _l("Der er overstregninger. Vælg Offentliggør med overstregninger."),
    ("kind", "no_marks"): _l("Der er ingen overstregninger. Vælg Offentliggør."),
}
_LONGEST_WORDS = 2000
_MILLE = 1000
_LONGEST_HELD = 100
_LONGEST_NOTE = 5000


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
    words_basis = fields.EnumSelect(_l("Efter hvilken regel?"), BASES, blank=_l("Den, der følger af, hvad det er"))


class HeldWordForm(fields.Form):
    """Words of the authority's own that are held for a look."""

    words = fields.TextField(
        _l("Ord eller vending"),
        required=_l("Skriv det ord, der skal holdes"),
        hint=_l("Store og små bogstaver er ens. En stjerne til sidst tager endelser med: bosted* finder bostedets."),
        limit=_LONGEST_HELD,
        autocomplete="off",
    )
    words_kind = fields.EnumSelect(
        _l("Hvad er det?"), HELD_KINDS, blank=_l("Vælg, hvad det er"), required=_l("Vælg, hvad det er")
    )


class SentencesForm(fields.Form):
    """Taking whole sentences out; the choices are set to the response's own."""

    sentences: fields.Checkboxes[str] = fields.Checkboxes(_l("Sætninger"), {}, required=_l("Vælg mindst én sætning"))
    sentences_kind = fields.EnumSelect(_l("Hvad er det?"), MARK_KINDS, required=_l("Vælg, hvad det er"))
    sentences_basis = fields.EnumSelect(_l("Efter hvilken regel?"), BASES, blank=_l("Den, der følger af, hvad det er"))


class BasisForm(fields.Form):
    """What is taken out, and by which rule."""

    kind = fields.EnumSelect(_l("Hvad er det?"), MARK_KINDS, required=_l("Vælg, hvad det er"))
    basis = fields.EnumSelect(_l("Efter hvilken regel?"), BASES, blank=_l("Den, der følger af, hvad det er"))


class PerMille(fields.TextField):
    """How far into a page, in thousandths of it."""

    def __init__(self, label: Words, **given: Any) -> None:
        super().__init__(
            label, required=_l("Skriv et tal fra 0 til 1000"), inputmode="numeric", autocomplete="off", **given
        )

    def normalise(self, typed: str) -> str:
        """A whole number, or ValueError in words."""
        said = super().normalise(typed)
        number = read_integer(said)
        if said and (number is None or number > _MILLE):
            raise ValueError(str(_l("Skriv et tal fra 0 til 1000")))
        return said

    @property
    def number(self) -> int:
        return int(self.data)


class BoxForm(BasisForm):
    """A box on a page that goes."""

    x, y = PerMille(_l("Fra venstre kant")), PerMille(_l("Fra øverste kant"))
    width, height = PerMille(_l("Bredde")), PerMille(_l("Højde"))

    @property
    def box(self) -> tuple[int, int, int, int]:
        return self.x.number, self.y.number, self.width.number, self.height.number


class DecisionForm(fields.Form):
    """What becomes of the response."""

    kind = fields.EnumRadio(
        _l("Hvad skal der ske med svaret?"), _KINDS, required=_l("Vælg, hvad der skal ske med svaret")
    )
    reason = fields.EnumSelect(
        _l("Grund, når svaret ikke bliver vist"), _CHOSEN, blank=_l("Vælg en grund"), says_optional=False
    )
    seen = fields.Checkbox(_l("Jeg har læst den offentlige udgave igennem"))

    def mark_refused(self, error: Invalid | Refused, words: str) -> None:
        """Puts what the operation refused at the fields (interface.md 5); `words` say a refusal that is no field's."""
        faults = error.errors if isinstance(error, Invalid) else error.details.get("faults")
        if isinstance(error, Refused):
            self.kind.mark(words)
        for name, code in (faults if isinstance(faults, Mapping) else {}).items():
            if not (name == "kind" and self.kind.errors):
                getattr(self, name).mark(_FAULTS[name, code])


class GroupDecisionForm(DecisionForm):
    """What becomes of the equal responses of a group."""

    kind = fields.EnumRadio(
        _l("Hvad skal der ske med svarene?"), _KINDS, required=_l("Vælg, hvad der skal ske med svarene")
    )
    reason = fields.EnumSelect(
        _l("Grund, når svarene ikke bliver vist"), _CHOSEN, blank=_l("Vælg en grund"), says_optional=False
    )
    seen = fields.Checkbox(_l("Jeg har læst den fælles tekst, som offentligheden ser den"))


class OpinionForm(fields.Form):
    """A question to a colleague; the choices of `asked` are set to the colleagues."""

    opinion = fields.LongText(
        _l("Hvad er du i tvivl om?"), limit=_LONGEST_NOTE, required=_l("Skriv, hvad kollegaen skal se på")
    )
    asked: fields.Select[int] = fields.Select(_l("Hvem spørger du?"), {}, says_optional=False)
    proposed = fields.EnumSelect(
        _l("Dit forslag"),
        _KINDS,
        blank=_l("Intet forslag"),
        says_optional=False,
    )
    proposed_reason = fields.EnumSelect(
        _l("Grund i dit forslag"), _CHOSEN, blank=_l("Vælg en grund"), says_optional=False
    )

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """A proposal to withhold has its reason."""
        sound: bool = super().validate(*args, **kwargs)
        if self.proposed.data is DecisionKind.WITHHOLD and self.proposed_reason.data is None:
            self.proposed_reason.mark(_l("Vælg en grund"))
            return False
        return sound


class ColleagueNoteForm(fields.Form):
    """Something for the other moderators."""

    note = fields.LongText(_l("Ny note"), limit=_LONGEST_NOTE, required=_l("Skriv noten"))


class ComplaintForm(fields.Form):
    """A complaint that came by telephone or letter."""

    complaint = fields.LongText(
        _l("Hvad klages der over, og hvorfor?"),
        limit=10_000,
        required=_l("Skriv klagen"),
        hint=_l("Med afsenderens egne ord."),
    )


class AppealAnswerForm(fields.Form):
    """What comes of a complaint."""

    outcome = fields.EnumRadio(_l("Hvad skal der ske?"), APPEAL_OUTCOMES, required=_l("Vælg, hvad der skal ske"))
    answer_reason = fields.LongText(
        _l("Begrundelse til afsenderen"),
        limit=4000,
        required=_l("Skriv en begrundelse"),
        hint=_l("Afsenderen får den ordret. Skriv, hvad I har lagt vægt på."),
    )


class AssignForm(fields.Form):
    """Giving a moderator the next of the queue; the choices are set to the moderators."""

    staff: fields.Select[int] = fields.Select(
        _l("Hvem skal have dem?"), {}, required=_l("Vælg, hvem der skal have dem")
    )
    count = fields.TextField(
        _l("Hvor mange?"), required=_l("Skriv, hvor mange"), autocomplete="off", inputmode="numeric", limit=5
    )

    def number(self) -> int:
        """The number that was typed; 0 where it is none."""
        return read_integer(self.count.data) or 0


class AssignOneForm(fields.Form):
    """Giving one response to a moderator, or to nobody (0); the choices are set to the moderators."""

    staff_id: fields.Select[int] = fields.Select(_l("Hvem skal tage svaret?"), {}, says_optional=False)


class AdmitForm(fields.Form):
    """Taking a response in whose sender has not confirmed the e-mail address."""

    number = fields.TextField(_l("Svar nr."), required=_l("Skriv svarets nummer"), autocomplete="off", limit=20)
    reason = fields.TextField(
        _l("Begrundelse"),
        required=_l("Skriv en begrundelse"),
        hint=_l("For eksempel at afsenderen har ringet og bekræftet svaret."),
        limit=1000,
    )


class PetitionForm(fields.Form):
    """How many have signed a response."""

    signatures = fields.TextField(
        _l("Antal underskrifter"), required=_l("Skriv, hvor mange der har skrevet under"), limit=12, autocomplete="off"
    )
    source = fields.TextField(
        _l("Hvor står underskrifterne?"),
        required=_l("Skriv, hvor underskrifterne står"),
        hint=_l("For eksempel: bilag 1, side 3-40, eller adressen på en side."),
        limit=500,
    )


class PartingForm(fields.Form):
    """Taking responses out of a group; the choices are set to the consultation's own groups."""

    target: fields.Select[str] = fields.Select(
        _l("Hvor skal de valgte svar hen?"), {}, blank=_l("Vælg"), required=_l("Vælg, hvor svarene skal hen")
    )
    reason = fields.TextField(_l("Begrundelse"), required=_l("Skriv en begrundelse"), limit=1000)


class TakedownForm(fields.Form):
    """Taking down what is public."""

    reason: fields.EnumSelect[Reason] = fields.EnumSelect(
        _l("Grund"), _CHOSEN, blank=_l("Vælg en grund"), required=_l("Vælg en grund")
    )


class GroupTakedownForm(TakedownForm):
    """Taking down what is public of a group."""

    equal_only = fields.Checkbox(_l("Kun de svar, der er helt som den fælles tekst"))


class TaskForm(fields.Form):
    """What was done about a breach."""

    task: fields.EnumSelect[BreachTask] = fields.EnumSelect(
        _l("Opgave"), BREACH_TASKS, blank=_l("Vælg en opgave"), required=_l("Vælg en opgave")
    )
    state: fields.EnumRadio[BreachEntryKind] = fields.EnumRadio(
        _l("Hvordan går det med opgaven?"),
        {kind: BREACH_ENTRIES[kind] for kind in (BreachEntryKind.DONE, BreachEntryKind.NOT_NEEDED)},
        required=_l("Vælg, hvordan det går med opgaven"),
    )
    text = fields.LongText(
        _l("Hvad er gjort, eller hvorfor er det ikke nødvendigt?"),
        limit=_LONGEST_NOTE,
        hint=_l("Skriv ikke, hvad der stod i svaret."),
    )


class WordingForm(fields.Form):
    """The wording of a notice about a breach."""

    wording = fields.LongText(_l("Ordlyd"), required=_l("Skriv ordlyden"), limit=20_000)


class NoteForm(fields.Form):
    """What else must be documented about a breach."""

    note = fields.LongText(
        _l("Note"),
        required=_l("Skriv, hvad der skal noteres"),
        limit=_LONGEST_NOTE,
        hint=_l("Skriv ikke, hvad der stod i svaret."),
    )


class CloseForm(fields.Form):
    """How a breach ended."""

    outcome: fields.EnumRadio[BreachOutcome] = fields.EnumRadio(
        _l("Hvordan endte det?"), BREACH_OUTCOMES, required=_l("Vælg, hvordan det endte")
    )
    closed_reason = fields.LongText(
        _l("Begrundelse"), required=_l("Skriv en begrundelse"), limit=_LONGEST_NOTE, says_optional=False
    )


class PolicyForm(fields.Form):
    """The rules for responses in both languages."""

    danish = fields.LongText(
        _l("Dansk"),
        required=_l("Skriv reglerne på dansk"),
        limit=20_000,
        hint=_l("Overskrifter begynder med ##, punkter i en liste med en bindestreg."),
    )
    english = fields.LongText(_l("Engelsk"), required=_l("Skriv reglerne på engelsk"), limit=20_000)
