"""Forms of a consultation: its short parts, which are saved half done, its drafts and its meetings."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time
from itertools import zip_longest
from typing import Any, TypeVar, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consultation.consultations.asked import QuestionInput, Words, faults, read_options
from consultation.consultations.deadlines import DeadlineWarning
from consultation.consultations.labels import (
    DOCUMENT_KINDS,
    KINDS,
    QUESTION_FAULTS,
    QUESTION_KINDS,
    TIMES,
    reason_label,
    warning_words,
)
from consultation.consultations.queries import DraftText
from consultation.lib.dates import DateError, opening_instant
from consultation.models import Question
from consultation.vocabulary import (
    ConsultationKind,
    DocumentKind,
    FollowUp,
    LoginMode,
    MilestoneKind,
    NameRule,
    PublicationMode,
    QuestionKind,
    WarningCode,
)
from consultation.web.fields import (
    Checkbox,
    ClockField,
    DateParts,
    EnumRadio,
    EnumSelect,
    Form,
    HiddenKey,
    LongText,
    MultiFile,
    Radio,
    Select,
    TextField,
)
from consultation.web.giveaways import PRINTED, PRINTED_WITH_CONTACT
from consultation.web.labels import LOGIN_MODES, MILESTONES, MODES, NAME_RULES

_DAYS = re.compile(r"\d{1,3}", re.ASCII)
LONGEST_LEAD = 300
"""Characters: the lead stands on cards, in mails and in search results."""
_TOO_LONG = _l("Teksten er for lang: %(length)s tegn. Der er plads til %(limit)s.")
_MARKDOWN = _l("Et tomt linjeskift laver et nyt afsnit. Skriv - foran hvert punkt i en liste.")


class StaffText(LongText):
    """Many lines of the authority's own, which cannot be put in a file instead."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.too_long = _TOO_LONG


class CreateForm(Form):
    title = TextField(_l("Titel"), required=_l("Skriv en titel"), hint=_l("Kort, og med ord, som borgere bruger."))
    kind = EnumRadio[ConsultationKind](_l("Hvad er i høring?"), KINDS, required=_l("Vælg, hvad der er i høring"))


PLAIN_COPY = "copy"


class CopyForm(Form):
    """`source` is the slug of an earlier consultation; its choices are set by the page."""

    source = Select[str](
        _l("Hvilken høring vil du kopiere fra?"), blank=_l("Vælg"), required=_l("Vælg den høring, du vil kopiere fra")
    )
    title = TextField(
        _l("Den nye hørings titel"),
        required=_l("Skriv en titel"),
        hint=_l("Så tydelig, at ingen tager fejl af den og den gamle."),
    )
    kind = Radio[str](
        _l("Hvad er den nye høring?"),
        {
            PLAIN_COPY: _l("En ny sag, der bruger de gamle tekster"),
            FollowUp.SUPPLEMENTARY.value: _l("En supplerende høring"),
            FollowUp.RENEWED.value: _l("En fornyet høring"),
        },
        required=_l("Vælg, hvad den nye høring er"),
        hints={
            PLAIN_COPY: _l("De to høringer har intet med hinanden at gøre."),
            FollowUp.SUPPLEMENTARY.value: _l("Der spørges om noget mere i samme sag. De første svar gælder stadig."),
            FollowUp.RENEWED.value: _l(
                "Der spørges om det hele igen, fordi forslaget er ændret meget, eller den første høring havde fejl."
            ),
        },
    )
    reason = StaffText(
        _l("Hvorfor holdes der en supplerende eller fornyet høring?"),
        says_optional=False,
        hint=_l(
            "Skal ikke udfyldes for en ny sag. Skriv vurderingen: hvad der er ændret, og hvorfor der skal spørges "
            "igen. Den står på siden, i beskeden til dem, der svarede sidst, og i rapporten."
        ),
        printed=PRINTED_WITH_CONTACT,
        strict=True,
    )


