"""Forms of analysis: points, positions, remarks, changes, themes."""

from flask_babel import lazy_gettext as _l

from consultation.analysis.labels import TITLE_HINT, unknown_fields_words
from consultation.analysis.standard_fields import unknown
from consultation.vocabulary import NoPointReason, Outcome
from consultation.web.fields import (
    Checkbox,
    Checkboxes,
    DateParts,
    EnumRadio,
    EnumSelect,
    Form,
    HiddenKey,
    LongText,
    Radio,
    Select,
    TextField,
)
from consultation.web.giveaways import PRINTED
from consultation.web.labels import NO_POINT_REASONS, OUTCOMES

WITH, WITHOUT = "med", "uden"
NOBODY = -3
"""Among colleagues to choose from: none of them."""
NONE = -2
"""Among remarks to choose from: none of them."""
NEW = -1
"""Instead of the id of a position or a remark: one that is not there yet. (0 would count as nothing chosen.)"""


class HiddenText(LongText):
    """Several lines that are given back unchanged."""

    kind = "hidden"


class PlaceForm(Form):
    """Where a position is printed. `place` is "<draft id>" or "<draft id>.<section id>", None for the general ones."""

    place = Select[str](_l("Udkast og afsnit"), blank=_l("Generelt, ikke et bestemt udkast"), says_optional=False)
    theme = Select[str](_l("Tema"), blank=_l("Vælg et tema"), says_optional=False)
    title = TextField(_l("Resumé"), hint=TITLE_HINT, says_optional=False, printed=PRINTED)


class PointForm(PlaceForm):
    """A point in a position that is there, or in a new one: all in one post."""

    position = Radio[int](_l("Hvad siger punktet?"), required=_l("Vælg et synspunkt, eller skriv et nyt"))
    alone = Checkbox(_l("Kun dette svar"))
    seen = HiddenKey("")

    def check_new(self) -> None:
        """A new position needs its title and theme; one that is there has them. Called after the form's own checks."""
        if self.position.data != NEW:
            return
        if not self.title.data and not self.title.errors:
            self.title.mark(_l("Skriv et resumé"))
        if self.theme.data is None and not self.theme.errors:
            self.theme.mark(_l("Vælg et tema"))


class MarkForm(Form):
    """What becomes of the ticked sentences; `words` are for who has no mouse or no script to select with."""

    words = LongText(
        _l("Eller skriv ordene"),
        hint=_l("Kopiér dem fra svaret. De skal stå der netop ét sted."),
        limit=20_000,
        says_optional=False,
    )
    reason = EnumSelect[NoPointReason](_l("Grund"), NO_POINT_REASONS, blank=_l("Vælg en grund"), says_optional=False)


class MoveForm(Form):
    position = Select[int](_l("Flyt til synspunkt"), blank=_l("Uden synspunkt"), says_optional=False)
    alone = Checkbox(_l("Kun dette svar"))


class RemoveForm(Form):
    alone = Checkbox(_l("Kun dette svar"))


class PartForm(Form):
    passages = Checkboxes[int](_l("Ord, der skal i et nyt punkt"), required=_l("Sæt hak ved nogle af ordene"))
    alone = Checkbox(_l("Kun dette svar"))


class TogetherForm(Form):
    """`into` is the number of the other point in the response."""

    into = Select[int](_l("Læg sammen med"), required=_l("Vælg et punkt"))
    alone = Checkbox(_l("Kun dette svar"))


class PositionForm(PlaceForm):
    """`revision` is the one that was on the screen (C2)."""

    revision = HiddenKey("")
    title = TextField(_l("Resumé"), required=_l("Skriv et resumé"), hint=TITLE_HINT, printed=PRINTED)
    theme = Select[str](_l("Tema"), required=_l("Vælg et tema"))
    remark = Select[int](_l("Forvaltningens bemærkning"), blank=_l("Ingen endnu"), says_optional=False)
    text = LongText(
        _l("Ny bemærkning"),
        hint=_l("Udfyldes, når du har valgt “Skriv en ny bemærkning”."),
        says_optional=False,
        printed=PRINTED,
    )
    outcome = EnumRadio[Outcome](_l("Indstilling"), OUTCOMES, hint=_l("Det, forvaltningen anbefaler."))

    def check_remark(self) -> None:
        """A new remark has a text. Called after the form's own checks."""
        if self.remark.data == NEW and not self.text.data.strip() and not self.text.errors:
            self.text.mark(_l("Skriv bemærkningen"))


class SplitForm(PlaceForm):
    """Points that become a position of their own."""

    revision = HiddenKey("")
    points = Checkboxes[int](_l("Punkter, der skal med"), required=_l("Vælg de punkter, der skal med"))
    title = TextField(
        _l("Resumé af det nye synspunkt"), required=_l("Skriv et resumé"), hint=TITLE_HINT, printed=PRINTED
    )
    theme = Select[str](_l("Tema"), required=_l("Vælg et tema"))
    answer = Radio[str](
        _l("Bemærkning, indstilling og ny tekst"),
        {WITH: _l("Følger med, som de er"), WITHOUT: _l("Det nye synspunkt får sine egne")},
        required=_l("Vælg, om bemærkningen følger med"),
    )