class BasicsForm(Form):
    title = TextField(_l("Titel"), required=_l("Skriv en titel"))
    title_en = TextField(_l("Titel på engelsk"))
    slug = TextField(
        _l("Adresse"),
        required=_l("Skriv en adresse"),
        hint=_l("Det, der står efter /hoeringer/. Adressen ligger fast, når høringen er sendt ud."),
    )
    lead = StaffText(
        _l("Indledning"),
        says_optional=False,
        limit=LONGEST_LEAD,
        printed=PRINTED,
        hint=_l("Højst 300 tegn. Den står øverst på siden."),
    )
    body = StaffText(_l("Baggrund"), says_optional=False, hint=_MARKDOWN)
    case_number = TextField(_l("Sagsnummer"), says_optional=False)
    subject: Select[str] = Select(
        _l("Emne"),
        blank=_l("Intet emne"),
        hint=_l("Efter det finder folk høringen, og de, der følger emnet, får besked."),
    )
    contact_name = TextField(_l("Kontaktpersonens navn"), says_optional=False)
    contact_department = TextField(_l("Kontaktpersonens afdeling"), says_optional=False)
    contact_email = TextField(_l("Kontaktpersonens e-mail"), says_optional=False, input_type="email", inputmode="email")
    contact_phone = TextField(_l("Kontaktpersonens telefon"), says_optional=False, input_type="tel", inputmode="tel")


class FollowUpBasicsForm(BasicsForm):
    """Of a consultation that supplements or renews an earlier one (R8)."""

    follow_up_reason = StaffText(
        _l("Hvorfor holdes der en supplerende eller fornyet høring?"),
        required=_l("Skriv, hvorfor der holdes en høring til"),
        hint=_l("Vurderingen står på siden, i beskeden til dem, der svarede sidst, og i rapporten."),
        printed=PRINTED_WITH_CONTACT,
        strict=True,
    )


class MeaningForm(Form):
    meaning = StaffText(
        _l("Hvad betyder det for mig?"),
        says_optional=False,
        hint=_l("Tre eller fire sætninger til den, som hjælpen handler om."),
    )
    easy_read = StaffText(
        _l("Høringen i let sprog"),
        hint=_l("Hvad handler høringen om, og hvad kan man svare på? Korte sætninger. Den står på sin egen side."),
    )


class PeriodForm(Form):
    opens_on = DateParts(_l("Høringen åbner"), says_optional=False)
    opens_clock = ClockField(_l("Åbner klokken"), says_optional=False, hint=_l("For eksempel 9.00"))
    closes_on = DateParts(_l("Frist for svar"), says_optional=False)
    closes_clock = ClockField(
        _l("Fristens klokkeslæt"),
        says_optional=False,
        hint=_l("For eksempel 23.59. Man kan svare til og med det minut, du skriver."),
    )
    committee_on = DateParts(_l("Udvalgsmøde"), says_optional=False)
    committee_body = TextField(_l("Udvalgets navn"), says_optional=False)
    council_on = DateParts(_l("Byrådsmøde"), says_optional=False)
    council_body = TextField(_l("Rådets navn"), says_optional=False)


class Reasoned(Form):
    """A form with one field more for each thing that a deadline needs a reason for (R5)."""

    @property
    def reason_fields(self) -> list[StaffText]:
        return [cast("StaffText", field) for field in self if field.name.startswith("reason_")]

    def reasons(self) -> dict[WarningCode, str]:
        return {WarningCode(field.name.removeprefix("reason_")): field.data for field in self.reason_fields}


R = TypeVar("R", bound=Form)


def with_reasons(base: type[R], found: Iterable[DeadlineWarning], data: Mapping[str, object]) -> R:
    """The form, asking why for each of these."""
    printed = _("Begrundelsen bliver trykt i rapporten.")
    fields = {
        f"reason_{one.code}": StaffText(
            reason_label(one.code),
            says_optional=False,
            hint=f"{warning_words(one)} {printed}",
            printed=PRINTED,
            strict=True,
        )
        for one in found
    }
    form: R = type("ReasonedForm", (Reasoned, base), fields)(data=data)
    return form


class PublicationForm(Form):
    publication_mode = EnumRadio[PublicationMode](
        _l("Hvornår bliver svarene vist på siden?"),
        MODES,
        says_optional=False,
        hints={
            PublicationMode.CONTINUOUS: _l("Et svar bliver vist, når en moderator har gennemgået det."),
            PublicationMode.AFTER_DEADLINE: _l("Ingen ser andres svar, før fristen er gået."),
            PublicationMode.WITH_AGENDA: _l("Svarene bliver vist på det tidspunkt, du skriver nedenfor."),
            PublicationMode.NOT_PUBLIC: _l("Siden viser kun, hvor mange svar der er kommet."),
        },
    )
    public_on = DateParts(
        _l("Dagsordenen bliver vist"),
        hint=_l(
            "Kun når svarene bliver vist sammen med dagsordenen. Forslag: fire hverdage før byrådsmødet kl. 12.00."
        ),
    )
    public_clock = ClockField(_l("Klokken"), says_optional=False)
    publication_reason = StaffText(
        _l("Hvorfor bliver svarene ikke vist?"),
        hint=_l("Kun når svarene ikke er offentlige. Begrundelsen står på siden."),
        printed=PRINTED_WITH_CONTACT,
        strict=True,
    )
    two_person = Checkbox(
        _l("To moderatorer skal tage stilling til hvert svar"),
        hint=_l("Intet bliver vist, før to er enige. Det tager længere tid."),
    )
    name_rule = EnumRadio[NameRule](
        _l("Sådan vises privatpersoner"), NAME_RULES, required=_l("Vælg, hvordan privatpersoner vises")
    )
    login_mode = EnumRadio[LoginMode](
        _l("Hvordan skal man vise, hvem man er?"),
        LOGIN_MODES,
        says_optional=False,
        hint=_l("Man kan altid svare med brev eller telefon. Valget ligger fast, når høringen er sendt ud."),
        hints={
            LoginMode.OPEN: _l("Man skriver sit navn. Flest svarer, når det er sådan."),
            LoginMode.CONFIRMED: _l(
                "Man trykker på et link i en mail. Et svar, som ingen bekræfter, bliver ikke vist."
            ),
            LoginMode.IDENTITY: _l("Man svarer med sit rigtige navn. CPR-nummeret bliver ikke gemt."),
        },
    )


class ApprovalStepsForm(Form):
    owner = Checkbox(
        _l("En fagansvarlig skal godkende"),
        hint=_l("Den fagansvarlige siger god for hver bemærkning, før den kommer i bilagene."),
    )
    director = Checkbox(
        _l("Direktøren skal godkende"),
        hint=_l("Direktøren får en liste med det, der venter. Fagansvarlig godkender først, hvis det også er valgt."),
    )


class AddDraftForm(Form):
    title = TextField(_l("Titel på udkastet"), required=_l("Skriv udkastets titel"))
    heading = TextField(
        _l("Overskrift i listen"), hint=_l("For eksempel Børn og unge. Udkast med samme overskrift står sammen.")
    )