class MergeForm(Form):
    """Several positions become one; the choices are those that they have between them."""

    target = Radio[int](_l("Hvilket resumé skal gælde?"), required=_l("Vælg det synspunkt, de andre lægges i"))
    remark = Radio[int](_l("Hvilken bemærkning skal gælde?"), required=_l("Vælg en bemærkning"))
    outcome = Radio[str](_l("Hvilken indstilling skal gælde?"), required=_l("Vælg en indstilling"))
    same = Checkbox(_l("De siger det samme, selv om resuméerne peger hver sin vej"))


NOWHERE = -1
"""In a form, instead of a position to move to: out of this one, and into none."""


class MovePointsForm(Form):
    points = Checkboxes[int](_l("Punkter"), required=_l("Sæt hak ved mindst ét punkt"))
    target = Select[int](_l("Flyt til"), blank=_l("Vælg et synspunkt"), says_optional=False)


class AssignForm(Form):
    staff = Select[int](_l("Ansvarlig"), blank=_l("Vælg en kollega"), required=_l("Vælg, hvem der skal gøre det"))
    due_on = DateParts(_l("Senest"), hint=_l("Forslaget er talt tilbage fra udvalgets dagsorden."))


class StandardForm(Form):
    """`base` is the number of the text that was on the screen (C2)."""

    base = HiddenKey("")
    title = TextField(_l("Hvad den hedder på listen"), required=_l("Skriv, hvad den skal hedde"))
    text = LongText(
        _l("Tekst"),
        required=_l("Skriv teksten"),
        printed=PRINTED,
        hint=_l("Felter i krøllede parenteser bliver udfyldt, når teksten bliver brugt. De står under teksten."),
    )

    def check_fields(self) -> None:
        """Refuses what stands in braces and nothing fills (R44). Called after the form's own checks."""
        if not self.text.errors and (found := unknown(self.text.data)):
            self.text.mark(unknown_fields_words(found))


class WordingForm(Form):
    """Why the words of a warning are let be; `place` says where they stand."""

    place = HiddenKey("")
    fault = HiddenKey("")
    words = HiddenText("")
    reason = TextField(_l("Hvorfor skal ordene stå?"), required=_l("Skriv, hvorfor ordene skal stå."))


class SendBackForm(Form):
    """`seen` is what the note is about: revision and text of the remark."""

    seen = HiddenKey("")
    note = LongText(_l("Hvad skal ændres?"), required=_l("Skriv, hvad der skal ændres"), limit=2000)


class CauseForm(Form):
    """Why a section of an adopted text is not as it was (R47)."""

    positions = Checkboxes[int](_l("Synspunkter, der førte til ændringen"), says_optional=False)
    reason = TextField(
        _l("Ellers grunden"),
        hint=_l("For eksempel: sproglig rettelse, eller: ændring i loven. Den bliver vist på siden."),
        says_optional=False,
    )

    def check_any(self) -> None:
        """Called after the form's own checks."""
        if not self.positions.data and not self.reason.data.strip() and not self.errors:
            self.reason.mark(_l("Vælg et synspunkt, eller skriv grunden"))


class RemarkForm(Form):
    """`base` is the number of the version that was on the screen (C2)."""

    base = HiddenKey("")
    text = LongText(_l("Bemærkning"), required=_l("Skriv bemærkningen"), printed=PRINTED)


class UseForm(Form):
    positions = Checkboxes[int](_l("Synspunkter uden bemærkning"), required=_l("Vælg mindst ét synspunkt"))


class NewRemarkForm(Form):
    """`standard` is the text of a standard remark that this one begins as, by id."""

    standard = HiddenKey("")
    text = LongText(_l("Bemærkning"), required=_l("Skriv bemærkningen"), printed=PRINTED)
    positions = Checkboxes[int](_l("Synspunkter, den svarer på"), says_optional=False)


class ThemeForm(Form):
    title = TextField(_l("Nyt tema"), required=_l("Skriv temaet"), limit=80, printed=PRINTED)


class RenameForm(Form):
    title = TextField(_l("Navn"), required=_l("Skriv temaet"), limit=80, printed=PRINTED)


class PlaceThemeForm(Form):
    """`parent` is the id of the theme it is put under, 0 for the top."""

    parent = Select[int](_l("Flyt til"), required=_l("Vælg, hvor temaet skal stå"), blank=_l("Vælg en plads"))


class MergeThemeForm(Form):
    into = Select[int](_l("Læg sammen med"), required=_l("Vælg et tema"), blank=_l("Vælg et tema"))


class ChangeForm(Form):
    """`old` and `new` are what the change said when the page was shown (C2)."""

    old = HiddenText("")
    new = HiddenText("")
    before = LongText(
        _l("Teksten i dag"),
        required=_l("Skriv den tekst, der skal ændres"),
        hint=_l("Kopiér ordene fra afsnittet. De skal stå der netop én gang."),
    )
    after = LongText(_l("Ny tekst"), required=_l("Skriv den nye tekst"), printed=PRINTED)


class LinkForm(Form):
    positions = Checkboxes[int](_l("Synspunkter bag ændringen"), required=_l("Vælg mindst ét synspunkt"))