class QuestionForm(Form):
    """A guiding question; the choices of `draft` are ids, WHOLE for the whole consultation."""

    text = TextField(_l("Spørgsmål"), limit=500, required=QUESTION_FAULTS["missing"])
    text_en = TextField(_l("Spørgsmålet på engelsk"), limit=500)
    draft = Radio[int](_l("Hvad handler det om?"), required=_l("Vælg, hvad spørgsmålet handler om"))
    kind = EnumRadio[QuestionKind](_l("Hvordan svarer man?"), QUESTION_KINDS, required=_l("Vælg, hvordan man svarer"))
    options = StaffText(_l("Svarmuligheder"), limit=5000, hint=_l("Én på hver linje. Ikke ved fritekst."))
    options_en = StaffText(
        _l("Svarmuligheder på engelsk"), limit=5000, hint=_l("Én på hver linje, i samme rækkefølge.")
    )

    def given(self) -> QuestionInput | None:
        """The question; None where something is wrong, and the fields say what."""
        if not self.validate() or self.kind.data is None:
            return None
        danish, english = _lines(self.options.data), _lines(self.options_en.data)
        words = [Words(da, en) for da, en in zip_longest(danish, english, fillvalue="")]
        found = QuestionInput(
            self.kind.data,
            Words(self.text.data, self.text_en.data),
            tuple(words),
            None if self.draft.data == WHOLE else self.draft.data,
        )
        for name, code in faults(found).items():
            _named(self, name).mark(QUESTION_FAULTS[code])
        if len(english) > len(danish) and not self.errors:
            self.options_en.mark(QUESTION_FAULTS["english"])
        return None if self.errors else found


WHOLE = -1
"""The choice of a question about the whole consultation; no draft's id, and not 0, which a field takes for none."""


def question_form(drafts: Iterable[DraftText], row: Question | None = None) -> QuestionForm:
    """The form, filled with a question where there is one."""
    data: dict[str, object] = {"draft": WHOLE}
    if row is not None:
        options = read_options(row.options)
        data = {"text": row.text, "text_en": row.text_en, "kind": row.kind, "draft": row.draft_id or WHOLE}
        data["options"] = "\n".join(option.da for option in options)
        data["options_en"] = "\n".join(option.en for option in options if option.en)
    form = QuestionForm(data=data)
    form.draft.choices = {WHOLE: _l("Hele høringen")} | {
        one.draft.id: f"{one.draft.number} {one.draft.title}" for one in drafts
    }
    return form


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _named(form: Form, name: str) -> TextField:
    return cast("TextField", form[name])


class DocumentForm(Form):
    kind = EnumSelect[DocumentKind](
        _l("Slags"), DOCUMENT_KINDS, blank=_l("Vælg"), required=_l("Vælg, hvad det er for et dokument")
    )
    title = TextField(_l("Titel"), required=_l("Skriv dokumentets titel"))
    text = StaffText(_l("Tekst"), hint=_MARKDOWN, printed=PRINTED_WITH_CONTACT)
    url = TextField(_l("Adresse på et dokument et andet sted"), input_type="url", hint=_l("Begynder med https://"))
    file = MultiFile(_l("Fil"), hint=_l("Pdf, Word, Excel eller OpenDocument, højst 10 MB."))


class DraftForm(Form):
    title = TextField(_l("Titel på udkastet"), required=_l("Skriv udkastets titel"))
    heading = TextField(_l("Overskrift i listen"))
    small_group = Checkbox(
        _l("Få personer er berørt"), hint=_l("Siden advarer mod at skrive noget, der kan genkendes.")
    )
    legal_refs = StaffText(
        _l("Lovgrundlag"),
        hint=_l(
            "Én henvisning på hver linje. Efter | kan du skrive, hvor loven kan læses: "
            "Serviceloven § 85 | https://www.retsinformation.dk/..."
        ),
    )
    easy_read = StaffText(
        _l("Udkastet i let sprog"),
        hint=_l("Korte sætninger med én tanke i hver. Ingen tabeller. Den står på sin egen side."),
    )


class ReadInForm(Form):
    """A text for a draft: a Word file, an OpenDocument text, or one that is pasted."""

    file = MultiFile(
        _l("Word-fil eller OpenDocument-tekst"), hint=_l("En fil, der ender på .docx eller .odt, højst 10 MB.")
    )
    text = StaffText(
        _l("Eller sæt teksten ind her"),
        says_optional=False,
        hint=_l("Linjer, der begynder med ##, bliver til afsnit, og ### til underafsnit."),
    )
    kind = Radio[str](
        _l("Sådan skal teksten i feltet læses"),
        {"markdown": _l("Som Markdown"), "plain": _l("Som almindelig tekst: hver linje er et stykke for sig")},
        says_optional=False,
        default="plain",
    )


class TakeForm(Form):
    how = Radio[str](
        _l("Hvad skal der ske med teksten?"),
        {"replace": _l("Erstat afsnittene i udkastet"), "add": _l("Tilføj den efter de afsnit, udkastet har")},
        required=_l("Vælg, hvad der skal ske med teksten"),
        default="replace",
    )


class SectionForm(Form):
    """One section; `known` is its frozen anchor, "" for a new one."""

    known = HiddenKey("")
    heading = TextField(_l("Overskrift"), required=_l("Skriv afsnittets overskrift"))
    anchor = TextField(
        _l("Ord i adressen"), hint=_l("Små bogstaver a-z, tal og bindestreg. Ligger fast, når det er gemt.")
    )
    level = Radio[int](
        _l("Niveau"), {1: _l("Afsnit"), 2: _l("Underafsnit")}, required=_l("Vælg afsnit eller underafsnit")
    )
    text = StaffText(_l("Tekst"), says_optional=False, hint=_MARKDOWN)
    number = TextField(_l("Nummer"), hint=_l("Kun hvis det ikke er det næste i rækken. For eksempel 3.2"))
    locked_reason = TextField(
        _l("Hvorfor kan man ikke svare på dette afsnit?"),
        hint=_l("Kun hvis det ligger fast. Begrundelsen står under afsnittet i stedet for linket til at svare."),
    )


class WordForm(Form):
    word = TextField(_l("Ord"), required=_l("Skriv ordet"), hint=_l("I ental, for eksempel aflastning."), limit=60)
    meaning = StaffText(
        _l("Forklaring"),
        required=_l("Skriv, hvad ordet betyder"),
        limit=300,
        hint=_l("En eller to korte sætninger, højst 300 tegn. Et ord, der findes, får den nye forklaring."),
    )


class RemoveWordForm(Form):
    kind = HiddenKey("")
    code = HiddenKey("")


class LawForm(Form):
    law = TextField(
        _l("Lovens navn"),
        required=_l("Skriv lovens navn"),
        hint=_l("Som det står i udkastenes lovgrundlag, for eksempel Serviceloven."),
    )
    url = TextField(
        _l("Her kan den læses"),
        required=_l("Skriv adressen"),
        input_type="url",
        hint=_l("Begynder med https://"),
        limit=500,
    )


class MoveDeadlineForm(Form):
    closes_on = DateParts(_l("Ny frist for svar"), required=_l("Skriv den nye dato"))
    closes_clock = ClockField(_l("Klokken"), required=_l("Skriv klokkeslættet"), hint=_l("For eksempel 23.59"))
    reason = StaffText(
        _l("Hvorfor bliver fristen flyttet?"),
        required=_l("Skriv, hvorfor fristen bliver flyttet"),
        hint=_l("Begrundelsen står på siden, i beskeden til dem, der har svaret, og i rapporten."),
        printed=PRINTED,
        strict=True,
    )


class PartyDeadlineForm(Form):
    closes_on = DateParts(_l("Partens frist"), required=_l("Skriv datoen"))
    closes_clock = ClockField(_l("Klokken"), required=_l("Skriv klokkeslættet"), hint=_l("For eksempel 23.59"))
    reason = StaffText(
        _l("Hvorfor får parten længere tid?"),
        required=_l("Skriv, hvorfor parten får længere tid"),
        hint=_l("Begrundelsen står i beskeden til parten og i rapporten."),
        printed=PRINTED,
        strict=True,
    )


class ClosureForm(Form):
    on = DateParts(_l("Dag"), required=_l("Skriv datoen"))
    name = TextField(
        _l("Hvad er det for en dag?"),
        required=_l("Skriv, hvorfor I har lukket"),
        hint=_l("For eksempel Fredag efter Kristi himmelfartsdag"),
    )


class ShortestPeriodForm(Form):
    days = TextField(_l("Dage"), required=_l("Skriv antallet af dage"), inputmode="numeric")
    source = TextField(
        _l("Hvor står det?"),
        required=_l("Skriv, hvor reglen står"),
        hint=_l("For eksempel lovens navn og paragraf, eller jeres egen politik. Det bliver trykt i rapporten."),
    )

    @property
    def number(self) -> int:
        """The days; 0 for what is no number."""
        return int(self.days.data) if _DAYS.fullmatch(self.days.data) else 0


class NewVersionForm(Form):
    change_list = StaffText(
        _l("Hvad er ændret, og hvorfor?"),
        required=_l("Skriv, hvad der er ændret, og hvorfor"),
        hint=_l("Ét punkt på hver linje. Det står på siden og i beskeden til dem, der har svaret."),
        printed=PRINTED_WITH_CONTACT,
        strict=True,
    )


class CancelForm(Form):
    reason = StaffText(
        _l("Hvorfor bliver høringen aflyst?"),
        required=_l("Skriv, hvorfor høringen bliver aflyst"),
        hint=_l("Begrundelsen står på siden."),
        printed=PRINTED_WITH_CONTACT,
        strict=True,
    )
    sure = Checkbox(_l("Ja, aflys høringen"), required=_l("Sæt kryds, hvis høringen skal aflyses"))


class MeetingForm(Form):
    kind = EnumSelect[MilestoneKind](
        _l("Slags"), MILESTONES, blank=_l("Vælg"), required=_l("Vælg, hvad det er for et møde")
    )
    on = DateParts(_l("Dato"), required=_l("Skriv datoen"))
    body = TextField(_l("Hvem mødes?"), required=_l("Skriv udvalgets eller rådets navn"), printed=PRINTED)
    item = TextField(_l("Punkt eller sagsnummer på dagsordenen"), hint=_l("For eksempel 576"), printed=PRINTED)
    url = TextField(_l("Adresse på referatet"), input_type="url", hint=_l("Begynder med https://"))
    outcome = StaffText(
        _l("Hvad blev besluttet?"), hint=_l("Én sætning eller to. Udfyldes efter mødet."), printed=PRINTED
    )
    protocol = StaffText(
        _l("Referatet"), hint=_l("Indsæt teksten af punktet, som den står i referatet. Den bliver vist på siden.")
    )
    decides = Checkbox(
        _l("Her bliver sagen besluttet"), hint=_l("Siden siger “Besluttet”, når beslutningen er skrevet.")
    )


class AgendaForm(Form):
    public_on = DateParts(_l("Svarene bliver vist"), required=_l("Skriv datoen"))
    public_clock = ClockField(_l("Klokken"), required=_l("Skriv klokkeslættet"))


class Together:
    """Several forms on one page, as one for the error summary."""

    def __init__(self, *forms: Form) -> None:
        self.forms = forms

    @property
    def errors(self) -> dict[str, Any]:
        """Prefixed name -> errors, of all forms."""
        return {field.name: field.errors for field in self if field.errors}

    def __iter__(self) -> Iterator[Any]:
        """Every field, in the order of the page."""
        for form in self.forms:
            yield from form


def instant_of(
    on: DateParts, clock: ClockField, convert: Callable[[date, time], datetime] = opening_instant
) -> datetime | None:
    """The instant that date and clock mean; None where both are empty, or where a field is now marked (R4, T2)."""
    if on.errors or clock.errors or (on.data is None and clock.data is None):
        return None
    if on.data is None or clock.data is None:
        (on if on.data is None else clock).mark(_l("Skriv både dato og klokkeslæt"))
        return None
    try:
        return convert(on.data, clock.data)
    except DateError as error:
        clock.mark(TIMES[error.code])
        return None


def is_web_address(text: str) -> bool:
    """Whether this may stand as a link: http or https, nothing that a browser would run (O5)."""
    return text.startswith(("https://", "http://")) and not any(char.isspace() for char in text)
